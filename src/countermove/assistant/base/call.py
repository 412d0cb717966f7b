"""Tools: what makes a function one, and what it is given when it is called."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, TypeVar, cast

from anyio import from_thread
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from countermove.assistant.base.desk import Desk
from countermove.assistant.base.results import MOST_TEXT, ToolResult
from countermove.errors import CountermoveError, StoppedError, TooLargeError, suggestion
from countermove.model.conflict import Conflict
from countermove.progress import Follow, Progress
from countermove.questions.base.checked import fault_words
from countermove.report.phrases import progress_phrase

USUAL_PATIENCE = 60
"""So many seconds a question may take where nothing is said."""

SHARE_OF_PATIENCE = 0.8
"""Which part of it goes to what ends with what was found until then: the rest is to be on time."""

_TOLD_EVERY = 0.2

TOOLS: list[HouseTool] = []
"""The tools that have been imported."""

Function = TypeVar("Function", bound=Callable[..., ToolResult])


@dataclass(frozen=True)
class Call:
    """One call of a tool, which runs in a thread of its own."""

    tool: str
    desk: Desk
    context: Context[Desk, Any]

    def follow(self, conflict: Conflict, patience: int = USUAL_PATIENCE) -> Follow:
        """Return what tells the client how far it is, and stops where it is waited for no more."""
        begun, told_at, furthest = time.monotonic(), 0.0, 0.0

        def follow(progress: Progress) -> bool:
            nonlocal told_at, furthest
            from_thread.check_cancelled()
            if progress.seconds > patience:
                raise TooLargeError(
                    f"this takes longer than {patience} s. {progress.expected}.",
                    advice=f"Ask for less, or give it the time: patience={_enough(progress)}.",
                )
            if progress.expected or time.monotonic() - told_at > _TOLD_EVERY:
                told_at = time.monotonic()
                says = progress.expected or progress_phrase(conflict, progress)
                # As the protocol asks, it never goes back, though work has several parts.
                furthest = max(furthest, progress.share)
                from_thread.run(self.context.report_progress, furthest, 1.0, says)
            # What had been found until then is told, where a question keeps that.
            return time.monotonic() - begun <= patience

        return follow


def _enough(progress: Progress) -> int:
    return int(2 * progress.seconds) + 1


class HouseTool(Tool):
    """A tool that refuses in plain words, and takes no argument that it doesn't know."""

    async def run(
        self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False
    ) -> Any:
        """Run it with arguments."""
        known = self.parameters["properties"]
        for name in arguments:
            if name not in known:
                advice = suggestion(name, known, "It takes")
                raise ToolError(f"{self.name}: no argument '{name}'. {advice}")
        try:
            return await super().run(arguments, context, convert_result)
        except UnexpectedToolError:
            raise
        except ToolError as error:
            raise ToolError(_said(self.name, error.__cause__ or error)) from error.__cause__


class PlainArguments(FuncMetadata):
    """Arguments that are taken as they come: all are flat, and an outcome may be called “[7]”."""

    def pre_parse_json(self, data: dict[str, Any]) -> dict[str, Any]:
        """Leave texts what they are, though they could be read as JSON."""
        return data


def _said(tool: str, error: BaseException) -> str:
    if isinstance(error, ValidationError):
        told = (
            f"{tool}: “{'.'.join(map(str, one['loc']))}” {fault_words(one)}."
            for one in error.errors(include_url=False)
        )
        return "\n".join(told)
    return str(error)


def tool(*, title: str, writes: bool = False) -> Callable[[Function], Function]:
    """Make a function a tool: it gets the call, and then what the client says, by name."""

    def made(function: Function) -> Function:
        _, *takes = signature(function, eval_str=True).parameters.values()
        gives = signature(function, eval_str=True).return_annotation

        def run(*, context: Context[Desk, Any], **said: Any) -> CallToolResult:
            desk: Desk = context.request_context.lifespan_context
            try:
                found = function(Call(function.__name__, desk, context), **said)
            except StoppedError as error:
                raise ToolError(f"{error} Ask for less, or give it more patience.") from error
            except CountermoveError as error:
                raise ToolError(_cut(str(error))) from error
            return CallToolResult(
                content=[TextContent(type="text", text=found.as_text())],
                structured_content=found.data(),
            )

        run.__name__, run.__doc__ = function.__name__, function.__doc__
        asked = Parameter("context", Parameter.KEYWORD_ONLY, annotation=Context[Desk, Any])
        run.__signature__ = Signature(  # type: ignore[attr-defined]
            [*takes, asked], return_annotation=Annotated[CallToolResult, gives]
        )
        run.__annotations__ = {one.name: one.annotation for one in (*takes, asked)}
        annotations = ToolAnnotations(
            title=title,
            read_only_hint=not writes,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        )
        found = HouseTool.from_function(run, title=title, annotations=annotations)
        found.parameters["additionalProperties"] = False
        found.fn_metadata = PlainArguments(**dict(found.fn_metadata))
        TOOLS.append(cast("HouseTool", found))
        return function

    return made


def _cut(text: str, most: int = MOST_TEXT) -> str:
    """Shorten what is said of many mistakes, at the end of a line."""
    lines: list[str] = []
    for number, line in enumerate(every := text.split("\n")):
        most -= len(line.encode()) + 1
        if most < 0:
            left = len(every) - number
            return "\n".join([*lines, f"And {left:,} more."])
        lines.append(line)
    return text
