"""How states are named: in files by pattern, number, label or id; in requests also in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from countermove.arguments import integer
from countermove.errors import CountermoveError, Problem, closest, listed, suggestion
from countermove.graph.choices import Choices
from countermove.graph.region import Positions
from countermove.graph.rules import constraints
from countermove.model.patterns import as_pattern, from_digits
from countermove.model.values import StateReference
from countermove.model.vocabulary import Choice

if TYPE_CHECKING:
    from countermove.graph.open_states import OpenStates
    from countermove.graph.states import States

Read = tuple[Positions, Problem | None]
"""The states that are meant, and what is wrong where there are none."""

NOTHING_DONE = "nothing done"
"""What is printed for the state in which no option is taken."""

_NUMBER = re.compile(r"(?:[sS]_?)?(\d+)")
_LONGEST_NUMBER = 18
_PRINTED = re.compile(r"\[([^\[\]]+)\]\s*(.*)", re.DOTALL)
_WORD = re.compile(r"[\w.-]+")
_SEE = "See the feasible ones with: countermove states MODEL"


def read(states: States, reference: StateReference) -> Read:
    """Read a state as it stands in a file; see :meth:`States.read`."""
    text = _text(reference)
    if text is None:
        return none(), Problem(
            f"no outcome {reference!r}.",
            advice="An outcome is named by its number, its label or id, or a pattern.",
        )
    if text in states.by_label:
        return one(states.by_label[text]), None
    is_name = _is_name(states, text)
    number = None if is_name else printed_number(text)
    if number is not None and (state := states.numbered(number)) is not None:
        return one(state), None
    if states.conflict.is_graph_form:
        return none(), _unknown_label(states, text)
    pattern = None if is_name else states.vocabulary.pattern(text, strictly=False)
    if pattern is not None:
        return _matching(states, pattern)
    if chosen := named_choices(states, text):
        return none(), _not_in_a_file(states, text, chosen)
    other = None if is_name else as_pattern(text)
    if states.labels and other is None:
        return none(), _unknown_label(states, text)
    return none(), _unreadable(states, text, number, other)


def meant(states: States, reference: StateReference) -> Read:
    """Return the states that a reference in a request means; see :meth:`States.meant`."""
    found, problem = read(states, reference)
    text = _text(reference)
    if problem is None or text is None:
        return found, problem
    if (printed := _PRINTED.fullmatch(text)) is not None:
        return _printed(states, printed[1], printed[2])
    chosen = named_choices(states, text)
    if chosen is not None and (len(chosen) != 1 or states.conflict.is_graph_form):
        return done_in(states, chosen)
    if states.conflict.is_graph_form:
        alike = [k for k, told in enumerate(states.conflict.states.values()) if told == text]
        if len(alike) == 1:
            return one(alike[0]), None
    if ("," in text or ";" in text) and chosen is None and not states.conflict.is_graph_form:
        parts = map(str.strip, re.split("[,;]", text))
        names = [part for part in parts if choice_named(states, part) is None]
        faults = (states.vocabulary.problem(name, only="option") for name in names)
        if fault := next(filter(None, faults), None):
            return none(), fault
    is_name = _is_name(states, text)
    pattern = as_pattern(text) or states.vocabulary.pattern(text, strictly=False)
    is_state = printed_number(text) or pattern or from_digits(text)
    if not text or (is_state and not is_name):
        return none(), problem
    try:
        found = states.holding(text).positions()
    except CountermoveError:
        if not _WORD.fullmatch(text) or text in states.vocabulary.meanings or chosen:
            raise
        return none(), _no_name(states, text, problem)
    if not found.size:
        return none(), Problem(f"'{text}' holds in no feasible outcome.", advice=_SEE)
    return found, None


def several(states: States, reference: StateReference, found: Positions) -> Problem:
    """Say that a reference means several states where one is needed."""
    labels = listed((states.label(k) for k in states.in_order(found)), len(found))
    chosen = named_choices(states, str(reference)) or []
    alone = [] if len(chosen) != 1 else done_in(states, chosen)[0].tolist()
    advice = "Name one of them."
    if alone:
        advice = f"If nothing else is done, it is {states.label(alone[0])}. {advice}"
    return Problem(f"'{reference}' means {len(found)} outcomes: {labels}.", advice=advice)


def named_choices(states: States | OpenStates, text: str) -> list[Choice] | None:
    """Return the choices that a text lists; None where it lists none.

    Names stand between commas, and words, as sentences say them, between semicolons.
    """
    if text.strip() == NOTHING_DONE and not states.conflict.is_graph_form:
        return []
    if alone := choice_named(states, text):
        return [alone]
    found = [choice_named(states, part) for part in text.split(";" if ";" in text else ",")]
    return [choice for choice in found if choice] if all(found) else None


def choice_named(states: States | OpenStates, text: str) -> Choice | None:
    """Return the choice that a text says, by names as in statements or by its words."""
    text = text.strip()
    # A name of the model's comes before a level of the same id.
    named = states.vocabulary.choice(" ".join(text.split()))
    if named is not None or text in states.vocabulary.meanings:
        return named
    return states.vocabulary.by_words.get(text.casefold())


def done_in(states: States, chosen: list[Choice]) -> Read:
    """Return the state in which just this is done; where no level is said it is the first."""
    places = [place for place, _ in set(chosen)]
    if twice := [place for place in places if places.count(place) > 1]:
        words = states.vocabulary.chosen_words
        both = [words[choice] for choice in dict.fromkeys(chosen) if choice[0] == twice[0]]
        what = f"“{both[0]}” and “{both[1]}” can't both be chosen."
        return none(), Problem(what, advice="An option is at one of its levels: name one.")
    values = states.vocabulary.values_of(chosen)
    if states.state_of(states.layout.code(values)) is None:
        wanted = set(chosen)
        joined = [state for state in states.joined if set(states.chosen(state)) == wanted]
        if len(joined) == 1:
            return one(joined[0]), None
    return feasible(states, values)


def feasible(states: States, values: Sequence[int]) -> Read:
    """Return the state in which options have some values, or say which rule excludes it."""
    code = states.layout.code(values)
    if (state := states.state_of(code)) is not None:
        return one(state), None
    choice = Choices(states.choices.bits, np.array([code], dtype=states.choices.dtype))
    rules = constraints(states.vocabulary, states.layout)
    rule = next(r for r in rules if 0 not in r.holds(choice))
    words = states.vocabulary.chosen_words
    done = "; ".join(words[one] for one in enumerate(values) if one in words)
    return none(), Problem(
        f"“{done or NOTHING_DONE}” is infeasible; the rule {rule.words} excludes it.",
        advice="Change the outcome or the rule.",
    )


def one(state: int) -> Positions:
    """Return one state."""
    return np.array([state], dtype=np.intp)


def none() -> Positions:
    """Return no state."""
    return np.array([], dtype=np.intp)


def _text(reference: object) -> str | None:
    """Return how a state is named as a text, or None where no state can be meant."""
    if isinstance(reference, str):
        return reference.strip()
    number = integer(reference)
    # As a Decimal, because str refuses a whole number of thousands of digits.
    return None if number is None else str(Decimal(number))


def printed_number(text: str) -> int | None:
    """Return the number that a text gives, ``3`` or ``s3``; -1 where no state has such a one."""
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return -1 if text[:1] == "-" and text[1:].isdecimal() else None
    return int(match[1]) if len(match[1]) <= _LONGEST_NUMBER else -1


def _is_name(states: States, text: str) -> bool:
    """Say whether a text is a name in statements; a number is one of a state all the same."""
    return text in states.vocabulary.meanings and not text.isdecimal()


def _matching(states: States, pattern: str) -> Read:
    allowed = dict(states.vocabulary.spelling.allowed(pattern))
    if len(allowed) == len(states.option_names) and all(len(v) == 1 for v in allowed.values()):
        return feasible(states, [values[0] for values in allowed.values()])
    matches = states.spelled(states.matching(pattern), pattern)
    if not matches.size:
        return none(), Problem(f"no feasible outcome matches '{pattern}'.", advice=_SEE)
    return matches, None


def _printed(states: States, label: str, words: str) -> Read:
    """Return a state as it is printed, with its number and what is done in it."""
    found, problem = read(states, label)
    if problem is None and words and not states.conflict.is_graph_form:
        state, chosen = int(found[0]), named_choices(states, words)
        is_said = words == states.said(state)
        if not is_said and (chosen is None or done_in(states, chosen)[0].tolist() != [state]):
            what = f"[{label}] is '{states.said(state)}', not '{words}'."
            return none(), Problem(
                what, advice="Numbers change with the rules: give one of the two."
            )
    return found, problem


def _unknown_label(states: States, text: str) -> Problem:
    return Problem(
        f"no outcome '{text}'.", advice=suggestion(text, states.labels, "The outcomes are")
    )


def _not_in_a_file(states: States, text: str, chosen: list[Choice]) -> Problem:
    """Say how the state in which some options are taken is written in a file."""
    found, _ = done_in(states, chosen)
    one_alone = len(chosen) == 1
    levels = list(states.vocabulary.options.values())[chosen[0][0]].levels
    kind = "a level of an option" if levels else "an option"
    what = f"'{text}' is {kind}, not an outcome." if one_alone else f"'{text}' lists options."
    if not found.size:
        return Problem(what, advice=_how(states))
    state = int(found[0])
    which = "in which nothing else is done" if one_alone else "in which just these are taken"
    return Problem(what, advice=f"The outcome {which} is written '{states.pattern(state)}' here.")


def _unreadable(states: States, text: str, number: int | None, pattern: str | None) -> Problem:
    if number is not None:
        last = f"The outcomes are numbered 1 to {states.count}."
        digits = from_digits(text)
        if digits is not None and len(digits) == len(states.option_names):
            last = f"{last} As a pattern, write '{digits}'."
        shown = text if len(text) <= _LONGEST_NUMBER else f"{text[:_LONGEST_NUMBER]}…"
        return Problem(f"no outcome {shown}.", advice=last)
    if pattern is not None or (states.vocabulary.spelling.has_levels and "/" in text):
        return states.vocabulary.wrong_length(pattern or text)
    if (digits := from_digits(text)) is not None:
        return Problem(f"no outcome '{text}'.", advice=f"As a pattern, write '{digits}'.")
    if 2 * sum(letter in "YN-" for letter in text) >= len(text) > 0:
        return states.pattern_fault(text) or states.vocabulary.wrong_length(text)
    return Problem(f"no outcome '{text}'.", advice=_how(states))


def _how(states: States) -> str:
    """Say how a state is written in a file."""
    example = states.pattern(states.count - 1)
    return (
        f"An outcome is written as a pattern ('{example}') or by its number, 1 to {states.count}."
    )


def _no_name(states: States, text: str, no_state: Problem) -> Problem:
    """Say what is wrong with a word that is neither a state nor a name in statements."""
    names = [*states.option_names, *states.conflict.terms, *states.labels]
    if closest(text, names) is not None or states.labels:
        return Problem(f"no outcome '{text}'.", advice=suggestion(text, names, "The names are"))
    if states.conflict.is_graph_form:
        return no_state
    return Problem(
        no_state.what,
        advice=f"An outcome is named by its number, 1 to {states.count}, its pattern "
        f"('{states.pattern(states.count - 1)}') or all that is done in it "
        f"('{', '.join(states.taken(states.count - 1)) or NOTHING_DONE}').",
    )
