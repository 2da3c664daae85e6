"""The tables of catalogue.toml and publication.toml as pydantic models: shape and type only.

What a value means (check digits, files that exist) is checked in `judging`. Descriptions here
become those of the JSON Schemas.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from publish.catalogue.printers import Method
from publish.catalogue.vocabulary import (
    EDITIONS,
    BundleEdition,
    Edition,
    Fit,
    Language,
    LicenceId,
    Merged,
    Status,
)

ALL_LANGUAGES = "*"  # stands for every language where a text is given once
SPELLINGS = {"license": "licence"}  # keys that may be written either way


def hyphenate(name: str) -> str:
    """Return a field's name as it is written in TOML."""
    return name.replace("_", "-")


def _by_language(value: object) -> object:
    return {ALL_LANGUAGES: value} if isinstance(value, str) else value


def _day(value: object) -> object:
    if isinstance(value, str):
        return dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise ValueError("not a date")
    return value


def _written_number(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Texts = Annotated[
    dict[str, Text],
    BeforeValidator(_by_language, json_schema_input_type=Text | dict[Language, Text]),
]
Day = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
Number = Annotated[str, BeforeValidator(_written_number, json_schema_input_type=int | str)]
Names = Annotated[list[Text], Field(min_length=1)]
Budgets = Annotated[
    dict[str, str],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"enum": list(EDITIONS)},
            "additionalProperties": {"type": "string", "pattern": r"^\d+(\.\d+)? ?[KMGkmg][Bb]$"},
        }
    ),
]


class Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid", strict=True, alias_generator=hyphenate, use_attribute_docstrings=True
    )


class ImprintTable(Table):
    """The house that publishes."""

    name: Text
    """Name as printed on title pages and in references."""
    place: str = ""
    """Town, or towns."""
    contact: str = ""
    """Postal or electronic address printed in the colophon."""
    url: str = ""
    """Web address of the house."""
    licence: LicenceId = "CC-BY-4.0"
    """Licence of all works that name no other: an SPDX identifier, or "all-rights-reserved"."""
    brand: Text = "brand"
    """Folder in layouts/ with marks, colours and fonts."""
    disclaimer: str = ""
    """Paragraph printed in every colophon."""
    printer: Text = "offset-coated"
    """Printer of all works that name no other: a profile in the brand's folder printers/."""


class PartTable(Table):
    """A run of chapters under one title."""

    title: Text
    """Title of the part."""
    chapters: Names
    """File names in the language's folder, in reading order."""


class IssuedTable(Table):
    """What works and bundles say of themselves alike."""

    title: Texts
    """One title, or a table of titles by language."""
    subtitle: Texts = {}
    """One subtitle, or a table by language."""
    short_title: Texts = {}
    """Title for running heads and for references from other works; by default the title."""
    authors: list[Text] = []
    """Names as printed on the title page."""
    description: Texts = {}
    """A paragraph about it, for metadata and back cover; one, or a table by language."""
    keywords: list[Text] = []
    """Subject words for the metadata."""
    accent: Text = "blue"
    """A colour of the brand, by its token's name."""
    date: Day = dt.date(2026, 1, 1)
    """Date of publication."""
    edition: str = ""
    """Statement printed in the colophon: "Second edition, revised"."""
    status: Status = "final"
    """A draft says so on its pages."""
    licence: LicenceId | None = None
    """SPDX identifier, or "all-rights-reserved"; by default the imprint's. Also `license`."""
    isbn: str = ""
    """ISBN-13 of the print edition, with or without hyphens."""
    isbn_web: str = ""
    """ISBN-13 of the PDF."""
    doi: str = ""
    """DOI, with or without https://doi.org/."""
    url: str = ""
    """Web address where it can be found."""
    printer: Text | None = None
    """Printer of it: a profile in the brand's folder printers/; by default the imprint's."""
    paper: str = ""
    """Stock of the text, one of the printer's; by default its usual one."""
    cover_paper: str = ""
    """Stock of the cover."""
    binding: Method | None = None
    """How the leaves are held together; by default the printer's first way for so many pages."""
    flaps: Annotated[float, Field(ge=0, le=200)] = 0.0
    """Width of the cover's flaps in millimetres; 0: none."""
    price: str = ""
    """Printed beside the bar code, with its currency."""
    add_on: Number = ""
    """Two or five digits beside the bar code: the trade's code of price or area."""
    budgets: Budgets = {}
    """The most that a file may weigh, by edition, where it is not the catalogue's: "5 MB"."""


class PublicationTable(IssuedTable):
    """sources/<slug>/publication.toml: one work."""

    kind: Text
    """What the work is: "brief", "guide". Its layout, unless `layout` names another."""
    layout: Text | None = None
    """Folder in layouts/ with the design; by default the kind."""
    languages: Annotated[list[Language], Field(min_length=1)]
    """Languages the work is issued in, the first one being the original's."""
    chapters: Names | None = None
    """File names in the language's folder, in reading order. Give this or `parts`."""
    parts: Annotated[list[PartTable], Field(min_length=1)] | None = None
    """Chapters under part titles. Give this or `chapters`."""
    annexes: list[Text] = []
    """File names of the annexes, lettered A, B, … after the chapters."""
    editions: Annotated[list[Edition], Field(min_length=1)] = ["screen"]
    """Forms the work is issued in."""
    series: str = ""
    """Title of the series."""
    number: Number = ""
    """Number in the series."""
    issn: str = ""
    """ISSN of the series: 1234-5678."""


class BundleTable(IssuedTable):
    """Several works that are bound as one, and issued as one package."""

    name: Text
    """Name of its files: small letters, digits and hyphens."""
    publications: Names
    """Slugs of the works and documents, in order. What is not written yet is left out, and told."""
    languages: list[Language] = []
    """Languages it is issued in; by default all that its works are issued in."""
    editions: Annotated[list[BundleEdition], Field(min_length=1)] = ["screen"]
    """Forms it is bound in. Its works come into the package in theirs."""
    layout: Text = "bundle"
    """Folder in layouts/ with the design of what is the bundle's own."""
    merge: list[Merged] = ["glossary", "index"]
    """What is merged at the end of the bundle, in place of each work's own."""


class DocumentTable(Table):
    """A finished PDF of somebody else, which bundles may hold."""

    slug: Text
    """What bundles call it: small letters, digits and hyphens, with one slash at most."""
    title: Texts
    """One title, or a table of titles by language."""
    file: Text
    """The PDF, as a path within sources/."""
    language: Language = "en"
    """Language that it is written in."""
    publisher: str = ""
    """Who published it."""
    licence: str = ""
    """On what terms it may be passed on: an SPDX identifier, or words."""
    url: str = ""
    """Web address where it can be found."""
    accent: Text = "blue"
    """A colour of the brand, by its token's name."""
    fit: Fit = "keep"
    """Pages of another size than the bundle's: kept, centred, or scaled to fit."""


class StyleTable(Table):
    """How the house writes; without this table no language is judged."""

    spelling: dict[Language, Text] = {}
    """The dictionary of each language that is checked: "en-GB-oxendict" is built in (British, with
    -ize); others are Hunspell's, by their path in sources/: "spelling/fr" is fr.aff and fr.dic."""
    words: str = ""
    """A list in sources/ of words that are right although no dictionary has them, one to a line."""
    terms: str = ""
    """A table (CSV) in sources/ of what the house does not write, and what it writes instead."""
    off: list[Text] = []
    """Numbers of rules on style that the house does not follow."""


class CatalogueTable(Table):
    """sources/catalogue.toml: what the house publishes."""

    imprint: ImprintTable
    """Name, place, licence and brand of the house."""
    publications: Names | None = None
    """Slugs in the order of the catalogue; by default every folder in sources/ that has a
    publication.toml, sorted."""
    budgets: Budgets = {}
    """The most that a file may weigh, by edition: "5 MB", "800 KB". One that weighs more is built
    all the same, and the report tells what is heaviest in it."""
    style: StyleTable | None = None
    """How the house writes: spelling, words, rules."""
    document: list[DocumentTable] = []
    """Finished PDFs of others."""
    bundle: list[BundleTable] = []
    """Works that are bound as one."""


class WaiverTable(Table):
    """A finding that the house has looked at and lets stand for a while."""

    rule: Text
    """Number of the rule."""
    place: Text
    """File of the finding, as the finding names it, with `:line` if wanted; `*` stands for
    anything within a folder, `**` across folders."""
    page: Annotated[int, Field(ge=1)] | None = None
    """Page of the PDF, counted from 1; by default any."""
    reason: Text
    """Why the finding may stand, for those who ask in a year."""
    expires: Day
    """The last day on which it may."""


class WaiversTable(Table):
    """waivers.toml: findings that may stand for a while."""

    waiver: list[WaiverTable] = []
    """Findings that the house has looked at and lets stand, each with its reason and its end."""
