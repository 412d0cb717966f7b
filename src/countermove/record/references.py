"""The sources of a model as references, by which a paper cites the record behind its judgements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import shorten

from countermove.literature import named_in
from countermove.model.conflict import Conflict
from countermove.model.parts import Source
from countermove.record.proving import Proof, proofs
from countermove.record.source_words import quoted_words, standing
from countermove.references import Reference, plain

_LONGEST = 120


def record_of(conflict: Conflict) -> Iterator[Reference]:
    """Give the works that a model's sources name, and what else there is of its record."""
    words = [plain(word) for word in conflict.title.split()]
    about = "".join([word for word in words if len(word) > 2][:2]) or "model"
    proved = proofs(conflict)
    for name, source in conflict.sources.items():
        parts = re.split(r";\s+", " ".join((source.where or "").split()))
        works = {part: named_in(part) for part in parts}
        yield from (work for work in works.values() if work is not None)
        left = "; ".join(part for part, work in works.items() if part and work is None)
        if left or not any(works.values()):
            key = f"{about}:{plain(name, keep='-')}"
            yield _reference(key, source, proved.get(name), left)


def _reference(key: str, source: Source, proof: Proof | None, where: str) -> Reference:
    """Cite what was said or done: who did so didn't write what it stands in, nor in that year."""
    by = ", ".join(filter(None, [source.who, source.on]))
    words = source.gist if proof is None else quoted_words(source, proof)
    said = shorten(words, _LONGEST, placeholder=" …")
    if proof is not None:
        where = "; ".join(filter(None, [standing(proof), where]))
    return Reference(
        named=key,
        listed=source.who or said,
        title=f"{by}: {said}" if by else said,
        where=where,
    )
