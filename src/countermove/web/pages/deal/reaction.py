"""What the parties do about a draft, for the page: in the sentences of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from countermove.analysis.deal.nearest import NearestPackages
from countermove.analysis.deal.places import WishAtStake
from countermove.analysis.deal.result import Deal
from countermove.model.patterns import OPEN
from countermove.model.statement_words import statement_words
from countermove.picture.palette import colour
from countermove.report.amounts import counted
from countermove.report.answer import under_foresight
from countermove.report.citing import Citing
from countermove.report.deal import party_sentence
from countermove.report.evolve import way_story
from countermove.report.phrases import numbered, recorded, sentence, who_all
from countermove.report.standings import outcome_sentences
from countermove.web.pages.deal.draft import Draft, choices, of_state

_MOST_NEAR = 4
"""So many of the nearest packages are shown."""


def reaction(found: Deal) -> dict[str, Any]:
    """Return what is shown of the answer about a draft."""
    if found.state is None:
        return {
            "state": None,
            "verdict": "impossible",
            "says": "This can't be",
            "excluded": [(rule.words, rule.path) for rule in found.excluded_by],
            "nearest": [
                *_near("The nearest that can be", found, found.nearest_feasible),
                *_nearest(found),
            ],
        }
    model, state = found.model, found.state
    holding = [code for code, holds in found.holds.items() if holds]
    lead, text = numbered(model, state)
    return {
        "state": model.states.number(state),
        "lead": lead,
        "text": text,
        "verdict": _verdict(found.holds),
        "says": _says(found, holding),
        "concepts": [(c.code, c.plain, found.holds[c.code]) for c in found.solution.concepts],
        "parties": list(_parties(found)),
        "nearest": list(_nearest(found)),
        "open": _open(found),
        "way": _way(found),
    }


def _verdict(holds: Mapping[str, bool]) -> str:
    return "holds" if all(holds.values()) else "depends" if any(holds.values()) else "fails"


def _says(found: Deal, holding: list[str]) -> str:
    """Say in a few words whether it holds."""
    return f"It holds {under_foresight(found.solution, holding)}" if holding else "It does not hold"


def _parties(found: Deal) -> Iterator[dict[str, Any]]:
    """Give what each party would do, the place of the outcome for it, and its wishes."""
    model, said = found.model, Citing(found.model.conflict).said
    start = model.states.status_quo
    for number, dm in enumerate(model.decision_makers):
        place, reactions = found.places[dm], found.reactions[dm].values()
        begun = None
        if place.places and start is not None:
            begun = place.places - int(model.levels(dm)[start])
        staying = [one.concept.code for one in reactions if one.stays]
        yield {
            "id": dm,
            "colour": colour(number),
            "says": said(party_sentence(found, dm)),
            "stays": _verdict({one.concept.code: one.stays for one in reactions}),
            "word": _in_a_word(found, staying),
            "place": place.place,
            "of": place.places,
            "begun": begun,
            "wishes": [_wish(found, wish) for wish in place.wishes],
            "broken": len(place.broken),
        }


def _in_a_word(found: Deal, staying: Sequence[str]) -> str:
    """Say whether a party stays, by under which concepts it does."""
    if len(staying) in (0, len(found.holds)):
        return "stays" if staying else "leaves"
    when = under_foresight(found.solution, staying)
    return "stays if it looks ahead" if when == "if the parties look ahead" else f"stays {when}"


def _wish(found: Deal, wish: WishAtStake) -> dict[str, Any]:
    conflict = found.model.conflict
    words = statement_words(found.model.states.vocabulary, wish.statement)
    record = Citing(conflict).said(recorded(wish.because))
    return {"words": words, "is_met": wish.is_met, "record": record.strip()}


# -- what is near --------------------------------------------------------------------------------


def _nearest(found: Deal) -> Iterator[dict[str, Any]]:
    """Give the nearest packages that hold, concepts together for which they are the same."""
    by_near: dict[tuple[int, ...], list[str]] = {}
    for code, near in found.nearest.items():
        if near.differing:
            by_near.setdefault(near.states, []).append(code)
    for codes in by_near.values():
        words = f"Nearest that hold {under_foresight(found.solution, codes)}"
        yield from _near(words, found, found.nearest[codes[0]])


def _near(words: str, found: Deal, near: NearestPackages) -> list[dict[str, Any]]:
    if not near.differing:
        return []
    model = found.model
    shown = near.states[:_MOST_NEAR]
    drafts = [(of_state(model.states, state), " ".join(numbered(model, state))) for state in shown]
    return [
        {
            "says": sentence(words),
            "differing": near.differing,
            "drafts": [(draft, text, _changes(found, draft)) for draft, text in drafts],
            "more": near.count - len(shown),
        }
    ]


def _changes(found: Deal, near: Draft) -> str:
    """Say what is chosen otherwise in a package that is near."""
    vocabulary = found.model.states.vocabulary
    rows = zip(vocabulary.options.items(), found.values, near.values, strict=True)
    return "; ".join(
        f"{vocabulary.called[name]}: {choices(option)[theirs]}"
        for (name, option), mine, theirs in rows
        if mine != OPEN and theirs not in mine.split("|")
    )


# -- what is open, and how it is reached --------------------------------------------------------


def _open(found: Deal) -> tuple[str, str]:
    """Say in which readings of what is in doubt it holds, and when; nothing without doubts."""
    if found.across is None or found.state is None:
        return "", ""
    *_, holds = outcome_sentences(found.across, found.state, found.model.decision_makers)
    first, _, rest = Citing(found.model.conflict).said(holds).partition(". ")
    return first.removesuffix(".") + ".", rest


def _way(found: Deal) -> tuple[str, str]:
    """Say who must act to get there, and how; nothing where that isn't known."""
    if found.evolution is None or found.path is None:
        return "", ""
    told = Citing(found.model.conflict).said(way_story(found.evolution, found.path))
    if (best := found.path.best) is None or not best.fewest:
        return "", told
    movers = dict.fromkeys(move.decision_maker for move in next(best.paths()))
    moves = counted(best.fewest, "move")
    return f"In {moves}, by {who_all(found.model, list(movers))}", told
