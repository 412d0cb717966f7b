"""Which of the colours is whose: a party keeps its own when others come, go or change places."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from threading import Lock

from countermove.picture.palette import COLOURS
from countermove.share.kept_beside import beside, read_beside, write_beside

_NAME = "colours.json"


class Colours:
    """The colours of the parties of every model in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = beside(folder, _NAME)
        self._lock = Lock()
        self._known: dict[str, dict[str, int]] = {}
        self._saved: dict[str, dict[str, int]] = {}
        with suppress(OSError, ValueError):
            found = read_beside(self._path)
            if isinstance(found, dict):
                self._known = {
                    model: {
                        dm: colour
                        for dm, colour in own.items()
                        if isinstance(colour, int) and 0 <= colour < COLOURS
                    }
                    for model, own in found.items()
                    if isinstance(own, dict)
                }
                self._saved = deepcopy(self._known)

    def of(self, model: str, parties: Sequence[str]) -> list[int]:
        """Return the colours of the parties of a model, from 0; with too many those of places."""
        if len(parties) > COLOURS:
            return [place % COLOURS for place in range(len(parties))]
        with self._lock:
            known = self._known.setdefault(model, {})
            for place, dm in enumerate(parties):
                if dm not in known:
                    taken = {known[other] for other in parties if other in known}
                    gone = set(known.values())
                    order = [place, *range(COLOURS)]
                    unused = [k for k in order if k not in gone]
                    known[dm] = next(iter([*unused, *(k for k in order if k not in taken)]))
            found = [known[dm] for dm in parties]
            if len(set(found)) < len(found):  # one came back to a colour that was given away
                del self._known[model]
        if len(set(found)) < len(found):
            return self.of(model, parties)
        if found != list(range(len(found))):
            self._save()
        return found

    def rename(self, model: str, before: str, after: str) -> None:
        """Let a party keep its colour under another id."""
        with self._lock:
            known = self._known.get(model, {})
            if before in known:
                known[after] = known[before]

    def _save(self) -> None:
        with self._lock:
            if self._known != self._saved and write_beside(self._path, self._known):
                self._saved = deepcopy(self._known)
