"""Finding the feasible states of a model."""

from __future__ import annotations

import numpy as np

from countermove.errors import ModelError, Problem, TooLargeError
from countermove.graph.rules import Codes, constraints
from countermove.graph.states import States
from countermove.model.conflict import Conflict
from countermove.model.vocabulary import Vocabulary

MOST_OPTIONS = 63
MOST_STATES = 1 << 24


def feasible_states(conflict: Conflict) -> States:
    """Find the feasible states of a model.

    Parameters
    ----------
    conflict : Conflict
        The model, its names in order.

    Returns
    -------
    States

    Raises
    ------
    ModelError
        If no state is feasible.
    TooLargeError
        If there are more than 63 options or 2^24 states.
    """
    if conflict.is_graph_form:
        count = len(conflict.states)
        return States(conflict, np.empty(0, dtype=np.uint64), np.arange(0), count)
    vocabulary = Vocabulary(conflict)
    codes = _feasible_codes(vocabulary)
    return _coalesced(conflict, codes)


def _feasible_codes(vocabulary: Vocabulary) -> Codes:
    options = len(vocabulary.options)
    if options > MOST_OPTIONS:
        raise TooLargeError(
            Problem(
                f"the model has {options} options; listing its states copes with {MOST_OPTIONS}.",
                advice="Split the model, or fix options that are not in question.",
            )
        )
    rules = list(constraints(vocabulary))
    # Option by option, dropping at once what a rule excludes: many options are no matter when
    # few choices are feasible. Appending higher bits keeps the choices in ascending order.
    codes: Codes = np.zeros(1, dtype=np.uint64)
    for bit in range(-1, options):
        if bit >= 0:
            codes = np.concatenate([codes, codes | np.uint64(1 << bit)])
        for rule in rules:
            if rule.last == bit:
                codes = codes[rule.holds(codes)]
                if not codes.size:
                    raise ModelError(
                        *vocabulary.conflict.locate(
                            Problem(
                                f"no state is feasible: {rule.text} excludes the last ones.",
                                rule.path,
                                "Loosen this rule or one of the others.",
                            )
                        )
                    )
        if codes.size > MOST_STATES:
            raise TooLargeError(
                Problem(
                    f"the model has more than {MOST_STATES:,} states, and this engine lists "
                    "them one by one.",
                    advice="Add rules for what can't be, or split the model.",
                )
            )
    return codes


def _coalesced(conflict: Conflict, codes: Codes) -> States:
    single = States(conflict, codes, np.arange(len(codes)), len(codes))
    first = np.arange(len(codes))
    for k, statement in enumerate(conflict.rules.coalesce):
        together = np.flatnonzero(single.holding(statement, ("rules", "coalesce", k)))
        if together.size:
            # States that an earlier statement has joined to one of these come along.
            joined = np.isin(first, first[together])
            first[joined] = first[joined].min()
    _, member_of = np.unique(first, return_inverse=True)
    return States(conflict, codes, member_of, int(member_of.max()) + 1)
