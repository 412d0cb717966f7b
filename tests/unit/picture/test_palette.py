"""The colours of the parties: legible on their grounds, different for every kind of eye."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from countermove import web
from countermove.picture import palette

Colour = NDArray[np.float64]

CSS = (Path(web.__file__).parent / "static" / "party.css").read_text(encoding="utf-8")
GROUNDS = ("#ffffff", "#13171f")

# Machado, Oliveira and Fernandes (2009): no cones for red, none for green.
EYES = (
    np.eye(3),
    np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
)
# Ottosson's OKLab.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> Colour:
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    light = [float(linear(c) @ [0.2126, 0.7152, 0.0722]) + 0.05 for c in (one, other)]
    return max(light) / min(light)


def difference(one: str, other: str) -> float:
    """Return how different two colours are to the eye that tells them apart worst."""

    def lab(colour: str, eye: Colour) -> Colour:
        return np.asarray(LAB @ np.cbrt(CONES @ np.clip(eye @ linear(colour), 0, 1)))

    return min(float(np.linalg.norm(lab(one, eye) - lab(other, eye))) for eye in EYES)


@pytest.mark.parametrize("ground", [0, 1])
def test_colours_are_legible_and_tell_parties_apart(ground: int) -> None:
    colours = re.findall(r"--party-\d: (#\w+);", CSS)[ground * 8 :][:8]
    assert min(contrast(colour, GROUNDS[ground]) for colour in colours) >= 4.5
    assert min(difference(a, b) for a, b in combinations(colours[:4], 2)) >= 0.1
    assert min(difference(a, b) for a, b in combinations(colours, 2)) >= 0.06


def test_no_two_of_64_parties_look_alike() -> None:
    assert len({(palette.colour(k), palette.line_style(k)) for k in range(64)}) == 64


def test_the_style_sheet_has_each_colour_and_line_style_for_each_seat() -> None:
    light, dark, chosen_dark = (
        re.findall(r"--party-\d: (#\w+);", CSS)[k : k + 8] for k in (0, 8, 16)
    )
    assert dark == chosen_dark != light == list(palette.PARTIES)
    dashes = [" ".join(map(str, one)) or "0" for one in palette.DASHES]
    assert re.findall(r"--line-\d: ([\d ]+);", CSS) == dashes
    every = range(1, palette.COLOURS + 1)
    for k in every:
        assert f".party-{k} {{\n  --party: var(--seat-{k}, var(--party-{k}));\n}}" in CSS
        assert f".line-{k} {{\n  --dash: var(--seat-line-{k}, var(--line-{k}));" in CSS
        for c in set(every) - {k}:
            seat = f"--seat-{k}: var(--party-{c}); --seat-line-{k}: var(--line-{c});"
            assert f".seat-{k}-{c} {{ {seat} }}" in CSS
