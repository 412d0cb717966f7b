"""In the room: the kept steps, one after the other, each large, and two of them side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from countermove.analysis.changes_as_written import model_changes
from countermove.errors import CountermoveError
from countermove.report.differences import change_text
from countermove.report.phrases import few
from countermove.report.turned_by_edit import what_turned
from countermove.share.kept_steps import KeptStep
from countermove.web.chosen import Chosen
from countermove.web.keeping import outcome_values
from countermove.web.page import ModelPage
from countermove.web.pages.deal.draft import in_address, kept
from countermove.web.pages.room.shown import PartyShown, StepShown, WishShown
from countermove.web.studio import Studio

_NOW = "Now"
_MOST_CHANGES, _MOST_TURNED = 4, 5


@dataclass(frozen=True)
class Room:
    """What is shown: a kept step or what a page is about now, and what it is compared with."""

    page: ModelPage
    studio: Studio

    @cached_property
    def steps(self) -> tuple[KeptStep, ...]:
        """The kept steps, in their order."""
        return self.studio.steps.of(self.page.name).steps

    @cached_property
    def place(self) -> int:
        """Where the step stands that is shown, from 1; 0 for what is shown now."""
        if not self.page.part:
            return 0
        return self.studio.steps.of(self.page.name).place(self.page.part) + 1

    @cached_property
    def step(self) -> KeptStep:
        """The step that is shown."""
        return self.steps[self.place - 1] if self.place else _now(self.page)

    @cached_property
    def shown(self) -> StepShown:
        """What is shown of it."""
        return self._shown(self.step)

    # -- what it is compared with -----------------------------------------------------------------

    @cached_property
    def _earlier(self) -> KeptStep | None:
        """What it is compared with: what is asked for, the step before, else the edit undone."""
        if wanted := self.page.query.get("beside", ""):
            place = self.studio.steps.of(self.page.name).place(wanted)
            return self.steps[place]
        if self.place > 1:
            return self.steps[self.place - 2]
        if self.place == 0:
            return self.steps[-1] if self.steps else None
        if self.step.before:
            return replace(self.step, name="Before it", text=self.step.before, id="")
        return None

    @cached_property
    def before(self) -> StepShown | None:
        """The same in what it is compared with; of two packages each is shown."""
        if (earlier := self._earlier) is None:
            return None
        if not {earlier.large, self.step.large} <= {"outcome", "draft"}:
            about = {key: getattr(self.step, key) for key in ("large", "claim", "values")}
            earlier = replace(earlier, **about)
        return self._shown(earlier)

    @property
    def is_split(self) -> bool:
        """Whether both stand side by side."""
        return "split" in self.page.query and self.before is not None

    @cached_property
    def turned(self) -> tuple[str, ...]:
        """What is otherwise in the answer than in what it is compared with."""
        before = self.before.solution if self.before else None
        after = self.shown.solution
        if before is None or after is None or before is after:
            return ()
        return _first(what_turned(before, after), _MOST_TURNED)

    @cached_property
    def changes(self) -> tuple[str, ...]:
        """What was written otherwise in the model, in words; the first of it."""
        before = self.before.solution if self.before else None
        after = self.shown.solution
        if before is None or after is None or before is after:
            return ()
        old, new = before.model.conflict, after.model.conflict
        found = [change for change in model_changes(old, new)[0] if change.is_formal]
        return _first([change_text(old, new, change) for change in found], _MOST_CHANGES)

    @cached_property
    def differs(self) -> frozenset[tuple[str, ...]]:
        """The claims, the options and the wishes in which the two differ."""
        if self.before is None:
            return frozenset()
        differs = set(self._marks(self.before)) ^ set(self._marks(self.shown))
        if self.before.state is None:  # nobody would do anything in what can't be
            differs = {key for key in differs if key[0] != "would"}
        return frozenset(differs)

    def _marks(self, shown: StepShown) -> Iterator[tuple[str, ...]]:
        """Give what can differ in what is shown, each with what it is."""
        for claim in shown.claims:
            yield "claim", claim.id, claim.verdict, claim.under
        for party in shown.parties:
            yield from (("option", choice.name, choice.value) for choice in party.choices)
            yield from (self.mark_of(party, wish) for wish in party.wishes)
            if party.would:
                yield "would", party.id, party.would

    def mark_of(self, party: PartyShown, wish: WishShown) -> tuple[str, ...]:
        """Return by what a wish differs: what it says; of two outcomes, whether it is true, too."""
        both = self.is_split and self.before and self.before.state is not None
        is_told = both and self.shown.state is not None
        return "wish", party.id, wish.text, str(wish.is_true) if is_told else ""

    # -- addresses --------------------------------------------------------------------------------

    def link(self, place: int, **more: str) -> str:
        """Return the address of a step, by its place from 1; 0 for what is shown now."""
        if place:
            return self.page.url("room", self.steps[place - 1].id, **more)
        kept = {key: self.page.query[key] for key in self.page.query if key not in _OF_A_SPLIT}
        return self.page.url("room", **kept, **more)

    @property
    def _split(self) -> dict[str, str]:
        return {"split": "1"} if "split" in self.page.query else {}

    @property
    def links(self) -> Iterator[tuple[int, str, str]]:
        """Give all that can be shown: its place, its name, its address."""
        yield 0, _NOW, self.link(0, **self._split)
        for place, step in enumerate(self.steps, 1):
            yield place, step.name, self.link(place, **self._split)

    @property
    def back(self) -> str:
        """The address of the step before; empty at the first."""
        return self.link(self.place - 1, **self._split) if self.place else ""

    @property
    def on(self) -> str:
        """The address of the next step; empty at the last."""
        return self.link(self.place + 1, **self._split) if self.place < len(self.steps) else ""

    @property
    def turn(self) -> str:
        """The address with before and after side by side, or without."""
        return self.link(self.place) if self.is_split else self.link(self.place, split="1")

    @property
    def others(self) -> Iterator[tuple[str, str, bool]]:
        """Give the steps that it can be compared with: the address, the name, whether it is."""
        is_now = self._earlier.id if self._earlier else ""
        if self.place and not is_now:
            yield self.link(self.place, split="1"), "the version before", True
        for step in self.steps:
            if step != self.step:
                address = self.link(self.place, split="1", beside=step.id)
                yield address, step.name, step.id == is_now

    # -- one side ---------------------------------------------------------------------------------

    def _shown(self, step: KeptStep) -> StepShown:
        if step.kind == "edit":
            live = self.studio.live_of_text(self.page.name, step.text)
            is_told = step.said and step.said != step.name
            return StepShown(step, f"The model after “{step.said}”" if is_told else "", live)
        chosen = Chosen(step.scenario, tuple(step.reading.items()))
        snapshot = self.page.snapshot
        missing = ""
        if chosen and not chosen.is_in(snapshot.reading.conflict):
            what = "The scenario" if step.scenario else "The reading"
            missing, chosen = f"{what} of this step isn't in the model any more.", Chosen()
        where = self.page.text("scenarios", step.scenario, "title") or step.scenario
        said = [f"In the scenario “{where}”"] if where else []
        said += ["in a reading of what is in doubt"] if step.reading else []
        said += ["a draft"] if step.large == "draft" else []
        live = self.studio.live(self.page.name, snapshot, chosen)
        return StepShown(step, ", ".join(said), live, missing)


_OF_A_SPLIT = frozenset({"split", "beside"})


def _now(page: ModelPage) -> KeptStep:
    """Return what an address shows of the model as it is now, as if it were kept."""
    query = page.query
    large = query.get("large", "")
    chosen: dict[str, Any] = {"scenario": page.scenario, "reading": dict(page.chosen.reading)}
    if "draft" in query and page.live.model is not None:
        states = page.live.model.states
        values = kept(states.vocabulary, in_address(states, query))
        return KeptStep(_NOW, "draft", "draft", values=values, **chosen)
    if query.get("state", ""):
        values = outcome_values(page.live.model, query["state"])
        return KeptStep(_NOW, "scenario", "outcome", values=values, **chosen)
    if large.startswith("claim:"):
        claim = large.removeprefix("claim:")
        if claim not in page.table("claims"):
            raise CountermoveError(f"the model has no claim '{claim}'.")
        return KeptStep(_NOW, "scenario", "claim", claim=claim, **chosen)
    return KeptStep(_NOW, "scenario", "answer", **chosen)


def _first(said: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(few(said, most, more="And {} more."))


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what the page shows."""
    return {"room": Room(page, studio)}
