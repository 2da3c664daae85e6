"""Where things lie on the pages of a PDF that was opened: its boxes, and areas within them."""

from __future__ import annotations

from pypdf.generic import DictionaryObject

from publish.checking.opened import numbers, raw
from publish.units import Box

NEAR = 0.1  # points; boxes are rounded in many ways


def box_of(page: DictionaryObject, name: str) -> Box | None:
    """Return a box that a page itself gives, its corners in order; None if it gives none."""
    found = numbers(raw(page, name))
    if len(found) != 4:
        return None
    left, right = sorted((found[0], found[2]))
    bottom, top = sorted((found[1], found[3]))
    return left, bottom, right, top


def media_of(page: DictionaryObject) -> Box:
    """Return the MediaBox; where it is missing, A4, as viewers take it."""
    return box_of(page, "/MediaBox") or (0.0, 0.0, 595.28, 841.89)


def crop_of(page: DictionaryObject) -> Box:
    """Return the CropBox, by default the MediaBox (ISO 32000-1:2008, table 30)."""
    return box_of(page, "/CropBox") or media_of(page)


def trim_of(page: DictionaryObject) -> Box:
    """Return where a page is cut: TrimBox, else ArtBox, by default the CropBox."""
    return box_of(page, "/TrimBox") or box_of(page, "/ArtBox") or crop_of(page)


def bleed_of(page: DictionaryObject) -> Box:
    """Return how far ink reaches: the BleedBox, by default the CropBox."""
    return box_of(page, "/BleedBox") or crop_of(page)


def from_trim(area: Box, page: DictionaryObject) -> Box:
    """Return an area of the page as findings give it: from the trim's lower left."""
    left, bottom, _, _ = trim_of(page)
    return area[0] - left, area[1] - bottom, area[2] - left, area[3] - bottom


def inside(inner: Box, outer: Box) -> bool:
    """Say whether a box lies in another, but for rounding."""
    low = inner[0] >= outer[0] - NEAR and inner[1] >= outer[1] - NEAR
    return low and inner[2] <= outer[2] + NEAR and inner[3] <= outer[3] + NEAR
