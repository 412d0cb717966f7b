"""What is shown of a kept step in the room: one thing large, and the wishes beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.analysis.deal.package import Package, read_package
from countermove.analysis.deal.places import PartyPlaces, WishAtStake
from countermove.analysis.equilibria import Solution
from countermove.errors import UnknownNameError
from countermove.graph_model import GraphModel
from countermove.model.parts import Option
from countermove.model.patterns import OPEN
from countermove.model.rule_words import quoted_rule
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.picture.palette import colour
from countermove.report.answer import holding_sentence, under_foresight
from countermove.report.article import Mark
from countermove.report.citing import Citing
from countermove.report.phrases import VERDICTS, mark_of, sentence, who
from countermove.report.sentences import MOST_FOLLOWED, claim_story, leniency, upset_story
from countermove.share.kept_steps import KeptStep, kept_choice, options_since
from countermove.stability.saying import does
from countermove.texts import and_list
from countermove.web.draft import at
from countermove.web.live_answer import Live
from countermove.web.pages.deal.draft import choices


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim with its answer."""

    id: str
    says: str
    verdict: str
    mark: str
    said: str
    under: str
    story: str


@dataclass(frozen=True, slots=True)
class OptionShown:
    """What is chosen of one option: a value, its level in words, and whether that is something."""

    name: str
    text: str
    value: str
    level: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class WishShown:
    """A wish in words, and whether it is true in the outcome that is large, if one is."""

    text: str
    is_true: bool | None = None


@dataclass(frozen=True, slots=True)
class PartyShown:
    """A party: what it does in the outcome that is large, what it would do, what it wants."""

    id: str
    name: str
    colour: str
    choices: tuple[OptionShown, ...]
    would: str
    stays: bool | None
    place: str
    wishes: tuple[WishShown, ...]
    wants: str


@dataclass(frozen=True)
class StepShown:
    """What is shown of a step: of a model that was answered, or what stands in the way of that."""

    step: KeptStep
    where: str
    live: Live
    missing: str = ""

    @property
    def solution(self) -> Solution | None:
        """The answer, if it can be shown."""
        return None if self.problems or self.live.model is None else self.live.solution

    @cached_property
    def problems(self) -> tuple[str, ...]:
        """What stands in the way of showing it, in words."""
        if self.missing:
            return (self.missing,)
        if self.live.problems:
            return tuple(problem.said for problem in self.live.problems)
        if self.live.is_unlisted:
            return ("There are more outcomes than can be listed. See the page Answer.",)
        return () if self.live.model is not None else (self.live.waiting or "There is no answer.",)

    @cached_property
    def finding(self) -> str:
        """What holds, in a sentence."""
        return holding_sentence(self.solution) if self.solution else ""

    @cached_property
    def claims(self) -> tuple[ClaimShown, ...]:
        """The claims that are shown: all of them with the answer, else the one that is large."""
        solution, step = self.solution, self.step
        if solution is None or step.large not in {"answer", "claim"}:
            return ()
        cited = Citing(solution.model.conflict).said
        return tuple(
            ClaimShown(
                answer.claim,
                answer.details.says,
                answer.verdict,
                Mark.verdict(answer.verdict).value,
                VERDICTS[answer.verdict],
                under_foresight(solution, [c for c in solution.codes if answer.holds[c]]),
                cited(claim_story(solution, answer)) if step.large == "claim" else "",
            )
            for answer in solution.claims
            if step.large == "answer" or answer.claim == step.claim
        )

    # -- the outcome that is large ----------------------------------------------------------------

    @cached_property
    def _package(self) -> Package | None:
        """The outcome or the draft that is large."""
        if self.solution is None or self.step.large not in {"outcome", "draft"}:
            return None
        return _package(self.solution.model, self.step.values)

    @property
    def state(self) -> int | None:
        """The outcome that is large."""
        return None if self._package is None else self._package.state

    @property
    def impossible(self) -> str:
        """Why what is large can't be, in words."""
        if self.solution is None or self._package is None:
            return "There is no such outcome in this model."
        conflict = self.solution.model.conflict
        words, data = Vocabulary(conflict), conflict.spelled_out().to_dict()
        paths = [rule.path for rule in self._package.excluded_by]
        rules, be = ("rule", "excludes") if len(paths) == 1 else ("rules", "exclude")
        told = and_list([quoted_rule(words, path, at(data, *path)) for path in paths])
        return f"The {rules} {told} {be} it."

    @property
    def changed(self) -> str:
        """What of the outcome or the draft isn't an option of the model, or not any more."""
        if self.solution is None or not self.step.values or "" in self.step.values:
            return ""
        return options_since(self.solution.model.states.vocabulary, self.step.values)

    @property
    def mark(self) -> str:
        """How the outcome that is large is known on pages."""
        solution, state = self.solution, self.state
        return "" if solution is None or state is None else f"[{mark_of(solution.model, state)}]"

    @cached_property
    def holding(self) -> tuple[str, ...]:
        """Under which concepts the outcome that is large holds."""
        solution, state = self.solution, self.state
        if solution is None or state is None:
            return ()
        return tuple(code for code in solution.codes if state in solution.holding[code])

    @property
    def verdict(self) -> str:
        """Whether the outcome that is large holds: under all concepts, some or none."""
        assert self.solution is not None
        if len(self.holding) == len(self.solution.codes):
            return "holds"
        return "depends" if self.holding else "fails"

    @property
    def holds(self) -> str:
        """Whether the outcome that is large holds, in words."""
        assert self.solution is not None
        if not self.holding:
            return "It does not hold."
        return f"It holds {under_foresight(self.solution, self.holding)}."

    @cached_property
    def story(self) -> str:
        """Who would leave the outcome that is large, and why nothing deters it."""
        solution, state = self.solution, self.state
        if solution is None or state is None or self.verdict == "holds":
            return ""
        if len(solution.model.states) > MOST_FOLLOWED:
            return ""
        upset = [concept for concept in solution.concepts if concept.code not in self.holding]
        concept = max(upset, key=leniency)
        leaving = [dm for dm, kept in solution.stable[concept.code].items() if state not in kept]
        if not leaving:
            return ""
        told = upset_story(solution.model, concept, state, leaving)
        under = f" ({concept.code})" if self.holding else ""
        return Citing(solution.model.conflict).said(f"{told.removesuffix('.')}{under}.")

    # -- the parties ------------------------------------------------------------------------------

    @cached_property
    def parties(self) -> tuple[PartyShown, ...]:
        """The parties with their wishes, and what they do in the outcome that is large."""
        solution = self.solution
        return () if solution is None else tuple(self._parties(solution))

    def _parties(self, solution: Solution) -> Iterator[PartyShown]:
        model, state = solution.model, self.state
        places = PartyPlaces(model)
        is_large = self.step.large in {"outcome", "draft"} and "" not in self.step.values
        values = kept_choice(model.states, self.step.values) if is_large else ()
        chosen = dict(zip(model.states.vocabulary.options, values, strict=False))
        for place, (dm, party) in enumerate(model.conflict.decision_makers.items()):
            options = {f"{dm}.{option}": details for option, details in party.options.items()}
            shown = tuple(_option_shown(n, o, chosen[n]) for n, o in options.items() if n in chosen)
            would, stays = ("", None) if state is None else _would(solution, dm, state)
            stand = places.of(dm, 0 if state is None else state)
            wants = tuple(
                WishShown(_wish_text(model, wish), None if state is None else wish.is_met)
                for wish in stand.wishes
            )
            is_placed = state is not None and stand.place is not None
            yield PartyShown(
                dm,
                model.name(dm),
                colour(place),
                shown,
                would,
                stays,
                f"place {stand.place} of {stand.places}" if is_placed else "",
                wants,
                "" if wants else _wants(model, dm),
            )


def _package(model: GraphModel, values: Mapping[str, str]) -> Package | None:
    """Read what is chosen; None where the model has no such outcome, nor can have."""
    with suppress(UnknownNameError):
        return read_package(model.states, kept_choice(model.states, values))
    return None


def _option_shown(name: str, option: Option, value: str) -> OptionShown:
    """Say what is chosen of an option."""
    words = choices(option)
    level = " or ".join(words[one] for one in value.split("|") if option.levels and one in words)
    level = "either way" if value == OPEN else level
    return OptionShown(name, option.text, value, level, value != next(iter(words)))


def _would(solution: Solution, dm: str, state: int) -> tuple[str, bool]:
    """Say whether a party would stay in an outcome, or under which concepts it would leave."""
    leaves = [c for c in solution.concepts if state not in solution.stable[c.code][dm]]
    if not leaves:
        return does(solution.concepts[0].words, stable=True), True
    under = under_foresight(solution, [concept.code for concept in leaves])
    return f"{does(leaves[0].words, stable=False)} {under}", False


def _wish_text(model: GraphModel, wish: WishAtStake) -> str:
    """Say a wish in words, with what it counts where wishes are weighed."""
    words = sentence(statement_words(model.states.vocabulary, wish.statement))
    return words if wish.weight is None else f"{words}: {wish.weight}"


_MOST_RANKED = 3


def _wants(model: GraphModel, dm: str) -> str:
    """Say what a party without wishes likes best."""
    levels = model.levels_or_none(dm)
    if levels is None:
        return f"There is no one order of the outcomes for {who(model, dm)}."
    if not levels.max():
        return "All outcomes are the same to it."
    best = np.flatnonzero(levels == levels.max()).tolist()
    texts = [f"[{mark_of(model, k)}] {model.states.said(k)}" for k in best[:_MOST_RANKED]]
    more = f" and {len(best) - _MOST_RANKED:,} more" if len(best) > _MOST_RANKED else ""
    return f"Best for it: {'; '.join(texts)}{more}."
