"""A gathering: set pages and what they offer. Plain data that goes to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.errors import Finding


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a page of a gathering; origin at the lower left corner of the trim, in points."""

    page: int  # 0-based in the gathering
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    level: int  # 1 = highest
    title: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class FaceUse:
    """A font face as a gathering uses it.

    The PDF's content streams name the face by `resource`; glyph ids are those of the whole font
    file (Identity-H), so that one union subset can stand for the subsets of all gatherings.
    """

    resource: str  # key in the pages' /Font resources, without slash
    face: str  # SHA-256 of the whole font file; the store keeps the file under it
    index: int  # in a collection, else 0
    glyphs: Mapping[int, tuple[str, float]]  # glyph id → (its text, advance in 1/1000 em)
    late_of: str = ""  # for a face of late fields: SHA-256 of the real face to set them in


@dataclass(frozen=True, slots=True)
class Offers:
    """What a gathering offers to those that bind it.

    Attributes:
        width, height: trim size in points; of the first page where sizes are mixed.
        late: the ticket's.
        folios: numbers that somebody else printed on the pages; () for pages that we set.
        keeps: with all that it holds a file can be PDF/UA-1 and PDF/A-2a.
    """

    pages: int
    width: float
    height: float
    bleed: float
    anchors: Mapping[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    faces: tuple[FaceUse, ...]
    late: tuple[str, ...]
    findings: tuple[Finding, ...]
    seconds: float
    folios: tuple[str, ...] = ()
    keeps: bool = True


@dataclass(frozen=True, slots=True)
class Gathering:
    """Pages set together and kept together."""

    key: str
    pdf: Path
    offers: Offers
