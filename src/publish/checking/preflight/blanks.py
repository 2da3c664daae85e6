"""Rules on pages with nothing on them, or hardly anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.checking.preflight.marks import Mark, PageContent, shared, spread
from publish.checking.preflight.reporting import Case
from publish.errors import Finding, Rule

BLANK = Rule(
    "P274",
    "A page is blank only where a book has blanks: before a right-hand page, or at the end.",
    "GWG 2015, 4.5, Empty Pages: others are pages whose content was lost, or a break too many.",
    severity="warning",
)
SCANT = Rule(
    "P275",
    "No page has only a line or two of text.",
    "Readers take it for a mistake; pages are paid for in fours.",
    severity="warning",
)

RULES: tuple[Rule, ...] = (BLANK, SCANT)

PADDING = 3  # blanks at the end of a file whose printer's way of binding is not known
EDGE = 0.1  # of the page's height, above and below, where running heads and folios stand
TOP = 0.25  # of the page's height, from above: where a last line or two of a chapter stand
BODY = 14.0  # points: larger type is a title
LINES = 2  # of text
DESIGNED = 0.03  # of the page's area: a band or a picture makes a page a designed one
SHOWN = 0.005  # the same between head and foot: more than a rule


def is_blank(content: PageContent) -> bool:
    """Return whether a page shows nothing within its trim."""
    inside = spread(content.trim, -1.0)
    return not any(_seen(mark) and shared(mark.box, inside) for mark in content.marks)


def _seen(mark: Mark) -> bool:
    alpha = mark.graphics.stroke_alpha if mark.act == "stroke" else mark.graphics.fill_alpha
    if alpha == 0:
        return False
    if mark.paint is None or mark.paint.pattern is not None:
        return True
    return mark.paint.dark is None or mark.paint.dark > 0.01


def check_blanks(case: Case, blank: Sequence[int]) -> Iterator[Finding]:
    """Yield the blank pages that are none of a book's.

    Args:
        blank: numbers of the blank pages, rising.
    """
    padding = max([way.multiple for way in case.needs.ways], default=0) - 1
    for first, last in _runs(blank):
        long = last - first + 1
        at_end = last >= case.pages - 1 and first > 1  # the last page may be the back cover
        if at_end and long <= max(padding, PADDING):
            continue
        if long == 1 and first % 2 == 0:
            continue
        what = "it is blank" if long == 1 else f"it and the {long - 1} after it are blank"
        remedy = "take it out, or find what should be on it"
        yield BLANK.at(case.place, what, remedy, first)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs


def check_scant(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield a finding where a page has no more than the last lines of something."""
    left, bottom, right, top = content.trim
    height, area = top - bottom, (top - bottom) * (right - left)
    lines: set[int] = set()
    any_text = False
    for mark in content.marks:
        if not _seen(mark) or not (box := shared(mark.box, content.trim)):
            continue
        any_text = any_text or mark.act == "text"
        if mark.act != "text" and (box[2] - box[0]) * (box[3] - box[1]) > DESIGNED * area:
            return
        middle = ((box[1] + box[3]) / 2 - bottom) / height
        if mark.artifact or not EDGE < middle < 1 - EDGE:
            continue
        if mark.act == "text":
            if mark.size > BODY or middle < 1 - TOP:
                return
            lines.add(round(box[1] / 4))
        elif (box[2] - box[0]) * (box[3] - box[1]) > SHOWN * area:
            return
    if any_text and len(lines) <= LINES:
        message = "it has no text but at head and foot" if not lines else "it has hardly any text"
        remedy = "take a break out, or tighten the pages before"
        yield case.finding(SCANT, content, message, remedy)
