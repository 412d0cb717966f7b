"""What is worth a second look in a model that is in order: advice, and no mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from countermove.errors import CountermoveError, Path, Problem
from countermove.graph.feasible import feasible_states
from countermove.graph.states import States
from countermove.graph.unilateral import unilateral_moves
from countermove.model import logic
from countermove.model.checks import every_preference, of_scenario, statements
from countermove.model.conflict import Conflict
from countermove.model.levels import level_text
from countermove.model.rule_kinds import GROUPS
from countermove.model.scenarios import apply_scenario, gives
from countermove.model.values import DIRECTIONS
from countermove.model.vocabulary import Vocabulary
from countermove.open_model import is_beyond_listing
from countermove.report.doubt_advice import doubt_advice
from countermove.report.quotations import quotation_advice
from countermove.texts import in_quotes

_MOST_STATES = 10_000
"""In more states it isn't looked whether somebody can move: it may take long."""


def advice_on(conflict: Conflict) -> tuple[Problem, ...]:
    """Find what is worth a second look in a model without mistakes."""
    base = list(dict.fromkeys([*_advice(conflict), *quotation_advice(conflict)]))
    found = list(base)
    for scenario, details in conflict.scenarios.items():
        given = details.model_dump(exclude_unset=True, exclude_none=True)
        try:
            advised = list(_advice(apply_scenario(conflict, scenario)))
        except CountermoveError:
            continue  # a mistake in it is told where it is checked
        found += [
            of_scenario(problem, scenario, given)
            for problem in advised
            if gives(given, problem.path) and problem not in base
        ]
    return conflict.locate(*dict.fromkeys(found))


def _advice(conflict: Conflict) -> Iterator[Problem]:
    yield from _texts(conflict)
    yield from _unnamed(Vocabulary(conflict))
    if is_beyond_listing(conflict):
        return  # the rest looks at every outcome
    states = feasible_states(conflict)
    yield from _unchangeable(states)
    yield from _unmoving(states)
    yield from _decided(states)
    yield from doubt_advice(states)


def _texts(conflict: Conflict) -> Iterator[Problem]:
    for dm, party in conflict.decision_makers.items():
        first: set[str] = set()
        for option, details in party.options.items():
            path: Path = ("decision_makers", dm, "options", option)
            said = " ".join(details.text.casefold().split())
            if said in first:
                yield Problem(
                    f"two options of {party.name} are called “{details.text}”.",
                    path,
                    "Say how they differ, or leave one out.",
                )
            elif details.text in DIRECTIONS:
                yield Problem(
                    f"the text of the option '{option}' is '{details.text}'.",
                    path,
                    "If it is how another option moves, write it within that one: "
                    f'{{ text = "…", moves = "{details.text}" }}.',
                )
            first.add(said)


def _unnamed(vocabulary: Vocabulary) -> Iterator[Problem]:
    """Find options that make no difference to what anybody wants and to what is asked."""
    conflict = vocabulary.conflict
    preferences = [preference for _, preference in every_preference(conflict)]
    if any(preference.kind not in ("statements", "weights") for preference in preferences):
        return  # a ranking tells all outcomes apart, and so may others
    formulas = [logic.parse(text) for path, text in statements(conflict) if path[0] != "terms"]
    rules = conflict.rules
    listed: list[Iterable[str]] = [rules.requires]
    listed += (group for kind in GROUPS for group in getattr(rules, kind))
    listed += (preference.weights or () for preference in preferences)
    formulas += [logic.parse(name) for names in listed for name in names]
    used = {
        option
        for formula in formulas
        for part in (formula, *_terms(vocabulary, formula))
        for name in logic.names(vocabulary.resolved(part))
        for option in vocabulary.options_in(name.name)
    }
    for full in vocabulary.options if used else ():  # where nothing is said yet, so much is plain
        if full not in used:
            dm, _, option = full.partition(".")
            yield Problem(
                f"no wish, rule or claim names “{vocabulary.called[full]}”.",
                ("decision_makers", dm, "options", option),
                "Nobody cares then whether it is done: name it where it matters, or leave it out.",
            )


def _terms(vocabulary: Vocabulary, formula: logic.Formula) -> list[logic.Formula]:
    terms = vocabulary.conflict.terms
    return [logic.parse(terms[term]) for term in vocabulary.terms_needed(formula)]


def _unchangeable(states: States) -> Iterator[Problem]:
    """Find options that stay as they are at the start, and outcomes in which they don't."""
    if states.status_quo is None or states.conflict.rules.coalesce:
        return  # a coalesced state may leave an option open
    start = states.status_quo
    for full, details in states.vocabulary.options.items():
        dm, _, option = full.partition(".")
        name, moves = states.vocabulary.short[full], details.moves
        said = f"“{states.vocabulary.called[full]}”"
        if details.levels:
            yield from _unchangeable_level(states, full)
            continue
        holding = states.holding(name, ())
        is_taken = start in holding
        if moves in ("both", "drop" if is_taken else "take"):
            continue
        if not (~holding if is_taken else holding).any():
            continue
        what = (
            f'{said} is done at the start and can\'t be given up (moves = "{moves}"), but '
            "outcomes without it still count."
            if is_taken
            else f"{said} isn't done at the start and can't be (moves = \"{moves}\"), but "
            "outcomes with it still count."
        )
        rule = f"not {name}" if is_taken else name
        yield Problem(
            what,
            ("decision_makers", dm, "options", option),
            f'To rule them out: infeasible = ["{rule}"].',
        )


def _unchangeable_level(states: States, full: str) -> Iterator[Problem]:
    """Find an option with levels that some outcomes have at one where it can't come."""
    assert states.status_quo is not None
    place, option = states.vocabulary.places[full], states.vocabulary.options[full]
    level = states.values(states.status_quo)[place]
    relation = {"fixed": "is", "up": "at least", "down": "at most"}.get(option.moves)
    if relation is None:
        return
    stays = f"{states.vocabulary.short[full]} {relation} {level}"
    if (~states.holding(stays, ())).any():
        dm, _, name = full.partition(".")
        way = "can't be changed" if option.moves == "fixed" else f"only goes {option.moves}"
        yield Problem(
            f"“{states.vocabulary.called[full]}” is “{level_text(option, level)}” at the start and "
            f'{way} (moves = "{option.moves}"), but outcomes in which it couldn\'t be still count.',
            ("decision_makers", dm, "options", name),
            f'To rule them out: infeasible = ["not {stays}"].',
        )


def _unmoving(states: States) -> Iterator[Problem]:
    conflict = states.conflict
    for dm, party in conflict.decision_makers.items():
        only_looks_on = not party.options and (not conflict.is_graph_form or dm in conflict.moves)
        if only_looks_on or len(states) > _MOST_STATES:
            continue
        moves = unilateral_moves(states, dm)
        if not any(len(moves.reachable(state)) for state in range(len(states))):
            yield Problem(
                f"{party.name} can't move from any outcome.",
                ("decision_makers", dm),
                "If it should, look at its moves and at the rules.",
            )


def _decided(states: States) -> Iterator[Problem]:
    """Find claims that the rules decide, whatever anybody wants."""
    for claim, details in states.conflict.claims.items():
        path: Path = ("claims", claim, details.kind)
        holding = states.holding(details.statement, path)
        if holding.any() and not holding.all():
            continue
        which = "every outcome satisfies" if holding.any() else "no outcome satisfies"
        yield Problem(
            f"{which} the statement of the claim {in_quotes(details.says)}.",
            path,
            "It is the rules then that answer it, not what the parties want.",
        )
