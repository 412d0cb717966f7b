"""What the web app is told when it starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names under which only this machine itself is reached."""

LARGEST_BODY = 5 * 2**20


def new_token() -> str:
    """Return a token that nobody can guess: 32 random bytes, as characters for an address."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the web app is told when it starts."""

    folder: Path
    file: str | None = None
    host: str = LOOPBACK[0]
    port: int
    # Not shown: what shows settings, a log for instance, must not give the token away.
    token: str = field(default_factory=new_token, repr=False)
    allowed_hosts: tuple[str, ...] = ()
    largest_body: int = LARGEST_BODY

    @property
    def is_local(self) -> bool:
        """Whether only this machine can connect."""
        return self.host in LOOPBACK

    @property
    def behind_proxy(self) -> bool:
        """Whether a proxy may stand in front, which says in a header if it was asked by https."""
        return bool(self.allowed_hosts)

    @property
    def hosts(self) -> tuple[str, ...]:
        """What the Host header of a request may be, in lower case."""
        names = [*LOOPBACK]
        if not self.is_local and self.host not in {"0.0.0.0", "::"}:
            names.append(self.host)
        found = [self._with_port(name) for name in names]
        for name in map(bracketed, self.allowed_hosts):
            found.append(name)
            if not _has_port(name):
                found.append(self._with_port(name))
        if self.port == 80:  # browsers leave the usual port out
            found += [bracketed(name) for name in names]
        return tuple(dict.fromkeys(host.lower() for host in found))

    @property
    def cookie(self) -> str:
        """The name of the cookie: two servers on one machine differ in their ports."""
        return f"countermove-{self.port}"

    def address(self, host: str | None = None) -> str:
        """Return what is opened in the browser, with the token."""
        if host is None:
            here = LOOPBACK[0] if self.host in {"0.0.0.0", "::", "localhost"} else self.host
            host = f"http://{self._with_port(here)}"
        page = f"models/{quote(self.file, safe='')}" if self.file else ""
        return f"{host}/{page}?token={self.token}"

    def _with_port(self, name: str) -> str:
        return f"{bracketed(name)}:{self.port}"


def bracketed(name: str) -> str:
    """Write a name of a machine as addresses do: an address of IPv6 stands in brackets."""
    return f"[{name}]" if name.count(":") > 1 and not name.startswith("[") else name


def _has_port(name: str) -> bool:
    return ":" in name.rpartition("]")[2]
