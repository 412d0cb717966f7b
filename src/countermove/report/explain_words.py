"""An explanation as sections: what is done, who would stay, and what follows if somebody goes."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.report.amounts import counted
from countermove.report.answer import quoted_section
from countermove.report.article import Block, Grid, Line, Mark, Prose, Section
from countermove.report.explain import Explanation
from countermove.report.phrases import done_by, meanings, numbered, sentence, status_quo_note, who
from countermove.report.shown import SHORT, Shown
from countermove.report.standings import outcome_grid
from countermove.report.temptations import most_tempting_first, told_together, untempted
from countermove.report.ways import way_sentences
from countermove.stability.saying import heads

MOST_TOLD = 5
"""How many improvements of a party are told when not all are asked for."""


def explanation_sections(explanation: Explanation, shown: Shown = SHORT) -> tuple[Section, ...]:
    """Say whether an outcome holds and why, party by party; and on which words that rests."""
    told = tuple(_told(explanation, shown))
    quoted = quoted_section(explanation.model.conflict, told)
    return told if quoted is None else (*told, quoted)


def _told(explanation: Explanation, shown: Shown) -> tuple[Section, ...]:
    model = explanation.model
    number, text = numbered(model, explanation.state)
    head = f"{number} {text}{status_quo_note(model, explanation.state)}"
    done: list[Block] = [Prose(said) for said in way_sentences(model, explanation.concepts)]
    done += _what_is_done(explanation)
    legend = tuple(Prose(text, code, quiet=True) for code, text in meanings(explanation.concepts))
    if explanation.strong is None:
        first, *rest = _verdicts(explanation, shown)
        return (Section(head, (*done, *first.blocks, *legend)), *rest)
    return (
        Section(head, (*done, *legend)),
        *_under("By general preference", explanation, shown),
        *_under("By strong preference", explanation.strong, shown),
    )


def _under(heading: str, explanation: Explanation, shown: Shown) -> Iterator[Section]:
    """Give the sections of a part that has a heading of its own."""
    for section in _verdicts(explanation, shown):
        question = f"{heading}: {section.question}" if section.question else heading
        yield Section(question, section.blocks)


def what_is_done(explanation: Explanation) -> Iterator[tuple[str, list[str]]]:
    """Give party by party which options are taken; nothing in graph form."""
    model = explanation.model
    parties = {} if model.conflict.is_graph_form else model.conflict.decision_makers
    for dm, party in parties.items():
        yield party.name, done_by(model, dm, explanation.state)


def _what_is_done(explanation: Explanation) -> Iterator[Block]:
    for name, done in what_is_done(explanation):
        yield Prose("; ".join(done) or "nothing", name, quiet=not done)


def who_would_stay(explanation: Explanation) -> tuple[str, list[tuple[str, dict[str, bool]]]]:
    """Return a heading, and by whom is stable under which concepts; last whether it holds."""
    codes = [concept.code for concept in explanation.concepts]
    heading, for_all = heads(concept.words for concept in explanation.concepts)
    rows: list[tuple[str, dict[str, bool]]] = []
    holds = dict.fromkeys(codes, True)
    for dm in explanation.decision_makers:
        stable = {
            story.verdict.concept: story.verdict.is_stable
            for story in explanation
            if story.verdict.decision_maker == dm
        }
        holds = {code: holds[code] and stable[code] for code in codes}
        rows.append((explanation.model.name(dm), stable))
    if set(explanation.decision_makers) == set(explanation.model.decision_makers):
        rows.append((for_all, holds))
    return heading, rows


def _verdicts(explanation: Explanation, shown: Shown) -> Iterator[Section]:
    """Say first who would stay, then by party what tempts it away and what follows."""
    heading, rows = who_would_stay(explanation)
    lines = tuple(Line(text, tuple(map(Mark.standing, by.values()))) for text, by in rows)
    blocks: list[Block] = [Grid(heading, explanation.codes, lines)]
    if (found := explanation.find_across()) is not None:
        blocks.append(outcome_grid(found, explanation.state, explanation.decision_makers))
    if content := untempted(explanation):
        blocks.append(Prose(content))
    yield Section("", tuple(blocks))
    for dm in explanation.decision_makers:
        if told := tuple(temptations(explanation, dm, shown)):
            yield Section(sentence(who(explanation.model, dm)), told)


def temptations(explanation: Explanation, dm: str, shown: Shown) -> Iterator[Prose]:
    """Say what tempts a party away from an outcome, and what follows under each concept."""
    verdicts = [s.verdict for s in explanation if s.verdict.decision_maker == dm]
    ordered = most_tempting_first(explanation.model, verdicts)
    told = shown.first(ordered, MOST_TOLD)
    for move in told:
        temptation = told_together(explanation, verdicts, move)
        if temptation.shared:
            yield Prose(temptation.shared)
        yield from (Prose(text, code) for code, text in temptation.told)
    if len(told) < len(ordered):
        yield Prose(f"And {counted(len(ordered) - len(told), 'more improvement')}.", quiet=True)
