"""Thin grey lines on sheets: where to fold, staple and cut, frames, lines to write on."""

from __future__ import annotations

from collections.abc import Iterator

from publish.units import MM, Box

_PEN = "0.6 G 0.4 w 0 J [] 0 d"
_RULE = "0.72 G 0.4 w 0 J [] 0 d"
_TICK = 4 * MM
_FREE = 1 * MM  # between a page and the marks of its corners
_RULED = 8 * MM  # from one line to the next, as in exercise books


def fold(x: float, height: float) -> Iterator[str]:
    """Yield where a sheet is folded: at its head and at its foot, dashed."""
    yield "q 0.6 G 0.4 w 0 J [1.5 1.5] 0 d"
    yield line(x, 0, x, _TICK)
    yield line(x, height - _TICK, x, height)
    yield "Q"


def staples(x: float, height: float) -> Iterator[str]:
    """Yield where two staples go, each as long as an office stapler makes them."""
    yield f"q {_PEN}"
    for y in (height / 4, height * 3 / 4):
        yield line(x, y - 6 * MM, x, y + 6 * MM)
    yield "Q"


def corners(page: Box, sheet: tuple[float, float]) -> Iterator[str]:
    """Yield where a page is to be cut, as far as that lies on the sheet."""
    left, bottom, right, top = page
    width, height = sheet
    yield f"q {_PEN}"
    for y in (bottom, top):
        yield line(max(left - _FREE - _TICK, 0), y, max(left - _FREE, 0), y)
        yield line(min(right + _FREE, width), y, min(right + _FREE + _TICK, width), y)
    for x in (left, right):
        yield line(x, max(bottom - _FREE - _TICK, 0), x, max(bottom - _FREE, 0))
        yield line(x, min(top + _FREE, height), x, min(top + _FREE + _TICK, height))
    yield "Q"


def frame(page: Box) -> Iterator[str]:
    """Yield a frame around a page."""
    left, bottom, right, top = page
    yield f"q {_PEN} {left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re S Q"


def ruled(area: Box) -> Iterator[str]:
    """Yield lines to write on, the first as far below the upper edge as they lie apart."""
    left, bottom, right, top = area
    yield f"q {_RULE}"
    y = top - _RULED
    while y >= bottom - 0.01:
        yield line(left, y, right, y)
        y -= _RULED
    yield "Q"


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the operators of a line; of no length, none."""
    if abs(x1 - x2) + abs(y1 - y2) < 0.01:
        return ""
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"
