"""Statements in which options and outcomes stand by their words, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.errors import CountermoveError
from countermove.model import logic
from countermove.model.vocabulary import Vocabulary

_TOKEN = re.compile(r"[()]|[^\s()]+")
_IN_LISTS = re.compile(r"[(),]|[^\s(),]+")
_EDGE = re.compile(r"^\W+|\W+$")


def in_names(statement: str, vocabulary: Vocabulary) -> str:
    """Return a statement in the names of the model, as far as it is one.

    >>> from countermove import load
    >>> in_names("Accept the terms xor terms is table", Vocabulary(load("talks-2025")))
    'accept xor terms is table'
    """
    return (
        statement
        if _is_named(statement, vocabulary)
        else with_names(statement, vocabulary) or statement
    )


def _is_named(statement: str, vocabulary: Vocabulary) -> bool:
    try:
        formula = logic.parse(statement)
    except CountermoveError:
        return False
    return not any(vocabulary.faults(formula))


def with_names(statement: str, vocabulary: Vocabulary) -> str:
    """Return what a statement means in which options stand by their words; nothing if unknown.

    >>> from countermove import load
    >>> with_names("Accept the terms only if not Concede borders", Vocabulary(load("talks-2025")))
    'accept only if not concede'
    >>> with_names("any of (Settle on the terms, offer)", Vocabulary(load("talks-2025")))
    'any of (settle, offer)'
    """
    found = " ".join(_named(_tokens(statement), vocabulary)).replace("( ", "(").replace(" )", ")")
    found = found.replace(" ,", ",")
    return found if found != statement.strip() and _is_named(found, vocabulary) else ""


def unknown_words(statement: str, vocabulary: Vocabulary) -> str:
    """Return the first several words in a statement that belong together and name nothing.

    >>> from countermove import load
    >>> unknown_words("not Accept the terms and Settle the terns", Vocabulary(load("talks-2025")))
    'Settle the terns'
    """
    run: list[str] = []
    plain = logic.without_counts(statement)
    for token in [*(_TOKEN if plain == statement else _IN_LISTS).findall(plain), ")"]:
        if token not in "()," and token.casefold() not in logic.RESERVED:
            run.append(token)
            continue
        words = " ".join(run)
        is_known = _is_named(words, vocabulary) or with_names(words, vocabulary)
        if len(run) > 1 and not is_known:
            return words
        run = []
    return ""


def _tokens(statement: str) -> list[str]:
    has_counts = logic.without_counts(statement) != statement
    return (_IN_LISTS if has_counts else _TOKEN).findall(statement)


def _named(tokens: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Give the tokens, with a name for each run of words that means an option."""
    names, whole_texts = vocabulary.chosen_names, vocabulary.chosen_texts
    texts = {name: _words(whole_texts[choice]) for choice, name in names.items()}
    called = [(name, _words(vocabulary.chosen_words[choice])) for choice, name in names.items()]
    # An option with levels is named ahead of "is" or "at least".
    called += [(vocabulary.short[full], _words(said)) for full, said in vocabulary.called.items()]
    called += _levels(vocabulary)
    outcomes = [(name, _words(text)) for name, text in vocabulary.conflict.states.items()]
    # What two are called names neither; the short words of options are all different.
    several = [*texts.items(), *outcomes]
    single = [(n, words) for n, words in several if sum(words == w for _, w in several) == 1]
    wholes = [(name, words) for name, words in [*called, *single] if any(words)]
    longest_first = sorted(wholes, key=lambda pair: -len(pair[1]))
    plain = [_plain(token) for token in tokens]
    run: list[str] = []
    k = 0
    while k < len(tokens):
        meant = (pair for pair in longest_first if plain[k : k + len(pair[1])] == pair[1])
        whole, size = next(((name, len(words)) for name, words in meant), (None, 1))
        if whole is None and plain[k] and plain[k] not in logic.RESERVED:
            run.append(tokens[k])
            k += 1
            continue
        yield from _run_named(run, texts, vocabulary)
        run = []
        yield tokens[k] if whole is None else whole
        k += size
    yield from _run_named(run, texts, vocabulary)


def _levels(vocabulary: Vocabulary) -> Iterator[tuple[str, list[str]]]:
    """Give how a statement says of an option which level it is at, and the words for that."""
    for full, option in vocabulary.options.items():
        for level, details in option.levels.items():
            for between in ("is", "is not", "at least", "at most"):
                words = f"{vocabulary.called[full]} {between} {details.text}"
                yield f"{vocabulary.short[full]} {between} {level}", _words(words)


def _run_named(run: list[str], texts: dict[str, list[str]], vocabulary: Vocabulary) -> list[str]:
    if not run or all(vocabulary.meaning(word) for word in run):
        return run
    means = [
        name
        for name, words in texts.items()
        if all(any(word.startswith(_plain(part)) for word in words) for part in run)
    ]
    return means if len(means) == 1 else run


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _TOKEN.findall(text)]


def _plain(word: str) -> str:
    return _EDGE.sub("", word).casefold()
