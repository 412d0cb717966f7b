"""A conflict as the analyst wrote it down, and its scenarios.

Nothing is computed here: states, moves and ranks come later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from immutabledict import immutabledict
from pydantic import PrivateAttr

from countermove.arguments import wrong_type
from countermove.errors import MovedPlaces, Path, Places, Problem
from countermove.model.part import (
    Part,
)
from countermove.model.parts import (
    ByParty,
    ChangedDecisionMaker,
    Claim,
    DecisionMaker,
    Group,
    PartyFamily,
    QuotedDocument,
    Rules,
    Source,
    View,
)
from countermove.model.preference import (
    Preference,
)
from countermove.model.values import (
    Attitude,
    ChoiceName,
    Items,
    LabelTable,
    ListedMoves,
    Prose,
    StatementText,
    Table,
    Text,
)
from countermove.model.written import Written
from countermove.result import InNotebook
from countermove.texts import counted

if TYPE_CHECKING:
    from countermove.model.doubts import Doubt
    from countermove.model.families import Expansion

FORMAT = "countermove/1"


_PARTIES = Written(
    ids="party",
    how_to_add='Write [decision_makers.us] with name = "…" and its options.',
    instead={},
)


class Versioned(Part):
    """What says at its beginning how it is to be read."""

    format: Literal["countermove/1"]


class _Opening(Part):
    """What a model, or a scenario of it, begins with: what it is about, and the parties."""

    title: Annotated[Text, Written(called="the title")]
    summary: Annotated[Prose | None, Written(called="the summary")] = None
    note: Annotated[Prose | None, Written(called="the note")] = None
    status_quo: Annotated[
        Annotated[str, Written(names="state")]
        | Items[Annotated[ChoiceName, Written(called="an option of the status quo")]]
        | None,
        Written("a list of option ids or a text that names an outcome", "the status quo"),
    ] = None
    decision_makers: Annotated[Table[ChangedDecisionMaker], _PARTIES] = immutabledict()


class _Alike(Part):
    """Parties that are written once, and that are counted together."""

    families: Annotated[Table[PartyFamily], Written(ids="family", declares="names")] = (
        immutabledict()
    )
    groups: Annotated[
        Table[Group],
        Written('a table of lists of parties, id = ["…"]', ids="group", declares="names"),
    ] = immutabledict()


class _OfParties(Part):
    """What is said of the parties, in a model or in a scenario of it."""

    terms: Annotated[Table[StatementText], Written(called="the terms", ids="term")] = (
        immutabledict()
    )
    rules: Rules = Rules()
    labels: Annotated[
        LabelTable[Annotated[str, Written("a pattern of Y, N and - in quotes")]],
        Written('a table of labels, label = "pattern"', ids="label"),
    ] = immutabledict()
    states: Annotated[Table[Text], Written(ids="state")] = immutabledict()
    moves: Annotated[
        ByParty[ListedMoves], Written("a table with a list of moves for each party")
    ] = immutabledict()
    preferences: Annotated[ByParty[Preference], Written(declares="preferences")] = immutabledict()
    attitudes: ByParty[
        Annotated[
            ByParty[Annotated[Attitude, Written(called="the attitude of {dm} to {}")]],
            Written('a table of attitudes, party = "friendly"', "the attitudes of {dm}"),
        ]
    ] = immutabledict()
    views: ByParty[View] = immutabledict()
    claims: Annotated[Table[Claim], Written(ids="claim")] = immutabledict()


class Scenario(_OfParties, _Opening):
    """A named variant of a model; what it gives replaces that part of the model."""

    written = Written("a table with a title and what the scenario changes")


class Conflict(InNotebook, _OfParties, _Alike, _Opening, Versioned):
    """A conflict or negotiation as the analyst wrote it down.

    Read one with :func:`countermove.load`, or build it in Python with
    :func:`countermove.from_dict`. Conflicts are frozen; two are equal when their digests are.

    Parameters
    ----------
    format : str
        ``"countermove/1"``.
    title : str
        What the conflict is called.
    decision_makers : mapping of str to DecisionMaker
        The parties by id. Their order and that of their options number the states.
    summary, note : str, optional
        The analyst's words.
    status_quo : tuple of str or str, optional
        The options taken at the start, or one string naming a state.
    terms : mapping of str to str
        Named propositions, usable in every statement.
    rules : Rules
        Which states are feasible.
    labels : mapping of str to str
        Printed state labels of a published case, each with its pattern.
    states : mapping of str to str
        The graph form: states given one by one.
    moves : mapping
        Decision makers' moves one by one, pairs of states. In graph form all there are; beside
        options those of the decision makers named, who can't make the others that their options
        would allow.
    preferences : mapping of str to Preference
        One for each decision maker.
    attitudes : mapping of str to mapping
        How decision makers feel about others.
    views : mapping of str to View
        What decision makers see otherwise than it is.
    families : mapping of str to PartyFamily
        Parties that are alike, written once. In a model that was read their members are decision
        makers like others.
    groups : mapping of str to tuple of str or NamedGroup
        Parties, families and other groups together, for counting: ``at least 5 of union.back``.
    claims, documents, sources, scenarios : mapping
        Claims to test, documents that are quoted, the record behind the judgements, named variants.
    """

    decision_makers: Annotated[Table[DecisionMaker], _PARTIES] = immutabledict()
    documents: Annotated[Table[QuotedDocument], Written(ids="document")] = immutabledict()
    sources: Annotated[Table[Source], Written(ids="source")] = immutabledict()
    scenarios: Annotated[Table[Scenario], Written(ids="scenario")] = immutabledict()

    _places: Places | None = PrivateAttr(default=None)
    _folder: FilePath | None = PrivateAttr(default=None)
    _expansion: Expansion | None = PrivateAttr(default=None)
    _is_right: bool = PrivateAttr(default=False)
    _written: Conflict | None = PrivateAttr(default=None)
    _unresolved: Conflict | None = PrivateAttr(default=None)
    _reading: Mapping[str, str] = PrivateAttr(default_factory=dict)
    _moved: Mapping[Path, Path] = PrivateAttr(default_factory=dict)
    _called: Mapping[tuple[Path, str], Doubt] = PrivateAttr(default_factory=dict)

    @property
    def is_graph_form(self) -> bool:
        """Whether states and moves are given one by one instead of by options."""
        return bool(self.states)

    def to_dict(self) -> dict[str, Any]:
        """Return the model in the structure of its file; what wasn't written isn't in it."""
        if self._expansion is not None:
            return self._expansion.source.to_dict()
        data = self.model_dump(exclude_defaults=True, exclude={"scenarios"})
        if self.scenarios:
            # What a scenario gives replaces the base even where it equals the default.
            data["scenarios"] = {
                name: scenario.model_dump(exclude_unset=True, exclude_none=True)
                for name, scenario in self.scenarios.items()
            }
        return {"format": self.format, **_plain_lists(data)}

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the hash of what the model says.

        The order of decision makers, families, options, levels and graph-form states counts,
        because it numbers the states; the order of other tables does not.
        """
        if self._expansion is not None:
            return self._expansion.source.digest
        content = self.to_dict()
        parts: tuple[Conflict | Scenario, ...] = (
            self,
            *(self.scenarios[name] for name in sorted(self.scenarios)),
        )
        order: list[dict[str, Any]] = [
            {
                "decision_makers": [[i, list(d.options)] for i, d in part.decision_makers.items()],
                "states": list(part.states),
            }
            for part in parts
        ]
        if self.families:
            families = self.families.items()
            every = [[f, list(family.members), list(family.options)] for f, family in families]
            order.append({"families": every})
        if levels := [_order_of_levels(part) for part in parts if _order_of_levels(part)]:
            order.append({"levels": levels})
        text = json.dumps([order, content], sort_keys=True, ensure_ascii=False)
        return "sha256:" + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Conflict) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        """Name the conflict and count its parts."""
        options = sum(len(d.options) for d in self.decision_makers.values())
        makers = counted(len(self.decision_makers), "decision maker")
        size = (
            counted(len(self.states), "state") if self.is_graph_form else counted(options, "option")
        )
        return f"<Conflict '{self.title}': {makers}, {size}>"

    __str__ = __repr__

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy it; what is changed has to be checked and hashed again."""
        copy = super().model_copy(update=update, deep=deep)
        if update:
            copy._is_right, copy._expansion = False, None
            copy._written, copy._unresolved, copy._reading = None, None, {}
            copy.__dict__.pop("digest", None)
        return copy

    @property
    def is_right(self) -> bool:
        """Whether its names and statements have been checked, and nothing was wrong."""
        return self._is_right

    def found_right(self) -> None:
        """Remember that nothing is wrong with its names and statements."""
        self._is_right = True

    def written_at(self, places: Places) -> Self:
        """Return the conflict, knowing where in a file its parts stand."""
        copy = self.model_copy()
        copy._places = places
        if self._expansion is not None:
            copy._expansion = self._expansion.written_at(places)
            copy._places = copy._expansion.over(places)
        return copy

    def made_of(self, expansion: Expansion) -> Self:
        """Return the conflict, knowing of which shorter one it was written out."""
        copy = self.model_copy()
        copy._expansion = expansion
        return copy

    @property
    def expansion(self) -> Expansion | None:
        """The shorter conflict of which this was written out, and how; None where it is as read."""
        return self._expansion

    def spelled_out(self) -> Self:
        """Return the conflict with families written out as single parties, to be kept like that."""
        copy = self.model_copy()
        copy._expansion = None
        copy.__dict__.pop("digest", None)
        return copy

    def in_folder(self, folder: FilePath | None) -> Self:
        """Return the conflict, knowing in which folder its file is, and its documents."""
        copy = self.model_copy()
        copy._folder = folder
        return copy

    def standing_as(
        self, other: Conflict, written_at: Callable[[Path], Path] | None = None
    ) -> Self:
        """Return the conflict as made of another: it stands where that does, or parts elsewhere."""
        copy = self.in_folder(other.folder)
        copy._places = other.places
        if other.places is not None and written_at is not None:
            copy._places = MovedPlaces(other.places, written_at)
        return copy

    @property
    def with_doubts(self) -> Conflict:
        """The conflict with all its doubts, of which this is a reading; itself where it is none."""
        return self._written or self

    @property
    def unresolved(self) -> Conflict:
        """The conflict with those doubts that were taken as written here; itself where none was."""
        return self._unresolved or self

    @property
    def reading(self) -> Mapping[str, str]:
        """By doubt how it is resolved here, where that was chosen."""
        return self._reading

    @property
    def called(self) -> Mapping[tuple[Path, str], Doubt]:
        """By place and kind the doubts that are left, called as before others were settled."""
        return self._called

    def in_reading(self, reading: Mapping[str, str]) -> Conflict:
        """Return the conflict with some doubts settled; those that aren't named stay in doubt.

        What needs one ranking takes what stays in doubt as it is written. Choose again to settle
        more; a doubt that was settled takes the value chosen last.

        Parameters
        ----------
        reading : mapping of str to str
            By the id of a doubt its value: ``yes`` or ``no`` to whether it cares, ``as-written`` or
            ``opposite``, the places of statements in their order (``2,1,3``), or the number of
            one of several readings.

        Returns
        -------
        Conflict

        Raises
        ------
        UnknownNameError
            If there is no such doubt, or it has no such value.

        Examples
        --------
        >>> from countermove import from_dict, load
        >>> data = load("prisoners-dilemma").to_dict()
        >>> wish = {"holds": "second.silent", "perhaps": True}
        >>> data["preferences"]["first"] = {"statements": [wish]}
        >>> conflict = from_dict(data)
        >>> conflict.in_reading({"first.1": "no"}).preferences["first"].statements
        ()
        """
        from countermove.model.readings import chosen_reading

        return chosen_reading(self, reading)

    def resolving(
        self,
        before: Conflict,
        reading: Mapping[str, str],
        moved: Mapping[Path, Path],
        called: Mapping[tuple[Path, str], Doubt] | None,
    ) -> Self:
        """Return the conflict as a reading of another, in which parts stand elsewhere.

        What is left of its doubts is called as is said; None where all that was left is taken as
        written.
        """
        copy = self.model_copy()
        copy._written, copy._reading, copy._moved = before.with_doubts, reading, moved
        copy._unresolved, copy._called = (before, {}) if called is None else (None, called)
        copy._is_right = before.is_right
        return copy.standing_as(before, copy.as_written)

    def remembering(self, written: Conflict, reading: Mapping[str, str]) -> Self:
        """Return this reading with all that was chosen, for its scenarios, too."""
        copy = self.model_copy()
        copy._written, copy._reading = written, dict(reading)
        return copy

    def as_written(self, path: Path) -> Path:
        """Return where a part of this reading stands in the conflict before it was resolved."""
        for size in range(len(path), 0, -1):
            if path[:size] in self._moved:
                return self._moved[path[:size]] + path[size:]
        return path

    def locate(self, *problems: Problem) -> tuple[Problem, ...]:
        """Fill in where in its file the problems of this conflict stand."""
        before = self._unresolved or self._written
        if self._expansion is not None and before is None:
            return self._expansion.located(problems)
        if before is None:
            return tuple(problem.located(self._places) for problem in problems)
        moved = (
            problem if problem.place else replace(problem, path=self.as_written(problem.path))
            for problem in problems
        )
        return before.locate(*moved)

    @property
    def folder(self) -> FilePath | None:
        """The folder of its file, in which its documents are; None where it is in none."""
        return self._folder

    @property
    def places(self) -> Places | None:
        """Where in a file the parts stand, when the conflict came from one."""
        return self._places


def _order_of_levels(part: Conflict | Scenario) -> list[Any]:
    """Return the levels of the options that have some, in their order."""
    own = {owner: party.options for owner, party in part.decision_makers.items()}
    if isinstance(part, Conflict):
        families = part.families.items()
        own |= {f: fam.options for f, fam in families if not isinstance(fam.options, str)}
    return [
        [owner, option, list(details.levels)]
        for owner, options in own.items()
        for option, details in options.items()
        if details.levels
    ]


def loaded(conflict: object) -> Conflict:
    """Return a conflict as it is, and refuse all else."""
    if isinstance(conflict, Conflict):
        return conflict
    advice = "Load it first: countermove.load(path_or_case)."
    if isinstance(getattr(conflict, "conflict", None), Conflict):
        advice = "It has one: give its attribute conflict."
    raise wrong_type("the model", "a Conflict", conflict, advice)


def _plain_lists(data: Any) -> Any:
    """Write tuples as lists, as a file gives them."""
    if isinstance(data, Mapping):
        return {key: _plain_lists(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain_lists(value) for value in data]
    return data
