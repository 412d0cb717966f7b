"""Everything about a model in one document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from immutabledict import immutabledict

from countermove.questions.base.in_ways import InWays
from countermove.questions.base.parts import written_parts
from countermove.questions.base.question import Answer, question
from countermove.report.parameters import Concepts, Parameter, Scenario

if TYPE_CHECKING:
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow

PARTS = Parameter(
    "Parts",
    "Only these parts, in this order; all of them if nothing is said.",
    ("--part", "-p"),
    f"Only this part: {', '.join(written_parts())}, or a follow-up analysis by its command; give "
    "it again for more. All of them if none is given.",
    of="reports",
)

PACKAGES = Parameter(
    "Packages on the table",
    "Of which packages it is told what each party would do, each by a name.",
    ("--package",),
    "Tell what each party would do about this package, too: NAME=PACKAGE, as in “Open "
    "deal=table, settle, accept”. Give it again for more.",
    of="packages",
    example='"Open deal=table, settle, accept"',
)


@question(
    asks="What is the whole answer?",
    answers="Everything about the model in one document.",
    summary="Write everything about a model into one document.",
    details="A first page that stands alone says what was found, on what that rests and what would "
    "turn it. Then come the parties, the rules and the wishes with their record, the claims, what "
    "holds and why, packages on the table, the scenarios side by side, every follow-up analysis, "
    "the concepts in plain words and the record: as text, as a web page that prints well, as "
    "Markdown, PDF, LaTeX or a Word document.",
    examples=("report talks-2025 --output talks.html", "report talks-2025 --part short --part why"),
    place=1001,
    is_follow_up=False,
)
class ReportQuestion(InWays):
    """The whole report."""

    parts: Annotated[tuple[str, ...], PARTS] = ()
    scenario: Scenario = None
    concepts: Concepts = ()
    packages: Annotated[Mapping[str, str], PACKAGES] = immutabledict()

    def answer(self, conflict: Conflict, follow: Follow | None = None) -> Answer:
        """Answer all that is asked for."""
        from countermove.questions.base.whole import report

        return Answer(report(self.settled(conflict), **self.arguments(), follow=follow))
