"""What a question is: words, parameters, and the way to its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from inspect import unwrap
from types import FunctionType, ModuleType
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Literal,
    TypeVar,
    cast,
    dataclass_transform,
)

from immutabledict import immutabledict

from countermove.errors import Problem
from countermove.report.parameters import Reading, WithParameters, fields_of

if TYPE_CHECKING:
    from countermove.analysis.equilibria import Solution
    from countermove.graph_model import GraphModel
    from countermove.model.conflict import Conflict
    from countermove.progress import Follow
    from countermove.references import Reference
    from countermove.report.article import Article, Section
    from countermove.report.shown import Shown
    from countermove.result import Result

FOUND: list[type[Question]] = []
"""The questions that have been imported."""

Made = TypeVar("Made", bound="type[Question]")

About = Literal["way", "worth", "change", "ground", "sight", ""]

ABOUT: Mapping[About, str] = immutabledict(
    {
        "way": "What comes of it, and how?",
        "worth": "How good is it, and how firm?",
        "change": "What would make it otherwise?",
        "ground": "On what does it rest, and how sure is it?",
        "sight": "Who sees it otherwise?",
    }
)
"""What one wants to know, as a question: the others stand below these."""

_EXTRAS = immutabledict(sat="pysat")
"""What optional parts bring, by their names."""


@dataclass(frozen=True)
class Missing:
    """What a model lacks for a question to be asked of it, in a sentence."""

    says: str
    then: str = ""  # what to do about it on the page of the question
    where: str = ""  # the step of the web app where it can be added, if there is one
    words: str = ""  # what a link there says


NO_START = Missing(
    "The model doesn't say where things stand: it has no status quo.",
    "Say at which outcome to begin, or which options are done at the start.",
    "parties#start-not-said",
    "Say what is done at the start",
)


@dataclass(frozen=True, eq=False, repr=False)
class Answer:
    """An answer in words, and what was found; None for the whole report, which is words only."""

    article: Article
    result: Result | None = None


class Question(WithParameters):
    """A question that is asked of a model, with what is said along with it.

    A subclass is one question, made so by :func:`question`. Its fields are its parameters.
    """

    asks: ClassVar[str]  # the question in words
    answers: ClassVar[str]  # what it answers, in a sentence
    summary: ClassVar[str]  # what its command does, in one line
    details: ClassVar[str]  # what else there is to know of it
    examples: ClassVar[tuple[str, ...]]  # what may be typed behind "countermove"
    place: ClassVar[int]  # where it stands among the questions
    is_follow_up: ClassVar[bool]  # its command is like the others, the report has a part for it
    about: ClassVar[About]  # below which question it stands, where they are offered
    then: ClassVar[str]  # the id of the question that comes naturally after it; may be empty
    takes_long: ClassVar[bool]  # it takes seconds, and more in large models
    extra: ClassVar[str]  # the optional part that it needs; may be empty
    as_table: ClassVar[bool] = False  # its answer is a table for other programs, too

    reading: Reading = immutabledict()

    @classmethod
    def lacks(cls, conflict: Conflict, said: Mapping[str, Any]) -> Missing | None:
        """Say what a model needs for it and doesn't have, with what is said, as plain data."""
        return None

    @classmethod
    def is_there(cls) -> bool:
        """Say whether the optional part that it needs is installed."""
        return not cls.extra or find_spec(_EXTRAS[cls.extra]) is not None

    @classmethod
    def idle(cls, conflict: Conflict | None) -> frozenset[str]:
        """Return the parameters, or values as in ``name=value``, that a model has nothing for."""
        return frozenset()

    @classmethod
    def can_show_everything(cls) -> bool:
        """Say whether it may be asked to show everything, however much."""
        return any(field.name == "everything" for field in fields_of(cls))

    @classmethod
    def as_usual(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Complete what a form says, so that the question is answered without one."""
        return said

    def wrong(self, *, is_typed: bool) -> Problem | None:
        """Say what is wrong about what is said together, in the terminal or elsewhere."""
        return None

    def run(self, conflict: Conflict, follow: Follow | None = None) -> Result:
        """Answer it, by the analysis that is called as the question is."""
        settled = self.settled(conflict)
        found: Result = self._function()(settled, **self.arguments(), follow=follow)
        return found

    @classmethod
    def _function(cls) -> Callable[..., Any]:
        home = import_module(f"countermove.analysis.{cls.id}")
        if hasattr(home, "__path__"):
            home = import_module(f"{home.__name__}.{cls.id}")
        found: Callable[..., Any] = getattr(home, cls.id)
        return found

    @classmethod
    def literature(cls) -> tuple[Reference, ...]:
        """Return where it was asked first, which the result that answers it knows."""
        function = cast("FunctionType", unwrap(cls._function()))
        result: type[Result] = function.__globals__[function.__annotations__["return"]]
        return result.literature

    def settled(self, conflict: Conflict) -> Conflict:
        """Return the model in the reading that is asked for."""
        return conflict.in_reading(self.reading) if self.reading else conflict

    def section(self, result: Any) -> Section:
        """Put an answer into words; without a heading the question is put above it."""
        return self.in_words(result, self.shown)

    @classmethod
    def in_words(cls, result: Any, shown: Shown) -> Section:
        """Put an answer into words, whatever was said along with the question."""
        found: Section = getattr(cls._words(), f"{cls.id}_section")(result, shown)
        return found

    @classmethod
    def in_report(cls, solution: Solution, follow: Follow | None = None) -> Section | None:
        """Answer it in short for a report; None where there is nothing to say."""
        found: Section | None = cls._words().section_for_report(solution, follow)
        return found

    @classmethod
    def _words(cls) -> ModuleType:
        return import_module(f"countermove.report.{cls.id}")

    def arguments(self) -> dict[str, Any]:
        """Return what is said as the function that answers takes it."""
        found: dict[str, Any] = {}
        for field in fields_of(type(self)):
            if field.name not in ("everything", "reading"):
                value = getattr(self, field.name)
                nothing = value == () == field.default
                found[field.says.argument or field.name] = None if nothing else value
        return found

    @property
    def shown(self) -> Shown:
        """How much of the answer is shown."""
        from countermove.report.shown import FULL, SHORT

        return FULL if getattr(self, "everything", False) else SHORT

    def sections(self, result: Any) -> tuple[Section, ...]:
        """Put an answer into words, with headings."""
        return (self.headed(self.section(result)),)

    def article(self, conflict: Conflict, result: Result) -> Article:
        """Put an answer into words, as it is shown."""
        from countermove.report.article import Article

        model = cast("GraphModel | None", result.model)
        return Article(conflict, model, self.sections(result))

    def answer(self, conflict: Conflict, follow: Follow | None = None) -> Answer:
        """Answer it in words and as data."""
        result = self.run(conflict, follow)
        return Answer(self.article(conflict, result), result)

    @classmethod
    def headed(cls, section: Section) -> Section:
        """Put the question above a section that has no heading of its own."""
        return section if section.question else replace(section, question=cls.asks)

    def to_json(self) -> str:
        """Return what is said along with it as JSON."""
        import json

        said = {field.name: getattr(self, field.name) for field in fields_of(type(self))}
        return json.dumps(said, default=dict)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def parameters(cls: Made) -> Made:
    """Make a class one that questions have parameters from."""
    return cls


@dataclass_transform(frozen_default=True, kw_only_default=True)
def question(
    *,
    asks: str,
    answers: str,
    summary: str,
    details: str,
    examples: tuple[str, ...],
    extra: str = "",
    about: About = "",
    then: str = "",
    takes_long: bool = False,
    place: int = 100,
    is_follow_up: bool = True,
    as_table: bool = False,
) -> Callable[[Made], Made]:
    """Make a class a question: its fields are frozen, its words said, its id that of its module."""

    def made(cls: Made) -> Made:
        found: type[Question] = cls
        found.id = cls.__module__.rpartition(".")[2]
        found.asks, found.answers, found.summary, found.examples = asks, answers, summary, examples
        needs = f" Needs the optional part countermove[{extra}]." if extra else ""
        found.details = f"{details}{needs}"
        found.place, found.is_follow_up = place, is_follow_up
        found.about, found.then = about, then
        found.takes_long, found.extra, found.as_table = takes_long, extra, as_table
        FOUND.append(found)
        return cls

    return made
