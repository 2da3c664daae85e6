"""What templates see of a work: plain data, ready to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from publish.catalogue.model import Catalogue, Imprint, Publication
from publish.composing.strings import LANGUAGE_NAMES, RIGHT_TO_LEFT, month_and_year
from publish.composing.templates import html
from publish.manuscript.model import Manuscript, Target

Translate = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of record as the colophon prints it."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A publication in one language, as its title page, colophon and covers need it."""

    lang: str
    direction: str  # "ltr" or "rtl"
    title: str
    subtitle: str
    short_title: str
    description: str
    kind: str
    authors: tuple[str, ...]
    series: str
    number: str  # "No. 3", or empty
    edition: str
    date: str  # "January 2026"
    year: int
    draft: bool
    url: str
    identifiers: tuple[Identifier, ...]
    also: tuple[str, ...]  # names of the other languages, each in itself
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents list."""

    id: str
    number: str
    title: Markup
    kind: str  # "chapter", "annex", "plain", "section", "furniture", "figure", …
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """The lines of a contents list that belong to one part; the title may be empty."""

    title: str
    entries: tuple[Entry, ...]


def work_view(
    manuscript: Manuscript, catalogue: Catalogue, publication: Publication, t: Translate
) -> Work:
    """Return what templates see of `publication` in the manuscript's language."""
    lang, ids = manuscript.lang, publication.identifiers
    numbers = (
        Identifier(t("isbn_print"), ids.isbn),
        Identifier(t("isbn_web"), ids.isbn_web),
        Identifier(t("issn"), ids.issn),
        Identifier(t("doi"), ids.doi, f"https://doi.org/{ids.doi}" if ids.doi else ""),
    )
    title = publication.title[lang]
    return Work(
        lang=lang,
        direction="rtl" if lang in RIGHT_TO_LEFT else "ltr",
        title=title,
        subtitle=publication.subtitle.get(lang, ""),
        short_title=publication.short_title.get(lang, "") or title,
        description=publication.description.get(lang, ""),
        kind=publication.kind,
        authors=publication.authors,
        series=publication.series,
        number=t("number_abbr", n=publication.number) if publication.number else "",
        edition=publication.edition,
        date=month_and_year(publication.date, lang),
        year=publication.date.year,
        draft=publication.status == "draft",
        url=publication.url,
        identifiers=tuple(number for number in numbers if number.value),
        also=tuple(LANGUAGE_NAMES.get(x, x) for x in publication.languages if x != lang),
        imprint=catalogue.imprint,
    )


def entry(target: Target, kind: str = "") -> Entry:
    """Return the line of a contents list for a target.

    Boxes are listed by their label, since boxes and exercises stand in one list.
    """
    number = target.label if target.kind == "box" else target.number
    return Entry(target.id, number, html(target.title_html), kind or target.kind)
