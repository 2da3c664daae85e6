"""Printer profiles: what a press needs of a file, and what it prints on.

Reading them is the work of `catalogue.printer_reading`, choosing among what they offer that of
`catalogue.making`.

Source: ISO 15930-7:2010 (PDF/X-4) for the words; lengths are millimetres, as in the TOML files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Method = Literal["saddle-stitch", "perfect", "loose"]
Mark = Literal["crop", "registration", "colour-bars", "slug"]
Press = Literal["offset", "digital", "office"]
Turn = Literal["down", "up"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A stock that the printer keeps."""

    name: str  # "silk-115"
    title: str  # "Silk coated, 115 g/m²"
    caliper: float  # thickness of one sheet (two pages)
    grammage: float  # g/m²


@dataclass(frozen=True, slots=True)
class BindingWay:
    """A way in which the printer holds the leaves together."""

    method: Method
    least_pages: int
    most_pages: int
    multiple: int  # the count of pages of the file is a multiple of this


@dataclass(frozen=True, slots=True)
class SpineRule:
    """When a spine bears words, and how they run."""

    least_width: float  # for words
    turn: Turn  # down: from head to tail, the title upright when it lies face up
    allowance: float = 0.0  # added to the thickness of the leaves (glue, cover)


@dataclass(frozen=True, slots=True)
class Least:
    """What the press can still print: the smallest of everything."""

    picture_resolution: float  # pixels an inch at printed size
    line_art_resolution: float  # of pictures of one bit
    line: float  # width in points
    reversed_line: float  # of a light line on a dark ground
    type: float  # size in points
    reversed_type: float


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer's profile.

    Attributes:
        sheet: width and height of the press sheet.
        bleed: ink beyond the trim, all round.
        marks: drawn outside the bleed; none for presses that cut nothing.
        mark_offset: from the trim to the nearest end of a mark; at least the bleed.
        profile: ICC file in the brand's folder ("colour/FOGRA39L_coated.icc").
        condition: identifier of the printing condition in the ICC registry ("FOGRA39").
        ink_limit: total area coverage in per cent.
        default_paper, cover_paper: names in `papers`.
        ways: in order of preference; the first whose range holds the page count is taken.
    """

    name: str
    title: str
    press: Press
    sheet: tuple[float, float]
    bleed: float
    marks: tuple[Mark, ...]
    mark_offset: float
    profile: str
    condition: str
    ink_limit: float
    least: Least
    papers: Mapping[str, Paper]
    default_paper: str
    cover_paper: str
    ways: tuple[BindingWay, ...]
    spine: SpineRule
