"""What all parts of a model have in common."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from countermove.model.written import Written


class Part(BaseModel):
    """A part of a model: frozen, strict, and without room for unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    written: ClassVar[Written] = Written()
    short: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ()


class Recorded(Protocol):
    """What rests on the record, or on the analyst's judgement alone."""

    @property
    def because(self) -> tuple[str, ...]:
        """The sources that support it."""

    @property
    def note(self) -> str | None:
        """Why the analyst judges so."""


class Brief(Part):
    """A part that may be written as one of its keys alone, a text: the one called `short`."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {cls.short: data} if isinstance(data, str) else data

    @property
    def in_short(self) -> Self | str:
        """Its text, where that says all."""
        return getattr(self, self.short) if len(self.model_fields_set) == 1 else self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say that a text alone may stand for it."""
        whole = handler(schema)
        text = dict(handler.resolve_ref_schema(whole)["properties"][cls.short])
        text.pop("description", None)
        return {"anyOf": [text, whole]}

    @model_serializer(mode="wrap")
    def _to_text(self, handler: SerializerFunctionWrapHandler) -> Any:
        data = handler(self)
        return data[self.short] if data.keys() == {self.short} else data


class OneOf(Part):
    """A part that has exactly one of the keys called `kinds`."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [kind for kind in self.kinds if getattr(self, kind) is not None]
        if len(given) != 1:
            *first, last = self.kinds
            found = " and ".join(given) or "none of them"
            raise ValueError(
                f"a {type(self).__name__.lower()} has exactly one of {', '.join(first)} and "
                f"{last}; found {found}"
            )
        return self

    @property
    def kind(self) -> str:
        """Which of them it has."""
        return next(kind for kind in self.kinds if getattr(self, kind) is not None)
