"""In which readings a claim holds, and what that hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from immutabledict import immutabledict

from countermove.analysis.readings.answer import AnswerAcross, Condition, Turn
from countermove.analysis.readings.finding import Asked, Decided, Finding, Hinges, Holds, How
from countermove.arguments import boolean
from countermove.model.doubts import Doubt

MOST_CONDITIONS = 3
"""So many conditions say exactly when an answer turns; else what they have in common is said."""


@dataclass(frozen=True, eq=False)
class Standing:
    """In which readings a claim holds under one concept, and what that hangs on.

    Parameters
    ----------
    holds : {"all", "some", "none", "open"}
        In which readings; open where that isn't known.
    as_written : bool
        Whether it holds with every doubt resolved as written.
    how : str
        How that was decided: `decomposed`, `by classes` or `enumerated` exactly; `bounded` by
        bounds; `sampled` with the help of readings drawn at random.
    likelihood : Fraction or None
        How likely it holds, as likely as the analyst holds each doubt; under equal chances the
        share of the readings. None where nobody has those chances, or it wasn't found.
    between : tuple of float or None
        Between which bounds that lies with 95 %, where readings were drawn at random.
    """

    holds: Holds
    as_written: bool
    how: How
    likelihood: Fraction | None
    between: tuple[float, float] | None
    _found: Decided = field(repr=False)
    _asked: tuple[Finding, Asked] = field(repr=False)

    @classmethod
    def of(cls, finding: Finding, asked: Asked, as_written: bool) -> Standing:
        """Find it out."""
        found = finding.claim(asked)
        return cls(
            found.holds,
            as_written,
            found.how,
            found.likelihood,
            found.between,
            found,
            (finding, asked),
        )

    @property
    def share(self) -> Fraction | str:
        """How likely it holds, from 0 to 1; "some" or "open" where that isn't known."""
        settled = {"all": Fraction(1), "none": Fraction(0)}.get(self.holds, self.likelihood)
        return self.holds if settled is None else settled

    @property
    def hangs_on(self) -> tuple[Doubt, ...] | None:
        """The doubts whose value matters at all: they settle it, and the others turn nothing.

        None where that wasn't found.
        """
        if self.holds in ("all", "none"):
            return ()
        return self.matter if self._hinges.is_all else None

    @property
    def matter(self) -> tuple[Doubt, ...]:
        """The doubts that are known to matter: two readings that differ in nothing else show it."""
        return tuple(d for key, d in self._asked[0].doubts.items() if key in self._hinges.matter)

    def turns_nothing(self, doubt: Doubt) -> bool:
        """Say whether a doubt is proved to turn nothing here."""
        return self.holds in ("all", "none") or doubt.id in self._hinges.idle

    @cached_property
    def _hinges(self) -> Hinges:
        finding, asked = self._asked
        return finding.hinges(asked, self._found)

    @property
    def answer(self) -> AnswerAcross | None:
        """The answer in every reading; None where it wasn't found."""
        return self._found.answer

    @cached_property
    def nearest_turns(self) -> tuple[Turn, ...] | None:
        """All smallest sets of doubts that turn it, resolved otherwise than as written.

        Each says by doubt which of its values. Empty where nothing turns it; None where none was
        found.
        """
        finding, asked = self._asked
        return finding.turns(asked, self.as_written, self._found)

    @cached_property
    def turned_exactly_if(self) -> tuple[Condition, ...] | None:
        """Conditions of which one is met exactly where it isn't as it is as written.

        By doubt some of its values. None where they weren't found, or there are more than three.
        """
        if self._found.answer is None or self.holds != "some":
            return None
        found = self._found.answer.conditions(not self.as_written)
        return None if found is None or len(found) > MOST_CONDITIONS else found

    @cached_property
    def turned_only_if(self) -> Condition:
        """What all readings in which it isn't as it is as written have in common.

        By doubt some of its values; empty where they have nothing in common.
        """
        if self._found.answer is None or self.holds != "some":
            return immutabledict()
        return self._found.answer.common(not self.as_written)

    def reading(self, holds: bool) -> Turn | None:
        """Return a reading in which it holds, or one in which it doesn't.

        The one nearest to what is written: by the id of a doubt which of its values; all others are
        as written. None where there is none, or none was found that doubts with values tell.

        Parameters
        ----------
        holds : bool
            Which of both.

        Returns
        -------
        mapping of str to int or None

        Examples
        --------
        >>> from countermove import loads, solve
        >>> model = loads('''
        ... format = "countermove/1"
        ... title = "Doubt"
        ... [decision_makers.a]
        ... name = "A"
        ... options = { x = "X" }
        ... [preferences.a]
        ... statements = [{ holds = "x", either_way = true }]
        ... [claims.x]
        ... says = "It comes to X"
        ... always = "x"
        ... ''', "toml")
        >>> standing = solve(model, "NASH").across.standing("x", "NASH")
        >>> dict(standing.reading(True)), dict(standing.reading(False))
        ({}, {'a.1.way': 1})
        """
        finding, asked = self._asked
        every = finding.readings(asked, boolean(holds, "holds"), self._found)
        return next((one for one in every if all(finding.doubts[k].values for k in one)), None)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, values of doubts by their keys."""
        doubts = self._asked[0].doubts

        def keys(condition: Condition) -> dict[str, list[str]]:
            return {
                key: [value_key(doubts[key], k) for k in some] for key, some in condition.items()
            }

        exactly_if, turns = self.turned_exactly_if, self.nearest_turns
        return {
            "holds": self.holds,
            "as_written": self.as_written,
            "likelihood": None if self.likelihood is None else float(self.likelihood),
            "between": None if self.between is None else list(self.between),
            "how": self.how,
            "hangs_on": None if self.hangs_on is None else [doubt.id for doubt in self.hangs_on],
            "matter": [doubt.id for doubt in self.hangs_on or self.matter],
            "nearest_turns": None
            if turns is None
            else [chosen_keys(doubts, turn) for turn in turns],
            "turned_exactly_if": None if exactly_if is None else list(map(keys, exactly_if)),
            "turned_only_if": keys(self.turned_only_if),
            "readings": {
                name: None if (one := self.reading(value)) is None else chosen_keys(doubts, one)
                for name, value in (("holds", True), ("fails", False))
            },
        }


def chosen_keys(doubts: Mapping[str, Doubt], chosen: Turn) -> dict[str, str]:
    """Return how doubts are resolved, as a reading is asked for: by id the key of the value."""
    return {key: value_key(doubts[key], k) for key, k in chosen.items()}


def value_key(doubt: Doubt, value: int) -> str:
    """Return the key of a value; of an unknown order its number among them all, from 1."""
    return doubt.values[value].key if doubt.values else str(value + 1)
