"""The command ``serve``: the web app on this machine."""

from __future__ import annotations

import os
import re
import sys
import threading
from pathlib import Path
from typing import Annotated

from cyclopts import CycloptsError, Parameter

from countermove.cli import options
from countermove.cli.deliver import write_out
from countermove.cli.look import Look
from countermove.cli.page import Page, written_command
from countermove.errors import FileError
from countermove.files.gallery import case_names, is_case
from countermove.web.folder import Folder
from countermove.web.serving import PORT, check_installed, listening, run
from countermove.web.settings import Settings

_LAST_PORT = 65535


def serve(
    file_or_folder: Annotated[
        str,
        Parameter(
            help="A model file, or a folder with models. A case that comes with the program is "
            "copied into this folder and opened.",
            completer=options.models,
        ),
    ] = ".",
    /,
    *,
    port: Annotated[
        int | None,
        Parameter(
            help=f"The port to listen at, 0 for any that is free. If none is given, {PORT} or the "
            "next that is free."
        ),
    ] = None,
    host: Annotated[
        str,
        Parameter(
            help="The address to listen at: the default is reached from this machine only; with "
            "0.0.0.0, from the whole network."
        ),
    ] = "127.0.0.1",
    allow_host: Annotated[
        tuple[str, ...] | None,
        Parameter(
            help="A further name under which the app may be opened, for a team behind a proxy; "
            "give it again for more.",
            negative=(),
        ),
    ] = None,
    no_browser: Annotated[
        bool, Parameter(name="--no-browser", negative=(), help="Don't open the browser.")
    ] = False,
) -> None:
    """Open models in the browser."""
    check_installed()
    names = allow_host or ()
    _check(port, names)
    page = Page(Look.of(sys.stdout))
    folder, file = _opened(file_or_folder, page)
    with listening(host, port) as listener:
        settings = Settings(
            folder=folder.path,
            file=file,
            host=host,
            port=listener.getsockname()[1],
            allowed_hosts=names,
        )
        _tell(settings, page)
        write_out(page.text())
        if not no_browser and _has_display():
            # The browser may take its time, and the server is not to wait for it.
            threading.Thread(target=_open, args=(settings.address(),), daemon=True).start()
        run(settings, listener)


def _check(port: int | None, names: tuple[str, ...]) -> None:
    if port is not None and not 0 <= port <= _LAST_PORT:
        raise CycloptsError(msg=f"a port is a number from 0 to {_LAST_PORT}, not {port}.")
    for name in names:
        if not re.fullmatch(r"[\w.-]+(:\d+)?|\[?[\da-fA-F:.]+\]?(:\d+)?", name, re.ASCII):
            raise CycloptsError(
                msg=f"--allow-host {name!r}: a name is meant, not an address. Write talks.example."
            )


def _opened(file_or_folder: str, page: Page) -> tuple[Folder, str | None]:
    """Return the folder to open, and the file in it that was asked for, if one was."""
    path = Path(file_or_folder)
    if path.is_dir():
        return Folder(path), None
    if not path.exists() and is_case(file_or_folder):
        return _case(file_or_folder, page)
    if not path.exists():
        advice = "Open the folder it should be in, and make a model there; or name a case: "
        advice += f"{', '.join(case_names())}."
        raise FileError.of(file_or_folder, "there is no such file or folder.", advice)
    folder = Folder(path.parent)
    for importable in folder.importable():
        if importable.name == path.name:
            command = written_command("serve", str(path.parent))
            what = f"this is {importable.kind}, not a model."
            advice = f"Open its folder, and import it there: {command}"
            raise FileError.of(file_or_folder, what, advice)
    folder.path_of(path.name)
    return folder, path.name


def _case(name: str, page: Page) -> tuple[Folder, str]:
    """Copy a case into this folder, unless there is a copy already: nobody edits the gallery."""
    folder, file = Folder("."), f"{name}.toml"
    if (folder.path / file).exists():
        page.prose(f"Opening {file}, which is in this folder already.")
    else:
        file = folder.copy_case(name)
        page.prose(f"Copied the case {name} into this folder: {file}.")
    page.blank()
    return folder, file


def _tell(settings: Settings, page: Page) -> None:
    page.prose("The app is open at this address; whoever has all of it can use the app:")
    page.blank()
    page.line("  ", (settings.address(), "bold"))
    for name in settings.allowed_hosts:
        page.line("  ", settings.address(f"https://{name}"))
    page.blank()
    if not settings.is_local:
        page.prose(
            f"It listens at {settings.host}, not only for this machine: everyone who can reach it "
            "and has the address can read and change all models in the folder. What is sent "
            "isn't encrypted, the token neither. Outside a network that you trust put it "
            "behind a proxy with TLS, and leave --host out if that runs on this machine."
        )
        page.blank()
    if not settings.is_local and not settings.allowed_hosts:
        page.prose(
            "It answers only to names it knows. Say under which name others open it: "
            "--allow-host NAME"
        )
        page.blank()
    if settings.allowed_hosts:
        page.prose(
            "The proxy must pass on the headers Host and X-Forwarded-Proto as the browser "
            "asked. Without a proxy, write http and the port "
            f"{settings.port} behind the name instead."
        )
        page.blank()
    page.prose("Models are kept in this folder:")
    page.blank()
    page.line("  ", page.clean(str(settings.folder)))
    page.blank()
    page.prose("Stop with Ctrl-C.")


def _has_display() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _open(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
