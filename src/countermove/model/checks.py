"""What can be wrong with a model's names and statements, found in one pass.

Whether its states, rankings and rules make sense is checked when the graph model is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Any

from countermove.errors import ModelError, Path, Problem, collected, suggestion
from countermove.model import logic
from countermove.model.conflict import Conflict
from countermove.model.doubt_checks import doubt_problems
from countermove.model.doubts import every_way
from countermove.model.family_checks import family_problems, group_problems
from countermove.model.parts import InnerView, Option, Rules
from countermove.model.patterns import as_pattern
from countermove.model.preference import Preference
from countermove.model.ranking_text import REST
from countermove.model.record_checks import record_problems
from countermove.model.reserved import reserved_id
from countermove.model.rule_kinds import GROUPS
from countermove.model.scenarios import apply_scenario, gives
from countermove.model.shapes import Shape, parts
from countermove.model.views import every_view
from countermove.model.vocabulary import Meaning, NameUse, Vocabulary
from countermove.model.written import KeyUse, Kind, Use
from countermove.texts import one_line

_STATEMENTS: frozenset[Use | KeyUse] = frozenset({"statement"})
_CHECKED: frozenset[Use | KeyUse] = _STATEMENTS | {
    *("option", "choice", "name", "source", "document", "party")
}

NO_PARTIES = "the model has no parties."
NO_OPTIONS = "no party has an option."
_NOT_LABELS = frozenset({REST, "nothing done"})


def problems_of(conflict: Conflict) -> tuple[Problem, ...]:
    """Find all that is wrong with a model's names and statements, its scenarios included."""
    if conflict.is_right:
        return ()

    def faults(scenario: str | None) -> Iterable[Problem]:
        return dict.fromkeys(_base_problems(apply_scenario(conflict, scenario)))

    expansion = conflict.expansion
    # Where families are wrong it isn't known who takes part, and what is said of them may be right.
    found = list(family_problems(expansion.source)) if expansion else []
    found = found or with_scenarios(conflict, faults)
    if not found:
        conflict.found_right()
    return conflict.locate(*found)


def with_scenarios(
    conflict: Conflict, faults: Callable[[str | None], Iterable[Problem]]
) -> list[Problem]:
    """Return what is wrong with a model, and in each scenario what is wrong by that alone."""
    found = list(faults(None))
    known = {replace(problem, advice="") for problem in found}
    for scenario, details in conflict.scenarios.items():
        given = details.model_dump(exclude_unset=True, exclude_none=True)
        with collected(found):
            for problem in faults(scenario):
                if replace(problem, advice="") not in known or gives(given, problem.path):
                    found.append(of_scenario(problem, scenario, given))
    return found


def of_scenario(problem: Problem, scenario: str, given: Mapping[str, Any]) -> Problem:
    """Return a problem of a model with a scenario applied as one of the model with scenarios."""
    if gives(given, problem.path):
        return replace(problem, path=("scenarios", scenario, *problem.path))
    return replace(problem, what=f"in scenario '{scenario}', {problem.what}")


def statements(conflict: Conflict) -> Iterator[tuple[Path, str]]:
    """Give every statement of a model with its place, scenarios not included."""
    return _statements(_parts(conflict, _STATEMENTS))


def _statements(naming: Iterable[_Naming]) -> Iterator[tuple[Path, str]]:
    for path, shape, value in naming:
        if shape.names == "statement" and isinstance(value, str):
            yield path[:-1] if shape.is_short else path, value


_Naming = tuple[Path, Shape, Any]


def _parts(conflict: Conflict, uses: frozenset[Use | KeyUse]) -> list[_Naming]:
    given = {key: value for key, value in vars(conflict).items() if value and key != "scenarios"}
    return parts(given, (), uses)


def every_preference(conflict: Conflict) -> Iterator[tuple[Path, Preference]]:
    """Give every preference of a model with its place, those in views included."""
    for dm, preference in conflict.preferences.items():
        yield ("preferences", dm), preference
    for path, view in every_view(conflict):
        for dm, preference in view.preferences.items():
            yield (*path, "preferences", dm), preference


def _base_problems(conflict: Conflict) -> Iterator[Problem]:
    vocabulary = Vocabulary(conflict)
    yield from _form(conflict)
    yield from _same_names(conflict)
    yield from _moves(conflict)
    yield from _option_rules(conflict)
    yield from _levels(conflict, vocabulary)
    yield from group_problems(conflict)
    yield from _reserved(conflict, vocabulary)
    yield from _clashes(conflict, vocabulary)
    naming = _parts(conflict, _CHECKED)
    for path, text in _statements(naming):
        yield from _statement(vocabulary, path, text)
    yield from _term_cycles(conflict)
    yield from _references(conflict, vocabulary, naming)
    yield from _groups(conflict)
    yield from _status_quo(conflict)
    yield from record_problems(conflict)
    yield from _preferences(conflict, vocabulary)
    yield from doubt_problems(conflict)
    for path, view in every_view(conflict):
        yield from _view(conflict, path, view)


def _form(conflict: Conflict) -> Iterator[Problem]:
    options = [dm for dm, party in conflict.decision_makers.items() if party.options]
    if not conflict.decision_makers:
        yield Problem(
            NO_PARTIES,
            ("decision_makers",),
            'Add one: [decision_makers.us] with name = "…" and its options.',
        )
    elif conflict.is_graph_form:
        for dm in options:
            yield Problem(
                "a model has either options or outcomes given one by one, not both.",
                ("decision_makers", dm, "options"),
                "Remove [states] and [moves], or the options.",
            )
    elif not options:
        yield Problem(
            NO_OPTIONS,
            ("decision_makers",),
            "Give the parties options, or write [states] and [moves].",
        )


def _same_names(conflict: Conflict) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for dm, party in conflict.decision_makers.items():
        if party.name in first:
            yield Problem(
                f"'{first[party.name]}' and '{dm}' are both called '{party.name}'.",
                ("decision_makers", dm, "name"),
                "Give each party a name of its own.",
            )
        if party.name != dm and party.name in conflict.decision_makers:
            yield Problem(
                f"'{dm}' has the name '{party.name}', which is the id of another party.",
                ("decision_makers", dm, "name"),
                "Choose another name or id, so that it is clear who is meant.",
            )
        first.setdefault(party.name, dm)


def _moves(conflict: Conflict) -> Iterator[Problem]:
    for dm, moves in conflict.moves.items():
        for k, move in enumerate(moves):
            if len(move) != 2:
                yield Problem(
                    f"a move is a pair of outcomes, from and to; this one has {len(move)}.",
                    ("moves", dm, k),
                )
                continue
            if not conflict.is_graph_form:
                continue  # looked up among the states when the graph model is built
            for end, state in enumerate(move):
                if state not in conflict.states:
                    yield Problem(
                        f"no outcome '{state}'.",
                        ("moves", dm, k, end),
                        suggestion(str(state), conflict.states, "The outcomes are"),
                    )
            if move[0] == move[1]:
                yield Problem(
                    f"this move leads from '{move[0]}' to itself.",
                    ("moves", dm, k),
                    "Staying where one is isn't a move; remove it.",
                )


def _option_rules(conflict: Conflict) -> Iterator[Problem]:
    if not conflict.is_graph_form:
        return
    for part in (name for name in Rules.model_fields if name != "coalesce"):
        if getattr(conflict.rules, part):
            yield Problem(
                "rules belong to options; this model gives its outcomes one by one.",
                ("rules", part),
                "Remove the outcomes that can't be instead.",
            )
    if conflict.rules.coalesce:
        yield Problem(
            "outcomes given one by one can't be coalesced.",
            ("rules", "coalesce"),
            "Write them as one outcome instead.",
        )
    if conflict.labels:
        yield Problem(
            "outcomes given one by one are their own labels.", ("labels",), "Remove [labels]."
        )


def _levels(conflict: Conflict, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Find what is wrong with options that have levels, and with what only these can have."""
    for full, option in vocabulary.options.items():
        dm, _, name = full.partition(".")
        path: Path = ("decision_makers", dm, "options", name)
        if not option.levels:
            yield from _without_levels(option, name, path)
            continue
        if len(option.levels) == 1:
            what = f"'{name}' has one level, so there is nothing to choose."
            yield Problem(what, (*path, "levels"), "Give it two levels or more, or none.")
        yield from _direction(option, name, (*path, "moves"))
        for key in ("does", "stops"):
            if getattr(option, key) is not None:
                what = f"'{key}' says how one option is done or given up; '{name}' has levels."
                advice = "Write does beside the text of a level."
                yield Problem(what, (*path, key), advice)
        texts: dict[str, str] = {}
        for level, details in option.levels.items():
            here = (*path, "levels", level)
            if problem := reserved_id("level", here, details.text, option.levels):
                yield problem
            if set(level) <= set("YN-"):
                yield _could_be_a_pattern(here, "Choose another id.")
            other = texts.setdefault(details.text.casefold(), level)
            if other != level:
                what = f"'{other}' and '{level}' are both called '{one_line(details.text)}'."
                yield Problem(what, here, "Word them so that people can tell them apart.")


def _direction(option: Option, name: str, path: Path) -> Iterator[Problem]:
    if option.levels and option.moves in ("take", "drop"):
        way = "up" if option.moves == "take" else "down"
        what = f"'{name}' has levels, so it is neither taken nor dropped."
        yield Problem(what, path, f"Write '{way}': along its levels as they stand.")
    if not option.levels and option.moves in ("up", "down"):
        way = "take" if option.moves == "up" else "drop"
        what = f"'{name}' has no levels, so it goes neither up nor down."
        yield Problem(what, path, f"Write '{way}', or give it levels.")


def _without_levels(option: Option, name: str, path: Path) -> Iterator[Problem]:
    yield from _direction(option, name, (*path, "moves"))
    for key in ("ordered", "steps"):
        if getattr(option, key) != Option.model_fields[key].default:
            what = f"'{key}' is about levels, and '{name}' has none."
            yield Problem(what, (*path, key), 'Give it levels = { id = "text" }, or remove this.')


def _reserved(conflict: Conflict, vocabulary: Vocabulary) -> Iterator[Problem]:
    tables: list[tuple[Kind, Path, Mapping[str, str]]] = [
        ("term", ("terms",), conflict.terms),
        ("state", ("states",), conflict.states),
    ]
    for dm, party in conflict.decision_makers.items():
        texts = {option: details.text for option, details in party.options.items()}
        tables.append(("option", ("decision_makers", dm, "options"), texts))
    for kind, path, ids in tables:
        for word, value in ids.items():
            if problem := reserved_id(kind, (*path, word), value, ids):
                yield problem
            if vocabulary.pattern(word):
                yield _could_be_a_pattern((*path, word), "Choose another id.")
    for label in conflict.labels:
        if vocabulary.pattern(as_pattern(label) or ""):
            yield _could_be_a_pattern(("labels", label), "Choose another label.")
        if label.casefold() in _NOT_LABELS:
            what = f"'{label}' says something else where outcomes are named."
            yield Problem(what, ("labels", label), "Choose another label.")


def _could_be_a_pattern(path: Path, advice: str) -> Problem:
    return Problem(f"'{path[-1]}' could be a pattern, and mean another outcome.", path, advice)


def _clashes(conflict: Conflict, vocabulary: Vocabulary) -> Iterator[Problem]:
    for term in conflict.terms:
        kinds = [
            kind
            for kind, names in (
                ("an option", {full.split(".")[1] for full in vocabulary.options}),
                ("an outcome", conflict.states),
            )
            if term in names
        ]
        for kind in kinds:
            yield Problem(
                f"'{term}' is {kind} and can't be a term too.",
                ("terms", term),
                "Give the term another name.",
            )


def _statement(vocabulary: Vocabulary, path: Path, text: str) -> Iterator[Problem]:
    try:
        formula = logic.parse(text)
    except ModelError as error:
        for problem in error.problems:
            yield Problem(problem.what, path, problem.advice, problem.offset)
        return
    for _, fault in vocabulary.faults(formula):
        yield replace(fault, path=path)


def _term_cycles(conflict: Conflict) -> Iterator[Problem]:
    uses: dict[str, set[str]] = {}
    for term, text in conflict.terms.items():
        try:
            used = {name.name for name in logic.names(logic.parse(text))}
        except ModelError:
            continue  # reported where the statement stands
        uses[term] = used & set(conflict.terms)
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        # graphlib lists the cycle against the direction of use.
        cycle = list(reversed(error.args[1]))
        story = ", which uses ".join(f"'{term}'" for term in cycle)
        yield Problem(
            f"the term '{cycle[0]}' is defined by itself: {story}."
            if len(cycle) > 2
            else f"the term '{cycle[0]}' is defined by itself.",
            ("terms", cycle[0]),
            "Define it by options alone.",
        )


def _names(
    vocabulary: Vocabulary, names: Sequence[str], path: Path, only: NameUse
) -> Iterator[Problem]:
    seen: dict[object, str] = {}
    for k, name in enumerate(names):
        if problem := vocabulary.problem(name, only=only):
            yield Problem(problem.what, (*path, k), problem.advice)
            continue
        choice = vocabulary.choice(name) if only == "choice" else None
        same: object = choice[0] if choice else vocabulary.meaning(name)
        if seen.setdefault(same, name) == name and list(names).index(name) == k:
            continue
        if choice and vocabulary.choice(seen[same]) != choice:
            what = f"'{seen[same]}' and '{name}' can't both be chosen."
        else:
            what = f"'{name}' stands here twice."
        yield Problem(what, (*path, k), "Remove one of the two.")


def _twice(vocabulary: Vocabulary, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name that stands for the same as one before, and that one."""
    first: dict[Meaning, str] = {}
    for name in names:
        if (meaning := vocabulary.meaning(name)) and first.setdefault(meaning, name) != name:
            yield name, first[meaning]


def _references(
    conflict: Conflict, vocabulary: Vocabulary, naming: Iterable[_Naming]
) -> Iterator[Problem]:
    """Find what names an option, term, source or decision maker that there isn't."""
    for path, shape, value in naming:
        if shape.keys is not None and isinstance(value, Mapping):
            for key in value:
                yield from _reference(conflict, vocabulary, shape.keys, key, (*path, key))
        elif isinstance(value, tuple) and shape.each is not None:
            use = shape.each.names
            if use == "name" or (use in ("option", "choice") and not conflict.is_graph_form):
                yield from _names(vocabulary, value, path, use)
        elif shape.names == "source" or (shape.names and isinstance(path[-1], str)):
            yield from _reference(conflict, vocabulary, shape.names, value, path)


def _reference(
    conflict: Conflict, vocabulary: Vocabulary, use: Use | KeyUse | None, name: str, path: Path
) -> Iterator[Problem]:
    if use == "party" and name not in conflict.decision_makers:
        advice = suggestion(name, conflict.decision_makers, "The parties are")
        yield Problem(f"no party '{name}'.", path, advice)
    elif use == "source" and name not in conflict.sources:
        advice = suggestion(name, conflict.sources, "The sources are")
        yield Problem(f"no source '{name}'.", path, advice)
    elif use == "document" and name not in conflict.documents:
        advice = suggestion(name, conflict.documents, "The documents are")
        yield Problem(f"no document '{name}'.", path, advice)
    elif (use == "name" or (use == "option" and not conflict.is_graph_form)) and (
        fault := vocabulary.problem(name, only=use)
    ):
        yield Problem(fault.what, path, fault.advice)


def _groups(conflict: Conflict) -> Iterator[Problem]:
    for rule in GROUPS:
        for k, group in enumerate(getattr(conflict.rules, rule)):
            if not group:
                yield Problem("this list of options is empty.", ("rules", rule, k), "Remove it.")


def _status_quo(conflict: Conflict) -> Iterator[Problem]:
    if isinstance(conflict.status_quo, tuple) and conflict.is_graph_form:
        yield Problem(
            "the status quo of a model in graph form is the id of one outcome.",
            ("status_quo",),
            suggestion("", conflict.states, "The outcomes are"),
        )


def _preferences(conflict: Conflict, vocabulary: Vocabulary) -> Iterator[Problem]:
    for _, path, wants in every_way(conflict):
        for name, first in _twice(vocabulary, wants.weights or ()):
            what = f"'{name}' and '{first}' are one and the same, with a weight each."
            yield Problem(what, (*path, "weights", name), "Remove one of the two.")
    for dm, party in conflict.decision_makers.items():
        if dm not in conflict.preferences:
            yield Problem(
                f"{party.name} has no preferences.",
                ("decision_makers", dm),
                f"Write [preferences.{dm}] with statements, a ranking or weights "
                "(statements = [] if it is indifferent between all outcomes).",
            )


def _seen_directions(vocabulary: Vocabulary, path: Path, view: InnerView) -> Iterator[Problem]:
    """Find directions that an option can't have: take and drop of levels, up and down without."""
    for name, direction in view.moves.items():
        meaning = vocabulary.meanings.get(name)
        if meaning is not None and meaning.kind == "option":
            option = vocabulary.options[meaning.key].model_copy(update={"moves": direction})
            yield from _direction(option, name, (*path, "moves", name))


def _view(conflict: Conflict, path: Path, view: InnerView) -> Iterator[Problem]:
    dm = str(path[-1])
    if dm in conflict.decision_makers and len(path) > 2 and path[1] == dm:
        yield Problem(
            f"what {conflict.decision_makers[dm].name} sees stands in [views.{dm}] itself.",
            path,
            "Write here what it believes that another party sees.",
        )
    if not conflict.is_graph_form:
        yield from _seen_directions(Vocabulary(conflict), path, view)
        return
    for k, state in enumerate(view.unknown):
        if state not in conflict.states:
            advice = suggestion(state, conflict.states, "The outcomes are")
            yield Problem(f"no outcome '{state}'.", (*path, "unknown", k), advice)
    for part in ("infeasible", "moves"):
        if getattr(view, part):
            yield Problem(
                f"'{part}' of a view belongs to options; this model gives its outcomes one by one.",
                (*path, part),
                "Name the outcomes that it doesn't know of: unknown = […].",
            )
