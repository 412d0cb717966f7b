"""What is said to whoever is refused: a small page for people, JSON for programs."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from dataclasses import dataclass

from countermove.errors import Problem

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}"
    "h1{font-size:1.4rem}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# These pages load nothing at all: their style is in them, and the policy names it.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class RefusedRequest:
    """Why a request isn't answered."""

    status: int
    problem: Problem

    def html(self) -> bytes:
        """Write it as a page."""
        what, advice = self.problem.what, self.problem.advice
        told = f"<p>{html.escape(advice)}</p>" if advice else ""
        # Whoever has the token can go on.
        onward = "" if self.status in {403, 421} else '<p><a href="/">To all models</a></p>'
        return page(what[:1].upper() + what[1:], told + onward)

    def json(self) -> bytes:
        """Write it as the API does."""
        problem: dict[str, object] = {
            "what": self.problem.what,
            "path": [],
            "advice": self.problem.advice,
            "line": None,
            "column": None,
            "sheet": None,
        }
        return json.dumps({"problems": [problem]}, ensure_ascii=False).encode()


def page(title: str, body: str, head: str = "") -> bytes:
    """Write a page that needs no other file; `title` is a text, `body` and `head` are HTML."""
    title = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    ).encode()


def onward_page(url: str) -> bytes:
    """Write the page that leads to an address of this server by itself."""
    url = html.escape(url)
    return page(
        "Opening the app …",
        f'<p><a href="{url}">Go on</a></p>',
        f'<meta http-equiv="refresh" content="0; url={url}">\n',
    )


def wrong_host(host: str) -> RefusedRequest:
    """Refuse a name that isn't this server's."""
    return RefusedRequest(
        421,
        Problem(
            f"this server doesn't go by the name '{host}'.",
            advice="Open the address that the terminal printed. To be reached by another name "
            "the server must be started with it: countermove serve --allow-host NAME",
        ),
    )


NO_TOKEN = RefusedRequest(
    403,
    Problem(
        "the app opens with the address that the terminal printed.",
        advice="It ends in ?token=…, and is a new one whenever the server starts. "
        "A program sends the header Authorization: Bearer TOKEN instead.",
    ),
)
OTHER_SITE = RefusedRequest(
    403,
    Problem(
        "this request didn't come from a page of this server.",
        advice="Do it on a page of the app. A program sends the header "
        "Authorization: Bearer TOKEN. Behind a proxy, Host and X-Forwarded-Proto must be "
        "passed on.",
    ),
)
OWN_MISTAKE = RefusedRequest(
    500,
    Problem(
        "this is a mistake in the program, not yours.",
        advice="What was saved before is safe. Please report it, with what the terminal shows.",
    ),
)


def too_large(most: int) -> RefusedRequest:
    """Refuse more than is taken."""
    return RefusedRequest(
        413,
        Problem(
            f"this is larger than {most / 2**20:g} MiB, and wasn't taken.",
            advice="Send less at once.",
        ),
    )
