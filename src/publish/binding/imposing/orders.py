"""Which page lies where on which sheet of a folded booklet: arithmetic, and nothing else.

A sheet is folded once and bears four pages. Sheets that are laid into one another and folded
together are a signature; signatures that follow one another are a book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

PAGES_A_SHEET = 4

Reading = Sequence[int | None]  # pages in the order in which they are read; None: a blank one


@dataclass(frozen=True, slots=True)
class Opened:
    """One side of a sheet as it is printed, before it is folded.

    Attributes:
        left, right: pages; None: blank.
        signature: 0 for the first that is read.
        sheet: in its signature, 0 for the outermost.
        back: is it the side that lies inside when the sheet is folded?
    """

    left: int | None
    right: int | None
    signature: int
    sheet: int
    back: bool


def sheets_for(pages: int) -> int:
    """Return how many folded sheets hold so many pages."""
    return -(-pages // PAGES_A_SHEET)


def divided(sheets: int, most: int) -> tuple[int, ...]:
    """Return signatures of about the same size, of `most` sheets or fewer; the first are larger.

    Raises:
        ValueError: `most` is less than 1.
    """
    if most < 1:
        raise ValueError(most)
    count = -(-sheets // most)
    return tuple(sheets // count + (number < sheets % count) for number in range(count))


def filled(pages: Sequence[int]) -> tuple[int | None, ...]:
    """Return the reading with blank pages at its end, so that the last sheet is full."""
    return (*pages, *[None] * _missing(pages))


def filled_before_last(pages: Sequence[int]) -> tuple[int | None, ...]:
    """Return the reading with blank pages before its last, which is a back cover and stays it."""
    if len(pages) < 2:
        return filled(pages)
    return (*pages[:-1], *[None] * _missing(pages), pages[-1])


def _missing(pages: Sequence[int]) -> int:
    return -len(pages) % PAGES_A_SHEET


def folded(reading: Reading, signatures: Sequence[int]) -> Iterator[Opened]:
    """Yield the sides of all sheets in the order of printing, front and back by turns.

    The spine is at the left of a front page; see `mirrored` for books that are read from the right.

    Args:
        signatures: their sheets; all together hold all of `reading`.
    Raises:
        ValueError: the sheets hold more pages than there are, or fewer.
    """
    if len(reading) != PAGES_A_SHEET * sum(signatures):
        raise ValueError(f"{len(reading)} pages on {sum(signatures)} sheets")
    first = 0
    for number, sheets in enumerate(signatures):
        last = first + PAGES_A_SHEET * sheets - 1
        for sheet in range(sheets):
            at, end = first + 2 * sheet, last - 2 * sheet
            yield Opened(reading[end], reading[at], number, sheet, back=False)
            yield Opened(reading[at + 1], reading[end - 1], number, sheet, back=True)
        first = last + 1


def mirrored(side: Opened) -> Opened:
    """Return the side of a sheet of a book with its spine at the right."""
    return replace(side, left=side.right, right=side.left)


def creep(sheet: int, caliper: float) -> float:
    """Return how far a sheet is pushed out of the fold by those around it.

    Each sheet inside another lies one thickness of paper further out; its pages are moved as far
    towards the spine, so that the text of all pages lies at the same distance from the edge once
    the booklet is trimmed.

    Args:
        sheet: 0 for the outermost.
        caliper: thickness of the paper, in the unit of the result.
    """
    return sheet * caliper
