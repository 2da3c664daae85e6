"""Fonts: embedded, allowed to be, with the widths that the pages reckon with."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    number_of,
    numbers,
    raw,
    resolved,
    text,
)
from publish.checking.preflight.content import read_content
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.survey import base_name, parts_of
from publish.checking.preflight.walk import Known
from publish.errors import Finding, Rule

EMBEDDED = Rule(
    "P223",
    "Every font that a page uses is in the file.",
    "ISO 15930-7:2010, 6.5; ISO 32000-1:2008, 9.9: the printer's machine would take another.",
)
ALLOWED = Rule(
    "P224",
    "The makers of the fonts allow them to be embedded.",
    "ISO 19005-2:2011, 6.2.11.4.1; OpenType 1.9, OS/2, fsType: it may be against the licence.",
)
WIDTHS = Rule(
    "P225",
    "Widths of glyphs are the same in the font and in what the file says of it.",
    "ISO 19005-2:2011, 6.2.11.5: letters stand too close in one viewer, too far in another.",
)
DRAWN = Rule(
    "P226",
    "Text is set in fonts of outlines, not in glyphs drawn one by one (Type 3).",
    "ISO 32000-1:2008, 9.6.5: such glyphs are often pictures: rough in print, silent when read.",
    "warning",
)

RULES: tuple[Rule, ...] = (EMBEDDED, ALLOWED, WIDTHS, DRAWN)

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SUBSET = re.compile(r"[A-Z]{6}\+")
_RESTRICTED, _NO_SUBSET, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200  # OpenType 1.9, OS/2, fsType
_EMBED = (
    "Word: Save as PDF, Options, PDF/A compliant embeds all fonts; LibreOffice and InDesign embed "
    "what they may: choose another font where one may not be embedded"
)


def check_embedded(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield fonts that are not in the file, each with the first page that uses it."""
    for font, page in _fonts(opened):
        if text(font, "/Subtype") != "/Type3" and _program(font) is None:
            message = f"the font {base_name(font)} is not in the file"
            yield EMBEDDED.at(opened.place, message, _EMBED, page)


def check_allowed(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield fonts that say of themselves that they may not be embedded."""
    for font, page in _fonts(opened):
        program = _program(font)
        allows = _embedding(program.get_data()) if program is not None else 0
        if allows & 0x000F == _RESTRICTED:
            what = "may not be embedded"
        elif allows & _NO_SUBSET and _SUBSET.match(base_name(font)):
            what = "may be embedded only as a whole"
        elif allows & _BITMAPS_ONLY:
            what = "may be embedded only as bitmaps"
        else:
            continue
        message = f"the font {base_name(font)} says that it {what}"
        remedy = "take another font, or buy a licence that covers it"
        yield ALLOWED.at(opened.place, message, remedy, page)


def check_widths(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield TrueType fonts whose glyphs are not as wide as the file says.

    Only glyphs that are shown count: programs leave one in that stands for what is missing.
    """
    shown: Mapping[int, frozenset[int]] | None = None
    for font, page in _fonts(opened):
        inner, program = _inner(font), _program(font)
        if text(inner, "/Subtype") != "/CIDFontType2" or program is None:
            continue
        own = _advances(program.get_data())
        glyphs = _glyphs(inner)
        wrong = [
            cid
            for cid, width in _said_widths(inner).items()
            if (glyph := glyphs.get(cid, cid) if glyphs else cid) < len(own)
            and abs(own[glyph] - width) > 1  # veraPDF's reading of “consistent”
        ]
        if wrong and shown is None:
            shown = _shown(opened)
        wrong = [cid for cid in wrong if shown and cid in shown.get(number_of(font), ())]
        if wrong:
            message = f"{len(wrong)} glyphs of the font {base_name(font)} have another width in it"
            remedy = "export the file anew with current software"
            yield WIDTHS.at(opened.place, message, remedy, page)


def _shown(opened: Opened) -> Mapping[int, frozenset[int]]:
    """Return which codes of two bytes the pages show of each font, by the font's number.

    They are looked for where a font has a fault: reading all pages takes its time.
    """
    known, found = Known(), dict[int, set[int]]()
    for number, page in enumerate(opened.pages, 1):
        for mark in read_content(number, page, known).marks:
            if mark.font is not None:
                codes = zip(mark.codes[::2], mark.codes[1::2], strict=False)
                shown = found.setdefault(number_of(mark.font), set())
                shown.update(high << 8 | low for high, low in codes)
    return {font: frozenset(codes) for font, codes in found.items()}


def check_drawn(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield fonts whose glyphs are drawings."""
    for font, page in _fonts(opened):
        if text(font, "/Subtype") == "/Type3":
            message = f"the font {base_name(font)} is made of drawings (Type 3)"
            remedy = "replace it with a TrueType or OpenType font in the document"
            yield DRAWN.at(opened.place, message, remedy, page)


def _fonts(opened: Opened) -> Iterator[tuple[DictionaryObject, int]]:
    for part in parts_of(opened):
        if part.kind == "font":
            yield part.table, part.page


def _inner(font: DictionaryObject) -> DictionaryObject:
    """Return the font that has the outlines: a composite font's descendant."""
    return dictionary(next(iter(items(raw(font, "/DescendantFonts"))), None)) or font


def _program(font: DictionaryObject) -> StreamObject | None:
    """Return the embedded font file."""
    descriptor = entry(_inner(font), "/FontDescriptor")
    for key in _FILES:
        found = resolved(raw(descriptor, key))
        if isinstance(found, StreamObject):
            return found
    return None


def _tables(program: bytes) -> Mapping[bytes, bytes]:
    """Return the tables of a TrueType or OpenType font; none of any other kind."""
    if program[:4] not in (b"\0\1\0\0", b"OTTO", b"true"):
        return {}
    (count,) = struct.unpack_from(">H", program, 4)
    found = {}
    for at in range(12, min(12 + 16 * count, len(program) - 15), 16):
        tag, _, offset, length = struct.unpack_from(">4sLLL", program, at)
        found[tag] = program[offset : offset + length]
    return found


def _embedding(program: bytes) -> int:
    table = _tables(program).get(b"OS/2", b"")
    return int.from_bytes(table[8:10], "big") if len(table) >= 10 else 0


def _advances(program: bytes) -> tuple[float, ...]:
    """Return the advance of each glyph in thousandths of the size."""
    tables = _tables(program)
    head, hhea, hmtx = (tables.get(tag, b"") for tag in (b"head", b"hhea", b"hmtx"))
    if len(head) < 20 or len(hhea) < 36:
        return ()
    units, count = int.from_bytes(head[18:20], "big"), int.from_bytes(hhea[34:36], "big")
    count = min(count, len(hmtx) // 4)
    metrics = struct.unpack_from(f">{2 * count}H", hmtx)
    advances = tuple(advance * 1000 / (units or 1000) for advance in metrics[::2])
    rest = (len(hmtx) - 4 * count) // 2  # the last advance holds for all that follow
    return advances + advances[-1:] * rest


def _said_widths(font: DictionaryObject) -> Mapping[int, float]:
    """Return the widths that a font dictionary gives (ISO 32000-1:2008, 9.7.4.3)."""
    found: dict[int, float] = {}
    flat = [resolved(item) for item in items(raw(font, "/W"))]
    at = 0
    while at + 1 < len(flat):
        first, second = flat[at], flat[at + 1]
        if not isinstance(first, int):
            return found
        if isinstance(second, ArrayObject):
            found.update(enumerate(numbers(second), first))
            at += 2
        elif at + 2 < len(flat) and isinstance(second, int):
            width = flat[at + 2]
            if isinstance(width, int | float) and second - first < 65536:
                found.update((cid, float(width)) for cid in range(first, second + 1))
            at += 3
        else:
            return found
    return found


def _glyphs(font: DictionaryObject) -> Mapping[int, int]:
    """Return a font's own order of glyphs, empty where it is that of the font file."""
    order = resolved(raw(font, "/CIDToGIDMap"))
    if not isinstance(order, StreamObject):
        return {}
    data = order.get_data()
    pairs = pairwise(data)
    return {at // 2: high << 8 | low for at, (high, low) in enumerate(pairs) if at % 2 == 0}
