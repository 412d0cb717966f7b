"""Whether a quotation stands in a text: merely reset ones do, what says otherwise never does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import gtrex
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.record.documents import Document, find, read_bytes
from countermove.record.folding import RUNGS, fold
from countermove.record.grounding import apart, whose
from countermove.record.nearest import nearest

# Each stands in a text once, so that what is changed can't stand elsewhere.
WORDS = """
the union’s office finally rejected a first offer of 40,000 tonnes that left out night shifts
no agreement will hold unless water flows by 3 March said Holt and they can’t accept any
non-binding pledge “without guarantees” from harbour ministers — however talks resume in
Northmouth on Monday after 12 hours’ work while Karsa’s fleet waits for its re-signed treaty
"""


def document(text: str) -> Document:
    return read_bytes("text.txt", text.encode())


@st.composite
def quotations(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text, and some words in a row out of it."""
    chance = draw(st.randoms(use_true_random=False))
    words = WORDS.split()
    chance.shuffle(words)
    start = chance.randint(0, len(words) - 6)
    end = chance.randint(start + 5, len(words))
    between = [chance.choice((" ", " ", " ", "\n", ", ", ". ", " – ")) for _ in words]
    between[start : end - 1] = [" "] * (end - 1 - start)
    return "".join(map(str.__add__, words, between)), words[start:end]


def curly(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


RESET: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "straight marks": curly,
    "dashes": lambda text: text.replace(" — ", " -- "),
    "dashes without spaces": lambda text: text.replace(" — ", "—"),
    "spaces": lambda text: text.replace(" ", "  \n "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: re.sub(r"(\w{3})(\w{3})", "\\1\u00ad\\2", text),
    "ligatures": lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "first letter": lambda text: text[0].swapcase() + text[1:],
    "final point": lambda text: f"{text}.",
    "final comma": lambda text: f"{text},",
    "in marks": lambda text: f"“{text}”" if "“" not in text and "”" not in text else text,
    "line ends": lambda text: re.sub(r"([a-z]{3})([a-z]{3})", "\\1-\n\\2", text, count=1),
}


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@given(quotations(), st.sampled_from(sorted(RESET)))
def test_what_is_merely_reset_stands_there(drawn: tuple[str, list[str]], how: str) -> None:
    text, said = drawn
    quotation = " ".join(said)
    reset = RESET[how](quotation)
    asked = find(document(text), reset)
    assert asked is not None
    assert letters(text[asked.start : asked.end]) == letters(quotation)
    if how not in {"final point", "final comma", "in marks"}:
        page = text.replace(quotation, reset)
        stands = find(document(page), quotation)
        assert stands is not None
        assert letters(page[stands.start : stands.end]) == letters(quotation)


def _without(said: list[str], k: int) -> list[str]:
    return said[:k] + said[k + 1 :]


CHANGED: dict[str, Callable[[list[str], int], list[str]]] = {
    "not": lambda said, k: [*said[:k], "not", *said[k:]],
    "dropped": _without,
    "replaced": lambda said, k: [*said[:k], "perhaps", *said[k + 1 :]],
    "swapped": lambda said, k: [*said[:k], said[k + 1], said[k], *said[k + 2 :]],
    "digit": lambda said, k: re.sub(r"\d", "7", " ".join(said), count=1).split(" "),
}


@given(quotations(), st.sampled_from(sorted(CHANGED)), st.integers(1))
def test_what_says_otherwise_never_does(drawn: tuple[str, list[str]], how: str, place: int) -> None:
    text, said = drawn
    page = document(text)
    changed = " ".join(CHANGED[how](said, 1 + place % (len(said) - 3)))
    if letters(changed) == letters(" ".join(said)):  # nothing but a dash, or no digit
        return
    for reset in RESET.values():
        assert find(page, reset(changed)) is None
    shown = nearest(page, changed)
    assert shown is None or 0 <= shown.start < shown.end <= len(text)
    # Where a dash begins it, without the next word it differs in this mark alone.
    assert shown is None or shown.differs or said[0] == "—"


# Another program that looks for quotations, and what it calls the rungs that both have.
TIERS = {"exact": "exact", "whitespace": "spacing", "typography": "typography", "case": "case"}
OF_BOTH = (
    "as it stands",
    "straight marks",
    "spaces",
    "no-break spaces",
    "soft hyphens",
    "ligatures",
)


@given(quotations(), st.sampled_from([*OF_BOTH, "first letter", *CHANGED]), st.integers(1))
def test_another_program_agrees(drawn: tuple[str, list[str]], how: str, place: int) -> None:
    text, said = drawn
    k = 1 + place % (len(said) - 3)
    quotation = " ".join(CHANGED[how](said, k) if how in CHANGED else said)
    asked = quotation if how in CHANGED else RESET[how](quotation)
    ours = find(document(text), asked)
    theirs = gtrex.verify(asked, text)
    if theirs.tier not in {*TIERS, None} or "—" in said:  # it knows no dash from another
        return
    assert theirs.grounded == (ours is not None)
    if ours is not None:
        assert (TIERS[theirs.tier], theirs.start, theirs.end) == (ours.rung, ours.start, ours.end)


@given(st.text(max_size=200), st.sampled_from(RUNGS), st.data())
def test_every_place_leads_back_into_the_text(text: str, rung: str, data: st.DataObject) -> None:
    folded = fold(text, rung)
    if not folded.text:
        return
    a = data.draw(st.integers(0, len(folded.text) - 1))
    b = data.draw(st.integers(a + 1, len(folded.text)))
    start, end = folded.span(a, b)
    assert 0 <= start < end <= len(text)
    if rung == "exact":
        assert (start, end) == (a, b)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We can’t accept that offer.", "We can"),
        ("It is a non-binding offer.", "binding offer"),
        ("It is a non-\nbinding offer.", "binding offer"),
        ("It is un\u00adacceptable to us.", "acceptable to us"),
        ("A quota of 40,000 tonnes", "a quota of 40"),
        ("A quota of 40,000 tonnes", "000 tonnes"),
        ("It fell by 1.5 percent", "5 percent"),
        ("It stood at -5 percent", "5 percent"),
        ("An area of 10² metres", "an area of 102 metres"),
        ("The zone is nuclear-free.", "The zone is nuclear"),
        ("The union is power-\nless now.", "The union is power"),
        ("It is un\u00ad\nacceptable to us.", "acceptable to us"),
        ("We can´t go.", "We can"),
        ("It fell by .5 percent", "5 percent"),
        ("It fell by 1/2 percent", "2 percent"),
        ("They pay 10 000 crowns", "They pay 10"),
        ("It stood at –5 degrees", "5 degrees"),
        ("They met in the cafe\u0301", "They met in the cafe"),
        ("close its ports to Norden’s boats", "close its ports to Norden"),
        ("We will not sign the first draft. We will.", "We will sign"),
    ],
)
def test_no_word_and_no_number_is_cut(text: str, words: str) -> None:
    assert find(document(text), words) is None


def test_parts_stand_in_order_and_not_far_apart() -> None:
    text = document("No deal on cod. " + "x " * 300 + "No deal on cod can hold without access.")
    quotation = find(text, "No deal on cod … hold without access")
    assert quotation is not None
    assert (quotation.rung, quotation.words) == ("parts", "No deal on cod … hold without access")
    assert quotation.start == 616
    assert find(text, "hold without access [...] No deal on cod") is None
    assert find(text, "No deal … without access") is None  # too short to be sure
    in_order = find(text, ["No deal on cod", "without access"])
    assert in_order is not None
    assert (in_order.rung, in_order.start) == ("exact", 0)
    assert find(text, ["without access", "No deal on cod"]) is None


def test_of_several_places_the_nearest_is_meant() -> None:
    text = document("We wait. They go. We wait. They come. We wait.")
    first, last = find(text, "We wait"), find(text, "We wait", near=40)
    assert first is not None
    assert last is not None
    assert (first.start, first.others, last.start) == (0, 2, 38)


@pytest.mark.parametrize(
    ("text", "words", "stand"),
    [
        # A quotation within another has single marks in the one, double ones in the other.
        (
            "“We call it ‘the dogs’ bark’ here.”",
            "We call it “the dogs' bark” here",
            "We call it ‘the dogs’ bark’ here",
        ),
        ("They say 'it won't do.' Then", 'They say "it won’t do."', "They say 'it won't do.'"),
        # Lines end after a hyphen of the word, or within a word without one.
        ("a well-\nknown rule", "a well-known rule", "a well-known rule"),
        ("a wellk-\nnown rule", "a wellknown rule", "a wellknown rule"),
    ],
)
def test_marks_within_marks_and_words_at_line_ends_are_the_same(
    text: str, words: str, stand: str
) -> None:
    found = find(document(text), words)
    assert found is not None
    assert found.words == stand


def test_numbers_that_stand_beside_each_other_are_two() -> None:
    assert find(document("In 2025 400 men came."), "400 men came") is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We will not sign the plan.", ["We will", "sign the plan"]),
        ("We will not sign the plan.", ["We", "will", "sign"]),
        ("We don't, and won't, sign the plan.", ["We", "sign the plan"]),
        ("We in the town will not sign the plan now.", "We in the town will … sign the plan now"),
    ],
)
def test_what_is_left_out_of_a_sentence_never_turns_it(text: str, words: str | list[str]) -> None:
    assert find(document(text), words) is None


def test_parts_are_found_wherever_they_are_in_order() -> None:
    text = document(
        "We will\nsign. The town pays. “We go,” said Holt, not amused, “soon.” We will sign."
    )
    found = find(text, ["We will sign", "The town pays"])
    assert found is not None
    assert (found.rung, found.start, found.others) == ("spacing", 0, 1)
    assert find(text, ["We go", "soon"]) is not None  # who isn't amused is no part of it
    nearest_to_the_end = find(text, "We will sign", near=60)
    assert nearest_to_the_end is not None
    assert nearest_to_the_end.rung == "exact"


def test_signs_are_no_words_and_directions_are_not_seen() -> None:
    signs = read_bytes(
        "a.txt", "Plan № 5: № deal is good. The \u200efarmers\u200f sign to\u200eday.".encode()
    )
    assert find(signs, "№ deal is good") is not None
    assert find(signs, "The farmers sign today") is not None
    for other in ("No deal is good", "Plan No 5"):
        assert find(signs, other) is None


def test_feet_are_no_inches() -> None:
    assert find(document("It is 5' wide and 6\" deep"), '5" wide and 6') is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (
            "We will sign, unless Karsa waits, said Holt.",
            "We will sign",
            "unless Karsa waits, said Holt",
        ),
        ("“We will sign,” said Holt, “but not today.”", "We will sign", "but not today"),
        ("We will sign. But Karsa waits.", "We will sign.", ""),
        ("We will sign. But Karsa waits.", "We will sign", ""),
        ("We will sign butter stamps.", "We will sign", ""),
        ("The town will not pay.", "The town will", "not pay"),
        ("We will sign\nonly if they do.", "We will sign", "only if they do"),
        (
            "We will sign, he said, if Karsa pays 1.5 percent.",
            "We will sign",
            "if Karsa pays 1.5 percent",
        ),
        ("We will sign, Holt told the board if Karsa pays.", "We will sign", "if Karsa pays"),
        ("We will sign, said Holt. If Karsa pays", "We will sign", ""),
        (
            "We will sign unless " + "the town of Karsa pays " * 9,
            "We will sign",
            "unless " + "the town of Karsa pays " * 4 + "the town of Karsa …",
        ),
        # A limit that is quoted itself isn't told; one that an ellipsis leaves out is.
        (
            "We will sign today, unless they pay us all.",
            ["We will sign today", "unless they pay"],
            "",
        ),
        (
            "We will sign today, unless they pay, at the old port.",
            "We will sign today … at the old port",
            "unless they pay",
        ),
    ],
)
def test_what_limits_a_quotation_is_told(text: str, words: str | list[str], expected: str) -> None:
    quotation = find(document(text), words)
    assert quotation is not None
    assert quotation.goes_on == expected


MINUTES = """\
HOLT: We will sign.

RUIZ: Your mayor said “Soon”, and no more.
He is away.

HOLT: And why?

They left.
"""


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("If Varga says the dam stays, we go.", "Varga says the dam stays", "If"),
        ("No one at the board said it pays.", "board said it pays", "No one at the"),
        ("Neither Ruiz nor the town ruled it out.", "the town ruled it out", "Neither Ruiz nor"),
        ("She did not say whether Karsa would sign.", "Karsa would sign", "not say whether"),
        ("Holt denied that “we will sign”.", "we will sign", "denied that"),
        ("We don’t want to\nsign that paper.", "want to sign that paper", "don’t"),
        ("“If they pay,” he said, “we will sign.”", "we will sign", "If they pay"),
        ("We never said that we waited to sign.", "waited to sign", "never said that we"),
        # Another sentence, another clause, and what is quoted itself.
        ("They will not come. We will sign.", "We will sign", ""),
        ("They will not come, and we will sign.", "we will sign", ""),
        ("They could not wait and would sign.", "would sign", ""),
        ("Not only Karsa will sign.", "Karsa will sign", ""),
        ("Asked if he knew: “We will sign.”", "We will sign", ""),
        ("We will not sign the first draft.", ["We will not", "sign the first draft"], ""),
        ("We will not sign unless they pay.", "unless they pay", ""),
        ("We will never, ever sign it.", "ever sign it", ""),
    ],
)
def test_what_turns_a_quotation_is_told(text: str, words: str | list[str], expected: str) -> None:
    quotation = find(document(text), words)
    assert quotation is not None
    assert quotation.comes_after == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("“We will sign,” he said.", "We will sign", "own"),
        ('"We will sign," he said. "Soon."', "he said", "reported"),
        ("He said they “would sign” soon.", "they “would sign” soon", "mixed"),
        ("He said they 'would sign' soon. We don't know.", "would sign", "own"),
        ("He doesn't say what others' ships do.", "say what others", "reported"),
        ("“We will sign.\n“And soon,” he said. Nobody did.", "Nobody did", "reported"),
        ("“We will\nsign soon,” he said.", "sign soon", "own"),
        ("“We will sign.\nWe do it soon,” he said. Nobody did.", "We do it soon", "own"),
        ("“We will sign.\nWe do it soon,” he said. Nobody did.", "Nobody did", "reported"),
        (MINUTES, "We will sign", "own"),
        (MINUTES, "said “Soon”, and no more", "own"),
        (MINUTES, "HOLT: And", "mixed"),
        (MINUTES, "They left", "reported"),
        (MINUTES.replace("HOLT: And", "HOLT. And"), "We will sign", "reported"),
    ],
)
def test_marks_and_names_tell_whose_words_they_are(text: str, words: str, expected: str) -> None:
    page = document(text)
    quotation = find(page, words)
    assert quotation is not None
    assert whose(page, quotation.spans) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["for this"], ""),
        (["Holt waits", "for this"], ""),
        (["Holt waits", "They go"], "sentences"),
        (["Holt waits", "Karsa goes"], "paragraphs"),
    ],
)
def test_parts_of_several_sentences_and_paragraphs_are_told(
    words: list[str], expected: str
) -> None:
    page = document("So Holt waits for this. They go today.\nKarsa goes, too.")
    quotation = find(page, words)
    assert quotation is not None
    assert apart(page, quotation.spans) == expected


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        ("No agreement can hold without them", "“can” stands as “will”"),
        ("No agreement will ever hold without them", "“ever” doesn't stand there"),
        ("No agreement will without them", "“hold” stands there, too"),
        ("Every agreement will hold without them", "“Every” stands as “No”"),
    ],
)
def test_what_stands_instead_is_shown(asked: str, differs: str) -> None:
    text = document("He said: “No agreement will hold without them,” and left.")
    shown = nearest(text, asked)
    assert shown is not None
    assert shown.differs == differs
    assert nearest(text, "quite other words about nothing of it") is None


def test_what_stands_instead_is_near_and_said_by_one() -> None:
    text = document(
        "Holt left. “There is such a plan,” he said.\n“No,” Petrov said. “There is another plan.”"
    )
    shown = nearest(text, "no such plan")
    assert shown is not None
    assert shown.words == "is such a plan"
    plans = document(f"Such a plan. {'x ' * 450}Such a plan.")
    for place, start in ((0, 0), (900, 913)):
        shown = nearest(plans, "such the plan", place)
        assert shown is not None
        assert (shown.words, shown.start) == ("Such a plan", start)
    # A piece that is left alone by an ellipsis is looked for beside the others.
    waits = document("We wait today. " + "x " * 900 + "Then we wait till May, in the old port.")
    shown = nearest(waits, "we wait until May … in the old port")
    assert shown is not None
    assert shown.differs == "“until” stands as “till”"


def test_of_long_quotations_the_piece_that_is_lost_is_shown() -> None:
    words = [f"{word}{k}" for k, word in enumerate(WORDS.split() * 5)]
    asked = [*words[:250], "never", *words[251:280]]
    shown = nearest(document(" ".join(words)), " ".join(asked))
    assert shown is not None
    assert f"“never” stands as “{words[250].strip('“”')}”" in shown.differs
