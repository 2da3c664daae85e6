"""Where pages end badly: stranded headings, lone lines, holes, last pages with nothing on them."""

from __future__ import annotations

from collections.abc import Iterator

from publish.errors import Rule
from publish.typesetting.fault import Fault, emptied, fault_of, short, shown
from publish.typesetting.sight import Sheet, Sight

STRANDED = Rule(
    "T121",
    "A heading has two lines of its text below it on its page.",
    "A heading at the foot of a page, or alone on it, heads nothing that the reader can see.",
    "warning",
)
NEARLY_EMPTY = Rule(
    "T124",
    "The last page of a chapter holds more than a few lines.",
    "A page for three lines looks like a mistake, and costs a page in every copy.",
    "warning",
)
LONE_LINE = Rule(
    "T126",
    "No page begins or ends with a single line of a longer paragraph.",
    "The eye loses its way at the turn of the page.",
    "warning",
)
HOLE = Rule(
    "T127",
    "Within a chapter a page is filled to about two thirds at least.",
    "A third of a page left blank before a figure or a box reads as the chapter's end.",
    "warning",
)
BROKEN_WORDS = Rule(
    "T128",
    "No page ends with two broken words, one below the other.",
    "The reader carries half a word over the turn of the page.",
    "warning",
)
RULES = (STRANDED, NEARLY_EMPTY, LONE_LINE, HOLE, BROKEN_WORDS)

_LAST_FIFTH = 0.8  # of a page's height: where it begins
_NEARLY_EMPTY, _FEW = 0.9, 5  # part of a page, lines
_HOLE = 0.35  # part of a page


def _turns(sight: Sight) -> Iterator[tuple[Sheet, Sheet]]:
    """Yield the pages between which the text flows on, each with its next."""
    for sheet, after in zip(sight.sheets, sight.sheets[1:], strict=False):
        if not after.forced and shown(sheet) and shown(after):
            yield sheet, after


def _stranded(sight: Sight) -> Iterator[Fault]:
    remedy = "break the page before it, or write a longer first paragraph"
    for sheet, after in _turns(sight):
        pieces = shown(sheet)
        low = sheet.area[1] + _LAST_FIFTH * (sheet.area[3] - sheet.area[1])
        enough = 1 if shown(after)[0].is_heading else 2
        for place, piece in enumerate(pieces):
            following = pieces[place + 1 :]
            if not piece.is_heading or any(p.element is piece.element for p in following):
                continue
            text = [p for p in following if not p.is_heading]
            if any(p.kind == "picture" for p in text) or (text and piece.area[3] < low):
                continue
            if len({round(p.area[1]) for p in text}) < enough:
                message = f"the heading {short(piece)} stands at the foot of its page"
                yield fault_of(STRANDED, sheet, piece, message, remedy)


def _nearly_empty(sight: Sight) -> Iterator[Fault]:
    for sheet, last in list(_turns(sight))[-1:]:
        pieces = shown(last)
        lines = len({round(piece.area[1]) for piece in pieces})
        if last is not sight.sheets[-1] or lines > _FEW or emptied(last) <= _NEARLY_EMPTY:
            continue
        if sheet.number + 1 == last.number and all(p.kind == "line" for p in pieces):
            message = "the last page holds " + (f"only {lines} lines" if lines > 1 else "one line")
            remedy = "cut a few lines from the chapter, or let it grow"
            yield fault_of(NEARLY_EMPTY, last, pieces[0], message, remedy)


def _lone_lines(sight: Sight) -> Iterator[Fault]:
    remedy = "make the paragraph a line longer or shorter"
    for sheet, after in _turns(sight):
        last, first = shown(sheet)[-1], shown(after)[0]
        if last.element is not first.element or last.kind != "line":
            continue
        for page, lone, which in ((sheet, last, "ends"), (after, first, "begins")):
            if sum(piece.element is lone.element for piece in shown(page)) == 1:
                message = f"the page {which} with one line of a paragraph, {short(lone)}"
                yield fault_of(LONE_LINE, page, lone, message, remedy)


def _holes(sight: Sight) -> Iterator[Fault]:
    remedy = "move the figure or the box that had no room, or let the box be divided"
    for sheet, after in _turns(sight):
        empty = emptied(sheet)
        if empty > _HOLE:
            first = shown(after)[0]
            bottom = max(piece.area[3] for piece in shown(sheet))
            area = (sheet.area[0], bottom, sheet.area[2], sheet.limit)
            message = f"{empty:.0%} of the page is left empty"
            yield Fault(HOLE, sheet.number, area, first.near, message, remedy, first.element)


def _broken_words(sight: Sight) -> Iterator[Fault]:
    for sheet, after in _turns(sight):
        lines = shown(sheet)[-2:]
        goes_on = shown(after)[0].element is lines[-1].element
        if goes_on and len(lines) == 2 and all(line.broken for line in lines):
            message, remedy = "the page ends with two broken words", "change a word there"
            yield fault_of(BROKEN_WORDS, sheet, lines[-1], message, remedy)


FINDERS = (_stranded, _nearly_empty, _lone_lines, _holes, _broken_words)
