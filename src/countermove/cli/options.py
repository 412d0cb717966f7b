"""The options that several commands share, and what the shell proposes for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from countermove.questions import follow_ups
from countermove.questions.base.parts import report_parts
from countermove.questions.compare import SCENARIOS
from countermove.report import parameters as asked
from countermove.report.parameters import Kind
from countermove.report.parameters import Parameter as QuestionParameter
from countermove.stability.engines import EngineName

if TYPE_CHECKING:
    from cyclopts.completion import CompletionContext

    from countermove.model.conflict import Conflict

    Completer = Callable[[CompletionContext], Iterable[Any]]


def _conflict(context: CompletionContext) -> Conflict | None:
    """Return the model that has been typed so far, if it can be read."""
    from countermove.files.model_file import read

    name = context["model"].raw
    return read(name).conflict if name else None


def models(context: CompletionContext) -> Iterable[str]:
    """Give the models that may be meant: cases, and files in the folder."""
    from pathlib import Path

    from countermove.files.gallery import case_names

    yield from case_names()
    folder, _, _ = context.incomplete.rpartition("/")
    for path in sorted(Path(folder or ".").iterdir()):
        if path.is_dir() or path.suffix in {".toml", ".json"}:
            name = f"{folder}/{path.name}" if folder else path.name
            yield f"{name}/" if path.is_dir() else name


def _parts(table: str, told: str) -> Completer:
    """Give the ids of a table of the model that has been typed so far, each with what it says."""

    def complete(context: CompletionContext) -> Iterable[tuple[str, str]]:
        parts = getattr(_conflict(context), table, {})
        return [(name, getattr(part, told)) for name, part in parts.items()]

    return complete


def _doubts(context: CompletionContext) -> Iterable[str]:
    """Give each way in which a doubt of the model may be settled."""
    from countermove.model.doubts import every_doubt

    conflict = _conflict(context)
    doubts = () if conflict is None else every_doubt(conflict)
    return [f"{doubt.id}={value.key}" for doubt in doubts for value in doubt.values]


def _concepts(context: CompletionContext) -> Iterable[tuple[str, str]]:
    from countermove.stability.registry import concepts

    return [(code, concept.name) for code, concept in concepts().items()]


_MODEL = Parameter(
    help="A model file, or the name of a case (countermove cases lists them).", completer=models
)
Model = Annotated[str, _MODEL]
ModelOrNone = Annotated[str | None, _MODEL]
Verbose = Annotated[
    bool,
    Parameter(
        name=["--verbose", "-v"],
        negative=(),
        help="Say also how it was solved, and how long that took.",
    ),
]


def follow_up_names(_: CompletionContext) -> Iterable[str]:
    """Give the names of the follow-up questions."""
    return list(follow_ups())


_COMPLETERS: dict[Kind, Completer] = {
    "scenarios": _parts("scenarios", "title"),
    "doubts": _doubts,
    "parties": _parts("decision_makers", "name"),
    "claims": _parts("claims", "says"),
    "concepts": _concepts,
    "reports": lambda _: list(report_parts().items()),
}


def option(says: QuestionParameter) -> Parameter:
    """Return the option that says in the terminal what a parameter of questions does."""
    return Parameter(
        name=says.options,
        help=says.typed or says.description,
        completer=_COMPLETERS.get(says.of),
        group=says.panel or "Parameters",
        allow_leading_hyphen=says.of in ("states", "goals") or says.behind_model,
    )


Seconds = Annotated[
    float,
    Parameter(
        help="Where there are too many outcomes to list: look so many seconds for what "
        "isn't found at once; the rest is told as open."
    ),
]
OneScenario = Annotated[str | None, option(asked.SCENARIO)]
Reading = Annotated[tuple[str, ...] | None, option(asked.READING)]
Scenarios = Annotated[tuple[str, ...] | None, option(SCENARIOS)]
Concepts = Annotated[tuple[str, ...] | None, option(asked.CONCEPTS)]
Engine = Annotated[EngineName, option(asked.ENGINE)]
OneDecisionMaker = Annotated[str | None, option(asked.PARTY)]
Claims = Annotated[tuple[str, ...] | None, option(asked.CLAIMS)]
All = Annotated[bool, option(asked.EVERYTHING)]


def codes(concepts: tuple[str, ...] | None) -> list[str] | None:
    """Return the codes that were asked for; several may stand behind one option, with commas."""
    if not concepts:
        return None
    return [code.strip() for given in concepts for code in given.split(",")]
