"""The opened folder: names are confined to it, nothing is overwritten, removed isn't lost."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countermove.editing.file_names import checked_name, slug
from countermove.errors import CountermoveError, FileError, UnknownNameError
from countermove.files.gallery import case_documents
from countermove.files.model_file import load, read
from countermove.files.schema import SCHEMA_FILE, schema_text
from countermove.record.proving import proofs
from countermove.web.folder import Folder

MODEL = b'format = "countermove/1"\ntitle = "Water"\n'
POSIX = pytest.mark.skipif(os.name != "posix", reason="names and links of Unix")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    opened = tmp_path / "opened"
    opened.mkdir()
    (tmp_path / "outside.toml").write_bytes(MODEL)
    return Folder(opened)


def names(folder: Folder) -> list[str]:
    return [listed.name for listed in folder.models()]


# -- which files ------------------------------------------------------------------------------


def test_models_are_listed_and_nothing_else(folder: Folder) -> None:
    files = {
        "b.toml": MODEL,
        "A.toml": b"format = 'countermove/1'\ndecision_makers = [[[",
        "c.json": b'{"format": "countermove/1"}',
        "d.JSON": b'{"title": "", "decision_makers": {}}',
        "pyproject.toml": b'[project]\nname = "countermove"\n',
        "package.json": b'{"format": "esm"}',
        "empty.toml": b"",
        SCHEMA_FILE: schema_text().encode(),
        "notes.txt": MODEL,
        ".hidden.toml": MODEL,
        "dispute.gmcr": b"{}",
    }
    for name, content in files.items():
        (folder.path / name).write_bytes(content)
    (folder.path / "folder.toml").mkdir()
    assert names(folder) == ["A.toml", "b.toml", "c.json", "d.JSON"]
    assert [listed.name for listed in folder.importable()] == ["dispute.gmcr"]
    assert folder.models()[0].changed == (folder.path / "A.toml").stat().st_mtime


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no folder"):
        Folder(tmp_path / "nowhere")


def test_a_model_is_where_its_name_says(folder: Folder) -> None:
    (folder.path / "talks.toml").write_bytes(MODEL)
    assert folder.path_of("talks.toml") == folder.path / "talks.toml"
    with pytest.raises(UnknownNameError, match=r"Did you mean 'talks\.toml'"):
        folder.path_of("tolks.toml")


BAD = [
    ("../outside.toml", "it holds '/'"),
    ("..\\outside.toml", "it holds '\\'"),
    ("..%2foutside.toml/x.toml", "it holds '/'"),
    ("/etc/passwd", "it holds '/'"),
    ("C:outside.toml", "it holds ':'"),
    ("talks.toml:stream.toml", "it holds ':'"),
    ("..", "it begins with a dot"),
    (".toml", "it begins with a dot"),
    (".countermove", "it begins with a dot"),
    ("", "it doesn't end in .toml or .json"),
    ("talks", "it doesn't end in .toml or .json"),
    ("talks.toml.exe", "it doesn't end in .toml or .json"),
    ("talks.gmcr", "it doesn't end in .toml or .json"),
    ("talks\0.toml", "it holds a character that can't be seen"),
    ("talks\n.toml", "it holds a character that can't be seen"),
    ("talks\u202egnp.toml", "it holds a character that can't be seen"),
    ("talks\ud800.toml", "it holds a character that can't be seen"),
    (" talks.toml", "a space or a dot stands at its edge"),
    ("talks .toml", "a space or a dot stands at its edge"),
    ("talks..toml", "a space or a dot stands at its edge"),
    ("CON.toml", "Windows keeps this name for a device"),
    ("nul.tar.toml", "Windows keeps this name for a device"),
    ("lpt¹.toml", "Windows keeps this name for a device"),
    ("a" * 200 + ".toml", "it is too long"),
    ("水" * 60 + ".toml", "it is too long"),
]


@pytest.mark.parametrize(("name", "fault"), BAD)
def test_a_name_that_isnt_plain_is_refused(folder: Folder, name: str, fault: str) -> None:
    (folder.path / "talks.toml").write_bytes(MODEL)
    for ask in (folder.path_of, folder.duplicate, folder.remove):
        with pytest.raises(FileError) as refused:
            ask(name)
        assert fault in str(refused.value)
        str(refused.value).encode()
    if name and not name.endswith(("talks", "gmcr", "..", "countermove", "passwd", "exe")):
        with pytest.raises(FileError):
            folder.rename("talks.toml", name)
    assert names(folder) == ["talks.toml"]


def test_an_encoded_separator_is_no_separator(folder: Folder) -> None:
    with pytest.raises(FileError, match="begins with a dot"):
        folder.path_of("..%2foutside.toml")
    with pytest.raises(UnknownNameError):
        folder.path_of("x%2f..%2foutside.toml")


@pytest.mark.parametrize(
    "name",
    ["talks-2025.toml", "Переговоры о воде.json", "a.b.toml", "水.TOML", "it's 50% (new).toml"],
)
def test_names_in_any_language_will_do(folder: Folder, name: str) -> None:
    (folder.path / name).write_bytes(MODEL)
    assert folder.path_of(name).read_bytes() == MODEL
    assert names(folder) == [name]


ANY = st.text(max_size=30) | st.lists(
    st.sampled_from(["..", ".", "/", "\\", "outside", ".toml", "%2f", "\0", "C:", "~", "link"]),
    max_size=6,
).map("".join)


@given(name=ANY | ANY.map(lambda text: f"{text}.toml"))
@example("../outside.toml")
def test_no_name_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    base = tmp_path_factory.getbasetemp() / "confined"
    folder_path = base / "opened"
    if not folder_path.exists():
        folder_path.mkdir(parents=True)
        (base / "outside.toml").write_bytes(MODEL)
        (folder_path / "inside.toml").write_bytes(MODEL)
    folder = Folder(folder_path)
    try:
        found = folder.path_of(name)
    except CountermoveError as error:
        str(error).encode()
    else:
        assert found.resolve().parent == folder.path
    try:
        assert checked_name(name) == name
    except FileError:
        return
    assert (folder.path / name).resolve().parent == folder.path


@POSIX
def test_links_may_not_lead_out_of_the_folder(folder: Folder) -> None:
    outside = folder.path.parent / "outside.toml"
    (folder.path / "own.toml").write_bytes(MODEL)
    (folder.path / "link.toml").symlink_to(outside)
    (folder.path / "within.toml").symlink_to("own.toml")
    (folder.path / "loop.toml").symlink_to("loop.toml")
    for ask in (folder.path_of, folder.duplicate, folder.remove):
        with pytest.raises(FileError, match="leads out of the opened folder"):
            ask("link.toml")
    assert folder.path_of("within.toml") == folder.path / "own.toml"
    with pytest.raises(CountermoveError, match=r"loop\.toml"):
        folder.path_of("loop.toml")
    assert names(folder) == ["own.toml", "within.toml"]
    (folder.path / ".countermove").symlink_to(folder.path.parent)
    with pytest.raises(FileError, match="leads out of the opened folder"):
        folder.remove("own.toml")
    assert (folder.path / "own.toml").exists()


# -- what is added ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Talks on Ukraine, 2025", "talks-on-ukraine-2025.toml"),
        ("  Wasser für\nalle  ", "wasser-für-alle.toml"),
        ("हिन्दी वार्ता", "हिन्दी-वार्ता.toml"),
        ("谈判", "谈判.toml"),
        ("../../etc", "etc.toml"),
        ("COM1", "model.toml"),
        ("🙂", "model.toml"),
        ("", "model.toml"),
        ('"""\\ \x7f\x00\ud800', "model.toml"),
    ],
)
def test_a_new_model_is_named_after_its_title(folder: Folder, title: str, name: str) -> None:
    assert folder.new(title) == name
    assert names(folder) == [name]
    reading = read(folder.path_of(name))
    assert reading.conflict is not None
    shown = title.encode("utf-8", "replace").decode().replace("\x7f", "").replace("\x00", "")
    shown = " ".join(shown.split()) or "Model"
    assert reading.conflict.title == shown
    assert not reading.conflict.decision_makers
    (problem,) = reading.problems
    assert "decision_makers" in str(problem)


@given(st.text(max_size=300))
def test_every_title_makes_a_name_that_can_be_used(title: str) -> None:
    assert checked_name(f"{slug(title)}-1000.toml")
    assert slug(slug(title)) == slug(title)


def test_what_is_there_is_never_overwritten(folder: Folder) -> None:
    made = [folder.new("Water") for _ in range(3)]
    assert made == ["water.toml", "water-2.toml", "water-3.toml"]
    (folder.path / "water.toml").write_bytes(b"changed")
    assert folder.new("Water") == "water-4.toml"
    assert (folder.path / "water.toml").read_bytes() == b"changed"


def test_a_case_is_copied_as_it_is(folder: Folder) -> None:
    assert folder.copy_case("talks-2025") == "talks-2025.toml"
    assert folder.copy_case("talks-2025") == "talks-2025-2.toml"
    assert load(folder.path / "talks-2025-2.toml") == load("talks-2025")
    for name in ("talks", "../cases/chicken", ""):
        with pytest.raises(UnknownNameError):
            folder.copy_case(name)
    assert names(folder) == ["talks-2025-2.toml", "talks-2025.toml"]


def test_a_case_is_copied_with_its_documents(folder: Folder) -> None:
    report = folder.path / "night-ward-report.html"
    folder.copy_case("night-ward")
    assert report.read_bytes() == case_documents("night-ward")[report.name]
    report.write_bytes(b"mine")
    found = proofs(load(folder.path / folder.copy_case("night-ward")))
    assert report.read_bytes() == b"mine"
    assert all(proof.quotation for proof in found.values() if proof.document == "minutes")


@pytest.mark.parametrize(
    ("filename", "name"),
    [
        ("Water 1.toml", "Water 1.toml"),
        ("C:\\fakepath\\water.TOML", "water.toml"),
        ("../../water.json", "water.json"),
        ("con.toml", "model.toml"),
        (".hid<d>en\0.toml", "hid-d-en.toml"),
    ],
)
def test_an_upload_keeps_its_name_where_that_can_be(
    folder: Folder, filename: str, name: str
) -> None:
    content = b'{"format": "countermove/1"}' if name.endswith("json") else MODEL + b"[[wrong"
    assert folder.upload(filename, content) == (name, ())
    assert (folder.path / name).read_bytes() == content


@pytest.mark.parametrize(
    ("filename", "content", "fault"),
    [
        ("a.exe", MODEL, "this isn't a file with a model"),
        ("a.pdf", b"%PDF-1.7", "this is a PDF. What is in it has to be written as a model"),
        ("a.csv", b"option,1,2\n", "this is a table"),
        ("a.gmcr", b"\x80\x03}q\x00.", "this is a Python pickle"),
        ("a", MODEL, "this isn't a file with a model"),
        (".toml", MODEL, "this isn't a file with a model"),
        ("a.toml", b"", "the file is empty"),
        ("a.toml", b"\xff\xfe", "UTF-16"),
        ("a.toml", b"\xff" + MODEL, "isn't UTF-8"),
        ("a.toml", b"[project]\nname = 1", "this isn't a model"),
        ("a.json", b"[" * 100_000, ""),
        ("a.toml", MODEL + b"#" * 2**24, "larger than 16 MiB"),
    ],
)
def test_what_isnt_a_model_is_no_upload(
    folder: Folder, filename: str, content: bytes, fault: str
) -> None:
    with pytest.raises(FileError) as refused:
        folder.upload(filename, content)
    assert fault in str(refused.value)
    assert list(folder.path.iterdir()) == []


DISPUTE = b"""{"useManualPreferenceRanking": false, "infeasibles": [],
"decisionMakers": [{"name": "A", "options": [0], "preferences": []},
{"name": "B", "options": [1], "preferences": []}],
"options": [{"name": "Go", "permittedDirection": "both"},
{"name": "Stay", "permittedDirection": "fwd"}]}"""


def test_coalitions_of_gmcr_that_are_none_are_a_note(folder: Folder) -> None:
    name, notes = folder.upload("a.gmcr", DISPUTE[:-1] + b', "coalitions": [0]}')
    assert notes[-1] == (
        "The coalitions of the file are left out: they leave out B, and GMCR+ doesn't use them "
        "then."
    )
    assert read(folder.path_of(name)).problems == ()


def test_a_file_of_gmcr_becomes_a_model(folder: Folder) -> None:
    (folder.path / "dispute.gmcr").write_bytes(DISPUTE)
    name, notes = folder.import_file("dispute.gmcr")
    assert name == "dispute.toml"
    assert all(isinstance(note, str) for note in notes)
    assert folder.upload("x/dispute.gmcr", DISPUTE)[0] == "dispute-2.toml"
    for listed in names(folder):
        assert read(folder.path_of(listed)).conflict is not None
    assert folder.upload("other.GMCR", DISPUTE)[0] == "other.toml"
    assert all(f"# {note[:40]}" in (folder.path / name).read_text("utf-8") for note in notes)
    assert (
        load(folder.path / "other.toml").decision_makers == load(folder.path / name).decision_makers
    )
    for wrong in ("../dispute.gmcr", "none.gmcr", "dispute.toml"):
        with pytest.raises(CountermoveError):
            folder.import_file(wrong)
    with pytest.raises(FileError, match=r"isn't a file of GMCR\+"):
        folder.upload("wrong.gmcr", b"{}")


# -- what changes names -----------------------------------------------------------------------


def test_a_copy_gets_a_name_of_its_own(folder: Folder) -> None:
    (folder.path / "water.json").write_bytes(b'{"format": "countermove/1"}')
    assert folder.duplicate("water.json") == "water-2.json"
    assert (folder.path / "water-2.json").read_bytes() == b'{"format": "countermove/1"}'


def test_renaming_keeps_the_suffix_and_what_is_there(folder: Folder) -> None:
    folder.new("Water")
    folder.new("Air")
    assert folder.rename("water.toml", "Flüsse.v2") == "Flüsse.v2.toml"
    assert folder.rename("Flüsse.v2.toml", "rivers.toml") == "rivers.toml"
    assert folder.rename("rivers.toml", "rivers") == "rivers.toml"
    with pytest.raises(FileError, match=r"there is a file 'air\.toml' already"):
        folder.rename("rivers.toml", "air")
    for wrong in ("../out", "a/b", "con", ".hidden"):
        with pytest.raises(FileError):
            folder.rename("rivers.toml", wrong)
    with pytest.raises(UnknownNameError):
        folder.rename("water.toml", "fire")
    assert names(folder) == ["air.toml", "rivers.toml"]
    assert load_title(folder, "rivers.toml") == "Water"


def load_title(folder: Folder, name: str) -> str:
    conflict = read(folder.path_of(name)).conflict
    assert conflict is not None
    return conflict.title


def test_what_is_removed_can_be_brought_back(folder: Folder) -> None:
    assert folder.removed() == ()
    folder.new("Water")
    first = folder.remove("water.toml")
    assert names(folder) == []
    folder.new("Water")
    second = folder.remove("water.toml")
    assert [entry.key for entry in folder.removed()] == [second, first]
    assert {entry.name for entry in folder.removed()} == {"water.toml"}
    assert folder.removed()[0].when >= folder.removed()[1].when
    folder.new("Water")
    assert folder.bring_back(first) == "water-2.toml"
    assert [entry.key for entry in folder.removed()] == [second]
    assert names(folder) == ["water-2.toml", "water.toml"]
    with pytest.raises(UnknownNameError, match="no removed model"):
        folder.bring_back(first)


def test_only_what_was_removed_is_brought_back(folder: Folder) -> None:
    folder.new("Water")
    folder.remove("water.toml")
    place = folder.path / ".countermove" / "removed"
    for odd in ("notes.txt", "20259999T999999999999-a.toml", "20250101T000000000000-.a.toml"):
        (place / odd).write_bytes(MODEL)
    assert len(folder.removed()) == 1
    for wrong in ("notes.txt", "../../../outside.toml", "", "water.toml"):
        with pytest.raises(UnknownNameError):
            folder.bring_back(wrong)


@POSIX
def test_what_the_disk_refuses_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.new("Water")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"'air\.toml' can't be used: No space left on device"):
        folder.new("Air")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FileError, match="No space left"):
        folder.remove("water.toml")
    assert names(folder) == ["water.toml"]
