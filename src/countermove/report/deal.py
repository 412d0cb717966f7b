"""A package on the table, in words: who would stay, who would leave, what is near that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.package import differing
from countermove.analysis.deal.places import PartyPlace, WishAtStake
from countermove.analysis.deal.reactions import Reaction
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.report.answer import state_line
from countermove.report.article import (
    AS_ASKED,
    Block,
    Cell,
    Grid,
    Heading,
    Line,
    Mark,
    Prose,
    Section,
    Words,
)
from countermove.report.evolve import way_story
from countermove.report.lines import verb, would_rather
from countermove.report.phrases import (
    alike,
    changed_phrase,
    move_phrase,
    numbered,
    ordinal,
    path_phrase,
    quoted,
    reason,
    recorded,
    sentence,
    status_quo_note,
    under,
    who,
    who_all,
)
from countermove.report.sentences import gain, leniency, nothing_deters
from countermove.report.shown import FULL, SHORT, Shown
from countermove.report.standings import outcome_grid
from countermove.stability.saying import does, heads
from countermove.texts import and_list

_SHOWN = 6

MOST_FOLLOWED = 1 << 14
"""In models of more outcomes it isn't followed what would then happen: that may take its time."""


def deal_section(found: Deal, shown: Shown = SHORT) -> Section:
    """Say what each party would do about a package, and what is near that holds."""
    if found.state is None:
        return Section(AS_ASKED, tuple(_infeasible(found, shown)))
    model, state = found.model, found.state
    number, text = numbered(model, state)
    blocks: list[Words] = [Prose(f"{text}{status_quo_note(model, state)}", number)]
    blocks += [Prose(headline(found)), _standing_grid(found), _places_grid(found, shown)]
    blocks += _nearest(found, shown)
    if found.evolution is not None and found.path is not None:
        blocks.append(Heading("How the status quo leads there"))
        blocks.append(Prose(way_story(found.evolution, found.path)))
    if found.across is not None:
        blocks.append(outcome_grid(found.across, state, model.decision_makers))
    return Section(AS_ASKED, tuple(blocks), _further(found))


def packages_sections(solution: Solution, packages: Mapping[str, str]) -> Iterator[Section]:
    """Say for a report what each party would do about packages that have names."""
    if not packages:
        return
    board = DealBoard(solution)
    for name, package in packages.items():
        section = deal_section(board.deal(package))
        yield replace(section, question=f"What would they do about “{name}”?", further=())


def _further(found: Deal) -> tuple[str, ...]:
    label = found.model.states.label(found.state or 0)
    if all(found.holds.values()):
        return ("Why it holds:", "explain", label)
    if found.model.unordered or not all(concept.is_sanctioned for concept in found.concepts):
        return ("Why it does not hold:", "explain", label)
    return ("What would have to change for it to hold:", "goals", label)


# -- whether it holds, and who would leave --------------------------------------------------------


def headline(found: Deal) -> str:
    """Say in a sentence whether a package holds, and who would leave it."""
    holding = [code for code, holds in found.holds.items() if holds]
    left = [code for code in found.codes if code not in holding]
    if not left:
        return f"It holds {under(holding, found.codes)}."
    says = "It does not hold"
    if holding:
        says = f"It holds {under(holding, found.codes)}, and not {under(left, found.codes)}"
    if any(concept.words for concept in found.concepts):
        return f"{says}."
    told = []
    whose = alike(found.leaves, lambda dm: tuple(found.leaves[dm]))
    for codes, dms in sorted(whose.items(), key=lambda item: -len(item[0])):
        where = "" if len(codes) == len(left) else f"under {and_list(codes)} "
        told.append(f"{where}{who_all(found.model, dms)} would leave it")
    return f"{says}: {'; '.join(told)}."


def party_sentence(found: Deal, dm: str) -> str:
    """Say in one sentence what a party would do about a package: stay, or what else."""
    every, model = found.reactions[dm], found.model
    leaving = alike([one for one in every.values() if not one.stays], _what)
    staying = alike([one for one in every.values() if one.stays], lambda one: one.concept.words)
    told = [(some, _leaves(model, some)) for some in leaving.values()]
    for some in staying.values():
        is_said = some[0].target is not None and _what(some[0]) in leaving
        told.append((some, _stays(model, some, is_said=is_said)))
    name = who(model, dm)
    if len(told) == 1:
        return sentence(f"{name} {told[0][1]}.")
    (first, says), *others = told
    parts = [f"{_under(first)} {name} {says}", *(f"{_under(some)} it {s}" for some, s in others)]
    return sentence(f"{'; '.join(parts)}.")


def _under(some: Sequence[Reaction]) -> str:
    return f"under {and_list([one.concept.code for one in some])}"


def would(model: GraphModel, one: Reaction) -> str:
    """Say in a few words what a party would do, behind its name."""
    if one.stays or one.target is None or one.concept.words:
        return does(one.concept.words, stable=one.stays)
    return f"would {move_phrase(model, Move(one.decision_maker, one.state, one.target))}"


def _what(one: Reaction) -> tuple[int | None, str]:
    """Return by what reactions are told together: where they lead, or what a concept calls it."""
    words = one.concept.words
    return (None, words.unstable) if words else (one.target, "")


def _leaves(model: GraphModel, some: Sequence[Reaction]) -> str:
    """Say what a party would do instead, why, and that nothing deters it."""
    one = max(some, key=lambda one: leniency(one.concept))
    if one.concept.words or one.target is None:
        return would(model, one)
    why = reason(model, one.decision_maker, one.target, one.state)
    if not one.concept.is_made_sure and one.line is not None:
        why = gain(model, one.line, one.decision_maker, one.state)
    after = nothing_deters(model, one.decision_maker, one.concept)
    return f"{would(model, one)} ({why}), {after}"


def _stays(model: GraphModel, some: Sequence[Reaction], *, is_said: bool) -> str:
    """Say that a party would stay, and what deters it from what it would rather do, if not said."""
    if words := some[0].concept.words:
        return does(words, stable=True)
    tempted = [one for one in some if one.target is not None]
    if not tempted:
        stuck = not len(model.moves(some[0].decision_maker, some[0].state))
        tempts = "tempts it" if some[0].decision_maker in model.unordered else "would be better"
        why = "it can't move from there" if stuck else f"it has no move to an outcome that {tempts}"
        return f"would stay: {why}"
    first = tempted[0]
    assert first.target is not None
    move = Move(first.decision_maker, first.state, first.target)
    rather = "" if is_said else f"it {would_rather(model, move)}, but "
    if len(model.states) > MOST_FOLLOWED:
        return f"would stay: {rather}something deters it"
    answers = alike(tempted, _deterring)
    told = [_answer(model, path, same[0]) for path, same in answers.items()]
    if len(told) > 1:
        told = [f"{t} ({_codes(same)})" for t, same in zip(told, answers.values(), strict=True)]
    return f"would stay: {rather}then {', or '.join(told)}"


def _deterring(one: Reaction) -> Path:
    """Return the moves that deter what a party would rather do, where they can be told shortly."""
    play = None if one.line is None else one.line.play
    is_after = play is not None and not play.expected and not (play.turn and play.turn.at_once)
    return one.line.answer if one.line is not None and is_after else ()


def _answer(model: GraphModel, path: Path, one: Reaction) -> str:
    """Say what the others do about a move; in their own interest where that is so under one."""
    assert one.line is not None
    return path_phrase(model, path, verb(one.line.play.turn)) if path else "it would end no better"


def _codes(some: Sequence[Reaction]) -> str:
    return ", ".join(one.concept.code for one in some)


def _standing_grid(found: Deal) -> Grid:
    heading, for_all = heads(concept.words for concept in found.concepts)
    lines = [
        Line(
            found.model.name(dm),
            tuple(Mark.standing(one.stays) for one in by_code.values()),
            story=party_sentence(found, dm),
        )
        for dm, by_code in found.reactions.items()
    ]
    lines.append(Line(for_all, tuple(map(Mark.standing, found.holds.values()))))
    return Grid(heading, found.codes, tuple(lines))


# -- places and wishes ----------------------------------------------------------------------------


def _places_grid(found: Deal, shown: Shown) -> Grid:
    lines = tuple(
        Line(found.model.name(dm), (_place(place),), story=wishes_sentence(found, dm, shown))
        for dm, place in found.places.items()
    )
    heading = "Its place among the outcomes"
    if any(place.wishes for place in found.places.values()):
        heading += ", and which wishes it breaks"
    return Grid(heading, ("place",), lines)


def _place(place: PartyPlace) -> Cell:
    """Write a place in a few characters; nothing where the preference is no complete order."""
    return "" if place.place is None else f"{place.place} of {place.places}"


def wishes_sentence(found: Deal, dm: str, shown: Shown = SHORT) -> str:
    """Say which wishes of a party a package breaks, with the record, and how many it meets."""
    model, place = found.model, found.places[dm]
    if not place.wishes:
        return ""
    broken = [f"its {_which(model, place, wish)}" for wish in place.broken]
    if not broken:
        count = len(place.wishes)
        return f"It meets {'its one wish' if count == 1 else f'all {count} of its wishes'}."
    told = f"It breaks {and_list(broken)}"
    if not place.met:
        return f"{told}, and meets none."
    if shown == FULL:
        met = [f"its {_which(model, place, wish)}" for wish in place.met]
        return f"{told}, and meets {and_list(met)}."
    others = "other" if len(place.met) == 1 else f"other {len(place.met)}"
    return f"{told}, and meets the {others}."


def _which(model: GraphModel, place: PartyPlace, wish: WishAtStake) -> str:
    """Name a wish by its place among the others, or by its weight, in words, with its record."""
    words = f"{quoted(model, wish.statement)}{recorded(wish.because)}"
    if wish.weight is not None:
        return f"wish {words}, of weight {wish.weight}"
    number = next(k for k, one in enumerate(place.wishes, start=1) if one is wish)
    return f"{ordinal(number)} wish {words}"


# -- what is near ---------------------------------------------------------------------------------


def _nearest(found: Deal, shown: Shown) -> Iterator[Block]:
    if found.model.conflict.is_graph_form:
        return
    near = {code: one for code, one in found.nearest.items() if one.differing is not None}
    every = dict.fromkeys(state for one in near.values() for state in one.states)
    ordered = sorted(every, key=lambda state: _far(found, state))
    ordered = [state for state in ordered if state != found.state]
    some = shown.first(ordered, _SHOWN)
    if some:
        cells = {s: tuple(_far_cell(found, code, s) for code in found.codes) for s in some}
        lines = tuple(_state_line(found, state, cells[state]) for state in some)
        heading = "The nearest that hold, and on how many choices they differ"
        yield Grid(heading, found.codes, lines, of=len(ordered))
    for text in _notes_on_near(found):
        yield Prose(text, quiet=True)


def _state_line(found: Deal, state: int, cells: tuple[Cell, ...]) -> Line:
    return replace(state_line(found.model, state, cells), story=_otherwise(found, state))


def _far(found: Deal, state: int) -> int:
    return int(differing(found.package, np.array([state]))[0])


def _far_cell(found: Deal, code: str, state: int) -> Cell:
    near = found.nearest[code]
    return _far(found, state) if state in near.states else ""


def _otherwise(found: Deal, state: int) -> str:
    """Say who would have to do what otherwise."""
    model, other = found.model, found.model.states.values(state)
    changed = {dm: changed_phrase(model, dm, found.values, other) for dm in model.decision_makers}
    told = [f"{who(model, dm)} would {does_}" for dm, does_ in changed.items() if does_]
    return sentence(f"{'; '.join(told)}.") if told else ""


def _notes_on_near(found: Deal) -> Iterator[str]:
    """Say under which concepts nothing holds, and where more are as near as are shown."""
    nothing = [code for code, one in found.nearest.items() if one.differing is None]
    if nothing:
        yield f"{sentence(under(nothing, found.codes))} nothing holds."
    for code, one in found.nearest.items():
        if one.count > len(one.states):
            yield f"Under {code} {one.count:,} are as near; the first {len(one.states)} count here."


# -- what can't be --------------------------------------------------------------------------------


def _infeasible(found: Deal, shown: Shown) -> Iterator[Block]:
    """Say which rules exclude a package, and which packages near it are feasible, and hold."""
    yield Prose(found.package.said)
    rules = [rule.words for rule in found.excluded_by]
    rule = "a rule excludes it" if len(rules) == 1 else f"{len(rules)} rules exclude it"
    yield Prose(f"It is not feasible: {rule}, {and_list(rules)}.")
    near = found.nearest_feasible
    some = shown.first(near.states, _SHOWN)
    lines = tuple(_state_line(found, state, (_far(found, state),)) for state in some)
    yield Grid("The nearest that are feasible", ("choices",), lines, of=near.count)
    yield from _nearest(found, shown)
