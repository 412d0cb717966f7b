"""Texts that a page shows when they are asked for, each kept once, with the notes behind them."""

from __future__ import annotations

from countermove.report.article import Article
from countermove.texts import visible

Piece = str | list[int]
"""Words, or the numbers of the notes behind them."""


class Texts:
    """Collects texts; what uses one says where it is."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return where a text is in the list of all."""
        return self._places.setdefault(text, len(self._places))

    def in_order(self) -> list[str | list[Piece]]:
        """Return all texts; one that rests on the record as its pieces."""
        return [self._pieces(text) for text in self._places]

    def _pieces(self, text: str) -> str | list[Piece]:
        pieces: list[Piece] = [
            visible(part) if isinstance(part, str) else [note.number for note in part]
            for part in self._article.noted(text)
        ]
        first, *others = pieces or [""]
        return first if isinstance(first, str) and not others else pieces
