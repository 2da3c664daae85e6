"""Ways about a finished PDF: page labels, bookmarks, links; and that it does nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

from publish.checking.expected import Expected
from publish.checking.geometry import box_of, from_trim
from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    raw,
    resolved,
    text,
    tree_entries,
)
from publish.errors import Finding, Rule

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
    "A file does nothing by itself: no scripts, no programs, no attached files.",
    "Readers' mail filters refuse such files, and they are right.",
)
RULES: tuple[Rule, ...] = (LABELS, BOOKMARKS, TARGETS, ACTIONS)

# What helps where a file was made elsewhere; what is made here is mended in its manuscript.
_LABELLED = "Acrobat: Page Thumbnails, Page Labels; InDesign writes them from its sections"
_MARKED = "export with bookmarks made from headings, after using the heading styles"
_LINKED = "mend the link in the document and export it anew"
_PLAIN = "export the file anew without interactive elements but links and fields"


def check_labels(opened: Opened, expected: Expected) -> Iterator[Finding]:
    """Yield page labels that are missing, or differ from what is printed."""
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


def check_bookmarks(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield bookmarks that are missing or lead nowhere."""
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


def check_links(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield links that lead nowhere, and annotations that are no links."""
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
    if kind == "/Widget":  # a field: see `fields`
        return None
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


def check_actions(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield what the file does by itself."""
    opening = resolved(raw(opened.root, "/OpenAction"))
    if isinstance(opening, DictionaryObject) and text(opening, "/S") != "/GoTo":
        message = f"on opening, the file does this: {text(opening, '/S')[1:]}"
        yield ACTIONS.at(opened.place, message)
    if "/JavaScript" in entry(opened.root, "/Names"):
        yield ACTIONS.at(opened.place, "the file holds scripts")
    if "/AA" in opened.root:
        yield ACTIONS.at(opened.place, "the file holds actions")
    for n, page in enumerate(opened.pages, 1):
        if "/AA" in page:
            yield ACTIONS.at(opened.place, "the page has actions of its own", _PLAIN, n)


def check_attached(opened: Opened, _: Expected) -> Iterator[Finding]:
    """Yield attached files."""
    if "/EmbeddedFiles" in entry(opened.root, "/Names") or "/AF" in opened.root:
        yield ACTIONS.at(opened.place, "the file holds attached files")
