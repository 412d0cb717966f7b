"""Uses the format of e-mails that CONTRIBUTING.md adds to a copy of the package.

Run by uses.py, with that copy first on the path, in an empty folder.
"""

from __future__ import annotations

import datetime
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import countermove
from countermove import documents
from countermove.cli.app import main as countermove_command
from countermove.record.proving import proofs
from web.app import client_of

MAIL = """\
From: Ana Ruiz <ana@example.org>
Subject: The lower gate
Date: Thu, 3 Jul 2025 09:00:00 +0000
Content-Type: text/plain; charset=utf-8

The union met on Thursday. “We sign on Monday,” said Ana Ruiz, the chair of the union.

> The town will wait.
"""
MODEL = """\
format = "countermove/1"
title = "The gate"
[decision_makers]
union = { name = "Union", options = { sign = { text = "Sign", because = ["ruiz"] } } }
[preferences]
union.statements = ["sign"]
[documents.mail]
file = "offer.eml"
[sources.ruiz]
document = "mail"
quote = "we sign on Monday"
"""


def command(*arguments: str) -> str:
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        countermove_command(list(arguments))
    return out.getvalue()


def main() -> None:
    Path("offer.eml").write_text(MAIL, "utf-8")
    Path("gate.toml").write_text(MODEL, "utf-8")
    mail = documents.read("offer.eml")
    assert (mail.title, mail.issued) == ("The lower gate", datetime.date(2025, 7, 3))
    assert "The town will wait." in mail.text
    assert "The town will wait." not in mail.body
    proof = proofs(countermove.load("gate.toml"))["ruiz"]
    assert proof.quotation is not None
    assert proof.quotation.rung == "case"
    assert "“We sign on Monday”" in command("quote", "offer.eml", "we sign on Monday")
    assert "Ana Ruiz" in command("read", "offer.eml")
    broken = MAIL.replace("utf-8", "no-such-charset")
    Path("broken.eml").write_text(broken, "utf-8")
    assert "Save it as plain text." in command("quote", "broken.eml", "we sign on Monday")
    with client_of(Path()) as client:
        assert ".eml" in client.get("/").text
        sent = client.post("/document", files={"file": ("second.eml", MAIL.encode())})
        assert "We sign on Monday" in sent.text
