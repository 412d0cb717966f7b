"""An interview at the terminal: each answer is written into the model file at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from countermove.analysis.ask.from_nothing import By
from countermove.analysis.ask.inquiry import DONT_KNOW, Inquiry, Told
from countermove.analysis.ask.interview import Interview
from countermove.cli.app import DONE, INTERRUPTED
from countermove.cli.articles import show_blocks
from countermove.cli.blocks import model_title
from countermove.cli.deliver import write_out
from countermove.cli.look import Look
from countermove.cli.models import opened
from countermove.cli.page import Page
from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.editing.history import History
from countermove.errors import CountermoveError, EditConflictError, FileError
from countermove.files.gallery import is_case
from countermove.files.model_file import file_of
from countermove.questions.ask import AskQuestion
from countermove.report.amounts import counted
from countermove.report.interview import (
    answer_words,
    aside_words,
    asked_words,
    clash_words,
    newly_settled,
    offered,
    progress,
    standing_section,
    told_words,
)
from countermove.report.phrases import quoted, sentence

_DONT_KNOW, _BACK, _STOP, _ADD = "?", "b", "q", "+"


class _StoppedError(Exception):
    """Whoever is asked doesn't want to go on."""


def interview_about(
    model: str, asked: AskQuestion, by: By, parties: Sequence[str], who: str | None
) -> int:
    """Ask about a model file until all is settled, or until whoever is asked stops."""
    path = file_of(model)
    if is_case(model) and not Path(model).exists():
        what = "the answers are written into the model file, and this is a case of the program."
        advice = f"Copy it first: countermove export {model} --output {model}.toml"
        raise FileError.of(model, what, advice)
    with opened(model), History(path.parent) as history:
        document = EditedFile(path, history)
        snapshot = document.current()
        begun = Interview.begin(
            snapshot.data,
            claims=asked.claims or None,
            concepts=asked.concepts or None,
            by=by,
            parties=parties,
            who=who,
        )
        again = [("--claim", claim) for claim in asked.claims]
        again += [("--concept", code) for code in asked.concepts]
        again += [] if by == "doubts" else [("--by", by)]
        again += [("--party", party) for party in parties]
        again += [] if who is None else [("--who", who)]
        command = ("ask", model, "--interview", *(word for pair in again for word in pair))
        return _Asking(command, document, snapshot, begun, adds=by == "statements").run()


class _Asking:
    """Puts one question after another, and keeps the file and the interview together."""

    def __init__(
        self,
        command: tuple[str, ...],
        document: EditedFile,
        snapshot: Snapshot,
        interview: Interview,
        *,
        adds: bool,
    ) -> None:
        self._command, self._name = command, command[1]
        self._document, self._snapshot, self._interview = document, snapshot, interview
        self._adds = adds

    def run(self) -> int:
        """Ask, and say at the end what is settled."""
        self._say_first()
        ended = DONE
        try:
            while (asked := self._interview.question) is not None:
                self._ask(asked)
        except _StoppedError:
            pass
        except KeyboardInterrupt:
            ended = INTERRUPTED
            write_out("\n")
        self._say_last()
        return ended

    def _say_first(self) -> None:
        page = self._page()
        model_title(page, self._interview.conflict, self._interview.model)
        page.blank()
        page.prose(
            f"Each answer is written into {self._name} at once. Answer by number; "
            f"{_DONT_KNOW} for what you don't know, {_BACK} to take the last answer back, "
            f"{_STOP} to stop: what is answered stays, and may be taken up again."
        )
        if aside := aside_words(self._interview):
            page.prose(aside)
        if self._adds:
            page.prose(f"{_ADD} STATEMENT adds one that the party asked about may care about.")
        write_out(page.text())

    def _say_last(self) -> None:
        interview = self._interview
        page = self._page()
        page.heading("What is settled")
        show_blocks(page, standing_section(interview))
        page.blank()
        many = len(interview.said)
        if interview.question is not None:
            page.command("To take it up again:", *self._command)
        if many:
            page.prose(f"{counted(many, 'answer')} of today in {self._name}.")
            page.command("What that makes of the model:", "solve", self._name)
        write_out(page.text())

    # -- one question -----------------------------------------------------------------------------

    def _ask(self, asked: Inquiry) -> None:
        model = self._interview.model
        answers = offered(asked)[:-1]
        number = self._interview.count + 1
        self._say("", f"{number}. {asked_words(model, asked, listed=True)}")
        for k, answer in enumerate(answers, 1):
            self._say(f"   {k} {sentence(answer_words(model, asked, answer))}")
        chosen = self._choice(len(answers), back=bool(self._interview.said))
        if chosen.startswith(_ADD):
            self._add(asked.party, chosen.removeprefix(_ADD).strip())
        elif chosen == _BACK:
            self._take_back(self._interview.said[-1])
        elif chosen == _DONT_KNOW:
            self._tell(asked, DONT_KNOW)
        else:
            self._tell(asked, answers[int(chosen) - 1])

    def _choice(self, count: int, *, back: bool) -> str:
        """Read which of some numbered answers is meant, or one of the letters."""
        letters = [_DONT_KNOW, *([_BACK] if back else []), _STOP]
        allowed = [*map(str, range(1, count + 1)), *letters]
        while True:
            prompt = f"   {'/'.join(allowed)}: "
            try:
                typed = input(Look.of(sys.stdout).printable(prompt)).strip()
            except EOFError:
                write_out("\n")
                raise _StoppedError from None
            if typed.casefold() == _STOP:
                raise _StoppedError
            if self._adds and typed.startswith(_ADD):
                return typed
            if typed.casefold() in allowed:
                return typed.casefold()
            self._say(f"   “{typed}” is none of the answers. Type one of {', '.join(allowed)}.")

    def _tell(self, asked: Inquiry, answer: str) -> None:
        before = self._interview
        if (old := before.clash(asked, answer)) is not None:
            self._settle(asked, answer, old)
            return
        if edits := before.edits(asked, answer):
            said = f"{sentence(told_words(before.model, asked, answer))} (interview)"
            self._snapshot = self._document.edit(edits, self._snapshot.revision, said)
        self._interview = before.told(asked, answer, self._snapshot.data)
        settled = newly_settled(before, self._interview)
        for text in settled:
            self._say(f"   {text}")
        if settled:
            self._say(f"   {progress(self._interview)}.")

    def _add(self, party: str, statement: str) -> None:
        """Let a party perhaps care about one thing more."""
        try:
            edits = self._interview.adding(party, statement)
        except CountermoveError as error:
            self._say(f"   {error}")
            return
        model = self._interview.model
        said = f"{model.name(party)} may care about {quoted(model, statement)} (interview)"
        self._snapshot = self._document.edit(edits, self._snapshot.revision, said)
        self._interview = self._interview.added(party, self._snapshot.data)

    def _settle(self, asked: Inquiry, answer: str, old: Sequence[Told]) -> None:
        """Show what can't all be true, and let one of it be taken back."""
        model = self._interview.model
        self._say("   These can't all be true. Which of them is to be taken back?")
        for k, text in enumerate(clash_words(model, asked, answer, old), 1):
            self._say(f"   {k} {text}{' (said now)' if k == 1 else ''}")
        chosen = self._choice(len(old) + 1, back=False)
        if chosen in ("1", _DONT_KNOW):
            self._interview = self._interview.kept(asked)
        else:
            self._take_back(old[int(chosen) - 2])

    def _take_back(self, old: Told) -> None:
        model = self._interview.model
        words = told_words(model, old.question, old.answer)
        try:
            edits = self._interview.taking_back(old)
        except EditConflictError as error:
            self._say(f"   {error}")
            return
        self._snapshot = self._document.edit(edits, self._snapshot.revision, f"Take back: {words}")
        self._interview = self._interview.without(old, self._snapshot.data)
        self._say(f"   Taken back: {words}.")

    # -- what is shown ----------------------------------------------------------------------------

    def _page(self) -> Page:
        return Page(Look.of(sys.stdout))

    def _say(self, *texts: str) -> None:
        page = self._page()
        for text in texts:
            lead = text[: len(text) - len(text.lstrip())]
            page.prose(text.lstrip(), len(lead)) if text else page.line("")
        write_out(page.text())
