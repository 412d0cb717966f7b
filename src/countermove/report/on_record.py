"""How many wishes, rankings and weights a model has, and how many of them rest on the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermove.errors import Path
from countermove.model.conflict import Conflict
from countermove.model.part import Recorded
from countermove.model.preference import AnyOrder, Preference, Reading
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
    """How many judgements there are of a kind, and how many of them rest on the record."""

    judgements: int
    recorded: int


def rests_of(recorded: Iterable[bool]) -> Rests:
    """Count judgements, by whether each rests on the record."""
    every = list(recorded)
    return Rests(len(every), sum(every))


def wants_on_record(conflict: Conflict) -> Rests:
    """Count what the parties are said to want: wishes, also in doubt, rankings and weights."""
    return rests_of(on_record for _, on_record in _wants(conflict))


def wants_in_words(conflict: Conflict) -> str:
    """Say how many wishes, rankings and sets of weights there are: "5 wishes and 1 ranking"."""
    kinds = Counter(kind for kind, _ in _wants(conflict))
    every = {
        kind: _CALLED.get(kind, (f"preference by {kind}", f"preferences by {kind}"))
        for kind in sorted(kinds, key=[*_CALLED, *kinds].index)
    }
    return and_list([counted(kinds[kind], *words) for kind, words in every.items()])


def _wants(conflict: Conflict) -> Iterator[tuple[str, bool]]:
    """Give for each judgement of what somebody wants its kind, and whether it is on record."""
    for preference in conflict.preferences.values():
        for way in preference.readings or (preference,):
            for part, group in _judgements(way):
                sources = part.because or group.because or way.because or preference.because
                yield way.kind, bool(sources)


def unsupported(conflict: Conflict) -> Iterator[Path]:
    """Give the places of options, wishes and claims that neither a source nor a note is behind.

    >>> from countermove.files.model_file import load
    >>> list(unsupported(load("prisoners-dilemma")))[0]
    ('decision_makers', 'first', 'options', 'silent')
    """

    def bare(*parts: Recorded) -> bool:
        return not any(part.because or part.note for part in parts)

    for dm, party in conflict.decision_makers.items():
        for name, option in party.options.items():
            if bare(option):
                yield ("decision_makers", dm, "options", name)
    for dm, preference in conflict.preferences.items():
        here: Path = ("preferences", dm)
        ways: list[tuple[Path, Preference | Reading]] = [(here, preference)]
        if preference.readings is not None:
            ways = [((*here, "readings", k), one) for k, one in enumerate(preference.readings)]
        for path, way in ways:
            if way.statements is None and bare(way, preference):
                yield path
            for number, item in enumerate(way.statements or ()):
                if bare(item, way, preference):
                    yield (*path, "statements", number)
    for name, claim in conflict.claims.items():
        if bare(claim):
            yield ("claims", name)


def _judgements(way: Preference | Reading) -> Iterator[tuple[Recorded, Recorded]]:
    """Give the wishes, those in any order with their group, or else the way itself as one."""
    if way.statements is None:
        yield way, way
    for item in way.statements or ():
        inner = item.any_order if isinstance(item, AnyOrder) else (item,)
        yield from ((one, item) for one in inner)
