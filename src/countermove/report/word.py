"""A Word document in the making: paragraphs and tables as XML, footnotes, styles, one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path
from typing import Any

from countermove.errors import FileError
from countermove.packages import check_package
from countermove.texts import one_line, xml

QUIET, STORY, CELL, TABLE, CONTENTS = (
    "Countermove Quiet",
    "Countermove Story",
    "Countermove Cell",
    "Countermove Table",
    "TOC Heading",
)
"""Styles beside Word's own. Where a template has some of that name, its own are taken."""

_NOTE, _NOTE_MARK = "footnote text", "footnote reference"
_GREY, _BLUE = "57606A", "0B4A8F"

# Styles in the order in which they are based on each other: kind, name, what they look like.
_STYLES = (
    (
        "paragraph",
        "Title",
        '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>',
    ),
    *(
        (
            "paragraph",
            name,
            '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/>'
            f'{level}</w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>',
        )
        for name, level, size in (
            ("Heading 1", '<w:outlineLvl w:val="0"/>', 30),
            ("Heading 2", '<w:outlineLvl w:val="1"/>', 24),
            (CONTENTS, "", 30),
        )
    ),
    ("paragraph", "Caption", '<w:rPr><w:color w:val="{grey}"/><w:sz w:val="18"/></w:rPr>'),
    ("paragraph", QUIET, '<w:rPr><w:color w:val="{grey}"/><w:sz w:val="19"/></w:rPr>'),
    (
        "paragraph",
        STORY,
        '<w:pPr><w:spacing w:before="40" w:after="0"/><w:ind w:left="120"/></w:pPr>'
        '<w:rPr><w:color w:val="{grey}"/><w:sz w:val="17"/></w:rPr>',
    ),
    (
        "paragraph",
        CELL,
        '<w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr><w:rPr><w:sz w:val="19"/></w:rPr>',
    ),
    (
        "paragraph",
        _NOTE,
        '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="17"/></w:rPr>',
    ),
    ("character", _NOTE_MARK, '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    (
        "table",
        TABLE,
        '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8"/><w:bottom w:val="single" w:sz="6"/>'
        '<w:insideH w:val="single" w:sz="2" w:color="C8C8C8"/></w:tblBorders><w:tblCellMar>'
        '<w:top w:w="40" w:type="dxa"/><w:left w:w="60" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        '<w:bottom w:val="single" w:sz="6"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr>'
        "</w:tblStylePr>",
    ),
)
_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>\
</w:p></w:footnote>{}</w:footnotes>"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows: nothing says when a document was written."""

# What a template lends, by the last word of what relates it; all else of it says whose it is.
_OF_PACKAGE = frozenset(("officeDocument", "core-properties"))
_OF_LOOK = frozenset(("styles", "numbering", "theme", "fontTable", "settings"))
_TOLD_IN_SETTINGS = frozenset(("docVars", "endnotePr", "footnotePr", "mailMerge", "rsids"))

_TWIP = 635  # the units of pages, to a twentieth of a point
_USUAL_WIDTH = 9000
_MOST = 255  # characters of what a document is called
_NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TEMPLATES = b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"


def run(text: str, *, look: str = "", style: str = "") -> str:
    """Write words in one look, such as ``<w:b/>``, or in a style by its id."""
    style = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties = f"<w:rPr>{style}{look}</w:rPr>" if style or look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{xml(text)}</w:t></w:r>'


def field(instruction: str, shown: str) -> str:
    """Write what Word works out, such as the number of a page, and what it shows until then."""
    return f'<w:fldSimple w:instr=" {xml(instruction)} ">{run(shown)}</w:fldSimple>'


def read_template(path: Path) -> bytes:
    """Read a template; refuse a file from which Word could make no document."""
    from docx import Document

    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError.of(path, f"the template can't be read: {reason}.") from None
    what = "this is no Word document, and was to be the template."
    broken = FileError.of(path, what, "Give a .docx or .dotx file that Word opens.")
    check_package(content, path, "template", "report", broken)
    try:
        Document(io.BytesIO(_as_document(content)))
    except Exception:
        # Whatever is wrong inside: python-docx lets through what its own libraries raise.
        raise broken from None
    return content


def _as_document(content: bytes) -> bytes:
    """Make a document of a template (.dotx): all that differs is what it is called inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return _packed(
            (name, part.replace(*_TEMPLATES) if name == "[Content_Types].xml" else part)
            for name in package.namelist()
            for part in [package.read(name)]
        )


def _packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack parts into one file, the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, part)
    return out.getvalue()


class WordFile:
    """A document written from first to last, in the styles of a template where there is one."""

    def __init__(self, template: bytes | None) -> None:
        from docx import Document

        self._body: list[str] = []
        self._footnotes: list[str] = []
        self._ids: dict[str, str] = {}
        self._bookmarks = self._pictures = 0
        if template is None:
            self._document = Document()
            self._set_up()
        else:
            self._document = Document(io.BytesIO(_as_document(template)))
        for kind, name, look in _STYLES:
            self._add_style(kind, name, look)

    @property
    def width(self) -> int:
        """How wide its text is, in twentieths of a point."""
        section = self._document.sections[-1]
        page, left, right = section.page_width, section.left_margin, section.right_margin
        if page is None or left is None or right is None:
            return _USUAL_WIDTH
        width: int = round((page - left - right) / _TWIP)
        return width

    def style(self, name: str) -> str:
        """Return the id of a style."""
        if name not in self._ids:
            self._ids[name] = self._document.styles[name].style_id
        return self._ids[name]

    def paragraph(self, content: str, style: str = "", properties: str = "") -> str:
        """Write a paragraph of runs, in a style by its name."""
        style = f'<w:pStyle w:val="{self.style(style)}"/>' if style else ""
        about = f"<w:pPr>{style}{properties}</w:pPr>" if style or properties else ""
        return f"<w:p>{about}{content}</w:p>"

    def add(self, *content: str) -> None:
        """Add paragraphs and tables to the end."""
        self._body += content

    def footnote(self, mark: str, text: str) -> str:
        """Put a text at the foot of the page where its mark stands, and write that."""
        self._footnotes.append(
            f'<w:footnote w:id="{len(self._footnotes) + 1}">'
            + self.paragraph(f"{self._raised(mark)}{run(f' {text}')}", _NOTE)
            + "</w:footnote>"
        )
        reference = f'<w:footnoteReference w:customMarkFollows="1" w:id="{len(self._footnotes)}"/>'
        return self._raised(mark).replace("<w:t ", f"{reference}<w:t ", 1)

    def raised(self, mark: str, bookmark: str) -> str:
        """Write the mark of a note that stands elsewhere in the document."""
        return self.linked(self._raised(mark), bookmark)

    def linked(self, content: str, bookmark: str) -> str:
        """Let runs lead to others."""
        return f'<w:hyperlink w:anchor="{bookmark}">{content}</w:hyperlink>'

    def bookmarked(self, content: str, bookmark: str) -> str:
        """Let runs be found by others."""
        self._bookmarks += 1
        number = self._bookmarks
        begin = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>'
        return f'{begin}{content}<w:bookmarkEnd w:id="{number}"/>'

    def picture(self, content: bytes, width: float, title: str, says: str) -> str:
        """Write a picture, so many points wide, with what it says to those who can't see it."""
        from docx.shared import Pt

        inline = self._document.part.new_pic_inline(io.BytesIO(content), width=Pt(width))
        self._pictures += 1
        inline.docPr.set("id", str(self._pictures))
        inline.docPr.set("name", f"Picture {self._pictures}")
        inline.docPr.set("title", _plain(title))
        inline.docPr.set("descr", _plain(says))
        return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"

    def saved(self, title: str, subject: str) -> bytes:
        """Return the whole as a file."""
        body = self._document.element.body
        end = body.get_or_add_sectPr()
        for child in [child for child in body if child is not end]:
            body.remove(child)
        for element in _parsed("".join(self._body)):
            end.addprevious(element)
        for changed in end.xpath("./w:sectPrChange"):  # by whom its margins were changed, and when
            end.remove(changed)
        self._forget()
        self._put_footnotes()
        self._name(title, subject)
        out = io.BytesIO()
        self._document.save(out)
        with zipfile.ZipFile(out) as package:
            return _packed((name, package.read(name)) for name in package.namelist())

    def _raised(self, mark: str) -> str:
        return run(mark, style=self.style(_NOTE_MARK))

    def _set_up(self) -> None:
        """Make Word's own look what a report is set in where there is no template."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        section.top_margin = section.bottom_margin = Mm(24)
        sizes = {
            "Normal": 10.5,
            "Title": 22,
            "Heading 1": 15,
            "Heading 2": 12,
            "Caption": 9,
            CONTENTS: 15,
        }
        for name, size in sizes.items():
            style: Any = self._document.styles[name]
            style.font.size, style.font.name = Pt(size), "Calibri"
            fonts = style.element.rPr.rFonts
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
            if name != "Normal":
                style.font.color.rgb = RGBColor.from_string(_GREY if name == "Caption" else _BLUE)
            style.font.bold = name.startswith("Heading") or name == CONTENTS
        self._document.styles["Normal"].paragraph_format.space_after = Pt(6)
        for language in self._document.styles.element.xpath(".//w:lang"):
            language.set(qn("w:val"), "en-GB")
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in _parsed(f"{field('PAGE', '1')}{run(' / ')}{field('NUMPAGES', '1')}"):
            footer._p.append(part)

    def _add_style(self, kind: str, name: str, look: str) -> None:
        from docx.oxml import parse_xml
        from docx.styles import BabelFish

        styles = self._document.styles
        if name in styles:
            return
        # Ids are found nowhere but here, whatever the language of the template.
        own = name.replace(" ", "")
        custom = ' w:customStyle="1"' * name.startswith("Countermove")
        base = {"paragraph": "Normal", "table": "Normal Table"}.get(kind)
        based = f'<w:basedOn w:val="{self.style(base)}"/>' if base and base in styles else ""
        styles.element.append(
            parse_xml(
                f'<w:style {_NAMESPACES} w:type="{kind}"{custom} w:styleId="{own}">'
                f'<w:name w:val="{BabelFish.ui2internal(name)}"/>{based}'
                f"{look.format(grey=_GREY)}</w:style>"
            )
        )

    def _put_footnotes(self) -> None:
        """Put the footnotes in."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if self._footnotes:
            content = _FOOTNOTES.format("".join(self._footnotes)).encode()
            part, place = self._document.part, PackURI("/word/footnotes.xml")
            footnotes = Part(place, CONTENT_TYPE.WML_FOOTNOTES, content, part.package)
            part.relate_to(footnotes, RELATIONSHIP_TYPE.FOOTNOTES)

    def _forget(self) -> None:
        """Drop what stood in the template's text, and around it: all but its look."""
        for relation in list(self._document.part.rels.values()):
            if relation.reltype.endswith("/settings"):
                part = relation.target_part
                for setting in list(part.element):
                    told = setting.tag.rpartition("}")[2]
                    if told in _TOLD_IN_SETTINGS or _references(setting):
                        part.element.remove(setting)
                _drop(part.rels, lambda name, kind: False)
        _drop(self._document.part.package.rels, lambda name, kind: kind in _OF_PACKAGE)
        named = _references(self._document.element)
        _drop(self._document.part.rels, lambda name, kind: name in named or kind in _OF_LOOK)

    def _name(self, title: str, subject: str) -> None:
        """Say what the document is called, and nothing of who made its template, and when."""
        about = self._document.core_properties
        for element in list(about._element):
            about._element.remove(element)
        named = _plain(title)
        about.title = named if len(named) <= _MOST else f"{named[: _MOST - 1]}…"
        about.subject, about.language = _plain(subject), "en-GB"


def _drop(relations: Any, is_kept: Callable[[str, str], bool]) -> None:
    """Drop relations but those kept by their name or kind; what nothing leads to isn't saved."""
    for name, relation in list(relations.items()):
        if not is_kept(name, relation.reltype.rpartition("/")[2]):
            del relations[name]


def _references(element: Any) -> set[str]:
    """Return the names of the relations that something refers to."""
    inside = element.iter("*")
    return {v for one in inside for k, v in one.attrib.items() if "/relationships}" in k}


def _parsed(content: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:body {_NAMESPACES}>{content}</w:body>"))


def _plain(text: str) -> str:
    """Return a text as a property of the document may be: XML writes it itself."""
    return unescape(xml(one_line(text)))
