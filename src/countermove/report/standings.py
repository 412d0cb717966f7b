"""In which readings a claim is true, and what that hangs on: in a sentence, and in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.answer import Condition
from countermove.analysis.readings.standing import Standing, chosen_keys
from countermove.report.amounts import counted, percent
from countermove.report.article import Grid, Line
from countermove.report.doubts import in_doubt, resolved
from countermove.report.phrases import alike, sentence, under, who
from countermove.texts import and_list

_MOST_TURNS = 3
_MOST_GROUPS = 3
_BRIEF = 3
"""So many doubts at most are named in one sentence about a claim."""
_MOST_NAMED = 8
"""So many where there is room."""
MOST_TURNED = 2
"""So many readings in which a claim turns are shown."""
_MOST_COUNTED = 100
"""Of so many readings at most it is said in how many something is so."""

ByConcept = Mapping[str, Standing]

Verbs = tuple[str, str]
"""What becomes of something by a turn: by what it isn't as written, and what it is."""

_HOLDS: Verbs = ("holds", "fails")
_STAYS: Verbs = ("would stay", "would leave")


def standing_sentence(solution: Solution, claim: str) -> str:
    """Say in which readings a claim is true, and on what that hangs; nothing without doubts."""
    if solution.across is None:
        return ""
    hinge = _brief_hinge(solution.across, solution.across.claims[claim])
    return f"{_standing(solution.across, claim)}{f': {hinge}' if hinge else ''}."


def standing_share(solution: Solution, claim: str) -> str:
    """Say in which readings a claim is true; nothing without doubts."""
    return "" if solution.across is None else f"{_standing(solution.across, claim, groups=1)}."


def _standing(found: Across, claim: str, groups: int = _MOST_GROUPS) -> str:
    true = "With what is settled, true" if found.model.conflict.reading else "True"
    return f"{true} {_where(found, found.claims[claim], groups)}"


def _where(found: Across, by_code: ByConcept, most: int = _MOST_GROUPS) -> str:
    """Say in which readings, concepts together that are alike; from where to where of many."""
    groups = alike(by_code, lambda code: in_readings(found, by_code[code]))
    if len(groups) == 1:
        return next(iter(groups))
    known = [one.share for one in by_code.values() if isinstance(one.share, Fraction)]
    if len(groups) > most and {*groups} != {_ALL, _NONE} and len(known) == len(by_code):
        low, high = (f"{float(share):.0%}" for share in (min(known), max(known)))
        if found.is_even:
            return f"in {low} to {high} of the readings, by concept"
        return f"with {low} to {high} likelihood, by concept"
    said = list(groups)
    told = (said[0], *map(_after, said, said[1:]))
    return ", ".join(
        f"{part} {under(codes, by_code)}" for part, codes in zip(told, groups.values(), strict=True)
    )


def _after(before: str, said: str) -> str:
    """Shorten what is said of readings after others have been spoken of.

    >>> _after("in 3 of 8 readings", "in 5 of 8 readings")
    'in 5'
    >>> _after("in all readings", "in 25% of the readings")
    'in 25% of them'
    """
    share, of, those = said.partition(" of ")
    if of and before in (_ALL, _NONE):
        return f"{share} of them" if those == "the readings" else said
    if of:
        return share
    if said == _ALL and " of " in before:
        return "in all"
    is_likelihood = said.endswith(_LIKELIHOOD) and before.endswith(_LIKELIHOOD)
    return said.removesuffix(_LIKELIHOOD).removeprefix("with ") if is_likelihood else said


_ALL, _NONE, _LIKELIHOOD = "in all readings", "in no reading", " likelihood"


def standing_cell(holds: str, likelihood: Fraction | None) -> str:
    """Write in which readings something is so, in a few characters: all, none or 38%."""
    return percent(likelihood) if holds == "some" and likelihood is not None else holds


def shares_cell(shares: Iterable[Fraction | str]) -> str:
    """Write in how many readings something is so under several concepts: the least to the most.

    >>> shares_cell([Fraction(1, 4), Fraction(1)]), shares_cell([Fraction(0)])
    ('25–100', 'none')
    """
    each = list(dict.fromkeys(shares))
    if len(each) == 1:
        return percent(one) if isinstance(one := each[0], Fraction) else one
    known = [one for one in each if isinstance(one, Fraction)]
    if len(known) < len(each):
        return "some" if each else ""
    return f"{round(100 * min(known))}–{round(100 * max(known))}"


def in_readings(found: Across, standing: Standing) -> str:
    """Say in which readings something is so: "in 3 of 8 readings"."""
    match standing.holds:
        case "all":
            return _ALL
        case "none":
            return _NONE
        case "open":
            return "in readings of which it isn't known whether they are all, some or none"
    if standing.likelihood is None and standing.between is not None:
        low, high = (f"{end:.0%}" for end in standing.between)
        return f"with {low} to {high} likelihood, by readings drawn at random"
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
    mattering = {doubt.id for standing in hanging.values() for doubt in standing.matter}
    if not mattering:
        return ""
    doubts = [doubt for doubt in found.doubts if doubt.id in mattering]
    where = f"{under(list(hanging), by_code)} " if len(hanging) < len(by_code) else ""
    if len(doubts) <= _BRIEF:
        told = {_exactly(found, standing) for standing in hanging.values()}
        if len(told) == 1 and (said := told.pop()):
            return where + said
    if len(set(sets)) > 1:
        where = "over all concepts, "
    if None in sets:
        return f"{where}it hangs on {counted(len(doubts), 'thing')} in doubt, if not on more"
    if len(doubts) <= _BRIEF:
        return f"{where}it hangs on {and_list(in_doubt(found.model, doubts))}"
    of = f" of the {len(found.doubts)}" if len(doubts) < len(found.doubts) else ""
    return f"{where}it hangs on {len(doubts)}{of} things in doubt"


def standing_story(found: Across, by_code: ByConcept, verbs: Verbs = _HOLDS) -> str:
    """Say what a claim hangs on, and when it turns, for the concepts together that are alike."""
    told: dict[str, list[str]] = {}
    for code, standing in by_code.items():
        if standing.holds == "some" and (said := _in_a_row(_sentences(found, standing, verbs))):
            told.setdefault(said, []).append(code)
    return " ".join(sentence(f"{under(codes, by_code)} {s}") for s, codes in told.items())


def turned_readings(found: Across, by_code: ByConcept) -> Iterator[tuple[str, dict[str, str]]]:
    """Give readings in which it isn't as it is as written, each in words.

    By the id of a doubt the key of its value: as a reading is asked for.
    """
    doubts = {doubt.id: doubt for doubt in found.doubts}
    turned = {
        code: (one.as_written, reading)
        for code, one in by_code.items()
        if one.holds == "some" and (reading := one.reading(not one.as_written))
    }
    for (as_written, reading), codes in alike(turned, turned.__getitem__).items():
        so = resolved(found.model, [(doubts[key], [value]) for key, value in reading.items()])
        said = f"{under(codes, by_code)} it {_HOLDS[as_written]}, for one, if {so}"
        yield said, chosen_keys(doubts, reading)


def _in_a_row(sentences: Iterator[str]) -> str:
    first, *others = [*sentences, ""]
    return " ".join([first, *map(sentence, filter(None, others))])


def _sentences(found: Across, standing: Standing, verbs: Verbs) -> Iterator[str]:
    turns = verbs[standing.as_written]
    if exactly := _exactly(found, standing, verbs):
        yield f"{exactly}."
        return
    nearest = [{key: (k,) for key, k in one.items()} for one in standing.nearest_turns or ()]
    if len(nearest) <= _MOST_TURNS and (some := _sayable(found, nearest)):
        yield f"it {turns}, with all else as written, if {_any_of(found, some)}."
    if only := _sayable(found, [standing.turned_only_if]):
        yield f"it {turns} only if {_all_of(found, only[0])}."
    if standing.matter:
        which = f"{len(standing.matter):,} things in doubt"
        if len(standing.matter) <= _MOST_NAMED:
            which = and_list(in_doubt(found.model, standing.matter))
        end = "and perhaps on more" if standing.hangs_on is None else "and on nothing else"
        yield f"it hangs on {which}, {end}."


def _exactly(found: Across, standing: Standing, verbs: Verbs = _HOLDS) -> str:
    """Say exactly when it turns, what all readings have in common that do it first."""
    conditions = _sayable(found, standing.turned_exactly_if or ())
    if not conditions:
        return ""
    turns = f"it {verbs[standing.as_written]}"
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


# -- outcomes -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _OutcomeRow:
    """In which readings an outcome is stable for a party, or holds."""

    head: str
    subject: str
    by_code: ByConcept
    verbs: Verbs


def _outcome_rows(
    found: Across, state: int, decision_makers: Sequence[str]
) -> Iterator[_OutcomeRow]:
    model, number = found.model, found.model.states.number(state)
    for dm in decision_makers:
        by_code = {code: found.standing_of(number, code, dm) for code in found.codes}
        yield _OutcomeRow(model.name(dm), f"{who(model, dm)} would stay", by_code, _STAYS)
    if set(decision_makers) == set(model.decision_makers):
        by_code = {code: found.standing_of(number, code) for code in found.codes}
        yield _OutcomeRow("It holds", "it holds", by_code, _HOLDS)


def outcome_grid(found: Across, state: int, decision_makers: Sequence[str]) -> Grid:
    """Say for whom an outcome is stable in which readings, and whether it holds; and when."""
    lines = (
        Line(
            row.head,
            tuple(standing_cell(one.holds, one.likelihood) for one in row.by_code.values()),
            story=standing_story(found, row.by_code, row.verbs),
        )
        for row in _outcome_rows(found, state, decision_makers)
    )
    return Grid("In which readings who would stay", found.codes, tuple(lines))


def outcome_sentences(found: Across, state: int, decision_makers: Sequence[str]) -> Iterator[str]:
    """Say the same in sentences."""
    for row in _outcome_rows(found, state, decision_makers):
        said = sentence(f"{row.subject} {_where(found, row.by_code)}.")
        yield f"{said} {standing_story(found, row.by_code, row.verbs)}".rstrip()


def outcome_data(found: Across, state: int, decision_makers: Sequence[str]) -> dict[str, Any]:
    """Return the same as plain data."""
    number = found.model.states.number(state)

    def standings(dm: str | None) -> dict[str, Any]:
        return {code: found.standing_of(number, code, dm).to_dict() for code in found.codes}

    return {
        "readings": found.readings,
        "holds": standings(None),
        "stable": {dm: standings(dm) for dm in decision_makers},
        "words": list(outcome_sentences(found, state, decision_makers)),
        "provenance": found.provenance.to_dict(),
    }
