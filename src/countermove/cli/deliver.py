"""Where results go: the terminal or a file. The only place that writes anything."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

from cyclopts import Parameter

from countermove.cli.look import Look
from countermove.cli.show import Page
from countermove.errors import FileError, Place, Problem

if TYPE_CHECKING:
    from countermove.table import Result

Text = str | Iterable[str]
"""What is written: in one piece or in many, each made when the one before it has been written."""

Notation = Literal["table", "json", "csv", "markdown", "latex"]

_BY_SUFFIX: dict[str, Notation] = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
}


@Parameter(name="*", group="Output")
@dataclass(frozen=True)
class Delivery:
    """How a result is written, and where to.

    Parameters
    ----------
    format : str, optional
        The notation; when it isn't given, the suffix of the file decides.
    output : path, optional
        The file; the terminal when it isn't given.
    force : bool
        Whether a file that exists may be overwritten.
    """

    format: Annotated[
        Notation | None,
        Parameter(
            name=["--format", "-f"],
            help="table (the default: for reading), or a notation for other programs and papers.",
        ),
    ] = None
    output: Annotated[
        Path | None,
        Parameter(
            name=["--output", "-o"],
            help="Write to this file; .json, .csv, .md and .tex say the format as well.",
        ),
    ] = None
    force: Annotated[
        bool, Parameter(name="--force", negative=(), help="Overwrite the file if it exists.")
    ] = False

    @property
    def notation(self) -> Notation:
        """The notation that was asked for, by name or by the suffix of the file."""
        if self.format is not None:
            return self.format
        return _BY_SUFFIX.get(self.output.suffix.lower(), "table") if self.output else "table"

    def prepare(self) -> None:
        """Refuse at once what could not be written later.

        Raises
        ------
        FileError
            If the file exists already, or can't be there.
        """
        if self.output is not None:
            check_target(self.output, force=self.force)

    def send(self, result: Result, show: Callable[[Page], None]) -> None:
        """Write a result in the notation asked for; `show` lays it out for reading."""
        if self.notation == "table":
            page = Page(Look() if self.output else Look.of(sys.stdout))
            show(page)
            self.write(page.parts())
        elif self.notation == "json":
            self.write(result.json_parts())
        elif self.notation == "csv":
            self.write(result.csv_parts())
        elif self.notation == "markdown":
            self.write(result.to_markdown())
        else:
            self.write(result.to_latex())

    def write(self, text: Text) -> None:
        """Write a text to the file or the terminal."""
        if self.output is None:
            write_out(text)
            return
        write_file(self.output, text, force=self.force)
        write_out(f"Wrote {self.output}.\n")


def write_out(text: Text) -> None:
    """Write to the standard output.

    Raises
    ------
    FileError
        If it can't be written to; a reader that has gone is none of our business.
    """
    stream = sys.stdout
    for piece in _pieces(text):
        with _told(stream):
            _write(stream, piece)
    with _told(stream):
        _write(stream, "", flush=True)


@contextlib.contextmanager
def _told(stream: TextIO | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        _give_up(stream)
        raise
    except (OSError, ValueError) as error:
        _give_up(stream)
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(Problem(f"the output can't be written: {reason}.")) from None


def write_error(text: str) -> None:
    """Write to the standard error; where that isn't possible, nobody can be told."""
    with contextlib.suppress(OSError, ValueError):
        _write(sys.stderr, text, flush=True)


def _write(stream: TextIO | None, text: str, *, flush: bool = False) -> None:
    if stream is None:
        raise ValueError("there is no standard output")
    stream.write(Look(encoding=getattr(stream, "encoding", None) or "utf-8").printable(text))
    if flush:
        stream.flush()


def _pieces(text: Text) -> Iterable[str]:
    return (text,) if isinstance(text, str) else text


def _give_up(stream: TextIO | None) -> None:
    """Keep Python from writing the rest, and complaining, when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


def check_target(path: Path, *, force: bool) -> None:
    """Raise what would keep a file from being written.

    Raises
    ------
    FileError
        If it exists and may not be overwritten, is a folder, or its folder doesn't exist.
    """
    place = Place(str(path))
    if path.is_dir():
        raise FileError(Problem("this is a folder.", advice="Name a file in it.", place=place))
    if not path.parent.is_dir():
        raise FileError(
            Problem(f"there is no folder '{path.parent}'.", advice="Make it first.", place=place)
        )
    if path.is_file() and not force:
        raise FileError(
            Problem(
                "the file exists and was left as it is.",
                advice="Name another one, or overwrite it with --force.",
                place=place,
            )
        )


def write_file(path: Path, text: Text, *, force: bool) -> None:
    """Write a file in one step: it is there whole, or it isn't there (or as it was before).

    Raises
    ------
    FileError
        If it can't be written.
    """
    from countermove.files.writing import replace_file

    check_target(path, force=force)
    content = (piece.encode("utf-8", "replace") for piece in _pieces(text))
    try:
        if path.exists() and not path.is_file():  # a pipe or a device: there is nothing to replace
            with path.open("wb") as file:
                file.writelines(content)
        else:
            replace_file(path, content)
    except BrokenPipeError:
        raise
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Problem(f"the file can't be written: {reason}.", place=Place(str(path)))
        raise FileError(problem) from None
