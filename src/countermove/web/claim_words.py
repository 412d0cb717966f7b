"""What a claim says where nobody says it otherwise: words that follow from its statement.

They are kept in the file as all words are. So they are written anew when what they follow from
changes: the statement, what is claimed of it, or what an option in it is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from countermove.editing.applying import applied
from countermove.editing.edits import read_edits
from countermove.errors import CountermoveError
from countermove.files.model_file import from_dict
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.web.draft import table, text
from countermove.web.forms import PlainEdit

IN_SHORT = {
    "possible": "“{}” can last",
    "never": "“{}” can't last",
    "always": "Only “{}” can last",
}


def in_short(kind: str, statement: str, data: Mapping[str, Any]) -> str:
    """Say a claim in the words that follow from it, as far as the file can be read."""
    try:
        said = statement_words(Vocabulary(from_dict(data)), statement)
    except CountermoveError:
        said = statement
    return IN_SHORT[kind].format(said)


def said_anew(data: Mapping[str, Any], edits: Sequence[PlainEdit]) -> list[PlainEdit]:
    """Return the edits that let the words of claims follow what some edits change."""
    claims = table(data, "claims")
    if not claims or not any(
        edit["at"][0] in ("decision_makers", "terms", "claims") for edit in edits
    ):
        return []
    try:
        after = applied(data, read_edits(edits))
    except CountermoveError:
        return []  # they are refused
    anew: list[PlainEdit] = []
    for name in claims:
        was, now = _of(data, name), _of(after, name)
        says = text(data, "claims", name, "says")
        if now and was and says == text(after, "claims", name, "says") == in_short(*was, data):
            words = in_short(*now, after)
            if words != says:
                anew.append({"do": "put", "at": ["claims", name, "says"], "value": words})
    return anew


def _of(data: Mapping[str, Any], name: str) -> tuple[str, str] | None:
    """Return what is claimed and of which statement."""
    claim = table(data, "claims", name)
    return next(((kind, text(claim, kind)) for kind in IN_SHORT if kind in claim), None)
