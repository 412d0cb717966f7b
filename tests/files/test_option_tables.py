"""Option tables as papers print them: each way of printing becomes the same model."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import CountermoveError, FileError, Problem
from countermove.files.importing import by_content, imported, read_import
from countermove.files.model_file import load
from countermove.files.writing import to_toml
from countermove.model.conflict import Conflict
from countermove.report.importing import fully_checked, import_model
from countermove.report.states import StateList
from models import conflict_of

SPACES = """
Table 1: Options and states

                          1  2  3  4
Union
  1. Strike               N  Y  N  Y
Port
  2. Raise the pay        N  N  Y  Y

Ranking of the Union: 3 > 1 > {2 4}
Port: 1 > 3 > 4 > 2
"""
WAYS = {
    "spaces": SPACES,
    "tabs": "Party\tOption\t1\t2\t3\t4\nUnion\tStrike\tN\tY\tN\tY\n"
    "Port\tRaise the pay\tN\tN\tY\tY\n"
    "Preference\tUnion\t3\t1\t2 ~ 4\nPreference\tPort\t1\t3\t4\t2\n",
    "pipes": "| Party | Option | 1 | 2 | 3 | 4 |\n|---|---|---|---|---|---|\n"
    "| Union | Strike | No | Yes | No | Yes |\n| Port | Raise the pay | No | No | Yes | Yes |\n"
    "| Payoff of Union | | 3 | 1 | 4 | 1 |\n| Payoff of Port | | 4 | 1 | 3 | 2 |\n",
    "CSV": "Party,Option,1,2,3,4\nUnion,Strike,N,Y,N,Y\nPort,Raise the pay,N,N,Y,Y\n"
    "Ranking of Union,,3,1,[2 4]\nRanking of Port,,1,3,4,2\n",
    "LaTeX": "\\begin{tabular}{lcccc}\n\\hline\nUnion & & & & \\\\\nStrike & N & Y & N & Y \\\\\n"
    "Port & & & & \\\\\nRaise the pay & N & N & Y & Y \\\\ \\hline\n"
    "Union: $3 > 1 > 2 = 4$ \\\\\nPort: 1, 3, 4, 2 \\\\\n\\end{tabular}\n",
    "one space": "States 1 2 3 4\nUnion: Strike 0 1 0 1\nPort: Raise the pay 0 0 1 1\n"
    "Union 3 1 (2 4)\nPort 1 3 4 2\n",
}


def read(text: str) -> Conflict:
    return import_model(text.encode(), "t.txt").conflict


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_printing_is_the_same_model(way: str) -> None:
    conflict = read(WAYS[way])
    assert [party.name for party in conflict.decision_makers.values()] == ["Union", "Port"]
    assert [o.text for p in conflict.decision_makers.values() for o in p.options.values()] == [
        "Strike",
        "Raise the pay",
    ]
    assert conflict.preferences["union"].tiers == ("3", "1", ("2", "4"))
    assert conflict.preferences["port"].tiers == ("1", "3", "4", "2")
    # All combinations, in the order of the numbers: there is nothing to rule out or to name.
    assert not conflict.labels
    assert conflict.rules.feasible == ()
    assert not conflict.rules.coalesce


ORDERS = {
    "Port: 1>3>4>2": ("1", "3", "4", "2"),
    "Port:4>3>{1,2}": ("4", "3", ("1", "2")),
    "Port: {4 3}>1~2": (("4", "3"), ("1", "2")),
    "Port's ranking: 4 > 3 > 2 > 1": ("4", "3", "2", "1"),
    "Ranking of the Port & $4 \\succ 3 \\sim 2 \\succ 1$ \\\\": ("4", ("3", "2"), "1"),
    "Port: $4 \\succ \\{3, 2\\} \\succ 1$ \\\\": ("4", ("3", "2"), "1"),
    "4 > 3 > 2 > 1": ("4", "3", "2", "1"),  # below the party's options
}


@pytest.mark.parametrize("line", ORDERS)
def test_an_order_is_read_as_papers_print_it(line: str) -> None:
    text = SPACES.replace("Port: 1 > 3 > 4 > 2", line)
    text = text.replace("Ranking of the Union: 3 > 1 > {2 4}\n", "")
    assert read(text).preferences["port"].tiers == ORDERS[line]


def test_outcomes_of_latex_are_known_with_and_without_their_signs() -> None:
    heads = " & $s_1$ & $s_2$ & $s_{3}$ & s4 \\\\\nR\\&D Ministry \\\\\n"
    text = f"{heads}Tax & N & Y & N & Y \\\\\nSubsidise R\\&D & N & N & Y & Y \\\\"
    conflict = read(f"{text}\nR\\&D Ministry: $s_4 \\succ s_3 \\sim s2 \\succ s_{{1}}$ \\\\\n")
    (party,) = conflict.decision_makers.values()
    assert party.name == "R&D Ministry"
    assert [option.text for option in party.options.values()] == ["Tax", "Subsidise R&D"]
    (wants,) = conflict.preferences.values()
    assert wants.tiers == ("s4", ("s3", "s2"), "s1")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Firm: 2 > 4 > 1", "no party is called 'Firm'."),
        ("Ranking of Firm: 2 > 4 > 1", "no party is called 'Firm'."),
        ("Port: s_1 > s_2", "no outcome 's1'."),
    ],
)
def test_of_a_line_that_ranks_nothing_else_is_told(line: str, says: str) -> None:
    with pytest.raises(CountermoveError) as caught:
        read(SPACES.replace("Port: 1 > 3 > 4 > 2", line))
    told = [problem.what for problem in caught.value.problems]
    assert says in told
    assert not any("has neither" in what for what in told)


def test_long_lines_and_numbers_are_told_at_once() -> None:
    with pytest.raises(FileError, match=r"t\.txt:3: this line has more than 2,000 words\."):
        imported(SPACES.splitlines()[3].encode() + b"\nUnion\nStrike" + b" Y N" * 16_000, "t.txt")
    long_cells = ("a" + ",N" * 9_000 + ",x\n").encode()
    assert by_content(long_cells * 2) is None
    digits = "1" * 5_000
    with pytest.raises(CountermoveError, match="can't be a label"):
        read(f"state {digits} {digits}2\nUnion\nStrike N Y\n")


def test_the_numbers_of_a_paper_are_kept_and_dashes_coalesce() -> None:
    case = load("elmira-coalesced")
    states = dict(case.labels)
    rows = ["  ".join(["state", *states])]
    k = 0
    for party in case.decision_makers.values():
        rows.append(party.name)
        for option in party.options.values():
            rows.append(f"{option.text}   " + "  ".join(p[k] for p in states.values()))
            k += 1
    for dm, party in case.decision_makers.items():
        order = " > ".join(map(str, case.preferences[dm].ranking or ()))
        rows.append(f"{party.name}: {order}")
    table = read("\n".join(rows))
    assert dict(table.labels) == states
    one_way = load("elmira-coalesced").to_dict()["decision_makers"]
    data = table.to_dict()
    for mine, theirs in zip(data["decision_makers"].values(), one_way.values(), strict=True):
        for own, other in zip(list(mine["options"]), theirs["options"].values(), strict=True):
            mine["options"][own] = (
                other
                if isinstance(other, str)
                else {key: other[key] for key in ("text", "moves") if key in other}
            )
    found = solve(Conflict.model_validate(data))
    expected = solve(case)
    for code in found.codes:
        assert [s.label for s in found.equilibria(code)] == [
            s.label for s in expected.equilibria(code)
        ]


PRINTED = r"""
% Needs \usepackage{booktabs}.
\begin{table}[htbp]
\centering\small\setlength{\tabcolsep}{4pt}
\caption{States of the strike, 1975}
\label{tab:states}
\begin{tabular}{lcccc}
\toprule
option & [1] & [2] & [3] & [4] \\
\midrule
Union: Strike & N & Y & N & Y \\
Port: Raise the pay & N & N & Y & Y \\
\midrule
rank for Union & 2 & 3 & 1 & 3 \\
rank for Port & 1 & 4 & 2 & 3 \\
\end{tabular}
""".lstrip()


def test_what_the_program_prints_for_latex_is_read() -> None:
    new = import_model(PRINTED.encode(), "t.txt")
    assert new.conflict.title == "States of the strike, 1975"
    assert new.conflict.preferences["union"].tiers == ("3", "1", ("2", "4"))
    assert new.conflict.preferences["port"].tiers == ("1", "3", "4", "2")
    assert "The outcome with the rank 1 is the best for Union." in new.warnings


LEVELS = r"""
\caption{A sale}
\begin{tabular}{lllll}
option & [1] & [2] & [3] & [4] \\
Seller: Price (only up) & 50 & 60 or more & 50 & 60 or more \\
Buyer: Terms & None & None & R\&D -- half & - \\
\midrule
rank for Seller & 3 & 2 & 2 & 1 \\
rank for Buyer & 2 & 3 & 1 & 2 \\
\end{tabular}
""".lstrip()


def test_what_an_option_is_at_in_each_outcome_is_read() -> None:
    new = read_import(LEVELS.encode(), "t.txt").conflict
    price, terms = (party.options for party in new.decision_makers.values())
    levels = {option: dict(own.levels) for option, own in (price | terms).items()}
    assert {o: [one.text for one in own.values()] for o, own in levels.items()} == {
        "price": ["50", "60 or more"],
        "terms": ["None", "R&D -- half"],
    }
    assert price["price"].moves == "up"
    assert new.rules.coalesce == ("60-or-more/-",)
    assert dict(new.labels)["4"] == "60-or-more/-"
    plain = read("  1 2 3 4\nSeller\n Price low mid low mid\nBuyer\n Buy  N N Y Y\n")
    assert list(plain.decision_makers["seller"].options["price"].levels) == ["low", "mid"]
    assert not plain.rules.feasible
    assert not plain.labels


def test_levels_that_the_program_prints_are_read() -> None:
    levels = {"l": "Low", "m": "In the middle", "h": "High"}
    case = conflict_of(
        decision_makers={
            "a": {"name": "A", "options": {"p": {"text": "P", "levels": levels}}},
            "b": {"name": "B", "options": {"q": "Q", "r": {"text": "R", "levels": levels}}},
        },
        rules={"infeasible": ["p is m and not q", "p is l and r is not l", "q iff r is h"]},
        preferences={"a": {"statements": ["q", "p is m"]}, "b": {"statements": ["p is not h"]}},
    )
    printed = StateList(build(case)).to_latex()
    read_back = solve(read(printed)).to_dict()
    expected = solve(case).to_dict()
    assert read_back["equilibria"] == expected["equilibria"]
    assert len(read_back["states"]) == len(expected["states"])


BAD = {
    "3:11: 'Q' is no choice": "   1 2 3 4\nUnion\nStrike  N Q N Y\nPort\nPay     N N Y Y\n",
    "5:13: “Pay” has 3 choices for 4": "   1 2 3 4\nUnion\nStrike  N Y N Y\nPort\nPay     N N Y\n",
    "2:1: whose option “Strike” is": "  1 2\nStrike  N Y\nPay  Y N\n",
    "3:1: which option these choices": "  1 2\nUnion\nN Y\nStrike N Y\n",
    "4:12: no outcome '5'": "  1 2\nUnion\nStrike N Y\nUnion: 2 > 5 > 1\n",
    "4:8: the ranking of Union leaves out 1": "  1 2\nUnion\nStrike N Y\nUnion: 2\n",
    "4:12: outcome 2 stands here twice": "  1 2\nUnion\nStrike N Y\nUnion: 2 > 2 > 1\n",
    "5:8: the outcomes are ranked a second time": (
        "  1 2\nUnion\nStrike N Y\nUnion: 2 > 1\nUnion: 1 > 2\n"
    ),
    "4:1: no party is called 'Onion'": "  1 2\nUnion\nStrike N Y\nRanking of Onion: 2 > 1\n",
    "1:5: the outcomes 1 and 2 are one choice": "  1 2\nUnion\nStrike Y Y\nSue Y Y\nUnion: 1 2\n",
    "1:5: the outcome 1 stands here twice": "  1 1\nUnion\nStrike N Y\nSue Y N\n",
    "4:1: “Source: the paper” has neither": "  1 2\nUnion\nStrike N Y\nSource: the paper\n",
    "4:20: here should be 2 numbers": "  1 2\nUnion\nStrike N Y\nPayoffs of Union:  2 1 3\n",
    "no option stands here": "Union\nPort\n",
}


@pytest.mark.parametrize("says", BAD)
def test_every_mistake_has_its_line_and_column(says: str) -> None:
    with pytest.raises(CountermoveError) as caught:
        read(BAD[says])
    assert any(f"t.txt:{says}" in line or says in line for line in str(caught.value).splitlines())


def test_what_isnt_said_is_told() -> None:
    new = fully_checked(
        read_import(b"  1 2\nUnion\nStrike (one-way) N Y\nPort\nPay N Y\n", "t.txt")
    )
    assert new.conflict.decision_makers["union"].options["strike"].moves == "take"
    assert new.conflict.rules.feasible == ("NN", "YY")
    assert new.warnings == (
        "No line ranks the outcomes for Union, Port: all are alike to it, until what it wants is "
        "written into the model.",
    )


def test_it_is_known_whatever_its_name_and_no_model_is_taken_for_one() -> None:
    for text in WAYS.values():
        known = by_content(text.encode())
        assert known is None or known.name.startswith("an option table")
    for case in ("talks-2025", "elmira-coalesced", "elmira-graph"):
        assert by_content(to_toml(load(case)).encode()) is None
    with pytest.raises(FileError, match="more than"):
        imported(b"1 2\nA\nx N Y\n" * 100_000, "t.txt")


_SIGNS = (
    "",
    "Y",
    "N",
    " ",
    "\n",
    "\t",
    "|",
    ",",
    "{",
    "}",
    ">",
    "~",
    "1",
    "9",
    "-",
    ":",
    "&",
    "\\",
)


@given(st.lists(st.tuples(st.integers(0, len(SPACES) - 1), st.sampled_from(_SIGNS)), max_size=9))
def test_whatever_is_pasted_is_read_or_told(changes: list[tuple[int, str]]) -> None:
    letters = list(SPACES)
    for place, sign in changes:
        letters[place] = sign
    problems: tuple[Problem, ...] = ()
    try:
        assert read("".join(letters)).decision_makers
    except CountermoveError as error:
        problems = error.problems
    assert all(problem.what and problem.place is not None for problem in problems)


def test_it_may_stand_in_a_workbook() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Table 3"
    sheet.append([])
    for line in WAYS["tabs"].splitlines():
        cells = (int(text) if text.isdecimal() else text for text in line.split("\t"))
        sheet.append([*cells])
    stream = io.BytesIO()
    book.save(stream)
    assert import_model(stream.getvalue(), "t.xlsx").conflict == read(WAYS["tabs"])
    sheet["D3"] = "Q"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(CountermoveError, match=r"t\.xlsx:Table 3!D3: 'Q' is no choice\."):
        import_model(stream.getvalue(), "t.xlsx")
    sheet.delete_rows(1, 9)
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(FileError, match="no sheet of this workbook is one of a model"):
        import_model(stream.getvalue(), "t.xlsx")


def test_a_table_of_outcomes_is_told_from_an_option_table() -> None:
    outcomes = "state,label,pattern,strike,pay\n1,1,NN,N,N\n2,2,YN,Y,N\n"
    with pytest.raises(FileError, match=r"t\.csv: this is a table of outcomes, as export writes"):
        read_import(outcomes.encode(), "t.csv")
