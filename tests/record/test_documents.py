"""Documents of every format: their text, what of it is the report, and what is refused."""

from __future__ import annotations

import io
import random
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from countermove import packages
from countermove.errors import ArgumentError, FileError, MissingExtraError
from countermove.record import documents
from countermove.record.documents import Document, find, read, read_bytes
from countermove.record.formats import word

PAGES = Path(__file__).parent / "pages"
WANTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "wanted.toml").read_text("utf-8"))


def page(name: str) -> Document:
    return read(PAGES / WANTED[name]["file"])


@pytest.mark.parametrize("name", WANTED)
def test_the_report_is_kept_and_what_stands_around_it_is_furniture(name: str) -> None:
    document, wanted = page(name), WANTED[name]
    assert (document.title, document.issued) == (wanted.get("title"), wanted["issued"])
    body = read_bytes("body.txt", document.body.encode())
    for words in wanted["report"]:
        quotation, in_body = find(document, words), find(body, words)
        assert quotation is not None, words
        assert in_body is not None, words
        assert quotation.spans == in_body.spans, words
    for words in wanted["around"]:
        assert words not in document.body
    assert [len(line) for line in document.body.split("\n")] == [
        len(line) for line in document.text.split("\n")
    ]


@pytest.mark.parametrize("name", WANTED)
def test_the_same_bytes_give_the_same_document(name: str) -> None:
    once, again = page(name), page(name)
    assert once == again
    assert (once.furniture, once.body) == (again.furniture, again.body)


def test_a_text_is_the_file_with_all_its_places() -> None:
    data = "\ufeffOne.\r\n“Two”\tthree.\n".encode()
    document = read_bytes("a.txt", data)
    assert document.text == data.decode("utf-8-sig")
    assert document.line_and_column(document.text.index("three")) == (2, 7)
    assert read_bytes("a.txt", "É".encode("cp1252")).text == "É"
    assert read_bytes("a.txt", "É".encode("utf-16")).text == "É"


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>a<br>b<p>c", "a\nb\nc"),
        ("<head><title>t</title><p>a", "a"),
        ("<title>t</title>a &lt;b&gt; &nbsp;c", "a <b> \u00a0c"),
        ("<div hidden><p>a<div>b</div></div>c", "c"),
        ("<p hidden>a<p>b", "b"),
        ("<span style='display : none'>a</span>b", "b"),
        ("<script>'<p>a'</script><style>p</style><template>c</template>b", "b"),
        ("<ul><li hidden>a<li>b</ul>", "b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<dialog>a</dialog>b<dialog open>c</dialog>", "b\nc"),
        ("<p style='visibility: collapse'>a<p style='display:/*x*/none'>b<p>c", "c"),
        ('<p><svg width="1"/> a<p><svg>' + "<path/>" * 200 + "</svg>b<iframe/>c", "a\nb"),
        ("10<sup>2</sup> a<sup>3, 4</sup> CO<sub>2</sub> 5<sup>th</sup>", "10² a³, ⁴ CO₂ 5th"),
        ("a<sup><a href='#1'>[1]</a></sup> b <a href='#2'>2</a>", "a b 2"),
        ("<p>a <q>b</q>\n c", "a “b” c"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\nb\nc"),
        ("a<!-- b --><![CDATA[c]]><!--[if IE]>d<![endif]-->e<?php f ?>", "a e"),
        ("</p></div>a</span>", "a"),
    ],
)
def test_of_a_page_stands_there_what_can_be_seen(markup: str, seen: str) -> None:
    assert " ".join(read_bytes("a.html", markup.encode()).text.split(" ")) == seen


def test_a_sentence_that_leads_elsewhere_is_report_and_a_heading_that_does_is_not() -> None:
    said = "“No deal without us,” she told the board, and left the hall before it had answered."
    told = [f"<p>The town did not answer question {k}, nor did the board.</p>" for k in "123456"]
    page = (
        f"<article><h1>Talks</h1><p><a href=a>{said}</a></p><a href=b>More</a>{''.join(told[:3])}"
        f"<p>Photo: The hall</p><p>He asked one question more</p>{''.join(told[3:])}</article>"
    )
    body = read_bytes("a.html", page.encode()).body
    for kept in (said, "question 3", "one question more", "question 6"):
        assert kept in body
    for dropped in ("More", "The hall"):
        assert dropped not in body


def test_a_page_is_decoded_as_it_says() -> None:
    for encoding in ("utf-8", "windows-1251", "koi8-r", "shift_jis"):
        data = f"<meta charset={encoding}><p>Мир".encode(encoding)
        assert read_bytes("a.htm", data).text == "Мир"
    for encoding in ("rot13", "unicode_escape", "no-such"):
        assert read_bytes("a.htm", f"<meta charset={encoding}><p>é".encode()).text == "é"


def packed(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def test_digits_above_the_line_are_no_others_and_part_no_word_from_its_note() -> None:
    run = "<r><rPr><vertAlign val='superscript'/></rPr><t>{}</t></r>".format
    word = f"<d><p><r><t>Need 10</t></r>{run(2)}<r><t> trucks. They signed</t></r>{run(1)}</p></d>"
    for document in (
        read_bytes("a.docx", packed(document=word.encode())),
        read_bytes("a.html", b"Need 10<sup>2</sup> trucks. They signed<sup>1</sup>"),
    ):
        assert document.text == "Need 10² trucks. They signed¹"
        assert find(document, "They signed") is not None
        assert find(document, "Need 10² trucks") is not None
        for other in ("Need 102 trucks", "Need 10", "signed1"):
            assert find(document, other) is None


def test_what_nothing_refers_to_is_no_document() -> None:
    content = packed(document=b"<d><p><t>a</t></p></d>", document2=b"<d><p><t>b</t></p></d>")
    assert read_bytes("a.docx", content).text == "a"
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as package:
        target = "<R><r Type='x/officeDocument' Target='/word/document2.xml'/></R>"
        package.writestr("_rels/.rels", target)
    assert read_bytes("a.docx", stream.getvalue()).text == "b"


def test_an_empty_element_hides_nothing_in_xhtml() -> None:
    markup = b"<p><iframe src='x'/>We sign.</p><p/><script/><p>Today.</p>"
    document = read_bytes("a.xhtml", markup)
    assert document.text == "We sign.\nToday."
    assert len(document.body) == len(document.text)
    assert read_bytes("a.html", b"<p>a<iframe src='x'/>b</p>").text == "a"


def pdf(password: str = "") -> bytes:
    writer, stream = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


SET = """
#set page(columns: 2, width: 12cm, height: 10cm, header: [Ledger said page], footer: [1])
#set par(justify: true)
= Dock strike
The union's chair, Lars Brandt, said on Thursday that the dock-workers would strike for an
indefinite period unless the port reinstated the night-shift allowance. "We are not bluffing,"
Brandt said. "The harbour will stand still."

Harbour director Ada Oduya threatened to bring in replacement workers. She said that she "would
rather close the terminal than give in to blackmail".#footnote[The minister was silent.]
"""


def test_a_pdf_is_read_by_paragraphs_without_what_stands_in_its_margins() -> None:
    set_by_typst = typst.compile(SET.encode(), format="pdf")
    assert isinstance(set_by_typst, bytes)
    document = read_bytes("dock.pdf", set_by_typst)
    lines = document.text.split("\n")
    assert [line[:9] for line in lines] == [
        "Ledger sa",
        "Dock stri",
        "The union",
        "Harbour d",
        "¹The mini",
        "1",
    ]
    assert "\x02" not in document.text
    assert "\u00ad" in document.text
    assert lines[3].endswith("blackmail”.¹")
    aside = [document.text[a:b] for a, b in document.furniture]
    assert aside == ["Ledger said page", "¹", "¹", "1"]
    found = find(document, "for an indefinite period unless the port reinstated")
    assert found is not None
    assert found.words == "for an indefinite period unless the port reinstated"


ENTITIES = b"<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>]><d>&a;</d>"
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "unknown": ("a.odt", lambda: b"x", "documents that end in '.odt' aren't read."),
    "no ending": ("a", lambda: b"x", "the name has no ending."),
    "empty": ("a.txt", lambda: b" \n", "nothing can be read in this file."),
    "no page": ("a.html", lambda: b"<script>1</script>", "nothing can be read in this file."),
    "no text": ("a.txt", lambda: b"\x89PNG\0\0", "this file isn't text."),
    "no Word": ("a.docx", lambda: b"PK", "this is no document for Word"),
    "no body": ("a.docx", lambda: packed(other=b"<a/>"), "this is no document for Word"),
    "broken body": ("a.docx", lambda: packed(document=b"<a>"), "this is no document for Word"),
    "entities": ("a.docx", lambda: packed(document=ENTITIES), "this is no document for Word"),
    "entities far in": (
        "a.docx",
        lambda: packed(document=b"<!--" + b" " * 5000 + b"-->" + ENTITIES),
        "this is no document for Word",
    ),
    "bomb": (
        "a.docx",
        lambda: packed(document=b"<a/>", other=bytes(2 * 2**20)),
        "unpacked, this document is larger than 1 MiB.",
    ),
    "bomb of elements": (
        "a.docx",
        lambda: packed(document=b"<a>" + b"<r/>" * 100 + b"</a>"),
        "a part of this document has more than 100 elements or 16 MiB.",
    ),
    "large part": (
        "a.docx",
        lambda: packed(document=b"<a>" + bytes(2**19) + b"</a>"),
        "a part of this document has more than 100 elements or 0 MiB.",
    ),
    "no PDF": ("a.pdf", lambda: b"%PDF-1.4", "this is no PDF, or a broken one."),
    "scan": ("a.pdf", pdf, "this PDF has no text: its pages are pictures, as of a scan."),
    "encrypted": ("a.pdf", lambda: pdf("secret"), "this PDF is encrypted"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_UNPACKED", 2**20)
    monkeypatch.setattr(word, "MOST_ELEMENTS", 100)
    if why == "large part":
        monkeypatch.setattr(word, "MOST_TEXT", 2**18)
    name, data, what = REFUSED[why]
    with pytest.raises(FileError) as caught:
        read_bytes(name, data())
    (problem,) = caught.value.problems
    assert problem.what.startswith(what)
    assert problem.advice
    assert str(problem.place) == name


def test_files_are_looked_for_and_have_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("<p>Yes, it is here.")
    with pytest.raises(FileError, match=r"Did you mean 'report\.html'"):
        read(tmp_path / "reprot.html")
    with pytest.raises(FileError, match="There is no folder"):
        read(tmp_path / "none" / "report.html")
    with pytest.raises(FileError) as refused:
        read(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path}: this is a folder, not a document. Give")
    with pytest.raises(FileError, match=r"Let its name end in \.pdf\.$"):
        read_bytes("a.txt", b"%PDF-1.7\0")
    monkeypatch.setattr(documents, "LARGEST", 10)
    with pytest.raises(FileError, match="larger than"):
        read(tmp_path / "report.html")
    monkeypatch.undo()
    monkeypatch.setattr(documents, "LONGEST", 10)
    with pytest.raises(FileError, match="more than 10 characters"):
        read(tmp_path / "report.html")


@pytest.mark.parametrize("given_", [None, 5, "text", ["a"]])
def test_odd_arguments_are_refused(given_: Any) -> None:
    document = read_bytes("a.txt", b"a")
    with pytest.raises(ArgumentError):
        read_bytes("a.txt", given_)
    with pytest.raises(ArgumentError):
        find(given_, "a")
    if not isinstance(given_, (str, list)):
        with pytest.raises(ArgumentError):
            find(document, given_)
        with pytest.raises(ArgumentError):
            read(given_)
    with pytest.raises(ArgumentError):
        find(document, "a", near="b")  # type: ignore[arg-type]


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"countermove\[read\]"):
        page("paper")
    news = page("tide")  # a quotation is looked for without it
    assert find(news, "We refuse to be told.") is not None
    with pytest.raises(MissingExtraError, match=r"countermove\[read\]"):
        _ = news.body
    assert page("note").title == "Note on the ferry talks"


@given(st.sampled_from(sorted(WANTED)), st.integers(0))
def test_mutilated_files_are_read_or_refused(name: str, seed: int) -> None:
    tried(name, random.Random(seed))


def tried(name: str, chance: random.Random) -> None:
    """Break a file, and read what is left of it."""
    data = bytearray((PAGES / WANTED[name]["file"]).read_bytes())
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.choice((1, 10, 500))]
            case 2:
                data[at:at] = data[chance.randrange(len(data)) :][: chance.choice((1, 20, 400))]
            case _:
                data[at:at] = chance.choice((b"<![", b"<!--", b"&#x110000;", b"<p hidden>", b"\0"))
        data = data or bytearray(b" ")
    try:
        document = read_bytes(WANTED[name]["file"], bytes(data))
    except FileError:
        return
    size = len(document.text)
    assert len(document.body) == size
    for start, end in document.furniture:
        assert 0 <= start < end <= size
    words = document.text.split()
    quotation = find(document, " ".join(words[:6]))
    assert quotation is None or 0 <= quotation.start < quotation.end <= size
