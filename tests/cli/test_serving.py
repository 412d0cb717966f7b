"""The command serve: what it says, the port it takes, who is answered, and how it ends."""

from __future__ import annotations

import builtins
import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from countermove.cli import serve
from countermove.errors import CountermoveError
from countermove.web.serving import listening
from countermove.web.settings import Settings
from processes import started

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of Unix")


# -- the process ------------------------------------------------------------------------------


@contextlib.contextmanager
def served(*arguments: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the program, and give it with the address that it prints."""
    with started(
        *(sys.executable, "-m", "countermove", "serve", *arguments),
        *("--port", "0", "--no-browser"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"COLUMNS": "80"},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.lstrip().startswith("http://"):
                yield process, line.strip()
                break
        else:
            pytest.fail(process.communicate()[1])


def get(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


@POSIX
def test_it_answers_whoever_has_the_address_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    with served(folder=tmp_path) as (process, address):
        assert get(address, "/").status == 403
        assert get(address, "/?token=wrong").status == 403
        parts = urlsplit(address)
        opened = get(address, f"{parts.path}?{parts.query}")
        assert (opened.status, opened.headers["Location"]) == (303, "/")
        cookie = opened.headers["Set-Cookie"].partition(";")[0]
        assert get(address, "/", Cookie=cookie).status == 200
        assert get(address, "/", Cookie=cookie, Host="evil.example").status == 421
        assert "server" not in get(address, "/", Cookie=cookie).headers
        # A connection that is kept open doesn't keep the server.
        with socket.create_connection((parts.hostname, parts.port)):
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (130, "")


@POSIX
def test_it_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with served("chicken", folder=tmp_path) as (process, address):
        assert urlsplit(address).path == "/models/chicken.toml"
        process.terminate()
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (-signal.SIGTERM, "")
    assert (tmp_path / "chicken.toml").is_file()


# -- what it says -----------------------------------------------------------------------------


@pytest.fixture
def settings_of(command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs the command, but not the server: what that gets, and is said."""
    got: list[Settings] = []
    monkeypatch.setattr(serve, "run", lambda settings, _: got.append(settings))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)

    def started(*arguments: str) -> tuple[Settings, str]:
        done = command("serve", "--port", "0", *arguments)
        assert (done.code, done.err) == (0, "")
        return got.pop(), done.out

    return started


def test_a_folder_is_opened_the_current_one_if_none_is_named(
    settings_of: Any, tmp_path: Path
) -> None:
    settings, said = settings_of()
    assert (settings.folder, settings.file) == (tmp_path, None)
    assert f"  {settings.address()}\n" in said
    assert f"Models are kept in this folder:\n\n  {tmp_path}\n\nStop with Ctrl-C.\n" in said
    assert "isn't encrypted" not in said
    (tmp_path / "inner").mkdir()
    assert settings_of("inner")[0].folder == tmp_path / "inner"


def test_a_file_is_opened_in_its_folder(settings_of: Any, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "my talks.toml").write_text('format = "countermove/1"', "utf-8")
    settings, said = settings_of("inner/my talks.toml")
    assert (settings.folder, settings.file) == (tmp_path / "inner", "my talks.toml")
    assert "/models/my%20talks.toml?token=" in said


def test_a_case_is_copied_once(settings_of: Any, tmp_path: Path) -> None:
    settings, said = settings_of("chicken")
    assert (settings.folder, settings.file) == (tmp_path, "chicken.toml")
    assert said.startswith("Copied the case chicken into this folder: chicken.toml.\n")
    (tmp_path / "chicken.toml").write_text("mine", "utf-8")
    settings, said = settings_of("chicken")
    assert settings.file == "chicken.toml"
    assert said.startswith("Opening chicken.toml, which is in this folder already.\n")
    assert (tmp_path / "chicken.toml").read_text("utf-8") == "mine"


def test_a_folder_with_the_name_of_a_case_is_meant_itself(settings_of: Any, tmp_path: Path) -> None:
    (tmp_path / "chicken").mkdir()
    assert settings_of("chicken")[0].folder == tmp_path / "chicken"


def test_it_says_plainly_what_a_network_can_do(settings_of: Any) -> None:
    settings, said = settings_of("--host", "0.0.0.0")
    words = " ".join(said.split())
    assert "everyone who can reach it and has the address can read and change all models" in words
    assert "isn't encrypted" in words
    assert "Say under which name others open it: --allow-host NAME" in words
    assert settings.address().startswith("http://127.0.0.1:")


def test_a_name_for_a_team_behind_a_proxy(settings_of: Any) -> None:
    names = ("--allow-host", "talks.example", "--allow-host", "b.example:8443")
    settings, said = settings_of(*names)
    assert settings.allowed_hosts == ("talks.example", "b.example:8443")
    assert f"https://talks.example/?token={settings.token}" in said
    assert f"https://b.example:8443/?token={settings.token}" in said
    assert "X-Forwarded-Proto" in said
    assert "isn't encrypted" not in said


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("nowhere.toml",), "nowhere.toml: there is no such file or folder."),
        (("nowhere",), "or name a case: "),
        (("notes.txt",), "it doesn't end in .toml or .json"),
        (("dispute.gmcr",), "import it there: countermove serve ."),
        ((".", "--host", "192.0.2.7"), "this machine has no address '192.0.2.7'."),
        ((".", "--host", "no such host"), "this machine has no address 'no such host'."),
        ((".", "--port", "70000"), "a port is a number from 0 to 65535"),
        ((".", "--port", "-1"), "a port is a number from 0 to 65535"),
        ((".", "--allow-host", "https://talks.example/"), "a name is meant, not an address"),
    ],
)
def test_what_cant_be_opened_is_told(
    command: Callable[..., Any], tmp_path: Path, arguments: tuple[str, ...], fault: str
) -> None:
    (tmp_path / "notes.txt").write_text("", "utf-8")
    (tmp_path / "dispute.gmcr").write_text("{}", "utf-8")
    done = command("serve", *arguments)
    assert done.code in {1, 2}
    assert done.out == ""
    assert fault in " ".join(done.err.split())


def test_without_the_extra_it_says_what_to_install(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def blocked(name: str, *rest: Any) -> Any:
        if name.partition(".")[0] == "uvicorn":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", blocked)
    done = command("serve")
    assert done.code == 1
    assert 'pip install "countermove[web]"' in done.err


# -- the port ---------------------------------------------------------------------------------


def test_the_next_port_is_taken_unless_one_was_named(
    command: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("countermove.web.serving.PORT", port)
        with listening("127.0.0.1") as other:
            assert other.getsockname()[1] != port
        done = command("serve", "--port", str(port))
    assert done.code == 1
    assert done.err.startswith(f"countermove: another program listens at port {port}.")


def test_all_other_refusals_of_a_port_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", forbidden)
    with pytest.raises(CountermoveError, match=r"port 80 of ::1 can't be used: Permission denied"):
        listening("::1", 80)


# -- the browser ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("display", "arguments", "opens"),
    [(True, (), True), (False, (), False), (True, ("--no-browser",), False)],
)
def test_the_browser_is_opened_where_there_is_one(
    settings_of: Any,
    monkeypatch: pytest.MonkeyPatch,
    display: bool,
    arguments: tuple[str, ...],
    opens: bool,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(sys, "platform", "linux")
    if display:
        monkeypatch.setenv("DISPLAY", ":0")
    settings, said = settings_of(*arguments)
    until = time.monotonic() + (10 if opens else 0.1)
    while len(opened) < 1 and time.monotonic() < until:
        time.sleep(0.01)
    assert opened == ([settings.address()] if opens else [])
    assert re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}\n", said)
