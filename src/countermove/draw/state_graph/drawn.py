"""The graph as shapes: cards of outcomes above the lines of moves, and what each sign means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from countermove.draw.base.sheet import Sign
from countermove.draw.base.signs import flag
from countermove.draw.state_graph.data import Edge, GraphData, Node
from countermove.graph_model import GraphModel
from countermove.model.patterns import OPEN
from countermove.picture.drawing import Box, Curve, Group, Label, Point, Shape, Stroke, scaled
from countermove.picture.palette import Paint, dash
from countermove.picture.widths import cut, width_of
from countermove.texts import one_line

# Inside a card, as the web app has it.
_LINE, _HEAD, _PAD, _BULLET, _SQUARE, _WORDS = 15, 17, 7, 12, 8, 12
_MARK, _NUMBER = 13, 7
_LONG, _WIDE, _BAR = 9.0, 4.0, 5.0
_HOLDS, _PARTLY = 2.6, (5.0, 3.0)


@dataclass(frozen=True, slots=True)
class GraphLook:
    """What of a graph is drawn: of which parties, which moves, and what counts as holding.

    Parties have the colours and line styles of their places, or of other seats. Cards are so many
    times as large as usual.
    """

    parties: frozenset[int]
    improvements: bool
    concept: str = ""
    seats: tuple[int, ...] = ()
    scale: float = 1

    def seat(self, party: int) -> int:
        """Return whose colour and line style a party has."""
        return self.seats[party] if self.seats else party

    def counts(self, edge: Edge) -> tuple[bool, bool]:
        """Say whether a move counts, and the move back."""
        if edge.party not in self.parties:
            return False, False
        ahead = edge.improves or not self.improvements
        return ahead, edge.back is not None and (edge.back or not self.improvements)


def graph_shapes(data: GraphData, look: GraphLook) -> tuple[Shape, ...]:
    """Draw a graph; lines lie below cards."""
    lines = (_line(data, edge, look) for edge in data.edges if any(look.counts(edge)))
    return (*lines, *(_card(data, node, look) for node in data.nodes))


def graph_signs(model: GraphModel, data: GraphData, look: GraphLook) -> Iterator[Sign]:
    """Say what each sign means that is drawn."""
    drawn = [edge for edge in data.edges if any(look.counts(edge))]
    for party in sorted({edge.party for edge in drawn}):
        seat = look.seat(party)
        run = Stroke(((0, 0), (26, 0)), seat, 1.8, dash(seat))
        yield Sign((run, _tip((0, 0), (34, 0), seat, is_full=True)), data.parties[party]["name"])
    better = Sign((_tip((0, 0), (21, 0), "ink", is_full=True),), "an improvement")
    if drawn and look.improvements:
        yield replace(better, text="an improvement; other moves aren't drawn")
    elif any(_is_worse(edge, look) for edge in drawn):
        yield better
        yield Sign((_tip((0, 0), (21, 0), "ink", is_full=False),), "another move")
    if any(edge.one_way for edge in drawn):
        bar = Stroke(((4, -_BAR), (4, _BAR)), "ink", 2)
        yield Sign((Stroke(((4, 0), (30, 0)), "ink"), bar), "there is no move back")
    yield from _standing_signs(data, look)
    if any(node.is_status_quo for node in data.nodes):
        yield Sign((flag(11, -8),), "the status quo")
    if data.squares:
        squares = (*_square("ink", 6, -4, "Y"), *_square("ink", 20, -4, "N"))
        yield Sign(squares, "done, not done; from left to right:")
    yield from _options(model, data, look)


def _is_worse(edge: Edge, look: GraphLook) -> bool:
    ahead, back = look.counts(edge)
    return (ahead and not edge.improves) or (back and not edge.back)


def _standing_signs(data: GraphData, look: GraphLook) -> Iterator[Sign]:
    codes = [concept["code"] for concept in data.concepts]
    found = {_is_held(node, data, look) for node in data.nodes}
    if True in found:
        under = look.concept or (codes[0] if len(codes) == 1 else f"all {len(codes)} concepts")
        yield Sign((Box(3, -7, 28, 14, edge="ink", thick=_HOLDS, round=4),), f"holds under {under}")
    if None in found:
        box = Box(3, -7, 28, 14, edge="ink", thick=_HOLDS, round=4, dash=_PARTLY)
        some = "some of them" if True in found else "some concepts only"
        yield Sign((box,), f"holds under {some}")


def _options(model: GraphModel, data: GraphData, look: GraphLook) -> Iterator[Sign]:
    """Name the squares of cards without words."""
    called = list(model.states.vocabulary.called.values())
    options = list(model.states.vocabulary.options.values())
    for place, square in enumerate(data.squares, start=1):
        number = Label(22, 4, f"{place}", _WORDS, "soft", anchor="end")
        option = options[square.option]
        levels = [f"{k} {one_line(o.text)}" for k, o in enumerate(option.levels.values(), start=1)]
        words = called[square.option] + (f" ({', '.join(levels)})" if levels else "")
        sign = "1" if levels else "Y"
        yield Sign((number, *_square(look.seat(square.party), 26, -4, sign)), words)


def _is_held(node: Node, data: GraphData, look: GraphLook) -> bool | None:
    """Say whether an outcome holds; None where it does under some concepts only."""
    if look.concept:
        return look.concept in node.holds
    return len(node.holds) == len(data.concepts) or (None if node.holds else False)


def _card(data: GraphData, node: Node, look: GraphLook) -> Group:
    """Draw an outcome."""
    held = _is_held(node, data, look)
    width, height = node.width / look.scale, node.height / look.scale
    shapes: list[Shape] = [
        Box(0, 0, width, height, edge="edge", round=4)
        if held is False
        else Box(
            *(0, 0, width, height),
            edge="ink",
            thick=_HOLDS,
            round=4,
            dash=() if held else _PARTLY,
        )
    ]
    has_flag = node.is_status_quo and not data.squares
    room: float = width - 2 * _PAD - (14 if has_flag else 0)
    if data.squares:
        room = float(min(square.x for square in data.squares) - _PAD - 2)
    mark = f"[{node.mark}]"
    if width_of(mark, _WORDS, bold=True) > room:
        mark = f"[{cut(node.mark, room - width_of('[]', _WORDS, bold=True), _WORDS, bold=True)}]"
    shapes.append(Label(_PAD, _HEAD - 2, mark, _WORDS, bold=True))
    for k, line in enumerate(node.lines):
        y = _HEAD + _LINE * k
        if line.begins and line.party is not None:
            shapes += _square(look.seat(line.party), _PAD, y + 4, "Y")
        x = _PAD + (0 if line.party is None else _BULLET)
        shapes.append(Label(x, y + 12, line.text, _WORDS))
    for square in data.squares:
        paint = look.seat(square.party)
        shapes += _square(paint, square.x, square.y, node.signs[square.option])
    if has_flag:
        shapes.append(flag(width - 17, 2))
    elif node.is_status_quo:
        shapes.append(flag(width - 5, -13))
    says = "\n".join([f"{node.text}.", *node.says])
    left, top = node.x - node.width / 2, node.y - node.height / 2
    return Group(scaled(shapes, look.scale), left, top, says, (node.number,))


def _square(paint: Paint, x: float, y: float, value: str) -> Iterator[Shape]:
    """Draw what is done of an option: a full square, else a hollow one; half, where it is open.

    Of a level the square has its number.
    """
    far = _SQUARE
    yield Box(x, y, far, far, paint if value == "Y" else "paper", paint, 1.2, 1)
    if value.isdecimal():
        yield Label(x + far / 2, y + far - 1.5, value, _NUMBER, anchor="middle")
    if value == OPEN:
        yield Stroke(((x, y + far), (x, y), (x + far, y)), None, 0, closed=True, fill=paint)


def _line(data: GraphData, edge: Edge, look: GraphLook) -> Group:
    """Draw a move: a full arrow where it improves, an open one where it only can be made."""
    (ahead, back), seat = look.counts(edge), look.seat(edge.party)
    run = tuple(zip(edge.route[::2], edge.route[1::2], strict=True))
    is_better = (ahead and edge.improves) or (back and bool(edge.back))
    bold = 1 + (look.scale - 1) / 2
    thick = bold * (1.8 if is_better else 1.3)
    shapes: list[Shape] = [Curve(run, seat, thick, dash(seat))]
    if ahead:
        shapes.append(_tip(run[-2], run[-1], seat, is_full=edge.improves, by=bold))
    if back:
        shapes.append(_tip(run[1], run[0], seat, is_full=bool(edge.back), by=bold))
    elif edge.one_way:
        shapes.append(_bar(run[1], run[0], seat))
    says = [data.sentences[edge.says]] if ahead else []
    says += [data.sentences[edge.back_says]] if back and edge.back_says is not None else []
    ends = data.nodes[edge.origin].number, data.nodes[edge.target].number
    return Group(tuple(shapes), says="\n".join(says), states=ends)


def _towards(start: Point, end: Point) -> tuple[float, float]:
    x, y = end[0] - start[0], end[1] - start[1]
    far = max((x**2 + y**2) ** 0.5, 1e-9)
    return x / far, y / far


def _tip(start: Point, end: Point, paint: Paint, *, is_full: bool, by: float = 1) -> Stroke:
    """Draw the tip of an arrow."""
    u, v = _towards(start, end)
    x, y = end
    long, wide = by * _LONG, by * _WIDE
    sides = [(x - long * u - w * v, y - long * v + w * u) for w in (wide, -wide)]
    points = (sides[0], end, sides[1])
    return Stroke(points, paint, 1.2, closed=is_full, fill=paint if is_full else None)


def _bar(start: Point, end: Point, paint: int) -> Stroke:
    """Draw the bar at the beginning of a move that can't be taken back."""
    u, v = _towards(start, end)
    x, y = end[0] - 2 * u, end[1] - 2 * v
    return Stroke(((x - _BAR * v, y + _BAR * u), (x + _BAR * v, y - _BAR * u)), paint, 2)
