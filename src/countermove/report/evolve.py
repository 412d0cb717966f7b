"""How each state can be reached, in words: a way there, who moves last, what is barred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice

import numpy as np

from countermove.analysis.equilibria import Solution
from countermove.analysis.evolve.evolve import evolve
from countermove.analysis.evolve.result import By, Evolution, Target, Way
from countermove.graph.region import Region
from countermove.graph.sequences import Move, Path
from countermove.graph_model import GraphModel
from countermove.preferences.relations import Truth
from countermove.progress import Follow
from countermove.report.amounts import amount, counted
from countermove.report.article import AS_ASKED, Block, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    NO_STATUS_QUO,
    few,
    level_phrase,
    no_gain,
    numbered,
    option_phrase,
    path_phrase,
    sentence,
    state_text,
    status_quo_note,
    who,
)
from countermove.report.shown import FULL, SHORT, Shown, some
from countermove.texts import and_list, or_list

_SHOWN = 10
"""How many states are shown when not all are asked for."""

_IN_REPORT = 8
_MOST_IN_REPORT = 1 << 18
_NAMED = 2

# How many of the shortest ways to a state that was asked for are told, in short and at most.
_WAYS, _ALL_WAYS = 5, 100

_HEADS: Mapping[By, str] = {
    "improvements": "all gain",
    "one-countermove": "but one",
    "moves": "any",
}
_LEGEND: Mapping[By, str] = {
    "improvements": "all gain: each mover gains by its own move",
    "one-countermove": "but one: each gains, one move at most excepted",
    "moves": "any: whatever the parties can do",
}
_FIRST: Mapping[By, str] = {
    "improvements": "moves by which each mover gains",
    "one-countermove": "moves by which each mover gains, one move at most excepted,",
    "moves": "moves of any kind",
}
_WITH: Mapping[By, str] = {
    "one-countermove": "one move by which its mover {no_gain}",
    "moves": "any moves",
}
_SEQUENCE: Mapping[By, str] = {
    "improvements": "sequence of gains",
    "one-countermove": "sequence with but one such move",
    "moves": "sequence of moves",
}


def evolve_section(evolution: Evolution, shown: Shown = SHORT) -> Section:
    """Say how the states asked for can be reached."""
    nearest = nearest_first(evolution, shown.of(len(evolution), _SHOWN))
    blocks = _blocks(evolution, nearest)
    if evolution.asked_for == "states" and len(evolution) == 1:
        most = _ALL_WAYS if shown == FULL else _WAYS
        blocks += _all_ways(evolution.model, evolution.at(nearest[0]), most)
    return Section(AS_ASKED, tuple(blocks), _next(evolution, nearest))


def section_for_report(solution: Solution, follow: Follow | None) -> Section | None:
    """Say for the full report how each equilibrium can be reached from the status quo."""
    states = solution.model.states
    if not len(solution):
        return None
    if states.status_quo is None:
        return Section.of(NO_STATUS_QUO)
    if len(states) > _MOST_IN_REPORT:
        text = f"Left out here: the model has {len(states):,} outcomes. This command answers it:"
        return Section.of(text, "", "evolve")
    evolution = evolve(solution, follow=follow)
    nearest = nearest_first(evolution, some(_IN_REPORT).of(len(evolution), _SHOWN))
    return Section(AS_ASKED, tuple(_blocks(evolution, nearest)), finding=evolve_summary(evolution))


def _blocks(evolution: Evolution, shown: Sequence[int]) -> list[Block]:
    blocks: list[Block] = [Prose(evolve_summary(evolution))]
    if shown:
        lines = tuple(_line(evolution, state) for state in shown)
        heads = tuple(_HEADS[by] for by in evolution.by)
        order = ", the nearest first" if len(evolution) > len(shown) else ""
        blocks.append(Grid(f"Fewest moves{order}", heads, lines, of=len(evolution)))
        legend = "; ".join(_LEGEND[by] for by in evolution.by)
        blocks.append(Prose(f"{legend}; {Mark.NO.value} not at all", quiet=True))
    return blocks


def nearest_first(evolution: Evolution, count: int) -> list[int]:
    """Return the targets that ask least of the decision makers, then those with fewest moves."""
    states = evolution.model.states.in_order_array(evolution.targets.positions())
    fewest = [reach.fewest[states] for reach in evolution.reach.values()]
    # What isn't reached has the depth -1, which without a sign comes last.
    keys = [depth.view(np.uint32) for depth in reversed(fewest)]
    easiest = np.argmax([*(depth >= 0 for depth in fewest), np.ones(len(states), bool)], axis=0)
    return [int(state) for state in states[np.lexsort((*keys, easiest))[:count]]]


# -- the answer first ---------------------------------------------------------------------------


def evolve_summary(evolution: Evolution) -> str:
    """Say in a few sentences how many of the targets are reached, and how."""
    model, total = evolution.model, len(evolution)
    start = state_text(model, evolution.start) + status_quo_note(model, evolution.start)
    if not total:
        return f"Nothing holds, so there is nothing that {start} could lead to."
    targets = evolution.targets
    if total == 1 and evolution.start in targets:
        return f"{start} is where everything begins."
    counts = {by: (targets & reach.reached).count() for by, reach in evolution.reach.items()}
    (first, done), *others = counts.items()
    text = f"From {start}, {_FIRST[first]} {_lead_to(evolution, done)}"
    for by, count in others:
        if count > done:
            more = "it" if total == 1 else f"all {total:,}" if count == total else f"{count:,}"
            text += (
                f"; with {_WITH[by].format(no_gain=no_gain(evolution.model))} {more} can be reached"
            )
        done = max(done, count)
    text += f".{_no_further(evolution)}"
    rest = total - done
    if not rest or "moves" not in counts or (total == 1 and not others):
        return text
    if not done and total > 1:
        return f"{text} None of them can be reached at all."
    left = "It" if total == 1 else f"The other {rest:,}"
    return f"{text} {left} can't be reached at all."


def _lead_to(evolution: Evolution, count: int) -> str:
    """Say how many of the targets some moves lead to."""
    total = len(evolution)
    if total == 1:
        (target,) = nearest_first(evolution, 1)
        return f"{'' if count else 'do not '}lead to {state_text(evolution.model, target)}"
    what = "outcomes that hold" if evolution.asked_for == "equilibria" else "outcomes"
    what += " asked for" if evolution.asked_for == "states" else ""
    if count == total:
        return f"lead to all {total:,} {what}"
    return f"lead to {f'{count:,}' if count else 'none'} of the {total:,} {what}"


def _no_further(evolution: Evolution) -> str:
    """Say where gains alone lead, if that is not everywhere and soon said."""
    reach = evolution.reach.get("improvements")
    if reach is None or not (evolution.targets & ~reach.reached).any():
        return ""
    if reach.reached.count() > _NAMED + 1:
        return ""
    model = evolution.model
    found = [state for state in reach.reached.positions().tolist() if state != reach.start]
    if not found:
        return f" Nobody {_gains(model)} by moving away from there."
    names = and_list([state_text(model, state) for state in model.states.in_order(found)])
    return f" Gains alone lead no further than to {names}."


# -- state by state -----------------------------------------------------------------------------


def _line(evolution: Evolution, state: int) -> Line:
    model, target = evolution.model, evolution.at(state)
    lead, text = numbered(model, state)
    text += status_quo_note(model, state)
    if (holds := holds_under(evolution.holding, state)) != "holds":
        text += f" ({holds})" if holds else ""
    cells = tuple(Mark.NO if w.fewest is None else w.fewest for w in target.ways.values())
    return Line(text, cells, lead, story=way_story(evolution, target))


def holds_under(holding: Mapping[str, Region], state: int) -> str:
    """Say that a state holds, and under which concepts if not all; nothing where it doesn't."""
    codes = [code for code, found in holding.items() if state in found]
    if not codes or len(codes) == len(holding):
        return "holds" if codes else ""
    return f"holds under {_concepts(holding, codes)}"


def _concepts(every: Iterable[str], codes: Sequence[str]) -> str:
    """Name some concepts, or the one that is missing."""
    missing = [code for code in every if code not in codes]
    return f"all but {missing[0]}" if len(missing) == 1 < len(codes) else and_list(codes)


def way_story(evolution: Evolution, target: Target) -> str:
    """Tell a shortest way of the kind that asks least, and why none asks less where it's plain."""
    model, best = evolution.model, target.best
    if best is None:
        by, way = list(target.ways.items())[-1]
        never = "It can't be reached at all" if by == "moves" else "It can't be reached so"
        why = _why_not(model, way)
        return f"{never}: {why}." if why else f"{never}."
    if best.fewest == 0:
        return "It is where everything begins."
    path = next(best.paths())
    told = (
        f"{sentence(told_path(model, path))}.{_missed(model, path)}{_passed(evolution, path)}"
        f"{_others(model, best)}"
    )
    denied = _denied(model, target, best)
    return f"{denied} {told}" if denied else told


def _denied(model: GraphModel, target: Target, best: Way) -> str:
    """Say why the state isn't reached by moves that everyone gains by, if that was asked."""
    first = target.ways.get("improvements")
    if first is None or first is best or best.by == "improvements":
        return ""
    why = _why_not(model, first)
    return f"Gains alone do not lead there: {why}." if why else "Gains alone do not lead there."


def told_path(model: GraphModel, path: Path) -> str:
    """Say what a sequence of moves does, and at which of them the mover doesn't gain."""
    return ", then ".join(told_move(model, move) for move in path)


def told_move(model: GraphModel, move: Move) -> str:
    """Say what a move does, and what it costs its mover if it doesn't gain."""
    dm = move.decision_maker
    gains = model.better(dm, move.target, move.origin)
    loses = model.better(dm, move.origin, move.target)
    if gains:
        return path_phrase(model, (move,))
    cost = "at its own cost" if loses else "without gaining by it"
    if not loses and None in (gains, loses):
        cost = "whether it gains by it is left open"
    return f"{path_phrase(model, (move,), 'could')} ({cost})"


def _missed(model: GraphModel, path: Path) -> str:
    """Say where a mover gains and yet could do better by another move."""
    told: list[str] = []
    for move in path:
        dm = move.decision_maker
        if not model.better(dm, move.target, move.origin):
            continue
        targets = model.moves(dm, move.origin)
        better = model.preferences[dm].better(targets, move.target) == Truth.YES
        if better.any():
            liking, better = model.liking(dm), targets[better]
            most = better[liking[better] == liking[better].max()]
            best = model.states.in_order(most.tolist())[0]
            name = sentence(who(model, dm))
            told.append(f" {name} could do better: {state_text(model, best)}.")
    return "".join(told)


def _passed(evolution: Evolution, path: Path) -> str:
    """Say at which states on the way everyone might stay, as they hold themselves."""
    model = evolution.model
    passed: list[str] = []
    for move in path[:-1]:
        codes = [code for code, holding in evolution.holding.items() if move.target in holding]
        if codes:
            under = ""
            if len(codes) < len(evolution.holding):
                under = f" under {_concepts(evolution.holding, codes)}"
            passed.append(f"{state_text(model, move.target)}, which holds too{under}")
    return f" On the way is {and_list(passed)}." if passed else ""


def _others(model: GraphModel, way: Way) -> str:
    """Say who moves last, and how many other ways are as short."""
    last = next(way.paths())[-1].decision_maker
    also = [who(model, dm) for dm in way.last_movers if dm != last]
    count = way.shortest - 1
    if not count:
        return f" {sentence(who(model, last))} moves last." if way.fewest != 1 else ""
    ways = "One other way is" if count == 1 else f"{amount(count)} other ways are"
    ended = f"; in {'it' if count == 1 else 'some'} {or_list(also)} moves last" if also else ""
    return f" {sentence(who(model, last))} moves last. {sentence(ways)} as short{ended}."


# -- what is barred -----------------------------------------------------------------------------


def _why_not(model: GraphModel, way: Way) -> str:
    """Say why a state isn't reached, in words that follow a colon; nothing if it isn't plain."""
    found = way.obstacle
    if found is None:
        return ""
    if found.kind == "one-way":
        return and_list(few(found.options, _NAMED, partial(_barred, model)))
    gains = way.by == "improvements"
    if found.kind == "nobody leaves":
        here = state_text(model, way.reach.start)
        moves = f"{_gains(model)} by moving" if gains else "can move"
        return f"nobody {moves} away from {here}"
    if found.kind == "nobody arrives":
        return f"nobody {_gains(model)} by a move to it" if gains else "no move leads to it"
    return f"no {_SEQUENCE[way.by]} makes {_never_done(model, way, found.options)}"


def _gains(model: GraphModel) -> str:
    return "is known to gain" if model.unordered else "gains"


def _barred(model: GraphModel, option: str) -> str:
    details = model.states.vocabulary.options[option]
    if details.moves == "fixed":
        return f"“{details.text}” can't be changed"
    if details.levels:
        return f"“{details.text}” can only go {details.moves}"
    taken = details.moves == "take"
    return f"“{details.text}” can't be {'undone' if taken else 'taken up again'}"


def _never_done(model: GraphModel, way: Way, options: Sequence[str]) -> str:
    """Say one thing that somebody would have to do, as in "makes Iraq attack Syria"."""
    vocabulary, values = model.states.vocabulary, model.states.values(way.position)
    # What has to be taken says more than what has to be dropped.
    option = max(options, key=lambda name: values[vocabulary.places[name]] != "N")
    details, value = vocabulary.options[option], values[vocabulary.places[option]]
    if details.levels:
        does = level_phrase(details, "", value)
    else:
        does = option_phrase(details, taken=value == "Y")
    return f"{who(model, option.partition('.')[0])} {does}"


# -- all ways to one state ----------------------------------------------------------------------


def _all_ways(model: GraphModel, target: Target, most: int) -> list[Block]:
    """Tell the shortest ways of each kind, where there are others than the one told already."""
    blocks: list[Block] = []
    told = 1
    for by, way in target.ways.items():
        # What everyone gains by counts among any moves: as many are the same ones.
        if not way.fewest or way.shortest == told:
            continue
        told = way.shortest
        ways = "the way" if told == 1 else f"all {told:,} ways" if told <= most else f"{most} ways"
        moves = counted(way.fewest, "move")
        of = f" of {amount(told)}" if told > most else ""
        lines = [
            Line(f"{sentence(told_path(model, path))}.", (), f"{number}.")
            for number, path in enumerate(islice(way.paths(), most), start=1)
        ]
        _, _, kind = _LEGEND[by].partition(": ")
        blocks.append(Grid(f"{sentence(ways)}{of} in {moves} ({kind})", (), tuple(lines)))
    return blocks


def _next(evolution: Evolution, shown: Sequence[int]) -> tuple[str, ...]:
    """Return the command that says more of one of the states."""
    if not shown:
        return ()
    states = evolution.model.states
    if len(evolution) == 1:
        return ("Why it holds or not:", "explain", states.label(shown[0]))
    farthest = states.label(shown[-1])
    given = [
        part for by in evolution.by if len(evolution.by) < len(_HEADS) for part in ("--by", by)
    ]
    if evolution.start != states.status_quo:
        given += ["--from", states.label(evolution.start)]
    return ("All the shortest ways to one of them:", "evolve", "--to", farthest, *given)
