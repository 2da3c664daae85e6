"""Rules on the page's edge: what reaches it goes on into the bleed, and text keeps away from it."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor
from typing import Literal

import numpy as np

from publish.checking.preflight.marks import Mark, PageContent, spread
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.wording import mm
from publish.errors import Finding, Rule
from publish.units import MM, Box

BLEED = Rule(
    "P270",
    "What reaches the edge of the page goes on into the bleed.",
    "ISO 32000-1:2008, 14.11.2, BleedBox: knives stray by a millimetre; where ink ends at the "
    "trim, the cut page has a white edge.",
)
SAFETY = Rule(
    "P271",
    "Text keeps two millimetres from the edge of the page.",
    "Knives stray by a millimetre, and folded sheets creep: letters near the edge are cut, or "
    "seem to be.",
    severity="warning",
)

RULES: tuple[Rule, ...] = (BLEED, SAFETY)

Side = Literal["left", "bottom", "right", "top"]
SIDES: tuple[Side, ...] = ("left", "bottom", "right", "top")

SAFE = 2 * MM
NEAR = 1.0  # points from the trim within which something reaches it
SHORT = 0.8  # points that the bleed may lack
DEPTH = 4.0  # points inside the trim that are looked at
SEEN = 12  # levels of 255 by which ink differs from paper
LEAST_RUN = 2  # points along the edge


def check_bleed(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield each side of a page at which artwork reaches the trim and does not go on.

    Only looking tells; but where all that is near the edge is rectangles that reach into the
    bleed, there is nothing to look at.
    """
    needed = case.needs.bleed
    doubtful = needed and [side for side in SIDES if _doubtful(content, side, needed)]
    if not doubtful:
        return
    for side in doubtful:
        area = _missing(case, content, side, needed)
        if area is None:
            continue
        message = (
            f"artwork reaches the {side} edge and does not go on for {mm(needed)} into the bleed"
        )
        remedy = "draw it beyond the edge, or let it end well inside"
        yield case.finding(BLEED, content, message, remedy, area)


def _doubtful(content: PageContent, side: Side, needed: float) -> bool:
    """Return whether something reaches a side of the trim that may not reach into the bleed."""
    return any(
        _reaches(mark, content.trim, side)
        and not (mark.exact and _beyond(mark.box, content.trim, side) >= needed - SHORT)
        and _seen(mark)
        for mark in content.marks
        if mark.act != "text"
    )


def _reaches(mark: Mark, trim: Box, side: Side) -> bool:
    left, bottom, right, top = mark.box
    if right <= trim[0] + 0.1 or left >= trim[2] - 0.1 or top <= trim[1] + 0.1:
        return False
    return bottom < trim[3] - 0.1 and _beyond(mark.box, trim, side) > -NEAR


def _beyond(box: Box, trim: Box, side: Side) -> float:
    """Return how far a box reaches beyond a side of the trim, negative where it ends inside."""
    at = SIDES.index(side)
    return trim[at] - box[at] if at < 2 else box[at] - trim[at]


def _seen(mark: Mark) -> bool:
    if mark.paint is None or mark.paint.pattern is not None:
        return True
    return mark.paint.dark is None or mark.paint.dark > 0.01


def _missing(case: Case, content: PageContent, side: Side, needed: float) -> Box | None:
    """Return the strip of bleed that lacks ink along a side; None if it lacks none."""
    view = spread(content.trim, needed)
    strip, at, upright = list(view), SIDES.index(side), side in ("left", "right")
    strip[(at + 2) % 4] = content.trim[at] + (DEPTH if at < 2 else -DEPTH)
    part = (strip[0], strip[1], strip[2], strip[3])
    ink, box = case.renderer.ink(content.number, view, part, SEEN)
    _cut(ink, box, content.media)
    rows = ink.T if upright else ink
    reach = _beyond(box, content.trim, side)
    run = _run(rows if at < 2 else rows[::-1], reach, needed)
    if run is None:
        return None
    origin = box[1] if upright else box[0]
    edge = content.trim[at]
    low, high = (edge - needed, edge) if at < 2 else (edge, edge + needed)
    first, last = origin + run[0], origin + run[1]
    return (low, first, high, last) if upright else (first, low, last, high)


def _cut(ink: np.ndarray, box: Box, media: Box) -> None:
    """Take off what lies beyond the MediaBox: it is drawn, but nobody prints it."""
    for edge in range(4):
        lacking = media[edge] - box[edge] if edge < 2 else box[edge] - media[edge]
        if (rows := round(lacking)) > 0:
            cut = ink if edge in (1, 3) else ink.T
            cut[slice(rows) if edge < 2 else slice(-rows, None)] = False


def _run(ink: np.ndarray, reach: float, needed: float) -> tuple[int, int] | None:
    """Return from where to where artwork at the trim does not go on; None if all does.

    Args:
        ink: where there is ink; row 0 is the farthest outside; each row and column is a point.
        reach: how far that is from the trim.
        needed: how far ink must go.
    """
    inside = ink[min(max(ceil(reach), 0), len(ink) - 1)]
    goes_on = np.zeros_like(inside)
    if reach > needed - SHORT:
        just_outside = ink[max(floor(reach) - 1, 0)]
        outer = ink[max(ceil(reach - needed + SHORT) - 1, 0)]
        goes_on = _widened(just_outside, 2) & _widened(outer, ceil(needed) + 2)  # slants move along
    lacking = inside & ~goes_on
    corner = ceil(needed)
    lacking[:corner] = lacking[len(lacking) - corner :] = False  # is seen from the other sides
    at = np.flatnonzero(lacking)
    return (int(at[0]), int(at[-1]) + 1) if len(at) >= LEAST_RUN else None


def _widened(row: np.ndarray, by: int) -> np.ndarray:
    window = np.ones(2 * by + 1, int)
    found: np.ndarray = np.convolve(row.astype(int), window, "same") > 0
    return found


def check_safety(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the first text of a page that stands too near to its edge."""
    left, bottom, right, top = content.trim
    for mark in content.marks:
        if mark.act != "text" or not _seen(mark):
            continue
        box = mark.box
        if box[2] <= left or box[0] >= right or box[3] <= bottom or box[1] >= top:
            continue  # in the margin of the sheet, to be cut off
        gap = min(box[0] - left, box[1] - bottom, right - box[2], top - box[3])
        if gap < SAFE - 0.05:
            where = f"{mm(gap)} from the edge" if gap > 0 else "across the edge"
            message = f"text stands {where}; {mm(SAFE)} are safe"
            yield case.finding(SAFETY, content, message, "move it inwards", box)
            return
