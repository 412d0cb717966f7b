"""The answer itself in words: which claims are true, what holds, and what the concepts mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import one_by_one
from countermove.errors import shown_of
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.doubts import every_doubt
from countermove.record.proving import proofs
from countermove.record.source_words import source_text
from countermove.report.amounts import counted, in_words, lasted
from countermove.report.article import (
    AS_ASKED,
    IN_BRACKETS,
    Block,
    Cell,
    Grid,
    Line,
    Mark,
    Note,
    Notes,
    Prose,
    Section,
    choice_cell,
)
from countermove.report.assumptions import record_of
from countermove.report.leading import REACHED, ways_legend, ways_to
from countermove.report.phrases import (
    no_order,
    numbered,
    sentence,
    state_text,
    status_quo_note,
    under,
)
from countermove.report.sentences import claim_story
from countermove.report.standings import standing_sentence
from countermove.report.ways import way_sentences
from countermove.stability.registry import concepts
from countermove.stability.saying import why_nothing_holds
from countermove.texts import and_list

MOST_SHOWN, MOST_IN_REPORT = 40, 20
"""How many outcomes are listed one by one where not all are asked for, and in a report."""

_MOST_OPTIONS_SHOWN = 40


def claims_grid(solution: Solution, *, recorded: bool = False) -> Grid:
    """Return the claims with their answers per concept, what decides each, and their record."""
    lines = tuple(
        Line(
            answer.details.says,
            tuple(Mark.of(answer.holds[code]) for code in solution.codes),
            Mark.verdict(answer.verdict),
            claim_story(solution, answer),
            record_of(answer.details) if recorded else "",
            further=standing_sentence(solution, answer.claim),
        )
        for answer in solution.claims
    )
    return Grid("Claims", solution.codes, lines)


def claims_section(solution: Solution) -> Section | None:
    """Say which claims are true; nothing for a model without claims."""
    if not solution.claims:
        return None
    return Section(CLAIMS_QUESTION, (claims_grid(solution, recorded=True), signs(solution)))


CLAIMS_QUESTION = "Which claims are true?"


def signs(solution: Solution) -> Prose:
    """Say what the signs before claims mean."""
    every = "✓ under all of the concepts, ~ under some, ✗ under none"
    return Prose(every if len(solution.codes) > 1 else "✓ true, ✗ not true", quiet=True)


def nothing_holds(solution: Solution) -> str:
    """Say that nothing holds, and why."""
    if solution.strong is not None:
        return "Nothing: what is stable for all is strongly stable for all, too."
    return f"Nothing: {why_nothing_holds(concept.words for concept in solution.concepts)}"


MOST_NAMED = 3
"""So many outcomes are named in one sentence."""


def holding_sentence(solution: Solution) -> str:
    """Say in a sentence or two what holds: what firmly, and what only under some concepts."""
    if not len(solution):
        return nothing_holds(solution)
    firm = reduce(and_, solution.holding.values())
    rest = solution.holding_somehow & ~firm
    said = f"{_that_hold(firm)} {_whatever(solution)}{_named(solution, firm)}."
    if not firm.any():
        said = f"{_that_hold(rest)}, {_only(solution, rest)}{_named(solution, rest)}."
    elif rest.any():
        more = sentence(in_words(rest.count()))
        said += f" {more} more {'holds' if rest.count() == 1 else 'hold'} {_only(solution, rest)}."
    return as_written(solution, said)


def as_written(solution: Solution, said: str) -> str:
    """Say in which reading of what is in doubt something is so, where anything is."""
    if solution.model.way or not every_doubt(solution.model.conflict.with_doubts):
        return sentence(said)
    return f"{'In this reading' if solution.model.conflict.reading else 'As written'}, {said}"


def in_all_readings(solution: Solution, found: Region) -> str:
    """Say that outcomes hold in all readings, under all concepts that are asked for."""
    if not found.any():
        return f"no outcome holds in all readings, {_whatever(solution)}"
    return f"{_that_hold(found)} in all readings, {_whatever(solution)}{_named(solution, found)}"


def _that_hold(found: Region) -> str:
    count = in_words(found.count(), "outcome")
    holds = "holds" if found.count() == 1 else "hold"
    return f"{'all ' if found.all() and found.count() > 1 else ''}{count} {holds}"


def _whatever(solution: Solution) -> str:
    """Say that something is so under all concepts that are asked for."""
    usual = {code for code, concept in concepts().items() if concept.standard}
    return (
        "whatever the foresight" if set(solution.codes) == usual else under(*2 * [solution.codes])
    )


def under_foresight(solution: Solution, codes: Sequence[str]) -> str:
    """Say under which of the concepts that are asked for something is so."""
    if not codes:
        return "under no concept"
    if len(codes) == len(solution.codes):
        return _whatever(solution)
    looking = [c.code for c in solution.concepts if c.replies != "none"]
    are_told = all(concept.is_sanctioned for concept in solution.concepts)
    return (
        "if the parties look ahead"
        if are_told and looking == [*codes]
        else under(codes, solution.codes)
    )


def _only(solution: Solution, found: Region) -> str:
    """Say when outcomes hold that don't under all concepts that are asked for."""
    at_once = [solution.holding[c.code] for c in solution.concepts if c.replies == "none"]
    are_told = at_once and all(concept.is_sanctioned for concept in solution.concepts)
    if are_told and not any((found & holding).any() for holding in at_once):
        return "only if the parties look ahead"
    return "under some concepts only"


def _named(solution: Solution, found: Region) -> str:
    """Name outcomes, where these are few."""
    model = solution.model
    if found.count() > MOST_NAMED or found.all():
        return ""
    names = [state_text(model, state) for state in one_by_one(model.states, found)]
    return f": {and_list(names)}"


def holding_section(solution: Solution, asks: str, most: int = MOST_SHOWN) -> Section:
    """Say what holds, and what is done in it; the question `asks` tells what leads there."""
    model = solution.model
    told = tuple(Prose(text, quiet=True) for text in holding_notes(solution))
    if not len(solution):
        return Section(AS_ASKED, (Prose(nothing_holds(solution)), *told))
    shown = solution.strongest(shown_of(len(solution), most))
    positions = [equilibrium.position for equilibrium in shown]
    ways = ways_to(solution, positions)
    lines = tuple(
        state_line(
            model,
            state,
            (*(Mark.standing(code in found.concepts) for code in solution.codes), *ways[k : k + 1]),
        )
        for k, (state, found) in enumerate(zip(positions, shown, strict=True))
    )
    columns = (*solution.codes, REACHED) if ways else solution.codes
    blocks: list[Block] = [Grid("Outcome", columns, lines)]
    if legend := ways_legend(solution, ways, asks):
        blocks.append(legend)
    if left_out := left_out_sentence(solution, len(shown)):
        blocks.append(Prose(left_out))
    blocks += [*told, *what_is_done("What is done", model, positions)]
    return Section(AS_ASKED, tuple(blocks))


def start_sentence(solution: Solution, start: int) -> str:
    """Say whether the status quo holds."""
    codes = [code for code, holding in solution.holding.items() if start in holding]
    said = f"holds under {and_list(codes)}" if codes else "does not hold"
    return f"{state_text(solution.model, start)} (the status quo) {said}."


def holding_notes(solution: Solution) -> list[str]:
    """Say how preferences are taken where that isn't a ranking of what holds."""
    model = solution.model
    told = list(way_sentences(model, solution.concepts))
    if told or not model.unordered or not len(solution):
        return told
    return [f"{no_order(model)} What is left open counts as that kind of preference says."]


def left_out_sentence(solution: Solution, shown: int) -> str:
    """Say what holds besides the firmest outcomes, of which so many are shown."""
    left = len(solution) - shown
    if not left:
        return ""
    codes = solution.codes
    firm = max(0, reduce(and_, solution.holding.values()).count() - shown)
    under = f" under {codes[0]}" if len(codes) == 1 else f" under all {len(codes)} concepts"
    some = f"; {firm:,} of them{under}" if firm and firm < left else under if firm else ""
    also = "holds" if left == 1 else "hold"
    *_, last, after = (len(one.concepts) for one in solution.strongest(shown + 1))
    if last == after:
        these = f"{'This is one' if shown == 1 else f'These are {shown:,}'} of the firmest"
    else:
        these = "This is the firmest" if shown == 1 else f"These are the {shown:,} firmest"
    return f"{these}. {counted(left, 'more outcome')} {also}{some}."


def state_line(model: GraphModel, state: int, cells: tuple[Cell, ...]) -> Line:
    """Return the row of a state: its number in brackets, then what is done in it."""
    lead, text = numbered(model, state)
    number = model.states.number(state)
    return Line(text, cells, lead, note=status_quo_note(model, state), state=number)


def what_is_done(heading: str, model: GraphModel, shown: Sequence[int]) -> list[Block]:
    """Return the table of options by states, as papers print it."""
    options = model.states.vocabulary.options
    if model.conflict.is_graph_form or len(options) > _MOST_OPTIONS_SHOWN:
        return []
    each = [model.states.values(state) for state in shown]
    lines = tuple(
        Line(
            option.text,
            tuple(choice_cell(option, values[place]) for values in each),
            f"{model.name(name.partition('.')[0])}:",
            called=model.states.vocabulary.short[name],
        )
        for place, (name, option) in enumerate(options.items())
    )
    heads = tuple(f"[{model.states.label(state)}]" for state in shown)
    return [Grid(heading, heads, lines)]


NO_GAIN = "no party gains by leaving it, once the answers of the others are counted"


def concepts_section(solution: Solution) -> Section:
    """Say in plain words what the concepts ask."""
    told = [Prose(f"{concept.plain}.", concept.code) for concept in solution.concepts]
    if any(concept.words is None for concept in solution.concepts):
        told.insert(0, Prose(sentence(f"{NO_GAIN}.")))
    return Section("What does it mean that an outcome holds?", tuple(told))


def record_section(conflict: Conflict) -> Section | None:
    """Give the record behind the judgements; nothing where there is none."""
    if not conflict.sources:
        return None
    no_source = Prose("What has no source is the analyst's judgement.")
    return Section("What is the record?", (Notes(tuple(_notes(conflict))), no_source))


def _notes(conflict: Conflict) -> Iterator[Note]:
    proved = proofs(conflict)
    for number, (name, source) in enumerate(conflict.sources.items(), 1):
        yield Note(name, number, source_text(source, proved.get(name)))


RESTS_ON_WORDS = "On which words does it rest?"


def quoted_notes(conflict: Conflict, texts: Iterable[str]) -> tuple[Note, ...]:
    """Return the words of documents that texts name in brackets."""
    proved = proofs(conflict)
    brackets = [f[1].split(", ") for t in texts for f in IN_BRACKETS.finditer(t)] if proved else []
    named = {name for names in brackets for name in names if not name.isdecimal()}
    named &= proved.keys() - conflict.labels.keys()
    return tuple(note for note in _notes(conflict) if note.source in named)


def quoted_section(conflict: Conflict, told: Iterable[Section]) -> Section | None:
    """Give the words of documents on which rests what is told; nothing where none are named."""
    notes = quoted_notes(conflict, (text for section in told for text in section.texts))
    return Section(RESTS_ON_WORDS, (Notes(notes),)) if notes else None


def made_sentence(solution: Solution) -> str:
    """Say how an answer was made."""
    made = solution.provenance
    return (
        f"{_exactly(solution)} in {lasted(made.seconds)} by Countermove {made.version} "
        f"(engine: {made.engine}). Model: {solution.model.conflict.digest}.{_in_way(solution)}"
    )


def made_in_short(solution: Solution) -> str:
    """Say the same in a few words, which are alike whenever it is made."""
    return f"{_exactly(solution)} by Countermove {solution.provenance.version}."


def _exactly(solution: Solution) -> str:
    made = solution.provenance
    return "Solved exactly" if made.complete else "A limit was reached: incomplete, solved"


def _in_way(solution: Solution) -> str:
    return f" Preferences: {solution.model.way.name}." if solution.model.way else ""


def computed_section(solution: Solution) -> Section:
    """Say how an answer was found, by which definitions, and of which model."""
    made = solution.provenance
    how = f"(engine: {made.engine}; {made.why})"
    told = [
        Prose(f"{_exactly(solution)} by Countermove {made.version} {how}.{_in_way(solution)}"),
        Prose("The definitions of when an outcome holds are those of:"),
        *(
            Prose(" ".join(map(str, concept.sources)), concept.code)
            for concept in solution.concepts
        ),
        Prose("Who solves the same model file finds the same. This is the digest of its content:"),
        Prose(solution.model.conflict.digest, quiet=True),
    ]
    return Section("How was it computed?", tuple(told))


def sanctioned_codes(solution: Solution) -> tuple[list[str], tuple[Prose, ...]]:
    """Return the solved concepts that are a choice of replies and escape, and a word on others."""
    codes = [concept.code for concept in solution.concepts if concept.is_sanctioned]
    other = [concept.code for concept in solution.concepts if not concept.is_sanctioned]
    if not other:
        return codes, ()
    can = [concept.code for concept in concepts().values() if concept.is_sanctioned]
    said = f"This can't be told for {and_list(other)}; it can for {and_list(can)}."
    return codes, (Prose(said, quiet=bool(codes)),)
