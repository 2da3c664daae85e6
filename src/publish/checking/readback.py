"""What a finished PDF must be as a whole: pages, boxes, metadata, ways about it, fonts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from publish.checking.geometry import box_of, from_trim
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
    tree_entries,
)
from publish.checking.packet import xmp_texts
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
LABELS = Rule(
    "P106",
    "Viewers show the page numbers that are printed.",
    "ISO 14289-1:2014, 7.17: “go to page 12” would open another page.",
)
BOOKMARKS = Rule(
    "P107",
    "Bookmarks are there and each leads to a page.",
    "ISO 14289-1:2014, 7.17: they are the reader's way about a long document.",
)
TARGETS = Rule(
    "P108",
    "Every link leads to a place that exists.",
    "A dead link is worse than none.",
)
ACTIONS = Rule(
    "P109",
    "A file does nothing by itself: no scripts, no programs, no forms, no attached files.",
    "Readers' mail filters refuse such files, and they are right.",
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
    LABELS,
    BOOKMARKS,
    TARGETS,
    ACTIONS,
    EMBEDDED,
    FOREIGN_FONT,
    DATES,
    STRAY_GLYPH,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What binding meant a file to be. What is empty is not compared.

    Attributes:
        width, height: trim size in points; a page may lie on its side.
        labels: page labels in order.
        fonts: base names of the fonts that may be used, without the prefix of a subset.
        contents: whether the work has a table of contents.
    """

    pages: int = 0
    title: str = ""
    lang: str = ""
    width: float = 0.0
    height: float = 0.0
    labels: tuple[str, ...] = ()
    fonts: frozenset[str] = frozenset()
    contents: bool = False


Check = Callable[[Opened, Expected], Iterator[Finding]]

_SUBSET = re.compile(r"/?(?:[A-Z]{6}\+)?")
_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?T?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?"
    r"(Z.*|[+-]\d\d[:']?(?:\d\d)?'?)?"
)

# What helps where a file was made elsewhere; what is made here is mended in its sources.
_ANEW = "export it anew: what only changes a file often leaves one of its two metadata behind"
_TITLED = "Word: File, Info, Title; LibreOffice: File, Properties; InDesign: File Info; export anew"
_SPOKEN = "Word: Review, Language; LibreOffice: Tools, Options, Languages; Acrobat: Properties"
_LABELLED = "Acrobat: Page Thumbnails, Page Labels; InDesign writes them from its sections"
_MARKED = "export with bookmarks made from headings, after using the heading styles"
_LINKED = "mend the link in the document and export it anew"
_PLAIN = "export the file anew without interactive elements but links"
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


def _labels(opened: Opened, expected: Expected) -> Iterator[Finding]:
    ranges = list(tree_entries(entry(opened.root, "/PageLabels"), "/Nums"))
    if not ranges or str(resolved(ranges[0][0])) != "0":
        yield LABELS.at(opened.place, "there are no page labels from the first page on", _LABELLED)
    elif expected.labels:
        shown = opened.reader.page_labels
        for n, (label, wanted) in enumerate(zip(shown, expected.labels, strict=False), 1):
            if label != wanted:
                message = f"the page is labelled “{label}”, not “{wanted}”"
                yield LABELS.at(opened.place, message, page=n)
                return


def _destinations(opened: Opened) -> dict[str, PdfObject]:
    found = {
        str(resolved(key)): value
        for key, value in tree_entries(entry(entry(opened.root, "/Names"), "/Dests"), "/Names")
    }
    old = {str(name)[1:]: value for name, value in entry(opened.root, "/Dests").items()}
    return {**old, **found}


def _leads_to_page(opened: Opened, value: PdfObject | None, named: dict[str, PdfObject]) -> bool:
    """Say whether a destination, named or explicit, leads to a page of the file."""
    found = resolved(value)
    if isinstance(found, NameObject):
        found = resolved(named.get(str(found)[1:]))
    elif found is not None and not isinstance(found, (ArrayObject, DictionaryObject)):
        found = resolved(named.get(_name(found)))
    if isinstance(found, DictionaryObject):
        found = resolved(raw(found, "/D"))
    return isinstance(found, ArrayObject) and bool(found) and opened.page_of(found[0]) is not None


def _name(value: PdfObject) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _bookmarks(opened: Opened, _: Expected) -> Iterator[Finding]:
    named = _destinations(opened)
    waiting, seen = [entry(entry(opened.root, "/Outlines"), "/First")], set[int]()
    while waiting:
        item = waiting.pop()
        if not item or id(item) in seen:
            continue
        seen.add(id(item))
        title = text(item, "/Title")
        target = raw(item, "/Dest") or raw(entry(item, "/A"), "/D")
        if not title.strip():
            yield BOOKMARKS.at(opened.place, "a bookmark has no title", _MARKED)
        elif not _leads_to_page(opened, target, named):
            yield BOOKMARKS.at(opened.place, f"the bookmark “{title}” leads to no page", _MARKED)
        waiting += [entry(item, "/Next"), entry(item, "/First")]
    if not seen and len(opened.pages) > 4:
        yield BOOKMARKS.at(opened.place, "there are no bookmarks", _MARKED)


def _links(opened: Opened, _: Expected) -> Iterator[Finding]:
    named = _destinations(opened)
    for n, page in enumerate(opened.pages, 1):
        for reference in items(raw(page, "/Annots")):
            annotation = dictionary(reference)
            fault = _fault_of(opened, annotation, named)
            if fault:
                rule, message = fault
                place = box_of(annotation, "/Rect")
                area = from_trim(place, page) if place else ()
                remedy = _LINKED if rule is TARGETS else _PLAIN
                yield rule.at(opened.place, message, remedy, n, area)


def _fault_of(
    opened: Opened, annotation: DictionaryObject, named: dict[str, PdfObject]
) -> tuple[Rule, str] | None:
    """Return what is wrong with an annotation, None if it is a link that leads somewhere."""
    kind, action = text(annotation, "/Subtype"), entry(annotation, "/A")
    does = text(action, "/S")
    if kind != "/Link":
        return ACTIONS, f"there is a {kind[1:]} annotation"
    if does in ("", "/GoTo"):
        target = raw(action, "/D") if does else raw(annotation, "/Dest")
        if not _leads_to_page(opened, target, named):
            return TARGETS, f"a link to “{resolved(target)}” leads nowhere"[:300]
    elif does == "/URI":
        if not re.match(r"(https?://|mailto:)\S+$", text(action, "/URI")):
            return TARGETS, f"“{text(action, '/URI')}” is no web or mail address"
    elif does == "/GoToR":
        file = text(entry(action, "/F"), "/UF") or text(action, "/F")
        if re.match(r"(/|[A-Za-z]:|\\)", file) or not file.endswith(".pdf"):
            return TARGETS, f"a link leads to the file “{file}”"
    else:
        return ACTIONS, f"a link has the action {does[1:]}"
    return None


def _actions(opened: Opened, _: Expected) -> Iterator[Finding]:
    opening = resolved(raw(opened.root, "/OpenAction"))
    if isinstance(opening, DictionaryObject) and text(opening, "/S") != "/GoTo":
        message = f"on opening, the file does this: {text(opening, '/S')[1:]}"
        yield ACTIONS.at(opened.place, message)
    if "/JavaScript" in entry(opened.root, "/Names"):
        yield ACTIONS.at(opened.place, "the file holds scripts")
    for key, what in (("/AA", "actions"), ("/AcroForm", "a form")):
        if key in opened.root:
            yield ACTIONS.at(opened.place, f"the file holds {what}")
    for n, page in enumerate(opened.pages, 1):
        if "/AA" in page:
            yield ACTIONS.at(opened.place, "the page has actions of its own", _PLAIN, n)


def _attached(opened: Opened, _: Expected) -> Iterator[Finding]:
    if "/EmbeddedFiles" in entry(opened.root, "/Names") or "/AF" in opened.root:
        yield ACTIONS.at(opened.place, "the file holds attached files")


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
        yield STRAY_GLYPH.at(opened.place, f"the font {name} has glyphs for {listed}")


LASTING: tuple[Check, ...] = (  # what carries files along
    _pages,
    _boxes,
    _title,
    check_dates,
    _language,
    _labels,
    _bookmarks,
    _links,
    _actions,
    _fonts,
    _house_fonts,
)
PRINTED: tuple[Check, ...] = (_pages, _house_fonts)
CHECKS: tuple[Check, ...] = (*LASTING, _attached)
