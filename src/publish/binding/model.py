"""What binding takes and gives: sections in order, a form, a finished file. Plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from publish.composing.model import Numbering
from publish.errors import Finding, Place
from publish.typesetting.model import Gathering

_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Section:
    """A gathering in its place in the order of binding."""

    gathering: Gathering
    work: str  # slug
    numbering: Numbering
    blank_before: bool = False  # an empty page comes first, so that this starts on a recto
    place: Place = _NOWHERE  # where the section's copy lies: findings point there


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of the finished file.

    Attributes:
        section: index of the section; a blank page belongs to the section it precedes.
        page: 0-based page of the section's gathering, -1 for a blank page.
        label: what viewers show as the page's number.
        folio: what is printed on it, empty where the section is not numbered.
        bundle_folio: what is printed as its number in a bundle, empty in a single work.
    """

    section: int
    page: int
    label: str
    folio: str
    bundle_folio: str


@dataclass(frozen=True, slots=True)
class PagePlan:
    """Every page in order, and the page number of every anchor.

    Attributes:
        pages: in physical order.
        starts: physical index of each section's first own page.
        labels: anchor id → folio, of the only (or first) work. Anchors on pages without a
            folio have the label that viewers show.
        by_work: the same for every work, by slug.
        findings: ids that stand twice.
    """

    pages: tuple[PlannedPage, ...]
    starts: tuple[int, ...]
    labels: Mapping[str, str]
    by_work: Mapping[str, Mapping[str, str]]
    findings: tuple[Finding, ...] = ()


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
class Form:
    """What an edition's file is like: the switches of binding."""

    name: str
    crop: Literal["trim", "bleed"] = "trim"
    links: bool = True
    outline: bool = True


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
        work_titles: slug → title; in a bundle each work's bookmarks hang under it.
    """

    sections: tuple[Section, ...]
    metadata: Metadata
    fonts: Callable[[str], bytes]
    profile: bytes
    profile_name: str = "sRGB IEC61966-2.1"
    words: Mapping[str, str] = field(default_factory=dict)
    other_works: Mapping[str, str] = field(default_factory=dict)
    other_files: Mapping[str, str] = field(default_factory=dict)
    work_titles: Mapping[str, str] = field(default_factory=dict)


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
