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
    plain,
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
_POINTS, _CHARACTERS = 6, 330  # of a slide in large type
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
    note: str  # HTML of what is said to it; nothing where participants read
    dense: bool  # it holds more than large type has room for


def slides_of(manuscript: Manuscript | None) -> tuple[Slide, ...]:
    """Return the slides of a file as the facilitator has them: what is said to each apart."""
    made = []
    for number, section in _read(manuscript):
        notes = [box_of(box).body for kind, box in boxes(section.body) if kind in _SAID]
        made.append(_slide(number, section, without(section.body, _SAID), "".join(notes)))
    return tuple(made)


def shown_slides(manuscript: Manuscript | None) -> tuple[Slide, ...]:
    """Return the slides of a file as it was read for participants, whole."""
    if manuscript is None:
        return ()
    found = list(_read(manuscript))
    pieces = [Piece(manuscript.slug, section.body) for _, section in found]
    ids = document_ids(pieces)
    return tuple(
        _slide(number, section, joined(piece, ids), "")
        for (number, section), piece in zip(found, pieces, strict=True)
    )


def _read(manuscript: Manuscript | None) -> Iterator[tuple[int, Section]]:
    """Yield the number and the section of each slide."""
    chapters = manuscript.chapters if manuscript else ()
    every = [section for chapter in chapters for section in sections(chapter.body_html)[1]]
    yield from enumerate((one for one in every if one.level == 2), start=1)


def _slide(number: int, section: Section, body: str, note: str) -> Slide:
    shown = unmarked(body).strip()
    return Slide(
        number=number,
        id=section.id or f"slide-{number}",
        title=section.title,
        heading=html(_inner(section.heading)),
        body=html(_CITE.sub(r"\1", shown)),
        note=note,
        dense=shown.count("<li") > _POINTS or len(plain(shown)) > _CHARACTERS,
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
        return [Slot("slides", pack.title, page, "arabic", "any")]

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
