"""How long it takes to look for a quotation in a document, and to read a large one."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from countermove.record.documents import Document, find, read, read_bytes
from countermove.record.nearest import nearest

Benchmark = Any

PAGES = Path(__file__).parent.parent / "tests" / "record" / "pages"


def text_of(size: int) -> str:
    """Return the words of a report in a random order, as often as it takes."""
    words = read(PAGES / "tide.html").text.split()
    chance = random.Random(1)
    text = ""
    while len(text) < size:
        chance.shuffle(words)
        text += " ".join(words) + "\n"
    return text


@pytest.fixture(scope="module")
def document() -> Document:
    """A document as long as a report in a newspaper."""
    return read_bytes("report.txt", text_of(6_000).encode())


@pytest.mark.parametrize("kind", ["as it stands", "in other capitals", "not there"])
def test_a_quotation_is_looked_for(benchmark: Benchmark, document: Document, kind: str) -> None:
    said = " ".join(document.text.split()[300:320])
    words = {"in other capitals": said.upper(), "not there": f"{said} never"}.get(kind, said)
    found = benchmark(find, document, words)
    assert (found is None) == (kind == "not there")
    assert benchmark.stats.stats.median < 0.001


def test_what_stands_instead_is_looked_for(benchmark: Benchmark, document: Document) -> None:
    words = " ".join([*document.text.split()[300:310], "never", *document.text.split()[310:320]])
    shown = benchmark(nearest, document, words)
    assert "“never” doesn't stand there" in shown.differs


def test_a_large_page_is_read(benchmark: Benchmark) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in text_of(1_000_000).splitlines())
    page = f"<title>Large</title><article>{paragraphs}</article>".encode()
    found = benchmark.pedantic(lambda: read_bytes("large.html", page).body, rounds=1)
    assert len(found) > 900_000
    assert benchmark.stats.stats.median < 3
