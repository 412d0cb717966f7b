"""Parties: who takes part, and what each can do; in a scenario what is otherwise there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.editing import choice_edits
from countermove.editing.edited_file import Snapshot
from countermove.editing.uses import taken_ids
from countermove.errors import CountermoveError, Path
from countermove.model.ids import new_id
from countermove.web.draft import at, families, groups, parties, text
from countermove.web.forms import Action, Form, PlainEdit, typed
from countermove.web.page import ModelPage
from countermove.web.page_routes import PageRequest, Whole
from countermove.web.pages.follow_up.what_if import direct, variant
from countermove.web.party_lists import read_list
from countermove.web.studio import Studio


def _into_levels(here: Path, _: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Make what is done or not a choice of one among several."""
    return [edit.model_dump() for edit in choice_edits.into_levels(data, here)]


def _into_done_or_not(here: Path, _: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Make a choice between two levels something that is done or not."""
    return [edit.model_dump() for edit in choice_edits.into_done_or_not(data, here)]


def _order(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Say whether levels go from the least to the most."""
    if form.get("value"):
        return [{"do": "put", "at": list(here), "value": True}]
    return [] if at(data, *here) is None else [{"do": "remove", "at": list(here)}]


def _family(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Begin a family: its name, its members and the first option of each."""
    name = typed(form.get("value", ""))
    option = choice_edits.option_typed(typed(form.get("option", "")))
    members = _members(data, form.get("members", ""))
    if not (name and members and option):
        what = "a family has a name, members, and what each of them can do."
        raise CountermoveError(what, advice="Fill in all three.")
    words = text(option, "text") or str(option)
    taken = {*taken_ids(data, here), *members}
    key = new_id(name, taken, "family")
    options = {new_id(words, taken_ids(data, ("options",)) | {key}, "option"): option}
    family = {"name": name, "members": members, "options": options}
    return [
        {"do": "put", "at": [*here, key], "value": family},
        {"do": "put", "at": ["preferences", key], "value": {"statements": []}},
    ]


def _members(data: Mapping[str, Any], written: str) -> dict[str, str]:
    """Return new members of a family by their ids: names with commas between them."""
    found: dict[str, str] = {}
    known = {party.name.casefold() for party in parties(data)}
    for name in filter(None, (one.strip() for one in typed(written).split(","))):
        if name.casefold() in known:
            what = f"‘{name}’ takes part already."
            raise CountermoveError(what, advice="Give this one another name.")
        known.add(name.casefold())
        taken = {*taken_ids(data, ("decision_makers",)), *found}
        found[new_id(name, taken, "member")] = name
    return found


def _add_members(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Let further parties be members of a family."""
    members = _members(data, form.get("value", ""))
    return [{"do": "put", "at": [*here, dm], "value": name} for dm, name in members.items()]


def _into_group(here: Path, form: Form, _: Mapping[str, Any]) -> list[PlainEdit]:
    """Put a party or a family into a group."""
    one = form.get("value", "")
    return [{"do": "insert", "at": list(here), "index": None, "value": one}] if one else []


def _new_group(here: Path, form: Form, data: Mapping[str, Any]) -> list[PlainEdit]:
    """Begin a group with one party or family."""
    name = typed(form.get("value", ""))
    key = new_id(name, taken_ids(data, here), "group")
    value = {"name": name, "parties": [form.get("first", "")]}
    return [{"do": "put", "at": [*here, key], "value": value}] if name else []


ACTIONS: dict[str, Action] = {
    "family": _family,
    "members": _add_members,
    "into-group": _into_group,
    "new-group": _new_group,
    "direct": direct,
    "into-levels": _into_levels,
    "into-done-or-not": _into_done_or_not,
    "order": _order,
}

SAID = {
    "family": "Add a family of alike parties",
    "into-levels": "Make an option of {} a choice of one among several",
    "into-done-or-not": "Make a choice of {} something that is done or not",
}
"""What the history says of such edits."""

STEPS = {"": "To any level", "neighbour": "Only to the next level"}
"""Where one move leads an option with levels."""


def variables(page: ModelPage, studio: Studio) -> dict[str, Any]:
    """Return what a scenario says of each option, by its id and that of its party."""
    is_scenario = page.scenario and page.context
    options = variant(page, page.scenario)["options"] if is_scenario else []
    data = page.snapshot.data
    written, grouped = families(data), groups(data)
    alone = [party for party in page.parties if not party.family]
    return {
        "families": written,
        "groups": grouped,
        "alone": len(alone),
        "groupable": [
            *((family.id, family.name) for family in written),
            *((party.id, party.name) for party in page.parties),
            *((group.id, group.name) for group in grouped),
        ],
        "steps": tuple(STEPS.items()),
        "uses": lambda here: choice_edits.uses_of(data, tuple(here)),
        "variant": {(option["option"].id, option["dm"]): option for option in options},
    }


def _add_list(asked: PageRequest, form: Form, seen: str) -> Snapshot:
    """Add the parties and options of a list."""
    now = asked.document.current()
    _, edits, said = read_list(now, form.get("value", ""), form.get("party", ""))
    return asked.document.edit(edits, seen, said) if edits else now


WHOLE: dict[str, Whole] = {"list": _add_list}
