"""What a source quotes, edited: the document's own words take the place of those that are lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.editing.edits import Put, Remove, found
from countermove.errors import EditError, Path
from countermove.record.documents import Document, find
from countermove.record.grounding import pieces
from countermove.record.nearest import nearest


def words_taken(data: Mapping[str, Any], source: str, document: Document) -> tuple[Put, ...]:
    """Return the edits by which a source quotes what stands in its document in place of its words.

    Words that stand there stay as they are; parts are put into the order of the document. Where
    the words then stand in several places, a place near them is written, too.

    >>> from countermove.record.documents import read_bytes
    >>> minutes = read_bytes("minutes.txt", b"No plan can hold without us, they said.")
    >>> data = {"sources": {"plan": {"document": "minutes", "quote": "No plan will hold"}}}
    >>> words_taken(data, "plan", minutes)[0].value
    'No plan can hold'
    """
    here: Path = ("sources", source, "quote")
    written = found(data, here)
    parts = list(map(str, written)) if isinstance(written, list) else [str(written or "")]
    near = found(data, (*here[:-1], "near"))
    near = near if isinstance(near, int) else None
    if find(document, parts, near) is not None:
        return ()
    there = (find(document, part, near) for part in parts)
    beside = near if near is not None else next((q.start for q in there if q), None)
    taken = [_standing(document, part, beside, here) for part in parts]
    if find(document, taken, near) is None:
        taken.sort(key=lambda part: getattr(find(document, part), "start", 0))
    quotation = find(document, taken, near)
    if quotation is None:
        what = "these words stand in the document, but not one after another."
        raise EditError(what, path=here, advice="Quote them in sources of their own.")
    edits = (Put(at=here, value=taken if isinstance(written, list) else taken[0]),)
    if not quotation.others and near is None:
        return edits
    return (*edits, Put(at=(*here[:-1], "near"), value=quotation.start))


def requoted(
    data: Mapping[str, Any], source: str, words: list[str], document: Document | None
) -> tuple[Put | Remove, ...]:
    """Return the edits by which a source quotes other words, near where it quoted, if there.

    >>> from countermove.record.documents import read_bytes
    >>> minutes = read_bytes("minutes.txt", b"We agree. They agree. We agree.")
    >>> data = {"sources": {"all": {"document": "minutes", "quote": "They agree"}}}
    >>> [edit.value for edit in requoted(data, "all", ["We agree"], minutes)]
    ['We agree', 0]
    """
    here: Path = ("sources", source)
    near = found(data, (*here, "near"))
    put = Put(at=(*here, "quote"), value=words[0] if len(words) == 1 else words)
    begins = near if isinstance(near, int) else None
    quotation = None if document is None else find(document, words, begins)
    if quotation is not None and quotation.others:
        return put, Put(at=(*here, "near"), value=quotation.start)
    return (put,) if near is None else (put, Remove(at=(*here, "near")))


def _standing(document: Document, words: str, near: int | None, here: Path) -> str:
    """Return words as they are where they stand; else what stands there in place of each piece."""
    if find(document, words, near) is not None:
        return words
    several = pieces(words)
    if len(several) > 1:
        return " … ".join(_standing(document, piece, near, here) for piece in several)
    there = nearest(document, words, near)
    if there is None:
        advice = "Mark the words in the document, or say it in your own words."
        raise EditError("nothing in the document is like these words.", path=here, advice=advice)
    return there.words
