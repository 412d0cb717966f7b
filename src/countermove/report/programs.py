"""What other programs answer, in words: whether they differ, where, and which reply they miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import islice
from operator import or_

from countermove.analysis.equilibria import Solution
from countermove.analysis.programs import MissedVerdict, OtherPrograms, programs
from countermove.analysis.state_lists import one_by_one
from countermove.graph.region import Region
from countermove.graph.sequences import Path
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.amounts import counted
from countermove.report.article import AS_ASKED, Grid, Line, Mark, Prose, Section
from countermove.report.lines import line_story
from countermove.report.phrases import numbered, sentence, status_quo_note, who
from countermove.report.shown import SHORT, Shown, some
from countermove.stability.other_programs import undeterred
from countermove.stability.program_names import LACKING, PROGRAMS, Program
from countermove.stability.registry import concepts
from countermove.texts import and_list

_SHOWN = 12
_IN_REPORT = 4

_TAKES: dict[Program, str] = {
    "gmcr-plus": "It looks at replies in which none of the others moves twice.",
    "single-moves": "GMCR+ looks at single moves of the others, in its goals and inverse analysis.",
    "matrix-method": "It leaves out replies that lead back to the very outcome that was left.",
}


def programs_section(result: OtherPrograms, shown: Shown = SHORT) -> Section:
    """Say what each program answers otherwise, and which reply it doesn't look at."""
    blocks: list[Prose | Grid] = [
        Prose(f"{_TAKES[program]} {_differs(result, program)}", f"{PROGRAMS[program]}:")
        for program in result.programs
    ]
    equilibria = {
        ("", code): {p: result.missed_equilibria(p, code) for p in result.programs}
        for code in result.codes
    }
    verdicts = {
        (dm, code): {p: result.missed(p, code, dm) for p in result.programs}
        for code in result.codes
        for dm in result.model.decision_makers
    }
    blocks += _grid(result, "Holds", equilibria, shown)
    blocks += _grid(result, "Stable for one party", verdicts, shown)
    return Section(AS_ASKED, tuple(blocks))


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say it for a report; None where all programs answer the same, or can't read the model."""
    if solution.model.unordered:
        return None
    result = programs(solution, solution.codes, follow=follow)
    return programs_section(result, some(_IN_REPORT)) if len(result) else None


def _differs(result: OtherPrograms, program: Program) -> str:
    """Say what a program answers otherwise, in a sentence."""
    lacking = [code for code in result.codes if code in LACKING[program]]
    without = f" It has no {and_list(lacking)}." if lacking else ""
    if not result.theirs[program]:
        return without.strip()
    held = {code: result.missed_equilibria(program, code).count() for code in result.codes}
    missed = {code: count for code, count in held.items() if count}
    single = sum(
        result.missed(program, code, dm).count()
        for code in result.codes
        for dm in result.model.decision_makers
    )
    if missed:
        told = and_list([f"{count:,} under {code}" for code, count in missed.items()])
        total = sum(missed.values())
        what = "an outcome that holds" if total == 1 else "outcomes that hold"
        return f"So it calls unstable {what}: {told}.{without}"
    if single:
        verdicts = counted(single, "verdict")
        differ = "differs" if single == 1 else "differ"
        return f"What holds is the same; {verdicts} of single parties {differ}.{without}"
    return f"Its answers are the same.{without}"


_Missed = Mapping[tuple[str, str], Mapping[Program, Region]]
"""By decision maker (nobody: for all) and concept what each program misses."""
_Row = tuple[int, str, str, tuple[Program, ...]]
"""A state, for whom, under which concept, and which programs miss it."""


def _grid(result: OtherPrograms, heading: str, missed: _Missed, shown: Shown) -> Iterator[Grid]:
    """Give a table of what programs miss, where they miss anything."""
    together = {key: reduce(or_, by.values()) for key, by in missed.items()}
    every = sum(found.count() for found in together.values())
    rows = (
        (state, dm, code, tuple(p for p, found in missed[dm, code].items() if state in found))
        for (dm, code), found in together.items()
        for state in one_by_one(result.model.states, found)
    )
    told: set[Path] = set()
    first = islice(rows, shown.of(every, _SHOWN))
    lines = tuple(_line(result, row, told) for row in first)
    if lines:
        yield Grid(heading, ("ours", *(PROGRAMS[p] for p in result.programs)), lines, of=every)


def _line(result: OtherPrograms, row: _Row, told: set[Path]) -> Line:
    """Return a row of a table, with the story of a reply that hasn't been told."""
    model, (state, dm, code, missing) = result.model, row
    lead, text = numbered(model, state)
    theirs = (
        Mark.standing(program not in missing) if code in result.theirs[program] else ""
        for program in result.programs
    )
    whose = f", for {who(model, dm)}" if dm else ""
    story = _story(result, MissedVerdict(missing[0], code, dm, state), missing, told) if dm else ""
    return Line(
        text,
        (Mark.STANDS, *theirs),
        lead,
        story,
        note=f"{status_quo_note(model, state)}: {code}{whose}",
        state=model.states.number(state),
    )


def _story(
    result: OtherPrograms,
    difference: MissedVerdict,
    missing: tuple[Program, ...],
    told: set[Path],
) -> str:
    """Say which reply keeps somebody from leaving, and why programs don't look at it."""
    model, verdict = result.model, result.witness(difference)
    concept, first = concepts()[difference.concept], verdict.lines[0]
    path = (*first.moves, *first.answer)
    if path in told:
        return ""
    told.add(path)
    same = (
        program
        for program in missing
        if first.first.target
        in undeterred(program, model, concept, difference.decision_maker, difference.state)
    )
    why = (_why(model, first.answer, program) for program in same)
    return " ".join([line_story(model, verdict, concept, first), *why])


def _why(model: GraphModel, path: Path, program: Program) -> str:
    """Say why a program doesn't look at a reply."""
    if program == "matrix-method":
        return "The matrix method leaves that out, as it leads back to where it began."
    if program == "single-moves":
        return f"By single moves that isn't seen: it takes {len(path)}."
    moved = Counter(move.decision_maker for move in path)
    twice = [who(model, dm) for dm, count in moved.items() if count > 1]
    moves = "moves" if len(twice) == 1 else "move"
    return sentence(f"GMCR+ doesn't see that, as {and_list(twice)} {moves} more than once.")
