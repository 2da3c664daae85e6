"""Rules on pictures: fine enough at their printed size, and whole."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from pypdf.generic import StreamObject

from publish.checking.opened import items, raw, resolved
from publish.checking.preflight.functions import number
from publish.checking.preflight.marks import Mark, PageContent, Placed
from publish.checking.preflight.reporting import Case
from publish.errors import Finding, Rule

RESOLUTION = Rule(
    "P250",
    "A picture has enough pixels for its printed size.",
    "GWG 2015, Image Resolution: below some 150 pixels an inch readers see the pixels.",
    severity="warning",
)
LINE_ART = Rule(
    "P251",
    "Line art of one bit has enough pixels for its printed size.",
    "GWG 2015, Image Resolution for 1-bit Images: its edges are hard, so steps show below some "
    "550 pixels an inch.",
    severity="warning",
)

RULES: tuple[Rule, ...] = (RESOLUTION, LINE_ART)

TINY = 16  # pixels: what is no larger than this both ways is an ornament, a dot or a tint
SMALL = 12.0  # points: what is printed no larger is looked at as a sign, not as a picture
_ONE_BIT = {"/CCITTFaxDecode", "/JBIG2Decode"}


def check_resolution(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield each picture that is too coarse as it is printed, the coarsest placing of each."""
    least = case.needs.least
    if least is None:
        return
    coarse: dict[int, tuple[float, Mark, bool]] = {}
    for mark in content.marks:
        placed = mark.source
        if not isinstance(placed, Placed) or mark.box[0] >= mark.box[2]:
            continue
        one_bit = is_line_art(placed.picture)
        needed = least.line_art_resolution if one_bit else least.picture_resolution
        found = resolution(placed)
        if found is None or round(found) >= needed:
            continue
        if placed.number not in coarse or found < coarse[placed.number][0]:
            coarse[placed.number] = (found, mark, one_bit)
    for found, mark, one_bit in coarse.values():
        rule, what = (LINE_ART, "line art") if one_bit else (RESOLUTION, "a picture")
        needed = least.line_art_resolution if one_bit else least.picture_resolution
        message = f"{what} has {found:.0f} pixels an inch at its size; {needed:g} are needed"
        remedy = "find a larger original, or print it smaller"
        yield case.finding(rule, content, message, remedy, mark.box)


def size_of(picture: StreamObject) -> tuple[int, int]:
    """Return a picture's width and height in pixels; 0 where it does not say."""
    return int(number(picture, "/Width", 0)), int(number(picture, "/Height", 0))


def is_line_art(picture: StreamObject) -> bool:
    """Return whether a picture has one bit a pixel."""
    filters = {str(resolved(name)) for name in items(raw(picture, "/Filter"))}
    return number(picture, "/BitsPerComponent", 1 if "/ImageMask" in picture else 8) == 1 or bool(
        filters & _ONE_BIT
    )


def resolution(placed: Placed) -> float | None:
    """Return pixels an inch as printed, the lesser of both ways; None for what is no picture.

    A strip of pixels one way is a gradient, and tiny or small pictures are ornaments.
    """
    width, height = size_of(placed.picture)
    a, b, c, d, _, _ = placed.matrix
    across, up = hypot(a, b), hypot(c, d)
    if max(width, height) <= TINY or min(width, height) <= 2 or min(across, up) <= SMALL:
        return None
    return min(width / across, height / up) * 72
