"""The papers' ways in words: in which of them preferences are taken, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import one_by_one
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.preference import Preference
from countermove.preferences.probabilistic import thresholds_of
from countermove.preferences.ways import FUZZY, PROBABILISTIC, PreferenceWay, number
from countermove.report.article import Grid, Line, Mark, Section
from countermove.report.phrases import alike, numbered, sentence, status_quo_note, who, who_all
from countermove.report.shown import SHORT, Shown
from countermove.stability.registry import SolutionConcept
from countermove.texts import and_list

_SHOWN = 16
"""Of so many outcomes it is told for whom they are stable, where not all are asked for."""

_NOT_ALL = (
    "Under {codes} that isn't what holds in all readings: a move that may be no improvement "
    "already deters."
)
_NOT_SOME = (
    "Under {codes} what doesn't hold so holds in no reading, but what holds so need not hold in "
    "any: a move that may be no improvement already deters."
)
_SYMMETRIC = "SSEQ is symmetric SEQ here; papers on strength write it for strong SEQ."


def way_sentences(model: GraphModel, concepts: Sequence[SolutionConcept]) -> Iterator[str]:
    """Say in which way preferences are taken, and what must not be read into the answer."""
    way = model.way
    if not way:
        yield from _matrices(model)
        return
    yield sentence(f"{way.name}: {way.says}.")
    yield from _thresholds(model)
    if way.tempts_otherwise:
        yield "A gain, below, is a move that tempts in this way."
    coupled = [concept.code for concept in concepts if concept.replies == "credible"]
    beware = {"a": _NOT_ALL, "d": _NOT_SOME}.get(way.unknown or "")
    is_plain = way.strength in (None, "general") and "sure-replies" not in way.variants
    if beware and coupled and is_plain:
        yield beware.format(codes=and_list(coupled))
    if way.strength == "strong" and "SSEQ" in (concept.code for concept in concepts):
        yield _SYMMETRIC


def _thresholds(model: GraphModel) -> Iterator[str]:
    """Say the thresholds of everybody, once where they are alike."""
    if not (model.way.fuzzy or model.way.probabilistic):
        return
    written = model.written.preferences
    found = {dm: _threshold(written[dm], model.way) for dm in model.decision_makers}
    whose = alike(found, found.__getitem__)
    if len(whose) == 1:
        yield f"With {next(iter(whose))}."
        return
    each = [f"{values} for {who_all(model, dms)}" for values, dms in whose.items()]
    yield f"With {'; '.join(each)}."


def _matrices(model: GraphModel) -> Iterator[str]:
    """Say of everybody whose preference is a matrix what that means, where it is taken as it is."""
    yield from filter(None, (matrix_sentence(model, dm) for dm in model.written.preferences))


def matrix_sentence(model: GraphModel, dm: str) -> str:
    """Say what the preference of a party means where it is a matrix; else nothing."""
    written = model.written.preferences[dm]
    way = {"fuzzy": FUZZY, "probability": PROBABILISTIC}.get(written.kind)
    if way is None:
        return ""
    by = f"a {way.name}, with {_threshold(written, way)}"
    return sentence(f"{who(model, dm)} has {by}: {way.says}.")


def _threshold(written: Preference, way: PreferenceWay) -> str:
    if way.fuzzy:
        return f"γ = {number(way.threshold('threshold', written.threshold))}"
    values = zip("αβγ", thresholds_of(written, way), strict=True)
    return ", ".join(f"{letter} = {number(value)}" for letter, value in values)


def printed_section(solution: Solution, shown: Shown = SHORT) -> Section | None:
    """Say for whom outcomes are stable in tables as papers print them; None for a ranking."""
    model = solution.model
    if not model.way:
        return None
    by_party = {
        f"Stable for {model.name(dm)}": {code: by_dm[dm] for code, by_dm in solution.stable.items()}
        for dm in model.decision_makers
    }
    tables = {**by_party, "Equilibria": solution.holding}
    every = len(model.states)
    states = list(islice(one_by_one(model.states), shown.of(every, _SHOWN)))
    grids = (
        Grid(
            heading,
            solution.printed_codes,
            tuple(_line(model, state, found) for state in states),
            of=every,
        )
        for heading, found in tables.items()
    )
    return Section("What is stable, as papers print it", tuple(grids))


def section_for_report(solution: Solution) -> Section:
    """Say all that holds in the way that was asked for, under its name."""
    from countermove.report.answer import claims_grid, holding_section

    printed = printed_section(solution)
    claims = (claims_grid(solution),) if solution.claims else ()
    return Section(
        f"What holds by {solution.model.way.name}?",
        (*claims, *holding_section(solution, "").blocks, *(printed.blocks if printed else ())),
    )


def _line(model: GraphModel, state: int, found: Mapping[str, Region]) -> Line:
    lead, text = numbered(model, state)
    cells = tuple(Mark.standing(state in region) for region in found.values())
    note, number = status_quo_note(model, state), model.states.number(state)
    return Line(text, cells, lead, note=note, state=number)
