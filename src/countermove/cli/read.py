"""The command ``read``: who says what in a document, and the draft of a model from it."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from countermove.cli.deliver import (
    Force,
    check_target,
    deliver,
    format_of,
    look_of,
    output_option,
    write_out,
)
from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.texts import counted

if TYPE_CHECKING:
    from countermove.record.attribution import Attribution
    from countermove.record.candidates import Candidate
    from countermove.record.parties import Party
    from countermove.record.who_says_what import WhoSaysWhat

_SHOWN = 320  # so many characters of what somebody says
_SPEAKERS = 12  # so many who speak for no party
_MOST = 200  # so many statements, the first ones; and candidates of a kind


def read(
    document: Annotated[
        Path, Parameter(help="A report, minutes, a page: .txt, .md, .html, .docx or .pdf.")
    ],
    /,
    *,
    output: Annotated[
        Path | None,
        output_option(
            "Write the draft of a model to this file (.toml), or what was found (.json)."
        ),
    ] = None,
    issued: Annotated[
        datetime.date | None,
        Parameter(help="The day on which it came out, as 2025-07-03: weekdays count back from it."),
    ] = None,
    json: Annotated[
        bool, Parameter(help="Write what was found as data, with places.", negative=())
    ] = False,
    sure: Annotated[bool, Parameter(help="Leave out what is only guessed.", negative=())] = False,
    force: Force = False,
) -> None:
    """Find who says what in a document."""
    from countermove.record import documents

    kinds = {"toml": (".toml",), "json": (".json",)}
    kind = format_of("What is read", output, "json" if json else None, kinds)
    check_target(output, str(document), force=force)
    found = documents.who_says_what(documents.read(document), issued, sure=sure)
    if kind == "json":
        if deliver(found.json_parts(), output, force=force):
            write_out(f"Wrote {output}.\n")
    elif output is None:
        page = Page(look_of(None))
        _show(page, document, found)
        write_out(page.parts())
    else:
        _draft(document, found, output, force=force)


def _draft(document: Path, found: WhoSaysWhat, output: Path, *, force: bool) -> None:
    """Write the draft of a model, and say what is to be done with it."""
    from countermove.editing.drafting import draft

    is_beside = document.resolve().is_relative_to(output.resolve().parent)
    folder = output.resolve().parent if is_beside else document.resolve().parent
    file = document.resolve().relative_to(folder).as_posix()
    text = draft(found.document, found.attributions, file, found.issued)
    if not deliver(text, output, force=force):
        return
    page = Page(Look.of(sys.stdout))
    sources = counted(text.count("\n[sources."), "source")
    page.prose(f"Wrote {output}: {sources}, each with the words of {document.name}.")
    if not is_beside:
        page.prose(f"Put {document.name} beside it: a model's documents are in its folder.")
    page.prose(
        "It is no model yet: parties, options and wishes stand in it as comments that begin with "
        "#?. Take these signs away before what is right, and delete the rest. At its end it says "
        "what is still missing, and how."
    )
    page.command("Then see whether it is in order:", "check", str(output))
    page.command("And which outcomes hold:", "solve", str(output))
    write_out(page.text())


def _show(page: Page, document: Path, found: WhoSaysWhat) -> None:
    """Lay out who says what, for whom, and what may be made of it."""
    told = found.document
    size = [counted(len(found), "statement"), counted(len(found.parties), "party", "parties")]
    page.title(told.title or told.name, f" {page.symbols.dot} ".join(size))
    if found.issued:
        page.prose(f"Issued on {_day(found.issued)}")
    elif len(found):
        page.prose("It doesn't say when it came out; with --issued weekdays become days.")
    page.heading("Who says what")
    for says in found.attributions[:_MOST]:
        _show_one(page, found, says)
    _say_more(page, len(found))
    if not len(found):
        page.prose("Nothing was found that anybody says.", 1)
    _show_parties(page, "Who speaks", found.parties, _without_party(found))
    _show_parties(page, "Named, but silent", found.silent)
    _show_candidates(page, found, "What they may do", "option")
    _show_candidates(page, found, "What they may want", "wish")
    page.blank()
    if len(found):
        draft = str(document.with_suffix(".toml"))
        page.command("A draft of a model:", "read", str(document), "--output", draft)


def _show_one(page: Page, found: WhoSaysWhat, says: Attribution) -> None:
    from countermove.record.folding import as_read
    from countermove.record.grounding import whose
    from countermove.record.kept_words import kept_words

    text, spans = found.document.text, kept_words(found.document, says)
    own = whose(found.document, says.content)
    words = {"own": "own words", "reported": "reported", "mixed": "partly own words"}[own]
    about = [says.speaker or "Somebody", says.role, _day(says.day) if says.day else None, words]
    about += [] if says.sure else ["a guess"]
    page.prose(", ".join(filter(None, about)), 1, f"{_line(found, says.content[0][0])}  ")
    said = " … ".join(as_read(text[a:b]) for a, b in spans)
    said = page.short(said, _SHOWN)
    page.prose(f"“{said}”" if own == "own" else said, 8, style="" if says.sure else "dim")


def _say_more(page: Page, count: int) -> None:
    if count > _MOST:
        page.prose(f"{page.symbols.more} and {count - _MOST} more, which --json writes", 1)


def _without_party(found: WhoSaysWhat) -> str:
    """Return who speaks for no party that the document tells, and how often."""
    theirs = {number for party in found.parties for number in party.attributions}
    times = Counter(
        says.speaker or "Somebody" for number, says in enumerate(found) if number not in theirs
    )
    told = [f"{who} ({count})" for who, count in times.most_common(_SPEAKERS)]
    rest = len(times) - len(told)
    return ", ".join([*told, *([f"and {rest} more"] if rest else [])])


def _show_parties(
    page: Page, heading: str, parties: Sequence[Party], without_party: str = ""
) -> None:
    if not parties and not without_party:
        return
    page.heading(heading)
    for party in parties:
        if party.attributions:
            told = f"{', '.join(party.speakers)} ({len(party.attributions)})"
        else:
            told = f"named {counted(len(party.namings), 'time')}"
        page.prose(f"{party.name}: {told}", 1)
    if without_party:
        page.prose(f"For no party that it tells: {without_party}", 1)


def _show_candidates(page: Page, found: WhoSaysWhat, heading: str, kind: str) -> None:
    some = [candidate for candidate in found.candidates if candidate.kind == kind]
    if not some:
        return
    page.heading(heading)
    for candidate in some[:_MOST]:
        text = f"{candidate.party or 'somebody'}: {_told(candidate)}"
        page.prose(text, 1, f"{_line(found, candidate.span[0])}  ")
    _say_more(page, len(some))


def _told(candidate: Candidate) -> str:
    """Return a candidate's words: an option is what is done, whoever says that he would not."""
    if not candidate.negative:
        return candidate.text
    if candidate.kind == "option":
        return f"{candidate.text} (they say that they would not)"
    return f"not: {candidate.text}"


def _line(found: WhoSaysWhat, place: int) -> str:
    return f"{found.document.line_and_column(place)[0]:>5}"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"
