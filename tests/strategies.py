"""Hypothesis strategies for conflicts as they stand in a file: every part, exotic texts and ids.

Names and statements are sound, so that a file with such a conflict loads. Whether it can be
solved isn't promised: rankings name any states. For models to solve see `models`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from countermove.model.conflict import Conflict
from countermove.model.reserved import is_reserved
from formulas import trees, written

Data = dict[str, Any]

# -- words ----------------------------------------------------------------------------------------

# What writers and parsers stumble over, besides anything that a text may hold.
_PITFALLS = (
    " a ",
    "\na",
    "a\r\nb",
    "a\nb\n",
    "\ttab",
    "trailing backslash\\",
    "back\\slash n\\n",
    '"""',
    "'''",
    'say "yes"',
    "it's",
    "# no comment",
    "{ [ } ]",
    "é 😀 \u2028 \ufeff",
    "2025-02-13",
    "true",
    "1",
    "a word and  two spaces " * 12,
    "unbroken" * 20,
    "one line\n" * 3 + "and a very long one that has to be broken somewhere " * 4,
)


@cache
def texts() -> st.SearchStrategy[str]:
    """Give any text that a model may hold, and often one that is hard to write."""
    anything = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)
    return st.one_of(st.sampled_from(_PITFALLS), anything.map(lambda text: f"{text}."))


@cache
def ids() -> st.SearchStrategy[str]:
    """Give ids: words of letters and digits of any script, with hyphens inside."""
    latin = st.from_regex(r"[a-z0-9_]{1,4}(-[a-z0-9_]{1,3}){0,2}", fullmatch=True)
    other = st.from_regex(r"[äßøłđžабвгдאבגعربनय中文日本かなハン한글Ωλ0-9_]{1,4}", fullmatch=True)
    return st.one_of(latin, latin, other).filter(lambda word: not is_reserved(word))


def _some(names: Sequence[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    if not names:
        return st.just([])
    return st.lists(st.sampled_from(names), max_size=most, unique=True)


def _partly(required: Data, optional: Data) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(required, optional=optional)


# -- parts ----------------------------------------------------------------------------------------


def _written(sources: Sequence[str]) -> Data:
    return {"because": _some(sources), "note": texts()}


def _options(sources: Sequence[str], most: int) -> st.SearchStrategy[Data]:
    done = {"does": texts().filter(bool)}
    option = st.one_of(
        texts(),
        _partly(
            {"text": texts()},
            {
                "moves": st.sampled_from(["both", "take", "drop", "fixed"]),
                "stops": texts().filter(bool),
                **done,
                **_written(sources),
            },
        ),
        _partly(
            {"text": texts(), "levels": _levels(done, sources)},
            {
                "ordered": st.just(True),
                "moves": st.sampled_from(["both", "up", "down", "fixed"]),
                "steps": st.sampled_from(["any", "neighbour"]),
                **_written(sources),
            },
        ),
    )
    return st.dictionaries(ids(), option, max_size=most)


def _levels(done: Data, sources: Sequence[str]) -> st.SearchStrategy[Data]:
    level = st.one_of(texts(), _partly({"text": texts()}, {**done, **_written(sources)}))
    named = ids().filter(lambda name: not set(name) <= set("YN-"))
    return st.dictionaries(named, level, min_size=2, max_size=3).filter(_are_worded_apart)


def _are_worded_apart(levels: Data) -> bool:
    words = [level if isinstance(level, str) else level["text"] for level in levels.values()]
    return len({text.casefold() for text in words}) == len(words)


def _options_of(parties: Data) -> Data:
    """Give every option by its full name, as a table."""
    return {
        f"{dm}.{option}": {"text": details} if isinstance(details, str) else details
        for dm, party in parties.items()
        for option, details in party["options"].items()
    }


def _said_of(name: str, option: Data) -> list[str]:
    """Give what can be said of an option: that it is done, or at which level, or how high."""
    if "levels" not in option:
        return [name]
    is_ordered = {"up", "down", "neighbour"} & {option.get("moves"), option.get("steps")}
    relations = ["is", "at least", "at most"] if is_ordered or "ordered" in option else ["is"]
    return [f"{name} {how} {level}" for how in relations for level in option["levels"]]


@st.composite
def _choice(draw: st.DrawFn, options: Data, most: int) -> list[str]:
    """Give some options that are done or at a level."""
    some = draw(_some(list(options), most))
    own = [[one for one in _said_of(name, options[name]) if " at " not in one] for name in some]
    return [draw(st.sampled_from(names)) for names in own]


def _all_said(options: Data) -> list[str]:
    return [said for name, option in options.items() for said in _said_of(name, option)]


def _directions(option: Data) -> st.SearchStrategy[str]:
    one_way = ["up", "down"] if "levels" in option else ["take", "drop"]
    return st.sampled_from(["both", *one_way, "fixed"])


def _worded_anew(option: Data) -> st.SearchStrategy[Any]:
    """Give an option as a scenario may have it: in other words, with the same levels."""
    if "levels" not in option:
        return texts()
    levels = {level: texts().map(f"{level} {{}}".format) for level in option["levels"]}
    kept = {key: st.just(option[key]) for key in ("ordered", "moves", "steps") if key in option}
    return st.fixed_dictionaries({"text": texts(), "levels": st.fixed_dictionaries(levels), **kept})


@cache
def _weight() -> st.SearchStrategy[Any]:
    exact = st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
    return st.one_of(st.integers(), exact, st.sampled_from([0.1, 1e-7, -0.0, 1e14]))


def _wish(names: Sequence[str], sources: Sequence[str]) -> st.SearchStrategy[Any]:
    """Give statements, some in doubt, and orders that aren't known."""
    holds = {"holds": trees(names).map(written)}
    share = st.one_of(st.sampled_from([0.7, "1/3"]), st.decimals("0.1", "0.9", places=3))
    perhaps = {"perhaps": st.sampled_from([True, "left out"])}
    written_so = _written(sources)
    statement = st.one_of(
        holds["holds"],
        _partly(holds, {"strongly": st.just(True), **written_so}),
        _partly(holds | perhaps, {"likely": share, **written_so}),
        _partly(holds | {"either_way": st.just(True)}, {"likely": share, "degree": st.just(3)}),
    )
    alone = st.one_of(holds["holds"], _partly(holds | perhaps, written_so))
    order = {"any_order": st.lists(alone, min_size=2, max_size=3)}
    return st.one_of(statement, statement, _partly(order, written_so))


def _between(ranking: list[Any]) -> list[Any]:
    """Leave out of a ranking what says that nothing is greatly better, or better than nothing."""
    kept: list[Any] = []
    for entry in ranking:
        if entry != ">>" or (kept and kept[-1] != ">>"):
            kept.append(entry)
    return kept[:-1] if kept and kept[-1] == ">>" else kept


@st.composite
def _preferences(
    draw: st.DrawFn, names: Sequence[str], states: Sequence[str], sources: Sequence[str]
) -> Data:
    wish = _wish(names, sources)
    reference = st.one_of(st.integers(-3, 99), texts(), *([st.sampled_from(states)] * bool(states)))
    preference: Data = draw(_partly({}, _written(sources)))
    tier = st.one_of(
        reference,
        st.lists(reference, max_size=3),
        st.just(">>"),
        st.fixed_dictionaries({"unknown": st.lists(reference, min_size=2, max_size=3)}),
    )
    keys = st.sampled_from(names) if names else st.nothing()
    bounds = st.tuples(_weight(), _weight()).map(sorted)
    ways: Data = {
        "statements": st.lists(wish, max_size=3),
        "ranking": st.lists(tier, max_size=30).map(_between),
        "weights": st.dictionaries(keys, st.one_of(_weight(), bounds), max_size=4),
    }
    kind = draw(st.sampled_from([*ways, "readings"]))
    if kind in ways:
        return preference | {kind: draw(ways[kind])}
    reading = st.one_of(
        _partly({"says": texts(), way: what}, _written(sources)) for way, what in ways.items()
    )
    preference["readings"] = draw(st.lists(reading, min_size=2, max_size=3))
    return preference


@st.composite
def _views(
    draw: st.DrawFn,
    dms: Sequence[str],
    names: dict[str, Sequence[str]],
    options: Data,
    sources: Sequence[str],
) -> Data:
    """Give views of some decision makers, and in them what these believe that others see."""
    wishes = _preferences(names["all"], names["states"], sources)
    parts: Data = {
        "preferences": st.dictionaries(st.sampled_from(dms), wishes, max_size=2),
        "unknown": _some(list(options) or names["states"][1:]),
        **_written(sources),
    }
    if options:
        parts["infeasible"] = st.lists(trees(names["all"]).map(written), max_size=2)
        some = draw(_some(list(options)))
        parts["moves"] = st.fixed_dictionaries({o: _directions(options[o]) for o in some})
    found: Data = {}
    for dm in draw(_some(dms)):
        found[dm] = draw(_partly({}, parts))
        if others := [other for other in dms if other != dm]:
            inner = st.dictionaries(st.sampled_from(others), _partly({}, parts), max_size=1)
            found[dm] |= draw(_partly({}, {"views": inner}))
    return found


@st.composite
def _claims(draw: st.DrawFn, names: Sequence[str], sources: Sequence[str]) -> Data:
    claims: Data = {}
    for claim in draw(st.lists(ids(), max_size=3, unique=True)):
        kind = draw(st.sampled_from(["never", "possible", "always"]))
        claims[claim] = {
            "says": draw(texts()),
            kind: draw(trees(names).map(written)),
            **draw(_partly({}, _written(sources))),
        }
    return claims


def _days() -> st.SearchStrategy[str]:
    return st.one_of(texts(), st.dates().map(lambda date: date.isoformat()))


def _documents() -> st.SearchStrategy[Data]:
    file = st.sampled_from(["report.html", "minutes/1. day.txt", 'ŷ \'"".pdf'])
    about = {"title": texts(), "issued": _days(), "origin": texts(), "sha256": st.just("0f" * 32)}
    return st.dictionaries(ids(), _partly({"file": file}, about), max_size=2)


def _sources(documents: Sequence[str]) -> st.SearchStrategy[Data]:
    """Give sources, some of which quote a document, in one text or in several."""
    about = {"who": texts(), "role": texts(), "on": _days(), "where": texts()}
    source = _partly({"said": texts()}, about)
    if documents:
        words = st.one_of(texts(), st.lists(texts(), min_size=1, max_size=3))
        quoted = {"document": st.sampled_from(documents), "quote": words}
        quoting = _partly(quoted, {"near": st.integers(0, 10**6), "said": texts(), **about})
        source = st.one_of(source, quoting)
    return st.dictionaries(ids(), source, max_size=3)


@st.composite
def _rules(draw: st.DrawFn, options: Data) -> Data:
    names = _all_said(options)
    statement = trees(names).map(written)
    group = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    return draw(
        _partly(
            {},
            {
                "infeasible": st.lists(statement, max_size=3),
                "at_most_one": st.lists(group, max_size=2),
                "at_least_one": st.lists(group, max_size=2),
                "exactly_one": st.lists(group, max_size=2),
                "requires": st.dictionaries(st.sampled_from(names), statement, max_size=2),
                "coalesce": st.lists(statement, max_size=2),
            },
        )
    )


# -- whole conflicts ------------------------------------------------------------------------------


@st.composite
def conflict_data(draw: st.DrawFn) -> Data:
    """Give the data of a conflict, in option form or in graph form, with all that may be in it."""
    documents = draw(_documents())
    sources = draw(_sources(list(documents)))
    parties: Data = {}
    dms = draw(st.lists(ids(), min_size=1, max_size=3, unique=True))
    data: Data = {"format": "countermove/1", "title": draw(texts()), "decision_makers": parties}
    data |= draw(_partly({}, {"summary": texts(), "note": texts()}))
    names = draw(st.lists(texts(), min_size=len(dms), max_size=len(dms), unique=True))
    for dm, name in zip(dms, names, strict=True):
        parties[dm] = {"name": name, **draw(_partly({}, {"called": texts()}))}
    is_graph = draw(st.booleans())
    states: list[str] = []
    options: Data = {}
    if is_graph:
        data["states"] = draw(st.dictionaries(ids(), texts(), min_size=1, max_size=4))
        states = list(data["states"])
        data["moves"] = draw(st.dictionaries(st.sampled_from(dms), _moves(states), max_size=3))
        data |= draw(_partly({}, {"status_quo": st.sampled_from(states)}))
    else:
        for dm in dms:
            parties[dm]["options"] = draw(_options(list(sources), 3))
        if not any(parties[dm]["options"] for dm in dms):
            parties[dms[0]]["options"] = {"act": "Act"}
        options = _options_of(parties)
        data["rules"] = draw(_rules(options))
        choice = st.one_of(_choice(options, 3), texts())
        data |= draw(_partly({}, {"status_quo": choice, "labels": _labels()}))
    names = _all_said(options) + states
    used = {name.rpartition(".")[2] for name in [*options, *states]}
    terms = st.dictionaries(
        ids().filter(lambda t: t not in used), trees(names).map(written), max_size=2
    )
    data["terms"] = draw(terms)
    names += data["terms"]
    cited = list(sources)
    data["preferences"] = {dm: draw(_preferences(names, states, cited)) for dm in dms}
    data["claims"] = draw(_claims(names, cited))
    kinds: dict[str, Sequence[str]] = {"all": names, "states": states}
    data["views"] = draw(_views(dms, kinds, options, cited))
    data["documents"], data["sources"] = documents, sources
    scenario = _graph_scenario(states, dms) if is_graph else _option_scenario(options, dms)
    data["scenarios"] = draw(st.dictionaries(ids(), scenario, max_size=2))
    for changes in data["scenarios"].values():
        if draw(st.booleans()):
            changes["claims"] = draw(_claims(names, cited))
            changes["views"] = draw(_views(dms, kinds, options, cited))
        if draw(st.booleans()):
            dm = draw(st.sampled_from(dms))
            changes["preferences"] = {dm: draw(_preferences(names, states, cited))}
    return data


def _moves(states: Sequence[str]) -> st.SearchStrategy[list[list[str]]]:
    pairs = [[a, b] for a in states for b in states if a != b]
    return st.lists(st.sampled_from(pairs), max_size=8) if pairs else st.just([])


def _labels() -> st.SearchStrategy[Data]:
    return st.dictionaries(ids(), st.text("YN-", max_size=4), max_size=3)


def _option_scenario(options: Data, dms: Sequence[str]) -> st.SearchStrategy[Data]:
    owned = {dm: [name for name in options if name.split(".")[0] == dm] for dm in dms}
    party = {
        dm: _partly(
            {"options": _partly({}, {o.split(".")[1]: _worded_anew(options[o]) for o in own})},
            {"name": texts().map(f"{dm} otherwise {{}}".format), "called": texts()},
        )
        for dm, own in owned.items()
        if own
    }
    return _partly(
        {"title": texts()},
        {
            "summary": texts(),
            "status_quo": st.one_of(_choice(options, 3), texts()),
            "decision_makers": _partly({}, party),
            "rules": _rules(options),
            "labels": _labels(),
        },
    )


def _graph_scenario(states: Sequence[str], dms: Sequence[str]) -> st.SearchStrategy[Data]:
    return _partly(
        {"title": texts()},
        {
            "note": texts(),
            "status_quo": st.sampled_from(states),
            "states": st.dictionaries(st.sampled_from(states), texts(), max_size=2),
            "moves": st.dictionaries(st.sampled_from(dms), _moves(states), max_size=2),
        },
    )


def conflicts() -> st.SearchStrategy[Conflict]:
    """Give conflicts with every part that a file may have."""
    return conflict_data().map(Conflict.model_validate)
