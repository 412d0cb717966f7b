"""The 144 games of two parties with two choices each and no ties, written when they are asked for.

Call it *obliging* to choose what the other's best outcome needs. Then a party's order of the four
outcomes is one of twelve: its best is that both oblige (R), or that only the other does (T), and
the other three follow in any order (S: only it obliges, P: nobody does). A game is an order for
each of the two, and it is symmetric where both have the same. So each game is named by the one or
two symmetric games whose orders it takes, as Bruns (2015) does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

PREFIX = "2x2-"
"""What the names of these games begin with."""

ORDERS = {
    "Prisoner's dilemma": "TRPS",
    "Chicken": "TRSP",
    "Leader": "TSRP",
    "Hero": "TSPR",
    "Compromise": "TPSR",
    "Deadlock": "TPRS",
    "Stag hunt": "RTPS",
    "Assurance": "RPTS",
    "Coordination": "RPST",
    "Peace": "RSPT",
    "Harmony": "RSTP",
    "Concord": "RTSP",
}
"""By symmetric game the order of the outcomes that its parties have, best first."""

# By the orders of the two, as they stand above: the numbers of Rapoport and Guyer, who count
# games once in which the parties change places.
_NUMBERS = """
    12 39 37 38 10 11 48 47 57 20 19 21
    39 66 67 65 36 35 72 78 70 49 50 55
    37 67 68 64 32 31 71 76 74 51 52 56
    38 65 64 69 34 33 77 75 73 40 41 44
    10 36 32 34  7  8 45 42 53 15 16 18
    11 35 31 33  8  9 46 43 54 13 14 17
    48 72 71 77 45 46 61 62 58 23 22 26
    47 78 76 75 42 43 62 63 59 25 24 27
    57 70 74 73 53 54 58 59 60 29 28 30
    20 49 51 40 15 13 23 25 29  5  4  2
    19 50 52 41 16 14 22 24 28  4  3  1
    21 55 56 44 18 17 26 27 30  2  1  6
"""
# Whether the first and the second oblige, in the outcome that the first calls so.
_OUTCOMES = {"R": "YY", "S": "YN", "T": "NY", "P": "NN"}


@dataclass(frozen=True, slots=True)
class Game:
    """A game, by the symmetric games whose orders the two parties have, and its number."""

    row: str
    column: str
    number: int

    @property
    def is_symmetric(self) -> bool:
        """Say whether both have the same order."""
        return self.row == self.column

    @property
    def name(self) -> str:
        """Return what it is called in commands."""
        orders = dict.fromkeys((self.row, self.column))
        return PREFIX + "-".join(orders).lower().replace("'", "").replace(" ", "-")

    @property
    def title(self) -> str:
        """Return its title."""
        if self.is_symmetric:
            return f"{self.row} (2 x 2 game)"
        return f"{self.row} for Row, {self.column} for Column (2 x 2 game)"

    @property
    def teaches(self) -> str:
        """Return where it stands in the literature."""
        kind = "symmetric" if self.is_symmetric else "not symmetric"
        return f"Number {self.number} of the 78 games of Rapoport and Guyer (1966); {kind}."

    @property
    def rankings(self) -> tuple[list[str], list[str]]:
        """Return the outcomes as either ranks them, by who obliges: Row first, then Column."""
        row = [_OUTCOMES[letter] for letter in ORDERS[self.row]]
        return row, [_OUTCOMES[letter][::-1] for letter in ORDERS[self.column]]

    def text(self) -> str:
        """Return its model file."""
        row, column = (str(ranking).replace("'", '"') for ranking in self.rankings)
        orders = self.row if self.is_symmetric else f"{self.row} for Row, {self.column} for Column"
        return _FILE.format(
            title=self.title, teaches=self.teaches, orders=orders, row=row, column=column
        )


_FILE = '''\
format = "countermove/1"
title = "{title}"
summary = """
One of the 144 games of two parties with two choices each in which nobody is indifferent. To \\
oblige is to choose what the other's best outcome needs. The outcomes are ranked as in: {orders}. \\
{teaches}"""

[decision_makers.row]
name = "Row"

[decision_makers.row.options.oblige]
text = "Oblige Column: choose what Column's best outcome needs"
does = "oblige Column"
stops = "no longer oblige Column"

[decision_makers.column]
name = "Column"

[decision_makers.column.options.oblige]
text = "Oblige Row: choose what Row's best outcome needs"
does = "oblige Row"
stops = "no longer oblige Row"

# Best first: whether Row obliges, then whether Column does.
[preferences.row]
ranking = {row}

[preferences.column]
ranking = {column}
'''


@cache
def games() -> Mapping[str, Game]:
    """Return the games by name, those that are symmetric first."""
    numbers = [list(map(int, line.split())) for line in _NUMBERS.strip().splitlines()]
    found = [
        Game(row, column, numbers[i][k])
        for i, row in enumerate(ORDERS)
        for k, column in enumerate(ORDERS)
    ]
    return {game.name: game for game in sorted(found, key=lambda game: not game.is_symmetric)}
