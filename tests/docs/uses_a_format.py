"""Uses the report format for Org mode that CONTRIBUTING.md adds to a copy of the package.

Run by uses.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from countermove.cli.app import main as countermove_command
from web.app import case_in, client_of

CASE = "prisoners-dilemma"
BEGINS = "#+title: Prisoner's dilemma\n2 parties · 2 options · 4 outcomes\n"


def command(*arguments: str) -> str:
    out = StringIO()
    with redirect_stdout(out):
        countermove_command(list(arguments))
    return out.getvalue()


def command_line() -> str:
    asked = ("report", CASE, "--part", "holds", "--part", "worth")
    assert command(*asked, "-o", "notes.org") == "Wrote notes.org.\n"
    notes = Path("notes.org").read_text("utf-8")
    assert notes.startswith(BEGINS)
    assert "\n* What holds?\n" in notes
    assert "| Outcome | NASH | SEQ | SSEQ | GMR | SMR |" in notes
    assert command(*asked, "-f", "org").splitlines()[:20] == notes.splitlines()[:20]
    said = " ".join(command("report", "--help").replace("│", " ").split())
    assert "text, docx, html, markdown, org, pdf, tex]" in said
    return notes


def web_app(notes: str) -> None:
    name = case_in(Path(), CASE)
    with client_of(Path()) as client:
        asked = client.post(
            f"/api/models/{name}/questions/report", json={"parts": ["holds", "worth"]}
        )
        job = client.get(f"/api/jobs/{asked.json()['id']}?wait=30").json()
        assert job["status"] == "done"
        document = client.get(f"/api/jobs/{job['id']}/documents/org")
        assert document.text.splitlines()[:20] == notes.splitlines()[:20]
        page = client.get(f"/models/{name}/report?parts=holds,worth").text
        assert ">notes for Org mode</a>" in page
        file = client.get(f"/models/{name}/report?parts=holds,worth&as=report-org")
        assert file.content == document.content
        assert file.headers["content-type"].startswith("text/org")
        assert file.headers["content-disposition"].endswith(f"''{CASE}-report.org")
        schema = client.get("/api/openapi.json").json()
        (path,) = (path for path in schema["paths"] if path.endswith("/documents/{format}"))
        assert "text/org" in schema["paths"][path]["get"]["responses"]["200"]["content"]


def main() -> None:
    web_app(command_line())
