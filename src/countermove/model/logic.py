"""Boolean statements over the options of a model: grammar, parts, truth.

A statement is built from names (options, terms, states), ``true``, ``false``, parentheses and,
from the tightest to the loosest, ``not``, ``and``, ``or``, ``implies`` / ``if``, ``iff``.
``x if y`` is ``y implies x``. The last two do not chain: ``a implies b implies c`` needs
parentheses, because people read it in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NoReturn, Protocol, Self, TypeVar, cast

from countermove.errors import ModelError, Problem

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

DEEPEST = 100
"""How deeply a statement may be nested."""

RESERVED = frozenset({"not", "and", "or", "implies", "if", "iff", "true", "false"})
"""Words that a statement keeps for itself, in any mixture of capitals."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proposition named in a statement; `offset` is where it stands in the text."""

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

_GRAMMAR = r"""
?start: equivalence
?equivalence: conditional | conditional _IFF conditional   -> iff
?conditional: disjunction
    | disjunction _IMPLIES disjunction                      -> implies
    | disjunction _IF disjunction                           -> implied_by
?disjunction: conjunction (_OR conjunction)*                -> or_
?conjunction: negation (_AND negation)*                     -> and_
?negation: atom | _NOT negation                             -> not_
?atom: NAME                                                 -> name
    | TRUE                                                  -> true
    | FALSE                                                 -> false
    | "(" equivalence ")"

_IFF.2: /iff(?!WORD|[.-])/i
_IMPLIES.2: /implies(?!WORD|[.-])/i
_IF.2: /if(?!WORD|[.-])/i
_OR.2: /or(?!WORD|[.-])/i
_AND.2: /and(?!WORD|[.-])/i
_NOT.2: /not(?!WORD|[.-])/i
TRUE.2: /true(?!WORD|[.-])/i
FALSE.2: /false(?!WORD|[.-])/i
NAME: /_NAME/
%ignore /\s+/
""".replace("/_NAME/", f"/{_NAME}/").replace("WORD", _WORD)

# The grammar's terminals in the order in which an error lists them.
_SPELLED = {
    "NAME": "a name",
    "_NOT": "not",
    "TRUE": "true",
    "FALSE": "false",
    "LPAR": "'('",
    "_AND": "and",
    "_OR": "or",
    "_IMPLIES": "implies",
    "_IF": "if",
    "_IFF": "iff",
    "RPAR": "')'",
    "$END": "the end",
}


@cache
def _parser() -> Lark:
    # Imported when the first statement is read: `countermove --help` needs no grammar.
    from lark import Lark, Transformer, v_args

    def joined(operator: str) -> Callable[..., Formula]:
        def join(_: object, *parts: Formula) -> Formula:
            return parts[0] if len(parts) == 1 else Compound(operator, parts)

        return join

    class Build(Transformer):  # type: ignore[type-arg]
        or_ = joined("or")
        and_ = joined("and")
        implies = joined("implies")
        iff = joined("iff")

        def not_(self, part: Formula) -> Formula:
            return Compound("not", (part,))

        def implied_by(self, consequence: Formula, condition: Formula) -> Formula:
            return Compound("implies", (condition, consequence))

        def name(self, token: Token) -> Formula:
            return Name(str(token), cast("int", token.start_pos))

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

    Parameters
    ----------
    text : str
        The statement, as in a model file.

    Returns
    -------
    Formula
        Its parts; names are not looked up here.

    Raises
    ------
    ModelError
        If it isn't a statement; the problem holds the offset of the mistake.

    Examples
    --------
    >>> parse("not accept")
    Compound(operator='not', parts=(Name(name='accept', offset=4),))
    >>> parse("(accept")
    Traceback (most recent call last):
    countermove.errors.ModelError: the statement ends too early. Expected: ')'.
    """
    from lark.exceptions import UnexpectedInput

    _refuse_deep(_bracket_depth(text))
    if not text.strip():
        raise ModelError(
            Problem("the statement is empty.", advice="Write 'true' for one that always holds.")
        )
    try:
        formula = cast("Formula", _parser().parse(text))
    except UnexpectedInput as error:
        _explain_syntax(text, error)
    _refuse_deep(_depth(formula))
    return formula


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
            Problem(
                f"the statement is nested {depth} deep; at most {DEEPEST} is allowed.",
                advice="Give its parts names under [terms].",
            )
        )


def _explain_syntax(text: str, error: UnexpectedInput) -> NoReturn:
    from lark.exceptions import UnexpectedToken

    if not isinstance(error, UnexpectedToken):
        offset = cast("int", error.pos_in_stream)
        raise ModelError(
            Problem(
                f"{text[offset]!r} has no meaning in a statement.",
                advice="A statement is made of names, not, and, or, implies, if, iff, true, false "
                "and parentheses.",
                offset=offset,
            )
        ) from None
    wanted = [word for terminal, word in _SPELLED.items() if terminal in error.accepts]
    head = ", ".join(wanted[:-1])
    advice = f"Expected: {head} or {wanted[-1]}." if head else f"Expected: {wanted[0]}."
    if error.token.type == "$END":
        raise ModelError(
            Problem("the statement ends too early.", advice=advice, offset=len(text.rstrip()))
        ) from None
    what = f"'{error.token}' can't stand here."
    if error.token.type in {"_IMPLIES", "_IF", "_IFF"} and "NAME" not in error.accepts:
        what = f"'{error.token}' can't be chained without parentheses."
    offset = cast("int", error.token.start_pos)
    raise ModelError(Problem(what, advice=advice, offset=offset)) from None


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
    """Give every name spelled in a text, which need not be a statement (yet), from left to right.

    >>> [name.name for name in spelled_names("not (us.concede and")]
    ['us.concede']
    """
    for match in re.finditer(_NAME, text):
        if match[0].lower() not in RESERVED:
            yield Name(match[0], match.start())


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
    """Evaluate a formula for many states at once.

    Parameters
    ----------
    formula : Formula
        The statement's parts.
    value : callable
        Gives for a name its truth values.
    constant : callable
        Gives the truth values of ``true`` and of ``false``.

    Returns
    -------
    Truth
        Where the statement holds.
    """
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
