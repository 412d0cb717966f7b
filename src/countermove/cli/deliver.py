"""Where results go: the terminal or a file. The only place that writes anything."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

from cyclopts import Parameter

from countermove.cli.look import Look
from countermove.cli.page import Page
from countermove.errors import FileError
from countermove.files.importing import by_suffix

if TYPE_CHECKING:
    from countermove.result import Result

Text = str | bytes | Iterable[str | bytes]
"""What is written: in one piece or in many, each made when the one before it has been written."""

Notation = Literal["table", "json", "csv", "markdown", "latex"]

_RESULTS = {
    "table": (".txt",),
    "json": (".json",),
    "csv": (".csv",),
    "markdown": (".md", ".markdown"),
    "latex": (".tex",),
    "parquet": (".parquet",),
}
# What a file's name promises, and what is kept only if this is what is written.
_PROMISES = re.compile(
    r"\.(csv|docx?|gif|graphml|html?|ipynb|jpe?g|json|markdown|md|nfg|od[pst]|parquet|pdf|png|pptx?|rtf"
    r"|svg|tex|toml|xlsx?|ya?ml|zip)"
)


def output_option(help: str) -> Parameter:  # noqa: A002
    """Return how the option is given that says where to write to."""
    text = f"{help} With - the standard output."
    return Parameter(name=["--output", "-o"], help=text, allow_leading_hyphen=True)


Output = Annotated[Path | None, output_option("The file to write.")]
Force = Annotated[
    bool, Parameter(name="--force", negative=(), help="Overwrite the file if it exists.")
]


@Parameter(name="*", group="Output")
@dataclass(frozen=True)
class Delivery:
    """How a result is written, and where to."""

    format: Annotated[
        Notation | None,
        Parameter(
            name=["--format", "-f"],
            help="table (the default: for reading), or a notation for other programs and papers.",
        ),
    ] = None
    output: Annotated[
        Path | None,
        output_option("Write to this file; .json, .csv, .md and .tex say the format as well."),
    ] = None
    force: Force = False

    @property
    def notation(self) -> str:
        """The notation that was asked for, by name or by the suffix of the file."""
        return format_of("A result", self.output, self.format, _RESULTS) or "table"

    def prepare(self, *models: str | None) -> None:
        """Refuse at once what could not be written later."""
        if self.notation == "parquet":
            from countermove.table import needed_polars

            needed_polars()
        check_target(self.output, *models, force=self.force)

    def send(self, result: Result, show: Callable[[Page], None]) -> None:
        """Write a result in the notation asked for; `show` lays it out for reading."""
        if self.notation == "table":
            page = Page(look_of(self.output))
            show(page)
            self.write(page.parts(), to_read=True)
        elif self.notation == "csv":
            self.write(self.marked(result.csv_parts()))
        elif self.notation == "parquet":
            self.write(result.to_parquet())
        else:
            texts = {"markdown": result.to_markdown, "latex": result.to_latex}
            self.write(texts.get(self.notation, result.json_parts)())

    def marked(self, parts: Iterable[str]) -> Iterable[str]:
        """Give the pieces of a CSV text, begun in a file of that name as spreadsheets need it."""
        from countermove.table import with_byte_order_mark

        return with_byte_order_mark(parts) if self.is_csv else parts

    @property
    def is_csv(self) -> bool:
        """Whether it goes to a file that spreadsheets open by its name."""
        return self.output is not None and self.output.suffix.lower() == ".csv"

    def write(self, text: Text, *, to_read: bool = False) -> None:
        """Write a text to the file, and say so, or to the standard output."""
        if deliver(text, self.output, force=self.force, to_read=to_read):
            write_out(f"Wrote {self.output}.\n")


def format_of(
    what: str, output: Path | None, given: str | None, formats: Mapping[str, Sequence[str]]
) -> str | None:
    """Return the format to write in: what is asked for, or else what the file's name says."""
    suffix = output.suffix.lower() if output is not None and _is_file(output) else ""
    said = [name for name, suffixes in formats.items() if suffix in suffixes]
    if not suffix or (given and not _promises(suffix)):
        return given
    if said and given in {*said, None}:
        return given or said[0]
    from countermove.texts import or_list

    if given:
        what = f"the name ends in '{suffix}', and {given} was asked for."
        advice = f"Let it end in {or_list(formats[given])}."
    else:
        kinds = or_list([f"{name} ({', '.join(suffixes)})" for name, suffixes in formats.items()])
        what = f"{what} is written as {kinds}, and '{suffix}' is none of them."
        advice = "Let the name end in one of these."
    raise FileError.of(output, what, advice)


def _promises(suffix: str) -> bool:
    """Whether a file of this name is taken for one of another kind than is written."""
    importer = by_suffix(f"x{suffix}")
    return bool(_PROMISES.fullmatch(suffix)) or (importer is not None and not importer.is_of_all)


def look_of(output: Path | None) -> Look:
    """Return what a text for reading can look like where it goes."""
    return Look.of(sys.stdout) if _is_standard(output) else Look()


def deliver(text: Text, output: Path | None, *, force: bool, to_read: bool = False) -> bool:
    """Write a text to a file or the standard output; say whether it is in a file now."""
    if output is None or _is_standard(output):
        write_out(text, to_read=to_read)
        return False
    write_file(output, text, force=force)
    return True


def _is_standard(output: Path | None) -> bool:
    return output is None or str(output) == "-"


def _is_file(path: Path) -> bool:
    """Say whether a path is, or would be, an ordinary file."""
    return not _is_standard(path) and (path.is_file() or not path.exists())


def write_out(text: Text, *, to_read: bool = True) -> None:
    """Write to the standard output: for reading, or as data in UTF-8."""
    stream = sys.stdout
    for piece in _pieces(text):
        with _told(stream):
            _write(stream, piece, to_read=to_read)
    with _told(stream):
        _write(stream, "", flush=True, to_read=to_read)


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
        raise FileError(f"the output can't be written: {reason}.") from None


def write_error(text: str) -> None:
    """Write to the standard error; where that isn't possible, nobody can be told."""
    with contextlib.suppress(OSError, ValueError):
        _write(sys.stderr, text, flush=True)


def _write(
    stream: TextIO | None, text: str | bytes, *, flush: bool = False, to_read: bool = True
) -> None:
    if stream is None:
        raise ValueError("there is no standard output")
    if to_read and isinstance(text, str):
        stream.write(Look(encoding=getattr(stream, "encoding", None) or "utf-8").printable(text))
    elif (raw := getattr(stream, "buffer", None)) is not None:
        stream.flush()
        raw.write(_encoded(text))
    else:  # one that takes any character, such as a notebook's
        stream.write(_encoded(text).decode("utf-8", "replace"))
    if flush:
        stream.flush()


def _pieces(text: Text) -> Iterable[str | bytes]:
    return (text,) if isinstance(text, str | bytes) else text


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


def _give_up(stream: TextIO | None) -> None:
    """Keep Python from writing the rest, and complaining, when it ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


def check_target(path: Path | None, *models: str | None, force: bool) -> None:
    """Raise what would keep a file from being written."""
    if path is None or _is_standard(path):
        return
    if str(path).startswith("-"):
        what = f"'{path}' is no name of a file here, but looks like an option."
        raise FileError.of(path, what, f"Name the file; if it is called so, write ./{path}.")
    if path.is_dir():
        raise FileError.of(path, "this is a folder.", "Name a file in it.")
    if not path.parent.is_dir():
        raise FileError.of(path, f"there is no folder '{path.parent}'.", "Make it first.")
    for model in models:
        if model is not None and _is_same(path, model):
            what = f"this is the file that is read, {model}; it was left as it is."
            raise FileError.of(path, what, "Name another file.")
    if path.is_file() and not force:
        what = "the file exists and was left as it is."
        raise FileError.of(path, what, "Name another one, or overwrite it with --force.")


def check_readable(path: Path | None, words: str, *, is_text: bool) -> None:
    """Refuse what nobody could read where it would be shown."""
    if not is_text and _is_standard(path) and _is_shown():
        what = f"{words} can't be shown in a terminal."
        raise FileError(what, advice="Name the file to write it to with --output.")


def _is_shown() -> bool:
    """Say whether what is written to the standard output is read as it comes."""
    return sys.stdout is not None and sys.stdout.isatty()


def _is_same(path: Path, model: str) -> bool:
    """Say whether a file is the one that holds a model, whatever each of them is called."""
    from countermove.files.model_file import file_of

    with contextlib.suppress(OSError, ValueError):
        return path.samefile(file_of(model))
    return False


def write_file(path: Path, text: Text, *, force: bool) -> None:
    """Write a file in one step: it is there whole, or it isn't there (or as it was before)."""
    from countermove.files.writing import replace_file

    check_target(path, force=force)
    content = map(_encoded, _pieces(text))
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
        raise FileError.of(path, f"the file can't be written: {reason}.") from None
