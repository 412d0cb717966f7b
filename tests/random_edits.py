"""Hypothesis strategies for edits of a model, and comments to put into its file."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from countermove.editing.edit_steps import perform
from countermove.editing.edits import Edit, Insert, Put, Remove, Reorder
from countermove.errors import Path
from countermove.model.ids import numbered
from countermove.model.shapes import parts

VALUES: list[Any] = [
    *("x", "not o0", "a long text " * 12, "two\nlines", "2025-01-01", 3, 2.5, True, [], {}),
    *(["a", "b"], [["a"]], {"text": "t", "moves": "take"}, {"text": "t " * 60, "moves": "take"}),
    {"holds": "p" * 99, "note": "n"},
    {"text": "t", "levels": {"l0": "L", "new": {"text": "n", "does": "do"}}, "steps": "neighbour"},
]
KEYS = ("new", "note", "because", "options", "on", "a b", "levels", "statements")


@st.composite
def edits(draw: st.DrawFn, data: dict[str, Any]) -> Edit:
    """Give an edit that can be applied to some data, a sensible one or not."""
    places = [(path, value) for path, _, value in parts(data)]
    path, _ = draw(st.sampled_from(places))
    new = draw(st.sampled_from(VALUES))
    match draw(st.sampled_from(["put", "new", "remove", "insert", "move", "bring"])):
        case "put":
            return Put(at=path, value=new)
        case "remove":
            return Remove(at=path)
        case "move":
            around = dict(places).get(path[:-1], data)
            return Reorder(at=path, to=draw(st.integers(0, len(around) - 1)))
        case "bring" if path[0] == "preferences":
            return Reorder(at=path, to=draw(_elsewhere(data, path)))
        case "insert":
            lists = [(at, v) for at, v in places if isinstance(v, list)]
            if lists:
                at, items = draw(st.sampled_from(lists))
                index = draw(st.none() | st.integers(0, len(items)))
                return Insert(at=at, index=index, value=new)
    tables = [(), *(at for at, v in places if isinstance(v, dict))]
    key = draw(st.sampled_from(KEYS))
    return Put(at=(*draw(st.sampled_from(tables)), key), value=new)


@st.composite
def _elsewhere(draw: st.DrawFn, data: dict[str, Any], at: Path) -> Path:
    """Give a place to which a part can be moved, as it is called once that is gone."""
    left = copy.deepcopy(data)
    perform(left, Remove(at=at))
    places = [((), left), *((path, value) for path, _, value in parts(left))]
    into, around = draw(st.sampled_from([p for p in places if isinstance(p[1], (dict, list))]))
    if isinstance(around, list):
        return (*into, draw(st.integers(0, len(around))))
    return (*into, next(name for name in numbered("a b") if name not in around))


@st.composite
def commented(draw: st.DrawFn, text: str) -> str:
    """Give a TOML file with comments on lines of their own and behind what stands there."""
    luck = draw(st.randoms(use_true_random=False))
    lines: list[str] = []
    inside = False
    for number, line in enumerate(text.split("\n")):
        kind = luck.choice(["none", "none", "none", "above", "apart", "behind"])
        starts_inside = inside
        inside ^= bool(line.count('"""') % 2)
        if not starts_inside and kind == "above" and line:
            lines.append(f"# above {number}")
        elif not starts_inside and kind == "apart":
            lines += ["", f"# apart {number}", ""]
        is_whole = not inside and not starts_inside and line
        lines.append(f"{line}  # behind {number}" if kind == "behind" and is_whole else line)
    return "\n".join(lines)
