"""Files that are something else than a model: each is named, with what to do about it."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from countermove.errors import CountermoveError, UnknownNameError
from countermove.files.importing import import_file, readable
from countermove.files.model_file import load
from countermove.files.writing import to_toml


def zipped(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


READ = readable()
WRITE = (
    "What is in it has to be written as a model; countermove new FILE.toml writes a small one, "
    "with comments."
)
TABLE = (
    " that isn't known as one of a model. Such a table begins with the heads of its columns, as "
    "Party and Option; or each option has a line that ends with Y or N for each outcome. "
    f"{WRITE}"
)
OTHER_SHEET = f"a spreadsheet of another kind. Save it as .xlsx. {READ}"
PICKLE = (
    "a Python pickle, as gmcr-py before 0.3 wrote its files; it isn't read, because reading one "
    "can run a program. Open it in that program and save it again."
)
OPENDOCUMENT = "application/vnd.oasis.opendocument"

KINDS = {
    "old.gmcr": (pickle.dumps({"dms": ["A"], "opts": [["x"]]}, protocol=3), PICKLE),
    "new.gmcr": (pickle.dumps([1], protocol=5), PICKLE),
    "a.xlsb": (zipped("[Content_Types].xml", "xl/styles.xml"), OTHER_SHEET),
    "a.ods": (zipped(mimetype=f"{OPENDOCUMENT}.spreadsheet"), OTHER_SHEET),
    "a.docx": (zipped("word/document.xml"), f"a document of a word processor. {WRITE}"),
    "a.odt": (zipped(mimetype=f"{OPENDOCUMENT}.text"), f"a document of a word processor. {WRITE}"),
    "a.pptx": (zipped("ppt/presentation.xml"), f"a presentation. {WRITE}"),
    "a.zip": (zipped("model.toml"), f"a ZIP archive. Unpack it first. {READ}"),
    "cut.zip": (zipped("model.toml")[:30], f"a ZIP archive. Unpack it first. {READ}"),
    "a.gz": (b"\x1f\x8b\x08\x00", f"a compressed file. Unpack it first. {READ}"),
    "a.xls": (
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        f"a file of an older office program (.xls, .doc). {WRITE}",
    ),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3", f"a PDF. {WRITE}"),
    "a.rtf": (rb"{\rtf1\ansi", f"a document of a word processor. {WRITE}"),
    "a.png": (b"\x89PNG\r\n\x1a\n", f"a picture. {WRITE}"),
    "a.jpg": (b"\xff\xd8\xff\xe0", f"a picture. {WRITE}"),
    "a.svg": (b'<?xml version="1.0"?>\n<svg xmlns="x">', f"a picture. {WRITE}"),
    "h.sqlite": (b"SQLite format 3\0", f"a database. {READ}"),
    "a.npy": (
        b"\x93NUMPY\x01",
        f"an array of NumPy. In Python, solve_many takes such arrays. {READ}",
    ),
    "game.nfg": (
        b'NFG 1 R "g" { "a" "b" }',
        f"a game of Gambit. Countermove writes such files, but doesn't read them. {WRITE}",
    ),
    "a.graphml": (
        b"<?xml version='1.0'?>\n<graphml>",
        f"a graph (GraphML). Countermove writes such files, but doesn't read them. {WRITE}",
    ),
    "a.html": (b"<!DOCTYPE html>\n<HTML>", f"a web page. {WRITE}"),
    "a.xml": (b"<model>", f"XML. {READ}"),
    "a.tex": (b"\\documentclass{article}", f"a text in LaTeX. {WRITE}"),
    "a.yaml": (b"format: countermove/1\n", f"YAML. YAML isn't read. {READ}"),
    "a.csv": (b"option,1,2\nstrike,Y,N\n", f"a table (CSV){TABLE}"),
    "b.csv": (b'\xef\xbb\xbf"name";"age"\n', f"a table (CSV){TABLE}"),
    "a.md.txt": (b"| state | text |\n|---|---|\n", f"a table (Markdown){TABLE}"),
    "c.tsv": (b"year\tvalue\n", f"a table (CSV){TABLE}"),
}


@pytest.mark.parametrize("read", [load, import_file])
@pytest.mark.parametrize("name", KINDS)
def test_each_is_named(read: Callable[[Path], object], name: str, tmp_path: Path) -> None:
    content, says = KINDS[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CountermoveError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: this is {says}"


def test_a_model_may_have_any_suffix_and_a_mistake_in_its_first_line(tmp_path: Path) -> None:
    text = to_toml(load("chicken"))
    for name in ("model.csv", "model.txt", "model.yaml"):
        (tmp_path / name).write_text(text)
        assert load(tmp_path / name) == load("chicken")
    for first in ("format: countermove/1\n", "a model, mine\n"):
        (tmp_path / "m.toml").write_text(first + text)
        with pytest.raises(CountermoveError, match="this isn't TOML"):
            load(tmp_path / "m.toml")


def test_files_of_ours_and_of_gmcr_plus_at_the_wrong_door(tmp_path: Path) -> None:
    model, dispute = tmp_path / "m.toml", tmp_path / "d.gmcr"
    model.write_text(to_toml(load("chicken")))
    dispute.write_text(json.dumps({"decisionMakers": []}))
    own = "this is a model of Countermove. It needs no import: use it as it is."
    for read, path, says in (
        (import_file, model, f"{model}: {own}"),
        (
            load,
            dispute,
            f"{dispute}: this is a file of GMCR+. Read it with: countermove import",
        ),
    ):
        with pytest.raises(CountermoveError) as caught:
            read(path)
        assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("asked", "meant"), [("gerd", "gerd.toml"), ("grd", "gerd.toml"), ("chickn", "chicken")]
)
def test_a_file_is_offered_where_no_case_is_meant(
    asked: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gerd.toml").touch()
    with pytest.raises(UnknownNameError) as caught:
        load(asked)
    assert str(caught.value).startswith(
        f"no case '{asked}'. Did you mean '{meant}'? The cases are: "
    )


def test_a_file_of_the_same_name_is_offered_whatever_its_suffix(tmp_path: Path) -> None:
    for there in ("nk.toml", "ab.gmcr"):
        (tmp_path / there).touch()
    for read, asked, meant in (
        (load, "nk.tml", "nk.toml"),
        (load, "nk", "nk.toml"),
        (import_file, "ab", "ab.gmcr"),
    ):
        with pytest.raises(CountermoveError, match=f"Did you mean '{meant}'"):
            read(tmp_path / asked)
