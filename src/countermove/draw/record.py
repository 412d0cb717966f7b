"""The record map: from each source to what was judged by it, and on to the claims that turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from countermove.analysis.equilibria import Solution
from countermove.analysis.judgements.judgements import judgements
from countermove.analysis.judgements.variations import Variation, variations
from countermove.arguments import one_of
from countermove.draw.base.figure import Figure, draw_nothing, figure
from countermove.draw.base.page import not_drawn, on_page, width_in
from countermove.draw.base.sheet import Room, Sign
from countermove.errors import Path
from countermove.graph_model import GraphModel
from countermove.model.parts import Claim, Source
from countermove.picture.drawing import Box, Curve, Drawing
from countermove.picture.outline import PLAIN, Caption
from countermove.picture.panels import SMALL, quiet
from countermove.picture.ties import Tie, TiedBox, TiedColumn, tied
from countermove.progress import Follow
from countermove.record.proving import Proof, proofs
from countermove.record.source_words import WHOSE, gist, quoted_words, source_text, standing
from countermove.report.assumptions import RECORD_IN_BRACKETS
from countermove.report.judgements import MOST_STATES, not_tried, rule_phrase
from countermove.report.parameters import Claims
from countermove.report.phrases import no_order, ordinal, quoted, recorded, sentence
from countermove.texts import in_quotes

_MOST, _FINE, _DASH = 10, 11.0, (4.0, 3.0)
_TURNS, _PARTLY = Curve((), "ink", 1.5), Curve((), "ink", 1.2, _DASH)


@figure(
    shows="Which source is behind what was judged, and which claims turn with it.",
    examples=("draw talks-2025 record -o record.svg",),
    place=10,
)
class RecordFigure(Figure):
    """The record map."""

    claims: Claims = ()
    room: Room = None

    def drawing(self, solution: Solution, follow: Follow | None = None) -> Drawing:
        """Draw sources, judgements and claims in columns, tied where one rests on another."""
        model, width = solution.model, width_in(self.room)
        sources, claims = model.written.sources, self._claims(model)
        proved = proofs(model.written)
        every, note = _judged(solution, follow)
        for judged in every.values():
            judged.turns = {c: t for c, t in judged.turns.items() if c in claims}
        wanted = [one for one in every.values() if one.turns or (one.record and not self.claims)]
        first = sorted(wanted, key=lambda one: (not one.turns, -len(one.turns)))[:_MOST]
        shown = {f"judged {k}": one for k, one in enumerate(one for one in wanted if one in first)}
        cited = {s for one in shown.values() for s in one.record}
        cited |= {s for claim in claims.values() for s in claim.because}
        if not cited & set(sources):
            raise draw_nothing("nothing in the model rests on its sources.", _BY_BECAUSE)
        columns = [
            TiedColumn(
                "The record",
                tuple(_source(s, sources[s], proved.get(s)) for s in sources if s in cited),
            ),
            TiedColumn(
                "What is judged", tuple(_judgement(k, one) for k, one in shown.items()), 1.3
            ),
            TiedColumn("What is claimed", tuple(_claim(c, claim) for c, claim in claims.items())),
        ]
        columns = [column for column in columns if column.boxes]
        ties = list(_ties(shown, sources))
        if not shown:
            ties = [Tie(f"source {s}", f"claim {c}") for c in claims for s in claims[c].because]
        panels = [
            tied(columns, ties, width),
            quiet(_left_out(len(every) - len(shown), shown), width),
            quiet(_not_tied(sources, cited, ties), width),
            quiet(note, width),
            quiet(RECORD_IN_BRACKETS, width),
        ]
        says = [*_told(shown, claims), note]
        legend = _legend(shown, ties)
        return on_page(solution, _ASKS, says, panels, width=width, legend=legend)

    def _claims(self, model: GraphModel) -> dict[str, Claim]:
        claims = model.conflict.claims
        for claim in self.claims:
            one_of(claim, list(claims), "claim", "The claims are")
        return {claim: claims[claim] for claim in self.claims or claims}


_BY_BECAUSE = "Add a table [sources.…], and name it where it counts: because = […]."
_ASKS = "On which record does it rest?"


@dataclass
class _Judged:
    """A judgement: whose and what, by which record, and which claims it turns, and how."""

    whose: str
    says: str
    record: tuple[str, ...]
    turns: dict[str, bool] = field(default_factory=dict)


def _judged(solution: Solution, follow: Follow | None) -> tuple[dict[Path, _Judged], str]:
    """Return all judgements, and why it isn't told which claims they turn, if it isn't."""
    model = solution.model
    if model.unordered:
        wants = model.written.preferences
        return {
            ("preferences", dm): _Judged(model.name(dm), "what it wants", wants[dm].because)
            for dm in model.decision_makers
        }, no_order(model)
    found: dict[Path, _Judged] = {}
    for variation in variations(model):
        for key in _keys(variation):
            found.setdefault(key, _one(model, key, variation))
    if len(model.states) > MOST_STATES:
        return found, not_tried(model)
    for effect in judgements(model, solution.codes, follow=follow):
        for key in _keys(effect.variation):
            turns = found[key].turns
            for claim, turn in effect.turns.items():
                turns[claim] = turns.get(claim, False) or turn.is_verdict
    return found, ""


def _keys(variation: Variation) -> tuple[Path, ...]:
    """Return of which judgements something is changed: of two wishes that change places, both."""
    kind, *_ = path = variation.path
    if kind == "preferences" and path[2] == "statements":
        return tuple((*path[:3], place - 1) for place in variation.places)
    if kind == "preferences" and path[2] == "ranking":
        return (path[:3],)
    return {"decision_makers": (path[:4],), "moves": (path[:2],)}.get(str(kind), (path,))


def _one(model: GraphModel, key: Path, variation: Variation) -> _Judged:
    dm, record = variation.decision_maker, variation.record
    if dm is None:
        return _Judged("A rule", sentence(rule_phrase(model, variation)), record)
    name, wants = model.name(dm), model.conflict.preferences[dm]
    if key[0] == "decision_makers":
        option = model.states.vocabulary.options[variation.about[0]]
        return _Judged(f"{name}, what it can do", f"“{option.text}”", record)
    if key[0] == "moves":
        return _Judged(name, "Where it can move", record)
    if key[2] == "ranking":
        return _Judged(name, "Its ranking", record)
    if key[2] == "weights":
        return _Judged(f"{name}, weight {variation.about[1]}", quoted(model, str(key[3])), record)
    place = int(key[3])
    wish = (wants.wishes or ())[place]
    whose = f"{name}, {ordinal(place + 1)} wish"
    return _Judged(whose, quoted(model, wish.holds), wish.because or wants.because)


def _source(name: str, source: Source, proof: Proof | None) -> TiedBox:
    head = f"{source.who or 'By nobody named'} [{name}]"
    told = gist(source, proof) if proof is None else quoted_words(source, proof)
    says = [Caption(head, bold=True, size=SMALL, most=3), Caption(told, size=_FINE, most=1)]
    if proof is not None:
        says.append(Caption(_standing(proof), "soft", size=_FINE, most=2))
    return TiedBox(f"source {name}", tuple(says), whole=source_text(source, proof))


def _standing(proof: Proof) -> str:
    """Say where words stand, the line before the title, which may be too long for a box."""
    if proof.quotation is None or proof.place is None:
        return standing(proof)
    return f"{WHOSE[proof.whose]}, line {proof.place[0]:,} of {in_quotes(proof.title)}"


def _left_out(count: int, shown: Mapping[str, _Judged]) -> str:
    """Say how many judgements aren't drawn, and which those are where that is known."""
    told = not_drawn(count, "judgement")
    if not told or not any(one.turns for one in shown.values()):
        return told
    none = "it turns no more claims" if count == 1 else "none turns more claims"
    return f"{told[:-1]}: {none} than those that are drawn."


def _judgement(key: str, one: _Judged) -> TiedBox:
    says = Caption(one.whose, "soft", size=_FINE, most=2), Caption(one.says, size=SMALL, most=3)
    box = PLAIN if one.record else replace(PLAIN, edge="ink", dash=_DASH)
    whole = f"{one.whose}: {one.says}{recorded(one.record)}"
    return TiedBox(key, says, box, whole)


def _claim(name: str, claim: Claim) -> TiedBox:
    record = recorded(claim.because).strip()
    says = (
        Caption(claim.says, bold=True, size=SMALL, most=4),
        Caption(record, "soft", size=_FINE, most=2),
    )
    return TiedBox(f"claim {name}", says, replace(PLAIN, edge="ink", thick=2), claim.says)


def _ties(shown: Mapping[str, _Judged], sources: Mapping[str, Source]) -> Iterator[Tie]:
    for key, one in shown.items():
        for source in one.record:
            if source in sources:
                yield Tie(f"source {source}", key)
        for claim, is_verdict in one.turns.items():
            yield Tie(key, f"claim {claim}", _TURNS if is_verdict else _PARTLY)


def _not_tied(sources: Mapping[str, Source], cited: set[str], ties: Sequence[Tie]) -> str:
    """Say why sources have no line, or aren't drawn."""
    drawn, tied_to = {*sources} & cited, {tie.left for tie in ties}
    count, told = len(sources) - len(drawn), []
    if any(f"source {source}" not in tied_to for source in drawn):
        told.append("No judgement that is drawn rests on the sources without a line.")
    if count:
        those = "it" if count == 1 else "them"
        told.append(f"{not_drawn(count, 'source')[:-1]}: nothing that is drawn rests on {those}.")
    return " ".join(told)


def _legend(shown: Mapping[str, _Judged], ties: Sequence[Tie]) -> list[Sign]:
    signs = []
    if any(not one.record for one in shown.values()):
        box = Box(3, -7, 28, 14, "paper", "ink", 1, 4, _DASH)
        signs.append(Sign((box,), "the analyst's judgement, without a source"))
    looks = {tie.look for tie in ties}
    for look, says in (
        (_TURNS, "changed alone, it turns the claim"),
        (_PARTLY, "it turns only under which concepts the claim is true"),
    ):
        if look in looks:
            line = replace(look, points=((0, 0), (12, 0), (22, 0), (34, 0)))
            signs.append(Sign((line,), says))
    return signs


def _told(shown: Mapping[str, _Judged], claims: Mapping[str, Claim]) -> Iterator[str]:
    for one in shown.values():
        turned = "; ".join(in_quotes(claims[claim].says) for claim in one.turns)
        turns = f" Changed alone, it turns: {turned}." if turned else ""
        yield f"{one.whose}: {one.says}{recorded(one.record)}.{turns}"
    for claim in claims.values():
        yield f"{in_quotes(claim.says)}{recorded(claim.because)}."
