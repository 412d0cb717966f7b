"""The API for answers that are there at once: what holds and why, the states, the graph, exports.

A large model isn't answered here: the server would be busy with one caller, and its memory full.
Its questions are answered by processes of their own, see `questions`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import StreamingResponse
from immutabledict import immutabledict

from countermove.analysis.deal.deal import deal
from countermove.analysis.equilibria import Solution
from countermove.draw.graph import graph_sheet
from countermove.draw.state_graph.data import MOST_STATES, WIDE, GraphData
from countermove.draw.state_graph.drawn import GraphLook
from countermove.editing.edited_file import Snapshot
from countermove.errors import CountermoveError
from countermove.questions.solve import SolveQuestion
from countermove.report.explain import explain
from countermove.report.exports import EXPORTS, export_parts
from countermove.report.states import StateList
from countermove.result import Result
from countermove.web.api import shapes
from countermove.web.api.along import Along
from countermove.web.api.models import Name
from countermove.web.api.refusing import documented, needs_a_list, too_large
from countermove.web.large_models import across_takes
from countermove.web.page_routes import AStudio
from countermove.web.studio import Studio
from countermove.web.work.explaining import ExplainQuestion

router = APIRouter(prefix="/models/{name}", tags=["answers"], responses=documented(404))

State = Annotated[
    str,
    Query(max_length=200, description="A state by its number, label, id or pattern."),
]
PackageAsked = Annotated[
    str,
    Query(
        max_length=2_000,
        description="The package, as a state or by all that is done in it, with commas; it needn't "
        "be feasible. Where things stand now if none is given.",
    ),
]
if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[tuple(EXPORTS)]
_MOST_LISTED = 1 << 14


@router.get(
    "/answer",
    summary="What holds",
    response_model=shapes.ResultOut,
)
def get_answer(name: Name, studio: AStudio, along: Along) -> Response:
    """Answer which claims are true and which outcomes hold, as ``countermove solve`` does.

    With too many outcomes to list it is what the question ``solve`` has found.
    """
    if found := _without_a_list(studio, name, SolveQuestion.id, along):
        return found
    solution = _solution(studio, name, along)
    if across_takes(solution):
        raise too_large()
    return _as_json(solution)


@router.get(
    "/explain",
    summary="Why an outcome holds",
    response_model=shapes.ResultOut,
)
def explain_state(name: Name, studio: AStudio, along: Along, state: State) -> Response:
    """Say why an outcome holds or not, as ``countermove explain`` does.

    With too many outcomes to list it is what the question ``explain`` has found.
    """
    if found := _without_a_list(studio, name, ExplainQuestion.id, {**along, "state": state}):
        return found
    solution = _solution(studio, name, along)
    return _as_json(explain(solution.model, state, None, solution.codes))


@router.get(
    "/deal",
    summary="What they would do about a package",
    response_model=shapes.ResultOut,
)
def try_package(name: Name, studio: AStudio, along: Along, package: PackageAsked = "") -> Response:
    """Say what each party would do about a package, as ``countermove deal`` does."""
    solution = _solution(studio, name, along)
    if across_takes(solution):
        raise too_large()
    return _as_json(deal(solution, package or None))


@router.get(
    "/states",
    summary="The states",
    response_model=shapes.ResultOut,
)
def list_states(name: Name, studio: AStudio, along: Along) -> Response:
    """List the states with rankings and answers, as ``countermove states`` does."""
    solution = _solution(studio, name, along)
    return _as_json(StateList(solution.model, solution))


def _graph_asked(
    *,
    start: Annotated[State, Query()] = "",
    party: Annotated[str, Query(max_length=200, description="Only the moves of one party.")] = "",
    improvements: Annotated[bool, Query(description="Only improvements.")] = False,
    also: Annotated[
        str,
        Query(max_length=2_000, description="States that are shown in any case, with commas."),
    ] = "",
    within: Annotated[int | None, Query(ge=0, le=1_000, description="How many moves away.")] = None,
    most: Annotated[int, Query(ge=1, le=MOST_STATES, description="At most so many.")] = MOST_STATES,
    near: Annotated[
        int | None,
        Query(ge=0, description="Of what is only near so many that at most these are shown."),
    ] = None,
    wide: Annotated[
        int, Query(ge=200, le=4_000, description="How wide the drawing is, in pixels.")
    ] = WIDE,
    kept: Annotated[
        str,
        Query(
            max_length=2_000,
            pattern=r"^(\d{1,9}\.\d{1,3}\.\d{1,3}(,|$))*$",
            description="Where states stand that are to stay: number.column.row, with commas.",
        ),
    ] = "",
) -> dict[str, Any]:
    """Return what of the graph is asked for, as `graph_of` takes it."""
    return {
        "start": start or None,
        "decision_maker": party or None,
        "improvements": improvements,
        "within": within,
        "also": tuple(state for state in also.split(",") if state),
        "most": most,
        "near": near,
        "wide": wide,
        "kept": immutabledict(
            {
                number: (column, row)
                for place in kept.split(",")
                if place
                for number, column, row in [map(int, place.split("."))]
            }
        ),
    }


GraphAsked = Annotated[dict[str, Any], Depends(_graph_asked)]
Revision = Annotated[
    str,
    Query(
        max_length=200,
        description="What was seen: where the model has changed since and can't be answered as "
        "it is now, nothing is returned, and it is no error.",
    ),
]
Drawn = Annotated[
    str,
    Query(
        max_length=200,
        description="What was seen: where the model has changed since, nothing is returned, and "
        "it is no error.",
    ),
]


@router.get(
    "/graph",
    summary="The graph",
    response_model=GraphData,
    responses={204: {"description": "No answer for the model any more."}},
)
def get_graph(
    name: Name, studio: AStudio, along: Along, asked: GraphAsked, revision: Revision = ""
) -> GraphData | Response:
    """Return states and moves with their places and words, of a large model what matters.

    With `start` it is what can be reached from that state.
    """
    try:
        solution = _solution(studio, name, along, sys.maxsize)
    except CountermoveError:
        if revision in {"", studio.document(name).current().revision}:
            raise
        return Response(status_code=204)
    return studio.solutions.graph(solution, **asked)


@router.get(
    "/graph.svg",
    summary="The graph as a picture",
    response_class=Response,
    responses={
        200: {
            "description": "The picture.",
            "content": {"image/svg+xml": {"schema": {"type": "string"}}},
        },
        204: {"description": "The model isn't as it was seen any more."},
    },
)
def get_graph_picture(
    name: Name,
    studio: AStudio,
    along: Along,
    asked: GraphAsked,
    *,
    revision: Drawn = "",
    hidden: Annotated[
        str, Query(max_length=2_000, description="Parties whose moves aren't drawn, with commas.")
    ] = "",
    better: Annotated[bool, Query(description="Draw improvements only.")] = False,
    held: Annotated[
        str, Query(max_length=200, description="Mark what holds under this concept only.")
    ] = "",
) -> Response:
    """Draw the graph for paper: light, with title and legend, what is on it in words.

    The states stand where they do in the graph that is asked for in the same way.
    """
    snapshot = studio.document(name).current()
    if revision not in {"", snapshot.revision}:
        return Response(status_code=204)
    solution = _solution_of(studio, name, along, snapshot, sys.maxsize)
    model, left = solution.model, hidden.split(",")
    data = studio.solutions.graph(solution, **asked)
    look = GraphLook(
        frozenset(k for k, dm in enumerate(model.decision_makers) if dm not in left),
        better,
        solution.code(held) if held else "",
        tuple(studio.colours.of(name, model.decision_makers)),
    )
    states = [model.states.find(node.number) for node in data.nodes]
    written = graph_sheet(solution, data, look, states).to_svg()
    return Response(written, media_type="image/svg+xml")


@router.get(
    "/exports/{kind}",
    summary="Export a model",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A file.",
            "content": {
                one.media.partition(";")[0]: {"schema": {"type": "string"}}
                for one in EXPORTS.values()
            },
        },
    },
)
def export_model(
    name: Name,
    kind: Annotated[Kind, Path(description="The notation.")],
    studio: AStudio,
    along: Along,
) -> StreamingResponse:
    """Write a model for another program, as ``countermove export`` does.

    The model itself as toml or json, or as a workbook (xlsx); its states with rankings and
    answers as csv, the graph of all moves as graphml, a game for Gambit as nfg.
    """
    parts = _begun(export_parts(_solution(studio, name, along), kind))
    file = quote(f"{name.rpartition('.')[0]}{EXPORTS[kind].suffix}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
    return StreamingResponse(parts, media_type=EXPORTS[kind].media, headers=headers)


def _solution(studio: Studio, name: str, along: Along, most: int = _MOST_LISTED) -> Solution:
    """Return the answer of a model that is free of mistakes and small enough, or refuse."""
    return _solution_of(studio, name, along, studio.document(name).current(), most)


def _solution_of(
    studio: Studio, name: str, along: Along, snapshot: Snapshot, most: int
) -> Solution:
    found = studio.solution(name, along, snapshot)
    if found is not None and len(found.model.states) > most:
        raise too_large()
    if found is not None:
        return found
    live = studio.live(name, snapshot)
    if live.is_unlisted:
        raise needs_a_list()
    if live.large:
        raise too_large()
    raise CountermoveError(*(live.problems or (live.waiting,)))


def _without_a_list(
    studio: Studio, name: str, question: str, values: Mapping[str, Any]
) -> Response | None:
    """Return what was found in the background of a model with too many outcomes to list."""
    snapshot = studio.document(name).current()
    if not studio.live(name, snapshot).is_unlisted:
        return None
    job = studio.work.done(snapshot.format, snapshot.state, question, values)
    if job is None or job.answer is None or not job.answer.data:
        raise needs_a_list()
    return Response(job.answer.data, media_type="application/json")


def _as_json(result: Result) -> Response:
    return Response(result.to_json(), media_type="application/json")


def _begun(parts: Iterable[str | bytes]) -> Iterable[str | bytes]:
    """Write the first piece now: what is refused is refused before the answer begins."""
    rest = iter(parts)
    return chain([next(rest, "")], rest)
