"""The integrated graph of a model in GraphML, for programs that draw and measure networks."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET

from countermove.analysis.equilibria import Solution
from countermove.errors import Problem, TooLargeError

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_MOST_MOVES = 1_000_000

# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(solution: Solution) -> str:
    """Write the integrated graph of a solved model in GraphML.

    Its nodes are the states, with number, label, pattern, options taken, text, and for each
    concept whether they hold; its edges are the unilateral moves of all decision makers, with
    whose they are and whether they are improvements.

    Parameters
    ----------
    solution : Solution
        The solution.

    Returns
    -------
    str
        An XML document.

    Raises
    ------
    TooLargeError
        If there are more than a million moves.
    """
    model, states = solution.model, solution.model.states
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
    root = ET.Element("graphml", xmlns=_NAMESPACE)
    for key, (part, kind) in keys.items():
        attributes = {"id": key, "for": part, "attr.name": key, "attr.type": kind}
        ET.SubElement(root, "key", attributes)
    graph = ET.SubElement(root, "graph", id="integrated", edgedefault="directed")
    ET.SubElement(graph, "desc").text = _xml(model.conflict.title)
    holding = {
        code: {state.label for state in solution.equilibria(code)} for code in solution.codes
    }
    for state in states.in_order(range(len(states))):
        view = states.view(state)
        node = ET.SubElement(graph, "node", id=f"n{view.number}")
        _data(node, "number", view.number)
        _data(node, "label", view.label)
        _data(node, "pattern", view.pattern)
        _data(node, "taken", ", ".join(view.taken))
        _data(node, "text", view.text)
        _data(node, "status_quo", state == states.status_quo)
        for code in solution.codes:
            _data(node, f"equilibrium_{code}", view.label in holding[code])
    moves = 0
    for dm in model.decision_makers:
        ranks = model.preferences[dm].ranks
        for state in states.in_order(range(len(states))):
            targets = states.in_order(model.moves(dm, state))
            moves += len(targets)
            if moves > _MOST_MOVES:
                raise _too_large()
            for target in targets:
                ends = {"source": f"n{states.number(state)}", "target": f"n{states.number(target)}"}
                edge = ET.SubElement(graph, "edge", ends)
                _data(edge, "decision_maker", dm)
                _data(edge, "name", model.name(dm))
                _data(edge, "improvement", bool(ranks[target] > ranks[state]))
    ET.indent(root, " ")
    document = BytesIO()
    ET.ElementTree(root).write(document, "utf-8", xml_declaration=True)
    return document.getvalue().decode() + "\n"


def _too_large() -> TooLargeError:
    return TooLargeError(
        Problem(
            f"the graph has more than {_MOST_MOVES:,} moves, too many for GraphML.",
            advice="Export csv, or a scenario with fewer states.",
        )
    )


def _data(parent: ET.Element, key: str, value: str | int) -> None:
    element = ET.SubElement(parent, "data", key=key)
    element.text = str(value).lower() if isinstance(value, bool) else _xml(str(value))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
