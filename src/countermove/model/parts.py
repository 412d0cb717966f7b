"""The parts of a model: options, decision makers, preferences, rules, claims, sources.

Each class says which forms its part may take; the JSON Schema of the model file is generated
from them. Lists and tables become tuples and immutable mappings, and nothing can be changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from numbers import Integral
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from immutabledict import immutabledict
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WithJsonSchema,
    WrapSerializer,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from countermove.model.numbers import FRACTION, Number, exact, plain
from countermove.model.ranking_text import levels, spread
from countermove.model.texts import control_in, is_blank

Identifier = Annotated[str, StringConstraints(pattern=r"^\w+(-\w+)*$", max_length=100)]
"""A word of letters, digits and underscores, hyphens inside."""

_MARKS = r"*'’†‡°§#+./():!?⁰¹²³⁴-⁹₀-₉"

LABEL = rf"^\w[\w{_MARKS}-]*( [\w{_MARKS}-]+)*$"
"""What a printed label of a state may be: words with the marks that papers put on them."""

Label = Annotated[str, StringConstraints(pattern=LABEL, max_length=100)]

StatementText = Annotated[str, StringConstraints(min_length=1)]
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

Text = Annotated[str, AfterValidator(_visible), Field(json_schema_extra={"pattern": r"\S"})]
"""A text with something to see in it: sentences are made of it."""

Direction = Literal["both", "take", "drop", "fixed"]
"""How an option may be changed: both ways, only from no to yes, only from yes to no, not at all."""

DIRECTIONS: tuple[str, ...] = get_args(Direction)

T = TypeVar("T")


def _frozen(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return immutabledict(value)


def _plain(value: Mapping[str, Any], handler: Any) -> Any:
    return handler(dict(value))


# Lists and tables of a file become tuples and immutable mappings; what is inside stays strict.
Items = Annotated[tuple[T, ...], Field(strict=False)]
Table = Annotated[Mapping[Identifier, T], AfterValidator(_frozen), WrapSerializer(_plain)]
LabelTable = Annotated[Mapping[Label, str], AfterValidator(_frozen), WrapSerializer(_plain)]
NameTable = Annotated[Mapping[str, T], AfterValidator(_frozen), WrapSerializer(_plain)]
"""A table whose keys name options or terms: ``concede`` or ``us.concede``."""


class Part(BaseModel):
    """A part of a model: frozen, strict, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Written(Part):
    """Something that rests on the record, or on the analyst's judgement alone.

    Parameters
    ----------
    because : tuple of str
        Ids of the sources that support it; none means that it is a judgement.
    note : str, optional
        Why the analyst judges so.
    """

    because: Items[Identifier] = ()
    note: Prose | None = None


class Option(Written):
    """Something that a decision maker can do or not do.

    Parameters
    ----------
    text : str
        What it is, in the analyst's words.
    moves : {"both", "take", "drop", "fixed"}
        In which direction it may be changed.
    does, stops : str, optional
        How a sentence says that it is taken or given up, after "would": ``"withdraw its
        guarantee"``. Explanations read better with them.
    """

    text: Text
    moves: Direction = "both"
    does: Text | None = None
    stops: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"text": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say that a text alone may stand for an option."""
        return {"anyOf": [{"type": "string", "pattern": r"\S"}, handler(schema)]}

    @model_serializer(mode="wrap")
    def _to_text(self, handler: SerializerFunctionWrapHandler) -> Any:
        return _short(handler(self), "text")


class DecisionMaker(Part):
    """A party to the conflict, with the options it controls.

    Parameters
    ----------
    name : str
        What it is called in tables.
    called : str, optional
        What sentences call it, where that differs: ``"the United States"``.
    options : mapping of str to Option
        What it can do; empty for one who only looks on, and in graph form.
    """

    name: Text
    called: Text | None = None
    options: Table[Option] = immutabledict()


class Statement(Written):
    """A prioritised statement: what a decision maker wants to hold."""

    holds: StatementText

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"holds": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say that a text alone may stand for a statement."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}

    @model_serializer(mode="wrap")
    def _to_text(self, handler: SerializerFunctionWrapHandler) -> Any:
        return _short(handler(self), "holds")


def _weight(value: object) -> Number:
    number = exact(value)
    if number is None:
        raise PydanticCustomError("number", "should be a number")
    return number


Weight = Annotated[
    Number,
    PlainValidator(_weight),
    PlainSerializer(plain),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": FRACTION}]}),
]


def _whole(value: object) -> object:
    """Take the whole numbers of other libraries for what they are."""
    is_number = isinstance(value, Integral) and not isinstance(value, bool)
    return int(value) if is_number else value  # type: ignore[call-overload]


StateReference = Annotated[str | int, BeforeValidator(_whole)]
"""A state as the analyst writes it: pattern, printed number or label, state id."""


def _best_first(value: object) -> object:
    """Read a ranking in one text, ``4 > {1 2} > 3``, or one in which such texts stand."""
    if isinstance(value, str):
        return levels(value)
    return tuple(spread(value)) if isinstance(value, (list, tuple)) else value


class _AlsoInOneText:
    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say that a text may stand for a ranking."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Ranking = Annotated[
    Items[StateReference | Items[StateReference]], BeforeValidator(_best_first), _AlsoInOneText
]
"""States from best to worst; an inner list ties."""


class Preference(Written):
    """How one decision maker ranks the states: by exactly one of the three.

    Parameters
    ----------
    statements : tuple of Statement, optional
        Most important first: states are compared on the first statement on which they differ
        (option prioritizing).
    ranking : tuple, optional
        States from best to worst; an inner list ties. In one text ``4 > {1 2} > 3``, as it is
        printed; ``the rest`` stands for all states that aren't named.
    weights : mapping of str to number, optional
        A weight for each option or term; a state's score is their sum (option weighting). Numbers
        of any kind are read exactly, a float by its shortest decimal form.
    """

    statements: Items[Statement] | None = None
    ranking: Ranking | None = None
    weights: NameTable[Weight] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [k for k in ("statements", "ranking", "weights") if getattr(self, k) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(
                f"a preference has exactly one of statements, ranking and weights; found {found}"
            )
        return self


class Rules(Part):
    """Which states are feasible, and which count as one.

    Parameters
    ----------
    infeasible : tuple of str
        Statements or patterns: no state in which one of them holds is feasible.
    feasible : tuple of str
        The same for what is feasible: only states in which one of them holds are; none of them
        means no such rule.
    at_most_one, at_least_one, exactly_one : tuple of tuple of str
        Lists of options or terms of which so many hold.
    requires : mapping of str to str
        An option or term holds only where the statement does.
    coalesce : tuple of str
        Statements or patterns: all states in which one of them holds count as one.
    """

    infeasible: Items[StatementText] = ()
    feasible: Items[StatementText] = ()
    at_most_one: Items[Items[str]] = ()
    at_least_one: Items[Items[str]] = ()
    exactly_one: Items[Items[str]] = ()
    requires: NameTable[StatementText] = immutabledict()
    coalesce: Items[StatementText] = ()


class InnerView(Written):
    """What one decision maker believes that another sees of the conflict.

    What it doesn't give is as the first of the two sees it itself.

    Parameters
    ----------
    unknown : tuple of str
        The options (in graph form the states) that it doesn't know of.
    infeasible : tuple of str
        Statements: states in which one of them holds can't be, as it believes.
    moves : mapping of str to Direction
        How options can be changed, as it believes.
    preferences : mapping of str to Preference
        What it believes that decision makers want.
    """

    unknown: Items[str] = ()
    infeasible: Items[StatementText] = ()
    moves: NameTable[Direction] = immutabledict()
    preferences: Table[Preference] = immutabledict()

    @property
    def changes(self) -> bool:
        """Whether anything is seen otherwise."""
        return bool(self.unknown or self.infeasible or self.moves or self.preferences)


class View(InnerView):
    """The model as one decision maker sees it: what it doesn't give is as the model has it.

    Parameters
    ----------
    unknown : tuple of str
        The options (in graph form the states) that it doesn't know of.
    infeasible : tuple of str
        Statements: states in which one of them holds can't be, as it believes.
    moves : mapping of str to Direction
        How options can be changed, as it believes.
    preferences : mapping of str to Preference
        What it believes that decision makers want.
    views : mapping of str to InnerView
        What it believes that others see; where it gives nothing, that others see what it sees.
    """

    views: Table[InnerView] = immutabledict()


class Claim(Written):
    """A claim made in the dispute, turned into something that can be tested.

    Parameters
    ----------
    says : str
        The claim, in words.
    never, possible, always : str, optional
        Exactly one: no equilibrium satisfies the statement; some equilibrium does; every
        equilibrium does, and there is one.
    """

    says: Text
    never: StatementText | None = None
    possible: StatementText | None = None
    always: StatementText | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [k for k in ("never", "possible", "always") if getattr(self, k) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(
                f"a claim has exactly one of never, possible and always; found {found}"
            )
        return self

    @property
    def kind(self) -> Literal["never", "possible", "always"]:
        """Which of the three the claim is."""
        if self.never is not None:
            return "never"
        return "possible" if self.possible is not None else "always"

    @property
    def statement(self) -> str:
        """The statement that the claim is about."""
        return self.never or self.possible or self.always or ""


def _written_date(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


class Source(Part):
    """The record behind a judgement: who said or did what, when, and where to look it up."""

    said: Text
    who: Text | None = None
    role: Text | None = None
    on: Annotated[Text | None, BeforeValidator(_written_date)] = None
    where: Text | None = None


class ChangedDecisionMaker(Part):
    """What a scenario changes in a decision maker: its name, some of its options."""

    name: Text | None = None
    called: Text | None = None
    options: Table[Option] = immutabledict()


def _short(data: dict[str, Any], key: str) -> Any:
    """Write a part that has one key only as that key's text."""
    return data[key] if data.keys() == {key} else data
