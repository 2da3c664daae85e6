"""Booklets: two pages a side, folded in the middle, stapled through the fold or only folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.binding.foreign.geometry import times
from publish.binding.imposing import lines
from publish.binding.imposing.fitting import (
    Towards,
    fit,
    is_turned,
    laid,
    turned,
    turned_rightwards,
    usual,
)
from publish.binding.imposing.model import (
    MOST_FOLDED,
    MOST_STAPLED,
    OFFICE_CALIPER,
    PAPERS,
    Leaf,
    Placement,
    Sheets,
    Side,
    Wish,
)
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
from publish.units import MM, Box

_SPINE = 1.6 * MM  # from the fold to the line about the file, which runs along it
_FOOT = 9 * MM  # from the edge of the sheet to its beginning


def booklet(leaves: Sequence[Leaf], chosen: Sequence[int], wish: Wish) -> tuple[Sheets, ...]:
    """Return the sheets of a booklet; after them those of its cover, where it is a file of its own.

    Args:
        leaves: all pages of the file.
        chosen: indexes of those that are wanted, in order.
    """
    apart = wish.cover != "with" and len(chosen) > 2
    inner = chosen[1:-1] if apart else chosen
    fill = filled_before_last if wish.back_cover and not apart else filled
    reading = fill(inner)
    stacks = divided(sheets_for(len(reading)), limit(wish))
    sides = list(folded(reading, stacks))
    common = usual([leaves[page] for page in chosen])
    press = _Press(leaves, wish, common)
    if not apart:
        return (press.sheets(sides, stacks, 0),)
    cover = [
        Opened(chosen[-1], chosen[0], 0, 0, back=False),
        Opened(None, None, 0, 0, back=True),
    ]
    if wish.cover == "file":
        return press.sheets(sides, stacks, 1), press.sheets(cover, (1,), 0)
    inside = [replace(side, signature=side.signature + 1) for side in sides]
    return (press.sheets([*cover, *inside], (1, *stacks), 0),)


def limit(wish: Wish) -> int:
    """Return how many sheets at most are folded into one another."""
    if wish.sheets:
        return wish.sheets
    if wish.fastening == "fold":
        return MOST_FOLDED
    return max(1, int(MOST_STAPLED * OFFICE_CALIPER / wish.caliper + 0.001))


class _Press:
    """Puts pages on the sides of sheets, each in its half."""

    def __init__(self, leaves: Sequence[Leaf], wish: Wish, common: Leaf) -> None:
        self._leaves, self._wish = leaves, wish
        self._height, self._width = PAPERS[wish.paper]  # the sheet lies on its side
        half = self._width / 2
        self._scale = self._fitted(common, half)
        self._reduced = wish.actual and self._scale < 1.0
        self._scale = min(self._scale, 1.0) if wish.actual else self._scale

    def _fitted(self, leaf: Leaf, half: float) -> float:
        upright, lying = fit(leaf, half, self._height), fit(_lying(leaf), half, self._height)
        return lying if is_turned(leaf, half, self._height) else upright

    def sheets(self, sides: Sequence[Opened], stacks: tuple[int, ...], around: int) -> Sheets:
        """Return the sheets with these sides.

        Args:
            around: sheets of the cover, which lie around all stacks.
        """
        seen = [mirrored(side) for side in sides] if self._wish.from_right else sides
        made = tuple(self._side(side, stacks, around) for side in seen)
        return Sheets(
            sides=made,
            stacks=stacks,
            flip="short",
            pages=sum(len(side.placements) for side in made),
            scale=self._scale,
            reduced=self._reduced,
            bleeds=self._wish.actual and any(self._bleed(leaf) for leaf in self._leaves),
        )

    def _side(self, side: Opened, stacks: tuple[int, ...], around: int) -> Side:
        middle, wish = self._width / 2, self._wish
        moved = creep(side.sheet + around, wish.caliper * MM)
        placements: list[Placement] = []
        marks: list[str] = []
        halves: tuple[tuple[int | None, Towards], ...]
        halves = ((side.left, "right"), (side.right, "left"))
        for page, towards in halves:
            if page is not None:
                placement, covers = self._placed(page, towards, moved)
                placements.append(placement)
                if wish.actual:
                    marks += lines.corners(covers, (self._width, self._height))
        if side.sheet == 0 and not side.back:
            marks += lines.fold(middle, self._height)
            if wish.fastening == "staple":
                marks += lines.staples(middle, self._height)
        number = f"{side.sheet + 1}/{stacks[side.signature]}"
        if len(stacks) > 1:
            number = f"{side.signature + 1} · {number}"
        line = (middle - _SPINE, _FOOT, True) if side.back else None
        tells = (side.signature, side.sheet) == (0, 0)  # once in a booklet is enough
        return Side(self._width, self._height, tuple(placements), tuple(marks), line, number, tells)

    def _placed(self, page: int, towards: Towards, moved: float) -> tuple[Placement, Box]:
        """Return a page in its half, at the fold, and where its edges lie."""
        leaf = self._leaves[page]
        middle, half = self._width / 2, self._width / 2
        first = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        if is_turned(leaf, half, self._height):
            turn = turned_rightwards if self._wish.from_right else turned
            first, leaf = turn(leaf)
        scale = min(self._scale, fit(leaf, half, self._height))
        place = (0.0, 0.0, middle, self._height)
        if towards == "left":
            place = (middle, 0.0, self._width, self._height)
        x = moved if towards == "right" else -moved
        then, (left, bottom, right, top) = laid(leaf, scale, place, towards)
        matrix = times(times(first, then), (1.0, 0.0, 0.0, 1.0, x, 0.0))
        covers = (left + x, bottom, right + x, top)
        bleed = self._bleed(leaf) if self._wish.actual else 0.0
        clip = (
            max(covers[0] - bleed, place[0]),
            max(bottom - bleed, 0.0),
            min(covers[2] + bleed, place[2]),
            min(top + bleed, self._height),
        )
        return Placement(page, matrix, clip), covers

    def _bleed(self, leaf: Leaf) -> float:
        """Return how much of a page's bleed the sheet has room for: all of it, or none."""
        half = self._width / 2
        wide, high = leaf.width * self._scale, leaf.height * self._scale
        bleed = leaf.bleed * self._scale
        roomy = wide + bleed <= half and high + 2 * bleed <= self._height
        return bleed if roomy else 0.0


def _lying(leaf: Leaf) -> Leaf:
    return replace(leaf, width=leaf.height, height=leaf.width)


def stack_numbers(stacks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last sheet of each stack as they come out of the printer, from 1."""
    first = 1
    for sheets in stacks:
        yield first, first + sheets - 1
        first += sheets
