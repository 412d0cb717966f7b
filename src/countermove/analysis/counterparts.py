"""The same states in two models of one conflict: those in which the same is done.

Other rules, options or joined states number the states anew; what is done in a state stays.
Scenarios and variations keep the ids, so that the few states that hold can be looked up by what
is done in them (:func:`appearing`). An edit may have renamed ids, and all its states are compared:
that takes an array (:func:`counterpart_of`).
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.changes import Renames
from countermove.graph.region import Positions, Region
from countermove.graph.states import States
from countermove.model.patterns import YES_OR_NO


def appearing(
    before: States, held: Region, after: States, holding: Region
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which states come to hold and which cease to, by patterns (ids in graph form)."""
    if before is after:
        return (
            written(after, (holding & ~held).positions()),
            written(before, (held & ~holding).positions()),
        )
    as_numbers = _are_alike(before, after)
    old = _by_choices(before, held.positions(), as_numbers=as_numbers)
    new = _by_choices(after, holding.positions(), as_numbers=as_numbers)
    come = [state for done, state in new.items() if done not in old]
    gone = [state for done, state in old.items() if done not in new]
    return (
        written(after, np.array(come, dtype=np.intp)),
        written(before, np.array(gone, dtype=np.intp)),
    )


def written(states: States, positions: Positions) -> tuple[str, ...]:
    """Return the patterns of some states (ids in graph form), by number."""
    ordered = states.in_order_array(np.sort(positions))
    patterns = states.patterns(ordered)
    return tuple(p or states.label(k) for p, k in zip(patterns, ordered.tolist(), strict=True))


def _are_alike(one: States, other: States) -> bool:
    """Say whether the choices of two models are the same when they are the same numbers."""
    if any(states.is_coalesced or states.conflict.is_graph_form for states in (one, other)):
        return False
    values = [
        dict(zip(states.vocabulary.options, states.vocabulary.spelling.values, strict=True))
        for states in (one, other)
    ]
    return list(values[0].items()) == list(values[1].items()) and one.layout == other.layout


def _by_choices(states: States, positions: Positions, *, as_numbers: bool) -> dict[Hashable, int]:
    """Return the positions of states by what is done in them."""
    if as_numbers:
        done = states.choices.at(positions).tolist()
        return dict(zip(done, positions.tolist(), strict=True))
    return {states.stands_for(state): state for state in positions.tolist()}


def counterpart_of(before: States, after: States, renames: Renames) -> Positions:
    """Return for each state its position in another model where the same is done; else -1."""
    if before.conflict.is_graph_form or after.conflict.is_graph_form:
        ids = [renames.of("states", state) for state in before.conflict.states]
        found = [after.by_id.get(state, -1) for state in ids] or [-1] * len(before)
        return np.array(found, dtype=np.intp)
    to = _choices(before, after, renames)
    if after.member_of is not None:
        to = np.where(to >= 0, after.member_of[to].astype(np.intp), -1)
    if before.member_of is None and after.member_of is None:
        return to
    # A state that stands for several choices has for its counterpart one that stands for the same.
    own = np.arange(len(before)) if before.member_of is None else before.member_of
    sizes = np.bincount(own, minlength=len(before))
    least, most = np.full(len(before), len(after)), np.full(len(before), -1)
    np.minimum.at(least, own, to)
    np.maximum.at(most, own, to)
    other = np.ones(len(after), dtype=np.intp)
    if after.member_of is not None:
        other = np.bincount(after.member_of, minlength=len(after))
    alike = (least == most) & (least >= 0)
    alike[alike] = sizes[alike] == other[least[alike]]
    return np.where(alike, least, -1).astype(np.intp)


def _choices(before: States, after: States, renames: Renames) -> Positions:
    """Return for each choice on the options where it stands in another model; else -1."""
    codes = before.choices.codes()
    moved = np.zeros(len(codes), dtype=np.uint64)
    lost = np.zeros(len(codes), dtype=bool)
    new_values = dict(zip(after.vocabulary.options, after.vocabulary.spelling.values, strict=True))
    for place, (full, values) in enumerate(
        zip(before.vocabulary.options, before.vocabulary.spelling.values, strict=True)
    ):
        now = renames.of("options", full)
        field = after.layout.fields[after.vocabulary.places[now]] if now in new_values else None
        # What isn't chosen among any more is the same where it was not done, or at its first level.
        written = [0] + [-1] * (len(values) - 1)
        if field is not None:
            at = _places(values, new_values[now], renames, full)
            written = [field.codes[at[value]] if value in at else -1 for value in values]
        new = np.array(written)[before.layout.column(codes, place)]
        lost |= new < 0
        moved |= new.astype(np.uint64)
    known = after.choices.codes().astype(np.uint64)
    found = np.searchsorted(known, moved)
    found[found == len(known)] = 0
    return np.where(~lost & (known[found] == moved), found, -1).astype(np.intp)


def _places(
    old: tuple[str, ...], new: tuple[str, ...], renames: Renames, option: str
) -> dict[str, int]:
    """Return where the values of an option are among its new ones, of those that are left."""
    if (old == YES_OR_NO) == (new == YES_OR_NO):
        places = {value: place for place, value in enumerate(new)}
        now = {value: renames.level(option, value) for value in old}
        return {value: places[there] for value, there in now.items() if there in places}
    # What was done or not is now at one of two levels, or the other way round; of more levels only
    # the first is the same as not done.
    return dict(zip(old, range(2 if len(old) == len(new) else 1), strict=False))


def true_of(mask: NDArray[np.bool_], places: Positions) -> NDArray[np.bool_]:
    """Return what is true of the counterparts; false where there is none."""
    return np.asarray((places >= 0) & mask[np.maximum(places, 0)])
