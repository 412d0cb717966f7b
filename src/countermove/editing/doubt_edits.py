"""Edits of what isn't known of a preference: how sure a statement is, open orders, readings.

Each gives the plain edits that it comes down to. A doubt with a name is one and the same wherever
it stands, and so what is said of it is said in all its places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.editing.edits import Edit, Insert, Put, Remove, Reorder, as_values, found
from countermove.errors import CountermoveError, Path
from countermove.model.preference import Statement, Wants
from countermove.model.shapes import parts, shape_of, shape_of_part

_SHARED = {
    "cares": ("perhaps", "likely", "likely_way"),
    "way": ("likely",),
    "reading": ("likely",),
}


def sure(data: Mapping[str, Any], at: Path, *, perhaps: bool | str, either: bool) -> list[Edit]:
    """Say whether it is known that a party cares about a statement, and which way round.

    >>> data = {"preferences": {"us": {"statements": ["deal"]}}}
    >>> at = ("preferences", "us", "statements", 0)
    >>> [edit.value for edit in sure(data, at, perhaps=True, either=False)]
    [{'holds': 'deal', 'perhaps': True}]
    """
    old = _in_full(data, at)
    kind = _kind(old)
    cares = old.get("likely") if kind == "cares" else None
    way = old.get("likely_way" if kind == "cares" else "likely") if old.get("either_way") else None
    said = {
        "perhaps": perhaps or None,
        "either_way": either or None,
        "likely": cares if perhaps else way if either else None,
        "likely_way": way if perhaps and either else None,
    }
    new = _changed(old, said)
    if _kind(new) != kind:
        new.pop("doubt", None)
    return _everywhere(data, at, new)


def likely(data: Mapping[str, Any], at: Path, share: Any) -> list[Edit]:
    """Say how likely a statement's doubt is, or a reading; None takes back what is said of it."""
    part, key = at[:-1], str(at[-1])
    edits = _everywhere(data, part, _changed(_in_full(data, part), {key: share}))
    if part[-2:-1] == ("readings",):
        # Of two the other is as likely as is left.
        siblings = found(data, part[:-1])
        other = 1 - int(part[-1]) if len(siblings) == 2 else int(part[-1])
        if share is not None and "likely" in _changed(siblings[other], {}) and other != part[-1]:
            rest = _changed(siblings[other], {"likely": None})
            edits += _everywhere(data, (*part[:-1], other), rest)
    return edits


def named(data: Mapping[str, Any], at: Path, name: str) -> list[Edit]:
    """Give a doubt a name; one that stands elsewhere is that doubt, as likely as it is there."""
    new = _changed(_in_full(data, at), {"doubt": name or None})
    kind = _kind(new)
    same = next((part for _, part in _others(data, at, name) if _kind(part) == kind), None)
    if same is None:
        return [_put(at, new)]
    if kind == "reading":
        both = zip(new["readings"], same["readings"], strict=False)
        told = [_changed(own, {"likely": other.get("likely")}) for own, other in both]
        new["readings"] = [*told, *new["readings"][len(told) :]]
        return [_put(at, new)]
    return [_put(at, _changed(new, _shared(new, same)))]


def strength(data: Mapping[str, Any], at: Path, degree: int) -> list[Edit]:
    """Say by how much outcomes differ that differ first on a statement: 1 is as usual."""
    said = {"strongly": True if degree == 2 else None, "degree": degree if degree > 2 else None}
    return [_put(at, _changed(_in_full(data, at), said))]


# -- several in any order -------------------------------------------------------------------------


def together(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Leave it open which comes first: a statement, or those whose order is, and what is above."""
    *of, place = at
    if not isinstance(place, int) or not place:
        return []
    before, item = found(data, (*of, place - 1)), found(data, at)
    above: Path = (*of, place - 1, "any_order")
    into = _several(before)
    if not _several(item):
        first = [] if into else [Put(at=above[:-1], value={"any_order": [_as_item(before)]})]
        return [*first, Reorder(at=at, to=(*above, len(into) or 1))]
    if not into:
        return [Reorder(at=above[:-1], to=(*above, 0))]
    places = range(len(into), len(into) + len(_several(item)))
    moves = [Reorder(at=(*at, "any_order", 0), to=(*above, place)) for place in places]
    return [*moves, Remove(at=at)]


def brought(data: Mapping[str, Any], at: Path, to: Path) -> list[Edit]:
    """Move a statement into another list, whose place is given as it is before that."""
    *of, place = at
    into, index = list(to[:-1]), to[-1]
    if len(into) > len(of) and isinstance(into[len(of)], int) and into[len(of)] > place:  # type: ignore[operator]
        into[len(of)] -= 1  # type: ignore[operator]
    edits: list[Edit] = [Reorder(at=at, to=(*into, index))]
    left = [one for k, one in enumerate(found(data, tuple(of)) or ()) if k != place]
    if of[-1] == "any_order" and len(left) == 1:
        *outer, group = of[:-1]
        if into == outer and isinstance(index, int) and isinstance(group, int):
            group += index <= group
        edits.append(Put(at=(*outer, group), value=_as_item(left[0])))
    return edits


def taken_out(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Put a statement of an open order below the others."""
    *outer, group = at[:-2]
    return brought(data, at, (*outer, int(group) + 1))


def ordered(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Let statements whose order was open come in the order in which they are written."""
    *of, place = at
    several = _several(found(data, at))
    if not several or not isinstance(place, int):
        return []
    moves = [
        Reorder(at=(*of, place + k, "any_order", 0), to=(*of, place + k))
        for k in range(len(several) - 1)
    ]
    last = Put(at=(*of, place + len(several) - 1), value=_as_item(several[-1]))
    return [*moves, last]


def removed(data: Mapping[str, Any], at: Path) -> list[Edit]:
    """Remove something; where that leaves one of several, there is no doubt about it any more."""
    *of, place = at
    siblings = found(data, tuple(of))
    if not isinstance(siblings, list) or not isinstance(place, int) or len(siblings) != 2:
        return [Remove(at=at)]
    if of[-1] == "any_order":
        return [Put(at=tuple(of[:-1]), value=_as_item(siblings[1 - place]))]
    if of[-1] == "readings":
        return _only_reading(data, tuple(of[:-1]), 1 - place)
    return [Remove(at=at)]


# -- readings -------------------------------------------------------------------------------------


def beside(data: Mapping[str, Any], at: Path, says: str, first: str = "") -> list[Edit]:
    """Put a further reading beside what a party wants, at first with the same content."""
    whole = found(data, at)
    written = found(whole, ("readings",))
    if written:
        kept = {key: as_values(written[0][key]) for key in _content(written[0])}
        return [Insert(at=(*at, "readings"), index=None, value={"says": says, **kept})]
    content = _content(whole)
    if not content:
        what = "there is nothing yet beside which a reading could stand."
        raise CountermoveError(what, path=at, advice="Say first what is wanted.")
    copy = {key: as_values(whole[key]) for key in content}
    here: Path = (*at, "readings")
    moves = [Reorder(at=(*at, key), to=(*here, 0, key)) for key in content]
    return [Put(at=here, value=[{"says": first}, {"says": says, **copy}]), *moves]


def _only_reading(data: Mapping[str, Any], at: Path, place: int) -> list[Edit]:
    """Let one reading be what is wanted, with the record behind it."""
    whole = found(data, at)
    left = whole["readings"][place]
    here: Path = (*at, "readings", place)
    edits: list[Edit] = [Reorder(at=(*here, key), to=(*at, key)) for key in _content(left)]
    known = whole.get("because") or []
    edits += [
        Insert(at=(*at, "because"), index=None, value=source)
        for source in left.get("because") or ()
        if source not in known
    ]
    if "note" in left and "note" not in whole:
        edits.append(Reorder(at=(*here, "note"), to=(*at, "note")))
    edits.append(Remove(at=here[:-1]))
    return [*edits, Remove(at=(*at, "doubt"))] if "doubt" in whole else edits


def _content(wants: Any) -> list[str]:
    return [key for key in (*Wants.kinds, "unknown") if found(wants, (key,)) is not None]


# -- doubts with a name ---------------------------------------------------------------------------


def names_of(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of doubts, by what they are about: cares, way, order, reading."""
    named: dict[str, list[str]] = {}
    for _, _, part in parts(data):
        if _is_named(part) and part["doubt"] not in named.setdefault(_kind(part), []):
            named[_kind(part)].append(part["doubt"])
    return named


def _everywhere(data: Mapping[str, Any], at: Path, new: Mapping[str, Any]) -> list[Edit]:
    """Write a statement or a reading, and the same of its doubt where it stands again."""
    edits = [_put(at, new)]
    if at[-2:-1] == ("readings",):
        name = found(data, (*at[:-2], "doubt"))
        others = _others(data, at[:-2], name, "reading") if name else []
        same = [((*path, "readings", at[-1]), found(part, at[-2:])) for path, part in others]
    else:
        same = _others(data, at, new["doubt"], _kind(new)) if "doubt" in new else []
    for path, part in same:
        if part is not None:
            edits.append(_put(path, _changed(part, _shared(part, new))))
    return edits


def _shared(part: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of a doubt in another place, as far as a part can say it."""
    keys = _SHARED.get(_kind(other), ())
    both = part.get("either_way") and other.get("either_way")
    return {key: other.get(key) for key in keys if key != "likely_way" or both}


def _others(
    data: Mapping[str, Any], at: Path, name: str, kind: str = ""
) -> list[tuple[Path, Mapping[str, Any]]]:
    """Return where else a doubt of a name stands."""
    return [
        (path, part)
        for path, _, part in parts(data)
        if path != at and _is_named(part) and part["doubt"] == name and kind in ("", _kind(part))
    ]


def _is_named(part: Any) -> bool:
    return isinstance(part, Mapping) and "doubt" in part


def _kind(part: Mapping[str, Any]) -> str:
    """Return about what a part is in doubt that has a name."""
    for key, kind in (
        *(("any_order", "order"), ("readings", "reading")),
        *(("perhaps", "cares"), ("either_way", "way"), ("says", "reading")),
    ):
        if part.get(key):
            return kind
    return ""


# -- what is written ------------------------------------------------------------------------------


def _several(item: Any) -> Sequence[Any]:
    return found(item, ("any_order",)) or ()


def _as_item(item: Any) -> Any:
    """Return a statement as one writes it: a text, where that says all."""
    return as_values(shape_of_part(Statement).in_short(item))


def _in_full(data: Mapping[str, Any], at: Path) -> dict[str, Any]:
    part = shape_of(at).in_full(found(data, at))
    if not isinstance(part, Mapping):
        raise CountermoveError("nothing stands here that could be in doubt.", path=at)
    return dict(part)


def _changed(part: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part that says something otherwise, what is None not at all."""
    part = part if isinstance(part, Mapping) else {"holds": part}
    new = {key: said.get(key, value) for key, value in part.items()}
    new |= {key: value for key, value in said.items() if key not in new}
    return {key: value for key, value in new.items() if value is not None}


def _put(at: Path, new: Mapping[str, Any]) -> Edit:
    return Put(at=at, value=as_values(shape_of(at).in_short(new)))
