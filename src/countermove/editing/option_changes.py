"""What is written about states stays true when options come, go or change places.

A state is written as a pattern, with a letter or a level for each option, or as its number among
the feasible states. Patterns follow the options and their levels; numbers become patterns where the
states are numbered anew. The rows and columns of a matrix go where their states go.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from immutabledict import immutabledict
from pydantic import ValidationError

from countermove.editing.edit_steps import Step, meaningless, perform
from countermove.editing.edits import Put, Remove, found
from countermove.editing.uses import keys, options_of, scenarios_of, texts, values_of
from countermove.errors import CountermoveError, Path
from countermove.graph.feasible import feasible_states
from countermove.graph.references import printed_number
from countermove.graph.states import States
from countermove.model import logic
from countermove.model.conflict import FORMAT, Conflict
from countermove.model.families import expanded
from countermove.model.patterns import OPEN, YES_OR_NO, Spelling
from countermove.model.ranking_text import mapped
from countermove.model.scenarios import merge
from countermove.model.shapes import parts

_NUMBERING = ("decision_makers", "families", "groups", "terms", "rules", "states")
_MATRICES = frozenset({"fuzzy", "probability"})
_LISTED_STATES = 1 << 16


def carried(data: Mapping[str, Any], steps: Sequence[Step]) -> list[Step]:
    """Return what must be done first so that what is written about states stays true."""
    if not any(_numbers_anew(step.at) for step in steps):
        return []
    after: dict[str, Any] = {key: copy.deepcopy(data[key]) for key in data}
    for step in steps:
        perform(after, step)
    done: list[Step] = []
    for path, before_model, after_model in _models(data, after):
        done += _Carry(before_model, after_model).steps(_own(data, path), path)
    return [*done, *_orphans(data, after)]


def respelled(
    data: Mapping[str, Any],
    after: Mapping[str, Any],
    called: Mapping[tuple[str | int, ...], str],
) -> list[Step]:
    """Return what must be done once levels are called otherwise so that patterns say it so."""
    done: list[Step] = []
    for path, before_model, after_model in _models(data, after):
        carry = _Carry(before_model, after_model, called)
        done += carry.steps(_own(after, path), path)
    return done


def _models(
    data: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """Give what tells how states are written, before and after: in the base, in each scenario."""
    yield (), _model(data, {}), _model(after, {})
    for scenario, given in scenarios_of(data).items():
        if scenario in scenarios_of(after):
            then = scenarios_of(after)[scenario]
            yield ("scenarios", scenario), _model(data, given), _model(after, then)


def _base(path: Path) -> Path:
    """Return the scenario that a place is in, or the base."""
    return path[:2] if path[0] == "scenarios" else ()


def _own(data: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    """Return what stands in a scenario, or in the base alone."""
    return found(data, path) if path else {k: v for k, v in data.items() if k != "scenarios"}


def _numbers_anew(at: Path) -> bool:
    if at[0] == "scenarios":
        at = at[2:]
    is_text = at[0:1] == ("decision_makers",) and (
        (len(at) > 4 and (at[4] != "levels" or len(at) > 6))
        or (len(at) == 3 and at[2] != "options")
    )
    return bool(at) and at[0] in _NUMBERING and not is_text


def _model(data: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what tells how the states of a model are written, in a scenario of it."""
    kept = (*_NUMBERING, "labels")
    model = {key: data[key] for key in kept if isinstance(data.get(key), Mapping)}
    changes = {key: given[key] for key in kept if isinstance(given.get(key), Mapping)}
    with contextlib.suppress(AttributeError, TypeError):  # of a mistake in the scenario
        model = merge(model, changes)
    return {"format": FORMAT, "title": "?", **model}


def _states(model: Mapping[str, Any]) -> States | None:
    try:
        return feasible_states(expanded(Conflict.model_validate(model)))
    except (CountermoveError, ValidationError, LookupError):
        return None  # with mistakes in its rules, numbers mean nothing


class _Carry:
    """How the states of one model are written before some steps and after them.

    A level that is called otherwise is given by its option and its old id, with its new one.
    """

    def __init__(
        self,
        before: dict[str, Any],
        after: dict[str, Any],
        called: Mapping[tuple[str | int, ...], str] = immutabledict(),
    ) -> None:
        self._models = before, after
        self._before, self._after = values_of(before), values_of(after)
        self._is_same = list(self._before.items()) == list(self._after.items())
        self._spelling = Spelling(tuple(self._before.values()))
        self._called = called
        self._terms = before.get("terms") or {}
        self._patterns: dict[str, str] | None = None

    def steps(self, data: Mapping[str, Any], path: Path) -> Iterator[Step]:
        """Give the steps that write what is said about states in the new way."""
        for here, use, text in texts(data, path):
            new: str | int = text
            if use in ("state", "ranking"):
                whole = use == "ranking"
                new = mapped(text, lambda one: self._pattern(self._spelled(one)), whole=whole)
            elif use == "statement" and isinstance(text, str):
                new = self._statement(text)
            if new != text:
                yield Put(at=here, value=new)
        yield from self._in_matrices(data, path)
        labels = data.get("labels")
        for label, pattern in labels.items() if isinstance(labels, Mapping) else ():
            if isinstance(pattern, str) and (new := self._pattern(pattern)) != pattern:
                yield Put(at=(*path, "labels", label), value=new)

    def _in_matrices(self, data: Mapping[str, Any], path: Path) -> Iterator[Step]:
        """Give the steps that put rows and columns where their states are then."""
        every = ((here, rows) for here, _, rows in parts(data, path) if here[-1] in _MATRICES)
        matrices = [(here, rows) for here, rows in every if isinstance(rows, list)]
        order = self._order() if matrices else None
        for here, rows in matrices:
            count = len(rows)
            is_square = all(isinstance(row, list) and len(row) == count for row in rows)
            if order is not None and is_square and count == order[0]:
                new = [[rows[i][j] for j in order[1]] for i in order[1]]
                if new != rows:
                    yield Put(at=here, value=new)

    def _order(self) -> tuple[int, list[int]] | None:
        """Return how many states there were, and where each was that is left.

        Nothing where some are new, or were several.
        """
        before, after = (_written_states(model) for model in self._models)
        place = {str(self._pattern(state)): k for k, state in enumerate(before)}
        if not after or len(place) < len(before) or not place.keys() >= set(after):
            return None
        return len(before), [place[state] for state in after]

    def _pattern(self, text: str | int) -> str | int:
        """Give every option its letter or level again; of a new one nothing is fixed."""
        if self._is_same or not isinstance(text, str) or text in self._labels:
            return text
        pattern = self._spelling.read(text)
        new = None if pattern is None else self._respelled(pattern)
        return text if new is None else new

    def _respelled(self, pattern: str) -> str | None:
        """Write a pattern in the new way; None where no level that it names is left."""
        if not self._after:
            return ""
        before = dict(zip(self._before, self._spelling.letters(pattern), strict=True))
        letters = {o: self._letter(o, before.get(o, OPEN)) for o in self._after}
        if not all(letters.values()):
            return None
        new = Spelling(tuple(self._after.values()))
        return new.read(new.pattern(list(letters.values())))

    def _letter(self, option: tuple[str, str], letter: str) -> str:
        """Return what a pattern has for one option; what is done or not is the first level or not.

        It is empty where none of the levels that it names is left.
        """
        before, after = self._before.get(option), self._after[option]
        if before is None or letter == OPEN or before == after:
            return letter
        if YES_OR_NO in (before, after):
            places = {before.index(value) > 0 for value in letter.split("|")}
            return OPEN if len(places) > 1 else "|".join(after[1:] if True in places else after[:1])
        called = (self._called.get((*option, value), value) for value in letter.split("|"))
        return "|".join(value for value in called if value in after)

    def _statement(self, text: str) -> str:
        """Give the patterns in a statement their characters again."""
        if self._is_same:
            return text
        gone = [k for k, option in enumerate(self._before) if option not in self._after]
        for name in reversed(list(logic.spelled_names(text))):
            pattern = self._spelling.read(name.name, strictly=True)
            if not pattern or name.name in self._terms:
                continue
            allowed = dict(self._spelling.allowed(pattern))
            new = self._respelled(pattern)
            if new is None or any(0 not in allowed.get(k, (0,)) for k in gone):
                continue  # what it should say now is for the analyst to tell
            # One dash alone would be read as "not".
            new = "true" if new in ("", "-") else new
            end = name.offset + len(name.name)
            text = f"{text[: name.offset]}{new}{text[end:]}"
        return text

    def _spelled(self, text: str | int) -> str | int:
        """Return the pattern of a state that is given by a number which will mean another."""
        if str(text) in self._labels:
            return text
        number = printed_number(str(text))
        return text if number is None else self._by_number.get(str(number), text)

    @property
    def _labels(self) -> Mapping[str, Any]:
        return self._models[0].get("labels") or {}

    @property
    def _by_number(self) -> dict[str, str]:
        if self._patterns is None and self._models[0].get("states"):
            self._patterns = {}  # in graph form they stay as they are written
        if self._patterns is None:
            before, after = (_states(model) for model in self._models)
            self._patterns = _numbered(before)
            new = {number: self._pattern(one) for number, one in self._patterns.items()}
            if new == _numbered(after):
                self._patterns = {}
        return self._patterns


def _written_states(model: Mapping[str, Any]) -> list[str]:
    """Return the states of a model in their order: their patterns, in graph form their ids."""
    if model.get("states"):
        return list(model["states"])
    states = _states(model)
    if states is None or len(states) > _LISTED_STATES:
        return []
    return [states.pattern(k) for k in range(len(states))]


def _numbered(states: States | None) -> dict[str, str]:
    if states is None or len(states) > _LISTED_STATES:
        return {}
    try:
        return {str(states.number(k)): states.pattern(k) for k in range(len(states))}
    except CountermoveError:
        return {}  # wrong labels


def _gone_levels(
    before: Mapping[str, Any], after: Mapping[str, Any], owners: list[str]
) -> set[str]:
    """Return what says of an option that is left that it is at a level that isn't."""
    left = values_of(after)
    return {
        f"{name} is {level}"
        for (dm, option), levels in values_of(before).items()
        if levels != YES_OR_NO and left.get((dm, option), YES_OR_NO) != YES_OR_NO
        for name in (f"{dm}.{option}", *([option] if owners.count(option) == 1 else []))
        for level in levels
        if level not in left[dm, option]
    }


def _orphans(data: Mapping[str, Any], after: Mapping[str, Any]) -> list[Step]:
    """Remove what can only be about what is removed; statements, rules and weights stay."""
    before, left = options_of(data), options_of(after)
    gone = [(dm, o) for dm, own in before.items() for o in own if o not in left.get(dm, ())]
    owners = [o for own in before.values() for o in own]
    names = {f"{dm}.{o}" for dm, o in gone} | {o for _, o in gone if owners.count(o) == 1}
    levels = {
        path: _gone_levels(before_model, after_model, owners)
        for path, before_model, after_model in _models(data, after)
    }
    parties = before.keys() - left.keys()
    orphans: list[Path] = [
        path
        for path, of in keys(data)
        if (of == "party" and path[-1] in parties and path[0] != "decision_makers")
        or (of == "option" and path[-1] in names)
    ]
    orphans += [
        path
        for path, use, text in reversed(list(texts(data)))
        if (use == "group" and text in parties)
        or (
            use in ("option", "choice")
            and (
                str(text).partition(" ")[0] in names
                or " ".join(str(text).split()) in levels.get(_base(path), ())
            )
        )
    ]
    orphans += [
        ("scenarios", scenario, "decision_makers", dm, "options", option)
        for scenario in scenarios_of(data)
        for dm, option in gone
    ]
    steps: list[Step] = []
    here = copy.deepcopy(dict(data))
    for at in orphans:
        if found(here, at) is not None:
            steps.append(Remove(at=meaningless(here, at)))
            perform(here, steps[-1])
    return steps
