"""The parts of sentences: states, moves and reasons in the words of the user's own model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from countermove.analysis.coalitions.concepts import CoalitionalConcept
from countermove.errors import listed, shown_of
from countermove.graph.sequences import Move, Path
from countermove.graph.states import States
from countermove.graph_model import GraphModel
from countermove.model.conflict import Conflict
from countermove.model.levels import level_text
from countermove.model.parts import Option
from countermove.model.patterns import OPEN
from countermove.model.statement_words import statement_words
from countermove.open_model import OpenModel
from countermove.progress import Progress
from countermove.report.amounts import counted
from countermove.stability.registry import SolutionConcept
from countermove.texts import and_list

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


NO_STATUS_QUO = (
    "This can't be told: the model doesn't say where it begins. Add what is done at the start, as "
    "in: status_quo = []"
)
"""What stands in a document where a question begins at the status quo, and there is none."""

VERDICTS = {"holds": "true", "depends": "true under some concepts only", "fails": "not true"}
"""What is said of a claim by its verdict."""

JUDGEMENT = "judgement"
"""What stands for the record where there is none."""

_MOST_ALIKE = 3
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def few(
    items: Sequence[Item], most: int, say: Callable[[Item], str] = str, more: str = "{} more"
) -> list[str]:
    """Say the first of some things, and how many more there are, where these aren't few."""
    first = items[: shown_of(len(items), most)]
    left = len(items) - len(first)
    return [*map(say, first), *([more.format(f"{left:,}")] if left else [])]


def alike(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Put together the things that have the same key, in the order in which they come."""
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def under(codes: Sequence[str], every: Collection[str]) -> str:
    """Say under which concepts something is so, of those asked for."""
    if len(codes) < len(every) or len(codes) == 1:
        return f"under {and_list(codes)}"
    return "under both concepts" if len(codes) == 2 else f"under all {len(codes)} concepts"


def ordinal(position: int) -> str:
    """Write a position from 1 as a word or a number."""
    if position <= len(_ORDINALS):
        return _ORDINALS[position - 1]
    teens = position % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(position % 10, "th")
    return f"{position}{ending}"


def who(model: GraphModel | OpenModel, decision_maker: str) -> str:
    """Return what sentences call a decision maker."""
    party = model.conflict.decision_makers[decision_maker]
    return party.called or party.name


def heads(model: GraphModel, decision_makers: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return heads of columns for decision makers, or for some of them; all different."""
    names = [model.name(dm) for dm in decision_makers or model.decision_makers]
    # Columns of other kinds stand beside them.
    uses = Counter([*names, "sum", "now"])
    return tuple(
        head if uses[head] == 1 else f"{k}. {head}" for k, head in enumerate(names, start=1)
    )


def possessive(name: str) -> str:
    """Write whose something is."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def who_all(model: GraphModel, decision_makers: Sequence[str]) -> str:
    """Return what sentences call several decision makers."""
    return and_list([who(model, dm) for dm in decision_makers])


def who_alike(model: GraphModel | OpenModel, decision_makers: Sequence[str]) -> str:
    """Name parties that are alike; of more than three two, and how many more."""
    names = [who(model, dm) for dm in decision_makers]
    if len(names) > _MOST_ALIKE:
        names[2:] = [f"{len(names) - 2} alike"]
    return sentence(and_list(names))


def sentence(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]


def state_text(model: GraphModel, state: int) -> str:
    """Write a state by what is done in it, with its number in brackets."""
    mark, text = numbered(model, state)
    return f"{mark} “{text}”" if model.conflict.is_graph_form else f"{mark} {text}"


def quoted(model: GraphModel, statement: str) -> str:
    """Write a statement in words and in quotes, as it stands in a sentence."""
    return f"“{statement_words(model.states.vocabulary, statement)}”"


def leading_to(model: GraphModel, state: int) -> str:
    """Say behind moves where they lead."""
    leads = "which is" if model.conflict.is_graph_form else "which leads to"
    return f"{leads} {state_text(model, state)}"


def numbered(model: GraphModel, state: int) -> tuple[str, str]:
    """Return a state's mark in brackets and what is done in it (in graph form: its text)."""
    return f"[{mark_of(model, state)}]", model.states.said(state)


def status_quo_note(model: GraphModel, state: int) -> str:
    """Return what stands behind a state that is the status quo."""
    return " (the status quo)" if state == model.states.status_quo else ""


def meanings(
    concepts: Iterable[SolutionConcept | CoalitionalConcept], more: str = "…"
) -> Iterator[tuple[str, str]]:
    """Give codes and plain words of concepts; where one begins as the last did, only the rest."""
    said = ""
    for concept in concepts:
        beginning, _, rest = concept.plain.partition(", ")
        yield concept.code, f"{more} {rest}" if rest and beginning == said else concept.plain
        said = beginning


def mark_of(model: GraphModel, state: int) -> str:
    """Return what a state is known by on the page: its label, in graph form its number."""
    states = model.states
    return str(states.number(state)) if model.conflict.is_graph_form else states.label(state)


def move_phrase(model: GraphModel | OpenModel, move: Move) -> str:
    """Say what a move does, as an infinitive that follows "would"."""
    states = model.states
    if isinstance(states, States) and model.conflict.is_graph_form:
        view = states.view(move.target)
        return f"move to “{view.text}”"
    before, after = states.values(move.origin), states.values(move.target)
    return changed_phrase(model, move.decision_maker, before, after) or "move"


def changed_phrase(
    model: GraphModel | OpenModel,
    decision_maker: str,
    before: Sequence[str],
    after: Sequence[str],
) -> str:
    """Say what a party chooses otherwise, after "would"; nothing where all it chooses is alike."""
    taken: list[str] = []
    dropped: list[str] = []
    options = model.states.vocabulary.options.items()
    for (full, option), old, new in zip(options, before, after, strict=True):
        if old == new or not full.startswith(f"{decision_maker}."):
            continue
        if option.levels:
            taken += [] if new == OPEN else [level_phrase(option, old, new)]
        elif new == "Y":
            taken.append(option_phrase(option, taken=True))
        elif new == "N":
            dropped.append(option_phrase(option, taken=False))
    return and_list([*taken, *dropped])


def option_phrase(option: Option, *, taken: bool) -> str:
    """Say what taking or dropping an option is, as an infinitive that follows "would"."""
    if taken:
        return option.does or f"take “{option.text}”"
    return option.stops or f"drop “{option.text}”"


def done_by(model: GraphModel, decision_maker: str, state: int) -> list[str]:
    """Return what a party does in a state, in its whole words, and what it leaves open."""
    vocabulary, values = model.states.vocabulary, model.states.values(state)
    texts = {full: option.text for full, option in vocabulary.options.items()}
    own = vocabulary.owned_by(decision_maker) if values else []
    options = list(texts.values())
    left_open = [options[place] for place in own if values[place] == OPEN]
    done = [said for place, said in vocabulary.said_of(values, texts).items() if place in own]
    return done + [f"{text} (either way)" for text in left_open]


def level_phrase(option: Option, old: str, new: str) -> str:
    """Say what moving an option from one level to another is, as an infinitive after "would"."""
    if new in option.levels and (does := option.levels[new].does):
        return does
    levels = list(option.levels)
    if option.is_ordered and {old, new} <= set(levels):
        verb = "raise" if levels.index(new) > levels.index(old) else "lower"
        return f"{verb} “{option.text}” to “{level_text(option, new)}”"
    return f"choose “{level_text(option, new)}” for “{option.text}”"


def path_phrase(model: GraphModel | OpenModel, path: Path, verb: str = "would") -> str:
    """Say what a sequence of moves does, mover by mover."""
    parts = [
        f"{who(model, move.decision_maker)} {verb} {move_phrase(model, move)}" for move in path
    ]
    return ", then ".join(parts)


def reason(
    model: GraphModel, decision_maker: str, better: int, worse: int, *, lost: bool = False
) -> str:
    """Say why a decision maker prefers one state to another."""
    preference = model.conflict.preferences[decision_maker]
    states, ranks = model.states, model.levels_or_none(decision_maker)
    if ranks is None:
        told = _preferred(model, decision_maker, better, worse, lost=lost)
        return told + recorded(preference.because)
    if preference.wishes is not None:
        for position, statement in enumerate(preference.wishes, start=1):
            holds = states.holding(statement.holds)
            if better in holds and worse not in holds:
                gone = ", and would be lost" if lost else ""
                wish = f"{quoted(model, statement.holds)} is its {ordinal(position)} wish"
                return f"{wish}{recorded(statement.because or preference.because)}{gone}"
    record = recorded(preference.because)
    if preference.weights is not None:
        return f"scored {'lower' if lost else 'higher'} by its weights{record}"
    order = (worse, better) if lost else (better, worse)
    place = [int(ranks.max()) - int(ranks[state]) + 1 for state in order]
    return f"{ordinal(place[0])} in its ranking, against {ordinal(place[1])}{record}"


def recorded(sources: Sequence[str]) -> str:
    """Name the record behind what is said, or say that it is a judgement; a space stands before."""
    return f" [{', '.join(sources) or JUDGEMENT}]"


def no_order(model: GraphModel) -> str:
    """Say whose preferences give no ranking of the outcomes."""
    names = who_all(model, model.unordered)
    return sentence(f"for {names} there is no complete order of the outcomes.")


def no_gain(model: GraphModel) -> str:
    """Say of a mover that a move is none of its improvements, as far as preferences are known."""
    return "is not known to gain" if model.unordered else "does not gain"


def _preferred(
    model: GraphModel, decision_maker: str, better: int, worse: int, *, lost: bool
) -> str:
    """Say of two states what is known where there is no order to point at."""
    which = "the other" if lost else "that"
    if told := model.preferences[decision_maker].said(better, worse, which):
        return told
    match model.better(decision_maker, better, worse):
        case True:
            return f"it prefers {which}"
        case None:
            return f"whether it prefers {which} is left open"
        case _:
            return f"though it does not prefer {which}"


def size_of(conflict: Conflict, model: GraphModel | None = None) -> list[str]:
    """Say how large a model is: parties, options and, where it was built, outcomes."""
    sizes = [counted(len(conflict.decision_makers), "party", "parties")]
    if not conflict.is_graph_form:
        options = sum(len(party.options) for party in conflict.decision_makers.values())
        sizes.append(counted(options, "option"))
    if model is not None:
        sizes.append(counted(len(model.states), "outcome"))
    return sizes


def progress_phrase(conflict: Conflict, progress: Progress) -> str:
    """Say what is being worked on, and for whom."""
    what = progress.doing or listed(progress.concepts) or "Ranking the outcomes"
    if progress.decision_maker is not None:
        what += f" for {conflict.decision_makers[progress.decision_maker].name}"
    return what
