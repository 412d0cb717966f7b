"""The JSON Schema of the model file, generated from the model.

Run as ``python -m countermove.files.schema [PATH]`` it writes the schema to a file, or to the
standard output.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from countermove.model.conflict import Conflict
from countermove.model.part import Part
from countermove.model.reserved import KEYS
from countermove.model.shapes import shape_of_part
from countermove.model.values import LABEL
from countermove.model.written import IN_STATEMENTS

SCHEMA_ID = "urn:countermove:model:1"

SCHEMA_FILE = "countermove-1.schema.json"
"""What the file with the schema is called."""

# `\w` is ASCII to some validators: any script's letters are what is neither space nor ASCII
# punctuation.
_WORD = r"[^\s!-,./:-@\[-^`{-~-]+"
_IDENTIFIER = f"^{_WORD}(-{_WORD})*$"
# A label may have the marks of papers, and single blanks.
_PRINTED = r"[^\s\"$%&,;<=>@\[-^`{-~]+"
_LABEL = f"^{_PRINTED}( {_PRINTED})*$"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a model file, in which dates are strings.

    >>> json_schema()["required"]
    ['format', 'title']
    """
    schema = Conflict.model_json_schema(schema_generator=_Generator)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "$id": SCHEMA_ID,
        **_plain(schema),
        "properties": {"$schema": _FOR_EDITORS, **_plain(schema["properties"])},
        "title": "Countermove model",
    }


_RESERVED = {"enum": sorted(KEYS)}
_FOR_EDITORS = {"type": "string", "description": "This schema, for editors; it says nothing else."}


class _Generator(GenerateJsonSchema):
    """Says in the schema what a file may hold: no null, which TOML can't write, and no defaults."""

    # Empty tables are the default of many parts; that they may be left out says as much.
    ignored_warning_kinds = {"non-serializable-default"}  # noqa: RUF012

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = super().default_schema(schema)
        if not isinstance(inner.get("default"), str):
            inner.pop("default", None)
        return inner

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        inner = super().str_schema(schema)
        if "pattern" in inner:
            inner["pattern"] = _LABEL if inner["pattern"] == LABEL else _IDENTIFIER
        return inner

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        inner = super().dict_schema(schema)
        # Left as they are, the patterns would allow any other key with any value.
        for pattern, value in inner.pop("patternProperties", {}).items():
            inner["propertyNames"] = inner.get("propertyNames", {}) | {"pattern": pattern}
            inner["additionalProperties"] = value
        return inner

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        inner = super().model_schema(schema)
        model: type[Part] = schema["cls"]
        inner["description"] = (inspect.getdoc(model) or "").split("\n\nParameters\n")[0]
        for ancestor in reversed(model.__mro__):
            for field, text in described(inspect.cleandoc(ancestor.__doc__ or "")).items():
                if field in inner["properties"]:
                    inner["properties"][field]["description"] = text
        for field, shape in shape_of_part(model).inside.items():
            if shape.ids in IN_STATEMENTS:
                kept = inner["properties"][field]
                for form in kept.get("anyOf", [kept]):
                    if "propertyNames" in form:
                        form["propertyNames"] = {**form["propertyNames"], "not": _RESERVED}
        if model.kinds:
            inner["oneOf"] = [{"required": [key]} for key in model.kinds]
        return inner


def _plain(schema: Any) -> Any:
    """Write an alternative of one as that one."""
    if isinstance(schema, dict):
        if schema.keys() == {"anyOf"} and len(schema["anyOf"]) == 1:
            return _plain(schema["anyOf"][0])
        return {key: _plain(value) for key, value in schema.items()}
    return [_plain(value) for value in schema] if isinstance(schema, list) else schema


def described(docstring: str) -> dict[str, str]:
    """Read what the parameters are from a docstring in the style of NumPy."""
    _, _, section = docstring.partition("\nParameters\n----------\n")
    found = {}
    for match in re.finditer(r"^(\w.*?) : .*\n((?:    .*\n?)+)", section, re.MULTILINE):
        for field in match[1].split(", "):
            found[field] = " ".join(match[2].split())
    return found


@cache
def schema_text() -> str:
    """Return the JSON Schema as the text of its file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _write(arguments: list[str]) -> None:
    if arguments:
        Path(arguments[0]).write_text(schema_text(), encoding="utf-8")
    else:
        sys.stdout.write(schema_text())


if __name__ == "__main__":
    _write(sys.argv[1:])
