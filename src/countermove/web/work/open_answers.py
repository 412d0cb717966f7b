"""What a worker says of a model with too many outcomes to list: first what is soon known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from countermove.analysis.open_solution import OpenSolution
    from countermove.model.conflict import Conflict
    from countermove.report.article import Section
    from countermove.web.work.worker_process import Rendered

_VERDICTS = {"✓": "holds", "~": "depends", "✗": "fails", "?": "open"}


@dataclass(frozen=True, slots=True)
class OpenClaimShown:
    """A claim with what is known of it: by concept, and what decides it or why it is open."""

    mark: str
    verdict: str
    marks: tuple[tuple[str, str, str], ...]
    story: str


@dataclass(frozen=True, slots=True)
class OpenShown:
    """What a page shows of an answer without a list: the claims apart from the rest."""

    finding: str
    html: str
    example: int
    claims: Mapping[str, OpenClaimShown] = field(default_factory=dict)


def open_rendered(conflict: Conflict, solution: OpenSolution) -> Rendered:
    """Put into words what is known."""
    from countermove.questions.solve import SolveQuestion
    from countermove.report.amounts import lasted
    from countermove.report.citing import Citing
    from countermove.report.formats.html import sections_html
    from countermove.report.open_answer import known_sentence, open_sections, worth_explaining
    from countermove.web.work.worker_process import Rendered

    sections, citing = open_sections(solution, SolveQuestion.asks), Citing(conflict)
    made, claims = solution.provenance, _claims(solution, sections)
    how = "Solved exactly" if made.complete else "A limit was reached: incomplete, solved"
    said = f"{how} in {lasted(made.seconds)} by Countermove {made.version}"
    shown = OpenShown(
        "" if made.complete else known_sentence(solution),
        sections_html(sections[1:] if claims else sections, prefix="open", citing=citing),
        worth_explaining(solution).number,
        claims,
    )
    return Rendered(
        sections_html(sections, citing=citing),
        "".join(solution.json_parts()),
        f"{said} (engine: {made.engine}; {made.why}).",
        shown=shown,
    )


def _claims(solution: OpenSolution, sections: Sequence[Section]) -> dict[str, OpenClaimShown]:
    from countermove.report.article import Grid, Mark

    if not solution.claims:
        return {}
    grid = next(block for block in sections[0].blocks if isinstance(block, Grid))
    found = {}
    for answer, line in zip(solution.claims, grid.lines, strict=True):
        assert isinstance(line.lead, Mark)
        cells = zip(grid.columns, line.cells, strict=True)
        marks = tuple((code, c.value, c.said) for code, c in cells if isinstance(c, Mark))
        sign = line.lead.value
        found[answer.claim] = OpenClaimShown(sign, _VERDICTS[sign], marks, line.story)
    return found
