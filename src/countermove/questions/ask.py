"""What to find out first of what the parties want."""

from __future__ import annotations

from countermove.questions.base.question import Question, question
from countermove.report.parameters import Claims, Concepts, Everything, Scenario


@question(
    asks="What would settle it?",
    answers="What to find out first of what parties want, where a model says what isn't known.",
    summary="Say what to find out first.",
    details="For every doubt of the model how many open answers it settles, and in which order to "
    "ask until all of them are settled. Claims are to be settled; without any, whether the "
    "outcomes that hold as written do so in any case.",
    examples=("ask talks-2025 --claim veto -c SEQ",),
    about="ground",
    then="compare",
    place=9,
)
class AskQuestion(Question):
    """What to find out first."""

    claims: Claims = ()
    concepts: Concepts = ()
    scenario: Scenario = None
    everything: Everything = False
