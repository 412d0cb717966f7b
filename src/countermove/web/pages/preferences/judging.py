"""How a party judges: what the page's forms make of its statements, its ranking or its weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from countermove.editing.applying import applied
from countermove.editing.edits import as_values, read_edits
from countermove.editing.family_edits import sharing
from countermove.errors import CountermoveError, Path
from countermove.graph.states import States
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.families import expanded
from countermove.model.numbers import exact, plain
from countermove.model.patterns import strict_pattern
from countermove.model.preference import Preference
from countermove.model.ranking_text import REST, idle_marks, is_mark, is_ranking, levels, spread
from countermove.model.values import StateReference
from countermove.report.states import StateList
from countermove.web.contexts import Within, split, within_reading
from countermove.web.draft import at, items, table
from countermove.web.forms import Form, PlainEdit, number

MOST_RANKED = 200
"""So many outcomes can be ranked one by one on the page."""

KINDS = ("statements", "ranking", "weights")
"""The kinds that can be edited here."""

# Beyond so many statements nobody can read their weights.
_MOST_WEIGHED = 48


def kind_of(preference: object) -> str:
    """Return how a preference is written: a kind, or nothing."""
    return next((kind for kind in Preference.kinds if at(preference, kind) is not None), "")


# -- another kind -----------------------------------------------------------------------------


def judge_by(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a preference in another way, which says the same as far as it can."""
    kind = form.get("value", "")
    written = table(data, *here)
    if kind not in KINDS or kind == kind_of(written):
        return []
    value: object
    match kind:
        case "ranking":
            value = _ranking_that_follows(data, here)
        case "weights":
            value = same_weights(items(written, "statements")) or {}
        case _:
            value = []
    kept = {key: part for key, part in written.items() if key not in Preference.kinds}
    return [{"do": "put", "at": list(here), "value": as_values({**kept, kind: value})}]


def _ranking_that_follows(data: Mapping[str, Any], here: Path) -> list[Any]:
    context, inner = split(here)
    if len(inner) not in (2, 4):
        raise CountermoveError("this isn't a preference.", path=here)
    _, whose, *reading = inner
    party = sharing(data, str(whose)) or str(whose)
    found = _built(data, context, party, int(reading[-1]) + 1 if reading else 1)
    refuse_too_many(len(found.model.states))
    return ranking_of(found, party)


def refuse_too_many(outcomes: int) -> None:
    """Refuse to rank more outcomes one by one than people can."""
    if outcomes > MOST_RANKED:
        what = f"{outcomes:,} outcomes are too many to be ranked one by one."
        advice = f"A ranking is written here for up to {MOST_RANKED}; statements rank any number."
        raise CountermoveError(what, advice=advice)


def ranking_of(found: Within, decision_maker: str) -> list[Any]:
    """Return the ranking that follows from a preference, as a model file writes it."""
    levels = StateList(found.model).ranking(decision_maker)
    return [_tied([found.written(state) for state in level]) for level in levels]


def _tied(names: Sequence[StateReference]) -> Any:
    return names[0] if len(names) == 1 else list(names)


def same_weights(statements: Sequence[Any]) -> dict[str, int] | None:
    """Return weights that rank as statements do, where these are names or their negations."""
    signs: dict[str, int] = {}
    for statement in statements[:_MOST_WEIGHED]:
        text = statement if isinstance(statement, str) else str(at(statement, "holds") or "")
        words = text.split()
        sign = -1 if words[:1] == ["not"] else 1
        rest = words[1:] if sign < 0 else words
        if len(rest) != 1 or not _is_name(rest[0]):
            return None
        if not any(_is_same(rest[0], known) for known in signs):
            signs[rest[0]] = sign
    if len(statements) > _MOST_WEIGHED:
        return None
    return {name: sign << len(signs) - 1 - k for k, (name, sign) in enumerate(signs.items())}


def _is_same(one: str, other: str) -> bool:
    """Say whether two names are one and the same option: `b.z` and `z`."""
    is_short = "." not in one or "." not in other
    return one == other or (is_short and one.rpartition(".")[2] == other.rpartition(".")[2])


def _is_name(word: str) -> bool:
    if strict_pattern(word):
        return False
    try:
        return [name.name for name in logic.names(logic.parse(word))] == [word]
    except CountermoveError:
        return False


# -- rankings ---------------------------------------------------------------------------------


def tie(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Make the outcomes at a place of a ranking as good as those above, or as open."""
    ranking = here[:-1]
    entries = items(data, *ranking)
    above = next((k for k in reversed(range(_place(here))) if not is_mark(entries[k])), None)
    if above is None:
        return []
    both = (entries[above], at(data, *here))
    names = [name for entry in both for name in _names(entry)]
    edits: list[PlainEdit] = [{"do": "put", "at": [*ranking, above], "value": _like(both, names)}]
    gone = reversed(range(above + 1, _place(here) + 1))
    return [*edits, *({"do": "remove", "at": [*ranking, k]} for k in gone)]


def untie(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put the outcomes at a place of a ranking one below the other."""
    names = _names(at(data, *here))
    if len(names) == 1:
        names = _spelled_out(data, here, names[0])
    return _instead(here, names)


def apart(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Take one outcome out of a tie or an open order, and put it below the others."""
    *outer, index = here
    place = tuple(outer[:-1] if outer[-1] == "unknown" else outer)
    entry = at(data, *place)
    names = _names(entry)
    if not isinstance(index, int) or not index < len(names) or len(names) < 2:
        return []
    rest = [*names[:index], *names[index + 1 :]]
    return _instead(place, [_like([entry], rest) if len(rest) > 1 else rest[0], names[index]])


def leave_open(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say of outcomes at one place that their order isn't known, or that they are as good."""
    names = _names(at(data, *here))
    is_open = isinstance(at(data, *here), Mapping)
    value = _tied(names) if is_open else {"unknown": names}
    return [{"do": "put", "at": list(here), "value": value}]


def greatly(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say that what stands above a place is greatly better."""
    *ranking, index = here
    return [{"do": "insert", "at": ranking, "index": index, "value": ">>"}]


def move(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Move a row; in a ranking, what then says that nothing is greatly better goes."""
    to = number(form.get("to", ""))
    moved: list[PlainEdit] = [{"do": "move", "at": list(here), "to": to}]
    if here[-2:-1] != ("ranking",):
        return moved
    after = items(applied(data, read_edits(moved)), *here[:-1])
    idle = [{"do": "remove", "at": [*here[:-1], k]} for k in reversed(idle_marks(after))]
    return [*moved, *idle]


def spread_out(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a ranking that is one text as a list, as the page changes it."""
    return [{"do": "put", "at": list(here), "value": _one_by_one(at(data, *here))}]


def _one_by_one(written: Any) -> list[Any]:
    """Return the entries of a ranking, however it is written."""
    entries = levels(written) if isinstance(written, str) else spread(written or [])
    return [list(entry) if isinstance(entry, tuple) else entry for entry in entries]


def in_one_text(written: Any) -> str:
    """Return a ranking that isn't a list of single places as it is written; empty for others."""
    if isinstance(written, str):
        return written
    entries = written if isinstance(written, list) else []
    return ", ".join(map(str, entries)) if any(map(is_ranking, entries)) else ""


def complete(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put the outcomes that a ranking misses below all others; leave out what can't be."""
    found = _without(data, here)
    refuse_too_many(len(found.true))
    left = {int(state) for state in found.true_of}
    ranking: list[Any] = []
    for entry in _one_by_one(at(data, *here)):
        if is_mark(entry):
            ranking.append(entry)
            continue
        names = []
        for name in _names(entry):
            if name == REST:
                return []  # it names all that is missing
            states, _ = found.true.read(name)
            met = {int(state) for state in states}
            if met and met <= left:
                names.append(name)
            left -= met if met <= left else set()
        if names:
            ranking.append(_like([entry], names))
    missing = [
        found.written(state) for state, true in enumerate(found.true_of) if int(true) in left
    ]
    ranking += [_tied(missing)] if missing else []
    ranking = [entry for k, entry in enumerate(ranking) if k not in idle_marks(ranking)]
    return [{"do": "put", "at": list(here), "value": ranking}]


def _names(entry: Any) -> list[StateReference]:
    entry = at(entry, "unknown") or entry
    return list(entry) if isinstance(entry, list) else [entry]


def _like(entries: Iterable[Any], names: list[StateReference]) -> Any:
    """Write names as some entries are: of an open order where one of them is, else tied."""
    return {"unknown": names} if any(isinstance(e, Mapping) for e in entries) else _tied(names)


def _place(here: Path) -> int:
    if not isinstance(here[-1], int):
        raise CountermoveError("this isn't a place in a ranking.", path=here)
    return here[-1]


def _instead(here: Path, entries: Iterable[Any]) -> list[PlainEdit]:
    """Write several entries in the place of one."""
    ranking, index = list(here[:-1]), _place(here)
    first, *more = entries
    edits: list[PlainEdit] = [{"do": "put", "at": list(here), "value": first}]
    for k, entry in enumerate(more, start=index + 1):
        edits.append({"do": "insert", "at": ranking, "index": k, "value": entry})
    return edits


def _spelled_out(data: Mapping[str, Any], here: Path, name: StateReference) -> list[StateReference]:
    """Return the names of all states that one name in a ranking stands for."""
    found = _without(data, here[:-1])
    states = _meant(found.true, items(data, *here[:-1]), name)
    own = {int(true): state for state, true in enumerate(found.true_of)}
    refuse_too_many(len(states))
    return [found.written(own[int(s)]) for s in states if int(s) in own] or [name]


def _meant(states: States, ranking: Sequence[Any], name: StateReference) -> Sequence[int]:
    """Return the states that a name in a ranking means."""
    if name != REST:
        return [int(state) for state in states.read(name)[0]]
    others = [one for entry in ranking for one in _names(entry) if one != REST and not is_mark(one)]
    named = {int(state) for one in others for state in states.read(one)[0]}
    return [state for state in range(len(states)) if state not in named]


def _without(data: Mapping[str, Any], ranking: Path) -> Within:
    """Build a model as if a ranking that may be wrong wasn't written yet."""
    context, inner = split(ranking)
    instead = {"do": "put", "at": [*context, *inner[:2]], "value": {"statements": []}}
    return _built(applied(data, read_edits([instead])), context, str(inner[1]))


def _built(data: Mapping[str, Any], context: Path, party: str, reading: int = 1) -> Within:
    try:
        conflict = expanded(Conflict.model_validate(data))
    except ValidationError:
        advice = "They are named beside the answer."
        raise CountermoveError("mend the mistakes first.", advice=advice) from None
    return within_reading(conflict, context, party, reading)


def groups(states: States | None, ranking: Sequence[Any]) -> list[list[tuple[Any, int]]]:
    """Return what stands in a ranking: for each place the names, and how many states each means."""

    def size(name: Any) -> int:
        return 1 if states is None or is_mark(name) else len(_meant(states, ranking, name))

    return [[(name, size(name)) for name in _names(entry)] for entry in ranking]


_WEIGHTS = "Write for example 3, -2 or 1/3, or two bounds: -4 to -2."


# -- weights ----------------------------------------------------------------------------------


def weigh(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a weight, exactly as it was typed."""
    if "name" in form:
        here = (*here, form["name"].strip())
    if here[-1] == "":
        return []
    weight = _weight_of(form.get("value", ""))
    if bounds(at(data, *here)) == bounds(weight):
        return []
    return [{"do": "put", "at": list(here), "value": weight}]


def bounds(weight: Any) -> tuple[Any, ...]:
    """Return a weight, or both its bounds, exactly."""
    return tuple(map(exact, weight if isinstance(weight, list) else [weight]))


def weight_in_words(weight: Any) -> str:
    """Return a weight as one types it: `3`, `-4 to -2`."""
    return " to ".join(map(str, weight if isinstance(weight, list) else [weight]))


def _weight_of(typed: str) -> Any:
    """Return a weight that somebody typed, or the bounds of one."""
    listed = re.fullmatch(r"\s*\[([^,]*),([^,]*)\]\s*", typed)
    ends = listed.groups() if listed else re.split(r"\bto\b|…|\.\.+", typed)
    return number_of(typed) if len(ends) != 2 else [number_of(end) for end in ends]


def number_of(
    text: str, what: str = "a weight is a number", advice: str = _WEIGHTS
) -> int | float | str:
    """Return a number that somebody typed, as a file holds it."""
    text = text.strip().replace("−", "-")
    try:
        number = exact(text if "/" in text else Decimal(text))
    except InvalidOperation:
        number = None
    if number is None:
        raise CountermoveError(f"{what}, not “{text}”.", advice=advice)
    return plain(number)


ACTIONS = {
    "judge": judge_by,
    "tie": tie,
    "untie": untie,
    "apart": apart,
    "open": leave_open,
    "greatly": greatly,
    "move": move,
    "complete": complete,
    "spread": spread_out,
    "weigh": weigh,
}
"""What the forms of the page do beside plain edits."""
