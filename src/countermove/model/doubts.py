"""Doubts: what isn't known of a preference, and the ways in which it may be resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import chain, permutations
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from immutabledict import immutabledict

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.numbers import Number
from countermove.model.parts import InnerView
from countermove.model.preference import (
    AnyOrder,
    Entry,
    Preference,
    Ranking,
    Statement,
    UnknownOrder,
    Wants,
    middle,
)

Kind = Literal["cares", "way", "order", "reading", "group", "pair", "bounds"]

MOST_IN_ORDER = 7
"""The orders of so many statements at most are counted: of eight there would be 40,320."""

V = TypeVar("V", bound=InnerView)


@dataclass(frozen=True, slots=True)
class DoubtValue:
    """One way in which a doubt may be resolved.

    Parameters
    ----------
    key : str
        What readings call it.
    likely : Fraction
        How likely it is.
    """

    key: str
    likely: Fraction


@dataclass(frozen=True, slots=True)
class Doubt:
    """What isn't known of a preference, in one place or, if it has a name, in several.

    The first value is as written. Unknown orders of states or of very many statements, and weights
    within bounds, have none that could be counted.

    Parameters
    ----------
    id : str
        What it is called in readings.
    kind : str
        What isn't known: whether somebody ``cares``, in which ``way``, an ``order`` and the like.
    places : tuple of tuple
        Where in the model it stands.
    values : tuple of DoubtValue
        In which ways it may be resolved.
    """

    id: str
    kind: Kind
    places: tuple[Path, ...]
    values: tuple[DoubtValue, ...] = ()


def doubts_of(conflict: Conflict) -> tuple[Doubt, ...]:
    """Return what isn't known of what parties want, in the order of the file.

    >>> from countermove import load
    >>> [doubt.id for doubt in doubts_of(load("talks-2025"))][:5]
    ['us.2', 'us.3', 'us.5', 'russia.1', 'russia.2']
    """
    items = conflict.preferences.items()
    each = (_in_preference(dm, ("preferences", dm), preference) for dm, preference in items)
    return _once(conflict, chain.from_iterable(each))


def every_doubt(conflict: Conflict) -> tuple[Doubt, ...]:
    """Return the doubts of a model, those about what somebody sees included."""
    return _once(conflict, each_doubt(conflict))


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


def _once(conflict: Conflict, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Give each doubt once, with all its places, called as it was before others were settled."""
    found: dict[str, Doubt] = {}
    for structural in doubts:
        doubt = conflict.called.get((structural.places[0], structural.kind), structural)
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
        values = tuple(DoubtValue(str(k), share) for k, share in enumerate(shares, 1))
        yield Doubt(preference.doubt or name, "reading", ((*path, "readings"),), values)
        for k, reading in enumerate(preference.readings):
            yield from _in_ways(f"{name}.r{k + 1}", (*path, "readings", k), reading)


def _in_ways(name: str, path: Path, wants: Wants) -> Iterator[Doubt]:
    for k, item in enumerate(wants.statements or ()):
        if isinstance(item, Statement) and not item.is_in_doubt:
            continue
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
        values = (DoubtValue("yes", likely), DoubtValue("no", 1 - likely))
        in_order = values[::-1] if statement.perhaps == "left out" else values
        yield Doubt(name, "cares", (path,), in_order)
    if statement.either_way:
        given = statement.likely_way if statement.perhaps else statement.likely
        likely = half if given is None else Fraction(given)
        values = (DoubtValue("as-written", likely), DoubtValue("opposite", 1 - likely))
        has_own_name = statement.doubt is not None and not statement.perhaps
        yield Doubt(name if has_own_name else f"{name}.way", "way", (path,), values)


@cache
def _orders(count: int) -> tuple[DoubtValue, ...]:
    if count > MOST_IN_ORDER:
        return ()
    orders = [",".join(map(str, order)) for order in permutations(range(1, count + 1))]
    return tuple(DoubtValue(order, Fraction(1, len(orders))) for order in orders)


def shared_out(likely: Sequence[Number | None]) -> list[Fraction]:
    """Return likelihoods, those that aren't given alike: what the others leave.

    >>> shared_out([Fraction(1, 2), None, None])
    [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    """
    open_ones = sum(share is None for share in likely)
    left = 1 - sum((Fraction(share) for share in likely if share is not None), Fraction(0))
    return [left / open_ones if share is None else Fraction(share) for share in likely]


def part_in_doubt(conflict: Conflict, doubt: Doubt) -> Any:
    """Return the part of a conflict, as written, that is in doubt."""
    return part_at(conflict, doubt.places[0])


def part_at(conflict: Conflict, path: Path) -> Any:
    """Return the part of a conflict at a place."""
    part: Any = conflict
    for key in path:
        is_field = isinstance(key, str) and hasattr(part, key) and not hasattr(part, "keys")
        part = getattr(part, str(key)) if is_field else part[key]
    return part


# -- one reading ----------------------------------------------------------------------------------


def in_reading(conflict: Conflict, chosen: Mapping[str, int] = MappingProxyType({})) -> Conflict:
    """Return a conflict in which every doubt is resolved: at the value chosen, else as written.

    States in unknown order are equally good, weights in the middle of their bounds, and of unknown
    pairs stands what the ranking says. What is a matrix stays one.
    """
    left = settled(conflict, chosen)
    keys = {
        (path, doubt.kind): doubt.values[0].key if doubt.values else ""
        for doubt in every_doubt(left)
        for path in doubt.places
    }
    if not keys:
        return left
    resolved, moved = _resolved(left, keys)
    return resolved.resolving(left, left.reading, moved, None)


def settled(conflict: Conflict, chosen: Mapping[str, int]) -> Conflict:
    """Return a conflict in which some doubts are resolved at the value chosen; the others stay.

    What stays in doubt is called as it was, and so are its values.
    """
    if not chosen:
        return conflict
    doubts = {doubt.id: doubt for doubt in every_doubt(conflict)}
    values = {name: doubts[name].values[value].key for name, value in chosen.items()}
    known = {(path, doubt.kind): doubt for doubt in doubts.values() for path in doubt.places}
    keys = {at: values[doubt.id] for at, doubt in known.items() if doubt.id in values}
    resolved, moved = _resolved(conflict, keys)
    left = resolved.resolving(conflict, {**conflict.reading, **values}, moved, {})
    named: dict[tuple[Path, str], Doubt] = {
        (place, doubt.kind): _called(left, doubt, known[left.as_written(place), doubt.kind])
        for doubt in each_doubt(left)
        for place in doubt.places
    }
    return left.resolving(conflict, left.reading, moved, named)


def _resolved(
    conflict: Conflict, keys: Mapping[tuple[Path, Kind], str]
) -> tuple[Conflict, Mapping[Path, Path]]:
    """Resolve some doubts, each by the key of its value; say where what is left was written."""
    resolving = _Resolving(keys)
    preferences = resolving.preferences((), conflict.preferences)
    views = {dm: resolving.view(("views", dm), view) for dm, view in conflict.views.items()}
    changed = {"preferences": preferences, "views": immutabledict(views)}
    return conflict.model_copy(update=changed), resolving.moved


def _called(left: Conflict, doubt: Doubt, before: Doubt) -> Doubt:
    """Call what is left of a doubt as it was; what is settled in an order comes last in it."""
    is_counted = doubt.kind == "order" and before.values
    if not is_counted or len(doubt.values) == len(before.values):
        return replace(before, places=doubt.places)
    (place,) = doubt.places
    count = doubt.values[0].key.count(",") + 1
    numbers = [int(left.as_written((*place, "any_order", k))[-1]) + 1 for k in range(count)]
    every = range(1, before.values[0].key.count(",") + 2)
    numbers += [number for number in every if number not in numbers]
    values = [
        replace(value, key=",".join(str(numbers[k]) for k in (*order, *range(count, len(numbers)))))
        for value in doubt.values
        for order in [in_order(value.key, count)]
    ]
    return replace(doubt, id=before.id, values=tuple(values))


def in_order(key: str, count: int) -> list[int]:
    """Return the order that a value gives the statements that are left of one, counted from 0.

    >>> in_order("2,1", 2), in_order("3,1,2", 2)
    ([1, 0], [1, 0])
    """
    numbers = [int(number) for number in key.split(",")][:count] if key else []
    return [sorted(numbers).index(number) for number in numbers] or list(range(count))


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
        if old.readings is None:
            return old.model_copy(update=self._wants(path, path, old))
        key = self.keys.get(((*path, "readings"), "reading"))
        if key is None:
            places = [((*path, "readings", k), one) for k, one in enumerate(old.readings)]
            readings = (one.model_copy(update=self._wants(at, at, one)) for at, one in places)
            return old.model_copy(update={"readings": tuple(readings)})
        which = int(key) - 1
        reading, source = old.readings[which], (*path, "readings", which)
        for part in (reading.kind, "unknown", "known"):
            self.moved[(*path, part)] = (*source, part)
        because = tuple(dict.fromkeys((*old.because, *reading.because)))
        note = reading.note or old.note
        given: dict[str, Any] = {"because": because} if because else {}
        given |= {"note": note} if note is not None else {}
        for part in (reading.kind, "unknown", "known"):
            given[part] = getattr(reading, part)
        found = Preference.model_construct(**given)
        return found.model_copy(update=self._wants(path, source, reading))

    def _wants(self, path: Path, source: Path, wants: Wants) -> dict[str, Any]:
        """Return what is otherwise in one way of ranking the states."""
        changed: dict[str, Any] = {}
        if wants.statements is not None:
            changed["statements"] = tuple(self._statements(path, source, wants.statements))
        elif wants.ranking is not None:
            changed["ranking"] = tuple(self._entries(path, source, wants.ranking))
            pairs = enumerate(wants.unknown)
            left = [(k, p) for k, p in pairs if ((*source, "unknown", k), "pair") not in self.keys]
            changed["unknown"] = tuple(pair for _, pair in left)
        elif wants.weights is not None:
            changed["weights"] = immutabledict(
                (name, middle(w) if ((*source, "weights", name), "bounds") in self.keys else w)
                for name, w in wants.weights.items()
            )
        return {key: value for key, value in changed.items() if value != getattr(wants, key)}

    def _statements(
        self, path: Path, source: Path, items: Iterable[Statement | AnyOrder]
    ) -> Iterator[Statement | AnyOrder]:
        count = 0
        for k, item in enumerate(items):
            here = (*source, "statements", k)
            for places, found in self._left(here, item):
                self.moved[(*path, "statements", count)] = here if len(places) > 1 else places[0]
                for place, inner in enumerate(places if len(places) > 1 else ()):
                    self.moved[(*path, "statements", count, "any_order", place)] = inner
                count += 1
                yield found

    def _left(
        self, here: Path, item: Statement | AnyOrder
    ) -> Iterator[tuple[list[Path], Statement | AnyOrder]]:
        """Give what is left of an item, each with the places of its statements."""
        if isinstance(item, Statement):
            if (statement := self._statement(here, item)) is not None:
                yield [here], statement
            return
        every = [((*here, "any_order", k), one) for k, one in enumerate(item.any_order)]
        key = self.keys.get((here, "order"))
        if key is not None:
            every = [every[k] for k in in_order(key, len(every))]
        both = [(place, self._statement(place, one)) for place, one in every]
        left = [(place, statement) for place, statement in both if statement is not None]
        if key is None and len(left) > 1:
            statements = tuple(statement for _, statement in left)
            whole = item.model_copy(update={"any_order": statements})
            yield [place for place, _ in left], whole
        else:
            yield from (([place], statement) for place, statement in left)

    def _statement(self, here: Path, statement: Statement) -> Statement | None:
        """Return what is left of a statement; nothing where it isn't cared about."""
        cares, way = self.keys.get((here, "cares")), self.keys.get((here, "way"))
        if cares is None and way is None:
            return statement
        if cares == "no":
            return None
        kept = ["strongly", "degree", "because", "note"]
        likely = statement.likely
        if statement.perhaps and cares is None:
            kept += ["perhaps", "doubt"]
        elif statement.either_way and way is None:
            kept += ["either_way", "doubt"]
            likely = statement.likely_way if statement.perhaps else likely
        given = {key: getattr(statement, key) for key in kept if key in statement.model_fields_set}
        if "doubt" in kept and likely is not None:
            given["likely"] = likely
        holds = f"not ({statement.holds})" if way == "opposite" else statement.holds
        return Statement.model_construct(**{"holds": holds, **given})

    def _entries(self, path: Path, source: Path, ranking: Ranking) -> Iterator[Entry]:
        for k, entry in enumerate(ranking):
            if ((*source, "ranking", k), "group") in self.keys:
                assert isinstance(entry, UnknownOrder)
                self.moved[(*path, "ranking", k)] = (*source, "ranking", k, "unknown")
                yield entry.unknown
            else:
                yield entry
