"""Lines of paragraphs that are set in lines are joined; every character keeps its place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermove.record.attributing import attributions
from countermove.record.documents import read_bytes
from countermove.record.grounding import whose
from countermove.record.wrapping import unwrapped

WRAPPED = """\
Elmford, 3 July
Report of the day

“No plan will hold that the farmers of the
lower valley have not signed,” said Ana
Ruiz. The mayor of Elmford, Bo Ek, said the
town would pay.
"""


def test_a_quotation_goes_on_in_the_next_line() -> None:
    text = WRAPPED.replace("\n", "\r\n")
    for written in (WRAPPED, text):
        first, second = attributions(written)
        assert (first.speaker, second.speaker) == ("Ana Ruiz", "Bo Ek")
        (content,) = (written[a:b] for a, b in first.content)
        assert " ".join(content.split()).startswith(
            "“No plan will hold that the farmers of the lower"
        )


def test_a_word_that_a_pdf_breaks_makes_no_longer_line() -> None:
    text = "Without the farmers it is unaf\x02fordable at the price that was\noffered first."
    assert "that was offered" in unwrapped(text)


def test_words_are_own_though_a_sentence_ends_with_the_line() -> None:
    text = (
        "Ana Ruiz, who leads the union for nine years,\n"
        "was plain: “Without water the maize is lost.\n"
        "No plan holds without us, and none will hold\n"
        "that we have not signed.”"
    )
    document = read_bytes("r.txt", text.encode())
    assert whose(document, [(text.index("Without"), len(text) - 1)]) == "own"


def test_lines_that_are_paragraphs_stay_so() -> None:
    for text in (
        "The talks ended on Friday morning.\nNobody knows what comes next.\nThe mayor left.",
        "Ten walks in the hills\nA chef closes his door\nWhat we know so far of the storm\n",
        "NAME: Ana Ruiz\n\nROLE: chair",
        f"{'word ' * 60}\n{'word ' * 60}",
    ):
        assert unwrapped(text) == text
    assert unwrapped(WRAPPED).count("\n") == WRAPPED.count("\n") - 3


@given(st.lists(st.sampled_from(["a word", "b.", "c", "\n", "\r\n", " ", "“d”", "e" * 30])))
def test_every_character_keeps_its_place(pieces: list[str]) -> None:
    text = " ".join(pieces)
    joined = unwrapped(text)
    assert len(joined) == len(text)
    assert all(a == b or (a in "\r\n" and b == " ") for a, b in zip(text, joined, strict=True))
