"""The API for questions that take their time: asked, followed, stopped."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Body, Path, Query, Response

from countermove.errors import CountermoveError, UnknownNameError
from countermove.questions import questions
from countermove.questions.base.checked import read
from countermove.report.rendering import renderings
from countermove.web.api import shapes
from countermove.web.api.models import Name
from countermove.web.api.refusing import documented
from countermove.web.page_routes import AStudio
from countermove.web.work.explaining import asked_as

router = APIRouter(tags=["questions"])

_BETWEEN_LOOKS = 0.05

if TYPE_CHECKING:
    Format = str
else:
    Format = Literal[tuple(renderings())]

QuestionId = Annotated[str, Path(max_length=100, description="Its id.", examples=["evolve"])]
JobId = Annotated[str, Path(max_length=100, description="The id that asking gave.")]
Parameters = Annotated[
    dict[str, Any],
    Body(
        description="What is said along with the question, as its JSON Schema has it.",
        examples=[{}],
    ),
]
Wait = Annotated[float, Query(ge=0, le=30, description="For how many seconds to wait at most.")]


@router.get("/questions", summary="List the questions", responses=documented())
def list_questions() -> list[shapes.QuestionOut]:
    """List the questions that can be asked of a model, with what may be said along with each."""
    return [shapes.QuestionOut.of(question) for question in questions().values()]


@router.post(
    "/models/{name}/questions/{question}",
    summary="Ask a question",
    status_code=202,
    responses=documented(400, 404),
)
def ask_question(
    name: Name, question: QuestionId, studio: AStudio, parameters: Parameters
) -> shapes.JobOut:
    """Ask a question of a model as it is now: it is answered in the background.

    The same question about the same text is the same job. `explain`, with a `state`, asks why an
    outcome holds, also where there are too many to list.
    """
    asked = asked_as(question)
    try:
        read(asked, parameters)
    except UnknownNameError as error:
        raise CountermoveError(*error.problems) from None
    now = studio.document(name).current()
    return shapes.JobOut.of(studio.work.ask(now.text, now.format, now.state, question, parameters))


@router.get("/jobs/{id}", summary="Follow a question", responses=documented(404))
async def get_job(id: JobId, studio: AStudio, wait: Wait = 0) -> shapes.JobOut:  # noqa: A002
    """Say what has become of a question: how far it is, or its answer."""
    found = studio.work.find(id)
    # Not in a thread: there are few of them, and many may wait at once.
    until = time.monotonic() + wait
    while not found.over and (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, _BETWEEN_LOOKS))
    return shapes.JobOut.of(found)


@router.get(
    "/jobs/{id}/documents/{format}",
    summary="Get the report as a document",
    response_class=Response,
    responses={
        200: {
            "description": "A file.",
            "content": {
                one.media: {"schema": {"type": "string", "format": "binary"}}
                for one in renderings().values()
            },
        },
        **documented(404),
    },
)
def get_document(
    id: JobId,  # noqa: A002
    format: Annotated[Format, Path(description="How it is written.")],  # noqa: A002
    studio: AStudio,
) -> Response:
    """Give the answer to the question ``report`` as a document, once it is there."""
    answer, rendering = studio.work.find(id).answer, renderings()[format]
    rendering.check()
    if answer is None or format not in answer.documents:
        advice = "Ask the question report, and follow it until it is there."
        raise CountermoveError("there is no such document.", advice=advice)
    return Response(answer.documents[format], media_type=rendering.media)


@router.get(
    "/jobs/{id}/table",
    summary="Get the answer as a table",
    response_class=Response,
    responses={
        200: {"description": "A file.", "content": {"text/csv": {"schema": {"type": "string"}}}},
        **documented(404),
    },
)
def get_table(id: JobId, studio: AStudio) -> Response:  # noqa: A002
    """Give the answer to the question ``sweep`` as CSV, once it is there or was stopped."""
    job = studio.work.find(id)
    if job.answer is None or not job.answer.table:
        what, advice = "there is no such table.", "Ask the question sweep, and follow it."
        if job.answer is not None and job.question.as_table:
            what = "the table is too long to be sent."
            advice = "Sweep over fewer runs, or write it with countermove sweep --output."
        raise CountermoveError(what, advice=advice)
    return Response(job.answer.table, media_type="text/csv")


@router.delete("/jobs/{id}", summary="Stop a question", responses=documented(404))
def stop_job(id: JobId, studio: AStudio) -> shapes.JobOut:  # noqa: A002
    """Stop working on a question. Follow it: moments later it has what was found until then."""
    return shapes.JobOut.of(studio.work.cancel(id))
