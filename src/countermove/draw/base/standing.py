"""What figures say of outcomes in sentences: which hold, and where the conflict starts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analysis.equilibria import Solution
from countermove.errors import shown_of
from countermove.report.amounts import counted
from countermove.report.phrases import sentence, state_text
from countermove.texts import and_list

_MOST_TOLD = 12


def holds_sentence(solution: Solution, codes: Sequence[str]) -> str:
    """Say under which concepts an outcome holds."""
    if not codes:
        return "Doesn't hold."
    every = len(codes) == len(solution.codes) > 1
    return f"Holds under {f'all {len(codes)} concepts' if every else and_list(codes)}."


def codes_of(solution: Solution, state: int) -> tuple[str, ...]:
    """Return the codes of the concepts under which an outcome holds."""
    return tuple(code for code in solution.codes if state in solution.holding[code])


def standing(solution: Solution, states: Iterable[int]) -> str:
    """Say of some outcomes which hold, and which is the status quo."""
    model, parts = solution.model, []
    shown = list(states)
    if model.states.status_quo in shown:
        parts.append(f"The status quo is {state_text(model, model.states.status_quo)}.")
    held = [state for state in shown if state in solution.holding_somehow]
    for state in held[: shown_of(len(held), _MOST_TOLD)]:
        says = holds_sentence(solution, codes_of(solution, state))
        parts.append(f"{sentence(state_text(model, state))}. {says}")
    if left := len(held) - shown_of(len(held), _MOST_TOLD):
        parts.append(f"{counted(left, 'more outcome')} {'holds' if left == 1 else 'hold'}.")
    return " ".join(parts) if held else " ".join([*parts, "None of them holds."])
