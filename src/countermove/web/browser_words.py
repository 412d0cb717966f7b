"""What the library says to whoever sits at a terminal, said to whoever sits at a browser."""

from __future__ import annotations

_SAID_HERE = {
    "Write a starter file with: countermove new": "A new model is begun on the first page.",
    "countermove new FILE.toml writes a small one, with comments.": (
        "on the first page a small one is begun."
    ),
    "Read it with: countermove import FILE": "Bring it along on the first page.",
    "See the feasible ones with: countermove states MODEL": (
        "The page Rules lists those that are possible."
    ),
    "The model itself is written with: countermove export MODEL --to json": (
        "The page File gives the model itself."
    ),
    "Say where to begin (start=…, on the command line --from), or add status_quo to the model.": (
        "Say where to begin, or say on the page Parties what is done at the start."
    ),
    ", as in --concept CNASH": "",
    ", as in --concept CGMR": "",
    " (--concept CNASH)": "",
}


def in_browser(text: str) -> str:
    """Return a text with what is done in the browser, where it names a command."""
    for there, instead in _SAID_HERE.items():
        text = text.replace(there, instead)
    return text
