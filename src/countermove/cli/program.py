"""The application: its commands, and what becomes of what they raise."""

from __future__ import annotations

import os
import shlex
import sys
from functools import cache
from io import StringIO
from pathlib import Path

from cyclopts import App, CycloptsError, Group, Parameter
from cyclopts.exceptions import MissingArgumentError, UnknownCommandError, UnusedCliTokensError

from countermove._version import __version__
from countermove.cli.app import DONE, INTERRUPTED, USAGE, WRONG
from countermove.cli.commands import GROUPS, shown_examples
from countermove.cli.deliver import write_error, write_out
from countermove.cli.look import Look
from countermove.cli.mistakes import WrongModelError, mistakes, shown_problems
from countermove.cli.page import written_command
from countermove.errors import CountermoveError, StoppedError
from countermove.files.gallery import is_case
from countermove.questions import follow_ups
from countermove.report.parameters import fields_of

_HELP = """\
Which outcomes of a conflict hold, who can upset the others, with what countermove, and what would \
have to change.

A MODEL is a file that you write, or the name of a case that comes with the program.\
"""


@cache
def application() -> App:
    """Return the application with all its commands."""
    app = App(
        name="countermove",
        help=_HELP,
        help_epilogue=shown_examples("solve talks-2025", "new water.toml"),
        version=__version__,
        version_flags=["--version", "-V"],
        help_format="plaintext",
        default_parameter=Parameter(negative=()),
        group_commands=Group("Help", sort_key=len(GROUPS)),
        print_error=False,
        exit_on_error=False,
        suppress_keyboard_interrupt=False,
        result_action="return_value",
    )
    for order, (title, commands) in enumerate(GROUPS.items()):
        group = Group(title, sort_key=order)
        for position, command in enumerate(commands):
            app.command(
                f"countermove.cli.{command.module}:{command.function}",
                name=command.name,
                help=f"{command.summary}\n\n{command.details}",
                help_epilogue=shown_examples(*command.examples),
                sort_key=position,
                group=group,
            )
    return app


def run(tokens: list[str]) -> int:
    """Run the command that was typed, and say in one sentence what is wrong, if something is."""
    pages = StringIO()  # help and version, which cyclopts prints
    try:
        result = application()(tokens, console=Look.of(sys.stdout).console(pages))
        if pages.getvalue():
            write_out("".join(f"{line.rstrip()}\n" for line in pages.getvalue().splitlines()))
        return result if isinstance(result, int) else DONE
    except BrokenPipeError:
        return DONE  # whoever reads has read enough
    except CycloptsError as error:
        return _usage(error, tokens)
    except WrongModelError as error:
        write_error(mistakes(error.model, error.problems, Look.of(sys.stderr)))
        return WRONG
    except StoppedError:
        write_error("Stopped.\n")
        return INTERRUPTED
    except CountermoveError as error:
        for line in shown_problems(error.problems, Look.of(sys.stderr), "countermove: "):
            write_error(f"{line}\n")
        return WRONG
    except OSError as error:
        where = f"{Look.of(sys.stderr).clean(str(error.filename))}: " if error.filename else ""
        write_error(f"countermove: {where}{error.strerror or error}.\n")
        return WRONG
    except MemoryError:
        write_error("countermove: there is not enough memory for this model.\n")
        return WRONG
    except Exception as error:
        if os.environ.get("COUNTERMOVE_DEBUG"):
            raise
        write_error(
            f"countermove: this is a mistake in the program, not yours: {error!r}\n"
            "Please report it, with what COUNTERMOVE_DEBUG=1 in the environment shows.\n"
        )
        return WRONG


def _usage(error: CycloptsError, tokens: list[str]) -> int:
    chain = list(error.command_chain or ())
    if not chain and tokens and tokens[0] in application():
        chain = tokens[:1]
    if isinstance(error, MissingArgumentError) and error.argument is not None and chain:
        what = f"{' '.join(chain)} needs {_name(error)}."
    elif isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        extra = ", ".join(repr(token) for token in error.unused_tokens)
        what = f"{' '.join(chain)} has no use for {extra}.".strip()
        if option := _meant(" ".join(chain)):
            what += f" Write: {shlex.join([option, *error.unused_tokens])}"
        elif chain == ["cases"]:
            what += f" Write: {shlex.join(['--text', ' '.join(error.unused_tokens)])}"
    elif isinstance(error, UnknownCommandError) and tokens and _is_model(tokens[0]):
        what = f"'{tokens[0]}' is a model, not a command. Did you mean: "
        what += f"{written_command('solve', *tokens)}?"
    else:
        # The help that is pointed to lists all commands.
        what = str(error).partition(" Available commands")[0]
    write_error(f"countermove: {what}\nSee: {written_command(*chain, '--help')}\n")
    return USAGE


def _meant(command: str) -> str | None:
    """Return the option that a value is probably meant for that stands behind the model alone."""
    if command == "claims":
        return "--claim"
    fields = fields_of(follow_ups()[command]) if command in follow_ups() else ()
    return next((field.says.options[0] for field in fields if field.says.meant_alone), None)


def _is_model(name: str) -> bool:
    """Say whether a model is called so: a file, or a case that comes with the program."""
    return Path(name).suffix in (".toml", ".json") or Path(name).is_file() or is_case(name)


def _name(error: MissingArgumentError) -> str:
    """Name what is missing as the help page does."""
    argument = error.argument
    if argument is None or error.keyword is not None or not argument.field_info.is_positional:
        return f"a value for {error.keyword or (argument.name if argument else 'an option')}"
    return argument.name.lstrip("-").upper()
