"""How the API refuses: always in the same shape, with a status that says of which kind it is."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse

from countermove.errors import (
    CountermoveError,
    EditConflictError,
    FileGoneError,
    TooLargeError,
    UnknownNameError,
)
from countermove.web.api.shapes import ProblemOut, Refusal

_MEANINGS = {
    400: "The request can't be read: its body isn't JSON in UTF-8.",
    403: "The token is missing or wrong, or another web site asked.",
    404: "There is no such thing in the folder or in the model.",
    409: "It was changed meanwhile, and nothing was saved: both sides are told.",
    413: "It is larger than what this server takes or what can be answered at once.",
    421: "The request names another server than this one.",
    422: "It can't be done: the request or the model has mistakes, all of which are told.",
    500: "The program made a mistake.",
}
_EXAMPLES: dict[int, tuple[str, str, list[str | int]]] = {
    404: ("no file 'talk.toml'.", "Did you mean 'talks.toml'?", []),
    409: (
        "the name of United States changed meanwhile: it was “United States”, and is “Washington” "
        "now; your change makes it “The White House”.",
        "Nothing was saved. Look at what the file says now, and do it again if it still fits.",
        ["decision_makers", "us", "name"],
    ),
    413: (
        "this model is too large to be answered at once.",
        "Ask its questions: they are answered in the background.",
        [],
    ),
}
_EVERYWHERE = (403, 413, 421, 422, 500)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe refusals for OpenAPI: those that any operation has, and those that one has more."""
    return {status: _described(status) for status in sorted({*_EVERYWHERE, *statuses})}


def _described(status: int) -> dict[str, Any]:
    described: dict[str, Any] = {"model": Refusal, "description": _MEANINGS[status]}
    if status in _EXAMPLES:
        what, advice, path = _EXAMPLES[status]
        problem = ProblemOut(what=what, path=path, advice=advice)
        example = Refusal(problems=[problem]).model_dump()
        described["content"] = {"application/json": {"example": example}}
    return described


def refused(error: CountermoveError, status: int | None = None) -> JSONResponse:
    """Answer what can't be done, with the status of its kind where none is given."""
    problems = [ProblemOut.of(problem) for problem in error.problems]
    return JSONResponse(Refusal(problems=problems).model_dump(), status or _status(error))


def _status(error: CountermoveError) -> int:
    match error:
        case UnknownNameError() | FileGoneError():
            return 404
        case EditConflictError():
            return 409
        case TooLargeError():
            return 413
    return 422


def needs_a_list() -> TooLargeError:
    """Refuse what takes a list of the outcomes where there are too many; say what can be had."""
    return TooLargeError(
        "this model has more outcomes than can be listed, and this takes a list of them.",
        advice="Ask the question solve, or explain with a state: POST .../questions/solve and "
        ".../questions/explain. Once it is answered, .../answer and .../explain give it, too.",
    )


def too_large() -> TooLargeError:
    """Refuse to answer at once what would keep others waiting."""
    what, advice, _ = _EXAMPLES[413]
    return TooLargeError(what, advice=advice)
