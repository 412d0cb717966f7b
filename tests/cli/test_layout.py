"""What is shown fits the terminal, whatever the model and however wide the terminal is."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from countermove.analysis.solving import solve
from countermove.cli import outcomes
from countermove.cli import page as cli_page
from countermove.cli.look import Look
from countermove.cli.page import Marks, Page, columns_that_fit
from countermove.files.model_file import load
from countermove.files.writing import save
from countermove.report.lines import line_story
from kinds_of_cases import PUBLISHED
from models import graph_conflict

NILE = Path(__file__).parent / "nile.toml"
EVERY_CASE = pytest.mark.parametrize("case", PUBLISHED)
COMMANDS = {
    "solve": lambda case: ("solve", case),
    "solve all": lambda case: ("solve", case, "--all"),
    "explain": lambda case: ("explain", case, "1"),
    "claims": lambda case: ("claims", case),
    "compare": lambda case: ("compare", case, "--all"),
    "evolve": lambda case: ("evolve", case, "--from", "1", "--all"),
    "states": lambda case: ("states", case),
    "one ranking": lambda case: ("states", case, "-d", next(iter(load(case).decision_makers))),
    "check": lambda case: ("check", case),
}
STRANGE = """
format = "countermove/1"
title = "[31mRed[0m [bold]not markup[/bold] :smile: \\u202e desrever \\n second line"
status_quo = []

[decision_makers.'état']
name = "État très préoccupé par une situation dont le nom ne finit jamais, jamais, jamais"
[decision_makers.'état'.options]
'négocier_avec_tout_le_monde_et_sans_aucune_condition' = "Négocier 🕊️ avec tout le monde"

[decision_makers.zh]
name = "中华人民共和国外交部发言人办公室"
[decision_makers.zh.options]
'谈判' = "通过谈判和平解决争端并且不设任何先决条件也不设任何时间限制"

[decision_makers.ar]
name = "وزارة الخارجية"
[decision_makers.ar.options]
'تفاوض' = "التفاوض"

[preferences.'état']
statements = ["谈判", "not négocier_avec_tout_le_monde_et_sans_aucune_condition"]
[preferences.zh]
statements = ["not 谈判", "تفاوض"]
[preferences.ar]
statements = ["تفاوض implies 谈判", "تفاوض"]

[claims.paix]
says = "和平是可能的，和平是可能的，和平是可能的，和平是可能的，和平是可能的，和平是可能的"
possible = "谈判 and تفاوض"

[scenarios.guerre]
title = "Sans négociation, avec un titre qui est beaucoup trop long pour tenir sur une seule ligne"
[scenarios.guerre.rules]
infeasible = ["谈判"]
"""


def too_wide(text: str, width: int) -> list[str]:
    return [line for line in text.splitlines() if cell_len(line) > width]


@EVERY_CASE
@pytest.mark.parametrize("name", COMMANDS)
def test_every_case_fits_80_columns(command: Callable[..., Any], case: str, name: str) -> None:
    done = command(*COMMANDS[name](case))
    assert (done.code, done.err) == (0, "")
    assert done.out
    assert too_wide(done.out, 80) == []
    assert [line for line in done.out.splitlines() if line != line.rstrip()] == []
    assert "\x1b" not in done.out


@pytest.mark.parametrize("arguments", [("cases",), ("concepts",), ("--help",), ("solve", "--help")])
def test_lists_and_help_fit_80_columns(
    command: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    done = command(*arguments)
    assert (done.code, done.err) == (0, "")
    assert too_wide(done.out, 80) == []


@pytest.mark.parametrize("columns", [60, 140])
@pytest.mark.parametrize("case", ["talks-2025", "milk-river", "elmira-graph"])
def test_other_widths_fit_too(command: Callable[..., Any], case: str, columns: int) -> None:
    for name in ("solve", "explain", "claims", "compare", "states"):
        done = command(*COMMANDS[name](case), columns=columns)
        # The command to type next is never broken.
        lines = [ln for ln in done.out.splitlines() if not ln.lstrip().startswith("countermove ")]
        assert too_wide("\n".join(lines), columns) == []


def test_a_wide_terminal_shows_more(command: Callable[..., Any]) -> None:
    text = "Concede borders and NATO membership before the talks"
    assert text not in command("solve", "talks-2025").out
    assert text in command("solve", "talks-2025", columns=130).out


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_names_in_any_script_stay_in_their_columns(
    command: Callable[..., Any], columns: int, tmp_path: Any
) -> None:
    (tmp_path / "strange.toml").write_text(STRANGE, "utf-8")
    for arguments in (
        ("solve", "strange.toml"),
        ("explain", "strange.toml", "1"),
        ("claims", "strange.toml"),
        ("compare", "strange.toml"),
        ("states", "strange.toml"),
        ("states", "strange.toml", "-d", "zh"),
    ):
        done = command(*arguments, columns=columns)
        assert (done.code, done.err) == (0, "")
        lines = [ln for ln in done.out.splitlines() if not ln.startswith("  countermove ")]
        assert too_wide("\n".join(lines), columns) == []
        assert "\x1b" not in done.out, "what a model says is no order to the terminal"
        assert "\u202e" not in done.out
    assert "[bold]not markup[/bold] :smile:" in command("solve", "strange.toml").out


def test_marks_stand_under_their_heads(command: Callable[..., Any]) -> None:
    lines = command("solve", "talks-2025").out.splitlines()
    (head,) = [line for line in lines if line.startswith("What holds ")]
    row = lines[lines.index(head) + 1]
    assert row.startswith(" [2]  Terms on offer: with Russia alone")
    for code in ("NASH", "SEQ", "SSEQ", "GMR", "SMR"):
        begin = head.index(f" {code}") + 1
        assert "●" in row.ljust(80)[begin : begin + len(code)]


def test_no_state_is_shown_by_its_number_alone(command: Callable[..., Any]) -> None:
    lines = command("solve", "talks-2025").out.splitlines()
    start = next(k for k, line in enumerate(lines) if line.startswith("What holds"))
    rows = "\n".join(lines[start + 1 : lines.index("", start)])
    outcomes = re.findall(r"^ \[(\d+)\] +Terms on offer: (\S+)", rows, re.MULTILINE)
    assert len(outcomes) == len(re.findall(r"^ \[", rows, re.MULTILINE)) == 8
    assert {word for _, word in outcomes} == {"with", "of", "none"}


def test_many_outcomes_are_cut_and_it_is_said_how_to_see_all(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    conflict = graph_conflict(300, {"one": {}}, {"one": [0] * 300})
    save(conflict, tmp_path / "graph.json")
    short = command("solve", "graph.json").out
    assert "260 more outcomes hold under all 5 concepts. For all:" in " ".join(short.split())
    assert "  countermove solve graph.json --all" in short
    whole = command("solve", "graph.json", "--all").out
    assert "[300]" in whole
    assert "[300]" not in short


def test_up_to_forty_outcomes_are_listed_firmest_first(command: Callable[..., Any]) -> None:
    out = command("solve", "milk-river").out
    shown = re.findall(r"^ \[(\d+)\] ", out, re.MULTILINE)
    assert shown == [str(number) for number in range(1, 37) if number != 3] + ["3"]
    assert "These are the 20 firmest." in out


def test_what_holds_under_all_is_named_and_no_group_bridges_what_cant_be_undone(
    command: Callable[..., Any],
) -> None:
    solution = solve(load(NILE))
    out = command("solve", str(NILE)).out
    named, groups = out.split("All that hold, in groups")
    assert f"What holds: {len(solution)} of 160 outcomes" in named
    firm = [e.state.label for e in solution if len(e.concepts) == 5]
    assert re.findall(r"^ \[(\d+)\] .*[●○] +\w+$", named, re.MULTILINE) == firm
    assert "An outcome may stand in more than one group." in groups
    for option in ("fill", "strike"):
        row = re.search(rf"^   {option} +\w+ the dam +([YN -]+)$", groups, re.MULTILINE)
        assert row is not None
        assert "-" not in row.group(1)
    assert "Left out here" not in groups


def test_the_largest_groups_of_each_concept_are_shown(
    command: Callable[..., Any], tmp_path: Path
) -> None:
    """Who can't move is stable: what is written in the statements is what holds."""
    names = [f"o{k}" for k in range(12)]
    pairs = [f"{a} and {b}" for a, b in itertools.combinations(names[:8], 2)]
    one = {"name": "One", "options": {name: {"text": name, "moves": "fixed"} for name in names}}
    two = {"name": "Two", "options": {"p": "P"}}
    data = {
        "format": "countermove/1",
        "title": "T",
        "status_quo": ["o0"],
        "decision_makers": {"one": one, "two": two},
        "preferences": {
            "one": {"statements": []},
            "two": {
                "statements": [f"p if ({' or '.join(f'({pair})' for pair in pairs)})", "not p"]
            },
        },
    }
    (tmp_path / "pairs.json").write_text(json.dumps(data), "utf-8")
    out = command("solve", "pairs.json").out
    assert "What holds: 4,096 of 8,192 outcomes, in groups " in out
    shown = re.findall(r"^ ([A-T])  +([\d,]+) outcomes ", out, re.MULTILINE)
    assert "".join(letter for letter, _ in shown) == "ABCDEFGHIJKLMNOPQRST"
    assert {count for _, count in shown} >= {"1,024"}
    assert "\n[2] o0 (the status quo) holds under NASH, SEQ, SSEQ, GMR and SMR.\n" in out
    # Where two of the eight are taken, p is; where fewer are, it isn't: 28 and 8 patterns.
    assert re.search(
        r"^Left out here: [\d,]+ more outcomes, in 16 smaller groups\.$", out, re.MULTILINE
    )


def test_all_outcomes_are_the_same_however_many_lines_are_made_at_once(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in ("talks-2025", "milk-river", "elmira-graph"):
        whole = command("solve", case, "--all").out
        with monkeypatch.context() as patch:
            patch.setattr(outcomes, "_MANY", 0)
            patch.setattr(cli_page, "_LINES_AT_ONCE", 3)
            streamed = command("solve", case, "--all").out
        rows = re.compile(r"^ \[\d+\] .*[●○]$", re.MULTILINE)
        found = [row for row in rows.findall(whole) if "(the status quo): does not" not in row]
        assert found == rows.findall(streamed)
        assert "What is done" not in streamed
        assert ("(the status quo) does not hold." in streamed) == (": does not hold" in whole)


def test_graph_form_shows_texts_and_no_options(command: Callable[..., Any]) -> None:
    out = command("solve", "elmira-graph", columns=120).out
    assert " [9] Uniroyal has abandoned its Elmira plant" in out
    assert "What is done" not in out


def test_a_coalesced_state_says_what_it_leaves_open(command: Callable[..., Any]) -> None:
    assert "? either way" in command("solve", "elmira-coalesced").out


def test_a_model_without_claims_or_scenarios_says_so(
    command: Callable[..., Any], tmp_path: Any
) -> None:
    text = (
        'format = "countermove/1"\ntitle = "T"\n[decision_makers.a]\nname = "A"\n'
        '[decision_makers.a.options]\nx = "X"\n[preferences.a]\nstatements = ["x"]\n'
    )
    (tmp_path / "plain.toml").write_text(text, "utf-8")
    assert "Claims" not in command("solve", "plain.toml").out
    assert "makes no claims" in command("claims", "plain.toml").out
    assert "no scenarios to compare" in command("compare", "plain.toml").out


@pytest.mark.parametrize(
    ("case", "concepts", "why"),
    [
        ("cuban-missile-crisis", "NASH", "from every outcome some party would leave"),
        ("milk-river", "BERGE", "in every outcome some party could be helped by the others"),
    ],
)
def test_what_holds_may_be_nothing(
    case: str, concepts: str, why: str, command: Callable[..., Any]
) -> None:
    out = command("solve", case, "--concept", concepts).out
    assert f"What holds\n Nothing: {why}.\n" in out


# -- the parts of a page ----------------------------------------------------------------------


def test_a_text_is_shortened_by_the_columns_it_takes() -> None:
    page = Page(Look())
    assert page.short("abcdef", 6) == "abcdef"
    assert page.short("abcdef", 5) == "abcd…"
    assert cell_len(page.short("谈判谈判谈判", 6)) <= 6
    assert cell_len(page.padded("谈判谈判谈判", 8)) == 8


def test_columns_are_split_into_blocks_that_fit() -> None:
    assert columns_that_fit([4, 4, 4, 4], 9) == [slice(0, 2), slice(2, 4)]
    assert columns_that_fit([20, 4], 9) == [slice(0, 1), slice(1, 2)]
    assert columns_that_fit([], 9) == []


def test_many_marks_are_split_into_blocks() -> None:
    marks = Marks(tuple(f"CODE{k}" for k in range(10)))
    blocks = marks.blocks(60)
    assert len(blocks) > 1
    assert [code for block in blocks for code in block.codes] == list(marks.codes)
    assert all(block.width <= 60 - 28 for block in blocks)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "nonsense"])
def test_what_an_encoding_lacks_is_replaced(encoding: str) -> None:
    look = Look(encoding=encoding)
    text = look.printable("✓ ~ ✗ – … “quoted” ’ → Kaja Kallas 谈判")
    assert "Kaja Kallas" in text
    assert '"quoted"' in text.replace("“", '"').replace("”", '"')
    if encoding != "nonsense":
        assert text.encode(encoding).decode(encoding) == text


MANY = """
format = "countermove/1"
title = "Many ways out"

[decision_makers.one]
name = "One"
[decision_makers.one.options]
a = "A"
b = "B"
c = "C"

[decision_makers.two]
name = "Two"
[decision_makers.two.options]
d = "D"

[preferences.one]
weights = { a = 1, b = 2, c = 4 }
[preferences.two]
weights = { d = 1 }
"""


def test_the_most_tempting_improvements_are_told_first(
    command: Callable[..., Any], tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "many.toml").write_text(MANY, "utf-8")
    told: list[int] = []

    def counting(model: Any, verdict: Any, concept: Any, line: Any) -> str:
        told.append(line.first.target)
        return line_story(model, verdict, concept, line)

    monkeypatch.setattr("countermove.report.temptations.line_story", counting)
    monkeypatch.setattr("countermove.cli.explain.MOST_TOLD", 3)
    asked = ("explain", "many.toml", "NNNN", "-c", "NASH,SEQ")
    done = command(*asked)
    assert told == [7, 7, 6, 6, 5, 5, 8, 8], "the sentences of the others aren't made"
    assert "And 4 more improvements. For all:\n" in done.out
    more = "explain many.toml 1 --party one --concept NASH,SEQ --all"
    assert f"  countermove {more}\n" in done.out
    assert "The same for the outcome that this leads to, [8]:" in done.out

    told.clear()
    everything = command(*more.split())
    assert told == [7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert "more improvement" not in everything.out
    (verdict, *_) = json.loads(command(*asked, "-f", "json").out)["verdicts"]
    assert len(verdict["improvements"]) == len(verdict["words"]) - 1 == 7


def test_improvements_that_nothing_deters_come_before_those_that_tempt_more(
    command: Callable[..., Any], tmp_path: Any
) -> None:
    # Two answers c alone, and that hurts one; nothing follows on a or b.
    text = MANY.replace("{ d = 1 }", "{ d = -1, t = 2 }").replace("c = 4 }", "c = 4, d = -9 }")
    (tmp_path / "many.toml").write_text(f"{text}\n[terms]\nt = 'c and d'\n", "utf-8")
    out = command("explain", "many.toml", "NNNN", "-c", "SEQ").out
    led = re.findall(r"which\s+leads\s+to\s+\[(\d+)\]", out)
    assert led[:5] == ["4", "3", "2", "8", "7"]


def test_labels_that_are_words_stand_for_the_states_everywhere(
    command: Callable[..., Any], tmp_path: Any
) -> None:
    names = [f"s{k}" for k in range(1, 17)]
    patterns = ["".join("NY"[k >> bit & 1] for bit in range(4)) for k in range(16)]
    labels = [f'{name} = "{pattern}"' for name, pattern in zip(names, patterns, strict=True)]
    scenario = '[scenarios.x]\ntitle = "Other"\n[scenarios.x.preferences.two]\nweights = {}\n'
    text = "\n".join([MANY, "[labels]", *labels, scenario])
    (tmp_path / "named.toml").write_text(text, "utf-8")
    solved = command("solve", "named.toml").out
    assert " [s16] A; B; C; D " in solved
    assert "countermove explain named.toml s16" in solved
    listed = command("states", "named.toml").out
    assert " [s5]  NNYN C" in listed
    assert " s16 > s15 > s14" not in listed, "two ranks s8 with s16"
    assert "{s8 s16} > {s7 s15}" in listed
    ranked = command("states", "named.toml", "-d", "one").out
    assert "    | [s16] A; B; C; D }\n" in ranked
    assert " 8. { [s1]  nothing done\n" in ranked
    assert " [s16] A; B; C; D " in command("compare", "named.toml").out
    explained = command("explain", "named.toml", "s1", "-d", "two").out
    assert "\n[s1] nothing done\n" in explained
    assert "which leads to [s9] D:" in explained
    for page in (solved, listed, explained, command("compare", "named.toml").out):
        assert not re.search(r"\[\d+\]", page)


def test_an_id_that_is_the_number_stands_once(command: Callable[..., Any], tmp_path: Path) -> None:
    text = (
        'format = "countermove/1"\ntitle = "T"\nstatus_quo = "1"\n'
        '[states]\n1 = "Peace"\n2 = "War"\n'
        '[decision_makers.a]\nname = "A"\n[moves]\na = [["1", "2"]]\n'
        '[preferences.a]\nranking = ["2", "1"]\n'
    )
    (tmp_path / "ids.toml").write_text(text, "utf-8")
    out = command("solve", "ids.toml").out
    assert "\n [2] War " in out
    assert "2: War" not in out
    assert " · 1 ranking: by judgement" in command("check", "ids.toml").out


def test_how_it_was_solved_is_said_to_those_who_ask(command: Callable[..., Any]) -> None:
    assert "engine" not in command("solve", "chicken").out
    said = command("solve", "chicken", "--verbose").out
    assert re.search(r"\nSolved exactly in \S+ m?s \(engine: \w+; .*\)\.\n", said, re.DOTALL)
    (*_, last) = said.strip().splitlines()
    assert last.startswith("  countermove explain chicken ")


def test_parties_and_outcomes_can_be_asked_for_by_these_names(command: Callable[..., Any]) -> None:
    for old, new in (("--decision-maker", "--party"), ("-d", "--party")):
        asked = ("states", "talks-2025", old, "us")
        assert command(*asked).out == command("states", "talks-2025", new, "us").out
    assert (
        command("explain", "chicken", "--outcome", "2").out
        == command("explain", "chicken", "2").out
    )
