"""A draft: a package that is composed, as addresses and controls have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from immutabledict import immutabledict

from countermove.graph.states import States
from countermove.model.parts import Option
from countermove.model.vocabulary import Vocabulary
from countermove.share.kept_steps import KeptStep
from countermove.texts import one_line

WORDS = immutabledict({"N": "no", "Y": "yes"})
"""What controls say of an option that is done or not."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A value for each option, in their order; in graph form an outcome, by its id."""

    values: tuple[str, ...] = ()
    outcome: str = ""

    def written(self, vocabulary: Vocabulary) -> str:
        """Return it as addresses have it: what is done, and which levels aren't the first."""
        if self.outcome:
            return self.outcome
        chosen = vocabulary.chosen(self.values)
        return ",".join(vocabulary.chosen_names[one] for one in chosen if one[1])

    def pattern(self, vocabulary: Vocabulary) -> str:
        """Return it as requests name an outcome: as a pattern, or in graph form by its id."""
        return self.outcome or vocabulary.spelling.pattern(self.values)

    def with_value(self, place: int, value: str) -> Draft:
        """Return the same with another value of one option."""
        return replace(self, values=(*self.values[:place], value, *self.values[place + 1 :]))


def choices(option: Option) -> Mapping[str, str]:
    """Return what may be chosen of an option, in order: by each value the words for it."""
    levels = {level: one_line(details.text) for level, details in option.levels.items()}
    return levels or WORDS


def nothing(vocabulary: Vocabulary) -> Draft:
    """Return the draft in which nothing is done; in graph form the first outcome."""
    if vocabulary.conflict.is_graph_form:
        return Draft(outcome=next(iter(vocabulary.conflict.states)))
    return Draft(tuple(values[0] for values in vocabulary.spelling.values))


def read(vocabulary: Vocabulary, text: str) -> tuple[Draft, tuple[str, ...]]:
    """Read a draft from an address, and what in it the model doesn't have."""
    draft = nothing(vocabulary)
    if vocabulary.conflict.is_graph_form:
        is_one = text in vocabulary.conflict.states
        return (Draft(outcome=text), ()) if is_one else (draft, (text,))
    unknown = []
    for name in filter(None, map(str.strip, text.split(","))):
        chosen = vocabulary.choice(name)
        if chosen is None and name not in vocabulary.meanings:
            # A level that one option alone has needs no more than its name.
            chosen = vocabulary.by_words.get(name.casefold())
        if chosen is None:
            unknown.append(name)
        else:
            place, value = chosen
            draft = draft.with_value(place, vocabulary.spelling.values[place][value])
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
        if kept.get(name) in choices(option):
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
    each = (states.layout.values(int(code)) for code in states.members(state))
    fewest = min(each, key=lambda values: (sum(map(bool, values)), values))
    own = states.vocabulary.spelling.values
    return Draft(tuple(values[place] for values, place in zip(own, fewest, strict=True)))


def differences(one: Draft, other: Draft) -> Iterator[int]:
    """Give the places of the options in which two drafts differ."""
    pairs = zip(one.values, other.values, strict=True)
    return (place for place, (mine, theirs) in enumerate(pairs) if mine != theirs)
