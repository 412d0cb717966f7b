"""The finished parts of a sweep: in a folder, one file each, written whole; or in memory."""

from __future__ import annotations

import os
from pathlib import Path

from countermove.analysis.sweep.asked import RunPart
from countermove.analysis.sweep.work import FoundRuns, read
from countermove.errors import FileError
from countermove.files.writing import write_file


class Kept:
    """Where finished parts are kept, if anywhere."""

    def __init__(self, folder: str | None) -> None:
        self._folder = None if folder is None else Path(folder)
        if self._folder is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
            except (OSError, ValueError) as error:
                what = f"no folder can be made here: {getattr(error, 'strerror', None) or error}."
                raise FileError.of(folder, what, "Name another folder.") from None
            if not os.access(self._folder, os.W_OK):
                raise FileError.of(folder, "nothing can be written here.", "Name another folder.")

    def find(self, part: RunPart) -> list[FoundRuns] | None:
        """Return the runs of a part that is there; None for one that isn't, or isn't whole."""
        if self._folder is None:
            return None
        try:
            return read(self._file(part).read_bytes(), part)
        except OSError:
            return None

    def keep(self, part: RunPart, raw: bytes) -> None:
        """Keep a part."""
        if self._folder is not None:
            write_file(self._file(part), raw)

    def _file(self, part: RunPart) -> Path:
        assert self._folder is not None
        return self._folder / f"{part.name}.json"
