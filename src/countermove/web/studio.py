"""What one server keeps: the opened folder, the documents in it, and the work under way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from countermove.analysis.equilibria import Solution
from countermove.analysis.solving import solve
from countermove.draw.state_graph.data import GraphData, graph_of
from countermove.editing.edited_file import EditedFile, Snapshot
from countermove.editing.history import History
from countermove.errors import UnknownNameError
from countermove.questions.base.checked import read
from countermove.questions.solve import SolveQuestion
from countermove.share.kept_steps import KeptSteps
from countermove.web.chosen import Chosen
from countermove.web.colours import Colours
from countermove.web.folder import Folder
from countermove.web.live_answer import AS_IT_STANDS, Live, LiveAnswers
from countermove.web.record_marks import RecordMarks
from countermove.web.settings import Settings
from countermove.web.sittings import Sittings
from countermove.web.work.jobs import Job, Work

_KEPT = 16


def _removed(key: str) -> str:
    """Return how what goes along with a removed model is called: as no model can be."""
    return f"removed/{key}"


class Solutions:
    """The solutions that pages ask for beside the live answer, each made once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, ...], Solution] = OrderedDict()
        self._graphs: WeakKeyDictionary[Solution, dict[tuple[Any, ...], GraphData]] = (
            WeakKeyDictionary()
        )

    def of(self, live: Live, revision: str, asked: SolveQuestion) -> Solution | None:
        """Return the solution of a version of a model."""
        if live.model is None or live.conflict is None:
            return None
        key = (revision, said := asked.to_json())
        if said == SolveQuestion().to_json():
            return live.solution
        with self._lock:
            if (known := self._made.get(key)) is not None:
                self._made.move_to_end(key)
                return known
        # What holds across the readings may take long: it isn't found here.
        solution = solve(asked.settled(live.conflict), **asked.arguments())
        with self._lock:
            self._made[key] = solution
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return solution

    def graph(self, solution: Solution, **asked: Any) -> GraphData:
        """Return the graph of a solution, as :func:`graph_of` makes it."""
        key = tuple(sorted(asked.items()))
        with self._lock:
            known = self._graphs.setdefault(solution, {})
            if key in known:
                return known[key]
        found = graph_of(solution.model, solution, **asked)
        with self._lock:
            if len(known) >= _KEPT:
                known.clear()
            known[key] = found
        return found


class Studio(AbstractContextManager["Studio"]):
    """What one server keeps; its pages and its API are views of this."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = Folder(settings.folder)
        self.history = History(settings.folder)
        self.work = Work(folder=settings.folder.absolute())
        self._answers = LiveAnswers()
        self.solutions = Solutions()
        self.colours = Colours(settings.folder)
        self.marks = RecordMarks(settings.folder, self.history)
        self.steps = KeptSteps(settings.folder, self.history)
        self.sittings = Sittings()
        self._documents: dict[str, EditedFile] = {}
        self._asked: dict[tuple[str, str], Job] = {}
        self._lock = Lock()

    def __exit__(self, *_: object) -> None:
        """Stop all work and close the history."""
        self.work.close()
        self.history.close()

    def document(self, name: str) -> EditedFile:
        """Return a model of the folder, to be shown and edited."""
        path = self._path_of(name)
        with self._lock:
            if name not in self._documents:
                self._documents[name] = EditedFile(path, self.history)
            return self._documents[name]

    def rename(self, name: str, to: str) -> str:
        """Give a model another file name, to which its history goes along; return the new name."""
        with self._lock:
            new = self.folder.rename(name, to)
            self.history.rename(name, new)
            self.marks.rename(name, new)
            self.steps.rename(name, new)
            self._documents.pop(name, None)
            self._documents.pop(new, None)
        return new

    def remove(self, name: str) -> str:
        """Remove a model, and return the key that brings it back."""
        with self._lock:
            key = self.folder.remove(name)
            self.steps.rename(name, _removed(key))
            self._documents.pop(name, None)
            self._answers.forget(name)
        return key

    def bring_back(self, key: str) -> str:
        """Bring a removed model back with what is kept of it, and return its name."""
        with self._lock:
            name = self.folder.bring_back(key)
            self.steps.rename(_removed(key), name)
        return name

    def _path_of(self, name: str) -> Path:
        try:
            return self.folder.path_of(name)
        except UnknownNameError:
            removed_here = any(removed.name == name for removed in self.folder.removed())
            if removed_here or self.history.current(name) is None:
                raise
            return self.folder.path / name

    def live(self, name: str, snapshot: Snapshot, chosen: Chosen = AS_IT_STANDS) -> Live:
        """Return the answer that stands beside a version of a model, as it is or as chosen."""
        live = self._answers.of(name, snapshot, chosen)
        if live.large is None and not live.across_takes:
            return live
        if (solution := self._solved(snapshot, chosen.parameters)) is None:
            return live
        return self._answers.adopt(name, snapshot, chosen, solution)

    def live_of_text(self, name: str, text: str) -> Live:
        """Return the answer of what a model said once."""
        document = self.document(name)
        contents = document.contents_of(text)
        live = self._answers.of_text(name, contents)
        if live.large is None:
            return live
        job = self.work.done(document.format, contents.state, "solve", AS_IT_STANDS.parameters)
        done = None if job is None else job.solution
        return live if done is None else replace(live, solution=done, large=None, waiting="")

    def asked(self, snapshot: Snapshot, values: Mapping[str, Any]) -> Job | None:
        """Return what was made in the background for the question what holds, if it is there."""
        return self.work.done(snapshot.format, snapshot.state, "solve", values)

    def ask_anew(
        self, name: str, snapshot: Snapshot, question: str, values: Mapping[str, Any]
    ) -> Job:
        """Ask in the background, and stop what is still looked for of earlier versions."""
        job = self.work.ask(snapshot.text, snapshot.format, snapshot.state, question, values)
        with self._lock:
            before = self._asked.get((name, question))
            self._asked[name, question] = job
        if before is not None and before.key.revision != job.key.revision and not before.over:
            with suppress(UnknownNameError):  # it was forgotten
                self.work.cancel(before.id)
        return job

    def _solved(self, snapshot: Snapshot, values: Mapping[str, Any]) -> Solution | None:
        job = self.asked(snapshot, values)
        return None if job is None else job.solution

    def solution(
        self, name: str, values: Mapping[str, Any], snapshot: Snapshot | None = None
    ) -> Solution | None:
        """Return the answer of a model, with what is said along with the question what holds."""
        seen = snapshot or self.document(name).current()
        asked = read(SolveQuestion, values)
        live = self.live(name, seen)
        done = self._solved(seen, values)
        if live.large is not None or done is not None:
            return done
        chosen = Chosen(asked.scenario or "", tuple(asked.reading.items()))
        if chosen.is_in(live.conflict) and asked.to_json() == chosen.asked.to_json():
            own = self.live(name, seen, chosen)
            if own.model is not None:
                return own.solution
        return self.solutions.of(live, seen.state, asked)
