"""Where a page of somebody else comes to lie: its visible part, upright, in the size it is given.

A page's box may start anywhere, be turned, and be counted in units of its own; what is bound has
its lower left corner at 0, 0 and stands upright (ISO 32000-1:2008, 14.11.2 and table 30).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array

from publish.binding.foreign.wording import pages_in_words
from publish.catalogue.vocabulary import Fit
from publish.errors import Finding, Place, PublishError, Rule
from publish.units import MM, Box

NO_BOX = Rule(
    "B173",
    "Every page of a document of somebody else has a size that can be shown.",
    "ISO 32000-1:2008, 14.11.2 and annex C.2: between 3 and 14,400 units; viewers show nothing "
    "of other pages.",
)
SHRUNK = Rule(
    "B181",
    "A page of somebody else that is centred is no larger than the bundle's pages.",
    "It is made smaller, so that nothing of it is cut off; its type becomes smaller, too.",
    "warning",
)
RULES: tuple[Rule, ...] = (NO_BOX, SHRUNK)

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
FOOT = 14 * MM  # that stays free below a fitted page, for the bundle's folio
EDGE = 8 * MM  # that stays free on its other sides
_LEAST, _MOST = 3.0, 14_400.0
_NEAR = 1.5  # points: programs round the sizes of paper, each in its own way
_MOST_PARENTS = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """A page in its new place.

    Attributes:
        matrix: from the page's own coordinates to the new ones.
        width, height: of the new page.
        shown: what is seen of the old page, in new coordinates.
        shrunk: it had to be made smaller, although it should keep its size.
    """

    matrix: Matrix
    width: float
    height: float
    shown: Box
    shrunk: bool = False


def placed(
    page: pikepdf.Object, fit: Fit, width: float, height: float, where: Place, number: int = 0
) -> Placed:
    """Return where a page comes to lie.

    Args:
        width, height: of the bundle's pages, in points.
        number: of the page, for what is said of it.

    Raises:
        PublishError: it has no box that can be shown.
    """
    called = f"page {number}" if number else "a page"
    box = _visible(page)
    unit = _number(inherited(page, "/UserUnit"), 1.0)
    if box is None or not 0.001 < unit < 10_000:
        raise PublishError(NO_BOX.at(where, f"{called} has no size that can be shown", _REMEDY))
    turned = _upright(box, int(_number(inherited(page, "/Rotate"), 0.0)))
    across, up = (box[2] - box[0]) * unit, (box[3] - box[1]) * unit
    if turned[0] == 0:
        across, up = up, across
    if not (_LEAST <= across <= _MOST and _LEAST <= up <= _MOST):
        message = f"{called} measures {across / MM:,.0f} × {up / MM:,.0f} mm"
        raise PublishError(NO_BOX.at(where, message, _REMEDY))
    return _FITTED[fit](times(turned, (unit, 0, 0, unit, 0, 0)), across, up, width, height)


_REMEDY = "print it to a PDF of an ordinary paper size"


def shrunk(laid: Sequence[Placed], where: Place) -> Iterator[Finding]:
    """Yield the finding that pages had to be made smaller."""
    smaller = [number for number, one in enumerate(laid, 1) if one.shrunk]
    if smaller:
        message = (
            f"made smaller, since they are larger than the bundle's: {pages_in_words(smaller)}"
        )
        remedy = 'say `fit = "keep"` to let them be larger, or `"scale"` where it is meant'
        yield SHRUNK.at(where, message, remedy)


def _kept(matrix: Matrix, across: float, up: float, _width: float, _height: float) -> Placed:
    return Placed(matrix, across, up, (0.0, 0.0, across, up))


def _centred(matrix: Matrix, across: float, up: float, width: float, height: float) -> Placed:
    if across > width + _NEAR or up > height + _NEAR:
        scale = min(width / across, height / up)
        return _laid(matrix, (across, up), scale, (0.0, 0.0, width, height), (width, height), True)
    return _laid(matrix, (across, up), 1.0, (0.0, 0.0, width, height), (width, height), False)


def _scaled(matrix: Matrix, across: float, up: float, width: float, height: float) -> Placed:
    room = (EDGE, FOOT, width - EDGE, height - EDGE)
    scale = min((room[2] - room[0]) / across, (room[3] - room[1]) / up)
    return _laid(matrix, (across, up), scale, room, (width, height), False)


def _laid(
    matrix: Matrix,
    size: tuple[float, float],
    scale: float,
    room: Box,
    page: tuple[float, float],
    shrunk: bool,
) -> Placed:
    """Return a page of `size` in the middle of `room`."""
    across, up = size[0] * scale, size[1] * scale
    x, y = (room[0] + room[2] - across) / 2, (room[1] + room[3] - up) / 2
    moved = times(matrix, (scale, 0, 0, scale, x, y))
    return Placed(moved, *page, (x, y, x + across, y + up), shrunk)


_FITTED: Mapping[Fit, Callable[[Matrix, float, float, float, float], Placed]] = {
    "keep": _kept,
    "centre": _centred,
    "scale": _scaled,
}


def _visible(page: pikepdf.Object) -> Box | None:
    """Return what viewers show and printers cut to: the trim, if it lies in what is shown."""
    media = box_of(inherited(page, "/MediaBox"))
    if media is None:
        return None
    crop = _within(box_of(inherited(page, "/CropBox")), media) or media
    return _within(box_of(page.get("/TrimBox")), crop) or crop


def box_of(array: object) -> Box | None:
    """Return a box with its corners in order; None where it is none or has no area."""
    if not isinstance(array, Array) or len(array) != 4:
        return None
    values = [_number(value, math.nan) for value in array]
    if not all(math.isfinite(value) and abs(value) < 1e9 for value in values):
        return None
    left, right = sorted((values[0], values[2]))
    bottom, top = sorted((values[1], values[3]))
    return (left, bottom, right, top) if right > left and top > bottom else None


def _within(box: Box | None, outer: Box) -> Box | None:
    """Return the part of `box` that lies in `outer`; None where nothing does."""
    if box is None:
        return None
    left, bottom = max(box[0], outer[0]), max(box[1], outer[1])
    right, top = min(box[2], outer[2]), min(box[3], outer[3])
    return (left, bottom, right, top) if right > left and top > bottom else None


def _upright(box: Box, rotate: int) -> Matrix:
    """Return the matrix that turns a page as viewers do, its corner at 0, 0."""
    left, bottom, right, top = box
    match rotate % 360:
        case 90:
            return (0, -1, 1, 0, -bottom, right)
        case 180:
            return (-1, 0, 0, -1, right, top)
        case 270:
            return (0, 1, -1, 0, top, -left)
        case _:
            return (1, 0, 0, 1, -left, -bottom)


def inherited(page: pikepdf.Object, key: str) -> pikepdf.Object | None:
    """Return a page's value under `key`, its own or that of the nodes above it."""
    node: pikepdf.Object | None = page
    for _ in range(_MOST_PARENTS):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _number(value: object, otherwise: float) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]  # what is no number is told by the error
    except (TypeError, ValueError, OverflowError):
        return otherwise
    return number if math.isfinite(number) else otherwise


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first` and `then` (ISO 32000-1:2008, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def box_at(matrix: Matrix, box: Box) -> Box:
    """Return the box around a box in its new place."""
    corners = [at(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def is_identity(matrix: Matrix) -> bool:
    """Does a matrix leave everything where it is?"""
    return all(abs(one - other) < 1e-6 for one, other in zip(matrix, IDENTITY, strict=True))


def written(matrix: Matrix) -> str:
    """Return a matrix as the operands of an operator."""
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in matrix)
