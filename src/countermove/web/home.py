"""The first page: the models of the folder, the gallery, and ways to begin."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from countermove.editing.contents import text_of
from countermove.editing.model_folder import document_suffixes
from countermove.errors import CountermoveError, ModelError
from countermove.files.importing import MODELS, by_content, importable, suffixes
from countermove.files.parsing import parsed
from countermove.files.positions import FilePlaces
from countermove.files.two_by_two import games
from countermove.report.amounts import counted
from countermove.report.cases import FACTS, CaseList, cases, games_too
from countermove.report.exports import XLSX
from countermove.report.starter import starter_workbook
from countermove.web import quoted_documents, trying
from countermove.web.draft import full_names, table, text
from countermove.web.folder import Folder
from countermove.web.page import Download, Message
from countermove.web.page_routes import AForm, AStudio, from_script, said, to_page
from countermove.web.rendering import rendered
from countermove.web.studio import Studio

_LARGEST = 2**20
"""Beyond so many bytes a file isn't opened to be listed."""

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class GallerySearch:
    """What is searched for in the gallery, as an address has it: nothing where it is empty."""

    text: Annotated[str, Query(max_length=200)] = ""
    parties: Annotated[str, Query(max_length=9)] = ""
    happens: Annotated[str, Query(max_length=99)] = ""
    games: bool = False

    def found(self) -> CaseList:
        """Return what is found; what nobody can have asked for by the form is left out."""
        return cases(
            self.text,
            parties=int(self.parties) if self.parties.isdecimal() else None,
            happens=self.happens if self.happens in FACTS else (),
            games=self.games,
        )


@router.get("/")
def home(studio: AStudio, search: Annotated[GallerySearch, Depends()]) -> Response:
    """Show the models of the folder and the gallery, or what is searched for in it."""
    return _shown(studio, search=search)


@router.post("/models")
def begin(studio: AStudio, request: Request, form: AForm) -> Response:
    """Begin with a new model, or a copy of a case; rename one, remove it or bring it back."""
    folder, name = studio.folder, form.get("name", "")
    try:
        match form.get("do", ""):
            case "new":
                return to_page(request, folder.new(form.get("title", "").strip()), "parties")
            case "try":
                return to_page(request, folder.copy_case(trying.CASE), trying.PAGE)
            case "case":
                return to_page(request, folder.copy_case(name))
            case "import":
                return _added(studio, request, name, *folder.import_file(name))
            case "duplicate":
                return to_page(request, folder.duplicate(name))
            case "rename":
                studio.rename(name, form.get("to", "").strip())
            case "remove":
                studio.remove(name)
            case "bring_back":
                studio.bring_back(name)
    except CountermoveError as error:
        return _shown(studio, Message("Not done.", details=said(error)), 422)
    return _shown(studio) if from_script(request) else RedirectResponse("/", 303)


@router.post("/import")
def bring(studio: AStudio, request: Request, file: UploadFile) -> Response:
    """Take a model file, or one that can be imported, into the folder."""
    filename, content = file.filename or "", file.file.read()
    try:
        added = studio.folder.upload(filename, content)
    except CountermoveError as error:
        return _shown(studio, _refusal(filename, content, error), _told(request))
    return _added(studio, request, filename, *added)


@router.post("/paste")
def paste(studio: AStudio, request: Request, form: AForm) -> Response:
    """Make a model of an option table that was pasted."""
    text = form.get("text", "")
    try:
        added = studio.folder.paste(text)
    except CountermoveError as error:
        return _shown(studio, _refusal("", b"", error), _told(request), pasted=text)
    return _added(studio, request, "what was pasted", *added)


@router.post("/document")
def begin_from_document(studio: AStudio, request: Request, file: UploadFile) -> Response:
    """Begin a model with a document that is brought along."""
    filename, content = file.filename or "", file.file.read()
    try:
        document = quoted_documents.bring(studio, filename, content)
        name = studio.folder.new(quoted_documents.title_of(document))
        key = quoted_documents.name_in_model(studio, name, document)
    except CountermoveError as error:
        return _shown(studio, _refusal(filename, content, error), _told(request))
    return to_page(request, name, f"record/{quote(key, safe='')}")


@router.get("/workbook")
def workbook(studio: AStudio) -> Response:
    """Give an empty workbook to fill in."""
    try:
        content = starter_workbook()
    except CountermoveError as error:
        return _shown(studio, Message("Not done.", details=said(error)), 422)
    headers = {"Content-Disposition": 'attachment; filename="model.xlsx"'}
    return Response(content, media_type=XLSX, headers=headers)


def _told(request: Request) -> int:
    """Return the status of a page of mistakes: scripts take only the words of a refusal."""
    return 200 if from_script(request) else 422


def _refusal(filename: str, content: bytes, error: CountermoveError) -> Message:
    """Say what is wrong with what was brought, and where in it; a workbook is given back marked."""
    details = []
    for problem, sentence in zip(error.problems, said(error), strict=True):
        place = problem.place
        where = ""
        if place is not None and place.sheet:
            where = f"{place.sheet}!{place.cell}: " if place.cell else f"{place.sheet}: "
        elif place is not None and place.line:
            where = f"Line {place.line}: "
        details.append(f"{where}{sentence}")
    what = "This file can't be used." if filename else "This can't be used."
    importer = by_content(content)
    file = None
    if importer is not None and importer.can_be_marked and isinstance(error, ModelError):
        from countermove.files.tables.marking import marked

        copy = marked(content, filename, error.problems)
        if len(copy) <= _LARGEST:
            name = f"{Path(filename).stem}-marked.xlsx"
            file = Download(name, XLSX, copy, "The workbook with its mistakes marked")
    return Message(what, details=tuple(details), file=file)


def _added(
    studio: Studio, request: Request, filename: str, name: str, notes: tuple[str, ...]
) -> Response:
    """Open a model that was added; where there are notes, show them first."""
    if not notes:
        return to_page(request, name)
    return _shown(studio, Message(f"From {filename} came {name}.", "told", notes))


def _shown(
    studio: Studio,
    message: Message | None = None,
    status: int = 200,
    search: GallerySearch = GallerySearch(),
    pasted: str = "",
) -> Response:
    variables = {
        "folder": studio.folder,
        "models": _cards(studio.folder),
        "largest": studio.settings.largest_body,
        "importable": studio.folder.importable(),
        "bringable": f"A model file ({', '.join(MODELS)}), or {importable()}",
        "suffixes": ",".join((*MODELS, *suffixes())),
        "document_suffixes": document_suffixes(),
        "removed": studio.folder.removed(),
        "cases": (found := search.found()),
        "games": len(games()),
        "games_too": games_too(found),
        "search": search,
        "facts": {key: fact.words for key, fact in FACTS.items()},
        "message": message,
        "pasted": pasted,
    }
    return HTMLResponse(rendered("home.html", variables), status)


def _cards(folder: Folder) -> list[dict[str, Any]]:
    """Return the models of a folder, and what may have been one, the last changed first."""
    cards = list(_listed(folder))
    titles = Counter(card["title"] for card in cards)
    for card in cards:
        card["is_alike"] = titles[card["title"]] > 1
    return sorted(cards, key=lambda card: -card["changed"])


def _listed(folder: Folder) -> Iterator[dict[str, Any]]:
    """Give the models of a folder, and what may have been one: by title, with what is in them."""
    models = {listed.name for listed in folder.models()}
    for listed in folder.files():
        with contextlib.suppress(CountermoveError, OSError):
            path = folder.path_of(listed.name)
            found = path.stat()
            summary = _summary(path, found.st_mtime_ns, found.st_size)
            if listed.name in models or summary is None:
                title, holds = summary or ("", "It can't be read: mend its text.")
                yield {
                    "name": listed.name,
                    "changed": listed.changed,
                    "title": title or listed.name.rpartition(".")[0],
                    "holds": holds,
                    "is_broken": summary is None,
                }


@lru_cache(maxsize=512)
def _summary(path: Path, _: int, size: int) -> tuple[str, str] | None:
    """Return the title of a model and what is in it; None where it is no TOML or JSON at all."""
    if size > _LARGEST:
        return "", ""
    content = text_of(path.read_bytes())
    read = parsed(
        content,
        FilePlaces(content, path.name, "json" if path.suffix.lower() == ".json" else "toml"),
    )
    if read.problems:
        return None
    options = full_names(read.data)
    parties = {*table(read.data, "decision_makers"), *(name.partition(".")[0] for name in options)}
    counts = (
        (len(parties), "party", "parties"),
        (len(options), "option", "options"),
        (len(table(read.data, "states")), "outcome", "outcomes"),
        (len(table(read.data, "claims")), "claim", "claims"),
        (len(table(read.data, "scenarios")), "scenario", "scenarios"),
    )
    return text(read.data, "title"), " · ".join(counted(n, *of) for n, *of in counts if n)
