"""The steps of the way through the app, and which part of a model belongs to which."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.errors import Path


@dataclass(frozen=True, slots=True)
class PageStep:
    """A page about one model."""

    id: str
    title: str
    heading: str
    parts: tuple[str, ...] = ()

    @property
    def is_answer(self) -> bool:
        """Whether answers are shown there, and not parts of the model."""
        return self.id in {"answer", "deal", "follow-up", "report", "room"}

    def within(self, scenario: str) -> dict[str, str]:
        """Return how the address of its page says in which scenario it is seen."""
        is_edited = self.id in {"parties", "rules", "preferences"}
        return {"in": f"scenarios.{scenario}"} if is_edited else {"scenario": scenario}


STEPS = (
    PageStep("record", "Record", "What was said, and by whom?", ("sources", "documents")),
    PageStep(
        "parties",
        "Parties",
        "Parties and options",
        ("format", "title", "summary", "note", "decision_makers", "status_quo", "states", "moves"),
    ),
    PageStep("rules", "Rules", "What can be, and what can't?", ("terms", "rules", "labels")),
    PageStep("preferences", "Preferences", "What does each party want?", ("preferences",)),
    PageStep("answer", "Answer", "Which outcomes hold?", ("claims",)),
    PageStep("deal", "Deal", "What would this package do?"),
    PageStep("follow-up", "Follow-up", "What follows from it?", ("scenarios", "views")),
    PageStep("report", "Report", "Report"),
)
"""The way through the app, in order."""

ASIDES = (
    PageStep("history", "History", "What was changed, and when"),
    PageStep("text", "File", "The model file"),
    PageStep("room", "In the room", "In the room"),
)
"""Pages beside the way."""

BY_ID = {step.id: step for step in (*STEPS, *ASIDES)}


def step_of(path: Path) -> PageStep:
    """Return the step on which a part of a model is written; the file itself for all of it."""
    part = path[0] if path else ""
    return next((step for step in STEPS if part in step.parts), BY_ID["text"])
