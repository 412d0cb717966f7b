"""On what the answer rests: how much each judgement turns that is changed alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.equilibria import Solution
from countermove.analysis.judgements.judgements import Effect, Judgements, judgements
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import is_slim, not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room, Sign
from countermove.picture.drawing import Box, Drawing, Group, Label
from countermove.picture.panels import SMALL, Panel, beside, in_columns, quiet, text
from countermove.picture.rows import Bar, bars, rows
from countermove.picture.widths import width_of
from countermove.progress import Follow
from countermove.report.amounts import letter
from countermove.report.article import Prose
from countermove.report.judgements import judgement_phrase, judgements_section
from countermove.report.parameters import Claims
from countermove.texts import and_list

_MOST = 12
_ASKS = "On what does the answer rest?"
_HIGH, _APART, _LEAD, _TEXT = 20.0, 3.0, 26.0, 640.0


@figure(
    shows="On which judgements the answer rests: what turns when one is changed alone.",
    examples=("draw talks-2025 rests-on -o judgements.svg",),
    place=6,
)
class RestsOnFigure(Figure):
    """On what the answer rests."""

    claims: Claims = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw a row for each change that turns something, what turns most first."""
        return self.of(judgements(solution.model, solution.codes, follow=follow))

    def of(self, judged: Judgements) -> Drawing:
        """Draw the changes that were tried."""
        solution, width = judged.solution, width_in(self.room)
        section = judgements_section(judged, claim=self._only)
        summary = next(block.text for block in section.in_words if isinstance(block, Prose))
        every = judged.turning(self._only)
        if not solution.claims:
            every = tuple(effect for effect in judged if effect.outcomes)
        shown = every[:_MOST]
        phrases = [judgement_phrase(judged, effect) for effect in shown]
        turned = [self._turned(judged, effect) for effect in shown]
        drawn = [beside(map(_sign, some), _APART) for some in turned]
        if not solution.claims:
            most = max((effect.outcomes for effect in shown), default=0)
            numbers = [Bar(effect.outcomes, f"{effect.outcomes:,}") for effect in shown]
            drawn = bars(numbers, most, width * 0.35)
        aside = max((piece.width for piece in drawn), default=0) + 12
        room = min(_TEXT, width - aside)
        lines = [
            [text(phrase, room, size=SMALL, most=4), Panel(12, 0), _left(piece, width - room - 12)]
            for phrase, piece in zip(phrases, drawn, strict=True)
        ]
        panels = [
            text(summary, width, size=SMALL),
            rows(lines),
            *self._claims(judged, shown, width),
        ]
        panels.append(quiet(not_drawn(len(every) - len(shown), "change"), width))
        told = [
            f"{phrase}{f': {and_list([words for words, _ in some])}' if some else ''}."
            for phrase, some in zip(phrases, turned, strict=True)
        ]
        legend = self._legend(judged, [kind for some in turned for _, kind in some])
        return on_page(
            solution,
            section.question or _ASKS,
            [summary, *told],
            panels,
            width=width,
            legend=legend,
        )

    @property
    def _only(self) -> str | None:
        """The claim that is asked about, if one is."""
        if len(self.claims) > 1:
            raise draw_nothing("it is told of one claim or of all.", "Give one claim, or none.")
        return self.claims[0] if self.claims else None

    def _turned(self, judged: Judgements, effect: Effect) -> list[tuple[str, bool]]:
        """Say what a change turns: claims, or of one claim concepts; and how, by two kinds."""
        if self._only is not None:
            turn = effect.turns[self._only]
            return [(code, True) for code in turn.gained] + [(code, False) for code in turn.lost]
        order = [answer.claim for answer in judged.solution.claims]
        return [
            (letter(order.index(claim)), turn.is_verdict) for claim, turn in effect.turns.items()
        ]

    def _claims(self, judged: Judgements, shown: Sequence[Effect], width: float) -> Iterator[Panel]:
        """Say which claims the letters are."""
        if self._only is not None:
            return
        turned = {claim for effect in shown for claim in effect.turns}
        each = width if is_slim(width) else (width - 20) / 2
        told = [
            beside(
                [
                    text(letter(k), _LEAD, size=SMALL, bold=True),
                    text(answer.details.says, each - _LEAD, size=SMALL, most=2),
                ]
            )
            for k, answer in enumerate(judged.solution.claims)
            if answer.claim in turned
        ]
        yield in_columns(told, 1 if is_slim(width) else 2, 20)

    def _legend(self, judged: Judgements, kinds: Sequence[bool]) -> list[Sign]:
        if not judged.solution.claims:
            text = "how many outcomes come to hold or cease to"
            return [Sign((Box(0, -6, 34, 12, "ink", None, round=0),), text)]
        says = (
            "the answer is another: true under all concepts, some or none",
            "still true under some, but under other concepts",
        )
        if self._only is not None:
            says = "has come to be true", "has ceased to be true"
        return [
            Sign((Group(_sign(("", kind)).shapes, 6, -_HIGH / 2),), text)
            for kind, text in zip((True, False), says, strict=True)
            if kind in kinds
        ]


def _left(piece: Panel, width: float) -> Panel:
    return Panel(width, piece.height, piece.shapes)


def _sign(turned: tuple[str, bool]) -> Panel:
    """Draw what is turned as a box: filled for one kind, else empty and dashed."""
    words, kind = turned
    wide = max(_HIGH, width_of(words, SMALL, bold=True) + 10)
    box = Box(
        0.5,
        0.5,
        wide - 1,
        _HIGH - 1,
        "solid" if kind else "paper",
        "ink",
        1.2,
        3,
        () if kind else (3, 2),
    )
    at = Label(wide / 2, _HIGH * 0.71, words, SMALL, "on-solid" if kind else "ink", True, "middle")
    return Panel(wide, _HIGH, (box, at))
