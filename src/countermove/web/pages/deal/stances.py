"""What the parties' own wishes say of each option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.graph_model import GraphModel
from countermove.model import logic
from countermove.model.preference import Preference
from countermove.model.statement_words import statement_words
from countermove.model.vocabulary import Vocabulary
from countermove.picture.palette import colour
from countermove.texts import one_line

FOR, AGAINST, DEPENDS = "for it", "against it", "it depends"


@dataclass(frozen=True, slots=True)
class Stance:
    """How a party stands to an option: whose, in a word or two, and the wishes that say so."""

    name: str
    colour: str
    says: str
    wishes: tuple[str, ...]


def stances(model: GraphModel) -> dict[str, tuple[Stance, ...]]:
    """Return of each option, by full name, how the parties stand to it that speak of it."""
    vocabulary = model.states.vocabulary
    found: dict[str, list[Stance]] = {option: [] for option in vocabulary.options}
    for place, dm in enumerate(model.decision_makers):
        said: dict[str, list[tuple[str, str]]] = {}
        for option, says, wish in _spoken(vocabulary, model.conflict.preferences[dm]):
            said.setdefault(option, []).append((says, wish))
        for option, entries in said.items():
            # What is wanted for its own sake is said before what hangs on something else.
            plain = next((says for says, _ in entries if says != DEPENDS), DEPENDS)
            wishes = tuple(wish for _, wish in entries)
            found[option].append(Stance(model.name(dm), colour(place), plain, wishes))
    return {option: tuple(entries) for option, entries in found.items()}


def _spoken(vocabulary: Vocabulary, written: Preference) -> Iterator[tuple[str, str, str]]:
    """Give the options that wishes speak of: each, how it is wanted, and the wish in words."""
    for wish in written.wishes or ():
        words = statement_words(vocabulary, wish.holds)
        says = _literal(vocabulary, wish.holds)
        for option in _options(vocabulary, wish.holds):
            yield option, says, words
    for name, weight in (written.scores or {}).items():
        says = _literal(vocabulary, name if weight > 0 else f"not {name}")
        for option in _options(vocabulary, name):
            yield option, says, f"{statement_words(vocabulary, name)}: {weight:+g}"


def _options(vocabulary: Vocabulary, statement: str) -> list[str]:
    """Return the options that a statement speaks of, itself or by its terms."""
    formula, terms = logic.parse(statement), vocabulary.conflict.terms
    parts = [formula, *(logic.parse(terms[t]) for t in vocabulary.terms_needed(formula))]
    named = [name.name for part in parts for name in logic.names(part)]
    return list(dict.fromkeys(o for name in named for o in vocabulary.options_in(name)))


def _literal(vocabulary: Vocabulary, statement: str) -> str:
    """Say how a statement wants the option that alone it is about."""
    name = statement.strip().removeprefix("not ")
    stance = FOR if name == statement.strip() else AGAINST
    meaning = vocabulary.meaning(name)
    if meaning is None or meaning.kind not in ("option", "level"):
        return DEPENDS
    if (named := logic.level_named(meaning.key)) is None:
        return stance
    full, relation, level = named
    what = f"“{one_line(vocabulary.options[full].levels[level].text)}”"
    return stance.replace("it", what if relation == "is" else f"{relation} {what}")
