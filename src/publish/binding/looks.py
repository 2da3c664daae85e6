"""What tells series apart in grey: a pattern for areas, a dash for lines, a mark for points.

Patterns are coarse enough for a photocopy of a photocopy: lines of 0.75 points and more, about 3
points apart. Steps are multiples of 0.24 points, whole dots at 300 and at 600 dots an inch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """One way of looking; `flat` or `tile` for areas.

    Attributes:
        flat: operator that sets an even grey.
        tile: content of a pattern's cell, `step` × `step` points.
        line: operators that set the grey of lines, and where it tells, their width.
        dash: operators that set the dash of lines that are not dashed already.
        mark: operators that set fill and edge of the marks of points.
        is_dark: whether words in an area are white.
    """

    name: str
    flat: bytes = b""
    tile: bytes = b""
    step: float = 0.0
    line: bytes = b"0 G"
    dash: bytes = b"[] 0 d"
    mark: bytes = b"0 g\n1 G\n0.8 w"
    is_dark: bool = False


def _lines(step: float, width: float, *strokes: tuple[float, float, float, float]) -> bytes:
    """Return a cell of lines from (x, y) to (x, y), in steps, on white."""
    drawn = [b"1 g", b"0 0 %.2f %.2f re" % (step, step), b"f", b"0 G", b"%.2f w" % width]
    for x, y, x2, y2 in strokes:
        drawn += [b"%.2f %.2f m" % (x * step, y * step), b"%.2f %.2f l" % (x2 * step, y2 * step)]
    return b"\n".join([*drawn, b"S\n"])


def _dots(step: float, radius: float) -> bytes:
    """Return a cell of two dots on white, so that dots stand in a staggered grid."""
    drawn = [b"1 g", b"0 0 %.2f %.2f re" % (step, step), b"f", b"0 g"]
    bow = 0.5523 * radius  # four curves make a circle
    for middle in (step / 4, step * 3 / 4):
        right, left = middle + radius, middle - radius
        more, less = middle + bow, middle - bow
        drawn += [
            b"%.3f %.3f m" % (right, middle),
            b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (right, more, more, right, middle, right),
            b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (less, right, left, more, left, middle),
            b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (left, less, less, left, middle, left),
            b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (more, left, right, less, right, middle),
        ]
    return b"\n".join([*drawn, b"f\n"])


# A slanted line enters the cell at one corner and the next cell continues it; the lines through
# the other two corners are their neighbours.
_RISING = ((-0.5, -0.5, 1.5, 1.5), (-0.5, 0.5, 0.5, 1.5), (0.5, -0.5, 1.5, 0.5))
_FALLING = ((-0.5, 1.5, 1.5, -0.5), (-0.5, 0.5, 0.5, -0.5), (0.5, 1.5, 1.5, 0.5))
_HOLLOW = b"1 g\n0 G\n1 w"

LOOKS: Mapping[str, Look] = {
    look.name: look
    for look in (
        Look("solid", flat=b"0.2 g", is_dark=True),
        Look("diagonal", tile=_lines(4.32, 1.0, *_RISING), step=4.32, dash=b"0 J\n[7 2.4] 0 d",
             mark=_HOLLOW),
        Look("dots", tile=_dots(4.32, 0.85), step=4.32, dash=b"1 J\n[0 3.4] 0 d",
             mark=b"0.5 g\n0 G\n0.8 w"),
        Look("level", tile=_lines(3.36, 1.2, (0, 0.5, 1, 0.5)), step=3.36,
             dash=b"0 J\n[2.4 1.8] 0 d"),
        Look("crossed", tile=_lines(4.32, 0.95, *_RISING, *_FALLING), step=4.32,
             dash=b"0 J\n[9 2 2 2] 0 d", mark=_HOLLOW),
        Look("falling", tile=_lines(6.0, 2.0, *_FALLING), step=6.0, dash=b"0 J\n[12 3.6] 0 d"),
        Look("upright", tile=_lines(3.36, 1.2, (0.5, 0, 0.5, 1)), step=3.36,
             dash=b"0 J\n[9 2 2 2 2 2] 0 d", mark=b"0.5 g\n0 G\n0.8 w"),
        Look("pale", flat=b"0.82 g", line=b"0.3 G\n0.9 w", mark=_HOLLOW),
    )
}  # fmt: skip
