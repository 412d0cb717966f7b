"""The answer of a sample: in how many draws each claim and each state holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.follow_up import FollowUp
from countermove.analysis.sample.draws import GENERATOR
from countermove.analysis.sample.shares import Share, wilson
from countermove.analysis.state_lists import by_number, numbers, states_data
from countermove.arguments import one_of
from countermove.graph.region import Region
from countermove.literature import HUBER_2006, KENDALL_1938, WILSON_1927
from countermove.model.values import StateReference
from countermove.result import Provenance, described
from countermove.stability.engines.many import Counts
from countermove.streams import Long
from countermove.table import Cell, Table


@dataclass(frozen=True, eq=False, repr=False)
class Sample(FollowUp):
    """In how many draws of preferences each claim holds and each state is stable and holds.

    States stand in the order of :attr:`GraphModel.states`. The length is the number of draws.

    Parameters
    ----------
    solution : Solution
        The model as it stands.
    draws : int
        How many times preferences were drawn.
    seed : int
        The seed of the random numbers.
    distances : mapping of str to int
        By decision maker how many pairs of states a ranking may turn round, where rankings near to
        the model's were drawn.
    unknown : str
        What was taken to be unknown, in words; empty where rankings near to the model's were drawn.
    decision_makers : tuple of str
        Whose preferences were drawn; the others have those of the model.
    claim_counts : mapping
        By claim and concept: in how many draws the claim holds.
    equilibrium_counts : mapping
        By concept: in how many draws each state is an equilibrium.
    stable_counts : mapping
        By concept and decision maker: in how many draws each state is stable.
    some_counts : mapping of str to int
        By concept: in how many draws there is an equilibrium.
    distinct : int
        How many different draws there were among them.
    certain, possible : mapping of str to Region
        By concept, of NASH, GMR and SMR: the states that are equilibria in all rankings that could
        have been drawn, and in some. Not only in those that were drawn: this is exact. Empty for
        models of more than 1,024 states, and where not just the order of some states is unknown.
    provenance : Provenance
        How it was made.
    """

    format = "countermove-sample/1"
    literature = (HUBER_2006, KENDALL_1938, WILSON_1927)

    draws: int
    seed: int
    distances: Mapping[str, int]
    unknown: str
    decision_makers: tuple[str, ...]
    claim_counts: Mapping[str, Mapping[str, int]]
    equilibrium_counts: Mapping[str, Counts]
    stable_counts: Mapping[str, Mapping[str, Counts]]
    some_counts: Mapping[str, int]
    distinct: int
    certain: Mapping[str, Region]
    possible: Mapping[str, Region]
    provenance: Provenance

    def __len__(self) -> int:
        """Count the draws."""
        return self.draws

    def _brief(self) -> str:
        some = ", ".join(
            f"{code} {np.count_nonzero(counts)}" for code, counts in self.equilibrium_counts.items()
        )
        return (
            f"of '{self.model.conflict.title}': {self.draws} draws, {self.distinct} "
            f"different; equilibria in some draw: {some}"
        )

    @described
    def claim(self, claim: str, concept: str) -> Share:
        """Return in how many draws a claim holds.

        Returns
        -------
        Share

        Examples
        --------
        >>> from countermove import load, sample
        >>> drawn = sample(load("talks-2025"), within=3, samples=1000, seed=1)
        >>> share = drawn.claim("everyone", "SEQ")
        >>> share.count, share.interval
        (969, (0.956335, 0.978076))
        """
        one_of(claim, list(self.claim_counts), "claim", "The claims are")
        return Share(self.claim_counts[claim][self.code(concept)], self.draws)

    @described
    def state(
        self, state: StateReference, concept: str, decision_maker: str | None = None
    ) -> Share:
        """Return in how many draws a state is an equilibrium, or stable for a decision maker.

        Returns
        -------
        Share

        Examples
        --------
        >>> from countermove import load, sample
        >>> drawn = sample(load("prisoners-dilemma"), within=1, samples=1000)
        >>> drawn.state("YY", "SEQ").count, drawn.state("YY", "SEQ", "first").count
        (366, 620)
        """
        code = self.code(concept)
        counts = self.equilibrium_counts[code]
        if decision_maker is not None:
            counts = self.stable_counts[code][self.model.find_decision_maker(decision_maker)]
        return Share(int(counts[self.model.states.find(state)]), self.draws)

    @property
    def is_certain(self) -> bool:
        """Whether nothing could be drawn but the rankings of the model."""
        if any(self.distances.values()) or self.unknown not in ("", "ties"):
            return False
        states = len(self.model.states)
        ranks = (self.model.levels(dm, "the sample") for dm in self.decision_makers)
        return all(int(own.max()) + 1 == states for own in ranks)

    @property
    def holding(self) -> NDArray[np.intp]:
        """The positions of the states that hold in some draw, most often first, then by number."""
        counts = np.array(list(self.equilibrium_counts.values()))
        some = np.flatnonzero(counts.any(axis=0))
        ordered = self.model.states.in_order_array(some)
        return ordered[np.argsort(-counts[:, ordered].sum(axis=0), kind="stable")]

    def table(self) -> Table:
        """Return the shares with their intervals: what it is about by concept."""
        model, codes = self.model, self.codes
        rows: list[tuple[Cell, ...]] = []

        def add(kind: str, name: str, text: str, counts: Iterable[int]) -> None:
            for code, count in zip(codes, counts, strict=True):
                share = Share(count, self.draws)
                low, high = share.interval
                rows.append((kind, name, text, code, count, round(float(share), 6), low, high))

        for answer in self.solution.claims:
            counts = self.claim_counts[answer.claim]
            add("claim", answer.claim, answer.details.says, (counts[code] for code in codes))
        add("some outcome", "", "some outcome holds", (self.some_counts[code] for code in codes))
        for state in self.holding.tolist():
            view = model.states.view(state)
            holds = (int(self.equilibrium_counts[code][state]) for code in codes)
            add("outcome", view.label, view.pattern or view.text, holds)
        columns = ("kind", "name", "text", "concept", "count", "share", "low", "high")
        return Table(f"{self.draws} draws for {model.conflict.title}", columns, tuple(rows))

    def _content(self) -> dict[str, Any]:
        def lists(counts: Counts) -> dict[str, Long[Any]]:
            low, high = wilson(counts, self.draws)
            named = {"count": counts, "low": low, "high": high}
            return {name: by_number(self.model.states, values) for name, values in named.items()}

        codes, states = self.codes, self.model.states
        return {
            "drawn": {
                "draws": self.draws,
                "different": self.distinct,
                "seed": self.seed,
                "generator": GENERATOR,
                "decision_makers": list(self.decision_makers),
                "within": dict(self.distances) or None,
                "unknown": self.unknown or None,
            },
            "claims": {
                claim: {code: Share(counts[code], self.draws).to_dict() for code in codes}
                for claim, counts in self.claim_counts.items()
            },
            "some_equilibrium": {
                code: Share(count, self.draws).to_dict() for code, count in self.some_counts.items()
            },
            "states": states_data(states),
            "equilibria": {code: lists(self.equilibrium_counts[code]) for code in codes},
            "certain": {code: numbers(states, found) for code, found in self.certain.items()},
            "possible": {code: numbers(states, found) for code, found in self.possible.items()},
            "stable": {
                code: {dm: lists(counts) for dm, counts in self.stable_counts[code].items()}
                for code in codes
            },
        }
