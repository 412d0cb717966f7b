"""Options that are chosen among several levels: what they are called, and how they may change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from countermove.model.parts import Option
from countermove.texts import one_line, or_list

_MOST_LEFT_OUT = 3


def level_text(option: Option, value: str) -> str:
    """Return what a level is, by its id, in the analyst's words; of several, ``a|b``, all."""
    named = set(value.split("|"))
    return levels_text(option, [k for k, level in enumerate(option.levels) if level in named])


def levels_text(option: Option, places: Sequence[int]) -> str:
    """Return what some levels are, by their places: neighbours in an order from the first on.

    >>> levels = {"low": "low", "mid": "middling", "high": "high", "top": "top"}
    >>> price = Option.model_validate({"text": "Price", "levels": levels, "ordered": True})
    >>> levels_text(price, [0, 1, 2]), levels_text(price, [0, 3])
    ('low to high', 'low or top')
    """
    texts = [one_line(level.text) for level in option.levels.values()]
    left = [k for k in range(len(texts)) if k not in places]
    if not option.is_ordered and len(left) <= _MOST_LEFT_OUT < len(places):
        return f"any but {or_list([texts[k] for k in left])}"
    if not option.is_ordered:
        return or_list([texts[k] for k in places])
    parts: list[str] = []
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        first, *others = [place for _, place in run]
        if len(others) > 1:
            parts.append(f"{texts[first]} to {texts[others[-1]]}")
        else:
            parts += [texts[place] for place in (first, *others)]
    return or_list(parts)


def may_become(option: Option, old: int, new: int) -> bool:
    """Say whether one move may lead an option from one of its values, by its place, to another.

    Staying counts. Of what is done or not, 0 is no and 1 is yes.

    >>> price = {"text": "Price", "levels": dict.fromkeys(("low", "mid", "high"), "…")}
    >>> one_way = Option.model_validate({**price, "moves": "up", "steps": "neighbour"})
    >>> [may_become(one_way, 1, new) for new in range(3)], may_become(one_way, 0, 2)
    ([False, True, True], False)
    """
    if option.steps == "neighbour" and abs(new - old) > 1:
        return False
    goes_up = option.moves in ("both", "take", "up")
    goes_down = option.moves in ("both", "drop", "down")
    return new == old or (goes_up if new > old else goes_down)
