"""Rules: what can be and what can't, the terms of all statements, and models in graph form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove.analysis.rule_effects import Ruling, ruling_of
from countermove.errors import CountermoveError, Path
from countermove.graph.bits import Bits
from countermove.model.patterns import YES_OR_NO
from countermove.model.rule_kinds import GROUPS, KINDS
from countermove.model.rule_words import GROUP_WORDS, rule_words
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.rules import (
    allowing_words,
    joining_words,
    removal_words,
)
from countermove.web.contexts import in_words
from countermove.web.draft import at, table
from countermove.web.page import ModelPage
from countermove.web.pages.rules.edits import ACTIONS, CHOSEN
from countermove.web.strips import strip_of
from countermove.web.studio import Studio
from countermove.web.typed_statements import MEANINGS, checked, conflict_within

__all__ = ["ACTIONS", "RulesPage", "variables"]

_MOST_SHOWN = 30
_MOST_REMOVED_SHOWN = 10
# What can be and what can't, then groups, then what counts as one.
_ORDER = sorted(KINDS, key=lambda kind: (kind == "coalesce", kind in GROUPS))


@dataclass(frozen=True)
class RulesPage:
    """What the page shows beside the page itself."""

    page: ModelPage

    group_kinds = GROUP_WORDS
    chosen = CHOSEN
    meanings = MEANINGS

    # -- what is edited -------------------------------------------------------------------------

    @property
    def context(self) -> Path:
        """The scenario whose rules these are; nothing for the model's own."""
        context = self.page.context
        return context[:2] if context[:1] == ("scenarios",) else ()

    @property
    def scenario(self) -> str:
        """That scenario in words; empty for the model."""
        return in_words(self.page.snapshot.data, self.context)

    def at(self, *path: str | int) -> list[str | int]:
        """Return where a part stands in what is edited."""
        return [*self.context, *path]

    def table(self, part: str) -> dict[str, Any]:
        """Return a table as it counts here: what a scenario gives is added to the model's."""
        data = self.page.snapshot.data
        own = table(data, *self.context, part) if self.context else {}
        return {**table(data, part), **own}

    def is_given(self, *path: str | int) -> bool:
        """Say whether something stands here itself, and not only in the model."""
        return at(self.page.snapshot.data, *self.at(*path)) is not None

    @cached_property
    def is_graph_form(self) -> bool:
        """Whether the model gives its states one by one."""
        return bool(self.table("states"))

    @cached_property
    def ruling(self) -> Ruling | None:
        """What the rules remove; None where the model can't be read so far."""
        conflict = conflict_within(self.page.snapshot.reading.conflict, self.page.context_id)
        if conflict is None or self.is_graph_form or not Vocabulary(conflict).options:
            return None
        return ruling_of(conflict)

    @property
    def counted(self) -> Ruling | None:
        """The same, where its combinations are few enough to be counted."""
        return self.ruling if self.ruling is not None and self.ruling.is_counted else None

    # -- options --------------------------------------------------------------------------------

    @property
    def says_options(self) -> str:
        """How many options there are, and what may become of them."""
        values = self.ruling.vocabulary.spelling.values if self.ruling else ()
        way = "done or not" if all(own == YES_OR_NO for own in values) else "chosen"
        return f"{counted(len(values), 'option')} can be {way}"

    @property
    def names(self) -> list[tuple[str, str]]:
        """What a rule can be about: options and their levels by their texts, then terms."""
        if self.ruling is None:
            return []
        vocabulary = self.ruling.vocabulary
        return [
            *(
                (vocabulary.chosen_names[one], vocabulary.chosen_texts[one])
                for one in vocabulary.done
            ),
            *((term, f"{term} (a name for a statement)") for term in self.ruling.conflict.terms),
        ]

    # -- rules ----------------------------------------------------------------------------------

    @cached_property
    def rules(self) -> list[dict[str, Any]]:
        """All rules, in words."""
        return list(self._rules())

    def _rules(self) -> Iterator[dict[str, Any]]:
        written = self.table("rules")
        for kind in _ORDER:
            listed = written.get(kind)
            entries: Iterable[tuple[str | int, Any]] = ()
            if not KINDS[kind].is_list and isinstance(listed, Mapping):
                entries = listed.items()
            elif KINDS[kind].is_list and isinstance(listed, list):
                entries = enumerate(listed)
            for key, item in entries:
                yield self._rule(("rules", kind, key), item)

    def _rule(self, path: Path, item: Any) -> dict[str, Any]:
        kind = str(path[1])
        is_group = kind in GROUPS and isinstance(item, list)
        written = [str(name) for name in item] if is_group else str(item)
        words, removes, strip = "", "", None
        if self.ruling is not None and (is_group or kind not in GROUPS):
            with suppress(CountermoveError):  # it is said at its place what is wrong
                words = rule_words(self.ruling.vocabulary, path, written)
        if self.counted is not None and path in self.counted.rules:
            removes = removal_words(self.counted, path)
            strip = self._strip(self.counted.removed(path), _MOST_REMOVED_SHOWN)
        elif self.counted is not None and item in self._together(kind):
            say = joining_words if kind == "coalesce" else allowing_words
            removes = say(self.counted, item)
        return {
            "at": self.at(*path),
            "kind": kind,
            "written": written,
            "words": words,
            "name": words or str(written),
            "removes": removes,
            "strip": strip,
            "is_group": is_group,
        }

    def _together(self, kind: str) -> Sequence[str]:
        """What joins outcomes or lets them be, without what is wrong: that is told elsewhere."""
        if self.ruling is None or kind not in ("feasible", "coalesce"):
            return ()
        return tuple(getattr(self.ruling.conflict.rules, kind))

    def _strip(self, combinations: Bits, most: int) -> dict[str, Any] | None:
        total = combinations.count()
        drawn = list(map(self._drawn, combinations.first(most)))
        return {"drawn": drawn, "more": total - len(drawn)} if total else None

    def _drawn(self, combination: int) -> dict[str, Any]:
        assert self.ruling is not None
        vocabulary = self.ruling.vocabulary
        values = self.ruling.values(combination)
        words = vocabulary.chosen_words
        text = "; ".join(words[choice] for choice in vocabulary.chosen(values))
        return {"groups": strip_of(self.ruling.conflict, values), "text": text or "nothing done"}

    @property
    def possible(self) -> dict[str, Any] | None:
        """The first of the combinations that are possible."""
        return self._strip(self.counted.possible, _MOST_SHOWN) if self.counted else None

    # -- terms and labels -----------------------------------------------------------------------

    @cached_property
    def terms(self) -> list[dict[str, Any]]:
        """The names for longer statements."""
        return [self._term(term, str(text)) for term, text in self.table("terms").items()]

    def _term(self, term: str, statement: str) -> dict[str, Any]:
        words, true = "", ""
        if self.ruling is not None and term in self.ruling.conflict.terms:
            words = statement_words(self.ruling.vocabulary, statement)
            if self.counted is not None and self.counted.states is not None:
                true = checked(statement, self.counted.conflict, self.counted.states).text
        return {
            "id": term,
            "at": self.at("terms", term),
            "statement": statement,
            "words": words,
            "true": true,
            "is_given": self.is_given("terms", term),
        }

    @property
    def listed_moves(self) -> Iterator[tuple[str, str]]:
        """The parties whose moves are listed one by one beside their options, and the moves."""
        parties = self.page.snapshot.data.get("decision_makers", {})
        for dm, moves in self.table("moves").items():
            pairs = [move for move in moves if isinstance(move, list)] if moves else []
            written = ", ".join(" → ".join(map(str, move)) for move in pairs)
            yield str(at(parties, dm, "name") or dm), written or "none"

    @property
    def labels(self) -> Mapping[str, Any]:
        """The printed labels, where the model has them; a scenario's replace the model's."""
        data = self.page.snapshot.data
        return table(data, *self.at("labels")) or table(data, "labels")


def variables(page: ModelPage, _: Studio) -> dict[str, Any]:
    """Return what the template shows beside the page."""
    return {"shown": RulesPage(page)}
