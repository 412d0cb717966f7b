"""The sources of a model as references, by which a paper cites the record behind its judgements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.literature import named_in
from countermove.model.conflict import Conflict
from countermove.model.parts import Source
from countermove.references import Reference, plain


def record_of(conflict: Conflict) -> Iterator[Reference]:
    """Give the works that a model's sources name, and what else there is of its record."""
    words = [plain(word) for word in conflict.title.split()]
    about = "".join([word for word in words if len(word) > 2][:2]) or "model"
    for name, source in conflict.sources.items():
        parts = re.split(r";\s+", " ".join((source.where or "").split()))
        works = {part: named_in(part) for part in parts}
        yield from (work for work in works.values() if work is not None)
        left = "; ".join(part for part, work in works.items() if part and work is None)
        if left or not any(works.values()):
            yield _reference(f"{about}:{plain(name, keep='-')}", source, left)


def _reference(key: str, source: Source, where: str) -> Reference:
    on = source.on or ""
    year = re.search(r"\b[12]\d{3}\b", on)
    said = "" if where else source.said
    return Reference(
        named=key,
        authors=(source.who,) if source.who else (),
        year=int(year[0]) if year else None,
        where=where,
        note=". ".join(filter(None, [said, on if year is None or on != year[0] else ""])),
    )
