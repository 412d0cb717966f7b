"""What is saved is loaded again, whole, in both formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.files.gallery import case_names
from countermove.files.model_file import load, loads
from countermove.files.tables.cells import Sheet
from countermove.files.tables.csv_text import csv_text, read_csv
from countermove.files.tables.importing import model_of
from countermove.files.tables.model_rows import ModelRows
from countermove.files.tables.reading import read_sheets
from countermove.files.tables.rows import Back, sheets_of, tables_of
from countermove.files.writing import save, to_json, to_toml
from countermove.model.conflict import Conflict
from strategies import conflicts


def same(conflict: Conflict, other: Conflict) -> bool:
    """Compare all that counts, without the digest."""
    return conflict.to_dict() == other.to_dict() and order(conflict) == order(other)


def order(conflict: Conflict) -> list[object]:
    """List the ids whose order numbers the states, and those that people listed in an order."""
    return [
        [(dm, list(party.options)) for dm, party in conflict.decision_makers.items()],
        list(conflict.states),
        list(conflict.claims),
        list(conflict.sources),
        list(conflict.terms),
        [
            (name, [(dm, list(p.options)) for dm, p in scenario.decision_makers.items()])
            for name, scenario in conflict.scenarios.items()
        ],
    ]


@given(conflicts())
def test_nothing_is_lost(conflict: Conflict) -> None:
    text = to_toml(conflict)
    for again in (loads(text), loads(to_json(conflict), "json")):
        assert same(again, conflict)
        assert again == conflict
        assert to_toml(again) == text


def through_csv(model: ModelRows) -> list[Sheet]:
    return read_csv(csv_text(model), "")


@pytest.mark.parametrize("case", case_names())
def test_cases_stand_in_tables(case: str) -> None:
    """Families stand there as the single parties that they are."""
    conflict = load(case).spelled_out()
    for back in (sheets_of, through_csv):
        new = model_of(back(tables_of(conflict, back)), "")
        assert (new.conflict, new.warnings, new.problems) == (conflict, (), ())
        assert same(new.conflict, conflict)


def test_what_would_be_read_as_several_is_not() -> None:
    data = load("chicken").to_dict()
    ranking = [["{ [ } ]"], {"unknown": ["a ", "b"]}, []]
    data["preferences"] = {dm: {"ranking": ranking} for dm in data["preferences"]}
    conflict = Conflict.model_validate(data)
    assert Conflict.model_validate(read_sheets(sheets_of(tables_of(conflict)), "").data) == conflict


@given(conflicts(), st.sampled_from([sheets_of, through_csv]))
def test_nothing_is_lost_in_tables(conflict: Conflict, back: Back) -> None:
    again = Conflict.model_validate(read_sheets(back(tables_of(conflict, back)), "").data)
    assert again == conflict
    assert same(again, conflict)


@pytest.mark.parametrize("case", case_names())
@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_cases_survive_saving(case: str, suffix: str, tmp_path: Path) -> None:
    conflict = load(case)
    path = tmp_path / f"case{suffix}"
    save(conflict, path)
    assert load(path) == conflict
    assert same(load(path), conflict)
