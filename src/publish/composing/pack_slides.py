"""Slides: one page of 16 : 9 for each heading of the second level, after one with the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from publish.catalogue.model import Catalogue
from publish.composing.desk import Desk, draft
from publish.composing.layouts import Layout
from publish.composing.model import Resource, Slot
from publish.composing.pack_html import (
    ANSWER,
    FACILITATOR,
    Section,
    box_of,
    boxes,
    sections,
    unmarked,
    without,
)
from publish.composing.pack_links import Piece, document_ids, joined
from publish.composing.pack_model import Composed, Pack, desk_for, session_context
from publish.composing.parts import composed, page_context
from publish.composing.pattern import cover_pattern
from publish.composing.templates import html
from publish.errors import Finding, Place, Rule
from publish.manuscript.model import Manuscript

OVERFULL = Rule(
    "L155",
    "A slide fits on its page.",
    "What is left over stands on a page of its own, and the numbers of the slides are wrong.",
    "warning",
)
RULES: tuple[Rule, ...] = (OVERFULL,)

_CITE = re.compile(r'<a class="cite" href="[^"]*">(.*?)</a>', re.DOTALL)  # there is no list
_COLUMNS, _ROWS = 2, 4  # tiles of the pattern beside the title
_SAID = (FACILITATOR, ANSWER)


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its number, its message and what is on it."""

    number: int
    id: str
    title: str  # plain text
    heading: Markup  # inline HTML
    body: Markup
    note: Markup  # what is said to it; nothing where participants read
    pictured: bool  # a figure or table fills it


def slides_of(manuscript: Manuscript | None) -> tuple[Slide, ...]:
    """Return the slides of a file as the facilitator has them: what is said to each apart."""
    made = []
    for number, section, body in _read(manuscript):
        notes = [box_of(box).body for kind, box in boxes(body) if kind in _SAID]
        made.append(_slide(number, section, without(body, _SAID), "".join(notes)))
    return tuple(made)


def shown_slides(manuscript: Manuscript | None) -> tuple[Slide, ...]:
    """Return the slides of a file as it was read for participants, whole."""
    return tuple(_slide(number, section, body, "") for number, section, body in _read(manuscript))


def _read(manuscript: Manuscript | None) -> Iterator[tuple[int, Section, str]]:
    """Yield the number, the section and the HTML of each slide."""
    if manuscript is None:
        return
    found = [
        section
        for chapter in manuscript.chapters
        for section in sections(chapter.body_html)[1]
        if section.level == 2
    ]
    pieces = [Piece(manuscript.slug, section.body) for section in found]
    ids = document_ids(pieces)
    for number, (section, piece) in enumerate(zip(found, pieces, strict=True), start=1):
        yield number, section, joined(piece, ids)


def _slide(number: int, section: Section, body: str, note: str) -> Slide:
    shown = unmarked(body).strip()
    return Slide(
        number=number,
        id=section.id or f"slide-{number}",
        title=section.title,
        heading=html(_inner(section.heading)),
        body=html(_CITE.sub(r"\1", shown)),
        note=html(note),
        pictured="<figure" in shown or "<table" in shown,
    )


def _inner(heading: str) -> str:
    """Return the words of a heading, without its element and its number."""
    start = heading.find('<span class="heading-text">')
    if start < 0:
        return heading[heading.index(">") + 1 : heading.rindex("</")]
    return heading[start + len('<span class="heading-text">') : heading.rindex("</span>")]


def compose_slides(pack: Pack, layout: Layout, catalogue: Catalogue) -> Composed:
    """Return the slides as participants see them: without notes; nothing where there are none."""
    text = pack.slides_participants
    if text is None:
        return (), ()
    desk = desk_for(pack, layout, catalogue, text)
    pictures = tuple(picture for chapter in text.chapters for picture in chapter.pictures)
    slides = shown_slides(text)
    context = page_context("slides", pack.title, {**session_context(pack, desk), "slides": slides})
    size = layout.settings.page.height / _ROWS
    pattern = cover_pattern(pack.title, desk.palette, _COLUMNS, _ROWS, size, 0)
    drawn = Resource("pattern.svg", "image/svg+xml", pattern.encode())

    def deck(desk: Desk) -> list[Slot]:
        page = draft(desk, "slides.html.j2", context, (drawn,), pictures)
        return [Slot("slides", pack.title, page, "none", "any")]

    return composed(desk, [deck])


def overfull(pack: Pack, pages: Mapping[str, int], count: int) -> tuple[Finding, ...]:
    """Return a finding for every slide that goes on to another page.

    Args:
        pages: 0-based page of every id on the slides, as they are set.
        count: of the pages; the first is the title's.
    """
    slides = shown_slides(pack.slides_participants)
    ends = [*(pages.get(slide.id, 0) for slide in slides[1:]), count]
    found = []
    for slide, end in zip(slides, ends, strict=False):
        over = end - pages.get(slide.id, end) - 1
        if over > 0:
            message = f"slide {slide.number}, “{slide.title}”, has more than its page holds"
            place = _place(pack, slide)
            found.append(OVERFULL.at(place, message, "shorten it, or make two slides of it"))
    return tuple(found)


def _place(pack: Pack, slide: Slide) -> Place:
    text = pack.slides_participants
    if text is None:
        return pack.session.place
    place = text.places.get(slide.id)
    return place or (text.chapters[0].place if text.chapters else pack.session.place)
