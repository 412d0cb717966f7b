"""Statements in words: options by their short words, and what joins them by one word each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from countermove.model import logic
from countermove.model.counts import called
from countermove.model.levels import levels_text
from countermove.model.vocabulary import Meaning, Vocabulary
from countermove.texts import number_word, one_line


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement.

    Parameters
    ----------
    kind : str
        What it is; what is counted is a group with how many of its parties do something.
    name : str
        How the file has it.
    text : str
        All that it says: the text of an option, a level or an outcome, the statement behind a term.
    said : str
        What sentences say.
    party : str
        The id of the party whose option it is, or nothing.
    """

    kind: Literal[
        "option",
        "level",
        "count",
        "counted",
        "group",
        "term",
        "outcome",
        "pattern",
        "word",
        "bracket",
        "unknown",
    ]
    name: str
    text: str
    said: str
    party: str = ""


def tokens(vocabulary: Vocabulary, statement: str) -> tuple[Token, ...]:
    """Return what a statement is made of, in the order in which it is written."""
    return tuple(_counts_joined([_token(vocabulary, p) for p in logic.pieces(statement)]))


def _counts_joined(found: Sequence[Token]) -> Iterator[Token]:
    """Make one piece of how many are counted and what the parties of a group do."""
    k = 0
    while k < len(found):
        if [piece.kind for piece in found[k : k + 2]] == ["count", "group"]:
            how_many, group = found[k : k + 2]
            said = f"{how_many.said} {group.said}"
            yield Token("counted", f"{how_many.name} {group.name}", said, said)
            k += 2
        else:
            yield found[k]
            k += 1


def _token(vocabulary: Vocabulary, piece: logic.Piece) -> Token:
    if word := logic.WORDS.get(piece.kind):
        return Token("word", piece.text, word, word)
    if piece.kind in ("(", ")", ","):
        return Token("bracket", piece.text, piece.text, piece.text)
    if piece.kind == "COUNT":
        said = _how_many(vocabulary, piece.text)
        return Token("count", piece.text, said, said)
    if every := vocabulary.several(piece.text):
        said = _of_a_group(vocabulary, piece.text, every[0])
        return Token("group", piece.text, said, said)
    meaning = vocabulary.meaning(piece.text)
    if meaning is None:
        return Token("unknown", piece.text, piece.text, piece.text)
    return _named(vocabulary, piece.text, meaning)


def _named(vocabulary: Vocabulary, name: str, meaning: Meaning) -> Token:
    key, conflict = meaning.key, vocabulary.conflict
    if meaning.kind == "option":
        party = key.partition(".")[0]
        return Token("option", name, vocabulary.options[key].text, vocabulary.called[key], party)
    if meaning.kind == "level":
        return _level(vocabulary, name, meaning)
    if meaning.kind == "term":
        return Token("term", name, statement_words(vocabulary, conflict.terms[key]), name)
    if meaning.kind == "state":
        return Token("outcome", name, conflict.states[key], conflict.states[key])
    texts = {full: option.text for full, option in vocabulary.options.items()}
    whole, said = (
        " and ".join(_spelled(vocabulary, key, words)) or logic.WORDS["TRUE"]
        for words in (texts, vocabulary.called)
    )
    return Token("pattern", name, whole, said)


def _how_many(vocabulary: Vocabulary, text: str) -> str:
    """Say how many are counted: ``at least two of``, ``none other than France of``."""
    quantity, number, others = logic.count_words(text)
    said = quantity if number is None else f"{quantity} {number_word(number)}"
    said = "none" if said in ("exactly no", "at most no") else said
    if others == "":
        return f"{said} {'of the others of' if number is None else 'others of'}"
    if others is None:
        return f"{said} of"
    party = vocabulary.conflict.decision_makers.get(others)
    return f"{said} other than {(party and (party.called or party.name)) or others} of"


def _of_a_group(vocabulary: Vocabulary, name: str, example: str) -> str:
    """Say what several parties do: ``the large member states send troops``."""
    who = called(vocabulary.conflict, name.partition(".")[0])
    meaning = vocabulary.meaning(example)
    if meaning is None or meaning.kind != "option":
        level = "" if meaning is None else _level(vocabulary, example, meaning).text
        return f"{who}: {level}" if level else name
    option = vocabulary.options[meaning.key]
    does = option.does or one_line(option.text)
    return f"{who} {does[:1].lower()}{does[1:]}"


def _level(vocabulary: Vocabulary, name: str, meaning: Meaning) -> Token:
    full, relation, level = logic.level_named(meaning.key) or ("", "is", "")
    option = vocabulary.options[full]
    between = ":" if relation == "is" else f" {relation}"
    text = one_line(option.levels[level].text)
    whole, said = (f"{words}{between} {text}" for words in (option.text, vocabulary.called[full]))
    return Token("level", name, whole, said, full.partition(".")[0])


def _spelled(vocabulary: Vocabulary, pattern: str, words: Mapping[str, str]) -> Iterator[str]:
    """Say what is done in the outcomes that match a pattern, and what isn't."""
    options = list(vocabulary.options.items())
    for place, values in vocabulary.spelling.allowed(pattern):
        full, option = options[place]
        if option.levels:
            yield _marked_off(f"{words[full]}: {levels_text(option, values)}")
        else:
            yield ("" if values == (1,) else "not ") + _marked_off(words[full])


def joined(pieces: Sequence[Token]) -> str:
    """Write the pieces of a statement as a sentence quotes it."""
    kept = [piece for k, piece in enumerate(pieces) if not _is_needless(pieces, k)]
    return kept[0].said if len(kept) == 1 else _without_blanks(" ".join(map(_inside, kept)))


def _is_needless(pieces: Sequence[Token], place: int) -> bool:
    """Say whether a piece is a bracket around a single name."""
    text = pieces[place].name
    opens = place if text == "(" else place - 2 if text == ")" else -1
    return opens >= 0 and [piece.name for piece in pieces[opens : opens + 3 : 2]] == ["(", ")"]


def _inside(piece: Token) -> str:
    """Return what is said of a piece beside others."""
    if piece.kind == "counted" or (piece.kind == "pattern" and " and " in piece.said):
        return f"({piece.said})"
    return _marked_off(piece.said) if piece.kind in ("option", "level", "outcome") else piece.said


def _without_blanks(text: str) -> str:
    return text.replace("( ", "(").replace(" )", ")").replace(" ,", ",")


def _marked_off(words: str) -> str:
    """Put words in quotes that could be taken for those of a statement."""
    return words if _JOINING.isdisjoint(words.casefold().split()) else f"‘{words}’"


# Said of a level there is a colon in place of "is".
_JOINING = logic.RESERVED - {"is"}


def statement_words(vocabulary: Vocabulary, statement: str) -> str:
    """Write a statement in words."""
    return joined(tokens(vocabulary, statement))


def statement_spelled_out(vocabulary: Vocabulary, statement: str) -> str:
    """Write a statement for somebody who knows neither the short words nor the terms of a model."""
    pieces = tokens(vocabulary, statement)
    return _without_blanks(" ".join(_whole(vocabulary, one, len(pieces) == 1) for one in pieces))


def _whole(vocabulary: Vocabulary, piece: Token, alone: bool) -> str:
    if piece.kind == "term":
        inner = statement_spelled_out(vocabulary, vocabulary.conflict.terms[piece.name])
        return inner if alone else f"({inner})"
    if piece.kind == "counted" and not alone:
        return f"({piece.said})"
    if piece.kind in ("option", "level", "outcome"):
        same = [o for o in vocabulary.options.values() if o.text == piece.text]
        party = vocabulary.conflict.decision_makers[piece.party].name if len(same) > 1 else ""
        return f"“{piece.text}” ({party})" if party else f"“{piece.text}”"
    if piece.kind == "pattern" and (inner := _in_names(vocabulary, piece)) != piece.name:
        inner = statement_spelled_out(vocabulary, inner)
        return inner if alone else f"({inner})"
    return piece.text


def _in_names(vocabulary: Vocabulary, pattern: Token) -> str:
    """Write a pattern by the names of the options and levels that it speaks of."""
    names, options = vocabulary.chosen_names, list(vocabulary.short.values())
    parts = []
    for place, values in vocabulary.spelling.allowed(vocabulary.pattern(pattern.name) or ""):
        some = [names[place, value] for value in values if (place, value) in names]
        one = some[0] if len(some) == 1 else f"({' or '.join(some)})"
        parts.append(one if some else f"not {options[place]}")
    return " and ".join(parts) or pattern.name
