"""How many wishes, rankings and weights a model has, and how many of them rest on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.part import Recorded
from countermove.model.preference import AnyOrder, Preference, Reading, Statement
from countermove.model.shapes import Shape, parts
from countermove.record.proving import proofs
from countermove.report.amounts import counted
from countermove.texts import and_list

_CALLED = {
    "statements": ("wish", "wishes"),
    "ranking": ("ranking", "rankings"),
    "weights": ("set of weights", "sets of weights"),
    "fuzzy": ("fuzzy preference", "fuzzy preferences"),
}


@dataclass(frozen=True, slots=True)
class Rests:
    """How many judgements there are of a kind, and on what they rest.

    Parameters
    ----------
    judgements : int
        How many there are.
    recorded : int
        Those that rest on the record.
    not_checked : int
        Those of the recorded whose words nobody could look up: their documents aren't there.
    lost : int
        Those of which all sources quote words that don't stand in their documents.
    """

    judgements: int
    recorded: int
    not_checked: int = 0
    lost: int = 0

    @property
    def alone(self) -> int:
        """Those that no source is given for."""
        return self.judgements - self.recorded - self.lost

    @property
    def unseen(self) -> str:
        """How many of the recorded aren't checked, to be said behind their number; or nothing.

        >>> Rests(5, 4, not_checked=1).unseen, Rests(1, 1, not_checked=1).unseen
        (' (1 not checked)', ' (not checked)')
        """
        if not self.not_checked:
            return ""
        return (
            f" ({'' if self.not_checked == self.recorded else f'{self.not_checked:,} '}not checked)"
        )


def rests_of(conflict: Conflict, record: Iterable[Sequence[str]]) -> Rests:
    """Count judgements by what is known of the sources behind each: the best of them counts."""
    proved = proofs(conflict)
    best = [
        {
            proved[name].standing if name in proved else "proved"
            for name in sources
            if name in conflict.sources
        }
        for sources in record
    ]
    recorded = [one for one in best if one - {"lost"}]
    not_checked = sum("proved" not in one for one in recorded)
    return Rests(len(best), len(recorded), not_checked, best.count({"lost"}))


def wants_on_record(conflict: Conflict) -> Rests:
    """Count what the parties are said to want: wishes, also in doubt, rankings and weights."""
    return rests_of(conflict, (sources for _, sources in _wants(conflict)))


def wants_in_words(conflict: Conflict) -> str:
    """Say how many wishes, rankings and sets of weights there are: "5 wishes and 1 ranking"."""
    kinds = Counter(kind for kind, _ in _wants(conflict))
    every = {
        kind: _CALLED.get(kind, (f"preference by {kind}", f"preferences by {kind}"))
        for kind in sorted(kinds, key=[*_CALLED, *kinds].index)
    }
    return and_list([counted(kinds[kind], *words) for kind, words in every.items()])


def _wants(conflict: Conflict) -> Iterator[tuple[str, Sequence[str]]]:
    """Give for each judgement of what somebody wants its kind, and the sources behind it."""
    for preference in conflict.preferences.values():
        for way in preference.readings or (preference,):
            for part, group in _judgements(way):
                yield (
                    way.kind,
                    part.because or group.because or way.because or preference.because,
                )


def unsupported(model: Conflict | Mapping[str, Any]) -> Iterator[tuple[Path, bool]]:
    """Give where options, wishes and claims are that no source is behind, and if a note is.

    >>> from countermove.files.model_file import load
    >>> next(unsupported(load("prisoners-dilemma")))
    (('decision_makers', 'first', 'options', 'silent'), False)
    """
    written: dict[Path, Any] = {}
    for path, shape, value in parts(model):
        written[path] = value
        if not _is_judgement(path, shape, value):
            continue
        # What is behind all that a party wants, a reading of it or a group is behind a wish.
        least = path.index("preferences") + 2 if "preferences" in path else len(path)
        behind = [written[path[:end]] for end in range(least, len(path) + 1)]
        if not any(_of(part, "because") for part in behind):
            yield path, any(_of(part, "note") for part in behind)


def _is_judgement(path: Path, shape: Shape, value: Any) -> bool:
    """Say whether a part is an option, a claim, a wish, or a ranking or weights as a whole."""
    if shape.part is Statement:
        return _of(value, "any_order") is None
    if shape.part in (Preference, Reading):
        kinds = set(shape.part.kinds) - {"statements", "readings"}
        return any(_of(value, kind) is not None for kind in kinds)
    match path:
        case ("claims", _) | ("decision_makers", _, "options", _):
            return True
    return False  # what a scenario has of an option is a change, and no option of its own


def _of(part: Any, key: str) -> Any:
    """Return what a part of a model has, or that of the plain data of one."""
    return part.get(key) if isinstance(part, Mapping) else getattr(part, key, None)


def _judgements(way: Preference | Reading) -> Iterator[tuple[Recorded, Recorded]]:
    """Give the wishes, those in any order with their group, or else the way itself as one."""
    if way.statements is None:
        yield way, way
    for item in way.statements or ():
        inner = item.any_order if isinstance(item, AnyOrder) else (item,)
        yield from ((one, item) for one in inner)
