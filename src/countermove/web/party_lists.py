"""Lists of parties and options that are pasted: what they would add to a model, and in words."""

from __future__ import annotations

from typing import Any

from countermove.editing.edited_file import Snapshot
from countermove.editing.edits import Edit
from countermove.editing.party_list import Addition, compared, edits_for, read_party_list
from countermove.errors import CountermoveError, ModelError
from countermove.files.tables.option_lines import looks_like_option_table
from countermove.report.amounts import counted
from countermove.texts import and_list
from countermove.web.additions import check_addition
from countermove.web.draft import text
from countermove.web.forms import DIRECTIONS, LEVEL_DIRECTIONS, sized


def read_list(
    snapshot: Snapshot, written: str, party: str = ""
) -> tuple[list[Addition], tuple[Edit, ...], str]:
    """Return what a list adds to a model, by which edits, and what these do in words."""
    if looks_like_option_table(sized(written)):
        what = "this is an option table, with a choice for each outcome."
        advice = "Paste it on the first page: it becomes a model of its own."
        raise ModelError(what, advice=advice)
    name = text(snapshot.data, "decision_makers", party, "name") or party
    listed, problems = read_party_list(sized(written), name)
    if problems:
        raise ModelError(*problems)
    additions = compared(listed, snapshot.data)
    edits = edits_for(additions, snapshot.data)
    check_addition(snapshot, edits, everywhere=True)
    parties = sum(not one.id for one in additions)
    options = sum(len(one.options) for one in additions)
    said = [counted(parties, "party", "parties")] if parties else []
    said += [counted(options, "option")] if options else []
    return additions, edits, f"Add {and_list(said)}" if said else ""


def previewed(snapshot: Snapshot, written: str, party: str = "") -> dict[str, Any]:
    """Say what a list would add, or what of it can't be read."""
    try:
        additions, _, said = read_list(snapshot, written, party)
    except CountermoveError as error:
        return {"problems": error.problems, "additions": [], "said": ""}
    return {
        "problems": [],
        "additions": additions,
        "said": said,
        "directions": DIRECTIONS | LEVEL_DIRECTIONS,
    }
