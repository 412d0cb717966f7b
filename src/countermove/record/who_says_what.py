"""Who says what in a document: what was found, whom it tells of, and what may be made of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from countermove.record.attribution import Attribution
from countermove.record.candidates import Candidate, candidates
from countermove.record.folding import as_read
from countermove.record.grounding import whose
from countermove.record.parties import Parties, Party
from countermove.result import ListResult
from countermove.table import Table
from countermove.texts import counted

if TYPE_CHECKING:
    from countermove.record.documents import Document


@dataclass(frozen=True, eq=False, repr=False)
class WhoSaysWhat(ListResult[Attribution]):
    """Who says what in a document.

    Iterate over it for what was found; its length is how much that is.

    Parameters
    ----------
    document : Document
        The document.
    attributions : tuple of Attribution
        What was found, in the document's order.
    issued : date or None
        The day from which weekdays were counted back.
    """

    format = "countermove-statements/1"
    _list = "attributions"
    model = None
    concepts = ()
    provenance = None

    document: Document
    attributions: tuple[Attribution, ...]
    issued: datetime.date | None

    @cached_property
    def _named(self) -> Parties:
        return Parties(self.document.body)

    @cached_property
    def _told(self) -> tuple[Party, ...]:
        return self._named.told(self.attributions)

    @property
    def parties(self) -> tuple[Party, ...]:
        """The states, organisations and camps for which somebody speaks."""
        return tuple(party for party in self._told if party.attributions)

    @property
    def silent(self) -> tuple[Party, ...]:
        """The states and organisations that are named, and for which nobody speaks."""
        return tuple(party for party in self._told if not party.attributions)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """What may be an option, a wish or a claim: for a person to take, or not."""
        return candidates(self.document.body, self.attributions, self._named)

    def _brief(self) -> str:
        count = counted(len(self), "statement")
        parties = counted(len(self.parties), "party", "parties")
        return f"in '{self.document.name}': {count} for {parties}"

    def table(self) -> Table:
        """Return who says what, in the order of the document."""
        rows = tuple(
            (
                says.speaker,
                says.role,
                says.day.isoformat() if says.day else None,
                whose(self.document, says.content),
                self.document.line_and_column(says.content[0][0])[0],
                self.words(says),
                says.sure,
            )
            for says in self.attributions
        )
        heads = ("who", "role", "on", "whose words", "line", "words", "sure")
        return Table(f"Who says what in {self.document.name}", heads, rows)

    def words(self, says: Attribution) -> str:
        """Return what was said, in one line."""
        return " … ".join(as_read(self.document.text[a:b]) for a, b in says.content)

    def _content(self) -> dict[str, Any]:
        return {
            "document": self._document(),
            "statements": [_statement(says) for says in self.attributions],
            "parties": [
                {
                    "name": party.name,
                    "speakers": list(party.speakers),
                    "statements": list(party.attributions),
                }
                for party in self.parties
            ],
            "silent": [
                {"name": party.name, "named": [list(span) for span in party.namings]}
                for party in self.silent
            ],
            "candidates": [
                {
                    "kind": candidate.kind,
                    "party": candidate.party,
                    "text": candidate.text,
                    "negative": candidate.negative,
                    "span": list(candidate.span),
                    "statement": candidate.attribution,
                }
                for candidate in self.candidates
            ],
        }

    def _document(self) -> dict[str, Any]:
        document, issued = self.document, self.issued
        return {
            "name": document.name,
            "sha256": document.sha256,
            "title": document.title,
            "issued": issued.isoformat() if issued else None,
        }


def _statement(says: Attribution) -> Mapping[str, Any]:
    """Return an attribution as data; places count the characters of the document's text."""
    return {
        "content": [list(span) for span in says.content],
        "mention": list(says.mention) if says.mention else None,
        "cue": list(says.cue) if says.cue else None,
        "speaker": says.speaker,
        "role": says.role,
        "day": says.day.isoformat() if says.day else None,
        "kind": says.kind,
        "sure": says.sure,
        "why": says.why,
    }
