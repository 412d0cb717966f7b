"""Two prisoners, with one of each thing that a model can have and a page can edit."""

from __future__ import annotations

ONE_OF_EACH = """\
# Written by hand; what is behind a # stays.
format = "countermove/1"
title = "Two prisoners"
summary = "Each can be silent."
status_quo = ["silent"]

[decision_makers.ann]
name = "Ann"
options.silent = { text = "Is silent", moves = "drop" }

[decision_makers.bob]  # the younger one
name = "Bob"
called = "good Bob"
options = { quiet = "Keeps quiet", sings = "Sings" }

[terms]
both = "silent and quiet"

[rules]
infeasible = ["quiet and sings"]
at_most_one = [["silent", "sings"]]

[sources.letter]
said = "I won't talk."
who = "Ann"
on = 2025-02-13
where = "https://example.org/letter"

[sources.call]
said = "Nor I."

[preferences.ann]
statements = [
  { holds = "quiet", because = ["letter"], note = "She wrote so." },
  "not silent",  # of course
]

[preferences.bob]
statements = ["silent", "not quiet"]

[claims.both]
says = "Both can stay silent"
possible = "both"
because = ["letter"]

[claims.nobody]
says = "Not both talk"
never = "not silent and not quiet"

[scenarios.later]
title = "A year later"
status_quo = []

[views.ann]
unknown = ["sings"]
"""

NOT_SURE = """\
format = "countermove/1"
title = "What isn't sure"
status_quo = []
[decision_makers.ann]
name = "Ann"
options = { silent = "Is silent" }
[decision_makers.bob]
name = "Bob"
options = { quiet = "Keeps quiet", sings = "Sings" }
[sources.letter]
said = "I won't talk."
[preferences.ann]
doubt = "who"
readings = [
  { says = "She fears him", likely = 0.6, statements = [
    { holds = "quiet", perhaps = "left out", either_way = true, likely = 0.7, strongly = true },
    { any_order = ["not silent", { holds = "sings", perhaps = true }], because = ["letter"] },
  ] },
  { says = "She trusts him", ranking = ["YYN", ">>", { unknown = ["YNN", "NYN"] }, "the rest"] },
]
[preferences.bob]
weights = { silent = [1, 3], sings = -1 }
[claims.both]
says = "Both can stay silent"
possible = "silent and quiet"
"""

REPORT = """\
Farmers and town quarrel over the river

The talks began badly. “Without water the maize is lost,” said Ana Ruiz, the chair of the
farmers’ union. “No plan holds that we have not signed.”

Mayor Ben Holt said the town would build the reservoir. He said: “We can wait.”

The water authority threatened to close the upper weir.

Most read
Ten walks along the river
"""

RECORDED = """\
format = "countermove/1"
title = "Water"
status_quo = []
[decision_makers.farmers]
name = "Farmers' union"
options = { sign = "Sign the plan" }
[decision_makers.town]
name = "The town"
options = { wait = "Wait" }
[preferences.farmers]
statements = ["sign"]
[preferences.town]
statements = ["wait"]
[documents.report]
file = "report.txt"
[sources.holt]
who = "Ben Holt"
document = "report"
quote = "We will wait"
"""
