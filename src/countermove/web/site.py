"""The pages: shown, and shown again after an edit."""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.datastructures import FormData

from countermove.editing.document import Snapshot
from countermove.editing.edits import read_edits
from countermove.errors import CountermoveError, EditConflictError, UnknownNameError, unknown
from countermove.web.checking import checked
from countermove.web.forms import Form, edits_from
from countermove.web.page import Message, Page
from countermove.web.rendering import rendered
from countermove.web.steps import BY_ID
from countermove.web.studio import Studio

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def the_studio(request: Request) -> Studio:
    """Return what the server keeps."""
    return cast(Studio, request.app.state.studio)


AStudio = Annotated[Studio, Depends(the_studio)]


async def the_form(request: Request) -> Form:
    """Return the fields of a form; of files their names only."""
    form: FormData = await request.form(max_files=1, max_fields=100)
    return {
        key: value if isinstance(value, str) else value.filename or ""
        for key, value in form.items()
    }


AForm = Annotated[Form, Depends(the_form)]


@router.get("/models/{name}")
def first_page(name: str, studio: AStudio) -> RedirectResponse:
    """Go to the first step of a model: to its answer, if it has one."""
    snapshot = studio.document(name).current()
    step = "answer" if studio.live(name, snapshot).solution else "parties"
    return RedirectResponse(f"/models/{name}/{step}", 303)


@router.get("/models/{name}/revision")
def revision(name: str, studio: AStudio) -> PlainTextResponse:
    """Say which version the file has: open pages ask now and then."""
    return PlainTextResponse(studio.document(name).current().revision)


@router.get("/models/{name}/check")
def check(
    name: str, studio: AStudio, statement: str, within: Annotated[str, Query(alias="in")] = ""
) -> JSONResponse:
    """Check a statement while it is typed."""
    snapshot = studio.document(name).current()
    live = studio.live(name, snapshot)
    model = live.model if not within else None
    return JSONResponse(asdict(checked(statement, snapshot.reading.conflict, model)))


@router.get("/models/{name}/{step}")
@router.get("/models/{name}/{step}/{part}")
def show(request: Request, name: str, step: str, studio: AStudio, part: str = "") -> Response:
    """Show a page about a model."""
    snapshot = studio.document(name).current()
    return _shown(request, studio, name, step, part, snapshot)


@router.post("/models/{name}/{step}")
@router.post("/models/{name}/{step}/{part}")
def change(
    request: Request, name: str, step: str, studio: AStudio, form: AForm, part: str = ""
) -> Response:
    """Make the edits of a form, and show the page again."""
    module = _module(step)
    seen = request.headers.get("X-Revision", "")
    try:
        snapshot = _changed(studio, module, name, form, seen)
    except EditConflictError as error:
        message = Message("Not done: this was changed meanwhile.", details=said(error))
        snapshot = studio.document(name).current()
        return _shown(request, studio, name, step, part, snapshot, message, 409)
    except CountermoveError as error:
        message = Message("Not done.", details=said(error))
        snapshot = studio.document(name).current()
        return _shown(request, studio, name, step, part, snapshot, message, 422)
    return _shown(request, studio, name, step, part, snapshot)


def _changed(studio: Studio, module: ModuleType, name: str, form: Form, seen: str) -> Snapshot:
    document = studio.document(name)
    now = document.current()
    do = form.get("do", "")
    if do == "undo":
        return document.undo(seen)
    if do == "redo":
        return document.redo(seen)
    actions: dict[str, Any] = getattr(module, "ACTIONS", {})
    whole: dict[str, Any] = getattr(module, "WHOLE", {})
    if do in whole:
        return cast(Snapshot, whole[do](document, form, seen))
    edits = actions[do](form, now.data) if do in actions else edits_from(form, now.data)
    return document.edit(read_edits(edits), seen) if edits else now


def _shown(
    request: Request,
    studio: Studio,
    name: str,
    step: str,
    part: str,
    snapshot: Snapshot,
    message: Message | None = None,
    status: int = 200,
) -> Response:
    module = _module(step)
    query = request.query_params
    page = Page(
        name=name,
        step=BY_ID[step],
        part=part,
        snapshot=snapshot,
        live=studio.live(name, snapshot),
        query={key: ",".join(query.getlist(key)) for key in query},
        message=message,
    )
    more = module.variables(page, studio) if hasattr(module, "variables") else {}
    return HTMLResponse(rendered(f"{step.replace('-', '_')}.html", {"page": page, **more}), status)


def _module(step: str) -> ModuleType:
    if step not in BY_ID:
        raise unknown("page", step, list(BY_ID), "The pages are")
    return import_module(f"countermove.web.pages.{step.replace('-', '_')}")


def said(error: CountermoveError) -> tuple[str, ...]:
    return tuple(f"{problem.what} {problem.advice}".strip() for problem in error.problems)


def refused(error: CountermoveError) -> Response:
    """Answer what can't be done, as a page."""
    status = 404 if isinstance(error, UnknownNameError) else 422
    message = Message("That can't be shown.", details=said(error))
    return HTMLResponse(rendered("refused.html", {"message": message}), status)
