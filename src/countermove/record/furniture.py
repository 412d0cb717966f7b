"""What in a text isn't the report: captions, and the links and teasers after its end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from countermove.record.attribution import Span

_HEADING = re.compile(
    r"(?:most )?popular|spotlight|comments?|more (?:from|on|in) .{1,40}"
    r"|(?:most )?(?:read|viewed|commented)|related(?: (?:stories|articles|topics))?"
    r"|read (?:more|next|also)|recommended(?: for you)?|trending(?: now)?|advertisement"
    r"|sign up.{0,80}|subscribe.{0,60}|share(?: this.{0,30})?|topics?|tags|newsletter.{0,60}"
    r"|follow us.{0,40}|you (?:may|might) also like.{0,20}|editors?['’]s? picks?|latest news"
    r"|see what people are discussing|join the conversation",
    re.IGNORECASE,
)
# Lines that stand anywhere: captions, and what pages put between paragraphs and at their foot.
_ASIDE = re.compile(
    r"(?:FILE|File photo|FILE PHOTO|Photo|Image|Picture|Credit|Getty Images?)\s*[:\-–—|(].*"
    r"|(?:©|\(c\)|Copyright)\s*(?:©\s*)?\d{4}.*"
    r"|Listen to this .{1,20}|\d{1,2}[- ]min(?:ute)?s?(?: (?:read|listen))?|Advertisement"
    r"|(?:Story|Article) continues .{1,40}|Support (?:our|local|independent) .{1,100}"
    r"|Sign up (?:for|to) .{1,60}newsletter.{0,60}"
)
SENTENCE = re.compile(r"[.!?][”\"’')]?$")
"""How a line ends that is a sentence."""


def furniture(text: str) -> tuple[Span, ...]:
    r"""Return the stretches of a plain text that aren't the report.

    The tail begins at the first line that is a usual heading of such, in the second half of the
    text, if from there on fewer than one line in three ends like a sentence.

    >>> text = "The talks failed.\nNobody knows why.\nMost read\nTen walks\nA chef closes"
    >>> [text[a:b] for a, b in furniture(text)]
    ['Most read\nTen walks\nA chef closes']
    """
    lines = [match.span() for match in re.finditer(r"[^\r\n]+", text)]
    said = [text[a:b].strip() for a, b in lines]
    spans = [span for span, line in zip(lines, said, strict=True) if _ASIDE.fullmatch(line)]
    sentences = [bool(SENTENCE.search(line)) for line in said]
    ahead = sum(sentences)
    for i, (start, _) in enumerate(lines):
        is_heading = start >= len(text) / 2 and _HEADING.fullmatch(said[i].strip(" :·|"))
        if is_heading and ahead * 3 < len(lines) - i:
            spans = [span for span in spans if span[0] < start]
            spans.append((start, lines[-1][1]))
            break
        ahead -= sentences[i]
    return tuple(spans)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """Return a text with stretches turned to spaces: line ends stay, and so do all places."""
    pieces: list[str] = []
    last = 0
    for start, end in spans:
        pieces += (text[last:start], re.sub(r"[^\r\n]", " ", text[start:end]))
        last = end
    return "".join((*pieces, text[last:]))
