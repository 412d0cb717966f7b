"""What is said along with the question what holds, as the query of an address."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query

from countermove.questions.base.parameters import QuestionField, fields_of
from countermove.questions.solve import SolveQuestion

_FIELDS = {field.name: field for field in fields_of(SolveQuestion) if field.name != "engine"}
_SEVERAL = "Several with commas between them."


def _said(**given: Any) -> dict[str, Any]:
    """Return what is said, as the question takes it."""
    return {name: _read(_FIELDS[name], value) for name, value in given.items() if value}


def _read(field: QuestionField, value: Any) -> Any:
    if field.kind not in (tuple, dict):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if field.kind is tuple:
        return parts
    return {key: said for key, _, said in (part.rpartition("=") for part in parts)}


def _parameter(field: QuestionField) -> Parameter:
    """Return what of the query says a parameter: a choice, a flag, or a text."""
    by_key, about = Parameter.KEYWORD_ONLY, field.says.description
    kind: Any = field.type
    if field.kind is bool or (field.choices and field.kind is not tuple):
        usual = False if field.kind is bool else None
        return Parameter(
            field.name, by_key, default=usual, annotation=Annotated[kind, Query(description=about)]
        )
    about = f"{about} {_SEVERAL}" if field.kind in (tuple, dict) else about
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
