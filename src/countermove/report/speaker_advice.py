"""Which words a document gives to somebody else than the model does, as far as rules can tell."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from countermove.errors import Problem
from countermove.model.conflict import Conflict
from countermove.record.proving import opened_documents, proofs
from countermove.texts import in_quotes, one_line

if TYPE_CHECKING:
    from countermove.record.attribution import Attribution, Span
    from countermove.record.documents import Document

_GENERATIONS = frozenset(("jr", "sr", "ii", "iii"))


def speaker_advice(conflict: Conflict) -> Iterator[Problem]:
    """Find quotations that their document gives to another person than the source names.

    Only where the reader is sure, both are persons, and nothing in their names agrees.
    """
    opened = opened_documents(conflict)
    for name, proof in proofs(conflict).items():
        who, quotation = conflict.sources[name].who, proof.quotation
        document = opened[proof.document].document
        if not who or quotation is None or document is None:
            continue
        says = _said_by_another(document, quotation.spans, who)
        if says is not None:
            speaker = one_line(", ".join(filter(None, (says.speaker, says.role))))
            yield Problem(
                f"by the reader's rules {in_quotes(proof.title)} gives these words to {speaker}.",
                ("sources", name, "who"),
                "Look it up: rules may be wrong.",
            )


def _said_by_another(document: Document, spans: Sequence[Span], who: str) -> Attribution | None:
    """Return by whom else words are said; nothing where it may be who is named, or isn't sure."""
    found = [
        (_common(says.content, spans), says)
        for says in document.attributions
        if _common(says.content, spans)
    ]
    if not found or not all(says.sure and _is_person(says.speaker, says) for _, says in found):
        return None
    if any(_agree(who, says) or _names(document, says, who) for _, says in found):
        return None
    speakers = {_surname(says.speaker or "") for says in document.attributions}
    if "," in who or not (_begins_as_person(who) or _surname(who) in speakers):
        return None
    return max(found, key=lambda each: each[0])[1]


def _common(some: Sequence[Span], others: Sequence[Span]) -> int:
    """How many characters two passages have in common."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in some for b in others)


def _agree(who: str, says: Attribution) -> bool:
    """Whether it may be the same person, or whom a person speaks for."""
    of_speaker = {*_words(says.speaker or ""), *_words(says.role or "")}
    return _surname(who) in of_speaker or _surname(says.speaker or "") in _words(who)


def _names(document: Document, says: Attribution, who: str) -> bool:
    """Whether somebody is named in what is said: who tells what another said says it, too."""
    return any(_surname(who) in _words(document.text[start:end]) for start, end in says.content)


def _is_person(speaker: str | None, says: Attribution) -> bool:
    from countermove.record.names import names_no_person

    if not speaker or names_no_person(speaker):
        return False
    is_name = all(word[:1].isupper() for word in speaker.split())
    return is_name and (_begins_as_person(speaker) or says.role is not None)


def _begins_as_person(name: str) -> bool:
    from countermove.record.names import given_names, names_no_person

    words = name.split()
    return len(words) > 1 and words[0] in given_names() and not names_no_person(name)


def _words(name: str) -> list[str]:
    """Return the words of a name, without accents and capitals.

    >>> _words("José Núñez, Jr.")
    ['jose', 'nunez']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = (word.strip(".,;:()’'\"“”") for word in plain.casefold().split())
    return [word for word in words if word and word not in _GENERATIONS]


def _surname(name: str) -> str:
    return (_words(name) or [""])[-1]
