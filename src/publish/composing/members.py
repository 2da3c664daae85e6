"""The members of a bundle as its own pages show them: works of the house and foreign documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from markupsafe import escape

from publish.catalogue.model import Catalogue, Document, Publication
from publish.composing.brand import Accent
from publish.composing.colophon import licence_name
from publish.composing.contents import contents, listed, same_title
from publish.composing.desk import Desk, accent_of, palette_of, translator
from publish.composing.layouts import Layout
from publish.composing.pattern import Band
from publish.composing.settings import LISTS
from publish.composing.strings import LANGUAGE_NAMES
from publish.composing.templates import html
from publish.composing.views import Entry, EntryGroup, Identifier, work_view
from publish.errors import Place
from publish.manuscript.model import Manuscript

_HEADING_OR_TERM = re.compile(
    r'<h[2-4]\b[^>]*\bid="(?P<heading>[^"]+)"|\bhref="#(?P<term>gls-[^"]+)"'
)
_MOST_LISTED = 30  # chapters on a divider


class Bookmarked(Protocol):
    """A bookmark of a foreign document, as far as contents need it."""

    @property
    def title(self) -> str: ...

    @property
    def anchor(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Member:
    """A work or document in its place in a bundle.

    Attributes:
        number: its place, from 1.
        series_line: "Series, No. 3", or empty; of a document its publisher.
        accent: a token of the brand.
        lang, title_lang: of the work, and of its title where that has been translated.
        groups: its chapters; ids are anchors of the member.
        lists: figures, tables and boxes by the name of their list.
        licence: an identifier of the catalogue's list, or words; empty where none is known.
        terms: of the glossary, each with the id of the heading that it is first used under.
        pages: of a document; 0 where they are not known when the bundle is composed.
    """

    slug: str
    number: int
    title: str
    subtitle: str
    short_title: str
    description: str
    series_line: str
    kind: str
    accent: str
    lang: str
    groups: tuple[EntryGroup, ...]
    lists: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    licence: str = ""
    identifiers: tuple[Identifier, ...] = ()
    url: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    title_lang: str = ""

    @property
    def anchor(self) -> str:
        """The id of its divider."""
        return f"member-{_plain(self.slug)}"

    @property
    def divider(self) -> str:
        """The name of its divider's slot."""
        return divider_of(self.slug)


def divider_of(slug: str) -> str:
    """Return the name of the slot that stands before the member `slug`."""
    return f"divider-{_plain(slug)}"


def _plain(slug: str) -> str:
    return slug.replace("/", "-")


def member_of(
    number: int,
    manuscript: Manuscript,
    layout: Layout,
    catalogue: Catalogue,
    publication: Publication,
) -> Member:
    """Return a work as a member; words that its language lacks are found where it is composed."""
    work = work_view(manuscript, catalogue, publication, translator(layout, manuscript.lang, []))
    return Member(
        slug=publication.slug,
        number=number,
        title=work.title,
        subtitle=work.subtitle,
        short_title=work.short_title,
        description=work.description,
        series_line=", ".join(part for part in (work.series, work.number) if part),
        kind=work.kind,
        accent=publication.accent,
        lang=work.lang,
        groups=_chapters(manuscript, work.title),
        lists={name: listed(manuscript, name) for name in LISTS},
        authors=work.authors,
        publisher=work.imprint.name,
        date=work.date,
        licence=publication.licence or catalogue.imprint.licence,
        identifiers=work.identifiers,
        url=work.url,
        terms=_terms(manuscript),
        title_lang=work.lang,
    )


def member_of_document(
    number: int, document: Document, bookmarks: Sequence[Bookmarked], pages: int
) -> Member:
    """Return a foreign document as a member.

    Args:
        bookmarks: those of the first level that lead somewhere; they stand as its chapters.
    """
    titles = {lang: title for lang, title in document.title.items() if title}
    title_lang = next(lang for lang in (document.lang, "en", *titles) if lang in titles)
    title = titles[title_lang]
    chapters = tuple(
        Entry(mark.anchor, "", html(escape(mark.title)), "plain") for mark in bookmarks
    )
    return Member(
        slug=document.slug,
        number=number,
        title=title,
        subtitle="",
        short_title=title,
        description="",
        series_line=document.publisher,
        kind="document",
        accent=document.accent,
        lang=document.lang,
        groups=(EntryGroup("", chapters),) if chapters else (),
        publisher=document.publisher,
        licence=document.licence,
        url=document.url,
        pages=pages,
        title_lang=title_lang,
    )


def _chapters(manuscript: Manuscript, title: str) -> tuple[EntryGroup, ...]:
    """Return the chapters; where one has the title of the work, its sections stand for it."""
    if len(manuscript.chapters) == 1 and same_title(manuscript.chapters[0].title, title):
        groups = contents(manuscript, 2)
        sections = tuple(c for group in groups for entry in group.entries for c in entry.children)
        return (EntryGroup("", sections),) if sections else ()
    return contents(manuscript, 1)


def _terms(manuscript: Manuscript) -> dict[str, str]:
    """Return where each term is first used: the section, or where there is none the chapter."""
    places: dict[str, str] = {}
    for chapter in manuscript.chapters:
        heading = chapter.id
        opening = chapter.standfirst_html + chapter.key_messages_html
        for found in _HEADING_OR_TERM.finditer(f"{opening}{chapter.body_html}"):
            if found["term"]:
                places.setdefault(found["term"], heading)
            elif found["heading"] in manuscript.targets:
                heading = found["heading"]
    return places


@dataclass(frozen=True, slots=True)
class Shown:
    """A member as the templates of a bundle see it, in the bundle's language.

    Attributes:
        particulars: its series or publisher, and its language where it is another.
        licence: in words.
        listed: chapters for its divider; none where there are too many.
        numbered: chapters bear numbers, some at least.
        lines: how many lines its chapters take in the contents.
        band: its part of the pattern on the covers.
    """

    member: Member
    accent: Accent
    particulars: tuple[str, ...]
    licence: str
    listed: tuple[Entry, ...]
    numbered: bool
    lines: int
    band: Band


def shown(desk: Desk, members: Sequence[Member]) -> tuple[Shown, ...]:
    """Return `members` as templates see them; accents that the brand lacks are findings."""
    return tuple(_shown(desk, one) for one in members)


def _shown(desk: Desk, one: Member) -> Shown:
    brand, place = desk.layout.brand, Place(desk.publication.place)
    accent = accent_of(brand, one.accent, place, desk.findings)
    reserved = one.licence == "all-rights-reserved"
    lang = LANGUAGE_NAMES.get(one.lang, one.lang) if one.lang != desk.work.lang else ""
    chapters = tuple(entry for group in one.groups for entry in group.entries)
    return Shown(
        member=one,
        accent=accent,
        particulars=tuple(part for part in (one.series_line, lang) if part),
        licence=desk.t("all_rights_reserved") if reserved else licence_name(one.licence),
        listed=chapters if len(chapters) <= _MOST_LISTED else (),
        numbered=any(entry.number for entry in chapters),
        lines=len(chapters) + sum(bool(group.title) for group in one.groups),
        band=Band(one.title, palette_of(brand, accent)),
    )
