"""The sentences that say what holds and why; terminal, documents and the web share them."""

from __future__ import annotations

from functools import reduce
from operator import and_

from countermove.analysis.claims import ClaimAnswer, Deciding, undeterred
from countermove.analysis.equilibria import Solution
from countermove.analysis.lists import first_of, in_exactly
from countermove.graph_model import GraphModel
from countermove.report.phrases import (
    and_list,
    move_phrase,
    path_phrase,
    reason,
    sentence,
    state_text,
    who,
)
from countermove.stability.registry import SolutionConcept, concepts
from countermove.stability.verdict import Response, Verdict

_SHOWN_STATES = 3


def verdict_summary(model: GraphModel, verdict: Verdict) -> str:
    """Say in one sentence whether a state is stable for a decision maker."""
    name = who(model, verdict.decision_maker)
    code = verdict.concept
    if not verdict.responses:
        return f"Stable for {name} under {code}: it has no move to an outcome that it prefers."
    if verdict.is_stable:
        moves = "its one improvement is" if len(verdict.responses) == 1 else "its improvements are"
        return f"Stable for {name} under {code}: {moves} deterred."
    return f"Not stable for {name} under {code}: nothing deters it from leaving."


def verdict_story(model: GraphModel, verdict: Verdict) -> list[str]:
    """Say improvement by improvement why a state is stable or not.

    Parameters
    ----------
    model : GraphModel
        The model.
    verdict : Verdict
        The verdict with its witness.

    Returns
    -------
    list of str
        A paragraph for each improvement, those that nothing deters first.
    """
    concept = concepts()[verdict.concept]
    ordered = sorted(verdict.responses, key=lambda response: response.is_deterred)
    return [response_story(model, verdict, concept, response) for response in ordered]


def response_story(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> str:
    """Say what follows on one improvement, and what deters it or why nothing does."""
    i, s = verdict.decision_maker, verdict.state
    s1 = response.improvement.target
    leads = "which is" if model.conflict.is_graph_form else "which leads to"
    start = sentence(
        f"{who(model, i)} would rather {move_phrase(model, response.improvement)}, "
        f"{leads} {state_text(model, s1)}: {reason(model, i, s1, s)}."
    )
    if response.sanction is None:
        return f"{start} {_nothing_deters(model, verdict, concept, response)}"
    end = response.sanction[-1].target
    consequence = f"But then {path_phrase(model, response.sanction, _verb(concept))}"
    if concept.replies == "credible":
        each = "" if len(response.sanction) == 1 else "each "
        consequence += f", {each}in its own interest ({_interests(model, response)})"
    text = (
        f"{start} {consequence}. That is {state_text(model, end)}, {_no_better(model, i, end, s)}"
    )
    if not concept.escape:
        return text
    if not response.countermoves:
        return f"{text} From there {who(model, i)} can't move."
    others = len(response.countermoves)
    be = "is" if others == 1 else "are"
    return (
        f"{text} From there {_all_states(others)} that {who(model, i)} could still move to {be} "
        "no better either."
    )


def _all_states(count: int) -> str:
    return {1: "the only outcome", 2: "both outcomes"}.get(count, f"all {count} outcomes")


def _verb(concept: SolutionConcept) -> str:
    return "could" if concept.replies == "any" else "would"


def _interests(model: GraphModel, response: Response) -> str:
    return "; ".join(
        reason(model, move.decision_maker, move.target, move.origin)
        for move in response.sanction or ()
    )


def _no_better(model: GraphModel, i: str, end: int, s: int) -> str:
    ranks = model.preferences[i].ranks
    if end == s:
        return "where it began."
    if ranks[end] == ranks[s]:
        return f"which is as good for {who(model, i)} as where it began, and no better."
    why = reason(model, i, s, end, lost=True)
    return f"which is worse for {who(model, i)} than where it began: {why}."


def _nothing_deters(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, response: Response
) -> str:
    if concept.replies == "none":
        return f"{concept.code} asks no further."
    name = who(model, verdict.decision_maker)
    own = " in their own interest" if concept.replies == "credible" else ""
    if not response.replies:
        if concept.replies == "credible":
            return "Nothing deters it: none of the others would then gain by moving."
        return "Nothing deters it: none of the others can then move."
    where = _some_states(model, response.replies)
    count = len(response.replies)
    if not response.escapes:
        return (
            f"Nothing deters it: {_all_states(count)} that the others could then lead to{own} "
            f"{'is' if count == 1 else 'are'} better for {name} than where it began ({where})."
        )
    escape = response.escapes[0]
    also = len(response.escapes) - 1
    rest = ""
    if also:
        others = "The other reply" if also == 1 else f"The {also} other replies"
        rest = f" {others} that would deter it can be escaped too."
    hurt = path_phrase(model, escape.sanction, _verb(concept))
    out = move_phrase(model, escape.countermove)
    better = state_text(model, escape.countermove.target)
    return sentence(
        f"{hurt}, which would deter it; but {name} could then {out} and be better off than "
        f"where it began, at {better}.{rest} So nothing deters it."
    )


def _some_states(model: GraphModel, states: tuple[int, ...]) -> str:
    ordered = model.states.in_order(states)
    shown = "; ".join(state_text(model, state) for state in ordered[:_SHOWN_STATES])
    rest = len(ordered) - _SHOWN_STATES
    return f"{shown}; and {rest} more" if rest > 0 else shown


def claim_story(solution: Solution, answer: ClaimAnswer) -> str:
    """Say in a few sentences what decides a claim.

    Parameters
    ----------
    solution : Solution
        The solution that the answer belongs to.
    answer : ClaimAnswer
        The claim's answer.

    Returns
    -------
    str
    """
    story = _deciding_story(solution, answer)
    empty = [code for code in solution.codes if not solution.holding[code].any()]
    if not empty or answer.details.kind == "always":
        return story
    return f"{story} Under {and_list(empty)} nothing holds at all."


def _deciding_story(solution: Solution, answer: ClaimAnswer) -> str:
    # The concepts are told apart by what decides; the most demanding one tells the story.
    model = solution.model
    ordered = {concept.code: concept for concept in solution.concepts}
    found = [(ordered[code], answer.deciding[code]) for code in solution.codes]
    for kind in ("exception", "equilibrium"):
        if held := [(concept, by) for concept, by in found if by.kind == kind]:
            return _by_equilibrium(solution, held)
    kinds = {by.kind for _, by in found}
    if kinds == {"impossible"}:
        return "It is true in no feasible outcome."
    if kinds == {"no equilibrium"}:
        return "Nothing holds at all, so there is nothing that could satisfy it."
    upset = [(concept, by) for concept, by in found if by.kind == "upset"]
    return upset_story(model, *_most_lenient(upset))


def _most_lenient(
    found: list[tuple[SolutionConcept, Deciding]],
) -> tuple[SolutionConcept, Deciding]:
    """Choose the concept under which most is stable: what is upset even there says most."""
    order = {"none": 0, "credible": 1, "any": 2, None: -1}
    return max(found, key=lambda item: (order[item[0].replies], not item[0].escape))


def upset_story(model: GraphModel, concept: SolutionConcept, by: Deciding) -> str:
    """Say who would leave the state that is closest to holding, and why nothing deters it."""
    state = by.found.positions().item()
    verdict = concept.define(model, by.leaving[0], state)
    response = undeterred(model, verdict)
    name = who(model, verdict.decision_maker)
    what = move_phrase(model, response.improvement)
    others = [who(model, other) for other in by.leaving[1:]]
    also = sentence(f"{and_list(others)} would leave it too.") if others else ""
    why = reason(model, verdict.decision_maker, response.improvement.target, state)
    after = {
        "none": "and gains by it at once",
        "credible": "and nothing that the others would then do in their own interest deters it",
        "any": "and nothing that the others could then do deters it",
        None: "and nothing deters it",
    }[concept.replies]
    return f"Closest to holding: {state_text(model, state)}. " + sentence(
        f"{name} would {what} ({why}), {after}. {also}".rstrip()
    )


def _by_equilibrium(solution: Solution, held: list[tuple[SolutionConcept, Deciding]]) -> str:
    """Tell of the state that decides under most concepts, and of another under the rest."""
    model = solution.model
    by_number = in_exactly([by.found for _, by in held], len(model.states))
    most = next(states for states in reversed(by_number) if states.any())
    under_most = next(both for _, by in held if (both := by.found & most).any())
    state = first_of(model.states, under_most)
    where = [(concept, by.found) for concept, by in held if by.found[state]]
    codes = [concept.code for concept, _ in where]
    more = reduce(and_, (states for _, states in where)).count() - 1
    without = " without it" if held[0][1].kind == "exception" else ""
    under = _all(codes) if len(codes) == len(solution.codes) else and_list(codes)
    text = f"{state_text(model, state)} holds{without} under {under}."
    if more:
        text += (
            f" So {'does' if more == 1 else 'do'} {more:,} more outcome{'s' if more > 1 else ''}."
        )
    for concept, by in held:
        if concept.code not in codes:
            text += (
                f" Under {concept.code} {state_text(model, first_of(model.states, by.found))} does."
            )
    if len(codes) < len(solution.codes):
        text += f" {foresight_story(model, where[0][0], state)}"
    return text.rstrip()


def _all(codes: list[str]) -> str:
    return {1: codes[0], 2: "both concepts"}.get(len(codes), f"all {len(codes)} concepts")


def foresight_story(model: GraphModel, concept: SolutionConcept, state: int) -> str:
    """Say whose foresight holds a state together, and of what; nothing where none is needed."""
    sentences: list[str] = []
    for dm in model.decision_makers:
        verdict = concept.define(model, dm, state)
        if not verdict.responses or not verdict.is_stable:
            continue
        ranks = model.preferences[dm].ranks
        tempting = max(verdict.responses, key=lambda r: int(ranks[r.improvement.target]))
        sentences.append(
            f"{who(model, dm)} would rather {move_phrase(model, tempting.improvement)}, "
            f"but then {path_phrase(model, tempting.sanction or (), _verb(concept))}"
        )
    if not sentences:
        return ""
    return f"It takes foresight: {'; '.join(sentences)}."
