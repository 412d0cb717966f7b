"""Which language a text is in, by its most frequent words and its script: only English is read."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import Counter
from importlib import resources

from countermove.errors import FileError

_SEEN = 20_000
"""So many characters of a text tell its language."""
_FEWEST = 40
"""With fewer words, or letters of another script, nothing is said."""
_MANY = 100
"""From so many words on, English is missed though no other language is known in them."""
_LITTLE = 0.08
"""In prose one word in three is of its language's list, and of another's one in twenty or so."""
_DIFFERENT = 5
"""So many different frequent words of a language make it more than chance."""
_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _frequent() -> dict[str, frozenset[str]]:
    """The frequent words of each language."""
    file = resources.files("countermove.record") / "languages.toml"
    listed = tomllib.loads(file.read_text("utf-8"))
    return {language: frozenset(words.split()) for language, words in listed.items()}


def refuse_other_languages(text: str, file: str) -> None:
    """Raise an error if a text is clearly in another language than English.

    >>> refuse_other_languages("Die Mühle ist nicht für das Dorf und den Wald. " * 9, "mill.txt")
    Traceback (most recent call last):
    countermove.errors.FileError: mill.txt: the text is in German: 70% of its words are frequent
    ones of German, 0% of English. Who says what is found in English texts only. ...
    >>> refuse_other_languages("Nein.", "mill.txt")
    """
    fault = _other_language(text[:_SEEN])
    if fault:
        raise FileError.of(
            file,
            fault,
            "Who says what is found in English texts only. Give a translation, or quote this text "
            "by hand.",
        )


def _other_language(text: str) -> str:
    """Say what tells that a text isn't in English; nothing where it may be."""
    words = [word.lower() for word in _WORD.findall(text)]
    scripts = Counter(_script(letter) for word in words for letter in word)
    script, letters = max(scripts.items(), key=lambda each: each[1], default=("LATIN", 0))
    if script != "LATIN" and letters >= _FEWEST:
        share = letters / scripts.total()
        return f"the text isn't in English: {share:.0%} of its letters are {script.title()}."
    if len(words) < _FEWEST:
        return ""
    shares = {
        language: sum(word in frequent for word in words) / len(words)
        for language, frequent in _frequent().items()
    }
    english = shares.pop("English")
    language, share = max(shares.items(), key=lambda each: each[1])
    different = len(_frequent()[language].intersection(words))
    if english < _LITTLE and share > 2 * _LITTLE and different >= _DIFFERENT:
        return (
            f"the text is in {language}: {share:.0%} of its words are frequent ones of {language}, "
            f"{english:.0%} of English."
        )
    if len(words) >= _MANY and english * 3 < _LITTLE:
        return f"the text isn't in English: {english:.0%} of its words are frequent English ones."
    return ""


@functools.cache
def _script(letter: str) -> str:
    """The script of a letter, such as ``CYRILLIC``."""
    return unicodedata.name(letter, "LATIN").split(maxsplit=1)[0]
