"""What is said along with the question what holds, as the query of an address."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query

from countermove.questions.base.pairs import assigned
from countermove.questions.solve import SolveQuestion
from countermove.report.parameters import QuestionField, fields_of

_FIELDS = {field.name: field for field in fields_of(SolveQuestion) if field.name != "engine"}
_SEVERAL = "Several with commas between them."


def _said(**given: Any) -> dict[str, Any]:
    """Return what is said, as the question takes it."""
    return {name: _read(_FIELDS[name], value) for name, value in given.items() if value}


def _read(field: QuestionField, value: Any) -> Any:
    if field.kind is dict:
        return assigned(value, field.says, field.name)
    if field.kind is tuple:
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _parameter(field: QuestionField) -> Parameter:
    """Return what of the query says a parameter: a choice, a flag, or a text."""
    by_key, about = Parameter.KEYWORD_ONLY, field.says.description
    kind: Any = field.type
    if field.kind is bool or (field.choices and field.kind is not tuple):
        usual = False if field.kind is bool else None
        return Parameter(
            field.name, by_key, default=usual, annotation=Annotated[kind, Query(description=about)]
        )
    if field.kind is dict:
        about = f"{about} Each as in {field.says.example}."
        every = Annotated[list[str], Query(max_length=200, description=about)]
        return Parameter(field.name, by_key, default=[], annotation=every)
    about = f"{about} {_SEVERAL}" if field.kind is tuple else about
    written = Annotated[str, Query(max_length=2_000, description=about)]
    return Parameter(field.name, by_key, default="", annotation=written)


_said.__signature__ = Signature(  # type: ignore[attr-defined]
    list(map(_parameter, _FIELDS.values()))
)

if TYPE_CHECKING:
    Along = dict[str, Any]
else:
    Along = Annotated[dict, Depends(_said)]
"""Which scenario, which concepts, how preferences are taken: all that `solve` may be asked."""
