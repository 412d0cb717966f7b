"""Documents that come into the folder, and are named by the model that quotes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from countermove.editing.edits import read_edits
from countermove.editing.uses import taken_ids
from countermove.model.ids import new_id
from countermove.model.texts import without_control
from countermove.record.documents import Document, read_bytes
from countermove.record.proving import read_once
from countermove.texts import in_quotes
from countermove.web.draft import table, text
from countermove.web.studio import Studio

_LONGEST, _HEADING = 200, 120


def bring(studio: Studio, filename: str, content: bytes) -> Document:
    """Put a document that can be read beside the models, under a name that is free."""
    document = read_bytes(filename, content)
    return replace(document, name=studio.folder.add_document(filename, content))


def in_folder(studio: Studio, name: str) -> Document:
    """Read a document that is in the folder already, or in one within it."""
    return replace(read_once(studio.folder.document(name)), name=FilePath(name).as_posix())


def title_of(document: Document) -> str:
    """Return what a document is called: by its title, its first line or its file."""
    first = document.body.lstrip().partition("\n")[0].strip()
    is_heading = len(first) <= _HEADING and not first.endswith((".", "!", "?", "”", '"'))
    found = document.title or (first if is_heading else "")
    return " ".join(without_control(found).split())[:_LONGEST] or FilePath(document.name).stem


def name_in_model(studio: Studio, model: str, document: Document) -> str:
    """Let a model name a document that it quotes, and return its id there."""
    edited = studio.document(model)
    now = edited.current()
    file = document.name
    known = table(now.data, "documents")
    if key := next((key for key in known if text(known, key, "file") == file), ""):
        return key
    key = new_id(FilePath(file).stem, taken_ids(now.data, ("documents",)), "document")
    value: dict[str, Any] = {"file": file, "sha256": document.sha256}
    value["title"] = title_of(document)
    value |= {"issued": document.issued} if document.issued else {}
    edits = read_edits([{"do": "put", "at": ["documents", key], "value": value}])
    edited.edit(edits, now.revision, f"Quote the document {in_quotes(file)}")
    return key
