"""Shares of what was drawn, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z = 1.959963984540054
"""What a normal variable exceeds in size with a probability of 5 %."""

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Share:
    """In how many of the draws something was so.

    Parameters
    ----------
    count, of : int
        In how many, and how many draws there were.
    """

    count: int
    of: int

    def __float__(self) -> float:
        """Return the share, from 0 to 1."""
        return self.count / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the probability (Wilson)."""
        low, high = wilson(np.array([self.count]), self.of)
        return float(low[0]), float(high[0])

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        low, high = self.interval
        share = round(float(self), _DIGITS)
        return {"count": self.count, "share": share, "low": low, "high": high}


def wilson(
    counts: NDArray[np.int64], draws: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Return the 95 % confidence intervals of shares.

    By Wilson (1927):

    .. math:: \frac{\hat p + z^2/2n \pm z \sqrt{\hat p (1 - \hat p)/n + z^2/4n^2}}{1 + z^2/n}

    >>> low, high = wilson(np.array([0, 8, 10]), 10)
    >>> low.tolist(), high.tolist()
    ([0.0, 0.490162, 0.722467], [0.277533, 0.943318, 1.0])
    """
    share = counts / draws
    middle = share + Z * Z / (2 * draws)
    wide = Z * np.sqrt(share * (1 - share) / draws + Z * Z / (4 * draws * draws))
    whole = 1 + Z * Z / draws
    low = np.where(counts == 0, 0.0, (middle - wide) / whole)
    high = np.where(counts == draws, 1.0, (middle + wide) / whole)
    return low.round(_DIGITS).astype(np.float64), high.round(_DIGITS).astype(np.float64)
