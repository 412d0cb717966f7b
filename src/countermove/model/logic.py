"""Boolean statements over the options of a model: grammar, parts, truth.

A statement is built from names (options, terms, states), levels (``terms is table``, ``price at
least sixty``, ``at most``), patterns (``YN-``), ``true``, ``false``, parentheses and, from the
tightest to the loosest, ``not``, ``and``, ``or``, ``implies`` / ``if``,
``iff`` / ``xor``. ``x if y``, ``if y then x`` and ``y only if x`` are ``y implies x``,
``x unless y`` is ``x if not y``, ``x exactly when y`` is ``x iff y``, and ``x or else y`` is
``x xor y``. The last two levels do not chain: ``a implies b implies c`` needs parentheses, because
people read it in two ways. Each word may be written by the signs of papers and of other programs,
too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Literal, Protocol, Self, TypeVar, cast

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


Formula = Name | Constant | Compound

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
?atom: NAME                                                 -> name
    | NAME _IS NAME                                         -> is_
    | NAME _IS _NOT NAME                                    -> is_not
    | NAME _AT_LEAST NAME                                   -> at_least
    | NAME _AT_MOST NAME                                    -> at_most
    | PATTERN                                               -> name
    | TRUE                                                  -> true
    | FALSE                                                 -> false
    | "(" equivalence ")"

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

        def is_not(self, option: Token, level: Token) -> Formula:
            return Compound("not", (self.is_(option, level),))

        def true(self, _: Token) -> Formula:
            return Constant(True)

        def false(self, _: Token) -> Formula:
            return Constant(False)

    # With the transformer inside, LALR parsing builds the parts bottom-up without recursion. The
    # basic lexer knows the reserved words everywhere; the contextual one would take them for names.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=v_args(inline=True)(Build)())


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

_KINDS = {*WORDS, *_NAMED, *_RELATIONS}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a statement as written.

    Its kind is ``NAME``, ``PATTERN``, ``LEVEL``, a key of `WORDS`, or its sign. Of a level the text
    is its name.
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
        if isinstance(part, Compound):
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
        elif isinstance(part, Compound):
            pending.extend(reversed(part.parts))


def spelled_names(text: str) -> Iterator[Name]:
    """Give every name or pattern spelled in a text, which need not be a statement, in order.

    Of a level it gives the option.

    >>> [name.name for name in spelled_names("not (us.concede and -5 and YN-- or price is low)")]
    ['us.concede', '5', 'YN--', 'price']
    """
    for match in re.finditer(f"{_LEVEL}|{_PATTERN}|{_NAME}", text):
        name = match["option"] or match[0]
        if name.lower() not in RESERVED:
            yield Name(name, match.start())


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


class Logical(Protocol):
    """Truth values for many states that can be joined: arrays of bool, packed bits."""

    def __and__(self, other: Self, /) -> Self:
        """Hold where both do."""

    def __or__(self, other: Self, /) -> Self:
        """Hold where one does."""

    def __xor__(self, other: Self, /) -> Self:
        """Hold where one does and the other doesn't."""

    def __invert__(self) -> Self:
        """Hold where it doesn't."""


Truth = TypeVar("Truth", bound=Logical)


def truth(
    formula: Formula, value: Callable[[str], Truth], constant: Callable[[bool], Truth]
) -> Truth:
    """Evaluate a formula for many states at once."""
    if isinstance(formula, Name):
        return value(formula.name)
    if isinstance(formula, Constant):
        return constant(formula.value)
    parts = [truth(part, value, constant) for part in formula.parts]
    match formula.operator:
        case "not":
            return ~parts[0]
        case "and":
            return reduce(and_, parts)
        case "or":
            return reduce(or_, parts)
        case "implies":
            return ~parts[0] | parts[1]
        case _:
            return ~(parts[0] ^ parts[1])
