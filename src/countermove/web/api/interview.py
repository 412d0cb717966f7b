"""The API for an interview: the question that is asked now, answers, and taking them back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from countermove.analysis.ask.from_nothing import By
from countermove.editing.edited_file import EditedFile
from countermove.web.api.interview_shapes import AnswerIn, InterviewOut, TakenBackIn
from countermove.web.api.models import Name
from countermove.web.api.refusing import documented, too_large
from countermove.web.page_routes import AStudio
from countermove.web.sittings import LONGEST_NAME, Topic
from countermove.web.studio import Studio

router = APIRouter(prefix="/models/{name}/interview", tags=["interview"])

_SEVERAL = "Several with commas between them."
Claims = Annotated[
    str,
    Query(max_length=2_000, description=f"Claims to settle; all when empty. {_SEVERAL}"),
]
Concepts = Annotated[
    str,
    Query(max_length=2_000, description=f"Solution concepts; the usual when empty. {_SEVERAL}"),
]
Parties = Annotated[
    str,
    Query(max_length=2_000, description=f"From nothing, about whom; all when empty. {_SEVERAL}"),
]
Who = Annotated[str, Query(max_length=LONGEST_NAME, description="Who answers.")]


@router.get("", summary="Get the next question", responses=documented(404))
def get_interview(
    name: Name,
    studio: AStudio,
    *,
    claims: Claims = "",
    concepts: Concepts = "",
    by: Annotated[
        By, Query(description="What is in doubt, or parties from nothing: statements, pairs.")
    ] = "doubts",
    parties: Parties = "",
    who: Who = "",
) -> InterviewOut:
    """Return the question that is asked now, what was answered, and what is settled by it.

    An interview is known by what it settles and by who answers: asked again, it is where it was.
    """
    said = {"claims": claims, "concepts": concepts, "by": by, "parties": parties, "who": who}
    topic = Topic.of(said)
    return _now(studio, _document(studio, name, topic), topic)


@router.post("/answers", summary="Answer a question", responses=documented(400, 404, 409))
def answer_question(name: Name, studio: AStudio, given: AnswerIn) -> InterviewOut:
    """Answer the question that is asked now.

    The answer is written into the model: an edit that can be undone, with the interview as its
    source. What nobody knows is `unknown`, and changes nothing. Nor does an answer that clashes
    with earlier ones: they are told, and one of them is to be taken back.
    """
    sittings, topic = studio.sittings, given.topic()
    document = _document(studio, name, topic)
    sittings.answer(document, topic, given.question, given.answer, seen=given.revision)
    return _now(studio, document, topic)


@router.post("/taken-back", summary="Take an answer back", responses=documented(400, 404, 409))
def take_answer_back(name: Name, studio: AStudio, given: TakenBackIn) -> InterviewOut:
    """Go on without the answer to a question: it is asked again, and later answers stay.

    Of a clash the new answer is taken back by the id of its own question.
    """
    topic = given.topic()
    document = _document(studio, name, topic)
    studio.sittings.take_back(document, topic, given.question, seen=given.revision)
    return _now(studio, document, topic)


def _document(studio: Studio, name: str, topic: Topic) -> EditedFile:
    """Return a model that can be asked about at once."""
    document = studio.document(name)
    live = studio.live(name, document.current())
    if live.large or (live.across_takes and topic.by == "doubts"):
        raise too_large()
    return document


def _now(studio: Studio, document: EditedFile, topic: Topic) -> InterviewOut:
    return InterviewOut.of(studio.sittings.of(document, topic, document.current()))
