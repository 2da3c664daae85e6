"""What a finished PDF must be as a whole: pages, boxes, metadata, fonts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.expected import Check, Expected
from publish.checking.fields import check_fields
from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    fonts_of,
    items,
    numbers,
    raw,
    resolved,
    text,
)
from publish.checking.packet import xmp_texts
from publish.checking.ways import (
    check_actions,
    check_attached,
    check_bookmarks,
    check_labels,
    check_links,
)
from publish.errors import Finding, Rule

PAGES = Rule("P102", "A file has as many pages as were planned.", "A page was lost or doubled.")
BOXES = Rule(
    "P103",
    "Every page has the size it was laid out for, cut to the trim.",
    "ISO 32000-1:2008, 14.11.2: viewers and printers take the boxes at their word.",
)
TITLE = Rule(
    "P104",
    "The file says its title, the same in both places, and has viewers show it.",
    "ISO 14289-1:2014, 7.1: a screen reader announces the title, not the file's name.",
)
LANGUAGE = Rule(
    "P105",
    "The file says its language.",
    "ISO 14289-1:2014, 7.2: a screen reader chooses its voice by it.",
)
EMBEDDED = Rule(
    "P110",
    "Every font is embedded, and its glyphs have their text.",
    "ISO 19005-2:2011, 6.2.11: without it pages look and read differently elsewhere.",
)
FOREIGN_FONT = Rule(
    "P111",
    "Only the house's fonts are used.",
    "A font of the machine leaked in; another machine would set other lines.",
)
DATES = Rule(
    "P112",
    "Creation and modification dates are given, the same in both places.",
    "ISO 19005-2:2011, 6.6.3: metadata that disagree are false in one place.",
)
STRAY_GLYPH = Rule(
    "P113",
    "Every glyph stands for a character of a script.",
    "ISO 14289-1:2014, 7.21.7: a private character is silence to a screen reader.",
)

RULES: tuple[Rule, ...] = (
    PAGES,
    BOXES,
    TITLE,
    LANGUAGE,
    EMBEDDED,
    FOREIGN_FONT,
    DATES,
    STRAY_GLYPH,
)


_SUBSET = re.compile(r"/?(?:[A-Z]{6}\+)?")
_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?"
    r"(Z.*|[+-]\d\d[:']?(?:\d\d)?'?)?"
)

# What helps where a file was made elsewhere; what is made here is mended in its sources.
_ANEW = "export it anew: what only changes a file often leaves one of its two metadata behind"
_TITLED = "Word: File, Info, Title; LibreOffice: File, Properties; InDesign: File Info; export anew"
_SPOKEN = "Word: Review, Language; LibreOffice: Tools, Options, Languages; Acrobat: Properties"
_EMBED = "Word: Save as PDF, Options, PDF/A compliant; LibreOffice: Export as PDF, Archive (PDF/A)"


def _pages(opened: Opened, expected: Expected) -> Iterator[Finding]:
    count = len(opened.pages)
    if count == 0:
        yield PAGES.at(opened.place, "the file has no page")
    elif expected.pages and count != expected.pages:
        yield PAGES.at(opened.place, f"the file has {count} pages, {expected.pages} were planned")


def _boxes(opened: Opened, expected: Expected) -> Iterator[Finding]:
    wanted = sorted((expected.width, expected.height))
    for n, page in enumerate(opened.pages, 1):
        media = numbers(raw(page, "/MediaBox")) or numbers(entry(page, "/Parent").get("/MediaBox"))
        if len(media) != 4 or media[2] <= media[0] or media[3] <= media[1]:
            yield BOXES.at(opened.place, "the page has no valid MediaBox", page=n)
            continue
        for name in ("/CropBox", "/TrimBox", "/BleedBox"):
            box = numbers(raw(page, name))
            if box and (len(box) != 4 or not _inside(box, media)):
                message = f"its {name[1:]} is not inside its MediaBox"
                yield BOXES.at(opened.place, message, page=n)
        size = sorted((media[2] - media[0], media[3] - media[1]))
        if any(wanted) and any(abs(a - b) > 0.5 for a, b in zip(size, wanted, strict=True)):
            message = f"the page measures {size[0]:.1f} × {size[1]:.1f} pt"
            planned = f"{wanted[0]:.1f} × {wanted[1]:.1f} pt"
            yield BOXES.at(opened.place, f"{message}, not {planned}", page=n)


def _inside(box: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    near = 0.01
    low = box[0] >= outer[0] - near and box[1] >= outer[1] - near
    return low and box[2] <= outer[2] + near and box[3] <= outer[3] + near


def _title(opened: Opened, expected: Expected) -> Iterator[Finding]:
    info = dictionary(opened.reader.trailer.get("/Info"))
    title, xmp = text(info, "/Title"), xmp_texts(opened).get("dc:title", "")
    shown = resolved(raw(entry(opened.root, "/ViewerPreferences"), "/DisplayDocTitle"))
    if not title.strip() or not xmp.strip():
        yield TITLE.at(opened.place, "the file has no title in its metadata", _TITLED)
    elif title != xmp:
        message = f"its title is “{title}” in one place and “{xmp}” in another"
        yield TITLE.at(opened.place, message, _TITLED)
    elif expected.title and title != expected.title:
        yield TITLE.at(opened.place, f"its title is “{title}”, not “{expected.title}”")
    if shown is None or str(shown) != "True":
        message = "viewers would show the file's name, not the title"
        remedy = "Acrobat: Properties, Initial View, Show: Document Title; Word writes it with tags"
        yield TITLE.at(opened.place, message, remedy)


def check_dates(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield dates that are missing, or that the two metadata give differently."""
    info, xmp = dictionary(opened.reader.trailer.get("/Info")), xmp_texts(opened)
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        one, other = _moment(text(info, key)), _moment(xmp.get(name, ""))
        if one is None or other is None:
            message = f"{key[1:]} is missing or is no date in one of the two metadata"
            yield DATES.at(opened.place, message, _ANEW)
        elif not _agree(one, other):
            message = f"{key[1:]} differs between the two metadata"
            yield DATES.at(opened.place, message, _ANEW)


def _moment(date: str) -> dt.datetime | None:
    """Read a date as PDF or XMP writes it (ISO 32000-1:2008, 7.9.4); None if it is none."""
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return None
    zone = found[7]
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        moment = dt.datetime(year, month or 1, day or 1, hour, minute, second)
        if zone is None:
            return moment
        digits = re.sub(r"\D", "", zone).ljust(4, "0")
        ahead = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
        return moment.replace(tzinfo=dt.timezone(-ahead if zone[0] == "-" else ahead))
    except ValueError:  # the thirteenth month
        return None


def _agree(one: dt.datetime, other: dt.datetime) -> bool:
    """Say whether two dates are the same; where one has no zone, by the clock on the wall."""
    if one.tzinfo is None or other.tzinfo is None:
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    return one == other


def _language(opened: Opened, expected: Expected) -> Iterator[Finding]:
    lang = text(opened.root, "/Lang")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", lang):
        yield LANGUAGE.at(opened.place, "the file does not say its language", _SPOKEN)
    elif expected.lang and lang != expected.lang:
        yield LANGUAGE.at(opened.place, f"its language is {lang}, not {expected.lang}")


def _fonts(opened: Opened, _: Expected) -> Iterator[Finding]:
    for font in fonts_of(opened).values():
        name = _font_name(font)
        inner = dictionary(next(iter(items(raw(font, "/DescendantFonts"))), None)) or font
        descriptor = entry(inner, "/FontDescriptor")
        files = ("/FontFile", "/FontFile2", "/FontFile3")
        if text(font, "/Subtype") != "/Type3" and not any(key in descriptor for key in files):
            yield EMBEDDED.at(opened.place, f"the font {name} is not embedded", _EMBED)
        unicode = resolved(raw(font, "/ToUnicode"))
        if not isinstance(unicode, StreamObject):
            yield EMBEDDED.at(opened.place, f"the glyphs of the font {name} have no text", _EMBED)
        else:
            yield from _characters(opened, name, unicode.get_data())


def _house_fonts(opened: Opened, expected: Expected) -> Iterator[Finding]:
    for font in fonts_of(opened).values():
        name = _font_name(font)
        if expected.fonts and name not in expected.fonts:
            remedy = "give the characters a font of the brand"
            yield FOREIGN_FONT.at(opened.place, f"the font {name} is not the house's", remedy)


def _font_name(font: DictionaryObject) -> str:
    return _SUBSET.sub("", text(font, "/BaseFont"), count=1) or text(font, "/Subtype")[1:]


def _characters(opened: Opened, name: str, mapping: bytes) -> Iterator[Finding]:
    """Yield a finding where a glyph stands for a private or a replacement character."""
    values = re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>\s", mapping)
    stray: set[str] = set()
    for value in values:
        for char in bytes.fromhex(value.decode()).decode("utf-16-be", "replace"):
            if "\ue000" <= char <= "\uf8ff" or char in "\ufffd\ufffe\0":
                stray.add(f"U+{ord(char):04X}")
    if stray:
        listed = ", ".join(sorted(stray)[:5])
        yield STRAY_GLYPH.at(opened.place, f"the font {name} has glyphs for {listed}", _EMBED)


LASTING: tuple[Check, ...] = (  # what carries files along
    _pages,
    _boxes,
    _title,
    check_dates,
    _language,
    check_labels,
    check_bookmarks,
    check_links,
    check_fields,
    check_actions,
    _fonts,
    _house_fonts,
)
MIXED: tuple[Check, ...] = (  # what others' pages have a part in
    _pages,
    _title,
    check_dates,
    _language,
    check_labels,
    check_bookmarks,
    check_links,
    check_fields,
    check_actions,
    check_attached,
)
PRINTED: tuple[Check, ...] = (_pages, _house_fonts)
CHECKS: tuple[Check, ...] = (*LASTING, check_attached)
