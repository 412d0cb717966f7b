"""Every analysis of random models: it answers in every notation, and never against another one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove import building
from countermove.analysis.coalitions.coalitions import coalitions
from countermove.analysis.compare import compare
from countermove.analysis.differences import differences
from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.goals.goals import goals
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.needed import needed
from countermove.analysis.radius.radius import radius
from countermove.analysis.sample.sample import sample
from countermove.analysis.solving import solve
from countermove.analysis.views.views import views
from countermove.analysis.worth.worth import worth
from countermove.building import build
from countermove.cli.articles import show_article
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import ConceptNotApplicableError, ModelError
from countermove.graph.feasible import feasible_states
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.preferences.distance import distance
from countermove.questions import follow_ups
from countermove.questions.base.question import Question
from countermove.questions.base.whole import report
from countermove.questions.deal import DealQuestion
from countermove.report.answer import claims_section, holding_section
from countermove.report.article import Article, Prose, Section
from countermove.report.differences import differences_section
from countermove.report.explain import Story, explain
from countermove.report.formats.html import to_html
from countermove.report.formats.markdown import to_markdown
from countermove.report.graphml import graphml_parts
from countermove.report.phrases import move_phrase
from countermove.report.states import StateList
from countermove.result import Result
from formulas import trees, written
from latex_reading import read as read_latex
from models import Data, graph_data, option_data
from relations import drawn_from

FORMS: dict[str, st.SearchStrategy[Data]] = {
    "option form": option_data(decision_makers=(1, 4), most_options=4),
    "coalesced": option_data(decision_makers=(2, 3), most_options=4, coalesced=True),
    "graph form": graph_data(decision_makers=(1, 3), most_states=6),
}

# What Python shows of its own things, and sentences that lack a word.
NO_WORDS = re.compile(
    r"<[A-Z]\w+ |np\.|frozenset|array\(|object at 0x|[\[{]'|\bnan\b|\binf\b|\(\)|“”|\bNone:|=None"
)


@st.composite
def conflicts(draw: st.DrawFn, form: str) -> Conflict:
    """Give models with claims, or none, with a status quo, or none."""
    data = draw(FORMS[form])
    names = list(data.get("states", ())) or [
        f"{dm}.{option}"
        for dm, party in data["decision_makers"].items()
        for option in party["options"]
    ]
    kinds = st.sampled_from(["never", "possible", "always"])
    claims = {
        f"claim{k}": {"says": f"Claim {k}", draw(kinds): written(draw(trees(names)))}
        for k in range(draw(st.integers(0, 2)))
    }
    data["claims"] = {claim: said for claim, said in claims.items() if _fits(data, claim, said)}
    if draw(st.booleans()):
        data["status_quo"] = (
            names[0] if form == "graph form" else _first_feasible(Conflict.model_validate(data))
        )
    return Conflict.model_validate(data)


def _fits(data: Data, claim: str, said: Data) -> bool:
    """Say whether a claim is either true or false in every state, coalesced ones as well."""
    try:
        build(Conflict.model_validate(data | {"claims": {claim: said}}))
    except ModelError:
        return False
    return True


def _first_feasible(conflict: Conflict) -> str:
    states = feasible_states(conflict)
    count = sum(len(party.options) for party in conflict.decision_makers.values())
    code = int(states.choices.codes()[0])
    return "".join("Y" if code >> bit & 1 else "N" for bit in range(count))


def asked_of(solution: Solution, k: int) -> Iterator[Question]:
    """Give every follow-up question, in some ways; one that isn't named here as it is by itself."""
    model, state = solution.model, _name(solution, k)
    ways: dict[str, list[dict[str, Any]]] = {
        "evolve": [{"start": state}, {"to": ("all",), "start": state, "everything": True}],
        "worth": [{"foresight": {model.decision_makers[0]: "NASH"}}, {"state": state}],
        "coalitions": [{}, {"improvement": "pareto", "everything": True}],
        "needed": [{"statement": "true", "start": state}],
        "goals": [
            {"goals": (state,), "steps": 1},
            {"goals": (_name(solution, 0), state), "concepts": ("SEQ",), "steps": 1},
        ],
        "deal": [{"package": state, "everything": True}, {"package": _infeasible(solution)}],
        "radius": [{"claims": tuple(model.conflict.claims), "states": (state,)}],
        "sample": [{"unknown": "ties", "samples": 20}, {"within": "10%", "samples": 20}],
    }
    for name, question in (follow_ups() | {"deal": DealQuestion}).items():
        for said in ways.get(name, [{}]):
            yield question(**said)


def _name(solution: Solution, k: int) -> str:
    return solution.model.states.label(k % len(solution.model.states))


def _infeasible(solution: Solution) -> str:
    """Name a package that rules exclude, if there is one."""
    states = solution.model.states
    if states.conflict.is_graph_form:
        return _name(solution, 0)
    codes = range(1 << len(states.option_names))
    code = next((code for code in codes if states.state_of(code) is None), 0)
    return "".join("Y" if code >> bit & 1 else "N" for bit in range(len(states.option_names)))


def _check_notations(result: Result) -> None:
    data = json.loads(result.to_json(), parse_constant=pytest.fail)
    assert data == json.loads(json.dumps(result.to_dict()))
    rows = list(csv.reader(io.StringIO(result.to_csv())))
    assert {len(row) for row in rows} == {len(result.table().columns)}
    lines = result.to_markdown().splitlines()
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
    assert read_latex(result.to_latex())
    assert "\n" not in repr(result)


def _check_words(conflict: Conflict, model: GraphModel, sections: tuple[Section, ...]) -> None:
    article = Article(conflict, model, sections)
    for width, encoding in ((50, "ascii"), (80, "utf-8")):
        page = Page(Look(width, False, encoding))
        show_article(page, "model", article)
        text = page.text()
        assert not NO_WORDS.search(text), text
        for line in text.splitlines():
            assert len(line) <= width or line.lstrip().startswith("countermove "), line
        text.encode(encoding)
    assert to_html(article)
    assert to_markdown(article)


@pytest.mark.parametrize("form", FORMS)
def test_every_analysis_answers_in_words_and_in_every_notation(form: str) -> None:
    @settings(max_examples=8)
    @given(conflict=conflicts(form), k=st.integers(0, 5))
    def holds(conflict: Conflict, k: int) -> None:
        solution = solve(conflict)
        told = []
        for asked in asked_of(solution, k):
            result = asked.run(solution.model)
            _check_notations(result)
            told += asked.sections(result)
        changes = differences(conflict, conflict)
        told.append(differences_section(changes))
        _check_notations(changes)
        _check_notations(compare(conflict))
        _check_words(conflict, solution.model, tuple(told))

    holds()


@pytest.mark.parametrize("form", FORMS)
def test_the_report_answers(form: str) -> None:
    @settings(max_examples=8)
    @given(conflicts(form))
    def holds(conflict: Conflict) -> None:
        article = report(conflict)
        assert not [s.question for s in article.sections if s.question.startswith("Not answered")]
        page, *others = article.sections
        assert [page.is_page, *(section.is_page for section in others)].count(True) == 1
        told = [block.text for block in page.blocks if isinstance(block, Prose)]
        assert all(any(one.finding in text for text in told) for one in others)
        _check_words(conflict, solve(conflict).model, article.sections)

    holds()


NEED_NO_ORDER = ("evolve", "worth", "views", "deal")


@pytest.mark.parametrize("form", FORMS)
def test_what_needs_no_order_answers_without_and_all_else_refuses(form: str) -> None:
    """Preferences that are three relations and no more: in circles, with pairs left open."""

    @settings(max_examples=6)
    @given(conflict=conflicts(form), seed=st.integers(0, 1 << 20), k=st.integers(0, 5))
    def holds(conflict: Conflict, seed: int, k: int) -> None:
        with patch.object(building, "relations_of", drawn_from(seed)):
            solution = solve(conflict)
            model = solution.model
            told = [s for s in (claims_section(solution), holding_section(solution, "Where?")) if s]
            for asked in asked_of(solution, k):
                if asked.id in NEED_NO_ORDER or not model.unordered:
                    result = asked.run(model)
                    _check_notations(result)
                    told += asked.sections(result)
                else:
                    with pytest.raises(ConceptNotApplicableError, match="complete order"):
                        asked.run(model)
            told.append(differences_section(differences(conflict, conflict)))
            for state in range(len(model.states)):
                explanation = explain(model, model.states.label(state))
                _check_notations(explanation)
                for story in explanation:
                    _check_what_tempts(model, story)
            for one in (solution, compare(conflict), StateList(model, solution)):
                _check_notations(one)
            assert "".join(graphml_parts(solution)).count("<edge ") == sum(
                len(model.moves(dm, s))
                for dm in model.decision_makers
                for s in range(len(model.states))
            )
            _check_words(conflict, model, (*told, *report(conflict).sections))

    holds()


def _check_what_tempts(model: GraphModel, story: Story) -> None:
    """Check that nobody is said to prefer what it isn't known to prefer."""
    dm, state = story.verdict.decision_maker, story.verdict.state
    told = {text.split(", which", 1)[0] for text in story.paragraphs}
    for line in story.verdict.lines:
        known = model.better(dm, line.first.target, state)
        does = move_phrase(model, line.first)
        wants = f"{'would rather' if known else 'is tempted to'} {does}"
        assert any(text.endswith(wants) for text in told), (wants, told)


@pytest.mark.parametrize("form", FORMS)
def test_no_analysis_contradicts_another(form: str) -> None:
    @settings(max_examples=12)
    @given(conflict=conflicts(form), k=st.integers(0, 5))
    def holds(conflict: Conflict, k: int) -> None:
        solution = solve(conflict)
        model = solution.model
        start, states = _name(solution, k), range(len(model.states))
        by_code = {code: found.mask().tolist() for code, found in solution.holding.items()}
        held = {s: tuple(c for c in solution.codes if by_code[c][s]) for s in states}

        # What holds is the same wherever it is told.
        evolution = evolve(solution, "all", start=start)
        assert {t.state.number: t.concepts for t in evolve(solution, start=start)} == {
            model.states.number(s): codes for s, codes in held.items() if codes
        }
        assert {one.state: one.concepts for one in worth(solution)} == {
            s: codes for s, codes in held.items() if codes
        }
        groups = coalitions(solution)
        assert groups.alone.holding == solution.holding
        assert {one.state.label: one.alone for one in groups} == {
            model.states.label(s): codes for s, codes in held.items() if codes
        }
        seen = views(model)
        assert seen.holding == seen.without == solution.holding
        assert all(solution.holding[c] == b for c in seen.codes for b in seen.expected[c].values())
        assert not differences(conflict, conflict)

        # A coalition of one is its member.
        for dm in model.decision_makers:
            alone = coalitions(solution, [dm])
            for concept in alone.concepts:
                assert alone.stable[concept.code] == solution.stable[concept.alone][dm]

        # Where all together can lead are the states that some sequence of moves reaches.
        for s in states:
            (need,) = needed(solution, _only(model, s), holding=None, start=start).needs
            reached = evolution.at(s).ways["moves"].is_reached or s == model.states.find(start)
            if need.satisfying.count() == 1:
                assert need.is_possible == reached

        _check_goals(solution, k)
        _check_changes(solution, k)

    holds()


def _only(model: GraphModel, state: int) -> str:
    """Write a statement that is true in one state (and in others, where it is coalesced)."""
    if model.conflict.is_graph_form:
        return model.states.label(state)
    signs = zip(model.states.vocabulary.options, model.states.pattern(state), strict=True)
    words = [name if sign == "Y" else f"not {name}" for name, sign in signs if sign != "-"]
    return " and ".join(words) or "true"


def _check_goals(solution: Solution, k: int) -> None:
    model = solution.model
    state = k % len(model.states)
    found = goals(model, _name(solution, k), steps=1)
    for code, answers in found.answers.items():
        (answer,) = answers
        assert answer.holds == (state in solution.holding[code])
        assert set(answer.unstable) == {
            dm for dm in model.decision_makers if state not in solution.stable[code][dm]
        }
        assert (answer.least is None) == answer.holds


def _check_changes(solution: Solution, k: int) -> None:
    """Check that changes of rankings turn what they are said to, when solved from the start."""
    model = solution.model
    for turn in radius(
        model, claims=model.conflict.claims, states=[_name(solution, k)], concepts=["NASH", "SEQ"]
    ):
        code = turn.concept.code
        for dm, change in turn.changes.items():
            if change is None:
                continue
            assert set(change.ranks) == {dm}
            far = distance(model.preferences[dm].ranks, change.ranks[dm])
            assert far == change.cost == turn.swaps[dm] > 0
            after = solve(change.changed, code)
            if turn.claim is None:
                assert turn.holds == (turn.state in solution.holding[code])
                assert (turn.state in after.holding[code]) != turn.holds
            else:
                (claim,) = (a for a in after.claims if a.claim == turn.claim.claim)
                assert claim.holds[code] != turn.holds

    for effect in judgements(model, "SEQ"):
        assert bool(effect.verdicts) <= bool(effect.turns)
        assert bool(effect.outcomes) == any(
            some for part in (effect.appears, effect.disappears) for some in part.values()
        )
        if effect.turns:
            assert effect.outcomes

    # Rankings at no distance, between which no ties are broken, are the rankings themselves.
    drawn = sample(model, within=0, samples=20)
    strict = all(
        int(model.preferences[dm].ranks.max()) + 1 == len(model.states)
        for dm in model.decision_makers
    )
    if strict:
        assert drawn.is_certain
        for code, found in solution.holding.items():
            assert drawn.equilibrium_counts[code].tolist() == [20 * b for b in found.mask()]
        for answer in solution.claims:
            for code in solution.codes:
                assert float(drawn.claim(answer.claim, code)) == answer.holds[code]
    for code, certain in drawn.certain.items():
        assert not (certain.mask() & (drawn.equilibrium_counts[code] < 20)).any()
