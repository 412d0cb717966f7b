"""What goes in and out of the JSON API, where it isn't a data class of the program itself."""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from countermove.editing.edited_file import Snapshot
from countermove.editing.edits import Edit
from countermove.errors import Problem
from countermove.model.conflict import Conflict
from countermove.questions.base.checked import parameters_of
from countermove.questions.base.question import Question
from countermove.record.proving import proofs
from countermove.web.work.jobs import Job

Revision = Annotated[
    str, Field(max_length=64, description="The revision of the model that the change is made on.")
]
Said = Annotated[str, Field(max_length=500, description="What is done, in words, for the history.")]


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("the text holds half of a character (a lone surrogate)") from None
    return text


Words = Annotated[str, AfterValidator(_whole)]
LongText = Annotated[Words, Field(max_length=2**20)]


class In(BaseModel):
    """What is sent: without room for unknown keys."""

    model_config = ConfigDict(extra="forbid")


class NewModel(In):
    """A model to begin: exactly one of title, case, text, copy_of and import_file is given."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "The dam"}, {"case": "talks-2025"}]}
    )

    title: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    case: Annotated[str | None, Field(max_length=100, description="A case to copy.")] = None
    text: Annotated[LongText | None, Field(description="What is in the file.")] = None
    name: Annotated[
        str | None,
        Field(
            max_length=255,
            description="With the text: how the file is called. One of another "
            "program is imported.",
        ),
    ] = None
    copy_of: Annotated[
        str | None, Field(max_length=255, description="A model of the folder to copy.")
    ] = None
    import_file: Annotated[
        str | None,
        Field(max_length=255, description="A file of another program in the folder to import."),
    ] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        ways = (self.title, self.case, self.text, self.copy_of, self.import_file)
        if sum(given is not None for given in ways) != 1:
            raise ValueError(
                "exactly one of title, case, text, copy_of and import_file is to be given"
            )
        return self


class NewName(In):
    """How a model is to be called."""

    name: Annotated[str, Field(max_length=255, description="Without its ending the old one stays.")]


class Seen(In):
    """Which revision was seen."""

    revision: Revision


class Edits(In):
    """Edits of a model file: all of them are made, or none."""

    revision: Revision
    edits: Annotated[
        tuple[Edit, ...],
        Field(
            min_length=1,
            max_length=1_000,
            examples=[[{"do": "put", "at": ["title"], "value": "The dam"}]],
        ),
    ]
    said: Said = ""


class PartyList(In):
    """A list of parties and options, as in a sheet or a paper."""

    revision: Revision
    list: Annotated[
        Words, Field(max_length=20_000, examples=["Union; Strike\nUnion; Sue\nPort; Raise the pay"])
    ]
    party: Annotated[
        str, Field(description="The party whose options lines without one are.", max_length=100)
    ] = ""


class Text(In):
    """The whole text of a model file."""

    revision: Revision
    text: LongText
    said: Said = ""


class Typed(In):
    """A statement that is being typed."""

    statement: Annotated[Words, Field(max_length=20_000, examples=["settle and accept"])]


class ProblemOut(BaseModel):
    """Something that is wrong: what, where in the model, and what to do."""

    what: str
    path: Annotated[
        list[str | int],
        Field(
            description="Where in the model: keys, and positions in lists. Or where in the "
            "request, which begins with body, query or path."
        ),
    ]
    advice: str
    line: Annotated[int | None, Field(description="Where in the file, from 1.")] = None
    column: int | None = None
    sheet: Annotated[
        str | None,
        Field(description="In a workbook, on which sheet; line and column are its cell."),
    ] = None

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Write down a problem."""
        place = problem.place
        return cls(
            what=problem.what,
            path=list(problem.path),
            advice=problem.advice,
            line=place.line if place is not None else None,
            column=place.column if place is not None else None,
            sheet=(place.sheet or None) if place is not None else None,
        )


class Refusal(BaseModel):
    """Why something isn't done."""

    problems: list[ProblemOut]


class Begun(BaseModel):
    """A model that is there now."""

    name: str
    notes: Annotated[
        tuple[str, ...],
        Field(description="What the other program means differently, if it was imported."),
    ]

    @classmethod
    def of(cls, imported: tuple[str, tuple[str, ...]]) -> Self:
        """Write down what was imported."""
        name, notes = imported
        return cls(name=name, notes=notes)


class RemovedKey(BaseModel):
    """What a removed model is brought back by."""

    key: str


class ResultOut(BaseModel):
    """A result, in the words of the JSON that the command line prints."""

    model_config = ConfigDict(extra="allow")

    format: Annotated[str, Field(description="Which result, and the version of its form.")]


class ModelOut(BaseModel):
    """A model: what its file says at one moment."""

    name: str
    revision: str
    format: Literal["toml", "json"]
    text: str
    data: Annotated[dict[str, Any], Field(description="What the file says, as plain data.")]
    problems: list[ProblemOut]
    quotations: Annotated[
        dict[str, dict[str, Any]],
        Field(
            description="By source that quotes a document: whether its words stand there "
            "(standing: proved, lost or not checked), where, whose they are, and what stands there "
            "instead."
        ),
    ]
    undo: Annotated[str | None, Field(description="What undoing would undo.")]
    redo: Annotated[str | None, Field(description="What redoing would do again.")]

    @classmethod
    def of(cls, name: str, snapshot: Snapshot) -> Self:
        """Write down a version of a model."""
        conflict = snapshot.reading.conflict
        return cls(
            name=name,
            revision=snapshot.revision,
            format=snapshot.format,
            text=snapshot.text,
            data=dict(snapshot.data),
            problems=[ProblemOut.of(problem) for problem in snapshot.reading.problems],
            quotations={} if conflict is None else _quotations(conflict),
            undo=snapshot.undo,
            redo=snapshot.redo,
        )


def _quotations(conflict: Conflict) -> dict[str, dict[str, Any]]:
    return {source: proof.to_dict() for source, proof in proofs(conflict).items()}


class VersionOut(BaseModel):
    """A version in the history of a model."""

    number: int
    parent: int | None
    revision: str
    said: str
    author: str
    made: datetime.datetime
    is_current: bool


class VersionText(BaseModel):
    """What a version of a model said."""

    text: str


class QuestionOut(BaseModel):
    """A question that can be asked of a model."""

    id: str
    asks: str
    answers: str
    parameters: Annotated[dict[str, Any], Field(description="Their JSON Schema.")]

    @classmethod
    def of(cls, question: type[Question]) -> Self:
        """Write down a question."""
        return cls(
            id=question.id,
            asks=question.asks,
            answers=question.answers,
            parameters=parameters_of(question).model_json_schema(),
        )


class JobOut(BaseModel):
    """What has become of a question.

    One that was stopped has what had been found until then, if anything; the provenance in its
    data isn't complete. Of a model with too many outcomes to list, what is known of the question
    `solve` is there while the rest is looked for.
    """

    id: str
    question: str
    status: Literal["waiting", "running", "done", "failed", "stopped"]
    share: Annotated[float, Field(description="How much is done, from 0 to 1.")]
    doing: str
    expected: str
    seconds: float
    html: Annotated[str | None, Field(description="The answer in words, as HTML.")]
    data: Annotated[Any, Field(description="The answer as data.")]
    problems: list[ProblemOut]

    @classmethod
    def of(cls, job: Job) -> Self:
        """Write down a job."""
        answer = job.known
        return cls(
            id=job.id,
            question=job.question.id,
            status=job.status,
            share=job.share,
            doing=job.doing,
            expected=job.expected,
            seconds=job.seconds,
            html=None if answer is None else answer.html,
            data=_read(answer.data) if answer is not None and answer.data else None,
            problems=[ProblemOut.of(problem) for problem in job.problems],
        )


def _read(text: str) -> Any:
    """Read data; a number of more digits than Python reads and writes stays a text."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 4300 else digits)
