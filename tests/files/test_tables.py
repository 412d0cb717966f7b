"""Models as tables: what people write is read, and every mistake is told with its cell."""

from __future__ import annotations

import copy
import csv
import datetime
import io
import re
import sys
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove import packages
from countermove.errors import FileError, MissingExtraError, ModelError, Place, Problem
from countermove.files.importing import imported
from countermove.files.model_file import load
from countermove.files.tables import workbook as workbooks
from countermove.files.tables.cells import Cell, Fault, Sheet
from countermove.files.tables.csv_text import csv_text, read_csv
from countermove.files.tables.importing import model_of
from countermove.files.tables.kinds import KINDS
from countermove.files.tables.marking import MISTAKES, marked
from countermove.files.tables.rows import tables_of
from countermove.files.tables.sheets import COMMENT
from countermove.files.tables.workbook import read_workbook, workbook
from countermove.model.conflict import Conflict
from countermove.report.importing import fully_checked
from countermove.report.starter import starter_workbook

Grid = list[list[Any]]

STRIKE: dict[str, Grid] = {
    "Conflict": [["What", "Says"], ["Title", "Port strike"]],
    "Parties": [["Party", "In sentences", "Id"], ["Union", "the union", ""], ["Port", "", ""]],
    "Options": [
        ["Party", "Option", "Can be changed", "At the start", "Because", "Id"],
        ["Union", "Strike", "both ways", "no", "flyer", ""],
        ["", "Sue the port", "can't be undone", "no", "", ""],
        ["Port", "Raise the pay", "", "", "", "raise"],
    ],
    "Terms": [["Term", "Means"], ["calm", "not Strike and not Sue the port"]],
    "Rules": [
        ["Rule", "Option", "Says"],
        ["can't be", "", "Strike and raise"],
        ["at most one", "", "Strike; Sue the port"],
        ["needs", "Sue the port", "not raise"],
    ],
    "Outcomes": [["Outcome", "Pattern"], ["A", "NNN"], ["B", "YNN"], ["C", "NYN"], ["D", "NNY"]],
    "Preferences": [
        ["Party", "Place", "Wish", "How sure", "Likely", "Strength", "Because", "Note"],
        ["Union", 1, "Raise the pay", "", "", "", "flyer", "It says so."],
        ["", 2, "calm", "perhaps", 0.7, "", "", ""],
    ],
    "Rankings": [
        ["Party", "Rank", "Outcome"],
        ["Port", 1, "A"],
        ["Port", 2, "B"],
        ["Port", 3, "C"],
        ["Port", 3, "D"],
    ],
    "Claims": [
        ["Claim", "Is true if", "Statement", "Because"],
        ["There will be no strike", "never", "Strike", "flyer"],
    ],
    "Sources": [["Source", "Who", "When", "Said"], ["flyer", "Union", "", "Asked for 5 %."]],
    "Scenarios": [["Scenario", "Title"], ["court", "No court"]],
    "Other": [["Part", "Value"], ["attitudes.union.port", "hostile"]],
}


def read(grids: dict[str, Grid]) -> Conflict:
    sheets = []
    for title, rows in grids.items():
        cells = [
            [
                Cell(value, Place("t.xlsx", r, c, title))
                for c, value in enumerate(row, 1)
                if value not in ("", None)
            ]
            for r, row in enumerate(rows, 1)
        ]
        sheets.append(Sheet(title, [row for row in cells if row]))
    return fully_checked(model_of(sheets, "t.xlsx")).conflict


def with_cells(*changes: tuple[str, str, Any]) -> dict[str, Grid]:
    """Return the workbook with other cells; a row below the last is new."""
    grids = copy.deepcopy(STRIKE)
    for sheet, cell, value in changes:
        letter, row = cell[0], int(cell[1:])
        grid = grids.setdefault(sheet, [])
        grid += [[] for _ in range(row - len(grid))]
        column = ord(letter) - ord("A") + 1
        grid[row - 1] += [""] * (column - len(grid[row - 1]))
        grid[row - 1][column - 1] = value
    return grids


def problems(grids: dict[str, Grid]) -> Sequence[Problem]:
    with pytest.raises(ModelError) as caught:
        read(grids)
    return caught.value.problems


def test_what_people_write_is_read() -> None:
    conflict = read(STRIKE)
    union = conflict.decision_makers["union"]
    assert list(union.options) == ["strike", "sue-the-port"]
    assert union.options["sue-the-port"].moves == "take"
    assert conflict.status_quo == ()
    assert conflict.terms == {"calm": "not strike and not sue-the-port"}
    assert conflict.rules.at_most_one == (("strike", "sue-the-port"),)
    assert conflict.rules.requires == {"sue-the-port": "not raise"}
    assert conflict.preferences["port"].ranking == ("A", "B", ("C", "D"))
    assert conflict.claims["there-will-be-no-strike"].never == "strike"
    assert conflict.attitudes["union"]["port"] == "hostile"


LEVELS: Grid = [
    ["Party", "Option", "Level", "Levels go", "At the start", "Said when done", "Id"],
    ["Union", "Strike", "", "", "no", "", ""],
    ["Port", "Pay", "", "from least to most", "", "", ""],
    ["", "", "As it is", "", "", "", "same"],
    ["", "", "5 % more", "", "yes", "raise the pay a little", ""],
    ["", "", "10 % more", "", "", "", "ten"],
    ["", "Terms", "None", "", "yes", "", ""],
    ["", "Terms", "For a year", "", "", "", ""],
]
SAID_OF_LEVELS: dict[str, Grid] = {
    "Options": LEVELS,
    "Rules": [
        ["Rule", "Option", "Says"],
        ["can't be", "", "Strike and Pay at least 10 % more"],
        ["at most one", "", "Strike; Terms: For a year"],
        ["needs", "Pay: 10 % more", "Terms is not None"],
    ],
    "Preferences": [
        ["Party", "Place", "Wish"],
        ["Union", 1, "Pay at least 5 % more"],
        ["", 2, "Terms is For a year"],
        ["Port", 1, "Pay at most same"],
    ],
    "Positions": [["Party", "Option", "Position", "Salience"]],
    "Outcomes": [["Outcome", "Pattern"]],
}


def test_levels_stand_in_rows_below_their_option() -> None:
    conflict = read(SAID_OF_LEVELS)
    pay, terms = conflict.decision_makers["port"].options.values()
    assert (pay.text, list(pay.levels)) == ("Pay", ["same", "5-more", "ten"])
    assert pay.levels["5-more"].does == "raise the pay a little"
    assert pay.ordered
    assert [level.text for level in terms.levels.values()] == ["None", "For a year"]
    assert conflict.status_quo == ("pay is 5-more", "terms is none")
    assert conflict.rules.infeasible == ("strike and pay at least ten",)
    assert conflict.rules.at_most_one == (("strike", "terms is for-a-year"),)
    assert conflict.rules.requires == {"pay is ten": "terms is not none"}
    wishes = [wish.holds for wish in conflict.preferences["union"].statements or ()]
    assert wishes == ["pay at least 5-more", "terms is for-a-year"]
    rows = tables_of(conflict).rows
    assert not rows["Other"]
    start = {row.get("level") or row["option"]: row.get("start") for row in rows["Options"]}
    assert start == {
        **dict.fromkeys(("Strike", "As it is", "10 % more", "For a year"), "no"),
        **dict.fromkeys(("5 % more", "None"), "yes"),
        **dict.fromkeys(("Pay", "Terms")),
    }
    assert rows["Preferences"][0]["words"] == "Pay at least 5 % more"


@pytest.mark.parametrize(
    ("cell", "value", "told_at", "says"),
    [
        ("A4", "Union", "Options!A4", "no option is named here or above that this is a level of"),
        ("C5", "As it is", "Options!C5", "are both called"),
        ("G6", "same", "Options!G6", "the id 'same' stands here twice, first in Options!G4"),
        ("D3", "up", "Options!D3", "no way of levels 'up'"),
        ("E6", "yes", "Options!E6", "can't both be chosen"),
        ("C8", "", "Options!B8", "the option 'Terms' stands here twice"),
    ],
)
def test_mistakes_about_levels_have_their_cells(
    cell: str, value: str, told_at: str, says: str
) -> None:
    grids = copy.deepcopy(SAID_OF_LEVELS)
    grids["Options"][int(cell[1:]) - 1][ord(cell[0]) - ord("A")] = value
    assert any(
        says in p.said and str(p.place).startswith(f"t.xlsx:{told_at}") for p in problems(grids)
    )


PLANTED = [
    # sheet, cell, what is written there, where that is told, and in which words
    ("Conflict", "B2", "", "Conflict", "the conflict has no title"),
    ("Conflict", "A2", "Titel", "Conflict!A2", "no row 'Titel'. Did you mean 'Title'?"),
    ("Parties", "A3", "Union", "Parties!A3", "the party 'Union' stands here twice"),
    ("Parties", "C2", "a b", "Parties!A2", "'a b' can't be an id"),
    ("Options", "A2", "Unoin", "Options!A2", "no party 'Unoin'. Did you mean 'Union'?"),
    ("Options", "A2", "", "Options!B2", "no party is named here or above"),
    ("Options", "B1", "Opinion", "Options!A1", "has no column 'Option'. Call 'Opinion' so."),
    ("Options", "B3", "Strike", "Options!B3", "'Strike' stands here twice, first in Options!B2"),
    ("Options", "C3", "backwards", "Options!C3", "no direction 'backwards'"),
    ("Options", "D3", "maybe", "Options!D3", "no answer 'maybe'. Write 'yes' or 'no'"),
    ("Options", "E2", "flier", "Options!E2", "no source 'flier'. Did you mean 'flyer'?"),
    ("Options", "F4", "not", "Options!B4", "'not' is a word of the statements"),
    ("Terms", "B2", "", "Terms!A2", "this term means nothing"),
    ("Terms", "B2", "not Strike an calm", "Terms!B2", "an"),
    ("Rules", "A2", "never", "Rules!A2", "no kind of rule 'never'"),
    ("Rules", "A2", "", "Rules!C2", "what kind of rule this is isn't said"),
    ("Rules", "C2", "", "Rules!A2", "this rule says nothing"),
    ("Rules", "C2", "Strike and (raise", "Rules!C2", ""),
    ("Rules", "C3", "Strike; Sew the port", "Rules!C3", "Sew the port"),
    ("Rules", "B4", "", "Rules!A4", "which option has the need isn't said"),
    ("Outcomes", "B3", "YYNNN", "Outcomes!A3", "YYNNN"),
    ("Outcomes", "A3", "A", "Outcomes!A3", "the outcome 'A' stands here twice"),
    ("Moves", "A2", "Port", "Moves!A2", "no row with the heads of its columns"),
    ("Preferences", "A2", "", "Preferences!B2", "no party is named here or above"),
    ("Preferences", "A3", "Prot", "Preferences!A3", "no party 'Prot'. Did you mean 'Port'?"),
    ("Preferences", "A3", "Port", "Rankings!A2", "has a ranking here, and wishes on the sheet"),
    ("Preferences", "B3", "second", "Preferences!B3", "the place isn't a number: 'second'"),
    (
        "Preferences",
        "C2",
        "Raise the bay",
        "Preferences!C2",
        "called 'Raise the bay'. Did you mean 'Raise",
    ),
    ("Preferences", "C2", "raise or", "Preferences!C2", ""),
    ("Preferences", "D3", "hardly", "Preferences!D3", "no degree of certainty 'hardly'"),
    ("Preferences", "E3", 7, "Preferences!E3", "7"),
    ("Preferences", "E3", "often", "Preferences!E3", "how likely it is isn't a number"),
    (
        "Preferences",
        "E3",
        datetime.datetime(2025, 3, 1),
        "Preferences!E3",
        "Spreadsheets make dates of fractions",
    ),
    ("Preferences", "F2", "very", "Preferences!F2", "no strength 'very'"),
    ("Preferences", "G2", "leaflet", "Preferences!G2", "no source 'leaflet'"),
    ("Preferences", "I2", "stray", "Preferences!I2", "'stray' stands below no head"),
    ("Preferences", "C2", Fault("this cell has the error #REF!.", ""), "Preferences!C2", "#REF!"),
    ("Rankings", "B3", "best", "Rankings!B3", "the rank isn't a number: 'best'"),
    ("Rankings", "C3", "E", "Rankings!C3", "E"),
    ("Rankings", "C3", "A", "Rankings!C3", "A"),
    ("Rankings", "C5", "", "Rankings!A5", "which outcome this is isn't said"),
    ("Claims", "A2", "", "Claims!B2", "this claim has no words"),
    ("Claims", "B2", "often", "Claims!B2", "no way to test a claim 'often'"),
    ("Claims", "C2", "", "Claims!A2", "the claim has no statement"),
    ("Claims", "C2", "Strife", "Claims!C2", "'Strife'. Did you mean"),
    ("Claims", "D2", "flier", "Claims!D2", "no source 'flier'"),
    ("Sources", "D2", "", "Sources!A2", "nothing is said in the source 'flyer'"),
    ("Scenarios", "B2", "", "Scenarios!A2", "the scenario 'court' has no title"),
    ("Other", "A2", "attitude.union.port", "Other!A2", "is no part of a model"),
    ("Other", "B2", '["a', "Other!B2", "isn't written as the model file has it"),
    ("Other", "B2", "angry", "Other!B2", "no attitude 'angry'"),
    ("Prefrences", "A1", "Party", "Prefrences", "no sheet is called 'Prefrences'. Did you mean"),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "told_at", "says"), PLANTED)
def test_every_mistake_has_its_cell(
    sheet: str, cell: str, value: Any, told_at: str, says: str
) -> None:
    told = {str(p.place): p.said for p in problems(with_cells((sheet, cell, value)))}
    assert says in told[f"t.xlsx:{told_at}"]


_VALUES = (1, -1.5, True, "x", "not (", "Strike", "a > b > {c d}", "{1 2", "[1", "1/0", "9" * 500)
_VALUES += ("2 to", "#", "preferences.union", "rules.infeasible[7]", "title.x", "null", 10**20)


@given(
    st.sampled_from(sorted(STRIKE)),
    st.sampled_from("ABCDEFG"),
    st.integers(1, 5),
    st.sampled_from(_VALUES),
)
def test_whatever_a_cell_says_is_read_or_told(
    sheet: str, letter: str, row: int, value: Any
) -> None:
    found: tuple[Problem, ...] = ()
    try:
        assert read(with_cells((sheet, f"{letter}{row}", value))).decision_makers
    except ModelError as error:
        found = error.problems
    assert all(problem.what and problem.place is not None for problem in found)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_sheets() -> None:
    changes = [
        ("Options", "C3", "backwards"),
        ("Preferences", "B3", "second"),
        ("Rankings", "C3", "E"),
        ("Claims", "B2", "often"),
        ("Sources", "D2", ""),
    ]
    # What is wrong with a ranking is known only where nothing is wrong with what there is to rank.
    told = [str(problem.place) for problem in problems(with_cells(*changes[1:]))]
    cells = ["Preferences!B3", "Rankings!C3", "Claims!B2", "Sources!A2"]
    assert list(dict.fromkeys(told)) == [f"t.xlsx:{cell}" for cell in cells]
    assert str(problems(with_cells(*changes))[0].place) == "t.xlsx:Options!C3"


@pytest.mark.parametrize(
    ("changes", "cells"),
    [
        ([("Options", "A2", "Unoin")], ["Options!A2"]),
        (
            [("Options", "A2", "Firm"), ("Options", "C3", "never"), ("Preferences", "A2", "Firm")],
            ["Options!A2", "Options!C3", "Preferences!A2"],
        ),
        ([("Options", "A2", Fault("=", "")), ("Rules", "A2", "")], ["Options!A2", "Rules!C2"]),
        ([("Preferences", "C2", Fault("=", ""))], ["Preferences!C2"]),
        ([("Sources", "D2", Fault("=", ""))], ["Sources!D2"]),
        ([("Preferences", "D3", "perhap")], ["Preferences!D3"]),
    ],
)
def test_a_mistake_makes_no_others(changes: list[tuple[str, str, Any]], cells: list[str]) -> None:
    told = [str(problem.place) for problem in problems(with_cells(*changes))]
    assert told == [f"t.xlsx:{cell}" for cell in cells]


@pytest.mark.parametrize("cell", ["A2", "C2", "C3"])
def test_what_is_empty_is_told_once(cell: str) -> None:
    assert len(problems(with_cells(("Preferences", cell, "")))) == 1


def test_rows_and_columns_may_stand_in_another_order_and_be_blank() -> None:
    grids = copy.deepcopy(STRIKE)
    grids["Claims"] = [[], ["Our claims"], [], *([*reversed(row)] for row in grids["Claims"]), []]
    grids["Preferences"][1:] = [
        ["# Union", 9, "not", "", "", "", "", "not read"],
        ["Union", 2, "calm", "Perhaps", "70 %", "", "", ""],
        [" union ", "1", " raise THE pay ", "", "", "", "Flyer", "It says so."],
    ]
    grids["rankings"] = [["Party", "Ranking"], ["Port", "A > B > {C D}"]]
    del grids["Rankings"]
    assert read(grids) == read(STRIKE)


def test_outcomes_are_ranked_by_what_is_done_in_them() -> None:
    grids = copy.deepcopy(STRIKE)
    del grids["Outcomes"]
    expected = ("NNN", "YNN", ("NYN", "NNY"))
    for rows in (
        [["Port", "", "nothing done > Strike > {Sue the port, raise the pay}"]],
        [
            ["Port", 1, "Nothing done"],
            ["", 2, "strike"],
            ["", 3, "Sue the port"],
            ["", 3, "Raise the pay"],
        ],
    ):
        grids["Rankings"] = [["Party", "Rank", "Outcome"], *rows]
        assert read(grids).preferences["port"].ranking == expected
    grids["Rankings"][1][2] = "Strike; Sue the port"
    assert problems(grids)[0].what.startswith("“Strike; Sue the port” is infeasible")


def test_parties_need_no_sheet_of_their_own() -> None:
    grids = {title: STRIKE[title] for title in ("Conflict", "Options", "Sources")}
    grids["Positions"] = [
        ["Party", "Option", "Position", "Salience"],
        ["Union", "Strike", "doesn't want it", "1 to 2"],
        ["", "Raise the pay", "", 3],
    ]
    grids["Preferences"] = [["Party", "Wish"], ["Port", "indifferent"]]
    conflict = read(grids)
    assert list(conflict.decision_makers) == ["union", "port"]
    assert conflict.preferences["union"].weights == {"strike": (-2, -1), "raise": 3}
    assert conflict.preferences["port"].statements == ()
    grids["Positions"][1][3] = "-2"
    (problem,) = problems(grids)
    assert problem.said.startswith("beside “doesn't want it” this is below zero: '-2'.")


# -- workbooks ------------------------------------------------------------------------------------


def book_of(grids: dict[str, Grid]) -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in grids.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
    return book


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_gives_back_what_a_model_says_and_is_the_same_each_time() -> None:
    conflict = load("talks-2025")
    raw = workbook(tables_of(conflict))
    assert raw == workbook(tables_of(conflict))
    new = imported(raw, "talks.xlsx")
    assert (new.conflict, new.warnings) == (conflict, ())
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert book["Preferences"].freeze_panes == "A2"
    offered = {v.formula1 for v in book["Preferences"].data_validations.dataValidation}
    assert "=Parties!$A$2:$A$506" in {f"={f}".replace("==", "=") for f in offered if f}
    assert all(not sheet.protection.sheet for sheet in book.worksheets)


def test_words_that_say_something_else_than_the_statement_are_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(tables_of(load("talks-2025")))))
    book["Preferences"]["D4"] = "Concede borders"
    (note,) = imported(saved(book), "talks.xlsx").warnings
    assert "Preferences!D4" in note


def test_nothing_is_computed_and_what_was_computed_is_read() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "'=1", '=HYPERLINK("http://x")']
    options = {f"o{k}": text for k, text in enumerate(texts)}
    data = load("chicken").to_dict()
    data = {key: data[key] for key in ("format", "title")}
    data |= {"decision_makers": {"a": {"name": "=A", "options": options}}}
    data |= {"preferences": {"a": {"statements": []}}}
    conflict = Conflict.model_validate(data)
    raw = workbook(tables_of(conflict))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert imported(raw, "x.xlsx").conflict == conflict


def test_formulas_merged_cells_and_dates_of_others() -> None:
    grids = copy.deepcopy(STRIKE)
    grids["Options"][2][0] = None
    book = book_of(grids)
    book["Options"].merge_cells("A2:A3")
    book["Sources"]["C2"] = datetime.datetime(2025, 3, 1)
    new = imported(saved(book), "x.xlsx").conflict
    assert new.sources["flyer"].on == "2025-03-01"
    assert list(new.decision_makers["union"].options) == ["strike", "sue-the-port"]
    book["Sources"]["D2"] = "=1+1"
    with pytest.raises(
        ModelError, match=r"x\.xlsx:Sources!D2: this formula has no value"
    ) as caught:
        imported(saved(book), "x.xlsx")
    assert len(caught.value.problems) == 1  # and not that nothing is said, too


def test_what_is_no_workbook_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = saved(book_of(STRIKE))
    with pytest.raises(FileError, match="broken, or protected by a password"):
        imported(raw[:-40], "x.xlsx")
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    with pytest.raises(FileError, match=r"x\.xlsx:Options: this sheet has more than 3 rows"):
        imported(raw, "x.xlsx")
    monkeypatch.setattr(packages, "MOST_UNPACKED", 2000)
    with pytest.raises(FileError, match="unpacked, this workbook is larger"):
        imported(raw, "x.xlsx")


def test_a_cell_far_off_costs_nothing() -> None:
    book = book_of(STRIKE)
    far = book["Sources"]["XFD1048576"]
    far.font = openpyxl.styles.Font(bold=True)
    raw = saved(book)
    assert imported(raw, "x.xlsx").conflict == read(STRIKE)
    far.value = "x"
    raw = saved(book)
    with pytest.raises(FileError, match=r"Sources!XFD1048576: this stands further off") as caught:
        imported(raw, "x.xlsx")
    after = openpyxl.load_workbook(io.BytesIO(marked(raw, "x.xlsx", caught.value.problems)))
    assert "stands further off" in after["Sources"]["XFD1048576"].comment.text


def test_a_workbook_that_names_outer_entities_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x/>'
        )
    with pytest.raises(FileError, match="broken"):
        read_workbook(stream.getvalue(), "x.xlsx")


def test_mistakes_are_marked_in_a_copy_and_unmarked_in_the_next() -> None:
    book = book_of(with_cells(("Rankings", "C3", "E"), ("Claims", "B2", "=often")))
    book["Claims"]["B2"].data_type = "s"
    book["Claims"]["A2"].font = openpyxl.styles.Font(bold=True)
    raw = saved(book)
    with pytest.raises(ModelError) as caught:
        fully_checked(model_of(read_workbook(raw, "x.xlsx"), "x.xlsx"))
    copied = marked(raw, "x.xlsx", caught.value.problems)
    after = openpyxl.load_workbook(io.BytesIO(copied))
    cell = after["Claims"]["B2"]
    assert (cell.value, cell.data_type) == ("=often", "s")
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert cell.comment.text.startswith("no way to test a claim '=often'.")
    assert after["Claims"]["A2"].font.bold
    assert after.sheetnames[0] == MISTAKES
    assert {row[0].value for row in after[MISTAKES].iter_rows(min_row=2)} >= {"Claims!B2"}
    after["Claims"]["B2"] = "never"
    after["Rankings"]["C3"] = "B"
    mended = saved(after)
    assert imported(mended, "x.xlsx").conflict == read(STRIKE)
    again = openpyxl.load_workbook(io.BytesIO(marked(mended, "x.xlsx", ())))
    assert again["Claims"]["B2"].comment is None


def test_the_examples_of_an_empty_workbook_are_a_model() -> None:
    sheets = read_workbook(starter_workbook("Port strike"), "new.xlsx")
    with pytest.raises(ModelError, match="no party is named"):
        fully_checked(model_of(sheets, "new.xlsx"))

    def in_use(cell: Cell) -> Cell:
        text = re.sub(rf"^{COMMENT} ", "", cell.text)
        return Cell(text if text != cell.text else cell.value, cell.place)

    filled = [Sheet(s.title, [[in_use(c) for c in row] for row in s.rows]) for s in sheets]
    conflict = fully_checked(model_of(filled, "new.xlsx")).conflict
    assert [party.name for party in conflict.decision_makers.values()] == [
        "Union",
        "Port authority",
    ]
    assert conflict.rules.infeasible == ("strike and raise-the-pay",)
    assert conflict.preferences["port-authority"].wishes[0].perhaps is True  # type: ignore[index]


def test_every_column_has_a_head_of_its_own_and_a_hint() -> None:
    for kind in KINDS:
        heads = [column.head.casefold() for column in kind.columns]
        assert len(set(heads)) == len(heads)
        assert all(column.hint for column in kind.columns)
        # In a workbook the words of a list are parted by commas, and have no more letters.
        assert all("," not in word for column in kind.columns for word in column.choices)
        assert all(len(",".join(column.choices)) < 255 for column in kind.columns)
        assert {key for row in kind.examples for key in row} <= {c.key for c in kind.columns}


# -- CSV ------------------------------------------------------------------------------------------


def csv_of(conflict: Conflict) -> str:
    return csv_text(tables_of(conflict, lambda model: read_csv(csv_text(model), "")))


def test_csv_is_one_file_with_sections_in_whatever_way_it_is_parted() -> None:
    conflict = load("talks-2025")
    text = csv_of(conflict)
    assert text.startswith("[Conflict]\nWhat,Says\nTitle,")
    assert imported(text.encode("utf-8-sig"), "t.csv").conflict == conflict
    rows = csv.reader(io.StringIO(text, newline=""))
    other = io.StringIO()
    csv.writer(other, delimiter=";").writerows(rows)
    for head in ("", "sep=;\r\n"):
        raw = (head + other.getvalue()).encode()
        assert imported(raw, "t.csv").conflict == conflict


def test_csv_is_harmless_and_tells_lines_and_columns() -> None:
    data = load("chicken").to_dict()
    data["title"], data["note"] = "=1+1", "@SUM(1)"
    text = csv_of(Conflict.model_validate(data))
    assert "Title,'=1+1\n" in text
    assert "Note,'@SUM(1)\n" in text
    assert imported(text.encode(), "t.csv").conflict.to_dict() == data
    data["note"] = "a;=1+1; @b"
    text = csv_of(Conflict.model_validate(data))
    assert "Note,a;'=1+1;' @b\n" in text
    assert imported(text.encode(), "t.csv").conflict.to_dict() == data
    table = 'Party,Option\n"Union",Strike\nPort,"Pay, and\nmore"\nPost,Sue,maybe\n'
    with pytest.raises(ModelError, match=r"t\.csv:5:10: 'maybe' stands below no head\."):
        imported(table.encode(), "t.csv")
    with pytest.raises(FileError, match=r"this is a table \(CSV\)"):
        imported(b"state,label\n1,A\n", "t.csv")


def test_csv_has_limits_and_names_the_encoding() -> None:
    with pytest.raises(FileError, match=r"more than 20,000 rows"):
        imported(b"Party,Option\n" + b"Union,Strike\n" * 20_000, "t.csv")
    with pytest.raises(FileError, match=r"t\.csv:2:1: the file isn't UTF-8.*Excel .* “CSV UTF-8”"):
        imported("Party,Option\nÖlfirma,Bohren\n".encode("cp1252"), "t.csv")


def test_a_list_of_parties_and_options_is_a_table() -> None:
    for head in ("", "[Options]\n"):
        text = f"{head}Party,Option,Direction\nUnion,Strike,one-way\n,Sue,\n"
        new = imported(text.encode(), "strike.csv")
        assert new.conflict.title == "strike"
        (union,) = new.conflict.decision_makers.values()
        assert [option.moves for option in union.options.values()] == ["take", "both"]
        assert "all outcomes are alike to them" in new.warnings[0]


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = saved(book_of(STRIKE))
    for library, use in {
        "openpyxl": lambda: imported(raw, "x.xlsx"),
        "xlsxwriter": starter_workbook,
    }.items():
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingExtraError, match=r'pip install "countermove\[table\]"'):
            use()
