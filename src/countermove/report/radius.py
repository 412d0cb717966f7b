"""In words: how close an answer is to turning round, and which change of a ranking turns it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from countermove.analysis.claims import by_concept
from countermove.analysis.equilibria import Solution
from countermove.analysis.radius.least_turns import LeastTurn
from countermove.analysis.radius.radius import MOST_CREATED, Radius, radius_of
from countermove.analysis.radius.turning_points import TurnBounds
from countermove.analysis.rankings.least_change import MOST_STATES
from countermove.analysis.solving import solve
from countermove.graph_model import GraphModel
from countermove.progress import Follow
from countermove.report.answer import sanctioned_codes
from countermove.report.article import AS_ASKED, Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    alike,
    heads,
    numbered,
    possessive,
    sentence,
    state_text,
    who,
)
from countermove.report.rankings import change_phrase, swaps
from countermove.report.shown import FULL, SHORT, Shown
from countermove.texts import and_list, in_quotes, or_list

_TOLD = 3
"""So many of the closest answers are told in sentences when not few are asked for."""

_COMING = 5
"""So many of the states that come closest to holding are listed."""

_OPEN = "≥2 at least two, 2–5 at least two and no more than five"
"""What bounds mean."""

# The turns of one claim or state that take the same changes, one for each of some concepts.
_Alike = list[LeastTurn]


def radius_section(found: Radius, shown: Shown = SHORT) -> Section:
    """Say how close claims and equilibria are to turning round."""
    groups = _by_subject(found)
    claims = [group for group in groups if group[0][0].claim]
    states = [group for group in groups if not group[0][0].claim]
    held = [group for group in states if any(one[0].holds for one in group)]
    others = sorted((g for g in states if g not in held and _closeness(g)), key=_closeness)
    first, *more = _answer(found, claims or held or states, shown)
    blocks: list[Block] = [first, *more]
    blocks += _grid(found, "Claims", claims)
    blocks += _grid(found, "What holds", held)
    coming = shown.first(others, _COMING)
    left_out = len(others) - len(coming)
    blocks += _grid(found, "What comes closest to holding", coming, left_out)
    hidden = [g for g in states if g not in held and g not in others]
    if hidden and shown != FULL and not found.was_stopped:
        text = _out_of_reach(found, hidden, others=len(groups) > len(hidden))
        blocks.append(Prose(text, quiet=True))
    blocks.append(Prose(_legend(found), quiet=True))
    further: tuple[str, ...] = ()
    if nearest := _closest(held or states):
        assert nearest.state is not None
        label = found.model.states.label(nearest.state)
        further = (f"Why [{label}] holds or not:", "explain", label)
    return Section(AS_ASKED, tuple(blocks), further, first.text)


def section_for_report(solution: Solution, follow: Follow | None, asks: str) -> Section | None:
    """Say it for a report, in short; None where it can't or needn't be said."""
    model = solution.model
    codes, other = sanctioned_codes(solution)
    if not codes:
        return Section(AS_ASKED, other)
    if (count := len(model.states)) > min(MOST_CREATED, MOST_STATES):
        can = f"the question ‘{asks}’ (radius) answers it claim by claim"
        if count > MOST_STATES:
            can = f"it can be answered for up to {MOST_STATES}"
        text = f"Left out here, for {count:,} outcomes; {can}."
        return Section.of(text)
    holding = [] if solution.claims else [equilibrium.position for equilibrium in solution]
    sanctioned = [concept for concept in solution.concepts if concept.is_sanctioned]
    found = radius_of(
        model, sanctioned, lambda by: ([*by.claims, *holding], True), follow=follow, only_quick=True
    )
    if not found.turns:
        return None
    if holding:
        section = radius_section(found)
        return replace(section, blocks=(*section.blocks, *other))
    groups = [group for group in _by_subject(found) if group[0][0].claim]
    first, *more = _answer(found, groups, SHORT)
    told = (first, *more, *_shortest(found, groups), *other)
    further = ("Concept by concept, and outcome by outcome:", "radius")
    return Section(AS_ASKED, told, further, first.text)


def _alike(turns: list[LeastTurn]) -> list[_Alike]:
    """Put together the concepts under which the answer and the numbers of swaps are the same."""

    def takes(turn: LeastTurn) -> tuple[object, ...]:
        open_ones = ((dm, str(bounds)) for dm, bounds in turn.open.items())
        return (turn.holds, *turn.swaps.items(), *open_ones)

    return list(alike(turns, takes).values())


def _closeness(group: list[_Alike]) -> int:
    """Return how many swaps turn an answer under some concept; 0 where none do."""
    return min(filter(None, map(_cost, group)), default=0)


def _closest(groups: list[list[_Alike]]) -> LeastTurn | None:
    turned = [one for group in groups for one in group if one[0].nearest]
    return min(turned, key=_cost)[0] if turned else None


def _cost(together: _Alike) -> int:
    nearest = together[0].nearest
    return nearest.cost if nearest else 0


# -- sentences ------------------------------------------------------------------------------------


def _answer(found: Radius, groups: list[list[_Alike]], shown: Shown) -> Iterator[Prose]:
    """Tell of the closest answers: for each of what they are about the nearest turn."""
    turned = sorted((group for group in groups if _closeness(group)), key=_closeness)
    if not turned:
        whose = "a single party's"
        if len(found.decision_makers) == 1:
            whose = possessive(who(found.model, found.decision_makers[0]))
        said = f"No change of {whose} ranking alone turns any of this."
        if found.was_stopped:
            said = "Nothing that turns an answer was found until it was stopped."
        yield Prose(said)
        return
    few = shown == FULL or len(groups) <= _TOLD
    possible = (sorted((one for one in group if one[0].nearest), key=_cost) for group in turned)
    told = alike((one for some in possible for one in (some if few else some[:1])), _key)
    for together in list(told.values()) if few else list(told.values())[:_TOLD]:
        yield Prose(turn_sentence(found.model, together))
    if not few and len(told) > _TOLD and not found.was_stopped:
        yield Prose("All other answers take as many swaps or more.", quiet=True)


def _key(together: _Alike) -> tuple[str, bytes]:
    """Return a key that is the same for answers that the same change turns round."""
    change = together[0].nearest
    assert change is not None
    ((decision_maker, ranks),) = change.ranks.items()
    return decision_maker, ranks.tobytes()


def turn_sentence(model: GraphModel, together: list[_Alike]) -> str:
    """Say which change turns some answers round."""
    change = together[0][0].nearest
    assert change is not None
    (decision_maker,) = change.ranks
    enough = "is enough" if change.cost == 1 else "are enough"
    whose = possessive(who(model, decision_maker))
    turns = [turn for one in together for turn in one]
    changed = solve(change.changed, dict.fromkeys(turn.concept.code for turn in turns))
    # The other concepts may take as many swaps, and not the same ones.
    turned = [turn for turn in turns if _holds(changed, turn) != turn.holds]
    where = alike(turned, lambda turn: _turned(model, turn))
    what = alike(where, lambda key: (key[1], and_list([t.concept.code for t in where[key]])))
    done = "; and to ".join(
        f"make {and_list([subject for subject, _ in those])} {into} under {under}"
        for (into, under), those in what.items()
    )
    return sentence(
        f"{swaps(change.cost)} in {whose} ranking {enough} to {done}: if it found "
        f"{change_phrase(change, decision_maker)}."
    )


def _holds(solution: Solution, turn: LeastTurn) -> bool:
    code = turn.concept.code
    if turn.state is not None:
        return turn.state in solution.holding[code]
    assert turn.claim is not None
    return {a.claim: a.holds[code] for a in solution.claims}[turn.claim.claim]


def _turned(model: GraphModel, turn: LeastTurn) -> tuple[str, str]:
    """Return what is turned, and into what, as it follows "make"."""
    if turn.claim:
        return in_quotes(turn.claim.details.says), "false" if turn.holds else "true"
    assert turn.state is not None
    return state_text(model, turn.state), "cease to hold" if turn.holds else "hold"


# -- tables ---------------------------------------------------------------------------------------


def _grid(
    found: Radius, heading: str, groups: Sequence[list[_Alike]], left_out: int = 0
) -> Iterator[Grid]:
    if groups:
        names = heads(found.model, found.decision_makers)
        lines = tuple(line for group in groups for line in _lines(found, group))
        yield Grid(heading, ("now", *names), lines, of=len(lines) + left_out)


def _lines(found: Radius, group: list[_Alike]) -> Iterator[Line]:
    makers = found.decision_makers
    turn = group[0][0]
    if turn.claim:
        lead, text = "", turn.claim.details.says
    else:
        assert turn.state is not None
        lead, text = numbered(found.model, turn.state)
    if len(group) == 1:
        yield Line(text, _cells(turn, makers), lead)
        return
    yield Line(text, ("",) * (1 + len(makers)), lead)
    for together in group:
        under = f"under {', '.join(turn.concept.code for turn in together)}"
        yield Line(under, _cells(together[0], makers))


def _shortest(found: Radius, groups: list[list[_Alike]]) -> Iterator[Block]:
    """Show for each claim one row: the fewest swaps that turn it under some concept."""
    lines: list[Line] = []
    for group in groups:
        turns = [turn for one in group for turn in one]
        claim = turns[0].claim
        assert claim is not None
        now = Mark.verdict(by_concept([turn.holds for turn in turns]))
        fewest: list[Cell] = []
        for dm in found.decision_makers:
            costs = [cost for turn in turns if (cost := turn.swaps.get(dm)) is not None]
            bounds = [turn.open[dm] for turn in turns if dm in turn.open]
            fewest.append(_between(costs, bounds) if bounds else min(costs, default=Mark.NO))
        lines.append(Line(claim.details.says, (now, *fewest)))
    yield Grid("Claims", ("now", *heads(found.model, found.decision_makers)), tuple(lines))
    said = (
        "Now: true under all concepts (✓), some (~) or none (✗). The numbers are swaps: pairs of "
        "outcomes that the party must judge otherwise, all other rankings as they are, for the "
        "answer to turn round under at least one concept; – no ranking of it can."
    )
    if found.was_stopped:
        said += f" What takes long to find is left open: {_OPEN}, ? not known."
    yield Prose(said, quiet=True)


def _between(costs: Sequence[int], bounds: Sequence[TurnBounds]) -> Cell:
    """Write how few swaps it takes, or between how many and how many, where some isn't known."""
    least = min([*costs, *(bound.least for bound in bounds)])
    known = [*costs, *(bound.most for bound in bounds if bound.most is not None)]
    if not known:
        return f"≥{least}" if least > 1 else "?"
    return least if least == min(known) else f"{least}–{min(known)}"


def _cells(turn: LeastTurn, makers: tuple[str, ...]) -> tuple[Cell, ...]:
    claim = Mark.HOLDS if turn.holds else Mark.FAILS
    now = claim if turn.claim else Mark.standing(turn.holds)
    return (now, *(_swaps(turn, dm) for dm in makers))


def _swaps(turn: LeastTurn, decision_maker: str) -> Cell:
    """Write how many swaps it takes, or between how many and how many where it was stopped."""
    bounds = turn.open.get(decision_maker)
    if bounds is not None:
        return "?" if bounds.is_nothing else str(bounds)
    cost = turn.swaps[decision_maker]
    return Mark.NO if cost is None else cost


def _out_of_reach(found: Radius, hidden: list[list[_Alike]], *, others: bool) -> str:
    """Say which states no ranking makes hold; `others` if other answers are shown."""
    if len(hidden) == 1:
        state = hidden[0][0][0].state
        assert state is not None
        them = state_text(found.model, state)
    else:
        them = f"{len(hidden):,} {'other ' if others else ''}outcomes"
    whose = or_list([who(found.model, dm) for dm in found.decision_makers])
    of = "" if len(found.decision_makers) == len(found.model.decision_makers) else f" of {whose}"
    return f"{them} can't be made to hold by any one ranking{of}."


def _legend(found: Radius) -> str:
    said = (
        "The numbers are swaps: pairs of outcomes that the party must judge otherwise (better, "
        "worse or as good), all other rankings as they are; – no ranking of it can."
    )
    if any(len(group) > 1 for group in _by_subject(found)) and len(found.solution.codes) > 1:
        said += " What stands in one row is the same under all concepts."
    if found.was_stopped:
        said += f" It was stopped before all was found: {_OPEN}, ? not looked at."
    elif not found.provenance.complete:
        looked = "claims" if found.solution.claims else "outcomes that hold"
        said += (
            f" With more than {MOST_CREATED} outcomes only the {looked} were looked at: ask for "
            "others one by one."
        )
    return said


def _by_subject(found: Radius) -> list[list[_Alike]]:
    """Put together the turns of each claim and each state."""
    about = alike(found, lambda turn: turn.claim.claim if turn.claim else turn.state)
    return [_alike(turns) for turns in about.values()]
