"""What tempts a party away from an outcome, told once for all the concepts that were asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.report.explain import Explanation
from countermove.report.lines import line_story
from countermove.report.phrases import sentence
from countermove.report.sentences import content_sentences, content_under
from countermove.stability.registry import SolutionConcept, concepts
from countermove.stability.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Temptation:
    """An improvement of a party, and what follows on it under each concept."""

    shared: str
    told: tuple[tuple[str, str], ...]


def most_tempting_first(model: GraphModel, verdicts: Sequence[Verdict]) -> list[Move]:
    """Order the improvements of a party: those that least deters, then those that it likes best."""
    liking = model.liking(verdicts[0].decision_maker)
    deterred: Counter[Move] = Counter()
    for verdict in verdicts:
        deterred.update({line.first: line.is_deterred for line in verdict.lines})
    return sorted(deterred, key=lambda move: (deterred[move], -int(liking[move.target])))


def told_together(explanation: Explanation, verdicts: Sequence[Verdict], move: Move) -> Temptation:
    """Tell of one improvement once what begins alike under all concepts, then how it goes on."""
    stories = [
        (c.code, line_story(explanation.model, verdict, c, line))
        for c, verdict in zip(explanation.concepts, verdicts, strict=True)
        for line in verdict.lines
        if line.first == move
    ]
    shared = _beginning([story for _, story in stories]) if len(stories) > 1 else ""
    rest = _told_once([(code, story[len(shared) :].strip()) for code, story in stories])
    return Temptation(
        shared, tuple((code, sentence(text.removeprefix(f"{code} "))) for code, text in rest)
    )


def untempted(explanation: Explanation) -> str:
    """Name those whom nothing tempts, in one sentence; nothing where all are tempted."""
    model, state = explanation.model, explanation.state
    content: dict[SolutionConcept | None, list[str]] = {}
    for story in explanation:
        concept = concepts()[story.verdict.concept]
        if not story.verdict.lines:
            own = concept if concept.words else None
            content.setdefault(own, []).append(story.verdict.decision_maker)
    told = [content_sentences(model, state, content.pop(None, ()))]
    told += [content_under(model, state, own, parties) for own, parties in content.items() if own]
    return " ".join(filter(None, told))


def _beginning(stories: list[str]) -> str:
    """Return the sentences with which all the stories begin."""
    first, last = f"{min(stories)} ", f"{max(stories)} "
    alike = next(
        (k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    return first[: first.rfind(". ", 0, alike) + 1]


def _told_once(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give the stories, each in terms of an earlier one that it repeats or goes on from."""
    earlier: list[tuple[str, str]] = []
    for code, story in told:
        known = [(other, text) for other, text in earlier if text and story.startswith(text)]
        earlier.append((code, story))
        if not known:
            yield code, story
            continue
        other, text = max(known, key=lambda item: len(item[1]))
        yield code, f"As under {other}. {story[len(text) :].strip()}".strip()
