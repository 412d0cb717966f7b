"""The integrated graph of a model in GraphML, for programs that draw and measure networks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from countermove.analysis.equilibria import Solution
from countermove.analysis.network import check_size, moves_of, positions, state_data
from countermove.graph_model import GraphModel
from countermove.texts import visible

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml_parts(solution: Solution) -> Iterator[str]:
    """Write the integrated graph of a solved model in GraphML."""
    check_size(solution.model, "the programs that read GraphML")
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
    for state in positions(solution.model):
        data = state_data(solution.model, state)
        for code, holding in solution.holding.items():
            data[f"equilibrium_{code}"] = state in holding
        yield f'  <node id="n{data["number"]}">\n{_data(data)}  </node>\n'


def _edges(model: GraphModel) -> Iterator[str]:
    number = model.states.number
    for dm in model.decision_makers:
        whose = {"decision_maker": dm, "name": model.name(dm)}
        # An edge ends in whose it is and whether it is an improvement: one of two texts.
        ends = [_data({**whose, "improvement": better}) + "  </edge>\n" for better in (False, True)]
        for state, targets, better in moves_of(model, dm):
            yield "".join(
                f'  <edge source="n{number(state)}" target="n{number(target)}">\n{ends[is_better]}'
                for target, is_better in zip(targets, better, strict=True)
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
