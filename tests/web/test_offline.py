"""Nothing leaves the machine: the pages load only what comes with the program, and as it came."""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from countermove.web.security import POLICY
from web.app import case_in, client_of

WEB = Path(str(files("countermove") / "web"))
VENDORED = tomllib.loads((WEB / "vendored" / "vendored.toml").read_text("utf-8"))
OWN = sorted(
    path
    for folder in ("static", "templates")
    for path in (WEB / folder).rglob("*")
    if path.is_file()
)
SERVED = sorted(path for f in ("static", "vendored") for path in (WEB / f).iterdir())
KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
}
# Names of notations, which nothing is loaded from; and where people may go by a click of their own.
NAMES = {
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
}
ELSEWHERE = re.compile(
    r"""(?:(?:https?|wss?):|(?<=["'`(=\s]))//[\w.-]+\.[a-z]{2,}[^\s"'`<>)]*""", re.IGNORECASE
)
# What makes a browser load something as soon as a page, a style sheet or a script says it.
LOADING = (
    r"""\b(?:src|srcset|action|poster|data)\s*=\s*["']?\s*((?:https?:)?//[^\s"'>]+)""",
    r"""<link\b[^>]*\bhref\s*=\s*["']?\s*((?:https?:)?//[^\s"'>]+)""",
    r"""url\(\s*["']?\s*((?:https?:)?//[^\s"')]+)""",
    r"""@import\s+["']?((?:https?:)?//[^\s"';]+)""",
    r"""\b(?:import|from)\s*\(?\s*["'`]((?:https?:)?//[^"'`]+)""",
    r"""\b(?:fetch|sendBeacon|EventSource|WebSocket|Worker|importScripts)\(\s*["'`]((?:\w+:)?//[^"'`]+)""",
    r"""\.open\(\s*["'`]\w+["'`]\s*,\s*["'`]((?:https?:)?//[^"'`]+)""",
)


@pytest.mark.parametrize("name", VENDORED)
def test_what_others_wrote_is_as_they_wrote_it(name: str) -> None:
    told = VENDORED[name]
    assert set(told) == {"version", "license", "home", "file", "sha256"}
    content = (WEB / "vendored" / told["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    assert told["version"].encode() in content or name == "htmx"
    licence = (WEB / "vendored" / f"{name}.LICENSE").read_text("utf-8")
    grants = {
        "MIT": "Permission is hereby granted, free of charge",
        "0BSD": "Permission to use, copy, modify, and/or distribute",
    }
    assert grants[told["license"]] in " ".join(licence.split())
    assert told["home"].startswith("https://")


def test_there_is_nothing_else_of_others() -> None:
    expected = {"vendored.toml"}
    for name, told in VENDORED.items():
        expected |= {told["file"], f"{name}.LICENSE"}
    assert {path.name for path in (WEB / "vendored").iterdir()} == expected


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_files_name_no_other_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(ELSEWHERE.findall(text)) <= NAMES


@pytest.mark.parametrize(
    "path", [WEB / "vendored" / told["file"] for told in VENDORED.values()], ids=lambda p: p.name
)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text) > 10_000
    for pattern in LOADING:
        found = set(re.findall(pattern, text)) - NAMES
        assert not found, (pattern, found)


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example.com/x.js">',
        "<link rel=stylesheet href='//cdn.example.com/x.css'>",
        "a{background:url(https://example.com/x.png)}",
        '@import "https://example.com/x.css"',
        'import x from "https://example.com/x.js"',
        'await import("https://example.com/x.js")',
        'fetch("https://example.com")',
        'new WebSocket("wss://example.com")',
        'r.open("GET", "https://example.com")',
    ],
)
def test_the_patterns_find_what_they_are_for(text: str) -> None:
    assert any(re.search(pattern, text) for pattern in LOADING)
    assert ELSEWHERE.search(text)


def test_pages_load_only_files_of_the_program(tmp_path: Path) -> None:
    name = case_in(tmp_path, "talks-2025")
    steps = ("parties", "rules", "preferences", "answer", "report", "history", "text")
    addresses = ["/", *(f"/models/{name}/{step}" for step in steps), "/models/none.toml/parties"]
    with client_of(tmp_path) as client:
        for address in addresses:
            page = client.get(address, headers={"Accept": "text/html"})
            loaded = re.findall(
                r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"([^\"]*)\"", page.text
            )
            loaded += re.findall(r"<link\b[^>]*\bhref=\"([^\"]*)\"", page.text)
            assert loaded, address
            for asset in loaded:
                assert asset.startswith(("/static/", "/vendored/", "data:")), (address, asset)
                if asset.startswith("/"):
                    assert client.get(asset).headers["cache-control"].endswith("immutable")
            assert not re.search(r"<(?:script|style)\b(?![^>]*\bsrc=)[^>]*>", page.text), address
            assert not re.search(r"<[^>]+\s(?:style|on\w+|hx-on\S*)=", page.text), address
            assert page.headers["content-security-policy"] == POLICY


def test_every_file_is_served_as_what_it_is(tmp_path: Path) -> None:
    with client_of(tmp_path) as client:
        for path in SERVED:
            answer = client.get(f"/{path.parent.name}/{path.name}")
            assert answer.content == path.read_bytes()
            kind = answer.headers["content-type"].partition(";")[0]
            # What no page loads may be called anything.
            assert kind == KINDS.get(path.suffix, kind), path.name
            assert answer.headers["content-security-policy"] == POLICY
            assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get("/static/../app.py").status_code == 404
        assert client.get("/static/%2e%2e/app.py").status_code == 404
        assert client.get("/static/").status_code == 404
