"""What an edit changed in a model, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from countermove.analysis.changes import ModelChange
from countermove.analysis.differences import Differences, Judged
from countermove.errors import Path
from countermove.graph.region import Region
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict, Scenario
from countermove.model.counts import called, members_of
from countermove.model.parts import Claim, QuotedDocument, Source, View
from countermove.model.preference import AnyOrder, Statement
from countermove.model.rule_words import quoted_rule
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.report.amounts import counted
from countermove.report.article import Block, Prose, Section
from countermove.report.phrases import few, ordinal, possessive, sentence, state_text, who
from countermove.report.shown import FULL, SHORT, Shown
from countermove.texts import and_list, in_quotes

_LONGEST = 160
_NAMED = 3
_SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "~", "renamed": "~"}
_PARTS = {
    "status_quo": "the status quo",
    "decision_makers": "the party",
    "preferences": "the preference",
    "terms": "the term",
    "families": "the family",
    "groups": "the group",
    "claims": "the claim",
    "documents": "the document",
    "sources": "the source",
    "scenarios": "the scenario",
    "labels": "the label",
    "states": "the outcome",
    "moves": "a move",
}
_DIRECTIONS = {
    "both": "both ways",
    "take": "only taken",
    "drop": "only dropped",
    "up": "only up",
    "down": "only down",
    "fixed": "not changed at all",
}

_OF_LEVELS = {
    True: "from the least to the most",
    False: "not said to go up",
    "any": "to any level",
    "neighbour": "only to the next level",
}


def differences_section(found: Differences, shown: Shown = SHORT) -> Section:
    """Say in words what changed in the model, and what that means."""
    formal = [change for change in found if change.is_formal]
    words = [change for change in found if not change.is_formal]
    blocks: list[Block] = []
    if not found.changes:
        blocks.append(Prose("Nothing: the two models say the same."))
    elif not formal:
        blocks.append(Prose("Only words, names or the record, so that the answers are the same."))
    blocks += [_prose(found, change) for change in formal]
    if found.changes or not found.same_states:
        blocks += [Prose(text) for text in _meaning(found)]
    if words and shown != FULL:
        text = f"Besides, {counted(len(words), 'change')} in words, names and the record."
        blocks.append(Prose(text, quiet=True))
    elif words:
        if formal:
            blocks.append(Prose("Besides, in words, names and the record:", quiet=True))
        blocks += [_prose(found, change) for change in words]
    return Section("What changed in the model", tuple(blocks))


def _prose(found: Differences, change: ModelChange) -> Prose:
    text = change_text(found.before.model.conflict, found.after.model.conflict, change)
    kind = "changed" if change.path[-1] in _MARKS else change.kind
    return Prose(text, lead=_SIGNS[kind], quiet=not change.is_formal)


# -- one change -------------------------------------------------------------------------------


def change_text(before: Conflict, after: Conflict, change: ModelChange) -> str:
    """Say one change in a sentence: where it is, what was there, what is there now."""
    model = before if change.kind == "removed" else after
    where = sentence(_where(model, change))
    if change.kind == "moved" and not all(
        _is_numbered(one, change.path) for one in (before, after)
    ):
        return f"{where} has another place."
    if change.kind == "renamed":
        return f"{where} is now called {change.after}, and was called {change.before}."
    if change.kind == "moved":
        return f"{where} {_moved(after, change)}."
    if change.path[-1] == "ranking" and isinstance(change.before, list):
        return f"{where}: another ranking."
    if change.path[-1] in _MARKS:
        where = sentence(_where(model, replace(change, path=change.path[:-1])))
        now, was = (_MARKS[change.path[-1]][value] for value in (change.after, change.before))
        return f"{where}: now {now}; it was {was}."
    old, new = _said(before, change, change.before), _said(after, change, change.after)
    if change.kind in ("added", "removed"):
        what, told = ("new", new) if change.kind == "added" else ("gone", old)
        # An option with a short text is called by that.
        return f"{where} is {what}." if told in where else f"{where} is {what}: {told}."
    if old == new:  # as far as they are shown
        return f"{where}: other words."
    return f"{where}: now {new}; it was {old}."


# What the marks of a statement say, by what is written; None where nothing is.
_MARKS: Mapping[str | int, Mapping[Any, str]] = {
    "perhaps": {None: "sure", True: "perhaps", "left out": "perhaps, and left out as written"},
    "either_way": {None: "as it stands", True: "either way"},
    "strongly": {None: "without a mark", True: "strongly"},
}


def _where(conflict: Conflict, change: ModelChange) -> str:
    path = change.path
    if path[0] == "scenarios" and len(path) > 2:
        inner = replace(change, path=path[2:], origin=change.origin[2:])
        own = _inside(conflict, conflict.scenarios.get(str(path[1])))
        where = _where(own, inner).removesuffix(" of the model")
        return f"in the scenario {_named(conflict, 'scenarios', path[1])}, {where}"
    if path[0] == "views":
        return _in_view(conflict, change)
    if path[0] == "preferences":
        return _in_preference(conflict, path)
    if path[0] == "decision_makers":
        return _in_party(conflict, path)
    if path[0] == "rules":
        return _rule(conflict, change)
    if path[0] == "families" and len(path) > 2:
        return _in_family(conflict, path)
    match path:
        case ("moves", dm):
            return f"a move of {_party(conflict, dm)}"
        case ("states",):
            return "the order of the outcomes"
        case ("claims", claim, "never" | "possible" | "always"):
            return f"what the claim {_named(conflict, 'claims', claim)} asks"
        case (("claims" | "scenarios") as part, _, ("says" | "title") as key):
            return f"{_key(key)} of a {part.removesuffix('s')}"
        case (part,):
            return _PARTS.get(str(part), f"the {part} of the model")
        case (part, name):
            return f"{_PARTS[str(part)]} {_named(conflict, part, name)}"
    return f"{_key(path[-1])} of {_PARTS[str(path[0])]} {_named(conflict, path[0], path[1])}"


def _inside(conflict: Conflict, part: Scenario | View | None) -> Conflict:
    """Return the conflict with the wishes that a scenario or a view has instead."""
    keys = ("preferences", "views")
    return conflict.model_copy(update={key: getattr(part, key, {}) for key in keys})


def _named(conflict: Conflict, table: object, name: object) -> str:
    """Say which claim, scenario, source or term, in words where it has some."""
    part = getattr(conflict, str(table)).get(str(name))
    if table in ("families", "groups") and str(name) in conflict.groups:
        return _quoted(called(conflict, str(name)))
    match part:
        case Claim():
            return _quoted(part.says)
        case Scenario():
            return _quoted(part.title)
        case QuotedDocument(title=str(title)):
            return _quoted(title)
        case Source(who=str(who)):
            return _quoted(", ".join(filter(None, (who, part.on))))
    return _quoted(str(name))


def _rule(conflict: Conflict, change: ModelChange) -> str:
    if change.kind not in ("added", "removed"):
        return "a rule"
    written = change.before if change.after is None else change.after
    return f"the rule {quoted_rule(Vocabulary(conflict), change.path, written)}"


def _in_view(conflict: Conflict, change: ModelChange) -> str:
    party = _party(conflict, change.path[1])
    match change.path[2:]:
        case (("preferences" | "views"), *_) as inner:
            own = _inside(conflict, conflict.views.get(str(change.path[1])))
            seen = replace(change, path=inner, origin=change.origin[2:])
            return f"as {party} sees it, {_where(own, seen)}"
        case (key, *_):
            return f"what {party} sees ({key})"
    return f"what {party} sees"


def _in_preference(conflict: Conflict, path: Path) -> str:
    party = _party(conflict, path[1])
    match path[2:]:
        case ("statements", int(place)):
            return f"{possessive(party)} {_wish(conflict, path, place)}"
        case ("statements", int(place), key):
            return f"{_key(key)} of {possessive(party)} {_wish(conflict, path, place)}"
        case ("weights", name):
            return f"the weight of {_worded(conflict, str(name))} for {party}"
        case (("because" | "note") as key,):
            return f"{_key(key)} of {possessive(party)} preference"
    return f"the preference of {party}"


def _wish(conflict: Conflict, path: Path, place: int) -> str:
    """Call a wish by its number, or by what it says where a report numbers wishes otherwise."""
    if _is_numbered(conflict, path):
        return f"{ordinal(place + 1)} wish"
    item = (conflict.preferences[str(path[1])].statements or ())[place]
    if isinstance(item, AnyOrder):
        return (
            f"wishes in any order {and_list([_worded(conflict, o.holds) for o in item.any_order])}"
        )
    return f"wish {_worded(conflict, item.holds)}"


def _is_numbered(conflict: Conflict, path: Path) -> bool:
    """Say whether all wishes of a party have a number: none is left out, or one of several."""
    preference = conflict.preferences.get(str(path[1])) if path[0] == "preferences" else None
    return preference is None or all(
        isinstance(one, Statement) and one.perhaps != "left out"
        for one in preference.statements or ()
    )


def _in_party(conflict: Conflict, path: Path) -> str:
    if len(path) == 1:
        return "the order of the parties"
    party = _party(conflict, path[1])
    match path[2:]:
        case ():
            known = conflict.decision_makers.get(str(path[1]))
            return f"the party {path[1] if known is None else _quoted(known.name)}"
        case ("options",):
            return f"the order of {possessive(party)} options"
        case ("options", option, "levels", *level):
            of = f"{possessive(party)} option {_worded(conflict, f'{path[1]}.{option}')}"
            if not level:
                return f"the order of the levels of {of}"
            words = f"the level {_level(conflict, path)} of {of}"
            key = {"does": "the words for choosing"}.get(str(level[-1]), _key(level[-1]))
            return f"{key} of {words}" if len(level) > 1 else words
        case ("options", option, *key):
            words = _worded(conflict, f"{path[1]}.{option}")
            return f"{f'{_key(key[0])} of ' if key else ''}{possessive(party)} option {words}"
    return f"{_key(path[-1])} of {party}"


def _level(conflict: Conflict, path: Path) -> str:
    """Call a level by its text, where that is known, in quotes."""
    _, dm, _, option, _, level = path[:6]
    party = conflict.decision_makers.get(str(dm))
    known = party.options.get(str(option)) if party else None
    details = known.levels.get(str(level)) if known else None
    return _quoted(details.text if details else str(level))


def _in_family(conflict: Conflict, path: Path) -> str:
    family = _party(conflict, path[1])
    match path[2:]:
        case ("members", dm):
            return f"the party {_quoted(_party(conflict, dm))} among {family}"
        case ("members", dm, key):
            return f"{_key(key)} of {_party(conflict, dm)}"
        case ("options",):
            return f"the options of {family}"
        case ("options", option, *key):
            example = next(iter(_of(conflict, str(path[1]))), "")
            words = _worded(conflict, f"{example}.{option}") if key else _quoted(str(option))
            return f"{f'{_key(key[0])} of ' if key else ''}the option {words} of {family}"
        case ("rules", *_):
            return f"a rule of {family}"
    return f"{_key(path[-1])} of {family}"


def _of(conflict: Conflict, family: str) -> tuple[str, ...]:
    return members_of(conflict).get(family, ())


def _party(conflict: Conflict, dm: object) -> str:
    if dm in conflict.groups:
        return called(conflict, str(dm))
    party = conflict.decision_makers.get(str(dm))
    return str(dm) if party is None else party.called or party.name


def _key(key: object) -> str:
    return {
        "because": "the sources",
        "moves": "how the moves go",
        "ordered": "the order",
        "steps": "the step",
        "does": "the words for taking",
        "stops": "the words for dropping",
        "said": "what was said",
        "quote": "the quotation",
        "near": "the place of the words",
        "sha256": "the SHA-256",
        "issued": "the day of issue",
        "who": "who said it",
        "on": "the date",
        "where": "where to look it up",
        "says": "the wording",
        "called": "what sentences call it, the name",
        "likely": "the likelihood",
        "likely_way": "the likelihood of the way",
        "doubt": "the name of the doubt",
    }.get(str(key), f"the {key}")


def _moved(after: Conflict, change: ModelChange) -> str:
    if isinstance(change.after, list):
        now, was = (
            ", ".join(_entry(after, change.path, key) for key in keys)
            for keys in (change.after, change.before)
        )
        return f"is now {now}; it was {was}"
    place = int(change.origin[-1]) + 1
    return f"{_worded(after, change.after)} was its {ordinal(place)}"


def _entry(conflict: Conflict, path: Path, key: str) -> str:
    """Say what has a key in a table whose order changed."""
    match path:
        case ("decision_makers",):
            return _party(conflict, key)
        case ("decision_makers", dm, "options"):
            return _worded(conflict, f"{dm}.{key}")
        case ("decision_makers", _, "options", _, "levels"):
            return _level(conflict, (*path, key))
    return str(key)


def _worded(conflict: Conflict, statement: str) -> str:
    """Say a statement or a name in words and in quotes, shortened."""
    return _quoted(statement_words(Vocabulary(conflict), statement))


def _is_statement(path: Path) -> bool:
    """Say whether statements or names of options stand at a place."""
    match path[path[0] == "scenarios" and 2 :]:
        case ("views", _, *inner) if inner:
            return inner[0] in ("unknown", "infeasible") or _is_statement(tuple(inner))
        case ("rules" | "terms" | "status_quo", *_) | (
            "claims",
            _,
            "never" | "possible" | "always",
        ):
            return True
        case ("preferences", _, "statements", _, *rest):
            return rest in ([], ["holds"])
    return False


def _said(conflict: Conflict, change: ModelChange, value: Any) -> str:
    """Write what was or is there, shortened; nothing where the place says it all."""
    at = change.path[2:] if change.path[0] == "scenarios" else change.path
    if at[:1] == ("rules",):
        # One that is new or gone is called by what it says.
        is_named = change.kind in ("added", "removed")
        return "" if is_named else quoted_rule(Vocabulary(conflict), at, value)
    if change.path[-1] == "moves" and value in _DIRECTIONS:
        return f"“{_DIRECTIONS[value]}” ({value})"
    if at[:1] == ("decision_makers",) and change.path[-1] in ("ordered", "steps"):
        return _OF_LEVELS[value]
    if change.path == ("status_quo",) and value == []:
        return "that nothing is taken"
    if isinstance(value, Mapping):
        text = value.get("text") or value.get("name") or value.get("says") or value.get("title")
        if change.kind == "changed" and len(value) == 1:
            return f"given by {next(iter(value))}"
        return _quoted(str(text)) if text else ""
    if _is_statement(change.path) and isinstance(value, (str, list)):
        if "claims" in change.path:
            kind, _, value = str(value).partition(" ")
            return f"{kind} {_worded(conflict, value)}"
        parts = value if isinstance(value, list) else [value]
        return and_list([_worded(conflict, str(part)) for part in parts])
    if isinstance(value, list) and change.path[-1] == "because":
        return and_list([_named(conflict, "sources", source) for source in value])
    if isinstance(value, list) and change.path[-1] == "quote":
        return _quoted(" … ".join(value))
    if isinstance(value, list):
        return _quoted((" → " if change.path[0] == "moves" else ", ").join(map(str, value)))
    return _quoted(str(value))


def _quoted(text: str) -> str:
    text = " ".join(text.split()).removesuffix(".")
    return in_quotes(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…")


# -- what it means ----------------------------------------------------------------------------


def _meaning(found: Differences) -> list[str]:
    """Say what becomes of the states and the rankings."""
    before, after = found.before.model, found.after.model
    if not found.comparable:
        return ["No outcome of the one model is an outcome of the other: they can't be compared."]
    texts = []
    if found.same_states:
        be = "is" if len(after.states) == 1 else "are"
        texts.append(f"The same {counted(len(after.states), 'outcome')} {be} feasible.")
    else:
        texts += _states(before, found.removed_states, "gone")
        texts += _states(after, found.added_states, "new")
    unlike = [judged for judged in found.judged if not judged.same]
    alike = [who(after, judged.decision_maker) for judged in found.judged if judged.same]
    for judged in unlike:
        texts.append(_judged_text(found, judged))
    if not alike:
        return texts
    of_both = "the outcomes" if found.same_states else "the outcomes of both"
    if not unlike:
        texts.append(f"Every party ranks {of_both} as before.")
    else:
        rank = "ranks" if len(alike) == 1 else "rank"
        texts.append(sentence(f"{and_list(alike)} {rank} {of_both} as before."))
    return texts


def _states(model: GraphModel, some: Region, what: str) -> list[str]:
    count = some.count()
    if not count:
        return []

    def text(state: int) -> str:  # what is gone has no number any more
        return f"“{model.states.said(state)}”" if what == "gone" else state_text(model, state)

    states = model.states.in_order(some.positions().tolist())
    texts = ", ".join(few(states, _NAMED, text, "and {} more"))
    be = "is" if count == 1 else "are"
    return [f"{counted(count, 'outcome')} of {len(model.states):,} {be} {what}: {texts}."]


def _judged_text(found: Differences, judged: Judged) -> str:
    model = found.after.model
    name = sentence(who(model, judged.decision_maker))
    text = f"{name} ranks the outcomes otherwise"
    if judged.pairs is not None:
        text = f"{name} judges {counted(judged.pairs, 'pair')} of outcomes otherwise"
    assert judged.example is not None
    now = model.levels_or_none(judged.decision_maker)
    former = _former(found, judged.decision_maker)
    old = found.before.model.levels_or_none(former)
    one, other = judged.example
    if old is None or now is None:
        return f"{text}: {state_text(model, one)} beside {state_text(model, other)} is one pair."
    if old[found.origin[one]] < old[found.origin[other]] or now[one] < now[other]:
        one, other = other, one
    first, second = state_text(model, one), state_text(model, other)
    before = int(old[found.origin[one]]) - int(old[found.origin[other]])
    if now[one] == now[other]:
        return f"{text}: it preferred {first} to {second}, and is indifferent now."
    if now[one] < now[other]:
        first, second = second, first
    had = "had it the other way round" if before else "was indifferent before"
    return f"{text}: it prefers {first} to {second}, and {had}."


def _former(found: Differences, dm: str) -> str:
    former = found.before.model.decision_makers
    return next(old for old in former if found.renames.of("decision_makers", old) == dm)
