"""The catalogue as frozen data. Reading and checking it is the work of `catalogue.reading`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.catalogue.printers import Method
from publish.catalogue.sessions import Session
from publish.catalogue.vocabulary import BUNDLES, Fit
from publish.errors import Place


@dataclass(frozen=True, slots=True)
class Imprint:
    """The house that publishes: its name, where it is, on what terms it publishes."""

    name: str
    place: str = ""
    contact: str = ""
    url: str = ""
    licence: str = "CC-BY-4.0"  # SPDX identifier, or "all-rights-reserved"
    brand: str = "brand"  # a folder in layouts/
    disclaimer: str = ""
    printer: str = "offset-coated"  # of works that name no other


@dataclass(frozen=True, slots=True)
class Part:
    """A run of chapters under one title; a work without parts is one Part with an empty title."""

    title: str
    chapters: tuple[str, ...]  # file names inside sources/<slug>/<lang>/


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Numbers of record. ISBN and DOI are verified (check digit, syntax) at reading."""

    isbn: str = ""  # of the print edition
    isbn_web: str = ""  # of the PDF
    doi: str = ""
    issn: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """One work in the catalogue."""

    slug: str  # its folder in sources/; may hold one slash: "briefs/informal-economy"
    title: Mapping[str, str]  # by language; publication.toml may give one string for all
    subtitle: Mapping[str, str]
    short_title: Mapping[str, str]  # for running heads and references from other works
    kind: str  # "brief", "guide", …
    layout: str  # a folder in layouts/
    languages: tuple[str, ...]
    parts: tuple[Part, ...]
    annexes: tuple[str, ...] = ()  # lettered A, B, … after the chapters
    editions: tuple[str, ...] = ("screen",)
    authors: tuple[str, ...] = ()
    description: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    series: str = ""
    number: str = ""  # in the series
    accent: str = "blue"  # a colour token of the brand
    date: dt.date = dt.date(2026, 1, 1)
    edition: str = ""  # statement printed in the colophon: "First edition"
    status: str = "final"  # or "draft"
    licence: str = ""  # empty: the imprint's
    identifiers: Identifiers = field(default_factory=Identifiers)
    url: str = ""  # where the work can be found on the web
    printer: str = "offset-coated"  # a profile in the brand's folder printers/
    paper: str = ""  # one of the printer's; empty: its usual one
    cover_paper: str = ""
    binding: Method | None = None  # None: the printer's first way for so many pages
    flaps: float = 0.0  # width of the cover's flaps in millimetres
    price: str = ""  # beside the bar code
    add_on: str = ""  # two or five digits beside the bar code
    budgets: Mapping[str, int] = field(default_factory=dict)  # most bytes of a file, by edition
    place: str = ""  # the publication.toml, relative to the project
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of values, by field


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF of somebody else, which bundles may hold."""

    slug: str
    title: Mapping[str, str]  # by language; "en" stands in for others
    file: Path  # absolute
    lang: str
    publisher: str = ""
    licence: str = ""  # SPDX identifier, or words
    url: str = ""
    accent: str = "blue"
    fit: Fit = "keep"
    place: Place = field(default_factory=Place)  # of its table in the catalogue
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of values, by field


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several works that are bound as one, and issued as one package.

    Attributes:
        publication: the bundle itself, as a work that is made of works.
        members: slugs of works and documents, in order; those that there are.
        merge: what stands merged at its end: "glossary", "index", "references".
    """

    publication: Publication
    members: tuple[str, ...]
    merge: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.publication.slug.removeprefix(f"{BUNDLES}/")


@dataclass(frozen=True, slots=True)
class Style:
    """How the house writes."""

    spelling: Mapping[str, str] = field(default_factory=dict)  # dictionaries by language
    words: str = ""  # a word list in sources/
    terms: str = ""  # a table in sources/
    off: tuple[str, ...] = ()  # numbers of rules that are not followed
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)  # of values, by field


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the house publishes."""

    root: Path  # the project
    imprint: Imprint
    publications: Mapping[str, Publication]  # by slug, in the order of the catalogue
    bundles: tuple[Bundle, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)  # by slug
    sessions: Mapping[str, Session] = field(default_factory=dict)  # by name
    style: Style | None = None  # None: nobody judges the language
