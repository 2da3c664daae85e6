"""The wraparound cover: back, spine and front on one sheet, with flaps where a work has them."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from publish.catalogue.making import Papers, padded, spine_of
from publish.catalogue.model import Catalogue, Publication
from publish.catalogue.printers import BindingWay, Printer, Turn
from publish.composing.barcode import Symbol, isbn_symbol
from publish.composing.colophon import citation, terms
from publish.composing.desk import Desk, draft, open_desk
from publish.composing.layouts import Layout
from publish.composing.members import Member, Shown, shown
from publish.composing.model import Resource, Slot
from publish.composing.pattern import Band, band_tile, bands_pattern, wrap_pattern
from publish.composing.strings import RIGHT_TO_LEFT
from publish.composing.templates import html
from publish.errors import Finding, Place, Rule
from publish.manuscript.model import Manuscript

NO_TEMPLATE = Rule(
    "L120",
    "A layout has a template `wrap.html.j2` for works that are bound with a spine.",
    "No cover can be made for the printer; front and back are in the press file.",
    "note",
)
NO_SPINE = Rule(
    "L121",
    "A cover of its own is made for works that have a spine.",
    "Where leaves are stitched or loose, the cover counts in the sheets and is in the press file.",
    "note",
)
NO_WORDS = Rule(
    "L122",
    "A spine bears words where they fit with room to spare.",
    "Folds are a millimetre off now and then: words would run on to the front.",
    "note",
)
FLAPS = Rule(
    "L123",
    "A flap is narrower than the cover, and wide enough to stay in.",
    "A flap of less than 40 mm slips out; one as wide as the page catches in the fold.",
)
SHEET = Rule(
    "L124",
    "The unfolded cover goes through the press.",
    "The printer cannot print it in one piece.",
    "warning",
)
RULES: tuple[Rule, ...] = (NO_TEMPLATE, NO_SPINE, NO_WORDS, FLAPS, SHEET)

WRAP = "wrap"
_TEMPLATE = "wrap.html.j2"
_LEAST_FLAP, _FLAP_ROOM = 40.0, 10.0
_TOLERANCE = 1.5  # mm on either side of the words of a spine, in which the fold may lie
_NARROW, _CLOSE = 9.0, 1.0  # a narrower spine has less beside its words, so that they can be read
_BODY = 0.9  # of a line of type, from its ascenders to its descenders, in ems
_LEAST_SIZE, _MOST_SIZE = 6.0, 20.0  # points
_GAP = 2.0  # ems between title and signature
SIGNATURE_SIZE = 0.72  # of the signature, against the title's
_SMALLER = 0.8  # a title may shrink so far to make room for a signature
_ROOM = 0.26  # of the height: that part of the spine which bears words
_MM = 25.4 / 72
_MARKS = 10.0  # what crop marks take on either side of a sheet
_CELL, _COLUMNS, _ROWS = 35.0, 6, 5  # of the pattern, as on the cover
_TURN_IN = 20.0  # of the artwork on the back, about
_MOST_LISTED = 14  # chapters on a flap
_COLUMN, _BELOW = 138.0, 94.0  # mm: the words of the back, and the room for them below the artwork


@dataclass(frozen=True, slots=True)
class WrapPlan:
    """The measures of a wraparound cover, in millimetres.

    Attributes:
        panel: width of front and back.
        pages: of the text block, with the blanks that fill it up.
        front_first: the front is on the left, as where books are read from right to left.
        size: of the words on the spine, in points; 0 where it bears none.
        signed: whether there is room for the name of the author or the house as well.
        room: length of that part of the spine which bears words.
    """

    panel: float
    height: float
    spine: float
    flap: float
    pages: int
    turn: Turn
    front_first: bool
    size: float
    signed: bool
    room: float

    @property
    def width(self) -> float:
        """The width of the trimmed sheet."""
        return 2 * (self.panel + self.flap) + self.spine

    @property
    def folds(self) -> tuple[float, ...]:
        """Where the sheet is folded, from the left edge of the trim."""
        first = self.flap + self.panel
        flaps = (self.flap, self.width - self.flap) if self.flap else ()
        return tuple(sorted((*flaps, first, first + self.spine)))

    @property
    def left(self) -> float:
        """Where the panel on the left begins."""
        return self.flap

    @property
    def right(self) -> float:
        """Where the panel on the right begins."""
        return self.flap + self.panel + self.spine


def plan_wrap(
    layout: Layout,
    printer: Printer,
    catalogue: Catalogue,
    publication: Publication,
    lang: str,
    way: BindingWay,
    papers: Papers,
    inside: int,
) -> tuple[WrapPlan | None, tuple[Finding, ...]]:
    """Return the measures of a work's cover at a printer's; None where it needs none, and why.

    Args:
        inside: pages of the text block without the cover, before blanks fill it up.
    """
    place = Place(publication.place)
    if way.method != "perfect":
        message = f"{publication.slug}: bound `{way.method}`, it has no spine and no cover apart"
        return None, (NO_SPINE.at(place, message),)
    if _TEMPLATE not in layout.files:
        message = f"the layout `{layout.name}` has no {_TEMPLATE}: no cover is made"
        return None, (NO_TEMPLATE.at(place, message),)
    page = layout.settings.page
    plan = WrapPlan(
        panel=page.width,
        height=page.height,
        spine=spine_of(printer, papers, way, inside),
        flap=publication.flaps,
        pages=padded(inside, way.multiple),
        turn=printer.spine.turn,
        front_first=lang in RIGHT_TO_LEFT,
        size=0.0,
        signed=False,
        room=round(page.height * _ROOM, 1),
    )
    findings = [*_measures(plan, printer, publication)]
    plan, said = _with_words(plan, printer, catalogue, publication, lang)
    return plan, (*findings, *said)


def _measures(plan: WrapPlan, printer: Printer, publication: Publication) -> list[Finding]:
    findings = []
    most = plan.panel - _FLAP_ROOM
    if plan.flap and not _LEAST_FLAP <= plan.flap <= most:
        place = publication.places.get("flaps", Place(publication.place))
        message = f"flaps of {plan.flap:g} mm on a cover of {plan.panel:g} mm"
        remedy = f"give them {_LEAST_FLAP:g} to {most:g} mm; 80 to 100 are usual"
        findings.append(FLAPS.at(place, message, remedy))
    around = 2 * max(printer.bleed, printer.mark_offset + _MARKS if printer.marks else 0)
    sides = sorted((plan.width + around, plan.height + around))
    if any(side > room for side, room in zip(sides, sorted(printer.sheet), strict=True)):
        message = (
            f"unfolded, the cover measures {plan.width:g} × {plan.height:g} mm and {around:g} mm "
            f"around it; the sheet of {printer.name} {printer.sheet[0]:g} × {printer.sheet[1]:g} mm"
        )
        remedy = "leave out the flaps, or ask the printer for a larger sheet"
        findings.append(SHEET.at(Place(publication.place), message, remedy))
    return findings


def _with_words(
    plan: WrapPlan, printer: Printer, catalogue: Catalogue, publication: Publication, lang: str
) -> tuple[WrapPlan, tuple[Finding, ...]]:
    """Return the plan with the size of the words on its spine, or the reason for having none."""
    place = publication.places.get("short_title", Place(publication.place))
    if plan.spine < printer.spine.least_width:
        message = (
            f"{publication.slug}: the spine is {plan.spine:g} mm wide, words need "
            f"{printer.spine.least_width:g} mm at {printer.name}: it bears none"
        )
        return plan, (NO_WORDS.at(Place(publication.place), message),)
    title, name = short_title(publication, lang), signature(catalogue, publication)
    beside = _TOLERANCE if plan.spine >= _NARROW else _CLOSE
    widest = min((plan.spine - 2 * beside) / _BODY / _MM, _MOST_SIZE)
    size = _floor(min(widest, plan.room / _MM / _ems(title)))
    least = max(printer.least.reversed_type, _LEAST_SIZE)
    if size < least:
        message = f"{publication.slug}: “{title}” is too long for the spine: it bears no words"
        return plan, (NO_WORDS.at(place, message, "give the work a shorter `short-title`"),)
    both = _ems(title) + _GAP + SIGNATURE_SIZE * _ems(name)
    together = _floor(min(widest, plan.room / _MM / both))
    signed = together >= max(_SMALLER * size, least / SIGNATURE_SIZE)
    return dataclasses.replace(plan, size=together if signed else size, signed=signed), ()


def short_title(publication: Publication, lang: str) -> str:
    return publication.short_title.get(lang, "") or publication.title[lang]


def signature(catalogue: Catalogue, publication: Publication) -> str:
    """Return whose name the spine bears after the title: the authors' or the house's."""
    return ", ".join(publication.authors) or catalogue.imprint.name


def _floor(size: float) -> float:
    return math.floor(10 * size) / 10


def _ems(text: str) -> float:
    """Return about how wide a line is, on the safe side; the faces are known to the engine only."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    capitals = sum(character.isupper() for character in text)
    return wide + 0.68 * capitals + 0.55 * (len(text) - wide - capitals)


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
    made_draft = draft(desk, _TEMPLATE, context, tuple(made))
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
    fits = (name + description + listed) * desk.layout.brand.line * _MM + foot <= _BELOW
    if not plan.flap:
        return fits
    rows = [_lines(text, 8.4, plan.flap - 28.0) for text in flap] + [1, 2]
    lines = sum(rows) * 0.875 + len(rows) * 0.75
    return fits and lines * desk.layout.brand.line * _MM <= _BELOW


def _lines(text: str, size: float, width: float) -> int:
    return math.ceil(_ems(text) * size * _MM / width)


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
