"""The answer about a package: what each party would do, and what is near that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from immutabledict import immutabledict

from countermove.analysis.deal.nearest import NearestPackages
from countermove.analysis.deal.package import ExcludingRule, Package
from countermove.analysis.deal.places import PartyPlace, WishAtStake
from countermove.analysis.deal.reactions import Reaction
from countermove.analysis.evolve.result import Evolution, Target
from countermove.analysis.follow_up import FollowUp
from countermove.analysis.goals.result import Goals
from countermove.analysis.readings.across import Across
from countermove.analysis.readings.finding import Holds
from countermove.result import Provenance
from countermove.table import Row, Table


@dataclass(frozen=True, eq=False, repr=False)
class Deal(FollowUp):
    """What each party would do about a package, and what is near that holds.

    Parameters
    ----------
    solution : Solution
        What was solved.
    package : Package
        What is chosen on every option.
    nearest : mapping of str to NearestPackages
        By concept code the packages that hold and differ on the fewest options.
    nearest_feasible : NearestPackages
        The feasible packages that differ on the fewest options: itself where it is feasible.
    across : Across or None
        What holds in all readings; None where nothing is in doubt.
    holds : mapping of str to bool
        By concept code whether it holds; empty where it isn't feasible, as what follows.
    reactions : mapping of str to mapping of str to Reaction
        By decision maker and concept code what the party would do.
    places : mapping of str to PartyPlace
        By decision maker where the package stands among the outcomes, and which wishes it meets.
    evolution : Evolution or None
        What is reached from the status quo; None without one, or where that wasn't looked at.
    change : Goals or None
        The least change of wishes under which it holds; None where that wasn't asked.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-deal/1"

    package: Package
    nearest: Mapping[str, NearestPackages]
    nearest_feasible: NearestPackages
    across: Across | None = field(repr=False)
    holds: Mapping[str, bool] = immutabledict()
    reactions: Mapping[str, Mapping[str, Reaction]] = immutabledict()
    places: Mapping[str, PartyPlace] = immutabledict()
    evolution: Evolution | None = field(default=None, repr=False)
    change: Goals | None = None
    provenance: Provenance | None = None

    @property
    def values(self) -> tuple[str, ...]:
        """What is chosen on every option, in the order of patterns."""
        return self.package.values

    @property
    def state(self) -> int | None:
        """The position of the state; None where the package isn't feasible."""
        return self.package.state

    @property
    def excluded_by(self) -> tuple[ExcludingRule, ...]:
        """The rules that exclude the package; none where it is feasible."""
        return self.package.excluded_by

    @property
    def leaves(self) -> Mapping[str, Mapping[str, Reaction]]:
        """By decision maker and concept code what those would do who leave."""
        found = {
            dm: {code: one for code, one in by_code.items() if not one.stays}
            for dm, by_code in self.reactions.items()
        }
        return {dm: by_code for dm, by_code in found.items() if by_code}

    @property
    def path(self) -> Target | None:
        """How it is reached from the status quo; None where it isn't feasible, or not known."""
        if self.evolution is None or self.state is None:
            return None
        return self.evolution.at(self.state)

    @property
    def open(self) -> Mapping[str, Holds]:
        """By concept code in which readings it holds; empty where nothing is in doubt."""
        if self.across is None or self.state is None:
            return {}
        return {code: found.holds(self.state) for code, found in self.across.states.items()}

    def _brief(self) -> str:
        if self.state is None:
            return f"of '{self.package.said}': not feasible"
        holding = ", ".join(code for code, holds in self.holds.items() if holds)
        return f"of {self.model.states.view(self.state)}: holds under {holding or 'no concept'}"

    def table(self) -> Table:
        """Return who would stay as a table, one row for each party and one for all."""
        rows: list[Row] = [
            (self.model.name(dm), self.places[dm].place, *(one.stays for one in by_code.values()))
            for dm, by_code in self.reactions.items()
        ]
        if self.holds:
            rows.append(("holds", None, *self.holds.values()))
        return Table("Who would stay", ("party", "place", *self.codes), tuple(rows))

    def _content(self) -> dict[str, Any]:
        states, state = self.model.states, self.state
        return {
            "package": list(self.values),
            "state": None if state is None else states.view(state).to_dict(),
            "excluded_by": [
                {"rule": rule.words, "path": list(rule.path)} for rule in self.excluded_by
            ],
            "holds": dict(self.holds),
            "parties": {dm: self._party_data(dm) for dm in self.reactions},
            "nearest": {code: self._nearest_data(found) for code, found in self.nearest.items()},
            "nearest_feasible": self._nearest_data(self.nearest_feasible),
            "path": self.path and {by: way.to_dict() for by, way in self.path.ways.items()},
            **({} if self.across is None else {"readings": dict(self.open)}),
            **({} if self.change is None else {"change": self.change._content()}),
        }

    def _party_data(self, dm: str) -> dict[str, Any]:
        place, number = self.places[dm], self.model.states.number
        return {
            "place": place.place,
            "places": place.places,
            "better": place.better,
            "met": list(map(_wish_data, place.met)),
            "broken": list(map(_wish_data, place.broken)),
            "reactions": {
                code: {
                    "stays": one.stays,
                    "to" if not one.stays else "tempted_to": one.target
                    if one.target is None
                    else number(one.target),
                }
                for code, one in self.reactions[dm].items()
            },
        }

    def _nearest_data(self, found: NearestPackages) -> dict[str, Any]:
        numbers = list(map(self.model.states.number, found.states))
        return {"differing": found.differing, "count": found.count, "states": numbers}


def _wish_data(wish: WishAtStake) -> dict[str, Any]:
    data: dict[str, Any] = {"statement": wish.statement, "because": list(wish.because)}
    return data if wish.weight is None else data | {"weight": float(wish.weight)}
