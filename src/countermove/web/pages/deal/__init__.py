"""The deal: a package is composed, and the parties are watched while it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from countermove.analysis.equilibria import Solution
from countermove.errors import CountermoveError
from countermove.picture.palette import colour
from countermove.questions.goals import GoalsQuestion
from countermove.share.kept_steps import KeptStep
from countermove.web.asking import (
    AskedOnPage,
    answer_as_data,
    answered_now,
    ask,
    needs_a_list,
    unready,
)
from countermove.web.keeping import LookedAt
from countermove.web.page import Download, ModelPage
from countermove.web.pages.deal.draft import (
    Draft,
    choices,
    differences,
    in_address,
    kept,
    pinned,
    read,
)
from countermove.web.pages.deal.prepared import PREPARING, Prepared
from countermove.web.pages.deal.reaction import reaction
from countermove.web.pages.follow_up.question_forms import said as said_along
from countermove.web.studio import Studio


@dataclass(frozen=True)
class DealPage:
    """What the page shows of the drafts in its address."""

    page: ModelPage
    prepared: Prepared
    kept: tuple[KeptStep, ...]

    @property
    def solution(self) -> Solution:
        """What was solved."""
        return self.prepared.solution

    # -- the drafts -------------------------------------------------------------------------------

    @cached_property
    def draft(self) -> Draft:
        """The package that is composed; at first what the conflict begins with."""
        return in_address(self.solution.model.states, self.page.query)

    @cached_property
    def beside(self) -> Draft | None:
        """Another that stands beside it, if any."""
        return self._read("beside")[0] if "beside" in self.page.query else None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What the address says that the model doesn't have."""
        return tuple(dict.fromkeys((*self._read("draft")[1], *self._read("beside")[1])))

    def _read(self, key: str) -> tuple[Draft, tuple[str, ...]]:
        return read(self.solution.model.states.vocabulary, self.page.query.get(key, ""))

    # -- addresses --------------------------------------------------------------------------------

    def link(self, draft: Draft, beside: Draft | None = None) -> str:
        """Return the address of this page with a draft, and with another beside it if there is."""
        write = self.solution.model.states.vocabulary
        query = {"draft": draft.written(write)}
        if beside is not None:
            query["beside"] = beside.written(write)
        return self.page.along("deal", **query)

    def instead(self, draft: Draft) -> str:
        """Return the address with another draft in place of the one that is composed."""
        return self.link(draft, self.beside)

    @property
    def links(self) -> dict[str, str]:
        """The addresses of what can be done with the drafts."""
        change = {"change": f"{self.instead(self.draft)}&change=1"}
        if self.beside is None:
            return change | {"compare": self.link(self.draft, self.draft)}
        return change | {
            "alone": self.link(self.draft),
            "swapped": self.link(self.beside, self.draft),
        }

    @property
    def pinned(self) -> Iterator[tuple[str, str, bool]]:
        """Give the drafts that were pinned: the name, the address, and whether it is shown."""
        vocabulary = self.solution.model.states.vocabulary
        for name, draft in pinned(vocabulary, self.kept, self.page.scenario):
            yield name, self.instead(draft), draft == self.draft

    @property
    def scenarios(self) -> Iterator[tuple[str, str, str]]:
        """Give the scenarios, each with where it begins: its title, its summary, its address."""
        for key in self.page.table("scenarios"):
            title = self.page.scenarios[key]
            yield (
                title,
                self.page.text("scenarios", key, "summary"),
                self.page.url("deal", scenario=key),
            )

    # -- the package ------------------------------------------------------------------------------

    @property
    def parties(self) -> Iterator[dict[str, Any]]:
        """Give the parties with a control for each of their options."""
        model = self.solution.model
        rows = list(self._rows())
        for place, dm in enumerate(model.decision_makers):
            own = [row for row in rows if row["party"] == dm]
            if own:
                yield {"name": model.name(dm), "colour": colour(place), "rows": own}

    def _rows(self) -> Iterator[dict[str, Any]]:
        vocabulary, beside = self.solution.model.states.vocabulary, self.beside
        different = set() if beside is None else set(differences(self.draft, beside))
        for place, (full, option) in enumerate(vocabulary.options.items()):
            words, names = choices(option), vocabulary.chosen_names
            yield {
                "id": full,
                "party": full.partition(".")[0],
                "text": option.text,
                "value": self.draft.values[place],
                "choices": [
                    (value, says, names.get((place, k), ""))
                    for k, (value, says) in enumerate(words.items())
                ],
                "are_levels": bool(option.levels),
                "other": words[beside.values[place]] if beside and place in different else "",
                "stances": self.prepared.stances[full],
            }

    @property
    def outcomes(self) -> Iterator[tuple[str, str]]:
        """Give the outcomes of a model in graph form: the id and the text of each."""
        yield from self.solution.model.conflict.states.items()

    # -- what the parties do ----------------------------------------------------------------------

    @cached_property
    def reactions(self) -> list[dict[str, Any]]:
        """What the parties do about the draft, and about the one beside it; nothing until ready."""
        if not self.prepared.is_ready():
            return []
        drafts = (self.draft, *((self.beside,) if self.beside else ()))
        return [reaction(self.prepared.deal(draft)) for draft in drafts]


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what the page shows."""
    waits = page.live.large is not None and not page.live.is_unlisted
    page, asked = answered_now(page, studio, page.chosen.parameters, waits=waits)
    solution = page.live.solution if page.live.model is not None else None
    found: dict[str, Any] = {"page": page, "shown": None, "asked_for": asked, "least": None}
    found |= {"proposed": (), "can_show_more": False}
    if solution is not None:
        shown = DealPage(page, PREPARING.of(solution), studio.steps.of(page.name).steps)
        try:
            return found | {"shown": shown, "least": _least_change(shown, studio)}
        except CountermoveError as error:
            return found | {"asked_for": AskedOnPage(problems=error.problems)}
    if asked is None and not (page.live.large and page.live.large.is_possible):
        found["asked_for"] = AskedOnPage(missing=unready(page))
    elif page.live.is_unlisted:
        found["asked_for"] = AskedOnPage(missing=needs_a_list(page))
    return found


def looked_at(page: ModelPage) -> LookedAt | None:
    """Return the draft that is composed, to be shown in the room or kept for it."""
    if (model := page.live.model) is None:
        return None
    draft, words = in_address(model.states, page.query), model.states.vocabulary
    query = {"draft": draft.written(words)}
    return LookedAt("draft", "The draft", "A draft", kept(words, draft), query)


def _least_change(shown: DealPage, studio: Studio) -> AskedOnPage | None:
    """Ask what would have to change for the draft to hold, where the address asks for it."""
    values = _goal(shown) if shown.reactions and "change" in shown.page.query else None
    return None if values is None else ask(shown.page, studio, GoalsQuestion, values)


def _goal(shown: DealPage) -> dict[str, Any] | None:
    """Return what is said along with that question; nothing where there is no outcome."""
    if not shown.reactions or (number := shown.reactions[0]["state"]) is None:
        return None
    return said_along(GoalsQuestion, {**shown.page.query, "goals": str(number)})


def file(page: ModelPage, studio: Studio) -> Download:
    """Return what would have to change for the draft to hold, as data."""
    shown = variables(page, studio)["shown"]
    values = None if shown is None else _goal(shown)
    if values is None:
        raise CountermoveError("there is no such file yet.", advice="Ask the question first.")
    return answer_as_data(page, studio, GoalsQuestion, values)
