"""What a page about a model shows, and where what is written on it stands in the file."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, urlencode

from countermove.editing.edited_file import Snapshot
from countermove.editing.family_edits import sharing, stands_at
from countermove.errors import Path, Problem
from countermove.model.preference import Statement
from countermove.model.shapes import parts
from countermove.model.short_words import short_words
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.record.proving import Proof, proofs
from countermove.record.source_words import standing
from countermove.report.amounts import counted
from countermove.report.quotations import lost_sentence
from countermove.web.chosen import Chosen
from countermove.web.contexts import in_words, split
from countermove.web.draft import DraftOption, DraftParty, at, full_names, parties, table, text
from countermove.web.forms import DIRECTIONS, LEVEL_DIRECTIONS
from countermove.web.guide import Guide, NextStep
from countermove.web.live_answer import Live
from countermove.web.page_steps import BY_ID, STEPS, PageStep, step_of
from countermove.web.sources import DraftSource, sources
from countermove.web.statement_names import StatementName, levels_named

# The follow-up questions on whose pages parts of the file are written.
_QUESTIONS = {"scenarios": "compare", "views": "views"}


# What an address says of the version of a scenario only.
_OF_A_SCENARIO = frozenset({"in", "scenario", "state", "job", "now"})


def context_in(query: Mapping[str, str], data: Mapping[str, Any]) -> Path:
    """Return where the scenario or view stands that an address edits; nothing for the model."""
    path = tuple(query.get("in", "").split("."))
    is_one = len(path) % 2 == 0 and split(path) == (path, ())
    return path if is_one and isinstance(at(data, *path), Mapping) else ()


def views_in(query: Mapping[str, str], data: Mapping[str, Any]) -> Path:
    """Return where the view stands that an address edits, within its scenario, if it is in one."""
    context = context_in(query, data)
    return context[2:] if context[:1] == ("scenarios",) else context


def scenario_in(query: Mapping[str, str], data: Mapping[str, Any]) -> str:
    """Return the scenario that an address is about, if the model has it; else nothing."""
    context = context_in(query, data)
    found = context[1] if context[:1] == ("scenarios",) else query.get("scenario", "")
    return str(found) if found in table(data, "scenarios") else ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say at the head of a page."""

    text: str
    kind: str = "wrong"
    details: tuple[str, ...] = ()
    file: Download | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """Something of a page that is kept as a file."""

    name: str
    media: str
    content: bytes
    says: str = ""

    @property
    def address(self) -> str:
        """The file itself as an address, for what is on no server."""
        return f"data:{self.media};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True)
class ModelPage:
    """A page about one model."""

    name: str
    step: PageStep
    snapshot: Snapshot
    live: Live
    part: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    message: Message | None = None
    seats: str = ""
    is_edited: bool = False

    steps = STEPS

    @cached_property
    def kinds(self) -> Mapping[str, bool]:
        """Whether there are options that are done or not, and options with levels."""
        options = [option for party in self.parties for option in party.options]
        are_levels = {bool(option.levels) for option in options}
        return {"done": False in are_levels, "levels": True in are_levels}

    @staticmethod
    def directions(option: DraftOption) -> tuple[tuple[str, str], ...]:
        """Return how an option may be changed, in words."""
        return tuple((LEVEL_DIRECTIONS if option.levels else DIRECTIONS).items())

    @cached_property
    def parties(self) -> tuple[DraftParty, ...]:
        """The parties as they stand in the file."""
        return parties(self.snapshot.data)

    def written(self, *path: str | int) -> Any:
        """Return what stands at a place of the file, or None."""
        return at(self.snapshot.data, *path)

    def text(self, *path: str | int) -> str:
        """Return the text at a place of the file, or an empty one."""
        return text(self.snapshot.data, *path)

    def table(self, *path: str | int) -> Mapping[str, Any]:
        """Return the table at a place of the file, or an empty one."""
        return table(self.snapshot.data, *path)

    @cached_property
    def sources(self) -> Mapping[str, DraftSource]:
        """The record as it stands in the file, by the ids of the sources."""
        return sources(self.snapshot.data, self.in_words)

    @cached_property
    def proofs(self) -> Mapping[str, Proof]:
        """By source whether the words that it quotes stand in its document, as far as is known."""
        conflict = self.snapshot.reading.conflict
        return proofs(conflict) if conflict else {}

    @property
    def lost(self) -> str:
        """How many quotations aren't in their documents, in words; nothing where all are."""
        conflict = self.snapshot.reading.conflict
        return lost_sentence(conflict) if conflict else ""

    def is_lost(self, source: str) -> bool:
        """Whether the words that a source quotes aren't in its document."""
        return source in self.proofs and self.proofs[source].is_lost

    def standing(self, source: str) -> str:
        """Say where the words of a source stand and whose they are; or that they don't."""
        return standing(self.proofs[source]) if source in self.proofs else "not checked"

    @cached_property
    def in_words(self) -> Callable[[str], str]:
        """What says a statement in words; as it is written in a model with mistakes."""
        conflict = self.snapshot.reading.conflict
        return partial(statement_words, Vocabulary(conflict)) if conflict else str

    def credited(self, because: Sequence[str]) -> list[str]:
        """Return whose words some sources are, each once."""
        known = (self.sources[key].short if key in self.sources else key for key in because)
        return list(dict.fromkeys(known))

    @property
    def _terms(self) -> dict[str, Any]:
        """The terms as they count where one is: a scenario has some of its own."""
        own = self.table("scenarios", self.scenario, "terms") if self.scenario else {}
        return {**self.table("terms"), **own}

    @cached_property
    def names(self) -> list[StatementName]:
        """The names that statements use, terms first."""
        data, words = self.snapshot.data, self.in_words
        found = [
            StatementName("term", str(term), words(str(statement)), str(term))
            for term, statement in self._terms.items()
        ]
        found += [
            StatementName("outcome", str(state), str(text), str(text))
            for state, text in table(data, "states").items()
        ]
        full = full_names(data)
        ids = Counter(name.partition(".")[2] for name in full)
        options = [(option, party) for party in self.parties for option in party.options]
        said = short_words(
            {n: (option.text, p.name) for n, (option, p) in zip(full, options, strict=True)}
        )
        for name, (option, party) in zip(full, options, strict=True):
            is_short = ids[option.id] == 1 or party.id == self.party
            short = option.id if is_short else name
            whole = StatementName("option", short, option.text, said[name], party.id, party.name)
            found += levels_named(whole, option) if option.levels else [whole]
        return found + self._names_of_groups

    @property
    def _names_of_groups(self) -> list[StatementName]:
        """The options of groups and their levels, for counts."""
        conflict = self.snapshot.reading.conflict
        if conflict is None:
            return []
        words = Vocabulary(conflict)
        ids = {
            f"{group}.{option}{level}": None
            for group, members in words.groups.items()
            for dm in members
            for option, details in conflict.decision_makers[dm].options.items()
            for level in ([f" is {level}" for level in details.levels] or [""])
        }
        found = ((name, statement_words(words, name)) for name in ids)
        return [StatementName("group", name, said, said) for name, said in found]

    @cached_property
    def party(self) -> str:
        """The party of whose preference the page is, of a family a member; else empty."""
        known = [party.id for party in self.parties] if self.step.id == "preferences" else []
        asked = self.query.get("party", "")
        asked = sharing(self.snapshot.data, asked) or asked
        return asked if asked in known else next(iter(known), "")

    @property
    def title(self) -> str:
        """The model's title."""
        return self.text("title") or self.name

    @property
    def broken(self) -> bool:
        """Whether the file can't even be read, so that only its text can be mended here."""
        writes_text = self.step.id in {"text", "history"}
        return not self.snapshot.is_well_formed and not writes_text

    # -- addresses ----------------------------------------------------------------------------

    def url(self, step: str, part: str = "", /, **query: str) -> str:
        """Return the address of a page about this model."""
        found = f"/models/{quote(self.name, safe='')}/{step}" + (f"/{part}" if part else "")
        return f"{found}?{urlencode(query)}" if query else found

    def along(self, step: str, part: str = "", /, **query: str) -> str:
        """Return the address of a page about the scenario and the reading that one is in."""
        kept = BY_ID[step].within(self.scenario) if self.scenario else {}
        return self.url(step, part, **kept, **self.chosen.query, **query)

    def elsewhere(self, scenario: str) -> str:
        """Return the address of this page in a scenario; with an empty one, in the model itself."""
        if not scenario:
            return self.outside
        kept = {key: value for key, value in self.query.items() if key not in _OF_A_SCENARIO}
        return self.url(self.step.id, self.part, **kept, **self.step.within(scenario))

    @property
    def outside(self) -> str:
        """The address of this page without the scenario that one is in."""
        kept = {key: value for key, value in self.query.items() if key not in _OF_A_SCENARIO}
        return self.url(self.step.id, self.part, **kept)

    @property
    def as_written(self) -> str:
        """The address of this page without the reading that one is in."""
        dropped = {*self.chosen.query, "job", "now"}
        kept = {key: value for key, value in self.query.items() if key not in dropped}
        return self.url(self.step.id, self.part, **kept)

    @property
    def here(self) -> str:
        """The address of this page, to which its forms are sent."""
        return self.url(self.step.id, self.part, **self.query)

    def asking(self, job: str = "", **more: str) -> str:
        """Return the address of the question on this page, asked alike, or of its job."""
        query = {key: value for key, value in self.query.items() if key not in {"job", "as"}}
        return self.url(self.step.id, self.part, **query | more | ({"job": job} if job else {}))

    def path_url(self, path: Path) -> str:
        """Return the address of the place where a part of the file is written."""
        if not self.snapshot.is_well_formed:
            return self.url("text")
        context, inner = split(path)
        if not inner or step_of(inner).id not in {"rules", "preferences"}:
            part = _QUESTIONS.get(str(path[0]), "") if path else ""
            which = {}
            if path[:1] == ("scenarios",) and len(path) > 1:
                known = list(map(str, self.table("scenarios")))
                which = {"from": str(known.index(str(path[1])))} if str(path[1]) in known else {}
            return f"{self.url(step_of(path).id, part, **which)}#{self.id(path)}"
        query = {"in": ".".join(map(str, context))} if context else {}
        if inner[0] == "preferences" and len(inner) > 1:
            query["party"] = str(inner[1])
        if inner[2:3] == ("readings",) and len(inner) > 3:
            query["which"] = str(int(inner[3]) + 1)
        return f"{self.url(step_of(inner).id, **query)}#{self.id(path)}"

    @staticmethod
    def id(path: Sequence[str | int]) -> str:
        """Return the id of the element that shows a place of the file."""
        return "-".join(
            re.sub(r"[^\w-]", lambda found: f"_{ord(found[0]):x}", str(step)) for step in path
        )

    # -- what is edited: the model, or one of its scenarios and views ---------------------------

    @property
    def context(self) -> Path:
        """Where the parts stand that are edited: nowhere special, or in a scenario or view."""
        return context_in(self.query, self.snapshot.data)

    @property
    def views(self) -> Path:
        """Where the view stands that is edited, within its scenario; nothing otherwise."""
        return views_in(self.query, self.snapshot.data)

    @property
    def sight(self) -> str:
        """Whose view is edited, in words; empty where none is."""
        return in_words(self.snapshot.data, self.views)

    @property
    def context_id(self) -> str:
        """The same, as addresses write it; empty for the model."""
        return ".".join(map(str, self.context))

    @property
    def scenario(self) -> str:
        """The scenario that one is in; empty for the model itself."""
        return scenario_in(self.query, self.snapshot.data)

    @property
    def chosen(self) -> Chosen:
        """What is chosen of the model: the scenario and the reading that one is in."""
        found = Chosen.of(self.query, self.scenario)
        return found.known_to(self.snapshot.reading.conflict)

    @property
    def scenario_title(self) -> str:
        """What that scenario is called."""
        return self.text("scenarios", self.scenario, "title") or self.scenario

    def at(self, *path: str | int) -> list[str | int]:
        """Return where a part stands in what is edited."""
        return [*self.context, *path]

    # -- mistakes -----------------------------------------------------------------------------

    def mistakes_at(self, path: Sequence[str | int], below: bool = False) -> list[Problem]:
        """Return the mistakes at a place, or at it and below it."""
        here = stands_at(self.snapshot.data, tuple(path))
        return [
            problem
            for problem in self.live.problems
            if problem.path == here or (below and problem.path[: len(here)] == here)
        ]

    def mistakes_in(self, step: str) -> int:
        """Count the mistakes that are mended on a step; quotations that are lost are among them."""
        lost = sum(map(self.is_lost, self.proofs)) if step == "record" else 0
        return lost + sum(step_of(problem.path).id == step for problem in self.live.problems)

    @property
    def _wishes(self) -> int:
        """How many statements there are, those in any order and in readings among them."""
        found = parts(self.table("preferences"), ("preferences",))
        return sum(s.part is Statement and at(one, "any_order") is None for _, s, one in found)

    @cached_property
    def guide(self) -> Guide:
        """How far the model is."""
        scenario = ("scenarios", self.scenario) if self.scenario else ()
        return Guide(self.snapshot.data, self.live, (*scenario, *self.views))

    @property
    def next(self) -> NextStep | None:
        """What comes after this page; a part of an answer says so itself."""
        return (
            None
            if self.part and self.step.is_answer
            else self.guide.after(self.step.id, self.query.get("party", ""))
        )

    @property
    def scenarios(self) -> dict[str, str]:
        """The titles of the scenarios, by their ids; first the model itself."""
        titles = {
            key: self.text("scenarios", key, "title") or key for key in self.table("scenarios")
        }
        return {"": "the model itself", **titles} if titles else {}

    def badge(self, step: str) -> str:
        """Say in a word or two what there is on a step."""
        solution = self.live.solution
        if solution and step == "rules":
            return counted(self.live.states, "outcome")
        if solution and step == "answer":
            return f"{len(solution):,} hold"
        number, words = 0, tuple[str, ...]()
        match step:
            case "record":
                number, words = len(self.sources), ("source",)
            case "parties":
                number, words = len(self.parties), ("party", "parties")
            case "preferences":
                number, words = self._wishes, ("wish", "wishes")
            case "follow-up":
                number, words = len(self.table("scenarios")), ("scenario",)
        return counted(number, *words) if number else ""
