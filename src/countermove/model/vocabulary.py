"""The names that a model's statements may use, and what they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Literal

from countermove.errors import Problem, closest, listed, suggestion
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.counts import count_problem, group_problem, members_of
from countermove.model.levels import level_text
from countermove.model.parts import Option
from countermove.model.patterns import OPEN, YES_OR_NO, Spelling, strict_pattern
from countermove.model.short_words import short_words
from countermove.model.syntax_errors import hint, pattern_meant
from countermove.texts import counted, one_line, or_list

_RUN_TOGETHER = re.compile(r"(\w+?)(iff|if|and|or|implies)(\w+)", re.IGNORECASE)


NameUse = Literal["option", "choice", "name"]
"""What a name that is no statement may stand for: an option, that it is done or at a level, any."""

Choice = tuple[int, int]
"""What is chosen on one option: the place of the option among all, and of the value in its own."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name stands for: an option, a level, a term, a graph-form state or a pattern."""

    kind: Literal["option", "level", "term", "state", "pattern"]
    key: str


@dataclass(frozen=True)
class Vocabulary:
    """The names of one conflict: an option's is ``concede``, in full ``us.concede``."""

    conflict: Conflict

    @cached_property
    def spelling(self) -> Spelling:
        """What can be chosen on each option, and how patterns are written."""
        return Spelling(
            tuple(tuple(option.levels) or YES_OR_NO for option in self.options.values())
        )

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each option, by its full name, among all."""
        return {full: place for place, full in enumerate(self.options)}

    def owned_by(self, decision_maker: str) -> list[int]:
        """Return the places of a decision maker's options."""
        own = enumerate(self.options)
        return [place for place, full in own if full.partition(".")[0] == decision_maker]

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
    def done(self) -> tuple[Choice, ...]:
        """What can be said to be chosen: that an option is done, or at one of its levels."""
        return tuple(
            (place, value)
            for place, values in enumerate(self.spelling.values)
            for value in (range(len(values)) if values != YES_OR_NO else (1,))
        )

    @cached_property
    def chosen_names(self) -> dict[Choice, str]:
        """The name of each choice in statements: ``accept``, ``terms is table``."""
        return {choice: self._with_level(choice, self.short, " is ") for choice in self.done}

    @cached_property
    def chosen_words(self) -> dict[Choice, str]:
        """The short words of each choice, in sentences."""
        return {choice: self._with_level(choice, self.called, ": ") for choice in self.done}

    @cached_property
    def chosen_texts(self) -> dict[Choice, str]:
        """The whole text of each choice."""
        texts = {full: option.text for full, option in self.options.items()}
        return {choice: self._with_level(choice, texts, ": ") for choice in self.done}

    def _with_level(self, choice: Choice, of: dict[str, str], between: str) -> str:
        full, option = list(self.options.items())[choice[0]]
        if not option.levels:
            return of[full]
        level, details = list(option.levels.items())[choice[1]]
        return f"{of[full]}{between}{level if between == ' is ' else one_line(details.text)}"

    @cached_property
    def by_words(self) -> dict[str, Choice]:
        """The choices by their short words and by their texts, in small letters.

        A level that only one option has is known by its own text or id alone.
        """
        some = [(text.casefold(), one) for one, text in self.chosen_texts.items()]
        for place, option in enumerate(self.options.values()):
            for value, (level, details) in enumerate(option.levels.items()):
                words = {level.casefold(), one_line(details.text).casefold()}
                some += [(word, (place, value)) for word in words]
        uses = Counter(text for text, _ in some)
        single = {text: one for text, one in some if uses[text] == 1}
        return single | {words.casefold(): one for one, words in self.chosen_words.items()}

    def chosen(self, values: Sequence[str]) -> tuple[Choice, ...]:
        """Return what is done where options have some values."""
        each = enumerate(zip(self.spelling.values, values, strict=True))
        found = ((k, own.index(value)) for k, (own, value) in each if value in own)
        return tuple(choice for choice in found if choice in self.chosen_names)

    def said_of(self, values: Sequence[str], words: Mapping[str, str]) -> dict[int, str]:
        """Return what is done where options have some values, each by its place, in some words."""
        found = {}
        for place, (full, option) in enumerate(self.options.items()):
            value = values[place] if values else OPEN
            if option.levels and value != OPEN:
                found[place] = f"{words[full]}: {level_text(option, value)}"
            elif value == "Y" and not option.levels:
                found[place] = words[full]
        return found

    def values_of(self, chosen: Iterable[Choice]) -> tuple[int, ...]:
        """Return the values of all options, by their places, where just this is done."""
        values = [0] * len(self.options)
        for place, value in chosen:
            values[place] = value
        return tuple(values)

    def choice(self, name: str) -> Choice | None:
        """Return the choice that a name in statements says, ``accept`` or ``terms is table``."""
        meaning = self.meaning(name)
        if meaning is None or meaning.kind not in ("option", "level"):
            return None
        ((place, values),) = self.allowed(meaning).items()
        named = logic.level_named(name)
        return (place, values[0]) if named is None or named[1] == "is" else None

    @cached_property
    def meanings(self) -> dict[str, Meaning]:
        """What each usable name stands for."""
        found = {state: Meaning("state", state) for state in self.conflict.states}
        found |= {term: Meaning("term", term) for term in self.conflict.terms}
        for full, short in self.short.items():
            found[full] = found[short] = Meaning("option", full)
        return found

    def meaning(self, name: str) -> Meaning | None:
        """Return what a name, a level or a pattern in a statement stands for, if anything."""
        if name in self.meanings:
            return self.meanings[name]
        if named := logic.level_named(name):
            full = self._with_levels(named[0])
            known = full is not None and named[2] in self.options[full].levels
            is_right = known and (named[1] == "is" or self.options[full or ""].is_ordered)
            return Meaning("level", " ".join((full or "", *named[1:]))) if is_right else None
        pattern = self.pattern(name)
        return None if pattern is None else Meaning("pattern", pattern)

    def _with_levels(self, name: str) -> str | None:
        """Return the option with levels that a name stands for, by its full name."""
        meaning = self.meanings.get(name)
        is_one = meaning is not None and meaning.kind == "option"
        return meaning.key if is_one and meaning and self.options[meaning.key].levels else None

    def allowed(self, meaning: Meaning) -> dict[int, tuple[int, ...]]:
        """Return which values an option, a level or a pattern allows.

        They are given for each option of which it speaks, both by their places: of an option that
        is done or not, 0 is no and 1 is yes.
        """
        if meaning.kind == "pattern":
            return dict(self.spelling.allowed(meaning.key))
        named = logic.level_named(meaning.key)
        if named is None:
            return {self.places[meaning.key]: (1,)}
        full, relation, level = named
        place = self.places[full]
        values = self.spelling.values[place]
        at = values.index(level)
        first, last = {"is": (at, at), "at least": (at, len(values) - 1)}.get(relation, (0, at))
        return {place: tuple(range(first, last + 1))}

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The parties of each group and family, each party once."""
        return members_of(self.conflict)

    def several(self, name: str) -> tuple[str, ...] | None:
        """Return the names that one of a group's option stands for; None where it is none."""
        option, blank, level = name.partition(" ")
        group, dot, own = option.partition(".")
        if not dot or group not in self.groups:
            return None
        every = (f"{dm}.{own}" for dm in self.groups[group])
        return tuple(full + blank + level for full in every if full in self.options)

    def resolved(self, formula: logic.Formula) -> logic.Formula:
        """Return a formula in which counts list single options instead of those of groups.

        What stands in a list twice, because a party is in two groups, is counted once.
        """
        if isinstance(formula, logic.Compound):
            parts = tuple(map(self.resolved, formula.parts))
            same = all(one is other for one, other in zip(parts, formula.parts, strict=True))
            return formula if same else replace(formula, parts=parts)
        if isinstance(formula, logic.Count):
            return replace(formula, parts=tuple(self._counted(formula)), others=None)
        return formula

    def _counted(self, count: logic.Count) -> Iterator[logic.Formula]:
        own = f"{count.others}." if count.others else None
        names: set[str] = set()
        for part in count.parts:
            if not isinstance(part, logic.Name):
                yield self.resolved(part)
                continue
            every = self.several(part.name)
            for name in (part.name,) if every is None else every:
                meaning = self.meaning(name)
                key = name if meaning is None or meaning.kind == "pattern" else meaning.key
                if key not in names and (own is None or not key.startswith(own)):
                    yield logic.Name(key, 0)
                names.add(key)

    def faults(
        self, formula: logic.Formula, known: Container[str] = ()
    ) -> Iterator[tuple[str, Problem]]:
        """Give what is wrong with the names and the counts of a formula, and with which of them.

        Names that are known aren't looked up.
        """
        pending = [(formula, False)]
        is_known = True
        while pending:
            part, is_listed = pending.pop()
            if isinstance(part, (logic.Compound, logic.Count)):
                in_list = isinstance(part, logic.Count)
                pending += ((inner, in_list) for inner in reversed(part.parts))
            elif isinstance(part, logic.Name) and part.name not in known:
                every = self.several(part.name) if is_listed else None
                for name in every or (part.name,):
                    if fault := self.problem(name):
                        yield part.name, replace(fault, offset=part.offset)
                        is_known = False
                        break
        for count in logic.counts(formula) if is_known else ():
            if fault := count_problem(self, count):
                yield "", replace(fault, offset=count.offset)

    def options_in(self, name: str) -> list[str]:
        """Return the options, by full name, that a usable name or a pattern speaks of itself."""
        meaning = self.meaning(name)
        if meaning is None or meaning.kind in ("term", "state"):
            return []
        names = list(self.options)
        return [names[place] for place in self.allowed(meaning)]

    def pattern(self, text: str, *, strictly: bool = True) -> str | None:
        """Return a text as a pattern of these options, None where it isn't one."""
        return self.spelling.read(text, strictly=strictly) if self.options else None

    def wrong_length(self, pattern: str) -> Problem:
        """Say that a pattern has too few letters for these options, or too many."""
        names = listed(self.short.values(), len(self.short))
        if wrong := self.spelling.wrong_level(pattern):
            option, level = list(self.short.values())[wrong[0]], wrong[1]
            what = f"'{option}' has no level '{level}', which '{pattern}' names."
            advice = suggestion(level, self.spelling.values[wrong[0]], "The levels are")
            return Problem(what, advice=advice)
        if self.spelling.has_levels:
            example = self.spelling.pattern([values[0] for values in self.spelling.values])
            what = f"'{pattern}' doesn't fit the options of this model."
            advice = f"One is written as in '{example}'; the options in order are: {names}."
            return Problem(what, advice=advice)
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

    def problem(self, name: str, *, only: NameUse | None = None) -> Problem | None:
        """Return what is wrong with a name in a statement, a list or a table, or None."""
        if fault := group_problem(self, name):
            by_name = f'Give a count of them a name under [terms]: name = "any of {name}".'
            if only != "name":
                by_name = f"Name those that are meant: {listed(self.several(name) or ())}."
            return replace(fault, advice=by_name) if only and "." in name else fault
        meaning = self.meaning(name)
        if only != "option" and (full := self._with_levels(name)):
            levels = self.options[full].levels
            what = f"'{name}' is a choice of one among several, neither true nor false."
            advice = f"Say which, as in '{name} is {next(iter(levels))}'; {_levels_are(levels)}"
            return Problem(what, advice=advice)
        if meaning is None and (named := logic.level_named(name)):
            return self._level_problem(*named)
        if only in ("option", "choice") and (fault := self._negated(name)):
            return fault
        if only == "choice":
            return None if self.choice(name) else self._no_choice(name, meaning)
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
            return self._no_option(name, meaning)
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

    def _no_choice(self, name: str, meaning: Meaning | None) -> Problem | None:
        if meaning is not None and meaning.kind == "level":
            return self._leaves_open(name)
        return self._level_alone(name) or self.problem(name, only="option")

    def _negated(self, name: str) -> Problem | None:
        affirmed = name.removeprefix("not ").replace(" is not ", " is ")
        if affirmed == name or not self.choice(affirmed):
            return None
        advice = "Leave out what isn't; of an option with levels name the one it is at."
        return Problem(f"'{name}' can't stand in a list of what is done.", advice=advice)

    def _no_option(self, name: str, meaning: Meaning) -> Problem:
        if meaning.kind == "level" and not self.choice(name):
            return self._leaves_open(name)
        return Problem(
            f"'{name}' is a {meaning.kind}, and only an option can stand here.",
            advice=suggestion(name, self.short.values(), "The options are"),
        )

    def _leaves_open(self, name: str) -> Problem:
        option, _, level = logic.level_named(name) or ("", "", "")
        return Problem(
            f"'{name}' leaves open which level it is.", advice=f"Write '{option} is {level}'."
        )

    def _level_alone(self, name: str) -> Problem | None:
        """Say how a level is written that stands without its option; None for what is none."""
        owners = [full for full, option in self.options.items() if name in option.levels]
        if not owners or name in self.meanings:
            return None
        said = [f"'{self.short[full]} is {name}'" for full in owners]
        what = f"'{name}' is a level, not a name of its own."
        return Problem(what, advice=f"Write {or_list(said)}.")

    def _level_problem(self, name: str, relation: str, level: str) -> Problem:
        """Say what is wrong where an option is said to be at a level."""
        full = self._with_levels(name)
        if full is None:
            if fault := self.problem(name, only="option"):
                return fault
            what = f"'{name}' has no levels."
            advice = f"It is done or not: write '{name}' or 'not {name}'."
            if self.meanings[name].kind == "option":
                advice += ' To choose one among several, give it levels = { id = "text" }.'
            return Problem(what, advice=advice)
        levels = self.options[full].levels
        if level not in levels:
            advice = suggestion(level, levels, "The levels are")
            return Problem(f"'{name}' has no level '{level}'.", advice=advice)
        what = f"the levels of '{name}' aren't ordered, so none is {relation} another."
        return Problem(what, advice="Write ordered = true beside them if they go up.")

    def _other_notation(self, name: str) -> Problem | None:
        """Say what was meant by what is no name: a sign ahead, words run together, a pattern."""
        negated = name.lstrip("-")
        if negated != name and negated in self.meanings:
            return Problem(f"'{name}' could be a pattern.", advice=f"Write 'not {negated}'.")
        if "/" in name:
            return self._with_strokes(name)
        if fault := self._level_alone(name):
            return fault
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

    def _with_strokes(self, name: str) -> Problem:
        """Say what is wrong with strokes: in a pattern that doesn't fit, or for another word."""
        if self.spelling.has_levels:
            return self.wrong_length(name)
        pattern = strict_pattern(name.replace("/", ""))
        if pattern and len(pattern) != len(self.options):
            return self.wrong_length(pattern)
        advice = f"As a pattern, write '{pattern}'." if pattern else hint("/")
        return Problem(f"no option '{name}'.", advice=advice or "")

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
        having = [n for full, n in self.short.items() if name in self.options[full].levels]
        if having and only != "option":
            ways = [f"'{option} is {name}'" for option in having]
            return f"Write {or_list(ways)}."
        # With the decision maker of the option that was probably meant, the list stays short.
        names = list(self.short.values()) + ([] if only == "option" else list(self.conflict.terms))
        meant = closest(name, names)
        group, dot, option = name.partition(".")
        if dot and (alike := closest(group, self.groups)) and f"{alike}.{option}" not in names:
            return f"Did you mean '{alike}.{option}'?"
        if not dot and (bare := closest(name, self.ambiguous)):
            return f"Did you mean '{bare}'? Several parties have an option of that id."
        for dm, party in self.conflict.decision_makers.items():
            own = [self.short[f"{dm}.{o}"] for o in party.options]
            if meant in own:
                return suggestion(name, own, f"The options of {party.name} are")
        return suggestion(name, names, "The names are")


def _levels_are(levels: Iterable[str]) -> str:
    return f"its levels are: {listed(levels)}."
