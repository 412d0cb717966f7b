"""What the parsers of TOML and JSON say about a mistake, in plain words."""

from __future__ import annotations

_QUOTES = 'Text stands in quotes ("…"), a list in [ ], yes and no are true and false.'

# What the parsers say, by how it begins, and the same in plain words.
TOML_FAULTS = {
    "Invalid value": ("a value is missing or can't be read.", _QUOTES),
    "Expected '=' after a key": (
        "a key needs '=' and a value behind it.",
        'Write: key = "text".',
    ),
    "Invalid statement": (
        "a line must begin with a key, a [table] or a # comment.",
        "Put keys with other characters than A-Z a-z 0-9 - _ in quotes.",
    ),
    "Invalid initial character for a key part": (
        "a key is missing or begins with a character that needs quotes.",
        "Put keys with other characters than A-Z a-z 0-9 - _ in quotes.",
    ),
    "Expected newline or end of document after a statement": (
        "something stands behind the value that doesn't belong there.",
        'Each key has a line of its own; quotes inside a text are written \\".',
    ),
    "Expected ']' at the end of a table declaration": (
        "the name of this table isn't closed.",
        "Write: [table].",
    ),
    "Expected ']]' at the end of an array declaration": (
        "the name of this table isn't closed.",
        "Write: [[table]].",
    ),
    "Unclosed array": ("a list isn't closed, or a comma is missing.", "Write: [1, 2, 3]."),
    "Unclosed inline table": (
        "a table in braces isn't closed, or a comma is missing.",
        'Write: { text = "…", moves = "take" }; before TOML 1.1 all on one line.',
    ),
    "Illegal character '\\n'": (
        "a text isn't closed on its line.",
        'Close it with a quote, or write it between """ and """.',
    ),
    "Illegal character": ("a character that can't stand in a TOML file.", "Remove it."),
    "Found invalid character": ("a character that can't stand in a TOML file.", "Remove it."),
    "Unterminated string": ("a text isn't closed.", "Close it with the quotes that opened it."),
    'Expected "': ("a text isn't closed.", "Close it with the quotes that opened it."),
    "Expected '": ("a text isn't closed.", "Close it with the quotes that opened it."),
    "Unescaped '\\' in a string": (
        "a backslash in a text must be written twice.",
        "Or put the text in single quotes.",
    ),
    "Invalid hex value": ("this isn't the code of a character.", "Write: \\u00e9."),
    "Escaped character is not": ("this isn't the code of a character.", "Write: \\u00e9."),
    "Invalid date or datetime": ("there is no such date.", "Dates are written 2025-02-13."),
    "Cannot declare": ("this table is given twice.", "Put its keys together."),
    "Cannot overwrite": ("this key is given twice.", "Remove one of the two."),
    "Cannot mutate": ("this table was finished before.", "Put its keys together."),
    "Cannot redefine": ("this table was finished before.", "Put its keys together."),
    "Duplicate inline table key": ("this key is given twice.", "Remove one of the two."),
}

JSON_FAULTS = {
    "Expecting value": (
        "a value is missing or can't be read.",
        'Text stands in double quotes ("…"), a list in [ ], yes and no are true and false.',
    ),
    "Expecting ',' delimiter": ("a comma or a closing bracket is missing here.", ""),
    "Expecting ':' delimiter": ("a key needs ':' and a value behind it.", ""),
    "Expecting property name": (
        "a key in double quotes is missing here.",
        'Write: "key": value.',
    ),
    "Illegal trailing comma": ("a comma stands behind the last value.", "Remove it."),
    "Extra data": ("something stands behind the end of the model.", "Remove it."),
    "Unterminated string": ("a text isn't closed.", "Close it with a double quote."),
    "Invalid control character": (
        "a line break or another control character stands in a text.",
        "Close the text, or write a line break as \\n.",
    ),
    "Invalid \\escape": ("a backslash in a text must be written twice.", ""),
    "Invalid \\uXXXX escape": ("this isn't the code of a character.", "Write: \\u00e9."),
}


def in_plain_words(message: str, faults: dict[str, tuple[str, str]], what: str) -> tuple[str, str]:
    """Return what is wrong and what to do, for a message of a parser."""
    for beginning, (fault, advice) in faults.items():
        if message.startswith(beginning):
            return f"{what}: {fault}", advice
    return f"{what}: {message[:1].lower()}{message[1:]}.", ""
