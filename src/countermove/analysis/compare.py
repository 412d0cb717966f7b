"""Scenarios side by side: what each changes in the equilibria and the claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

from countermove.analysis.changes import Renames
from countermove.analysis.counterparts import appearing
from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.analysis.state_lists import states_data
from countermove.arguments import one_of, several
from countermove.building import built
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict, loaded
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import asked_in_ways, way_of
from countermove.progress import Follow, Progress, part_of, tell_first
from countermove.result import Provenance, Result, combined, described
from countermove.stability.engines.choose import choose, known_engine
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import SolutionConcept, find_concepts
from countermove.table import Cell, Table
from countermove.texts import counted


@dataclass(frozen=True, slots=True)
class Change:
    """What a scenario changes against the base under one concept.

    States are compared by what is done in them (ids in graph form), because a scenario with
    other rules or options numbers its states anew. They are given by their patterns.

    Parameters
    ----------
    appears, disappears : tuple of str
        Equilibria that hold only in the scenario, only in the base.
    flips : tuple of str
        Ids of the claims whose answer changes.
    """

    appears: tuple[str, ...]
    disappears: tuple[str, ...]
    flips: tuple[str, ...]

    def to_dict(self) -> dict[str, list[str]]:
        """Return it as plain data."""
        appears, disappears = list(self.appears), list(self.disappears)
        return {"appears": appears, "disappears": disappears, "claims": list(self.flips)}


def flipped(
    before: Solution, after: Solution, code: str, renames: Renames | None = None
) -> tuple[str, ...]:
    """Return the claims, by their ids after, that two solutions answer differently."""
    renames = renames or Renames()
    was = {renames.of("claims", answer.claim): answer.holds[code] for answer in before.claims}
    found = {answer.claim: answer.holds[code] for answer in after.claims}
    return tuple(claim for claim, holds in found.items() if was.get(claim, holds) != holds)


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """The base of a model and its scenarios, solved alike.

    Iterate over it for pairs of scenario id (None for the base) and solution.

    Parameters
    ----------
    conflict : Conflict
        The model.
    solutions : tuple of Solution
        The base first.
    """

    format = "countermove-comparison/1"

    conflict: Conflict
    solutions: tuple[Solution, ...]

    def __iter__(self) -> Iterator[tuple[str | None, Solution]]:
        """Give scenario ids and solutions, the base (None) first."""
        for solution in self.solutions:
            yield solution.model.scenario, solution

    def __len__(self) -> int:
        """Count the base and the scenarios."""
        return len(self.solutions)

    def _brief(self) -> str:
        return f"of '{self.conflict.title}': base and {len(self) - 1} scenarios"

    def title(self, scenario: str | None) -> str:
        """Return what a scenario is called; the model's own title for the base (None).

        Parameters
        ----------
        scenario : str or None
            Its id.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove import load
        >>> compare(load("talks-2025"), ["any-terms"]).title("any-terms")
        'Ukraine takes any terms that stop the war'
        """
        if scenario is None:
            return self.conflict.title
        scenarios = self.conflict.scenarios
        one_of(scenario, list(scenarios), "scenario", "The scenarios of this model are")
        return scenarios[scenario].title

    @cached_property
    def base(self) -> Solution:
        """The base."""
        return self.solutions[0]

    @property
    def model(self) -> GraphModel:
        """The model, without a scenario."""
        return self.base.model

    @property
    def concepts(self) -> tuple[SolutionConcept, ...]:
        """The concepts that were solved for."""
        return self.base.concepts

    @property
    def provenance(self) -> Provenance:
        """How the comparison was made: all its solutions together."""
        return combined([solution.provenance for solution in self.solutions])

    def find_across(self, follow: Follow | None = None) -> None:
        """Find in which readings claims and states hold in the base and each scenario.

        Parameters
        ----------
        follow : callable, optional
            As in :func:`solve`; what has been found when it stops it is kept.

        Examples
        --------
        >>> from countermove import load
        >>> compare(load("talks-2025"), ["any-terms"]).find_across()
        """
        for number, solution in enumerate(self.solutions):
            solution.find_across(part_of(follow, number, len(self)))

    @described
    def change(self, scenario: str, concept: str) -> Change:
        """Return what a scenario changes against the base under one concept.

        Returns
        -------
        Change

        Examples
        --------
        >>> from countermove import load
        >>> comparison = compare(load("talks-2025"), ["any-terms"], ["NASH"])
        >>> comparison.change("any-terms", "NASH").appears
        ('bilateral/YYYN',)
        """
        compared = {name: solution for name, solution in self if name is not None}
        one_of(scenario, list(compared), "compared scenario", "Compared were")
        solution, code = compared[scenario], self.code(concept)
        before, after = self.base.model.states, solution.model.states
        come, gone = appearing(before, self.base.holding[code], after, solution.holding[code])
        return Change(come, gone, flipped(self.base, solution, code))

    def table(self) -> Table:
        """Return claims and numbers of equilibria as a table: scenarios by claims and concepts.

        The model itself is no scenario: there that is empty, as it is null in the data.
        """
        rows: list[tuple[Cell, ...]] = []
        for scenario, solution in self:
            for answer in solution.claims:
                marks = (answer.holds[code] for code in solution.codes)
                rows.append((scenario, answer.claim, answer.details.says, *marks))
            counts = (solution.holding[code].count() for code in solution.codes)
            rows.append((scenario, "equilibria", "number of equilibria", *counts))
        columns = ("scenario", "claim", "says", *self.codes)
        return Table(f"Scenarios of {self.conflict.title}", columns, tuple(rows))

    def _tidy(self) -> Table:
        """Return the claims by scenario, and how many states hold there."""
        rows: list[tuple[Cell, ...]] = []
        for scenario, solution in self:
            counts = [solution.holding[code].count() for code in solution.codes]
            for answer in solution.claims:
                marks = (answer.holds[code] for code in solution.codes)
                rows.append((scenario, answer.claim, answer.details.says, *marks, *counts))
            if not solution.claims:
                rows.append((scenario, None, None, *(None for _ in counts), *counts))
        equilibria = (f"equilibria under {code}" for code in self.codes)
        columns = ("scenario", "claim", "says", *self.codes, *equilibria)
        return Table(f"Scenarios of {self.conflict.title}", columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        scenarios: list[dict[str, Any]] = []
        for scenario, solution in self:
            entry: dict[str, Any] = {
                "scenario": scenario,
                "title": self.title(scenario),
                "digest": solution.model.conflict.digest,
                "states": len(solution.model.states),
                "equilibria": {
                    code: states_data(solution.model.states, solution.holding[code])
                    for code in solution.codes
                },
                "claims": {answer.claim: dict(answer.holds) for answer in solution.claims},
                **({} if (across := solution.across) is None else {"across": across.claims_data()}),
                "provenance": solution.provenance.to_dict(),
            }
            if scenario is not None:
                entry["changes"] = {
                    code: self.change(scenario, code).to_dict() for code in solution.codes
                }
            scenarios.append(entry)
        return {"scenarios": scenarios}


@asked_in_ways
def compare(
    conflict: Conflict,
    scenarios: str | Iterable[str] | None = None,
    concepts: str | Iterable[str] | None = None,
    engine: str = "auto",
    *,
    follow: Follow | None = None,
    **way: Unpack[WayAsked],
) -> Comparison:
    """Solve the base of a model and its scenarios, and set them side by side.

    Parameters
    ----------
    conflict : Conflict
        The model.
    scenarios : iterable of str, optional
        Which scenarios; all of them when none are given.
    concepts : iterable of str, optional
        Codes of solution concepts, as in :func:`solve`.
    engine : str
        As in :func:`solve`.
    follow : callable, optional
        Is told of progress in each of them, and may stop it, as in :func:`solve`.
    **way
        In which of the papers' ways preferences are taken.

    Returns
    -------
    Comparison

    Examples
    --------
    >>> from countermove import load
    >>> comparison = compare(load("talks-2025"), ["guarantee-anyway"], ["NASH"])
    >>> comparison.change("guarantee-anyway", "NASH").flips[0]
    'backs'
    """
    known = list(loaded(conflict).scenarios)
    names = known if scenarios is None else several(scenarios)
    for name in names:
        one_of(name, known, "scenario", "The scenarios of this model are")
    by = find_concepts(concepts)
    codes = tuple(concept.code for concept in by)
    known_engine(engine)
    others = list(dict.fromkeys(names))
    parts = [part_of(follow, number, 1 + len(others)) for number in range(1 + len(others))]
    model = built(conflict, None, parts[0])
    # How long one of the papers' ways takes isn't known before it is gone.
    if others and not way_of(**way):
        states = len(model.states)
        what = f"The model ({counted(states, 'outcome')}) and {counted(len(others), 'scenario')}"
        seconds = estimate(model, by, choose(engine, by, model)).seconds * len(parts)
        tell_first(follow, Progress(0.0, states, codes), what, seconds)
    base = solve(model, codes, engine, follow=parts[0], **way)
    solved = (
        solve(conflict, codes, engine, scenario=name, follow=part, **way)
        for name, part in zip(others, parts[1:], strict=True)
    )
    return Comparison(conflict, (base, *solved))
