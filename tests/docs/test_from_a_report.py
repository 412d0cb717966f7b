"""The lesson from a report to a model tells the truth: what its tables mark makes what it says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from countermove.analysis.solving import solve
from countermove.files.gallery import case_documents
from countermove.files.model_file import load
from countermove.model.conflict import Conflict
from countermove.record.documents import read
from countermove.record.proving import proofs
from doc_scripts import ROOT
from web.app import client_of, edit

PAGE = (ROOT / "docs" / "tutorials" / "from-a-report.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in row.strip("| \n").split("|")]
    for row in re.findall(r"^\|(?! mark |---).*\|$", PAGE, re.M)
]
KINDS = {"can last": "possible"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the model that comes of what the lesson marks."""
    folder = tmp_path_factory.mktemp("lesson")
    name = "night-ward-report.html"
    (folder / name).write_bytes(case_documents("night-ward")[name])
    with client_of(folder) as client:
        begun = client.post("/document", files={"file": (name, (folder / name).read_bytes())})
        *_, path, _, document = str(begun.url.path).split("/")
        made = folder / path
        text = read(folder / name).text
        for words, what, *row in ROWS:
            place = text.index(words)
            form: dict[str, Any] = {"start": place, "end": place + len(words)}
            form |= _form(what, row, tomllib.loads(made.read_text("utf-8")))
            edit(client, path, f"record/{document}", do="make", **form)
    return made


def _form(what: str, row: list[str], data: dict[str, Any]) -> dict[str, str]:
    parties = data.get("decision_makers", {})
    ids = {party["name"]: name for name, party in parties.items()}
    if what == "Party":
        return {"what": "party", "value": row[0]}
    if what == "Claim":
        return {"what": "claim", "value": _statement(row[0], parties), "kind": KINDS[row[1]]}
    kind = what.removesuffix(" of …").lower()
    value = row[1] if kind == "option" else _statement(row[1], parties)
    return {"what": kind, "party": ids[row[0]], "value": value}


def _statement(words: str, parties: dict[str, Any]) -> str:
    """Write a statement as it is when the words of options have been chosen from the list."""
    for party in parties.values():
        for name, option in party.get("options", {}).items():
            words = words.replace(option["text"], name)
    return words.replace("only if", "implies").replace("exactly when", "iff")


def answers(conflict: Conflict) -> dict[str, set[str]]:
    """Return by claim the concepts under which it is true."""
    claims = solve(conflict).claims
    return {
        one.details.says: {code for code, is_so in one.holds.items() if is_so} for one in claims
    }


def test_every_part_names_words_that_stand_in_the_report(model: Path) -> None:
    conflict = load(model)
    assert len(ROWS) == 3 + 4 + 10 + 2
    assert len(conflict.decision_makers) == 3
    assert all(proof.quotation for proof in proofs(conflict).values())
    wishes = [w for p in conflict.preferences.values() for w in p.statements or ()]
    options = [o for p in conflict.decision_makers.values() for o in p.options.values()]
    recorded = [*wishes, *options, *conflict.claims.values()]
    assert len(recorded) == 16
    assert all(part.because for part in recorded)


def test_the_answer_is_as_told_and_turns_when_paying_cannot_be_taken_back(model: Path) -> None:
    taken, stays = "They will take our money and close the ward anyway", "The ward can stay open"
    now = answers(load(model))
    (open_,) = (holds for says, holds in now.items() if says.startswith(stays))
    assert (now[taken], open_) == (set(), {"SEQ", "SSEQ", "GMR", "SMR"})
    option = '{ text = "Pay for the nights"'
    text = model.read_text("utf-8")
    assert option in text
    text = text.replace(option, f'{option}, moves = "take"')
    (locked := model.with_name("locked.toml")).write_text(text, "utf-8")
    then = answers(load(locked))
    (open_,) = (holds for says, holds in then.items() if says.startswith(stays))
    assert (then[taken], open_) == ({"NASH", "SEQ", "SSEQ", "GMR", "SMR"}, set())
