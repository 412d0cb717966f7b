"""What an edit turned round in the answer, in a few short sentences."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.counterparts import appearing
from countermove.analysis.equilibria import Solution
from countermove.report.amounts import counted
from countermove.report.phrases import numbered

_MOST_NAMED = 2
_NOW = {"holds": "holds", "depends": "holds under some concepts only", "fails": "fails"}
_BEFORE = {"holds": "held", "depends": "held under some concepts only", "fails": "failed"}


def what_turned(before: Solution, after: Solution, than: str = "") -> tuple[str, ...]:
    """Say what is otherwise in the answer after an edit.

    Parameters
    ----------
    before, after : Solution
        The answers before and after, under the same concepts.
    than : str
        Where the first answer is that of something else: of what, in words.

    Returns
    -------
    tuple of str
        Sentences: claims first, then outcomes that hold, then how many can be.

    Examples
    --------
    >>> from countermove.analysis.equilibria import solve
    >>> from countermove.files.model_file import load
    >>> case = load("talks-2025")
    >>> what_turned(solve(case), solve(case))
    ('The answer is as it was.',)
    """
    claims, outcomes = _claims(before, after, than), _outcomes(before, after, than or "before")
    said = (*claims, *outcomes, *_size(before, after))
    return said or (f"The answer is as {than or 'it was'}.",)


def _claims(before: Solution, after: Solution, than: str) -> Iterator[str]:
    old = {answer.claim: answer for answer in before.claims}
    for answer in after.claims:
        was = old.get(answer.claim)
        if was is not None and was.verdict != answer.verdict:
            said = answer.details.says
            held = _NOW[was.verdict] if than else _BEFORE[was.verdict]
            yield f"“{said}” {_NOW[answer.verdict]}; {than or 'before,'} it {held}."
        elif was is not None and was.holds != answer.holds:
            under = ", ".join(code for code, true in answer.holds.items() if true)
            now = "" if than else " now"
            yield f"“{answer.details.says}” holds under {under}{now}."


def _outcomes(before: Solution, after: Solution, than: str) -> Iterator[str]:
    """Say which outcomes hold under a concept where they didn't, or no longer do."""
    come: dict[str, None] = {}
    gone: dict[str, None] = {}
    for code in (code for code in after.codes if code in before.codes):
        more, fewer = appearing(
            before.model.states, before.holding[code], after.model.states, after.holding[code]
        )
        come.update(dict.fromkeys(more))
        gone.update(dict.fromkeys(fewer))
    if come:
        yield f"Under more concepts than {than}: {_named(after, tuple(come))}."
    if gone:
        yield f"Under fewer: {_named(before, tuple(gone))}."


def _named(solution: Solution, patterns: tuple[str, ...]) -> str:
    shown = [
        " ".join(numbered(solution.model, solution.model.states.find(pattern)))
        for pattern in patterns[:_MOST_NAMED]
    ]
    if len(patterns) > _MOST_NAMED:
        shown.append(f"and {len(patterns) - _MOST_NAMED:,} more")
    return "; ".join(shown)


def _size(before: Solution, after: Solution) -> Iterator[str]:
    more = len(after.model.states) - len(before.model.states)
    if more:
        yield f"{counted(abs(more), 'outcome')} {'more' if more > 0 else 'fewer'} can be."
