"""Random models of a given size, the same for the same seed.

Options are dealt evenly to the decision makers. Each decision maker has one prioritised statement
for each option of the model: half of them a literal, half a conjunction of two literals. This is
the set-up in which the program GMCR+ was measured.
"""

from __future__ import annotations

import itertools
import random
from typing import Any

Data = dict[str, Any]


def random_model(options: int, decision_makers: int, *, one_way: float = 0) -> Data:
    """Return the data of a model with 2 ** `options` states, none of them infeasible.

    Parameters
    ----------
    options : int
        How many options there are in all.
    decision_makers : int
        To how many decision makers they are dealt.
    one_way : float
        The share of the options that may only be taken or only be dropped.
    """
    luck = random.Random(1000 * decision_makers + options)
    names = [f"option{k}" for k in range(options)]

    def moves() -> str:
        return luck.choice(["take", "drop"]) if luck.random() < one_way else "both"

    def literal() -> str:
        return luck.choice(["", "not "]) + luck.choice(names)

    def statement() -> str:
        return literal() if luck.random() < 0.5 else f"{literal()} and {literal()}"

    parties = {
        f"dm{k}": {
            "name": f"Decision maker {k}",
            "options": {
                option: {"text": f"Take {option}", "moves": moves()}
                for option in names[k::decision_makers]
            },
        }
        for k in range(decision_makers)
    }
    return {
        "format": "countermove/1",
        "title": f"Random, {options} options, {decision_makers} decision makers",
        "decision_makers": parties,
        "preferences": {dm: {"statements": [statement() for _ in names]} for dm in parties},
    }


def ladder(length: int) -> Data:
    """Return the data of a long chain of improvements.

    Two opponents climb it in turn, and only at its end is a state that deters the third decision
    maker: an answer that is found rung by rung takes as many rounds as there are rungs.
    """
    ids = [f"s{k}" for k in range(length + 2)]
    rungs = list(itertools.pairwise(ids))
    rising = [[state] for state in reversed(ids)]
    return {
        "format": "countermove/1",
        "title": f"Ladder of {length} rungs",
        "decision_makers": {dm: {"name": dm.title()} for dm in ("focal", "even", "odd")},
        "states": dict.fromkeys(ids, "A rung"),
        "moves": {
            "focal": [[ids[0], ids[1]]],
            "even": [list(rung) for rung in rungs[2::2]],
            "odd": [list(rung) for rung in rungs[1::2]],
        },
        "preferences": {
            # The focal decision maker improves by its move; only the last rung is as bad as before.
            "focal": {"ranking": [ids[1:-1], [ids[0], ids[-1]]]},
            "even": {"ranking": rising},
            "odd": {"ranking": rising},
        },
    }
