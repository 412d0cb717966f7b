"""The graph of a model: outcomes, and who can move from which to which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import Annotated, Literal

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.arguments import one_of
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.sheet import MARGIN, Room, sheet
from countermove.draw.base.standing import standing
from countermove.draw.state_graph.cards import MOST_IN_WORDS, cards
from countermove.draw.state_graph.chosen_states import (
    ChosenStates,
    Counted,
    chosen_states,
    reached_from,
    what_matters,
)
from countermove.draw.state_graph.data import GraphData, laid_out
from countermove.draw.state_graph.drawn import GraphLook, graph_shapes, graph_signs
from countermove.draw.state_graph.lines import lines_among
from countermove.graph_model import GraphModel
from countermove.picture.drawing import Drawing, Group, Label, Point, Shape
from countermove.picture.lanes import sampled
from countermove.progress import Follow
from countermove.report.parameters import STATES, Claims, Parameter, SomeParties, Start
from countermove.report.phrases import mark_of, possessive, who
from countermove.texts import and_list, in_quotes

_FEW_FOR_ALL = 16
"""In models of so many outcomes all moves are drawn, in larger ones the improvements."""

_MOST, _MOST_IN_COLUMN, _MOST_PATHS, _MOST_TOLD = 60, 16, 8, 40
# What is less wide is one column of a page; there outcomes stand at most so far apart.
_COLUMN, _MOST_SPREAD = 700, 2.0
# Between two cards there is more and more room, and what is written is so many times as large,
# until each line can be followed.
_SPREADS = {1.0: 1.0, 1.4: 1.0, 2.0: 1.2, 2.8: 1.35, 4.0: 1.6, 5.0: 1.8}
# With more lines than these one begins further on; with many only the last is tried.
_SOME_LINES, _MANY_LINES = 90, 200
# So much wider than high, and how far cards are apart, as in picture/slots.py.
_WIDER, _ACROSS, _DOWN, _MARGIN, _BESIDE, _HEAD = 1.8, 56, 34, 16, 40, 26
_MOST_BESIDE, _MANY_BELOW = 1000, 3

_MOVES = Parameter(
    "Moves",
    "All moves, or improvements only; all in models of up to 16 outcomes if none is said.",
    ("--moves",),
)
_APART = Parameter("Apart", "The moves of each party in a drawing of their own.", ("--apart",))
_TO = Parameter(
    "Where to",
    "Shortest ways to this outcome, eight at most; give it again for further outcomes.",
    ("--to",),
    of="states",
)
_WITHIN = Parameter(
    "Within", "What is at most so many moves away, and no more.", ("--within",), least=0
)
_LIMIT = Parameter(
    "At most",
    "So many outcomes at most; 60 if it isn't said, in one column of a page 16.",
    ("--most",),
    least=1,
    most=400,
)


@figure(
    shows="Outcomes, who can move from which to which and gains by it, and what holds.",
    examples=(
        "draw talks-2025 graph -o talks.svg",
        "draw elmira graph --apart -o elmira.pdf",
        "draw talks-2025 graph --to 36 -o way.png",
    ),
    place=1,
)
class GraphFigure(Figure):
    """The graph of a model."""

    parties: SomeParties = ()
    moves: Annotated[Literal["all", "improvements"] | None, _MOVES] = None
    apart: Annotated[bool, _APART] = False
    states: Annotated[tuple[str, ...], STATES] = ()
    claims: Claims = ()
    to: Annotated[tuple[str, ...], _TO] = ()
    start: Start = None
    within: Annotated[int | None, _WITHIN] = None
    most: Annotated[int | None, _LIMIT] = None
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw it: all parties in one, or each apart."""
        model = solution.model
        movers = model.decision_makers
        if self.parties:
            movers = tuple(dict.fromkeys(map(model.find_decision_maker, self.parties)))
        # What is looked at doesn't hang on which moves are drawn.
        improvements = self.moves == "improvements"
        chosen = self._chosen(solution, Counted(movers, improvements))
        if self.moves is None:
            improvements = len(chosen.states) > _FEW_FOR_ALL
        data, scale = _spaced(solution, chosen, movers, improvements=improvements, room=self.room)
        look = GraphLook(
            frozenset(model.decision_makers.index(dm) for dm in movers),
            improvements,
            solution.codes[0] if len(solution.codes) == 1 else "",
            scale=scale,
        )
        return graph_sheet(solution, data, look, chosen.states, apart=self.apart)

    def _chosen(self, solution: Solution, moves: Counted) -> ChosenStates:
        self._check_chosen_once()
        model, of = solution.model, solution.model.states
        is_column = self.room is not None and self.room < _COLUMN
        most = self.most or (_MOST_IN_COLUMN if is_column else _MOST)
        begin = of.status_quo if self.start is None else of.find(self.start)
        if self.states:
            found = dict.fromkeys(of.find(state) for state in self.states)
            return chosen_states(model, found, "those that were asked for")
        if self.to:
            return self._on_ways(solution, begin)
        if self.claims:
            return self._of_claims(model, most)
        if self.start is not None or self.within is not None:
            return reached_from(model, _beginning(begin), moves, self.within, most=most)
        near = min(most, MOST_IN_WORDS)
        return what_matters(model, solution, moves, 1, most=most, near=near)

    def _check_chosen_once(self) -> None:
        begins = self.start is not None and not self.to
        ways = {
            ("--outcome", "states"): self.states,
            ("--to", "to"): self.to,
            ("--claim", "claims"): self.claims,
            ("--from", "start"): begins,
            ("--within", "within"): self.within is not None and not begins,
            ("--most", "most"): self.most is not None and (self.states or self.to),
        }
        said = [way for way, is_said in ways.items() if is_said]
        if len(said) > 1:
            typed, called = (and_list(names) for names in zip(*said, strict=True))
            raise draw_nothing(
                f"{typed} (in Python {called}) each say in a way of its own what is drawn.",
                "Give one of them.",
            )

    def _of_claims(self, model: GraphModel, most: int) -> ChosenStates:
        for name in self.claims:
            one_of(name, list(model.conflict.claims), "claim", "The claims are")
        claims = [model.conflict.claims[name] for name in self.claims]
        about = reduce(or_, (model.states.holding(claim.statement) for claim in claims))
        every, begin = about.positions(), model.states.status_quo
        if not every.size:
            raise draw_nothing(
                "what these claims are about is so in no outcome: there is none to draw.",
                "Choose other claims, or the outcomes themselves, with --outcome or states.",
            )
        is_apart = begin is not None and begin not in about and most > 1
        found = every[: most - is_apart].tolist()
        said = and_list([in_quotes(claim.says) for claim in claims])
        are = "claim {} is" if len(claims) == 1 else "claims {} are"
        is_cut = len(found) < len(every)
        which = f"the first {len(found):,} of the {len(every):,}" if is_cut else "those"
        words = f"{which} that the {are.format(said)} about"
        if is_apart and begin is not None:
            found.append(begin)
            words += ", and the status quo"
        return chosen_states(model, found, words)

    def _on_ways(self, solution: Solution, begin: int | None) -> ChosenStates:
        model, of = solution.model, solution.model.states
        begin = _beginning(begin)
        targets = dict.fromkeys(of.find(state) for state in self.to)
        evolution = evolve(solution, start=of.number(begin))
        found, parts = {begin: None}, []
        for target in targets:
            way, mark = evolution.at(target).best, f"[{mark_of(model, target)}]"
            found[target] = None
            if way is None:
                parts.append(f"{mark}, to which no moves lead")
                continue
            paths = islice(way.paths(), _MOST_PATHS)
            found |= dict.fromkeys(move.target for path in paths for move in path)
            parts.append(f"{_so_many_ways(way.shortest)} to {mark}")
        words = f"from [{mark_of(model, begin)}] {and_list(parts)}"
        return chosen_states(model, found, words)


def _beginning(begin: int | None) -> int:
    if begin is None:
        raise draw_nothing(
            "the model doesn't say where things stand: no way can begin.",
            "Say where to begin, with --from or start.",
        )
    return begin


def _so_many_ways(count: int) -> str:
    if count > _MOST_PATHS:
        return f"{_MOST_PATHS} of the {count:,} shortest ways"
    return "the shortest way" if count == 1 else f"the {count} shortest ways"


def _spaced(
    solution: Solution,
    chosen: ChosenStates,
    movers: Sequence[str],
    *,
    improvements: bool,
    room: int | None,
) -> tuple[GraphData, float]:
    """Lay the outcomes out with as much room as it takes for every line to be followed."""
    each = cards(solution.model, chosen.states).each
    wide, high = max(card.width for card in each), max(card.height for card in each)
    count = len(each)
    columns = (1.3 * count * (high + _DOWN) / (wide + _ACROSS) * _WIDER) ** 0.5
    columns = max(2, round(columns))
    spreads = list(_SPREADS)
    lines = lines_among(solution.model, chosen.states, movers, improvements=improvements)
    if len(lines) > _SOME_LINES:
        spreads = spreads[2:] if len(lines) <= _MANY_LINES else spreads[-2:-1]
    if room is not None:
        spreads = [spread for spread in _SPREADS if spread <= _MOST_SPREAD]
    for spread in spreads:
        scale = 1.0 if room else _SPREADS[spread]
        usual = 2 * _MARGIN + columns * wide * scale + (columns - 1) * _ACROSS * spread
        data, is_clear = laid_out(
            solution,
            chosen,
            movers,
            improvements=improvements,
            begin=solution.model.states.status_quo,
            wide=room - 2 * MARGIN if room else round(usual),
            spread=spread,
            larger=scale,
            thorough=len(lines) <= _MANY_LINES,
            only_free=spread == spreads[-1],
        )
        if is_clear:
            break
    return data, scale


def graph_sheet(
    solution: Solution,
    data: GraphData,
    look: GraphLook,
    states: Sequence[int],
    *,
    apart: bool = False,
) -> Drawing:
    """Put a graph on a sheet, with what it says in words."""
    model = solution.model
    only = "Only improvements are drawn." if look.improvements else ""
    notes = list(filter(None, [data.says, only, data.common]))
    shapes: tuple[Shape, ...] = graph_shapes(data, look)
    shapes, size = _whole(data, shapes)
    if apart and len(look.parties) > 1:
        shapes, size = _apart(data, look)
    told = " ".join([*notes, standing(solution, states), *_moves(solution, data, look)])
    return sheet(
        model,
        "Graph",
        told,
        shapes,
        size,
        notes=notes,
        legend=tuple(graph_signs(model, data, look)),
        scale=look.scale,
    )


def _whole(data: GraphData, shapes: tuple[Shape, ...]) -> tuple[tuple[Shape, ...], Point]:
    """Give lines room that run outside."""
    ends = [(0.0, 0.0), (data.width, data.height)]
    lines = [sampled(np.array(edge.route).reshape(-1, 2)) for edge in data.edges]
    points = np.concatenate([ends, *lines])
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    if left == top == 0:
        return shapes, (right, bottom)
    return (Group(shapes, -left, -top),), (right - left, bottom - top)


def _apart(data: GraphData, look: GraphLook) -> tuple[tuple[Shape, ...], tuple[float, float]]:
    """Draw the moves of each party by themselves, beside each other where there is room."""
    is_small = data.width <= _MOST_BESIDE * look.scale
    beside = 2 if is_small or len(look.parties) > _MANY_BELOW else 1
    shapes: list[Shape] = []
    width, height = data.width + _BESIDE, data.height + look.scale * _HEAD
    for k, party in enumerate(sorted(look.parties)):
        own = replace(look, parties=frozenset([party]))
        head = Label(
            _MARGIN,
            look.scale * 14,
            data.parties[party]["name"],
            look.scale * 14,
            look.seat(party),
            bold=True,
        )
        x, y = k % beside * width, k // beside * height
        shapes.append(Group((head, Group(graph_shapes(data, own), 0, look.scale * _HEAD)), x, y))
    rows = -(-len(look.parties) // beside)
    return tuple(shapes), (beside * width - _BESIDE, rows * height)


def _moves(solution: Solution, data: GraphData, look: GraphLook) -> Iterator[str]:
    """Say which moves are drawn, where they aren't too many to be listened to."""
    model = solution.model
    ways: dict[tuple[int, bool], list[str]] = {}
    for edge in data.edges:
        ends = data.nodes[edge.origin].mark, data.nodes[edge.target].mark
        counts = zip(look.counts(edge), (edge.improves, bool(edge.back)), strict=True)
        for is_back, (is_drawn, improves) in enumerate(counts):
            if is_drawn:
                here, there = ends[::-1] if is_back else ends
                ways.setdefault((edge.party, improves), []).append(f"[{here}] to [{there}]")
    for (party, improves), told in sorted(ways.items(), key=lambda one: (one[0][0], not one[0][1])):
        whose = possessive(who(model, model.decision_makers[party]))
        kind = "improvements" if improves else "other moves"
        text = _listed(told)
        yield f"{whose[:1].upper()}{whose[1:]} {kind}: {text}."


def _listed(told: Iterable[str]) -> str:
    every = list(told)
    if len(every) > _MOST_TOLD:
        return f"{len(every):,}"
    return ", ".join(every)
