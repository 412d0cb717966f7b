"""On what the answer rests, in words: which changes to single judgements turn which claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from countermove.analysis.equilibria import Solution
from countermove.analysis.judgements.judgements import Effect, Judgements, judgements
from countermove.analysis.judgements.variations import Variation
from countermove.errors import unknown
from countermove.graph_model import GraphModel
from countermove.model.parts import Option
from countermove.model.rule_kinds import GROUPS
from countermove.progress import Follow
from countermove.report.amounts import counted, in_words, letter
from countermove.report.article import AS_ASKED, Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    few,
    option_phrase,
    ordinal,
    quoted,
    recorded,
    sentence,
    state_text,
)
from countermove.report.shown import SHORT, Shown, some
from countermove.texts import and_list, or_list

_OF_ALL = "of the model"
_SHOWN = 15
_IN_REPORT = 6
MOST_STATES = 1 << 14
"""In models of more outcomes judgements aren't changed where nobody asks for that alone."""

_NAMED_STATES = 2
_UNTRIED = 3
_TIED = 2
"""So many changes that turn equally much are named."""
_RULES = {
    **{kind: f"{kind.replace('_', ' ')} of {{}}" for kind in GROUPS},
    "infeasible": "{} can't be",
    "feasible": "only outcomes with {} can be",
    "coalesce": "outcomes with {} count as one",
}


def variation_phrase(model: GraphModel, variation: Variation) -> str:
    """Say what is changed about one judgement."""
    if variation.decision_maker is None:
        return f"Without the rule: {rule_phrase(model, variation)}"
    if variation.states:
        what = _in_ranking(model, variation)
    else:
        what = {
            "decision_makers": _option,
            "preferences": _wish,
            "moves": _move,
        }[str(variation.path[0])](model, variation)
    return f"{model.name(variation.decision_maker)}: {what}"


def rule_phrase(model: GraphModel, variation: Variation) -> str:
    """Say what a rule that was lifted asks."""
    _, rule, *_ = variation.path
    about = [quoted(model, text) for text in variation.about]
    if rule == "requires":
        return "{} requires {}".format(*about)
    return _RULES[str(rule)].format(or_list(about) if rule == "feasible" else and_list(about))


def _option(model: GraphModel, variation: Variation) -> str:
    option = model.states.vocabulary.options[variation.about[0]]
    if option.levels:
        return _levels(option, variation)
    take, drop = option_phrase(option, taken=True), option_phrase(option, taken=False)
    if variation.change == "only taken":
        return f"could not {drop}"
    if variation.change == "only dropped":
        return f"could not {take}"
    return {
        "take": f"could also {drop}",
        "drop": f"could also {take}",
        "fixed": f"could {take}, and {drop}",
    }[option.moves]


def _levels(option: Option, variation: Variation) -> str:
    said = f"“{option.text}”"
    if variation.change in ("only up", "only down"):
        return f"could not {'lower' if variation.change == 'only up' else 'raise'} {said}"
    ways = {"up": f"also lower {said}", "down": f"also raise {said}", "fixed": f"change {said}"}
    return f"could {ways[option.moves]}"


def _wish(model: GraphModel, variation: Variation) -> str:
    if variation.path[2] == "weights":
        name, weight = variation.about
        of = f"weight {weight} of {quoted(model, name)}"
        if variation.change == "dropped":
            return f"{of} dropped"
        turned = weight.removeprefix("-") if weight.startswith("-") else f"-{weight}"
        return f"{of} turned into {turned}"
    first, *second = (quoted(model, text) for text in variation.about)
    place = ordinal(variation.places[0])
    if second:
        return f"{second[0]} put before {first}, its {place} wish"
    if variation.change == "negated":
        return f"the opposite of {first}, its {place} wish"
    return f"{first}, its {place} wish, dropped"


def _move(model: GraphModel, variation: Variation) -> str:
    origin, target = (_end(model, state) for state in variation.about)
    if variation.change == "removed":
        return f"could not move from {origin} to {target}"
    return f"could also go back from {target} to {origin}"


def _end(model: GraphModel, written: str) -> str:
    """Name an end of a move as it is written, by what it is where it is one state."""
    if model.conflict.is_graph_form:
        return quoted(model, written)
    found = model.states.read(written)[0]
    return state_text(model, int(found[0])) if len(found) == 1 else written


def _in_ranking(model: GraphModel, variation: Variation) -> str:
    first, second = (_named(model, states) for states in variation.states)
    place = ordinal(variation.places[0])
    return {
        "exchanged": f"{second} put before {first}, {place} in its ranking",
        "tied": f"{second} as good as {first}, {place} in its ranking",
        "raised": f"{first} put before {second}, its equals in {place} place",
        "lowered": f"{first} put behind {second}, its equals in {place} place",
    }[variation.change]


def _named(model: GraphModel, states: Sequence[int]) -> str:
    return and_list(few(states, _NAMED_STATES, partial(state_text, model)))


def _line(judged: Judgements, effect: Effect, cells: tuple[Cell, ...]) -> Line:
    return Line(judgement_phrase(judged, effect), cells)


def judgement_phrase(judged: Judgements, effect: Effect) -> str:
    """Say what is changed about one judgement, and on which record it rests."""
    changed = variation_phrase(judged.solution.model, effect.variation)
    return changed + recorded(effect.variation.record)


# -- the answer -----------------------------------------------------------------------------------


def judgements_section(
    judged: Judgements,
    shown: Shown = SHORT,
    *,
    claim: str | None = None,
    source: str | None = None,
    wish: str | None = None,
) -> Section:
    """Say on what the answer rests: of all judgements, or those about one source or wish."""
    whose = _OF_ALL
    if source is not None:
        judged = _resting_on(judged, source)
        whose = f"that rests on [{source}]"
    if wish is not None:
        judged = _about(judged, wish)
        whose = f"{whose if source is not None else ''} about {quoted(judged.model, wish)}".strip()
    if claim is not None:
        return _of_claim(judged, shown, claim, whose)
    if not judged.solution.claims:
        return _of_outcomes(judged, shown, whose)
    return _of_all(judged, shown, whose)


def _resting_on(judged: Judgements, source: str) -> Judgements:
    sources = judged.solution.model.conflict.sources
    if source not in sources:
        raise unknown("source", source, list(sources), "The sources are")
    return replace(judged, effects=tuple(e for e in judged if source in e.variation.record))


def _about(judged: Judgements, wish: str) -> Judgements:
    """Keep what changes a wish, as the model writes it."""
    wishes = {
        said: None
        for effect in judged
        if effect.variation.path[2:3] == ("statements",)
        for said in effect.variation.about
    }
    if wish not in wishes:
        raise unknown("wish", wish, list(wishes), "The wishes are")
    return replace(judged, effects=tuple(e for e in judged if wish in e.variation.about))


def changed_sentence(judged: Judgements, turning: int, what: str, whose: str = _OF_ALL) -> str:
    """Say how many judgements were changed, and how many of the changes turn something."""
    every = "Not every" if judged.left else "Every"
    tried = counted(len(judged) - len(judged.untried), "change")
    turn = {0: "None of them turns", 1: "One of them turns"}.get(
        turning, f"{turning:,} of them turn"
    )
    return f"{every} judgement {whose} was changed, one at a time: {tried}. {turn} {what}."


def _of_all(judged: Judgements, shown: Shown, whose: str) -> Section:
    answers = judged.solution.claims
    turning = judged.turning()
    told = changed_sentence(judged, len(turning), "the answer to a claim", whose)
    blocks: list[Block] = [Prose(told)]
    letters = [letter(k) for k in range(len(answers))]
    claims = (
        Line(a.details.says, (Mark.verdict(a.verdict), len(judged.turning(a.claim))), lead=letter)
        for letter, a in zip(letters, answers, strict=True)
    )
    blocks.append(Grid("Claims", ("true", "turned by"), tuple(claims)))
    if turning:
        starred = False
        lines: list[Line] = []
        for effect in shown.first(turning, _SHOWN):
            turns = [effect.turns.get(answer.claim) for answer in answers]
            starred = starred or any(turn and not turn.is_verdict for turn in turns)
            cells: list[Cell] = [
                "" if turn is None else Mark.verdict(turn.after) if turn.is_verdict else "*"
                for turn in turns
            ]
            lines.append(_line(judged, effect, (*cells, effect.outcomes)))
        heads = (*letters, "outcomes")
        blocks.append(Grid("What turns them", heads, tuple(lines), of=len(turning)))
        signs = "The claim is then true under all concepts (✓), some (~) or none (✗)"
        star = "; * under others than before" if starred else ""
        blocks.append(
            Prose(f"{signs}{star}. Outcomes: how many come to hold or cease to.", quiet=True)
        )
    blocks += _rest(judged, len(turning), shown, "changes any claim", whose)
    asked = next((a.claim for a in answers if judged.turning(a.claim)), "")
    further = ("What one claim rests on:", "judgements", "--claim", asked)
    return Section(AS_ASKED, tuple(blocks), further if asked else ())


def _of_claim(judged: Judgements, shown: Shown, claim: str, whose: str) -> Section:
    answers = {answer.claim: answer for answer in judged.solution.claims}
    if claim not in answers:
        raise unknown("claim", claim, list(answers), "The claims are")
    answer, codes = answers[claim], judged.solution.codes
    turning = judged.turning(claim)
    now = {
        "holds": "It is true under all concepts.",
        "depends": f"It is true under {and_list([c for c in codes if answer.holds[c]])}.",
        "fails": "It is true under no concept.",
    }[answer.verdict]
    told = changed_sentence(judged, len(turning), "that", whose)
    blocks: list[Block] = [Prose(f"{now} {told}")]
    if turning:
        lines: list[Line] = []
        for effect in shown.first(turning, _SHOWN):
            turn = effect.turns[claim]
            after = {c: answer.holds[c] != (c in turn.gained + turn.lost) for c in codes}
            marks = (Mark.turned(answer.holds[code], after[code]) for code in codes)
            lines.append(_line(judged, effect, tuple(marks)))
        blocks.append(Grid("It rests on", codes, tuple(lines), of=len(turning)))
        signs = "+ has come to be true, ⊖ has ceased to be; ✓ and – as before: true, not true."
        blocks.append(Prose(signs, quiet=True))
    blocks += _rest(judged, len(turning), shown, "changes it", whose)
    return Section(f"On what does it rest: {answer.details.says}?", tuple(blocks))


def _of_outcomes(judged: Judgements, shown: Shown, whose: str) -> Section:
    changing = [effect for effect in judged if effect.outcomes]
    what = "an outcome, so that it holds or ceases to hold under some concept"
    told = changed_sentence(judged, len(changing), what, whose)
    blocks: list[Block] = [Prose(f"The model has no claims. {told}")]
    if changing:
        lines = tuple(
            _line(judged, effect, (_distinct(effect.appears), _distinct(effect.disappears)))
            for effect in shown.first(changing, _SHOWN)
        )
        blocks.append(Grid("What changes outcomes", ("come", "go"), lines, of=len(changing)))
    blocks += _rest(judged, len(changing), shown, "changes any outcome", whose)
    return Section(AS_ASKED, tuple(blocks))


def _distinct(by_code: Mapping[str, tuple[str, ...]]) -> int:
    return len({state for states in by_code.values() for state in states})


def _rest(judged: Judgements, found: int, shown: Shown, does: str, whose: str) -> list[Block]:
    """Say that there is nothing else, where that is so, and what couldn't be tried."""
    blocks: list[Block] = []
    if found and found == shown.of(found, _SHOWN):
        blocks.append(Prose(f"Nothing else {does if whose == _OF_ALL else f'{whose} {does}'}."))
    if judged.left:
        more = "one more change was" if judged.left == 1 else f"{judged.left:,} more changes were"
        blocks.append(Prose(f"It was stopped: {more} not tried.", quiet=True))
    if untried := judged.untried:
        model = judged.solution.model

        def why(effect: Effect) -> str:
            return f"{variation_phrase(model, effect.variation)} ({effect.problem.rstrip('.')})"

        said = "; ".join(few(untried, _UNTRIED, why, "and {} more"))
        be = "leaves a model" if len(untried) == 1 else "leave models"
        changes = counted(len(untried), "change")
        blocks.append(Prose(f"{changes} {be} that can't be solved: {said}.", quiet=True))
    return blocks


def not_tried(model: GraphModel) -> str:
    """Say that judgements of a large model aren't changed where nobody asks for that alone."""
    count = len(model.states)
    return f"Not tried here: the model has {count:,} outcomes, and each change is solved."


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Say on what the answer rests, in short, for a report on a solution."""
    model = solution.model
    if len(model.states) > MOST_STATES:
        return Section.of(not_tried(model), "To find out:", "judgements")
    judged = judgements(model, solution.codes, follow=follow)
    if not any(effect.outcomes or effect.turns for effect in judged):
        return None
    return replace(judgements_section(judged, some(_IN_REPORT)), finding=_finding(judged))


def _finding(judged: Judgements) -> str:
    """Say how many changes turn something, and which of them turns most."""
    is_of_claims = bool(judged.solution.claims)
    turning = judged.turning() if is_of_claims else [one for one in judged if one.outcomes]
    what = "the answer to a claim" if is_of_claims else "an outcome"
    said = changed_sentence(judged, len(turning), what)
    if not turning:
        return said
    answers = judged.solution.claims
    turned = [len(one.turns) if is_of_claims else one.outcomes for one in turning]
    most = [one for one, count in zip(turning, turned, strict=True) if count == max(turned)]
    of = counted(max(turned), "outcome")
    if is_of_claims:
        of = f"{max(turned):,} of {counted(len(answers), 'claim')}"
    each = "" if len(most) == 1 else " each"
    if len(most) < len(turning):
        does = "turns" if len(most) == 1 else "turn"
        head = f"{sentence(in_words(len(most)))} {does} most, {of}{each}"
    else:
        head = f"It turns {of}" if len(most) == 1 else f"Each of these turns {of}"
    phrases = [judgement_phrase(judged, one) for one in most]
    if len(phrases) > _TIED:
        return f"{said} {head}; one of them: {phrases[0]}."
    return f"{said} {head}: {'; and '.join(phrases)}."
