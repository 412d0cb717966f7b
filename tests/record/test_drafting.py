"""Drafts: what stands in their tables is in the document; what is guessed stands in comments."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from countermove.editing.drafting import draft
from countermove.files.model_file import loads
from countermove.record.attributing import attributions
from countermove.record.attribution import Attribution, Span
from countermove.record.documents import Document, find, read_bytes

REPORT = """\
Farmers and town quarrel over the river

Ana Ruiz, chair of the farmers' union, said on Thursday: “Without water the
maize is lost. No plan holds that we have not signed,” and left.

“We will pay for the pipe,” said Bo Ek, mayor of Elmford. “The rest is up to Norway.” Norway was
not there. The Norwegian dam is full. Ruiz accused the town of taking the water first.
Ek urged Norway to open the dam. “We will pay for the pipe,” he repeated.
"""
MAYOR = "mayor of Elmford"
ROLE = "chair of the farmers' union"
DAY = datetime.date(2025, 7, 3)


def document(text: str) -> Document:
    return read_bytes("river.txt", text.encode())


def spans(text: str, *passages: str, after: str = "") -> tuple[Span, ...]:
    found = []
    place = text.index(after)
    for passage in passages:
        place = text.index(passage, place)
        found.append((place, place + len(passage)))
        place += len(passage)
    return tuple(found)


def said(
    content: tuple[Span, ...], speaker: str | None, role: str | None = None, **more: Any
) -> Attribution:
    how: dict[str, Any] = {"mention": None, "cue": None, "kind": "said", "verb": "say"}
    how |= {"day": None, "sure": True, "why": "a verb of saying"}
    return Attribution(content=content, speaker=speaker, role=role, **how | more)


def river() -> list[Attribution]:
    (accuses,) = spans(REPORT, "the town of taking the water first")
    mention, cue = spans(REPORT, "Ruiz", "accused", after="is full")
    urged, urges = spans(REPORT, "urged", "Norway to open the dam")
    return [
        said(spans(REPORT, "“Without water the\nmaize is lost. No plan holds that we have not "
             "signed,”"), "Ana Ruiz", ROLE, day=DAY),
        said(spans(REPORT, "“We will pay for the pipe,”", "“The rest is up to Norway.”"),
             "Bo Ek", MAYOR),
        said((accuses,), "Ana Ruiz", ROLE, mention=mention, cue=cue,
             verb="accuse"),
        said((urges,), "Bo Ek", MAYOR, cue=urged, verb="urge",
             mention=(urged[0] - 3, urged[0] - 1)),
        said(spans(REPORT, "“We will pay for the pipe,”", after="open the dam."), "Bo Ek", MAYOR),
        said(spans(REPORT, "The Norwegian dam is full"), None),
        said(spans(REPORT, "Norway was\nnot there"), "Bo Ek", sure=False),
    ]  # fmt: skip


def without_signs(text: str) -> dict[str, Any]:
    """Read a draft as if everything that was guessed were kept."""
    return tomllib.loads(re.sub(r"(?m)^#\? ", "", text))


def test_what_is_in_the_document_stands_in_tables() -> None:
    data = tomllib.loads(draft(document(REPORT), river(), issued=DAY))
    assert set(data) == {"format", "title", "documents", "sources"}
    report = document(REPORT)
    assert data["documents"] == {
        "report": {"file": "river.txt", "sha256": report.sha256, "issued": DAY}
    }
    assert data["sources"] == {
        "ruiz": {
            "who": "Ana Ruiz",
            "role": "chair of the farmers' union",
            "on": DAY,
            "document": "report",
            "quote": "Without water the maize is lost. No plan holds that we have not signed",
        },
        "ek": {
            "who": "Bo Ek",
            "role": "mayor of Elmford",
            "document": "report",
            "quote": ["We will pay for the pipe", "The rest is up to Norway."],
            "near": REPORT.index("We will pay"),
        },
        # Of what is reported the stretch from the speaker to the end.
        "ruiz-2": {
            "who": "Ana Ruiz",
            "role": "chair of the farmers' union",
            "document": "report",
            "quote": "Ruiz accused the town of taking the water first",
        },
        "ek-2": {
            "who": "Bo Ek",
            "role": "mayor of Elmford",
            "document": "report",
            "quote": "Ek urged Norway to open the dam",
        },
        "ek-3": {
            "who": "Bo Ek",
            "role": "mayor of Elmford",
            "document": "report",
            "quote": "We will pay for the pipe",
            "near": REPORT.rindex("We will pay"),
        },
    }


def test_what_is_guessed_stands_in_comments_that_are_lines_of_a_model() -> None:
    text = draft(document(REPORT), river())
    parties = without_signs(text)["decision_makers"]
    assert {name: party["name"] for name, party in parties.items()} == {
        "farmers-union": "farmers' union",
        "elmford": "Elmford",
        "norway": "Norway",
        "town": "town",
    }
    assert parties["norway"]["options"] == {
        "open-the-dam": {"text": "open the dam", "because": ["ek-2"]}
    }
    assert parties["town"]["options"] == {
        "taking-the-water-first": {"text": "taking the water first", "because": ["ruiz-2"]}
    }
    assert "silent, and named 4 times" in text
    # Wishes are of the options above.
    wishes = without_signs(text)["preferences"]
    assert wishes == {
        "farmers-union": {
            "statements": [{"holds": "not taking-the-water-first", "because": ["ruiz-2"]}]
        },
        "elmford": {"statements": [{"holds": "open-the-dam", "because": ["ek-2"]}]},
        "norway": {"statements": []},
        "town": {"statements": []},
    }
    assert "  # line 7: does not want: taking the water first" in text
    # Who isn't known, and what isn't sure, is somebody's for a person to say.
    assert "line 7: somebody: “The Norwegian dam is full”" in text
    assert "Bo Ek: “Norway was not there”" in text


def test_who_speaks_together_wants_each_the_same() -> None:
    text = "The ministers of Norway and Sweden threatened to leave the talks."
    says = said(
        spans(text, "to leave the talks"), "ministers of Norway and Sweden", verb="threaten"
    )
    parties = without_signs(draft(document(text), [says]))["decision_makers"]
    assert {name: list(party["options"]) for name, party in parties.items()} == {
        "norway": ["leave-the-talks"],
        "sweden": ["leave-the-talks-2"],
    }


def test_a_draft_of_nothing_is_a_draft() -> None:
    data = tomllib.loads(draft(document("Nobody says anything."), [], "notes/river.txt"))
    assert data["documents"]["report"]["file"] == "notes/river.txt"
    assert set(data) == {"format", "title", "documents"}


def test_a_draft_ends_with_what_is_missing_and_why_a_wish_is_no_line_yet() -> None:
    text = draft(document("Nobody says anything."), [])
    assert "# What is still missing, and how" in text
    assert "No option was found: write one" in text
    said = "Ana Ruiz, chair of the union, rejected the offer. Bo Ek urged Norway not to open a dam."
    text = draft(document(said), attributions(said))
    assert "No option was found" not in text
    why = "#? # No option above is this. Write one for whoever can do it, and its id here:\n"
    assert f'{why}#? # line 1: does not want: the offer  because = ["ruiz"]\n' in text
    assert without_signs(text)["preferences"]["bo-ek"]["statements"] == [
        {"holds": "not open-a-dam", "because": ["ek"]}
    ]


PIECES = (
    "We sign|“|”|\"|'|’| |  |\n|\n\n|, |. |not|co-|-\n|\u00ad|\u200b|…|...|[|]|1,5|Russia|the union"
    '|said|\x7f|\\|"""|#?|=|Ünion|e\u0301|--|\u2028|\r\n|\ufeff|’s|NATO'
)


@st.composite
def texts_and_attributions(draw: st.DrawFn) -> tuple[Document, list[Attribution]]:
    text = "".join(draw(st.lists(st.sampled_from(PIECES.split("|")), max_size=25)))
    report = read_bytes("r.txt", f"{text} end".encode())
    places = st.integers(0, len(report.text) - 1)

    def stretch() -> Span:
        first, second = sorted((draw(places), draw(places)))
        return first, second + 1

    def one() -> Attribution:
        content = sorted(stretch() for _ in range(draw(st.integers(1, 3))))
        names = st.sampled_from([None, "Ana Ruiz", "the union", " ", '"""', "\x00", "Russia", "#?"])
        verb = draw(st.sampled_from(["say", "urge", "agree", "accuse", "reject", ""]))
        mention, cue = (stretch() if draw(st.booleans()) else None for _ in "ab")
        more = {"mention": mention, "cue": cue, "verb": verb, "sure": draw(st.booleans())}
        return said(tuple(content), draw(names), draw(names), **more)

    return report, [one() for _ in range(draw(st.integers(0, 4)))]


@given(texts_and_attributions())
def test_every_drafted_quotation_is_found_at_its_place(
    drawn: tuple[Document, Sequence[Attribution]],
) -> None:
    report, attributions = drawn
    text = draft(report, attributions)
    data = tomllib.loads(text)
    assert set(data) <= {"format", "title", "documents", "sources"}
    sure = [says for says in attributions if says.sure and says.speaker]
    for source in data.get("sources", {}).values():
        found = find(report, source["quote"], near=source.get("near"))
        assert found is not None
        assert source.get("near", found.start) == found.start
        within = [
            (min(a for a, _ in places), max(b for _, b in places))
            for says in sure
            for places in [[*says.content, *filter(None, (says.mention, says.cue))]]
        ]
        assert any(a <= found.start < b for a, b in within), "it is where somebody said it"
    assert without_signs(text).keys() >= data.keys()


SAYINGS = (
    "“We will pay,” said Bo Ek, mayor of Elmford.|The Union urged the  town to open its gate.|"
    "The union rejected the offer.|The ministers of Norway and Sweden threatened to leave.|"
    "Ana Ruiz, chair of the union, said the Town would pay.|She accused Norway of theft and of\n"
    "closing the gate.|Karsa agreed to sign.|Karsa's foreign minister, Leila Odd, refused to sign."
)


@given(st.lists(st.sampled_from(SAYINGS.split("|")), min_size=1, max_size=8))
def test_what_a_person_keeps_of_a_draft_is_a_model(sayings: list[str]) -> None:
    report = document("\n\n".join(sayings))
    kept = re.sub(r"(?m)^#\? ", "", draft(report, attributions(report.body)))
    parties = tomllib.loads(kept).get("decision_makers", {})
    if any("options" in party for party in parties.values()):
        assert len(loads(kept).decision_makers) == len(parties)
