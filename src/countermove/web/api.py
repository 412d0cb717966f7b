"""The JSON API: what the pages do, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from countermove.errors import CountermoveError, EditConflictError, UnknownNameError

router = APIRouter(prefix="/api")


def refused(error: CountermoveError) -> JSONResponse:
    """Answer what can't be done, as JSON."""
    status = 422
    if isinstance(error, UnknownNameError):
        status = 404
    elif isinstance(error, EditConflictError):
        status = 409
    problems = [
        {"what": problem.what, "path": list(problem.path), "advice": problem.advice}
        for problem in error.problems
    ]
    return JSONResponse({"problems": problems}, status)
