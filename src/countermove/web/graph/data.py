"""What the graph of a model shows: its states as nodes, its moves as lines, all in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.errors import UnknownNameError
from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.model.values import StateReference
from countermove.report.amounts import counted
from countermove.report.phrases import and_list, mark_of, numbered, path_phrase, sentence
from countermove.web.graph.chosen_states import ChosenStates, Counted, reached_from, what_matters
from countermove.web.graph.lines import MoveLine, lines_among
from countermove.web.graph.places import of_levels, of_patterns
from countermove.web.palette import colour, line_style

MOST_STATES = 500
MOST_LINES = 3000
FIRST_STATES = 30
"""So many states a page draws at first."""

# Pixels: a square of the strip, the gap between parties, the margin, and the room around a node.
_SQUARE, _GAP, _MARGIN, _AROUND = 12, 5, 6, (30, 24)
_LETTER, _MOST_LETTERS = 7, 8
_LONGEST_ROW = 10
_ONE_ROW = 8
_NAMED_NODE = (176, 40)


@dataclass(frozen=True, slots=True)
class Node:
    """A state as it is drawn.

    Parameters
    ----------
    number : int
        Its printed number.
    mark : str
        What is written at it: its label or number.
    pattern : str
        Its choice on every option, ``YN-``; empty in graph form.
    text : str
        What it is, in words.
    says : tuple of str
        Sentences about it: under which concepts it holds, whether the conflict starts there.
    holds : tuple of str
        The codes of the concepts under which it holds.
    is_status_quo : bool
        Whether the conflict starts there.
    x, y : float
        Where its middle is, in pixels.
    """

    number: int
    mark: str
    pattern: str
    text: str
    says: tuple[str, ...]
    holds: tuple[str, ...]
    is_status_quo: bool
    x: float
    y: float


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
    """

    origin: int
    target: int
    party: int
    improves: bool
    back: bool | None
    says: int
    back_says: int | None


@dataclass(frozen=True, slots=True)
class NodeShape:
    """How a node is drawn: the size of all, and a square for each option.

    Parameters
    ----------
    width, height : int
        The size in pixels.
    mark : int
        How wide the mark on the left is.
    square : int
        The size of a square.
    squares : tuple of (int, int, int)
        Of each option its party, and where its square begins.
    """

    width: int
    height: int
    mark: int
    square: int
    squares: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class GraphData:
    """The graph of a model, ready to be drawn.

    Parameters
    ----------
    parties : tuple of mapping
        For each decision maker its id, name, and the classes of its colour and its line style.
    options : tuple of str
        The texts of the options, in the order of patterns.
    concepts : tuple of mapping
        The code and the name of each concept that was solved for.
    strip : NodeShape
        How nodes are drawn.
    nodes : tuple of Node
        The states.
    edges : tuple of Edge
        The moves among them.
    sentences : tuple of str
        What moves are, in words.
    says : str
        What is shown and what is left out, in words.
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
    options: tuple[str, ...]
    concepts: tuple[Mapping[str, str], ...]
    strip: NodeShape
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[str, ...]
    says: str
    is_all: bool
    start: int | None
    ways: tuple[int, ...]


def frame_of(solution: Solution) -> dict[str, Any]:
    """Return what stands around the graph of a solution, before it is drawn."""
    model = solution.model
    return {
        "parties": _parties(model),
        "concepts": _concepts(solution),
        "options": bool(model.states.vocabulary.options),
        "start": model.states.status_quo,
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
    most_lines: int = MOST_LINES,
) -> GraphData:
    """Choose and place what the graph of a model shows."""
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
        chosen = what_matters(model, solution, moves, within, most=most, besides=besides)
    every = lines_among(model, chosen.states, movers, improvements=improvements)
    drawn, left_out = _first_lines(every, chosen, most_lines)
    marks = [mark_of(model, state) for state in chosen.states]
    strip = _strip(model, max(map(len, marks)))
    place = {state: k for k, state in enumerate(chosen.states)}
    edges, sentences = _edges(model, drawn, place)
    names = model.states.vocabulary.options.values()
    return GraphData(
        parties=_parties(model),
        options=tuple(option.text for option in names),
        concepts=_concepts(solution),
        strip=strip,
        nodes=tuple(_nodes(solution, chosen.states, every, strip, begin)),
        edges=edges,
        sentences=sentences,
        says=" ".join([chosen.says, *left_out]),
        is_all=chosen.is_all,
        start=None if begin is None else place.get(begin),
        ways=tuple(place[state] for state in chosen.ways),
    )


def _concepts(solution: Solution) -> tuple[Mapping[str, str], ...]:
    return tuple({"code": one.code, "name": one.name} for one in solution.concepts)


def _parties(model: GraphModel) -> tuple[Mapping[str, str], ...]:
    return tuple(
        {"id": dm, "name": model.name(dm), "colour": colour(k), "line": line_style(k)}
        for k, dm in enumerate(model.decision_makers)
    )


# -- nodes ----------------------------------------------------------------------------------------


def _strip(model: GraphModel, letters: int) -> NodeShape:
    """Lay out the mark, and beside it the options: in one row, or one per party."""
    owners = _owners(model)
    if not owners:
        return NodeShape(*_NAMED_NODE, 0, _SQUARE, ())
    one_row = len(owners) <= _ONE_ROW
    squares: list[tuple[int, int, int]] = []
    mark = min(letters, _MOST_LETTERS) * _LETTER + _GAP
    x, y = _MARGIN + mark, _MARGIN
    in_row = 0
    for k, owner in enumerate(owners):
        is_new = k > 0 and owner != owners[k - 1]
        if is_new and one_row:
            x += _GAP
        elif k > 0 and not one_row and (is_new or in_row == _LONGEST_ROW):
            x, y, in_row = _MARGIN + mark, y + _SQUARE, 0
        squares.append((owner, x, y))
        x += _SQUARE
        in_row += 1
    width = max(x for _, x, _ in squares) + _SQUARE + _MARGIN
    return NodeShape(width, y + _SQUARE + _MARGIN, mark, _SQUARE, tuple(squares))


def _owners(model: GraphModel) -> list[int]:
    """Return for each option the place of the decision maker that it belongs to."""
    place = {dm: k for k, dm in enumerate(model.decision_makers)}
    return [place[full.partition(".")[0]] for full in model.states.vocabulary.options]


def _nodes(
    solution: Solution,
    states: Sequence[int],
    lines: Sequence[MoveLine],
    strip: NodeShape,
    begin: int | None,
) -> Iterable[Node]:
    model = solution.model
    size = (strip.width + _AROUND[0], strip.height + _AROUND[1])
    patterns = [model.states.pattern(state) for state in states]
    if strip.squares:
        places = of_patterns(patterns, _owners(model), size)
    else:
        moves: dict[int, list[int]] = {}
        for line in lines:
            moves.setdefault(line.origin, []).append(line.target)
            if line.back is not None:
                moves.setdefault(line.target, []).append(line.origin)
        places = of_levels(states, begin, moves, size)
    for state, pattern, (x, y) in zip(states, patterns, places.tolist(), strict=True):
        holds = tuple(code for code in solution.codes if state in solution.holding[code])
        is_status_quo = state == model.states.status_quo
        yield Node(
            number=model.states.number(state),
            mark=mark_of(model, state),
            pattern=pattern,
            text=" ".join(numbered(model, state)),
            says=(_holds(solution, holds), *(["The status quo."] if is_status_quo else [])),
            holds=holds,
            is_status_quo=is_status_quo,
            x=x,
            y=y,
        )


def _holds(solution: Solution, holds: Sequence[str]) -> str:
    if not holds:
        return "Doesn't hold."
    every = len(holds) == len(solution.codes) > 1
    under = f"all {len(holds)} concepts" if every else and_list(holds)
    return f"Holds under {under}."


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


def _edges(
    model: GraphModel, lines: Iterable[MoveLine], place: Mapping[int, int]
) -> tuple[tuple[Edge, ...], tuple[str, ...]]:
    party = {dm: k for k, dm in enumerate(model.decision_makers)}
    known: dict[tuple[Any, ...], int] = {}
    sentences: list[str] = []

    def said(dm: str, origin: int, target: int) -> int:
        # What is done depends on the options changed only, and there are few such changes.
        before, after = model.states.pattern(origin), model.states.pattern(target)
        change = tuple((k, b) for k, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
        key = (dm, change or target)
        if key not in known:
            known[key] = len(sentences)
            phrase = path_phrase(model, (Move(dm, origin, target),))
            sentences.append(sentence(phrase) + ".")
        return known[key]

    edges = tuple(
        Edge(
            place[line.origin],
            place[line.target],
            party[line.decision_maker],
            line.improves,
            line.back,
            said(line.decision_maker, line.origin, line.target),
            None if line.back is None else said(line.decision_maker, line.target, line.origin),
        )
        for line in lines
    )
    return edges, tuple(sentences)
