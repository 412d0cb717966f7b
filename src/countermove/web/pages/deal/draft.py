"""A draft: a package that is composed, as addresses and controls have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from countermove.graph.states import States
from countermove.model.parts import Option
from countermove.model.vocabulary import Vocabulary
from countermove.texts import one_line
from countermove.web.kept_steps import KeptStep

DONE, NOT_DONE, EITHER = "Y", "N", "-"


@dataclass(frozen=True, slots=True)
class Draft:
    """A value for each option, in their order; in graph form an outcome, by its id."""

    values: tuple[str, ...] = ()
    outcome: str = ""

    def written(self, vocabulary: Vocabulary) -> str:
        """Return it as addresses have it: what is done, by the shortest names."""
        names = vocabulary.short.values()
        return self.outcome or ",".join(
            filter(None, map(said, names, vocabulary.options.values(), self.values))
        )

    def pattern(self, vocabulary: Vocabulary) -> str:
        """Return it as requests name an outcome: as a pattern, or in graph form by its id."""
        return self.outcome or vocabulary.spelling.pattern(self.values)

    def with_value(self, place: int, value: str) -> Draft:
        """Return the same with another value of one option."""
        return replace(self, values=(*self.values[:place], value, *self.values[place + 1 :]))


def choices(option: Option) -> tuple[tuple[str, str], ...]:
    """Return what may be chosen of an option, in order: the values, and the words for each."""
    if option.levels:
        return tuple((level, one_line(details.text)) for level, details in option.levels.items())
    return (NOT_DONE, "no"), (DONE, "yes")


def said(name: str, option: Option, value: str) -> str:
    """Return what an address says of an option; nothing of what it is where nothing is said."""
    if value == choices(option)[0][0]:
        return ""
    return name if value == DONE else f"{name}={value}"


def nothing(vocabulary: Vocabulary) -> Draft:
    """Return the draft in which nothing is done; in graph form the first outcome."""
    if vocabulary.conflict.is_graph_form:
        return Draft(outcome=next(iter(vocabulary.conflict.states)))
    return Draft(tuple(choices(option)[0][0] for option in vocabulary.options.values()))


def read(vocabulary: Vocabulary, text: str) -> tuple[Draft, tuple[str, ...]]:
    """Read a draft from an address, and what in it the model doesn't have."""
    draft = nothing(vocabulary)
    if vocabulary.conflict.is_graph_form:
        is_one = text in vocabulary.conflict.states
        return (Draft(outcome=text), ()) if is_one else (draft, (text,))
    places = {name: k for k, name in enumerate(vocabulary.options)}
    unknown = []
    for word in filter(None, map(str.strip, text.split(","))):
        name, _, value = word.partition("=")
        meaning = vocabulary.meanings.get(name)
        if meaning is None or meaning.kind != "option":
            unknown.append(name)
            continue
        value = value or DONE
        if value in dict(choices(vocabulary.options[meaning.key])):
            draft = draft.with_value(places[meaning.key], value)
        else:
            unknown.append(word)
    return draft, tuple(unknown)


def in_address(states: States, query: Mapping[str, str]) -> Draft:
    """Return the draft that an address has; at first what the conflict begins with."""
    if "draft" not in query and states.status_quo is not None:
        return of_state(states, states.status_quo)
    return read(states.vocabulary, query.get("draft", ""))[0]


def kept(vocabulary: Vocabulary, draft: Draft) -> dict[str, str]:
    """Return what is kept of a draft: what is chosen by the options' names; :func:`of_kept`."""
    chosen = dict(zip(vocabulary.options, draft.values, strict=True)) if draft.values else {}
    return {"": draft.outcome} if draft.outcome else chosen


def of_kept(vocabulary: Vocabulary, kept: Mapping[str, str]) -> Draft:
    """Return a draft that was kept; of what the model has by now what is kept of it."""
    if vocabulary.conflict.is_graph_form:
        return read(vocabulary, kept.get("", ""))[0]
    draft = nothing(vocabulary)
    for place, (name, option) in enumerate(vocabulary.options.items()):
        if kept.get(name) in dict(choices(option)):
            draft = draft.with_value(place, kept[name])
    return draft


def pinned(
    vocabulary: Vocabulary, steps: Iterable[KeptStep], scenario: str = ""
) -> Iterator[tuple[str, Draft]]:
    """Give the drafts among the steps that are kept, those of one scenario, with their names."""
    for step in steps:
        if step.kind == "draft" and step.scenario == scenario:
            yield step.name, of_kept(vocabulary, step.values)


def of_state(states: States, state: int) -> Draft:
    """Return an outcome as a draft; of what it joins the one in which least is done."""
    if states.conflict.is_graph_form:
        return Draft(outcome=states.label(state))
    fewest = min(map(int, states.members(state)), key=lambda code: (code.bit_count(), code))
    each = zip(states.vocabulary.spelling.values, states.layout.values(fewest), strict=True)
    return Draft(tuple(values[place] for values, place in each))


def differences(one: Draft, other: Draft) -> Iterator[int]:
    """Give the places of the options in which two drafts differ."""
    pairs = zip(one.values, other.values, strict=True)
    return (place for place, (mine, theirs) in enumerate(pairs) if mine != theirs)
