"""The pages: shown, and shown again after an edit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response, UploadFile
from fastapi import Form as FormField
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.datastructures import FormData

from countermove.editing.applying import applied
from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.editing.edits import read_edits
from countermove.errors import (
    CountermoveError,
    EditConflictError,
    FileGoneError,
    UnknownNameError,
    unknown,
)
from countermove.model.families import own_words
from countermove.picture.palette import seats
from countermove.web import keeping, quoted_documents, trying
from countermove.web.additions import ADDING, check_addition
from countermove.web.chosen import Chosen
from countermove.web.claim_words import said_anew
from countermove.web.contexts import copied_first, split
from countermove.web.draft import table, text
from countermove.web.forms import SAID, Action, Form, edits_from, place
from countermove.web.mistakes import grouped
from countermove.web.page import Download, Message, ModelPage, scenario_in, views_in
from countermove.web.page_steps import BY_ID
from countermove.web.party_lists import previewed
from countermove.web.rendering import in_browser, rendered
from countermove.web.studio import Studio
from countermove.web.typed_statements import (
    checked,
    checked_in_words,
    checked_rule,
    conflict_within,
    states_within,
)

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
    """Go to the first step of a model: to its answer, if it has one, or to what can't be read."""
    snapshot = studio.document(name).current()
    if not snapshot.is_well_formed:
        step = "text"
    else:
        step = "answer" if studio.live(name, snapshot).solution else "parties"
    return RedirectResponse(f"/models/{name}/{step}", 303)


@router.get("/models/{name}/revision")
def revision(name: str, studio: AStudio) -> PlainTextResponse:
    """Say which version the file has, or that it is gone: open pages ask now and then."""
    try:
        return PlainTextResponse(studio.document(name).current().revision)
    except (FileGoneError, UnknownNameError):
        return PlainTextResponse("gone")


@router.get("/models/{name}/file")
def file(name: str, studio: AStudio) -> Response:
    """Give the model file itself."""
    document = studio.document(name)
    document.current()
    kind = "application/json" if document.format == "json" else "application/toml"
    return _attached(document.path.read_bytes(), name, kind)


@router.get("/models/{name}/check")
def check(
    name: str,
    studio: AStudio,
    statement: str,
    *,
    within: Annotated[str, Query(alias="in")] = "",
    rule: str = "",
    party: str = "",
) -> JSONResponse:
    """Check a statement while it is typed, as one of what a party wants where one is named."""
    snapshot = studio.document(name).current()
    conflict = conflict_within(snapshot.reading.conflict, within)
    if party and conflict is not None:
        statement = own_words(conflict, statement, party)
    if rule:
        found = checked_in_words(statement, lambda text: checked_rule(text, conflict, rule))
    else:
        states = states_within(conflict, studio.live(name, snapshot).model, within)
        found = checked_in_words(
            statement, lambda text: checked(text, conflict, states, by_words=True)
        )
    return JSONResponse({"fine": found.fine, "text": found.text})


@router.post("/models/{name}/list")
def list_of_parties(name: str, studio: AStudio, form: AForm) -> Response:
    """Say what a list of parties and options would add."""
    snapshot = studio.document(name).current()
    read = previewed(snapshot, form.get("value", ""), form.get("party", ""))
    return HTMLResponse(rendered("_party_list.html", read))


def from_script(request: Request) -> bool:
    """Say whether a page in the browser asks, which takes the answer into itself."""
    return "HX-Request" in request.headers


def to_page(request: Request, name: str, page: str = "") -> Response:
    """Go to a page about a model."""
    address = f"/models/{quote(name, safe='')}" + (f"/{page}" if page else "")
    if from_script(request):
        return Response(headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


@dataclass(frozen=True)
class PageRequest:
    """A page that is asked for."""

    studio: Studio
    name: str
    step: str
    part: str
    query: Mapping[str, str]

    @property
    def document(self) -> EditedFile:
        """The model's file."""
        return self.studio.document(self.name)

    @property
    def module(self) -> ModuleType:
        """The module of the step."""
        if self.step not in BY_ID:
            raise unknown("page", self.step, list(BY_ID), "The pages are")
        return import_module(f"countermove.web.pages.{self.step.replace('-', '_')}")


def the_page(request: Request, studio: AStudio) -> PageRequest:
    """Return which page an address asks for."""
    part = request.path_params.get("part", "")
    name, step = (request.path_params[key] for key in ("name", "step"))
    query = request.query_params
    return PageRequest(
        studio, name, step, part, {key: ",".join(query.getlist(key)) for key in query}
    )


Whole = Callable[[PageRequest, Form, str], Snapshot]
"""What a form does with the file as a whole, made on the revision that was seen."""

APageRequest = Annotated[PageRequest, Depends(the_page)]


@router.get("/models/{name}/{step}")
@router.get("/models/{name}/{step}/{part}")
def show(asked: APageRequest) -> Response:
    """Show a page about a model, or give what it has to be kept as a file."""
    snapshot = asked.document.current()
    if "as" in asked.query and hasattr(asked.module, "file"):
        found: Download = asked.module.file(_page(asked, snapshot), asked.studio)
        return _attached(found.content, found.name, found.media)
    return _shown(asked, snapshot, trying.told(asked.query))


@router.post("/models/{name}/document")
def bring_document(
    name: str,
    studio: AStudio,
    request: Request,
    file: UploadFile | None = None,
    chosen: Annotated[str, FormField()] = "",
) -> Response:
    """Let a model quote a document: one that is brought along, or one of the folder."""
    studio.document(name)
    try:
        if file is not None:
            document = quoted_documents.bring(studio, file.filename or "", file.file.read())
        else:
            document = quoted_documents.in_folder(studio, chosen)
        key = quoted_documents.name_in_model(studio, name, document)
    except CountermoveError as error:
        asked = PageRequest(studio, name, "record", "", {})
        message = Message("This document can't be used.", details=said(error))
        return _shown(asked, asked.document.current(), message, 422)
    return to_page(request, name, f"record/{quote(key, safe='')}")


@router.post("/models/{name}/{step}")
@router.post("/models/{name}/{step}/{part}")
def change(asked: APageRequest, request: Request, form: AForm) -> Response:
    """Make the edits of a form, and show the page again."""
    try:
        snapshot, renames = _changed(asked, form, request.headers.get("X-Revision", ""))
    except EditConflictError as error:
        message = Message("Not done.", details=tuple(found.what for found in error.problems))
        return _shown(asked, asked.document.current(), message, 409)
    except CountermoveError as error:
        message = Message("Not done.", details=said(error))
        return _shown(asked, asked.document.current(), message, 422)
    if not from_script(request):
        # The address is one that can be loaded again.
        return RedirectResponse(_page(asked, snapshot).here, 303)
    page = _shown(asked, snapshot, is_edited=True)
    for before, after in renames:
        if len(before) == 2 and before[0] == "decision_makers":
            asked.studio.colours.rename(asked.name, before[1], after)
    if renames:
        # What is on the page, and what is sent from it meanwhile, takes the new names along.
        page.headers["X-Renamed"] = json.dumps(renames)
    return page


def _changed(asked: PageRequest, form: Form, seen: str) -> tuple[Snapshot, list[Any]]:
    """Return the version that a form makes, and the ids that it gives other names."""
    document, module = asked.document, asked.module
    do = form.get("do", "")
    actions: dict[str, Action] = getattr(module, "ACTIONS", {})
    whole: dict[str, Whole] = getattr(module, "WHOLE", {})
    if do in whole:
        return whole[do](asked, form, seen), []
    if do == "undo":
        return document.undo(seen), []
    if do == "redo":
        return document.redo(seen), []
    now = document.current()
    if do in keeping.DEEDS:
        page = _page(asked, now)
        keeping.change(page, asked.studio, document, form, _looked_at(module, page))
        return now, []
    first = copied_first(now.data, place(form["at"])) if "at" in form else []
    data = applied(now.data, read_edits(first)) if first else now.data
    edits = (
        actions[do](place(form.get("at", "")), form, data)
        if do in actions
        else edits_from(form, data)
    )
    if not edits:
        return now, []
    edits = [*edits, *said_anew(data, edits)]
    renames = [[edit["at"], edit["to"]] for edit in edits if edit.get("do") == "rename"]
    asked_for = read_edits([*first, *edits])
    in_words = {**SAID, **getattr(module, "SAID", {})}.get(do, "")
    if do in ADDING or in_words:
        check_addition(now, asked_for, everywhere=bool(in_words))
    return document.edit(asked_for, seen, in_words.format(_whose(form, data))), renames


def _whose(form: Form, data: Mapping[str, Any]) -> str:
    """Return what the party is called whose part a form is about."""
    _, dm, *_ = *(split(place(form["at"]))[1] if "at" in form else ()), "", ""
    return text(data, "decision_makers", dm, "name") or str(dm)


def _shown(
    asked: PageRequest,
    snapshot: Snapshot,
    message: Message | None = None,
    status: int = 200,
    *,
    is_edited: bool = False,
) -> Response:
    module = asked.module
    page = replace(_page(asked, snapshot, message), is_edited=is_edited)
    more = module.variables(page, asked.studio) if hasattr(module, "variables") else {}
    template = f"{asked.step.replace('-', '_')}.html"
    every = {
        "page": page,
        "mistakes": grouped(page, asked.document),
        "keeping": keeping.menu(page, asked.studio, _looked_at(module, page)),
    }
    return HTMLResponse(rendered(template, {**every, **more}), status)


def _looked_at(module: ModuleType, page: ModelPage) -> keeping.LookedAt | None:
    """Return what a page is about, where that can be large in the room."""
    looked_at = getattr(module, "looked_at", None)
    return looked_at(page) if looked_at else None


def _page(asked: PageRequest, snapshot: Snapshot, message: Message | None = None) -> ModelPage:
    step = BY_ID[asked.step]
    chosen = Chosen(
        scenario_in(asked.query, snapshot.data), views=views_in(asked.query, snapshot.data)
    )
    if step.is_answer:  # elsewhere the model is edited, with what is in doubt
        chosen = Chosen.of(asked.query, chosen.scenario).known_to(snapshot.reading.conflict)
    live = asked.studio.live(asked.name, snapshot, chosen)
    parties = [str(dm) for dm in table(snapshot.data, "decision_makers")]
    seated = seats(asked.studio.colours.of(asked.name, parties))
    return ModelPage(asked.name, step, snapshot, live, asked.part, asked.query, message, seated)


def _attached(content: str | bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type=kind, headers=headers)


def said(error: CountermoveError) -> tuple[str, ...]:
    """Return what is wrong, as sentences."""
    return tuple(in_browser(problem.said) for problem in error.problems)


def refused(error: CountermoveError, request: Request) -> Response:
    """Answer what can't be done, as a page."""
    if isinstance(error, FileGoneError):
        return _gone(the_studio(request), request.path_params["name"], error)
    status = 404 if isinstance(error, UnknownNameError) else 422
    message = Message("That can't be shown.", details=said(error))
    return HTMLResponse(rendered("refused.html", {"message": message}), status)


def _gone(studio: Studio, name: str, error: FileGoneError) -> Response:
    """Say that a file is gone, and how it comes back."""
    versions = studio.document(name).versions()[::-1]
    variables = {"name": name, "versions": versions, "said": said(error)}
    # An open page stays as it is, with what was typed into it; its script says what happened.
    return HTMLResponse(rendered("gone.html", variables), 410, {"HX-Reswap": "none"})
