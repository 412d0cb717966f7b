"""The values that the parts of a model are made of: ids, texts, statements, states, lists, tables.

Each type says which values it takes and, in `Written`, how they are written in a file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from numbers import Integral
from typing import Annotated, Any, Literal, TypeVar, get_args

from immutabledict import immutabledict
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    WrapSerializer,
)
from pydantic_core import PydanticCustomError

from countermove.model.numbers import FRACTION, Number, exact, plain
from countermove.model.texts import control_in, is_blank
from countermove.model.written import Written

LONGEST_ID = 100
ID_RULE = "An id is one word of letters, digits and underscores, with hyphens inside if you like."
LABEL_RULE = (
    "A label begins with a letter or digit; marks such as * ' ( ) and single blanks may follow."
)

Identifier = Annotated[str, StringConstraints(pattern=r"^\w+(-\w+)*$", max_length=LONGEST_ID)]
"""A word of letters, digits and underscores, hyphens inside."""

_MARKS = r"*'’†‡°§#+./():!?⁰¹²³⁴-⁹₀-₉"

LABEL = rf"^\w[\w{_MARKS}-]*( [\w{_MARKS}-]+)*$"
"""What a printed label of a state may be: words with the marks that papers put on them."""

Label = Annotated[str, StringConstraints(pattern=LABEL, max_length=LONGEST_ID)]

StatementText = Annotated[
    str, StringConstraints(min_length=1), Written(instead="true", names="statement")
]
"""A Boolean statement over options, terms and states; see :mod:`countermove.model.logic`."""


def _prose(text: str) -> str:
    if control := control_in(text):
        raise PydanticCustomError("control", "{control}", {"control": control})
    return text


def _visible(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("blank", "should not be blank")
    return _prose(text)


Prose = Annotated[str, AfterValidator(_prose)]
"""A text that may be empty."""

Text = Annotated[
    str,
    AfterValidator(_visible),
    Field(json_schema_extra={"pattern": r"\S"}),
    Written(instead="?"),
]
"""A text with something to see in it: sentences are made of it."""

Direction = Annotated[
    Literal["both", "take", "drop", "up", "down", "fixed"],
    Written(
        noun="direction",
        choices="Write both, take (only from no to yes), drop (only from yes to no) or fixed "
        "(neither way); of levels up or down.",
    ),
]
"""How an option may be changed: both ways, only from no to yes, only from yes to no, not at all.

Among levels ``up`` and ``down`` stand for ``take`` and ``drop``.
"""

DIRECTIONS: tuple[str, ...] = get_args(get_args(Direction)[0])

T = TypeVar("T")


def _frozen(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return immutabledict(value)


def _plain(value: Mapping[str, Any], handler: Any) -> Any:
    return handler(dict(value))


# Lists and tables of a file become tuples and immutable mappings; what is inside stays strict.
Items = Annotated[tuple[T, ...], Field(strict=False)]
Table = Annotated[Mapping[Identifier, T], AfterValidator(_frozen), WrapSerializer(_plain)]
LabelTable = Annotated[Mapping[Label, T], AfterValidator(_frozen), WrapSerializer(_plain)]
NameTable = Annotated[
    Mapping[str, T], AfterValidator(_frozen), WrapSerializer(_plain), Written(keys="name")
]
"""A table whose keys name options or terms: ``concede`` or ``us.concede``."""

Because = Annotated[
    Items[Annotated[Identifier, Written(names="source")]],
    Field(description="Ids of the sources that support it; none means that it is a judgement."),
]
Note = Annotated[Prose | None, Field(description="Why the analyst judges so.")]


def _weight(value: object) -> Number:
    number = exact(value)
    if number is None:
        raise PydanticCustomError("number", "should be a number")
    return number


_NUMBER = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": FRACTION}]}


def _bounded(value: object) -> Number | tuple[Number, Number]:
    if not isinstance(value, (list, tuple)):
        return _weight(value)
    if len(value) != 2 or any(
        isinstance(end, (list, tuple)) or exact(end) is None for end in value
    ):
        raise PydanticCustomError("number", "should be a number")
    return _weight(value[0]), _weight(value[1])


def _plain_bounds(value: Number | tuple[Number, Number]) -> Any:
    return [plain(end) for end in value] if isinstance(value, tuple) else plain(value)


Bounded = Annotated[
    Number | tuple[Number, Number],
    PlainValidator(_bounded),
    PlainSerializer(_plain_bounds),
    WithJsonSchema(
        {
            "anyOf": [
                *_NUMBER["anyOf"],
                {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
    Written("a number", instead=0),
]
"""A weight, or the two bounds that it lies within."""

Share = Annotated[
    Number,
    PlainValidator(_weight),
    PlainSerializer(plain),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": FRACTION},
            ]
        }
    ),
]
"""A likelihood or a degree, between 0 and 1."""

_ATTITUDES = {"+": "friendly", "0": "indifferent", "-": "hostile", "–": "hostile", "−": "hostile"}


def _attitude(value: object) -> object:
    return _ATTITUDES.get(value, value) if isinstance(value, str) else value


Attitude = Annotated[
    Literal["friendly", "indifferent", "hostile"],
    BeforeValidator(_attitude),
    WithJsonSchema({"enum": ["friendly", "indifferent", "hostile", "+", "0", "-"]}),
    Written(
        noun="attitude",
        choices="Write friendly (+), indifferent (0) or hostile (-).",
    ),
]
"""How one decision maker feels about another."""


def _whole(value: object) -> object:
    """Take the whole numbers of other libraries for what they are."""
    is_number = isinstance(value, Integral) and not isinstance(value, bool)
    return int(value) if is_number else value  # type: ignore[call-overload]


StateReference = Annotated[
    str | int,
    BeforeValidator(_whole),
    Written("an outcome (pattern, number or id)", names="state"),
]
"""A state as the analyst writes it: pattern, printed number or label, state id."""


OptionName = Annotated[str, Written(names="option")]
"""An option: ``concede`` or, where two decision makers use the same id, ``us.concede``."""

ChoiceName = Annotated[str, Written(names="choice")]
"""That an option is done, by its name, or at which of its levels it is: ``terms is table``."""

_End = Annotated[StateReference, Written("an outcome (id in quotes, pattern or number)")]
_Move = Annotated[Items[_End], Written('a pair of outcomes, ["from", "to"]', "a move of {dm}")]

ListedMoves = Annotated[Items[_Move], Written('a list of moves, [["from", "to"]]', empty=True)]
"""The moves of one decision maker, one by one."""


def _written_date(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


DateText = Annotated[
    Text, BeforeValidator(_written_date), Written("a date or a text in quotes", form="date")
]
"""A date, or words for one."""


Texts = Annotated[tuple[Text, ...], Field(strict=False, min_length=1)]
"""Texts in their order, at least one."""

Character = Annotated[int, Field(ge=0)]
"""Where in a text something stands: how many characters stand before it."""


def _sha256(value: object) -> object:
    digits = value.lower() if isinstance(value, str) else ""
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise PydanticCustomError("sha256", "should be 64 hexadecimal digits")
    return digits


Sha256 = Annotated[
    str,
    BeforeValidator(_sha256),
    Field(json_schema_extra={"pattern": "^[0-9A-Fa-f]{64}$"}),
    Written("the SHA-256 of the file, 64 digits and letters from a to f"),
]
"""The SHA-256 of a file."""
