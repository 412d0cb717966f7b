"""The app: pages for people, an API for programs, both over the same few functions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from countermove._version import __version__
from countermove.errors import CountermoveError, Problem, UnknownNameError
from countermove.web import api, home, lookups, site
from countermove.web.security import Guard
from countermove.web.settings import Settings
from countermove.web.studio import Studio


def create_app(settings: Settings) -> FastAPI:
    """Make the app for a folder of models.

    Parameters
    ----------
    settings : Settings
        The folder, and who may ask.

    Returns
    -------
    FastAPI
        An ASGI application.
    """
    studio = Studio(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with studio:
            yield

    app = FastAPI(
        title="Countermove",
        version=__version__,
        description="Models of conflicts, edited and answered. Every change names the revision "
        "it was made on; what others changed meanwhile is never overwritten unseen.",
        openapi_url="/api/openapi.json",
        # The pages that describe an API usually load their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.studio = studio
    app.include_router(home.router)
    app.include_router(lookups.router)
    app.include_router(site.router)
    app.include_router(api.router)
    for folder in ("static", "vendored"):
        app.mount(f"/{folder}", StaticFiles(packages=[("countermove", f"web/{folder}")]))
    app.add_exception_handler(CountermoveError, _told)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_middleware(Guard, settings=settings)
    return app


async def _told(request: Request, error: Exception) -> Response:
    """Answer what can't be done in words: as a page, or for programs as JSON."""
    assert isinstance(error, CountermoveError)
    if request.url.path.startswith("/api/"):
        return api.refused(error)
    return site.refused(error)


async def _misasked(request: Request, error: Exception) -> Response:
    """Answer a request that isn't of the form that the API describes."""
    assert isinstance(error, RequestValidationError)
    problems = [Problem(f"{found['msg']}.", tuple(found["loc"])) for found in error.errors()]
    return await _told(request, CountermoveError(*problems))


async def _not_there(request: Request, error: Exception) -> Response:
    """Answer for an address at which there is nothing, or not in this way."""
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        there = UnknownNameError(Problem("there is nothing at this address."))
        return await _told(request, there)
    answer = await _told(request, CountermoveError(Problem(f"{error.detail}.")))
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer
