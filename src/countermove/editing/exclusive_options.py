"""Options of one party that exclude each other, as one choice among several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from countermove.editing.edits import found
from countermove.editing.uses import texts
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.ids import new_id
from countermove.model.vocabulary import Vocabulary
from countermove.texts import or_list

NONE = "none"
"""The level at which none of the options is done."""


def exclusive_options(conflict: Conflict) -> list[tuple[str, ...]]:
    r"""Return groups of options, by their full names, of which the rules allow one at most.

    They stand one after the other in their party, so that as levels they number the outcomes as
    before, and can be taken and dropped.

    >>> from countermove import loads
    >>> options = 'a = "A"\nb = "B"\nc = "C"'
    >>> text = 'format = "countermove/1"\ntitle = "T"\n[decision_makers.x]\nname = "X"\n'
    >>> text += f'[decision_makers.x.options]\n{options}\n[rules]\ninfeasible = ["a and b"]\n'
    >>> exclusive_options(loads(text + '[preferences]\nx.statements = ["a"]\n'))
    [('x.a', 'x.b')]
    """
    vocabulary = Vocabulary(conflict)
    excluded = set(_pairs(conflict, vocabulary))
    groups: list[tuple[str, ...]] = []
    for dm, party in conflict.decision_makers.items():
        run: list[str] = []
        for option, details in party.options.items():
            full = f"{dm}.{option}"
            is_plain = not details.levels and details.moves == "both"
            if not (is_plain and all(frozenset((one, full)) in excluded for one in run)):
                groups.append(tuple(run))
                run = []
            run += [full] if is_plain else []
        groups.append(tuple(run))
    return [group for group in groups if len(group) > 1]


def _pairs(conflict: Conflict, vocabulary: Vocabulary) -> Iterator[frozenset[str]]:
    """Give the pairs of options that exclude each other."""

    def meant(names: Sequence[str]) -> list[str]:
        some = [vocabulary.meanings.get(name) for name in names]
        return [one.key for one in some if one is not None and one.kind == "option"]

    for group in (*conflict.rules.at_most_one, *conflict.rules.exactly_one):
        yield from map(frozenset, combinations(meant(group), 2))
    for statement in conflict.rules.infeasible:
        if pair := _pair(statement):
            yield frozenset(meant(pair))


def _pair(statement: str) -> tuple[str, ...]:
    """Return the two names that a statement joins by "and", if it is no more than that."""
    formula = logic.parse(statement)
    is_both = isinstance(formula, logic.Compound) and formula.operator == "and"
    parts = formula.parts if is_both and isinstance(formula, logic.Compound) else ()
    names = tuple(part.name for part in parts if isinstance(part, logic.Name))
    return names if len(names) == len(parts) == 2 else ()


def with_choices(conflict: Conflict, groups: Sequence[Sequence[str]]) -> Conflict:
    """Return a model in which each group of options is one option with levels.

    The outcomes, their numbers and all that is said of them stay; the model has statements and
    numbers, and no patterns.
    """
    data = conflict.to_dict()
    names: dict[str, str] = {}
    vocabulary = Vocabulary(conflict)
    for group in groups:
        dm = group[0].partition(".")[0]
        options = data["decision_makers"][dm]["options"]
        own = [full.partition(".")[2] for full in group]
        said = [conflict.decision_makers[dm].options[one].text for one in own]
        choice = new_id("choice", {*options, *names.values()}, "option")
        levels = {NONE: "none of these"} | dict(zip(map(_level, own), said, strict=True))
        made = {"text": or_list(said), "levels": levels}
        data["decision_makers"][dm]["options"] = {
            (choice if key == own[0] else key): (made if key == own[0] else value)
            for key, value in options.items()
            if key == own[0] or key not in own
        }
        for full, one in zip(group, own, strict=True):
            names[full] = f"{dm}.{choice} is {_level(one)}"
    _leave_out(data, vocabulary, names)

    def renamed(name: str) -> str:
        meaning = vocabulary.meanings.get(name)
        return names.get(meaning.key, name) if meaning and meaning.kind == "option" else name

    for path, use, text in texts(data):
        if use in ("statement", "name", "choice", "option") and isinstance(text, str):
            found(data, path[:-1])[path[-1]] = _said(text, renamed)
    return Conflict.model_validate(data)


def _level(option: str) -> str:
    return f"{option}-option" if option == NONE else option


def _said(text: str, renamed: Callable[[str], str]) -> str:
    for name in reversed(list(logic.spelled_names(text))):
        end = name.offset + len(name.name)
        text = f"{text[: name.offset]}{renamed(name.name)}{text[end:]}"
    return text


def _leave_out(data: dict[str, Any], vocabulary: Vocabulary, names: Mapping[str, str]) -> None:
    """Take out the rules that say no more than that of a choice there is one."""
    rules = data.get("rules", {})
    choices = {full: said.partition(" is ")[0] for full, said in names.items()}

    def is_one_choice(some: Sequence[str]) -> bool:
        keys = [vocabulary.meanings[name].key for name in some if name in vocabulary.meanings]
        of = {choices.get(key, "") for key in keys}
        return len(keys) == len(some) > 1 and len(of) == 1 and "" not in of

    for kind, names_in in (("infeasible", _pair), ("at_most_one", tuple)):
        kept = [one for one in rules.get(kind, ()) if not is_one_choice(names_in(one))]
        rules |= {kind: kept} if kind in rules else {}
