"""The option table, as papers print it: outcomes as columns, options and concepts as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import firmest, in_order
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.phrases import mark_of, numbered
from countermove.web.palette import look

FEW = 40
"""So many outcomes are shown all, whether they hold or not."""

FIRST = 80
"""So many are shown at first."""

MOST = 500
"""So many are shown at most."""

# Longer names of outcomes stand on end.
_LONGEST_LEVEL = 7


@dataclass(frozen=True, slots=True)
class OutcomeColumn:
    """An outcome."""

    number: int
    mark: str
    text: str
    holds: int
    is_status_quo: bool


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A row."""

    kind: str
    text: str
    cells: tuple[str, ...]
    party: str = ""
    colour: str = ""
    code: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class OptionTable:
    """Outcomes with what is done in them, how they are ranked, and what holds."""

    columns: tuple[OutcomeColumn, ...]
    groups: tuple[tuple[OptionRow, ...], ...]
    says: str
    is_all: bool
    more: int

    @property
    def letters(self) -> int:
        """How long the longest name of an outcome is; beyond some length names are turned."""
        return max((len(column.mark) for column in self.columns), default=0)

    @property
    def is_turned(self) -> bool:
        """Whether the names of the outcomes are too long to stand side by side."""
        return self.letters > _LONGEST_LEVEL


def option_table(
    solution: Solution,
    *,
    everything: bool = False,
    where: str = "",
    by_party: bool = False,
    most: int = FIRST,
) -> OptionTable:
    """Make the option table of a solution."""
    model = solution.model
    chosen, says, more = _chosen(solution, everything=everything, where=where, most=most)
    columns = tuple(
        OutcomeColumn(
            model.states.number(state),
            mark_of(model, state),
            numbered(model, state)[1],
            sum(state in solution.holding[code] for code in solution.codes),
            state == model.states.status_quo,
        )
        for state in chosen
    )
    groups = (*_parties(model, chosen), *_concepts(solution, chosen, by_party=by_party))
    return OptionTable(columns, groups, says, len(columns) == len(model.states), more)


def _chosen(
    solution: Solution, *, everything: bool, where: str, most: int
) -> tuple[list[int], str, int]:
    """Return the outcomes to show, the firmest first, which they are, and how many more may be."""
    states = solution.model.states
    among: Region
    if where:
        among, what = states.holding(where), f"in which “{where}” is true"
    elif everything or len(states) <= FEW:
        among, what = solution.holding_somehow | ~solution.holding_somehow, ""
    else:
        among, what = solution.holding_somehow, "that hold under some concept"
    count = among.count()
    chosen = _firmest(solution, among, most)
    shown = f"{len(chosen):,} of " if len(chosen) < count else ("All " if not what else "")
    says = f"{shown}{counted(count, 'outcome')}"
    if what:
        says += f" {what}, of {counted(len(states), 'that can be', 'that can be')}"
    elif count:
        holding = len(solution)
        says += f"; {holding:,} of them hold{'s' if holding == 1 else ''}"
    if len(chosen) < count:
        says += ": the firmest. A statement finds others"
    return chosen, f"{says}.", min(count, MOST) - len(chosen)


def _firmest(solution: Solution, among: Region, most: int) -> list[int]:
    """Return some outcomes, those that hold under most concepts first, and else by number."""
    states = solution.model.states
    held = [found & among for found in solution.holding.values()]
    parts = chain(firmest(states, held), in_order(states, among & ~solution.holding_somehow))
    return list(islice(chain.from_iterable(part.tolist() for part in parts), most))


def _parties(model: GraphModel, chosen: Sequence[int]) -> Iterator[tuple[OptionRow, ...]]:
    patterns = [model.states.pattern(state) for state in chosen]
    options = list(model.states.vocabulary.options.items())
    for place, dm in enumerate(model.decision_makers):
        colour = look(place).colour
        places: tuple[str, ...] = ("",) * len(chosen)
        if (ranks := model.preferences[dm].levels) is not None:
            best = int(ranks.max())
            places = tuple(str(best - int(ranks[state]) + 1) for state in chosen)
        yield (
            OptionRow("party", model.name(dm), places, dm, colour),
            *(
                OptionRow("option", option.text, tuple(p[bit] for p in patterns), dm, colour)
                for bit, (name, option) in enumerate(options)
                if name.startswith(f"{dm}.")
            ),
        )


def _concepts(
    solution: Solution, chosen: Sequence[int], *, by_party: bool
) -> Iterator[tuple[OptionRow, ...]]:
    model = solution.model

    def said(found: Region) -> tuple[str, ...]:
        return tuple("yes" if state in found else "no" for state in chosen)

    for concept in solution.concepts:
        code = concept.code
        row = OptionRow("concept", code, said(solution.holding[code]), code=code, hint=concept.name)
        stays = (
            OptionRow(
                "stays", model.name(dm), said(solution.stable[code][dm]), dm, look(k).colour, code
            )
            for k, dm in enumerate(model.decision_makers)
        )
        yield (row, *(stays if by_party else ()))
