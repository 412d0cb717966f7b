"""What each question asks, in one wording; imports nothing."""

from __future__ import annotations

ASKED: dict[str, str] = {
    "solve": "What holds?",
    "evolve": "How do we get there?",
    "worth": "What is it worth?",
    "coalitions": "Who could upset it together?",
    "needed": "Who is needed?",
    "goals": "What would have to change?",
    "judgements": "On what does the answer rest?",
    "radius": "How close is it to turning?",
    "sample": "How sure is it?",
    "views": "What does each side misread?",
    "compare": "What if …?",
    "report": "What is the whole answer?",
}
"""The questions by the command that answers them."""
