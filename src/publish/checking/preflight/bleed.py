"""Rules on the page's edge: what reaches it goes on into the bleed, and text keeps away from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from publish.checking.preflight.marks import Mark, PageContent, spread
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.spaces import darkness
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
SCALE = 1.0  # pixels a point
DEPTH = 4.0  # points inside the trim that are looked at
SEEN = 12  # levels of 255 by which ink differs from paper
LEAST_RUN = 2  # pixels along the edge


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
        run = _missing(_edge(case, content, side, needed), needed * SCALE)
        if run is None:
            continue
        area = _area(content.trim, side, run, needed)
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
    dark = darkness(mark.paint.space, mark.paint.values)
    return dark is None or dark > 0.01


def _edge(case: Case, content: PageContent, side: Side, needed: float) -> np.ndarray:
    """Return where ink is along a side: row 0 is the bleed's outer edge, some rows lie inside.

    Columns run to the right, along the left and right sides upwards. Beyond the MediaBox there is
    nothing, whatever is drawn there.
    """
    outer = spread(content.trim, needed)
    strip, at = list(outer), SIDES.index(side)
    strip[(at + 2) % 4] = content.trim[at] + (DEPTH if at < 2 else -DEPTH)
    box = (strip[0], strip[1], strip[2], strip[3])
    pixels = case.renderer.pixels(content.number, box, SCALE)[::-1]  # from the bottom up
    ink = (255 - pixels.min(axis=2).astype(int)) > SEEN
    for edge in range(4):
        lacking = content.media[edge] - box[edge] if edge < 2 else box[edge] - content.media[edge]
        if (rows := round(lacking * SCALE)) > 0:
            cut = ink if edge in (1, 3) else ink.T
            cut[slice(rows) if edge < 2 else slice(-rows, None)] = False
    upright = ink if side in ("bottom", "top") else ink.T
    facing: np.ndarray = upright if at < 2 else upright[::-1]
    return facing


def _missing(ink: np.ndarray, bleed: float) -> tuple[int, int] | None:
    """Return from where to where artwork at the trim does not go on; None if it does.

    Args:
        ink: where there is ink; row 0 is the outer edge of the bleed.
        bleed: its width in pixels.
    """
    reach = int(np.ceil(bleed))
    inside, just_outside = ink[reach], ink[max(int(np.floor(bleed)) - 1, 0)]
    outer = ink[1] if reach > 2 else ink[0]
    goes_on = _widened(just_outside, 2) & _widened(outer, reach + 2)  # slanting edges move along
    lacking = inside & ~goes_on
    lacking[:reach] = lacking[len(lacking) - reach :] = False  # corners are of the other sides
    at = np.flatnonzero(lacking)
    if len(at) < LEAST_RUN:
        return None
    return int(at[0]), int(at[-1]) + 1


def _widened(row: np.ndarray, by: int) -> np.ndarray:
    window = np.ones(2 * by + 1, int)
    found: np.ndarray = np.convolve(row.astype(int), window, "same") > 0
    return found


def _area(trim: Box, side: Side, run: tuple[int, int], needed: float) -> Box:
    """Return the strip of bleed that lacks ink, from pixels along a side."""
    upright = side in ("left", "right")
    origin = (trim[1] if upright else trim[0]) - needed
    first, last = origin + run[0] / SCALE, origin + run[1] / SCALE
    at = trim[SIDES.index(side)]
    low, high = (at - needed, at) if side in ("left", "bottom") else (at, at + needed)
    return (low, first, high, last) if upright else (first, low, last, high)


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
