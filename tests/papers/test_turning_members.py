"""On which judgements the case of Europe's governments turns, as its page in docs/explanation says.

Only what is found at once is asked. A deal that holds under NASH holds under all five concepts, and
one that doesn't under GMR under none, so that "no deal" and "a deal" need no more.
"""

from __future__ import annotations

from functools import cache
from itertools import permutations

import pytest

from countermove.analysis.open_solving import solve_open
from countermove.files.gallery import case_path
from countermove.files.model_file import loads

AT_ONCE = ("NASH", "GMR", "SMR")
UK = '[{ holds = "uk.troops implies terms is table", because = ["joint"] }, '
SPOKE = '[{ holds = "troops implies terms is table", because = ["joint", "brekelmans"] }, '
SILENT = '["troops implies (terms is table and at least 2 of offered.troops)", '
WANTED = ('"terms is table"', '"guarantee"', '"not concede"')
DEALS = {"everyone", "negotiator", "alone", "one_of_three", "few", "no_more"}
NO_DEAL = dict.fromkeys(DEALS, "") | {"one_member": "NASH GMR SMR"}
MONEY = '"pay iff (terms is table and at least 10 others of union.pay)"'
HUNGARY = '{ holds = "deal", because = ["orban"] }, "not pay unless deal", "not pay"]'

PARTNERS = "[preferences.partners]"
AS_HUNGARY = '["not troops", "deal", "not pay unless deal", "not pay"]'
SOUTH = "".join(
    f"[preferences.{dm}]\n"
    'statements = ["not troops", "guarantee", "pay if at least 2 of spoke.pay"]\n\n'
    for dm in ("italy", "portugal", "spain")
)


@cache
def model() -> str:
    return case_path("talks-2025-members").read_text("utf-8")


def changed(*changes: tuple[str, str]) -> str:
    text = model()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def answers(text: str) -> dict[str, str]:
    """Return under what is found at once each claim holds."""
    solution = solve_open(loads(text), AT_ONCE, seconds=float("inf"))
    return {
        answer.claim: " ".join(code for code in AT_ONCE if answer.holds[code])
        for answer in solution.claims
    }


@cache
def as_it_is() -> dict[str, str]:
    return answers(model())


def number(needed: int) -> str:
    return changed(
        *((f"{how} 10 {of} governments", f"{how} {needed} {of} governments") for how, of in COUNTED)
    )


COUNTED = (("at least", "of"), ("at least", "others of"), ("exactly", "of"))


@pytest.mark.parametrize(
    ("changes", "turned"),
    [
        ([(SILENT, f'{SILENT}"not troops", ')], NO_DEAL),
        ([(SPOKE, '["not troops", ')], NO_DEAL),
        ([(UK, '["not uk.troops", ')], {}),
        ([(UK, "["), (SPOKE, "[")], {}),
        ([(SILENT, "[")], {}),
        ([(PARTNERS, f"[preferences.slovakia]\nstatements = {AS_HUNGARY}\n\n{PARTNERS}")], {}),
        ([(PARTNERS, f"{SOUTH}{PARTNERS}")], {}),
        ([(MONEY, '"not pay"')], {"alone": ""}),
        ([(HUNGARY, '"not pay", "deal"]')], {"alone": ""}),
        (
            [('{ holds = "settle implies concede", because = ["annexation"] }, ', "")],
            {"price": "NASH"},
        ),
    ],
    ids=[
        "silent",
        "spoke",
        "uk",
        "uk+spoke",
        "tied",
        "slovakia",
        "south",
        "outside",
        "hungary",
        "concession",
    ],
)
def test_it_turns_on_what_its_page_says(
    changes: list[tuple[str, str]], turned: dict[str, str]
) -> None:
    assert answers(changed(*changes)) == as_it_is() | turned


def test_a_deal_behind_their_backs_holds_if_nobody_ties_troops_to_the_table() -> None:
    """It is a Nash equilibrium, and holds under all concepts."""
    found = answers(changed((UK, "["), (SPOKE, "["), (SILENT, "[")))
    assert found["backs"] == ""
    assert found["negotiator"] == "NASH GMR SMR"


@pytest.mark.parametrize("needed", [6, 16])
def test_how_many_are_needed_matters_little(needed: int) -> None:
    """With four of the nineteen, the other seven that may send troops are no more than eleven."""
    turned = {"few": ""} if needed == 16 else {}
    assert answers(number(needed)) == as_it_is() | turned


@pytest.mark.parametrize("order", list(permutations(WANTED))[1:])
def test_the_order_of_ukraines_wishes_does_not_matter(order: tuple[str, ...]) -> None:
    before = f'"accept implies guarantee", {", ".join(WANTED)}, "secured implies accept"'
    after = f'"accept implies guarantee", {", ".join(order)}, "secured implies accept"'
    assert answers(changed((before, after))) == as_it_is()
