"""What holds for everybody where some parties are alike, by orbits; and back to states."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from countermove.graph.diagrams import Diagrams
from countermove.model.truth import binary_sum
from countermove.open_model import OpenModel
from countermove.stability.engines.alike import Symmetry
from countermove.stability.engines.quotient import ClassBits, NotAlikeError, Quotient

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram

    from countermove.stability.registry import SolutionConcept


# It is looked at from choice to choice what a party wants: with more of them states are sooner.
_MOST_CHOICES = 1 << 8


class Orbits:
    """The stable states of a model as sets of orbits."""

    def __init__(
        self, model: OpenModel, ask: Callable[[], None] = lambda: None, nodes: int | None = None
    ) -> None:
        moves_of = model.moves_of.values()
        if not all(moves.is_transitive and moves.count <= _MOST_CHOICES for moves in moves_of):
            raise NotAlikeError
        self._model, self._ask, self._nodes = model, ask, nodes
        self.symmetry = Symmetry(model)
        self.classes = self.symmetry.classes
        self.whole = Quotient(model, self.symmetry, self.classes, ask, nodes)

    def equilibria(self, concept: SolutionConcept) -> Diagram:
        """Find the orbits that are stable for everybody."""
        found = self.whole.feasible
        for k in range(len(self.classes)):
            found &= self.stable(k, concept)
        return found

    def stable(self, which: int, concept: SolutionConcept) -> Diagram:
        """Find the orbits in which all members of a class are stable."""
        block = self.whole.blocks[which]
        if block.is_single or concept.replies == "none":
            return self.whole.stable(block, concept)
        first, *rest = block.members
        others = [members for k, members in enumerate(self.classes) if k != which]
        focal = Quotient(
            self._model, self.symmetry, [[first], rest, *others], self._ask, self._nodes
        )
        stable = focal.stable(focal.blocks[0], concept)
        found = self.whole.feasible
        digits = focal.blocks[0].digits[0]
        mask = sum(1 << bit for bit in digits)
        for choice in range(len(block.choices)):
            code = sum(1 << bit for k, bit in enumerate(digits) if choice >> k & 1)
            there = focal.diagrams.at(stable, mask, code)
            found &= ~self.whole.has(block, choice) | self._carried(focal, there, block, choice)
        return found

    def _carried(self, focal: Quotient, some: Diagram, block: ClassBits, choice: int) -> Diagram:
        """Return a set of orbits without one member, which has made a choice, as of the whole."""
        whole = self.whole
        of: dict[int, Diagram] = {}
        union = whole.diagrams.union
        numbers = whole.counts[block]
        rest = focal.blocks[1]
        if rest.is_single:
            # The choice of the only other: the one that is left once the first is taken away.
            for k, bit in enumerate(rest.digits[0]):
                of[bit] = union(
                    ~numbers[other][0] if other != choice else numbers[other][2]
                    for other in range(len(block.choices))
                    if other >> k & 1
                )
        else:
            for other, digits in enumerate(rest.digits, start=1):
                taken = int(other == choice)
                for k, bit in enumerate(digits):
                    of[bit] = union(
                        numbers[other][count + taken]
                        for count in range(len(block.members))
                        if count >> k & 1
                    )
        remaining = [other for other in whole.blocks if other is not block]
        for before, after in zip(focal.blocks[2:], remaining, strict=True):
            for mine, its in zip(before.digits, after.digits, strict=True):
                of |= {bit: whole.diagrams.bit(other) for bit, other in zip(mine, its, strict=True)}
        return _rewritten(focal.diagrams, some, whole.diagrams, of)

    def states(self, some: Diagram) -> Diagram:
        """Return the states in orbits, as a set of the model."""
        diagrams, layout = self._model.states.diagrams, self._model.states.layout
        of: dict[int, Diagram] = {}
        for block in self.whole.blocks:
            made = {
                dm: [
                    diagrams.cube(
                        layout.mask(self.symmetry.places[dm]),
                        sum(
                            layout.fields[k].codes[value]
                            for k, value in zip(self.symmetry.places[dm], choice, strict=True)
                        ),
                    )
                    for choice in block.choices
                ]
                for dm in block.members
            }
            if block.is_single:
                (each,) = made.values()
                for k, bit in enumerate(block.digits[0]):
                    of[bit] = diagrams.union(
                        chosen for choice, chosen in enumerate(each) if choice >> k & 1
                    )
                continue
            for choice, digits in enumerate(block.digits, start=1):
                sums = binary_sum([each[choice] for each in made.values()])
                of |= dict(zip(digits, sums, strict=True))
        return self._model.states.feasible & _rewritten(self.whole.diagrams, some, diagrams, of)


def _rewritten(of: Diagrams, some: Diagram, to: Diagrams, bits: dict[int, Diagram]) -> Diagram:
    """Return a set of one store in another, with a set in the place of each bit."""
    known: dict[Diagram, Diagram] = {of.true: to.true, of.false: to.false}
    by_level = [bits.get(bit) for bit in of.level_bits]

    def found(part: Diagram) -> Diagram:
        if part not in known:
            parts, level = part.cofactors(), part.node_level()
            assert parts is not None
            assert level is not None
            bit = by_level[level]
            assert bit is not None
            with_it, without = map(found, parts)
            known[part] = bit.ite(with_it, without)
        return known[part]

    result = found(some)
    # What calls itself is let go late, and would keep the other store with all its nodes.
    known.clear()
    return result
