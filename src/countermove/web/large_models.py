"""Models that are too large to be answered at every edit: what their answer takes, told before."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from countermove.analysis.equilibria import Solution
from countermove.errors import CountermoveError, install_command
from countermove.graph.feasible import MOST_BITS, MOST_STATES
from countermove.graph.layout import Layout
from countermove.memory import free_memory, written_bytes
from countermove.model.conflict import Conflict
from countermove.model.doubts import in_reading
from countermove.model.rule_kinds import EXCLUDING
from countermove.model.vocabulary import Vocabulary
from countermove.open_model import refuse_what_lists
from countermove.progress import about
from countermove.questions.solve import SolveQuestion
from countermove.report.amounts import counted
from countermove.report.phrases import sentence
from countermove.stability.engines.choose import choose
from countermove.stability.engines.estimate import Estimate, estimate_unlisted
from countermove.stability.registry import find_concepts

AT_ONCE = 0.25
"""An answer that is expected within so many seconds is made at every edit."""

_MOST_REASONS = 3

MOST_AT_ONCE = 1 << 20
"""So many outcomes are listed at every edit, to see what their answer takes."""


@dataclass(frozen=True, slots=True)
class Large:
    """What the answer of a large model takes."""

    says: str
    is_possible: bool
    is_unlisted: bool = False
    """Whether it is answered, though its outcomes can't be listed."""


def large_of(
    conflict: Conflict, listed: Estimate | None = None, asked: SolveQuestion | None = None
) -> Large:
    """Say what a large model's answer takes; `listed` is the estimate of its engine, if any.

    Where it isn't said in which scenario and reading it is asked, outcomes are to be listed.
    """
    options = sum(len(party.options) for party in conflict.decision_makers.values())
    vocabulary = Vocabulary(conflict)
    combinations = prod(map(len, vocabulary.spelling.values))
    can_be_listed = f"At most {MOST_STATES:,} outcomes can be listed"
    mend = "Add rules for what can't be, or split the model."
    if listed is not None:
        return Large(_in_words(listed), True)
    if asked is not None and asked.unlisted(conflict):
        parties = counted(len(conflict.decision_makers), "party", "parties")
        says = f"Its {options} options and {parties} make more outcomes than can be listed; "
        return Large(f"{says}what holds is found without a list.", True, True)
    if Layout.of(vocabulary).bits > MOST_BITS:
        says = f"Its {options} options make more outcomes than can be listed. "
        if asked is None:
            return Large(f"{says}How somebody sees it can't be answered without a list.", False)
        return Large(f"{says}{_why_not_unlisted(asked.settled(conflict))}", False)
    if combinations > MOST_STATES and not _rules(conflict):
        says = f"Its {options} options make {combinations:,} outcomes. {can_be_listed}. "
        return Large(says + mend, False)
    if combinations > MOST_STATES:
        says = f"Its {options} options make {combinations:,} combinations, and how many of them "
        return Large(f"{says}the rules leave isn't known before. {can_be_listed}.", True)
    concepts = find_concepts(None)
    makers = len(conflict.decision_makers)
    expected = estimate_unlisted(combinations, makers, concepts, choose("auto", concepts, None))
    if expected.bytes > free_memory() and not _rules(conflict):
        says = f"{_in_words(expected)} That is more memory than is free. "
        return Large(says + mend, False)
    return Large(_in_words(expected, "At most " if _rules(conflict) else ""), True)


def across_takes(solution: Solution | None) -> str:
    """Say how long it takes to look at all readings, where it takes too long to be done at once."""
    seconds = 0.0 if solution is None else solution.seconds_for_across
    return about(seconds) if seconds > AT_ONCE else ""


def _why_not_unlisted(conflict: Conflict) -> str:
    """Say why what holds can't be found without a list of the outcomes."""
    try:
        refuse_what_lists(in_reading(conflict))
    except CountermoveError as error:
        return " ".join(sentence(problem.said) for problem in error.problems[:_MOST_REASONS])
    return f"To find what holds without a list, install: {install_command('symbolic')}"


def _rules(conflict: Conflict) -> bool:
    rules = conflict.rules
    return bool(rules.requires or any(getattr(rules, kind) for kind in EXCLUDING))


def _in_words(expected: Estimate, most: str = "") -> str:
    outcomes = counted(expected.states, "outcome")
    parties = counted(expected.decision_makers, "party", "parties")
    needs = f"{about(expected.seconds)}, {written_bytes(expected.bytes)} of memory"
    return f"{most}{outcomes}, {parties}: {needs}."
