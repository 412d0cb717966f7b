"""Random Boolean statements, kept as trees so that a test can evaluate them in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

# Tighter binds first; the operands of implies, if and iff must bind more tightly than they do.
_TIGHTNESS = {
    "name": 5,
    "constant": 5,
    "not": 4,
    "and": 3,
    "or": 2,
    "implies": 1,
    "if": 1,
    "iff": 0,
}


@dataclass(frozen=True)
class Tree:
    """A statement: a name, a constant (``true``, ``false``) or an operator and its parts."""

    operator: str
    parts: tuple[Tree, ...] = ()
    word: str = ""


def trees(names: Sequence[str], *, most_leaves: int = 5) -> st.SearchStrategy[Tree]:
    """Give statements over some names, constants included."""
    leaves = st.sampled_from(
        [Tree("name", word=name) for name in names]
        + [Tree("constant", word="true"), Tree("constant", word="false")]
    )

    def joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        return st.one_of(
            st.builds(lambda part: Tree("not", (part,)), inner),
            st.builds(
                lambda operator, parts: Tree(operator, tuple(parts)),
                st.sampled_from(["and", "or"]),
                st.lists(inner, min_size=2, max_size=3),
            ),
            st.builds(
                lambda operator, a, b: Tree(operator, (a, b)),
                st.sampled_from(["implies", "if", "iff"]),
                inner,
                inner,
            ),
        )

    return st.recursive(leaves, joined, max_leaves=most_leaves)


def written(tree: Tree) -> str:
    """Write a statement in the language of model files, with as few parentheses as it allows."""
    if not tree.parts:
        return tree.word
    loosest = _TIGHTNESS[tree.operator] + (tree.operator != "not")
    parts = [
        written(part) if _TIGHTNESS[part.operator] >= loosest else f"({written(part)})"
        for part in tree.parts
    ]
    return f"not {parts[0]}" if tree.operator == "not" else f" {tree.operator} ".join(parts)


def python(tree: Tree, name: Callable[[str], str]) -> str:
    """Write a statement as a Python expression, with all parentheses."""
    if tree.operator == "name":
        return name(tree.word)
    if tree.operator == "constant":
        return tree.word.capitalize()
    parts = [f"({python(part, name)})" for part in tree.parts]
    if tree.operator == "not":
        return f"not {parts[0]}"
    if tree.operator == "implies":
        return f"(not {parts[0]}) or {parts[1]}"
    if tree.operator == "if":
        return f"(not {parts[1]}) or {parts[0]}"
    return {"and": " and ", "or": " or ", "iff": " == "}[tree.operator].join(parts)


def value(tree: Tree, holds: Callable[[str], bool]) -> bool:
    """Say whether a statement holds, given which names do."""
    values = [value(part, holds) for part in tree.parts]
    match tree.operator:
        case "name":
            return holds(tree.word)
        case "constant":
            return tree.word == "true"
        case "not":
            return not values[0]
        case "and":
            return all(values)
        case "or":
            return any(values)
        case "implies":
            return values[1] or not values[0]
        case "if":
            return values[0] or not values[1]
        case _:
            return values[0] is values[1]
