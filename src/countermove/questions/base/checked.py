"""What is said along with a question by other programs and forms, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticSerializationError, to_json

from countermove.errors import Problem, UnknownNameError, suggestion
from countermove.questions.base.question import Question
from countermove.report.parameters import QuestionField, fields_of

_LONGEST_TEXT = 2_000
_MOST_ENTRIES = 1_000

_Text = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_TEXT)]
_CHECKED: dict[Any, Any] = {
    str: _Text,
    str | None: _Text | None,
    tuple[str, ...]: tuple[_Text, ...],
    tuple[str, ...] | None: Annotated[tuple[_Text, ...], Field(max_length=_MOST_ENTRIES)] | None,
    Mapping[str, str]: dict[_Text, _Text],
}
"""The types of parameters, and of what is checked for them."""

Asked = TypeVar("Asked", bound=Question)


class _Parameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


_MODELS: dict[type[Question], type[BaseModel]] = {}


def parameters_of(question: type[Question]) -> type[BaseModel]:
    """Return the model of what may be said along with a question."""
    if question not in _MODELS:
        _MODELS[question] = _model(question)
    return _MODELS[question]


def _model(question: type[Question]) -> type[BaseModel]:
    every: dict[str, Any] = {
        f.name: (_CHECKED.get(f.type, f.type), _info(f)) for f in fields_of(question)
    }
    return create_model(
        question.id.capitalize(), __base__=_Parameters, __doc__=question.asks, **every
    )


def _info(field: QuestionField) -> FieldInfo:
    says, several = field.says, field.kind in (tuple, dict) and not field.may_be_nothing
    most = len(field.choices) or _MOST_ENTRIES
    usual = dict(field.default) if field.kind is dict else field.default
    default: dict[str, Any] = {} if field.is_required else {"default": usual}
    info: FieldInfo = Field(
        **default,
        title=says.title,
        description=says.description,
        examples=[says.example] if says.example else None,
        json_schema_extra={"x-of": says.of} if says.of else None,
        ge=says.least,
        le=says.most,
        lt=says.below,
        min_length=1 if several and field.is_required else None,
        max_length=most if several else None,
    )
    return info


def read(question: type[Asked], said: Mapping[str, Any]) -> Asked:
    """Read what is said along with a question: plain data, as from JSON; tell all that is wrong.

    >>> from countermove.questions import find
    >>> read(find("goals"), {"goals": ["deal"]}).steps
    2
    """
    try:
        checked = parameters_of(question).model_validate_json(to_json(said))
    except ValidationError as error:
        every = {field.name: field for field in fields_of(question)}
        raise UnknownNameError(
            *(_problem(details, every) for details in error.errors(include_url=False))
        ) from None
    except PydanticSerializationError:
        advice = "It holds half of a character, or is nested too deeply."
        raise UnknownNameError("the parameters can't be read.", advice=advice) from None
    asked = question(**{name: getattr(checked, name) for name in type(checked).model_fields})
    if problem := asked.wrong(is_typed=False):
        raise UnknownNameError(problem)
    return asked


_WORDS = {
    "missing": "is needed",
    "string_type": "must be a text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} at least",
    "less_than_equal": "must be {le} at most",
    "less_than": "must be less than {lt}",
    "string_too_short": "must not be empty",
    "string_too_long": "is too long: {max_length} characters are possible",
    "too_short": "must not be empty",
    "too_long": "has too many entries: {max_length} are possible",
    "model_type": "must be a table",
}


def _problem(details: ErrorDetails, every: Mapping[str, QuestionField]) -> Problem:
    """Say what pydantic found wrong as everything else here is said."""
    path = details["loc"]
    if not path:
        what, _, advice = details["msg"].partition(". ")
        return Problem(f"{what.removesuffix('.')}.", advice=advice)
    name = str(path[0])
    if details["type"] == "extra_forbidden":
        advice = suggestion(name, every, "The parameters are")
        return Problem(f"no parameter '{name}'.", path, advice)
    return Problem(f"“{every[name].says.title}” {fault_words(details)}.", path)


def fault_words(details: ErrorDetails) -> str:
    """Say what is wrong about a value, behind its name."""
    words = _WORDS.get(details["type"], f"can't be used: {details['msg']}")
    return words.format(**details.get("ctx", {}))
