"""What an answer rests on: who takes part, what was ruled out, what each wants, by the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np

from countermove.analysis.changes_as_written import model_changes
from countermove.analysis.state_lists import first_of
from countermove.errors import Path, shown_of
from countermove.graph.bits import Bits
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.families import exception_to
from countermove.model.marks import marked, weight_text
from countermove.model.part import Recorded
from countermove.model.parts import Option
from countermove.model.preference import AnyOrder, Preference, Reading, Statement, UnknownOrder
from countermove.model.ranking_text import is_mark
from countermove.model.rule_kinds import ONE_BY_ONE
from countermove.model.rule_words import rule_words
from countermove.model.scenarios import apply_scenario
from countermove.model.statement_words import statement_words
from countermove.preferences.ordinal import together
from countermove.report.amounts import counted
from countermove.report.article import Block, Cell, Grid, Line, Mark, Prose, Section, choice_cell
from countermove.report.differences import change_text
from countermove.report.phrases import mark_of, numbered, recorded, state_text, who
from countermove.report.states import StateList
from countermove.report.ways import matrix_sentence
from countermove.texts import and_list, in_quotes, one_line

DIRECTIONS = {
    "take": "once taken it can't be dropped",
    "drop": "once dropped it can't be taken",
    "up": "it can't go down again",
    "down": "it can't go up again",
    "fixed": "it can't be changed",
}

RECORD_IN_BRACKETS = (
    "In brackets: the record that it rests on, or that it is the analyst's judgement."
)

_MOST_LINES = 60
_MOST_RANKED = 40
_NAMED = 3


def scenario_changes(conflict: Conflict, scenario: str) -> tuple[str, ...]:
    """Say sentence by sentence what a scenario changes that bears on the answer."""
    variant = apply_scenario(conflict, scenario)
    changes, _ = model_changes(conflict, variant)
    return tuple(
        change_text(conflict, variant, change)
        for change in changes
        if change.is_formal and change.path[0] != "scenarios"
    )


# -- who takes part -------------------------------------------------------------------------------


def taking_part_section(model: GraphModel) -> Section:
    """Say who takes part, and what each can do, or from where it can move."""
    conflict = model.conflict
    blocks: list[Block] = [Prose(conflict.note, quiet=True)] if conflict.note else []
    if conflict.is_graph_form:
        blocks += [_outcomes(model), *(_moves_of(model, dm) for dm in model.decision_makers)]
        return Section("Who takes part, and who can move where?", tuple(blocks))
    for dm, party in conflict.decision_makers.items():
        if party.options:
            blocks.append(_options(model, dm))
            if dm in conflict.moves:
                blocks.append(_moves_of(model, dm))
        else:
            blocks.append(Prose("has nothing that it can do, and only looks on.", party.name))
    return Section("Who takes part, and what can each do?", tuple(blocks))


def _options(model: GraphModel, dm: str) -> Grid:
    """Return what a party can do, which way, and whether it is done at the start."""
    states, party = model.states, model.conflict.decision_makers[dm]
    start = () if states.status_quo is None else states.values(states.status_quo)
    lines = []
    for name, option in party.options.items():
        full = f"{dm}.{name}"
        place = states.vocabulary.places[full]
        cells: tuple[Cell, ...] = (choice_cell(option, start[place]),) if start else ()
        note = direction_note(option) + record_of(option)
        lines.append(
            Line(f"{option.text}{levels_of(option)}", cells, story=option.note or "", note=note)
        )
    return Grid(party.name, ("at the start",) if start else (), tuple(lines))


def levels_of(option: Option) -> str:
    """Say behind an option among which levels it is chosen; nothing where it has none."""
    texts = [one_line(level.text) for level in option.levels.values()]
    between = " < " if option.is_ordered else ", "
    return f": {between.join(texts)}" if texts else ""


def direction_note(option: Option) -> str:
    """Return what stands behind an option that can't be changed in every way."""
    said = [] if option.moves == "both" else [DIRECTIONS[option.moves]]
    said += ["only to the next level"] if option.steps == "neighbour" else []
    return f" ({', '.join(said)})" if said else ""


def _outcomes(model: GraphModel) -> Grid:
    states = model.states
    shown = states.in_order(range(len(states)))[: shown_of(len(states), _MOST_LINES)]
    lines = tuple(Line(text, (), lead) for lead, text in (numbered(model, s) for s in shown))
    return Grid("What there can be", (), lines, of=len(states))


def _moves_of(model: GraphModel, dm: str) -> Block:
    """Return the moves of a party whose moves are listed one by one."""
    states = model.states
    given = (states.read(move[0])[0].tolist() for move in model.conflict.moves.get(dm, ()))
    starts = states.in_order({s for some in given for s in some if len(model.moves(dm, s))})
    lines = []
    for state in starts[: shown_of(len(starts), _MOST_LINES)]:
        targets = states.in_order(model.moves(dm, state).tolist())
        cell = " ".join(numbered(model, target)[0] for target in targets)
        lead, text = numbered(model, state)
        lines.append(Line(text, (cell,), lead))
    if lines:
        return Grid(f"{model.name(dm)} can move from", ("to",), tuple(lines), of=len(starts))
    return Prose("can't move, and only looks on.", model.name(dm))


# -- what was ruled out ---------------------------------------------------------------------------


def ruled_out_section(model: GraphModel) -> Section:
    """Say what can't be, and where it begins."""
    conflict, states = model.conflict, model.states
    words, rules = states.vocabulary, conflict.rules
    blocks: list[Block] = []
    for kind in ONE_BY_ONE:
        for number, written in enumerate(getattr(rules, kind)):
            blocks.append(Prose(rule_words(words, ("rules", kind, number), written)))
    if rules.feasible:
        those = [statement_words(words, one) for one in rules.feasible]
        blocks.append(Prose(f"Nothing is possible but: {'; or '.join(those)}."))
    for name, written in rules.requires.items():
        blocks.append(Prose(rule_words(words, ("rules", "requires", name), written)))
    if not conflict.is_graph_form:
        every = 1 << len(words.options)
        left = len(states.choices)
        some = f"{left:,} of {counted(every, 'combination')}"
        blocks.append(Prose(f"That leaves {some}." if blocks else f"Nothing: {some} can be."))
    start = states.status_quo
    if start is None:
        blocks.append(Prose("Where it begins isn't said."))
    else:
        blocks.append(Prose(f"It begins with {state_text(model, start)}, the status quo."))
    meanings = [
        Prose(f"means: {statement_words(words, text)}.", f"‘{term}’")
        for term, text in conflict.terms.items()
    ]
    question = "Where does it begin?"
    if not conflict.is_graph_form:
        question = "What was ruled out, and where does it begin?"
    return Section(question, (*meanings, *blocks))


# -- what each wants ------------------------------------------------------------------------------


def wanted_section(model: GraphModel) -> Section:
    """Say what each wants, with the record behind it and what is in doubt."""
    blocks: list[Block] = []
    for dm in model.decision_makers:
        preference = model.conflict.preferences[dm]
        if dm in model.unordered:
            blocks += _by_pairs(model, dm)
            continue
        written = model.written.preferences[dm]
        blocks += _wishes(model, dm, preference, written)
        if preference.ranking is None:
            places = {place[1] for doubt in model.doubts for place in doubt.places}
            blocks.append(Prose(_extremes(model, dm, as_written=dm in places)))
            if len(model.states) <= _MOST_RANKED and model.levels(dm).any():
                blocks.append(Prose(in_marks(model, dm), quiet=True))
        if preference.note:
            blocks.append(Prose(preference.note, quiet=True))
    legend = "Behind each stands its record, or that it is the analyst's judgement."
    return Section("What does each want?", (*blocks, Prose(legend, quiet=True)))


def without_order(model: GraphModel, dm: str) -> str:
    """Say that a party doesn't rank all the outcomes."""
    record = record_of(model.conflict.preferences[dm])
    return f"{model.name(dm)}: there is no complete order of the outcomes{record}."


def _by_pairs(model: GraphModel, dm: str) -> Iterator[Block]:
    """Say of a party without a complete order which outcomes it would move to, where it could."""
    yield Prose(without_order(model, dm))
    if said := matrix_sentence(model, dm):
        yield Prose(said)
    states, preference = model.states, model.conflict.preferences[dm]
    if len(states) <= _MOST_RANKED:
        every = np.arange(len(states))
        lines: list[Line] = []
        for state in states.in_order(range(len(states))):
            better = every[model.preferences[dm].tempts(every, state)].tolist()
            lead, text = numbered(model, state)
            marks = " ".join(mark_of(model, target) for target in states.in_order(better))
            lines.append(Line(text, (marks or Mark.NO,), lead))
        yield Grid(f"{model.name(dm)}, from each outcome", ("what would tempt it",), tuple(lines))
    if preference.note:
        yield Prose(preference.note, quiet=True)


def _wishes(
    model: GraphModel, dm: str, preference: Preference, written: Preference
) -> Iterator[Block]:
    """Say what a party wants as it is written, with what is in doubt of it."""
    name = model.name(dm)
    if family := exception_to(model.written, dm):
        name += f", otherwise than the other {family}"
    if written.readings is not None:
        for number, reading in enumerate(written.readings):
            likely = "" if reading.likely is None else f", likely {reading.likely}"
            if reading.ranking is not None:
                text = f"by a ranking of its own{likely}{record_of(reading, written)}."
                yield Prose(text, f"{name}, if {in_quotes(reading.says)}:")
                continue
            path = ("preferences", dm, "readings", number)
            yield _way(
                model, f"{name}, if {in_quotes(reading.says)}{likely}", path, reading, written
            )
    elif written.ranking is None:
        yield _way(model, name, ("preferences", dm), written, written)
    if preference.ranking is None:
        return
    lines = [
        Line(_some(model, group[:_NAMED], len(group)), (), f"{place}.")
        for place, group in enumerate(islice(StateList(model).ranking(dm), _MOST_LINES), 1)
    ]
    if written.readings is not None:  # As written the first of them is taken.
        first, *_ = written.readings
        name += f", if {in_quotes(first.says)} (the first of {len(written.readings)} readings)"
    heading, levels = f"{name}, the best first{record_of(preference)}", model.levels(dm).max()
    yield Grid(heading, (), tuple(lines), of=int(levels) + 1)
    yield from map(Prose, beside_ranking(model, written))


def _way(
    model: GraphModel, name: str, path: Path, wants: Preference | Reading, whole: Preference
) -> Grid:
    """Write one way of ranking the outcomes by statements or weights."""
    words = model.states.vocabulary
    if wants.weights is not None:
        lines = [
            Line(statement_words(words, option), (weight_text(weight),))
            for option, weight in wants.weights.items()
        ]
        heading = f"{name}, by the sum of what is true{record_of(wants, whole)}"
        return Grid(heading, ("weight",), tuple(lines))
    lines = [
        Line(
            _wish(model, item),
            (),
            place,
            note=record_of(item, wants if wants.because else whole),
            story=" ".join(one.note for one in _with_inner(item) if one.note),
        )
        for place, item in zip(_places(model, path, wants), wants.statements or (), strict=True)
    ]
    nothing = "nothing: all outcomes are the same to it"
    lines = lines or [Line(nothing, (), note=record_of(wants, whole))]
    return Grid(f"{name}, what matters most first", (), tuple(lines))


def _places(model: GraphModel, path: Path, wants: Preference | Reading) -> list[str]:
    """Number wishes as sentences do: those that are left out as written have no place."""
    written = [(*path, "statements", k) for k in range(len(wants.statements or ()))]
    found: dict[Path, list[int]] = {}
    resolved = model.conflict.preferences[str(path[1])].wishes or ()
    for place in range(len(resolved)):
        own = model.conflict.as_written((*path[:2], "statements", place))
        found.setdefault(own[: len(path) + 2], []).append(place + 1)
    if not any(one in found for one in written):
        # Another reading is the one as written: its wishes have no places among those.
        return [f"{k}." for k in range(1, len(written) + 1)]
    places = [found.get(one, []) for one in written]
    return [f"{one[0]}–{one[-1]}." if one[1:] else f"{one[0]}." if one else "–" for one in places]


def _with_inner(item: Statement | AnyOrder) -> tuple[Statement | AnyOrder, ...]:
    return (item, *item.any_order) if isinstance(item, AnyOrder) else (item,)


def _wish(model: GraphModel, item: Statement | AnyOrder) -> str:
    words = model.states.vocabulary
    if isinstance(item, Statement):
        return f"{statement_words(words, item.holds)}{marked(item)}"
    every = [
        f"{statement_words(words, one.holds)}{marked(one)}{record_of(one) if one.because else ''}"
        for one in item.any_order
    ]
    return f"in any order: {'; '.join(every)}"


def beside_ranking(model: GraphModel, wants: Preference) -> Iterator[str]:
    """Say what isn't known of the order of outcomes, and what is greatly better."""
    states, ranking = model.states, wants.ranking or ()
    for k, entry in enumerate(ranking):
        if isinstance(entry, UnknownOrder):
            some = together(states, entry.unknown, ranking).tolist()
            text = _some(model, some[:_NAMED], len(some))
            yield f"In which order these are isn't known, and they may be alike: {text}."
        elif is_mark(entry):
            above = sum(not is_mark(one) for one in ranking[:k])
            yield f"What stands down to place {above} is greatly better than what stands below it."
    for pair in wants.unknown:
        both = [state_text(model, int(states.read(end)[0][0])) for end in pair]
        yield f"Which of these is better isn't known: {and_list(both)}."
    if wants.known:
        said = "; ".join(str(ordering.order) for ordering in wants.known)
        yield f"Known beyond that: {said}."


def _extremes(model: GraphModel, dm: str, *, as_written: bool) -> str:
    """Say what the wishes come to: the best and the worst of the outcomes."""
    if as_written:
        text = _extremes(model, dm, as_written=False)
        return f"As written: {text[:1].lower()}{text[1:]}"
    ranks = model.levels(dm)
    levels = int(ranks.max()) + 1
    if levels == 1:
        return f"So all outcomes are the same to {who(model, dm)}."
    best, worst = (
        _some(model, [first_of(model.states, found)], found.count())
        for found in (Bits.of(ranks == ranks.max()), Bits.of(ranks == 0))
    )
    return f"The best of its {levels:,} levels: {best}. The worst: {worst}."


def in_marks(model: GraphModel, dm: str) -> str:
    """Write a whole ranking by the marks of the outcomes."""
    groups = ([mark_of(model, state) for state in group] for group in StateList(model).ranking(dm))
    levels = [f"{{{' '.join(group)}}}" if len(group) > 1 else group[0] for group in groups]
    return f"Best first, those in {{ }} alike: {' > '.join(levels)}"


def _some(model: GraphModel, named: Iterable[int], count: int) -> str:
    texts = [state_text(model, state) for state in named]
    more = count - len(texts)
    return ", ".join([*texts, *([f"and {more:,} more"] if more else [])])


def record_of(part: Recorded, whole: Recorded | None = None) -> str:
    """Give the record behind something that is wanted, or that there is none."""
    sources = part.because or (whole.because if whole is not None else ())
    if not sources and isinstance(part, Option):
        return ""
    return recorded(sources)
