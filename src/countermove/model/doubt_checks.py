"""What can be wrong with doubts: likelihoods, names, orders, bounds, pairs, matrices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from countermove.errors import Path, Problem
from countermove.model.conflict import Conflict
from countermove.model.doubts import Doubt, each_doubt, every_way
from countermove.model.numbers import Number
from countermove.model.preference import AnyOrder, Preference, Statement, Wants
from countermove.model.ranking_text import is_mark

_LIKELY = "Write a share: 0.7 for seven in ten."


def doubt_problems(conflict: Conflict) -> Iterator[Problem]:
    """Find all that is wrong with what isn't known of preferences, views included."""
    for _, path, wants in every_way(conflict):
        if isinstance(wants, Preference):
            yield from _whole(path, wants)
        yield from _way(path, wants)
    yield from _names(conflict)


def _whole(path: Path, preference: Preference) -> Iterator[Problem]:
    if preference.doubt is not None and preference.readings is None:
        what = "'doubt' stands beside readings; of one statement it stands on that."
        yield Problem(what, (*path, "doubt"), "Move it there, or remove it.")
    if preference.readings is not None:
        yield from _readings(path, preference)
    for kind in ("fuzzy", "probability"):
        if (matrix := getattr(preference, kind)) is not None:
            yield from _matrix((*path, kind), matrix, fuzzy=kind == "fuzzy")
    for key, kind in (("threshold", "fuzzy"), ("thresholds", "probability")):
        if getattr(preference, key) is not None and getattr(preference, kind) is None:
            what = f"'{key}' belongs to a matrix under '{kind}', and there is none."
            yield Problem(what, (*path, key), "Remove it.")


def _readings(path: Path, preference: Preference) -> Iterator[Problem]:
    readings = preference.readings or ()
    here = (*path, "readings")
    if len(readings) < 2:
        what = f"of one reading there is no doubt; here {len(readings) or 'none'} is given."
        yield Problem(what, here, "Add another, or write what is wanted without readings.")
    for k, reading in enumerate(readings):
        yield from _share(reading.likely, (*here, k, "likely"))
    total = sum((Fraction(r.likely) for r in readings if r.likely is not None), Fraction(0))
    is_open = any(reading.likely is None for reading in readings)
    if total > 1:
        what = f"the likelihoods of these readings add up to {_shown(total)}, more than 1."
        yield Problem(what, here, "Make them 1 together, or leave some out.")
    elif total == 1 and is_open:
        what = "the likelihoods of these readings add up to 1, and some have none."
        yield Problem(what, here, "Leave something for the others, or remove them.")
    elif total < 1 and readings and not is_open:
        what = f"the likelihoods of these readings add up to {_shown(total)}, less than 1."
        yield Problem(what, here, "Make them 1 together, or leave some out.")


def _shown(share: Fraction) -> str:
    return f"{float(share):g}"


def _share(share: Number | None, path: Path) -> Iterator[Problem]:
    if share is not None and not 0 <= share <= 1:
        yield Problem(f"'{path[-1]}' is between 0 and 1; found {share}.", path, _LIKELY)


def _way(path: Path, wants: Wants) -> Iterator[Problem]:
    for k, item in enumerate(wants.statements or ()):
        if not isinstance(item, Statement):
            yield from _order((*path, "statements", k), item)
        elif not isinstance(item.in_short, str):
            yield from _statement((*path, "statements", k), item)
    if wants.unknown and wants.ranking is None:
        what = "'unknown' stands beside a ranking, and there is none."
        yield Problem(what, (*path, "unknown"), "Remove it.")
    if wants.known and wants.ranking is None:
        what = "'known' stands beside a ranking, and there is none."
        yield Problem(what, (*path, "known"), 'Add ranking = [{ unknown = ["the rest"] }].')
    for k, pair in enumerate(wants.unknown):
        if len(pair) != 2 or pair[0] == pair[1]:
            what = f"a pair of unknown order is two outcomes; found {', '.join(map(str, pair))}."
            yield Problem(what, (*path, "unknown", k), 'Name two: ["…", "…"].')
    ranking = wants.ranking or ()
    for k, entry in enumerate(ranking):
        beside = ranking[k + 1 : k + 2]
        if is_mark(entry) and (not k or not beside or is_mark(beside[0])):
            what = f"'{entry}' says that what stands above is greatly better than what is below."
            yield Problem(what, (*path, "ranking", k), "Put it between two outcomes.")
    for name, weight in (wants.weights or {}).items():
        if isinstance(weight, tuple) and weight[0] > weight[1]:
            what = f"the lower bound {weight[0]} is above the upper one, {weight[1]}."
            advice = f"Write [{weight[1]}, {weight[0]}]."
            yield Problem(what, (*path, "weights", name), advice)


def _order(path: Path, order: AnyOrder) -> Iterator[Problem]:
    count = len(order.any_order)
    if count < 2:
        yield Problem(
            f"an order that isn't known has two statements or more; here are {count}.",
            path,
            "Add another, or write it by itself.",
        )
    for k, statement in enumerate(order.any_order):
        yield from _statement((*path, "any_order", k), statement)


def _statement(path: Path, statement: Statement) -> Iterator[Problem]:
    yield from _share(statement.likely, (*path, "likely"))
    yield from _share(statement.likely_way, (*path, "likely_way"))
    for key in ("likely", "doubt"):
        if getattr(statement, key) is not None and not statement.is_in_doubt:
            what = f"'{key}' is said of a doubt, and this statement has none."
            yield Problem(what, (*path, key), "Add perhaps = true or either_way = true.")
    if statement.likely_way is not None and not (statement.perhaps and statement.either_way):
        what = "'likely_way' is for what is both perhaps and either way."
        yield Problem(what, (*path, "likely_way"), "Write 'likely', or add the other of the two.")
    if statement.degree is not None and statement.degree < 1:
        what = f"a degree is a whole number from 1; found {statement.degree}."
        yield Problem(what, (*path, "degree"), "Write 2 for what differs greatly.")
    if statement.degree is not None and statement.strongly:
        what = "'strongly' is a degree of 2, and a degree is given, too."
        yield Problem(what, (*path, "degree"), "Remove one of the two.")


def _matrix(path: Path, rows: tuple[tuple[Number, ...], ...], *, fuzzy: bool) -> Iterator[Problem]:
    if uneven := [k for k, row in enumerate(rows) if len(row) != len(rows)]:
        k = uneven[0]
        what = f"the matrix isn't square: of {len(rows)} rows this one has {len(rows[k])} numbers."
        yield Problem(what, (*path, k), "Write a row and a column for each outcome.")
        return
    for i, row in enumerate(rows):
        for j, share in enumerate(row):
            here = (*path, i, j)
            if not 0 <= share <= 1:
                yield Problem(f"a number here is between 0 and 1; found {share}.", here, _LIKELY)
            elif j >= i:
                yield from _opposite(here, Fraction(share), Fraction(rows[j][i]), fuzzy=fuzzy)


def _opposite(path: Path, one: Fraction, other: Fraction, *, fuzzy: bool) -> Iterator[Problem]:
    i, j = (int(step) + 1 for step in path[-2:])
    if i == j and one != (Fraction(1, 2) if fuzzy else 0):
        needed = "1/2" if fuzzy else "0"
        what = f"an outcome against itself has {needed}; number {i} has {_shown(one)}."
        yield Problem(what, path, f"Write {'0.5' if fuzzy else '0'}.")
    elif i != j and fuzzy and one + other != 1:
        what = f"numbers {i} and {j} have {_shown(one)} and {_shown(other)}, which don't make 1."
        yield Problem(what, path, f"Against {_shown(one)} stands {_shown(1 - one)}.")
    elif i != j and not fuzzy and one + other > 1:
        what = f"numbers {i} and {j} have {_shown(one)} and {_shown(other)}, more than 1 together."
        yield Problem(what, path, "Make them 1 at most; what is left is that neither is better.")


def _names(conflict: Conflict) -> Iterator[Problem]:
    first: dict[str, Doubt] = {}
    for doubt in each_doubt(conflict):
        known = first.setdefault(doubt.id, doubt)
        here = doubt.places[0]
        if known.kind != doubt.kind or known.values != doubt.values:
            what = f"the doubt '{doubt.id}' stands elsewhere for another kind, or likelihood."
            yield Problem(what, here, "Make both alike, or give one of them another name.")
