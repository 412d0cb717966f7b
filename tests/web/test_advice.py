"""Beside the answer stands what is worth a second look in the model."""

from __future__ import annotations

from html import unescape
from pathlib import Path

from web.app import client_of

STRIKE = """\
format = "countermove/1"
title = "A strike"
status_quo = []
[decision_makers.union]
name = "Union"
options = { strike = "Strike", walk-out = "strike" }
[preferences]
union.statements = ["strike", "walk-out"]
[scenarios.hard]
title = "Nobody can strike"
[scenarios.hard.decision_makers.union.options]
strike = { text = "Go on strike", moves = "fixed" }
"""


def live(folder: Path, text: str) -> str:
    (folder / "m.toml").write_text(text)
    with client_of(folder) as client:
        return unescape(client.get("/models/m.toml/parties").text.partition('id="live"')[2])


def test_it_is_told_with_the_place_where_it_is_mended(tmp_path: Path) -> None:
    told = live(tmp_path, STRIKE)
    assert "2 things worth a second look" in told
    place = "/models/m.toml/parties#decision_makers-union-options-walk-out"
    said = "Two options of Union are called “strike”."
    assert f'<a href="{place}">{said}</a>' in told
    assert "“Go on strike” isn't done at the start and can't be" in told


def test_nothing_is_told_where_there_is_no_cause_or_a_mistake(tmp_path: Path) -> None:
    fine = STRIKE.replace('walk-out = "strike"', 'walk-out = "Walk out"').partition("[scen")[0]
    assert "second look" not in live(tmp_path, fine)
    assert "second look" not in live(tmp_path, STRIKE.replace('["strike", ', '["stroke", '))


def test_a_scenario_with_a_mistake_keeps_no_page_from_being_shown(tmp_path: Path) -> None:
    wrong = STRIKE + "[scenarios.all]\ntitle = 'All'\nrules.infeasible = ['not strike']\n"
    assert "2 things worth a second look" in live(tmp_path, wrong)
