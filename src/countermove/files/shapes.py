"""The parts that a model file may have: what each is written as, in the words of an error.

The model itself (:mod:`countermove.model.conflict`) says which parts there are; a test holds the
two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from countermove.errors import Path

OUT = object()
"""In place of a harmless value: leave the part out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a part of a model is written as, and what stands in for a broken one."""

    expected: str
    instead: Any = OUT
    declares: str = ""  # which names are lost with a broken one


_TEXT = "a text in quotes"
_STATEMENT = "a statement in quotes"
_BECAUSE = Shape('a list of source ids, ["…"]')
_ID = Shape("an id in quotes")
_NOTE = Shape(_TEXT)
_GROUPS = Shape('a list of lists of option ids, [["…", "…"]]')
_GROUP = Shape('a list of option ids, ["…", "…"]')

# Every part that a model may have: `*` is any id, `#` any place in a list.
SHAPES = {
    "format": Shape(_TEXT),
    "title": Shape(_TEXT, "?"),
    "summary": _NOTE,
    "note": _NOTE,
    "status_quo": Shape("a list of option ids or a text that names a state"),
    "status_quo.#": _ID,
    "decision_makers": Shape("a table with a table for each decision maker", {}, "names"),
    "decision_makers.*": Shape("a table with a name and options", {"name": "?"}, "names"),
    "decision_makers.*.name": Shape(_TEXT, "?"),
    "decision_makers.*.called": _NOTE,
    "decision_makers.*.options": Shape('a table of options, id = "text"', {}, "names"),
    "decision_makers.*.options.*": Shape(f"{_TEXT} or a table that has one", "?"),
    "decision_makers.*.options.*.text": Shape(_TEXT, "?"),
    "decision_makers.*.options.*.moves": Shape("both, take, drop or fixed"),
    "decision_makers.*.options.*.does": _NOTE,
    "decision_makers.*.options.*.stops": _NOTE,
    "decision_makers.*.options.*.because": _BECAUSE,
    "decision_makers.*.options.*.because.#": _ID,
    "decision_makers.*.options.*.note": _NOTE,
    "terms": Shape('a table of terms, id = "statement"', {}, "names"),
    "terms.*": Shape(_STATEMENT, "true"),
    "rules": Shape("a table of rules"),
    "rules.infeasible": Shape('a list of statements, ["…"]'),
    "rules.infeasible.#": Shape(_STATEMENT, "false"),
    "rules.feasible": Shape('a list of statements, ["…"]'),
    "rules.feasible.#": Shape(_STATEMENT, "true"),
    "rules.at_most_one": _GROUPS,
    "rules.at_most_one.#": _GROUP,
    "rules.at_most_one.#.#": _ID,
    "rules.at_least_one": _GROUPS,
    "rules.at_least_one.#": _GROUP,
    "rules.at_least_one.#.#": _ID,
    "rules.exactly_one": _GROUPS,
    "rules.exactly_one.#": _GROUP,
    "rules.exactly_one.#.#": _ID,
    "rules.requires": Shape('a table, option = "statement"'),
    "rules.requires.*": Shape(_STATEMENT, "true"),
    "rules.coalesce": Shape('a list of statements, ["…"]'),
    "rules.coalesce.#": Shape(_STATEMENT, "false"),
    "labels": Shape('a table of labels, label = "pattern"'),
    "labels.*": Shape("a pattern of Y, N and - in quotes"),
    "states": Shape('a table of states, id = "text"', {}, "names"),
    "states.*": Shape(_TEXT, "?"),
    "moves": Shape("a table with a list of moves for each decision maker"),
    "moves.*": Shape('a list of moves, [["from", "to"]]'),
    "moves.*.#": Shape('a pair of states, ["from", "to"]'),
    "moves.*.#.#": Shape("a state (id in quotes, pattern or number)"),
    "preferences": Shape("a table with a table for each decision maker", {}, "preferences"),
    "preferences.*": Shape("a table with statements, a ranking or weights", {"statements": []}),
    "preferences.*.statements": Shape('a list of statements, ["…"]', []),
    "preferences.*.statements.#": Shape(f"{_STATEMENT} or a table that has one", "true"),
    "preferences.*.statements.#.holds": Shape(_STATEMENT, "true"),
    "preferences.*.statements.#.because": _BECAUSE,
    "preferences.*.statements.#.because.#": _ID,
    "preferences.*.statements.#.note": _NOTE,
    "preferences.*.ranking": Shape("a list of states, best first", []),
    "preferences.*.ranking.#": Shape("a state (pattern, number or id) or a list of them"),
    "preferences.*.ranking.#.#": Shape("a state (pattern, number or id)"),
    "preferences.*.weights": Shape("a table of weights, option = number", {}),
    "preferences.*.weights.*": Shape("a number", 0),
    "preferences.*.because": _BECAUSE,
    "preferences.*.because.#": _ID,
    "preferences.*.note": _NOTE,
    "views": Shape("a table with a table for each decision maker"),
    "claims": Shape("a table with a table for each claim"),
    "claims.*": Shape("a table with says and one of never, possible, always"),
    "claims.*.says": Shape(_TEXT, "?"),
    "claims.*.never": Shape(_STATEMENT, "true"),
    "claims.*.possible": Shape(_STATEMENT, "true"),
    "claims.*.always": Shape(_STATEMENT, "true"),
    "claims.*.because": _BECAUSE,
    "claims.*.because.#": _ID,
    "claims.*.note": _NOTE,
    "sources": Shape("a table with a table for each source", {}, "sources"),
    "sources.*": Shape("a table with said, who, role, on and where", {"said": "?"}),
    "sources.*.said": Shape(_TEXT, "?"),
    "sources.*.who": _NOTE,
    "sources.*.role": _NOTE,
    "sources.*.on": Shape("a date or a text in quotes"),
    "sources.*.where": _NOTE,
    "scenarios": Shape("a table with a table for each scenario"),
    "scenarios.*": Shape("a table with a title and what the scenario changes"),
}

# A view, and within it what its decision maker believes that others see.
_OF_A_VIEW = {
    "": Shape("a table with what is seen otherwise than it is"),
    ".unknown": Shape('a list of option ids, in graph form of state ids, ["…"]'),
    ".unknown.#": _ID,
    ".infeasible": SHAPES["rules.infeasible"],
    ".infeasible.#": SHAPES["rules.infeasible.#"],
    ".moves": Shape('a table, option = "direction"'),
    ".moves.*": SHAPES["decision_makers.*.options.*.moves"],
    ".because": _BECAUSE,
    ".because.#": _ID,
    ".note": _NOTE,
    ".preferences": Shape("a table with a table for each decision maker"),
    **{
        f".{shape}": details
        for shape, details in SHAPES.items()
        if shape.startswith("preferences.")
    },
}
SHAPES |= {f"views.*{part}": shape for part, shape in _OF_A_VIEW.items()}
SHAPES["views.*.views"] = SHAPES["views"]
SHAPES |= {f"views.*.views.*{part}": shape for part, shape in _OF_A_VIEW.items()}

HOW_TO_ADD = {
    "title": 'Write title = "…".',
    "decision_makers": 'Write [decision_makers.us] with name = "…" and its options.',
    "decision_makers.*.name": 'Write name = "…".',
    "decision_makers.*.options.*.text": 'Write text = "…".',
    "preferences.*.statements.#.holds": 'Write holds = "…".',
    "claims.*.says": 'Write says = "…", the claim in words.',
    "sources.*.said": 'Write said = "…", what was said or done.',
}

for _view in ("views.*", "views.*.views.*"):
    _statement = "preferences.*.statements.#.holds"
    HOW_TO_ADD[f"{_view}.{_statement}"] = HOW_TO_ADD[_statement]

_ONLY_BASE = frozenset({"format", "sources", "scenarios"})


def shape_of(path: Path) -> str:
    """Return which part of a model a path leads to, as in `SHAPES`; "" for what none may have."""
    if path[:1] == ("scenarios",) and len(path) > 2:
        path = path[2:]
    shape = ""
    for step in path:
        prefix = f"{shape}." if shape else ""
        shape = next(
            (
                prefix + key
                for key in ("#" if isinstance(step, int) else step, "*")
                if prefix + key in SHAPES
            ),
            "",
        )
        if not shape:
            break
    return shape


def within_views(shape: str) -> str:
    """Return a part of a view as that part of the whole model which is written in the same way."""
    return shape.removeprefix("views.*.").removeprefix("views.*.")


def keys_at(path: Path) -> list[str]:
    """Return the keys that a table of a model may have."""
    is_scenario = path[:1] == ("scenarios",) and len(path) == 2
    keys = _keys_inside("" if is_scenario or not path else f"{shape_of(path)}.")
    return [k for k in keys if not (is_scenario and k in _ONLY_BASE)]


@cache
def _keys_inside(prefix: str) -> tuple[str, ...]:
    keys = (s[len(prefix) :] for s in SHAPES if s.startswith(prefix))
    return tuple(k for k in keys if "." not in k)
