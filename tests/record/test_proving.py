"""Whether what a model quotes stands in its documents: proved, lost, or not to be checked."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
from pathlib import Path

import pytest

from countermove import from_dict, load
from countermove.building import build
from countermove.editing.contents import contents
from countermove.editing.model_folder import ModelFolder
from countermove.errors import FileError
from countermove.files.model_file import read_text
from countermove.model.conflict import Conflict
from countermove.model.scenarios import apply_scenario
from countermove.model.views import as_seen
from countermove.record.proving import Proof, opened_documents, proofs

REPORT = """River talks

“Without water the maize is lost,” said Ana Ruiz of the union. She said
that no plan holds that they have not signed. The mayor “will not wait” for that.
Without water there is no town.
"""
MODEL = """format = "countermove/1"
title = "River"
[decision_makers.town]
name = "Town"
options.pump = "Pump"
[preferences.town]
statements = [{ holds = "pump", perhaps = true }]
[documents.report]
file = "report.txt"
title = "River talks"
[sources.s]
document = "report"
quote = "without water the maize is lost"
[scenarios.dry]
title = "Dry"
rules.infeasible = ["not pump"]
"""


def written(folder: Path, quote: str, more: str = "", file: str = "report.txt") -> Conflict:
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    text = MODEL.replace('"without water the maize is lost"', f"{quote}{more}")
    (folder / "river.toml").write_text(text.replace("report.txt", file), encoding="utf-8")
    return load(folder / "river.toml")


def only(conflict: Conflict) -> Proof:
    (proof,) = proofs(conflict).values()
    return proof


@pytest.mark.parametrize(
    ("quote", "whose", "words", "place"),
    [
        ('"Without water the maize is lost."', "own", "Without water the maize is lost", (3, 2)),
        (
            '"no plan holds that they have not signed"',
            "reported",
            "no plan holds that they have not signed",
            (4, 6),
        ),
        (
            '"The mayor “will not wait” for that"',
            "mixed",
            "The mayor “will not wait” for that",
            (4, 47),
        ),
        (
            '["the maize is lost", "no plan holds"]',
            "mixed",
            "the maize is lost … no plan holds",
            (3, 16),
        ),
        ('"Without water"', "own", "Without water", (3, 2)),
        ('"Without water"\nnear = 200', "reported", "Without water", (5, 1)),
    ],
)
def test_proved(tmp_path: Path, quote: str, whose: str, words: str, place: tuple[int, int]) -> None:
    proof = only(written(tmp_path, quote))
    assert proof.quotation is not None
    assert proof.is_checked
    assert not proof.is_lost
    assert (proof.whose, proof.quotation.words, proof.place) == (whose, words, place)
    assert (proof.source, proof.document, proof.title) == ("s", "report", "River talks")


def test_lost(tmp_path: Path) -> None:
    proof = only(written(tmp_path, '"Without water the maize was lost"'))
    assert proof.is_lost
    assert proof.nearest is not None
    assert proof.nearest.differs == "“was” stands as “is”"
    in_wrong_order = only(written(tmp_path, '["no plan holds", "the maize is lost"]'))
    assert in_wrong_order.is_lost


def test_what_stands_in_the_file_now_counts(tmp_path: Path) -> None:
    conflict = written(tmp_path, '"the maize is lost"')
    assert not only(conflict).is_lost
    (tmp_path / "report.txt").write_text(REPORT.replace("is lost", "was lost"), encoding="utf-8")
    assert only(conflict).is_lost
    # Another file of the same length with the same time is another, too.
    report = tmp_path / "report.txt"
    times = report.stat().st_atime_ns, report.stat().st_mtime_ns
    report.write_text(REPORT.replace("is lost", "is cost").ljust(len(REPORT) + 1), encoding="utf-8")
    os.utime(report, ns=times)
    assert only(conflict).is_lost
    report.write_text(REPORT + " ", encoding="utf-8")
    os.utime(report, ns=times)
    assert not only(conflict).is_lost
    report.unlink()
    assert not only(conflict).is_checked
    sha = hashlib.sha256(REPORT.encode()).hexdigest()
    changed = from_dict(
        {**conflict.to_dict(), "documents": {"report": {"file": "report.txt", "sha256": sha}}}
    )
    for text, is_changed in ((REPORT, False), (f"{REPORT}\n", True)):
        (tmp_path / "report.txt").write_text(text, encoding="utf-8")
        (document,) = opened_documents(changed.in_folder(tmp_path)).values()
        assert document.is_changed is is_changed


def test_answers_are_kept_for_as_long_as_the_documents_stay_the_same(tmp_path: Path) -> None:
    written(tmp_path, '"the maize is lost"')
    raw = (tmp_path / "river.toml").read_bytes()
    seen = contents(raw, "river.toml", "toml", tmp_path)
    before = seen.state
    assert before != seen.revision
    (tmp_path / "report.txt").write_text(f"{REPORT} ", encoding="utf-8")
    assert seen.state != before
    (tmp_path / "report.txt").unlink()
    assert seen.state != before
    without = contents(b"title = 'River'", "river.toml", "toml", tmp_path)
    assert without.state == without.revision


def test_a_model_in_no_file_has_no_documents(tmp_path: Path) -> None:
    conflict = written(tmp_path, '"the maize is lost"')
    proof = only(from_dict(conflict.to_dict()))
    assert (proof.is_checked, proof.is_lost, proof.quotation) == (False, False, None)


def test_the_folder_goes_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, '"the maize is lost"')
    conflict = load("river.toml")
    monkeypatch.chdir(tmp_path.parent)
    reading = conflict.in_reading({"town.1": "no"})
    model = build(conflict, "dry")
    for one in (
        conflict,
        apply_scenario(conflict, "dry"),
        reading,
        apply_scenario(reading, "dry"),
        as_seen(conflict, ()),
        conflict.model_copy(update={"title": "T"}),
        model.conflict,
        model.written,
        pickle.loads(pickle.dumps(conflict)),
        read_text(MODEL, folder=tmp_path).checked(),
    ):
        assert only(one).quotation is not None


@pytest.mark.parametrize("file", ["report.txt", "deep/report.txt", "link.txt", "linked/report.txt"])
def test_documents_in_the_folder(tmp_path: Path, file: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "report.txt").write_text(REPORT, encoding="utf-8")
    conflict = written(tmp_path, '"the maize is lost"', file=file)
    (tmp_path / "linked").symlink_to(tmp_path / "deep")
    (tmp_path / "link.txt").symlink_to(tmp_path / "report.txt")
    assert only(conflict).quotation is not None


def test_nothing_is_read_outside_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text(REPORT, encoding="utf-8")
    (folder / "report.html").symlink_to(tmp_path / "secret.txt")
    (folder / "around").symlink_to(tmp_path)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / ".private").mkdir()
    (folder / ".private" / "notes.txt").write_text(REPORT, encoding="utf-8")
    for file, what in (
        ("report.html", "this leads out of the folder of the model."),
        ("around/secret.txt", "this leads out of the folder of the model."),
        ("pipe.txt", "this isn't an ordinary file."),
        (".private/notes.txt", "this is hidden in the folder of the model."),
        ("report.exe", "documents that end in '.exe' aren't read."),
    ):
        (folder / "report.exe").touch()
        conflict = written(folder, '"the maize is lost"', file=file)
        (document,) = opened_documents(conflict).values()
        assert document.problem is not None
        assert (document.problem.what, document.document) == (what, None)
        assert document.problem.path == ("documents", "report", "file")
        assert not only(conflict).is_checked
        if not file.endswith(".exe"):  # whoever opens it by name in the folder is told the same
            with pytest.raises(FileError, match=re.escape(what)):
                ModelFolder(folder).document(file)
    # Of what a partly read model names outside, nothing is read either.
    reading = read_text(MODEL.replace("report.txt", "../secret.txt"), folder=folder)
    assert reading.problems
    assert reading.conflict is not None
    assert not only(reading.conflict).is_checked
    assert not only(written(folder, '"a b c d"', file="self.txt")).is_checked
