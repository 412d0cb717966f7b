"""How ``.gmcr``, the file format of GMCR+, is read.

Options, decision makers, infeasible patterns, one-way options and preferences are taken over, in
both spellings of the format. GMCR+ reads its files without looking: an index of -1 is the last
option to it, an unknown direction none at all. Here every such thing is a mistake, reported with
its place.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import attrgetter
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import FileError, ModelError, Problem
from countermove.files.importers.gmcr_plus.content import Condition, Content, content_of
from countermove.files.importing import Imported
from countermove.files.parsing import parsed, text_of
from countermove.files.positions import FilePlaces
from countermove.model.conflict import FORMAT, Conflict
from countermove.model.ids import new_id
from countermove.model.texts import is_blank, without_control

_MOVES = {"fwd": "take", "back": "drop"}


def read(raw: bytes, name: str) -> Imported:
    """Read a file of GMCR+."""
    text = text_of(raw, name)
    if isinstance(text, Problem):
        raise FileError(text)
    places = FilePlaces(text, name, "json")
    result = parsed(text, places)
    problem = _not_gmcr(result.data)
    if result.data is None or problem:
        found = [*result.problems, *([problem.located(places)] if problem else [])]
        raise FileError(*found)
    content, problems = content_of(result.data)
    problems = [*result.problems, *problems]
    if problems:
        located = [problem.located(places) for problem in problems]
        raise ModelError(*sorted(located, key=attrgetter("line_and_column")))
    return Imported(_conflict(content, name), tuple(_warnings(content)), may_have_choices=True)


def _not_gmcr(data: Any) -> Problem | None:
    if data is None or (isinstance(data, dict) and ("decisionMakers" in data or "options" in data)):
        return None
    return Problem(
        "this isn't a file of GMCR+.",
        advice='GMCR+ writes a JSON object with "options" and "decisionMakers".',
    )


def _conflict(content: Content, name: str) -> Conflict:
    names = [dm.name for dm in content.decision_makers]
    dms = _ids(names, "party", avoid=names)
    names = _told_apart(_named(names, dms))
    # GMCR+ numbers states by options in the order of the decision makers, and so does a model.
    order = [option for dm in content.decision_makers for option in dm.options]
    words = _ids([content.options[k].name for k in order], "option")
    ids = dict(zip(order, words, strict=True))
    texts = dict(zip(order, _named([content.options[k].name for k in order], words), strict=True))
    decision_makers: dict[str, Any] = {}
    preferences: dict[str, Any] = {}
    for dm, name_of_dm, party in zip(dms, names, content.decision_makers, strict=True):
        options = {}
        for k in party.options:
            option = content.options[k]
            moves = _MOVES.get(option.direction, "both")
            options[ids[k]] = {"text": texts[k], "moves": moves}
        decision_makers[dm] = {"name": name_of_dm, "options": options}
        if content.is_manual:
            preferences[dm] = {"ranking": party.ranking}
        else:
            statements = [_statement(members, ids) for members in party.statements]
            preferences[dm] = {"statements": list(dict.fromkeys(statements))}
    infeasible = [_statement(members, ids) for members in content.infeasible]
    version = f" {content.version}" if content.version else ""
    # A file may be called anything, a text of a model may not.
    file = without_control(FilePath(name).name.encode("utf-8", "replace").decode())
    title = FilePath(file).stem
    return Conflict.model_validate(
        {
            "format": FORMAT,
            "title": "Imported model" if is_blank(title) else title,
            "note": without_control(f"Imported from {file}, a file of GMCR+{version}."),
            "decision_makers": decision_makers,
            "rules": {"infeasible": list(dict.fromkeys(infeasible))},
            "preferences": preferences,
        }
    )


# -- words ----------------------------------------------------------------------------------------


def _ids(names: Sequence[str], otherwise: str, avoid: Collection[str] = ()) -> list[str]:
    """Make an id of each name, which is the name of no other."""
    ids: list[str] = []
    for k, name in enumerate(names):
        taken = {*ids, *avoid} - ({name} - set(ids))
        ids.append(new_id(name, taken, f"{otherwise}-{k + 1}"))
    return ids


def _named(names: Sequence[str], ids: Sequence[str]) -> list[str]:
    """Call what has no name by its id."""
    return [own if is_blank(name) else name for name, own in zip(names, ids, strict=True)]


def _told_apart(names: Sequence[str]) -> list[str]:
    """Number the decision makers that have one name: in an answer each needs its own."""
    found: dict[str, None] = {}
    for name in names:
        number, wish = 2, name
        while wish in found:
            wish = f"{name} ({number})"
            number += 1
        found[wish] = None
    return list(found)


def _statement(members: Sequence[Condition], ids: dict[int, str]) -> str:
    """Write an alternative of conditions as people say it."""
    return _two_options(members, ids) or " or ".join(
        f"({_all(member, ids)})" if len(members) > 1 < len(member) else _all(member, ids)
        for member in members
    )


def _all(condition: Condition, ids: dict[int, str]) -> str:
    return " and ".join(_literal(option, value, ids) for option, value in condition.items())


def _literal(option: int, value: bool, ids: dict[int, str]) -> str:
    return ids[option] if value else f"not {ids[option]}"


def _two_options(members: Sequence[Condition], ids: dict[int, str]) -> str:
    """Recognise `implies`, `or` and `iff`, which GMCR+ spells out as cases of two options."""
    options = list(members[0])
    if len(options) != 2 or any(set(member) != set(options) for member in members):
        return ""
    p, q = options
    cases = {(member[p], member[q]) for member in members}
    match sorted({(a, b) for a in (False, True) for b in (False, True)} - cases):
        case [(True, False)]:
            return f"{ids[p]} implies {ids[q]}"
        case [(False, True)]:
            return f"{ids[q]} implies {ids[p]}"
        case [(True, True)]:
            return f"{ids[p]} implies not {ids[q]}"
        case [(False, False)]:
            return f"{ids[p]} or {ids[q]}"
        case [(False, True), (True, False)]:
            return f"{ids[p]} iff {ids[q]}"
        case [(False, False), (True, True)]:
            return f"{ids[p]} iff not {ids[q]}"
    return ""


def _warnings(content: Content) -> list[str]:
    found = [
        "GMCR+'s column 'SEQ & SIM' holds where SEQ or SIM does; it isn't SEQ, and Countermove "
        "has no such column."
    ]
    names = [dm.name for dm in content.decision_makers]
    if len(names) > 2:
        found.append(
            "GMCR+ lets each opponent move once only when it looks for sanctions; with three or "
            "more parties it may call outcomes unstable that the definitions call stable."
        )
    if content.coalitions:
        found.append(f"The coalitions of the file are left out: {content.coalitions}.")
    hidden = [dm.name for dm in content.decision_makers if dm.misperceives]
    if hidden:
        found.append(
            f"The misperceptions of {', '.join(hidden)} are left out: GMCR+ only takes moves "
            "away, it doesn't analyse the game that each party sees."
        )
    if content.is_manual and any(dm.statements for dm in content.decision_makers):
        found.append(
            "The rankings were entered by hand; the prioritised statements of the file, which "
            "GMCR+ doesn't use then, are left out."
        )
    if any(is_blank(name) for name in (*names, *(option.name for option in content.options))):
        found.append("What has no name in the file is called by its id.")
    twice = sorted({n for n in names if names.count(n) > 1 and not is_blank(n)})
    if twice:
        found.append(f"Several parties are called {', '.join(twice)}; they have been numbered.")
    return found
