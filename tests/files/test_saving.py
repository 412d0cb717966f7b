"""Saving: a file is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from countermove.errors import CountermoveError, FileError, ModelError
from countermove.files import writing
from countermove.files.model_file import load, loads
from countermove.files.writing import save, to_json, to_toml
from countermove.model.conflict import Conflict

MODEL = Conflict.model_validate(
    {
        "format": "countermove/1",
        "title": "Water",
        "decision_makers": {"up": {"name": "Upstream", "options": {"dam": "Build a dam"}}},
        "preferences": {"up": {"statements": ["dam"]}},
    }
)


def test_what_is_written() -> None:
    conflict = Conflict.model_validate(
        MODEL.to_dict()
        | {
            "status_quo": ["dam"],
            "preferences": {
                "up": {"statements": [{"holds": "dam", "because": ["talk"]}, "not dam"]},
            },
            "claims": {"done": {"says": "It is built", "possible": "dam"}},
            "sources": {"talk": {"said": "Yes. " * 30, "on": "2025-02-13", "who": "A minister"}},
            "scenarios": {"no-dam": {"title": "No dam", "rules": {"infeasible": ["dam"]}}},
        }
    )
    assert to_toml(conflict) == (
        'format = "countermove/1"\n'
        'title = "Water"\n'
        'status_quo = ["dam"]\n'
        "\n"
        "[decision_makers.up]\n"
        'name = "Upstream"\n'
        "[decision_makers.up.options]\n"
        'dam = "Build a dam"\n'
        "\n"
        "[preferences.up]\n"
        "statements = [\n"
        '  { holds = "dam", because = ["talk"] },\n'
        '  "not dam",\n'
        "]\n"
        "\n"
        "[claims.done]\n"
        'says = "It is built"\n'
        'possible = "dam"\n'
        "\n"
        "[sources.talk]\n"
        'who = "A minister"\n'
        "on = 2025-02-13\n"
        'said = """\n' + "Yes. " * 19 + "\\\n" + "Yes. " * 11 + '"""\n'
        "\n"
        "[scenarios.no-dam]\n"
        'title = "No dam"\n'
        "\n"
        "[scenarios.no-dam.rules]\n"
        'infeasible = ["dam"]\n'
    )


def test_a_table_of_one_term_called_holds_stays_a_table() -> None:
    conflict = Conflict.model_validate(
        MODEL.to_dict()
        | {
            "decision_makers": {"up": {"name": "Up", "options": {"holds": "Hold on"}}},
            "terms": {"says": "holds"},
            "preferences": {"up": {"statements": ["says"]}},
        }
    )
    assert conflict.to_dict()["decision_makers"]["up"]["options"] == {"holds": "Hold on"}
    assert conflict.to_dict()["terms"] == {"says": "holds"}
    assert loads(to_toml(conflict)) == loads(to_json(conflict), "json") == conflict


def test_the_suffix_says_how(tmp_path: Path) -> None:
    for name in ("a.toml", "a.json", "A.TOML"):
        save(MODEL, tmp_path / name)
        assert load(tmp_path / name) == MODEL
        assert load(str(tmp_path / name)) == MODEL
    assert (tmp_path / "a.json").read_text().startswith("{")
    assert (tmp_path / "A.TOML").read_text() == (tmp_path / "a.toml").read_text()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (
            "a.yaml",
            "no format for a file that ends in '.yaml'. A model is saved as .toml or as .json.",
        ),
        ("a", "the file's name has no suffix. A model is saved as .toml or as .json."),
        ("no/a.toml", "the file can't be written: No such file or directory."),
        ("folder.toml", "the file can't be written: it isn't an ordinary file."),
        ("loop.toml", "the file can't be written:"),
        ("a\0.toml", "the file can't be written:"),
    ],
)
def test_what_cannot_be_saved(name: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "loop.toml").symlink_to(tmp_path / "loop.toml")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileError) as caught:
        save(MODEL, tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: {says}")
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_is_lost_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    path.write_text("what was there")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(FileError, match="No space left on device"):
        save(MODEL, path)
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_behind_when_saving_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save(MODEL, tmp_path / "a.toml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failure", [KeyboardInterrupt, MemoryError, OSError(28, "full")])
@pytest.mark.parametrize("before", [None, b"what was there"])
def test_nothing_is_left_behind_when_a_piece_can_not_be_made(
    tmp_path: Path, failure: type[BaseException] | BaseException, before: bytes | None
) -> None:
    path = tmp_path / "a.json"
    if before is not None:
        path.write_bytes(before)
    seen: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield b"x" * (1 << 20)
        # It has begun to be written, beside what is to be replaced.
        seen.append(sum(file.stat().st_size for file in tmp_path.iterdir() if file != path))
        raise failure

    with pytest.raises((KeyboardInterrupt, MemoryError, OSError)):
        writing.replace_file(path, pieces())
    assert seen[0] >= 1 << 19
    assert list(tmp_path.iterdir()) == ([] if before is None else [path])
    assert before is None or path.read_bytes() == before


def test_a_file_may_be_written_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    writing.replace_file(path, (f"{k}\n".encode() for k in range(10_000)))
    assert path.read_text().splitlines() == [str(k) for k in range(10_000)]
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("")
    for mode in (0o600, 0o664, 0o640):
        path.chmod(mode)
        save(MODEL, path)
        assert stat.S_IMODE(path.stat().st_mode) == mode
    new = tmp_path / "new.toml"
    save(MODEL, new)
    (tmp_path / "plain").touch()
    assert new.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_read_only_files_are_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text("")
    path.chmod(0o444)
    # Root may write anything: tests that run as root see what others see.
    monkeypatch.setattr(writing.os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(FileError, match="it is read-only"):
        save(MODEL, path)
    assert path.read_text() == ""


def test_symbolic_links_are_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target.toml", tmp_path / "link.toml"
    link.symlink_to(target)
    for _ in range(2):
        save(MODEL, link)
        assert link.is_symlink()
        assert load(target) == MODEL


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    broken = MODEL.model_copy(update={"title": "\ud83d"})
    for name in ("a.toml", "a.json"):
        with pytest.raises(ModelError, match="half of a character"):
            save(broken, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_errors_have_one_root(tmp_path: Path) -> None:
    with pytest.raises(CountermoveError):
        save(MODEL, tmp_path / "a")
