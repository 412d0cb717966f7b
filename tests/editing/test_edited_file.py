"""The file is the truth: what is edited, what others do to it, and the way back."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove import file_state
from countermove.editing import edited_file as module
from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.editing.edits import Insert, Put, Remove, Rename, Reorder
from countermove.editing.history import History
from countermove.errors import CountermoveError, EditConflictError, FileError
from countermove.files import model_file, parsing
from countermove.files.parsing import Parsed
from countermove.files.positions import FilePlaces

TEXT = """\
format = "countermove/1"
title = "Talks"

[decision_makers.us]
name = "United States"
[decision_makers.us.options]
deal = "Make a deal"
leave = "Leave"

[decision_makers.russia]
name = "Russia"
[decision_makers.russia.options]
stop = "Stop"

[preferences.us]
statements = ["deal", "not leave"]

[preferences.russia]
statements = ["not stop"]
"""
OTHERS = "Changed by another program"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "talks.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def open_file(path: Path) -> Iterator[Callable[[], EditedFile]]:
    with contextlib.ExitStack() as stack:
        yield lambda: EditedFile(path, stack.enter_context(History(path.parent)))


@pytest.fixture
def document(open_file: Callable[[], EditedFile]) -> EditedFile:
    return open_file()


def title(text: str) -> Put:
    return Put(at=("title",), value=text)


def said(document: EditedFile) -> list[str]:
    return [version.said for version in document.versions()]


def replace(path: Path, old: str, new: str) -> None:
    """Change the file as another program does."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_seen(document: EditedFile) -> None:
    seen = document.current()
    assert seen.text == TEXT
    assert seen.format == "toml"
    assert seen.reading.conflict is not None
    assert seen.reading.problems == ()
    assert seen.data["decision_makers"]["us"]["options"]["leave"] == "Leave"
    assert (seen.undo, seen.redo) == (None, None)
    assert said(document) == ["As it was found"]


def test_an_edit_is_saved_undone_and_redone(path: Path, document: EditedFile) -> None:
    first = document.current()
    second = document.edit([title("Peace talks")], first.revision, "A better title")
    assert second.data["title"] == "Peace talks"
    assert second.text == path.read_text(encoding="utf-8")
    assert (second.undo, second.redo) == ("A better title", None)
    back = document.undo(second.revision)
    assert path.read_text(encoding="utf-8") == TEXT
    assert (back.undo, back.redo) == (None, "A better title")
    assert back.revision == first.revision
    again = document.redo(back.revision)
    assert again == second
    assert document.current() == second


def test_the_way_back_outlives_the_program(open_file: Callable[[], EditedFile], path: Path) -> None:
    one = open_file()
    seen = one.current()
    for name in ("B", "C"):
        seen = one.edit([title(name)], seen.revision, f"To {name}")
    one.undo(seen.revision)
    one.history.close()
    two = open_file()
    seen = two.current()
    assert (seen.data["title"], seen.undo, seen.redo) == ("B", "To B", "To C")
    assert two.undo(seen.revision).text == TEXT


def test_a_new_edit_after_an_undo_loses_nothing(document: EditedFile) -> None:
    seen = document.edit([title("B")], document.current().revision, "To B")
    seen = document.undo(seen.revision)
    seen = document.edit([title("C")], seen.revision, "To C")
    assert (seen.undo, seen.redo) == ("To C", None)
    seen = document.restore(2, seen.revision)
    assert seen.data["title"] == "B"
    assert said(document) == ["As it was found", "To B", "To C", "Go back to version 2"]
    assert document.undo(seen.revision).data["title"] == "C"
    assert 'title = "C"' in document.text_of(3)


def test_nothing_to_undo_or_redo(document: EditedFile) -> None:
    seen = document.current()
    with pytest.raises(FileError, match="nothing to undo"):
        document.undo(seen.revision)
    with pytest.raises(FileError, match="nothing to redo"):
        document.redo(seen.revision)


def test_what_changes_nothing_is_no_version(document: EditedFile) -> None:
    seen = document.current()
    assert document.write(seen.text, seen.revision) == seen
    assert document.restore(1, seen.revision) == seen
    assert said(document) == ["As it was found"]


def test_edits_are_told_in_words_where_nothing_is_said(document: EditedFile) -> None:
    edits = [title("B"), Insert(at=("preferences", "us", "statements"), value="leave")]
    assert document.edit(edits[:1], document.current().revision).undo == "Change the title"
    assert (
        document.edit(edits[1:], document.current().revision).undo
        == "Add a statement to United States"
    )
    assert document.edit([title("C"), *edits[1:]], document.current().revision).undo == (
        "Change the title and 1 more"
    )


def test_a_wrong_model_is_saved_too(document: EditedFile) -> None:
    edit = Put(at=("preferences", "us", "statements"), value=["deal and"])
    seen = document.edit([edit], document.current().revision)
    assert seen.is_well_formed
    assert [problem.path[:3] for problem in seen.reading.problems] == [
        ("preferences", "us", "statements")
    ]


STEPS = ["edit", "undo", "redo", "restore", "write", "others", "reopen"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=12))
def test_a_document_walks_a_tree(steps: list[tuple[str, int]]) -> None:
    """Compare with what is meant: texts, the version each was made from, and where one stands."""
    texts: dict[int, str] = {}
    parents: dict[int, int | None] = {}
    redos: dict[int, int] = {}
    here = 0

    def add(text: str) -> None:
        nonlocal here
        if here == 0 or texts[here] != text:
            parents[len(texts) + 1] = here or None
            texts[len(texts) + 1] = text
            here = len(texts)

    with TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        path = Path(folder, "talks.toml")
        path.write_text('title = "0"\n', encoding="utf-8")
        document = EditedFile(path, stack.enter_context(History(Path(folder))))
        add(document.current().text)
        for step, number in steps:
            seen = document.current()
            text = f'title = "{number}"\n'
            if step == "edit":
                document.edit([title(str(number))], seen.revision)
                add(text)
            elif step == "write":
                document.write(text, seen.revision)
                add(text)
            elif step == "others":
                path.write_text(text, encoding="utf-8")
                add(text)
            elif step == "restore":
                chosen = 1 + number % len(texts)
                document.restore(chosen, seen.revision)
                add(texts[chosen])
            elif step == "undo" and (to := parents[here]) is not None:
                document.undo(seen.revision)
                redos[to], here = here, to
            elif step == "redo" and here in redos:
                document.redo(seen.revision)
                here = redos[here]
            elif step == "reopen":
                document = EditedFile(path, stack.enter_context(History(Path(folder))))
            seen = document.current()
            assert path.read_text(encoding="utf-8") == seen.text == texts[here]
            assert (seen.version.number, seen.version.parent) == (here, parents[here])
            assert (seen.undo is not None) == (parents[here] is not None)
            assert (seen.redo is not None) == (here in redos)
            assert {v.number: document.text_of(v.number) for v in document.versions()} == texts


# Changes by others.


def test_a_change_by_another_program_is_a_version_that_can_be_undone(
    path: Path, document: EditedFile
) -> None:
    first = document.current()
    replace(path, "Talks", "Theirs")
    seen = document.current()
    assert seen.data["title"] == "Theirs"
    assert seen.undo == OTHERS
    assert [v.author for v in document.versions()] == ["another program"] * 2
    assert document.undo(seen.revision).text == first.text


def test_a_change_of_the_same_size_at_the_same_time_is_seen(
    path: Path, document: EditedFile
) -> None:
    long_ago = time.time_ns() - 10**12
    os.utime(path, ns=(long_ago, long_ago))
    document.current()
    replace(path, "Talks", "Walks")
    os.utime(path, ns=(long_ago, long_ago))
    assert document.current().data["title"] == "Walks"


def test_a_file_that_has_not_changed_is_not_read_again(
    path: Path, document: EditedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_state, "_CLOCK_TICK", 0)
    document.current()
    seen = document.current()
    monkeypatch.setattr(module, "file_bytes", None)
    assert document.current().data is seen.data


def test_an_edit_of_another_part_is_made_all_the_same(path: Path, document: EditedFile) -> None:
    first = document.current()
    replace(path, '"not stop"', '"stop"')
    edits = [
        title("Mine"),
        Insert(at=("preferences", "us", "statements"), value="leave"),
        Put(at=("claims", "peace", "says"), value="Peace is possible"),
    ]
    seen = document.edit(edits, first.revision, "Mine")
    assert seen.data["preferences"]["russia"]["statements"] == ["stop"]
    assert seen.data["preferences"]["us"]["statements"] == ["deal", "not leave", "leave"]
    assert seen.data["title"] == "Mine"
    assert said(document) == ["As it was found", OTHERS, "Mine"]


@pytest.mark.parametrize(
    ("edit", "change", "path_met"),
    [
        (title("Mine"), ('"Talks"', '"Theirs"'), ("title",)),
        (title("Mine"), ('title = "Talks"\n', ""), ("title",)),
        (
            Put(at=("preferences", "us", "statements", 0), value="leave"),
            ('["deal", "not leave"]', '["not leave", "deal"]'),
            ("preferences", "us", "statements"),
        ),
        (
            Reorder(at=("preferences", "us", "statements", 0), to=1),
            ('"not leave"]', '"not leave", "stop"]'),
            ("preferences", "us", "statements"),
        ),
        (
            Remove(at=("preferences", "us", "statements", 1)),
            ('"deal", ', ""),
            ("preferences", "us", "statements"),
        ),
        (
            Reorder(at=("decision_makers", "us", "options", "deal"), to=1),
            ('deal = "Make a deal"\nleave = "Leave"', 'leave = "Leave"\ndeal = "Make a deal"'),
            ("decision_makers", "us", "options"),
        ),
        (
            Put(at=("decision_makers", "us", "name"), value="America"),
            (
                '[decision_makers.us]\nname = "United States"\n[decision_makers.us.options]\n'
                'deal = "Make a deal"\nleave = "Leave"\n',
                "",
            ),
            ("decision_makers", "us"),
        ),
        (
            Put(at=("preferences", "us", "note"), value="Mine"),
            ('[preferences.us]\nstatements = ["deal", "not leave"]', "[preferences]\nus = 3"),
            ("preferences", "us"),
        ),
        (
            Rename(at=("decision_makers", "us", "options", "deal"), to="bargain"),
            ('"Make a deal"', '"Agree"'),
            ("decision_makers", "us", "options", "deal"),
        ),
    ],
)
def test_an_edit_that_another_change_has_met_is_refused(
    path: Path,
    document: EditedFile,
    edit: Put | Reorder | Remove | Rename,
    change: tuple[str, str],
    path_met: tuple[str, ...],
) -> None:
    first = document.current()
    replace(path, *change)
    theirs = path.read_bytes()
    with pytest.raises(EditConflictError) as caught:
        document.edit([edit], first.revision)
    assert path_met in [problem.path for problem in caught.value.problems]
    assert all(problem.advice for problem in caught.value.problems)
    assert path.read_bytes() == theirs
    assert document.current().undo == OTHERS


def test_a_refusal_tells_both_sides(path: Path, document: EditedFile) -> None:
    first = document.current()
    replace(path, "Talks", "Theirs")
    with pytest.raises(EditConflictError) as caught:
        document.edit([title("Mine " * 100)], first.revision)
    assert [problem.what for problem in caught.value.problems] == [
        "the title changed meanwhile: it was “Talks”, and is “Theirs” now; "
        f"your change makes it “{'Mine ' * 100}”."
    ]


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        # What moves along with a key, or stands beside it, may have changed.
        (
            Reorder(at=("decision_makers", "us", "options", "deal"), to=1),
            '"Make a deal"',
            '"Agree"',
        ),
        (
            Put(at=("decision_makers", "us", "options", "wait"), value="Wait"),
            '"Make a deal"',
            '"Agree"',
        ),
        # The others have made the same table meanwhile.
        (
            Put(at=("claims", "mine", "says"), value="Mine"),
            "[preferences.us]",
            '[claims.theirs]\nsays = "Theirs"\n\n[preferences.us]',
        ),
        # The others want the same.
        (title("Talks"), '"not stop"', '"stop"'),
    ],
)
def test_what_does_not_meet_is_made(
    path: Path, document: EditedFile, edit: Put | Reorder, old: str, new: str
) -> None:
    first = document.current()
    replace(path, old, new)
    seen = document.edit([edit], first.revision)
    assert new.splitlines()[0].strip("'\"") in seen.text


def test_write_undo_and_the_rest_need_the_latest(path: Path, document: EditedFile) -> None:
    first = document.current()
    second = document.edit([title("B")], first.revision)
    replace(path, '"B"', '"Theirs"')
    steps: list[Callable[[], Snapshot]] = [
        lambda: document.write(TEXT, second.revision),
        lambda: document.undo(second.revision),
        lambda: document.redo(second.revision),
        lambda: document.restore(1, second.revision),
        lambda: document.undo("no such revision"),
    ]
    for step in steps:
        with pytest.raises(EditConflictError, match="changed meanwhile") as caught:
            step()
        if step is not steps[-1]:
            assert "the title changed" in caught.value.problems[1].what
    assert document.current().data["title"] == "Theirs"
    with pytest.raises(EditConflictError):
        document.edit([title("Mine")], "no such revision")


def test_a_change_just_before_the_save_is_noticed(
    path: Path, document: EditedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = document.current()
    real = module.edited_text

    def slow(*args: object) -> str:
        monkeypatch.setattr(module, "edited_text", real)
        replace(path, '"not stop"', '"stop"')
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "edited_text", slow)
    seen = document.edit([title("Mine")], first.revision, "Mine")
    assert seen.data["preferences"]["russia"]["statements"] == ["stop"]
    assert said(document) == ["As it was found", OTHERS, "Mine"]


def test_a_file_that_never_rests_is_left_alone(
    path: Path, document: EditedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = document.current()
    real = module.edited_text
    texts = iter(range(100))

    def slow(*args: object) -> str:
        path.write_text(TEXT + f"# {next(texts)}\n", encoding="utf-8")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "edited_text", slow)
    with pytest.raises(FileError, match="keeps changing"):
        document.edit([title("Mine")], first.revision)
    assert path.read_text(encoding="utf-8").startswith(TEXT)


def test_threads_with_documents_of_their_own_lose_nothing(
    path: Path, open_file: Callable[[], EditedFile]
) -> None:
    shared = open_file()
    documents = {"a": shared, "b": shared, "c": open_file()}
    faults: list[BaseException] = []

    def work(name: str) -> None:
        try:
            document = documents[name]
            seen = document.current()
            for k in range(1, 18):
                seen = document.edit([Put(at=("terms", name), value=str(k))], seen.revision)
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=name) for name in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert dict(shared.current().data["terms"]) == dict.fromkeys(documents, "17")
    assert len(shared.versions()) == 1 + 3 * 17


# Files that can't be used.


def test_a_removed_file_comes_back_from_the_history(path: Path, document: EditedFile) -> None:
    seen = document.edit([title("B")], document.current().revision)
    path.unlink()
    for step in (
        document.current,
        lambda: document.edit([title("C")], seen.revision),
        lambda: document.undo(seen.revision),
    ):
        with pytest.raises(FileError, match="was removed or renamed by another program") as caught:
            step()
        assert "Go back to a version" in caught.value.problems[0].advice
    assert not path.exists()
    back = document.restore(2, "")
    assert back.text == seen.text
    assert back.undo == seen.undo
    path.unlink()
    assert document.restore(1, seen.revision).text == TEXT
    path.unlink()
    with pytest.raises(EditConflictError):
        document.write(TEXT, seen.revision)
    assert document.write("title = 'D'", document.versions()[-1].revision).data == {"title": "D"}


def test_a_file_that_was_never_there(tmp_path: Path) -> None:
    with History(tmp_path) as history:
        document = EditedFile(tmp_path / "none.toml", history)
        with pytest.raises(FileError, match="no such file"):
            document.current()
        with pytest.raises(FileError, match="no version 1"):
            document.restore(1, "")
        assert document.versions() == ()


def test_a_folder_in_place_of_the_file(path: Path, document: EditedFile) -> None:
    seen = document.current()
    path.unlink()
    path.mkdir()
    for step in (
        document.current,
        lambda: document.edit([title("B")], seen.revision),
        lambda: document.write(TEXT, seen.revision),
        lambda: document.restore(1, seen.revision),
    ):
        with pytest.raises(FileError, match="this is a folder, not a file"):
            step()
    assert path.is_dir()
    path.rmdir()
    assert document.restore(1, seen.revision).text == TEXT


def test_a_save_that_fails_changes_nothing(
    path: Path, document: EditedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = document.current()

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("countermove.files.writing.replace_file", full)
    with pytest.raises(FileError, match="can't be written: No space left on device"):
        document.edit([title("B")], seen.revision)
    monkeypatch.undo()
    assert document.current() == seen
    assert said(document) == ["As it was found"]


@pytest.mark.parametrize("broken", [b"title = ", b"\xff\xfet", b"a = '\xff'", b""])
def test_a_broken_file(path: Path, document: EditedFile, broken: bytes) -> None:
    path.write_bytes(broken)
    seen = document.current()
    assert seen.reading.conflict is None
    assert seen.reading.problems
    if broken:
        with pytest.raises(FileError, match="the text of the file is broken") as caught:
            document.edit([title("B")], seen.revision)
        assert "go back to a version" in caught.value.problems[0].advice
    mended = document.write(TEXT, seen.revision)
    assert mended.text == TEXT
    assert document.undo(mended.revision).revision == seen.revision
    assert path.read_bytes() == broken


def test_a_file_that_was_broken_when_the_edit_was_meant(path: Path, document: EditedFile) -> None:
    path.write_text("title = ", encoding="utf-8")
    broken = document.current()
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(EditConflictError, match="changed meanwhile"):
        document.edit([title("B")], broken.revision)


def test_texts_that_no_file_can_hold(
    path: Path, document: EditedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = document.current()
    with pytest.raises(FileError, match="half of a character"):
        document.write("title = '\ud800'", seen.revision)
    monkeypatch.setattr("countermove.editing.contents.LARGEST", 10)
    with pytest.raises(FileError, match="is larger than"):
        document.write(TEXT + "#", seen.revision)
    assert path.read_text(encoding="utf-8") == TEXT


# How the file is written.


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_stay(
    path: Path, document: EditedFile, mark: bytes, end: str
) -> None:
    path.write_bytes(mark + TEXT.replace("\n", end).encode())
    seen = document.current()
    assert seen.text == TEXT
    seen = document.edit([title("B")], seen.revision)
    assert path.read_bytes() == mark + seen.text.replace("\n", end).encode()
    # A form in a browser sends every line with "\r\n".
    seen = document.write(TEXT.replace("\n", "\r\n"), seen.revision)
    assert path.read_bytes() == mark + TEXT.replace("\n", end).encode()
    assert seen.text == TEXT


def test_mixed_line_ends_are_not_touched(path: Path, document: EditedFile) -> None:
    raw = b'title = "A"\r\nsummary = "B"\n'
    path.write_bytes(raw)
    seen = document.current()
    assert seen.text.encode() == raw
    document.write(seen.text + "# more\n", seen.revision)
    assert path.read_bytes() == raw + b"# more\n"


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "talks.json"
    path.write_text('{"title": "A"}', encoding="utf-8")
    with History(tmp_path) as history:
        document = EditedFile(path, history)
        seen = document.current()
        assert (seen.format, dict(seen.data)) == ("json", {"title": "A"})
        assert document.edit([title("B")], seen.revision).data == {"title": "B"}
        path.write_text("[1]", encoding="utf-8")
        with pytest.raises(CountermoveError, match="broken"):
            document.edit([title("B")], document.current().revision)


def test_only_leftovers_of_dead_saves_of_this_file_go(path: Path) -> None:
    names = {
        ".talks.toml.0123456789abcdef.tmp": False,
        ".other.toml.0123456789abcdef.tmp": True,
        ".talks.toml.0123.tmp": True,
        ".talks.toml.fedcba9876543210.tmp": True,
    }
    for name in names:
        (path.parent / name).touch()
        long_ago = time.time() - 100
        if "fedc" not in name:
            os.utime(path.parent / name, (long_ago, long_ago))
    with History(path.parent) as history:
        EditedFile(path, history)
    assert {name: (path.parent / name).exists() for name in names} == names


def test_a_version_is_parsed_once(document: EditedFile, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    once = parsing.parsed

    def counted(text: str, places: FilePlaces) -> Parsed:
        read.append(text)
        return once(text, places)

    monkeypatch.setattr(model_file, "parsed", counted)
    seen = document.current()
    assert seen.data["title"] == "Talks"
    assert document.current().data is seen.data
    document.edit([Put(at=["title"], value="Peace talks")], seen.revision)
    assert read == [TEXT, TEXT.replace('"Talks"', '"Peace talks"')]
