"""What an edit turned round in the answer, in a few short sentences."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.counterparts import counterpart_of
from countermove.analysis.equilibria import Solution
from countermove.report.amounts import counted
from countermove.report.phrases import VERDICTS, few, numbered
from countermove.texts import in_quotes

_MOST_NAMED = 2


def what_turned(before: Solution, after: Solution, than: str = "") -> tuple[str, ...]:
    """Say what is otherwise in the answer after an edit."""
    said = (*_claims(before, after, than), *_outcomes(before, after, than))
    return said or (f"The answer is as {than or 'it was'}.",)


def _claims(before: Solution, after: Solution, than: str) -> Iterator[str]:
    old = {answer.claim: answer for answer in before.claims}
    for answer in after.claims:
        was = old.get(answer.claim)
        if was is not None and was.verdict != answer.verdict:
            said = answer.details.says
            turned, there = VERDICTS[answer.verdict], f"{than} it is" if than else "before, it was"
            yield f"{in_quotes(said)} is {turned}; {there} {VERDICTS[was.verdict]}."
        elif was is not None and was.holds != answer.holds:
            under = ", ".join(code for code, true in answer.holds.items() if true)
            now = "" if than else " now"
            yield f"{in_quotes(answer.details.says)} is true under {under}{now}."


def _outcomes(before: Solution, after: Solution, than: str) -> Iterator[str]:
    """Say which outcomes come to hold, which cease to, which hold otherwise, are gone or new."""
    states, now = after.model.states, "here" if than else "now"
    _, renames = model_changes(before.model.conflict, after.model.conflict)
    renames.ids["options"] = _reworded(before, after) | renames.ids.get("options", {})
    to = counterpart_of(before.model.states, states, renames)
    stayed = to >= 0
    codes = [code for code in after.codes if code in before.codes]
    was, is_now = _holding(before, codes)[:, stayed], _holding(after, codes)[:, to[stayed]]
    for words, turned in _turned(was, is_now, than):
        those = np.zeros(len(states), dtype=bool)
        those[to[stayed][turned]] = True
        if some := int(those.sum()):
            yield f"{words.format(s='s' if some == 1 else '')}: {_named(after, those)}."
    if gone := int((~stayed).sum()):
        held = int((~stayed & before.holding_somehow.mask()).sum())
        same = list(before.model.states.vocabulary.options) == list(states.vocabulary.options)
        what = "ruled out" if same and not states.conflict.is_graph_form else "gone"
        verbs = ("held", "did not hold")
        if than:
            verbs = ("holds" if held == 1 else "hold", "does not hold")
        did = f"{_of_them(gone, held, *verbs)} {than}".rstrip()
        yield f"{counted(gone, 'outcome')} {_be(gone)} {what} {now}; {did}."
    new = np.ones(len(states), dtype=bool)
    new[to[stayed]] = False
    if count := int(new.sum()):
        hold = new & after.holding_somehow.mask()
        held = int(hold.sum())
        does = _of_them(count, held, "holds" if held == 1 else "hold", "does not hold")
        which = f": {_named(after, hold)}" if held else ""
        yield f"{counted(count, 'outcome')} {_be(count)} new; {does}{which}."


def _holding(solution: Solution, codes: list[str]) -> NDArray[np.bool_]:
    """Return what holds: a row for each of some concepts, a column for each outcome."""
    rows = [solution.holding[code].mask() for code in codes]
    return np.array(rows, dtype=bool).reshape(len(codes), len(solution.model.states))


def _turned(
    was: NDArray[np.bool_], is_now: NDArray[np.bool_], than: str
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Give the ways in which an outcome turns, in words, and which outcomes turn so."""
    gains, loses, held, holds = (
        np.logical_or.reduce(rows) for rows in (~was & is_now, was & ~is_now, was, is_now)
    )
    yield f"Hold{{s}} here and not {than}" if than else "Now hold{s}", holds & ~held
    yield f"Hold{{s}} {than} and not here" if than else "No longer hold{s}", held & ~holds
    compared = f"concepts than {than or 'before'}"
    yield f"Under more {compared}", holds & held & gains & ~loses
    yield f"Under fewer {compared}", holds & held & loses & ~gains
    yield f"Under other {compared}", holds & held & gains & loses


def _reworded(before: Solution, after: Solution) -> dict[str, str]:
    """Find the option or the party that took the place of the only other one: it is said anew."""
    old, new = (list(one.model.states.vocabulary.options) for one in (before, after))
    others = {o: n for o, n in zip(old, new, strict=False) if o != n}
    parties = {(o.partition(".")[0], n.partition(".")[0]) for o, n in others.items()}
    ends = all(o.partition(".")[2] == n.partition(".")[2] for o, n in others.items())
    alone = len(old) == len(new) and len(parties) == 1 and (len(others) == 1 or ends)
    return others if alone and not {*others.values()} & {*old} else {}


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _of_them(count: int, some: int, do: str, does_not: str) -> str:
    """Say how many of the outcomes do something."""
    if count == 1:
        return f"it {do if some else does_not}"
    return f"{'none' if not some else 'all' if some == count else f'{some:,}'} of them {do}"


def _named(solution: Solution, mask: NDArray[np.bool_]) -> str:
    found = solution.model.states.in_order(np.flatnonzero(mask).tolist())

    def say(state: int) -> str:
        return " ".join(numbered(solution.model, state))

    return ", ".join(few(found, _MOST_NAMED, say, "and {} more"))
