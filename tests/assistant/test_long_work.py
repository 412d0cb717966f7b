"""What takes long: it is told beforehand and on the way, and ends when nobody waits any more."""

from __future__ import annotations

import threading
import time
from typing import Any

import anyio
import pytest

from assistants import Played
from countermove.model.conflict import Conflict
from countermove.progress import Follow, Progress, tell, tell_first
from countermove.questions.base.question import Answer
from countermove.questions.sample import SampleQuestion

MINUTES = 300


def test_how_far_it_is_is_told(gallery: Played) -> None:
    told: list[tuple[float, str]] = []

    async def follow(done: float, total: float | None, says: str | None) -> None:
        assert total == 1
        told.append((done, says or ""))

    arguments = {"name": "prisoners-dilemma"}
    gallery.do(gallery.client.call_tool, "what_rests_on", arguments, progress_callback=follow)
    assert told
    assert any(says.endswith("less than a second") for _, says in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_what_takes_longer_than_there_is_patience_is_not_begun(
    gallery: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(self: SampleQuestion, conflict: Conflict, follow: Follow) -> Answer:
        tell_first(follow, Progress(0.0, 4), "So many draws", MINUTES)
        raise AssertionError("it was begun")

    monkeypatch.setattr(SampleQuestion, "answer", answer)
    assert gallery.refused("how_sure", name="chicken") == (
        "this takes longer than 60 s. So many draws: about 5 minutes. Ask for less, or give it the "
        "time: patience=601."
    )


def test_what_does_take_longer_is_stopped(gallery: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(self: SampleQuestion, conflict: Conflict, follow: Follow) -> Answer:
        while True:
            tell(follow, Progress(0.5, 4, ("NASH",)))
            time.sleep(0.01)

    monkeypatch.setattr(SampleQuestion, "answer", answer)
    said = gallery.refused("how_sure", name="chicken", patience=1)
    assert said == (
        "stopped when 50% was done; nothing of it was kept. Ask for less, or give it more patience."
    )


def test_it_ends_when_it_is_cancelled(gallery: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def answer(self: SampleQuestion, conflict: Conflict, follow: Follow) -> Answer:
        begun.set()
        try:
            while True:
                follow(Progress(0.1, 4, ("NASH",)))
                time.sleep(0.01)
        finally:
            ended.set()

    monkeypatch.setattr(SampleQuestion, "answer", answer)

    async def ask_and_leave() -> Any:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(gallery.client.call_tool, "how_sure", {"name": "chicken"})
            while not begun.is_set():
                await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()

    gallery.do(ask_and_leave)
    assert ended.wait(10)
    assert gallery.ask("solve", name="chicken")["outcomes"]
