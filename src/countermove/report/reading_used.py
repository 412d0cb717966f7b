"""Which reading of what is in doubt an analysis used, in words."""

from __future__ import annotations

from countermove.graph_model import GraphModel
from countermove.model.doubts import Doubt, every_doubt
from countermove.report.amounts import counted
from countermove.report.doubts import resolved
from countermove.report.phrases import few, sentence
from countermove.texts import and_list

_MOST = 3
"""So many things that are likelier otherwise are said."""


def reading_sentence(model: GraphModel) -> str:
    """Say which reading is used where one ranking is needed; nothing where nothing is in doubt."""
    return " ".join(filter(None, (_settled(model), _taken_as_written(model), _likelier(model))))


def another_value(model: GraphModel) -> str:
    """Return what another reading would say of the first doubt that is left: "europe.1=no"."""
    for doubt in every_doubt(model.written):
        if len(doubt.values) > 1:
            likeliest = max(doubt.values[1:], key=lambda value: value.likely)
            return f"{doubt.id}={likeliest.key}"
    return ""


def _settled(model: GraphModel) -> str:
    """Say what was chosen; nothing where nothing was."""
    reading, chosen = dict(model.conflict.reading), []
    for doubt in every_doubt(model.conflict.with_doubts):
        keys = [value.key for value in doubt.values]
        if reading.get(doubt.id) in keys:
            chosen.append((doubt, [keys.index(reading.pop(doubt.id))]))
    not_here = f"{and_list(list(reading))}: that isn't in doubt here." if reading else ""
    said = sentence(f"{resolved(model, chosen)}: that is settled here.") if chosen else ""
    return f"{said} {not_here}".strip()


def _taken_as_written(model: GraphModel) -> str:
    """Say how much is left in doubt, and how it is taken."""
    own, every = len(model.doubts), len(every_doubt(model.written))
    if not every or model.way:
        return ""
    things = counted(own or every, "more thing" if model.conflict.reading else "thing")
    are = "is" if (own or every) == 1 else "are"
    in_views = " of what parties see" if not own else ""
    also = f", and {every - own} of what parties see" if own and every > own else ""
    they = "it is" if every == 1 else "they are"
    head = f"{things}{in_views} {are} in doubt{also}"
    return f"{head}; where one ranking is needed, {they} taken as written."


def _likelier(model: GraphModel) -> str:
    """Say which of what is taken as written is the less likely."""
    if model.way:
        return ""
    said = [
        resolved(model, [(doubt, [value])])
        for doubt in every_doubt(model.written)
        for value in _likelier_values(doubt)
    ]
    if not said:
        return ""
    return f"That isn't the likeliest: it is likelier that {and_list(few(said, _MOST))}."


def _likelier_values(doubt: Doubt) -> list[int]:
    """Return the likeliest value of a doubt, if that isn't the one as written."""
    likely = [value.likely for value in doubt.values]
    return [likely.index(max(likely))] if likely and likely[0] < max(likely) else []
