"""Why an outcome holds or not, for a page: the sentences, and the path of each on the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from countermove.analysis.equilibria import Solution
from countermove.errors import shown_of
from countermove.graph.sequences import Move
from countermove.graph_model import GraphModel
from countermove.picture.palette import colour, line_style
from countermove.report.amounts import counted
from countermove.report.answer import RESTS_ON_WORDS, quoted_notes
from countermove.report.article import Section
from countermove.report.citing import Citing
from countermove.report.explain import MOST_FOLLOWED, Explanation, explain
from countermove.report.formats.html import sections_html
from countermove.report.leading import way_sentence
from countermove.report.lines import StoryStep, line_steps, line_story
from countermove.report.phrases import done_by, move_phrase, numbered, sentence, who
from countermove.report.standings import outcome_grid
from countermove.report.temptations import most_tempting_first, told_together, untempted
from countermove.stability.play import LineOfPlay
from countermove.stability.registry import SolutionConcept
from countermove.stability.saying import does, heads
from countermove.stability.verdict import Verdict
from countermove.web.large_models import across_takes
from countermove.web.pages.deal.draft import of_state
from countermove.web.strips import drawn

FIRST = 5
"""How many improvements of a party are told of an outcome."""

FIRST_OF_A_CELL = 20
"""How many are told where one concept is asked for."""


Told = dict[str, Any]
"""A paragraph: its text, what leads it in, its path step by step, and the same as a chain."""

Part = dict[str, Any]
"""What there is to say of one party, or of all at once: its heading, colour and paragraphs."""


def _told(text: str, lead: str = "", steps: Sequence[Any] = (), chain: Sequence[Any] = ()) -> Told:
    return {"text": text, "lead": lead, "steps": steps, "chain": chain}


def _part_of(told: Sequence[Told], heading: str = "", colour: str = "") -> Part:
    return {"heading": heading, "colour": colour, "told": told}


_UNTOLD = (
    "For whom an outcome is stable is told of any model; by which moves it isn't, and what "
    f"follows, of those of up to {MOST_FOLLOWED:,} outcomes."
)


def why(solution: Solution, state: str, party: str = "", concept: str = "") -> dict[str, Any]:
    """Say why an outcome holds or not."""
    model = solution.model
    codes = [solution.code(concept)] if concept else list(solution.codes)
    if len(model.states) > MOST_FOLLOWED:
        position, summary, parts = model.states.find(state), "", [_part_of([_told(_UNTOLD)])]
    else:
        explanation = explain(model, state, party or None, codes)
        position = explanation.state
        summary = _summary(explanation, single=bool(party)) if concept else ""
        tell = _of_a_concept if concept else _of_all
        parts = tell(explanation)
        if explanation.strong is not None:
            parts += [_part_of([_told("By strong preference:")]), *tell(explanation.strong)]
    texts = [told["text"] for part in parts for told in part["told"]]
    quoted = quoted_notes(model.conflict, texts)
    said = Citing(model.conflict).said
    for told in (told for part in parts for told in part["told"]):
        told["text"] = said(told["text"])
    return {
        "words": RESTS_ON_WORDS,
        "quoted": [(note.source, note.text) for note in quoted],
        "number": model.states.number(position),
        "draft": of_state(model.states, position).written(model.states.vocabulary),
        **dict(zip(("lead", "text"), numbered(model, position), strict=True)),
        "way": way_sentence(solution, position),
        "is_status_quo": position == model.states.status_quo,
        "codes": solution.codes,
        "heads": heads(concept.words for concept in solution.concepts),
        "does": [
            {stable: does(concept.words, stable=stable) for stable in (True, False)}
            for concept in solution.concepts
        ],
        "stayers": _stayers(solution, position),
        "holds": [position in solution.holding[code] for code in solution.codes],
        "summary": said(summary),
        "parts": [part for part in parts if part["told"]],
        "across": _across(solution, position, party),
        "party": model.find_decision_maker(party) if party else "",
        "concept": codes[0] if concept else "",
    }


def _across(solution: Solution, position: int, party: str) -> Markup:
    """Say in which readings who would stay; nothing without doubts, or where it would take long."""
    if across_takes(solution) or (found := solution.across) is None:
        return Markup()
    model = solution.model
    whose = (model.find_decision_maker(party),) if party else model.decision_makers
    blocks = (outcome_grid(found, position, whose),)
    section, citing = Section("In which readings?", blocks), Citing(model.conflict)
    return Markup(sections_html((section,), prefix="why-across", citing=citing))


def _summary(explanation: Explanation, *, single: bool) -> str:
    if single and explanation.strong is None:
        return explanation.stories[0].summary
    return explanation.outcome(explanation.concepts[0])


def _stayers(solution: Solution, position: int) -> list[dict[str, Any]]:
    """Return each party, what it does in the outcome, and where it would stay."""
    model = solution.model
    found = []
    for place, (dm, party) in enumerate(model.conflict.decision_makers.items()):
        doing = "; ".join(done_by(model, dm, position)) or ("nothing" if party.options else "")
        stays = [position in solution.stable[code][dm] for code in solution.codes]
        one = {"id": dm, "name": model.name(dm), "colour": colour(place)}
        found.append(one | {"done": doing, "stays": stays})
    return found


def _of_a_concept(explanation: Explanation) -> list[Part]:
    """Tell improvement by improvement, in the words and the order of the explanation."""
    model, (concept,) = explanation.model, explanation.concepts
    parts = []
    for story in explanation:
        verdict = story.verdict
        ordered = sorted(verdict.lines, key=lambda line: line.is_deterred)
        told = [
            _told(
                line_story(model, verdict, concept, line),
                "",
                *_path(model, verdict, concept, line),
            )
            for line in ordered[:FIRST_OF_A_CELL]
        ]
        parts.append(_part(model, verdict.decision_maker, told, len(ordered) - len(told)))
    if len(explanation) > 1:
        parts.append(_part_of(_untempted(explanation)))
    return parts


def _of_all(explanation: Explanation) -> list[Part]:
    """Tell party by party, what is alike under all concepts once."""
    model = explanation.model
    concepts = {concept.code: concept for concept in explanation.concepts}
    parts = []
    for dm in explanation.decision_makers:
        verdicts = [s.verdict for s in explanation if s.verdict.decision_maker == dm]
        ordered = most_tempting_first(model, verdicts)
        told: list[Told] = []
        most = shown_of(len(ordered), FIRST)
        for move in ordered[:most]:
            temptation = told_together(explanation, verdicts, move)
            if temptation.shared:
                told.append(_told(temptation.shared))
            by_code = {verdict.concept: verdict for verdict in verdicts}
            begin_so = {
                code: iter([line for line in verdict.lines if line.first == move])
                for code, verdict in by_code.items()
            }
            for code, text in temptation.told:
                line = next(begin_so[code])
                path = _path(model, by_code[code], concepts[code], line)
                told.append(_told(text, code, *path))
        parts.append(_part(model, dm, told, len(ordered) - most))
    return [*parts, _part_of(_untempted(explanation))]


def _part(model: GraphModel, dm: str, told: Sequence[Told], left: int) -> Part:
    more = [_told(f"And {counted(left, 'more improvement')}.")] if left > 0 else []
    place = model.decision_makers.index(dm)
    return _part_of([*told, *more], sentence(who(model, dm)), colour(place))


def _untempted(explanation: Explanation) -> list[Told]:
    text = untempted(explanation)
    return [_told(text)] if text else []


def _path(
    model: GraphModel, verdict: Verdict, concept: SolutionConcept, line: LineOfPlay
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the path of a story for the graph, and as a chain."""
    steps = line_steps(model, verdict, concept, line)
    return [_step(model, step) for step in steps], list(_chain(model, steps))


def _chain(model: GraphModel, steps: Sequence[StoryStep]) -> Iterator[dict[str, Any]]:
    """Give the outcomes of a path, each with the move that led there."""
    moves = [(k, step.move) for k, step in enumerate(steps) if step.move is not None]
    if not moves:
        return
    first, last = moves[0][1], moves[-1][1]
    yield drawn(model, first.origin) | {"step": 0, "mover": "", "end": ""}
    for k, move in moves:
        place = model.decision_makers.index(move.decision_maker)
        yield drawn(model, move.target) | {
            "step": k,
            "mover": model.name(move.decision_maker),
            "does": move_phrase(model, move),
            "look": f"{colour(place)} {line_style(place)}",
            "end": _beside(model, first, move.target) if move is last else "",
        }


def _beside(model: GraphModel, first: Move, end: int) -> str:
    """Say how good an outcome is for whoever moved first, beside where it began."""
    dm, began = first.decision_maker, first.origin
    better, worse = model.better(dm, end, began), model.better(dm, began, end)
    how = {True: "better", False: "no better", None: "not known to be better"}[better]
    return f"{'worse' if worse else how} for {who(model, dm)}"


def _step(model: GraphModel, step: StoryStep) -> dict[str, Any]:
    number, said = model.states.number, Citing(model.conflict).said(step.says)
    if step.move is None:
        return {"at": None if step.at is None else number(step.at), "says": said}
    return {
        "from": number(step.move.origin),
        "to": number(step.move.target),
        "party": model.decision_makers.index(step.move.decision_maker),
        "says": said,
    }
