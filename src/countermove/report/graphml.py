"""The integrated graph of a model in GraphML, for programs that draw and measure networks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import in_order
from countermove.errors import TooLargeError
from countermove.graph_model import GraphModel
from countermove.texts import visible

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

# As many as the programs that draw networks say they can show.
_MOST_STATES = 100_000
_MOST_MOVES = 1_000_000

# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml_parts(solution: Solution) -> Iterator[str]:
    """Write the integrated graph of a solved model in GraphML."""
    _check_size(solution.model)
    keys = {
        "number": ("node", "int"),
        "label": ("node", "string"),
        "pattern": ("node", "string"),
        "taken": ("node", "string"),
        "text": ("node", "string"),
        "status_quo": ("node", "boolean"),
        **{f"equilibrium_{code}": ("node", "boolean") for code in solution.codes},
        "decision_maker": ("edge", "string"),
        "name": ("edge", "string"),
        "improvement": ("edge", "boolean"),
    }
    yield f"<?xml version='1.0' encoding='utf-8'?>\n<graphml xmlns=\"{_NAMESPACE}\">\n"
    for key, (part, kind) in keys.items():
        yield f' <key id="{key}" for="{part}" attr.name="{key}" attr.type="{kind}" />\n'
    yield ' <graph id="integrated" edgedefault="directed">\n'
    yield f"  <desc>{_xml(solution.model.conflict.title)}</desc>\n"
    yield from _nodes(solution)
    yield from _edges(solution.model)
    yield " </graph>\n</graphml>\n"


def _nodes(solution: Solution) -> Iterator[str]:
    states = solution.model.states
    for part in in_order(states):
        for state in part.tolist():
            view = states.view(state)
            data: dict[str, str | int] = {
                "number": view.number,
                "label": view.label,
                "pattern": view.pattern,
                "taken": ", ".join(view.taken),
                "text": view.text,
                "status_quo": state == states.status_quo,
            }
            for code, holding in solution.holding.items():
                data[f"equilibrium_{code}"] = state in holding
            yield f'  <node id="n{view.number}">\n{_data(data)}  </node>\n'


def _edges(model: GraphModel) -> Iterator[str]:
    states = model.states
    for dm in model.decision_makers:
        preference = model.preferences[dm]
        whose = {"decision_maker": dm, "name": model.name(dm)}
        # An edge ends in whose it is and whether it is an improvement: one of two texts.
        ends = [_data({**whose, "improvement": better}) + "  </edge>\n" for better in (False, True)]
        for part in in_order(states):
            for state in part.tolist():
                source = states.number(state)
                targets = states.in_order_array(model.moves(dm, state))
                tempts = preference.tempts(targets, state)
                yield "".join(
                    f'  <edge source="n{source}" target="n{states.number(target)}">\n{ends[better]}'
                    for target, better in zip(targets.tolist(), tempts.tolist(), strict=True)
                )


def _check_size(model: GraphModel) -> None:
    if len(model.states) > _MOST_STATES:
        raise _too_large(f"{len(model.states):,} outcomes")
    moves = 0
    for dm in model.decision_makers:
        for state in range(len(model.states)):
            moves += len(model.moves(dm, state))
            if moves > _MOST_MOVES:
                raise _too_large(f"more than {_MOST_MOVES:,} moves")


def _too_large(many: str) -> TooLargeError:
    return TooLargeError(
        f"the graph has {many}, too many for the programs that read GraphML.",
        advice="Export csv, or a scenario with fewer outcomes.",
    )


def _data(values: Mapping[str, str | int]) -> str:
    lines = []
    for key, value in values.items():
        text = str(value).lower() if isinstance(value, bool) else _xml(str(value))
        lines.append(
            f'   <data key="{key}">{text}</data>\n' if text else f'   <data key="{key}" />\n'
        )
    return "".join(lines)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", visible(text)))
