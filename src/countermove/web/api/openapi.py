"""The description of the API; run as a program it prints the one that is published."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from countermove.files.schema import described

DESCRIPTION = """\
Models of conflicts, edited and answered: what the pages of the web app do, for programs.

Whoever starts the server gets a token; every request sends it as `Authorization: Bearer TOKEN`.
Every change names the revision of the file that it was made on: what others changed meanwhile is
never overwritten unseen. Whatever is refused says why, in the same shape everywhere.
"""
TAGS = [
    {"name": "folder", "description": "The opened folder: its models, and how they come and go."},
    {"name": "model", "description": "One model: what its file says, its edits, its history."},
    {"name": "answers", "description": "What is answered at once; not for large models."},
    {
        "name": "interview",
        "description": "What isn't known, asked one by one; answers are edits.",
    },
    {"name": "questions", "description": "What is answered in the background."},
]


def operation_id(route: APIRoute) -> str:
    """Name an operation as its function is called, which stays."""
    return route.name


def describe(app: FastAPI) -> None:
    """Add to the description of the API how the token is sent."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = plain()
            schema["components"]["securitySchemes"] = {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that the server printed when it started. Pages "
                    "of the app send it in a cookie.",
                }
            }
            schema["security"] = [{"token": []}]
            for part in schema["components"]["schemas"].values():
                _explain(part)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _explain(schema: dict[str, Any]) -> None:
    """Say at each property what the docstring of a data class says of all of them together."""
    whole = schema.get("description", "")
    short, _, parameters = whole.partition("\n\nParameters\n---")
    if parameters:
        schema["description"] = short
        for name, says in described(whole).items():
            schema["properties"][name]["description"] = says


def published() -> str:
    """Return the description as the file ``schema/openapi.json`` has it."""
    from countermove.web.app import create_app
    from countermove.web.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(folder=Path(folder), port=8421))
        with app.state.studio:
            schema = app.openapi()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(published())
