"""Pages of the web (HTML): what can be seen of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from countermove.record.articles import article_in
from countermove.record.document_format import DocumentFormat, Particulars
from countermove.record.small_digits import small

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_HIDDEN = frozenset(
    {
        "audio",
        "canvas",
        "datalist",
        "head",
        "iframe",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "script",
        "style",
        "svg",
        "template",
        "title",
        "video",
    }
)
_EMPTY = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
# What an opening tag ends, where nobody has.
_ENDED = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "td": {"td", "th"}}
_ENDED |= {"th": _ENDED["td"], "tr": {"td", "th", "tr"}, "option": {"option"}}
_LINKS = frozenset({"a", "button"})
_SMALL = frozenset({"sup", "sub"})
# A raised link to a note, as Word's is, is none of the words that it stands beside.
_NOTE = re.compile(r"\s*[\[(]?\w{0,3}[\])]?\s*")
_IN_LINE = frozenset({"br", "button", "option"})  # blocks that a paragraph may hold
_NOT_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE
)
_REMARK = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)  # in what an element says of its looks
_DRAWN = frozenset({"svg", "math"})
_MARKED = re.compile(r"<!\[[^>]{0,500}>?")
_DEEPEST = 2_000

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,99}encoding=[\"']([\w-]+)",
    re.IGNORECASE,
)
_ENCODINGS = re.compile(
    r"utf-?8|(?:windows-|cp)125\d|iso-?8859-\d+|latin-?1|us-ascii|koi8-[ru]|gbk|gb2312|gb18030"
    r"|big5|euc-(?:jp|kr)|shift[_-]jis|macintosh",
    re.IGNORECASE,
)


class _Visible(HTMLParser):
    """Collects what a reader of a page sees."""

    def __init__(self, *, is_xml: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_xml = is_xml
        self.pieces: list[tuple[str, bool]] = []  # what is written, and whether it leads elsewhere
        self.links = 0
        self.open: list[tuple[str, bool]] = []  # the tags that are open, and whether hidden within
        self.small: list[str] = []  # those of them that raise or lower what is in them
        self.kept = 0  # how many of them keep white space

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if tag in _BLOCKS:
            if tag == "body" or any(name == "head" for name, _ in self.open[-3:]):
                self._close("head")
            if tag not in _IN_LINE and self.open and self.open[-1][0] == "p":
                self._pop()
            self.pieces.append(("\n", False))
        while self.open and self.open[-1][0] in _ENDED.get(tag, ()):
            self._pop()
        if tag == "q" and not self._is_hidden():
            self.pieces.append(("“", False))
        if tag in _EMPTY or len(self.open) >= _DEEPEST:
            return
        said = dict(attrs)
        is_hidden = (
            tag in _HIDDEN
            or "hidden" in said
            or (tag == "dialog" and "open" not in said)
            or bool(_NOT_SHOWN.search(_REMARK.sub(" ", said.get("style") or "")))
        )
        self.open.append((tag, is_hidden or self._is_hidden()))
        self._count(tag, 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that is written as empty; in HTML only drawings can be that."""
        is_drawn = tag in _DRAWN or any(name in _DRAWN for name, _ in self.open)
        if not (self.is_xml or is_drawn):
            self.handle_starttag(tag, attrs)
        elif tag in _BLOCKS:
            self.pieces.append(("\n", False))

    def handle_endtag(self, tag: str) -> None:
        """End an element, and what is open in it."""
        if tag == "q" and not self._is_hidden():
            self.pieces.append(("”", False))
        if tag not in _EMPTY:
            self._close(tag)
        if tag in _BLOCKS:
            self.pieces.append(("\n", False))

    def handle_data(self, data: str) -> None:
        """Take what is written."""
        if not self._is_hidden():
            written = data if self.kept else re.sub(r"[ \t\n\r\f]+", " ", data)
            if self.small:
                if self.links and _NOTE.fullmatch(data):
                    return
                written = small(written, "above" if self.small[-1] == "sup" else "below")
            self.pieces.append((written, self.links > 0))

    def _is_hidden(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def _close(self, tag: str) -> None:
        for k in range(len(self.open) - 1, max(-1, len(self.open) - 100), -1):
            if self.open[k][0] == tag:
                while len(self.open) > k:
                    self._pop()
                return

    def _pop(self) -> None:
        self._count(self.open.pop()[0], -1)

    def _count(self, tag: str, step: int) -> None:
        """Note how many are open of the tags that matter to what is in them."""
        if tag == "pre":
            self.kept += step
        elif tag in _LINKS:
            self.links += step
        elif tag in _SMALL:
            self.small = [*self.small, tag] if step > 0 else self.small[:-1]


def markup(data: bytes) -> str:
    """Return a page as it is written, decoded as it says."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    said = _CHARSET.search(data, 0, 4096)
    name = (said[1] or said[2]).decode("ascii", "replace").lower() if said else "utf-8"
    if not _ENCODINGS.fullmatch(name):
        name = "utf-8"
    if name in {"us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"}:
        name = "cp1252"  # as browsers do
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252" if name == "utf-8" else name, "replace")


def visible_lines(page: str, *, is_xml: bool = False) -> list[tuple[str, bool]]:
    r"""Return what a reader of a page sees, and of each line whether all of it leads elsewhere.

    There is a line for each paragraph, heading, item and cell.

    >>> visible_lines("<title>T</title><p>No <b>deal</b>&#8212;<p hidden>x<p><a href=x>Next</a>")
    [('No deal—', False), ('Next', True)]
    """
    parser = _Visible(is_xml=is_xml)
    # Python's parser fails on what other programs mark in pages; nothing of that is seen.
    page = page.replace("\0", "").replace("<![endif]-->", "-->")
    parser.feed(_MARKED.sub(" ", page))
    parser.close()
    lines: list[tuple[str, bool]] = []
    for pieces in _by_line(parser.pieces):
        line = re.sub(r" {2,}", " ", "".join(text for text, _ in pieces)).strip(" \t\r")
        if line.strip():
            lines.append((line, all(leads or not text.strip() for text, leads in pieces)))
    return lines


def _by_line(pieces: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    line: list[tuple[str, bool]] = []
    for text, leads in pieces:
        first, *rest = text.split("\n")
        line.append((first, leads))
        for begun in rest:
            yield line
            line = [(begun, leads)]
    yield line


def _text(data: bytes, name: str) -> str:
    return _joined(visible_lines(markup(data), is_xml=name.lower().endswith(".xhtml")))


def _joined(lines: list[tuple[str, bool]]) -> str:
    return "\n".join(line for line, _ in lines)


def _particulars(data: bytes, text: str) -> Particulars:
    page = markup(data)
    lines = visible_lines(page)
    return article_in(page, lines if _joined(lines) == text else visible_lines(page, is_xml=True))


FORMAT = DocumentFormat("a page of the web", (".htm", ".html", ".xhtml"), _text, _particulars)
