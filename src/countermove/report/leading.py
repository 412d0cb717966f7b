"""Whether anything leads from the status quo to what holds, in words and as a column of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analysis.claims import ClaimAnswer
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.leading import Leads
from countermove.graph.region import Region
from countermove.report.article import Cell, Mark, Prose
from countermove.report.phrases import no_gain, sentence
from countermove.texts import and_list

REACHED = "reached"
"""The head of the column that says what leads to an outcome."""

_CELLS: dict[Leads | None, Cell] = {
    "start": "start",
    "improvements": "gain",
    "moves": "any",
    "nothing": Mark.NO,
    None: "some",
}
_LEGEND = (
    "reached: how the status quo leads there: gain, each mover gains by its own move; any, only "
    "with a move by which its mover {no_gain}; – not at all"
)


def way_to(solution: Solution, state: int) -> Cell:
    """Return a cell that says what leads to a state; empty where it isn't known."""
    return _CELLS[solution.leading.to(state)] if solution.leading else ""


def ways_to(solution: Solution, states: Iterable[int]) -> list[Cell]:
    """Return a cell for each state that says what leads to it."""
    found = solution.leading
    return _worth_saying([found.to(state) for state in states]) if found else []


def ways_to_groups(solution: Solution, groups: Iterable[Region]) -> list[Cell]:
    """Return the same for sets of states: what leads to each of a set, if they are alike."""
    found = solution.leading
    return _worth_saying([found.to_all(group) for group in groups]) if found else []


def _worth_saying(kinds: Sequence[Leads | None]) -> list[Cell]:
    by_gains = all(kind in ("start", "improvements") for kind in kinds)
    return [] if by_gains else [_CELLS[kind] for kind in kinds]


def ways_legend(solution: Solution, cells: Sequence[Cell], asks: str) -> Prose | None:
    """Say what the column means, or why there is none; `asks` is the question that tells more."""
    states = solution.model.states
    if cells:
        legend = _LEGEND.format(no_gain=no_gain(solution.model))
        return Prose(
            legend + ("; some, not the same for all" if "some" in cells else ""), quiet=True
        )
    if not len(solution) or solution.leading:
        return None
    if states.status_quo is None:
        text = "What leads there can't be told: the model has no status quo."
        return Prose(text, quiet=True)
    text = f"What leads there is not looked at for {len(states):,} outcomes"
    return Prose(f"{text}; the question ‘{asks}’ (evolve) tells it.", quiet=True)


def ways_of_claim(solution: Solution, answer: ClaimAnswer) -> dict[str, Leads]:
    """Return by concept what leads to the outcomes that decide a claim by holding."""
    found = solution.leading
    decided = "exception" if answer.details.kind == "always" else "equilibrium"
    if found is None:
        return {}
    deciding = ((code, answer.deciding[code]) for code in solution.codes)
    return {code: found.to_any(by.found) for code, by in deciding if by.kind == decided}


def way_sentence(solution: Solution, state: int) -> str:
    """Say what leads from the status quo to a state; nothing where it isn't known, or at it."""
    if solution.leading is None or (way := solution.leading.to(state)) == "start":
        return ""
    gains = "from the status quo moves lead there by which each mover gains"
    return sentence(f"{_told(solution, way, gains)}.")


def ways_sentence(solution: Solution, answer: ClaimAnswer) -> str:
    """Say where gains alone lead to none of the outcomes that decide a claim by holding."""
    ways = ways_of_claim(solution, answer)
    kinds = {kind: _told(solution, kind) for kind in ("nothing", "moves")}
    told = {text: [code for code in ways if ways[code] == kind] for kind, text in kinds.items()}
    told = {text: codes for text, codes in told.items() if codes}
    if not told:
        return ""
    if len(set(ways.values())) == 1:
        return sentence(f"{next(iter(told))}.")
    said = (f"under {and_list(codes)}, {text}" for text, codes in told.items())
    return sentence(f"{'; '.join(said)}.")


def _told(solution: Solution, way: str, otherwise: str = "") -> str:
    match way:
        case "nothing":
            return "nothing leads there from the status quo"
        case "moves":
            mover = f"a move by which its mover {no_gain(solution.model)}"
            return f"getting there from the status quo takes {mover}"
        case _:
            return otherwise
