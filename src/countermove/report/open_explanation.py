"""Why an outcome holds or not, in a model whose outcomes aren't listed, in words."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.open_explaining import OpenExplanation
from countermove.graph.sequences import Move
from countermove.open_model import OpenModel
from countermove.report.amounts import counted
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import move_phrase, path_phrase, sentence, who, who_alike
from countermove.stability.engines.single_states import OpenReply, OpenVerdict
from countermove.stability.registry import concepts
from countermove.texts import and_list

_MOST_TOLD, _MOST_NAMED = 3, 6


def explanation_section(explanation: OpenExplanation) -> Section:
    """Say who would stay and who would leave, and what follows on what tempts."""
    return Section("Who would stay, who would leave?", tuple(_blocks(explanation)))


def _blocks(explanation: OpenExplanation) -> Iterator[Block]:
    model = explanation.model
    if sum(map(len, explanation.alike)) == len(model.decision_makers):
        yield Prose(_whether_it_holds(explanation))
    by_dm: dict[str, list[OpenVerdict]] = {}
    for verdict in explanation.verdicts:
        by_dm.setdefault(verdict.decision_maker, []).append(verdict)
    lines: list[Line] = []
    content: list[str] = []
    for members in explanation.alike:
        own = by_dm[members[0]]
        if not any(verdict.replies for verdict in own):
            content += (who(model, dm) for dm in members)
            continue
        first = [f"Take {who(model, members[0])}."] if len(members) > 1 else []
        story = " ".join([*first, *_stories(explanation, own)])
        marks = tuple(_mark(verdict.is_stable) for verdict in own)
        lines.append(Line(_names(model, members), marks, story=story))
    if lines:
        yield Grid("Party", explanation.codes, tuple(lines))
        yield Prose("● stays, ○ leaves, ? not found out", quiet=True)
    if content:
        gains = "gains" if len(content) == 1 else "gain"
        yield Prose(sentence(f"{and_list(content)} {gains} by no move."))


def _names(model: OpenModel, members: tuple[str, ...]) -> str:
    if len(members) > _MOST_NAMED:
        return who_alike(model, members)
    return sentence(and_list([who(model, dm) for dm in members]))


def _whether_it_holds(explanation: OpenExplanation) -> str:
    """Say under which concepts the state holds, if everybody was asked."""
    by_code: dict[str, set[bool | None]] = {code: set() for code in explanation.codes}
    for verdict in explanation.verdicts:
        by_code[verdict.concept].add(verdict.is_stable)
    upset = [code for code, found in by_code.items() if False in found]
    unknown = [code for code, found in by_code.items() if None in found and code not in upset]
    holds = [code for code in by_code if code not in (*upset, *unknown)]
    told = [f"it holds under {and_list(holds)}"] if holds else []
    told += [f"somebody would leave it under {and_list(upset)}"] if upset else []
    told += [f"whether it holds under {and_list(unknown)} is open"] if unknown else []
    return sentence(f"{'; '.join(told)}.")


def _mark(is_stable: bool | None) -> Mark:
    return Mark.OPEN if is_stable is None else Mark.standing(is_stable)


def _stories(explanation: OpenExplanation, own: list[OpenVerdict]) -> Iterator[str]:
    """Tell what follows on improvements, of each kind of verdict once."""
    told: set[bool | None] = set()
    for verdict in own:
        concept = concepts()[verdict.concept]
        if verdict.is_stable in told or concept.replies == "none":
            continue
        told.add(verdict.is_stable)
        telling = _worth_telling(verdict)
        stories = [_story(explanation, verdict, reply) for reply in telling[:_MOST_TOLD]]
        left = len(telling) - len(stories)
        stories += [f"And {counted(left, 'more improvement')} alike." if left else ""]
        yield f"{verdict.concept}: {' '.join(filter(None, stories))}"


def _worth_telling(verdict: OpenVerdict) -> list[OpenReply]:
    """Return the improvements that decide: those that nothing deters, if there are any."""
    free = [reply for reply in verdict.replies if reply.is_deterred is verdict.is_stable]
    return free or list(verdict.replies)


def _story(explanation: OpenExplanation, verdict: OpenVerdict, reply: OpenReply) -> str:
    model, dm, code = explanation.model, verdict.decision_maker, verdict.concept
    move = Move(dm, verdict.state, reply.improvement)
    would = sentence(f"{who(model, dm)} would {move_phrase(model, move)}")
    if reply.is_deterred is None:
        return f"{would}; whether that is deterred wasn't found out in the time given."
    credible = concepts()[code].replies == "credible"
    if not reply.is_deterred:
        what = "would do in their own interest" if credible else "could do"
        if concepts()[code].escape:
            better = "it is better off than now or could make up for it"
            return f"{would}, and whatever the others {what}, {better}."
        return f"{would}, and nothing that the others {what} deters it."
    does = "would" if credible else "could"
    path = path_phrase(model, reply.path, does)
    beyond = ", and it could not repair that" if concepts()[code].escape else ""
    return f"{would}; but then {path}, and that is no better for {who(model, dm)}{beyond}."
