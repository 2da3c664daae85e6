"""What a file is meant for, and so what preflight asks of it. Lengths are points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from publish.catalogue.printers import BindingWay, Least, Printer
from publish.units import MM

Standard = Literal["screen", "press", "archive", "greyscale", "large-print", "light", "mixed"]


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one kind of file needs. What is empty or 0 is not asked.

    Attributes:
        name: what users call it: "screen", "press", a printer's name.
        standard: which checks hold.
        bleed: ink that the printer wants beyond the trim, all round.
        ink_limit: total area coverage in per cent.
        least: the smallest that the press can print.
        multiple: the count of pages is a multiple of this.
        ways: in which the printer binds; the count of pages must suit one of them.
        condition: identifier of the printing condition ("FOGRA39").
    """

    name: str
    standard: Standard
    bleed: float = 0.0
    ink_limit: float = 0.0
    least: Least | None = None
    multiple: int = 1
    ways: tuple[BindingWay, ...] = ()
    condition: str = ""


# What no offset press prints well, whoever runs it: Ghent Workgroup 2015 specifications, sheet-fed
# offset, for resolution; thinner lines and smaller type than these break up on the plate.
_LEAST = Least(
    picture_resolution=150.0,
    line_art_resolution=550.0,
    line=0.25,
    reversed_line=0.5,
    type=5.0,
    reversed_type=6.0,
)

# On a screen readers see the pixels where there are fewer than it has itself, some 72 to 96 an inch
# at a page's own size. How fine a press is does not matter there.
_SEEN = Least(
    picture_resolution=72.0,
    line_art_resolution=150.0,
    line=0.0,
    reversed_line=0.0,
    type=0.0,
    reversed_type=0.0,
)

SCREEN = Requirements("screen", "screen")
PRESS = Requirements("press", "press", bleed=3 * MM, ink_limit=330.0, least=_LEAST)
ARCHIVE = Requirements("archive", "archive")
GREYSCALE = Requirements("greyscale", "greyscale")
LARGE_PRINT = Requirements("large-print", "large-print")
# A bundle that holds a document of others which keeps no standard: it claims none either.
MIXED = Requirements("mixed", "mixed")
LIGHT = Requirements("light", "light", least=_SEEN)

# What `publish preflight --profile` knows without a printer's profile.
REQUIREMENTS = {
    needs.name: needs for needs in (SCREEN, PRESS, ARCHIVE, GREYSCALE, LARGE_PRINT, LIGHT)
}


def requirements_of(printer: Printer) -> Requirements:
    """Return what a printer needs of a work: its leaves or its cover, a page that is not bound."""
    return Requirements(
        name=printer.name,
        standard="press",
        bleed=printer.bleed * MM,
        ink_limit=printer.ink_limit,
        least=printer.least,
        ways=printer.ways,
        condition=printer.condition,
    )
