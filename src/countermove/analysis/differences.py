"""What an edit changed: in the model, in what the model means, and in the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np

from countermove.analysis.changes import ModelChange, Renames
from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.compare import Change, flipped
from countermove.analysis.counterparts import counterpart_of, true_of, written
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import states_data
from countermove.building import build
from countermove.errors import written_path
from countermove.graph.bits import Bits
from countermove.graph.region import Positions
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict, loaded
from countermove.model.scenarios import apply_scenario
from countermove.preferences.distance import changed_pairs, distance
from countermove.preferences.relations import Relations
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import asked_in_ways
from countermove.progress import Follow
from countermove.result import Provenance, Result, combined, described
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.table import Cell, Table

MOST_PAIRED = 1 << 13
"""In so many states at most the pairs that are judged otherwise are counted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a decision maker judges the states that are in both models.

    Parameters
    ----------
    decision_maker : str
        Its id after the change.
    same : bool
        Whether it ranks them as before.
    pairs : int or None
        How many pairs it judges otherwise; None where they weren't counted.
    example : tuple of int or None
        One of these pairs, by position after the change.
    """

    decision_maker: str
    same: bool
    pairs: int | None
    example: tuple[int, int] | None


@dataclass(frozen=True, eq=False, repr=False)
class Differences(Result):
    """What differs between two models.

    Iterate over it for the changes in the model. It is true if there are any.

    Parameters
    ----------
    before, after : Solution
        The two models, solved alike.
    changes : tuple of ModelChange
        What is otherwise in the models as they are written.
    renames : Renames
        The ids that alone were changed.
    counterpart : ndarray of int
        For each state before its position after, where the same is done in it; else -1.
    judged : tuple of Judged
        For each decision maker of both models how it judges the states of both.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-differences/1"

    before: Solution
    after: Solution
    changes: tuple[ModelChange, ...]
    renames: Renames
    counterpart: Positions
    judged: tuple[Judged, ...]
    provenance: Provenance

    @property
    def model(self) -> GraphModel:
        """The model after the edit."""
        return self.after.model

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts that were solved for."""
        return self.after.concepts

    def __iter__(self) -> Iterator[ModelChange]:
        """Give the changes in the model, in the order of the file."""
        return iter(self.changes)

    def __bool__(self) -> bool:
        """Be true if there are changes in the model."""
        return bool(self.changes)

    def __len__(self) -> int:
        """Count the changes in the model."""
        return len(self.changes)

    def _brief(self) -> str:
        return f"in '{self.model.conflict.title}': {len(self)} changes"

    @cached_property
    def origin(self) -> Positions:
        """For each state after its position before, where the same is done in it; else -1."""
        found = np.full(len(self.after.model.states), -1)
        kept = np.flatnonzero(self.counterpart >= 0)
        found[self.counterpart[kept]] = kept
        return found

    @property
    def comparable(self) -> bool:
        """Whether any state of the one model is one of the other."""
        return bool((self.counterpart >= 0).any())

    @cached_property
    def removed_states(self) -> Bits:
        """The states before that are no states after."""
        return Bits.of(self.counterpart < 0)

    @cached_property
    def added_states(self) -> Bits:
        """The states after that were no states before."""
        return Bits.of(self.origin < 0)

    @property
    def same_states(self) -> bool:
        """Whether the same states are feasible."""
        return not self.removed_states.any() and not self.added_states.any()

    @described
    def change(self, concept: str) -> Change:
        """Return what has changed in the answers under one concept.

        Returns
        -------
        Change
            Equilibria that appear and disappear, as patterns of the model that they are
            feasible in, and the claims, in both models, whose answer flips, by their new ids.

        Examples
        --------
        >>> from countermove import load
        >>> found = differences(load("talks-2025"), scenario="any-terms", concepts="NASH")
        >>> found.change("NASH").appears
        ('bilateral/YYYN',)
        """
        code = self.code(concept)
        before, after = self.before.holding[code].mask(), self.after.holding[code].mask()
        lost = before & ~true_of(after, self.counterpart)
        won = after & ~true_of(before, self.origin)
        return Change(
            written(self.after.model.states, np.flatnonzero(won)),
            written(self.before.model.states, np.flatnonzero(lost)),
            flipped(self.before, self.after, code, self.renames),
        )

    def table(self) -> Table:
        """Return all changes as a table, first those in the model, then those in the answers."""
        rows: list[tuple[Cell, ...]] = [
            ("model", written_path(one.path), one.kind, _cell(one.before), _cell(one.after))
            for one in self.changes
        ]
        for judged in self.judged:
            if not judged.same:
                where = f"preferences.{judged.decision_maker}"
                rows.append(("meaning", where, "pairs judged otherwise", None, judged.pairs))
        for what, found, solution in (
            ("removed", self.removed_states, self.before),
            ("added", self.added_states, self.after),
        ):
            count = found.count()
            if count:
                size = len(solution.model.states)
                rows.append(("meaning", "states", what, None, f"{count} of {size}"))
        for code in self.codes:
            change = self.change(code)
            rows += [("answers", code, "appears", None, state) for state in change.appears]
            rows += [("answers", code, "disappears", state, None) for state in change.disappears]
            now = {answer.claim: answer.holds[code] for answer in self.after.claims}
            rows += [
                ("answers", code, f"claims.{claim}", not now[claim], now[claim])
                for claim in change.flips
            ]
        title = f"What changed in {self.model.conflict.title}"
        return Table(title, ("part", "where", "change", "before", "after"), tuple(rows))

    def _about(self) -> dict[str, Any]:
        return {"before": self.before.model.about(), "after": self.after.model.about()}

    def _content(self) -> dict[str, Any]:
        before, after = self.before.model, self.after.model
        return {
            "changes": [
                {
                    "change": change.kind,
                    "path": list(change.path),
                    "origin": list(change.origin),
                    "before": change.before,
                    "after": change.after,
                    "formal": change.is_formal,
                }
                for change in self.changes
            ],
            "states": {
                "before": len(before.states),
                "after": len(after.states),
                "same": self.same_states,
                "removed": states_data(before.states, self.removed_states),
                "added": states_data(after.states, self.added_states),
            },
            "preferences": {
                judged.decision_maker: {
                    "same": judged.same,
                    "pairs": judged.pairs,
                    "example": judged.example
                    and [after.states.number(state) for state in judged.example],
                }
                for judged in self.judged
            },
            "answers": {code: self.change(code).to_dict() for code in self.codes},
        }


@asked_in_ways
def differences(
    conflict: Conflict,
    other: Conflict | None = None,
    *,
    scenario: str | None = None,
    concepts: str | Iterable[str] | None = None,
    engine: str = "auto",
    follow: Follow | None = None,
    **way: Unpack[WayAsked],
) -> Differences:
    """Say what changed between two models: as written, in meaning, and in the answers.

    What is written is compared by meaning: the order of tables, of rules and of sources, and how
    a statement is laid out, are no change; an id that alone was changed, the texts and the place
    being the same, is renamed. A ranking or a status quo that is written otherwise and means the
    same is none either. States are the same when the same options are taken in them; an option
    that the one model doesn't have counts as not taken there.

    Parameters
    ----------
    conflict : Conflict
        The model before the edit.
    other : Conflict, optional
        The model after it; the same model with the scenario, when not given.
    scenario : str, optional
        The scenario of both to look at, or the one to compare with the model as it stands.
    concepts : iterable of str, optional
        Codes of solution concepts, as in :func:`solve`.
    engine : str
        As in :func:`solve`.
    follow : callable, optional
        Is told of progress, and may stop it, as in :func:`solve`.
    **way
        In which of the papers' ways preferences are taken for the answers.

    Returns
    -------
    Differences

    Raises
    ------
    ModelError
        If one of the models is wrong; all its problems at once.
    UnknownNameError
        If a concept or the scenario isn't known.

    Examples
    --------
    >>> from countermove import load
    >>> conflict = load("talks-2025")
    >>> len(differences(conflict, conflict))
    0
    >>> found = differences(conflict, scenario="any-format")
    >>> [(one.kind, one.before) for one in found if one.is_formal]
    [('removed', 'terms is bilateral')]
    """
    codes = [concept.code for concept in find_concepts(concepts)]
    before, after = loaded(conflict), loaded(conflict if other is None else other)
    scenario_before = scenario if other is not None else None
    base, variant = apply_scenario(before, scenario_before), apply_scenario(after, scenario)
    models = build(before, scenario_before, follow), build(after, scenario, follow)
    changes, renames = model_changes(base, variant)
    if other is None:
        changes = tuple(c for c in changes if c.path[0] not in _OF_SCENARIO)
    solutions = [solve(model, codes, engine, follow=follow, **way) for model in models]
    counterpart = counterpart_of(models[0].states, models[1].states, renames)
    judged = tuple(_judged(*models, counterpart, renames))
    return Differences(
        solutions[0],
        solutions[1],
        tuple(c for c in changes if not _means_the_same(c, *models, counterpart, judged)),
        renames,
        counterpart,
        judged,
        combined([solution.provenance for solution in solutions]),
    )


_OF_SCENARIO = ("title", "summary", "note", "scenarios")


def _means_the_same(
    change: ModelChange,
    before: GraphModel,
    after: GraphModel,
    counterpart: Positions,
    judged: tuple[Judged, ...],
) -> bool:
    """Say whether a ranking or a status quo is only written otherwise."""
    if change.path == ("status_quo",) and change.kind == "changed":
        old, new = before.states.status_quo, after.states.status_quo
        return old is not None and new is not None and counterpart[old] == new
    if change.path[0] == "preferences" and change.path[-1] == "ranking" and len(change.path) == 3:
        same = {one.decision_maker for one in judged if one.same}
        whole = bool((counterpart >= 0).all()) and len(before.states) == len(after.states)
        return whole and change.path[1] in same and isinstance(change.before, list)
    return False


# -- preferences over them --------------------------------------------------------------------


def _judged(
    before: GraphModel, after: GraphModel, counterpart: Positions, renames: Renames
) -> Iterator[Judged]:
    kept = np.flatnonzero(counterpart >= 0)
    if not kept.size:
        return
    there = counterpart[kept]
    order = np.argsort(after.states.numbers_of(there), kind="stable")
    kept, there = kept[order], there[order]
    for dm in before.decision_makers:
        other = renames.of("decision_makers", dm)
        if other not in after.preferences:
            continue
        was, now = before.preferences[dm].over(kept), after.preferences[other].over(there)
        pairs, first = _judged_otherwise(was, now, len(there))
        example = first and (int(there[first[0]]), int(there[first[1]]))
        yield Judged(other, first is None, pairs, example)


def _judged_otherwise(
    was: Relations, now: Relations, states: int
) -> tuple[int | None, tuple[int, int] | None]:
    """Count the pairs that two preferences judge otherwise, where that is soon done; give one."""
    before, after = was.levels, now.levels
    if before is None or after is None:
        return _open_otherwise(was, now, states)
    if np.array_equal(before, after):
        return 0, None
    first = next(changed_pairs(before, after), None)
    pairs = distance(before, after) if states <= MOST_PAIRED else None
    return pairs, (first.first, first.second) if first else None


def _open_otherwise(
    was: Relations, now: Relations, states: int
) -> tuple[int | None, tuple[int, int] | None]:
    """Do the same where there is no order: a pair is judged otherwise in one direction or both."""
    every = np.arange(states)
    if states > MOST_PAIRED:
        for k in every.tolist():
            unlike = was.better(every, k) != now.better(every, k)
            if unlike.any():
                other = int(unlike.argmax())
                return None, (min(k, other), max(k, other))
        return 0, None
    turned = np.column_stack([was.better(every, k) != now.better(every, k) for k in every.tolist()])
    pairs = np.argwhere(np.triu(turned | turned.T))
    return len(pairs), (int(pairs[0][0]), int(pairs[0][1])) if len(pairs) else None


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_cell(one)}" for key, one in value.items())
    return ", ".join(str(_cell(one)) for one in value)
