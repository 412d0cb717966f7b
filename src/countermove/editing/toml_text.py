"""Edits of the text of a model file: comments, order and layout stay wherever nothing is edited."""

from __future__ import annotations

import contextlib
import copy
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countermove.editing.applying import after
from countermove.editing.edit_steps import Rekey, Step, perform
from countermove.editing.edits import Edit, Put, Remove, found
from countermove.editing.json_text import edited_json
from countermove.editing.sameness import same
from countermove.editing.toml_steps import Unwritable, rewritten, splices_of
from countermove.errors import EditError, Path
from countermove.files.text_parts import Format, Span, Splice, TextParts
from countermove.files.toml_layout import table_blocks, whole_text


def edited_text(
    text: str,
    format: Format,  # noqa: A002
    edits: Sequence[Edit],
) -> str:
    """Return the text of a model file after some edits.

    >>> print(edited_text('title = "Talks"  # for now', "toml", [Put(at=("title",), value="War")]))
    title = "War"  # for now
    """
    if format == "json":
        return edited_json(text, edits)
    data = _loads(text)
    wanted, steps = after(data, edits)
    edited = _straight(text, data, steps)
    if edited is None or not _says(edited, wanted):
        edited = _carefully(text, data, steps)
    return edited


def _loads(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        what = f"the file isn't TOML, so it can't be edited part by part: {error}."
        raise EditError(what, advice="Mend its text first.") from None


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return same(tomllib.loads(text), wanted)
    except ValueError:
        return False


def _straight(text: str, data: Mapping[str, Any], steps: Sequence[Step]) -> str | None:
    """Do all steps in the plainest way, and check nothing."""
    source = text.encode()
    here = copy.deepcopy(dict(data))
    parts = TextParts(source)
    splices: list[Splice] = []
    touched: list[Path] = []
    try:
        for step in steps:
            perform(here, step)
            in_place = _is_in_place(parts, step)
            if splices and not (in_place and _is_apart(step.at, touched)):
                parts = TextParts(spliced(parts.source, splices))
                splices, touched = [], []
                in_place = _is_in_place(parts, step)
            splices += _kept(parts, step, here, splices_of(parts, step, here))
            touched.append(step.at if in_place else ())
        return spliced(parts.source, splices).decode()
    except Unwritable:
        return None


def _is_in_place(parts: TextParts, step: Step) -> bool:
    """Say whether a step leaves all parts that it isn't about where they are in the data."""
    if isinstance(step, Rekey):
        return True
    if isinstance(step, Remove):
        return isinstance(step.at[-1], str)
    part = parts.find(step.at)
    return isinstance(step, Put) and part is not None and part.kind == "scalar"


def _is_apart(at: Path, touched: Sequence[Path]) -> bool:
    return not any(at[: len(other)] == other or other[: len(at)] == at for other in touched)


def spliced(source: bytes, splices: Sequence[Splice]) -> bytes:
    """Return a text with parts of it replaced."""
    pieces: list[bytes] = []
    position = 0
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        if start < position:
            raise Unwritable
        pieces += [source[position:start], new.encode()]
        position = end
    return b"".join([*pieces, source[position:]])


def _carefully(text: str, data: Mapping[str, Any], steps: Sequence[Step]) -> str:
    """Do the steps one by one, each in the first way that turns out right."""
    here = copy.deepcopy(dict(data))
    for step in steps:
        perform(here, step)
        found_way = next((t for t in _ways(text, here, step) if _says(t, here)), None)
        if found_way is None:
            what = "the model can't be written as TOML with this change."
            raise EditError(what, path=step.at, advice="Save it as .json.")
        text = found_way
    return text


def _ways(text: str, wanted: dict[str, Any], step: Step) -> Iterator[str]:
    """Give texts in which a step is done, each with fewer of the old lines."""
    parts = TextParts(text.encode())
    with contextlib.suppress(Unwritable):
        splices = _kept(parts, step, wanted, splices_of(parts, step, wanted))
        yield spliced(parts.source, splices).decode()
    for depth in range(len(step.at), 0, -1):
        at = step.at[:depth]
        value = found(wanted, at)
        if value is not None:
            with contextlib.suppress(Unwritable):
                splices = _kept(parts, step, wanted, rewritten(parts, at, value))
                yield spliced(parts.source, splices).decode()
    whole = (0, len(parts.source), whole_text(table_blocks((), wanted)))
    yield spliced(parts.source, _kept(parts, step, wanted, [whole])).decode()


def _kept(
    parts: TextParts, step: Step, wanted: Mapping[str, Any], splices: list[Splice]
) -> list[Splice]:
    """Put the comments that a step would lose above what it writes."""
    lost = _lost(parts, step, wanted, splices)
    if not lost:
        return splices
    place = max((k for k, splice in enumerate(splices) if splice[2]), default=0)
    start, end, new = splices[place]
    here = parts.line_start(start)
    is_line = new.endswith("\n") and (here == start or new.startswith("\n"))
    text = new.lstrip("\n") if is_line else parts.source[here:].decode()
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    lines = "".join(f"{indent}{comment}\n" for comment in lost)
    if not is_line:
        return [*splices, (here, here, lines)]
    blank = new[: len(new) - len(text)]
    return [*splices[:place], (start, end, f"{blank}{lines}{text}"), *splices[place + 1 :]]


def _lost(
    parts: TextParts, step: Step, wanted: Mapping[str, Any], splices: list[Splice]
) -> list[str]:
    """Return the comments that replacements leave out; those of what is removed go with it."""
    replaced = [span for span in parts.comments if _is_within(span, splices)]
    if not replaced:
        return []
    new = TextParts(spliced(parts.source, splices))
    missing = Counter(_comments(parts)) - Counter(_comments(new))
    own: list[Splice] = []
    if isinstance(step, Remove):
        with contextlib.suppress(Unwritable):
            own = splices_of(parts, step, wanted)
    lost = [parts.source[slice(*span)].decode() for span in replaced if not _is_within(span, own)]
    return list((Counter(lost) & missing).elements())


def _is_within(comment: Span, splices: Sequence[Splice]) -> bool:
    return any(start <= comment[0] < end for start, end, _ in splices)


def _comments(parts: TextParts) -> list[str]:
    return [parts.source[start:end].decode() for start, end in parts.comments]
