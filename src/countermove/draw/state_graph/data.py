"""What the graph of a model shows: its states as nodes, its moves as lines, all in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from types import MappingProxyType
from typing import Any

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.draw.base.standing import codes_of, holds_sentence
from countermove.draw.state_graph.cards import LONGEST, Card, CardLine, Cards, CardSquare, cards
from countermove.draw.state_graph.chosen_states import (
    ChosenStates,
    Counted,
    reached_from,
    what_matters,
)
from countermove.draw.state_graph.lines import MoveLine, lines_among
from countermove.errors import UnknownNameError
from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.model.patterns import OPEN, YES_OR_NO
from countermove.model.values import StateReference
from countermove.picture.lanes import Boxes
from countermove.picture.palette import colour, line_style
from countermove.picture.routes import Ends, Route, routes
from countermove.picture.slots import Slot, in_slots
from countermove.report.amounts import counted
from countermove.report.phrases import mark_of, numbered, path_phrase, sentence

MOST_STATES = 64
"""More can't be read."""

MOST_LINES = 400
FIRST_STATES = 30
"""So many states a page draws at first."""

WIDE = 900
"""How wide a drawing is, in pixels, where nothing is said of it."""

_MARGIN = 16
# What stands beside the words of a card, where two cards stand side by side.
_BESIDE_WORDS = 60


@dataclass(frozen=True, slots=True)
class Node:
    """A state as it is drawn.

    Parameters
    ----------
    number : int
        Its printed number.
    mark : str
        What is written at it: its label or number.
    signs : tuple of str
        What a square shows of each option: ``Y``, ``N``, ``-``, or the number of a level; none in
        graph form.
    text : str
        What it is, in words.
    says : tuple of str
        Sentences about it: under which concepts it holds, whether the conflict starts there.
    holds : tuple of str
        The codes of the concepts under which it holds.
    is_status_quo : bool
        Whether the conflict starts there.
    lines : tuple of CardLine
        What is written on its card below the mark.
    x, y, width, height : float
        Where the middle of its card is, and how large it is, in pixels.
    slot : (int, int)
        The same place as a column and a row.
    """

    number: int
    mark: str
    signs: tuple[str, ...]
    text: str
    says: tuple[str, ...]
    holds: tuple[str, ...]
    is_status_quo: bool
    lines: tuple[CardLine, ...]
    x: float
    y: float
    width: float
    height: float
    slot: Slot


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the graph: a move, and the move back where the mover has that too.

    Parameters
    ----------
    origin, target : int
        The states, by place in :attr:`GraphData.nodes`.
    party : int
        Whose moves, by place in the model.
    improves : bool
        Whether the mover prefers the target.
    back : bool or None
        Whether the move back is an improvement; None where there is no move back.
    says, back_says : int or None
        Where the sentences that say the moves are in :attr:`GraphData.sentences`.
    one_way : bool
        Whether the mover can't move back.
    route : tuple of float
        How the line runs: where cubic curves begin, then three points for each.
    """

    origin: int
    target: int
    party: int
    improves: bool
    back: bool | None
    says: int
    back_says: int | None
    one_way: bool
    route: Route


@dataclass(frozen=True, slots=True)
class GraphData:
    """The graph of a model, ready to be drawn.

    Parameters
    ----------
    parties : tuple of mapping
        For each decision maker its id, name, and the classes of its colour and its line style.
    concepts : tuple of mapping
        The code, the name and the plain words of each concept that was solved for.
    width, height : float
        The size of the drawing in pixels.
    squares : tuple of CardSquare
        Where the squares of the options are on each card that has no words.
    nodes : tuple of Node
        The states.
    edges : tuple of Edge
        The moves among them.
    sentences : tuple of str
        What moves are, in words.
    says : str
        What is shown and what is left out, in words.
    common : str
        What is the same in all that is shown, in words; it stands on no card.
    is_all : bool
        Whether all states are shown.
    start : int or None
        The state that everything begins at, by place in `nodes`: the one asked for, else the
        status quo.
    ways : tuple of int
        The states, by place in `nodes`, on shortest ways from the status quo to what holds, where
        the model is too large to be shown as a whole.
    """

    parties: tuple[Mapping[str, str], ...]
    concepts: tuple[Mapping[str, str], ...]
    width: float
    height: float
    squares: tuple[CardSquare, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[str, ...]
    says: str
    common: str
    is_all: bool
    start: int | None
    ways: tuple[int, ...]


def frame_of(solution: Solution) -> dict[str, Any]:
    """Return what stands around the graph of a solution, before it is drawn."""
    model = solution.model
    count = len(model.states)
    return {
        "parties": _parties(model),
        "concepts": _concepts(solution),
        "starts": model.states.status_quo is not None,
        "count": count,
        "more": min(count, MOST_STATES) if count > FIRST_STATES else 0,
    }


def graph_of(
    model: GraphModel,
    solution: Solution,
    *,
    decision_maker: str | None = None,
    improvements: bool = False,
    start: StateReference | None = None,
    within: int | None = None,
    also: Sequence[StateReference] = (),
    most: int = MOST_STATES,
    near: int | None = None,
    most_lines: int = MOST_LINES,
    wide: int = WIDE,
    kept: Mapping[int, Slot] = MappingProxyType({}),
) -> GraphData:
    """Choose and place what the graph of a model shows; some by number where they stood before."""
    if most < 1 or (within is not None and within < 0):
        raise UnknownNameError(
            "a graph shows one outcome or more.", advice="Ask for most=1 and within=0 up."
        )
    asked = [model.find_decision_maker(decision_maker)] if decision_maker is not None else []
    movers = tuple(asked) or model.decision_makers
    moves = Counted(movers, improvements)
    begin = model.states.status_quo if start is None else model.states.find(start)
    besides = dict.fromkeys(model.states.find(state) for state in also[:most])
    if start is not None and begin is not None:
        chosen = reached_from(model, begin, moves, within, most=most, besides=besides)
    else:
        room = most if near is None else min(near, most)
        chosen = what_matters(model, solution, moves, within, most=most, near=room, besides=besides)
    found, _ = laid_out(
        solution,
        chosen,
        movers,
        improvements=improvements,
        begin=begin,
        is_centred=start is not None,
        most_lines=most_lines,
        wide=wide,
        kept=kept,
    )
    return found


def laid_out(
    solution: Solution,
    chosen: ChosenStates,
    movers: Sequence[str],
    *,
    improvements: bool,
    begin: int | None,
    is_centred: bool = False,
    most_lines: int = MOST_LINES,
    wide: int = WIDE,
    kept: Mapping[int, Slot] = MappingProxyType({}),
    spread: float = 1,
    larger: float = 1,
    thorough: bool = False,
    only_free: bool = False,
) -> tuple[GraphData, bool]:
    """Place what is shown, and say whether each line can be followed.

    With more room between the outcomes, and where lines may take their time, they can; or those
    that can't be are left out, and that is said.
    """
    model = solution.model
    among = lines_among(model, chosen.states, movers, improvements=improvements)
    drawn, left_out = _first_lines(among, chosen, most_lines)
    place = {state: k for k, state in enumerate(chosen.states)}
    written = cards(model, chosen.states, min(LONGEST, wide / 2 - _BESIDE_WORDS))
    ends = tuple((place[line.origin], place[line.target]) for line in drawn)
    boxes, slots = _placed(
        written,
        drawn,
        ends,
        wide=wide,
        middle=place[begin] if is_centred and begin is not None else None,
        kept=tuple(
            (k, kept[number])
            for k, state in enumerate(chosen.states)
            if (number := model.states.number(state)) in kept
        ),
        spread=spread,
        larger=larger,
    )
    runs, is_free = routes(tuple(map(tuple, boxes.tolist())), ends, thorough=thorough)
    every = list(zip(drawn, ends, runs, strict=True))
    if only_free and not all(is_free):
        every = list(compress(every, is_free))
        said = f"{len(every):,} of {counted(len(drawn), 'line')} between them are drawn"
        left_out = [*left_out, f"{said}: the others would run behind these."]
    edges, sentences = _edges(model, every)
    found = GraphData(
        parties=_parties(model),
        concepts=_concepts(solution),
        width=max(float(wide), float((boxes[:, 0] + boxes[:, 2]).max()) + _MARGIN),
        height=float((boxes[:, 1] + boxes[:, 3]).max()) + _MARGIN,
        squares=written.squares,
        nodes=tuple(_nodes(solution, chosen.states, written.each, boxes, slots)),
        edges=edges,
        sentences=sentences,
        says=" ".join([chosen.says, *left_out]),
        common=written.common,
        is_all=chosen.is_all,
        start=None if begin is None else place.get(begin),
        ways=tuple(place[state] for state in chosen.ways),
    )
    return found, all(is_free)


def _concepts(solution: Solution) -> tuple[Mapping[str, str], ...]:
    return tuple({"code": c.code, "name": c.name, "plain": c.plain} for c in solution.concepts)


def _parties(model: GraphModel) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"id": dm, "name": model.name(dm), "colour": colour(k), "line": line_style(k)}
        for k, dm in enumerate(model.decision_makers)
    )


# -- nodes ----------------------------------------------------------------------------------------


def _placed(
    written: Cards,
    lines: Sequence[MoveLine],
    ends: Ends,
    *,
    wide: int,
    middle: int | None,
    kept: tuple[tuple[int, Slot], ...],
    spread: float,
    larger: float,
) -> tuple[Boxes, Sequence[Slot]]:
    """Place the cards."""
    half = larger * np.array([(card.width / 2, card.height / 2) for card in written.each])
    size = (float(2 * half[:, 0].max()), float(2 * half[:, 1].max()))
    room = float(wide - 2 * _MARGIN)
    better = tuple(
        way
        for line, (origin, target) in zip(lines, ends, strict=True)
        for way, counts in (((origin, target), line.improves), ((target, origin), line.back))
        if counts
    )
    ways = {*better, *((b, a) for a, b in better)}
    other = tuple(pair for pair in ends if pair not in ways)
    places, slots = in_slots(
        len(half), better, other, size=size, wide=room, middle=middle, kept=kept, spread=spread
    )
    boxes = np.hstack([places, half])
    corner = (places - half).min(axis=0)
    extent = (places + half).max(axis=0) - corner
    boxes[:, :2] += (max(_MARGIN, (wide - extent[0]) / 2), _MARGIN) - corner
    return np.asarray(np.round(boxes, 1)), slots


def _nodes(
    solution: Solution,
    states: Sequence[int],
    each: Sequence[Card],
    boxes: Boxes,
    slots: Sequence[Slot],
) -> Iterable[Node]:
    model = solution.model
    every = zip(states, each, boxes.tolist(), slots, strict=True)
    for state, card, (x, y, half_width, half_height), slot in every:
        holds = codes_of(solution, state)
        is_status_quo = state == model.states.status_quo
        yield Node(
            number=model.states.number(state),
            mark=mark_of(model, state),
            signs=_signs(model, state),
            text=" ".join(numbered(model, state)),
            says=(holds_sentence(solution, holds), *(["The status quo."] if is_status_quo else [])),
            holds=holds,
            is_status_quo=is_status_quo,
            lines=card.lines,
            x=x,
            y=y,
            width=2 * half_width,
            height=2 * half_height,
            slot=slot,
        )


# -- lines ----------------------------------------------------------------------------------------


def _first_lines(
    lines: Sequence[MoveLine], chosen: ChosenStates, most: int
) -> tuple[Sequence[MoveLine], list[str]]:
    """Return the lines to draw, and a sentence about those left out."""
    if len(lines) <= most:
        return lines, []
    on_ways = set(chosen.ways)
    ordered = sorted(
        lines, key=lambda line: (line.changed, not {line.origin, line.target} & on_ways)
    )
    said = f"{most:,} of {counted(len(lines), 'line')} between them are drawn"
    return ordered[:most], [f"{said}, those that change fewest options."]


def _signs(model: GraphModel, state: int) -> tuple[str, ...]:
    """Return what a square shows of each option: its value, of a level the number."""
    values = () if model.conflict.is_graph_form else model.states.vocabulary.spelling.values
    return tuple(
        value
        if value in (*YES_OR_NO, OPEN)
        else str(own.index(value) + 1)
        if value in own
        else OPEN
        for own, value in zip(values, model.states.values(state), strict=True)
    )


def _edges(
    model: GraphModel, lines: Sequence[tuple[MoveLine, tuple[int, int], Route]]
) -> tuple[tuple[Edge, ...], tuple[str, ...]]:
    party = {dm: k for k, dm in enumerate(model.decision_makers)}
    known: dict[tuple[Any, ...], int] = {}
    sentences: list[str] = []

    def said(dm: str, origin: int, target: int) -> int:
        # What is done depends on the options changed only, and there are few such changes.
        before, after = model.states.values(origin), model.states.values(target)
        change = tuple((k, b) for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
        key = (dm, change or target)
        if key not in known:
            known[key] = len(sentences)
            phrase = path_phrase(model, (Move(dm, origin, target),))
            sentences.append(sentence(phrase) + ".")
        return known[key]

    edges = tuple(
        Edge(
            *pair,
            party[line.decision_maker],
            line.improves,
            line.back,
            said(line.decision_maker, line.origin, line.target),
            None if line.back is None else said(line.decision_maker, line.target, line.origin),
            line.one_way,
            route,
        )
        for line, pair, route in lines
    )
    return edges, tuple(sentences)
