"""Doubts: what isn't known of a preference, and the ways in which it may be resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from immutabledict import immutabledict

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.numbers import Number
from countermove.model.parts import InnerView
from countermove.model.preference import (
    AnyOrder,
    Preference,
    Reading,
    Statement,
    UnknownOrder,
    Wants,
    middle,
)

Kind = Literal["cares", "way", "order", "reading", "group", "pair", "bounds"]

MOST_IN_ORDER = 7
"""Of so many statements at most the order may be unknown: of eight there would be 40,320."""

V = TypeVar("V", bound=InnerView)


@dataclass(frozen=True, slots=True)
class Value:
    """One way in which a doubt may be resolved."""

    key: str
    likely: Fraction


@dataclass(frozen=True, slots=True)
class Doubt:
    """What isn't known of a preference, in one place or, if it has a name, in several.

    The first value is as written. Unknown orders of states and weights within bounds have none
    that could be counted.
    """

    id: str
    kind: Kind
    places: tuple[Path, ...]
    values: tuple[Value, ...] = ()


def doubts_of(conflict: Conflict) -> tuple[Doubt, ...]:
    """Return what isn't known of what parties want, in the order of the file.

    >>> from countermove import load
    >>> doubts_of(load("talks-2025"))
    ()
    """
    return _once(
        doubt
        for dm, preference in conflict.preferences.items()
        for doubt in _in_preference(dm, ("preferences", dm), preference)
    )


def every_doubt(conflict: Conflict) -> tuple[Doubt, ...]:
    """Return the doubts of a model, those about what somebody sees included."""
    return _once(each_doubt(conflict))


def each_doubt(conflict: Conflict) -> Iterator[Doubt]:
    """Give every doubt in each of its places."""
    for name, path, preference in _every_preference(conflict):
        yield from _in_preference(name, path, preference)


def every_way(conflict: Conflict) -> Iterator[tuple[str, Path, Wants]]:
    """Give every preference with its place, and behind it its readings."""
    for name, path, preference in _every_preference(conflict):
        yield name, path, preference
        for k, reading in enumerate(preference.readings or ()):
            yield f"{name}.r{k + 1}", (*path, "readings", k), reading


def _every_preference(conflict: Conflict) -> Iterator[tuple[str, Path, Preference]]:
    for dm, preference in conflict.preferences.items():
        yield dm, ("preferences", dm), preference
    for path, view in _views(conflict):
        seen = ".".join(("views", *map(str, path[1::2])))
        for dm, preference in view.preferences.items():
            yield f"{seen}.{dm}", (*path, "preferences", dm), preference


def _views(conflict: Conflict) -> Iterator[tuple[Path, InnerView]]:
    for dm, view in conflict.views.items():
        yield ("views", dm), view
        for other, inner in view.views.items():
            yield ("views", dm, "views", other), inner


def _once(doubts: Any) -> tuple[Doubt, ...]:
    """Give each doubt once, with all its places."""
    found: dict[str, Doubt] = {}
    for doubt in doubts:
        known = found.get(doubt.id)
        found[doubt.id] = (
            doubt if known is None else replace(known, places=known.places + doubt.places)
        )
    return tuple(found.values())


# -- what is written ------------------------------------------------------------------------------


def _in_preference(name: str, path: Path, preference: Preference) -> Iterator[Doubt]:
    yield from _in_ways(name, path, preference)
    if preference.readings is not None:
        shares = shared_out([reading.likely for reading in preference.readings])
        values = tuple(Value(str(k), share) for k, share in enumerate(shares, 1))
        yield Doubt(preference.doubt or name, "reading", ((*path, "readings"),), values)
        for k, reading in enumerate(preference.readings):
            yield from _in_ways(f"{name}.r{k + 1}", (*path, "readings", k), reading)


def _in_ways(name: str, path: Path, wants: Wants) -> Iterator[Doubt]:
    for k, item in enumerate(wants.statements or ()):
        own, here = f"{name}.{k + 1}", (*path, "statements", k)
        if isinstance(item, Statement):
            yield from _in_statement(own, here, item)
            continue
        yield Doubt(item.doubt or own, "order", (here,), _orders(len(item.any_order)))
        for place, statement in enumerate(item.any_order):
            inner = (*here, "any_order", place)
            yield from _in_statement(f"{own}.{place + 1}", inner, statement)
    for k, entry in enumerate(wants.ranking or ()):
        if isinstance(entry, UnknownOrder):
            yield Doubt(f"{name}.{k + 1}", "group", ((*path, "ranking", k),))
    for k in range(len(wants.unknown)):
        yield Doubt(f"{name}.unknown.{k + 1}", "pair", ((*path, "unknown", k),))
    for key, weight in (wants.weights or {}).items():
        if isinstance(weight, tuple):
            yield Doubt(f"{name}.{key}", "bounds", ((*path, "weights", key),))


def _in_statement(name: str, path: Path, statement: Statement) -> Iterator[Doubt]:
    name = statement.doubt or name
    half = Fraction(1, 2)
    if statement.perhaps:
        likely = half if statement.likely is None else Fraction(statement.likely)
        values = (Value("yes", likely), Value("no", 1 - likely))
        in_order = values[::-1] if statement.perhaps == "left out" else values
        yield Doubt(name, "cares", (path,), in_order)
    if statement.either_way:
        given = statement.likely_way if statement.perhaps else statement.likely
        likely = half if given is None else Fraction(given)
        values = (Value("as-written", likely), Value("opposite", 1 - likely))
        has_own_name = statement.doubt is not None and not statement.perhaps
        yield Doubt(name if has_own_name else f"{name}.way", "way", (path,), values)


def _orders(count: int) -> tuple[Value, ...]:
    if count > MOST_IN_ORDER:  # which is refused where the model is checked
        return ()
    orders = [",".join(map(str, order)) for order in permutations(range(1, count + 1))]
    return tuple(Value(order, Fraction(1, len(orders))) for order in orders)


def shared_out(likely: Sequence[Number | None]) -> list[Fraction]:
    """Return likelihoods, those that aren't given alike: what the others leave.

    >>> shared_out([Fraction(1, 2), None, None])
    [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    """
    open_ones = sum(share is None for share in likely)
    left = 1 - sum((Fraction(share) for share in likely if share is not None), Fraction(0))
    return [left / open_ones if share is None else Fraction(share) for share in likely]


# -- one reading ----------------------------------------------------------------------------------


def in_reading(conflict: Conflict, chosen: Mapping[str, int] = MappingProxyType({})) -> Conflict:
    """Return a conflict in which every doubt is resolved: at the value chosen, else as written.

    States in unknown order are equally good, weights in the middle of their bounds, and of unknown
    pairs stands what the ranking says. What is a matrix stays one.
    """
    doubts = every_doubt(conflict)
    if not doubts:
        return conflict
    keys = {
        (path, doubt.kind): doubt.values[chosen.get(doubt.id, 0)].key if doubt.values else ""
        for doubt in doubts
        for path in doubt.places
    }
    resolving = _Resolving(keys)
    preferences = resolving.preferences((), conflict.preferences)
    views = {dm: resolving.view(("views", dm), view) for dm, view in conflict.views.items()}
    changed = {"preferences": preferences, "views": immutabledict(views)}
    resolved = conflict.model_copy(update=changed)
    named = {doubt.id: doubt.values[chosen[doubt.id]].key for doubt in doubts if doubt.id in chosen}
    return resolved.resolving(conflict, named, resolving.moved)


@dataclass(slots=True)
class _Resolving:
    """Resolves preferences, and remembers where what it gives is written."""

    keys: Mapping[tuple[Path, Kind], str]
    moved: dict[Path, Path] = field(default_factory=dict)

    def preferences(
        self, path: Path, given: Mapping[str, Preference]
    ) -> immutabledict[str, Preference]:
        items = given.items()
        return immutabledict(
            (dm, self._preference((*path, "preferences", dm), old)) for dm, old in items
        )

    def view(self, path: Path, view: V) -> V:
        if not view.model_fields_set & {"preferences", "views"}:
            return view
        changed: dict[str, Any] = {"preferences": self.preferences(path, view.preferences)}
        inner = getattr(view, "views", {})
        if inner:
            within = {dm: self.view((*path, "views", dm), one) for dm, one in inner.items()}
            changed["views"] = immutabledict(within)
        return view.model_copy(update=changed)

    def _preference(self, path: Path, old: Preference) -> Preference:
        wants: Wants = old
        source, because, note = path, old.because, old.note
        if old.readings is not None:
            which = int(self.keys[(*path, "readings"), "reading"]) - 1
            reading: Reading = old.readings[which]
            wants, source = reading, (*path, "readings", which)
            because = tuple(dict.fromkeys((*old.because, *reading.because)))
            note = reading.note or note
            self.moved[(*path, reading.kind)] = (*source, reading.kind)
        given: dict[str, Any] = {"because": because} if because else {}
        given |= {"note": note} if note is not None else {}
        if wants.statements is not None:
            given["statements"] = list(self._statements(path, source, wants.statements))
        elif wants.ranking is not None:
            given["ranking"] = tuple(self._entries(path, source, wants.ranking))
        elif wants.weights is not None:
            given["weights"] = {name: middle(weight) for name, weight in wants.weights.items()}
        else:
            return old
        return Preference.model_validate(given)

    def _statements(self, path: Path, source: Path, items: Any) -> Iterator[Statement]:
        count = 0
        for here, statement in self._in_order(source, items):
            if self.keys.get((here, "cares")) != "no":
                self.moved[(*path, "statements", count)] = here
                count += 1
                opposite = self.keys.get((here, "way")) == "opposite"
                yield _sure(statement, opposite=opposite)

    def _in_order(self, source: Path, items: Any) -> Iterator[tuple[Path, Statement]]:
        for k, item in enumerate(items):
            here = (*source, "statements", k)
            if isinstance(item, AnyOrder):
                key = self.keys[here, "order"]
                order = map(int, key.split(",")) if key else range(1, len(item.any_order) + 1)
                for place in order:
                    yield (*here, "any_order", place - 1), item.any_order[place - 1]
            else:
                yield here, item

    def _entries(self, path: Path, source: Path, ranking: Any) -> Iterator[Any]:
        for k, entry in enumerate(ranking):
            if isinstance(entry, UnknownOrder):
                self.moved[(*path, "ranking", k)] = (*source, "ranking", k, "unknown")
                yield entry.unknown
            else:
                yield entry


def _sure(statement: Statement, *, opposite: bool) -> Statement:
    """Return a statement without doubt, as written or the opposite."""
    kept = ("strongly", "degree", "because", "note")
    given = {key: getattr(statement, key) for key in kept if key in statement.model_fields_set}
    holds = f"not ({statement.holds})" if opposite else statement.holds
    return Statement.model_validate({"holds": holds, **given})
