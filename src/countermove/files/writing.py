"""Conflicts written as TOML and as JSON, and saved without a risk."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path as FilePath

from countermove.errors import ArgumentError, FileError, ModelError
from countermove.files.toml_layout import table_blocks, whole_text
from countermove.model.conflict import Conflict

try:
    import fcntl
except ImportError:  # Windows, where a file that is being written can't be removed
    fcntl = None  # type: ignore[assignment]

_TO_LOCK = 2.0  # seconds; a file of which no program says that it writes it may be as young as that


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
    >>> from countermove import load
    >>> conflict = load("prisoners-dilemma")
    >>> with TemporaryDirectory() as folder:
    ...     path = FilePath(folder, "dilemma.toml")
    ...     save(conflict, path)
    ...     load(path) == conflict
    True
    """
    if not isinstance(conflict, Conflict):
        what = f"a model is saved, not {type(conflict).__name__}."
        raise ArgumentError(what, advice="Make one of a dict with from_dict.")
    if not isinstance(path, (str, os.PathLike)):
        raise ArgumentError(f"a model is saved under a path, not under {type(path).__name__}.")
    suffix = FilePath(path).suffix.lower()
    if suffix not in {".toml", ".json"}:
        what = f"no format for a file that ends in '{suffix}'."
        what = what if suffix else "the file's name has no suffix."
        raise FileError.of(path, what, "A model is saved as .toml or as .json.")
    text = to_toml(conflict) if suffix == ".toml" else to_json(conflict)
    write_file(FilePath(path), text.encode())


def write_file(path: FilePath, content: bytes) -> None:
    """Write a file as `replace_file` does; what hinders that is said in words."""
    try:
        replace_file(path, [content])
    except (OSError, ValueError, RuntimeError) as error:
        # RuntimeError: what older Pythons say of a link that leads to itself.
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError.of(path, f"the file can't be written: {reason}.") from None


def replace_file(path: FilePath, content: Iterable[bytes]) -> None:
    """Write a file in one step: it is there whole, or it is as it was before."""
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
    clear_leftovers(target)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(OSError):  # not every file system has locks
                _lock(descriptor)
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
            if fcntl is None:
                file.close()  # Windows doesn't rename what is open
            if target.exists():
                beside.chmod(mode)  # what the umask took away
            beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def clear_leftovers(path: FilePath) -> None:
    """Remove what `replace_file`, when it was killed, left beside a file."""
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        target = path.resolve()
        leftover = re.compile(rf"\.{re.escape(target.name[:100])}\.[0-9a-f]{{16}}\.tmp")
        for beside in target.parent.iterdir():
            if leftover.fullmatch(beside.name):
                with contextlib.suppress(OSError):
                    _remove_orphan(beside)


def _remove_orphan(beside: FilePath) -> None:
    with beside.open("rb") as file:
        _lock(file.fileno())  # fails where somebody is writing it
        is_orphan = time.time() - beside.stat().st_mtime > _TO_LOCK
    if is_orphan:
        beside.unlink()


def _lock(descriptor: int) -> None:
    if fcntl is not None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def to_json(conflict: Conflict) -> str:
    """Return a model as the text of a JSON file."""
    text = json.dumps(conflict.to_dict(), indent=2, ensure_ascii=False) + "\n"
    return _whole(text)


def to_toml(conflict: Conflict) -> str:
    """Return a model as the text of a TOML file.

    >>> from countermove import load
    >>> print(to_toml(load("prisoners-dilemma"))[:54])
    format = "countermove/1"
    title = "Prisoner's dilemma"
    """
    text = whole_text(table_blocks((), conflict.to_dict()))
    _whole(text)
    if Conflict.model_validate(tomllib.loads(text)) != conflict:
        raise FileError(
            "this model can't be written as TOML without loss.", advice="Save it as .json."
        )
    return text


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ModelError(
            "a text of the model holds half of a character (a lone surrogate).",
            advice="Write it whole; no file can hold it.",
        ) from None
    return text
