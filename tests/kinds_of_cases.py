"""The cases of the gallery by kind, for tests that can't take all or needn't."""

from __future__ import annotations

from countermove.files.gallery import case_names, lessons, unlisted_cases

LISTED = tuple(name for name in case_names() if name not in unlisted_cases())
"""Those whose outcomes are listed to answer; of the others tests/papers/test_unlisted.py asks."""

RANKED = tuple(name for name in LISTED if name != "fuzzy-preference")
"""Those in which every party ranks the outcomes."""

_TAUGHT = [name for name in lessons() if name in LISTED]
PUBLISHED = (*_TAUGHT[: _TAUGHT.index("symmetric-sequential")], "talks-2025")
"""Those of real conflicts and textbooks; the others are constructed, small and alike."""
