"""What is worked out once of a solution, for all drafts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock, Thread

from countermove.analysis.deal.board import DealBoard
from countermove.analysis.deal.result import Deal
from countermove.analysis.equilibria import Solution
from countermove.errors import CountermoveError, TooLargeError
from countermove.progress import Progress
from countermove.web.large_models import across_takes
from countermove.web.pages.deal.draft import Draft
from countermove.web.pages.deal.presets import Preset, presets
from countermove.web.pages.deal.stances import Stance, stances

_KEPT, _KEPT_STATES = 4, 1 << 21
"""So many solutions are kept prepared at most, and of more than one so many outcomes."""

_AT_ONCE = 0.25
"""For so many seconds a page waits for what all drafts need, before it says how far that is."""


@dataclass(eq=False)
class Prepared:
    """A solution with all that stays while a package is composed."""

    solution: Solution
    progress: Progress | None = field(default=None, init=False)
    _error: CountermoveError | None = field(default=None, init=False)

    @cached_property
    def presets(self) -> dict[str, tuple[Preset, ...]]:
        """From what a draft may begin."""
        return presets(self.solution)

    @cached_property
    def stances(self) -> dict[str, tuple[Stance, ...]]:
        """How the parties stand to each option."""
        return stances(self.solution.model)

    @cached_property
    def _board(self) -> DealBoard:
        return DealBoard(self.solution)

    @cached_property
    def _preparing(self) -> Thread:
        """The thread that counts what all drafts need."""
        thread = Thread(target=self._prepare, name="countermove-deal", daemon=True)
        thread.start()
        return thread

    def _prepare(self) -> None:
        try:
            states = self.solution.model.states
            self._board.deal(states.label(0) if states.labels else 1, self._told, readings=False)
        except CountermoveError as error:
            self._error = error
        except MemoryError:
            advice = "Add rules for what can't be, or split the model."
            self._error = TooLargeError("there isn't enough memory to try packages.", advice=advice)

    def _told(self, progress: Progress) -> bool:
        self.progress = progress
        return True

    def is_ready(self) -> bool:
        """Say whether drafts are answered at once; wait a little until they are."""
        self._preparing.join(_AT_ONCE)
        if self._error is not None:
            raise self._error
        return not self._preparing.is_alive()

    def deal(self, draft: Draft) -> Deal:
        """Say what each party would do about a draft."""
        readings = not across_takes(self.solution)
        return self._board.deal(draft.outcome or draft.values, readings=readings)


class Preparing:
    """Solutions that were prepared last: who composes a package changes it many times."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Solution, Prepared] = OrderedDict()

    def of(self, solution: Solution) -> Prepared:
        """Return a solution prepared."""
        with self._lock:
            if solution not in self._kept:
                self._kept[solution] = Prepared(solution)
            self._kept.move_to_end(solution)
            while len(self._kept) > 1 and self._is_too_much():
                self._kept.popitem(last=False)
            return self._kept[solution]

    def _is_too_much(self) -> bool:
        states = sum(len(solution.model.states) for solution in self._kept)
        return len(self._kept) > _KEPT or states > _KEPT_STATES


PREPARING = Preparing()
