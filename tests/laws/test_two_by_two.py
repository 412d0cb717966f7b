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
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.files.model_file import load
from countermove.files.two_by_two import games
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


def ranks_of(case: str) -> Game:
    """Return the ranks of the states of a case, for the row and for the column."""
    found = build(load(case))
    row, column = (found.levels(dm, "the test") for dm in found.decision_makers)
    return tuple(map(int, row)), tuple(map(int, column))


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
        if game == kind_of(game, roles_kept=roles_kept)
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


def kind_of(game: Game, *, roles_kept: bool = True) -> Game:
    """Return the game that stands for all that are the same."""
    return min(same_games(game, roles_kept=roles_kept))


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


@pytest.fixture(scope="module")
def by_name() -> dict[str, Game]:
    return {name: ranks_of(name) for name in games()}


def test_the_games_of_the_gallery_are_the_144(by_name: dict[str, Game]) -> None:
    assert len(by_name) == 144
    kinds = [kind_of(game) for game in by_name.values()]
    assert sorted(kinds) == sorted(distinct(STRICT, roles_kept=True))


def test_twelve_are_symmetric_and_the_parties_may_change_places(by_name: dict[str, Game]) -> None:
    exchanged = {
        name: kind_of((placed(column, EXCHANGED), placed(row, EXCHANGED)))
        for name, (row, column) in by_name.items()
    }
    symmetric = {name for name in by_name if exchanged[name] == kind_of(by_name[name])}
    assert symmetric == {name for name, game in games().items() if game.is_symmetric}
    assert len(symmetric) == 12
    by_orders = {(game.row, game.column): name for name, game in games().items()}
    for name, game in games().items():
        assert exchanged[name] == kind_of(by_name[by_orders[game.column, game.row]])


def test_the_78_numbers_are_those_of_games_in_which_places_may_be_changed(
    by_name: dict[str, Game],
) -> None:
    kinds = {(games()[n].number, kind_of(g, roles_kept=False)) for n, g in by_name.items()}
    assert [number for number, _ in sorted(kinds)] == list(range(1, 79))


# As printed in Rapoport and Guyer (1966) and by who cites them: row by row, both ranks.
PRINTED = {
    6: "44 23 32 11",
    9: "33 41 14 22",
    12: "22 41 14 33",
    61: "44 13 31 22",
    66: "33 24 42 11",
    68: "22 34 43 11",
    69: "22 43 34 11",
    75: "23 41 32 14",
    78: "22 31 43 14",
}


@pytest.mark.parametrize("number", PRINTED)
def test_the_numbers_are_those_printed(by_name: dict[str, Game], number: int) -> None:
    cells = PRINTED[number].split()
    row, column = (tuple(int(cells[k][dm]) - 1 for k in EXCHANGED) for dm in (0, 1))
    printed = kind_of((row, column), roles_kept=False)
    named = {
        kind_of(by_name[n], roles_kept=False) for n, g in games().items() if g.number == number
    }
    assert named == {printed}


@pytest.mark.parametrize("name", ["prisoners-dilemma", "chicken"])
def test_the_games_that_are_cases_as_well_are_the_same(name: str) -> None:
    assert kind_of(ranks_of(name)) == kind_of(ranks_of(f"2x2-{name}"))


def test_what_holds_in_the_games_of_the_gallery() -> None:
    counts = Counter(len(solve(load(name)).equilibria("NASH")) for name in games())
    assert counts == {0: 18, 1: 108, 2: 18}
