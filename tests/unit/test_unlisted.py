"""Sets of states as diagrams: numbered, sampled, written as patterns; stopped, and out of room."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from countermove.analysis.open_solving import solve_open
from countermove.errors import ConceptNotApplicableError, ModelError, StoppedError, TooLargeError
from countermove.graph.diagrams import Diagrams
from countermove.model.conflict import Conflict
from countermove.model.doubts import doubts_of
from countermove.model.families import expanded
from countermove.open_model import open_model
from countermove.stability.engines.alike import Symmetry
from countermove.stability.engines.orbits import Orbits
from countermove.stability.engines.quotient import NotAlikeError, Quotient
from models import Data, conflict_of, option_conflict


def test_a_set_is_numbered_and_sampled_whatever_its_size() -> None:
    """The number of a state is how many aren't above it, also of far more than 2^64."""
    diagrams = Diagrams(200, nodes=1 << 12)
    some = diagrams.bit(3) | ~diagrams.bit(199)
    size = diagrams.count(some)
    assert size == 3 * 2**198
    last = diagrams.number(some, size - 1)
    assert last == 2**200 - 1
    assert diagrams.place(some, last) == size - 1
    drawn = diagrams.sample(some, 5, seed=1)
    assert drawn == sorted(set(drawn)) == diagrams.sample(some, 5, seed=1)
    assert all(diagrams.number(some, diagrams.place(some, one)) == one for one in drawn)


def test_a_cover_is_a_set_in_few_words() -> None:
    """What is free may be in it or not; where it takes more cubes than asked for there is none."""
    diagrams = Diagrams(6, nodes=1 << 12)
    odd = diagrams.bit(0) ^ diagrams.bit(1) ^ diagrams.bit(2)
    assert len(diagrams.cover(odd, diagrams.false, 4) or ()) == 4
    assert diagrams.cover(odd, diagrams.false, 3) is None
    assert diagrams.cover(odd, ~odd, 1) == [(0, 0)]
    assert diagrams.cover(diagrams.false, odd, 0) == []


def family(rules: Data | None = None, **exceptions: list[Any]) -> Conflict:
    """Return a model of one party and four that are alike, but for those with own wishes."""
    members = {f"m{k}": f"Member {k}" for k in range(4)}
    shared = {"statements": ["go iff hub.lead", "not at least 2 others of family.go"]}
    own = {dm: {"statements": statements} for dm, statements in exceptions.items()}
    return expanded(
        conflict_of(
            decision_makers={"hub": {"name": "Hub", "options": {"lead": "Lead"}}},
            families={"family": {"name": "f", "members": members, "options": {"go": "Go"}}},
            rules=rules or {},
            preferences={"hub": {"statements": ["all of family.go"]}, "family": shared, **own},
        )
    )


def test_parties_are_alike_but_for_exceptions() -> None:
    """A member that wants something else stands by itself."""
    alike = Symmetry(open_model(family(), nodes=1 << 12)).classes
    assert alike == [("hub",), ("m0", "m1", "m2", "m3")]
    other = Symmetry(open_model(family(m1=["go"]), nodes=1 << 12)).classes
    assert other == [("hub",), ("m0", "m2", "m3"), ("m1",)]


def test_a_rule_of_each_member_has_to_be_the_same_of_each() -> None:
    """Where two rules make members differ they aren't alike, though each has one."""
    rules = {"requires": {f"m{k}.go": "hub.lead" if k else "not hub.lead" for k in range(4)}}
    model = open_model(family(rules), nodes=1 << 12)
    assert Symmetry(model).classes == [("hub",), ("m0",), ("m1", "m2", "m3")]
    orbits = Orbits(model, nodes=1 << 12)
    assert orbits.states(orbits.whole.feasible) == model.states.feasible


def test_what_is_said_of_each_member_has_to_be_the_same_whatever_the_classes() -> None:
    """One condition for each member isn't enough: they have to be renamings of one another."""
    model = open_model(
        family({"infeasible": ["m0.go and lead", "m1.go and not lead"]}), nodes=1 << 12
    )
    symmetry = Symmetry(model)
    assert symmetry.classes == [("hub",), ("m0",), ("m1",), ("m2", "m3")]
    with pytest.raises(NotAlikeError):
        Quotient(model, symmetry, [["hub"], ["m0", "m1"], ["m2", "m3"]], lambda: None, 1 << 12)
    each = {"infeasible": [f"m{k}.go and lead" for k in range(4)]}
    model = open_model(family(each), nodes=1 << 12)
    whole = Quotient(
        model, Symmetry(model), [["hub"], ["m0", "m1", "m2", "m3"]], lambda: None, 1 << 12
    )
    assert whole.diagrams.count(whole.feasible) == 5 + 1


def test_steps_to_the_next_level_only_are_no_matter_of_orbits() -> None:
    """Two such moves of one are not one, and in a class it isn't told who moved last."""
    levels = {"levels": {"a": "A", "b": "B", "c": "C"}, "steps": "neighbour"}
    conflict = conflict_of(
        decision_makers={"one": {"name": "One", "options": {"o": {"text": "O", **levels}}}},
        preferences={"one": {"statements": ["o is c"]}},
    )
    with pytest.raises(NotAlikeError):
        Orbits(open_model(conflict, nodes=1 << 12), nodes=1 << 12)


def test_it_can_be_stopped_at_any_time() -> None:
    """Whoever follows is asked between operations, and False stops it."""
    calls = count()
    solve_open(family(), nodes=1 << 12, follow=lambda _: next(calls))
    assert next(calls) > 100
    for after in (0, 1):
        left = count(after, -1)
        with pytest.raises(StoppedError):
            solve_open(family(), nodes=1 << 12, follow=lambda _, left=left: next(left) > 0)


def wide(bits: int) -> Conflict:
    """Return a model whose sets need many nodes: who agrees with whom is far apart."""
    half = bits // 2
    first, second = ([f"{n}{k}" for k in range(half)] for n in "ab")
    pairs = [f"({a} iff {b})" for a, b in zip(first, second, strict=True)]
    wishes = {"statements": [" and ".join(pairs[::2]), " xor ".join(["a0", "b1"]), *pairs[1::2]]}
    parties = {
        dm: {"name": dm, "options": dict(zip(own, own, strict=True))}
        for dm, own in {"x": first, "y": second}.items()
    }
    return conflict_of(decision_makers=parties, preferences={"x": wishes, "y": wishes})


def test_out_of_room_is_open_and_no_crash() -> None:
    """What needs more nodes than there are is left open; what is told is true."""
    whole = solve_open(wide(8), nodes=1 << 14)
    assert whole.provenance.complete
    short = [solve_open(wide(8), nodes=nodes) for nodes in (150, 200, 300, 500)]
    assert not all(one.provenance.complete for one in short)
    for one in short:
        for code, holding in one.holding.items():
            least, most = holding.between
            exact, _ = whole.holding[code].between
            assert least <= exact <= most
    with pytest.raises(TooLargeError, match="memory that is free"):
        solve_open(wide(24), nodes=100)


def test_what_needs_a_list_is_refused_in_words() -> None:
    """Rankings, coalesced outcomes and further concepts are refused, each at its place."""
    ranked = option_conflict({"a": ["x"], "b": ["y"]}, a=[1, 2, 3, 4], b=[4, 3, 2, 1])
    with pytest.raises(ConceptNotApplicableError, match="what A wants isn't given by statements"):
        open_model(ranked, nodes=1 << 12)
    with pytest.raises(ConceptNotApplicableError, match="MR4 can't be answered"):
        solve_open(family(), "MR4", nodes=1 << 12)
    doubtful = family(m1=[{"holds": "go", "perhaps": True}])
    with pytest.raises(ConceptNotApplicableError, match="wishes are in doubt"):
        open_model(doubtful, nodes=1 << 12)
    many = conflict_of(
        decision_makers={"a": {"name": "A", "options": {f"x{k}": "X" for k in range(21)}}},
        preferences={"a": {"statements": ["x0"]}},
    )
    with pytest.raises(ConceptNotApplicableError, match=r"2,097,152 ways .* at most 1,048,576"):
        open_model(many, nodes=1 << 12)
    settled = doubtful.in_reading({doubt.id: "yes" for doubt in doubts_of(doubtful)})
    assert open_model(settled, nodes=1 << 12).states.count == 2**5
    with pytest.raises(ModelError, match="no outcome is feasible"):
        open_model(family({"infeasible": ["true"]}), nodes=1 << 12)
