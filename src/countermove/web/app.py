"""The app: pages for people, an API for programs, both over the same few functions."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from countermove._version import __version__
from countermove.errors import CountermoveError, Problem
from countermove.web import api, home, page_routes
from countermove.web.api import openapi
from countermove.web.api.refusing import refused
from countermove.web.security import Guard
from countermove.web.settings import Settings
from countermove.web.studio import Studio

_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def create_app(settings: Settings) -> FastAPI:
    """Make the app for a folder of models."""
    studio = Studio(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with studio:
            yield

    app = FastAPI(
        title="Countermove",
        version=__version__,
        description=openapi.DESCRIPTION,
        openapi_tags=openapi.TAGS,
        generate_unique_id_function=openapi.operation_id,
        openapi_url="/api/openapi.json",
        # The pages that describe an API usually load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.studio = studio
    app.include_router(home.router)
    app.include_router(page_routes.router)
    app.include_router(api.router)
    # On some systems other programs decide what files are called, and as that browsers refuse them.
    for suffix, kind in _KINDS.items():
        mimetypes.add_type(kind, suffix)
    for folder in ("static", "vendored"):
        app.mount(f"/{folder}", StaticFiles(packages=[("countermove", f"web/{folder}")]))
    app.add_exception_handler(CountermoveError, _told)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _not_there)
    openapi.describe(app)
    app.add_middleware(Guard, settings=settings)
    return app


async def _told(request: Request, error: Exception) -> Response:
    """Answer what can't be done in words: as a page, or for programs as JSON."""
    assert isinstance(error, CountermoveError)
    return _refused(request, error)


async def _misasked(request: Request, error: Exception) -> Response:
    """Answer a request that isn't of the form that the API describes."""
    assert isinstance(error, RequestValidationError)
    return _refused(request, CountermoveError(*map(_problem, error.errors())))


async def _not_there(request: Request, error: Exception) -> Response:
    """Answer for an address at which there is nothing, or not in this way."""
    assert isinstance(error, HTTPException)
    said = "there is nothing at this address" if error.status_code == 404 else error.detail
    answer = _refused(request, CountermoveError(f"{said}."), error.status_code)
    answer.headers.update(error.headers or {})
    return answer


def _refused(request: Request, error: CountermoveError, status: int | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        return refused(error, status)
    answer = page_routes.refused(error, request)
    answer.status_code = status or answer.status_code
    return answer


def _problem(found: Mapping[str, Any]) -> Problem:
    """Say what pydantic found wrong, and where in the request."""
    what = str(found["msg"]).removeprefix("Value error, ").rstrip(".")
    place = tuple(step if isinstance(step, int) else str(step) for step in found["loc"])
    return Problem(f"{what[:1].lower()}{what[1:]}.", place)
