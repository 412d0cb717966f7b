"""One step of an edit, as replacements in a TOML text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.editing.edit_steps import Rekey, Step, nested
from countermove.editing.edits import Insert, Put, Remove, Reorder, as_values, found
from countermove.editing.toml_arrays import Array
from countermove.errors import Path
from countermove.files.text_parts import Span, Splice, TextPart, TextParts
from countermove.files.toml_layout import (
    WIDTH,
    dotted,
    in_order,
    inline,
    is_glued,
    is_option,
    item_block,
    needs_table,
    pair_lines,
    table_blocks,
    whole_text,
    written_key,
)
from countermove.model.shapes import shape_of


class Unwritable(Exception):  # noqa: N818
    """A step has no plain form in this text: a larger part must be written anew."""


def splices_of(parts: TextParts, step: Step, wanted: Mapping[str, Any]) -> list[Splice]:
    """Return what changes in a text when a step is done."""
    match step:
        case Put():
            return _put(parts, step.at, step.value)
        case Rekey():
            key = written_key(step.to)
            return [(*span, key) for span in _known(parts, step.at).names]
        case Insert():
            return _insert(parts, step, found(wanted, step.at))
        case Remove():
            return _remove(parts, step.at)
        case Reorder():
            return _move(parts, step, wanted)


def rewritten(parts: TextParts, at: Path, value: Any) -> list[Splice]:
    """Write a part anew as a whole, without the comments in it."""
    part = _known(parts, at)
    if part.value is not None:
        return _replaced(parts, part, value)
    spans = parts.lines_of(part)
    if not spans:
        raise Unwritable
    header = min((b.header for inner in part.below() for b in inner.blocks), default=spans[0][0])
    if not spans[0][0] <= header < spans[0][1]:
        header = spans[0][0]
    new = _blocks(at, value)
    if new is None:
        owner = _known(parts, at[:-1])
        return [*_without(parts, spans), *_added(parts, owner, at[-1], value, as_line=True)]
    return [(header, spans[0][1], new), *_without(parts, spans[1:])]


def _known(parts: TextParts, at: Path) -> TextPart:
    part = parts.find(at)
    if part is None:
        raise Unwritable
    return part


def _blocks(at: Path, value: Any) -> str | None:
    """Write a part as tables, None where it is none."""
    if isinstance(at[-1], int):
        is_item = isinstance(value, (str, Mapping))
        return f"{item_block(at[:-1], value)}\n" if is_item else None
    value = shape_of(at).in_full(value)
    if isinstance(value, Mapping):
        return whole_text(table_blocks(at, value))
    if isinstance(value, list) and needs_table(at, value):
        return whole_text(item_block(at, item) for item in value)
    return None


# -- values ---------------------------------------------------------------------------------------


def _put(parts: TextParts, at: Path, value: Any) -> list[Splice]:
    part = parts.find(at)
    if part is None:
        known = next(k for k in range(len(at) - 1, -1, -1) if parts.find(at[:k]) is not None)
        rest = at[known + 1 :]
        return _added(parts, _known(parts, at[:known]), at[known], nested(rest, value))
    return rewritten(parts, at, value)


def _replaced(parts: TextParts, part: TextPart, value: Any) -> list[Splice]:
    """Write another value behind a key or in a list."""
    if part.value is None:
        raise Unwritable
    if part.entry is None or part.entry.block is None:
        return [(*part.value, inline(part.path, value))]
    if needs_table(part.path, value) and not parts.has_comment(*part.value):
        owner = _known(parts, part.path[:-1])
        others = [child for child in owner.children.values() if child is not part]
        ordered = shape_of(owner.path).is_table_of_ids
        if owner.blocks and not (ordered and any(_follows(part, child) for child in others)):
            lines = _without(parts, parts.lines_of(part))
            return [*lines, *_added(parts, owner, part.path[-1], value)]
    return [(*part.value, _behind_key(part.path, value))]


def _follows(part: TextPart, other: TextPart) -> bool:
    """Say whether another part comes later, and so would come earlier than a table."""
    return other.entry is None or part.entry is None or other.entry.start > part.entry.start


def _behind_key(path: Path, value: Any) -> str:
    if isinstance(value, Mapping):
        return inline(path, value)
    return "\n".join(pair_lines(path, value))[len(written_key(str(path[-1]))) + 3 :]


def _added(
    parts: TextParts, owner: TextPart, key: str | int, value: Any, *, as_line: bool = False
) -> list[Splice]:
    """Write a new key of a table, last among those that are written in the same way."""
    path = (*owner.path, key)
    if owner.kind == "inline" and owner.value is not None:
        return [_within_braces(parts, owner.value, path, value)]
    if owner.kind not in {"table", "implied"}:
        raise Unwritable
    in_tables = any(child.blocks for child in owner.children.values())
    if not as_line and (
        needs_table(path, value)
        or (in_tables and is_option(path) and isinstance(value, (str, Mapping)))
    ):
        new = _blocks(path, value)
        if new is None:
            raise Unwritable
        return [_pasted(parts, _place_for_table(parts, owner, str(key)), new)]
    lines = "\n".join(pair_lines(path, value)) + "\n"
    if isinstance(value, Mapping):
        lines = f"{written_key(str(key))} = {inline(path, value)}\n"
    if owner.blocks:
        return [_pasted_line(parts, owner, lines)]
    starts = [block.start for inner in owner.below() for block in inner.blocks]
    if not starts or owner.entry is not None or not owner.path:
        raise Unwritable
    first = min(starts)
    header = parts.source[first : first + 1]
    follows = parts.source[first : parts.line_end(first)].decode()
    gap = "" if is_glued(follows.rstrip()) or not header else "\n"
    return [(first, first, f"[{dotted(owner.path)}]\n{lines}{gap}")]


def _within_braces(parts: TextParts, span: Span, path: Path, value: Any) -> Splice:
    pair = f"{written_key(str(path[-1]))} = {inline(path, value)}"
    inside = parts.source[span[0] + 1 : span[1] - 1]
    if not inside.strip():
        return (*span, f"{{ {pair} }}")
    here = span[0] + 1 + len(inside.rstrip())
    return (here, here, f", {pair}")


def _pasted_line(parts: TextParts, owner: TextPart, lines: str) -> Splice:
    block = owner.blocks[-1]
    here = block.end
    if block.number == 0 and not block.entries:
        # Nothing stands before the first table but perhaps what the file says of itself.
        here = parts.blocks[1].start if len(parts.blocks) > 1 else len(parts.source)
        lines += "\n" if len(parts.blocks) > 1 else ""
    if here and parts.source[here - 1 : here] != b"\n":
        lines = f"\n{lines}"
    return (here, here, lines)


def _place_for_table(parts: TextParts, owner: TextPart, key: str) -> int:
    """Return where a new table of a part goes: to its end, or in the usual order of the keys."""
    if shape_of(owner.path).is_table_of_ids:
        ends = [end for _, end in parts.lines_of(owner)]
        return max(ends, default=len(parts.source))
    keys = [*map(str, owner.children), key]
    order = [k for k, _ in in_order(owner.path, dict.fromkeys(keys))]
    before = [owner.children[k] for k in order[: order.index(key)]]
    ends = [block.end for block in owner.blocks]
    ends += [end for child in before for _, end in parts.lines_of(child)]
    if ends:
        return max(ends)
    return min(block.start for inner in owner.below() for block in inner.blocks)


# -- items of lists and keys of tables ------------------------------------------------------------


def _insert(parts: TextParts, step: Insert, items: Any) -> list[Splice]:
    part = parts.find(step.at)
    if part is None:
        return _put(parts, step.at, [step.value])
    count = len(part.children)
    index = count if step.index is None else step.index
    if part.kind == "tables":
        if not isinstance(step.value, (str, Mapping)):
            raise Unwritable
        item = f"{item_block(step.at, step.value)}\n"
        if index < count:
            return [_pasted(parts, parts.lines_of(part.children[index])[0][0], item)]
        return [_pasted(parts, parts.lines_of(part.children[count - 1])[-1][1], item)]
    if part.kind != "array" or part.value is None:
        raise Unwritable
    array = Array(parts, part)
    if not count:
        return _replaced(parts, part, [step.value])
    has_comment = parts.has_comment(*part.value)
    if not has_comment and part.entry is not None and part.entry.block is not None:
        short = parts.line_end(part.value[1]) - parts.line_start(part.value[0])
        length = short + len(inline((*step.at, index), step.value))
        is_long = length > WIDTH or shape_of(step.at).is_read_down
        if needs_table(step.at, items) or (is_long and not array.has_lines):
            return _replaced(parts, part, items)
    return array.inserted(index, step.value)


def _remove(parts: TextParts, at: Path) -> list[Splice]:
    part = _known(parts, at)
    owner = _known(parts, at[:-1])
    if isinstance(at[-1], int) and owner.kind == "array":
        return Array(parts, owner).removed(at[-1])
    if owner.kind == "tables" and len(owner.children) == 1:
        return rewritten(parts, owner.path, [])
    if part.entry is not None and part.entry.block is None:
        return [_out_of_braces(owner, part)]
    return _without(parts, parts.lines_of(part))


def _out_of_braces(owner: TextPart, part: TextPart) -> Splice:
    entries = [child.entry for child in owner.children.values()]
    if owner.kind != "inline" or owner.value is None or None in entries or part.entry is None:
        raise Unwritable
    spans = [(entry.start, entry.end) for entry in entries if entry is not None]
    k = spans.index((part.entry.start, part.entry.end))
    if len(spans) == 1:
        return (*owner.value, "{}")
    if k + 1 < len(spans):
        return (spans[k][0], spans[k + 1][0], "")
    return (spans[k - 1][1], spans[k][1], "")


def _move(parts: TextParts, step: Reorder, wanted: Mapping[str, Any]) -> list[Splice]:
    if isinstance(step.to, tuple):
        return _brought(parts, step.at, step.to, wanted)
    owner = _known(parts, step.at[:-1])
    part = _known(parts, step.at)
    index = list(owner.children).index(step.at[-1])
    if index == step.to:
        return []
    if owner.kind == "array":
        return Array(parts, owner).moved(index, step.to)
    children = list(owner.children.values())
    if owner.kind == "inline":
        return _moved_in_braces(parts, children, index, step.to)
    spans = parts.lines_of(part)
    # A line can't stand behind a table, where it would be one of the table's own.
    is_line = part.entry is not None
    if step.to >= len(children) or (is_line and children[step.to].entry is None):
        raise Unwritable
    target = parts.lines_of(children[step.to])
    if not spans or not target:
        raise Unwritable
    here = target[-1][1] if step.to > index else target[0][0]
    if part.entry is not None:
        new = "".join(parts.source[start:end].decode() for start, end in spans)
        if parts.source[here - 1 : here] != b"\n":
            new = f"\n{new}"
        return [*((start, end, "") for start, end in spans), (here, here, _ended(new))]
    new = "\n".join(_ended(parts.source[start:end].decode()) for start, end in spans)
    return [*_without(parts, spans), _pasted(parts, here, new)]


_STAND_IN = "what is brought"


def _brought(parts: TextParts, at: Path, to: Path, wanted: Mapping[str, Any]) -> list[Splice]:
    """Move a part into another list or table as it is written."""
    part, value = _known(parts, at), as_values(found(wanted, to))
    gone = _remove(parts, at)
    into, last = _while_there(to[:-1], at), to[-1]
    owner = _known(parts, into)
    is_written = part.value is not None and owner.kind != "tables"
    stand_in = _STAND_IN if is_written else value
    if isinstance(last, int):
        come = _insert(parts, Insert(at=into, index=last, value=stand_in), found(wanted, to[:-1]))
    else:
        come = _put(parts, (*into, last), stand_in)
    start, end = part.value if part.value is not None and is_written else (0, 0)
    raw = parts.source[start:end].decode()
    *others, (first, after, text) = come
    return [*gone, *others, (first, after, text.replace(f'"{_STAND_IN}"', raw))]


def _while_there(path: Path, at: Path) -> Path:
    """Return how a place is called while a part is still there that goes."""
    *of, last = at
    here = path[len(of)] if len(path) > len(of) and path[: len(of)] == tuple(of) else None
    if isinstance(here, int) and isinstance(last, int) and here >= last:
        return (*of, here + 1, *path[len(of) + 1 :])
    return path


def _ended(lines: str) -> str:
    return lines if lines.endswith("\n") else f"{lines}\n"


def _moved_in_braces(
    parts: TextParts, children: list[TextPart], index: int, to: int
) -> list[Splice]:
    spans = [(c.entry.start, c.entry.end) for c in children if c.entry is not None]
    if len(spans) < len(children):
        raise Unwritable
    texts = [parts.source[start:end].decode() for start, end in spans]
    texts.insert(to, texts.pop(index))
    return [(*span, text) for span, text in zip(spans, texts, strict=True)]


# -- blank lines ----------------------------------------------------------------------------------


def _without(parts: TextParts, spans: list[Span]) -> list[Splice]:
    """Take lines out, and the blank ones before them where others follow."""
    source = parts.source
    splices: list[Splice] = []
    for begin, stop in spans:
        start, end = begin, stop
        rest = source[end : parts.line_end(end)]
        if not rest.strip():
            while start and not source[parts.line_start(start - 1) : start].strip():
                start = parts.line_start(start - 1)
            if not start:
                while end < len(source) and not source[end : parts.line_end(end)].strip():
                    end = parts.line_end(end)
        splices.append((start, end, ""))
    return splices


def _pasted(parts: TextParts, here: int, blocks: str) -> Splice:
    """Put tables in between lines, with a blank line on either side."""
    source = parts.source
    before, after = source[:here], source[here : parts.line_end(here)]
    if before and not before.endswith(b"\n"):
        blocks = f"\n{blocks}"
    last_line = before[parts.line_start(here - 1) :] if here else b""
    if before and last_line.strip() and not is_glued(blocks):
        blocks = f"\n{blocks}"
    if after.strip():
        blocks = f"{blocks}\n"
    return (here, here, blocks)
