"""What goes in and out of the API for an interview."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, Field

from countermove.analysis.ask.from_nothing import By
from countermove.analysis.ask.inquiry import DONT_KNOW, Inquiry
from countermove.analysis.ask.interview import Interview
from countermove.report.interview import answer_words, asked_words, offered, told_words
from countermove.report.phrases import sentence
from countermove.web.api.shapes import In, Revision, Words
from countermove.web.sittings import LONGEST_NAME, Sitting, Topic, key_of


class TakenBackIn(In):
    """Which answer of an interview is taken back."""

    revision: Revision
    question: Annotated[str, Field(max_length=40, description="The id of its question.")]
    claims: Annotated[
        tuple[str, ...], Field(max_length=1_000, description="Claims to settle; all when empty.")
    ] = ()
    concepts: Annotated[
        tuple[str, ...],
        Field(max_length=100, description="Solution concepts; the usual when empty."),
    ] = ()
    by: Annotated[
        By, Field(description="What is in doubt, or parties from nothing: statements, pairs.")
    ] = "doubts"
    parties: Annotated[
        tuple[str, ...],
        Field(max_length=100, description="About whom it is asked from nothing; all when empty."),
    ] = ()
    who: Annotated[Words, Field(max_length=LONGEST_NAME, description="Who answers.")] = ""

    def topic(self) -> Topic:
        """Return which interview it is."""
        several = {"claims": self.claims, "concepts": self.concepts, "parties": self.parties}
        texts = {key: ",".join(some) for key, some in several.items()}
        return Topic.of(texts | {"by": self.by, "who": self.who})


class AnswerIn(TakenBackIn):
    """An answer to the question of an interview that is asked now."""

    answer: Annotated[str, Field(max_length=200, description="One of those that are offered.")]


class AnswerOut(BaseModel):
    """An answer, to be given or given."""

    question: Annotated[str, Field(description="The id of the question.")]
    answer: str
    words: Annotated[str, Field(description="What is known by it, or the answer as it is offered.")]


class AskedOut(BaseModel):
    """A question of an interview."""

    id: str
    words: str
    party: str
    is_control: Annotated[
        bool, Field(description="Whether it asks for what was answered, the other way round.")
    ]
    answers: list[AnswerOut]


class WantedOut(BaseModel):
    """An answer that the interview is to settle: of a claim or an outcome, under a concept."""

    claim: str | None
    state: Annotated[int | None, Field(description="The number of the outcome.")]
    concept: str
    holds: Annotated[bool | None, Field(description="Null: it is open.")]


class InterviewOut(BaseModel):
    """An interview at one moment."""

    revision: str
    question: Annotated[AskedOut | None, Field(description="Null: nothing is left to ask.")]
    clash: Annotated[
        list[AnswerOut],
        Field(description="Answers that can't all be true, the new one first; mostly none."),
    ]
    answered: list[AnswerOut]
    not_known: Annotated[list[AnswerOut], Field(description="What nobody knew.")]
    standing: list[WantedOut]
    news: Annotated[list[str], Field(description="What the last answer settled, in words.")]

    @classmethod
    def of(cls, sitting: Sitting) -> Self:
        """Write down an interview."""
        interview, asked = sitting.interview, sitting.interview.question
        model = interview.model
        return cls(
            revision=sitting.revision,
            question=None if asked is None else _asked(interview, asked),
            clash=[_answer(interview, *one) for one in sitting.clashing],
            answered=[_answer(interview, one.question, one.answer) for one in interview.said],
            not_known=[_answer(interview, one, DONT_KNOW) for one in sitting.not_known],
            standing=[
                WantedOut(
                    claim=one.claim,
                    state=None if one.state is None else model.states.number(one.state),
                    concept=one.concept,
                    holds=holds,
                )
                for one, holds in interview.standing.items()
            ],
            news=list(sitting.news),
        )


def _answer(interview: Interview, asked: Inquiry, answer: str) -> AnswerOut:
    words = sentence(told_words(interview.model, asked, answer))
    return AnswerOut(question=key_of(asked), answer=answer, words=words)


def _asked(interview: Interview, asked: Inquiry) -> AskedOut:
    model, key = interview.model, key_of(asked)
    return AskedOut(
        id=key,
        words=asked_words(model, asked),
        party=asked.party,
        is_control=asked.controls is not None,
        answers=[
            AnswerOut(question=key, answer=one, words=sentence(answer_words(model, asked, one)))
            for one in offered(asked)
        ],
    )
