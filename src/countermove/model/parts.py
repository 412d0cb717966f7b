"""The parts of a model: options, decision makers, rules, views, claims, the record.

Each class says which forms its part may take and, in `Written`, what else is to be known of it: all
that reads, checks, edits and writes model files follows from that. Keys stand here in the order in
which a file has them. Lists and tables become tuples and immutable mappings, and nothing can be
changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from immutabledict import immutabledict
from pydantic import ConfigDict

from countermove.model.part import Brief, OneOf, Part
from countermove.model.preference import Preference
from countermove.model.values import (
    Because,
    Character,
    DateText,
    Direction,
    Identifier,
    Items,
    NameTable,
    Note,
    OptionName,
    Sha256,
    StatementText,
    Table,
    Text,
    Texts,
)
from countermove.model.written import Written
from countermove.texts import in_quotes

T = TypeVar("T")


class Level(Brief):
    """One of the levels among which an option is chosen.

    Parameters
    ----------
    text : str
        What it is, in the analyst's words.
    does : str, optional
        How a sentence says that it is chosen, after "would": ``"offer terms of all four"``.
    """

    short = "text"
    written = Written(
        "a text in quotes or a table that has one",
        "the level ‘{}’",
        instead=lambda path: str(path[-1]),
    )

    text: Text
    does: Text | None = None
    because: Because = ()
    note: Note = None


class Option(Brief):
    """Something that a decision maker can do or not do, or a choice of one among several levels.

    Parameters
    ----------
    text : str
        What it is, in the analyst's words.
    levels : mapping of str to Level
        What is chosen among, the first being where it starts if nothing else is said; empty for
        what is done or not.
    ordered : bool
        Whether the levels go from the least to the most, so that ``at least`` and ``at most`` can
        be said of them.
    moves : {"both", "take", "drop", "up", "down", "fixed"}
        In which direction it may be changed; ``up`` and ``down`` go along the levels as they stand.
    steps : {"any", "neighbour"}
        Whether one move leads to any level that the direction allows, or only to the next.
    does, stops : str, optional
        How a sentence says that it is taken or given up, after "would": ``"withdraw its
        guarantee"``. Explanations read better with them. Of a level ``does`` stands beside its
        text.
    """

    short = "text"
    written = Written(
        "a text in quotes or a table that has one", "the option ‘{}’ of {dm}", instead="?"
    )

    text: Text
    levels: Annotated[
        Table[Level],
        Written('a table of levels, id = "text"', "the levels of {dm}", ids="level", form="line"),
    ] = immutabledict()
    ordered: bool = False
    moves: Direction = "both"
    steps: Annotated[
        Literal["any", "neighbour"],
        Written(noun="step", choices="Write any, or neighbour (only to the next level)."),
    ] = "any"
    does: Text | None = None
    stops: Text | None = None
    because: Because = ()
    note: Note = None

    @property
    def is_ordered(self) -> bool:
        """Whether its levels go from the least to the most."""
        return self.ordered or self.moves in ("up", "down") or self.steps == "neighbour"


_NAME = Written(called="the name of {dm}", instead=lambda path: str(path[-2]))


class ChangedDecisionMaker(Part):
    """What a scenario changes in a decision maker: its name, some of its options."""

    written = Written(
        "a table with a name and options",
        instead=lambda path: {"name": str(path[-1])},
        declares="names",
        empty=True,
    )

    name: Annotated[Text | None, _NAME] = None
    called: Text | None = None
    options: Annotated[Table[Option], Written(called="the options of {dm}", ids="option")] = (
        immutabledict()
    )


class DecisionMaker(ChangedDecisionMaker):
    """A party to the conflict, with the options it controls.

    Parameters
    ----------
    name : str
        What it is called in tables.
    called : str, optional
        What sentences call it, where that differs: ``"the United States"``.
    options : mapping of str to Option
        What it can do; empty for one who only looks on, and in graph form.
    """

    written = replace(ChangedDecisionMaker.written, empty=False)

    name: Annotated[Text, _NAME]


ByParty = Annotated[Table[T], Written(keys="party")]
"""A table with an entry for each party that it says something of."""

_RULE = Written(called="a rule")
_Impossible = Annotated[StatementText, Written(instead="false")]
_Group = Annotated[
    Items[Annotated[str, Written(names="name")]],
    Written('a list of option ids, ["…", "…"]', "a rule", empty=True),
]
_Groups = Annotated[Items[_Group], Written('a list of lists of option ids, [["…", "…"]]', "a rule")]


class Rules(Part):
    """Which states are feasible, and which count as one.

    Parameters
    ----------
    infeasible : tuple of str
        Statements or patterns: no state in which one of them holds is feasible.
    feasible : tuple of str
        The same for what is feasible: only states in which one of them holds are; none of them
        means no such rule.
    at_most_one, at_least_one, exactly_one : tuple of tuple of str
        Lists of options or terms of which so many hold.
    requires : mapping of str to str
        An option or term holds only where the statement does.
    coalesce : tuple of str
        Statements or patterns: all states in which one of them holds count as one.
    """

    written = Written("a table of rules", "the rules")

    infeasible: Annotated[Items[Annotated[_Impossible, _RULE]], _RULE] = ()
    feasible: Annotated[Items[Annotated[StatementText, _RULE]], _RULE] = ()
    at_most_one: Annotated[_Groups, Written(at_most=1)] = ()
    at_least_one: Annotated[_Groups, Written(at_least=1)] = ()
    exactly_one: Annotated[_Groups, Written(at_least=1, at_most=1)] = ()
    requires: Annotated[
        NameTable[Annotated[StatementText, _RULE]],
        Written('a table, option = "statement"', "a rule"),
    ] = immutabledict()
    coalesce: Annotated[Items[Annotated[_Impossible, _RULE]], _RULE] = ()


class Member(Brief):
    """One of the parties of a family.

    Parameters
    ----------
    name : str
        What it is called in tables.
    called : str, optional
        What sentences call it, where that differs: ``"the Netherlands"``.
    """

    short = "name"
    written = Written(
        "a name in quotes or a table that has one",
        "the party ‘{}’",
        instead=lambda path: str(path[-1]),
    )

    name: Text
    called: Text | None = None


class PartyFamily(Part):
    """Parties that are alike, written once: each is a party with the same options.

    Parameters
    ----------
    name : str
        What they are called together.
    members : mapping of str to Member
        The parties by id.
    options : mapping of str to Option, or str
        What each can do, or the id of another family whose options it has.
    rules : Rules
        Rules that are read for each of them: a bare name is the party's own option.
    """

    written = Written("a table with a name, members and options", "the family ‘{}’")

    name: Annotated[
        Text, Written(called="the name of the family", instead=lambda path: str(path[-2]))
    ]
    members: Annotated[
        Table[Member], Written('a table of parties, id = "name"', "the members", ids="member")
    ]
    options: Annotated[
        Table[Option] | Identifier,
        Written(
            'a table of options, id = "text", or the id of another family',
            ids="option",
            names="group",
        ),
    ] = immutabledict()
    rules: Rules = Rules()


_Grouped = Annotated[Identifier, Written(names="group")]


class NamedGroup(Part):
    """Parties that are counted together, with what sentences call them.

    Parameters
    ----------
    name : str
        What they are called together: ``"members of the Union"``.
    parties : tuple of str
        Parties, families and other groups.
    """

    name: Annotated[Text, Written(instead=lambda path: str(path[-2]))]
    parties: Annotated[Items[_Grouped], Written('a list of party ids, ["…"]', instead=[])]


Group = Annotated[
    Items[_Grouped] | NamedGroup,
    Written('a list of party ids, ["…"], or a table with a name and parties', instead=[]),
]
"""Parties, families and other groups, listed alone or with a name."""


class InnerView(Part):
    """What one decision maker believes that another sees of the conflict.

    What it doesn't give is as the first of the two sees it itself.

    Parameters
    ----------
    unknown : tuple of str
        The options (in graph form the states) that it doesn't know of.
    infeasible : tuple of str
        Statements: states in which one of them holds can't be, as it believes.
    moves : mapping of str to Direction
        How options can be changed, as it believes.
    preferences : mapping of str to Preference
        What it believes that decision makers want.
    """

    written = Written(
        "a table with what is seen otherwise than it is", "what others see in the eyes of {dm}"
    )

    unknown: Annotated[
        Items[OptionName], Written('a list of option ids, in graph form of outcome ids, ["…"]')
    ] = ()
    infeasible: Items[_Impossible] = ()
    moves: Annotated[
        NameTable[Direction], Written('a table, option = "direction"', keys="option")
    ] = immutabledict()
    because: Because = ()
    note: Note = None
    preferences: ByParty[Preference] = immutabledict()

    @property
    def changes(self) -> bool:
        """Whether anything is seen otherwise."""
        return bool(self.unknown or self.infeasible or self.moves or self.preferences)


class View(InnerView):
    """The model as one decision maker sees it: what it doesn't give is as the model has it.

    Parameters
    ----------
    unknown, infeasible, moves, preferences
        As in :class:`InnerView`.
    views : mapping of str to InnerView
        What it believes that others see; where it gives nothing, that others see what it sees.
    """

    written = replace(InnerView.written, called="what {dm} sees")

    views: ByParty[InnerView] = immutabledict()


class Claim(OneOf):
    """A claim made in the dispute, turned into something that can be tested.

    Parameters
    ----------
    says : str
        The claim, in words.
    never, possible, always : str, optional
        Exactly one: no equilibrium satisfies the statement; some equilibrium does; every
        equilibrium does, and there is one.
    """

    kinds = ("never", "possible", "always")
    written = Written("a table with says and one of never, possible, always")

    says: Annotated[Text, Written(how_to_add='Write says = "…", the claim in words.')]
    never: StatementText | None = None
    possible: StatementText | None = None
    always: StatementText | None = None
    because: Because = ()
    note: Note = None

    @property
    def statement(self) -> str:
        """The statement that the claim is about."""
        return self.never or self.possible or self.always or ""


class QuotedDocument(Part):
    """A document that sources quote: a page, minutes, a report, in a file beside the model.

    Parameters
    ----------
    file : str
        Its path from the folder of the model, which it is never outside of.
    sha256 : str, optional
        By which it is seen that it is still the same: the SHA-256 of the file.
    title : str, optional
        What it is called.
    issued : str, optional
        The day on which it came out.
    origin : str, optional
        Where it comes from, in words.
    """

    written = Written("a table with file, sha256, title, issued and origin")

    file: Annotated[
        Text,
        Written(how_to_add='Write file = "report.html", its path from the folder of the model.'),
    ]
    sha256: Sha256 | None = None
    title: Text | None = None
    issued: DateText | None = None
    origin: Text | None = None


class Source(Part):
    """The record behind a judgement: who said or did what, when, and where to look it up.

    Parameters
    ----------
    who : str, optional
        Who said or did it.
    role : str, optional
        As what, or in which office.
    on : str, optional
        When.
    document : str, optional
        The id of the document that it quotes.
    quote : str or tuple of str, optional
        The document's own words; several texts stand there in this order.
    near : int, optional
        Near which character of the document they stand, where they stand in several places.
    said : str, optional
        What was said or done, in the analyst's words; needed where nothing is quoted.
    where : str, optional
        Where it can be looked up.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": ["quote"]}, {"required": ["said"]}],
            "dependentRequired": {
                "quote": ["document"],
                "document": ["quote"],
                "near": ["quote"],
            },
        }
    )
    written = Written(
        "a table with who, role, on, document, quote, said and where", instead={"said": "?"}
    )

    who: Text | None = None
    role: Text | None = None
    on: DateText | None = None
    document: Annotated[Identifier | None, Written(names="document", declares="words")] = None
    quote: Annotated[
        Text | Texts | None,
        Written('a text in quotes or a list of texts, ["…", "…"]', declares="words"),
    ] = None
    near: Annotated[Character | None, Written("a whole number, 0 or more")] = None
    said: Annotated[Text | None, Written(declares="words")] = None
    where: Text | None = None

    @property
    def quoted(self) -> tuple[str, ...]:
        """The document's words, part by part; none where nothing is quoted."""
        return (self.quote,) if isinstance(self.quote, str) else self.quote or ()

    @property
    def gist(self) -> str:
        """What was said or done: the analyst's words, or else the document's in quotes."""
        return self.said or in_quotes(" … ".join(self.quoted))
