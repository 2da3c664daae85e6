"""The boxes of pages: where they are cut, how far ink reaches, whether all are of one size."""

from __future__ import annotations

from collections.abc import Iterator

from pypdf.generic import DictionaryObject

from publish.checking.expected import Expected
from publish.checking.geometry import NEAR, bleed_of, box_of, from_trim, inside, trim_of
from publish.checking.opened import Opened
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.wording import counted, has, mm, on_pages
from publish.checking.readback import BOXES as PLANNED
from publish.errors import Finding, Rule

CUT = Rule(
    "P210",
    "Every page says where it is cut: it has a TrimBox or an ArtBox, and not both.",
    "ISO 15930-7:2010, 6.12: the printer's program places pages on the sheet by it.",
)
NESTED = Rule(
    "P211",
    "The boxes of a page lie in each other: trim in bleed, bleed in crop, all in the media.",
    "ISO 15930-7:2010, 6.12; ISO 32000-1:2008, 14.11.2: ink outside a box is cut off.",
)
BLEED = Rule(
    "P212",
    "Pages give the printer the bleed that is asked for.",
    "ISO 32000-1:2008, 14.11.2: paper shifts in the cutter; without bleed a white edge shows.",
)
ONE_SIZE = Rule(
    "P213",
    "All pages are cut to one size; a page may lie on its side.",
    "ISO 32000-1:2008, 14.11.2: a book has one trim; a page of another is cut or floats.",
)
COUNT = Rule(
    "P214",
    "The count of pages suits the way in which the printer binds.",
    "Sheets are folded: a page too many makes a sheet too many, or is lost.",
)

RULES: tuple[Rule, ...] = (CUT, NESTED, BLEED, ONE_SIZE, COUNT)

_SIDES = ("left", "bottom", "right", "top")
_SET_TRIM = (
    "InDesign and Scribus: export as PDF/X-4; from Word and LibreOffice, tell the printer the "
    "size of the cut page, or set it in Acrobat (Print Production, Set Page Boxes)"
)


def check_cut(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield pages that do not say where they are cut, or say it twice."""
    given = [
        (n, box_of(page, "/TrimBox") is not None, box_of(page, "/ArtBox") is not None)
        for n, page in enumerate(opened.pages, 1)
    ]
    if without := [n for n, trim, art in given if not trim and not art]:
        message = f"{on_pages(without)} {has(without)} no TrimBox"
        yield CUT.at(opened.place, message, _SET_TRIM, without[0])
    if both := [n for n, trim, art in given if trim and art]:
        message = f"{on_pages(both)} {has(both)} a TrimBox and an ArtBox"
        remedy = "remove the ArtBox (Acrobat: Print Production, Set Page Boxes)"
        yield CUT.at(opened.place, message, remedy, both[0])


def _cut(opened: Opened) -> list[tuple[int, DictionaryObject]]:
    """Return the pages that say where they are cut; all, if none does."""
    pages = list(enumerate(opened.pages, 1))
    return [(n, page) for n, page in pages if "/TrimBox" in page or "/ArtBox" in page] or pages


def check_nesting(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield boxes that reach out of the box that should hold them."""
    wrong: dict[tuple[str, str], list[int]] = {}
    for n, page in enumerate(opened.pages, 1):
        if box_of(page, "/MediaBox") is None:
            wrong.setdefault(("MediaBox", ""), []).append(n)
            continue
        for inner, outer in _reaching_out(page):
            wrong.setdefault((inner, outer), []).append(n)
    for (inner, outer), pages in sorted(wrong.items()):
        if outer:
            message = f"{on_pages(pages)}: the {inner} reaches out of the {outer}"
        else:
            message = f"{on_pages(pages)} {has(pages)} no valid {inner}"
        remedy = "export the pages anew, or mend the boxes (Acrobat: Set Page Boxes)"
        first = opened.pages[pages[0] - 1]
        area = from_trim(box_of(first, f"/{inner}") or (0.0, 0.0, 0.0, 0.0), first)
        yield NESTED.at(opened.place, message, remedy, pages[0], area if outer else ())


def _reaching_out(page: DictionaryObject) -> Iterator[tuple[str, str]]:
    cut = ("TrimBox", "ArtBox")
    for inner, outer in (
        ("CropBox", "MediaBox"),
        ("BleedBox", "MediaBox"),
        ("BleedBox", "CropBox"),
        *((name, outer) for name in cut for outer in ("MediaBox", "CropBox", "BleedBox")),
    ):
        small, large = box_of(page, f"/{inner}"), box_of(page, f"/{outer}")
        if small and large and not inside(small, large):
            yield inner, outer
    for name in ("MediaBox", *cut):
        box = box_of(page, f"/{name}")
        if box and (box[2] - box[0] < 1 or box[3] - box[1] < 1):
            yield name, ""


def check_bleed_width(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield pages whose bleed is narrower than the printer asks."""
    if not needs.bleed:
        return
    narrow: dict[tuple[float, str], list[int]] = {}
    for n, page in _cut(opened):
        trim, bleed = trim_of(page), bleed_of(page)
        widths = (trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        least = needs.bleed - NEAR
        short = [side for side, width in zip(_SIDES, widths, strict=True) if width < least]
        if short:
            where = "all round" if len(short) == 4 else f"at the {' and '.join(short)}"
            narrow.setdefault((round(max(min(widths), 0.0), 1), where), []).append(n)
    remedy = (
        f"give the document a bleed of {mm(needs.bleed)} and let colour and pictures run into it "
        "(InDesign: Document Setup and export with it; LibreOffice and Word: a larger page)"
    )
    for (width, where), pages in sorted(narrow.items()):
        seen = f"{on_pages(pages)} {has(pages)} {mm(width)} of bleed {where}"
        message = f"{seen}; {mm(needs.bleed)} are asked for"
        first = opened.pages[pages[0] - 1]
        yield BLEED.at(opened.place, message, remedy, pages[0], from_trim(bleed_of(first), first))


def check_one_size(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield pages that are cut to another size than most."""
    sizes: dict[tuple[float, float], list[int]] = {}
    for n, page in _cut(opened):
        left, bottom, right, top = trim_of(page)
        short, long = sorted((round(right - left, 1), round(top - bottom, 1)))
        near = next((s for s in sizes if abs(s[0] - short) < 0.5 and abs(s[1] - long) < 0.5), None)
        sizes.setdefault(near or (short, long), []).append(n)
    if len(sizes) < 2:
        return
    usual = max(sizes, key=lambda size: (len(sizes[size]), size))
    for size, pages in sorted(sizes.items()):
        if size != usual:
            message = (
                f"{on_pages(pages)} {'are' if len(pages) > 1 else 'is'} cut to "
                f"{mm(size[0])} × {mm(size[1])}, most to {mm(usual[0])} × {mm(usual[1])}"
            )
            yield ONE_SIZE.at(opened.place, message, "give all pages one size", pages[0])


def check_planned_size(opened: Opened, expected: Expected) -> Iterator[Finding]:
    """Yield pages that are not cut to the size that they were laid out for."""
    wanted = sorted((expected.width, expected.height))
    for n, page in enumerate(opened.pages, 1):
        trim = trim_of(page)
        size = sorted((trim[2] - trim[0], trim[3] - trim[1]))
        if any(wanted) and any(abs(a - b) > 0.5 for a, b in zip(size, wanted, strict=True)):
            message = (
                f"page {n} is cut to {mm(size[0])} × {mm(size[1])}, "
                f"not to {mm(wanted[0])} × {mm(wanted[1])}"
            )
            yield PLANNED.at(opened.place, message, page=n)


def check_count(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield a count of pages that the printer cannot bind; a single page is not bound at all."""
    count = len(opened.pages)
    if count == 1:
        return
    if needs.multiple > 1 and count % needs.multiple:
        more = -count % needs.multiple
        message = f"the file has {counted(count, 'page')}, no multiple of {needs.multiple}"
        yield COUNT.at(
            opened.place, message, f"add {counted(more, 'blank page')}, or take some away"
        )
    fits = [w for w in needs.ways if w.least_pages <= count <= w.most_pages]
    if needs.ways and not fits:
        known = "; ".join(f"{w.method} {w.least_pages} to {w.most_pages}" for w in needs.ways)
        message = f"the file has {counted(count, 'page')}; the printer binds {known}"
        yield COUNT.at(opened.place, message, "choose another way of binding or another printer")
    elif fits and all(count % way.multiple for way in fits):
        asked = " or ".join(f"of {way.multiple} ({way.method})" for way in fits)
        message = f"the file has {counted(count, 'page')}; a multiple {asked} is asked for"
        yield COUNT.at(
            opened.place, message, f"add {counted(-count % fits[0].multiple, 'blank page')}"
        )
