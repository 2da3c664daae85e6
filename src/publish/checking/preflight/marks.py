"""What a page shows, mark by mark: plain data that the rules on content look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.preflight.spaces import Paint, Space
from publish.units import Box

Matrix = tuple[float, float, float, float, float, float]
Act = Literal["fill", "stroke", "text", "picture", "shading"]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
NOTHING: Box = (0.0, 0.0, 0.0, 0.0)


class Graphics(NamedTuple):
    """The part of the graphics state that lets marks act on what lies under them."""

    overprint_stroke: bool = False
    overprint_fill: bool = False
    mode: int = 0  # overprint mode
    blend: str = "Normal"
    stroke_alpha: float = 1.0
    fill_alpha: float = 1.0
    masked: bool = False


PLAIN = Graphics()


class Veil(NamedTuple):
    """How a transparency group acts on what lies under it."""

    blend: str
    clear: bool  # it is half transparent, or has a soft mask
    under: int  # how many marks of the page lie under the group


class Placed(NamedTuple):
    """A picture and where it stands."""

    picture: StreamObject
    matrix: Matrix  # of the unit square
    number: int  # object number, or what serves for one
    space: Space | None  # None for a stencil, and where the file names none


class Outline(NamedTuple):
    """A path: flat lists of coordinates, one a subpath, in the space of `matrix`."""

    parts: tuple[list[float], ...]
    matrix: Matrix
    curved: bool
    cut: bool  # it is clipped by something else than upright rectangles: borders are drawn so


class Mark(NamedTuple):
    """One act of painting.

    Attributes:
        box: what it covers, clipped, in the page's space; clipping counts as a box.
        paint: its colour; None for a picture, except a stencil.
        size: a stroke's width or type's size as printed, in points.
        exact: it covers all of `box`: a rectangle, clipped by rectangles only.
        artifact: it is marked as no part of the text (running heads and the like).
        veil: what the group that it is in does as a whole; None where it does nothing.
        inner: it is in a pattern's cell or a glyph of a type 3 font; `box` is that of the whole.
        codes: characters of the text, in a font's own numbers.
        font: the dictionary of that font.
    """

    act: Act
    box: Box
    paint: Paint | None
    size: float
    graphics: Graphics
    exact: bool
    artifact: bool
    veil: Veil | None
    inner: bool
    source: Placed | Outline | None = None
    codes: bytes = b""
    font: DictionaryObject | None = None


@dataclass(slots=True)
class Faults:
    """What is wrong with the content of a page, each kind with how often and the first case."""

    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, case: str) -> None:
        """Count a fault."""
        times, first = self.found.get(kind, (0, case))
        self.found[kind] = (times + 1, first)


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that a page shows.

    Attributes:
        number: counted from 1.
        trim, bleed, media: boxes as the page gives them, with the defaults of 14.11.2.
        groups: transparency groups that are used, the page's own among them (as number 0).
        unfinished: the content was longer than is read; the marks are its beginning.
    """

    number: int
    page: DictionaryObject
    trim: Box
    bleed: Box
    media: Box
    marks: tuple[Mark, ...]
    groups: Mapping[int, DictionaryObject]
    faults: Faults
    unfinished: bool


def times(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that applies `first`, then `second`, 8.3.4."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k,
        e * h + f * j + m,
    )  # fmt: skip


def box_of(coordinates: list[float], matrix: Matrix) -> Box:
    """Return the box about points (x, y, x, y, …) in the space that `matrix` leads to."""
    a, b, c, d, e, f = matrix
    xs, ys = coordinates[::2], coordinates[1::2]
    if not xs or len(xs) != len(ys):
        return NOTHING
    if not b and not c:
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        x, y, z, w = a * left + e, d * bottom + f, a * right + e, d * top + f
        return (min(x, z), min(y, w), max(x, z), max(y, w))
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
    across, up = [x for x, _ in points], [y for _, y in points]
    return (min(across), min(up), max(across), max(up))


def unit_box(matrix: Matrix) -> Box:
    """Return the box about the unit square."""
    return box_of([0, 0, 1, 0, 1, 1, 0, 1], matrix)


def shared(first: Box, second: Box) -> Box | None:
    """Return what two boxes have in common; None where they do not even touch."""
    left, bottom = max(first[0], second[0]), max(first[1], second[1])
    right, top = min(first[2], second[2]), min(first[3], second[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def spread(box: Box, by: float) -> Box:
    """Return a box grown on all sides."""
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def holds(outline: Outline, x: float, y: float) -> bool:
    """Return whether a point is in a shape by the even-odd rule, curves taken by their corners."""
    inside = False
    a, b, c, d, e, f = outline.matrix
    for part in outline.parts:
        points = [
            (a * px + c * py + e, b * px + d * py + f)
            for px, py in zip(part[::2], part[1::2], strict=True)
        ]
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
    return inside


def from_trim(box: Box, trim: Box) -> Box:
    """Return a box as findings name it: in points from the trim's lower left."""
    left, bottom = trim[0], trim[1]
    moved = (box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom)
    return (round(moved[0], 2), round(moved[1], 2), round(moved[2], 2), round(moved[3], 2))
