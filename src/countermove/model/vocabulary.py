"""The names that a model's statements may use, and what they stand for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from countermove.errors import Problem, closest, listed, suggestion
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.parts import Option
from countermove.model.patterns import strict_pattern
from countermove.model.short_words import short_words
from countermove.model.syntax_errors import hint, pattern_meant
from countermove.texts import counted

_RUN_TOGETHER = re.compile(r"(\w+?)(iff|if|and|or|implies)(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: an option, a term, a graph-form state or a pattern."""

    kind: Literal["option", "term", "state", "pattern"]
    key: str


@dataclass(frozen=True)
class Vocabulary:
    """The names of one conflict: an option's is ``concede``, in full ``us.concede``."""

    conflict: Conflict

    @cached_property
    def options(self) -> dict[str, Option]:
        """Every option by its full name, in the order that numbers the states."""
        return {
            f"{dm}.{option}": details
            for dm, party in self.conflict.decision_makers.items()
            for option, details in party.options.items()
        }

    @cached_property
    def short(self) -> dict[str, str]:
        """The shortest name of each option, by its full name."""
        own = {full: full.split(".")[1] for full in self.options}
        uses = Counter(own.values())
        return {full: full if uses[option] > 1 else option for full, option in own.items()}

    @cached_property
    def called(self) -> dict[str, str]:
        """The short words that sentences say for each option, by its full name."""
        parties = self.conflict.decision_makers
        return short_words(
            {
                full: (option.text, parties[full.partition(".")[0]].name)
                for full, option in self.options.items()
            }
        )

    @cached_property
    def by_words(self) -> dict[str, str]:
        """The options by their short words and by their texts, in small letters."""
        texts = Counter(option.text.casefold() for option in self.options.values())
        whole = {option.text.casefold(): full for full, option in self.options.items()}
        single = {text: full for text, full in whole.items() if texts[text] == 1}
        return single | {words.casefold(): full for full, words in self.called.items()}

    @cached_property
    def meanings(self) -> dict[str, Meaning]:
        """What each usable name stands for."""
        found = {state: Meaning("state", state) for state in self.conflict.states}
        found |= {term: Meaning("term", term) for term in self.conflict.terms}
        for full, short in self.short.items():
            found[full] = found[short] = Meaning("option", full)
        return found

    def meaning(self, name: str) -> Meaning | None:
        """Return what a name or a pattern in a statement stands for, if anything."""
        if name in self.meanings:
            return self.meanings[name]
        pattern = self.pattern(name)
        return None if pattern is None else Meaning("pattern", pattern)

    def options_in(self, name: str) -> list[str]:
        """Return the options, by full name, that a usable name or a pattern speaks of itself."""
        meaning = self.meaning(name)
        if meaning is None or meaning.kind not in ("option", "pattern"):
            return []
        if meaning.kind == "option":
            return [meaning.key]
        return [o for o, letter in zip(self.options, meaning.key, strict=True) if letter != "-"]

    def pattern(self, text: str) -> str | None:
        """Return a text in a statement as a pattern of these options, None where it isn't one."""
        pattern = strict_pattern(text)
        return pattern if pattern is not None and len(pattern) == len(self.options) else None

    def wrong_length(self, pattern: str) -> Problem:
        """Say that a pattern has too few letters for these options, or too many."""
        names = listed(self.short.values(), len(self.short))
        choices, options = counted(len(pattern), "choice"), counted(len(self.short), "option")
        what = f"'{pattern}' has {choices} for {options}."
        return Problem(what, advice=f"The options in order are: {names}.")

    @cached_property
    def _term_order(self) -> dict[str, int]:
        terms = self.conflict.terms
        uses = {
            term: [n.name for n in logic.names(logic.parse(text)) if n.name in terms]
            for term, text in terms.items()
        }
        return {term: k for k, term in enumerate(TopologicalSorter(uses).static_order())}

    def terms_needed(self, formula: logic.Formula) -> list[str]:
        """Return the terms that a formula rests on, those first that others rest on."""
        needed: set[str] = set()
        pending = [formula] if self.conflict.terms else []
        while pending:
            for name in logic.names(pending.pop()):
                term = name.name
                if term in self.conflict.terms and term not in needed:
                    needed.add(term)
                    pending.append(logic.parse(self.conflict.terms[term]))
        return sorted(needed, key=self._term_order.__getitem__)

    @cached_property
    def ambiguous(self) -> dict[str, list[str]]:
        """Option ids that several decision makers use, with the full names to use instead."""
        full_names: dict[str, list[str]] = {}
        for full in self.options:
            full_names.setdefault(full.split(".")[1], []).append(full)
        return {name: full for name, full in full_names.items() if len(full) > 1}

    def problem(
        self, name: str, *, only: Literal["option", "name"] | None = None
    ) -> Problem | None:
        """Return what is wrong with a name in a statement, a list or a table, or None."""
        meaning = self.meaning(name)
        if meaning and meaning.kind == "pattern" and only:
            return Problem(
                f"'{name}' is a pattern, and only a name can stand here.",
                advice=f'Give it one under [terms]: name = "{name}".'
                if only == "name"
                else suggestion(name, self.short.values(), "The options are"),
            )
        if meaning and (only != "option" or meaning.kind == only):
            return None
        if name in self.ambiguous:
            full = " or ".join(f"'{f}'" for f in self.ambiguous[name])
            return Problem(f"'{name}' is an option of several parties.", advice=f"Write {full}.")
        if meaning:
            return Problem(
                f"'{name}' is a {meaning.kind}, and only an option can stand here.",
                advice=suggestion(name, self.short.values(), "The options are"),
            )
        dm, _, option = name.partition(".")
        if option and dm in self.conflict.decision_makers:
            party = self.conflict.decision_makers[dm]
            return Problem(
                f"no option '{option}' of {party.name}.",
                advice=suggestion(option, party.options, f"The options of {party.name} are"),
            )
        if only is None and (fault := self._other_notation(name)):
            return fault
        advice = (not only and hint(name)) or self._advice(name, only)
        return Problem(f"no {self._expected(only)} '{name}'.", advice=advice)

    def _other_notation(self, name: str) -> Problem | None:
        """Say what was meant by what is no name: a sign ahead, words run together, a pattern."""
        negated = name.lstrip("-")
        if negated != name and negated in self.meanings:
            return Problem(f"'{name}' could be a pattern.", advice=f"Write 'not {negated}'.")
        parts = _RUN_TOGETHER.fullmatch(name)
        if parts and parts[1] in self.meanings and parts[3] in self.meanings:
            return Problem(f"'{name}' is one word.", advice=f"Write '{' '.join(parts.groups())}'.")
        meant = pattern_meant(name)
        if meant is not None and strict_pattern(name) is None and len(meant) == len(self.options):
            return Problem(f"'{name}' is no name.", advice=f"As a pattern, write '{meant}'.")
        if self._is_of_an_outcome(name):
            what = f"'{name}' is no name, and an outcome is named by its pattern here."
            advice = "Write a letter for each option: Y, N or -."
            return Problem(what, advice=f"{advice} The options are: {listed(self.short.values())}.")
        if strict_pattern(name) and (len(name) > 2 or "-" in name):
            if self.conflict.is_graph_form:
                what = f"'{name}' is a pattern, and this model has no options."
                advice = suggestion(name, self.conflict.states, "The outcomes are")
                return Problem(what, advice=advice)
            if closest(name, self.meanings) is None:
                return self.wrong_length(name)
        return None

    def _is_of_an_outcome(self, name: str) -> bool:
        """Say whether a name that isn't known is one of an outcome, as papers number them."""
        if self.conflict.is_graph_form or any(map(str.isdecimal, self.short.values())):
            return False
        return name in self.conflict.labels or name.isdecimal()

    def _expected(self, only: str | None) -> str:
        if self.conflict.is_graph_form and only != "option":
            return "outcome or term" if self.conflict.terms else "outcome"
        return "option or term" if self.conflict.terms and only != "option" else "option"

    def _advice(self, name: str, only: str | None) -> str:
        if self.conflict.is_graph_form:
            return suggestion(name, self.meanings, "The names are")
        # With the decision maker of the option that was probably meant, the list stays short.
        names = list(self.short.values()) + ([] if only == "option" else list(self.conflict.terms))
        meant = closest(name, names)
        for dm, party in self.conflict.decision_makers.items():
            own = [self.short[f"{dm}.{o}"] for o in party.options]
            if meant in own:
                return suggestion(name, own, f"The options of {party.name} are")
        return suggestion(name, names, "The names are")
