"""The follow-up questions that the web app offers, and what each of them answers.

Nothing of the analyses is imported before a question is answered: pages and forms only need the
words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from countermove.errors import Problem, UnknownNameError, suggestion, unknown
from countermove.report.asked import ASKED
from countermove.web.work import parameters as given

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.web.work.answering import Answer


@dataclass(frozen=True, slots=True)
class Question:
    """A question that may be asked of a model."""

    id: str
    asks: str
    answers: str
    parameters: type[given.Parameters]

    def read(self, values: Mapping[str, Any]) -> given.Parameters:
        """Read what was said along with the question.

        >>> find("goals").read({"goals": ["deal"]}).steps
        2
        """
        try:
            return self.parameters.model_validate_json(to_json(values))
        except ValidationError as error:
            fields = self.parameters.model_fields
            raise UnknownNameError(
                *(_problem(details, fields) for details in error.errors(include_url=False))
            ) from None
        except PydanticSerializationError:
            advice = "It holds half of a character, or is nested too deeply."
            raise UnknownNameError(
                Problem("the parameters can't be read.", advice=advice)
            ) from None

    def run(
        self, conflict: Conflict, parameters: given.Parameters, follow: Follow | None = None
    ) -> Answer:
        """Answer the question about a model."""
        answering = import_module("countermove.web.work.answering")
        answer: Answer = answering.ANSWERED[self.id](conflict, parameters, follow)
        return answer


QUESTIONS: dict[str, Question] = {
    question.id: question
    for question in (
        Question(
            "solve",
            ASKED["solve"],
            "Which claims are true, and which outcomes no party gains by leaving.",
            given.Solving,
        ),
        Question(
            "evolve",
            ASKED["evolve"],
            "The fewest moves from the status quo to each outcome, and who makes them.",
            given.Evolving,
        ),
        Question(
            "worth",
            ASKED["worth"],
            "How firmly each outcome holds, and whether another is better for everybody.",
            given.Weighing,
        ),
        Question(
            "coalitions",
            ASKED["coalitions"],
            "Which outcomes a group that moves together could leave for better ones.",
            given.Joining,
        ),
        Question(
            "needed",
            ASKED["needed"],
            "The smallest groups that can bring something about, and those who can block it.",
            given.Needing,
        ),
        Question(
            "goals",
            ASKED["goals"],
            "The least change of what the parties want for an outcome to hold.",
            given.Seeking,
        ),
        Question(
            "judgements",
            ASKED["judgements"],
            "Which claims and outcomes turn when one judgement is changed alone.",
            given.Resting,
        ),
        Question(
            "radius",
            ASKED["radius"],
            "How little of one ranking must change for an answer to turn round.",
            given.Turning,
        ),
        Question(
            "sample",
            ASKED["sample"],
            "How often each claim is true and each outcome holds when rankings are drawn.",
            given.Sampling,
        ),
        Question(
            "views",
            ASKED["views"],
            "Which outcomes hold only because parties see the conflict otherwise than it is.",
            given.Viewing,
        ),
        Question(
            "compare",
            ASKED["compare"],
            "The scenarios side by side: what comes to hold in each, and what ceases to.",
            given.Comparing,
        ),
        Question(
            "report",
            ASKED["report"],
            "Everything about the model in one document.",
            given.Reporting,
        ),
    )
}
"""All questions by id, in the order in which they are offered."""


def find(name: str) -> Question:
    """Return a question."""
    if name not in QUESTIONS:
        raise unknown("question", name, list(QUESTIONS), "The questions are")
    return QUESTIONS[name]


_WORDS = {
    "missing": "is needed",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} at least",
    "less_than_equal": "must be {le} at most",
    "less_than": "must be less than {lt}",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long: {max_length} characters are possible",
    "too_short": "must not be empty",
    "too_long": "has too many entries: {max_length} are possible",
    "model_type": "must be a table",
}


def _problem(details: ErrorDetails, fields: Mapping[str, Any]) -> Problem:
    """Say what pydantic found wrong as everything else here is said."""
    path = details["loc"]
    if not path:
        what, _, advice = details["msg"].partition(". ")
        return Problem(f"{what.removesuffix('.')}.", advice=advice)
    name = str(path[0])
    if details["type"] == "extra_forbidden":
        return Problem(
            f"no parameter '{name}'.", path, suggestion(name, fields, "The parameters are")
        )
    title = fields[name].title or name
    words = _WORDS.get(details["type"], f"can't be used: {details['msg']}")
    return Problem(f"“{title}” {words.format(**details.get('ctx', {}))}.", path)
