"""Several pages side by side, and pages with lines beside them to write on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.binding.foreign.geometry import IDENTITY, times
from publish.binding.imposing import lines
from publish.binding.imposing.fitting import fit, is_turned, laid, turned, turned_rightwards, usual
from publish.binding.imposing.model import PAPERS, Edge, Leaf, Placement, Sheets, Side, Wish
from publish.units import MM, Box

MARGIN = 8 * MM  # that printers leave white at the edges, and a little more
GUTTER = 6 * MM
_FOOT = 5 * MM  # below the pages, for the line about the file
_NOTES = 3  # pages a side
_NARROWEST = 60 * MM  # room for notes
_LINE = 7 * MM  # its height above the edge of the sheet

# Columns and rows, on a sheet that stands or lies: what makes most pages larger is taken.
_GRIDS = {"2up": (1, 2), "4up": (2, 2)}


def several(leaves: Sequence[Leaf], chosen: Sequence[int], wish: Wish) -> Sheets:
    """Return sheets with two or four pages a side, in the order of reading lines of text.

    Args:
        leaves: all pages of the file.
        chosen: indexes of those that are wanted, in order.
    """
    common = usual([leaves[page] for page in chosen])
    width, height, columns, rows = _sheet(common, wish)
    cells = list(_cells(width, height, columns, rows, from_right=wish.from_right))
    room = cells[0][2] - cells[0][0], cells[0][3] - cells[0][1]
    most = fit(common, *room)
    scale = min(most, 1.0) if wish.actual else most
    turn = turned_rightwards if wish.from_right else turned
    sides: list[Side] = []
    for first in range(0, len(chosen), len(cells)):
        placements: list[Placement] = []
        marks: list[str] = []
        for page, cell in zip(chosen[first : first + len(cells)], cells, strict=False):
            leaf, before = leaves[page], IDENTITY
            if is_turned(leaf, *room):
                before, leaf = turn(leaf)
            then, covers = laid(leaf, min(scale, fit(leaf, *room)), cell, "middle")
            placements.append(Placement(page, times(before, then), covers))
            marks += lines.frame(covers)
        sides.append(Side(width, height, tuple(placements), tuple(marks), (MARGIN, _LINE, False)))
    return _sheets(sides, scale, reduced=wish.actual and most < 1.0)


def notes(leaves: Sequence[Leaf], chosen: Sequence[int], wish: Wish) -> Sheets:
    """Return sheets with three pages below one another, and ruled lines beside each."""
    width, height = PAPERS[wish.paper]
    common = usual([leaves[page] for page in chosen])
    cells = list(_cells(width, height, 1, _NOTES, from_right=False))
    wide = cells[0][2] - cells[0][0] - GUTTER - max(_NARROWEST, (width - 2 * MARGIN) * 0.42)
    room = wide, cells[0][3] - cells[0][1]
    most = fit(common, *room)
    scale = min(most, 1.0) if wish.actual else most
    sides: list[Side] = []
    for first in range(0, len(chosen), _NOTES):
        placements: list[Placement] = []
        marks: list[str] = []
        for page, (left, bottom, right, top) in zip(
            chosen[first : first + _NOTES], cells, strict=False
        ):
            leaf = leaves[page]
            share = min(scale, fit(leaf, *room))
            column = leaves[page].width * share if share < scale else common.width * scale
            low = top - leaf.height * share
            if wish.from_right:
                place = (right - column, low, right, top)
                beside = (left, bottom, right - column - GUTTER, top)
            else:
                place = (left, low, left + column, top)
                beside = (left + column + GUTTER, bottom, right, top)
            matrix, covers = laid(leaf, share, place, "middle")
            placements.append(Placement(page, matrix, covers))
            marks += [*lines.frame(covers), *lines.ruled(beside)]
        sides.append(Side(width, height, tuple(placements), tuple(marks), (MARGIN, _LINE, False)))
    return _sheets(sides, scale, reduced=wish.actual and most < 1.0)


def _sheet(common: Leaf, wish: Wish) -> tuple[float, float, int, int]:
    """Return width and height of the sheet, columns and rows that make a page largest."""
    short, long = PAPERS[wish.paper]
    fewer, more = _GRIDS[wish.form]
    options = ((short, long, fewer, more), (long, short, more, fewer))

    def size(option: tuple[float, float, int, int]) -> float:
        left, bottom, right, top = next(_cells(*option, from_right=False))
        return fit(common, right - left, top - bottom)

    return max(options, key=size)


def _cells(
    width: float, height: float, columns: int, rows: int, *, from_right: bool
) -> Iterator[Box]:
    """Yield the places on a side in the order of reading."""
    wide = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    high = (height - 2 * MARGIN - _FOOT - (rows - 1) * GUTTER) / rows
    for row in range(rows):
        top = height - MARGIN - row * (high + GUTTER)
        for column in reversed(range(columns)) if from_right else range(columns):
            left = MARGIN + column * (wide + GUTTER)
            yield left, top - high, left + wide, top


def _sheets(sides: Sequence[Side], scale: float, *, reduced: bool) -> Sheets:
    count = len(sides)
    numbered = tuple(
        Side(s.width, s.height, s.placements, s.marks, s.line, f"{number}/{count}")
        for number, s in enumerate(sides, 1)
    )
    edge: Edge = "short" if sides[0].width > sides[0].height else "long"
    return Sheets(
        sides=numbered,
        stacks=(-(-count // 2),),
        flip=edge,
        pages=sum(len(side.placements) for side in sides),
        scale=scale,
        reduced=reduced,
    )
