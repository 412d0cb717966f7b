"""The kinds of rules that a model may have, as the fields of its rules say of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.model.parts import Rules
from countermove.model.shapes import Shape, shape_of_part

KINDS: Mapping[str, Shape] = shape_of_part(Rules).inside
"""Every kind of rule, in the order of the file."""

GROUPS = {kind: shape for kind, shape in KINDS.items() if shape.each and shape.each.is_list}
"""Those about groups of options: their shape says how many hold `at_least` and `at_most`."""

EXCLUDING = tuple(kind for kind, shape in KINDS.items() if shape.is_list and kind != "coalesce")
"""Lists of what can't be or alone can be; coalescing excludes nothing."""

ONE_BY_ONE = tuple(kind for kind, shape in KINDS.items() if shape.is_list and kind != "feasible")
"""Lists in which each entry is a rule by itself; what is `feasible` is one rule together."""
