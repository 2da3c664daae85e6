"""Printer's marks as content streams: cut and fold, register, colour. All lie outside the bleed.

Source: ISO 12647-2 for the fields of the colour bar; ISO 32000-1:2008, 14.11.3 and 8.6.6.4 (the
colour /All, which every plate prints).
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.binding.model import Sheet
from publish.units import MM, Box

HAIRLINE = 0.25
LENGTH = 5 * MM  # of crop and fold marks, and across a register mark
_ROUND = 1.6 * MM  # radius of a register mark's circle
_GAP = 1 * MM  # between the rings of marks
_SLUG = 6.0  # size of its type in points
_FIELD = (5 * MM, 4 * MM)  # greatest width, and height, of a field of the colour bar
_BEND = 0.5523  # of a circle in Bézier curves

# Solids, two inks on one another, half tones, and a grey of three inks: its balance is seen.
_COLOURS = (
    *("1 0 0 0", "0 1 0 0", "0 0 1 0", "0 0 0 1"),
    *("0 1 1 0", "1 0 1 0", "1 1 0 0"),
    *(".5 0 0 0", "0 .5 0 0", "0 0 .5 0", ".5 .4 .4 0"),
)
_STEPS = tuple(f"0 0 0 {step / 10:g}" for step in range(1, 11))


def reach(sheet: Sheet) -> float:
    """Return how far from the trim the sheet must reach for its bleed and marks."""
    if "slug" in sheet.marks:
        return sheet.offset + LENGTH + 2 * _GAP + _SLUG
    if sheet.marks or sheet.folds:
        return sheet.offset + LENGTH + _GAP
    return sheet.bleed


def slug_place(trim: Box, sheet: Sheet) -> tuple[float, float, float, float]:
    """Return left and right end of the slug line, its baseline, and the size of its type."""
    return trim[0], trim[2], trim[1] - sheet.offset - LENGTH - _GAP - _SLUG, _SLUG


def marks(trim: Box, sheet: Sheet) -> bytes:
    """Return the content stream of all marks but the slug line; it names the colour /All."""
    lines = [f"/All CS 1 SCN {HAIRLINE:g} w 0 J"]
    if "crop" in sheet.marks:
        lines += _crop(trim, sheet.offset)
    if "registration" in sheet.marks:
        lines += _registration(trim, sheet.offset)
    if sheet.folds:
        lines += ["[2 2] 0 d", *_folds(trim, sheet), "[] 0 d"]
    if "colour-bars" in sheet.marks:
        lines += _bars(trim, sheet.offset)
    return "\n".join(lines).encode()


def _crop(trim: Box, offset: float) -> Iterator[str]:
    left, bottom, right, top = trim
    for x in (left, right):
        yield _line(x, bottom - offset, x, bottom - offset - LENGTH)
        yield _line(x, top + offset, x, top + offset + LENGTH)
    for y in (bottom, top):
        yield _line(left - offset, y, left - offset - LENGTH, y)
        yield _line(right + offset, y, right + offset + LENGTH, y)


def _folds(trim: Box, sheet: Sheet) -> Iterator[str]:
    for fold in sheet.folds:
        x = trim[0] + fold
        yield _line(x, trim[1] - sheet.offset, x, trim[1] - sheet.offset - LENGTH)
        yield _line(x, trim[3] + sheet.offset, x, trim[3] + sheet.offset + LENGTH)


def _registration(trim: Box, offset: float) -> Iterator[str]:
    left, bottom, right, top = trim
    away = offset + LENGTH / 2
    across, up = (left + right) / 2, (bottom + top) / 2
    for x, y in (
        (across, bottom - away),
        (across, top + away),
        (left - away, up),
        (right + away, up),
    ):
        yield _line(x - LENGTH / 2, y, x + LENGTH / 2, y)
        yield _line(x, y - LENGTH / 2, x, y + LENGTH / 2)
        yield _circle(x, y)


def _bars(trim: Box, offset: float) -> Iterator[str]:
    """Yield the fields above the trim: colours left of its middle, steps of black right of it."""
    left, _, right, top = trim
    middle, free = (left + right) / 2, (right - left) / 2 - LENGTH / 2 - 3 * _GAP
    width = min(_FIELD[0], free / len(_COLOURS))
    bottom = top + offset + (LENGTH - _FIELD[1]) / 2
    start = middle - LENGTH / 2 - 2 * _GAP - width * len(_COLOURS)
    yield from _fields(_COLOURS, start, bottom, width)
    yield from _fields(_STEPS, middle + LENGTH / 2 + 2 * _GAP, bottom, width)


def _fields(fields: tuple[str, ...], left: float, bottom: float, width: float) -> Iterator[str]:
    for at, inks in enumerate(fields):
        yield f"{inks} k {left + at * width:.3f} {bottom:.3f} {width:.3f} {_FIELD[1]:.3f} re f"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"


def _circle(x: float, y: float) -> str:
    r, b = _ROUND, _ROUND * _BEND
    arcs = (
        (x + r, y + b, x + b, y + r, x, y + r),
        (x - b, y + r, x - r, y + b, x - r, y),
        (x - r, y - b, x - b, y - r, x, y - r),
        (x + b, y - r, x + r, y - b, x + r, y),
    )
    curves = " ".join(" ".join(f"{value:.3f}" for value in arc) + " c" for arc in arcs)
    return f"{x + r:.3f} {y:.3f} m {curves} S"
