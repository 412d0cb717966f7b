"""The commands that ask questions: what they take is made from the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from cyclopts import Parameter as Option

from countermove.cli import options
from countermove.cli.deliver import Delivery
from countermove.errors import UnknownNameError
from countermove.questions import follow_ups
from countermove.questions.base.pairs import assigned
from countermove.questions.base.question import Question
from countermove.report.parameters import QuestionField, fields_of

Asked = TypeVar("Asked", bound=Question)
P = ParamSpec("P")
R = TypeVar("R")

_BEHIND = Parameter.POSITIONAL_ONLY
_MORE = Parameter.VAR_POSITIONAL
_STANDARD = Delivery()
_CODES = frozenset({"concepts", "coalitional"})
_FIRST, _FURTHER = "goal", "further"


def __getattr__(name: str) -> Callable[..., int]:
    """Return the command of a question; it is made when it is called."""
    if name not in follow_ups():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return command(follow_ups()[name])


def command(question: type[Question]) -> Callable[..., int]:
    """Return the command that asks a follow-up question."""

    def ask(model: str, asked: Question, /, *, delivery: Delivery = _STANDARD) -> int:
        return answered(model, asked, delivery)

    ask.__name__, ask.__doc__ = question.id, question.summary
    return asks(question)(ask)


def answered(model: str, asked: Question, delivery: Delivery) -> int:
    """Ask a follow-up question of a model, and show the answer."""
    # What help needs is above; this is imported when there is something to ask.
    from countermove.cli.articles import ALL, show_article
    from countermove.cli.following import Following
    from countermove.cli.models import opened

    delivery.prepare(model)
    with opened(model) as conflict:
        with Following(conflict) as follow:
            result = asked.run(conflict, follow)
        hint = ALL if asked.can_show_everything() else ""
        article = asked.article(conflict, result)
        delivery.send(result, lambda page: show_article(page, model, article, hint=hint))
    return follow.ended()


def asks(
    question: type[Asked],
) -> Callable[[Callable[Concatenate[str, Asked, P], R]], Callable[..., R]]:
    """Make a function a command that takes what the question does.

    The function is given the model, the question as it is asked, and the options that are its own.
    Where the function does without a model, the command does, too.
    """
    fields = fields_of(question)

    def made(function: Callable[Concatenate[str, Asked, P], R]) -> Callable[..., R]:
        model, _, *own = signature(function, eval_str=True).parameters.values()
        takes = _signature(fields, own, model.default)

        @wraps(function)
        def ask(*positional: Any, **named: Any) -> R:
            typed = takes.bind(*positional, **named).arguments
            asked = question(**dict(_values(fields, typed)))
            if problem := asked.wrong(is_typed=True):
                raise UnknownNameError(problem)
            theirs = {one.name: typed[one.name] for one in own if one.name in typed}
            behind = [theirs.pop(one.name, one.default) for one in own if one.kind is _BEHIND]
            for one in own:
                behind += theirs.pop(one.name, ()) if one.kind is _MORE else ()
            return function(typed.get("model", model.default), asked, *behind, **theirs)

        ask.__annotations__ = {one.name: one.annotation for one in takes.parameters.values()}
        ask.__signature__ = takes  # type: ignore[attr-defined]
        return ask

    return made


def _signature(
    fields: Iterable[QuestionField], own: Iterable[Parameter], no_model: object
) -> Signature:
    """Return what a command takes: the model, what may stand behind it, and options."""
    kind = options.Model if no_model is Parameter.empty else options.ModelOrNone
    found = [Parameter("model", _BEHIND, annotation=kind, default=no_model)]
    found += [one for one in own if one.kind is _BEHIND]
    for field in sorted(fields, key=lambda field: not field.says.behind_model):
        found += _behind(field) if field.is_required else [_option(field)]
    found += [one for one in own if one.kind is not _BEHIND]
    return Signature(sorted(found, key=lambda one: one.kind))


def _behind(field: QuestionField) -> list[Parameter]:
    """Return what stands behind the model: a first value, and more of them."""
    first = Option(help=field.says.typed, allow_leading_hyphen=True)
    # No hyphen ahead here: what comes after the first may be a mistyped option.
    more = Option(help=field.says.further)
    return [
        Parameter(_FIRST, _BEHIND, annotation=Annotated[str, first]),
        Parameter(_FURTHER, Parameter.VAR_POSITIONAL, annotation=Annotated[str, more]),
    ]


def _option(field: QuestionField) -> Parameter:
    by_key = Parameter.KEYWORD_ONLY
    kind = Parameter.POSITIONAL_OR_KEYWORD if field.says.behind_model else by_key
    type_, default = field.type, field.default
    if field.kind is bool:
        default = False
    elif field.kind in (dict, tuple):
        type_, default = (tuple[str, ...] if field.kind is dict else type_) | None, None
    annotation = Annotated[type_, options.option(field.says)]  # type: ignore[valid-type]
    return Parameter(field.name, kind, default=default, annotation=annotation)


def _values(fields: Iterable[QuestionField], typed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what was typed as the question takes it; what wasn't is left out."""
    for field in fields:
        if field.is_required:
            yield field.name, (typed[_FIRST], *typed.get(_FURTHER, ()))
        elif (value := typed.get(field.name)) is not None:
            yield field.name, _value(field, value)


def _value(field: QuestionField, value: Any) -> Any:
    if field.kind is bool:
        return field.default is not value  # an option that stands there turns its default round
    if field.kind is dict:
        return assigned(value, field.says)
    if field.kind is tuple and field.says.of in _CODES:
        return tuple(options.codes(value) or ())
    is_none = field.kind is str and field.may_be_nothing and field.default is not None
    return None if is_none and value.casefold() == "none" else value
