"""The integrated graph of a model as a network: states, and every party's moves between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from countermove.analysis.equilibria import Solution
from countermove.analysis.state_lists import in_order
from countermove.errors import TooLargeError, missing_extra
from countermove.graph_model import GraphModel

if TYPE_CHECKING:
    import networkx

# As many as the programs that draw networks say they can show.
_MOST_STATES = 100_000
_MOST_MOVES = 1_000_000


def check_size(model: GraphModel, readers: str) -> None:
    """Refuse a model that has too many states or moves for those who read networks."""
    if len(model.states) > _MOST_STATES:
        raise _too_large(f"{len(model.states):,} outcomes", readers)
    moves = 0
    for dm in model.decision_makers:
        for state in range(len(model.states)):
            moves += len(model.moves(dm, state))
            if moves > _MOST_MOVES:
                raise _too_large(f"more than {_MOST_MOVES:,} moves", readers)


def _too_large(many: str, readers: str) -> TooLargeError:
    return TooLargeError(
        f"the graph has {many}, too many for {readers}.",
        advice="Export csv, or a scenario with fewer outcomes.",
    )


def positions(model: GraphModel) -> Iterator[int]:
    """Give the positions of all states, by number."""
    for part in in_order(model.states):
        yield from part.tolist()


def state_data(model: GraphModel, state: int) -> dict[str, Any]:
    """Return what a network says of a state."""
    view = model.states.view(state)
    return {
        "number": view.number,
        "label": view.label,
        "pattern": view.pattern,
        "taken": ", ".join(view.taken),
        "text": view.text,
        "status_quo": state == model.states.status_quo,
    }


def moves_of(model: GraphModel, dm: str) -> Iterator[tuple[int, list[int], list[bool]]]:
    """Give by state where a decision maker can move to, and whether each is an improvement."""
    preference = model.preferences[dm]
    for state in positions(model):
        targets = model.states.in_order_array(model.moves(dm, state))
        yield state, targets.tolist(), preference.tempts(targets, state).tolist()


def network(model: GraphModel, solution: Solution | None = None) -> networkx.MultiDiGraph:
    """Return the integrated graph for networkx; with a solution, who is stable where, too."""
    try:
        import networkx as nx
    except ImportError as error:
        raise missing_extra("networkx", "A network") from error
    check_size(model, "networkx")
    graph = nx.MultiDiGraph(name=model.conflict.title, **_known(model))
    number = model.states.number
    ranks = {dm: model.levels(dm) for dm in model.decision_makers if dm not in model.unordered}
    for state in positions(model):
        data = state_data(model, state)
        values = model.states.values(state)
        letters = zip(model.states.option_names, values, strict=bool(values))
        data |= {f"option_{option}": letter for option, letter in letters}
        data |= {f"rank_{dm}": int(own.max() - own[state]) + 1 for dm, own in ranks.items()}
        if solution is not None:
            data |= _answers(solution, state)
        graph.add_node(data.pop("number"), **data)
    for dm in model.decision_makers:
        every = list(moves_of(model, dm))
        back = {(target, state) for state, targets, _ in every for target in targets}
        for state, targets, better in every:
            for target, is_better in zip(targets, better, strict=True):
                data = {"name": model.name(dm), "improvement": is_better}
                data |= {"decision_maker": dm, "one_way": (state, target) not in back}
                graph.add_edge(number(state), number(target), key=dm, **data)
    return graph


def _known(model: GraphModel) -> dict[str, str]:
    """Return what is known of the whole, as texts."""
    found = {"digest": model.conflict.with_doubts.digest}
    return found if model.scenario is None else found | {"scenario": model.scenario}


def _answers(solution: Solution, state: int) -> dict[str, bool]:
    """Return under which concepts a state is an equilibrium, and for whom it is stable."""
    found = {f"equilibrium_{code}": state in held for code, held in solution.holding.items()}
    return found | {
        f"stable_{code}_{dm}": state in stable
        for code, by_dm in solution.stable.items()
        for dm, stable in by_dm.items()
    }
