"""What may be said along with a question or a figure: each once, for terminal, forms and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, replace
from typing import Annotated, Any, ClassVar, Literal, NoReturn, get_args, get_origin, get_type_hints

from immutabledict import immutabledict

from countermove.stability.engines import EngineName

Kind = Literal[
    "",
    "scenarios",
    "doubts",
    "concepts",
    "coalitional",
    "states",
    "goals",
    "statements",
    "claims",
    "parties",
    "reports",
    "packages",
]
"""What of a model a value names, so that it can be chosen; goals are outcomes or statements."""

LARGEST_NUMBER = 10**9

AN_OUTCOME = "its number, its label or id, its pattern of Y and N, or all that is done in it"
"""How an outcome may be called in the terminal."""


@dataclass(frozen=True, eq=False, repr=False)
class Parameter:
    """What is said of a parameter, wherever it is asked for."""

    title: str  # what a form says
    description: str  # what it says more of it
    options: tuple[str, ...]  # how it is called in the terminal
    typed: str = ""  # what the terminal's help says, where that isn't the description
    of: Kind = ""  # what of the model a value names
    argument: str = ""  # what the function that answers calls it, where that is another name
    behind_model: bool = False  # it may stand behind the model in the terminal, without its option
    further: str = ""  # what the terminal's help says of more values that stand behind the first
    meant_alone: bool = False  # it is probably meant where something stands alone behind the model
    panel: str = ""  # under which heading the terminal's help says it, where that isn't the usual
    is_aside: bool = False  # it is asked in the second place: most people leave it as it is
    nothing: str = "any"  # what a form says for no value
    words: Mapping[str, str] = field(default_factory=immutabledict)  # and for values that are few
    least: int | None = None
    most: int | None = None
    below: int | None = None
    example: str = ""  # a value as it may be


@dataclass(frozen=True, eq=False, repr=False)
class QuestionField:
    """A parameter of a question: its name and type, and what is said of it."""

    name: str
    type: Any
    says: Parameter
    default: Any

    @property
    def is_required(self) -> bool:
        """Whether nothing can be asked without it."""
        return self.default is MISSING

    @property
    def may_be_nothing(self) -> bool:
        """Whether it takes None."""
        return type(None) in get_args(self.type)

    @property
    def kind(self) -> type:
        """Of which type its values are: `bool`, `int`, `str`, `tuple` or `dict`."""
        core = self._core
        if get_origin(core) is Literal:
            return type(get_args(core)[0])
        found: type = get_origin(core) or core
        return dict if found is Mapping else found

    @property
    def choices(self) -> tuple[Any, ...]:
        """The values that there are, or that its parts can have, where they are few."""
        core = get_args(self._core)[0] if self.kind is tuple else self._core
        return get_args(core) if get_origin(core) is Literal else ()

    @property
    def _core(self) -> Any:
        """The type without the possibility that there is none."""
        if get_origin(self.type) is Literal or not self.may_be_nothing:
            return self.type
        return next(part for part in get_args(self.type) if part is not type(None))


_FIELDS: dict[type[Any], tuple[QuestionField, ...]] = {}


def fields_of(question: type[Any]) -> tuple[QuestionField, ...]:
    """Return the parameters of a question, in the order in which they are asked for."""
    if question not in _FIELDS:
        hints = get_type_hints(question, include_extras=True)
        # Its own come first, then what it has in common with others.
        names = [name for one in question.__mro__ for name in vars(one).get("__annotations__", ())]
        _FIELDS[question] = tuple(
            QuestionField(name, type_, says, getattr(question, name, MISSING))
            for name in names
            if get_origin(hints[name]) is Annotated
            for type_, says in [get_args(hints[name])]
        )
    return _FIELDS[question]


class WithParameters:
    """What is asked for, with what is said along with it: its fields are parameters.

    Not a data class each: they are made whenever the program starts, and seldom asked.
    """

    id: ClassVar[str]  # what it is called

    def __init__(self, **said: Any) -> None:
        for one in fields_of(type(self)):
            if one.is_required and one.name not in said:
                raise TypeError(f"{self.id} needs {one.name}")
            object.__setattr__(self, one.name, said.pop(one.name, one.default))
        if said:
            raise TypeError(f"{self.id} has no {', '.join(said)}")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: it stays as it was asked."""
        raise AttributeError(f"{name} can't be set")


# -- what several questions ask for -------------------------------------------------------------

SCENARIO = Parameter(
    "Scenario",
    "The scenario to look at, instead of the model as it stands.",
    ("--scenario", "-s"),
    of="scenarios",
    nothing="none: the model itself",
)
READING = Parameter(
    "Reading",
    "How what is in doubt is settled. What stays in doubt is taken as written where one ranking is "
    "needed.",
    ("--reading",),
    "Settle what is in doubt, as in europe.1=yes: the doubt and its value; give it again for more. "
    "What stays in doubt is taken as written where one ranking is needed.",
    of="doubts",
    nothing="in doubt",
    example="europe.1=yes",
)
CONCEPTS = Parameter(
    "When an outcome holds",
    "The solution concepts; the five classical ones if none is chosen.",
    ("--concept", "-c"),
    "A solution concept, as in SEQ; give it again for more. The five classical ones if none is "
    "given (countermove concepts says what they mean).",
    of="concepts",
    is_aside=True,
)
START = Parameter(
    "Begin at",
    "The outcome to begin at, instead of the status quo.",
    ("--from",),
    of="states",
    is_aside=True,
    nothing="where things stand now",
)
EVERYTHING = Parameter(
    "Show everything",
    "Show all there is, however much.",
    ("--all", "-a"),
    "Show all outcomes, however many.",
    is_aside=True,
)
ENGINE = Parameter(
    "How to compute",
    "With compiled kernels, with NumPy, or outcome by outcome from the definitions. The answers "
    "are the same.",
    ("--engine",),
    "How to compute: with compiled kernels, with NumPy, or outcome by outcome from the "
    "definitions. The answers are the same.",
    is_aside=True,
    words=immutabledict(
        auto="the quickest way",
        compiled="with compiled kernels",
        numpy="with NumPy",
        definition="from the definitions",
    ),
)
PARTY = Parameter(
    "Party",
    "Only changes of this party's ranking.",
    ("--party", "--decision-maker", "-d"),
    "Only this party, by id or name.",
    of="parties",
    argument="decision_makers",
    nothing="every party",
)
PARTIES = Parameter(
    "Parties",
    "Whose rankings are drawn; everybody's if none is chosen.",
    PARTY.options,
    f"{PARTY.typed.removesuffix('.')}; give it again for more. All of them if none is given.",
    of="parties",
    argument="decision_makers",
)
CLAIM = Parameter(
    "Claim",
    "Only this claim.",
    ("--claim",),
    "Only this claim, by its id.",
    of="claims",
    nothing="every claim",
)
CLAIMS = Parameter(
    "Claims",
    "Only these claims.",
    CLAIM.options,
    f"{CLAIM.typed.removesuffix('.')}; give it again for more.",
    of="claims",
)
STATES = Parameter(
    "Outcomes",
    "Only these outcomes; all of them if none is chosen.",
    ("--outcome", "--state"),
    "Only this outcome: its number, label, id or pattern, or all that is done in it; give it again "
    "for more.",
    of="states",
)

SOME_PARTIES = replace(
    PARTIES, description="Only these parties; all of them if none is chosen.", argument=""
)

Scenario = Annotated[str | None, SCENARIO]
Reading = Annotated[Mapping[str, str], READING]
Concepts = Annotated[tuple[str, ...], CONCEPTS]
Start = Annotated[str | None, START]
Everything = Annotated[bool, EVERYTHING]
Engine = Annotated[EngineName, ENGINE]
Party = Annotated[str | None, PARTY]
Parties = Annotated[tuple[str, ...], PARTIES]
SomeParties = Annotated[tuple[str, ...], SOME_PARTIES]
Claim = Annotated[str | None, CLAIM]
Claims = Annotated[tuple[str, ...], CLAIMS]
AllChanges = Annotated[bool, replace(EVERYTHING, typed="Show all changes, however many.")]
AllThereIs = Annotated[bool, replace(EVERYTHING, typed="Show everything, however much.")]
States = Annotated[tuple[str, ...], STATES]
