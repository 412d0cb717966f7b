"""Random Boolean statements, kept as trees so that a test can evaluate them in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from digits import Digits, digits

# Tighter binds first; the operands of implies, if and iff must bind more tightly than they do.
_TIGHTNESS = {
    "name": 5,
    "constant": 5,
    "count": 5,
    "not": 4,
    "and": 3,
    "or": 2,
    "implies": 1,
    "if": 1,
    "iff": 0,
}


@dataclass(frozen=True)
class Tree:
    """A statement: a name, a constant (``true``, ``false``) or an operator and its parts.

    Of a count the word says how many of the parts hold, ``at least 2``.
    """

    operator: str
    parts: tuple[Tree, ...] = ()
    word: str = ""


def trees(names: Sequence[str], *, most_leaves: int = 5) -> st.SearchStrategy[Tree]:
    """Give statements over some names, constants included."""
    return digits(4 * most_leaves).map(lambda read: tree_of(read, names, most_leaves))


def tree_of(read: Digits, names: Sequence[str], most_leaves: int = 5) -> Tree:
    """Return the statement that digits stand for."""

    def grown(most: int) -> tuple[Tree, int]:
        """Return a statement of so many leaves at the most, and how many it has."""
        kind = read.below(9 if most > 1 else 4)
        if kind < 3:
            leaf = read.below(len(names) + 2)
            if leaf < len(names):
                return Tree("name", word=names[leaf]), 1
            return Tree("constant", word=("true", "false")[leaf - len(names)]), 1
        if kind == 3:
            part, leaves = grown(most)
            return Tree("not", (part,)), leaves
        if kind == 8:
            return counted(most)
        operator = read.one_of(("and", "or", "and", "or", "implies", "if", "iff"))
        count = 2 + (read.below(2) if operator in ("and", "or") and most > 2 else 0)
        parts, used = [], 0
        for rest in range(count - 1, -1, -1):
            part, leaves = grown(most - used - rest)
            parts.append(part)
            used += leaves
        return Tree(operator, tuple(parts)), used

    def counted(most: int) -> tuple[Tree, int]:
        """Return how many of some statements hold; a name stands in the list only once."""
        parts, used = [], 0
        for rest in range(min(most, 2 + read.below(3)) - 1, -1, -1):
            part, leaves = grown(most - used - rest)
            used += leaves
            # However it is spelled: `us.concede` may be `concede`.
            if part.operator != "name" or all(own(part) != own(one) for one in parts):
                parts.append(part)
        quantity = read.one_of(("at least", "at most", "exactly", "all", "any", "none"))
        size = len(parts)
        number = {
            "at least": 1 + read.below(size),
            "at most": read.below(size),
            "exactly": read.below(size + 1),
        }.get(quantity)
        word = quantity if number is None else f"{quantity} {number}"
        return Tree("count", tuple(parts), word), used

    return grown(most_leaves)[0]


def own(tree: Tree) -> tuple[str, str]:
    """Return what tells names apart: the id without that of its party."""
    return tree.operator, tree.word.rpartition(".")[2]


def bounds(tree: Tree) -> tuple[int, int]:
    """Return how many parts of a count hold at least, and at most."""
    quantity, _, number = tree.word.rpartition(" ")
    size = len(tree.parts)
    if not quantity:
        return {"all": (size, size), "any": (1, size), "none": (0, 0)}[tree.word]
    k = int(number)
    return {"at least": (k, size), "at most": (0, k), "exactly": (k, k)}[quantity]


def written(tree: Tree) -> str:
    """Write a statement in the language of model files, with as few parentheses as it allows."""
    if not tree.parts:
        return tree.word
    if tree.operator == "count":
        return f"{tree.word} of ({', '.join(map(written, tree.parts))})"
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
    if tree.operator == "count":
        least, most = bounds(tree)
        return f"{least} <= sum(map(bool, [{', '.join(parts)}])) <= {most}"
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
        case "count":
            least, most = bounds(tree)
            return least <= sum(values) <= most
        case _:
            return values[0] is values[1]
