"""What pages fetch once they are there: the graph of a model."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from countermove.errors import Problem, UnknownNameError
from countermove.web.site import AStudio

router = APIRouter(include_in_schema=False)


@router.get("/models/{name}/graph.json")
def graph(
    name: str, studio: AStudio, scenario: str = "", concepts: str = "", start: str = ""
) -> JSONResponse:
    """Return the states and moves that the graph of a model shows."""
    solution = studio.solution(name, scenario, concepts)
    if solution is None:
        raise UnknownNameError(Problem("there is no answer yet that the graph could show."))
    return JSONResponse(studio.solutions.graph(solution, start).to_dict())
