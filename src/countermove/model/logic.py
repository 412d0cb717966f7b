"""Boolean statements over the options of a model: grammar, parts, truth.

A statement is built from names (options, terms, states), levels (``terms is table``, ``price at
least sixty``, ``at most``), patterns (``YN-``), counts (``at least 2 of (a, b, c)``, ``all of``),
``true``, ``false``, parentheses and, from the tightest to the loosest, ``not``, ``and``, ``or``,
``implies`` / ``if``, ``iff`` / ``xor``. ``x if y``, ``if y then x`` and ``y only if x`` are ``y
implies x``,
``x unless y`` is ``x if not y``, ``x exactly when y`` is ``x iff y``, and ``x or else y`` is
``x xor y``. The last two levels do not chain: ``a implies b implies c`` needs parentheses, because
people read it in two ways. Each word may be written by the signs of papers and of other programs,
too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, cast

from countermove.errors import ModelError
from countermove.model.patterns import DASHES

if TYPE_CHECKING:
    from lark import Lark, Token

DEEPEST = 100
"""How deeply a statement may be nested."""

RESERVED = frozenset(
    {
        *("not", "and", "or", "implies", "if", "iff", "true", "false"),
        *("but", "only", "then", "xor", "unless", "exactly", "when", "else", "is"),
    }
)
"""Words that a statement keeps for itself, in any mixture of capitals."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proposition in a statement: an option, a term, a state, a level, a pattern.

    `offset` is where it stands in the text. Of a level the name is, with single blanks,
    ``terms is table``, ``price at least sixty`` or ``price at most sixty``.
    """

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Constant:
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True, slots=True)
class Compound:
    """An operator (``not and or implies iff``) and the statements that it joins."""

    operator: str
    parts: tuple[Formula, ...]


Quantity = Literal["at least", "at most", "exactly", "all", "any", "none"]
"""How many of some statements are said to hold."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some statements hold, ``at least 2 of (a, b, c)``.

    `number` counts where the quantity needs one. Of ``others of`` the options of one party are left
    out: `others` is its id, or empty where the statement stands among its own. `offset` is where it
    begins. A part may name several options, ``union.troops``, until
    :meth:`~countermove.model.vocabulary.Vocabulary.resolved` has put each in its place.
    """

    quantity: Quantity
    number: int
    parts: tuple[Formula, ...]
    others: str | None = None
    offset: int = 0

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number of its parts that may hold.

        >>> parse("at most 1 of (a, b, c)").bounds, parse("all of (a, b, c)").bounds
        ((0, 1), (3, 3))
        """
        size = len(self.parts)
        return {
            "at least": (self.number, size),
            "at most": (0, self.number),
            "exactly": (self.number, self.number),
            "all": (size, size),
            "any": (1, size),
            "none": (0, 0),
        }[self.quantity]


Formula = Name | Constant | Compound | Count

# Letters of any script with their marks, digits and underscores. Python's \w leaves the marks
# out, so the class says what a name may not hold: spaces, punctuation, symbols, pictures.
_WORD = (
    r"[^\s!-,.\/:-@\[-^`{-~-"
    r"\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2010-\u206f\u2190-\u2bff"
    r"\u3001-\u3003\u3008-\u3020\U0001f000-\U0001ffff]"
)

_NAME = r"WORD+(-WORD+)*(\.WORD+(-WORD+)*)?".replace("WORD", _WORD)

# A pattern with a dash in it, or with strokes between the options' levels; one without is spelled
# as a name is.
_SEGMENT = r"(?:WORD+(?:-WORD+)*(?:\|WORD+(?:-WORD+)*)*|[YNDASHES]+)"
_STROKES = rf"{_SEGMENT}(?:\/{_SEGMENT})+"
_LETTERS = r"(?=[YN]*[DASHES])[YNDASHES]{2,}"
_PATTERN = (rf"(?:{_STROKES}|{_LETTERS})(?!WORD|[.\/DASHES])".replace("DASHES", DASHES)).replace(
    "WORD", _WORD
)

_RELATIONS = {"_IS": "is", "_AT_LEAST": "at least", "_AT_MOST": "at most"}
"""The signs between an option and one of its levels, and how a name has them."""

_LEVEL = rf"(?P<option>{_NAME})\s+(?i:is(\s+not)?|at\s+(least|most))\s+(?P<level>{_NAME})"

_COUNT = (
    r"(?:(?:at\s+least|at\s+most|exactly)\s+\d{1,9}|all|any|none)"
    r"(?:\s+others(?:\s+than\s+WORD+(?:-WORD+)*)?)?\s+of(?!WORD|[.-])"
).replace("WORD", _WORD)
"""What begins a count: these are words of a statement only together."""

_NAMED = ("NAME", "PATTERN")

_GRAMMAR = r"""
?start: equivalence
?equivalence: conditional
    | conditional _IFF conditional                          -> iff
    | conditional _XOR conditional                          -> xor
?conditional: disjunction
    | disjunction _IMPLIES disjunction                      -> implies
    | disjunction _ONLY_IF disjunction                      -> implies
    | _IF disjunction _THEN disjunction                     -> implies
    | disjunction _IF disjunction                           -> implied_by
    | disjunction _UNLESS disjunction                       -> unless
?disjunction: conjunction (_OR conjunction)*                -> or_
?conjunction: negation (_AND negation)*                     -> and_
?negation: atom | _NOT negation                             -> not_
?atom: named
    | COUNT named                                           -> count
    | COUNT "(" equivalence ("," equivalence)* ")"          -> count
    | TRUE                                                  -> true
    | FALSE                                                 -> false
    | "(" equivalence ")"
?named: NAME                                                -> name
    | NAME _IS NAME                                         -> is_
    | NAME _IS _NOT NAME                                    -> is_not
    | NAME _AT_LEAST NAME                                   -> at_least
    | NAME _AT_MOST NAME                                    -> at_most
    | PATTERN                                               -> name

COUNT.5: /_COUNT/ix
_IFF.4: /iff END|if\s+and\s+only\s+if END|exactly\s+when END|<->|<=>|[↔⇔≡]/ix
_XOR.3: /xor END|or\s+else END|[⊕⊻]/ix
_IMPLIES.3: /implies END|->|=>|[→⇒]/ix
_ONLY_IF.3: /only\s+if END/ix
_IF.2: /if END/ix
_UNLESS.2: /unless END/ix
_IS.2: /is END/ix
_AT_LEAST.2: /at\s+least END/ix
_AT_MOST.2: /at\s+most END/ix
_THEN.2: /then END/ix
_OR.2: /or END|\|\|?|∨/ix
_AND.2: /and END|but END|&&?|∧/ix
_NOT.1: /not END|[!~¬DASHES]/ix
TRUE.2: /true END/ix
FALSE.2: /false END/ix
PATTERN.2: /_PATTERN/
NAME: /_NAME/
%ignore /\s+/
""".replace("END", "(?!WORD|[.-])")
_GRAMMAR = _GRAMMAR.replace("_PATTERN/", f"{_PATTERN}/").replace("_NAME/", f"{_NAME}/")
_GRAMMAR = _GRAMMAR.replace("_COUNT/", f"{_COUNT}/")
_GRAMMAR = _GRAMMAR.replace("DASHES", DASHES).replace("WORD", _WORD)


@cache
def _parser() -> Lark:
    # Imported when the first statement is read: `countermove --help` needs no grammar.
    from lark import Lark, Transformer, v_args

    def joined(operator: str) -> Callable[..., Formula]:
        def join(_: object, *parts: Formula) -> Formula:
            return parts[0] if len(parts) == 1 else Compound(operator, parts)

        return join

    def related(relation: str) -> Callable[..., Formula]:
        def relate(_: object, option: Token, level: Token) -> Formula:
            return Name(f"{option} {relation} {level}", cast("int", option.start_pos))

        return relate

    class Build(Transformer):  # type: ignore[type-arg]
        or_ = joined("or")
        and_ = joined("and")
        implies = joined("implies")
        iff = joined("iff")

        def xor(self, *parts: Formula) -> Formula:
            return Compound("not", (Compound("iff", parts),))

        def not_(self, part: Formula) -> Formula:
            return Compound("not", (part,))

        def implied_by(self, consequence: Formula, condition: Formula) -> Formula:
            return Compound("implies", (condition, consequence))

        def unless(self, consequence: Formula, exception: Formula) -> Formula:
            return Compound("implies", (Compound("not", (exception,)), consequence))

        def name(self, token: Token) -> Formula:
            return Name(str(token), cast("int", token.start_pos))

        is_ = related("is")
        at_least = related("at least")
        at_most = related("at most")

        def count(self, token: Token, *parts: Formula) -> Formula:
            quantity, number, others = count_words(token)
            offset = cast("int", token.start_pos)
            return Count(quantity, number or 0, parts, others, offset)

        def is_not(self, option: Token, level: Token) -> Formula:
            return Compound("not", (self.is_(option, level),))

        def true(self, _: Token) -> Formula:
            return Constant(True)

        def false(self, _: Token) -> Formula:
            return Constant(False)

    # With the transformer inside, LALR parsing builds the parts bottom-up without recursion. The
    # basic lexer knows the reserved words everywhere; the contextual one would take them for names.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=v_args(inline=True)(Build)())


def count_words(text: str) -> tuple[Quantity, int | None, str | None]:
    """Return what the words say that begin a count: how many, and whose options are left out.

    >>> count_words("At least 2 others than france of"), count_words("all others of")
    (('at least', 2, 'france'), ('all', None, ''))
    """
    words = text.split()
    quantity = " ".join(words[: 2 if words[0].lower() == "at" else 1]).lower()
    number = next((int(word) for word in words if word.isdecimal()), None)
    lower = [word.lower() for word in words]
    others = None
    if "others" in lower[:4]:
        others = words[-2] if lower[-3] == "than" else ""
    return cast("Quantity", quantity), number, others


@lru_cache(maxsize=4096)
def parse(text: str) -> Formula:
    """Parse a statement.

    >>> parse("not accept")
    Compound(operator='not', parts=(Name(name='accept', offset=4),))
    >>> parse("(accept")
    Traceback (most recent call last):
    countermove.errors.ModelError: the statement ends too early. Expected: ')'.
    """
    from lark.exceptions import UnexpectedInput

    from countermove.model.syntax_errors import syntax_problem

    _refuse_deep(_bracket_depth(text))
    if not text.strip():
        raise ModelError(
            "the statement is empty.", advice="Write 'true' for one that always holds."
        )
    try:
        formula = cast("Formula", _parser().parse(text))
    except UnexpectedInput as error:
        raise ModelError(syntax_problem(text, error)) from None
    _refuse_deep(_depth(formula))
    return formula


WORDS = {
    "_NOT": "not",
    "_AND": "and",
    "_OR": "or",
    "_IMPLIES": "only if",
    "_ONLY_IF": "only if",
    "_IF": "if",
    "_THEN": "then",
    "_UNLESS": "unless",
    "_IFF": "exactly when",
    "_XOR": "or else",
    "TRUE": "always",
    "FALSE": "never",
}
"""What is said for each kind of word or sign of a statement."""

_KINDS = {*WORDS, *_NAMED, *_RELATIONS, "COUNT"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a statement as written.

    Its kind is ``NAME``, ``PATTERN``, ``LEVEL``, ``COUNT``, a key of `WORDS`, or its sign. Of a
    level the text is its name.
    """

    kind: str
    text: str


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return what a text is made of, in order, whether it is a statement or not.

    >>> [(piece.kind, piece.text) for piece in pieces("a => (b?)")]
    [('NAME', 'a'), ('_IMPLIES', '=>'), ('(', '('), ('NAME', 'b'), ('?', '?'), (')', ')')]
    """
    from lark.exceptions import UnexpectedCharacters

    found: list[Piece] = []
    start = 0
    while start < len(text):
        try:
            for token in _parser().lex(text[start:]):
                kind = token.type if token.type in _KINDS else str(token)
                found.append(Piece(kind, str(token)))
            break
        except UnexpectedCharacters as error:
            start += cast("int", error.pos_in_stream)
            found.append(Piece(text[start], text[start]))
            start += 1
    return tuple(_levels_joined(found))


def _levels_joined(found: list[Piece]) -> Iterator[Piece]:
    """Make one piece of an option, what stands between, and a level."""
    k = 0
    while k < len(found):
        kinds = [piece.kind for piece in found[k : k + 4]]
        negated = kinds[1:3] == ["_IS", "_NOT"]
        size = 4 if negated else 3
        between = _RELATIONS.get(kinds[1]) if len(kinds) >= size else None
        if between and kinds[0] == kinds[size - 1] == "NAME":
            if negated:
                yield found[k + 2]
            yield Piece("LEVEL", f"{found[k].text} {between} {found[k + size - 1].text}")
            k += size
        else:
            yield found[k]
            k += 1


def is_conditional(text: str) -> bool:
    """Say whether two statements are joined by `only if`, `unless`, `exactly when` or the like.

    >>> [is_conditional(text) for text in ("(a unless b)", "a xor b", "not (a iff b)", "a or b")]
    [True, True, False, False]
    """
    formula = _read(text)
    if not isinstance(formula, Compound):
        return False
    is_xor = formula.operator == "not" and denied(text) is None
    return is_xor or formula.operator in ("implies", "iff")


def denied(text: str) -> str | None:
    """Return the statement that a text denies as a whole, if it does.

    >>> denied("not (a implies b)"), denied("not a and b"), denied("not a xor b")
    ('a implies b', None, None)
    """
    inner = _without_brackets(text)
    first = next(iter(pieces(inner)), None)
    if first is None or first.kind != "_NOT":
        return None
    # Blanks keep the places, so that names are the same.
    rest = " " * len(first.text) + inner[len(first.text) :]
    formula = _read(rest)
    is_whole = formula is not None and Compound("not", (formula,)) == _read(inner)
    return _without_brackets(rest) if is_whole else None


def denial(text: str) -> str:
    """Return what is true where a statement isn't; what is no statement stays as it is.

    >>> denial("a or b"), denial("not (a or b)"), denial("a) or (b")
    ('not (a or b)', 'a or b', 'a) or (b')
    """
    return text if _read(text) is None else denied(text) or f"not ({text})"


def _without_brackets(text: str) -> str:
    """Take away the brackets around a whole statement."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _read(text[1:-1]) is not None:
        text = text[1:-1].strip()
    return text


def _read(text: str) -> Formula | None:
    try:
        return parse(text)
    except ModelError:
        return None


def _bracket_depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _depth(formula: Formula) -> int:
    deepest = 0
    pending: list[tuple[Formula, int]] = [(formula, 0)]
    while pending:
        part, depth = pending.pop()
        deepest = max(deepest, depth)
        if isinstance(part, (Compound, Count)):
            pending.extend((inner, depth + 1) for inner in part.parts)
    return deepest


def _refuse_deep(depth: int) -> None:
    if depth > DEEPEST:
        raise ModelError(
            f"the statement is nested {depth} deep; at most {DEEPEST} is allowed.",
            advice="Give its parts names under [terms].",
        )


def names(formula: Formula) -> Iterator[Name]:
    """Give every name in a formula, from left to right, as often as it stands there."""
    pending: list[Formula] = [formula]
    while pending:
        part = pending.pop()
        if isinstance(part, Name):
            yield part
        elif isinstance(part, (Compound, Count)):
            pending.extend(reversed(part.parts))


def counts(formula: Formula) -> Iterator[Count]:
    """Give every count in a formula, those outside before what is within."""
    pending: list[Formula] = [formula]
    while pending:
        part = pending.pop()
        if isinstance(part, Count):
            yield part
        if isinstance(part, (Compound, Count)):
            pending.extend(reversed(part.parts))


def spelled_names(text: str) -> Iterator[Name]:
    """Give every name or pattern spelled in a text, which need not be a statement, in order.

    Of a level it gives the option.

    >>> [name.name for name in spelled_names("not (us.concede and -5 and YN-- or price is low)")]
    ['us.concede', '5', 'YN--', 'price']
    """
    for match in re.finditer(
        f"(?P<count>(?<!WORD)(?i:{_COUNT}))|{_LEVEL}|{_PATTERN}|{_NAME}".replace("WORD", _WORD),
        text,
    ):
        name = match["option"] or match[0]
        if not match["count"] and name.lower() not in RESERVED:
            yield Name(name, match.start())


def without_counts(text: str) -> str:
    """Return a text with brackets in place of the words that begin counts.

    >>> without_counts("Strike or at least 2 of (a, b)")
    'Strike or ( (a, b)'
    """
    return re.sub(f"(?<!{_WORD})(?i:{_COUNT})", "(", text)


def spelled_others(text: str) -> Iterator[Name]:
    """Give every party in a text whose options are left out of a count, in order.

    >>> [party.name for party in spelled_others("any others than uk of (a, b) or all of c")]
    ['uk']
    """
    for match in re.finditer(f"(?i:{_COUNT})", text):
        if others := count_words(match[0])[2]:
            yield Name(others, match.start() + match[0].rindex(others, 0, len(match[0]) - 2))


def spelled_levels(text: str) -> Iterator[tuple[Name, Name]]:
    """Give every option and level that belong together in a text, in order.

    >>> [level.name for _, level in spelled_levels("price at  least low or not terms is none")]
    ['low', 'none']
    """
    for match in re.finditer(_LEVEL, text):
        option, level = match["option"], match["level"]
        yield Name(option, match.start()), Name(level, match.start("level"))


Relation = Literal["is", "at least", "at most"]
"""What a statement says of an option and one of its levels."""


def level_named(name: str) -> tuple[str, Relation, str] | None:
    """Return the option, the relation and the level of a name; None where it names no level.

    >>> level_named("us.price at least low"), level_named("accept")
    (('us.price', 'at least', 'low'), None)
    """
    option, _, rest = name.partition(" ")
    relation, _, level = rest.rpartition(" ")
    if relation not in _RELATIONS.values():
        return None
    return option, cast("Relation", relation), level
