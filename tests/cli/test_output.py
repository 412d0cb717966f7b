"""Where the commands write to: files, the standard output; never over what they read."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.cli.app import main
from countermove.files.model_file import load, loads
from countermove.report.exports import EXPORTS

Command = Callable[..., Any]

MODEL = """\
format = "countermove/1"
title = "Łódź 中美"
[decision_makers]
"中国" = { name = "中方", options = { "加税" = "加征关税" } }
us = { name = "Hydro-Québec", options = { "grève" = "日本" } }
[preferences]
"中国".statements = ["grève"]
us.statements = ["not 加税"]
"""

WRITERS = {
    "solve": ("solve", "m.toml"),
    "check": ("check", "m.toml"),
    "worth": ("worth", "m.toml"),
    "report": ("report", "m.toml", "--part", "worth"),
    "export": ("export", "m.toml"),
    "compare": ("compare", "prisoners-dilemma", "m.toml"),
}


@pytest.fixture
def model(tmp_path: Path, command: Command) -> Path:
    path = tmp_path / "m.toml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_read_is_never_overwritten(command: Command, model: Path, writer: str) -> None:
    (model.parent / "link.toml").symlink_to(model)
    os.link(model, model.parent / "hard.toml")
    (model.parent / "sub").mkdir()
    ways = ["m.toml", str(model), "sub/../m.toml", "link.toml", "hard.toml"]
    for way in ways:
        formats = ("-t", "toml") if writer == "export" else ()
        done = command(*WRITERS[writer], *formats, "-o", way, "--force")
        assert (done.code, done.out) == (1, "")
        assert model.read_text("utf-8") == MODEL
    if writer != "solve":
        return
    for suffix in ("json", "txt"):  # formats in which a result is written
        other = model.rename(model.with_suffix(f".{suffix}"))
        done = command("solve", other.name, "-o", other.name, "--force")
        assert done.err == (
            f"m.{suffix}: this is the file that is read, m.{suffix}; it was left as it is. "
            "Name another file.\n"
        )
        assert other.read_text("utf-8") == MODEL
        other.rename(model)


def test_an_import_does_not_overwrite_its_source(command: Command, tmp_path: Path) -> None:
    (tmp_path / "g.toml").write_text("{}", "utf-8")
    assert "the file that is read" in command("import", "g.toml", "-o", "./g.toml", "--force").err
    assert (tmp_path / "g.toml").read_text("utf-8") == "{}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("report", "m.toml", "-o", "x.odt"),
            "x.odt: A report is written as text (.txt), docx (.docx), html (.html, .htm), "
            "markdown (.md, .markdown), pdf (.pdf) or tex (.tex), and '.odt' is none of them. Let "
            "the name end in one of these.\n",
        ),
        (
            ("solve", "m.toml", "-o", "x.html"),
            "x.html: A result is written as table (.txt), json (.json), csv (.csv), markdown (.md, "
            ".markdown), latex (.tex) or parquet (.parquet), and '.html' is none of them. Let the "
            "name end in one of these.\n",
        ),
        (
            ("solve", "m.toml", "-f", "json", "-o", "x.csv"),
            "x.csv: the name ends in '.csv', and json was asked for. Let it end in .json.\n",
        ),
    ],
)
def test_a_name_that_promises_another_format_is_refused(
    command: Command, model: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = command(*arguments)
    assert (done.code, done.out, done.err) == (1, "", said)
    assert sorted(model.parent.iterdir()) == [model]


def test_what_nobody_could_read_in_a_terminal_is_refused_there(
    command: Command, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countermove.cli.deliver._is_shown", lambda: True)
    done = command("report", "m.toml", "-f", "pdf")
    assert (done.code, done.out) == (1, "")
    assert done.err == (
        "countermove: a PDF can't be shown in a terminal. Name the file to write it to with "
        "--output.\n"
    )


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (
            "r.pdf",
            "m.toml: a template is for a Word document (.docx), and the report isn't written as "
            "one. Let the name of the output end in .docx.\n",
        ),
        (
            "r.docx",
            "m.toml: this is no Word document, and was to be the template. Give a .docx or .dotx "
            "file that Word opens.\n",
        ),
    ],
)
def test_what_can_be_no_template_is_refused_before_anything_is_answered(
    command: Command, model: Path, output: str, said: str
) -> None:
    done = command("report", "m.toml", "-o", output, "--template", "m.toml")
    assert (done.code, done.out, done.err) == (1, "", said)
    assert sorted(model.parent.iterdir()) == [model]


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "m.toml", "-o", "r.pptx"),
        ("report", "m.toml", "-f", "html", "-o", "r.md"),
        ("solve", "m.toml", "-o", "r.xlsx"),
        ("solve", "m.toml", "-o", "r.toml"),
        ("solve", "m.toml", "-f", "latex", "-o", "R.PDF"),
        ("concepts", "-o", "r.docx"),
        ("export", "m.toml", "-o", "r.xyz"),
        ("export", "m.toml", "-t", "toml", "-o", "r.json"),
        ("import", "g.gmcr", "-o", "r.csv"),
        ("new", "r.json"),
        ("solve", "m.toml", "-o", "--force"),
        ("report", "m.toml", "-o", "-f", "-p", "worth"),
    ],
    ids=" ".join,
)
def test_no_format_goes_by_the_name_of_another(
    command: Command, model: Path, arguments: tuple[str, ...]
) -> None:
    assert command(*arguments).code == 1
    assert sorted(model.parent.iterdir()) == [model]


def test_a_format_that_was_named_takes_any_other_suffix(command: Command, model: Path) -> None:
    assert command("solve", "m.toml", "-f", "json", "-o", "answer.2025").code == 0
    assert json.loads((model.parent / "answer.2025").read_text("utf-8"))
    assert command("solve", "m.toml", "-f", "csv", "-o", "answer.txt").code == 0
    assert (model.parent / "answer.txt").read_text("utf-8").startswith("state,")
    assert command("solve", "m.toml", "-o", "answer").code == 0


def test_a_hyphen_is_the_standard_output(command: Command, model: Path) -> None:
    for arguments in (("solve", "m.toml"), ("report", "m.toml", "-p", "worth")):
        told = [command(*arguments, *to).out.partition("\nSolved")[0] for to in ((), ("-o", "-"))]
        assert told[0] == told[1]
        assert "Hydro-Québec" in told[0]
    done = command("export", "m.toml", "--to", "toml", "-o", "-")
    assert loads(done.out) == load(str(model))
    assert sorted(model.parent.iterdir()) == [model]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_data_is_written_in_utf_8_whatever_the_terminal_has(
    monkeypatch: pytest.MonkeyPatch, model: Path, encoding: str
) -> None:
    def written(*arguments: str) -> bytes:
        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
        assert main(arguments) == 0
        return raw.getvalue()

    for kind in EXPORTS.keys() - {"xlsx"}:
        text = written("export", "m.toml", "--to", kind).decode()
        assert "日本" in text or kind == "nfg"
        assert "grève" in text
        if kind in ("toml", "json"):
            assert loads(text, kind) == load(str(model))
    for notation in ("json", "csv", "markdown", "latex"):
        assert "中方" in written("explain", "m.toml", "1", "-f", notation).decode()
    for notation in ("html", "markdown"):
        assert "日本" in written("report", "m.toml", "-p", "worth", "-f", notation).decode()
    assert "Łódź" in written("new", "-", "--title", "Łódź").decode()
    table = written("solve", "m.toml").decode(encoding)
    assert "Hydro-Qu" in table


def test_csv_files_begin_as_excel_needs_it(command: Command, model: Path) -> None:
    for arguments in (("solve", "m.toml"), ("export", "m.toml")):
        assert command(*arguments, "-o", "x.csv", "--force").code == 0
        assert (model.parent / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfstate,")
    assert command("solve", "chicken", "-o", "ascii.csv").code == 0
    assert (model.parent / "ascii.csv").read_bytes().startswith(b"state,")
    assert command("solve", "m.toml", "-f", "csv").out.startswith("state,")
