"""Counts in statements: they are what spelling them out gives, and their words are only theirs."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.changes_as_written import model_changes
from countermove.errors import ModelError
from countermove.files.model_file import from_dict
from countermove.graph.feasible import feasible_states
from countermove.model.checks import problems_of
from countermove.model.conflict import Conflict
from countermove.model.logic import Count, Name, parse
from countermove.model.statement_words import statement_spelled_out, statement_words
from countermove.model.vocabulary import Vocabulary
from models import conflict_of

PRICE = {
    "text": "The price",
    "levels": {"low": "Low", "fair": "Fair", "high": "High"},
    "ordered": True,
}
BUYERS = conflict_of(
    decision_makers={
        "seller": {"name": "Seller", "options": {"price": PRICE, "give": "Give way"}},
        **{
            dm: {"name": dm.title(), "options": {"buy": "Buy it", "bid": PRICE}}
            for dm in ("ann", "bo", "cy", "di")
        },
    },
    groups={
        "town": ["ann", "bo"],
        "all_buyers": ["town", "cy", "di"],
        "firms": {"name": "firms", "parties": ["bo", "cy"]},
    },
    terms={"sold": "any of all_buyers.buy"},
)
STATES = feasible_states(BUYERS)
NAMES = [f"{dm}.buy" for dm in ("ann", "bo", "cy", "di")] + ["give", "sold"]
NAMES += ["ann.bid is low", "price at least fair", "di.bid at most fair"]


def spelled(quantity: str, number: int, parts: list[str]) -> str:
    """Spell a count out, by all choices of so many parts."""

    def least(k: int) -> str:
        if k <= 0 or k > len(parts):
            return str(k <= 0).lower()
        every = (" and ".join(f"({part})" for part in some) for some in combinations(parts, k))
        return " or ".join(f"({one})" for one in every)

    fewer = f"not ({least(number + 1)})"
    return {"at least": least(number), "at most": fewer}.get(
        quantity, f"({least(number)}) and {fewer}"
    )


@given(st.data())
def test_a_count_is_what_spelling_it_out_gives(data: st.DataObject) -> None:
    literal = st.sampled_from([*NAMES, *(f"not {name}" for name in NAMES)])
    parts = data.draw(st.lists(literal, min_size=1, max_size=7, unique=True))
    quantity = data.draw(st.sampled_from(["at least", "at most", "exactly"]))
    low, high = {"at least": (1, len(parts)), "at most": (0, len(parts) - 1)}.get(
        quantity, (0, len(parts))
    )
    number = data.draw(st.integers(low, high))
    count = f"{quantity} {number} of ({', '.join(parts)})"
    assert STATES.holding(count) == STATES.holding(spelled(quantity, number, parts))
    assert STATES.holding(f"not {count} or give") == STATES.holding(
        f"not ({spelled(quantity, number, parts)}) or give"
    )


@pytest.mark.parametrize(
    ("count", "same"),
    [
        ("all of town.buy", "ann.buy and bo.buy"),
        ("none of (town.buy, cy.buy)", "not (ann.buy or bo.buy or cy.buy)"),
        ("any others than bo of firms.buy", "cy.buy"),
        # Bo is in both groups, and is counted once.
        ("at least 2 of (town.buy, firms.buy)", "at least 2 of (ann.buy, bo.buy, cy.buy)"),
        ("at least 2 of (ann.buy, ann.buy, bo.buy)", "ann.buy and bo.buy"),
        ("exactly 1 of town.bid is low", "ann.bid is low xor bo.bid is low"),
        ("At Most 0 of (town.bid at least fair, sold)", "none of (sold, any of town.buy) and "
         "ann.bid is low and bo.bid is low"),
        ("price at least fair and at least 1 of give", "not price is low and give"),
        ("exactly 2 of (true, true, false, give)", "not give"),
        ("any of (all of town.buy, give)", "ann.buy and bo.buy or give"),
        ("give unless at least 4 of all_buyers.buy", "give if not all of all_buyers.buy"),
    ],
)  # fmt: skip
def test_groups_and_lists(count: str, same: str) -> None:
    assert STATES.holding(count) == STATES.holding(same)


def test_it_stays_one_node() -> None:
    formula = parse("at least 2 others than ann of (all_buyers.buy, give)")
    assert formula == Count("at least", 2, (Name("all_buyers.buy", 31), Name("give", 47)), "ann", 0)
    whole = Vocabulary(BUYERS).resolved(formula)
    assert isinstance(whole, Count)
    assert [part.name for part in whole.parts if isinstance(part, Name)] == [
        "bo.buy",
        "cy.buy",
        "di.buy",
        "seller.give",
    ]
    assert whole.bounds == (2, 4)


def test_its_words_are_names_elsewhere() -> None:
    words = ("at", "least", "most", "all", "any", "none", "of", "others", "than")
    conflict = conflict_of(
        decision_makers={"a": {"name": "A", "options": {word: word.title() for word in words}}},
        terms={"t": " and ".join(words), "u": "all or any if none", "v": "not all of (of, any)"},
        preferences={"a": {"statements": ["of xor others", "any"]}},
    )
    assert not problems_of(conflict)
    states = feasible_states(conflict)
    assert states.holding("t").count() == 1
    assert states.holding("u") == states.holding("(all or any) or not none")
    assert states.holding("v") == states.holding("not (of and any)")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("at least 5 of all_buyers.buy", "'at least 5' never holds: the list has 4 entries. Write "
         "a number from 1 to 4."),
        ("exactly 3 of town.buy", "'exactly 3' never holds: the list has 2 entries. Write a number "
         "from 0 to 2."),
        ("at least 0 of town.buy", "'at least 0' always holds: the list has 2 entries. Write a "
         "number from 1 to 2."),
        ("at most 2 of town.buy", "'at most 2' always holds: the list has 2 entries. Write a "
         "number from 0 to 1."),
        ("any others than cy of cy.buy", "there is nothing to count here. Name options of other "
         "parties."),
        ("at least town.buy", "'at least' can't stand here. Write how many in digits, and of what: "
         "'at least 2 of (a, b, c)'."),
        ("town.buy and give", "'town.buy' stands for 2 options. Say of how many, as in 'any of "
         "town.buy' or 'at least 2 of town.buy'."),
        ("any of town.by", "no party of 'town' has an option 'by'. Did you mean 'buy'? Their "
         "options are: buy, bid."),
        ("any of town.bid", "'ann.bid' is a choice of one among several, neither true nor false. "
         "Say which, as in 'ann.bid is low'; its levels are: low, fair, high."),
    ],
)  # fmt: skip
def test_what_cant_be_counted_is_told(statement: str, says: str) -> None:
    with pytest.raises(ModelError) as caught:
        STATES.holding(statement)
    assert caught.value.problems[0].said == says


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("at least 2 of firms.buy", "at least two of the firms buy it"),
        ("none of all_buyers.buy or give", "(none of all buyers buy it) or Give way"),
        ("all others than bo of firms.buy", "all other than Bo of the firms buy it"),
        ("exactly 0 of town.bid is low", "none of town: The price: Low"),
        ("any of (give, town.buy)", "any of (Give way, town buy it)"),
    ],
)
def test_in_words(statement: str, words: str) -> None:
    assert statement_words(Vocabulary(BUYERS), statement) == words


def test_spelled_out_a_list_keeps_its_texts() -> None:
    said = statement_spelled_out(Vocabulary(BUYERS), "any of (give, sold)")
    assert said == "any of (“Give way”, (any of all buyers buy it))"


def test_a_list_in_another_order_is_no_change() -> None:
    def model(term: str) -> Conflict:
        return from_dict(
            {
                **conflict_of(
                    decision_makers={
                        "a": {"name": "A", "options": {"x": "X", "y": "Y"}},
                        "b": {"name": "B", "options": {"z": "Z"}},
                    },
                    preferences={"a": {"statements": ["x"]}, "b": {"statements": ["z"]}},
                ).to_dict(),
                "terms": {"t": term},
            }
        )

    before = model("at least 2 of (x, y, z)")
    assert model_changes(before, model("at  least 2 of (z, a.x,y)"))[0] == ()
    (change,) = model_changes(before, model("at least 1 of (x, y, z)"))[0]
    assert change.path == ("terms", "t")
