"""Uses the importer of outlines that CONTRIBUTING.md adds to a copy of the package.

Run by uses.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import countermove
from countermove.cli.app import main as countermove_command
from web.app import client_of

OUTLINE = "The dam\n\tUpstream\n\t\tBuild a dam\n\t\tNot\n\tDownstream\n\t\tGo to court\n"
IMPORTED = (
    "a table (.csv, .tsv), a file of GMCR+ (.gmcr), an option table as papers print it (.txt), "
    "an outline (.outline) or a workbook (.xlsx, .xlsm)"
)
NOTE = "An outline doesn't say what anybody wants: write the preferences into the model."


def refused(call: Callable[[str], object], argument: str) -> str:
    try:
        call(argument)
    except countermove.CountermoveError as error:
        return str(error)
    raise AssertionError(f"{argument} isn't refused")


def command(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        countermove_command(list(arguments))
    return out.getvalue(), err.getvalue()


def python() -> None:
    imported = countermove.import_file("dam.outline")
    assert imported.warnings == (NOTE,)
    options = imported.conflict.decision_makers["upstream"].options
    assert list(options) == ["build-a-dam", "not-option"]
    assert [option.text for option in options.values()] == ["Build a dam", "Not"]
    says = "named.txt: this is an outline. Read it with: countermove import FILE"
    assert refused(countermove.load, "named.txt") == says
    assert countermove.import_file("named.txt").conflict.decision_makers.keys() == {
        "upstream",
        "downstream",
    }
    lines = refused(countermove.import_file, "bad.outline").splitlines()
    assert [line[:17] for line in lines if "bad" in line] == [
        "bad.outline:2:1: ",
        "bad.outline:3:1: ",
    ]
    reads = f"and imports {IMPORTED}."
    assert reads in refused(countermove.import_file, "thing.bin")


def command_line() -> None:
    assert command("import", "dam.outline", "-o", "dam.toml") == (
        "Wrote dam.toml: The dam, 2 parties, 3 options.\n"
        "What holds:\n  countermove solve dam.toml\n",
        f"Note: {NOTE}\n",
    )
    assert countermove.load("dam.toml") == countermove.import_file("dam.outline").conflict
    assert "an outline (.outline)" in command("import", "--help")[0]
    assert "this is an outline, not a model." in command("serve", "dam.outline")[1]
    written = command("solve", "dam.toml", "--format", "json", "-o", "x.outline")
    assert "the name ends in '.outline', and json was asked for" in written[1]


def web() -> None:
    with client_of(Path()) as client:
        home = client.get("/").text
        assert f"A model file (.toml, .json), or {IMPORTED}</label>" in home
        assert 'accept=".toml,.json,.csv,.tsv,.gmcr,.txt,.outline,.xlsx,.xlsm"' in home
        assert 'dam.outline <small class="quiet">an outline</small>' in home
        content = {"file": ("dike.outline", OUTLINE.encode())}
        sent = client.post("/import", files=content, headers={"HX-Request": "true"}).text
        assert "From dike.outline came dike.toml." in sent
        assert NOTE.replace("'", "&#39;") in sent
        kinds = {file["name"]: file["kind"] for file in client.get("/api/importable").json()}
        assert kinds == {"bad.outline": "an outline", "dam.outline": "an outline"}
        begun = client.post("/api/models", json={"import_file": "dam.outline"}).json()
        assert begun == {"name": "dam-2.toml", "notes": [NOTE]}
        begun = client.post("/api/models", json={"name": "old.txt", "text": OUTLINE}).json()
        assert begun == {"name": "old.toml", "notes": [NOTE]}


def main() -> None:
    for file, text in {
        "dam.outline": OUTLINE,
        "named.txt": OUTLINE,
        "bad.outline": "The dam\n\t\tBuild\n\t\t\tStay\n",
        "thing.bin": "thing",
    }.items():
        Path(file).write_text(text, "utf-8")
    python()
    command_line()
    web()
