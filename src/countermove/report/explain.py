"""Explanations: for every verdict its witness, in words and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, Unpack

from countermove.analysis.readings.across import Across
from countermove.analysis.readings.work import AcrossOnce
from countermove.analysis.state_lists import move_data
from countermove.analysis.ways import in_way
from countermove.building import build, built
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.values import StateReference
from countermove.preferences.way_names import WayAsked
from countermove.preferences.ways import asked_in_ways, way_of
from countermove.progress import Follow
from countermove.record.proving import proofs
from countermove.record.source_words import source_data
from countermove.report.foreseen import foreseen_path
from countermove.report.phrases import state_text, who, who_all
from countermove.report.sentences import content_under, verdict_story, verdict_summary
from countermove.report.standings import outcome_data, outcome_sentences
from countermove.result import InNotebook, ListResult
from countermove.stability.play import LineOfPlay, Play, every_line
from countermove.stability.registry import SolutionConcept, concepts, find_concepts
from countermove.stability.verdict import Verdict
from countermove.table import Cell, Table
from countermove.texts import and_list

MOST_FOLLOWED = 1 << 14
"""In models of more outcomes it takes too long to follow what comes of each temptation."""


@dataclass(frozen=True, eq=False)
class Story(InNotebook):
    """One verdict with the sentences that tell it, made when they are asked for.

    Parameters
    ----------
    model : GraphModel
        The model.
    verdict : Verdict
        The verdict, with its witness.
    """

    model: GraphModel = field(repr=False)
    verdict: Verdict

    @cached_property
    def summary(self) -> str:
        """Whether the state is stable, in one sentence."""
        return verdict_summary(self.model, self.verdict)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """One paragraph for each improvement, those that nothing deters first."""
        return tuple(verdict_story(self.model, self.verdict))


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(ListResult[Story]):
    """Why a state holds or not: for every decision maker and concept asked, the story.

    Iterate over it for the stories.

    Parameters
    ----------
    model : GraphModel
        The model.
    state : int
        The state's position.
    concepts : tuple of SolutionConcept
        What was asked.
    decision_makers : tuple of str
        Whose verdicts.
    stories : tuple of Story
        By concept and then by decision maker.
    strong : Explanation or None
        Of what is weakly stable the same by strong preference, where it isn't; the stories are
        those by general preference.
    """

    format = "countermove-explanation/1"
    _list = "stories"
    provenance = None

    model: GraphModel
    state: int
    concepts: tuple[SolutionConcept, ...]
    decision_makers: tuple[str, ...]
    stories: tuple[Story, ...]
    strong: Explanation | None = None

    @property
    def _is_strong(self) -> dict[tuple[str, str], bool]:
        """Whose verdicts are strong, by concept and decision maker; nothing where none is asked."""
        verdicts = [] if self.strong is None else [story.verdict for story in self.strong]
        return {(v.concept, v.decision_maker): v.is_stable for v in verdicts}

    def _brief(self) -> str:
        is_strong = self._is_strong
        verdicts = [story.verdict for story in self]
        stable = sum(
            v.is_stable and not is_strong.get((v.concept, v.decision_maker)) for v in verdicts
        )
        return f"of {state_text(self.model, self.state)}: {stable} of {len(self)} stable"

    @cached_property
    def _across(self) -> AcrossOnce:
        return AcrossOnce(self.model, self.concepts)

    def find_across(self, follow: Follow | None = None) -> Across | None:
        """Find in which readings the state is stable for whom, and whether it holds.

        Parameters
        ----------
        follow : callable, optional
            As in :func:`countermove.solve`; what has been found when it stops it is kept.

        Returns
        -------
        Across or None
            None where nothing is in doubt.

        Examples
        --------
        >>> from countermove import load
        >>> explain(load("prisoners-dilemma"), "NN").find_across() is None
        True
        """
        return self._across.find(follow)

    def outcome(self, concept: SolutionConcept | str) -> str:
        """Say in one sentence whether the state holds under a concept.

        Parameters
        ----------
        concept : SolutionConcept or str
            One of those asked for.

        Returns
        -------
        str

        Examples
        --------
        >>> from countermove import load
        >>> explanation = explain(load("prisoners-dilemma"), "NN", concept="NASH")
        >>> explanation.outcome("NASH")
        'NASH: it holds (nobody gains by moving now).'
        """
        (concept,) = find_concepts([self.code(concept)])
        leaving = [
            who(self.model, s.verdict.decision_maker)
            for s in self
            if s.verdict.concept == concept.code and not s.verdict.is_stable
        ]
        if leaving:
            does = concept.words.unstable if concept.words else "would leave it"
            return f"{concept.code}: it does not hold; {and_list(leaving)} {does}."
        if self.strong is not None:
            return self._weakly(concept)
        known = ", as far as is known" if self.model.unordered else ""
        if len(self.decision_makers) == len(self.model.decision_makers):
            return f"{concept.code}: it holds ({concept.plain}{known})."
        names = who_all(self.model, self.decision_makers)
        return f"{concept.code}: stable for {names} ({concept.plain}{known})."

    def _weakly(self, concept: SolutionConcept) -> str:
        """Say of a state that is stable whether it is so strongly, or weakly."""
        every = len(self.decision_makers) == len(self.model.decision_makers)
        names = who_all(self.model, self.decision_makers)
        is_so = "it holds" if every else f"stable for {names}"
        leaving = [
            who(self.model, dm)
            for (code, dm), is_strong in self._is_strong.items()
            if code == concept.code and not is_strong
        ]
        if not leaving:
            return f"{concept.code}: {is_so}, and strongly, so that it isn't weak."
        whose = "" if len(self.decision_makers) == 1 else f" for {and_list(leaving)}"
        return f"{concept.code}: {is_so}, and not strongly{whose}: weakly."

    def paragraphs(self, concept: SolutionConcept | str) -> list[str]:
        """Return what is to be said under a concept; those whom nothing tempts are said at once.

        Parameters
        ----------
        concept : SolutionConcept or str
            One of those asked for.

        Returns
        -------
        list of str
            A paragraph for each improvement, and one for those who have none.

        Examples
        --------
        >>> from countermove import load
        >>> explanation = explain(load("prisoners-dilemma"), "NN", concept="NASH")
        >>> len(explanation.paragraphs("NASH"))
        1
        """
        code = self.code(concept)
        stories = [s for s in self if s.verdict.concept == code]
        told = [text for story in stories for text in story.paragraphs]
        content = [s.verdict.decision_maker for s in stories if not s.verdict.lines]
        if said := content_under(self.model, self.state, concepts()[code], content):
            told.append(said)
        stable = {s.verdict.decision_maker for s in stories if s.verdict.is_stable}
        for story in () if self.strong is None else self.strong:
            if story.verdict.concept == code and story.verdict.decision_maker in stable:
                told += [f"By strong preference: {text}" for text in story.paragraphs]
        return told

    @property
    def text(self) -> str:
        """The whole explanation as plain text, a blank line between paragraphs."""
        lines = [state_text(self.model, self.state)]
        for concept in self.concepts:
            lines += [self.outcome(concept), *self.paragraphs(concept)]
        return "\n\n".join([*lines, *self._across_sentences()]) + "\n"

    def _across_sentences(self) -> Iterator[str]:
        """Say in which readings who would stay; nothing where nothing is in doubt."""
        if (found := self.find_across()) is not None:
            yield from outcome_sentences(found, self.state, self.decision_makers)

    def table(self) -> Table:
        """Return the verdicts as a table, one row for each improvement."""
        rows: list[tuple[Cell, ...]] = []
        for story in (*self, *(self.strong or ())):
            verdict, code = story.verdict, story.verdict.concept
            if self.strong is not None:
                code += " (general)" if story.model is self.model else " (strong)"
            head = (code, self.model.name(verdict.decision_maker), verdict.is_stable)
            if not verdict.lines:
                rows.append((*head, None, None))
            for line in verdict.lines:
                path = [state_text(self.model, move.target) for move in line.answer]
                improvement = state_text(self.model, line.first.target)
                rows.append((*head, improvement, " → ".join(path) or None))
        title = f"Why {state_text(self.model, self.state)} holds or not"
        columns = ("concept", "decision maker", "stable", "improvement", "sanction")
        return Table(title, columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        states = self.model.states
        return {
            "state": states.view(self.state).to_dict(),
            **({} if self.strong is None else {"strong": self.strong._content()["verdicts"]}),
            "verdicts": [
                {
                    "concept": story.verdict.concept,
                    "decision_maker": story.verdict.decision_maker,
                    "stable": story.verdict.is_stable,
                    **self._lines(story.verdict),
                    "words": [story.summary, *story.paragraphs],
                }
                for story in self
            ],
            **self._quoted(),
        } | self._across_data()

    def _quoted(self) -> dict[str, Any]:
        """Return the sources that quote documents, as plain data; nothing where none does."""
        sources, proved = self.model.conflict.sources, proofs(self.model.conflict)
        quoted = {name: source_data(sources[name], proof) for name, proof in proved.items()}
        return {"record": quoted} if quoted else {}

    def _across_data(self) -> dict[str, Any]:
        if (found := self.find_across()) is None:
            return {}
        return {"across": outcome_data(found, self.state, self.decision_makers)}

    def _lines(self, verdict: Verdict) -> dict[str, Any]:
        if verdict.turn.foreseen:
            return self._foreseen(verdict)
        data = {"improvements": [self._line(line) for line in verdict.lines]}
        if later := list(self._later(verdict)):
            data["later"] = later
        return data

    def _foreseen(self, verdict: Verdict) -> dict[str, Any]:
        """Return what is foreseen on each move, and all that it rests on, each play once."""
        numbers = partial(map, self.model.states.number)
        data: dict[str, Any] = {"moves": self._moves(verdict)}
        if verdict.again:
            data["again"] = [{"moves": self._moves(again)} for again in verdict.again]
        begun = [line.play for one in (verdict, *verdict.again) for line in one.lines]
        if verdict.lines and verdict.recurs:
            now, again = verdict.recurs[0]
            data["recurs"] = {"moves_left": now.left, "after": again.left - now.left}
            begun += [play for both in verdict.recurs for play in both]
        begun += [line.play for line in every_line(*begun)]
        met = {(play.turn, play.state, play.left): play for play in begun}
        data["foreseen"] = [
            {
                "state": self.model.states.number(play.state),
                "decision_maker": play.lines[0].first.decision_maker,
                "moves_left": play.left,
                "moves": list(numbers(play.reached)),
                "expected": list(numbers(play.expected)),
            }
            for play in met.values()
            if play.lines
        ]
        return data

    def _moves(self, verdict: Verdict) -> list[dict[str, Any]]:
        states, found = self.model.states, []
        for line in verdict.lines:
            path = foreseen_path(self.model, verdict, line)
            found.append(
                {
                    "move": move_data(states, line.first),
                    "deterred": line.is_deterred,
                    "moves_left": line.play.left,
                    "expected": list(map(states.number, line.play.expected)),
                    "path": [move_data(states, move) for move in path],
                }
            )
        return found

    def _line(self, line: LineOfPlay) -> dict[str, Any]:
        move = move_data(self.model.states, line.first)
        return {"improvement": move, "deterred": line.is_deterred} | self._follows(line.play)

    def _follows(self, play: Play) -> dict[str, Any]:
        """Return what the others can do about a move, and the focal decision maker thereafter."""
        states, number = self.model.states, self.model.states.number
        if not play.better:
            reply = play.lines[0]
            data: dict[str, Any] = {
                "sanction": [move_data(states, move) for move in reply.moves],
                "countermoves": [number(state) for state in reply.play.reached],
            }
            if play.turn and play.turn.at_once:
                data["outcome"] = number(reply.play.state)
            if reply.play.lines:
                data["closed"] = [move_data(states, line.first) for line in reply.play.lines]
            return data
        return {
            "replies": [number(state) for state in play.reached],
            "escapes": [
                {
                    "sanction": [move_data(states, move) for move in line.moves],
                    "countermove": move_data(states, line.play.lines[0].first),
                }
                for line in play.lines
            ],
        }

    def _later(self, verdict: Verdict) -> Iterator[dict[str, Any]]:
        """Give what follows on countermoves, each play once: written in each other they grow."""
        left = len(concepts()[verdict.concept].turns) - 1
        plays = [line.play for line in verdict.lines]
        while plays and left > 2:
            left -= 2
            counters = [line for play in plays for reply in play.lines for line in reply.play.lines]
            plays = list({line.play.state: line.play for line in counters}.values())
            for play in plays:
                head = {"state": self.model.states.number(play.state), "moves_left": left}
                yield head | {"deterred": not play.better} | self._follows(play)


@asked_in_ways
def explain(
    conflict: Conflict | GraphModel,
    state: StateReference,
    decision_maker: str | None = None,
    concept: str | Sequence[str] | None = None,
    *,
    scenario: str | None = None,
    **way: Unpack[WayAsked],
) -> Explanation:
    """Say why a state holds or not.

    Parameters
    ----------
    conflict : Conflict or GraphModel
        The model.
    state : str or int
        The state: its number, label, id or pattern.
    decision_maker : str, optional
        Whose verdict, by id or name; everyone's when not given.
    concept : str or sequence of str, optional
        Under which concept; the five standard ones when not given.
    scenario : str, optional
        The scenario to look at instead of the base.
    **way
        In which of the papers' ways preferences are taken.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownNameError
        If the state, the decision maker, the concept or the scenario isn't known.
    ConceptNotApplicableError
        If preferences can't be taken in that way.
    ModelError
        If the model is wrong.

    Examples
    --------
    >>> from countermove import load
    >>> explanation = explain(load("prisoners-dilemma"), "YY", "first", "SEQ")
    >>> explanation
    <Explanation of [4] Keep silent (First prisoner); Keep silent (Second prisoner): 1 of 1 stable>
    """
    asked = find_concepts(concept)
    base = built(conflict, scenario)
    model = in_way(base, way_of(**way))
    position = model.states.find(state)
    whose = (
        model.decision_makers
        if decision_maker is None
        else (model.find_decision_maker(decision_maker),)
    )

    def told(model: GraphModel, strong: Explanation | None = None) -> Explanation:
        stories = tuple(
            Story(model, found.verdict(model, dm, position)) for found in asked for dm in whose
        )
        return Explanation(model, position, asked, whose, stories, strong)

    if model.way.strength != "weak":
        return told(model)
    if base.way:  # its preferences are relations by now
        base = replace(build(base.written), scenario=base.scenario)
    return told(model, told(in_way(base, replace(model.way, strength="strong"))))
