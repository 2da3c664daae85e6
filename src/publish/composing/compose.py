"""Manuscript × layout → the drafts of a work's gatherings, in the order of binding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.catalogue.model import Catalogue, Publication
from publish.composing.contents import contents, listed, same_title, sections_of
from publish.composing.desk import Desk, draft, open_desk, running_head
from publish.composing.index import index_letters
from publish.composing.layouts import Layout
from publish.composing.model import Numbering, Resource, Slot
from publish.composing.parts import (
    BACK_COVER,
    back_matter,
    colophon,
    composed,
    furniture_line,
    glossary,
    has,
    marks_of,
    page_context,
    references,
    slot_of,
)
from publish.composing.pattern import cover_pattern
from publish.composing.settings import FURNITURE
from publish.errors import Finding
from publish.manuscript.model import Chapter, Manuscript

TABS = 12  # steps of the colour band down the fore-edge; then it begins again at the top


def compose(
    manuscript: Manuscript, layout: Layout, catalogue: Catalogue, publication: Publication
) -> tuple[tuple[Slot, ...], tuple[Finding, ...]]:
    """Return the gatherings of a work, all but the index, and what is wrong with the layout.

    Faults of several templates come back together; then there are no slots.
    """
    desk = open_desk(manuscript, layout, catalogue, publication)
    if layout.settings.shape == "leaflet":
        parts = [_leaflet]
    else:
        parts = [_cover, _title, _contents, _chapters]
        parts += [references, glossary, _back_cover]
    return composed(desk, parts)


def compose_index(
    manuscript: Manuscript,
    layout: Layout,
    catalogue: Catalogue,
    publication: Publication,
    labels: Mapping[str, str],
) -> Slot | None:
    """Return the index, or None where the work has no marks or its layout no index.

    Args:
        labels: the printed page of every index mark, by its anchor.
    Raises:
        FindingsError: the template is at fault.
    """
    marks = marks_of(manuscript)
    if "index" not in layout.settings.furniture or not marks:
        return None
    desk = open_desk(manuscript, layout, catalogue, publication)
    letters = index_letters(marks, labels)
    context = page_context("index", desk.t("index"), {"letters": letters})
    return slot_of(desk, "index", desk.t("index"), context, "arabic")


def with_index(slots: Sequence[Slot], index: Slot | None) -> tuple[Slot, ...]:
    """Return `slots` with the index in its place: last, but for the back cover."""
    if index is None:
        return tuple(slots)
    at = next((k for k, slot in enumerate(slots) if slot.name == BACK_COVER), len(slots))
    return (*slots[:at], index, *slots[at:])


def _pattern(desk: Desk, columns: int, rows: int, cell: float) -> Resource:
    """Return the cover's pattern, which all covers of the work are cut from."""
    bleed = desk.layout.settings.page.bleed
    svg = cover_pattern(desk.work.title, desk.palette, columns, rows, cell, bleed)
    return Resource("pattern.svg", "image/svg+xml", svg.encode())


def _ribbon(desk: Desk, chapter: Chapter) -> Resource:
    """Return the strip of pattern down the edge of a chapter's opener."""
    page = desk.layout.settings.page
    svg = cover_pattern(chapter.title, desk.palette, 1, 13, page.height / 13, page.bleed)
    return Resource("ribbon.svg", "image/svg+xml", svg.encode())


def _band(desk: Desk, chapter: Chapter) -> Resource:
    """Return the pattern at the end of a band across the head of a sheet: 51 × 34 mm."""
    bleed = desk.layout.settings.page.bleed
    svg = cover_pattern(chapter.title, desk.palette, 3, 2, 17.0, bleed)
    return Resource("band.svg", "image/svg+xml", svg.encode())


def _cover(desk: Desk) -> list[Slot]:
    if not has(desk, "cover"):
        return []
    context = page_context("cover", desk.work.title)
    return [slot_of(desk, "cover", "cover", context, "none", (_pattern(desk, 6, 5, 35.0),))]


def _back_cover(desk: Desk) -> list[Slot]:
    if not has(desk, BACK_COVER):
        return []
    context = page_context(BACK_COVER, desk.t("back_cover"))
    pattern = _pattern(desk, 6, 2, 35.0)
    return [slot_of(desk, BACK_COVER, desk.t("back_cover"), context, "none", (pattern,))]


def _title(desk: Desk) -> list[Slot]:
    if not has(desk, "title"):
        return []
    context = page_context("title", desk.work.title, colophon(desk))
    return [slot_of(desk, "title", desk.work.title, context, "roman")]


def _contents(desk: Desk) -> list[Slot]:
    if not has(desk, "contents"):
        return []
    settings = desk.layout.settings
    short = desk.manuscript.abbreviations if has(desk, "abbreviations") else ()
    before = [furniture_line(desk, "abbreviations")] if short else []
    after = back_matter(desk)
    more = {
        "groups": contents(desk.manuscript, settings.contents_depth, before, after),
        "lists": [
            (desk.t(f"list_of_{name}"), f"list-of-{name}", listed(desk.manuscript, name))
            for name in settings.lists
        ],
        "abbreviations": short,
    }
    context = page_context("contents", desk.t("contents"), more)
    return [slot_of(desk, "contents", desk.t("contents"), context, "roman")]


def _chapters(desk: Desk) -> list[Slot]:
    """Return the chapters; unnumbered ones before the first numbered are front matter."""
    slots: list[Slot] = []
    numbering: Numbering = "roman"
    numbered = any(chapter.number for chapter in desk.manuscript.chapters)
    for index, chapter in enumerate(desk.manuscript.chapters):
        if chapter.number or not numbered:
            numbering = "arabic"
        slots.append(_chapter(desk, chapter, index, numbering))
    return slots


def _chapter(desk: Desk, chapter: Chapter, index: int, numbering: Numbering) -> Slot:
    more = {
        "chapter": chapter,
        "sections": sections_of(desk.manuscript, index),
        "tab": _tab(desk.manuscript, index) if chapter.number else -1,
        "tab_text": chapter.number,
        "title": chapter.title,
    }
    context = page_context("chapter", running_head(chapter), more)
    name = f"{chapter.name}-chapter" if chapter.name in FURNITURE else chapter.name
    drawn = (_ribbon(desk, chapter), _band(desk, chapter))
    made = draft(desk, "chapter.html.j2", context, drawn, chapter.pictures)
    return Slot(name, chapter.title, made, numbering, desk.layout.settings.start)


def _tab(manuscript: Manuscript, index: int) -> int:
    """Return the step of a chapter's band: chapters and annexes count together."""
    numbered = [k for k, chapter in enumerate(manuscript.chapters) if chapter.number]
    return numbered.index(index) % TABS


def _leaflet(desk: Desk) -> list[Slot]:
    """Return the one gathering of a short work: its front page is cover and beginning at once."""
    manuscript = desk.manuscript
    first = manuscript.chapters[0] if manuscript.chapters else None
    alone = first is not None and same_title(first.title, desk.work.title)
    more = {
        "title": desk.work.title,
        "chapters": manuscript.chapters,
        "opens_with_title": alone,
        "groups": contents(manuscript, desk.layout.settings.contents_depth),
        **colophon(desk),
    }
    context = page_context("leaflet", desk.work.short_title, more)
    pictures = {p.url: p for chapter in manuscript.chapters for p in chapter.pictures}
    pattern = (_pattern(desk, 2, 3, 30.0),)
    made = draft(desk, "leaflet.html.j2", context, pattern, tuple(pictures.values()))
    return [Slot("leaflet", desk.work.title, made, "arabic", desk.layout.settings.start)]
