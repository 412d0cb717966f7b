"""The API for one model: what it says, its edits, its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path

from countermove.editing.history import Version
from countermove.web.api import shapes
from countermove.web.api.refusing import documented
from countermove.web.page_routes import AStudio
from countermove.web.party_lists import read_list
from countermove.web.typed_statements import Checked, checked

router = APIRouter(prefix="/models/{name}", tags=["model"])

Name = Annotated[
    str,
    Path(description="The name of the model's file.", max_length=255, examples=["talks.toml"]),
]
Number = Annotated[int, Path(ge=1, le=2**62, description="The number of a version.")]


@router.get("", summary="Get a model", responses=documented(404))
def get_model(name: Name, studio: AStudio) -> shapes.ModelOut:
    """Return a model: what its file says, and what is wrong with it."""
    return shapes.ModelOut.of(name, studio.document(name).current())


@router.post("/edits", summary="Edit a model", responses=documented(400, 404, 409))
def edit_model(name: Name, studio: AStudio, asked: shapes.Edits) -> shapes.ModelOut:
    """Make edits: all of them, or none. Comments, order and layout of the file stay.

    Where the file was changed since the revision that is named, the edits are made all the same,
    unless it differs in what they touch.
    """
    document = studio.document(name)
    return shapes.ModelOut.of(name, document.edit(asked.edits, asked.revision, asked.said))


@router.post("/parties", summary="Add a list of parties", responses=documented(400, 404, 409))
def add_parties(name: Name, studio: AStudio, asked: shapes.PartyList) -> shapes.ModelOut:
    """Add parties and their options from a list, as one edit; what is there already stays.

    Each line says ``Party; option``, or a party stands above its options, which are indented or
    have bullets. A line that can't be read is refused with its number, and then nothing is added.
    """
    document = studio.document(name)
    now = document.current()
    _, edits, said = read_list(now, asked.list, asked.party)
    saved = document.edit(edits, asked.revision, said) if edits else now
    return shapes.ModelOut.of(name, saved)


@router.put("/text", summary="Replace the text", responses=documented(400, 404, 409))
def write_text(name: Name, studio: AStudio, new: shapes.Text) -> shapes.ModelOut:
    """Replace the whole text of a model; one with mistakes is saved, too."""
    return shapes.ModelOut.of(name, studio.document(name).write(new.text, new.revision, new.said))


@router.post("/undo", summary="Undo", responses=documented(400, 404, 409))
def undo(name: Name, studio: AStudio, seen: shapes.Seen) -> shapes.ModelOut:
    """Undo the last change."""
    return shapes.ModelOut.of(name, studio.document(name).undo(seen.revision))


@router.post("/redo", summary="Redo", responses=documented(400, 404, 409))
def redo(name: Name, studio: AStudio, seen: shapes.Seen) -> shapes.ModelOut:
    """Do again what was undone last."""
    return shapes.ModelOut.of(name, studio.document(name).redo(seen.revision))


@router.get(
    "/history",
    summary="List the versions",
    responses=documented(404),
    response_model=list[shapes.VersionOut],
)
def list_versions(name: Name, studio: AStudio) -> Sequence[Version]:
    """List all versions of a model, the oldest first; those of a file that is gone, too."""
    document = studio.document(name)
    if document.path.exists():
        document.current()
    return document.versions()


@router.get("/history/{number}", summary="Get a version", responses=documented(404))
def get_version(name: Name, number: Number, studio: AStudio) -> shapes.VersionText:
    """Return what a version said."""
    return shapes.VersionText(text=studio.document(name).text_of(number))


@router.post(
    "/history/{number}", summary="Go back to a version", responses=documented(400, 404, 409)
)
def restore_version(
    name: Name, number: Number, studio: AStudio, seen: shapes.Seen
) -> shapes.ModelOut:
    """Save what a version said as a version of its own; a file that is gone is there again."""
    return shapes.ModelOut.of(name, studio.document(name).restore(number, seen.revision))


@router.post("/check", summary="Check a statement", responses=documented(400, 404))
def check_statement(name: Name, studio: AStudio, typed: shapes.Typed) -> Checked:
    """Say in how many outcomes a statement is true, or what is wrong with it."""
    snapshot = studio.document(name).current()
    model = studio.live(name, snapshot).model
    states = None if model is None else model.states
    return checked(typed.statement, snapshot.reading.conflict, states)
