"""All games of two decision makers with one option each, strict and with ties.

The 144 strict ordinal games in which roles are kept (Robinson and Goforth 2005), the 78 in which
the two may be exchanged (Rapoport and Guyer 1966), and the 726 with ties (Fraser and Kilgour
1986).
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from countermove.analysis.equilibria import Stable, all_stable
from countermove.building import build
from countermove.graph_model import GraphModel
from countermove.preferences.ordinal import OrdinalPreference
from engines import stable_sets
from models import two_by_two
from reference import CODES, Reference

Ranks = tuple[int, ...]
Game = tuple[Ranks, Ranks]

# States are numbered row + 2 * column. Naming an option's yes and no the other way round
# exchanges states; so does exchanging the two decision makers.
ROW_TURNED = (1, 0, 3, 2)
COLUMN_TURNED = (2, 3, 0, 1)
EXCHANGED = (0, 2, 1, 3)


def placed(ranks: Ranks, where: Ranks) -> Ranks:
    return tuple(ranks[k] for k in where)


def same_games(game: Game, *, roles_kept: bool) -> list[Game]:
    found = [game]
    for where in (ROW_TURNED, COLUMN_TURNED):
        found += [(placed(row, where), placed(column, where)) for row, column in found]
    if not roles_kept:
        found += [(placed(column, EXCHANGED), placed(row, EXCHANGED)) for row, column in found]
    return found


def distinct(rankings: Iterable[Ranks], *, roles_kept: bool) -> list[Game]:
    """Return one game of each kind."""
    return [
        game
        for game in itertools.product(list(rankings), repeat=2)
        if game == min(same_games(game, roles_kept=roles_kept))
    ]


STRICT = list(itertools.permutations(range(4)))
WEAK = [
    ranks
    for ranks in itertools.product(range(4), repeat=4)
    if set(ranks) == set(range(max(ranks) + 1))
]


@pytest.fixture(scope="module")
def model() -> GraphModel:
    return build(two_by_two(range(4), range(4)))


def played(model: GraphModel, game: Game) -> GraphModel:
    preferences = {
        dm: OrdinalPreference(np.array(ranks, dtype=np.uint16))
        for dm, ranks in zip(("row", "column"), game, strict=True)
    }
    return replace(model, preferences=preferences)


def stable(model: GraphModel, game: Game) -> Stable:
    return stable_sets(played(model, game), codes=CODES)


def equilibria(model: GraphModel, game: Game) -> dict[str, int]:
    """Count the equilibria of a game under each concept."""
    return {code: found.count() for code, found in all_stable(stable(model, game)).items()}


def missing(model: GraphModel, games: list[Game]) -> Counter[str]:
    """Count the games without an equilibrium, by concept."""
    return Counter(
        code for game in games for code, count in equilibria(model, game).items() if not count
    )


def test_pure_nash_equilibria_of_the_144_strict_games(model: GraphModel) -> None:
    games = distinct(STRICT, roles_kept=True)
    assert len(games) == 144
    counts = Counter(equilibria(model, game)["NASH"] for game in games)
    assert counts == {0: 18, 1: 108, 2: 18}


def test_pure_nash_equilibria_of_the_78_strict_games(model: GraphModel) -> None:
    games = distinct(STRICT, roles_kept=False)
    assert len(games) == 78
    counts = Counter(equilibria(model, game)["NASH"] for game in games)
    assert counts == {0: 9, 1: 57, 2: 12}


def test_where_strict_games_have_no_equilibrium(model: GraphModel) -> None:
    """GMR and SEQ equilibria are never missing, SMR equilibria in 4 of the 78 games."""
    games = distinct(STRICT, roles_kept=False)
    assert missing(model, games) == {"NASH": 9, "SMR": 4, "SSEQ": 4}


def test_where_games_with_ties_have_no_equilibrium(model: GraphModel) -> None:
    """GMR and SEQ equilibria are never missing; the other counts are this program's own."""
    games = distinct(WEAK, roles_kept=False)
    assert len(WEAK) == 75
    assert len(games) == 726
    assert missing(model, games) == {"NASH": 43, "SMR": 21, "SSEQ": 21}


def test_every_verdict_of_the_726_is_that_of_the_definition(model: GraphModel) -> None:
    for game in distinct(WEAK, roles_kept=False):
        reference = Reference(played(model, game))
        for code, by_dm in stable(model, game).items():
            for dm, found in by_dm.items():
                expected = [reference.stable(code, dm, s) for s in range(4)]
                assert found.mask().tolist() == expected, (game, code, dm)
