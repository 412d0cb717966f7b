"""For whom somebody speaks, by lists of states and organisations, and by the words of a role."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from typing import Any

import pytest

from countermove.record.attribution import Attribution
from countermove.record.parties import Parties
from countermove.record.party_lists import lists

KEYS = {"people", "capital", "houses", "also"}
TEXT = (
    "US President Ann Lee met Bo Ek, the German defence minister, in Kyiv. Tbilisi was silent, and "
    "so was the EU. South Korea spoke. Ukraine listened: a Ukrainian delegation was in Paris."
)


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    return tomllib.loads(
        (resources.files("countermove.record") / "parties.toml").read_text("utf-8")
    )


def attribution(speaker: str | None, role: str | None) -> Attribution:
    return Attribution(((0, 1),), None, None, "said", "say", speaker, role, None, True, "")


def test_every_state_and_forty_organisations_are_listed_once(tables: dict[str, Any]) -> None:
    assert len(tables["states"]) == 195, "the members of the United Nations and its two observers"
    assert len(tables["organisations"]) >= 40
    names = Counter(name for kind in ("states", "lands", "organisations") for name in tables[kind])
    assert [name for name, count in names.items() if count > 1] == []
    for kind in ("states", "lands", "organisations"):
        for name, has in tables[kind].items():
            assert set(has) <= KEYS, name
            words = [name, *(word for key in has for word in has[key])]
            assert all(word == word.strip() and word for word in words), name
            assert len(set(words)) == len(words), f"{name} is told the same twice"
    for name, has in tables["states"].items():
        assert has.get("people") or name == "Holy See", name
        is_city = name in {
            "Djibouti",
            "Holy See",
            "Luxembourg",
            "Monaco",
            "San Marino",
            "Singapore",
        }
        assert has.get("capital") or is_city, name


def test_words_of_several_parties_are_marked_as_ambiguous(tables: dict[str, Any]) -> None:
    several = {word for word, parties in lists().parties.items() if len(parties) > 1}
    assert several <= set(tables["ambiguous"])
    assert {"Congo", "Dominican", "Korea", "Brussels"} <= several
    assert {"Georgia", "Washington", "Paris", "Jordan", "Chad"} <= set(tables["ambiguous"])
    assert set(tables["ambiguous"]) <= set(lists().parties)
    assert len(set(tables["ambiguous"])) == len(tables["ambiguous"])


def test_every_listed_word_is_found_where_it_stands(tables: dict[str, Any]) -> None:
    """All begin with a capital; names that hold another one win over it."""
    for word, parties in lists().parties.items():
        if word not in tables["ambiguous"]:
            assert Parties(f"it is {word}, they say").namings[0].party == parties[0], word
    for word in tables["elsewhere"]:
        assert any(part in word for part in lists().parties), word
        assert Parties(f"it is {word}, they say").namings == (), word


@pytest.mark.parametrize(
    ("speaker", "role", "parties"),
    [
        ("Kaja Kallas", "EU foreign policy chief", ("European Union",)),
        ("Ruben Brekelmans", "Dutch defence minister", ("Netherlands",)),
        ("the Kremlin", None, ("Russia",)),
        ("Mark Rutte", "NATO Secretary General", ("NATO",)),
        (
            "foreign ministers of Britain, France and Germany",
            None,
            ("United Kingdom", "France", "Germany"),
        ),
        ("Ed Poe", "US envoy to Ukraine", ("United States",)),
        ("Ed Poe", "spokesman for the Brazilian government", ("Brazil",)),
        ("Ed Poe", "ambassador to Russia", ()),
        ("Ann Lee", "President", ("United States",)),
        ("Bo Ek", None, ("Germany",)),
        ("Ana Ruiz", "chair of the farmers’ union", ("farmers' union",)),
        ("Jo Ray", "union negotiator", ("union",)),
        ("Jo Ray", "Trump campaign manager", ("Trump campaign",)),
        ("Jo Ray", "mayor of Elmira", ("Elmira",)),
        ("Jo Ray", "director of the Centre for Water Law", ("Centre for Water Law",)),
        ("Jo Ray", "Karsa's foreign minister", ("Karsa",)),
        ("Jo Ray", "Norden fisheries minister", ("Norden",)),
        ("Karsa", None, ("Karsa",)),
        # These speak for themselves, or for nobody that the text tells.
        ("Rep. Jo Ray of New York", None, ()),
        ("Jo Ray", "professor at the University of Tokyo", ()),
        ("Jo Ray", "Secretary of State", ()),
        ("an official", None, ()),
        ("the company", None, ("company",)),
        ("The Administration", None, ("administration",)),
        ("Scientists", None, ()),
        ("Jo Ray", "Foreign minister", ()),
        ("Jo Ray", "Its foreign minister", ()),
        (None, None, ()),
        (" ", "", ()),
    ],
)
def test_a_role_tells_for_whom_one_speaks(
    speaker: str | None, role: str | None, parties: tuple[str, ...]
) -> None:
    assert Parties(TEXT).of(speaker, role) == parties


def test_bodies_with_names_of_their_own_are_of_no_state() -> None:
    text = "The American Federation of Teachers threatened to sue. A German Ana Ruiz met the EU."
    parties = Parties(text)
    assert parties.of("the American Federation of Teachers", None) == (
        "American Federation of Teachers",
    )
    silent = Parties(f"{text} {text}").told([])
    assert [party.name for party in silent if "Federation" in party.name] == [
        "American Federation of Teachers"
    ]
    assert parties.of("the union's president, Everett Kelley Jr.", None) == ("union",)
    role = "analyst at the nonpartisan Center for Fiscal Policy"
    assert parties.of("Ana Ruiz", role) == ("Center for Fiscal Policy",)
    assert [naming.party for naming in parties.namings] == ["Germany", "European Union"]
    assert parties.of("Ana Ruiz", "trade commissioner") == ("European Union",)
    assert Parties("Nobody came.").of("Ana Ruiz", "trade commissioner") == ()
    assert parties.of("the Commission", None) == ("European Union",)
    assert parties.of("the commission", None) == ("commission",)


def test_a_body_is_one_however_short_it_is_called() -> None:
    text = "The Eastmarch Health Board met. The health board was calm, the board said. The ministry"
    told = Parties(f"{text} waited. The ministry was silent.").told(
        [attribution("the board", None), attribution("Jo Ray", "chair of the health board")]
    )
    assert [(party.name, party.attributions) for party in told] == [
        ("Eastmarch Health Board", (0, 1)),
        ("ministry", ()),
    ]
    text = "The Ministry of Health and Care is rich. The town asked the ministry, the ministry said"
    assert Parties(text).of("the ministry", None) == ("Ministry of Health and Care",)
    (silent,) = Parties(text).told([])
    assert (silent.name, len(silent.namings)) == ("Ministry of Health and Care", 3)
    assert Parties("The Russian Ministry of Defence.").of("the ministry", None) == ("Russia",)
    # Of two it isn't known which.
    text = "The Karsa Town Council met the Norden Town Council."
    assert Parties(text).of("the council", None) == ("council",)
    assert Parties("The European Union is far.").of("the union", None) == ("union",)
    assert Parties("The European Commission met.").of("the commission", None) == ("European Union",)


def test_who_is_listed_as_present_speaks_for_whom_the_list_says() -> None:
    text = (
        "Present: Ms Ada Oduya (Port Authority), Mr Tom O’Neil (City), the mediator\n\nAna spoke."
    )
    parties = Parties(text)
    assert parties.of("Ada Oduya", None) == ("Port Authority",)
    assert parties.of("Tom O’Neil", None) == ("City",)
    assert parties.of("Chair", None) == ()
    assert parties.of("HOLT", "MAYOR") == ()


def test_an_ambiguous_word_counts_for_the_party_that_is_named_otherwise() -> None:
    def named(text: str) -> set[str]:
        return {naming.party for naming in Parties(text).namings}

    assert named("Washington was cold.") == set()
    assert named("Washington was cold, the White House warm.") == {"United States"}
    assert named("George Washington and the Americans") == {"United States"}
    assert len(Parties("George Washington and the Americans").namings) == 1
    assert named("Korea, as Pyongyang says") == {"North Korea"}
    assert named("Korea, as Pyongyang and Seoul say") == {"North Korea", "South Korea"}
    assert len(Parties("Korea, as Pyongyang and Seoul say").namings) == 2
    assert named("Guinea-Bissau isn’t Equatorial Guinea") == {"Guinea-Bissau", "Equatorial Guinea"}
    assert named("Georgia and Tbilisi") == {"Georgia"}


def test_who_is_spoken_of_and_does_not_speak_is_silent() -> None:
    told = Parties(TEXT).told([attribution("Ann Lee", "President"), attribution("Ann Lee", None)])
    assert [(party.name, party.speakers, party.attributions) for party in told] == [
        ("United States", ("Ann Lee",), (0, 1)),
        ("Ukraine", (), ()),
    ]
    # Kyiv is where they met, not who was spoken of.
    assert [TEXT[a:b] for a, b in told[1].namings] == ["Ukraine", "Ukrainian"]
