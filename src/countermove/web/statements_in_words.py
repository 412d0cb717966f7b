"""Statements in which options stand by their words, and how they are written with names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.errors import CountermoveError
from countermove.model import logic
from countermove.model.vocabulary import Vocabulary

_TOKEN = re.compile(r"[()]|[^\s()]+")
_EDGE = re.compile(r"^\W+|\W+$")


def with_names(statement: str, vocabulary: Vocabulary) -> str:
    """Return what a statement means in which options stand by their words."""
    tokens = _TOKEN.findall(statement)
    found = " ".join(_named(tokens, vocabulary)).replace("( ", "(").replace(" )", ")")
    try:
        names = logic.names(logic.parse(found))
    except CountermoveError:
        return ""
    is_known = all(vocabulary.problem(name.name) is None for name in names)
    return found if is_known and found != statement.strip() else ""


def _named(tokens: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Give the tokens, with a name for each run of words that means an option."""
    texts = {
        vocabulary.short[full]: [_plain(word) for word in _TOKEN.findall(option.text)]
        for full, option in vocabulary.options.items()
    }
    longest_first = sorted(texts.items(), key=lambda pair: -len(pair[1]))
    plain = [_plain(token) for token in tokens]
    run: list[str] = []
    k = 0
    while k < len(tokens):
        whole = next((n for n, words in longest_first if plain[k : k + len(words)] == words), None)
        if whole is None and plain[k] and plain[k] not in logic.RESERVED:
            run.append(tokens[k])
            k += 1
            continue
        yield from _run_named(run, texts, vocabulary)
        run = []
        yield tokens[k] if whole is None else whole
        k += 1 if whole is None else len(texts[whole])
    yield from _run_named(run, texts, vocabulary)


def _run_named(run: list[str], texts: dict[str, list[str]], vocabulary: Vocabulary) -> list[str]:
    if not run or all(vocabulary.meaning(word) for word in run):
        return run
    means = [
        name
        for name, words in texts.items()
        if all(any(word.startswith(_plain(part)) for word in words) for part in run)
    ]
    return means if len(means) == 1 else run


def _plain(word: str) -> str:
    return _EDGE.sub("", word).casefold()
