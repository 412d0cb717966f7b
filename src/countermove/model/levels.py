"""Options that are chosen among several levels: what they are called, and how they may change."""

from __future__ import annotations

from countermove.model.parts import Option
from countermove.texts import one_line, or_list


def level_text(option: Option, value: str) -> str:
    """Return what a level is, by its id, in the analyst's words; of several, ``a|b``, all."""
    return or_list([one_line(option.levels[level].text) for level in value.split("|")])


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
