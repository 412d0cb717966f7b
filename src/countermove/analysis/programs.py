"""What other programs answer, beside what is answered here: where they differ, and why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Any

from immutabledict import immutabledict

from countermove.analysis.equilibria import Solution, Stable, all_stable
from countermove.analysis.follow_up import FollowUp
from countermove.analysis.solving import model_of, solve
from countermove.analysis.state_lists import (
    MOST_PRINTED,
    marks,
    numbers,
    one_by_one,
    option_table,
    states_table,
)
from countermove.analysis.ways import in_way
from countermove.arguments import one_of, several
from countermove.docstrings import citing
from countermove.errors import TooLargeError
from countermove.graph.region import Positions, Region
from countermove.graph_model import GraphModel
from countermove.literature import XU_2018
from countermove.model.conflict import Conflict
from countermove.preferences.ways import PreferenceWay
from countermove.progress import Follow, Progress, tell
from countermove.result import Provenance
from countermove.stability.engines.arrays import ArrayEngine
from countermove.stability.engines.choose import choose, stable_states
from countermove.stability.other_programs import (
    MOST_OPPONENTS,
    least_once,
    least_single,
    undeterred,
)
from countermove.stability.program_names import LACKING, PROGRAMS, Program
from countermove.stability.registry import (
    SolutionConcept,
    find_concepts,
    sanctioned_only,
    turns_of,
)
from countermove.stability.verdict import Verdict
from countermove.table import Row, Table
from countermove.texts import counted

_NOT_BACK = PreferenceWay(strength="general", variants=("return-void",))


@dataclass(frozen=True, slots=True)
class MissedVerdict:
    """A state that is stable for a decision maker here, and not as a program takes replies.

    Parameters
    ----------
    program : str
        The program.
    concept : str
        The code of the concept.
    decision_maker : str
        Whose stability it is.
    state : int
        The state's position, from 0.
    """

    program: Program
    concept: str
    decision_maker: str
    state: int


@dataclass(frozen=True, eq=False, repr=False)
class OtherPrograms(FollowUp):
    """What holds as other programs take the replies that count, beside what holds.

    Iterate over it for the differences; its length is their number.

    Parameters
    ----------
    solution : Solution
        What holds.
    theirs : mapping
        By program, concept code and decision maker the set of the states that are stable; only of
        the concepts that the program has.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-programs/1"
    literature = (XU_2018,)

    theirs: Mapping[Program, Stable]
    provenance: Provenance

    @property
    def programs(self) -> tuple[Program, ...]:
        """The programs that were asked about."""
        return tuple(self.theirs)

    @cached_property
    def holding(self) -> Mapping[Program, Mapping[str, Region]]:
        """The set of the states that hold, by program and concept code."""
        return {program: all_stable(stable) for program, stable in self.theirs.items()}

    @cached_property
    def _missed(self) -> Mapping[tuple[Program, str, str], Region]:
        return {
            (program, code, dm): self.solution.stable[code][dm] & ~found
            for program, stable in self.theirs.items()
            for code, by_dm in stable.items()
            for dm, found in by_dm.items()
        }

    def missed(self, program: Program, concept: str, decision_maker: str) -> Region:
        """Return the states that are stable here, and not as a program takes replies.

        There are none under a concept that the program doesn't have.
        """
        return self._missed.get((program, concept, decision_maker), self._nothing)

    def missed_equilibria(self, program: Program, concept: str) -> Region:
        """Return the states that hold here, and not as a program takes replies.

        There are none under a concept that the program doesn't have.
        """
        held = self.solution.holding[concept]
        return held & ~self.holding[program].get(concept, held)

    @cached_property
    def differing(self) -> Region:
        """The states that are stable here for somebody, and not by some program."""
        return reduce(or_, self._missed.values(), self._nothing)

    @property
    def _nothing(self) -> Region:
        held = self.solution.holding_somehow
        return held & ~held

    def __iter__(self) -> Iterator[MissedVerdict]:
        """Give the differences: by program, concept and decision maker, then by number."""
        for (program, code, dm), found in self._missed.items():
            for state in one_by_one(self.model.states, found):
                yield MissedVerdict(program, code, dm, state)

    def __len__(self) -> int:
        """Count the differences."""
        return sum(found.count() for found in self._missed.values())

    def witness(self, difference: MissedVerdict) -> Verdict:
        """Return why a state is stable, improvement by improvement; first what a program misses.

        Parameters
        ----------
        difference : MissedVerdict
            One of those that were found.

        Returns
        -------
        Verdict
            By definition; in its first line is the sanction that the program doesn't look at.
        """
        (concept,) = find_concepts([difference.concept])
        i, s = difference.decision_maker, difference.state
        verdict = concept.verdict(self.model, i, s)
        missed = set(undeterred(difference.program, self.model, concept, i, s))
        ordered = sorted(verdict.lines, key=lambda line: line.first.target not in missed)
        return replace(verdict, lines=tuple(ordered))

    def _brief(self) -> str:
        title, count = self.model.conflict.title, len(self)
        return f"of '{title}': {counted(count, 'difference')}"

    def table(self) -> Table:
        """Return what holds here and by each program, for the states that differ or hold."""
        blocks = [*chain.from_iterable(self._blocks())]
        columns, sets = [head for head, _ in blocks], [held for _, held in blocks]

        def cells(part: Positions) -> Iterable[Row]:
            of = [
                [
                    ", ".join(self.model.name(dm) for dm in self._differs_for(code, state))
                    for code in self.codes
                ]
                for state in part.tolist()
            ]
            return ((*held, *whom) for held, whom in zip(marks(sets)(part), of, strict=True))

        columns += [f"{code}: differs for" for code in self.codes]
        title = f"What other programs answer of {self.model.conflict.title}"
        return states_table(title, self.model.states, self._some, tuple(columns), cells)

    @property
    def _some(self) -> Region:
        return self.solution.holding_somehow | self.differing

    def _blocks(self) -> Iterator[list[tuple[str, Region]]]:
        """Give for each concept what holds here, and by each program."""
        for code in self.codes:
            theirs = [
                (f"{code}: {PROGRAMS[p]}", self.holding[p][code])
                for p in self.programs
                if code in self.theirs[p]
            ]
            yield [(f"{code}: ours", self.solution.holding[code]), *theirs]

    def _printed(self) -> Table:
        table, states = self.table(), self.model.states
        if not 0 < self._some.count() <= MOST_PRINTED:
            return table
        shown = states.in_order_array(self._some.positions())
        blocks = (
            [(head, held.among(shown).tolist()) for head, held in block] for block in self._blocks()
        )
        return option_table(table.title, states, shown.tolist(), *blocks)

    def _differs_for(self, concept: str, state: int) -> list[str]:
        """Return for whom a state is stable here, and not by some program."""
        return [
            dm
            for dm in self.model.decision_makers
            if any(state in self.missed(program, concept, dm) for program in self.programs)
        ]

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "ours": {code: numbers(states, held) for code, held in self.solution.holding.items()},
            "theirs": {
                program: {code: numbers(states, held) for code, held in holding.items()}
                for program, holding in self.holding.items()
            },
            "differences": {
                program: {
                    code: {
                        dm: numbers(states, self.missed(program, code, dm))
                        for dm in self.model.decision_makers
                    }
                    for code in stable
                }
                for program, stable in self.theirs.items()
            },
        }


@citing(OtherPrograms.literature)
def programs(
    conflict: Conflict | GraphModel | Solution,
    concepts: str | Iterable[str] | None = None,
    programs: str | Iterable[str] | None = None,
    *,
    scenario: str | None = None,
    follow: Follow | None = None,
) -> OtherPrograms:
    """Find what other programs answer, beside what is answered here.

    They differ in which replies of the opponents they look at: GMCR+ at those in which nobody moves
    twice, or at single moves in its goals and its inverse analysis; the matrix method at none that
    leads back to the very state that was left. Of SSEQ, which GMCR+ doesn't have, only the matrix
    method's answer is told.

    Parameters
    ----------
    conflict : Conflict, GraphModel or Solution
        The model.
    concepts : str or iterable of str, optional
        Codes of solution concepts; NASH, GMR, SMR, SEQ and SSEQ when none are given.
    programs : str or iterable of str, optional
        Some of ``"gmcr-plus"``, ``"single-moves"`` and ``"matrix-method"``; all of them when none
        are given.
    scenario : str, optional
        The scenario to look at instead of the base.
    follow : callable, optional
        Is told of progress, and may stop it.

    Returns
    -------
    OtherPrograms

    Raises
    ------
    ModelError
        If the model is wrong; all problems at once.
    UnknownNameError
        If a concept, a program or the scenario isn't known.
    ConceptNotApplicableError
        If a concept isn't a choice of replies and escape, or a preference no complete order.
    TooLargeError
        If there are so many parties that it can't be counted who has moved.
    StoppedError
        If `follow` stopped it.

    Examples
    --------
    The program GMCR+ answers the Elmira case as the definitions do.

    >>> from countermove.files.model_file import load
    >>> len(programs(load("elmira")))
    0
    """
    started = time.perf_counter()
    known = tuple(PROGRAMS)
    given = known if programs is None else several(programs)
    for one in given:
        one_of(one, known, "program", "The programs are")
    chosen = [one for one in known if one in given]
    asked = sanctioned_only(find_concepts(concepts), "what other programs answer can't be told for")
    model = model_of(conflict, scenario, follow)
    model.need_levels("what other programs answer")
    codes = tuple(one.code for one in asked)
    if isinstance(conflict, Solution) and conflict.codes == codes:
        solution = conflict
    else:
        solution = solve(model, codes, follow=follow)
    theirs: dict[Program, Stable] = {}
    for number, program in enumerate(chosen):
        tell(follow, Progress(number / len(chosen), len(model.states), codes))
        has = tuple(concept for concept in asked if concept.code not in LACKING[program])
        theirs[program] = _stable(program, solution, has, follow)
    made = Provenance.since(started, solution.provenance.engine, solution.provenance.why)
    return OtherPrograms(solution, immutabledict(theirs), made)


def _stable(
    program: Program,
    solution: Solution,
    concepts: tuple[SolutionConcept, ...],
    follow: Follow | None,
) -> Stable:
    """Find what is stable as a program takes replies."""
    model, conflict = solution.model, solution.model.conflict
    if program == "matrix-method":
        if not (conflict.is_graph_form or conflict.rules.coalesce or conflict.moves):
            # Each option has one owner: nobody can undo what another has done, and lead back.
            return solution.stable
        so = in_way(model, _NOT_BACK, follow)
        return stable_states(so, concepts, choose("auto", concepts, so), follow)
    opponents = len(model.decision_makers) - 1
    if program == "gmcr-plus" and opponents > MOST_OPPONENTS:
        raise TooLargeError(
            f"as GMCR+ takes replies it counts who of {opponents} others has moved, which copes "
            f"with {MOST_OPPONENTS}.",
            advice="Ask about the other programs only.",
        )
    engine = ArrayEngine(model, least_once if program == "gmcr-plus" else least_single)
    codes = tuple(one.code for one in concepts)

    def ask() -> None:
        tell(follow, Progress(0.5, len(model.states), codes))

    return {
        concept.code: {
            dm: engine.stable(dm, turns_of(concept.replies or "none", concept.escape), ask)
            for dm in model.decision_makers
        }
        for concept in concepts
    }
