"""Folding as arithmetic: sheets are printed, stacked, folded, and the booklet is leafed through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from publish.binding.imposing.model import MOST_STAPLED
from publish.binding.imposing.orders import (
    Opened,
    creep,
    divided,
    filled,
    filled_before_last,
    folded,
    mirrored,
    sheets_for,
)

SIZES = (1, 2, 3, 4, 5, 8, MOST_STAPLED, 100)


@dataclass(frozen=True)
class Paper:
    """A printed sheet as it lies on the table, its front up, and what is behind each half."""

    left: int | None
    right: int | None
    behind_left: int | None
    behind_right: int | None


def printed(sides: Sequence[Opened]) -> list[Paper]:
    """Print front and back, turned over the short edge: behind the left half lies the right one."""
    papers = []
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        assert (front.back, back.back) == (False, True)
        assert (front.signature, front.sheet) == (back.signature, back.sheet)
        papers.append(Paper(front.left, front.right, back.right, back.left))
    return papers


def leafed_through(papers: Sequence[Paper]) -> Iterator[int | None]:
    """Fold sheets that lie in one another, the first outermost, spine at the left, and read.

    The right half of a front is the recto of the leaf at the front of the booklet; its left half
    goes to the end, and is read there last of its leaf.
    """
    for paper in papers:
        yield paper.right
        yield paper.behind_right
    for paper in reversed(papers):
        yield paper.behind_left
        yield paper.left


def leafed_from_the_right(papers: Sequence[Paper]) -> Iterator[int | None]:
    """The same with the spine at the right: what was the right half is the left one."""
    for paper in papers:
        yield paper.left
        yield paper.behind_left
    for paper in reversed(papers):
        yield paper.behind_right
        yield paper.right


def stacks(sides: Sequence[Opened]) -> list[list[Opened]]:
    return [
        [side for side in sides if side.signature == number]
        for number in dict.fromkeys(side.signature for side in sides)
    ]


@pytest.mark.parametrize("pages", range(1, 201))
def test_folding_gives_back_the_order_of_reading(pages: int) -> None:
    for fill in (filled, filled_before_last):
        reading = fill(range(pages))
        assert [page for page in reading if page is not None] == list(range(pages))
        for most in SIZES:
            sides = list(folded(reading, divided(sheets_for(pages), most)))
            from_left = [p for s in stacks(sides) for p in leafed_through(printed(s))]
            assert tuple(from_left) == reading
            seen = [mirrored(side) for side in sides]
            from_right = [p for s in stacks(seen) for p in leafed_from_the_right(printed(s))]
            assert tuple(from_right) == reading


@pytest.mark.parametrize("pages", range(1, 201))
def test_no_more_paper_is_used_than_needed_and_signatures_are_alike(pages: int) -> None:
    for most in SIZES:
        sizes = divided(sheets_for(pages), most)
        assert sum(sizes) == sheets_for(pages)
        assert 0 <= 4 * sum(sizes) - pages < 4
        assert max(sizes) <= most
        assert max(sizes) - min(sizes) <= 1
        assert len(sizes) == -(-sum(sizes) // most)


def test_blank_pages_come_last_or_before_the_back_cover() -> None:
    assert filled(range(6)) == (0, 1, 2, 3, 4, 5, None, None)
    assert filled_before_last(range(6)) == (0, 1, 2, 3, 4, None, None, 5)
    assert filled_before_last(range(1)) == (0, None, None, None)
    assert filled_before_last(range(4)) == filled(range(4)) == (0, 1, 2, 3)


def test_a_sheet_lies_as_drawn() -> None:
    front, back = folded((1, 2, 3, 4), (1,))
    assert (front.left, front.right) == (4, 1)
    assert (back.left, back.right) == (2, 3)


def test_sheets_that_hold_too_little_or_too_much_are_refused() -> None:
    for sizes in ((1,), (3,)):
        with pytest.raises(ValueError, match="pages on"):
            list(folded(tuple(range(8)), sizes))


def test_signatures_need_a_sheet() -> None:
    with pytest.raises(ValueError, match="0"):
        divided(4, 0)


def test_each_sheet_creeps_by_the_thickness_of_one() -> None:
    assert [creep(sheet, 0.25) for sheet in range(4)] == [0.0, 0.25, 0.5, 0.75]
