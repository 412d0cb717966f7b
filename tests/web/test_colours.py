"""A party keeps its colour when others come, go or change places."""

from __future__ import annotations

import json
import re
from pathlib import Path

from countermove.web.colours import Colours
from web.app import case_in, client_of, edit


def test_colours_stay_with_the_parties(tmp_path: Path) -> None:
    (tmp_path / ".countermove").mkdir()
    colours = Colours(tmp_path)
    assert colours.of("m", ["us", "russia", "ukraine", "eu"]) == [0, 1, 2, 3]
    assert colours.of("m", ["us", "russia", "eu"]) == [0, 1, 3]
    assert colours.of("m", ["eu", "us", "russia"]) == [3, 0, 1]
    # Who comes has a colour of its own; who comes back has the one from before.
    assert colours.of("m", ["eu", "us", "china", "russia"]) == [3, 0, 4, 1]
    assert colours.of("m", ["eu", "us", "china", "russia", "ukraine"]) == [3, 0, 4, 1, 2]
    colours.rename("m", "eu", "europe")
    assert colours.of("m", ["europe", "us"]) == [3, 0]
    # Another start of the app knows them.
    assert Colours(tmp_path).of("m", ["us", "europe"]) == [0, 3]


def test_no_two_of_eight_look_alike_whatever_came_and_went(tmp_path: Path) -> None:
    colours = Colours(tmp_path)
    for k in range(40):
        parties = [f"p{(7 * k + j) % 20}" for j in range(8)]
        assert sorted(colours.of("m", parties)) == list(range(8))
    assert colours.of("m", [f"p{k}" for k in range(9)]) == [*range(8), 0]


def test_what_is_no_list_of_colours_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / ".countermove").mkdir()
    for text in ("[]", "{", '{"m": {"us": 99, "eu": "red"}, "n": 3}'):
        (tmp_path / ".countermove" / "colours.json").write_text(text)
        assert Colours(tmp_path).of("m", ["us", "eu"]) == [0, 1]


def test_pages_show_the_colours_of_the_parties(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    with client_of(tmp_path) as client:
        assert "seat-" not in client.get(f"/models/{name}/answer").text
        at = json.dumps(["decision_makers", "europe"])
        page = edit(client, name, "parties", do="move", at=at, to="0")
        (classes,) = re.findall(r'id="app" class="studio ([^"]*)"', page)
        # Europe, now first, has the fourth colour; the others have theirs.
        assert classes.split() == ["seat-1-4", "seat-2-1", "seat-3-2", "seat-4-3"]
        assert classes in client.get(f"/models/{name}/preferences").text
