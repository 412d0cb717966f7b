"""Where a model comes from: a path, the gallery, a text; and what can be wrong with that."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from countermove.errors import CountermoveError, FileError, ModelError, UnknownNameError, listed
from countermove.files.gallery import case_names, case_path
from countermove.files.model_file import load, loads, read
from countermove.files.writing import to_json, to_toml

TEXT = to_toml(load("chicken"))


@pytest.mark.parametrize("case", case_names())
def test_every_case_is_in_order(case: str) -> None:
    reading = read(case)
    assert reading.problems == ()
    assert reading.mended == frozenset()
    assert reading.checked() == load(case)
    places = load(case).places
    assert places is not None
    assert str(places.find(("title",))).startswith(f"{case}/model.toml:")


def test_a_case_can_be_copied() -> None:
    text = case_path("chicken").read_text(encoding="utf-8")
    assert loads(text) == load("chicken")
    with pytest.raises(UnknownNameError, match=r"no case 'chickn'\. Did you mean 'chicken'\?"):
        case_path("chickn")


def test_the_content_says_how_a_file_without_a_suffix_is_written(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_text(TEXT)
    assert load(path) == load("chicken")
    path.write_text(to_json(load("chicken")))
    assert load(path) == load("chicken")
    path.rename(tmp_path / "model.txt")
    assert load(tmp_path / "model.txt") == load("chicken")


def test_a_file_beside_the_gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine").write_text(TEXT.replace("Chicken", "Mine"))
    Path("elmira").write_text(TEXT.replace("Chicken", "Not Elmira"))
    assert load("mine").title == "Mine"
    assert load("elmira").title.startswith("Elmira")
    assert load("./elmira").title == "Not Elmira"
    assert load(Path("elmira")).title == "Not Elmira"


def test_byte_order_marks_and_line_ends_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load(path) == load("chicken")
    assert loads("\ufeff" + TEXT) == load("chicken")
    path.write_bytes(path.read_bytes().replace(b'"Chicken"', b"Chicken"))
    with pytest.raises(FileError, match=r"model\.toml:2:9: this isn't TOML"):
        load(path)


EMPTY = "the file is empty. Write a starter file with: countermove new"
NO_MODEL = "No model needs that: is it the right file?"
NOT_UTF_8 = "the file isn't UTF-8: byte"
DEEP = f"lists and tables are nested more than 64 deep here. {NO_MODEL}"
UTF_8 = "is no part of a character. Save it as UTF-8."
BEHIND = (
    "this isn't TOML: something stands behind the value that doesn't belong there. Each key has a "
    'line of its own; quotes inside a text are written \\". The rest is checked after that.'
)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("m.toml", b"", f": {EMPTY}"),
        ("m.json", b" \n\t", f": {EMPTY}"),
        ("m.toml", b"x" * 50_000_000, f": the file is larger than 16 MiB. {NO_MODEL}"),
        ("m.toml", b'= "\xe9"', f":1:4: {NOT_UTF_8} 0xe9 at position 3 {UTF_8}"),
        ("m.toml", b"\n\xc3\xa9 \xff", f":2:3: {NOT_UTF_8} 0xff at position 4 {UTF_8}"),
        ("m.toml", b"\xef\xbb\xbf \xff", f":1:2: {NOT_UTF_8} 0xff at position 4 {UTF_8}"),
        ("m.toml", "a = 1".encode("utf-16"), ": the file is written in UTF-16. Save it as UTF-8."),
        ("m.json", b"[" * 10**5, f":1:65: {DEEP}"),
        ("m.toml", b"x = '''" + b"'" * 10**6, f":1:13: {BEHIND}"),
    ],
    ids=["empty", "blank", "large", "latin-1", "é", "bom", "utf-16", "deep", "quotes"],
)  # fmt: skip
def test_files_that_cannot_be_read(name: str, content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        load(path)
    assert str(caught.value) == f"{path}{says}"
    assert path.read_bytes() == content


def test_half_a_character_in_a_text() -> None:
    with pytest.raises(FileError) as caught:
        loads('format = "countermove/1"\ntitle = "\ud83d"')
    assert str(caught.value) == (
        "<text>:2:10: the text holds half of a character (a lone surrogate). Write it whole."
    )


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("no.toml", "no.toml: there is no such file. Did you mean 'new.toml'? The .toml and .json "
         "files there are: here.json, new.toml."),
        ("far/no.toml", "far/no.toml: there is no such file. There is no folder 'far' either."),
        ("elmira.toml", "elmira.toml: there is no such file. The gallery has a case 'elmira': "
         "write its name alone."),
        ("folder.toml", "folder.toml: this is a folder, not a file."),
        ("x" * 999 + ".toml", "x" * 999 + ".toml: the file can't be read: File name too long."),
        ("a\0.toml", "a\0.toml: the file can't be read: embedded null byte."),
    ],
)  # fmt: skip
def test_paths_that_lead_nowhere(
    source: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.toml").mkdir()
    Path("new.toml").touch()
    Path("here.json").touch()
    with pytest.raises(FileError) as caught:
        load(source)
    assert str(caught.value) == says


def test_names_that_are_no_case() -> None:
    with pytest.raises(UnknownNameError) as caught:
        load("elmyra")
    assert str(caught.value) == (
        f"no case 'elmyra'. Did you mean 'elmira'? The cases are: {listed(case_names())}."
    )
    for name in ("", "title = 'a text'", "x\ny", "x" * 1000, "\0", "~"):
        with pytest.raises(UnknownNameError):
            load(name)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "m.toml").touch()
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FileError, match=r"m\.toml: the file can't be read: Permission denied\."):
        load(tmp_path / "m.toml")


def test_what_is_no_ordinary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        door.bind("s.toml")
        with pytest.raises(FileError, match=r"s\.toml: the file can't be read"):
            load("s.toml")
    # It has no end, and says that it has no size.
    with pytest.raises(FileError, match="larger than 16 MiB"):
        load(Path("/dev/zero"))


def test_errors_of_the_file_and_of_the_model() -> None:
    with pytest.raises(FileError):
        loads("title")
    with pytest.raises(ModelError):
        loads(TEXT.replace("ranking = [3", "ranking = [true"))
    for error in (FileError, ModelError):
        assert issubclass(error, CountermoveError)
        assert issubclass(error, ValueError)


def test_reading_needs_neither_positions_nor_a_writer() -> None:
    code = (
        "import sys; from countermove.files.model_file import load; load('chicken');"
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('tomlkit', 'tree_sitter', 'tree_sitter_toml', 'tree_sitter_json')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout == "[]\n"
