"""The JSON API: what the pages do, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse

from countermove.analysis.equilibria import solve
from countermove.errors import (
    CountermoveError,
    EditConflictError,
    Problem,
    TooLargeError,
    UnknownNameError,
)
from countermove.model.conflict import Conflict
from countermove.report.explanation import explain
from countermove.web import shapes
from countermove.web.checking import Checked, checked
from countermove.web.site import AStudio
from countermove.web.studio import Studio
from countermove.web.work.questions import QUESTIONS

_REFUSALS: dict[int | str, dict[str, Any]] = {
    404: {"model": shapes.Refusal, "description": "There is no such thing."},
    409: {"model": shapes.Refusal, "description": "It was changed meanwhile."},
    422: {"model": shapes.Refusal, "description": "It can't be done."},
}

router = APIRouter(prefix="/api", responses=_REFUSALS)

Name = Annotated[str, Path(description="The name of the model's file.", max_length=255)]
Scenario = Annotated[str | None, Query(description="A scenario, instead of the model as it is.")]
Concepts = Annotated[
    list[str] | None, Query(description="Codes of solution concepts; the five classical ones.")
]


def refused(error: CountermoveError) -> JSONResponse:
    """Answer what can't be done, as JSON."""
    status = 422
    if isinstance(error, UnknownNameError):
        status = 404
    elif isinstance(error, EditConflictError):
        status = 409
    problems = [shapes.ProblemOut.of(problem).model_dump() for problem in error.problems]
    return JSONResponse({"problems": problems}, status)


# -- the folder ------------------------------------------------------------------------------


@router.get("/models", tags=["folder"])
def models(studio: AStudio) -> list[shapes.ModelName]:
    """List the models of the folder."""
    return [shapes.ModelName(name=model.name) for model in studio.folder.models()]


@router.post("/models", tags=["folder"], status_code=201)
def begin(studio: AStudio, new: shapes.NewModel) -> shapes.ModelName:
    """Begin a model: an empty one, a copy of a case, or one from its text."""
    if new.case is not None:
        name = studio.folder.copy_case(new.case)
    elif new.text is not None:
        name = studio.folder.upload(new.name or "model.toml", new.text.encode())
    else:
        name = studio.folder.new(new.title or "")
    return shapes.ModelName(name=name)


@router.delete("/models/{name}", tags=["folder"], status_code=204)
def remove(name: Name, studio: AStudio) -> Response:
    """Remove a model; the app can bring it back."""
    studio.folder.remove(name)
    return Response(status_code=204)


# -- one model -------------------------------------------------------------------------------


@router.get("/models/{name}", tags=["model"])
def model(name: Name, studio: AStudio) -> shapes.ModelOut:
    """Return a model: what its file says, and what is wrong with it."""
    return shapes.ModelOut.of(name, studio.document(name).current())


@router.post("/models/{name}/edits", tags=["model"])
def edit(name: Name, studio: AStudio, asked: shapes.Edits) -> shapes.ModelOut:
    """Edit a model: all of the edits, or none."""
    document = studio.document(name)
    return shapes.ModelOut.of(name, document.edit(asked.edits, asked.revision, asked.said))


@router.put("/models/{name}/text", tags=["model"])
def write(name: Name, studio: AStudio, new: shapes.Text) -> shapes.ModelOut:
    """Replace the whole text of a model."""
    return shapes.ModelOut.of(name, studio.document(name).write(new.text, new.revision, new.said))


@router.post("/models/{name}/undo", tags=["model"])
def undo(name: Name, studio: AStudio, seen: shapes.Seen) -> shapes.ModelOut:
    """Undo the last change."""
    return shapes.ModelOut.of(name, studio.document(name).undo(seen.revision))


@router.post("/models/{name}/redo", tags=["model"])
def redo(name: Name, studio: AStudio, seen: shapes.Seen) -> shapes.ModelOut:
    """Do again what was undone last."""
    return shapes.ModelOut.of(name, studio.document(name).redo(seen.revision))


@router.get("/models/{name}/history", tags=["model"])
def history(name: Name, studio: AStudio) -> list[shapes.VersionOut]:
    """List all versions of a model, the oldest first."""
    document = studio.document(name)
    document.current()
    return [shapes.VersionOut.of(version) for version in document.versions()]


Number = Annotated[int, Path(ge=1, le=2**62, description="The number of a version.")]


@router.get("/models/{name}/history/{number}", tags=["model"])
def version(name: Name, number: Number, studio: AStudio) -> shapes.VersionText:
    """Return what a version said."""
    return shapes.VersionText(text=studio.document(name).text_of(number))


@router.post("/models/{name}/history/{number}", tags=["model"])
def restore(name: Name, number: Number, studio: AStudio, seen: shapes.Seen) -> shapes.ModelOut:
    """Go back to a version."""
    return shapes.ModelOut.of(name, studio.document(name).restore(number, seen.revision))


@router.get("/models/{name}/check", tags=["model"])
def check(
    name: Name, studio: AStudio, statement: Annotated[str, Query(max_length=20_000)]
) -> Checked:
    """Check a statement against the names of a model."""
    snapshot = studio.document(name).current()
    model = studio.live(name, snapshot).model
    states = None if model is None else model.states
    return checked(statement, snapshot.reading.conflict, states)


# -- answers ---------------------------------------------------------------------------------


@router.get("/models/{name}/answer", tags=["answers"])
def answer(
    name: Name, studio: AStudio, scenario: Scenario = None, concept: Concepts = None
) -> dict[str, Any]:
    """Answer which claims are true and which outcomes hold, as ``countermove solve`` does."""
    return solve(_conflict(studio, name), concept, scenario=scenario).to_dict()


@router.get("/models/{name}/explain", tags=["answers"])
def why(
    name: Name,
    studio: AStudio,
    state: Annotated[str, Query(max_length=200, description="By number, label, id or pattern.")],
    scenario: Scenario = None,
    concept: Concepts = None,
) -> dict[str, Any]:
    """Say why an outcome holds or not, as ``countermove explain`` does."""
    return explain(_conflict(studio, name), state, None, concept, scenario=scenario).to_dict()


@router.get("/questions", tags=["answers"])
def questions() -> list[shapes.QuestionOut]:
    """List the questions that can be asked of a model, with what may be said along with each."""
    return [shapes.QuestionOut.of(question) for question in QUESTIONS.values()]


@router.post("/models/{name}/questions/{question}", tags=["answers"], status_code=202)
def ask(name: Name, question: str, studio: AStudio, parameters: dict[str, Any]) -> shapes.JobOut:
    """Ask a question: it is answered in the background."""
    now = studio.document(name).current()
    return shapes.JobOut.of(
        studio.work.ask(now.text, now.format, now.revision, question, parameters)
    )


@router.get("/jobs/{id}", tags=["answers"])
def job(
    id: str,  # noqa: A002
    studio: AStudio,
    wait: Annotated[float, Query(ge=0, le=30, description="For how many seconds at most.")] = 0,
) -> shapes.JobOut:
    """Say what has become of a question: how far it is, or its answer."""
    found = studio.work.find(id)
    found.wait(wait)
    return shapes.JobOut.of(found)


@router.delete("/jobs/{id}", tags=["answers"])
def stop(id: str, studio: AStudio) -> shapes.JobOut:  # noqa: A002
    """Stop working on a question."""
    return shapes.JobOut.of(studio.work.cancel(id))


def _conflict(studio: Studio, name: str) -> Conflict:
    """Return a model that is free of mistakes and small enough to be answered at once."""
    snapshot = studio.document(name).current()
    conflict = snapshot.reading.checked()
    if studio.live(name, snapshot).large:
        raise TooLargeError(
            Problem(
                "this model is too large to be answered at once.",
                advice="Ask its questions: they are answered in the background.",
            )
        )
    return conflict
