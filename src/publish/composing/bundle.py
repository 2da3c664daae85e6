"""Members × layout → the drafts of a bundle's own gatherings: all that is not its members'."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from publish.catalogue.model import Catalogue, Publication
from publish.composing.compose import compose_index
from publish.composing.desk import Desk, draft, open_desk
from publish.composing.layouts import Layout
from publish.composing.members import (
    Member,
    Shown,
    divider_of,
    member_of,
    member_of_document,
    shown,
)
from publish.composing.merging import VARIANT, merged
from publish.composing.model import Resource, Slot
from publish.composing.parts import (
    BACK_COVER,
    back_matter,
    colophon,
    composed,
    has,
    page_context,
    references,
    slot_of,
)
from publish.composing.pattern import bands_pattern, cover_pattern
from publish.errors import Finding, Place, Rule
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

TWO_FORMS = Rule(
    "L140",
    "A reference is printed alike in all works whose lists are merged.",
    "The letter after a year can mean one source in one work and another in the next.",
    "warning",
)
RULES: tuple[Rule, ...] = (TWO_FORMS,)

Part = Callable[[Desk], Sequence[Slot]]
_COVER, _BACK = 175.0, 70.0  # mm: height of the pattern on the cover and on its back
_MOST_NAMED = 5
_BAND = 14.0  # mm: a tile of the band on a divider


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
    every = shown(desk, members)
    parts: list[Part] = [
        partial(_cover, members=every),
        partial(_title, members=every),
        partial(_contents, members=every),
        *(partial(_divider, members=every, at=at) for at in range(len(every))),
        references,
        partial(_glossary, members=every),
        partial(_back_cover, members=every),
    ]
    slots, findings = composed(desk, parts)
    return slots, (*findings, *_two_forms(merged, publication))


def _two_forms(merged: Manuscript, publication: Publication) -> list[Finding]:
    keys = sorted({reference.key for reference in merged.references if VARIANT in reference.id})
    if not keys:
        return []
    shown = ", ".join(f"`{key}`" for key in keys[:_MOST_NAMED])
    more = f" and {len(keys) - _MOST_NAMED} more" if len(keys) > _MOST_NAMED else ""
    message = f"{publication.slug}: printed in two forms: {shown}{more}"
    place = publication.places.get("merge", Place(publication.place))
    return [TWO_FORMS.at(place, message, "take `references` out of `merge`")]


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


def _cover(desk: Desk, members: Sequence[Shown]) -> list[Slot]:
    if not has(desk, "cover"):
        return []
    context = page_context("cover", desk.work.title, {"members": members})
    made = (_pattern(desk, members, _COVER),)
    return [slot_of(desk, "cover", "cover", context, "none", made)]


def _back_cover(desk: Desk, members: Sequence[Shown]) -> list[Slot]:
    if not has(desk, BACK_COVER):
        return []
    title = desk.t("back_cover")
    context = page_context(BACK_COVER, title, {"members": members})
    # Down into the bleed: nothing stands below it.
    made = (_pattern(desk, members, _BACK + desk.layout.settings.page.bleed),)
    return [slot_of(desk, BACK_COVER, title, context, "none", made)]


def _pattern(desk: Desk, members: Sequence[Shown], height: float) -> Resource:
    page = desk.layout.settings.page
    bands = [one.band for one in members]
    beyond = (page.bleed, page.bleed)
    svg = bands_pattern(desk.work.title, bands, page.width, height, page.bleed, beyond)
    return Resource("pattern.svg", "image/svg+xml", svg.encode())


def _title(desk: Desk, members: Sequence[Shown]) -> list[Slot]:
    if not has(desk, "title"):
        return []
    context = page_context("title", desk.work.title, {**colophon(desk), "members": members})
    return [slot_of(desk, "title", desk.work.title, context, "arabic")]


def _contents(desk: Desk, members: Sequence[Shown]) -> list[Slot]:
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


def _glossary(desk: Desk, members: Sequence[Shown]) -> list[Slot]:
    if not (has(desk, "glossary") and desk.manuscript.glossary):
        return []
    # Which works use a term says something only where several use terms at all.
    several = sum(bool(one.member.terms) for one in members) > 1
    more = {"members": members, "several": several}
    title = desk.t("glossary")
    return [slot_of(desk, "glossary", title, page_context("glossary", title, more), "arabic")]


def _divider(desk: Desk, members: Sequence[Shown], at: int) -> list[Slot]:
    """Return the leaf before a member; its edge bears the member's colour at the member's step."""
    one = members[at]
    more = {"one": one, "members": members, "at": at, "title": one.member.title}
    context = page_context("divider", desk.work.short_title, more)
    made = draft(desk, "divider.html.j2", {**context, "accent": one.accent}, (_band(desk, one),))
    start = desk.layout.settings.start
    return [Slot(one.member.divider, one.member.title, made, "arabic", start)]


def _band(desk: Desk, one: Shown) -> Resource:
    """Return the band of pattern down the edge of a divider: two tiles wide."""
    page = desk.layout.settings.page
    rows = math.ceil(page.height / _BAND)
    svg = cover_pattern(one.band.title, one.band.palette, 2, rows, _BAND, page.bleed)
    return Resource("ribbon.svg", "image/svg+xml", svg.encode())
