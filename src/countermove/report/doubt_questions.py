"""Doubts as questions that a person can put to a person, and the answers to them."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.ask.stages import place_asked
from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, part_in_doubt
from countermove.model.statement_words import statement_spelled_out
from countermove.report.phrases import sentence, who
from countermove.texts import in_quotes, or_list


def wording(kind: str, party: str, about: str, comes: str = "comes first") -> str:
    """Ask about something in doubt; `about` says what, behind a colon, unless it stands below."""
    match kind:
        case "cares":
            return f"does {party} care about this{about}?"
        case "way":
            return f"does {party} want this to hold, or the opposite{about}?"
        case "wants":
            return f"does {party} want this to hold, or the opposite, or not care{about}?"
        case "order" | "first":
            return f"which of these {comes} for {party}{about}?"
        case "pair":
            return f"which is better for {party}{about}?"
        case _:
            return f"what is true of {party}{about}?"


def question(model: GraphModel, doubt: Doubt, first: Sequence[int] = ()) -> str:
    """Ask about a doubt, as a person asks a person; of an order what comes next."""
    party = who(model, str(doubt.places[0][1]))
    written = part_in_doubt(model.written, doubt)
    if doubt.kind == "reading":
        about = or_list([in_quotes(reading.says) for reading in written])
    elif doubt.kind == "order":
        left = [k for k in range(len(written.any_order)) if k not in first]
        about = or_list([_words(model, written.any_order[k].holds) for k in left])
    else:
        about = _words(model, written.holds)
    comes = "comes next" if first else "comes first"
    return sentence(wording(doubt.kind, party, f": {about}", comes))


def answer(
    model: GraphModel, doubt: Doubt, values: Sequence[int], first: Sequence[int] = ()
) -> str:
    """Say one answer to the question about a doubt."""
    written = part_in_doubt(model.written, doubt)
    if doubt.kind == "reading":
        return or_list([f"“{written[value].says}”" for value in values])
    if doubt.kind == "order":
        place = place_asked(doubt, values)[len(first)]
        return f"{_words(model, written.any_order[place].holds)} first"
    keys = {"yes": "yes", "no": "no", "as-written": "it wants it", "opposite": "the opposite"}
    return or_list([keys[doubt.values[value].key] for value in values])


def _words(model: GraphModel, statement: str) -> str:
    return statement_spelled_out(model.states.vocabulary, statement)
