"""Rules on what is too small to print: lines and type, also where they are left out of a ground."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from publish.checking.preflight.marks import Mark, Outline, PageContent, holds
from publish.checking.preflight.reporting import Case
from publish.errors import Finding, Rule

HAIRLINES = Rule(
    "P256",
    "No line is thinner than the press can print.",
    "GWG 2015, 4.17, Effective Line Width; ISO 32000-1:2008, 8.4.3.2: a line of width 0 is one "
    "pixel of whatever prints it, seen on the proof and lost on the plate.",
)
REVERSED_LINES = Rule(
    "P257",
    "No light line on a dark ground is thinner than the press can keep open.",
    "Ink gains on paper: a fine line that is left out of a ground closes, more so in many inks.",
)
SMALL_TYPE = Rule(
    "P258",
    "No type is smaller than the press can print.",
    "GWG 2015, 4.16, Small Text, measured at printed size: its fine strokes break up.",
)
SMALL_REVERSED_TYPE = Rule(
    "P259",
    "No light type on a dark ground is smaller than the press can keep open.",
    "GWG 2015, 4.16, Small Text: ink gains into it from all sides, and inks out of register "
    "colour its edges.",
)
RICH_BLACK = Rule(
    "P260",
    "Black text is on the black plate only.",
    "GWG 2015, 4.15, Rich Black Text: black of several inks is never in register; small text "
    "gets coloured edges.",
)

RULES: tuple[Rule, ...] = (
    HAIRLINES, REVERSED_LINES, SMALL_TYPE, SMALL_REVERSED_TYPE, RICH_BLACK,
)  # fmt: skip

TOLERANCE = 0.005  # points that rounding may take off
LINE_LENGTH = 6.0  # points; and ten times its width: what is shorter is a dot, a stem, a serif
DISPLAY = 14.0  # points: rich black serves large headings well
TINGE = 0.1  # of inks other than black, together, that no one sees at an edge
LIGHT, CONTRAST = 0.35, 0.3  # darkness of what counts as left out, and how much darker its ground


def check_lines(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the thinnest line that is too thin, and the thinnest that is left out of a ground."""
    least = case.needs.least
    if least is None:
        return
    thin: dict[Rule, tuple[float, Mark, int]] = {}
    for index, mark in enumerate(content.marks):
        width = _line_width(mark)
        if width is None or _unseen(mark):
            continue
        rule = HAIRLINES
        if width >= least.line - TOLERANCE:
            if width >= least.reversed_line - TOLERANCE or not _reversed(content, index):
                continue
            rule = REVERSED_LINES
        width_before, first, count = thin.get(rule, (width, mark, 0))
        thin[rule] = (min(width, width_before), mark if width < width_before else first, count + 1)
    for rule, (width, mark, count) in thin.items():
        needed = least.line if rule is HAIRLINES else least.reversed_line
        where = "" if rule is HAIRLINES else " on a dark ground"
        message = (
            f"{_lines(count)}{where} thinner than {needed:g} pt; "
            f"the thinnest has {round(width, 3):g} pt"
        )
        yield case.finding(rule, content, message, f"draw lines of {needed:g} pt or more", mark.box)


def _lines(count: int) -> str:
    return "a line is" if count == 1 else f"{count} lines are"


def _line_width(mark: Mark) -> float | None:
    """Return the printed width of a stroke, or of a filled shape that looks like a line."""
    if mark.act == "stroke":
        return mark.size
    if mark.act != "fill" or mark.inner:
        return None
    if not isinstance(mark.source, Outline) or mark.source.curved:
        return None
    left, bottom, right, top = mark.box
    short, long = sorted((right - left, top - bottom))
    plain = mark.paint is not None and mark.paint.pattern is None
    if mark.source.cut and plain and short < 1.0 and _like_a_line(short, long):
        return short
    widths = [_thickness(part, mark.source) for part in mark.source.parts if len(part) <= 10]
    found = [width for width in widths if width is not None]
    if not found or len(found) < len(mark.source.parts):
        return None
    return min([width for width in found if width] or found)  # the hole of a frame may be nothing


def _like_a_line(width: float, length: float) -> bool:
    return length >= LINE_LENGTH and length >= 10 * width


def _thickness(part: list[float], outline: Outline) -> float | None:
    """Return how thick a four-sided shape is if it looks like a line, at whatever angle."""
    if len(part) < 8:
        return None
    a, b, c, d, _, _ = outline.matrix
    xs, ys = part[:8:2], part[1:8:2]
    sides = [
        hypot(a * (x1 - x0) + c * (y1 - y0), b * (x1 - x0) + d * (y1 - y0))
        for x0, y0, x1, y1 in zip(xs, ys, xs[1:] + xs[:1], ys[1:] + ys[:1], strict=True)
    ]
    twice = sum(
        x0 * y1 - x1 * y0
        for x0, y0, x1, y1 in zip(xs, ys, xs[1:] + xs[:1], ys[1:] + ys[:1], strict=True)
    )
    longest = max(sides)
    if not longest:
        return None
    width = abs(twice * (a * d - b * c)) / 2 / longest
    return width if _like_a_line(width, longest) else None


def check_type(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the smallest type that is too small, and black text in several inks."""
    least = case.needs.least
    small: dict[Rule, tuple[float, Mark]] = {}
    rich: Mark | None = None
    for index, mark in enumerate(content.marks):
        if mark.act != "text" or not mark.size or _unseen(mark):
            continue
        if least is not None and mark.size < max(least.type, least.reversed_type) - TOLERANCE:
            rule = _too_small(content, index, least.type, least.reversed_type)
            if rule and mark.size < small.get(rule, (1000.0, mark))[0]:
                small[rule] = (mark.size, mark)
        if rich is None and mark.size < DISPLAY and _rich_black(mark):
            rich = mark
    for rule, (size, mark) in small.items():
        where = " on a dark ground" if rule is SMALL_REVERSED_TYPE else ""
        needed = least and (least.type if rule is SMALL_TYPE else least.reversed_type)
        message = f"type{where} has {round(size, 2):g} pt; the press prints {needed:g} pt or more"
        yield case.finding(rule, content, message, "set it larger", mark.box)
    if rich:
        message = f"black text of {round(rich.size, 1):g} pt is made of several inks"
        yield case.finding(RICH_BLACK, content, message, "make it black only", rich.box)


def _too_small(
    content: PageContent, index: int, least: float, least_reversed: float
) -> Rule | None:
    size = content.marks[index].size
    if size < least_reversed - TOLERANCE and _reversed(content, index):
        return SMALL_REVERSED_TYPE
    return SMALL_TYPE if size < least - TOLERANCE else None


def _rich_black(mark: Mark) -> bool:
    """Return whether a colour is near black, near neutral, and not of black ink only."""
    ink = mark.paint.ink if mark.paint else None
    if not ink or ink.cyan + ink.magenta + ink.yellow <= TINGE:
        return False
    seen = [(1 - tint) * (1 - ink.black) for tint in ink[:3]]
    return max(seen) < 0.2 and max(seen) - min(seen) < 0.12


def _unseen(mark: Mark) -> bool:
    graphics = mark.graphics
    alpha = graphics.stroke_alpha if mark.act == "stroke" else graphics.fill_alpha
    return alpha == 0


def _reversed(content: PageContent, index: int) -> bool:
    """Return whether a mark is left out of a ground that is darker than itself."""
    mark = content.marks[index]
    own = mark.paint.dark if mark.paint else None
    if own is None or own > LIGHT:
        return False
    left, bottom, right, top = mark.box
    under = ground(content, index, (left + right) / 2, (bottom + top) / 2)
    if under is None:
        return own < 0.1  # white on something: it would not be there if it were not seen
    return under - own > CONTRAST


def ground(content: PageContent, index: int, x: float, y: float) -> float | None:
    """Return how dark the page is at a point before a mark is painted; None if it is unknown."""
    for mark in reversed(content.marks[:index]):
        if mark.act in ("text", "stroke"):
            continue
        left, bottom, right, top = mark.box
        if not (left <= x <= right and bottom <= y <= top):
            continue
        shape = mark.source if isinstance(mark.source, Outline) else None
        if shape is not None and not holds(shape, x, y):
            continue
        known = mark.exact or (shape is not None and not shape.cut)
        if not known or mark.paint is None or mark.paint.pattern is not None:
            return None
        return mark.paint.dark
    return 0.0
