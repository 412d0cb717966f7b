"""Who is needed: who can bring something about, who can block it, and why."""

from __future__ import annotations

from functools import partial

from countermove.analysis.equilibria import Solution
from countermove.analysis.needed import Need, Needed, WinningCoalition, WithoutParty, needed
from countermove.graph_model import GraphModel
from countermove.model.patterns import OPEN
from countermove.progress import Follow
from countermove.report.article import AS_ASKED, Block, Cell, Grid, Line, Mark, Prose, Section
from countermove.report.phrases import (
    NO_STATUS_QUO,
    few,
    heads,
    level_phrase,
    option_phrase,
    path_phrase,
    quoted,
    sentence,
    state_text,
    who,
    who_all,
)
from countermove.report.sentences import closest_story
from countermove.report.shown import SHORT, Shown
from countermove.texts import and_list, or_list

_SHOWN = 6
_STATES_IN_REPORT = 1 << 16


def needed_section(result: Needed, shown: Shown = SHORT) -> Section:
    """Say who is needed for what."""
    if len(result) == 1:
        blocks = _one(result, result.needs[0], shown)
    else:
        blocks = _all(result)
    further: tuple[str, ...] = ()
    model = result.model
    if (first := next((n for n in result if n.claim and n.winning), None)) and len(result) > 1:
        further = ("One of them in full:", "needed", "--claim", first.claim or "")
    elif len(result) == 1 and result.needs[0].winning:
        end = model.states.label(result.needs[0].winning[0].path[-1].target)
        further = ("Why that outcome holds or not:", "explain", end)
    return Section(AS_ASKED, tuple(blocks), further)


def section_for_report(solution: Solution, follow: Follow | None = None) -> Section | None:
    """Return the answer for all claims as a part of a full report."""
    model = solution.model
    if not model.conflict.claims:
        return None
    if model.states.status_quo is None:
        return Section.of(NO_STATUS_QUO)
    if len(model.states) > _STATES_IN_REPORT or not solution.codes:
        return None
    holding = "SEQ" if "SEQ" in solution.codes else solution.codes[-1]
    result = needed(solution, holding=holding, follow=follow)
    return Section(AS_ASKED, tuple(_all(result)))


def _start(result: Needed) -> str:
    return f"starting from {state_text(result.model, result.start)}"


def _holding(result: Needed) -> str:
    return "" if result.concept is None else f" so that it holds under {result.concept.code}"


# -- one thing ------------------------------------------------------------------------------------


def _one(result: Needed, need: Need, shown: Shown) -> list[Block]:
    holds = "" if result.concept is None else f", and to hold under {result.concept.code}"
    what = f"{quoted(result.model, need.statement)} is to be true{holds}, {_start(result)}."
    if need.claim is not None:
        what = f"{result.model.conflict.claims[need.claim].says}: {what}"
    blocks: list[Block] = [Prose(what, quiet=True)]
    blocks.append(Prose(_verdict(result, need)))
    if len(need.winning) > 1:
        told = shown.first(need.winning, _SHOWN)
        blocks += [
            Prose(_does(result.model, win, full=True), f"{k}.") for k, win in enumerate(told, 1)
        ]
        if (hidden := len(need.winning) - len(told)) > 0:
            blocks.append(Prose(f"And {hidden:,} more groups.", quiet=True))
    if need.winning:
        blocks += [Prose(text) for text in _blocking(result, need)]
    if not need.complete:
        blocks.append(Prose("There are too many groups to find them all.", quiet=True))
    return blocks


def _verdict(result: Needed, need: Need) -> str:
    """Say in a sentence or two whether it can be brought about, and by whom."""
    model = result.model
    if need.already:
        return "It is so already where it starts: nobody has to move."
    nobody = "Nobody can bring it about"
    if need.claim and model.conflict.claims[need.claim].never and not need.goals.any():
        nobody = "The claim is that this can't last, and nobody is needed for that"
    elif need.satisfying.any():
        nobody += _holding(result)
    if not need.satisfying.any():
        return f"{nobody}: it is true in no feasible outcome."
    count = need.satisfying.count()
    if not need.goals.any():
        assert result.concept is not None
        none = "the one outcome" if count == 1 else f"none of the {count:,} outcomes"
        does = "does not hold" if count == 1 else "holds"
        return f"{nobody}: {none} in which it is true {does} under {result.concept.code}."
    if not need.winning:
        return "Nobody can bring it about, not even all together: no moves lead there."
    if len(need.winning) == 1:
        (win,) = need.winning
        everybody = len(win.coalition) == len(need.movers) > 1
        only = "It takes all of them: " if everybody else "Only "
        return f"{only}{_can(model, win)}"
    return f"Any of {len(need.winning):,} groups can bring it about; none could do with fewer:"


def _can(model: GraphModel, win: WinningCoalition) -> str:
    together = "" if len(win.coalition) == 1 else " together"
    can = f"{who_all(model, win.coalition)}{together} can bring it about"
    return f"{can}: {_does(model, win, full=False)}"


def _does(model: GraphModel, win: WinningCoalition, *, full: bool) -> str:
    end = state_text(model, win.path[-1].target)
    names = f"{who_all(model, win.coalition)}: " if full else ""
    text = f"{names}{path_phrase(model, win.path, 'could')}. That is {end}, {_liked(model, win)}."
    return sentence(text) if full else text


def _liked(model: GraphModel, win: WinningCoalition) -> str:
    if win.unwilling:
        be = "is" if len(win.unwilling) == 1 else "are"
        return f"but {who_all(model, win.unwilling)} {be} no better off there than at the start"
    who_likes = {1: "it prefers", 2: "both prefer"}.get(len(win.coalition), "all of them prefer")
    return f"which {who_likes} to the start"


def _blocking(result: Needed, need: Need) -> list[str]:
    model = result.model
    told: list[str] = []
    if need.vetoes:
        each = "alone can block it" if len(need.vetoes) == 1 else "can each block it alone"
        told.append(
            sentence(f"{who_all(model, need.vetoes)} {each}. {_why(result, need)}".rstrip())
        )
    larger = [group for group in need.blocking if len(group) > 1]
    if larger:
        groups = few(larger, _SHOWN, partial(who_all, model), "and {} more groups")
        text = f"these groups can block it together: {'; '.join(groups)}."
        if len(larger) == 1:
            text = f"{groups[0]} can block it together."
        told.append(sentence(text))
    if need.not_needed:
        be = "isn't" if len(need.not_needed) == 1 else "aren't"
        told.append(sentence(f"{who_all(model, need.not_needed)} {be} needed for it."))
    return told


def _why(result: Needed, need: Need) -> str:
    """Say why those who can block something alone can do so."""
    model = result.model
    parts: list[str] = []
    helpless = [one.decision_maker for one in need.without if one.state is None]
    if helpless:
        names = [who(model, dm) for dm in helpless]
        anyone = or_list(names)
        cannot = "the others can't" if len(need.movers) > 1 else "nobody can"
        parts.append(f"Without {anyone} {cannot} even make it true.")
    parts += [_without(result, need, one) for one in need.without if one.state is not None]
    return " ".join(parts)


def _without(result: Needed, need: Need, one: WithoutParty) -> str:
    """Say what the others come to without somebody: it is true there, but it doesn't hold."""
    assert result.concept is not None
    assert one.state is not None
    model = result.model
    name = who(model, one.decision_maker)
    upset = closest_story(model, result.concept, one.state, one.leaving)
    can = "the others can make it true"
    if result.start in need.satisfying:
        can = "it can be true, as it is at the start"
    text = f"Without {name} {can}, but not so that it holds. {upset}"
    if own := _must(model, need, one.decision_maker, result.start):
        text += f" Wherever it is true and holds, {name} would have to {own}, and nobody else can."
    return text


def _must(model: GraphModel, need: Need, dm: str, start: int) -> str:
    """Say what somebody has to do in every state that counts."""
    if model.conflict.is_graph_form:
        return ""
    states = model.states
    goals = [states.values(state) for part in need.goals.parts() for state in part.tolist()]
    options, before = list(states.vocabulary.options.values()), states.values(start)
    done: list[str] = []
    for place in states.vocabulary.owned_by(dm):
        value, *others = {values[place] for values in goals}
        if others or value in (before[place], OPEN):
            continue
        option = options[place]
        if option.levels:
            done.append(level_phrase(option, before[place], value))
        else:
            done.append(option_phrase(option, taken=value == "Y"))
    return and_list(done)


# -- all claims -----------------------------------------------------------------------------------


def _all(result: Needed) -> list[Block]:
    model = result.model
    if not len(result):
        return [Prose("The model makes no claims: ask for a statement.", hint="(--for)")]
    lines = tuple(
        Line(_heading(model, need), _cells(need), story=_in_short(result, need)) for need in result
    )
    return [
        Prose(_answer(result)),
        Grid("Who is needed for what is claimed", heads(model), lines),
        Prose(
            "needed: it can't be done without; in some: it is in some of several groups that can; "
            "–: it isn't needed. Empty where nobody can bring it about.",
            quiet=True,
        ),
    ]


def _answer(result: Needed) -> str:
    """Say how much of what claims are about can be brought about, and who is needed for all."""
    model = result.model
    able = [need for need in result if need.winning or need.already]
    number = f"{len(able):,} of the {len(result):,} things that the claims are about"
    if len(able) == len(result) == 1:
        number = "What the claim is about"
    text = f"{number if able else 'Nothing that a claim is about'} can be brought about"
    text += f"{_holding(result)}, {_start(result)}."
    always = [dm for dm in model.decision_makers if able and all(dm in n.vetoes for n in able)]
    if always:
        each = "it" if len(able) == 1 else "each of them"
        text += f" {sentence(who_all(model, always))} {'is' if len(always) == 1 else 'are'} needed "
        text += f"for {each}."
    return text


def _heading(model: GraphModel, need: Need) -> str:
    return model.conflict.claims[need.claim].says if need.claim else quoted(model, need.statement)


def _cells(need: Need) -> tuple[Cell, ...]:
    def mark(dm: str) -> Cell:
        if dm in need.vetoes:
            return "needed"
        if not need.winning and not need.already:
            return ""
        return Mark.NO if dm in need.not_needed or need.already else "in some"

    return tuple(mark(dm) for dm in need.movers)


def _in_short(result: Needed, need: Need) -> str:
    statement = quoted(result.model, need.statement)
    text = f"{statement}. {_verdict(result, need)}"
    if len(need.winning) > 1:
        first = sentence(_can(result.model, need.winning[0]))
        text = f"{statement}. {len(need.winning):,} groups can. {first}"
    return text
