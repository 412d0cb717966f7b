"""How a party judges: what the page's forms make of its statements, its ranking or its weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from countermove.editing.applying import applied
from countermove.editing.edits import read_edits
from countermove.errors import CountermoveError, Path
from countermove.graph.states import States
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.numbers import exact, plain
from countermove.model.patterns import strict_pattern
from countermove.model.preference import Preference
from countermove.model.ranking_text import REST, is_mark, is_ranking, levels, spread
from countermove.model.values import StateReference
from countermove.report.states import StateList
from countermove.web.contexts import Within, split, within
from countermove.web.draft import at, items, table
from countermove.web.forms import Form, PlainEdit

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
    return [{"do": "put", "at": list(here), "value": {**kept, kind: value}}]


def _ranking_that_follows(data: Mapping[str, Any], here: Path) -> list[Any]:
    context, inner = split(here)
    if len(inner) != 2:
        raise CountermoveError("this isn't a preference.", path=here)
    found = _built(data, context)
    refuse_too_many(len(found.model.states))
    return ranking_of(found, str(inner[1]))


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
    """Make the outcomes at a place of a ranking as good as those above."""
    *ranking, index = here
    if not isinstance(index, int) or index < 1:
        return []
    both = [*_names(at(data, *ranking, index - 1)), *_names(at(data, *here))]
    return [
        {"do": "put", "at": [*ranking, index - 1], "value": both},
        {"do": "remove", "at": list(here)},
    ]


def untie(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put the outcomes at a place of a ranking one below the other."""
    names = _names(at(data, *here))
    if len(names) == 1:
        names = _spelled_out(data, here, names[0])
    return _instead(here, names)


def apart(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Take one outcome out of a tie, and put it below the others."""
    *outer, index = here
    names = _names(at(data, *outer))
    if not isinstance(index, int) or not index < len(names) or len(names) < 2:
        return []
    rest = [*names[:index], *names[index + 1 :]]
    return _instead(tuple(outer), [_tied(rest), names[index]])


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


def has_marks(written: Any) -> bool:
    """Say whether a list says more than places and ties: orders that aren't known, `>>`."""
    entries = written if isinstance(written, list) else []
    return any(isinstance(entry, dict) or is_mark(entry) for entry in entries)


def complete(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Put the outcomes that a ranking misses below all others; leave out what can't be."""
    found = _without(data, here)
    refuse_too_many(len(found.true))
    left = {int(state) for state in found.true_of}
    ranking = []
    for entry in _one_by_one(at(data, *here)):
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
            ranking.append(_tied(names))
    missing = [
        found.written(state) for state, true in enumerate(found.true_of) if int(true) in left
    ]
    ranking += [_tied(missing)] if missing else []
    return [{"do": "put", "at": list(here), "value": ranking}]


def _names(entry: Any) -> list[StateReference]:
    return list(entry) if isinstance(entry, list) else [entry]


def _instead(here: Path, entries: Iterable[Any]) -> list[PlainEdit]:
    """Write several entries in the place of one."""
    *ranking, index = here
    if not isinstance(index, int):
        raise CountermoveError("this isn't a place in a ranking.", path=here)
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
    others = [one for entry in ranking for one in _names(entry) if one != REST]
    named = {int(state) for one in others for state in states.read(one)[0]}
    return [state for state in range(len(states)) if state not in named]


def _without(data: Mapping[str, Any], ranking: Path) -> Within:
    """Build a model as if a ranking that may be wrong wasn't written yet."""
    instead = {"do": "put", "at": list(ranking[:-1]), "value": {"statements": []}}
    return _built(applied(data, read_edits([instead])), split(ranking)[0])


def _built(data: Mapping[str, Any], context: Path) -> Within:
    try:
        conflict = Conflict.model_validate(data)
    except ValidationError:
        advice = "They are named beside the answer."
        raise CountermoveError("mend the mistakes first.", advice=advice) from None
    return within(conflict, context)


def groups(states: States | None, ranking: Sequence[Any]) -> list[list[tuple[Any, int]]]:
    """Return what stands in a ranking: for each place the names, and how many states each means."""

    def size(name: Any) -> int:
        return 1 if states is None else len(_meant(states, ranking, name))

    return [[(name, size(name)) for name in _names(entry)] for entry in ranking]


# -- weights ----------------------------------------------------------------------------------


def weigh(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Write a weight, exactly as it was typed."""
    if "name" in form:
        here = (*here, form["name"].strip())
    if here[-1] == "":
        return []
    number = number_of(form.get("value", ""))
    if exact(at(data, *here)) == exact(number):
        return []
    return [{"do": "put", "at": list(here), "value": number}]


def number_of(
    text: str, what: str = "a weight is a number", advice: str = "Write for example 3, -2 or 1/3."
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
    "complete": complete,
    "spread": spread_out,
    "weigh": weigh,
}
"""What the forms of the page do beside plain edits."""
