"""What binding takes and gives: sections in order, a form, a finished file. Plain data."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from publish.binding.attaching import Attachment
from publish.binding.inks import Inks, Textures
from publish.catalogue.printers import Mark
from publish.composing.merging import variant_of
from publish.composing.model import Numbering
from publish.errors import Finding, Place
from publish.typesetting.model import Gathering

_NOWHERE = Place()

Standard = Literal["a2", "a3", "x4", "plain"]
# What a file of each claims to keep.
CLAIMS: Mapping[Standard, tuple[str, ...]] = {
    "a2": ("PDF/UA-1", "PDF/A-2a"),
    "a3": ("PDF/UA-1", "PDF/A-3a"),
    "x4": ("PDF/X-4",),
    "plain": (),
}


@dataclass(frozen=True, slots=True)
class Inset:
    """A page of another finished file, drawn small into a figure.

    Attributes:
        anchor: id of the figure, whose upper left corner is the page's.
        page: 0-based.
        width: on the page, in points; the height follows.
        digest: SHA-256 of the file.
    """

    anchor: str
    file: Path
    page: int
    width: float
    digest: str


@dataclass(frozen=True, slots=True)
class Section:
    """A gathering in its place in the order of binding.

    Attributes:
        work: slug of the work whose anchors and folios these are.
        blank_before: empty pages that come first, so that this starts on a recto.
        place: where the section's copy lies: findings point there.
        part: in a bundle, slug of the member that it belongs to, in tags and bookmarks; empty for
            what is the bundle's own.
        foreign: set by somebody else: its fonts and colours stay as they are.
        insets: pages of another file that are drawn into it.
    """

    gathering: Gathering
    work: str
    numbering: Numbering
    blank_before: int = 0
    place: Place = _NOWHERE
    part: str = ""
    foreign: bool = False
    insets: tuple[Inset, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of the finished file.

    Attributes:
        section: index of the section; a blank page belongs to the section it precedes.
        page: 0-based page of the section's gathering, -1 for a blank page.
        label: what viewers show as the page's number.
        folio: what is printed on it, empty where the section is not numbered.
        bundle_folio: what is printed on a member's page as its number in a bundle: "[243]".
    """

    section: int
    page: int
    label: str
    folio: str
    bundle_folio: str


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Every page in order, and where every anchor is.

    Attributes:
        pages: in physical order.
        starts: physical index of each section's first own page.
        labels: anchor id → folio, of the only (or first) work. Anchors on pages without a
            folio have the label that viewers show.
        by_work: slug → anchor id → physical index of its page.
        home: slug of what is a bundle's own; empty for a single work.
        findings: ids that stand twice.
    """

    pages: tuple[PlannedPage, ...]
    starts: tuple[int, ...]
    labels: Mapping[str, str]
    by_work: Mapping[str, Mapping[str, int]]
    home: str = ""
    findings: tuple[Finding, ...] = ()

    def found(self, work: str, anchor: str) -> tuple[str, str] | None:
        """Return the slug and the anchor under which an anchor of `work` is bound here, if it is.

        What a bundle has merged out of its members is found in what is its own; a reference that
        members print in several forms, in that of `work`.
        """
        if anchor in self.by_work.get(work, ()):
            return work, anchor
        own = self.by_work.get(self.home, {}) if work in self.by_work else {}
        names = (variant_of(anchor, work), anchor)
        return next(((self.home, name) for name in names if name in own), None)

    def number(self, reader: str, work: str, anchor: str) -> str:
        """Return the page number that a page of `reader` prints for an anchor; empty: no page.

        A bundle's own pages print the bundle's numbers, a member's its own; where these lead out
        of it, the bundle's, as it stands at the foot of the page.
        """
        found = self.found(work, anchor)
        if not found:
            return ""
        owner, name = found
        index = self.by_work[owner][name]
        if reader == self.home:
            return self.pages[index].label
        if owner == self.home:
            return bracketed(self.pages[index].label)
        return self.pages[index].folio or self.pages[index].label


def bracketed(number: str) -> str:
    """Return a bundle's page number as it is printed beside a work's own."""
    return f"[{number}]"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself in XMP and in the document information."""

    title: str
    lang: str  # BCP 47
    created: dt.datetime  # with a time zone; never the clock
    authors: tuple[str, ...] = ()
    subject: str = ""  # a sentence or two
    keywords: tuple[str, ...] = ()
    licence_name: str = ""  # "CC BY 4.0"
    licence_url: str = ""
    rights: str = ""  # the copyright notice; without one, the licence's name stands here
    identifiers: tuple[str, ...] = ()  # "ISBN …", "https://doi.org/…"; the first is the main one
    publisher: str = ""
    creator_tool: str = "publish"


@dataclass(frozen=True, slots=True)
class Intent:
    """The printing condition that a file is made for (ISO 15930-7:2010, 6.2.2)."""

    profile: bytes  # ICC
    condition: str  # identifier in the registry of the ICC: "FOGRA39"
    title: str = ""  # in words


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the trim of a press file. Lengths are points.

    Attributes:
        bleed: from the trim to where ink must reach; nothing of the page shows beyond it.
        offset: from the trim to the nearest end of a mark.
        faces: font files for the slug line, in order of preference.
        edition, printer: for the slug line.
        folds: where the sheet is folded, from the left edge of the trim.
    """

    bleed: float
    marks: tuple[Mark, ...] = ()
    offset: float = 0.0
    faces: tuple[bytes, ...] = ()
    edition: str = ""
    printer: str = ""
    folds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What an edition's file is like: the switches of binding.

    Attributes:
        crop: "bleed" keeps the bleed as it was set; a `sheet` has its own say.
        standard: a2 PDF/A-2a and PDF/UA-1, a3 PDF/A-3a and PDF/UA-1, x4 PDF/X-4; plain claims
            nothing, because a document of somebody else in it keeps no standard.
        tags: the structure that readers of the screen need.
        fields: places to fill in can be filled in on a screen; else on paper only.
        inks: the colours of the file; without them it stays in sRGB.
        textures: patterns for the parts of charts.
        intent: the printing condition; without one it is that of the binding's profile.
        sheet: boxes and marks of a press file.
        resolution: pixels an inch that pictures keep at the size they are shown at; None: all.
        quality: of the JPEG pictures that are made then, as libjpeg counts it.
    """

    name: str
    crop: Literal["trim", "bleed"] = "trim"
    links: bool = True
    outline: bool = True
    standard: Standard = "a2"
    tags: bool = True
    fields: bool = False
    inks: Inks | None = None
    textures: Textures | None = None
    intent: Intent | None = None
    sheet: Sheet | None = None
    resolution: float | None = None
    quality: int = 75

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that the form depends on."""
        sheet, intent = self.sheet, self.intent
        seen = (
            (self.name, self.crop, self.links, self.outline, self.standard, self.tags, self.fields),
            self.inks.digest if self.inks else "",
            self.textures.digest if self.textures else "",
            (_digest(intent.profile), intent.condition, intent.title) if intent else (),
            (sheet.bleed, sheet.marks, sheet.offset, sheet.edition, sheet.printer, sheet.folds)
            if sheet
            else (),
            [_digest(face) for face in sheet.faces] if sheet else [],
            (self.resolution, self.quality),
        )
        return _digest(repr(seen).encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Binding:
    """Everything that one finished file is bound from.

    Attributes:
        fonts: SHA-256 of a whole font file → its bytes.
        words: printed words in the work's language: "continued", "go_to" (before a page
            number), "page", "cover", "back_cover". English stands in for a missing one.
        profile: ICC profile of the output intent.
        other_works: "slug#id" → printed page label, for references to other works.
        other_files: slug → relative path of that work's file, for links to it.
        home: in a bundle, the slug of what is its own.
        part_titles: in a bundle, slug of each member → the title its bookmarks hang under.
        blanks_after: empty pages after the last section.
        apart: in a bundle, pages before these that are in another file, and count.
        attachments: files that the finished one carries along.
    """

    sections: tuple[Section, ...]
    metadata: Metadata
    fonts: Callable[[str], bytes]
    profile: bytes
    profile_name: str = "sRGB IEC61966-2.1"
    words: Mapping[str, str] = field(default_factory=dict)
    other_works: Mapping[str, str] = field(default_factory=dict)
    other_files: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    part_titles: Mapping[str, str] = field(default_factory=dict)
    blanks_after: int = 0
    apart: int = 0
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A finished file."""

    path: Path
    pages: int
    bytes: int
    sha256: str
    plan: PagePlan
    findings: tuple[Finding, ...]  # warnings; errors are raised together


WORDS: Mapping[str, str] = {
    "continued": "continued",
    "go_to": "Go to",
    "page": "page",
    "cover": "Cover",
    "back_cover": "Back cover",
}


def word(words: Mapping[str, str], key: str) -> str:
    """Return the printed word for `key`, in English where the language has none."""
    return words.get(key) or WORDS[key]
