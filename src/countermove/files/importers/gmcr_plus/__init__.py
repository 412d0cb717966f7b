"""Files of GMCR+: what they are known by; they are read by `reading`, once there is one."""

from __future__ import annotations

from countermove.files.importing import Imported, Importer


def _sniff(raw: bytes) -> bool:
    # A JSON object with this key at its top; a model may have a party of this name, deeper.
    if b'"decisionMakers"' not in raw or raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return False
    from countermove.files.positions import FilePlaces

    text = raw.decode("utf-8-sig", "replace")
    return FilePlaces(text, "", "json").find_key(("decisionMakers",)) is not None


def _read(raw: bytes, name: str) -> Imported:
    from countermove.files.importers.gmcr_plus.reading import read

    return read(raw, name)


IMPORTER = Importer("a file of GMCR+", (".gmcr",), _sniff, _read)
