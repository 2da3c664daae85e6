"""The wraparound cover: back, spine and front on one sheet, with flaps where a work has them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup, escape

from publish.catalogue.model import Catalogue, Publication
from publish.composing.barcode import Symbol, isbn_symbol
from publish.composing.colophon import citation, terms
from publish.composing.desk import Desk, draft, open_desk
from publish.composing.layouts import Layout
from publish.composing.members import Member, Shown, shown
from publish.composing.model import Resource, Slot
from publish.composing.pattern import Band, band_tile, bands_pattern, wrap_pattern
from publish.composing.templates import html
from publish.composing.wrap_plan import MM, SIGNATURE_SIZE, WRAP_TEMPLATE, WrapPlan, ems, signature
from publish.manuscript.model import Manuscript

WRAP = "wrap"
_CELL, _COLUMNS, _ROWS = 35.0, 6, 5  # of the pattern, as on the cover
_TURN_IN = 20.0  # of the artwork on the back, about
_MOST_LISTED = 14  # chapters on a flap
_COLUMN, _BELOW = 138.0, 94.0  # mm: the words of the back, and the room for them below the artwork


def compose_wrap(
    manuscript: Manuscript,
    layout: Layout,
    catalogue: Catalogue,
    publication: Publication,
    plan: WrapPlan,
    members: Sequence[Member] = (),
) -> Slot:
    """Return the gathering of the wraparound cover: one page.

    Args:
        members: of a bundle; they stand in its artwork and are named on its back.
    Raises:
        FindingsError: the template is at fault.
    """
    desk = open_desk(manuscript, layout, catalogue, publication)
    symbol = _symbol(publication, layout)
    licence = publication.licence or catalogue.imprint.licence
    use, cited = terms(licence, desk.work, desk.t), citation(desk.work)
    flap_words = (
        f"{use.opening}{use.url}",
        f"{cited.before}{cited.title}{cited.after}{cited.link}",
    )
    every = shown(desk, members)
    foot = 0.0 if symbol is None else symbol.height
    around = _fits_below(desk, plan, flap_words, [one.member.title for one in every], foot)
    turned_in = plan.spine + (plan.panel + plan.flap + _bleed(desk) if around else _TURN_IN)
    art, art_left, art_width = _art(desk, plan, [one.band for one in every], turned_in)
    made = [art]
    if symbol:
        made.append(Resource("barcode.svg", "image/svg+xml", symbol.svg.encode()))
    context = {
        "slot": WRAP,
        "title": desk.work.title,
        "head": desk.work.title,
        "tab": -1,
        "tab_text": "",
        "wrap": plan,
        "symbol": symbol,
        "isbn": publication.identifiers.isbn,
        "signature": signature(catalogue, publication) if plan.signed else "",
        "signature_size": SIGNATURE_SIZE,
        "art_left": art_left,
        "art_width": art_width,
        "around": around,
        "terms": use,
        "citation": cited,
        "listed": _listed(manuscript, every),
        "members": every,
    }
    made_draft = draft(desk, WRAP_TEMPLATE, context, tuple(made))
    return Slot(WRAP, desk.t("cover"), made_draft, "none", "any")


def _symbol(publication: Publication, layout: Layout) -> Symbol | None:
    isbn = publication.identifiers.isbn
    if not isbn:
        return None
    return isbn_symbol(isbn, publication.add_on, publication.price, layout.brand.text)


def _fits_below(
    desk: Desk, plan: WrapPlan, flap: tuple[str, ...], inside: Sequence[str], symbol: float
) -> bool:
    """Return whether the words of back and flap have room below the artwork, as those in front.

    Args:
        flap: the longer paragraphs on the back flap.
        inside: titles that the back names.
        symbol: height of the bar code, which stands below the words of the back.
    """
    work = desk.work
    name = _lines(work.title, 18.5, _COLUMN) * 1.75 + 1.5
    description = _lines(work.description, 12.0, _COLUMN) * 1.25
    titles = [_lines(title, 9.6, _COLUMN - 9.0) + 0.375 for title in inside]
    listed = sum(titles) + (3.0 if titles else 0.0)
    foot = max(symbol, 10.0) + 5.0
    fits = (name + description + listed) * desk.layout.brand.line * MM + foot <= _BELOW
    if not plan.flap:
        return fits
    rows = [_lines(text, 8.4, plan.flap - 28.0) for text in flap] + [1, 2]
    lines = sum(rows) * 0.875 + len(rows) * 0.75
    return fits and lines * desk.layout.brand.line * MM <= _BELOW


def _lines(text: str, size: float, width: float) -> int:
    return math.ceil(ems(text) * size * MM / width)


def _bleed(desk: Desk) -> float:
    return desk.layout.settings.page.bleed


def _art(
    desk: Desk, plan: WrapPlan, bands: Sequence[Band], turned_in: float
) -> tuple[Resource, float, float]:
    """Return the artwork, where on the sheet it begins, and how wide it is.

    It goes round the spine and ends on the back at the edge of one of its tiles, so that a fold
    that is off moves no edge of colour, or beyond the trim; on the other side it fills the flap.

    Args:
        bands: of a bundle's members.
        turned_in: how far beyond the front it goes, about.
    """
    bleed, full = _bleed(desk), _COLUMNS * _CELL
    scale = plan.panel / full
    cell = (band_tile(len(bands), full) if bands else _CELL) * scale
    outer = plan.flap + bleed
    if turned_in < plan.spine + plan.panel:
        turned_in = max(round(turned_in / cell), 1) * cell
    before, after = (outer, turned_in) if plan.front_first else (turned_in, outer)
    beyond = (before / scale, after / scale)
    if bands:
        svg = bands_pattern(desk.work.title, bands, full, _ROWS * _CELL, bleed, beyond)
    else:
        svg = wrap_pattern(desk.work.title, desk.palette, _COLUMNS, _ROWS, _CELL, bleed, beyond)
    # Half a millimetre outwards, so that the joint of the tiles at the trim is cut off.
    left = plan.left - before - 0.5 if plan.front_first else plan.right - before + 0.5
    return Resource("pattern.svg", "image/svg+xml", svg.encode()), left, before + plan.panel + after


def _listed(manuscript: Manuscript, members: Sequence[Shown]) -> list[tuple[str, Markup]]:
    """Return what a flap lists: numbers and titles of chapters, or parts where there are many.

    Of a bundle nothing: its back names its members.
    """
    if members:
        return []
    chapters = [(c.number, html(c.title_html)) for c in manuscript.chapters if c.number]
    if len(chapters) <= _MOST_LISTED:
        return chapters
    return [("", html(escape(title))) for title in manuscript.part_titles if title][:_MOST_LISTED]
