"""What is said of a model whose wishes are in doubt."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import product

from countermove import compare, explain, load, loads, solve
from countermove.report.article import Grid, Prose, Section
from countermove.report.claims import claims_in_full
from countermove.report.doubts import in_doubt, resolved
from countermove.report.readings import across_section
from countermove.report.standings import standing_sentence

WATER = """
format = "countermove/1"
title = "Water"
[decision_makers.town]
name = "Town"
[decision_makers.town.options.pump]
text = "Pump more water"
[decision_makers.farm]
name = "Farm"
[decision_makers.farm.options.dam]
text = "Build a dam"
[decision_makers.farm.options.sue]
text = "Sue the town"
[preferences.town]
statements = ["not dam", { holds = "pump", perhaps = true, likely = 0.7 }, "not sue"]
[preferences.farm]
statements = [{ any_order = ["dam", "not pump"] }, { holds = "sue", either_way = true }]
[claims.peace]
says = "The farm builds no dam"
always = "not dam"
[claims.quiet]
says = "They can live quietly"
possible = "not pump and not sue"
"""


def said(text: str) -> Section:
    section = across_section(solve(loads(text, "toml")))
    assert section is not None
    return section


def test_claims_and_outcomes_across_the_readings() -> None:
    how_many, claims, outcomes, how_found, _ = said(WATER).blocks
    assert how_found == Prose(
        "Found exactly: NASH, GMR, SMR by the readings of each party alone; SEQ, SSEQ by what each "
        "party's readings would improve.",
        quiet=True,
    )
    assert how_many == Prose(
        "3 things are in doubt: that makes 8 readings of what they want. "
        "All else is of the one as written."
    )
    assert isinstance(claims, Grid)
    peace, quiet = claims.lines
    assert (peace.cells, peace.story) == (("none",) * 5, "")
    assert quiet.cells == ("15%", "50%", "50%", "65%", "65%")
    assert quiet.story == (
        "Under NASH it holds exactly if Town doesn't care about “Pump more water” and Farm is "
        "against “Sue the town”. Under SEQ and SSEQ it holds exactly if Town cares about “Pump "
        "more water” and Farm puts “not Pump more water” before “Build a dam”; or if Town doesn't "
        "care about “Pump more water” and Farm is against “Sue the town”. Under GMR and SMR it "
        "holds exactly if Farm puts “not Pump more water” before “Build a dam” or if Town doesn't "
        "care about “Pump more water”."
    )
    assert isinstance(outcomes, Grid)
    assert [line.cells[0] for line in outcomes.lines] == ["50%", "50%", "none", "none"] + [
        "15%"
    ] * 2


def test_in_which_readings_a_claim_is_true_in_a_sentence() -> None:
    solution = solve(loads(WATER, "toml"))
    assert standing_sentence(solution, "peace") == "True in no reading."
    assert standing_sentence(solution, "quiet") == (
        "True with 15% likelihood under NASH, 50% under SEQ and SSEQ, 65% under GMR and SMR: over "
        "all concepts, it hangs on whether Town cares about “Pump more water”, in which order Farm "
        "puts “Build a dam” and “not Pump more water” and whether Farm is for or against “Sue the "
        "town”."
    )
    even = solve(loads(WATER.replace(", likely = 0.7", ""), "toml"), ["NASH", "GMR"])
    assert standing_sentence(even, "quiet").startswith(
        "True in 2 of 8 readings under NASH, in 6 under GMR: over all concepts, it hangs on"
    )
    gmr = solve(loads(WATER, "toml"), ["GMR"])
    assert standing_sentence(gmr, "quiet") == (
        "True with 65% likelihood: it holds exactly if Farm puts “not Pump more water” before "
        "“Build a dam” or if Town doesn't care about “Pump more water”."
    )


def test_what_a_party_cares_about_is_said_at_once() -> None:
    wishes = ", ".join(f'{{ holds = "{one}", perhaps = true }}' for one in ("pump", "dam", "sue"))
    text = WATER.replace('"not dam", { holds = "pump", perhaps = true, likely = 0.7 }', wishes)
    model = solve(loads(text, "toml")).model
    first, second, third = (d for d in model.doubts if d.id.startswith("town"))
    said = partial(resolved, model)
    assert (
        said([(first, [0]), (second, [0])])
        == "Town puts “Pump more water” first and cares about “Build a dam”"
    )
    assert (
        said([(second, [0]), (third, [1])])
        == "Town cares about “Build a dam” but not about “Sue the town”"
    )
    assert (
        said([(d, [1]) for d in (first, second)])
        == "Town cares about neither “Pump more water” nor “Build a dam”"
    )
    assert in_doubt(model, [first, third]) == [
        "whether Town cares about “Pump more water” and about “Sue the town”"
    ]


def test_claims_in_full_say_in_which_readings() -> None:
    conflict = loads(WATER, "toml")
    (peace, quiet) = claims_in_full(compare(conflict)).to_dict()["claims"]
    (answer,) = quiet["answers"]
    assert answer["across"]["NASH"]["likelihood"] == 0.15
    assert answer["across"]["NASH"]["hangs_on"] == ["town.2", "farm.2.way"]
    assert answer["across_words"][0].startswith("True with 15% likelihood under NASH")
    assert peace["answers"][0]["across_words"] == ["True in no reading."]


def test_an_outcome_is_explained_across_the_readings() -> None:
    explanation = explain(loads(WATER, "toml"), "NNN", "farm", ["GMR", "SEQ"])
    assert "Farm would stay with 35% likelihood under SEQ, 50% under GMR." in explanation.text
    across = explanation.to_dict()["across"]
    assert across["words"] == [
        "Farm would stay with 35% likelihood under SEQ, 50% under GMR. Under SEQ it would stay "
        "exactly if Town cares about “Pump more water” and Farm puts “not Pump more water” before "
        "“Build a dam”. Under GMR it would stay exactly if Farm puts “not Pump more water” before "
        "“Build a dam”."
    ]
    assert across["stable"]["farm"]["SEQ"]["readings"] == {"holds": {"farm.1": "2,1"}, "fails": {}}
    assert across["holds"]["SEQ"]["likelihood"] == 0.35
    assert "across" not in explain(load("prisoners-dilemma"), 1).to_dict()


def test_what_no_claim_hangs_on_and_whole_readings() -> None:
    side_by_side = """
readings = [
  { says = "The hawks decide", likely = 0.6, statements = ["dam", "sue"] },
  { says = "The doves decide", statements = ["not dam", "not sue"] },
]"""
    before, _, after = WATER.partition("statements = [{ any_order")
    text = before + side_by_side + after.partition("\n")[2].join(["\n", ""])
    _, claims, *others = said(text).blocks
    assert isinstance(claims, Grid)
    assert claims.lines[0].cells[0] == "40%"
    assert claims.lines[0].story == (
        "Under all 5 concepts it holds exactly if “The doves decide” is true of Farm."
    )
    assert all(not (isinstance(one, Prose) and "No claim" in one.text) for one in others)


def test_orders_that_are_open_have_no_likelihood() -> None:
    before, _, after = WATER.partition("statements = [{ any_order")
    ranking = 'ranking = ["YNN", { unknown = ["NNN", "NYN"] }, "the rest"]'
    text = before + ranking + after.partition("\n")[2].join(["\n", ""])
    how_many, claims, *_ = said(text).blocks
    assert isinstance(how_many, Prose)
    assert "in more readings than can be counted" in how_many.text
    assert isinstance(claims, Grid)
    # What hangs on that order is as likely as nobody can say.
    assert claims.lines[0].cells == ("some",) * 5
    assert claims.lines[1].cells == ("30%", "30%", "30%", "all", "some")


def test_nothing_is_said_where_nothing_is_in_doubt() -> None:
    text = WATER.replace(", perhaps = true, likely = 0.7", "").replace(", either_way = true", "")
    text = text.replace('{ any_order = ["dam", "not pump"] }', '"dam"')
    assert across_section(solve(loads(text, "toml"))) is None


def test_one_doubt_in_two_places_one_of_them_in_any_order() -> None:
    text = WATER.replace('"dam", "not pump"', '"dam", { holds = "not pump", perhaps = true }')
    text = text.replace("likely = 0.7", 'doubt = "pumping"').replace(
        '"not pump", perhaps = true', '"not pump", perhaps = true, doubt = "pumping"'
    )
    conflict = loads(text, "toml")
    found = solve(conflict).across
    assert found is not None
    orders, ways = ("1,2", "2,1"), ("as-written", "opposite")
    readings = product(("yes", "no"), orders, ways)
    names = ("pumping", "farm.1", "farm.2.way")
    every = [
        solve(conflict.in_reading(dict(zip(names, one, strict=True)))).claims for one in readings
    ]
    for claim in ("peace", "quiet"):
        for code in found.codes:
            holds = sum(
                answer.holds[code] for one in every for answer in one if answer.claim == claim
            )
            assert found.standing(claim, code).likelihood == Fraction(holds, 8)
