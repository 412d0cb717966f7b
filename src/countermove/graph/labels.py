"""The printed labels of a published case: which state each stands for, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.errors import ModelError, Path, Problem, listed
from countermove.model.patterns import as_pattern

if TYPE_CHECKING:
    from countermove.graph.states import States


def number_problem(states: States) -> Problem | None:
    """Say what is wrong with labels or ids that look like numbers."""
    numeric = [label for label in states.labels if label.isdecimal()]
    part = "states" if states.conflict.is_graph_form else "labels"
    if numeric and len(numeric) < states.count:
        named = next(label for label in states.labels if not label.isdecimal())
        return Problem(
            f"'{numeric[0]}' is a number and '{named}' is not, so a number could mean two "
            "outcomes.",
            (part, numeric[0]),
            "Let all be numbers, or none.",
        )
    if len({int(label) for label in numeric}) < len(numeric):
        twice = next(a for k, a in enumerate(numeric) if int(a) in {int(b) for b in numeric[:k]})
        return Problem(
            f"the number {int(twice)} stands for two outcomes.", (part, twice), "Number them apart."
        )
    return None


def published_labels(states: States) -> dict[int, str]:
    """Return the label of every state."""
    labels: dict[int, str] = {}
    problems: list[Problem] = []
    for label, written in states.conflict.labels.items():
        path: Path = ("labels", label)
        pattern = as_pattern(written) or written
        wrong = states.pattern_fault(pattern)
        if wrong:
            problems.append(Problem(wrong.what, path, wrong.advice))
            continue
        matches = states.spelled(states.matching(pattern), pattern)
        if len(matches) != 1:
            found = f"{len(matches)} outcomes" if matches.size else "no feasible outcome"
            problems.append(Problem(f"the label '{label}' ({pattern}) stands for {found}.", path))
        elif (state := int(matches[0])) in labels:
            problems.append(
                Problem(f"'{label}' and '{labels[state]}' label the same outcome.", path)
            )
        else:
            labels[state] = label
    missing = states.count - len(labels)
    if missing and not problems:
        unlabelled = (k for k in range(states.count) if k not in labels)
        patterns = listed((states.pattern(k) for k in unlabelled), missing)
        problems.append(
            Problem(
                "some outcomes have no label.",
                ("labels",),
                f"Label all outcomes or none; missing: {patterns}.",
            )
        )
    if problems:
        raise ModelError(*states.conflict.locate(*problems))
    return labels
