"""The report as a PDF: read back, it says what the article says, and can be heard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from countermove import MissingExtraError
from countermove.picture.drawing import Drawing, Label
from countermove.report import rendering as rendering_module
from countermove.report import typesetting
from countermove.report.article import Article, Grid, Line, Note, Notes, Picture, Prose, Section
from countermove.report.formats.pdf import to_pdf
from countermove.report.rendering import renderings
from countermove.report.typesetting import Fonts
from documents import report_on_talks, saying, squeezed, told


@pytest.fixture(scope="module")
def article() -> Article:
    return report_on_talks()


@pytest.fixture(scope="module")
def document(article: Article) -> PdfReader:
    return read(to_pdf(article))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def without_margins(document: PdfReader) -> str:
    """Return what stands on all pages, without the lines above and below the text."""
    pages = [page.extract_text().splitlines() for page in document.pages]
    return squeezed("".join("".join(lines[k > 0 : -1]) for k, lines in enumerate(pages)))


def test_every_sentence_and_every_number_of_the_article_is_in_it(article: Article) -> None:
    # Without the record: notes at the foot of a page, too, may come in the midst of a sentence.
    without = replace(article, sections=article.sections[:-1])
    said = without_margins(read(to_pdf(without)))
    for text in told(without):
        assert squeezed(text) in said, text


def test_the_record_stands_at_the_foot_of_pages_and_as_a_whole(
    article: Article, document: PdfReader
) -> None:
    parts = [part for text in told(article) for part in article.noted(text)]
    mentioned = {note for part in parts if isinstance(part, tuple) for note in part}
    assert len(mentioned) > 3
    said = without_margins(document)
    for note in article.notes.values():
        times = said.count(squeezed(note.text.partition(" (")[0]))
        assert times == 1 + (note in mentioned), note


def test_the_first_page_stands_alone(article: Article, document: PdfReader) -> None:
    short, *rest = article.sections
    said, after = (squeezed(page.extract_text()) for page in document.pages[:2])
    texts = [block.text for block in short.in_words if isinstance(block, Prose)]
    without_notes = [text for text in texts if list(article.noted(text)) == [text]]
    assert len(without_notes) > 5
    for text in without_notes:
        assert squeezed(text) in said
    assert squeezed(rest[0].question) not in said
    assert squeezed(rest[0].question) in after


def test_it_can_be_heard(article: Article, document: PdfReader) -> None:
    root = document.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert document.metadata.title == "Talks on Ukraine, February 2025"
    tags = list(tags_of(root["/StructTreeRoot"]))
    assert {"/Title", "/H1", "/Table", "/THead", "/TH", "/TD", "/TOC"} <= set(tags)
    assert tags.count("/Table") == tags.count("/THead")
    questions = [section.question for section in article.sections]
    assert [one["/Title"] for one in document.outline if isinstance(one, dict)] == questions
    assert tags.count("/H1") == len(questions) + 1  # the contents


def tags_of(node: object) -> Iterator[str]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for kid in node:
            yield from tags_of(kid)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])
        yield from tags_of(node.get("/K"))


def test_a_head_that_names_the_record_is_repeated_on_every_page() -> None:
    lines = tuple(Line(f"Row {number}", (number,)) for number in range(90))
    blocks = (Grid("Wishes [call]", ("n",), lines), Notes((Note("call", 7, "They spoke."),)))
    pages = read(to_pdf(replace(saying("So?"), sections=(Section("So?", blocks),)))).pages
    assert len(pages) > 2
    for page in pages[:-1]:
        assert "Wishes7" in squeezed(page.extract_text())


def test_it_is_the_same_bytes_again_and_knows_nothing_of_when_and_where(article: Article) -> None:
    once = to_pdf(article)
    assert once == to_pdf(article)
    assert set(read(once).metadata) == {"/Title", "/Subject", "/Creator"}
    assert b"/CreationDate" not in once
    assert b"xmp:CreateDate" not in once


def test_letters_that_no_font_has_are_given_by_number() -> None:
    """Unless a font of this machine has them: nothing is left out without a word."""
    pages = read(to_pdf(saying("中国 \ue000 \U0001fae8 \u0634"))).pages
    said = squeezed("".join(page.extract_text() for page in pages))
    for letter in "中国\ue000\U0001fae8\u0634":
        assert letter in said or f"[{ord(letter):04X}]" in said


def test_letters_that_no_font_has_are_found_in_few_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each of 6,400, signs between letters among them, it is known at once whether it can be."""
    trials: list[int] = []
    compiled = typesetting._compiled

    def counted(template: bytes, said: dict[str, str], **how: Any) -> bytes:
        trials.append(1)
        return compiled(template, said, **how)

    monkeypatch.setattr(typesetting, "_compiled", counted)
    text = "".join(map(chr, range(0x700, 0x2000)))
    fonts = Fonts.of(text)
    assert len(trials) < 20
    assert not fonts.lacking & set("\u1e00\u1ffe")
    assert Fonts.of(f"Talks {text}") == fonts
    assert len(trials) < 20


def test_a_broad_picture_has_a_page_that_is_turned_and_a_vast_one_its_words() -> None:
    drawings = [
        Drawing(f"A {w}", f"Says {w}.", w, 300, (Label(9, 20, "so"),)) for w in (1500, 9000)
    ]
    pictures = [Picture(drawing, (Prose(f"Instead of {drawing.title}."),)) for drawing in drawings]
    article = replace(saying("So?"), sections=(Section("Pictures?", tuple(pictures)),))
    pages = read(to_pdf(article)).pages
    turned = [page.mediabox.width > page.mediabox.height for page in pages]
    assert turned == [False, True, False]
    assert "A 1500" in pages[1].extract_text()
    said = "".join(page.extract_text() for page in pages)
    assert "Instead of A 9000." in said
    assert "Instead of A 1500." not in said


def test_a_long_word_stays_on_the_page() -> None:
    page = read(to_pdf(saying("x" * 300))).pages[0]
    right: list[float] = []
    page.extract_text(visitor_text=lambda _, __, matrix, *___: right.append(matrix[4]))
    assert max(right) < float(page.mediabox.width)


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering_module, "find_spec", lambda name: None)
    assert renderings()["html"].is_there
    with pytest.raises(MissingExtraError, match=r"A PDF needs .*countermove\[report\]"):
        renderings()["pdf"].check()
