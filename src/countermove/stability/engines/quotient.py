"""All stable states where some parties are alike: it matters how many do something, and not who.

Exchanging parties that are alike carries stable states into stable states. So the states fall into
*orbits*: of each class of parties that are alike it is told how many have made each choice on their
options; a party by itself keeps its bits. What the others can lead to, and the moves of the focal
party, are the same all over an orbit, if that party is split off from its class: the others of it
are still alike. Equilibria are met once all is carried back to the orbits of the whole.

Orbits are numbers again, and their sets diagrams: of a class a binary number for each choice but
the first, which is what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from countermove.graph.diagrams import Diagrams
from countermove.open_model import OpenModel
from countermove.stability.engines.alike import (
    ChosenValue,
    Condition,
    HowMany,
    Symmetry,
    every,
    form,
    negated,
    options_of,
)
from countermove.stability.engines.diagrams import levels

if TYPE_CHECKING:
    from oxidd.bcdd import BCDDFunction as Diagram
    from oxidd.bcdd import BCDDSubstitution as Substitution

    from countermove.stability.registry import SolutionConcept

Values = tuple[int, ...]
"""What a party chose on each of its options, by the places of the values."""


class NotAlikeError(Exception):
    """A condition tells parties apart that are alike in all else."""


class ClassBits:
    """The bits of a class of parties that are alike."""

    def __init__(self, members: Sequence[str], choices: Sequence[Values], start: int) -> None:
        self.members, self.choices = tuple(members), tuple(choices)
        count = len(choices)
        if len(members) == 1:
            width = (count - 1).bit_length()
            self.digits = [tuple(range(start, start + width))]
        else:
            width = len(members).bit_length()
            # Digits of one weight stand together, the highest first.
            self.digits = [
                tuple(start + (width - 1 - digit) * (count - 1) + k for digit in range(width))
                for k in range(count - 1)
            ]
        self.size = sum(map(len, self.digits))

    @property
    def is_single(self) -> bool:
        """Whether one party stands by itself: its number is that of its choice."""
        return len(self.members) == 1


class Quotient:
    """A model by the orbits of some classes of parties."""

    def __init__(
        self,
        model: OpenModel,
        symmetry: Symmetry,
        classes: Sequence[Sequence[str]],
        ask: Callable[[], None],
        nodes: int | None,
    ) -> None:
        self._model, self._symmetry, self.ask = model, symmetry, ask
        self.blocks: list[ClassBits] = []
        start = 0
        for members in classes:
            self.blocks.append(ClassBits(members, self._choices(members[0]), start))
            start += self.blocks[-1].size
        self.diagrams = Diagrams(start, nodes=nodes)
        self._block_of = {dm: block for block in self.blocks for dm in block.members}
        self._owner = {place: dm for dm, places in symmetry.places.items() for place in places}
        self.counts = {block: self._counted(block) for block in self.blocks}
        self._moved_by: dict[tuple[ClassBits, int, int], Substitution] = {}
        self._improvements: dict[ClassBits, dict[tuple[int, int], Diagram]] = {}
        self.feasible = self._valid
        for rule in self._all_of(symmetry.rules):
            self.feasible &= rule

    def _choices(self, dm: str) -> list[Values]:
        fields = self._model.states.layout.fields
        return list(product(*(range(len(fields[k].codes)) for k in self._symmetry.places[dm])))

    # -- how many have made each choice -------------------------------------------------------

    def _is_number(self, digits: Sequence[int], number: int) -> Diagram:
        mask = sum(1 << bit for bit in digits)
        set_bits = sum(1 << bit for k, bit in enumerate(digits) if number >> k & 1)
        return self.diagrams.cube(mask, set_bits)

    def _counted(self, block: ClassBits) -> list[list[Diagram]]:
        """Return for each choice of a block and each number where so many have made it."""
        count = len(block.members)
        if block.is_single:
            each = [self._is_number(block.digits[0], k) for k in range(len(block.choices))]
            return [[~chosen, chosen] for chosen in each]
        found = [
            [self._is_number(digits, number) for number in range(count + 1)]
            for digits in block.digits
        ]
        together = [self.diagrams.true]
        for numbers in found:
            together = self._sum(together, numbers)[: count + 1]
        return [list(reversed(together)), *found]

    @cached_property
    def _valid(self) -> Diagram:
        """The numbers that are orbits: everybody has made one choice."""
        found = self.diagrams.true
        for block in self.blocks:
            first = self.counts[block][0]
            if block.is_single:
                found &= self.diagrams.union(chosen for _, chosen in self.counts[block])
            else:
                found &= self.diagrams.union(first)
        return found

    def _sum(self, some: list[Diagram], more: list[Diagram]) -> list[Diagram]:
        """Return where two counts together are each number, from where each is."""
        return [
            self.diagrams.union(
                some[total - k] & more[k] for k in range(len(more)) if 0 <= total - k < len(some)
            )
            for total in range(len(some) + len(more) - 1)
        ]

    # -- conditions ---------------------------------------------------------------------------

    def where(self, condition: Condition, own: str = "", at: Values = ()) -> Diagram:
        """Return where a condition holds; of one party that has made a choice, if one is given."""
        if isinstance(condition, bool):
            return self.diagrams.constant(condition)
        if isinstance(condition, ChosenValue):
            return self._distribution([condition], own, at)[1]
        if condition.is_any and len(condition.parts) > 1:
            return ~self.where(every(*map(negated, condition.parts)), own, at)
        if condition.is_all:
            found = self.diagrams.true
            for part in self._all_of(condition.parts, own, at):
                found &= part
            return found
        each = self._distribution(condition.parts, own, at)
        return self.diagrams.union(each[condition.least : condition.most + 1])

    def _distribution(self, parts: Sequence[Condition], own: str, at: Values) -> list[Diagram]:
        """Return for each number where so many of some conditions hold."""
        diagrams = self.diagrams
        found = [diagrams.true]
        members: dict[tuple[ClassBits, int, tuple[int, ...]], list[str]] = {}
        for part in parts:
            if isinstance(part, ChosenValue):
                dm = self._owner[part.option]
                if dm == own:
                    holds = diagrams.constant(at[self._place(part)] in part.values)
                    found = self._sum(found, [~holds, holds])
                else:
                    key = self._block_of[dm], self._place(part), part.values
                    members.setdefault(key, []).append(dm)
            else:
                holds = self.where(part, own, at)
                found = self._sum(found, [~holds, holds])
        for (block, place, values), whose in members.items():
            others = [dm for dm in block.members if dm != own]
            if sorted(whose) != sorted(others):
                raise NotAlikeError
            numbers = self._doing(block, place, values)
            if len(others) < len(block.members):
                # The one at a choice is counted in the block, and here by itself.
                is_doing = at[place] in values
                numbers = numbers[1:] if is_doing else numbers[:-1]
            found = self._sum(found, numbers)
        return found

    def _place(self, chosen: ChosenValue) -> int:
        return self._symmetry.places[self._owner[chosen.option]].index(chosen.option)

    def _doing(self, block: ClassBits, place: int, values: tuple[int, ...]) -> list[Diagram]:
        """Return for each number where so many of a block have one of some values."""
        key = block, place, values
        if key not in self._known:
            found = [self.diagrams.true]
            for choice, numbers in zip(block.choices, self.counts[block], strict=True):
                if choice[place] in values:
                    found = self._sum(found, numbers)[: len(block.members) + 1]
            found += [self.diagrams.false] * (len(block.members) + 1 - len(found))
            self._known[key] = found
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[ClassBits, int, tuple[int, ...]], list[Diagram]]:
        return {}

    def _all_of(
        self, parts: Iterable[Condition], own: str = "", at: Values = ()
    ) -> Iterator[Diagram]:
        """Give sets that what fulfils all conditions is in."""
        apart: list[Condition] = []
        chosen: dict[Condition, None] = {}
        for part in parts:
            if isinstance(part, HowMany) and part.is_all:
                yield from self._all_of(part.parts, own, at)
                continue
            one = self._positive(part)
            if isinstance(one, ChosenValue) and self._is_of_several(one, own):
                chosen[one] = None
                continue
            try:
                yield self.where(one, own, at)
            except NotAlikeError:
                apart.append(one)
        if chosen:
            yield self._distribution(list(chosen), own, at)[-1]
        if apart and own:
            raise NotAlikeError
        yield from self._of_each(apart)

    def _positive(self, part: Condition) -> Condition:
        """Return the denial of a choice as the choice of something else."""
        match part:
            case HowMany(0, 0, (ChosenValue(option, values),)):
                count = len(self._model.states.layout.fields[option].codes)
                return ChosenValue(option, tuple(k for k in range(count) if k not in values))
        return part

    def _is_of_several(self, chosen: ChosenValue, own: str) -> bool:
        """Say whether it is the choice of one of several, and not of the one that is given."""
        dm = self._owner[chosen.option]
        return dm != own and not self._block_of[dm].is_single

    def _of_each(self, apart: list[Condition]) -> Iterator[Diagram]:
        """Give where conditions hold of which each member of a class has its own."""
        by_block: dict[ClassBits, dict[str, list[Condition]]] = {}
        for part in apart:
            dm = next((dm for dm in self._symmetry.parties if self._is_of(part, dm)), None)
            if dm is None:
                raise NotAlikeError
            by_block.setdefault(self._block_of[dm], {}).setdefault(dm, []).append(part)
        for block, conditions in by_block.items():
            first, *others = block.members
            if set(conditions) != set(block.members):
                raise NotAlikeError
            forms = Counter(form(one, {}) for one in conditions[first])
            for dm in others:
                exchanged = self._symmetry.exchange(first, dm)
                if Counter(form(one, exchanged) for one in conditions[dm]) != forms:
                    raise NotAlikeError
            for choice, numbers in zip(block.choices, self.counts[block], strict=True):
                for part in conditions[first]:
                    yield numbers[0] | self.where(part, first, choice)

    def _is_of(self, part: Condition, dm: str) -> bool:
        """Say whether a condition says the same of all once one party's choice is known."""
        block = self._block_of[dm]
        if block.is_single or not options_of(part) & set(self._symmetry.places[dm]):
            return False
        try:
            self.where(part, dm, block.choices[0])
        except NotAlikeError:
            return False
        return True

    # -- moves --------------------------------------------------------------------------------

    def _moved(self, some: Diagram, block: ClassBits, start: int, end: int) -> Diagram:
        """Return from where a set is reached once a member has gone from one choice to another."""
        if block.is_single:
            digits = block.digits[0]
            mask = sum(1 << bit for bit in digits)
            code = sum(1 << bit for k, bit in enumerate(digits) if end >> k & 1)
            return self.diagrams.at(some, mask, code)
        key = block, start, end
        if key not in self._moved_by:
            of: dict[int, Diagram] = {}
            for choice, is_up in ((start, False), (end, True)):
                carry = self.diagrams.true
                # The first choice has no digits of its own: it is what is left.
                for bit in block.digits[choice - 1] if choice else ():
                    digit = self.diagrams.bit(bit)
                    of[bit] = digit ^ carry
                    carry &= digit if is_up else ~digit
            self._moved_by[key] = self.diagrams.substitution(of)
        return some.substitute(self._moved_by[key])

    def _pairs(self, block: ClassBits) -> Iterator[tuple[int, int]]:
        """Give from which choice to which a member may go."""
        moves = self._model.moves_of[block.members[0]]
        places = self._symmetry.places[block.members[0]]
        fields = self._model.states.layout.fields
        codes = [
            sum(fields[k].codes[value] for k, value in zip(places, choice, strict=True))
            for choice in block.choices
        ]
        place = {code: k for k, code in enumerate(codes)}
        for start, code in enumerate(codes):
            yield from ((start, place[end]) for end in moves.targets(code))

    def improvements(self, block: ClassBits) -> dict[tuple[int, int], Diagram]:
        """Return from where going from one choice to another improves things for a member."""
        if block not in self._improvements:
            dm = block.members[0]
            own = set(self._symmetry.places[dm])
            statements = [s for s in self._symmetry.statements[dm] if options_of(s) & own]
            worth = [
                [self.where(one, dm, choice) for one in statements] for choice in block.choices
            ]
            found: dict[tuple[int, int], Diagram] = {}
            for start, end in self._pairs(block):
                better = self.diagrams.false
                after = [self._moved(one, block, start, end) for one in worth[end]]
                for before, then in zip(reversed(worth[start]), reversed(after), strict=True):
                    better = before.ite(then & better, then | better)
                better &= self.feasible & self.has(block, start)
                better &= self._moved(self.feasible, block, start, end)
                if better.satisfiable():
                    found[start, end] = better
                self.ask()
            self._improvements[block] = found
        return self._improvements[block]

    def has(self, block: ClassBits, choice: int) -> Diagram:
        """Return where some member has made a choice."""
        return ~self.counts[block][choice][0]

    def into(self, block: ClassBits, some: Diagram, *, gaining: bool) -> Diagram:
        """Return from where a move of some member leads into a set."""
        self.ask()
        found = self.diagrams.false
        if gaining:
            for (start, end), better in self.improvements(block).items():
                found |= better & self._moved(some, block, start, end)
            return found
        for start, end in self._pairs(block):
            found |= self.has(block, start) & self._moved(some, block, start, end)
        return self.feasible & found

    # -- stability ----------------------------------------------------------------------------

    def stable(self, focal: ClassBits, concept: SolutionConcept) -> Diagram:
        """Find the orbits stable for a party that stands by itself; under NASH, for a class."""
        feasible = self.feasible
        if concept.replies == "none":
            return feasible & ~self.diagrams.union(self.improvements(focal).values())
        (dm,) = focal.members
        statements = [self.where(one) for one in self._symmetry.statements[dm]]
        reached = not_better = found = self.diagrams.false
        is_all = False
        for _, level in levels(feasible, statements):
            not_better |= level
            if is_all:
                found |= level
                continue
            ends = level
            if concept.escape:
                better = feasible & ~not_better
                ends = not_better & ~self.into(focal, better, gaining=False)
            reached = self._closed(focal, reached | ends, gaining=concept.replies == "credible")
            out = feasible & ~(reached | not_better)
            is_all = not out.satisfiable()
            found |= level & ~self.into(focal, out, gaining=False)
        return found

    def _closed(self, focal: ClassBits, reached: Diagram, *, gaining: bool) -> Diagram:
        others = [block for block in self.blocks if block is not focal]
        quiet = k = 0
        while quiet < len(others):
            block = others[k % len(others)]
            before = reached
            reached |= self.into(block, before, gaining=gaining)
            k += 1
            # Another member of a class may go on where one has moved.
            quiet = quiet + 1 if reached == before else int(block.is_single)
        return reached
