"""Models whose states are not listed: diagrams say what the definitions say, state by state."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from countermove.analysis.open_solving import solve_open
from countermove.analysis.solving import solve
from countermove.building import build
from countermove.errors import ModelError
from countermove.files.model_file import loads
from countermove.graph.diagrams import Diagrams
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.families import expanded
from countermove.open_model import OpenModel, open_model
from countermove.stability.engines.bounds import Bounds, Patience
from countermove.stability.engines.diagrams import DiagramEngine
from countermove.stability.engines.orbits import Orbits
from countermove.stability.engines.quotient import NotAlikeError
from countermove.stability.engines.single_states import OpenVerdict, decide
from countermove.stability.registry import SolutionConcept, find_concepts
from digits import Digits, digits
from engines import stable_sets
from member_talks import member_talks
from models import Data, conflict_of, option_data
from reference import CODES

CONCEPTS = {concept.code: concept for concept in find_concepts(CODES)}
NODES = 1 << 16

# Whoever looks for new examples looks at larger models too, to 2^14 states.
IS_THOROUGH = settings.default is not None and settings.default.max_examples >= 1000
MOST_STATES = 1 << 14

Codes = set[int]


def both(data: Data) -> tuple[GraphModel, OpenModel]:
    """Build a model with its states listed, and without."""
    conflict = Conflict.model_validate(data)
    return build(conflict), open_model(conflict, nodes=NODES)


def codes(model: GraphModel, dm: str, code: str) -> Codes:
    """Return which states are stable by the engines that list them, as numbers."""
    return set(model.states.choices.at(stable(model)[code][dm].positions()).tolist())


def stable(model: GraphModel) -> Any:
    return stable_sets(model, codes=CODES)


def numbers(diagrams: Diagrams, some: Any) -> NDArray[np.intp]:
    """Return the numbers in a set, by halves: those that a diagram shares are found once."""
    known: dict[Any, Any] = {}

    def halves(part: Any, level: int) -> Any:
        if level == diagrams.bits:
            return np.array(part.valid())
        if (part, level) not in known:
            parts = part.cofactors() if part.node_level() == level else (part, part)
            with_it, without = (halves(one, level + 1) for one in parts)
            known[part, level] = np.stack([without, with_it])
        return known[part, level]

    # The highest bit first, as numbers are written.
    order = sorted(range(diagrams.bits), key=lambda level: -diagrams.level_bits[level])
    return np.flatnonzero(halves(some, 0).transpose(order))


def members(diagrams: Diagrams, some: Any) -> Codes:
    """Return the numbers in a set as a set."""
    return set(numbers(diagrams, some).tolist())


def models() -> st.SearchStrategy[tuple[GraphModel, OpenModel]]:
    limits: Data = {"kinds": ("statements",), "decision_makers": (2, 5)}
    some = option_data(levels=True, most_options=7, **limits)
    if IS_THOROUGH:
        some |= option_data(most_options=14, **limits)
    return some.map(both).filter(lambda pair: len(pair[0].states) <= MOST_STATES)


def of_concept(engine: DiagramEngine, dm: str, concept: SolutionConcept) -> Any:
    replies = engine.replies(dm, concept.replies or "none")
    return engine.stable(dm, replies, escape=concept.escape)


@given(models())
def test_sets_are_those_of_the_definitions(pair: tuple[GraphModel, OpenModel]) -> None:
    """Under every concept and for everybody the same states are stable, and are numbered alike."""
    listed, unlisted = pair
    engine, diagrams = DiagramEngine(unlisted), unlisted.states.diagrams
    assert unlisted.states.count == len(listed.states)
    for code, concept in CONCEPTS.items():
        for dm in listed.decision_makers:
            found = of_concept(engine, dm, concept)
            assert members(diagrams, found) == codes(listed, dm, code)
    last = len(listed.states)
    state = listed.states.choices.code(last - 1)
    assert unlisted.states.at(last) == state
    assert unlisted.states.number(state) == last
    assert unlisted.states.pattern(state) == listed.states.pattern(last - 1)


@given(models())
def test_improvements_are_found_by_their_worth_too(pair: tuple[GraphModel, OpenModel]) -> None:
    """Where there are too many choices to look at in pairs, the same is found by values."""
    engine = DiagramEngine(pair[1])
    for dm in pair[1].decision_makers:
        own = engine.improvements(dm)
        for some in (own.feasible, *own.statements):
            assert own._by_values(some) == own.into(some)


@given(models(), st.booleans())
def test_bounds_hold_what_is_stable_between_them(
    pair: tuple[GraphModel, OpenModel], escape: bool
) -> None:
    """At every step the bounds hold the exact set between them; at the last they are one."""
    listed, unlisted = pair
    bounds = bounded(unlisted, Patience(), escape=escape)
    diagrams = unlisted.states.diagrams
    exact = {dm: codes(listed, dm, "SSEQ" if escape else "SEQ") for dm in bounds.of}
    is_tighter = True
    while is_tighter:
        for dm, own in bounds.of.items():
            least, most = members(diagrams, own.least), members(diagrams, own.most)
            assert least <= exact[dm] <= most
        tightened = [bounds.tighten(dm) for dm in bounds.of]
        is_tighter = any(tightened)
    assert all(own.is_exact for own in bounds.of.values())


def bounded(model: OpenModel, patience: Patience, *, escape: bool) -> Bounds:
    engine = DiagramEngine(model, patience)
    least = {dm: of_concept(engine, dm, CONCEPTS["NASH"]) for dm in model.decision_makers}
    upper = CONCEPTS["SMR" if escape else "GMR"]
    most = {dm: of_concept(engine, dm, upper) for dm in model.decision_makers}
    return Bounds(engine, patience, escape=escape, least=least, most=most)


@given(models(), st.booleans(), st.sampled_from([0.0, float("inf")]))
def test_whether_something_holds_is_told_right_or_left_open(
    pair: tuple[GraphModel, OpenModel], escape: bool, seconds: float
) -> None:
    """A yes comes with states that hold, a no is right, and without a limit nothing is open."""
    listed, unlisted = pair
    diagrams = unlisted.states.diagrams
    bounds = bounded(unlisted, Patience(), escape=escape)
    concept = "SSEQ" if escape else "SEQ"
    holding = reduce(and_, (codes(listed, dm, concept) for dm in bounds.of))
    for statements in unlisted.statements.values():
        for statement in statements:
            asked = unlisted.states.feasible & ~statement
            found = bounds.exists(asked, seconds)
            true, told = holding & members(diagrams, asked), members(diagrams, found.states)
            if found.answer is None:
                assert seconds == 0
                assert true <= told
            else:
                assert found.answer is bool(true)
                assert told <= true


@given(models(), st.sampled_from([0, 1, 60]), st.randoms(use_true_random=False))
def test_a_single_state_is_decided_with_what_shows_it(
    pair: tuple[GraphModel, OpenModel], searched: int, luck: Any
) -> None:
    """A verdict is the definition's, and its paths and sets stand up to being looked at."""
    listed, unlisted = pair
    patience = Patience()
    engine = DiagramEngine(unlisted, patience)
    states = [listed.states.choices.code(k) for k in range(len(listed.states))]
    for code, concept in CONCEPTS.items():
        for dm in listed.decision_makers:
            state = luck.choice(states)
            verdict = decide(
                engine, patience, concept, dm, state, searched=searched, seconds=float("inf")
            )
            assert verdict.is_stable is (state in codes(listed, dm, code))
            stands_up(listed, states, concept, verdict)


def stands_up(
    model: GraphModel, states: list[int], concept: SolutionConcept, verdict: OpenVerdict
) -> None:
    """Look at every move of a verdict, by the model with its states listed."""
    at = {code: k for k, code in enumerate(states)}
    who, start = verdict.decision_maker, at[verdict.state]
    told = [at[reply.improvement] for reply in verdict.replies]
    tempting = model.improvements(who, start).tolist()
    assert set(told) == set(tempting) if verdict.is_stable else set(told) <= set(tempting)
    moves = model.moves if concept.replies == "any" else model.credible_moves
    for reply in verdict.replies:
        if not reply.is_deterred:
            continue
        here, last = reply.improvement, who
        for move in reply.path:
            assert move.origin == here
            assert move.decision_maker not in (last, who)
            assert at[move.target] in moves(move.decision_maker, at[here])
            here, last = move.target, move.decision_maker
        assert model.deters(who, at[here], start)
        if concept.escape:
            assert all(model.deters(who, end, start) for end in model.moves(who, at[here]).tolist())


KINDS = ("never", "possible", "always")


def claimed(data: Data, read: Digits) -> Data:
    """Add a claim of each kind about what somebody wants."""
    wanted = [w for own in data["preferences"].values() for w in own["statements"]] or ["true"]
    statements = {kind: read.one_of(wanted) for kind in KINDS}
    claims = {kind: {"says": kind, kind: f"not ({said})"} for kind, said in statements.items()}
    return {**data, "claims": claims}


def claims_data() -> st.SearchStrategy[Data]:
    data = option_data(levels=True, kinds=("statements",), decision_makers=(2, 4), most_options=6)
    return st.builds(claimed, data, digits(10))


@given(claims_data(), st.sampled_from([0.0, float("inf")]))
def test_answers_are_those_of_the_listed_model_or_open(data: Data, seconds: float) -> None:
    """With enough time all is answered, and rightly; without any what is answered is right."""
    conflict = Conflict.model_validate(data)
    exact, found = solve(conflict), solve_open(conflict, seconds=seconds, nodes=NODES)
    at = exact.model.states.choices.code
    diagrams = found.model.states.diagrams
    for code, holding in found.holding.items():
        states = {at(k) for k in exact.holding[code].positions().tolist()}
        least, most = (members(diagrams, some.diagram) for some in (holding.least, holding.most))
        assert least <= states <= most
        assert holding.is_exact or seconds == 0
        if (patterns := holding.patterns()) is not None:
            some = " or ".join(patterns) or "false"
            assert exact.model.states.holding(some, ("claims",)) == exact.holding[code]
    for answer, own in zip(exact.claims, found.claims, strict=True):
        for code, holds in own.holds.items():
            assert holds is answer.holds[code] or (holds is None and seconds == 0)
            kind = own.deciding[code].kind
            assert kind == answer.deciding[code].kind or kind == "open"


# -- parties that are alike -----------------------------------------------------------------------


def alike_data(read: Digits) -> Data:
    """Return the data of a model with a family, whose members are alike but for one at times."""
    size = 2 + read.below(4 if IS_THOROUGH else 2)
    members = [f"m{k}" for k in range(size)]
    hub = {"left": "Left", "right": {"text": "Right", "moves": read.one_of(["both", "take"])}}
    levels = {"text": "Far", "levels": {"no": "No", "half": "Half", "all": "All"}, "ordered": True}
    own = {"go": {"text": "Go", "moves": read.one_of(["both", "both", "drop"])}}
    if read.below(2):
        own["far"] = {**levels, "moves": read.one_of(["both", "up"])}

    def said(own_names: bool) -> str:
        atoms = [
            "left",
            "hub.right",
            f"at least {1 + read.below(size)} of family.go",
            "any of family.go",
        ]
        if own_names:
            atoms += ["go", f"at least {1 + read.below(size - 1)} others of family.go"]
        if "far" in own:
            atoms.append("all of family.far at least half")
            atoms += ["far is half"] if own_names else []
        some = [read.one_of(["", "not "]) + f"({read.one_of(atoms)})" for _ in range(2)]
        return read.one_of([" and ", " or ", " implies ", " iff "]).join(some)

    data: Data = {
        "decision_makers": {"hub": {"name": "Hub", "options": hub}},
        "families": {
            "family": {"name": "family", "members": {m: m.upper() for m in members}, "options": own}
        },
        "rules": {"infeasible": [f"{said(False)}"] if read.below(2) else []},
        "preferences": {
            "hub": {"statements": [said(False) for _ in range(1 + read.below(3))]},
            "family": {"statements": [said(True) for _ in range(1 + read.below(3))]},
        },
    }
    if not read.below(4):
        data["preferences"]["m1"] = {"statements": [said(False)]}
    return data


@given(digits(60).map(alike_data))
def test_orbits_hold_the_states_of_the_definitions(data: Data) -> None:
    """What is told of how many do something is what is true of each who does."""
    conflict = expanded(conflict_of(**data))
    try:
        listed, unlisted = build(conflict), open_model(conflict, nodes=NODES)
        assume(len(listed.states) <= MOST_STATES)
        orbits = Orbits(unlisted, nodes=NODES)
        found = {
            (code, which): orbits.states(orbits.stable(which, concept))
            for code, concept in CONCEPTS.items()
            for which in range(len(orbits.classes))
        }
    except (ModelError, NotAlikeError):
        assume(False)  # nothing is feasible, or what is said tells members apart
    assert orbits.states(orbits.whole.feasible) == unlisted.states.feasible
    for (code, which), states in found.items():
        exact = reduce(and_, (codes(listed, dm, code) for dm in orbits.classes[which]))
        assert members(unlisted.states.diagrams, states) == exact


def test_talks_of_a_few_members_by_every_way() -> None:
    """A model as people write them, with families and groups, for everybody and each concept."""
    conflict = loads(member_talks(20))
    listed, unlisted = build(conflict), open_model(conflict)
    engine, orbits = DiagramEngine(unlisted), Orbits(unlisted)
    assert unlisted.states.count == len(listed.states) == 589_824
    assert max(map(len, orbits.classes)) == 2
    found = stable(listed)
    for code, concept in CONCEPTS.items():
        for which, alike in enumerate(orbits.classes):
            exact = [found[code][dm].positions() for dm in alike]
            for dm, positions in zip(alike, exact, strict=True):
                by_diagrams = numbers(unlisted.states.diagrams, of_concept(engine, dm, concept))
                assert np.array_equal(by_diagrams, listed.states.choices.at(positions))
            by_orbits = orbits.states(orbits.stable(which, concept))
            shared = reduce(np.intersect1d, exact)
            assert np.array_equal(
                numbers(unlisted.states.diagrams, by_orbits), listed.states.choices.at(shared)
            )
    solved, answered = solve(conflict), solve_open(conflict, seconds=float("inf"))
    for one, other in zip(solved.claims, answered.claims, strict=True):
        assert dict(one.holds) == dict(other.holds)
