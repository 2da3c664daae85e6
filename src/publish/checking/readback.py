"""What a finished PDF must be as a whole: pages, boxes, metadata, ways about it, fonts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

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
            yield BOXES.at(opened.place, f"page {n} has no valid MediaBox")
            continue
        for name in ("/CropBox", "/TrimBox", "/BleedBox"):
            box = numbers(raw(page, name))
            if box and (len(box) != 4 or not _inside(box, media)):
                yield BOXES.at(opened.place, f"page {n}: its {name[1:]} is not inside its MediaBox")
        size = sorted((media[2] - media[0], media[3] - media[1]))
        if any(wanted) and any(abs(a - b) > 0.5 for a, b in zip(size, wanted, strict=True)):
            message = f"page {n} measures {size[0]:.1f} × {size[1]:.1f} pt"
            yield BOXES.at(opened.place, f"{message}, not {wanted[0]:.1f} × {wanted[1]:.1f} pt")


def _inside(box: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    near = 0.01
    low = box[0] >= outer[0] - near and box[1] >= outer[1] - near
    return low and box[2] <= outer[2] + near and box[3] <= outer[3] + near


def _title(opened: Opened, expected: Expected) -> Iterator[Finding]:
    info = dictionary(opened.reader.trailer.get("/Info"))
    title, xmp = text(info, "/Title"), xmp_texts(opened).get("dc:title", "")
    shown = resolved(raw(entry(opened.root, "/ViewerPreferences"), "/DisplayDocTitle"))
    if not title.strip() or not xmp.strip():
        yield TITLE.at(opened.place, "the file has no title in its metadata")
    elif title != xmp:
        yield TITLE.at(opened.place, f"its title is “{title}” in one place and “{xmp}” in another")
    elif expected.title and title != expected.title:
        yield TITLE.at(opened.place, f"its title is “{title}”, not “{expected.title}”")
    if shown is None or str(shown) != "True":
        yield TITLE.at(opened.place, "viewers would show the file's name, not the title")


def _dates(opened: Opened, _: Expected) -> Iterator[Finding]:
    info, xmp = dictionary(opened.reader.trailer.get("/Info")), xmp_texts(opened)
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        one, other = _instant(text(info, key)), _instant(xmp.get(name, ""))
        if not one or not other:
            yield DATES.at(opened.place, f"{key[1:]} is missing or is no date")
        elif one != other:
            yield DATES.at(opened.place, f"{key[1:]} differs between the two metadata")


def _instant(date: str) -> str:
    """Return a date of either notation as its digits, in UTC where it says so."""
    digits = re.sub(r"(Z|[+-]00[:']?00'?)$", "", date.removeprefix("D:"))
    found = re.sub(r"[-:T']", "", digits)
    return found if re.fullmatch(r"\d{4,14}([+]\d{4})?", found) else ""


def _language(opened: Opened, expected: Expected) -> Iterator[Finding]:
    lang = text(opened.root, "/Lang")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", lang):
        yield LANGUAGE.at(opened.place, "the file does not say its language")
    elif expected.lang and lang != expected.lang:
        yield LANGUAGE.at(opened.place, f"its language is {lang}, not {expected.lang}")


def _labels(opened: Opened, expected: Expected) -> Iterator[Finding]:
    ranges = list(tree_entries(entry(opened.root, "/PageLabels"), "/Nums"))
    if not ranges or str(resolved(ranges[0][0])) != "0":
        yield LABELS.at(opened.place, "there are no page labels from the first page on")
    elif expected.labels:
        shown = opened.reader.page_labels
        for n, (label, wanted) in enumerate(zip(shown, expected.labels, strict=False), 1):
            if label != wanted:
                yield LABELS.at(opened.place, f"page {n} is labelled “{label}”, not “{wanted}”")
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
            yield BOOKMARKS.at(opened.place, "a bookmark has no title")
        elif not _leads_to_page(opened, target, named):
            yield BOOKMARKS.at(opened.place, f"the bookmark “{title}” leads to no page")
        waiting += [entry(item, "/Next"), entry(item, "/First")]
    if not seen and len(opened.pages) > 4:
        yield BOOKMARKS.at(opened.place, "there are no bookmarks")


def _links(opened: Opened, _: Expected) -> Iterator[Finding]:
    named = _destinations(opened)
    for n, page in enumerate(opened.pages, 1):
        for reference in items(raw(page, "/Annots")):
            annotation = dictionary(reference)
            kind, action = text(annotation, "/Subtype"), entry(annotation, "/A")
            does = text(action, "/S")
            if kind != "/Link":
                yield ACTIONS.at(opened.place, f"page {n} has a {kind[1:]} annotation")
            elif does in ("", "/GoTo"):
                target = raw(action, "/D") if does else raw(annotation, "/Dest")
                if not _leads_to_page(opened, target, named):
                    shown = resolved(target)
                    message = f"page {n}: a link to “{shown}” leads nowhere"
                    yield TARGETS.at(opened.place, message)
            elif does == "/URI":
                if not re.match(r"(https?://|mailto:)\S+$", text(action, "/URI")):
                    message = f"page {n}: “{text(action, '/URI')}” is no web or mail address"
                    yield TARGETS.at(opened.place, message)
            elif does == "/GoToR":
                file = text(entry(action, "/F"), "/UF") or text(action, "/F")
                if re.match(r"(/|[A-Za-z]:|\\)", file) or not file.endswith(".pdf"):
                    yield TARGETS.at(opened.place, f"page {n}: a link leads to the file “{file}”")
            else:
                yield ACTIONS.at(opened.place, f"page {n}: a link has the action {does[1:]}")


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
            yield ACTIONS.at(opened.place, f"page {n} has actions of its own")


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
            yield EMBEDDED.at(opened.place, f"the font {name} is not embedded")
        unicode = resolved(raw(font, "/ToUnicode"))
        if not isinstance(unicode, StreamObject):
            yield EMBEDDED.at(opened.place, f"the glyphs of the font {name} have no text")
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
    _dates,
    _language,
    _labels,
    _bookmarks,
    _links,
    _actions,
    _fonts,
    _house_fonts,
)
PRINTED: tuple[Check, ...] = (_pages, _dates, _house_fonts)
CHECKS: tuple[Check, ...] = (*LASTING, _attached)
