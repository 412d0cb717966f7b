"""What somebody may do or wants: found by the words, at the place where they stand."""

from __future__ import annotations

import datetime
from typing import Literal

import pytest

from countermove.record.attribution import Attribution
from countermove.record.candidates import Candidate, candidates

SPEAKER = "Ana Ruiz"
ROLE = "chair of the farmers' union"


def said(
    sentence: str, cue: str, verb: str, kind: Literal["said", "holds"] = "said"
) -> list[Candidate]:
    """Find candidates in what stands behind a cue."""
    at = sentence.index(cue)
    start = at + len(cue) + 1
    end = len(sentence.rstrip("."))
    where = ((start, end),), (0, at - 1), (at, at + len(cue))
    day = datetime.date(2025, 7, 3)
    says = Attribution(*where, kind, verb, SPEAKER, ROLE, day, True, "a verb of saying")
    found = candidates(sentence, [says])
    for one in found:
        assert " ".join(sentence[slice(*one.span)].split()) == one.text
        assert one.attribution == 0
    return list(found)


@pytest.mark.parametrize(
    ("sentence", "cue", "verb", "wanted"),
    [
        (
            "Ruiz threatened to close the\nlower gate, which feeds the mill.",
            "threatened",
            "threaten",
            [("option", "farmers' union", False, "close the lower gate")],
        ),
        (
            "Ruiz refused to sign the plan.",
            "refused",
            "refuse",
            [("option", "farmers' union", True, "sign the plan")],
        ),
        (
            "Ruiz did not agree to share the pump.",
            "did not agree",
            "agree",
            [("option", "farmers' union", True, "share the pump")],
        ),
        (
            "Ruiz urged Norway to open the dam.",
            "urged",
            "urge",
            [
                ("option", "Norway", False, "open the dam"),
                ("wish", "farmers' union", False, "Norway to open the dam"),
            ],
        ),
        (
            "Ruiz called on the town council not to sell the spring.",
            "called",
            "call",
            [
                ("option", "town council", True, "sell the spring"),
                ("wish", "farmers' union", False, "the town council not to sell the spring"),
            ],
        ),
        (
            "Ruiz accused the town of taking the water first.",
            "accused",
            "accuse",
            [
                ("option", "town", False, "taking the water first"),
                ("wish", "farmers' union", True, "taking the water first"),
            ],
        ),
        (
            "Ruiz said she would block the road until the gates open.",
            "said",
            "say",
            [("option", "farmers' union", False, "block the road")],
        ),
        (
            "Ruiz said her members would not share the pump.",
            "said",
            "say",
            [("option", "farmers' union", True, "share the pump")],
        ),
        (
            "Ruiz said the town is ready to pay for the pipe.",
            "said",
            "say",
            [("option", "town", False, "pay for the pipe")],
        ),
        (
            "Ruiz said the town must pay for the pipe.",
            "said",
            "say",
            [("wish", "farmers' union", False, "the town must pay for the pipe")],
        ),
        (
            "Ruiz rejected the plan of the council.",
            "rejected",
            "reject",
            [("wish", "farmers' union", True, "the plan of the council")],
        ),
        (
            "Ruiz demanded that the town pay for the pipe.",
            "demanded",
            "demand",
            [("wish", "farmers' union", False, "the town pay for the pipe")],
        ),
        (
            "Ruiz called for a new survey.",
            "called",
            "call",
            [("wish", "farmers' union", False, "a new survey")],
        ),
        (
            "Ruiz ruled out selling the mill.",
            "ruled",
            "rule",
            [("option", "farmers' union", True, "selling the mill")],
        ),
        (
            "Ruiz wants to keep the mill.",
            "wants",
            "want",
            [("wish", "farmers' union", False, "keep the mill")],
        ),
        # Nothing that a conflict turns on.
        ("Ruiz said she would be pleased with that.", "said", "say", []),
        ("Ruiz agreed to talk about the weather.", "agreed", "agree", []),
        ("Ruiz asked him to leave.", "asked", "ask", []),
        ("Ruiz said the river is low.", "said", "say", []),
        ("Ruiz rejected it.", "rejected", "reject", []),
    ],
)
def test_verbs_tell_what_may_be_done_or_is_wanted(
    sentence: str, cue: str, verb: str, wanted: list[tuple[str, str, bool, str]]
) -> None:
    found = [(c.kind, c.party, c.negative, c.text) for c in said(sentence, cue, verb)]
    assert [one for one in found if one[0] != "claim"] == wanted


def test_what_is_a_thing_has_no_option() -> None:
    assert said("Ruiz said the ward would stay open.", "said", "say") == []
    assert said("Ruiz said the money would come by the month.", "said", "say") == []
    assert said("Tariffs fell. Ruiz said tariffs would rise.", "said", "say") == []
    # What a state could do is one.
    (option,) = said("Ruiz said Norway could respond with a tax.", "said", "say")
    assert (option.party, option.text) == ("Norway", "respond with a tax")
    assert said("Ruiz said the town could pay.", "said", "say") == []
    assert said("Ruiz said Norway could not pay.", "said", "say") == []


def test_claims_are_sentences_that_say_what_must_be_or_cannot() -> None:
    sentence = "Ruiz said “No plan will hold without us. The river is low. Must it be so?”"
    (claim,) = said(sentence, "said", "say")
    assert (claim.kind, claim.text) == ("claim", "No plan will hold without us")
    assert said(sentence, "said", "say", "holds") == []


def test_who_they_are_is_not_guessed_of_one_person() -> None:
    assert said("Ruiz said they would sell the mill.", "said", "say") == []
