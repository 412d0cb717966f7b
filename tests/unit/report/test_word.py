"""The report as a Word document: read back, it says what the article says, in its styles."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

from countermove import FileError, packages
from countermove.picture.drawing import Drawing, Label
from countermove.report.article import Article, Grid, Picture, Prose, Section, written
from countermove.report.formats.docx import to_docx
from countermove.report.paper import in_parts
from countermove.report.rendering import renderings
from documents import report_on_talks, saying, squeezed, told

with_template = renderings()["docx"].with_template


@pytest.fixture(scope="module")
def article() -> Article:
    whole = report_on_talks()
    drawn = Drawing("A < drawing", 'It says "so".', 200, 90, (Label(9, 20, "A & B"),))
    picture = Section("A picture?", (Picture(drawn, (Prose("In words."),)),))
    return replace(whole, sections=(picture, *whole.sections))


@pytest.fixture(scope="module")
def written_bytes(article: Article) -> bytes:
    return to_docx(article)


@pytest.fixture(scope="module")
def document(written_bytes: bytes) -> Document:
    return opened(written_bytes)


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def all_words(document: Document) -> str:
    return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))


def in_style(document: Document, name: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style and p.style.name == name]


def test_every_sentence_of_the_article_is_in_it(article: Article) -> None:
    # Without the record: its numbers would stand in the midst of sentences.
    without = replace(article, sections=article.sections[1:-1])
    said = squeezed(all_words(opened(to_docx(without))))
    for text in told(without):
        assert squeezed(text) in said, text


def test_every_cell_of_every_table_is_the_article_s(article: Article, document: Document) -> None:
    grids = [b for s in article.sections for b in s.blocks if isinstance(b, Grid)]
    parts = [part for grid in grids for part in in_parts(grid)]
    assert len(document.tables) == len(parts) > 9
    for table, part in zip(document.tables, parts, strict=True):
        head, *rows = ([cell.text for cell in row.cells[1:]] for row in table.rows)
        assert tuple(head) == part.columns
        assert rows == [[written(cell) for cell in line.cells] for line in part.lines]


def test_headings_heads_and_notes_are_what_word_takes_for_such(
    article: Article, document: Document
) -> None:
    assert in_style(document, "Title") == [article.conflict.title]
    assert in_style(document, "Heading 1") == [s.question for s in article.sections]
    for table in document.tables:
        repeated = [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert repeated == [1] + [0] * (len(table.rows) - 1)
    mentioned = {
        note
        for text in told(article)
        for part in article.noted(text)
        if isinstance(part, tuple)
        for note in part
    }
    references = document.element.xpath("//w:footnoteReference")
    (notes,) = (
        relation.target_part.blob.decode()
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/footnotes")
    )
    assert len(references) == notes.count("<w:footnote w:id=") == len(mentioned) > 3
    anchors = {link.get(qn("w:anchor")) for link in document.element.xpath("//w:hyperlink")}
    marks = {mark.get(qn("w:name")) for mark in document.element.xpath("//w:bookmarkStart")}
    assert anchors <= marks


def test_pictures_say_what_is_on_them(document: Document) -> None:
    shape, rankings = document.inline_shapes
    assert "United States" in rankings._inline.docPr.get("descr")
    about = shape._inline.docPr
    assert (about.get("title"), about.get("descr")) == ("A < drawing", 'It says "so".')
    assert in_style(document, "Caption")[0] == "Figure . A < drawing."  # Word counts them.


def test_it_is_the_same_bytes_again_and_knows_nothing_of_when_and_whose(
    article: Article, written_bytes: bytes, document: Document
) -> None:
    assert to_docx(article) == written_bytes
    about = document.core_properties
    assert about.title == "Talks on Ukraine, February 2025"
    assert (about.author, about.last_modified_by, about.created, about.comments) == (
        "",
        "",
        None,
        "",
    )
    with zipfile.ZipFile(io.BytesIO(written_bytes)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def template(path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("What stood in the template.")
    made.sections[0].header.paragraphs[0].text = "Ministry of Examples"
    made.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0x55)
    made.save(str(path))
    return path


@pytest.mark.parametrize("suffix", [".docx", ".dotx"])
def test_a_template_lends_its_styles_and_its_letterhead(tmp_path: Path, suffix: str) -> None:
    path = template(tmp_path / "corporate.docx")
    if suffix == ".dotx":  # That is how Word calls a template inside.
        with zipfile.ZipFile(path) as package, zipfile.ZipFile(tmp_path / "t.dotx", "w") as other:
            for name in package.namelist():
                part = package.read(name)
                other.writestr(name, part.replace(b"document.main+xml", b"template.main+xml"))
        path = tmp_path / "t.dotx"
    assert with_template is not None
    document = opened(with_template(path)(saying("So?")))
    assert document.sections[0].header.paragraphs[0].text == "Ministry of Examples"
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0x55)
    assert "What stood in the template" not in all_words(document)
    assert [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "So?"
    ]


def test_nothing_that_stood_in_a_template_or_says_whose_it_is_stays(tmp_path: Path) -> None:
    made, secret = docx.Document(str(template(tmp_path / "corporate.docx"))), "Acme & Partners"
    run = made.add_paragraph("Draft").add_run()
    pixel = Drawing("A dot", "There is a dot.", 20, 20, ()).to_png()
    run.add_picture(io.BytesIO(pixel))
    made.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(pixel + b"logo"))
    made.add_comment(run, secret, author=secret)
    part, package = made.part, made.part.package
    assert package is not None
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for name in ("endnotes", "people", "customXml", "glossaryDocument", "vbaProject"):
        part.relate_to(
            Part(PackURI(f"/word/{name}.xml"), "text/xml", secret.encode()), related + name
        )
    about = Part(PackURI("/docProps/custom.xml"), "text/xml", secret.encode())
    package.relate_to(about, f"{related}custom-properties")
    settings = part._settings_part
    of_file = settings.relate_to(
        f"file:///{secret}", f"{related}attachedTemplate", is_external=True
    )
    attached = parse_xml(
        f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{of_file}"/>',
    )
    settings.element.insert(0, attached)
    made.save(str(tmp_path / "full.docx"))
    assert with_template is not None
    with zipfile.ZipFile(
        io.BytesIO(with_template(tmp_path / "full.docx")(saying("So?")))
    ) as package_:
        names = set(package_.namelist())
        assert not any(b"Acme" in package_.read(name) for name in names)
        (logo,) = (name for name in names if name.startswith("word/media/"))
        assert package_.read(logo) == pixel + b"logo"
    assert {name for name in names if not name.startswith(("word/media", "word/_rels"))} == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/fontTable.xml",
        "word/header1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
        "word/theme/theme1.xml",
    }


def test_a_template_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "MOST_UNPACKED", 2000)
    assert with_template is not None
    with pytest.raises(FileError, match="unpacked, this template is larger"):
        with_template(template(tmp_path / "bomb.docx"))


def test_styles_that_a_template_lacks_are_added(tmp_path: Path) -> None:
    bare = docx.Document()
    for style in list(bare.styles):
        if style.name != "Normal":
            style.delete()
    bare.save(str(tmp_path / "bare.docx"))
    assert with_template is not None
    document = opened(with_template(tmp_path / "bare.docx")(saying("So?")))
    assert in_style(document, "Heading 1") == in_style(document, "Heading 2") == ["So?"]


@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04 broken", None])
def test_what_is_no_template_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "corporate.docx"
    if content is not None:
        path.write_bytes(content)
    assert with_template is not None
    with pytest.raises(FileError, match=re.escape("corporate.docx: ")):
        with_template(path)


def test_a_title_of_any_length_is_one() -> None:
    document = opened(to_docx(saying("x" * 300)))
    assert document.paragraphs[0].text == "x" * 300
    assert len(document.core_properties.title) == 255
