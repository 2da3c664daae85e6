"""What imposition takes and gives: plain data. Lengths are points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from publish.binding.foreign.geometry import Matrix
from publish.units import MM, Box

SheetForm = Literal["booklet", "2up", "4up", "notes"]
Fastening = Literal["staple", "fold", "none"]
CoverPlace = Literal["with", "sheet", "file"]
Edge = Literal["short", "long"]

# Width and height in points, upright (ISO 216; ANSI/ASME Y14.1).
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210 * MM, 297 * MM),
    "A3": (297 * MM, 420 * MM),
    "Letter": (612.0, 792.0),
}
OFFICE_CALIPER = 0.1  # mm; paper of 80 g/m²
MOST_STAPLED = 16  # sheets of it that an office stapler goes through at the fold
MOST_FOLDED = 4  # sheets that hold together without staples


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is shown: upright, its lower left corner at 0, 0."""

    width: float
    height: float
    bleed: float = 0.0  # that it has on every side beyond that


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of imposition.

    Attributes:
        paper: one of PAPERS.
        from_right: is it read from the right?
        sheets: most of a signature; 0: as many as the fastening holds.
        caliper: of the paper in millimetres.
        actual: pages keep their size, where the sheet is large enough, and their bleed, where
            there is room for it; otherwise they fill their places.
        back_cover: the last page is one, and has to stay outside.
        cover: whether the cover is folded with the rest, or is a sheet or file of its own.
    """

    form: SheetForm
    paper: str
    fastening: Fastening = "staple"
    from_right: bool = False
    sheets: int = 0
    caliper: float = OFFICE_CALIPER
    actual: bool = False
    back_cover: bool = False
    cover: CoverPlace = "with"


@dataclass(frozen=True, slots=True)
class Placement:
    """A page in its place on a side of a sheet.

    Attributes:
        page: its index in the file that is imposed.
        matrix: from the upright page to the sheet.
        clip: what shows of it, on the sheet.
    """

    page: int
    matrix: Matrix
    clip: Box


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a sheet.

    Attributes:
        marks: operators that draw lines on it, in the order of drawing.
        line: where the line in the margin begins, and whether it runs upwards; None: no line.
        number: what tells the sheet from others: "2 · 3/8".
        tells: the line says what the file is, too.
    """

    width: float
    height: float
    placements: tuple[Placement, ...]
    marks: tuple[str, ...] = ()
    line: tuple[float, float, bool] | None = None
    number: str = ""
    tells: bool = True


@dataclass(frozen=True, slots=True)
class Sheets:
    """Sheets to be printed.

    Attributes:
        sides: front and back by turns.
        stacks: how many sheets are folded together, for each signature; one number for all where
            nothing is folded.
        flip: the edge over which a printer must turn the sheets.
        pages: how many pages lie on them, blank ones not counted.
        scale: of most pages.
        reduced: they should keep their size, but the sheet is too small.
        bleeds: the bleed is on the sheet.
    """

    sides: tuple[Side, ...]
    stacks: tuple[int, ...]
    flip: Edge
    pages: int
    scale: float
    reduced: bool = False
    bleeds: bool = False

    @property
    def sheets(self) -> int:
        return -(-len(self.sides) // 2)
