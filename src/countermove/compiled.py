"""The compiled kernels, where there are any.

They are an extension module, `_countermove_kernels`, written in C++ in `src/kernels`. It isn't
built where there is no compiler, and then NumPy gives the same answers, only slower. To compare
the two, set the environment variable ``COUNTERMOVE_KERNELS`` to ``off`` before Python starts.
"""

from __future__ import annotations

import os
from functools import cache
from types import ModuleType


def kernels() -> ModuleType | None:
    """Return the extension module, loaded when this is first asked; None where there is none."""
    return _found()[0]


def absence() -> str:
    """Say why there are no compiled kernels; an empty text where there are."""
    return _found()[1]


@cache
def _found() -> tuple[ModuleType | None, str]:
    if os.environ.get("COUNTERMOVE_KERNELS", "").casefold() == "off":
        return None, "switched off by COUNTERMOVE_KERNELS"
    try:
        import _countermove_kernels
    except ModuleNotFoundError:
        return None, "not built, for want of a C++ compiler or by choice"
    except ImportError as error:
        return None, f"built, but can't be loaded: {error}"
    return _countermove_kernels, ""
