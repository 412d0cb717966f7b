"""Drawings in each notation: texts are texts, nothing is fetched, the same is written the same."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.image
import pytest
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

from countermove.errors import ArgumentError, FileError, MissingExtraError
from countermove.picture import plot
from countermove.picture.drawing import Box, Curve, Dot, Drawing, Group, Label, Stroke
from countermove.picture.lacking import with_numbers
from countermove.picture.palette import PARTIES, dash, hue
from countermove.picture.svg import svg_in_page
from countermove.picture.widths import width_of

ODD = '</svg><script>alert("1")</script>\u202e & $x_1$ \x00\ufffe 東京 שלום'
EVERY = Drawing(
    ODD,
    f"It says {ODD}",
    200,
    120,
    (
        Box(10, 10, 60, 30, fill="shade", edge="ink", thick=3),
        Stroke(((10, 50), (60, 50), (30, 70)), fill="good", closed=True),
        Curve(((10, 80), (40, 60), (70, 100), (100, 80)), paint=2, dash=dash(2)),
        Group((Dot(5, 5, 4, edge="bad"), Label(0, 0, "in it", turn=-90)), 100, 40, ODD),
        Label(20, 110, ODD, bold=True, paint=1, size=9),
    ),
)


def test_a_picture_stands_by_itself_and_holds_nothing_but_shapes_and_texts() -> None:
    text = EVERY.to_svg()
    root = ElementTree.fromstring(text)
    tags = [one.tag.rpartition("}")[2] for one in root.iter()]
    assert set(tags) == {"svg", "title", "desc", "rect", "path", "g", "circle", "text"}
    assert "\u202e" not in text
    assert "var(" not in text
    assert text.count("http") == 1  # of the notation itself
    assert root.get("role") == "img"
    assert [tags[1], tags[2]] == ["title", "desc"]
    assert "".join(root.itertext()).count('<script>alert("1")</script>') == 4
    assert EVERY._repr_svg_() == text


def test_in_a_page_it_has_the_colours_of_the_page() -> None:
    text = svg_in_page(EVERY)
    assert f"var(--seat-2, var(--party-2, {PARTIES[1]}))" in text
    assert f'fill="var(--ink, {hue("ink")})" fill-opacity="0.08"' in text
    assert ElementTree.fromstring(text).get("class") == "drawing"


def test_pixels_and_paper_are_as_large_as_asked_for_and_the_same_every_time() -> None:
    before = dict(matplotlib.rcParams)
    small, page = EVERY.to_png(300), EVERY.to_pdf()
    assert (int.from_bytes(small[16:20]), int.from_bytes(small[20:24])) == (300, 180)
    assert small == EVERY.to_png(300)
    assert page == EVERY.to_pdf()
    assert b"/MediaBox [ 0 0 150 90 ]" in page
    assert dict(matplotlib.rcParams) == before


def test_a_text_runs_from_the_left_whatever_letters_it_begins_with() -> None:
    def columns(text: str) -> list[bool]:
        label = Drawing("t", "s", 200, 24, (Label(10, 16, text),))
        pixels = matplotlib.image.imread(io.BytesIO(label.to_png(200)))
        return [bool(dark) for dark in (pixels[..., 0] < 0.5).any(axis=0)]

    name, both = (
        columns("\u05e9\u05dc\u05d5\u05dd"),
        columns("\u05e9\u05dc\u05d5\u05dd iiiiiiiiiiii"),
    )
    end = max(k for k, dark in enumerate(name) if dark)
    assert both[: end + 1] == name[: end + 1]
    assert any(both[end + 1 :])


def test_a_file_is_written_in_the_notation_of_its_name(tmp_path: Path) -> None:
    EVERY.save(tmp_path / "x.SVG")
    assert (tmp_path / "x.SVG").read_text("utf-8") == EVERY.to_svg()
    with pytest.raises(FileError, match=r"written as \.svg, \.png or \.pdf, and '\.gif' is none"):
        EVERY.save(tmp_path / "x.gif")
    with pytest.raises(FileError, match=r"can't be written: No such file or directory"):
        EVERY.save(tmp_path / "nowhere" / "x.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["x.SVG"]


def test_letters_that_no_font_has_stand_by_their_numbers_in_the_room_of_their_text() -> None:
    label = Label(9, 20, "It has \U000f0000 and \U000f0001", bold=True)
    drawing = Drawing("\U000f0000", "\U000f0000", 200, 40, (Group((label,)), Label(9, 30, "So")))
    lacking = plot.lacking(drawing)
    assert lacking == frozenset("\U000f0000\U000f0001")
    first, second = (shape for shape, _, _ in with_numbers(drawing, lacking).each())
    assert isinstance(first, Label)
    assert first.text == "It has [F0000] and…"
    assert width_of(first.text, first.size, bold=True) <= width_of(label.text, bold=True)
    assert second == drawing.shapes[1]
    assert drawing.to_png() == with_numbers(drawing, lacking).to_png()


def test_pixels_that_cannot_be_are_refused_in_words() -> None:
    for width in (1, 99, 20_001):
        with pytest.raises(ArgumentError, match=r"from 100 to 20,000 pixels wide"):
            EVERY.to_png(width)
    with pytest.raises(ArgumentError, match="more than 60,000 pixels tall"):
        replace(EVERY, height=700).to_png(20_000)


def test_what_is_missing_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.picture.plot.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"countermove\[plot\]"):
        EVERY.to_png()


def test_no_text_is_wider_than_is_reckoned() -> None:
    for bold in (False, True):
        font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight=700 if bold else 400)))
        font.set_size(1000, 72)
        for text in (
            "Bring Ukraine and Europe to the table",
            "[36] NASH, GMR: WWF, MMM",
            "illicit",
        ):
            wide = sum(font.load_char(ord(c)).linearHoriAdvance / 65536 for c in text)
            assert 0.98 * wide <= width_of(text, 1000, bold=bold) <= 1.12 * wide
