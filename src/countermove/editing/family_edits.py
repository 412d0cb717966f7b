"""Edits of the members of families, which are written once for all of them.

What one member wants is written of its own once it is edited: first as its family wants, then with
the edit. Its name stands among the members; its options are all members', and are edited there.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from countermove.editing.edits import Edit, Insert, Put, Remove, Rename, Reorder, found
from countermove.editing.uses import as_table, families_of, options_of_family
from countermove.errors import EditError, Path, written_path

_NAMING = frozenset({"name", "called"})


def of_members(data: Mapping[str, Any], edit: Edit) -> Sequence[Edit]:
    """Return an edit of what is written; of a member of a family with what has to come first.

    >>> family = {"name": "the pair", "members": {"ann": "Ann", "bo": "Bo"}}
    >>> data = {"families": {"pair": family}, "preferences": {"pair": {"statements": ["pay"]}}}
    >>> [one.at for one in of_members(data, Remove(at=("preferences", "bo", "statements", 0)))]
    [('preferences', 'bo'), ('preferences', 'bo', 'statements', 0)]
    """
    head: Path = edit.at[:2] if edit.at[0] == "scenarios" and len(edit.at) > 2 else ()
    rest = edit.at[len(head) :]
    dm = str(rest[1]) if len(rest) > 1 else ""
    family = family_of(data, dm)
    if not family or found(data, (*head, *rest[:2])) is not None:
        return (edit,)
    if rest[0] == "preferences":
        theirs = found(data, (*head, "preferences", family))
        if theirs is not None and (len(rest) > 2 or isinstance(edit, Insert)):
            return Put(at=(*head, *rest[:2]), value=copy.deepcopy(theirs)), edit
    elif rest[0] == "decision_makers" and not head:
        return (_of_its_name(data, edit, family),)
    return (edit,)


def stands_at(data: Mapping[str, Any], path: Path) -> Path:
    """Return where what a member of a family wants is written: with the family, or by itself.

    >>> stands_at({"families": {"two": {"members": {"bo": "Bo"}}}}, ("preferences", "bo"))
    ('preferences', 'two')
    """
    head: Path = path[:2] if path[:1] == ("scenarios",) else ()
    rest = path[len(head) :]
    is_wish = len(rest) > 1 and rest[0] == "preferences"
    if not is_wish or found(data, (*head, *rest[:2])) is not None:
        return path
    family = family_of(data, str(rest[1]))
    return (*head, "preferences", family, *rest[2:]) if family else path


def sharing(data: Mapping[str, Any], family: str) -> str:
    """Return the first member of a family that wants what it says; nothing where none does."""
    members = as_table(found(data, ("families", family, "members")))
    own = as_table(data.get("preferences"))
    return next((dm for dm in members if dm not in own), "")


def family_of(data: Mapping[str, Any], dm: str) -> str:
    """Return the family that a party is a member of; nothing where it is in none."""
    of = (f for f, family in families_of(data).items() if dm in as_table(family.get("members")))
    return next(of, "")


def _of_its_name(data: Mapping[str, Any], edit: Edit, family: str) -> Edit:
    """Return an edit of a member's name, of its id or of its being there as one of the family."""
    dm, rest = str(edit.at[1]), edit.at[2:]
    at: Path = ("families", family, "members", dm, *rest)
    is_whole = isinstance(edit, (Remove, Rename)) and not rest
    is_name = isinstance(edit, (Put, Remove)) and len(rest) == 1 and rest[0] in _NAMING
    if is_whole or is_name:
        return edit.model_copy(update={"at": at})
    if isinstance(edit, Put) and not rest and as_table(edit.value).keys() <= _NAMING:
        return edit.model_copy(update={"at": at})
    name = found(data, ("families", family, "name")) or family
    if isinstance(edit, Reorder):
        what = f"'{dm}' is one of the {name}, who stand where their family does."
        advice = f"Change their order under [families.{family}]."
        raise EditError(what, path=edit.at, advice=advice)
    options = written_path(options_of_family(data, family))
    raise EditError(
        f"'{dm}' is one of the {name}, whose options are written once for all of them.",
        path=edit.at,
        advice=f"Change them for all under [{options}], or take '{dm}' out of the family and write "
        "it as a party of its own.",
    )
