"""Every judgement of a model varied, one at a time: the models that differ by one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from countermove.analysis.state_lists import one_by_one
from countermove.arguments import several
from countermove.errors import Path
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.parts import Option
from countermove.model.preference import Preference, Statement
from countermove.model.rule_kinds import ONE_BY_ONE
from countermove.model.values import Direction

ChangeKind = Literal[
    "dropped",
    "negated",
    "exchanged",
    "tied",
    "raised",
    "lowered",
    "both ways",
    "only taken",
    "only dropped",
    "only up",
    "only down",
    "lifted",
    "removed",
    "made reversible",
]
"""What is done to a judgement."""

_OTHER_WAYS: Mapping[Direction, tuple[tuple[ChangeKind, Direction], ...]] = {
    "both": (("only taken", "take"), ("only dropped", "drop")),
    "take": (("both ways", "both"),),
    "drop": (("both ways", "both"),),
    "up": (("both ways", "both"),),
    "down": (("both ways", "both"),),
    "fixed": (("both ways", "both"),),
}


def _other_ways(option: Option) -> tuple[tuple[ChangeKind, Direction], ...]:
    if not option.levels or option.moves != "both":
        return _OTHER_WAYS[option.moves]
    return (("only up", "up"), ("only down", "down")) if option.is_ordered else ()


@dataclass(frozen=True, eq=False)
class Variation:
    """A model that differs from another by one judgement.

    Parameters
    ----------
    change : str
        What is changed about it: ``dropped``, ``negated``, ``exchanged`` and the like.
    path : tuple of str or int
        Where in the file the judgement stands.
    about : tuple of str
        What it is about: statements, options or states as they are written.
    record : tuple of str
        The ids of the sources that it rests on.
    conflict : Conflict
        The model with the change.
    decision_maker : str or None
        Whose judgement; None for a rule or a move.
    places : tuple of int
        The places of the statements that change.
    states : tuple of tuple of int
        The positions of the states that change places.
    preference : Preference or None
        The decision maker's preference with the change.
    """

    change: ChangeKind
    path: Path
    about: tuple[str, ...]
    record: tuple[str, ...]
    conflict: Conflict = field(repr=False)
    decision_maker: str | None = None
    places: tuple[int, ...] = ()
    states: tuple[tuple[int, ...], ...] = field(default=(), repr=False)
    preference: Preference | None = field(default=None, repr=False)


def variations(model: GraphModel) -> Iterator[Variation]:
    """Give every model that differs from one by a single judgement, in the order of the file."""
    yield from _options(model.conflict)
    yield from _rules(model.conflict)
    yield from _moves(model.conflict)
    for dm, preference in model.conflict.preferences.items():
        if preference.wishes is not None:
            yield from _statements(model.conflict, dm, preference, preference.wishes)
        elif preference.weights is not None:
            yield from _weights(model.conflict, dm, preference)
        elif preference.ranking is not None:
            yield from _ranking(model, dm, preference)


def _changed(conflict: Conflict, path: Path, value: Any) -> Conflict:
    """Return a model in which one part is another; None takes the part away.

    It goes through the same validation as a file. Scenarios are left out: they build on the model
    as it stood.
    """
    data = conflict.model_copy(update={"scenarios": {}}).to_dict()
    *way, last = path
    here: Any = data
    for step in way:
        here = here.setdefault(step, {}) if isinstance(here, dict) else here[step]
    if value is None:
        del here[last]
    else:
        here[last] = value
    return Conflict.model_validate(data)


# -- what can be done, and what can't be ----------------------------------------------------------


def _options(conflict: Conflict) -> Iterator[Variation]:
    for dm, party in conflict.decision_makers.items():
        for option, details in party.options.items():
            path: Path = ("decision_makers", dm, "options", option)
            for change, moves in _other_ways(details):
                data = details.model_copy(update={"moves": moves}).model_dump(exclude_defaults=True)
                changed = _changed(conflict, path, data)
                yield Variation(
                    change, (*path, "moves"), (f"{dm}.{option}",), details.because, changed, dm
                )


def _rules(conflict: Conflict) -> Iterator[Variation]:
    rules = conflict.rules
    if all(preference.ranking is None for preference in conflict.preferences.values()):
        # Published labels, by which the status quo may be given, have to name every state; where
        # no ranking needs them, a model with more states does without.
        conflict = conflict.model_copy(update={"labels": {}, "status_quo": None})
    lifted: list[tuple[Path, tuple[str, ...]]] = [
        (("rules", rule, k), several(content))
        for rule in ONE_BY_ONE
        for k, content in enumerate(getattr(rules, rule))
    ]
    if rules.feasible:
        # One rule together: without one of its statements there would be fewer states, not more.
        lifted.append((("rules", "feasible"), rules.feasible))
    required = rules.requires.items()
    lifted += ((("rules", "requires", name), (name, text)) for name, text in required)
    for path, about in lifted:
        yield Variation("lifted", path, about, (), _changed(conflict, path, None))


def _moves(conflict: Conflict) -> Iterator[Variation]:
    for dm, moves in conflict.moves.items():
        own = list(dict.fromkeys((origin, target) for origin, target in moves))
        for k, (origin, target) in enumerate(own):
            path: Path = ("moves", dm)
            rest = [list(move) for move in own if move != (origin, target)]
            about = (str(origin), str(target))
            changed = _changed(conflict, path, rest)
            yield Variation("removed", (*path, k), about, (), changed, dm)
            if (target, origin) not in own:
                back = [*map(list, own), [target, origin]]
                changed = _changed(conflict, path, back)
                yield Variation("made reversible", (*path, k), about, (), changed, dm)


# -- what somebody wants --------------------------------------------------------------------------


def _preferring(
    conflict: Conflict,
    dm: str,
    old: Preference,
    kind: Literal["statements", "weights", "ranking"],
    value: Any,
) -> tuple[Conflict, Preference]:
    """Return the model, and the preference, with another content of the same kind."""
    data = {"because": list(old.because), "note": old.note, kind: value}
    preference = Preference.model_validate(data)
    changed = _changed(conflict, ("preferences", dm), preference.model_dump(exclude_defaults=True))
    return changed, preference


def _statements(
    conflict: Conflict, dm: str, preference: Preference, statements: Sequence[Statement]
) -> Iterator[Variation]:
    def record(*some: Statement) -> tuple[str, ...]:
        each = (source for one in some for source in one.because or preference.because)
        return tuple(dict.fromkeys(each))

    def varied(change: ChangeKind, k: int, changed: Sequence[Statement]) -> Variation:
        concerned = statements[k : k + 2] if change == "exchanged" else statements[k : k + 1]
        data = [statement.model_dump(exclude_defaults=True) for statement in changed]
        other, new = _preferring(conflict, dm, preference, "statements", data)
        return Variation(
            change,
            ("preferences", dm, "statements", k),
            tuple(statement.holds for statement in concerned),
            record(*concerned),
            other,
            dm,
            tuple(range(k + 1, k + 1 + len(concerned))),
            preference=new,
        )

    for k, statement in enumerate(statements):
        before, after = statements[:k], statements[k + 1 :]
        negated = statement.model_copy(update={"holds": f"not ({statement.holds})"})
        yield varied("dropped", k, [*before, *after])
        yield varied("negated", k, [*before, negated, *after])
        if after:
            # One statement moved down is the next one moved up: one change, told once.
            yield varied("exchanged", k, [*before, after[0], statement, *after[1:]])


def _weights(conflict: Conflict, dm: str, preference: Preference) -> Iterator[Variation]:
    weights = dict(preference.scores or {})
    for name, weight in weights.items():
        others = {other: value for other, value in weights.items() if other != name}
        changes: list[tuple[ChangeKind, Any]] = [("dropped", others)]
        if weight:
            changes.append(("negated", {**weights, name: -weight}))
        for change, changed in changes:
            other, new = _preferring(conflict, dm, preference, "weights", changed)
            path: Path = ("preferences", dm, "weights", name)
            about = (name, str(weight))
            record = preference.because
            yield Variation(change, path, about, record, other, dm, preference=new)


def _ranking(model: GraphModel, dm: str, preference: Preference) -> Iterator[Variation]:
    states, ranks = model.states, model.levels(dm, "judgements")
    tiers = [
        list(one_by_one(states, Bits.of(ranks == level)))
        for level in range(int(ranks.max()), -1, -1)
    ]

    def varied(
        change: ChangeKind, place: int, about: Sequence[Sequence[int]], changed: list[list[int]]
    ) -> Variation:
        written = [[states.label(k) for k in tier] for tier in changed if tier]
        other, new = _preferring(model.conflict, dm, preference, "ranking", written)
        shown = tuple(", ".join(states.label(k) for k in tier) for tier in about)
        path: Path = ("preferences", dm, "ranking", place)
        places = tuple(range(place + 1, place + 1 + (2 if change in _PAIRED else 1)))
        shifted = tuple(map(tuple, about))
        return Variation(change, path, shown, preference.because, other, dm, places, shifted, new)

    for k, (better, worse) in enumerate(pairwise(tiers)):
        before, after = tiers[:k], tiers[k + 2 :]
        pair = (better, worse)
        yield varied("exchanged", k, pair, [*before, worse, better, *after])
        yield varied("tied", k, pair, [*before, [*better, *worse], *after])
    for k, tier in enumerate(tiers):
        before, after = tiers[:k], tiers[k + 1 :]
        for state in tier if len(tier) > 1 else ():
            others = [other for other in tier if other != state]
            about = ([state], others)
            yield varied("raised", k, about, [*before, [state], others, *after])
            if len(tier) > 2:
                # Of two, one lowered is the other raised.
                yield varied("lowered", k, about, [*before, others, [state], *after])


_PAIRED = ("exchanged", "tied")
