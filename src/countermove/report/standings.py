"""In which readings a claim is true, and what that hangs on: in a sentence, and in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.answer import Condition
from countermove.analysis.readings.standing import Standing
from countermove.report.amounts import counted, percent
from countermove.report.doubts import in_doubt, resolved
from countermove.report.phrases import alike, and_list, sentence, under

_MOST_TURNS = 3
_MOST_GROUPS = 3
_BRIEF = 3
"""So many doubts at most are named in one sentence about a claim."""
_MOST_COUNTED = 100
"""Of so many readings at most it is said in how many something is so."""

ByConcept = Mapping[str, Standing]


def standing_sentence(solution: Solution, claim: str) -> str:
    """Say in which readings a claim is true, and on what that hangs; nothing without doubts."""
    if solution.across is None:
        return ""
    found, by_code = solution.across, solution.across.claims[claim]
    hinge = _brief_hinge(found, by_code)
    return f"True {_where(found, by_code)}{f': {hinge}' if hinge else ''}."


def _where(found: Across, by_code: ByConcept) -> str:
    """Say in which readings, concepts together that are alike."""
    groups = alike(by_code, lambda code: in_readings(found, by_code[code]))
    if len(groups) == 1:
        return next(iter(groups))
    known = [one.share for one in by_code.values() if isinstance(one.share, Fraction)]
    if len(groups) > _MOST_GROUPS and len(known) == len(by_code):
        low, high = (f"{float(share):.0%}" for share in (min(known), max(known)))
        if found.is_even:
            return f"in {low} to {high} of the readings, by concept"
        return f"with {low} to {high} likelihood, by concept"
    first, *others = groups
    told = (first, *(_after(first, said) for said in others))
    return ", ".join(
        f"{said} {under(codes, by_code)}" for said, codes in zip(told, groups.values(), strict=True)
    )


def _after(first: str, said: str) -> str:
    """Shorten what is said of readings after some have been spoken of.

    >>> _after("in 3 of 8 readings", "in 5 of 8 readings")
    'in 5'
    >>> _after("in all readings", "in 25% of the readings")
    'in 25% of them'
    """
    share, of, _ = said.partition(" of ")
    if of:
        return f"{share} of them" if first in (_ALL, _NONE) else share
    if said == _ALL and " of " in first:
        return "in all"
    is_likelihood = said.endswith(_LIKELIHOOD) and first.endswith(_LIKELIHOOD)
    return said.removesuffix(_LIKELIHOOD).removeprefix("with ") if is_likelihood else said


_ALL, _NONE, _LIKELIHOOD = "in all readings", "in no reading", " likelihood"


def standing_cell(holds: str, likelihood: Fraction | None) -> str:
    """Write in which readings something is so, in a few characters: all, none or 38%."""
    return percent(likelihood) if holds == "some" and likelihood is not None else holds


def in_readings(found: Across, standing: Standing) -> str:
    """Say in which readings something is so: "in 3 of 8 readings"."""
    match standing.holds:
        case "all":
            return _ALL
        case "none":
            return _NONE
        case "open":
            return "in readings of which it isn't known whether they are all, some or none"
    if standing.likelihood is None:
        return "in some readings, not in all"
    if not found.is_even:
        return f"with {percent(standing.likelihood)}{_LIKELIHOOD}"
    if found.readings is not None and found.readings <= _MOST_COUNTED:
        return f"in {standing.likelihood * found.readings} of {counted(found.readings, 'reading')}"
    return f"in {percent(standing.likelihood)} of the readings"


def _brief_hinge(found: Across, by_code: ByConcept) -> str:
    """Say when it turns where that is the same under all concepts and short, else on what it hangs.

    Nothing where it hangs on nothing, or that isn't known.
    """
    hanging = {code: one for code, one in by_code.items() if one.holds in ("some", "open")}
    sets = [standing.hangs_on for standing in hanging.values()]
    if not sets or any(one is None for one in sets):
        return ""
    mattering = {doubt.id for one in sets for doubt in one or ()}
    doubts = [doubt for doubt in found.doubts if doubt.id in mattering]
    where = f"{under(list(hanging), by_code)} " if len(hanging) < len(by_code) else ""
    if len(doubts) <= _BRIEF:
        told = {_exactly(found, standing) for standing in hanging.values()}
        if len(told) == 1 and (said := told.pop()):
            return where + said
    if len(set(sets)) > 1:
        where = "over all concepts, "
    if len(doubts) <= _BRIEF:
        return f"{where}it hangs on {and_list(in_doubt(found.model, doubts))}"
    of = f" of the {len(found.doubts)}" if len(doubts) < len(found.doubts) else ""
    return f"{where}it hangs on {len(doubts)}{of} things in doubt"


def standing_story(found: Across, by_code: ByConcept) -> str:
    """Say what a claim hangs on, and when it turns, for the concepts together that are alike."""
    told: dict[str, list[str]] = {}
    for code, standing in by_code.items():
        if standing.holds == "some" and (said := _in_a_row(_sentences(found, standing))):
            told.setdefault(said, []).append(code)
    return " ".join(sentence(f"{under(codes, by_code)} {s}") for s, codes in told.items())


def _in_a_row(sentences: Iterator[str]) -> str:
    first, *others = [*sentences, ""]
    return " ".join([first, *map(sentence, filter(None, others))])


def _sentences(found: Across, standing: Standing) -> Iterator[str]:
    turns = _turns(standing)
    if exactly := _exactly(found, standing):
        yield f"{exactly}."
        return
    nearest = [{key: (k,) for key, k in one.items()} for one in standing.nearest_turns or ()]
    if len(nearest) <= _MOST_TURNS and (some := _sayable(found, nearest)):
        yield f"with all else as written, it {turns} if {_any_of(found, some)}."
    if only := _sayable(found, [standing.turned_only_if]):
        yield f"it {turns} only if {_all_of(found, only[0])}."
    if standing.hangs_on:
        which = and_list(in_doubt(found.model, standing.hangs_on))
        yield f"it hangs on {which}, and on nothing else."


def _turns(standing: Standing) -> str:
    return "fails" if standing.as_written else "holds"


def _exactly(found: Across, standing: Standing) -> str:
    """Say exactly when it turns, what all readings have in common that do it first."""
    conditions = _sayable(found, standing.turned_exactly_if or ())
    if not conditions:
        return ""
    turns = f"it {_turns(standing)}"
    shared = {
        key: values
        for key, values in conditions[0].items()
        if all(one.get(key) == values for one in conditions)
    }
    left = [{key: v for key, v in one.items() if key not in shared} for one in conditions]
    if not shared or not all(left):
        return f"{turns} exactly if {_any_of(found, conditions)}"
    return f"{turns} only if {_all_of(found, shared)}, and then exactly if {_any_of(found, left)}"


def _sayable(found: Across, conditions: Sequence[Condition]) -> Sequence[Condition]:
    """Return the conditions if all are about doubts whose values can be told."""
    countable = {doubt.id for doubt in found.doubts if doubt.values}
    is_so = all(condition and set(condition) <= countable for condition in conditions)
    return conditions if is_so else ()


def _any_of(found: Across, conditions: Sequence[Condition]) -> str:
    """Say that one of some conditions is met, the shortest first."""
    told = [_all_of(found, condition) for condition in sorted(conditions, key=len)]
    return ("; or if " if any(len(one) > 1 for one in conditions) else " or if ").join(told)


def _all_of(found: Across, condition: Condition) -> str:
    doubts = {doubt.id: doubt for doubt in found.doubts}
    return resolved(found.model, [(doubts[key], values) for key, values in condition.items()])
