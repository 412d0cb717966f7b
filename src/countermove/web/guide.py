"""How far a model is on the way through the app: which steps are done, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove.editing.family_edits import family_of, sharing
from countermove.errors import Path
from countermove.model.preference import Preference
from countermove.report.amounts import counted
from countermove.web.contexts import counting
from countermove.web.draft import full_names, parties, table, text
from countermove.web.live_answer import Live


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: the step, and the party that it is about; a question, and where one is."""

    step: str
    asks: str
    stands: str = ""
    party: str = ""


@dataclass(frozen=True)
class Guide:
    """A guide to a model as it is written, or to a scenario or view, with its answer."""

    data: Mapping[str, Any]
    live: Live
    within: Path = ()

    def is_done(self, step: str) -> bool:
        """Say whether nothing is missing on a step for the steps after it."""
        match step:
            case "record":
                return bool(table(self.data, "sources"))
            case "parties":
                return self._has_outcomes
            case "rules":
                rules = (*table(self.data, "rules").values(), table(self.data, "moves"))
                return self._has_outcomes and (any(rules) or len(self.silent) < len(self._parties))
            case "preferences":
                return self._has_outcomes and not self.silent
            case "answer":
                return self.live.model is not None and bool(table(self.data, "claims"))
            case "follow-up":
                return any(table(self.data, part) for part in ("scenarios", "views"))
        return False

    def after(self, step: str, party: str = "") -> NextStep | None:
        """Return what comes after a step, or after a party on it; nothing before it is begun."""
        match step:
            case "record" if self.is_done("record"):
                return NextStep(
                    "parties", "Who takes part, and what can each do?", self._taking_part
                )
            case "parties" if self._has_outcomes:
                return NextStep("rules", "What can be, and what can't?", self._outcomes)
            case "rules" if self._has_outcomes:
                return NextStep("preferences", "What does each party want?", self._wanting)
            case "preferences" if self._has_outcomes:
                return self._next_party(party) or NextStep(
                    "answer", "Which outcomes hold?", self.live.line
                )
            case "answer" if self.live.model is not None:
                return NextStep("deal", "What would this package do?")
            case "deal" if self.live.model is not None:
                return NextStep("follow-up", "What follows from it?")
            case "follow-up" if self.live.model is not None:
                return NextStep("report", "All of it to hand on: the report")
        return None

    @property
    def is_silent(self) -> bool:
        """Whether nobody wants anything yet, so that every outcome holds."""
        return self._has_outcomes and len(self.silent) == len(self._parties)

    def _next_party(self, party: str) -> NextStep | None:
        """Return a party that is still to be asked what it wants, from the one asked now on."""
        party = sharing(self.data, party) or party
        at = self._parties.index(party) if party in self._parties else 0
        turn = (*self._parties[at + 1 :], *self._parties[:at])
        dm = next((dm for dm in turn if dm in self.silent), None)
        if dm is None:
            return None
        family = family_of(self.data, dm)
        if family and counting(self.data, self.within, ("preferences", family)) is not None:
            name = text(self.data, "families", family, "name") or family
            return NextStep("preferences", f"What does each of the {name} want?", "", family)
        return NextStep("preferences", f"What does {self._name(dm)} want?", "", dm)

    @cached_property
    def silent(self) -> tuple[str, ...]:
        """The parties that want nothing yet."""
        return tuple(dm for dm in self._parties if not self._wants(dm))

    def _wants(self, dm: str) -> bool:
        written = table(counting(self.data, self.within, ("preferences", dm)))
        return any(map(written.get, Preference.kinds))

    @cached_property
    def _parties(self) -> tuple[str, ...]:
        return tuple(party.id for party in parties(self.data))

    @cached_property
    def _has_outcomes(self) -> bool:
        return bool(self._parties) and bool(full_names(self.data) or table(self.data, "states"))

    @property
    def _outcomes(self) -> str:
        return counted(self.live.states, "outcome") if self.live.model is not None else ""

    @property
    def _taking_part(self) -> str:
        return counted(len(self._parties), "party", "parties") if self._parties else ""

    @property
    def _wanting(self) -> str:
        parties, silent = self._taking_part, len(self.silent)
        if not silent:
            return parties
        told = len(self._parties) - silent
        return f"{parties}, {told if told else 'none'} {'has' if told == 1 else 'have'} said so yet"

    def _name(self, dm: str) -> str:
        party = next(party for party in parties(self.data) if party.id == dm)
        return party.called or party.name
