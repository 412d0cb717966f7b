"""A page with nothing but the graph of a model, as the app includes it."""

from __future__ import annotations

import json
from dataclasses import asdict

from jinja2 import Environment, PackageLoader

from countermove.analysis.solving import solve
from countermove.draw.state_graph.data import frame_of, graph_of
from countermove.model.conflict import Conflict

PAGE = """<!doctype html>
<html lang="en"{% if theme %} data-theme="{{ theme }}"{% endif %}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/party.css">
<link rel="stylesheet" href="/static/graph.css">
<script src="/static/graph.js" type="module"></script>
</head>
<body><main class="container-fluid"><h1>{{ title }}</h1>
<h2>Answer</h2>
{% include "_graph.html" %}
<table id="table"><caption>The outcomes</caption><tr><td>…</td></tr></table>
</main></body>
</html>
"""


def graph_page(conflict: Conflict, source: str, theme: str = "") -> tuple[str, str, str]:
    """Return the page, the data that it asks for at the address `source`, and the picture."""
    solution = solve(conflict)
    graph = graph_of(solution.model, solution, wide=1000)
    pages = Environment(loader=PackageLoader("countermove.web"), autoescape=True)
    page = pages.from_string(PAGE).render(
        graph=frame_of(solution),
        graph_source=source,
        graph_table="table",
        graph_name="model",
        title=conflict.title,
        theme=theme,
    )
    return page, json.dumps(asdict(graph)), solution.draw.graph().to_svg()
