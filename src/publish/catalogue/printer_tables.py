"""The table of a printer's profile as a pydantic model: shape, type and plausible range.

The ranges are wide: they catch a slipped decimal point, not an unusual press.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from publish.catalogue.printers import Mark, Method, Press, Turn
from publish.catalogue.tables import Table, Text

Pages = Annotated[int, Field(ge=1, le=3000)]
Length = Annotated[float, Field(ge=0, le=50)]
Thickness = Annotated[float, Field(ge=0.03, le=2)]
Thin = Annotated[float, Field(ge=0, le=6)]
Resolution = Annotated[float, Field(ge=36, le=4800)]
TypeSize = Annotated[float, Field(ge=0, le=24)]


class PaperTable(Table):
    """A stock that the printer keeps."""

    title: Text
    """Its name as job sheets print it."""
    grammage: Annotated[float, Field(ge=20, le=1000)]
    """Grams a square metre."""
    caliper: Thickness
    """Thickness of one sheet (two pages) in millimetres."""


class WayTable(Table):
    """A way in which the printer holds the leaves together."""

    method: Method
    """How: stitched through the fold, glued at the spine, or not at all."""
    least_pages: Pages
    """The fewest pages that can be bound so."""
    most_pages: Pages
    """The most."""
    multiple: Annotated[int, Field(ge=1, le=64)]
    """Blank pages are added until the count is a multiple of this."""


class SpineTable(Table):
    """When a spine bears words, and how they run."""

    least_width: Length = 6.0
    """The narrowest spine with words on it."""
    turn: Turn = "down"
    """Down: from head to tail, to be read when the book lies face up."""
    allowance: Annotated[float, Field(ge=0, le=10)] = 0.0
    """What glue and cover add to the thickness of the leaves."""


class LeastTable(Table):
    """What the press can still print."""

    picture_resolution: Resolution
    """Of pictures, in pixels an inch at printed size."""
    line_art_resolution: Resolution
    """Of pictures in black and white only."""
    line: Thin
    """Width of a line in points."""
    reversed_line: Thin
    """The same, light on a dark ground."""
    type: TypeSize
    """Size of type in points."""
    reversed_type: TypeSize
    """The same, light on a dark ground."""


class PrinterTable(Table):
    """layouts/<brand>/printers/<name>.toml: what a press needs of a file, and its papers."""

    title: Text
    """What it is, for people."""
    press: Press
    """What kind of press."""
    sheet: Annotated[
        list[Annotated[float, Field(ge=50, le=5000)]], Field(min_length=2, max_length=2)
    ]
    """Width and height of the sheet that goes through the press."""
    bleed: Annotated[float, Field(ge=0, le=20)]
    """Ink beyond the trim, all round; the layout's pages must have as much."""
    marks: list[Mark] = Field(default_factory=list)
    """What is drawn outside the bleed."""
    mark_offset: Length | None = None
    """From the trim to the nearest end of a mark; by default the bleed."""
    profile: Text
    """ICC profile of the printing condition: a file in the brand's folder."""
    condition: Text
    """Its name in the registry of the ICC: "FOGRA39"."""
    ink_limit: Annotated[float, Field(ge=0, le=400)]
    """The most ink on one spot, all four together, in per cent."""
    paper: Text
    """The stock for works that name no other."""
    cover_paper: Text
    """The same for covers."""
    least: LeastTable
    """What the press can still print: anything smaller is a finding of preflight."""
    spine: SpineTable = SpineTable()
    """Which spines bear words."""
    papers: Annotated[dict[str, PaperTable], Field(min_length=1)]
    """Stocks by name."""
    ways: Annotated[list[WayTable], Field(min_length=1)]
    """Ways of binding. The first whose range holds the work's pages is taken."""
