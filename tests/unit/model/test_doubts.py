"""Doubts as they are written, and what is left of a model when they are resolved."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings

from countermove.building import build
from countermove.files.model_file import loads
from countermove.model.conflict import Conflict
from countermove.model.doubts import doubts_of, every_doubt, in_reading
from strategies import conflicts

HEAD = """format = "countermove/1"
title = "Doubts"
[decision_makers.us]
name = "US"
options = { a = "A", b = "B" }
[decision_makers.them]
name = "Them"
options = { c = "C" }
"""
MODEL = (
    HEAD
    + """[preferences.us]
statements = [
  "a implies b",
  { holds = "not c", perhaps = true, likely = 0.7 },
  { holds = "c", perhaps = "left out", either_way = true, likely_way = "1/3" },
  { any_order = ["a", "not b", { holds = "c and b", perhaps = true, doubt = "format" }] },
  { holds = "b", strongly = true },
]
[preferences.them]
readings = [
  { says = "hawks", likely = 0.6, statements = [
    "c", { holds = "a", perhaps = true, doubt = "format" },
  ] },
  { says = "doves", ranking = "YY- > YN- >> the rest" },
  { says = "clerks", weights = { a = [-4, -1], us.b = 2 } },
]
"""
)


def _model() -> Conflict:
    return loads(MODEL.replace("us.b", '"us.b"'), name="doubts.toml")


def test_what_is_in_doubt_with_its_values_and_their_likelihood() -> None:
    found = {d.id: (d.kind, [(v.key, v.likely) for v in d.values]) for d in doubts_of(_model())}
    assert list(found) == ["us.2", "us.3", "us.3.way", "us.4", "format", "them", "them.r3.a"]
    assert found["us.2"] == ("cares", [("yes", Fraction(7, 10)), ("no", Fraction(3, 10))])
    assert found["us.3"] == ("cares", [("no", Fraction(1, 2)), ("yes", Fraction(1, 2))])
    assert found["us.3.way"] == (
        "way",
        [("as-written", Fraction(1, 3)), ("opposite", Fraction(2, 3))],
    )
    assert [key for key, _ in found["us.4"][1]][:3] == ["1,2,3", "1,3,2", "2,1,3"]
    assert found["them"][1] == [("1", Fraction(3, 5)), ("2", Fraction(1, 5)), ("3", Fraction(1, 5))]
    assert found["them.r3.a"] == ("bounds", [])


def test_the_named_doubt_is_one_in_two_places() -> None:
    (shared,) = (doubt for doubt in doubts_of(_model()) if doubt.id == "format")
    assert shared.places == (
        ("preferences", "us", "statements", 3, "any_order", 2),
        ("preferences", "them", "readings", 0, "statements", 1),
    )


def test_as_written_and_otherwise() -> None:
    model = _model()
    base, other = (
        in_reading(model),
        in_reading(model, {"us.2": 1, "us.3": 1, "us.3.way": 1, "us.4": 5}),
    )
    assert [s.holds for s in base.preferences["us"].wishes or ()] == [
        "a implies b",
        "not c",
        "a",
        "not b",
        "c and b",
        "b",
    ]
    assert [s.holds for s in other.preferences["us"].wishes or ()] == [
        "a implies b",
        "not (c)",
        "c and b",
        "not b",
        "a",
        "b",
    ]
    assert base.preferences["us"].wishes[-1].strongly  # type: ignore[index]
    by_weights = in_reading(model, {"them": 2}).preferences["them"]
    assert {k: str(w) for k, w in (by_weights.weights or {}).items()} == {"a": "-2.5", "us.b": "2"}


def test_places_of_a_reading_lead_to_the_file() -> None:
    found = in_reading(_model(), {"them": 1, "us.2": 1})
    assert found.places is not None
    for path, line in (
        (("preferences", "us", "statements", 1), 14),
        (("preferences", "us", "statements", 4), 15),
        (("preferences", "them", "ranking"), 22),
    ):
        assert found.places.find(path).line == line


def test_a_graph_model_has_one_reading_and_knows_what_is_in_doubt() -> None:
    written = _model()
    model = build(in_reading(written, {"them": 1}))
    assert [doubt.id for doubt in model.doubts] == ["us.2", "us.3", "us.3.way", "us.4", "format"]
    assert model.about()["digest"] == written.digest
    assert model.about()["reading"] == {"them": "2"}
    assert repr(model) == "<GraphModel of 'Doubts': 8 states, reading them=2>"
    assert build(written).about()["reading"] == {}


def test_what_is_not_chosen_stays_in_doubt_and_is_called_as_before() -> None:
    written = _model()
    for chosen, left in (
        ({"us.2": "no"}, ["us.3", "us.3.way", "us.4", "format", "them", "them.r3.a"]),
        ({"us.3": "yes", "us.4": "3,1,2"}, ["us.2", "us.3.way", "format", "them", "them.r3.a"]),
        ({"us.3.way": "opposite", "them": "1"}, ["us.2", "us.3", "us.4", "format"]),
        ({"format": "no"}, ["us.2", "us.3", "us.3.way", "us.4", "them", "them.r3.a"]),
    ):
        model = build(written.in_reading(chosen))
        before = {doubt.id: doubt for doubt in doubts_of(written)}
        assert [doubt.id for doubt in model.doubts] == left
        for doubt in model.doubts:
            if doubt.kind != "order" or "format" not in chosen:
                assert doubt.values == before[doubt.id].values
        again = {doubt.id: doubt.values[-1].key for doubt in model.doubts if doubt.values}
        every = written.in_reading(chosen | again)
        assert written.in_reading(chosen).in_reading(again).preferences == every.preferences
        assert build(every).conflict.preferences == (
            in_reading(model.written, dict.fromkeys(again, -1)).preferences
        )


def test_an_order_of_which_a_part_is_settled_counts_the_places_of_all() -> None:
    model = build(_model().in_reading({"format": "no"}))
    (order,) = (doubt for doubt in model.doubts if doubt.id == "us.4")
    assert [value.key for value in order.values] == ["1,2,3", "2,1,3"]
    text = MODEL.replace('["a", "not b", {', '[{ holds = "b", perhaps = true }, "a", "not b", {')
    written = loads(text.replace("us.b", '"us.b"'), name="doubts.toml")
    left = build(written.in_reading({"us.4.1": "no"}))
    (order,) = (doubt for doubt in left.doubts if doubt.id == "us.4")
    assert [value.key for value in order.values][:3] == ["2,3,4,1", "2,4,3,1", "3,2,4,1"]
    turned = build(written.in_reading({"us.4.1": "no", "us.4": "3,2,4,1"}))
    assert [s.holds for s in turned.conflict.preferences["us"].wishes or ()][2:5] == [
        "not b",
        "a",
        "c and b",
    ]


def test_all_joint_readings_build() -> None:
    written = _model()
    doubts = [doubt for doubt in doubts_of(written) if doubt.values and doubt.id != "us.4"]
    for values in product(*(range(len(doubt.values)) for doubt in doubts)):
        chosen = dict(zip((doubt.id for doubt in doubts), values, strict=True))
        assert not doubts_of(build(in_reading(written, chosen)).conflict)


@given(conflicts())
@settings(max_examples=12)
def test_no_doubt_is_left_and_a_model_without_is_the_same(conflict: Conflict) -> None:
    found = in_reading(conflict)
    assert every_doubt(found) == ()
    assert in_reading(found) is found
    if not every_doubt(conflict):
        assert found is conflict
