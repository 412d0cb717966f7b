"""The scenarios side by side: what changes in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, cast

from countermove.questions.base.in_ways import InWays
from countermove.questions.base.question import Answer, Missing, question
from countermove.report.parameters import SCENARIO, Concepts, Engine, Everything

if TYPE_CHECKING:
    from countermove.analysis.compare import Comparison
    from countermove.analysis.differences import Differences
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow

SCENARIOS = replace(
    SCENARIO,
    title="Scenarios",
    description="Which scenarios; all of them if none is chosen.",
    typed="A scenario to look at; give it again for more. All of them if none is given.",
)


@question(
    asks="What if …?",
    answers="The scenarios side by side: what comes to hold in each, and what ceases to.",
    summary="Set scenarios, or two models, side by side: what changes.",
    details="The claims and the outcomes that hold in each scenario, and what appears or "
    "disappears against the model as it stands. With a second model: what an edit changed in the "
    "model, and in the answers.",
    examples=(
        "compare talks-2025",
        "compare talks-2025 --scenario any-terms --concept SEQ",
        "compare old.toml new.toml",
    ),
    about="change",
    then="judgements",
    place=1000,
    is_follow_up=False,
)
class CompareQuestion(InWays):
    """What scenarios change."""

    scenarios: Annotated[tuple[str, ...], SCENARIOS] = ()
    concepts: Concepts = ()
    engine: Engine = "auto"
    everything: Everything = False

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Ask for scenarios."""
        none = Missing("This model has no scenarios yet.", "Add one below.")
        return None if conflict.scenarios else none

    def run(self, conflict: Conflict, follow: Follow | None = None) -> Comparison:
        """Compare them, in all readings, too."""
        result = cast("Comparison", super().run(conflict, follow))
        result.find_across(follow)
        return result

    def look_closer(
        self, conflict: Conflict, follow: Follow | None = None
    ) -> dict[str, Differences]:
        """Compare each scenario that is chosen with the model as it stands."""
        from countermove.analysis.differences import differences

        codes, settled = self.concepts or None, self.settled(conflict)
        return {
            name: differences(settled, scenario=name, concepts=codes, follow=follow, **self.way)
            for name in self.scenarios
        }

    def across(
        self, before: Conflict, after: Conflict, follow: Follow | None = None
    ) -> Differences:
        """Compare two models as they stand, or in the first scenario that is chosen."""
        from countermove.analysis.differences import differences

        said = self.arguments()
        scenario = next(iter(said.pop("scenarios") or ()), None)
        models = self.settled(before), self.settled(after)
        return differences(*models, scenario=scenario, **said, follow=follow)

    def answer(self, conflict: Conflict, follow: Follow | None = None) -> Answer:
        """Compare them, and look closer at those that are chosen."""
        from countermove.report.article import Article
        from countermove.report.compare import comparison_sections

        result = self.run(conflict, follow)
        told = self.look_closer(conflict, follow)
        sections = comparison_sections(result, self.shown, told=told)
        return Answer(Article(conflict, result.base.model, sections), result)
