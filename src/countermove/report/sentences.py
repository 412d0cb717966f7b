"""The sentences that say what holds and why; terminal, documents and the web share them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_

from countermove.analysis.claims import ClaimAnswer, Deciding, undeterred, upsetting
from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import first_of, in_exactly
from countermove.graph_model import GraphModel
from countermove.report.amounts import counted
from countermove.report.foreseen import looking, looking_further
from countermove.report.leading import ways_sentence
from countermove.report.lines import line_story, verb, would_do, would_rather
from countermove.report.phrases import (
    alike,
    move_phrase,
    path_phrase,
    reason,
    sentence,
    state_text,
    under,
    who,
    who_all,
)
from countermove.stability.play import LineOfPlay
from countermove.stability.registry import SolutionConcept, concepts
from countermove.stability.verdict import Verdict
from countermove.texts import and_list


def verdict_summary(model: GraphModel, verdict: Verdict) -> str:
    """Say in one sentence whether a state is stable for a decision maker."""
    name = who(model, verdict.decision_maker)
    code = verdict.concept
    if words := concepts()[code].words:
        if verdict.is_stable:
            return f"Stable for {name} under {code}: {words.content.format(names=name)}."
        return f"Not stable for {name} under {code}: it {words.unstable}."
    if not verdict.lines:
        if not len(model.moves(verdict.decision_maker, verdict.state)):
            return f"Stable for {name} under {code}: it can't move from there."
        prefers = "tempts it" if verdict.decision_maker in model.unordered else "it prefers"
        return f"Stable for {name} under {code}: it has no move to an outcome that {prefers}."
    if verdict.turn.foreseen:
        return _foreseen_summary(model, verdict)
    if verdict.is_stable:
        moves = "its one improvement is" if len(verdict.lines) == 1 else "its improvements are"
        return f"Stable for {name} under {code}: {moves} deterred."
    return f"Not stable for {name} under {code}: nothing deters it from leaving."


def _foreseen_summary(model: GraphModel, verdict: Verdict) -> str:
    name, code = who(model, verdict.decision_maker), verdict.concept
    if not verdict.is_stable:
        return f"Not stable for {name} under {code}: {looking_further(verdict)}, it would leave."
    more = " or more" if verdict.turn.endless else ""
    return f"Stable for {name} under {code}: {looking(verdict)}{more}, it would rather stay."


def content_sentences(model: GraphModel, state: int, parties: Iterable[str]) -> str:
    """Say why nothing tempts parties away: they can't move, or have nowhere better to go."""
    unique = list(dict.fromkeys(parties))
    stuck = [dm for dm in unique if not len(model.moves(dm, state))]
    content = [dm for dm in unique if dm not in stuck]
    told: list[str] = []
    if content:
        have = "has" if len(content) == 1 else "have"
        names = who_all(model, content)
        better = "would be better"
        if set(content) & set(model.unordered):
            better = "tempts it" if len(content) == 1 else "tempts them"
        told.append(sentence(f"{names} {have} no move to an outcome that {better}."))
    for why, those in alike(stuck, lambda dm: _why_stuck(model, dm, state)).items():
        told.append(sentence(f"{who_all(model, those)} can't move from there{why}."))
    return " ".join(told)


def content_under(
    model: GraphModel, state: int, concept: SolutionConcept, parties: Sequence[str]
) -> str:
    """Say the same as one concept says it."""
    if concept.words is None:
        return content_sentences(model, state, parties)
    names = who_all(model, parties)
    return sentence(f"{concept.words.content.format(names=names)}.") if parties else ""


def _why_stuck(model: GraphModel, dm: str, state: int) -> str:
    """Say behind a colon that all that a party has done can't be undone, where that is why."""
    options = model.states.vocabulary.options.items()
    own = [
        (option, letter)
        for (full, option), letter in zip(options, model.states.values(state), strict=False)
        if full.startswith(f"{dm}.")
    ]
    if not own or any((option.moves, letter) != ("take", "Y") for option, letter in own):
        return ""
    return f": {and_list([f'“{option.text}”' for option, _ in own])} can't be undone"


def verdict_story(model: GraphModel, verdict: Verdict) -> list[str]:
    """Say improvement by improvement why a state is stable or not."""
    concept = concepts()[verdict.concept]
    ordered = sorted(verdict.lines, key=lambda line: line.is_deterred)
    return [line_story(model, verdict, concept, line) for line in ordered]


MOST_FOLLOWED = 1 << 16
"""In models of more states replies aren't followed one by one to tell by which move one leaves."""


def claim_story(solution: Solution, answer: ClaimAnswer) -> str:
    """Say in a few sentences what decides a claim."""
    story = f"{_deciding_story(solution, answer)} {ways_sentence(solution, answer)}".rstrip()
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
    concept, by = _most_lenient(upset)
    closest = closest_story(model, concept, by.found.first(1)[0], by.leaving)
    return f"No such outcome holds. {closest}"


def _most_lenient(
    found: list[tuple[SolutionConcept, Deciding]],
) -> tuple[SolutionConcept, Deciding]:
    """Choose the concept under which most is stable: what is upset even there says most."""
    return max(found, key=lambda item: leniency(item[0]))


def leniency(concept: SolutionConcept) -> tuple[int, bool]:
    """Return a key by which the concepts come last under which most is stable."""
    order = {"none": 0, "credible": 1, "any": 2, None: -1}
    return order[concept.replies], not concept.escape


def closest_story(
    model: GraphModel, concept: SolutionConcept, state: int, leaving: Sequence[str]
) -> str:
    """Say which state is closest to holding, who would leave it, and why nothing deters it."""
    told = upset_story(model, concept, state, leaving)
    return f"Closest to holding: {state_text(model, state)}. {told}"


def upset_story(
    model: GraphModel, concept: SolutionConcept, state: int, leaving: Sequence[str]
) -> str:
    """Say who would leave a state, and why nothing deters it."""
    dm, count = leaving[0], len(model.states)
    name = who(model, dm)
    others = [who(model, other) for other in leaving[1:]]
    does = concept.words.unstable if concept.words else "would leave it"
    also = sentence(f"{and_list(others)} {does} too.") if others else ""
    after = nothing_deters(model, dm, concept)
    if count > MOST_FOLLOWED:
        would = "leave it"
    else:
        line = upsetting(model, concept, dm, state)
        would = f"{move_phrase(model, line.first)} ({gain(model, line, dm, state)})"
    said = f"{name} would {would}, {after}."
    if concept.words:
        said = f"{name} {does}."
        if count <= MOST_FOLLOWED:
            verdict = concept.define(model, dm, state)
            said = line_story(model, verdict, concept, undeterred(model, verdict))
    return f"{sentence(said)} {also}".rstrip()


def nothing_deters(model: GraphModel, dm: str, concept: SolutionConcept) -> str:
    """Say behind what somebody would do that it looks no further, or that nothing deters it."""
    return {
        "none": "and looks no further" if dm in model.unordered else "and gains by it at once",
        "credible": f"and nothing that the others {would_do(model, dm)} deters it",
        "any": "and nothing that the others could then do deters it",
        None: "and nothing deters it",
    }[concept.replies]


def gain(model: GraphModel, line: LineOfPlay, dm: str, state: int) -> str:
    """Say what somebody gains by leaving: where it leads, or where it is foreseen to end."""
    if not line.play.expected:
        return reason(model, dm, line.first.target, state)
    end = max(line.play.expected, key=model.levels(dm).__getitem__)
    would = "would" if len(line.play.expected) == 1 else "may"
    return f"it {would} end at {state_text(model, end)}: {reason(model, dm, end, state)}"


def _by_equilibrium(solution: Solution, held: list[tuple[SolutionConcept, Deciding]]) -> str:
    """Tell of the state that decides under most concepts, and of another under the rest."""
    model = solution.model
    by_number = in_exactly([by.found for _, by in held])
    most = next(states for states in reversed(by_number) if states.any())
    under_most = next(both for _, by in held if (both := by.found & most).any())
    state = first_of(model.states, under_most)
    where = [(concept, by.found) for concept, by in held if state in by.found]
    codes = [concept.code for concept, _ in where]
    more = reduce(and_, (states for _, states in where)).count() - 1
    without = " without it" if held[0][1].kind == "exception" else ""
    text = f"{state_text(model, state)} holds{without} {under(codes, solution.codes)}."
    if more:
        text += f" So {'does' if more == 1 else 'do'} {counted(more, 'more outcome')}."
    for concept, by in held:
        if concept.code not in codes:
            text += (
                f" Under {concept.code} {state_text(model, first_of(model.states, by.found))} does."
            )
    if len(codes) < len(solution.codes):
        text += f" {foresight_story(model, where[0][0], state)}"
    return text.rstrip()


def foresight_story(model: GraphModel, concept: SolutionConcept, state: int) -> str:
    """Say whose foresight holds a state together, and of what; nothing where none is needed."""
    sentences: list[str] = []
    for dm in model.decision_makers:
        verdict = concept.define(model, dm, state)
        if not verdict.lines or not verdict.is_stable:
            continue
        liking = model.liking(dm)
        tempting = max(verdict.lines, key=lambda line: int(liking[line.first.target]))
        sentences.append(
            f"{who(model, dm)} {would_rather(model, tempting.first)}, "
            f"but then {path_phrase(model, tempting.answer, verb(tempting.play.turn))}"
        )
    if not sentences:
        return ""
    return f"It takes foresight: {'; '.join(sentences)}."
