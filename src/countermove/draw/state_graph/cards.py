"""The cards of the graph: what is written on each outcome, and how large that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.errors import shown_of
from countermove.graph_model import GraphModel
from countermove.model.patterns import OPEN
from countermove.picture.widths import cut, width_of, wrapped
from countermove.report.phrases import few, mark_of

MOST_IN_WORDS = 30
"""So many outcomes are told in words; of more only marks and squares would be read."""

LETTER = 12
"""The size of letters, in pixels."""

LONGEST = 128.0
"""How wide the words of a card are at most."""

_LINE, _HEAD, _PAD, _BULLET = 15, 17, 7, 12
_MOST_LINES, _MOST_SAID, _FEW = 6, 8, 12
_LONGEST_MARK = 10
# A square of the strip, the gap between parties, and how many stand in a row.
_SQUARE, _GAP, _IN_ROW = 11, 4, 10


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of a card: whose option it tells, if any, and whether it begins with that."""

    party: int | None
    text: str
    begins: bool


@dataclass(frozen=True, slots=True)
class CardSquare:
    """Where the square of an option stands on every card, from the upper left corner."""

    option: int
    party: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is written on an outcome."""

    lines: tuple[CardLine, ...]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Cards:
    """All cards, the squares on them, and what is the same on all and so said once."""

    each: tuple[Card, ...]
    squares: tuple[CardSquare, ...]
    common: str


def cards(model: GraphModel, states: Sequence[int], wide: float = LONGEST) -> Cards:
    """Write the cards of some outcomes: options by their words, else by squares."""
    if model.conflict.is_graph_form:
        each = tuple(_named(model, state, len(states), wide) for state in states)
        return Cards(_alike(each), (), "")
    chosen = [model.states.values(state) for state in states]
    varies = [k for k, values in enumerate(zip(*chosen, strict=True)) if len(set(values)) > 1]
    if len(states) == 1:
        varies = list(range(len(chosen[0])))
    common = _common(model, chosen[0], varies)
    if len(states) > MOST_IN_WORDS:
        squares, width, height = _squares(model, states, varies)
        card = Card((), width, height)
        return Cards((card,) * len(states), squares, common)
    is_done = {chosen[0][k] for k in _same(chosen[0], varies)} - {"N", OPEN}
    nothing = "nothing else" if is_done else "nothing done"
    told = [_told(model, state, varies, nothing=nothing, wide=wide) for state in states]
    return Cards(_alike(told), (), common)


def owners(model: GraphModel) -> list[int]:
    """Return for each option the place of the decision maker that it belongs to."""
    place = {dm: k for k, dm in enumerate(model.decision_makers)}
    return [place[full.partition(".")[0]] for full in model.states.vocabulary.options]


def _same(values: Sequence[str], varies: Sequence[int]) -> list[int]:
    return [k for k in range(len(values)) if k not in varies]


def _common(model: GraphModel, values: Sequence[str], varies: Sequence[int]) -> str:
    """Say what is the same in all outcomes shown."""
    vocabulary, same = model.states.vocabulary, _same(values, varies)
    called = list(vocabulary.called.values())
    done = [vocabulary.chosen_words[one] for one in vocabulary.chosen(values) if one[0] in same]
    left = [called[k] for k in same if values[k] == "N"]
    parts = []
    for texts, lead in ((done, "In all of these: "), (left, "In none of these: ")):
        if texts:
            parts.append(f"{lead}{'; '.join(few(texts, _MOST_SAID))}.")
    return " ".join(parts)


def _told(
    model: GraphModel,
    state: int,
    varies: Sequence[int],
    *,
    nothing: str,
    wide: float,
) -> Card:
    """Write what is done of the options that vary, and what may be done or not."""
    vocabulary, whose = model.states.vocabulary, owners(model)
    values = model.states.values(state)
    called = list(vocabulary.called.values())
    words = vocabulary.said_of(values, vocabulary.called)
    words |= {k: f"{called[k]}: either way" for k in varies if values[k] == OPEN}
    done = [k for k in varies if k in words]
    first = done[: shown_of(len(done), _MOST_LINES)]
    most = max(1, _MOST_LINES // max(1, len(first)))
    lines = [
        CardLine(whose[k], part, begins=place == 0)
        for k in first
        for place, part in enumerate(wrapped(words[k], wide, LETTER, most=min(2, most)))
    ]
    if len(first) < len(done):
        lines.append(CardLine(None, f"{len(done) - len(first)} more", begins=False))
    return _card(mark_of(model, state), lines or [CardLine(None, nothing, begins=False)])


def _named(model: GraphModel, state: int, count: int, wide: float) -> Card:
    text = model.states.view(state).text
    most = 6 if count <= _FEW else 4 if count <= MOST_IN_WORDS else 1
    lines = [CardLine(None, part, begins=False) for part in wrapped(text, wide, LETTER, most=most)]
    return _card(mark_of(model, state), lines)


def _card(mark: str, lines: Sequence[CardLine]) -> Card:
    widths = [width_of(line.text, LETTER) + _BULLET * (line.party is not None) for line in lines]
    width = max([width_of(cut(f"[{mark}]", LONGEST, LETTER), LETTER), *widths]) + 2 * _PAD
    return Card(tuple(lines), round(width), _HEAD + _LINE * len(lines) + _PAD)


def _alike(each: Sequence[Card]) -> tuple[Card, ...]:
    """Make all cards as wide as the widest."""
    width = max(card.width for card in each)
    return tuple(Card(card.lines, width, card.height) for card in each)


def _squares(
    model: GraphModel, states: Sequence[int], varies: Sequence[int]
) -> tuple[tuple[CardSquare, ...], int, int]:
    """Lay out the mark, and beside it the options in rows."""
    whose = owners(model)
    longest = max(len(mark_of(model, state)) for state in states)
    left = (
        _PAD + round(width_of("0" * min(longest, _LONGEST_MARK) + "[]", LETTER, bold=True)) + _GAP
    )
    in_a_row = -(-len(varies) // -(-len(varies) // _IN_ROW))
    x, y, in_row = left, _PAD, 0
    found: list[CardSquare] = []
    for k in varies:
        if in_row == in_a_row:
            x, y, in_row = left, y + _SQUARE, 0
        elif found and whose[k] != found[-1].party:
            x += _GAP
        found.append(CardSquare(k, whose[k], x, y))
        x, in_row = x + _SQUARE, in_row + 1
    width = max(one.x for one in found) + _SQUARE + _PAD
    return tuple(found), width, y + _SQUARE + _PAD
