"""The cases of the gallery by kind, for tests that can't take all or needn't."""

from __future__ import annotations

from countermove.files.gallery import case_names, lessons

RANKED = tuple(name for name in case_names() if name != "fuzzy-preference")
"""Those in which every party ranks the outcomes."""

_TAUGHT = list(lessons())
PUBLISHED = (*_TAUGHT[: _TAUGHT.index("symmetric-sequential")], "talks-2025")
"""Those of real conflicts and textbooks; the others are constructed, small and alike."""
