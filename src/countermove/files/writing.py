"""Conflicts written as TOML, laid out for people, and as JSON; and saved without a risk."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import secrets
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import FileError, ModelError, Path, Place, Problem
from countermove.files.shapes import keys_at, shape_of, within_views
from countermove.model.conflict import Conflict

_WIDTH = 100
_LONGEST_SAVE = 60.0  # seconds

# The order of keys where the keys are given; tables of ids keep the order they have.
_MODEL_ORDER = (
    *("format", "title", "summary", "note", "status_quo", "decision_makers", "states", "moves"),
    *("terms", "rules", "labels", "preferences", "views", "claims", "sources"),
    "scenarios",
)
_PART_ORDER = (
    *("name", "called", "text", "moves", "does", "stops", "options", "holds"),
    *("says", "never", "possible", "always", "who", "role", "on", "said", "where"),
    *("statements", "ranking", "weights", "unknown", "infeasible", "because", "note"),
    *("preferences", "views"),
)
_STATEMENT: Path = ("preferences", "", "statements", 0)


def save(conflict: Conflict, path: str | os.PathLike[str]) -> None:
    """Save a model in a file; what the file held before is replaced at once or not at all.

    Parameters
    ----------
    conflict : Conflict
        The model.
    path : str or path
        Where to; the suffix says how: ``.toml`` or ``.json``.

    Raises
    ------
    FileError
        If the file can't be written; nothing has changed then.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from countermove.files.model_file import load
    >>> conflict = load("prisoners-dilemma")
    >>> with TemporaryDirectory() as folder:
    ...     path = FilePath(folder, "dilemma.toml")
    ...     save(conflict, path)
    ...     load(path) == conflict
    True
    """
    place = Place(os.fspath(path))
    suffix = FilePath(path).suffix.lower()
    if suffix not in {".toml", ".json"}:
        raise FileError(
            Problem(
                f"no format for a file that ends in '{suffix}'."
                if suffix
                else "the file's name has no suffix.",
                advice="A model is saved as .toml or as .json.",
                place=place,
            )
        )
    text = to_toml(conflict) if suffix == ".toml" else to_json(conflict)
    try:
        replace_file(FilePath(path), [text.encode()])
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: what older Pythons say of a link that leads to itself.
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(Problem(f"the file can't be written: {reason}.", place=place)) from None


def replace_file(path: FilePath, content: Iterable[bytes]) -> None:
    """Write a file in one step: it is there whole, or it is as it was before.

    Parameters
    ----------
    path : path
        The file; a symlink is followed.
    content : iterable of bytes
        What it shall hold, piece by piece. Where making a piece fails or is interrupted, nothing
        has changed either.

    Raises
    ------
    OSError
        If it can't be written; nothing has changed then.
    """
    target = path.resolve()
    if target.is_symlink():
        raise OSError("it is a link that leads to itself")
    mode = 0o666
    if target.exists():
        if not target.is_file():
            raise OSError("it isn't an ordinary file")
        if not os.access(target, os.W_OK):
            raise PermissionError("it is read-only")
        mode = target.stat().st_mode & 0o777
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(mode)  # what the umask took away
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def clear_leftovers(path: FilePath) -> None:
    """Remove what `replace_file`, when it was killed, left beside a file.

    Parameters
    ----------
    path : path
        The file. What may belong to a save that is under way stays, and so does what can't be
        removed.
    """
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        target = path.resolve()
        leftover = re.compile(rf"\.{re.escape(target.name[:100])}\.[0-9a-f]{{16}}\.tmp")
        for beside in target.parent.iterdir():
            if leftover.fullmatch(beside.name):
                age = time.time() - beside.stat().st_mtime
                if age > _LONGEST_SAVE:
                    beside.unlink()


def to_json(conflict: Conflict) -> str:
    """Return a model as the text of a JSON file."""
    text = json.dumps(conflict.to_dict(), indent=2, ensure_ascii=False) + "\n"
    return _whole(text)


def to_toml(conflict: Conflict) -> str:
    """Return a model as the text of a TOML file.

    Examples
    --------
    >>> from countermove.files.model_file import load
    >>> print(to_toml(load("prisoners-dilemma"))[:54])
    format = "countermove/1"
    title = "Prisoner's dilemma"
    """
    text = ""
    for block in _table((), conflict.to_dict()):
        header = block[: block.find("\n")]
        text += f"{block}\n" if not text or header.endswith(".options]") else f"\n{block}\n"
    _whole(text)
    if Conflict.model_validate(tomllib.loads(text)) != conflict:
        raise FileError(
            Problem("this model can't be written as TOML without loss.", advice="Save it as .json.")
        )
    return text


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ModelError(
            Problem(
                "a text of the model holds half of a character (a lone surrogate).",
                advice="Write it whole; no file can hold it.",
            )
        ) from None
    return text


def _table(path: Path, data: Mapping[str, Any]) -> Iterator[str]:
    """Give a table and the tables in it as blocks of lines."""
    own: list[str] = []
    tables: list[tuple[str, Any]] = []
    for key, value in _ordered(path, data):
        # Options keep their order: after one with a table of its own come only such.
        if _needs_table((*path, key), value) or (tables and path[-1:] == ("options",)):
            tables.append((key, {"text": value} if isinstance(value, str) else value))
        else:
            own += _pair(key, value)
    if not path:
        yield "\n".join(own)
    elif own or not tables:
        yield "\n".join([f"[{_dotted(path)}]", *own])
    for key, value in tables:
        inner = (*path, key)
        if isinstance(value, Mapping):
            yield from _table(inner, value)
            continue
        for item in value:
            pairs = {"holds": item} if isinstance(item, str) else item
            lines = [line for k, v in _ordered((*inner, 0), pairs) for line in _pair(k, v)]
            yield "\n".join([f"[[{_dotted(inner)}]]", *lines])


def _ordered(path: Path, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    if "*" in keys_at(path):
        return list(data.items())
    is_model = not path or (path[0] == "scenarios" and len(path) == 2)
    order = _MODEL_ORDER if is_model else _PART_ORDER
    return sorted(data.items(), key=lambda i: order.index(i[0]) if i[0] in order else len(order))


def _needs_table(path: Path, value: Any) -> bool:
    """Say whether a value gets a [table] of its own, instead of standing behind its key."""
    match within_views(shape_of(path)):
        case "decision_makers.*.options.*" | "preferences.*.weights":
            return isinstance(value, Mapping) and not _fits(path[-1], value)
        case "preferences.*.statements":
            # In an array each would be one long line.
            return any(isinstance(item, Mapping) and not _fits("", item) for item in value)
    return isinstance(value, Mapping)


def _fits(key: str | int, value: Any) -> bool:
    return len(f"{_key(str(key))} = {_value(value)}") <= _WIDTH


def _pair(key: str, value: Any) -> list[str]:
    """Write a key and its value, on as many lines as it takes to read them."""
    if isinstance(value, str):
        if key == "on" and _is_date(value):
            return [f"{_key(key)} = {value}"]
        if "\r" not in value and ("\n" in value or not _fits(key, value)):
            return [f'{_key(key)} = """', *_wrapped(value)]
    elif isinstance(value, Sequence) and value:
        items = [_value(item) for item in value]
        if key == "statements" or not _fits(key, value):
            # Rankings are read across, statements and moves downwards.
            lines = _filled(items) if key == "ranking" else [f"  {item}," for item in items]
            return [f"{_key(key)} = [", *lines, "]"]
    return [f"{_key(key)} = {_value(value)}"]


def _filled(items: list[str]) -> list[str]:
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) + 2 > _WIDTH and lines[-1]:
            lines.append("")
        lines[-1] += f" {item}," if lines[-1] else f"  {item},"
    return lines


def _wrapped(text: str) -> list[str]:
    """Write a text between triple quotes; a backslash joins a line with the next."""
    import tomlkit

    # The x keeps tomlkit from writing a line break in front.
    escaped = tomlkit.string("x" + text, multiline=True).as_string()[4:-3]
    lines: list[str] = []
    for line in escaped.split("\n"):
        rest = line
        while len(rest) > _WIDTH and (space := _break(rest)):
            lines.append(rest[:space] + "\\")
            rest = rest[space:]
        lines.append(rest)
    lines[-1] += '"""'
    return lines


def _break(line: str) -> int:
    """Return where a line can be broken: behind a space, with none to follow."""
    spaces = [match.end() for match in re.finditer(r"(?<=[^ ]) (?=[^ \\])", line)]
    return max((s for s in spaces if s < _WIDTH), default=min(spaces, default=0))


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in _ordered(_STATEMENT, value))
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, str):
        import tomlkit

        return tomlkit.string(value).as_string()
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(item) for item in value)}]"
    return repr(value)


def _key(key: str) -> str:
    import tomlkit

    return tomlkit.key(key).as_string()


def _dotted(path: Path) -> str:
    return ".".join(_key(str(step)) for step in path)


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
