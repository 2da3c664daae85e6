"""Members × layout → the drafts of a bundle's own gatherings: all that is not its members'."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from publish.catalogue.model import Catalogue, Publication
from publish.composing.brand import Accent
from publish.composing.colophon import licence_name
from publish.composing.compose import compose_index
from publish.composing.desk import Desk, accent_of, draft, open_desk, palette_of
from publish.composing.layouts import Layout
from publish.composing.members import Member, divider_of, member_of, member_of_document
from publish.composing.merging import merged
from publish.composing.model import Resource, Slot
from publish.composing.parts import (
    BACK_COVER,
    back_matter,
    colophon,
    composed,
    glossary,
    has,
    page_context,
    references,
    slot_of,
)
from publish.composing.pattern import Band, bands_pattern, cover_pattern
from publish.composing.strings import LANGUAGE_NAMES
from publish.composing.views import Entry
from publish.errors import Finding, Place
from publish.manuscript.model import Manuscript

__all__ = [
    "Member",
    "compose_bundle",
    "compose_bundle_index",
    "divider_of",
    "member_of",
    "member_of_document",
    "merged",
]

Part = Callable[[Desk], Sequence[Slot]]
_COVER, _BACK = 175.0, 70.0  # mm: height of the pattern on the cover and on its back
_BAND = 14.0  # mm: a tile of the band on a divider
_MOST_LISTED = 30  # chapters on a divider


@dataclass(frozen=True, slots=True)
class _Shown:
    """A member as templates see it."""

    member: Member
    accent: Accent
    particulars: tuple[str, ...]  # series or publisher, and a language other than the bundle's
    licence: str  # in words
    listed: tuple[Entry, ...]  # chapters, or where there are too many to be overlooked, none

    @property
    def lines(self) -> int:
        """How many lines its chapters take in the contents."""
        return sum(len(group.entries) + bool(group.title) for group in self.member.groups)


def compose_bundle(
    members: Sequence[Member],
    merged: Manuscript,
    layout: Layout,
    catalogue: Catalogue,
    publication: Publication,
) -> tuple[tuple[Slot, ...], tuple[Finding, ...]]:
    """Return a bundle's own gatherings, all but the index, and what is wrong with the layout.

    They are in the order of binding: a member's pages follow its divider, whose heading is also
    the bookmark that the member's own hang under.

    Args:
        merged: the matter that members gave up, from `merged`.
        publication: the bundle itself.
    """
    desk = open_desk(merged, layout, catalogue, publication)
    place = Place(publication.place)
    shown = tuple(
        _shown(one, accent_of(layout.brand, one.accent, place, desk.findings), desk)
        for one in members
    )
    bands = [Band(one.member.title, palette_of(layout.brand, one.accent)) for one in shown]
    parts: list[Part] = [
        partial(_cover, bands=bands),
        partial(_title, members=shown),
        partial(_contents, members=shown),
        *(partial(_divider, members=shown, at=at) for at in range(len(shown))),
        references,
        glossary,
        partial(_back_cover, bands=bands),
    ]
    return composed(desk, parts)


def compose_bundle_index(
    merged: Manuscript,
    layout: Layout,
    catalogue: Catalogue,
    publication: Publication,
    labels: Mapping[str, str],
) -> Slot | None:
    """Return the index over all members, or None where there are no marks.

    Args:
        labels: the bundle's number of the page of every mark, by "slug#anchor".
    Raises:
        FindingsError: the template is at fault.
    """
    return compose_index(merged, layout, catalogue, publication, labels)


def _shown(member: Member, accent: Accent, desk: Desk) -> _Shown:
    reserved = member.licence == "all-rights-reserved"
    licence = desk.t("all_rights_reserved") if reserved else licence_name(member.licence)
    lang = LANGUAGE_NAMES.get(member.lang, member.lang) if member.lang != desk.work.lang else ""
    particulars = tuple(part for part in (member.series_line, lang) if part)
    chapters = tuple(entry for group in member.groups for entry in group.entries)
    listed = chapters if len(chapters) <= _MOST_LISTED else ()
    return _Shown(member, accent, particulars, licence, listed)


def _pattern(desk: Desk, bands: Sequence[Band], height: float) -> Resource:
    page = desk.layout.settings.page
    # As wide as the page with its bleed, which the outermost bands fill.
    beyond = (page.bleed, page.bleed)
    svg = bands_pattern(bands, page.width, height, page.bleed, beyond)
    return Resource("pattern.svg", "image/svg+xml", svg.encode())


def _cover(desk: Desk, bands: Sequence[Band]) -> list[Slot]:
    if not has(desk, "cover"):
        return []
    made = (_pattern(desk, bands, _COVER),)
    return [slot_of(desk, "cover", "cover", page_context("cover", desk.work.title), "none", made)]


def _back_cover(desk: Desk, bands: Sequence[Band]) -> list[Slot]:
    if not has(desk, BACK_COVER):
        return []
    title = desk.t("back_cover")
    made = (_pattern(desk, bands, _BACK),)
    return [slot_of(desk, BACK_COVER, title, page_context(BACK_COVER, title), "none", made)]


def _title(desk: Desk, members: Sequence[_Shown]) -> list[Slot]:
    if not has(desk, "title"):
        return []
    context = page_context("title", desk.work.title, {**colophon(desk), "members": members})
    return [slot_of(desk, "title", desk.work.title, context, "arabic")]


def _contents(desk: Desk, members: Sequence[_Shown]) -> list[Slot]:
    if not has(desk, "contents"):
        return []
    lists = [
        (
            desk.t(f"list_of_{name}"),
            f"list-of-{name}",
            [(one, one.member.lists[name]) for one in members if one.member.lists.get(name)],
        )
        for name in desk.layout.settings.lists
    ]
    more = {"members": members, "after": back_matter(desk), "lists": lists}
    title = desk.t("package_contents")
    return [slot_of(desk, "contents", title, page_context("contents", title, more), "arabic")]


def _divider(desk: Desk, members: Sequence[_Shown], at: int) -> list[Slot]:
    """Return the leaf before a member; its edge bears the member's colour at the member's step."""
    one = members[at]
    more = {"one": one, "members": members, "at": at, "title": one.member.title}
    context = page_context("divider", desk.work.short_title, more)
    made = draft(desk, "divider.html.j2", {**context, "accent": one.accent}, (_band(desk, one),))
    start = desk.layout.settings.start
    return [Slot(one.member.divider, one.member.title, made, "arabic", start)]


def _band(desk: Desk, one: _Shown) -> Resource:
    """Return the band of pattern down the edge of a divider: two tiles wide."""
    page = desk.layout.settings.page
    rows = math.ceil(page.height / _BAND)
    palette = palette_of(desk.layout.brand, one.accent)
    svg = cover_pattern(one.member.title, palette, 2, rows, _BAND, page.bleed)
    return Resource("ribbon.svg", "image/svg+xml", svg.encode())
