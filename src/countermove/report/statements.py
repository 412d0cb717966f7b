"""Statements in words: options by their short words, and what joins them by one word each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.model import logic
from countermove.model.vocabulary import Meaning, Vocabulary


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement.

    Parameters
    ----------
    kind : {"option", "term", "outcome", "pattern", "word", "bracket", "unknown"}
        What it is.
    name : str
        How the file has it.
    text : str
        All that it says: the text of an option or an outcome, the statement behind a term.
    said : str
        What sentences say.
    party : str
        The id of the party whose option it is, or nothing.
    """

    kind: Literal["option", "term", "outcome", "pattern", "word", "bracket", "unknown"]
    name: str
    text: str
    said: str
    party: str = ""


def tokens(vocabulary: Vocabulary, statement: str) -> tuple[Token, ...]:
    """Return what a statement is made of, in the order in which it is written."""
    return tuple(_token(vocabulary, piece) for piece in logic.pieces(statement))


def _token(vocabulary: Vocabulary, piece: logic.Piece) -> Token:
    if word := logic.WORDS.get(piece.kind):
        return Token("word", piece.text, word, word)
    if piece.kind in ("(", ")"):
        return Token("bracket", piece.text, piece.text, piece.text)
    meaning = vocabulary.meaning(piece.text)
    if meaning is None:
        return Token("unknown", piece.text, piece.text, piece.text)
    return _named(vocabulary, piece.text, meaning)


def _named(vocabulary: Vocabulary, name: str, meaning: Meaning) -> Token:
    key, conflict = meaning.key, vocabulary.conflict
    if meaning.kind == "option":
        party = key.partition(".")[0]
        return Token("option", name, vocabulary.options[key].text, vocabulary.called[key], party)
    if meaning.kind == "term":
        return Token("term", name, statement_words(vocabulary, conflict.terms[key]), name)
    if meaning.kind == "state":
        return Token("outcome", name, conflict.states[key], conflict.states[key])
    texts = {full: option.text for full, option in vocabulary.options.items()}
    whole, said = (_spelled(key, words) for words in (texts, vocabulary.called))
    return Token("pattern", name, whole, said)


def _spelled(pattern: str, words: dict[str, str]) -> str:
    """Say what is done in the outcomes that match a pattern, and what isn't."""
    parts = [
        ("" if letter == "Y" else "not ") + _marked_off(option)
        for option, letter in zip(words.values(), pattern, strict=True)
        if letter != "-"
    ]
    text = " and ".join(parts) or logic.WORDS["TRUE"]
    return f"({text})" if len(parts) > 1 else text


def joined(pieces: Sequence[Token]) -> str:
    """Write the pieces of a statement as a sentence quotes it."""
    if len(pieces) == 1:
        return pieces[0].said
    text = " ".join(
        _marked_off(piece.said) if piece.kind in ("option", "outcome") else piece.said
        for piece in pieces
    )
    return text.replace("( ", "(").replace(" )", ")")


def _marked_off(words: str) -> str:
    """Put words in quotes that could be taken for those of a statement."""
    return words if logic.RESERVED.isdisjoint(words.casefold().split()) else f"‘{words}’"


def statement_words(vocabulary: Vocabulary, statement: str) -> str:
    """Write a statement in words."""
    return joined(tokens(vocabulary, statement))
