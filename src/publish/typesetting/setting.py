"""Set a ticket: lay its pages out, tag them, and say what they offer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any  # WeasyPrint's documents carry no types

from PIL import Image
from weasyprint.text.fonts import get_hb_object_data

from publish.composing.model import Resource, Ticket
from publish.errors import Finding, Place, Rule
from publish.typesetting.engine import engine_finding, engine_messages
from publish.typesetting.fetching import TicketFetcher
from publish.typesetting.late_faces import late_face
from publish.typesetting.layout import layout_of
from publish.typesetting.mending import mend
from publish.typesetting.model import Bookmark, FaceUse, Offers, Spot
from publish.typesetting.overrun import off_page
from publish.typesetting.tagging import PX

MOST_PIXELS = 40_000_000  # of one picture: 160 MB as the engine holds it

FOREIGN_FACE = Rule(
    "T103",
    "Every glyph comes from a font of the ticket.",
    "A font of the system would make pages differ from machine to machine, and its licence "
    "is not known.",
)
MISSING_GLYPH = Rule(
    "T104",
    "Every character has a glyph in the layout's fonts.",
    "A reader would see an empty box.",
)
TOO_DEEP = Rule(
    "T105",
    "Elements are not nested deeper than the engine can follow.",
    "The engine lays elements out recursively and would end with the whole build.",
)
OTHER_SIZE = Rule(
    "T106",
    "The pages of a gathering have one size and one bleed; a page may lie on its side.",
    "All sheets of a work are trimmed in one go.",
)
BROKEN_PICTURE = Rule("T107", "The engine can set what the ticket holds.", "The build would stop.")


def set_ticket(ticket: Ticket, gathering: str) -> tuple[bytes, Offers]:
    """Set `ticket` and return its PDF and what it offers.

    Args:
        gathering: its name, for findings ("workers-guide/en/03-structure").

    The PDF is tagged, has the bleed around its trim, and names anchors, elements and fonts
    locally; binding makes them the work's.
    """
    started = time.perf_counter()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    resources = {resource.url: resource for resource in ticket.resources}
    fetcher = TicketFetcher(resources, gathering)
    findings: list[Finding] = []
    with engine_messages() as said:
        try:
            lay_out = layout_of(ticket, fetcher, said)
            mended = mend(lay_out, lay_out.root, gathering, lay_out.hides)
            document = mended.document
            _keep_foreign_links(document)
            pdf = document.write_pdf(pdf_tags=True, presentational_hints=False)
        except RecursionError:
            finding = TOO_DEEP.at(Place(gathering), "elements are nested too deep", "flatten them")
            return b"", _nothing((finding,), started)
        except Exception as fault:  # the engine raises its own and others' on broken input
            message = f"the engine stopped: {type(fault).__name__}: {fault}"
            finding = BROKEN_PICTURE.at(Place(gathering), message[:500], "simplify the gathering")
            return b"", _nothing((*fetcher.refusals, finding), started)
    findings += fetcher.refusals
    refused = {finding.message for finding in fetcher.refusals}
    findings += [
        engine_finding(message, gathering)
        for message in dict.fromkeys(said)
        if not any(known in message for known in refused)
        and not message.startswith(".notdef")  # said by MISSING_GLYPH, with its remedy
    ]
    faces = _faces(document, resources, gathering, findings)
    findings += _sizes(document, gathering)
    off = tuple(off_page(document, gathering))
    findings += off
    findings += _beside(mended.findings, off)
    return pdf, _offers(document, ticket, faces, findings, time.perf_counter() - started)


def _keep_foreign_links(document: Any) -> None:
    """Let links to other gatherings survive as `xref:` addresses, which binding resolves.

    The engine drops internal links whose anchor it does not find.
    """
    anchors = {name for page in document.pages for name in page.anchors}
    for page in document.pages:
        page.links[:] = [
            ("external", f"xref:{target}", rectangle, box)
            if kind == "internal" and target not in anchors
            else (kind, target, rectangle, box)
            for kind, target, rectangle, box in page.links
            if kind != "attachment"  # a page brings no files along
        ]


def _faces(
    document: Any, resources: Mapping[str, Resource], gathering: str, findings: list[Finding]
) -> tuple[FaceUse, ...]:
    fonts = [r for r in resources.values() if r.media_type.startswith("font/")]
    known = {font.digest: "" for font in fonts}
    shown = [
        (font, hashlib.sha256(get_hb_object_data(font.hb_face)).hexdigest())
        for font in document.fonts.values()
    ]
    if any(digest not in known for _, digest in shown):  # late faces take 40 ms each to make
        known |= {hashlib.sha256(late_face(f.content)).hexdigest(): f.digest for f in fonts}
    uses = []
    for font, digest in shown:
        if digest not in known:
            message = f"the font “{font.family}” is not in the ticket"
            findings.append(
                FOREIGN_FACE.at(Place(gathering), message, "name a font of the brand in the CSS")
            )
            continue
        for codepoint in font.missing:
            message = f"no glyph for “{chr(codepoint)}” (U+{codepoint:04X}) in {font.family}"
            findings.append(
                MISSING_GLYPH.at(Place(gathering), message, "use another character or font")
            )
        glyphs = {
            int(gid): (str(text), float(font.widths.get(gid, 0)))
            for gid, text in sorted(font.to_unicode.items())
        }
        uses.append(FaceUse(font.hash, digest, font.index, glyphs, known[digest]))
    return tuple(sorted(uses, key=lambda use: use.resource))


def _sizes(document: Any, gathering: str) -> Iterator[Finding]:
    first, *others = (_size(page) for page in document.pages)
    for number, size in enumerate(others, 2):
        if size != first:
            message = f"page {number} has another size or another bleed than page 1"
            remedy = "give all @page rules of the layout the same size and bleed"
            yield OTHER_SIZE.at(Place(gathering), message, remedy)
            return


def _size(page: Any) -> tuple[int, ...]:
    """Return a page's shorter and longer side and its bleeds, in px."""
    bleeds = (page.bleed[side] for side in ("top", "right", "bottom", "left"))
    return *sorted((round(page.width), round(page.height))), *(round(b) for b in bleeds)


def _beside(found: Sequence[Finding], off: Sequence[Finding]) -> Iterator[Finding]:
    """Yield what is not said already by what lies beyond the edge of the same page."""
    pages = {finding.page for finding in off}
    for finding in found:
        if finding.page not in pages or finding.rule not in ("T122", "T123"):
            yield finding


def _offers(
    document: Any,
    ticket: Ticket,
    faces: tuple[FaceUse, ...],
    findings: list[Finding],
    seconds: float,
) -> Offers:
    anchors: dict[str, Spot] = {}
    bookmarks: list[Bookmark] = []
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            anchors.setdefault(name, _spot(page, number, x, y))
        bookmarks += [
            Bookmark(level, title, _spot(page, number, x, y))
            for level, title, (x, y), _state in page.bookmarks
        ]
    first = document.pages[0]
    return Offers(
        pages=len(document.pages),
        width=first.width * PX,
        height=first.height * PX,
        bleed=first.bleed["top"] * PX,
        anchors=dict(sorted(anchors.items())),
        bookmarks=tuple(bookmarks),
        faces=faces,
        late=ticket.late,
        findings=tuple(findings),
        seconds=round(seconds, 3),
    )


def _spot(page: Any, number: int, x: float, y: float) -> Spot:
    return Spot(number, round(x * PX, 2), round((page.height - y) * PX, 2))


def _nothing(findings: tuple[Finding, ...], started: float) -> Offers:
    seconds = round(time.perf_counter() - started, 3)
    return Offers(0, 0.0, 0.0, 0.0, {}, (), (), (), findings, seconds)


RULES = (FOREIGN_FACE, MISSING_GLYPH, TOO_DEEP, OTHER_SIZE, BROKEN_PICTURE)
