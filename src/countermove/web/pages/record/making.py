"""What becomes of a passage on the page Record: parts of a model, each with what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from countermove.editing.choice_edits import option_typed
from countermove.editing.uses import taken_ids
from countermove.errors import CountermoveError
from countermove.model.conflict import Conflict
from countermove.model.ids import new_id
from countermove.model.option_words import in_names
from countermove.model.vocabulary import Vocabulary
from countermove.record.folding import as_read
from countermove.texts import in_quotes
from countermove.web.draft import at, table, text
from countermove.web.forms import (
    Form,
    PlainEdit,
    check_new_level,
    check_new_option,
    edits_from,
    typed,
)
from countermove.web.pages.answer import KINDS
from countermove.web.pages.record.offers import NEW
from countermove.web.typed_statements import checked


def _made_source(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    """Name the source as that of a judgement, if it is marked for one."""
    if not form.get("cite"):
        return [], "Quote a passage"
    return edits_from({"do": "cite", "at": form["cite"], "value": key}, data), "Name a source"


def _party(data: Mapping[str, Any], form: Form) -> tuple[str, str, list[PlainEdit]]:
    """Return the id and the name of the party that is chosen, and the edits that make a new one."""
    chosen = form.get("party", "")
    if chosen in table(data, "decision_makers"):
        return chosen, text(data, "decision_makers", chosen, "name") or chosen, []
    name = chosen.removeprefix(NEW).strip()
    if not chosen.startswith(NEW) or not name:
        raise CountermoveError("whose is it?", advice="Choose a party, or make one first.")
    edits = edits_from({"do": "add", "at": '["decision_makers"]', "value": name}, data)
    return str(edits[0]["at"][-1]), name, edits


def _made_option(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    value = typed(form.get("value", ""))
    if not value:
        raise CountermoveError("the option has no words.", advice="Say what could be done.")
    dm, name, edits = _party(data, form)
    here = ("decision_makers", dm, "options")
    typed_as = option_typed(value)
    new = typed_as if isinstance(typed_as, dict) else {"text": value}
    check_new_option(data, dm, new["text"])
    option = new_id(new["text"], taken_ids(data, here), "option")
    edits.append({"do": "put", "at": [*here, option], "value": new | {"because": [key]}})
    return edits, f"Add {in_quotes(new['text'])} as an option of {name}"


def _made_level(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    value = typed(form.get("value", ""))
    if not value:
        raise CountermoveError("the level has no words.", advice="Say what could be chosen.")
    dm, _, option = form.get("option", "").partition(".")
    here = ("decision_makers", dm, "options", option, "levels")
    if not table(data, *here):
        raise CountermoveError("of which choice is it a level?", advice="Choose one.")
    check_new_level(data, here, value)
    new = {"text": value, "because": [key]}
    level = new_id(value, taken_ids(data, here), "level")
    whose = in_quotes(text(data, *here[:-1], "text"))
    edits: list[PlainEdit] = [{"do": "put", "at": [*here, level], "value": new}]
    return edits, f"Add {in_quotes(value)} as a level of {whose}"


def _made_wish(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    value = typed(form.get("value", ""))
    if not value:
        raise CountermoveError("the wish says nothing.", advice="Say what the party wants.")
    dm, name, edits = _party(data, form)
    here = ["preferences", dm, "statements"]
    if set(table(data, *here[:2])) - {"statements", "because", "note"}:
        raise CountermoveError(
            "what this party wants isn't given by statements alone.",
            advice="Write this wish on the page Preferences.",
        )
    wish = {"holds": value, "because": [key]}
    if edits or not isinstance(at(data, *here), list):
        edits.append({"do": "put", "at": here, "value": [wish]})
    else:
        edits.append({"do": "insert", "at": here, "index": None, "value": wish})
    return edits, f"Add a wish of {name}"


def _made_claim(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    kind, value = form.get("kind", ""), typed(form.get("value", ""))
    if kind not in KINDS or not value:
        raise CountermoveError(
            "the claim is about no outcome.", advice="Say of which outcomes it is a claim."
        )
    says = typed(form.get("says", "")) or as_read(words).strip(' “”"')
    claim = new_id(says, set(table(data, "claims")), "claim")
    new = {"says": says, kind: value, "because": [key]}
    return [{"do": "put", "at": ["claims", claim], "value": new}], "Make a claim of a passage"


def _made_party(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    name = typed(form.get("value", "")) or as_read(words).strip(' “”"')
    form = {"do": "add", "at": '["decision_makers"]', "value": name}
    return edits_from(form, data), f"Add the party {name}"


def _made_note(
    data: Mapping[str, Any], form: Form, key: str, words: str
) -> tuple[list[PlainEdit], str]:
    """Add the words to the note of a scenario, with who said them."""
    scenario = form.get("scenario", "")
    if scenario not in table(data, "scenarios"):
        raise CountermoveError("of which scenario?", advice="Begin one on the page Follow-up.")
    source = typed(form.get("who", ""))
    new = f"“{as_read(words).strip(' “”')}”" + (f" ({source})" if source else "")
    before = text(data, "scenarios", scenario, "note").strip()
    value = f"{before}\n{new}" if before else new
    edits: list[PlainEdit] = [{"do": "put", "at": ["scenarios", scenario, "note"], "value": value}]
    return edits, "Note a passage in a scenario"


def statement(conflict: Conflict | None, words: str) -> str:
    """Return a statement in the names of the file; what is wrong is said in words of the page."""
    found = in_names(words, Vocabulary(conflict)) if conflict else words
    fault = checked(found, conflict, None, by_words=True) if found else None
    if fault and not fault.fine:
        advice = "Choose among the words that the field offers."
        raise CountermoveError(fault.text, advice=advice)
    return found


MAKE: dict[str, Callable[[Mapping[str, Any], Form, str, str], tuple[list[PlainEdit], str]]] = {
    "source": _made_source,
    "option": _made_option,
    "level": _made_level,
    "wish": _made_wish,
    "claim": _made_claim,
    "party": _made_party,
    "note": _made_note,
}
