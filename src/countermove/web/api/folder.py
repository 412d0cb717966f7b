"""The API for the opened folder: what is in it, and what is added, renamed and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Query

from countermove.editing.model_folder import Listed
from countermove.report.cases import FACTS, Case, cases
from countermove.web.api import shapes
from countermove.web.api.models import Name
from countermove.web.api.refusing import documented
from countermove.web.folder import Importable, Removed
from countermove.web.page_routes import AStudio

if TYPE_CHECKING:
    Fact = str
else:
    Fact = Literal[tuple(FACTS)]

router = APIRouter(tags=["folder"])


@router.get("/models", summary="List the models", responses=documented())
def list_models(studio: AStudio) -> tuple[Listed, ...]:
    """List the models of the folder, by name; a file with mistakes is among them."""
    return studio.folder.models()


@router.post("/models", summary="Begin a model", status_code=201, responses=documented(400, 404))
def begin_model(studio: AStudio, new: shapes.NewModel) -> shapes.Begun:
    """Begin a model: an empty one, a copy of a case or of a model, or one from a file.

    No file is overwritten: where the name is taken, the new one gets a number.
    """
    folder = studio.folder
    if new.case is not None:
        return shapes.Begun(name=folder.copy_case(new.case), notes=())
    if new.copy_of is not None:
        return shapes.Begun(name=folder.duplicate(new.copy_of), notes=())
    if new.import_file is not None:
        return shapes.Begun.of(folder.import_file(new.import_file))
    if new.text is not None:
        return shapes.Begun.of(folder.upload(new.name or "model.toml", new.text.encode()))
    return shapes.Begun(name=folder.new(new.title or ""), notes=())


@router.put("/models/{name}/name", summary="Rename a model", responses=documented(400, 404))
def rename_model(name: Name, studio: AStudio, new: shapes.NewName) -> shapes.Begun:
    """Give a model's file another name; its history goes along."""
    return shapes.Begun(name=studio.rename(name, new.name), notes=())


@router.delete("/models/{name}", summary="Remove a model", responses=documented(404))
def remove_model(name: Name, studio: AStudio) -> shapes.RemovedKey:
    """Remove a model, and say by which key it is brought back."""
    return shapes.RemovedKey(key=studio.remove(name))


@router.get("/removed", summary="List what was removed", responses=documented())
def list_removed(studio: AStudio) -> tuple[Removed, ...]:
    """List the models that can be brought back, the last removed first."""
    return studio.folder.removed()


Key = Annotated[str, Path(max_length=300, description="The key that removing it gave.")]


@router.post(
    "/removed/{key}", summary="Bring a model back", status_code=201, responses=documented(404)
)
def bring_back(key: Key, studio: AStudio) -> shapes.Begun:
    """Bring a removed model back; it gets another name where its own is taken by now."""
    return shapes.Begun(name=studio.bring_back(key), notes=())


@router.get("/importable", summary="List what can be imported", responses=documented())
def list_importable(studio: AStudio) -> tuple[Importable, ...]:
    """List the files in the folder that a model can be imported from."""
    return studio.folder.importable()


Happens = Annotated[
    list[Fact],
    Query(
        description="What happens in it: " + "; ".join(f"{k}: {f.words}" for k, f in FACTS.items())
    ),
]
_Count = Annotated[int | None, Query(ge=0, le=1_000, description="With so many, exactly.")]


@router.get("/cases", summary="List the gallery", responses=documented())
def list_cases(
    text: Annotated[str, Query(max_length=200, description="Words that it has.")] = "",
    parties: _Count = None,
    options: _Count = None,
    happens: Happens = [],  # noqa: B006
    games: Annotated[
        bool, Query(description="Among the 144 games of two parties, not the gallery.")
    ] = False,
) -> tuple[Case, ...]:
    """List the conflicts that come with the program, or those that are as is asked."""
    return cases(text, parties=parties, options=options, happens=happens, games=games).cases
