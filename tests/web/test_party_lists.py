"""A list of parties and options that is pasted: shown first, and then one edit."""

from __future__ import annotations

import tomllib
from pathlib import Path

from web.app import case_in, client_of, edit

LIST = "China; Mediate\nRussia; Settle on the terms on offer\nRussia; Withdraw (can't be undone)"


def test_a_pasted_list_is_shown_then_added_and_undone_at_once(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    before = (tmp_path / name).read_bytes()
    with client_of(tmp_path) as client:
        shown = client.post(f"/models/{name}/list", data={"value": LIST}).text
        assert "<b>China</b>" in shown
        assert "There already: Settle on the terms on offer" in shown
        assert 'data-said="Add 1 party and 2 options"' in shown
        assert (tmp_path / name).read_bytes() == before
        edit(client, name, "parties", do="list", value=LIST)
        parties = tomllib.loads((tmp_path / name).read_text("utf-8"))["decision_makers"]
        assert parties["russia"]["options"]["withdraw"] == {"text": "Withdraw", "moves": "take"}
        assert parties["china"] == {"name": "China", "options": {"mediate": "Mediate"}}
        edit(client, name, "parties", do="undo")
        assert (tmp_path / name).read_bytes() == before

        bad = f"{LIST}\nRussia; {'x' * 600}"
        shown = client.post(f"/models/{name}/list", data={"value": bad}).text
        assert "Line 4 has more than 500 characters" in shown
        assert 'data-said=""' in shown
        asked = {"revision": "", "list": bad, "party": "russia"}
        answer = client.post(f"/api/models/{name}/parties", json=asked)
        assert answer.status_code == 422
        assert "line 4" in answer.json()["problems"][0]["what"]
        assert (tmp_path / name).read_bytes() == before
