"""The measures of a wraparound cover: its panels, its spine, and the words that fit there."""

from __future__ import annotations

import dataclasses
import math
import unicodedata
from dataclasses import dataclass

from publish.catalogue.making import Papers, padded, spine_of
from publish.catalogue.model import Catalogue, Publication
from publish.catalogue.printers import BindingWay, Printer, Turn
from publish.composing.layouts import Layout
from publish.composing.strings import RIGHT_TO_LEFT
from publish.errors import Finding, Place, Rule

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
UNSIGNED = Rule(
    "L125",
    "A spine names the authors beside the title where there is room.",
    "Who stands before the shelf looks for their names.",
    "note",
)
RULES: tuple[Rule, ...] = (NO_TEMPLATE, NO_SPINE, NO_WORDS, FLAPS, SHEET, UNSIGNED)

WRAP_TEMPLATE = "wrap.html.j2"
_LEAST_FLAP, _FLAP_ROOM = 40.0, 10.0
_TOLERANCE = 1.5  # mm on either side of the words of a spine, in which the fold may lie
_NARROW, _CLOSE = 9.0, 1.0  # a narrower spine has less beside its words, so that they can be read
_BODY = 0.9  # of a line of type, from its ascenders to its descenders, in ems
_LEAST_SIZE, _MOST_SIZE = 6.0, 20.0  # points
_GAP = 2.0  # ems between title and signature
SIGNATURE_SIZE = 0.72  # of the signature, against the title's
_SMALLER = 0.8  # a title may shrink so far to make room for a signature
_ROOM = 0.26  # of the height: that part of the spine which bears words
MM = 25.4 / 72
_MARKS = 10.0  # what crop marks take on either side of a sheet


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
    place = _place(publication, "binding", "layout", "editions")
    if way.method != "perfect":
        message = f"{publication.slug}: bound `{way.method}`, it has no spine and no cover apart"
        return None, (NO_SPINE.at(place, message),)
    if WRAP_TEMPLATE not in layout.files:
        message = f"the layout `{layout.name}` has no {WRAP_TEMPLATE}: no cover is made"
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
        place = _place(publication, "flaps")
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
        findings.append(SHEET.at(_place(publication, "flaps", "printer"), message, remedy))
    return findings


def _with_words(
    plan: WrapPlan, printer: Printer, catalogue: Catalogue, publication: Publication, lang: str
) -> tuple[WrapPlan, tuple[Finding, ...]]:
    """Return the plan with the size of the words on its spine, or the reason for having none."""
    place = _place(publication, "short_title", "title")
    if plan.spine < printer.spine.least_width:
        message = (
            f"{publication.slug}: the spine is {plan.spine:g} mm wide, words need "
            f"{printer.spine.least_width:g} mm at {printer.name}: it bears none"
        )
        return plan, (NO_WORDS.at(_place(publication, "printer", "paper"), message),)
    title, name = short_title(publication, lang), signature(catalogue, publication)
    beside = _TOLERANCE if plan.spine >= _NARROW else _CLOSE
    widest = min((plan.spine - 2 * beside) / _BODY / MM, _MOST_SIZE)
    size = _floor(min(widest, plan.room / MM / ems(title)))
    least = max(printer.least.reversed_type, _LEAST_SIZE)
    if size < least:
        message = f"{publication.slug}: “{title}” is too long for the spine: it bears no words"
        return plan, (NO_WORDS.at(place, message, "give the work a shorter `short-title`"),)
    both = ems(title) + _GAP + SIGNATURE_SIZE * ems(name)
    together = _floor(min(widest, plan.room / MM / both))
    signed = together >= max(_SMALLER * size, least / SIGNATURE_SIZE)
    planned = dataclasses.replace(plan, size=together if signed else size, signed=signed)
    if signed or not publication.authors:
        return planned, ()
    message = f"{publication.slug}: “{name}” has no room on the spine beside “{title}”: left off"
    place = _place(publication, "authors")
    return planned, (UNSIGNED.at(place, message, "give the work a shorter `short-title`"),)


def _place(publication: Publication, *fields: str) -> Place:
    """Return where the first of these fields is given, else the file."""
    known = (publication.places.get(field, Place()) for field in fields)
    return next((place for place in known if place.col > 1), Place(publication.place))


def short_title(publication: Publication, lang: str) -> str:
    return publication.short_title.get(lang, "") or publication.title[lang]


def signature(catalogue: Catalogue, publication: Publication) -> str:
    """Return whose name the spine bears after the title: the authors' or the house's."""
    return ", ".join(publication.authors) or catalogue.imprint.name


def _floor(size: float) -> float:
    return math.floor(10 * size) / 10


def ems(text: str) -> float:
    """Return about how wide a line is, on the safe side; the faces are known to the engine only."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    capitals = sum(character.isupper() for character in text)
    return wide + 0.68 * capitals + 0.55 * (len(text) - wide - capitals)
