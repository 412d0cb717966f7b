"""The options that several commands share, and what the shell proposes for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from cyclopts.completion import CompletionContext

    from countermove.model.conflict import Conflict


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


def _scenarios(context: CompletionContext) -> Iterable[tuple[str, str]]:
    conflict = _conflict(context)
    return [(name, part.title) for name, part in conflict.scenarios.items()] if conflict else []


def _decision_makers(context: CompletionContext) -> Iterable[tuple[str, str]]:
    conflict = _conflict(context)
    return [(dm, part.name) for dm, part in conflict.decision_makers.items()] if conflict else []


def claims_of(context: CompletionContext) -> Iterable[tuple[str, str]]:
    """Return the claims of the model that has been typed so far."""
    conflict = _conflict(context)
    return [(claim, part.says) for claim, part in conflict.claims.items()] if conflict else []


def _concepts(context: CompletionContext) -> Iterable[tuple[str, str]]:
    from countermove.stability.registry import concepts

    return [(code, concept.name) for code, concept in concepts().items()]


Model = Annotated[
    str,
    Parameter(
        help="A model file, or the name of a case (countermove cases lists them).",
        completer=models,
    ),
]
OneScenario = Annotated[
    str | None,
    Parameter(
        name=["--scenario", "-s"],
        help="The scenario to look at, instead of the model as it stands.",
        completer=_scenarios,
    ),
]
Scenarios = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--scenario", "-s"],
        help="A scenario to look at; give it again for more. All of them if none is given.",
        completer=_scenarios,
        negative=(),
    ),
]
Concepts = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--concept", "-c"],
        help="A solution concept, as in SEQ; give it again for more. The five classical ones if "
        "none is given (countermove concepts says what they mean).",
        completer=_concepts,
        negative=(),
    ),
]
Engine = Annotated[
    Literal["auto", "compiled", "numpy", "definition"],
    Parameter(
        help="How to compute: with compiled kernels, with NumPy, or outcome by outcome from the "
        "definitions. The answers are the same."
    ),
]
OneDecisionMaker = Annotated[
    str | None,
    Parameter(
        name=["--party", "--decision-maker", "-d"],
        help="Only this party, by id or name.",
        completer=_decision_makers,
    ),
]
DecisionMakers = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--party", "--decision-maker", "-d"],
        help="Only this party, by id or name; give it again for more. All of them if none is "
        "given.",
        completer=_decision_makers,
        negative=(),
    ),
]
Members = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--with", "-w"],
        help="A member of the coalition, by id or name; give it again for each. Every coalition "
        "if none is given.",
        completer=_decision_makers,
        negative=(),
    ),
]
Claims = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name="--claim",
        help="Only this claim, by its id; give it again for more.",
        completer=claims_of,
        negative=(),
    ),
]
States = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name=["--outcome", "--state"],
        help="Only this outcome: its number, label, id or pattern, or all that is done in it; "
        "give it again for more.",
        allow_leading_hyphen=True,
        negative=(),
    ),
]
OneClaim = Annotated[
    str | None,
    Parameter(name="--claim", help="Only this claim, by its id.", completer=claims_of),
]
All = Annotated[
    bool, Parameter(name=["--all", "-a"], negative=(), help="Show all outcomes, however many.")
]
Verbose = Annotated[
    bool,
    Parameter(
        name=["--verbose", "-v"],
        negative=(),
        help="Say also how it was solved, and how long that took.",
    ),
]
Targets = Annotated[
    tuple[str, ...] | None,
    Parameter(
        name="--to",
        help="An outcome to get to: its number, its label or id, all that is done in it, or a "
        "pattern or statement, for all outcomes in which it holds; give it again for more. "
        "Or: equilibria (as when none is given), or all.",
        negative=(),
        allow_leading_hyphen=True,
    ),
]
Start = Annotated[
    str | None,
    Parameter(
        name="--from",
        help="The outcome to begin at, instead of the status quo.",
        allow_leading_hyphen=True,
    ),
]


def codes(concepts: tuple[str, ...] | None) -> list[str] | None:
    """Return the codes that were asked for; several may stand behind one option, with commas."""
    if not concepts:
        return None
    return [code.strip() for given in concepts for code in given.split(",")]
