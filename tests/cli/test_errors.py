"""Whatever is wrong is said in a sentence, on the standard error, with the right exit code."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.cli import program

BAD = Path(__file__).parent / "bad.toml"
RIVER = Path(__file__).parent / "river.txt"
MISREAD = Path(__file__).parent / "misread.toml"

WRONG_REQUESTS = {
    ("solve", "nowhere"): "countermove: no case 'nowhere'. ",
    ("solve", "nowhere.toml"): "nowhere.toml: ",
    ("solve", "."): ".: this is a folder",
    ("solve", "talks-2025", "-s", "any-term"): "Did you mean 'any-terms'?",
    ("solve", "talks-2025", "-c", "SEK"): "no solution concept 'SEK'",
    (
        "explain",
        "talks-2025",
        "99",
    ): "countermove: no outcome 99. The outcomes are numbered",
    ("explain", "talks-2025", "36", "-d", "usa"): "no party 'usa'",
    ("explain", "talks-2025", "none/NYNN"): "“Terms on offer: none; Settle on the terms” is inf",
    ("explain", "talks-2025", "bilateral, table"): "“Terms on offer: of all four” can't both be",
    ("explain", "talks-2025", "bilateral"): "Write 'terms is bilateral'.",
    ("explain", "talks-2025", "YYNNNN"): "One is written as in 'none/NNNN'",
    ("claims", "talks-2025", "--claim", "bakcs"): "Did you mean 'backs'?",
    ("compare", "talks-2025", "-s", "no"): "no scenario 'no'",
    ("compare", "talks-2025", "elmirra"): "Did you mean 'elmira'?",
    ("compare", "talks-2025", "elmira", "--table"): "two models are compared as they stand",
    ("compare", "talks-2025", "elmira", "-s", "any-terms"): "no scenario 'any-terms'",
    ("worth", "talks-2025", "99"): "countermove: no outcome 99. The outcomes are numbered",
    ("worth", "talks-2025", "-F", "us"): "Write a party, =, and a concept's code",
    ("worth", "talks-2025", "-F", "usa=SEQ"): "no party 'usa'",
    ("worth", "talks-2025", "-F", "us=SEQ", "-F", "us=GMR"): "'us=GMR' is the second concept of",
    ("worth", "talks-2025", "-F", "us=SEQ", "-F", "United States=GMR"): "given twice for",
    ("needed", "elmira-coalesced", "--for", "modify"): "countermove: 'modify' is neither true nor",
    ("goals", "elmira-coalesced", "modify"): "countermove: 'modify' is neither true nor false in",
    ("worth", "talks-2025", "-F", "us=SEK"): "no solution concept 'SEK'",
    ("states", "talks-2025", "-d", "eu"): "no party 'eu'",
    (
        "evolve",
        "chicken",
    ): "countermove: the model has no status quo to begin at.",
    ("evolve", "talks-2025", "--to", "99"): "no outcome 99. The outcomes are numbered 1 to 36.",
    ("evolve", "talks-2025", "--from", "-/---Y"): "'-/---Y' means 18 outcomes",
    ("evolve", "talks-2025", "-c", "SEK"): "no solution concept 'SEK'",
    ("evolve", "elmira-graph", "--to", "accept"): "Did you mean 'accepted'?",
    ("views", "nowhere"): "countermove: no case 'nowhere'. ",
    ("views", "talks-2025", "-c", "SEK"): "no solution concept 'SEK'",
    ("views", "talks-2025", "-s", "no"): "no scenario 'no'",
    ("check", "nowhere.toml"): "nowhere.toml: ",
    (
        "export",
        "talks-2025",
        "--to",
        "nfg",
    ): "what one can choose depends on what the others do: 12 of the 48",
    ("export", "elmira-graph", "--to", "nfg"): "gives its outcomes one by one",
    ("solve", "talks-2025", "-c", ""): "no solution concept ''",
    ("import", "nowhere.gmcr"): "nowhere.gmcr: ",
    ("new", f"{'long' * 100}.toml"): "ong.toml: File name too long.",
    ("new", "model.json"): "Call the file model.toml.",
    ("solve", "talks-2025", "-o", "nowhere/r.json"): "there is no folder 'nowhere'",
    ("solve", "talks-2025", "-o", "."): "this is a folder",
}
WRONG_USAGE = {
    ("solve",): "countermove: solve needs MODEL.",
    ("talks-2025", "-c", "SEQ"): "Did you mean: countermove solve talks-2025 -c SEQ?",
    (
        "a/b.toml",
    ): "'a/b.toml' is a model, not a command. Did you mean: countermove solve a/b.toml?",
    ("slove",): 'countermove: Unknown command "slove". Did you mean "solve"?',
    ("explain", "talks-2025"): "countermove: explain needs OUTCOME.",
    ("solve", "talks-2025", "--scenario"): "solve needs a value for --scenario.",
    ("solve", "talks-2025", "extra"): "solve has no use for 'extra'.",
    ("cases", "chicken"): "cases has no use for 'chicken'. Write: --text chicken",
    ("cases", "stag", "hunt"): "Write: --text 'stag hunt'",
    ("solve", "talks-2025", "--format", "yaml"): 'Invalid value "yaml" for --format.',
    ("solve", "talks-2025", "--engine", "fast"): 'Invalid value "fast" for --engine.',
    ("solve", "talks-2025", "--forse"): "Unknown option: --forse.",
    ("views", "talks-2025", "--level", "3"): 'Invalid value "3" for --level.',
    ("views", "talks-2025", "--unrecognised", "no"): 'Invalid value "no" for --unrecognised.',
    ("sovle", "talks-2025"): 'Did you mean "solve"?',
    ("export", "talks-2025"): "What should be written?",
    ("evolve",): "countermove: evolve needs MODEL.",
    ("evolve", "talks-2025", "--by", "move"): 'Invalid value "move" for --by.',
    ("completion", "tcsh"): 'Invalid value "tcsh"',
}


@pytest.mark.parametrize(("arguments", "said"), WRONG_REQUESTS.items())
def test_a_wrong_request_ends_with_1(
    command: Callable[..., Any], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = command(*arguments)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("arguments", "said"), WRONG_USAGE.items())
def test_wrong_usage_ends_with_2(
    command: Callable[..., Any], arguments: tuple[str, ...], said: str
) -> None:
    done = command(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 2
    assert "\nSee: countermove " in done.err


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",), ("solve", "--help"), ("-V",)])
def test_help_is_no_mistake(command: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    done = command(*arguments)
    assert (done.code, done.err) == (0, "")
    assert done.out


@pytest.mark.parametrize("name", [c.name for group in program.GROUPS.values() for c in group])
def test_every_command_has_help_with_an_example(command: Callable[..., Any], name: str) -> None:
    done = command(name, "--help")
    assert done.code == 0
    assert f"  countermove {name}" in done.out


@pytest.mark.parametrize(
    "example",
    [
        example
        for group in program.GROUPS.values()
        for known in group
        for example in known.examples
        if not {"import", "completion", "old.toml"} & set(example.split())
    ],
)
def test_the_examples_of_the_help_pages_work(
    command: Callable[..., Any], example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    if example.startswith("serve"):  # all but the serving, which has no end
        monkeypatch.setattr("countermove.cli.serve.run", lambda *_: None)
        monkeypatch.setattr("countermove.cli.serve._has_display", lambda: False)
    if example.startswith("mcp"):
        Path("talks").mkdir()
        monkeypatch.setattr("countermove.cli.mcp.run", lambda *_: None)
    command("new", "water.toml")
    shutil.copy(MISREAD, ".")
    shutil.copy(RIVER, "report.txt")
    Path("report.html").write_text("<p>“No agreement will hold,” said Ana Ruiz.", "utf-8")
    Path("minutes.txt").write_text("RUIZ: We agree, if the reservoir is full.", "utf-8")
    done = command(*shlex.split(example), *(["--force"] if example.startswith("new") else []))
    assert (done.code, done.err) == (0, "")


LINES = [4, 18, 21, 23, 30, 35]


def mistakes_of(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("bad.toml:")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("solve",),
        ("claims",),
        ("compare",),
        ("states",),
        ("worth",),
        ("explain", "1"),
        ("export", "--to", "csv"),
    ],
    ids=lambda a: a[0],
)
def test_every_command_tells_all_mistakes_of_a_model(
    command: Callable[..., Any], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    shutil.copy(BAD, tmp_path)
    done = command(arguments[0], "bad.toml", *arguments[1:])
    assert (done.code, done.out) == (1, "")
    assert done.err == command("check", "bad.toml").err
    lines = [int(line.split(":")[1]) for line in mistakes_of(done.err)]
    assert lines == sorted(lines)
    assert set(LINES) <= set(lines)
    assert done.err.endswith("Mend them, then look again with:\n  countermove check bad.toml\n")


def test_of_two_models_the_one_that_is_wrong_is_named(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    shutil.copy(BAD, tmp_path)
    for models in (("bad.toml", "chicken"), ("chicken", "bad.toml")):
        done = command("compare", *models)
        assert (done.code, done.out) == (1, "")
        assert done.err == command("check", "bad.toml").err


def test_mistakes_of_states_are_told_beside_those_of_names(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    shutil.copy(BAD, tmp_path)
    err = command("check", "bad.toml").err
    assert "no option 'relase'. Did you mean 'release'?" in err
    assert "the ranking repeats outcome" in err


def test_what_rests_on_a_mistake_is_not_called_one(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    """A rule that can't be read changes which states there are, so rankings aren't judged."""
    text = BAD.read_text("utf-8").replace(
        "[preferences.up]", '[rules]\ninfeasible = ["sue and"]\n\n[preferences.up]'
    )
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    err = command("check", "bad.toml").err
    assert "the statement ends too early" in err
    assert "the ranking" not in err


def test_a_mistake_in_a_scenario_does_not_keep_from_checking_the_rest(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    text = (
        'format = "countermove/1"\ntitle = "T"\n[decision_makers.a]\nname = "A"\n'
        '[decision_makers.a.options]\nx = "X"\n[preferences.a]\nranking = ["Y"]\n'
        '[scenarios.s]\ntitle = "S"\n[scenarios.s.rules]\ninfeasible = ["y"]\n'
    )
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    lines = mistakes_of(command("solve", "bad.toml").err)
    assert [line.split(":")[1] for line in lines] == ["8", "12"]


def test_a_file_is_not_overwritten_unless_it_is_asked_for(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "r.json"
    file.write_text("mine", "utf-8")
    for arguments in (
        ("solve", "talks-2025", "-o", "r.json"),
        ("export", "talks-2025", "-o", "r.json"),
    ):
        done = command(*arguments)
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("r.json: the file exists and was left as it is.")
        assert file.read_text("utf-8") == "mine"
        assert command(*arguments, "--force").code == 0
        assert file.read_text("utf-8") != "mine"
        file.write_text("mine", "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_file_stays_as_it_was_when_writing_fails(
    command: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "r.json"
    file.write_text("mine", "utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = command("solve", "talks-2025", "-o", "r.json", "--force")
    assert (done.code, done.out) == (1, "")
    assert done.err == "r.json: the file can't be written: No space left on device.\n"
    assert file.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_an_unforeseen_mistake_is_told_without_a_traceback(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("what?")

    monkeypatch.setattr("countermove.cli.cases.search", broken)
    done = command("cases")
    assert (done.code, done.out) == (1, "")
    assert "a mistake in the program, not yours: ZeroDivisionError('what?')" in done.err
    assert "Traceback" not in done.err


def test_too_little_memory_is_told(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("countermove.cli.cases.search", full)
    assert command("cases").err == "countermove: there is not enough memory for this model.\n"


def test_a_mistyped_option_is_not_taken_for_a_goal(command: Callable[..., Any]) -> None:
    done = command("goals", "talks-2025", "35", "--concpet", "NASH")
    assert done.code == 2
    assert "Did you mean --concept?" in done.err


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    rows = "".join(f"Union,Strike,{k}\n" for k in range(60))
    (tmp_path / "t.csv").write_text(f"Party,Option,At the start\n{rows}")
    lines = command("import", "t.csv").err.splitlines()
    assert len(lines) == 51
    assert lines[-1].startswith("… and ")
    assert lines[-1].endswith(" mistakes more.")


def test_the_standard_input_has_the_limit_of_files(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b" " * (16 * 2**20 + 1)))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert "the standard input: the file is larger than 16 MiB." in command("import", "-").err
