"""Files that are packages of parts, as those of Office are: what is too large isn't unpacked."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib

from countermove.errors import FileError

MOST_UNPACKED = 128 * 2**20
"""So many bytes the parts of a package may have, once they are unpacked."""

BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, LookupError, OSError, RuntimeError, ValueError),
)
"""What unpacking a broken package raises."""

_MOST_PARTS = 1_000


def check_package(
    raw: bytes, name: str | os.PathLike[str], kind: str, needs: str, broken: FileError
) -> None:
    """Refuse what unpacks to more than what it is for can need, before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED:
                what = f"unpacked, this {kind} is larger than {MOST_UNPACKED // 2**20} MiB."
                if len(parts) > _MOST_PARTS:
                    what = f"this {kind} has more than {_MOST_PARTS:,} parts."
                raise FileError.of(name, what, f"No {needs} needs that: is it the right file?")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as file:
                        if b"<!DOCTYPE" in file.read(2**10).replace(b"\0", b""):
                            raise broken
    except FileError:
        raise
    except BROKEN as error:
        raise broken from error
