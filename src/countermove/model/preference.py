"""What a party wants, as it is written: statements, a ranking, weights, and what isn't known.

Doubts stand where they are felt: on a statement, in a place of the ranking, on a weight, or as
whole readings side by side. :mod:`countermove.model.doubts` lists them and resolves them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from countermove.model.numbers import Number, exact
from countermove.model.part import Brief, OneOf, Part
from countermove.model.ranking_text import Level, best_first, is_mark
from countermove.model.values import (
    Because,
    Bounded,
    Identifier,
    Items,
    NameTable,
    Note,
    Share,
    StatementText,
    StateReference,
    Text,
)
from countermove.model.written import Written

SameDoubt = Annotated[Identifier | None, Written(expected="the name of a doubt in quotes")]


class Statement(Brief):
    """A prioritised statement: what a decision maker wants to hold.

    Parameters
    ----------
    holds : str
        The statement.
    perhaps : bool or "left out"
        Whether it isn't known that it cares; as written it does, or with ``"left out"`` doesn't.
    either_way : bool
        Whether it isn't known which way round it cares; as written it wants it to hold.
    likely : number, optional
        How likely it is that it cares; of what is only `either_way`, that it is as written.
    likely_way : number, optional
        How likely it is that it is as written, of what is both `perhaps` and `either_way`.
    strongly : bool
        Whether outcomes that differ first here differ greatly: ``degree = 2``.
    degree : int, optional
        By how much they differ, 1 being the least.
    doubt : str, optional
        A name: where it stands again, there is one and the same doubt.
    """

    short = "holds"
    written = Written(
        "a statement in quotes or a table that has one",
        "a statement of {dm}",
        instead="true",
        names="statement",
    )

    holds: StatementText
    perhaps: Annotated[bool | Literal["left out"], Written('true or "left out"')] = False
    either_way: bool = False
    likely: Share | None = None
    likely_way: Share | None = None
    strongly: bool = False
    degree: Annotated[int | None, Written("a whole number")] = None
    doubt: SameDoubt = None
    because: Because = ()
    note: Note = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it isn't known that it cares, or which way round."""
        return self.either_way or bool(self.perhaps)


class AnyOrder(Part):
    """Statements of which it isn't known which is the more important.

    Parameters
    ----------
    any_order : tuple of Statement
        All of them; as written the first comes first.
    doubt : str, optional
        A name: where it stands again, there is one and the same doubt.
    """

    any_order: Annotated[Items[Statement], Written(called="a statement of {dm}")]
    doubt: SameDoubt = None
    because: Because = ()
    note: Note = None

    @model_validator(mode="before")
    @classmethod
    def _is_no_statement(cls, data: Any) -> Any:
        odd = [k for k in Statement.model_fields if k in data and k not in cls.model_fields]
        if isinstance(data, Mapping) and odd:
            raise ValueError(f"'{odd[0]}' belongs to a statement, and this is an order of several")
        return data


def _form(item: Any) -> str:
    if isinstance(item, str):  # as most are
        return "single"
    order = isinstance(item, AnyOrder) or (isinstance(item, Mapping) and "any_order" in item)
    return "several" if order else "single"


Wish = Annotated[
    Annotated[Statement, Tag("single")] | Annotated[AnyOrder, Tag("several")], Discriminator(_form)
]
"""A statement, or some whose order isn't known."""


class UnknownOrder(Part):
    """States of which it isn't known which are the better; some may be equally good.

    Parameters
    ----------
    unknown : tuple of str or int
        The states.
    """

    unknown: Items[StateReference]


class KnownOrdering(Brief):
    """What is known of some states that a ranking ties or leaves in unknown order.

    Parameters
    ----------
    order : str
        Some of them, best first, as in ``"YN > NN"``; in braces what is equally good.
    """

    short = "order"
    written = Written(
        'an order of some outcomes in quotes, "… > …", or a table that has one',
        "what is known of the order of outcomes of {dm}",
        names="ranking",
    )

    order: Annotated[Text, Written(names="ranking")]
    because: Because = ()
    note: Note = None


class _AlsoInOneText:
    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Say that a text may stand for a ranking."""
        return {"anyOf": [{"type": "string"}, handler(schema)]}


Entry = StateReference | tuple[StateReference, ...] | UnknownOrder
"""A state of a ranking, several that are equally good or in unknown order, or ``>>``."""

Ranking = Annotated[
    Items[
        Annotated[
            StateReference | Items[StateReference] | UnknownOrder,
            Written(
                "an outcome (pattern, number or id) or a list of them",
                "an outcome in the ranking of {dm}",
            ),
        ]
    ],
    BeforeValidator(best_first),
    _AlsoInOneText,
    Written(
        "a list of outcomes, best first", "the ranking of {dm}", names="ranking", form="across"
    ),
]
"""States from best to worst; an inner list ties."""

_Pair = Annotated[
    Items[StateReference],
    Written('a pair of outcomes, ["…", "…"]', "a pair of outcomes of {dm}"),
]


class Wants(OneOf):
    """One way of ranking the states, with what isn't known of it."""

    kinds: ClassVar[tuple[str, ...]] = ("statements", "ranking", "weights")

    statements: Annotated[
        Items[Wish] | None,
        Written('a list of statements, ["…"]', called="the statements of {dm}"),
    ] = None
    ranking: Ranking | None = None
    unknown: Annotated[
        Items[_Pair], Written('a list of pairs of outcomes, [["…", "…"]]', form="across")
    ] = ()
    known: Annotated[
        Items[KnownOrdering], Written('a list of orders of some outcomes, ["… > …"]')
    ] = ()
    weights: Annotated[
        NameTable[Annotated[Bounded, Written(called="the weight of ‘{}’ for {dm}")]] | None,
        Written("a table of weights, option = number", "the weights of {dm}", form="line"),
    ] = None

    @property
    def wishes(self) -> tuple[Statement, ...] | None:
        """The statements, those whose order isn't known in the order written."""
        if self.statements is None:
            return None
        found: list[Statement] = []
        for item in self.statements:
            found += (item,) if isinstance(item, Statement) else item.any_order
        return tuple(found)

    @property
    def tiers(self) -> tuple[Level, ...] | None:
        """The ranking without what it says of strength, tied where the order isn't known."""
        if self.ranking is None:
            return None
        entries = (e.unknown if isinstance(e, UnknownOrder) else e for e in self.ranking)
        return tuple(entry for entry in entries if not is_mark(entry))

    @property
    def scores(self) -> Mapping[str, Number] | None:
        """The weights, those within bounds in the middle."""
        if self.weights is None:
            return None
        return {name: middle(weight) for name, weight in self.weights.items()}


def middle(weight: Number | tuple[Number, Number]) -> Number:
    """Return a weight, or the middle of its bounds, exactly.

    >>> middle((-4, -1))
    Decimal('-2.5')
    """
    if not isinstance(weight, tuple):
        return weight
    low, high = (Fraction(end) for end in weight)
    between = exact((low + high) / 2)
    assert between is not None
    return between


class _Said(Part):
    says: Annotated[Text, Written(how_to_add='Write says = "…", what sets it apart, in words.')]
    likely: Share | None = None


class Reading(Wants, _Said):
    """One of several ways in which a decision maker may rank the states.

    Parameters
    ----------
    says : str
        What sets it apart, in words.
    likely : number, optional
        How likely it is.
    statements, ranking, unknown, known, weights
        As in :class:`Preference`.
    """

    written = Written(
        "a table with says and statements, a ranking or weights",
        "a reading of {dm}",
    )

    because: Because = ()
    note: Note = None


class Thresholds(Part):
    """How probable it has to be that one state is preferred to another.

    Parameters
    ----------
    alpha : number, optional
        A move tempts where that is more than 1 - alpha.
    beta : number, optional
        A state deters where that is at most 1 - beta.
    gamma : number, optional
        A move is credible where that is more than gamma.
    """

    written = Written("a table with alpha, beta and gamma")

    alpha: Share | None = None
    beta: Share | None = None
    gamma: Share | None = None


_MATRIX = "a list of rows, each a list of numbers, in the order of the outcomes"

Matrix = Items[Items[Share]]
"""A number between 0 and 1 for each two states, in their order."""


class Preference(Wants):
    """How one decision maker ranks the states: by exactly one of the first six.

    Parameters
    ----------
    statements : tuple of Statement or AnyOrder, optional
        Most important first: states are compared on the first statement on which they differ
        (option prioritizing).
    ranking : tuple, optional
        States from best to worst; an inner list ties. In one text ``4 > {1 2} > 3``, as it is
        printed; ``the rest`` stands for all states that aren't named. What stands above ``>>`` is
        greatly better than what stands below.
    unknown : tuple of pairs, optional
        Beside a ranking: pairs of states of which it isn't known which is the better.
    known : tuple of KnownOrdering, optional
        Beside a ranking: what is known of states that it ties, or leaves in unknown order.
    weights : mapping of str to number, optional
        A weight for each option or term; a state's score is their sum (option weighting). Numbers
        of any kind are read exactly, a float by its shortest decimal form. Two are bounds.
    readings : tuple of Reading, optional
        Whole readings side by side, of which one is true.
    fuzzy : tuple of tuple of number, optional
        To which degree each state is preferred to each other.
    probability : tuple of tuple of number, optional
        How probable it is that each state is preferred to each other.
    threshold : number, optional
        Beside `fuzzy`: from which difference of degrees on a move tempts.
    thresholds : Thresholds, optional
        Beside `probability`: how probable is probable enough.
    doubt : str, optional
        Beside `readings`, a name: where it stands again, there is one and the same doubt.
    """

    kinds = ("statements", "ranking", "weights", "readings", "fuzzy", "probability")
    written = Written(
        "a table with statements, a ranking or weights",
        "the preferences of {dm}",
        instead={"statements": []},
    )

    readings: Annotated[
        Items[Reading] | None,
        Written('a list of readings, [{ says = "…" }]', "the readings of {dm}"),
    ] = None
    fuzzy: Annotated[Matrix | None, Written(_MATRIX, "the preferences of {dm}")] = None
    probability: Annotated[Matrix | None, Written(_MATRIX, "the preferences of {dm}")] = None
    threshold: Share | None = None
    thresholds: Annotated[Thresholds | None, Written(form="line")] = None
    doubt: SameDoubt = None
    because: Because = ()
    note: Note = None
