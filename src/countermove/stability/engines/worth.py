"""What moves are worth: how good an end one can make sure of, by where it moved; for all states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from countermove.compiled import absence
from countermove.graph_model import GraphModel
from countermove.preferences.levels import Ranks
from countermove.progress import Follow, Progress, tell
from countermove.stability.engines.arrays import ArrayEngine
from countermove.stability.registry import Replies, SolutionConcept

if TYPE_CHECKING:
    from countermove.stability.engines.compiled import CompiledEngine


def worths(
    model: GraphModel, concepts: tuple[SolutionConcept, ...], follow: Follow | None = None
) -> Iterator[tuple[tuple[str, str], Ranks]]:
    """Give by concept code and decision maker what moves to each state are worth, as ranks.

    An improvement is deterred where it is worth no more than the state that it leaves. Left out are
    concepts that ask for more than what one can make sure of, and preferences that are no order.

    >>> from countermove import build, concepts, load
    >>> found = dict(worths(build(load("prisoners-dilemma")), (concepts()["SEQ"],)))
    >>> found["SEQ", "first"].tolist()
    [1, 0, 1, 0]
    """
    asked = () if model.unordered else tuple(one for one in concepts if one.is_made_sure)
    engines = _Engines(model)
    for k, dm in enumerate(model.decision_makers):
        both: dict[Replies, tuple[Ranks, Ranks]] = {}
        for concept in asked:
            share = k / len(model.decision_makers)
            now = Progress(share, len(model.states), (concept.code,), dm, doing=_DOING)
            ask = partial(tell, follow, now)
            yield (concept.code, dm), engines.worth(dm, concept, both, ask)


_DOING = "Looking at what deters whom"


class _Engines:
    """The engines of a model, made when they are needed."""

    def __init__(self, model: GraphModel) -> None:
        self._model = model

    @cached_property
    def _arrays(self) -> ArrayEngine:
        return ArrayEngine(self._model)

    @cached_property
    def _compiled(self) -> CompiledEngine:
        from countermove.stability.engines.compiled import CompiledEngine

        return CompiledEngine(self._model)

    def worth(
        self,
        dm: str,
        concept: SolutionConcept,
        both: dict[Replies, tuple[Ranks, Ranks]],
        ask: Callable[[], None],
    ) -> Ranks:
        """Return what moves are worth; of the compiled kernels it comes with escape and without."""
        ranks, replies = self._model.levels(dm), concept.replies
        if replies == "none":
            return ranks
        if replies is None or absence():
            return self._arrays.worth(dm, concept.turns, ask).astype(ranks.dtype)
        if replies not in both:
            both[replies] = self._compiled.worth(dm, replies, ask)
        return both[replies][concept.escape]
