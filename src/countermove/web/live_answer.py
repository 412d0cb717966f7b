"""The answer that stands beside whatever is being edited."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.building import build, seen_in
from countermove.editing.contents import Contents
from countermove.editing.edited_file import Snapshot
from countermove.errors import CountermoveError, Problem, TooLargeError, shown_of
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.report.advice import advice_on
from countermove.report.amounts import counted
from countermove.report.answer import under_foresight
from countermove.report.article import Mark
from countermove.report.phrases import VERDICTS, alike, numbered
from countermove.report.standings import standing_share
from countermove.report.turned_by_edit import what_turned
from countermove.stability.engines.choose import choose
from countermove.stability.engines.estimate import estimate
from countermove.stability.registry import find_concepts
from countermove.web.chosen import Chosen
from countermove.web.contexts import views_at
from countermove.web.draft import full_names, table
from countermove.web.large_models import AT_ONCE, MOST_AT_ONCE, Large, across_takes, large_of

_MOST_SHOWN = 6
_MOST_ADVISED = 1 << 12
_KEPT, _KEPT_STATES = 64, 1 << 22


@dataclass(frozen=True)
class Live:
    """What the model says at the moment."""

    conflict: Conflict | None = None
    problems: tuple[Problem, ...] = ()
    waiting: str = ""
    solution: Solution | None = None
    stale: bool = False
    large: Large | None = None
    changes: tuple[str, ...] = ()
    flipped: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    otherwise: Mapping[str, str] = field(default_factory=dict)

    @property
    def model(self) -> GraphModel | None:
        """The model that was solved, if the answer is that of this version."""
        return None if self.solution is None or self.stale else self.solution.model

    @cached_property
    def advice(self) -> tuple[Problem, ...]:
        """What is worth a second look in a model that is in order and not large."""
        is_small = self.model is not None and self.states <= _MOST_ADVISED
        return advice_on(self.conflict) if self.conflict and is_small else ()

    @property
    def is_unlisted(self) -> bool:
        """Whether it is answered without a list of its outcomes, as there are too many."""
        return self.large is not None and self.large.is_unlisted

    @property
    def line(self) -> str:
        """The answer in a few words."""
        if self.problems:
            return f"{counted(len(self.problems), 'mistake')} to mend"
        if self.solution is None or self.stale:
            return "No answer yet" if self.large is None else "Not answered yet"
        holding = len(self.solution)
        verb = "holds" if holding == 1 else "hold"
        return f"{holding:,} of {counted(self.states, 'outcome')} {verb}"

    @property
    def scenarios(self) -> frozenset[str]:
        """The ids of the scenarios of the model."""
        return frozenset(self.conflict.scenarios) if self.conflict else frozenset()

    @property
    def states(self) -> int:
        """How many outcomes can be."""
        return 0 if self.solution is None else len(self.solution.model.states)

    @property
    def across_takes(self) -> str:
        """How long it takes to look at all readings, where that isn't done at every edit."""
        return across_takes(self.solution)

    @cached_property
    def claims(self) -> list[dict[str, str]]:
        """The claims with their answers."""
        if self.solution is None:
            return []
        waits = bool(self.across_takes)
        return [
            {
                "id": answer.claim,
                "says": answer.details.says,
                "verdict": answer.verdict,
                "mark": Mark.verdict(answer.verdict).value,
                "said": VERDICTS[answer.verdict],
                "under": under_foresight(
                    self.solution, [c for c, holds in answer.holds.items() if holds]
                ),
                "standing": "" if waits else standing_share(self.solution, answer.claim),
                "was": self.flipped.get(answer.claim, ""),
                "else": self.otherwise.get(answer.claim, ""),
            }
            for answer in self.solution.claims
        ]

    @cached_property
    def holding(self) -> dict[str, list[tuple[str, str]]]:
        """The outcomes that hold under most concepts, by these, those first that hold most."""
        if self.solution is None:
            return {}
        solution, model = self.solution, self.solution.model
        strongest = solution.strongest(shown_of(len(solution), _MOST_SHOWN))
        alike_held = alike(strongest, lambda held: under_foresight(solution, held.concepts))
        return {
            words: [numbered(model, held.position) for held in those]
            for words, those in alike_held.items()
        }

    @property
    def left(self) -> int:
        """How many more outcomes hold than are said."""
        holding = 0 if self.solution is None else len(self.solution)
        return holding - shown_of(holding, _MOST_SHOWN)


AS_IT_STANDS = Chosen()


class LiveAnswers:
    """The live answers of one server, made once for each version and what is chosen of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, str, Chosen], Live] = OrderedDict()
        self._last: OrderedDict[tuple[str, Chosen], tuple[str, Live]] = OrderedDict()

    def of(self, name: str, snapshot: Snapshot, chosen: Chosen = AS_IT_STANDS) -> Live:
        """Return the live answer for a version of a model."""
        key, this = (name, snapshot.state, chosen), (name, chosen)
        with self._lock:
            known = self._made.get(key)
            if known is not None and self._last.get(this, ("",))[0] == snapshot.state:
                return known
            _, before = self._last.get(this, ("", Live()))
        # Undone or done again, a version has the answer that it had.
        is_there = known is not None and known.model is not None
        made = known if is_there and known is not None else _made(snapshot, chosen)
        live = _with_the_past(
            replace(made, changes=(), flipped={}, beside=(), otherwise={}), before
        )
        return self._kept(name, snapshot, chosen, live)

    def of_text(self, name: str, contents: Contents) -> Live:
        """Return the answer of what a model said once: it isn't the last one."""
        key = (name, contents.state, AS_IT_STANDS)
        with self._lock:
            if (known := self._made.get(key)) is not None:
                return known
        live = _made(contents, AS_IT_STANDS)
        with self._lock:
            self._made[key] = live
            self._forget_oldest()
        return live

    def adopt(self, name: str, snapshot: Snapshot, chosen: Chosen, solution: Solution) -> Live:
        """Take the answer of a large model that was made in the background for the live one."""
        live = self.of(name, snapshot, chosen)
        live = replace(live, solution=solution, stale=False, large=None, waiting="")
        return self._kept(name, snapshot, chosen, live)

    def _kept(self, name: str, snapshot: Snapshot, chosen: Chosen, live: Live) -> Live:
        if chosen:
            live = _beside(live, self.of(name, snapshot))
        with self._lock:
            self._made[name, snapshot.state, chosen] = live
            self._last[name, chosen] = (snapshot.state, live)
            self._last.move_to_end((name, chosen))
            self._forget_oldest()
        return live

    def _forget_oldest(self) -> None:
        while len(self._made) > 1 and _too_many(self._made.values()):
            self._made.popitem(last=False)
        while len(self._last) > 1 and _too_many(live for _, live in self._last.values()):
            self._last.popitem(last=False)

    def forget(self, name: str) -> None:
        """Forget the last answers of a model that is there no more."""
        with self._lock:
            for key in [key for key in self._last if key[0] == name]:
                del self._last[key]


def _too_many(kept: Iterable[Live]) -> bool:
    states = [live.states for live in kept]
    return len(states) > _KEPT or sum(states) > _KEPT_STATES


def _with_the_past(live: Live, before: Live) -> Live:
    if before.solution is None or (live.waiting and not live.large):
        return live
    if live.solution is None:
        return replace(live, solution=before.solution, stale=True)
    return replace(
        live,
        changes=what_turned(before.solution, live.solution),
        flipped=_otherwise(before.solution, live.solution),
    )


def _otherwise(before: Solution, after: Solution) -> dict[str, str]:
    """Return the marks of the claims that have another verdict in another answer: those there."""
    now = {answer.claim: answer.verdict for answer in after.claims}
    return {
        was.claim: Mark.verdict(was.verdict).value
        for was in before.claims
        if now.get(was.claim, was.verdict) != was.verdict
    }


def _beside(live: Live, base: Live) -> Live:
    """Say what is otherwise in a scenario or reading than in the model itself."""
    if live.model is None or live.solution is None or base.model is None or base.solution is None:
        return live
    return replace(
        live,
        beside=what_turned(base.solution, live.solution, than="in the model itself"),
        otherwise=_otherwise(base.solution, live.solution),
    )


def _made(snapshot: Contents, chosen: Chosen) -> Live:
    missing = _missing(snapshot)
    problems = tuple(
        problem
        for problem in snapshot.reading.problems
        if not (missing and problem.path == ("decision_makers",))
    )
    conflict = snapshot.reading.conflict
    if problems or missing or conflict is None:
        return Live(problems=problems, waiting=missing)
    try:
        model = build(chosen.settled(conflict), chosen.scenario or None, most=MOST_AT_ONCE)
        if chosen.views:
            model = seen_in(model, views_at(model.conflict, chosen.views)).model
        concepts = find_concepts(None)
        expected = estimate(model, concepts, choose("auto", concepts, model))
        if expected.seconds > AT_ONCE:
            return _large(conflict, large_of(conflict, expected))
        return Live(conflict, solution=solve(model))
    except TooLargeError:
        return _large(conflict, large_of(conflict, asked=None if chosen.views else chosen.asked))
    except CountermoveError as error:
        return Live(problems=error.problems)


def _large(conflict: Conflict, large: Large) -> Live:
    at_once = "This model is too large to be answered at every edit. "
    waiting = at_once if large.is_possible and not large.is_unlisted else ""
    return Live(conflict, large=large, waiting=waiting + large.says)


def _missing(snapshot: Contents) -> str:
    """Say what is still to be written before there can be an answer."""
    data = snapshot.data
    if not snapshot.is_well_formed or table(data, "states"):
        return ""
    if not table(data, "decision_makers"):
        return "Add the parties first; the answer appears here while you write."
    if not full_names(data):
        return "Say what the parties can do; the answer appears here while you write."
    return ""
