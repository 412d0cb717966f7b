"""The web app as tests use it: in this process, or served on a port for a browser."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from ctypes import c_bool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch

from fastapi import FastAPI
from starlette.testclient import TestClient

from countermove.files.gallery import case_path
from countermove.questions import find
from countermove.web.app import create_app
from countermove.web.serving import listening, server_of
from countermove.web.settings import Settings
from countermove.web.work.worker_pool import Task, Workers
from countermove.web.work.worker_process import Outcome, Request, WorkerProgress, _reply

TOKEN = "a-token-for-tests"


def settings_for(folder: Path, port: int = 8421) -> Settings:
    return Settings(folder=folder, port=port, token=TOKEN)


def talks_in(folder: Path) -> str:
    """Put the talks into a folder with options that are done or not, and return the file's name."""
    text = (Path(__file__).parent / "browser" / "talks_done_or_not.toml").read_text("utf-8")
    (folder / "talks-2025.toml").write_text(text, "utf-8")
    return "talks-2025.toml"


def case_in(folder: Path, case: str) -> str:
    """Put a copy of a case into a folder, and return its name there."""
    name = f"{case}.toml"
    (folder / name).write_bytes(case_path(case).read_bytes())
    return name


class Lent:
    """The workers of all apps that tests make: a process takes longer to start than most tests."""

    def __init__(self, limit: int | None = None) -> None:
        self._put: list[Task] = []

    def put(self, task: Task) -> None:
        self._put.append(task)
        _workers().put(task)

    def cut_off(self, task: Task, patience: float = 0.0) -> None:
        _workers().cut_off(task, patience)

    def close(self) -> None:
        """Cut off what this app has asked."""
        for task in self._put:
            self.cut_off(task)


class Stopping:
    """Workers that take up what they are asked when it shall be stopped, and stop half-way."""

    late: ClassVar = {"report": find("judgements").asks}
    """What questions do half-way where the share doesn't tell."""

    def __init__(self, limit: int | None = None) -> None:
        self.patience: list[float] = []

    def put(self, task: Task) -> None:
        """Leave it waiting."""

    def cut_off(self, task: Task, patience: float = 0.0) -> None:
        self.patience.append(patience)
        task.work(self)  # type: ignore[arg-type]

    def answer(self, request: Request, told: Callable[[WorkerProgress], None]) -> Outcome:
        """Answer as a worker does that is asked to stop when half is done."""
        stop, late = c_bool(), self.late.get(request.question)

        def tell(now: WorkerProgress) -> None:
            told(now)
            stop.value = late in now.doing if late else now.share >= 0.5

        with patch("countermove.web.work.worker_process._TOLD_EVERY", 0):
            return _reply(request, tell, stop)

    def close(self) -> None:
        """Do nothing: there are no processes."""


@cache
def _workers() -> Workers:
    return Workers(2)


def app_for(settings: Settings) -> FastAPI:
    """Make an app that works with the workers of all."""
    with lending():
        return create_app(settings)


def lending() -> AbstractContextManager[Any]:
    """Have apps that are made meanwhile work with the workers of all."""
    return patch("countermove.web.work.jobs.Workers", Lent)


@contextlib.contextmanager
def client_of(folder: Path) -> Iterator[TestClient]:
    """Give a client of the app in this process that holds its token."""
    app = app_for(settings_for(folder))
    address = "http://127.0.0.1:8421"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(app, base_url=address, headers=headers) as client:
        yield client


@dataclass
class Slowness:
    """How many seconds the server takes over each of the next edits that are sent to it."""

    next: list[float] = field(default_factory=list)

    def around(self, app: Any) -> Any:
        async def slowed(scope: Any, receive: Any, send: Any) -> None:
            if scope.get("method") == "POST":
                await asyncio.sleep(self.next.pop(0) if self.next else 0)
            await app(scope, receive, send)

        return slowed


@contextlib.contextmanager
def served(
    folder: Path, port: int = 0, token: str = TOKEN, slowness: Slowness | None = None
) -> Iterator[str]:
    """Serve the app from a thread, and give its address."""
    listener = listening("127.0.0.1", port)
    port = listener.getsockname()[1]
    with lending():
        server = server_of(Settings(folder=folder, port=port, token=token))
    if slowness:
        server.config.app = slowness.around(server.config.app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        # A connection that the browser keeps is left as it is when the server's loop ends.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


def edit(client: TestClient, name: str, step: str, **form: Any) -> str:
    """Send a form of a page as the browser does, and return the page that comes back."""
    seen = client.get(f"/models/{name}/revision").text
    answer = client.post(
        f"/models/{name}/{step}", data=form, headers={"X-Revision": seen, "HX-Request": "true"}
    )
    assert answer.status_code == 200, answer.text
    return answer.text
