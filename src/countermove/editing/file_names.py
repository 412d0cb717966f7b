"""Names of files that come from outside: which are taken, and which are made of a title."""

from __future__ import annotations

import re
import unicodedata

from countermove.errors import FileError
from countermove.files.importing import MODELS

_MOST_BYTES = 150  # the usual 255, less what is added to it in names of copies and removed files
_LONGEST_SLUG = 60
_ROOM = 20  # for a number and the suffix
_UNUSABLE = re.compile(r'[<>:"/\\|?*]')
# What Windows takes for a device, whatever suffix follows; a folder may be shared with it.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)


def checked_name(name: str, *suffixes: str) -> str:
    """Return the name of a file, if it is no more than that."""
    fault = _fault(name, suffixes or MODELS)
    if fault:
        # A name may be a long text, or one that can't be printed.
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:60])
        raise FileError(
            f"a file can't be called '{shown}': {fault}.",
            advice="Give a plain name, such as talks.toml.",
        )
    return name


def _fault(name: str, suffixes: tuple[str, ...]) -> str:
    stem, dot, suffix = name.rpartition(".")
    unusable = _UNUSABLE.search(name)
    if unusable:
        return f"it holds '{unusable[0]}'"
    if any(unicodedata.category(c)[0] == "C" for c in name):
        return "it holds a character that can't be seen"
    if name.startswith("."):
        return "it begins with a dot"
    if f"{dot}{suffix}".lower() not in suffixes:
        return f"it doesn't end in {' or '.join(suffixes)}"
    if stem != stem.strip() or stem.endswith("."):
        return "a space or a dot stands at its edge"
    if _DEVICES.match(name):
        return "Windows keeps this name for a device"
    if len(name.encode()) > _MOST_BYTES:
        return "it is too long"
    return ""


def slug(title: str) -> str:
    """Make the stem of a file name of a title in any language."""
    # Marks belong to letters: without its vowel signs a word in Hindi is another.
    kept = (
        c if unicodedata.category(c)[0] in "LM" or c.isdecimal() else " "
        for c in unicodedata.normalize("NFC", title).lower()
    )
    words = "-".join("".join(kept).split())[:_LONGEST_SLUG]
    while len(words.encode()) > _MOST_BYTES - _ROOM:
        words = words[:-1]
    words = words.strip("-")
    return words if words and not _DEVICES.match(words) else "model"
