"""Word: an article with real headings, heads of tables and footnotes, in a template's styles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from countermove.report.article import (
    Article,
    Cell,
    Grid,
    Heading,
    Line,
    Mark,
    Notes,
    Picture,
    Prose,
    Section,
    Starred,
    Words,
    written,
)
from countermove.report.paper import (
    Mentions,
    Order,
    PlaceOnPage,
    column_width,
    in_parts,
    opening,
    signs,
    stays_whole,
)
from countermove.report.rendering import Rendering
from countermove.report.typesetting import lacking, png
from countermove.report.word import (
    CELL,
    CONTENTS,
    QUIET,
    STORY,
    TABLE,
    WordFile,
    field,
    read_template,
    run,
)
from countermove.texts import one_line, xml

_CONTENTS_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-1" \\h \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
_FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

_A_LETTER, _AROUND = 106, 160
"""How wide a letter of a table is, and what is around it, in twentieths of a point."""

_GOOD, _BAD, _PARTLY, _SOFT = "116329", "A40E26", "7D4E00", "57606A"
_COLOURS = {
    **dict.fromkeys((Mark.HOLDS, Mark.STANDS, Mark.COMES), _GOOD),
    **dict.fromkeys((Mark.FAILS, Mark.GOES), _BAD),
    **dict.fromkeys((Mark.DEPENDS, Mark.PARTLY), _PARTLY),
}


def to_docx(article: Article, template: bytes | None = None) -> bytes:
    """Write an article as a Word document; the same article is the same bytes."""
    return _WordWriter(article, template).written()


def _with_template(path: Path) -> Callable[[Article], bytes]:
    template = read_template(path)
    return lambda article: to_docx(article, template)


class _WordWriter:
    def __init__(self, article: Article, template: bytes | None) -> None:
        self._article, self._file = article, WordFile(template)
        self._mentions = Mentions(article)
        self._sections = self._tables = self._pictures = 0

    def written(self) -> bytes:
        article, file = self._article, self._file
        title = one_line(article.conflict.title)
        file.add(file.paragraph(run(title), "Title"), self._quiet(article.size))
        for said in opening(article):
            file.add(file.paragraph(run(said)))
        order = Order.of(article)
        for section in order.before:
            self._section(section)
        new_page = bool(order.before)
        if order.has_contents:
            self._contents(order, new_page=new_page)
            new_page = False
        if told := signs(article):
            file.add(self._quiet(told))
        for section in order.after:
            self._section(section, new_page=section.is_page or new_page)
            new_page = section.is_page
        if article.made:
            file.add(self._quiet(article.made))
        return file.saved(title, article.size)

    def _contents(self, order: Order, *, new_page: bool) -> None:
        """Write a table of contents that Word can renew, with page numbers then."""
        breaks = "<w:pageBreakBefore/>" * new_page
        self._file.add(self._file.paragraph(run("Contents"), CONTENTS, breaks))
        entries = [
            self._file.linked(run(section.question), _bookmark(number))
            for number, section in enumerate((*order.before, *order.after), 1)
        ]
        entries[0] = f"{_CONTENTS_BEGIN}{entries[0]}"
        entries[-1] += _FIELD_END
        self._file.add(*(self._file.paragraph(entry, CELL) for entry in entries))

    def _section(self, section: Section, *, new_page: bool = False) -> None:
        file = self._file
        self._mentions.begin(section)
        self._sections += 1
        heading = file.bookmarked(run(section.question), _bookmark(self._sections))
        file.add(file.paragraph(heading, "Heading 1", "<w:pageBreakBefore/>" * new_page))
        for block in section.blocks:
            file.add(*self._block(block, section))

    def _block(self, block: Words | Picture, section: Section) -> Iterator[str]:
        file = self._file
        match block:
            case Prose():
                lead = run(f"{block.lead} ", look="<w:b/>") if block.lead else ""
                indent = '<w:ind w:left="240"/>' * bool(block.lead)
                content = f"{lead}{self._noted(block.text)}"
                yield file.paragraph(content, QUIET if block.quiet else "", indent)
            case Heading():
                yield file.paragraph(run(block.text), "Heading 2")
            case Picture():
                yield from self._picture(block, section)
            case Notes():
                number = {note.source: note.number for note in self._mentions.notes.values()}
                for note in block.notes:
                    lead = str(number.get(note.source, f"[{note.source}]"))
                    marked = file.bookmarked(run(lead, look="<w:b/>"), f"note_{note.number}")
                    yield file.paragraph(f"{marked}{run(f' {note.text}')}")
            case Grid():
                yield from self._table(block, section)

    def _picture(self, picture: Picture, section: Section) -> Iterator[str]:
        drawing, file = picture.drawn, self._file
        place = PlaceOnPage.of(drawing, can_turn=False)
        if place is None:
            for prose in picture.words:
                yield from self._block(prose, section)
            return
        width = min(place.width, file.width / 20)
        drawn = file.picture(png(drawing), width, drawing.title, drawing.says)
        yield file.paragraph(drawn, properties="<w:keepNext/>")
        self._pictures += 1
        yield self._caption("Figure", self._pictures, f". {picture.caption}")

    def _table(self, grid: Grid, section: Section) -> Iterator[str]:
        self._tables += 1
        heading = " ".join(part for part in (section.question, grid.heading) if part)
        parts = in_parts(grid)
        for part in parts:
            if part is parts[0]:
                yield self._caption("Table", self._tables, f". {heading}", above=True)
            else:
                said = f"Table {self._tables}, further columns"
                yield self._file.paragraph(run(said), "Caption", "<w:keepNext/>")
            yield self._part(part, heading)
            said = part.left_out if part is parts[-1] else ""
            yield self._quiet(said) if said else self._file.paragraph("", CELL)

    def _part(self, grid: Grid, caption: str) -> str:
        needed = [
            _AROUND + _A_LETTER * max(2, column_width(grid, number))
            for number in range(len(grid.columns))
        ]
        room = self._file.width
        scale = min(1.0, 0.7 * room / sum(needed)) if needed else 1.0
        widths = [round(width * scale) for width in needed]
        widths.insert(0, room - sum(widths))
        head = (
            self._cell(self._noted(grid.heading, is_head=True), widths[0]),
            *(
                self._cell(run(column), width, centred=True)
                for column, width in zip(grid.columns, widths[1:], strict=True)
            ),
        )
        rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(head)}</w:tr>"]
        rows += [self._row(line, widths) for line in grid.lines]
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._file.style(TABLE)}"/>'
            f'<w:tblW w:w="{room}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{xml(one_line(caption))}"/>'
            f"</w:tblPr><w:tblGrid>"
            + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
            + f"</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(self, line: Line, widths: list[int]) -> str:
        lead = line.lead or line.called
        text, told = f"{line.text}{line.note}", [t for t in (line.story, line.further) if t]
        first = f"{_written(lead)}{run(' ')}" if lead else ""
        stories = "".join(self._file.paragraph(self._noted(one), STORY) for one in told)
        cells = [self._cell(f"{first}{self._noted(text)}", widths[0], stories)]
        cells += [
            self._cell(_written(cell), width, centred=True)
            for cell, width in zip(line.cells, widths[1:], strict=True)
        ]
        whole = "<w:trPr><w:cantSplit/></w:trPr>" * stays_whole(line)
        return f"<w:tr>{whole}{''.join(cells)}</w:tr>"

    def _cell(self, content: str, width: int, below: str = "", *, centred: bool = False) -> str:
        said = self._file.paragraph(content, CELL, '<w:jc w:val="center"/>' * centred)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{said}{below}</w:tc>'

    def _caption(self, what: str, number: int, text: str, *, above: bool = False) -> str:
        counted = field(f"SEQ {what}", str(number))
        content = f"{run(f'{what} ')}{counted}{run(text)}"
        return self._file.paragraph(content, "Caption", "<w:keepNext/>" * above)

    def _quiet(self, text: str) -> str:
        return self._file.paragraph(run(text), QUIET)

    def _noted(self, text: str, *, is_head: bool = False) -> str:
        """Write a text with what it rests on: at the foot of the page, and after that by number."""
        parts, after_mark = [], False
        for part in self._mentions.split(text, is_head=is_head):
            if isinstance(part, str):
                parts.append(run(part))
                after_mark = False
                continue
            if after_mark:
                parts.append(run(", ", look='<w:vertAlign w:val="superscript"/>'))
            mark = str(part.note.number)
            if part.is_first:
                parts.append(self._file.footnote(mark, part.note.text))
            else:
                parts.append(self._file.raised(mark, f"note_{mark}"))
            after_mark = True
        return "".join(parts)


def _written(cell: Cell) -> str:
    if not isinstance(cell, Mark | Starred):
        return run(written(cell))
    mark = cell.mark if isinstance(cell, Starred) else cell
    return run(written(cell), look=f'<w:color w:val="{_COLOURS.get(mark, _SOFT)}"/>')


def _bookmark(number: int) -> str:
    return f"section_{number}"


RENDERING = Rendering(
    name="docx",
    words="a Word document",
    suffixes=(".docx",),
    media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write=to_docx,
    library="docx",
    with_template=_with_template,
    lacking=lacking,
)
