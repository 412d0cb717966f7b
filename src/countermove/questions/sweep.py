"""In how many of many runs it is so: scenarios, readings and draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, Unpack

from countermove.errors import Problem
from countermove.questions.base.question import Question, question
from countermove.questions.compare import SCENARIOS
from countermove.questions.sample import SampleQuestion
from countermove.report.parameters import (
    EVERYTHING,
    Concepts,
    Parameter,
    Parties,
    fields_of,
)

if TYPE_CHECKING:
    from countermove.analysis.sweep.result import Sweep
    from countermove.analysis.sweep.sweep import Where
    from countermove.model.conflict import Conflict

_DRAWN = {field.name: field.says for field in fields_of(SampleQuestion)}

_BASE = Parameter(
    "Base only",
    "Only the model as it stands, without its scenarios.",
    ("--base",),
    "Only the models as they stand, without their scenarios.",
)
_DOUBTS = Parameter(
    "Doubts",
    "Doubts to go through in all their resolutions, or all; the others are taken as written.",
    ("--doubt",),
    "A doubt to go through in all its resolutions; give it again for more, or all. The others are "
    "taken as written.",
)
_SAMPLES = replace(
    _DRAWN["samples"],
    description="How many times to draw rankings in each scenario and reading; say then which may "
    "be wrong, by what is near or by what is unknown.",
    typed="How many times to draw rankings in each scenario and reading; say then which may be "
    "wrong, with --within or --unknown.",
    least=0,
)
_OUTCOMES = Parameter(
    "Outcomes",
    "List the outcomes that hold, too, in the table for other programs.",
    ("--outcomes",),
)


@question(
    asks="In how many runs is it so?",
    answers="In how many scenarios, readings and draws each claim is true, and a table of all of "
    "them.",
    summary="Run models in scenarios, readings and draws, on all processors.",
    details="In how many runs each claim holds: every model in every scenario, in every resolution "
    "of the doubts that are named, with every draw of rankings. With --output it is a table, a row "
    "for each run and concept. Finished parts are kept with --folder: what was stopped goes on "
    "there, on this machine or on a cluster, and the answer is the same bytes.",
    examples=(
        "sweep talks-2025 --doubt us.2 --doubt europe.1",
        "sweep old.toml new.toml -n 10000 --within 3 --folder runs -o runs.csv",
    ),
    takes_long=True,
    place=1002,
    is_follow_up=False,
    as_table=True,
)
class SweepQuestion(Question):
    """Many runs."""

    scenarios: Annotated[tuple[str, ...], SCENARIOS] = ()
    base: Annotated[bool, _BASE] = False
    doubts: Annotated[tuple[str, ...], _DOUBTS] = ()
    samples: Annotated[int, _SAMPLES] = 0
    within: Annotated[str | None, _DRAWN["within"]] = None
    unknown: Annotated[Literal["ties"] | None, _DRAWN["unknown"]] = None
    parties: Parties = ()
    seed: Annotated[int, _DRAWN["seed"]] = 0
    concepts: Concepts = ()
    outcomes: Annotated[bool, _OUTCOMES] = False
    everything: Annotated[
        bool, replace(EVERYTHING, typed="Show every model and scenario, however many.")
    ] = False

    def wrong(self, *, is_typed: bool) -> Problem | None:
        """Ask for one thing: scenarios, or none."""
        if not (self.base and self.scenarios):
            return None
        what = "the model alone is asked for, and scenarios, too."
        if is_typed:
            what = "--base leaves scenarios out, and --scenario names some."
        return Problem(what, advice="Leave one of them out.")

    def arguments(self) -> dict[str, Any]:
        """Return how near rankings are as a number, and no scenario for the base alone."""
        from countermove.analysis.sample.doubt import read_distance

        said = super().arguments()
        if said.pop("base"):
            said["scenarios"] = ()
        near = None if self.within is None else read_distance(self.within)
        return said | {"within": near}

    def across(self, models: Mapping[str, Conflict], **where: Unpack[Where]) -> Sweep:
        """Run several models, somewhere."""
        from countermove.analysis.sweep.sweep import sweep

        settled = {name: self.settled(conflict) for name, conflict in models.items()}
        return sweep(settled, **self.arguments(), **where)
