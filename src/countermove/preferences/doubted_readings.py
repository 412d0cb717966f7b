"""Whole readings side by side, of which one is true, and each of which may have doubts."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.model.doubts import Doubt
from countermove.preferences.doubted import Chosen, Doubted, Possible, Where
from countermove.preferences.levels import Ranks


@dataclass(frozen=True, eq=False)
class DoubtedReadings(Doubted):
    """Whole readings side by side."""

    which: Doubt
    readings: tuple[Doubted, ...]

    @property
    def doubts(self) -> tuple[Doubt, ...]:  # type: ignore[override]
        """Which reading it is, and those inside the readings, each once."""
        inner = (doubt for reading in self.readings for doubt in reading.doubts)
        return tuple({doubt.id: doubt for doubt in (self.which, *inner)}.values())

    @property
    def coupled(self) -> tuple[Doubt, ...]:  # type: ignore[override]
        """Which reading it is."""
        return (self.which,)

    @property
    def has_completions(self) -> bool:  # type: ignore[override]
        """Whether a reading has some."""
        return any(reading.has_completions for reading in self.readings)

    def given(self, chosen: Chosen) -> Doubted:
        """Return what is left where some doubts are resolved."""
        left = tuple(reading.given(chosen) for reading in self.readings)
        if self.which.id in chosen:
            return left[chosen[self.which.id]]
        return DoubtedReadings(self.which, left)

    def idle(self) -> frozenset[str]:
        """Return those inside that change no reading."""
        telling = {
            doubt.id
            for reading in self.readings
            for doubt in reading.doubts
            if doubt.id not in reading.idle()
        }
        inner = {doubt.id for doubt in self.doubts} - {self.which.id}
        return super().idle() | (inner - telling)

    def ranks(self, chosen: Chosen) -> Ranks:
        """Return one reading."""
        return self.readings[chosen.get(self.which.id, 0)].ranks(chosen)

    def _possible(self, targets: Where, state: Where) -> Possible:
        return self.possible(targets, state)

    def unknown(self, most: int) -> dict[Doubt, int] | None:
        """Return how many orders there are of what no doubt with values says, in any reading."""
        found: dict[Doubt, int] = {}
        for reading in self.readings:
            if (inner := reading.unknown(most)) is None:
                return None
            found |= inner
        return found
