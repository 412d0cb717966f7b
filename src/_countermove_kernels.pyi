# The compiled kernels of the explicit engine, as src/kernels/module.cpp defines them.

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint16] | NDArray[np.uint32] | NDArray[np.uint64]
Packed = NDArray[np.uint8]
List = tuple[Numbers, Numbers]

class Space:
    def __init__(self, states: int, grid: bool) -> None: ...

class Labels:
    def __init__(self, space: Space) -> None: ...
    def at_least(self, ranks: Numbers, threads: int) -> tuple[Packed, Packed]: ...

class Fibres:
    def __init__(
        self,
        space: Space,
        options: int,
        both: int,
        take: int,
        drop: int,
        choices: Numbers | None,
        ranks: Numbers,
        threads: int = 1,
    ) -> None: ...
    def start(self, labels: Labels, threads: int) -> None: ...
    def sweep(self, labels: Labels, improving: bool, threads: int) -> bool: ...
    def settle(self, labels: Labels, threads: int) -> None: ...

class Moves:
    def start(self, labels: Labels, threads: int) -> None: ...
    def settle(self, labels: Labels, threads: int) -> None: ...

class Arcs(Moves):
    def __init__(self, offsets: Numbers, targets: Numbers, ranks: Numbers) -> None: ...

class Blocks(Moves):
    def __init__(
        self,
        options: int,
        both: int,
        take: int,
        drop: int,
        choices: Numbers | None,
        member_of: Numbers | None,
        ranks: Numbers,
    ) -> None: ...

def search(
    labels: Labels,
    opponents: Sequence[Moves],
    improving: bool,
    threads: int,
    ask: Callable[[], object],
) -> None: ...
def stable_rows(
    deters: Packed,
    tempting: List,
    own: List,
    opponents: Sequence[List],
    start_counts: bool,
    return_is_void: bool,
    threads: int,
    ask: Callable[[], object],
) -> tuple[Packed, Packed]: ...
def solve_many(
    ranks: NDArray[np.int16],
    moves: Sequence[tuple[Numbers, Numbers, Numbers]],
    transitive: bool,
    concepts: Sequence[int],
    stable_counts: NDArray[np.int64],
    equilibrium_counts: NDArray[np.int64],
    stable_bits: Packed | None,
    equilibrium_bits: Packed | None,
    threads: int,
) -> None: ...
