"""What a source says, in words: what it quotes, whether that is proved, where and whose words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.model.parts import Source
from countermove.record.proving import Proof, Whose
from countermove.texts import in_quotes

WHOSE: Mapping[Whose | None, str] = {
    "own": "the speaker's own words",
    "reported": "the reporter's words",
    "mixed": "in part the reporter's words",
    None: "words",
}


def by_whom(source: Source) -> str:
    """Say who said or did it, as what and when; nothing where none of that is known."""
    return ", ".join(part for part in (source.who, source.role, source.on) if part)


def source_text(source: Source, proof: Proof | None = None) -> str:
    """Say who said or did what, whether words that are quoted stand there, and where to look."""
    who = by_whom(source) if source.who else ""
    told = f"{gist(source, proof).strip().rstrip('.')}."
    where = f"({source.where.strip()})" if source.where else ""
    return " ".join(filter(None, (f"{who}:" if who else "", told, where)))


def gist(source: Source, proof: Proof | None) -> str:
    """Say what was said or done: the words that are quoted, and what of them is known, come first.

    >>> gist(Source(said="Called for peace."), None)
    'Called for peace.'
    """
    if proof is None:
        return source.gist
    told = f"{quoted_words(source, proof)} ({standing(proof)})"
    return f"{told}. In other words: {source.said}" if source.said else told


def source_data(source: Source, proof: Proof | None) -> dict[str, Any]:
    """Return a source as plain data, with where the words stand that it quotes."""
    data = source.model_dump(exclude_none=True)
    return data if proof is None else data | {"proof": proof.to_dict()}


def quoted_words(source: Source, proof: Proof) -> str:
    """Return the document's own words, or what is quoted where they aren't known, in quotes."""
    quotation = proof.quotation
    return in_quotes(" … ".join(source.quoted) if quotation is None else quotation.words)


def standing(proof: Proof) -> str:
    """Say where words stand and whose they are; or that they don't, or that it isn't known."""
    title = in_quotes(proof.title)
    if not proof.is_checked:
        return f"not checked in {title}"
    if proof.quotation is None or proof.place is None:
        return f"not found in {title}"
    return f"{WHOSE[proof.whose]}, in {title}, line {proof.place[0]:,}"
