"""A file of GMCR+: uploaded, its warnings read, its answer that of the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from countermove.analysis.solving import solve
from countermove.files.importing import imported

# Release of water on the Euphrates, as GMCR+ would save it; after Kinsara (2014).
SAVED = json.dumps(
    {
        "program": "gmcr-py",
        "version": "0.3.12",
        "options": [
            {"name": "Release Water", "permittedDirection": "both"},
            {"name": "Escalate", "permittedDirection": "both"},
            {"name": "Attack", "permittedDirection": "both"},
        ],
        "decisionMakers": [
            {"name": "Syria", "options": [0, 1], "preferences": [[[1, "Y"]], [[2, "N"]]]},
            {"name": "Iraq", "options": [2], "preferences": [[[0, "Y"]], [[2, "N"]]]},
        ],
        "infeasibles": [[[0, "Y"], [1, "Y"]]],
        "useManualPreferenceRanking": False,
    }
)


def test_a_file_of_gmcr_plus_is_taken_and_answered(tab: Any, folder: Path) -> None:
    saved = imported(SAVED.encode(), "euphrates.gmcr")
    content = {"name": "euphrates.gmcr", "mimeType": "", "buffer": SAVED.encode()}
    tab.get_by_label("A model file").set_input_files(content)
    tab.get_by_role("button", name="Open", exact=True).click()
    told = tab.get_by_role("alert")
    for warning in saved.warnings:
        expect(told).to_contain_text(str(warning))
    tab.get_by_role("link", name="euphrates").click()

    solution = solve(saved.conflict).to_dict()
    table = tab.get_by_role("table", name="Outcomes as columns")
    expect(table).to_be_visible()
    heads = table.get_by_role("columnheader").get_by_role("link").all_inner_texts()
    shown: dict[str, list[int]] = {}
    for code in solution["equilibria"]:
        cells = table.get_by_role("row", name=re.compile(f"^{code} ")).get_by_role("cell").all()
        holds = [cell.get_by_role("button", name="holds", exact=True).count() for cell in cells]
        shown[code] = [int(number) for number, there in zip(heads, holds, strict=True) if there]
    assert {code: sorted(numbers) for code, numbers in shown.items()} == {
        code: sorted(numbers) for code, numbers in solution["equilibria"].items()
    }
    assert 'note = "Imported from euphrates.gmcr' in (folder / "euphrates.toml").read_text("utf-8")
