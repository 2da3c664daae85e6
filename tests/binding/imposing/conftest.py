"""Pages that bear their number as a pattern, sheets made of them, and the patterns read back.

A page shows a red square at its head, left, a blue one at its foot, left, and a magenta one at its
head further right: so it is known where it lies and which way is up. Between red and magenta its
number stands in eight squares, black for 1 and grey for 0.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from publish.binding.imposing.model import Wish
from publish.binding.imposing.sheeting import Commission, Result, make_sheets
from publish.errors import Place
from publish.units import MM

FONT = Path(__file__).parents[3] / "layouts/brand/fonts/noto-sans/NotoSans_400Regular.ttf"
WORDS = {"en": {"title": "{title} · sheets", "subject": "For printing. Accessible: {source}"}}
A4, A5 = (210 * MM, 297 * MM), (148 * MM, 210 * MM)
SLIDE = (720.0, 405.0)
CELL = 12.0  # side of a square in points; each lies one from the edges
_BITS = 8  # of a number
_DPI = 72
Pixels = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Point = tuple[float, float]


@dataclass(frozen=True)
class Page:
    """A page to be made: as viewers show it, and how it is kept.

    Attributes:
        rotate: the page is kept so that viewers turn it.
        origin: lower left corner of its boxes.
        around: paper around the crop box (without `rotate`).
        bleed: green around the trim.
    """

    width: float
    height: float
    rotate: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    around: float = 0.0
    bleed: float = 0.0


@dataclass(frozen=True)
class Read:
    """A page as it was found on a side, in points from the lower left.

    Attributes:
        up: which way its head points, in degrees: 90 upright, 180 head to the left.
        scale: by how much it is larger.
        head, foot: where the middles of the red and the blue square are.
    """

    number: int
    up: int
    scale: float
    head: Point
    foot: Point


Numbered = Callable[[Sequence[Page]], Path]
Impose = Callable[..., Result]


@pytest.fixture
def numbered(tmp_path: Path) -> Numbered:
    """Return what writes a file of such pages, numbered from 1."""

    def write(pages: Sequence[Page]) -> Path:
        with pikepdf.Pdf.new() as pdf:
            for number, page in enumerate(pages, 1):
                _add(pdf, page, number)
            path = tmp_path / "numbered.pdf"
            pdf.save(path)
        return path

    return write


@pytest.fixture
def impose() -> Impose:
    """Return what makes sheets of a file, with the code that the program uses."""

    def make(path: Path, wish: Wish, pages: str = "", direction: str = "") -> Result:
        commission = Commission(
            wish=wish,
            direction=direction,
            pages=pages,
            lang="en",
            words=WORDS,
            title="Numbers",
            name=path.stem,
            source="numbers.pdf",
            created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            faces=(FONT.read_bytes(),),
            back_covers=frozenset(),
            rtl=frozenset(("ar",)),
        )
        return make_sheets(path, commission, Place("numbered.pdf"))

    return make


@pytest.fixture
def read() -> Callable[..., list[list[Read]]]:
    """Return what reads the numbers on the sides of sheets, from left to right and from above."""

    def every_side(pdf: bytes) -> list[list[Read]]:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_read(page) for page in document]
        finally:
            document.close()

    return every_side


@pytest.fixture
def page() -> type[Page]:
    """Return what describes a page to be made."""
    return Page


@pytest.fixture
def green() -> Callable[[bytes, int], int]:
    """Return what counts the pixels of a side that show paper around a page."""

    def count(pdf: bytes, side: int) -> int:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bitmap = document[side].render(scale=_DPI / 72, rev_byteorder=True)
            pixels = bitmap.to_numpy()[:, :, :3].astype(np.int64)
        finally:
            document.close()
        return int((np.abs(pixels - np.array((0, 255, 0))).max(axis=2) < 90).sum())

    return count


def _add(pdf: pikepdf.Pdf, page: Page, number: int) -> None:
    w, h = page.width, page.height
    # What leads from the page as it is seen to the page as it is kept, corner at 0, 0.
    turned = {
        0: f"1 0 0 1 {page.bleed + page.around} {page.bleed + page.around}",
        90: f"0 1 -1 0 {h} 0",
        180: f"-1 0 0 -1 {w} {h}",
        270: f"0 -1 1 0 0 {w}",
    }[page.rotate]
    kept = (h, w) if page.rotate in (90, 270) else (w, h)
    rim = page.bleed + page.around
    x, y = page.origin
    box = [x, y, x + kept[0] + 2 * rim, y + kept[1] + 2 * rim]
    pdf.add_blank_page(page_size=(10, 10))
    made = pdf.pages[-1].obj
    made.MediaBox = pikepdf.Array(box)
    if page.around:
        at = page.around
        made.CropBox = pikepdf.Array([box[0] + at, box[1] + at, box[2] - at, box[3] - at])
    if page.bleed:
        at = page.bleed
        made.TrimBox = pikepdf.Array([box[0] + at, box[1] + at, box[2] - at, box[3] - at])
    if page.rotate:
        made.Rotate = page.rotate
    top = h - 2 * CELL
    squares = [(CELL, top, "1 0 0 rg"), (CELL, CELL, "0 0 1 rg")]
    squares.append(((2 + _BITS) * CELL, top, "1 0 1 rg"))
    for bit in range(_BITS):
        ink = "0 g" if number >> bit & 1 else "0.8 g"
        squares.append(((2 + bit) * CELL, top, ink))
    drawn = [f"{ink} {left} {low} {CELL} {CELL} re f" for left, low, ink in squares]
    ground = f"0 1 0 rg {x} {y} {box[2] - x} {box[3] - y} re f" if rim else ""
    white = f"1 g 0 0 {w} {h} re f"
    text = f"{ground} q 1 0 0 1 {x} {y} cm {turned} cm {white} {' '.join(drawn)} Q"
    made.Contents = pdf.make_stream(text.encode())


def _read(page: pypdfium2.PdfPage) -> list[Read]:
    bitmap = page.render(scale=_DPI / 72, rev_byteorder=True)
    pixels = bitmap.to_numpy()[:, :, :3].astype(np.int64)
    heads, feet, ends = (
        _squares(pixels, colour) for colour in ((255, 0, 0), (0, 0, 255), (255, 0, 255))
    )
    found = [_page(pixels, head, feet, ends) for head in heads]
    return sorted(found, key=lambda one: (-round(one.head[1] / 50), one.head[0]))


def _page(pixels: Pixels, head: Point, feet: list[Point], ends: list[Point]) -> Read:
    end = min(ends, key=lambda one: math.dist(one, head))
    across = end[0] - head[0], end[1] - head[1]
    scale = math.hypot(*across) / (_BITS + 1) / CELL
    right = across[0] / math.hypot(*across), across[1] / math.hypot(*across)
    up = -right[1], right[0]

    def along(foot: Point, way: Point) -> float:
        return (head[0] - foot[0]) * way[0] + (head[1] - foot[1]) * way[1]

    below = [f for f in feet if along(f, up) > 0 and abs(along(f, right)) < CELL * scale / 2]
    foot = min(below, key=lambda one: along(one, up))
    number = 0
    for bit in range(_BITS):
        share = (1 + bit) / (_BITS + 1)
        x, y = head[0] + across[0] * share, head[1] + across[1] * share
        row = pixels.shape[0] - 1 - round(y * _DPI / 72)
        number |= int(pixels[row, round(x * _DPI / 72)].max() < 100) << bit
    degrees = round(math.degrees(math.atan2(up[1], up[0]))) % 360
    return Read(number, degrees, scale, head, foot)


def _squares(pixels: Pixels, colour: tuple[int, int, int]) -> list[Point]:
    """Return the middles of all squares of a colour, in points from the lower left."""
    there = np.abs(pixels - np.array(colour)).max(axis=2) < 90
    left = {(int(row), int(column)) for row, column in np.argwhere(there)}
    middles = []
    while left:
        waiting, square = [left.pop()], []
        while waiting:
            row, column = waiting.pop()
            square.append((row, column))
            near = {(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)}
            waiting += near & left
            left -= near
        rows, columns = zip(*square, strict=True)
        x = (sum(columns) / len(square) + 0.5) * 72 / _DPI
        y = (pixels.shape[0] - sum(rows) / len(square) - 0.5) * 72 / _DPI
        middles.append((x, y))
    return middles
