"""From resolved trees to the strings of the model: typography, alternative texts, serialization."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from xml.etree.ElementTree import Element, tostring

from publish.errors import Rule
from publish.manuscript import abbreviations
from publish.manuscript.audiences import UNSEEN
from publish.manuscript.boxes import lengthen
from publish.manuscript.context import Work, clipped, nearest
from publish.manuscript.elements import is_blank, make, plain, pour, replace
from publish.manuscript.filling import name_fields
from publish.manuscript.galley import Galley
from publish.manuscript.places import unstamped
from publish.manuscript.tables import line_up
from publish.manuscript.typography import set_plain, set_text

BAD_LINK = Rule(
    "M213",
    "Links have a text and lead to a web address, a mail address or an id.",
    "On paper and on screen it would lead nowhere.",
)
LONG_ALT = Rule(
    "M316",
    "An alternative text has at most 2,000 characters.",
    "It is read out in one breath: what needs more belongs into the text or a table.",
)
RULES: tuple[Rule, ...] = (BAD_LINK, LONG_ALT)

_SCHEMES = ("https://", "http://", "mailto:", "tel:", "xref:")
_ALT_LIMIT = 2000


def check_links(work: Work, galley: Galley, root: Element, ids: Mapping[str, object]) -> None:
    """Report links without text or address, and those that lead nowhere a reader can go."""
    for link in root.iter("a"):
        if link.get("class") in ("xref", "cite", "term") or "data-kind" in link.attrib:
            continue
        href = unstamped(link.get("href") or "")
        place = galley.sheet.places.last("".join(link.itertext())) or galley.place(link)
        if not href or is_blank(unstamped(plain(link))):
            work.report(BAD_LINK, place, "this link has no " + ("text" if href else "address"),
                        "write `[text](https://…)`")  # fmt: skip
        elif href.startswith("#"):
            if href[1:] in work.unseen:
                work.report(UNSEEN, place, f"the readers of this text do not see `{href[1:]}`",
                            "leave the link out, or move what it leads to")  # fmt: skip
            elif href[1:] not in ids:
                work.report(BAD_LINK, place, f"nothing has the id `{href[1:]}`",
                            nearest(href[1:], ids) or "correct the id")  # fmt: skip
        elif not href.startswith(_SCHEMES):
            work.report(
                BAD_LINK,
                place,
                f"`{clipped(href)}` is not an address",
                "begin with https:// or mailto:; for your own text write `@sec-…`",
            )


def check_alts(work: Work, galley: Galley, root: Element) -> None:
    """Report alternative texts that are too long to be read out."""
    for holder in root.iter("m-alt"):
        if len(unstamped(plain(holder))) > _ALT_LIMIT:
            work.report(LONG_ALT, galley.place(holder), "this alternative text is too long",
                        "say the message; put the details into the text")  # fmt: skip


def finish(work: Work, root: Element, known: Mapping[str, str], used: set[str]) -> None:
    """Make the text of a tree ready for print, in place."""
    clean(root)
    set_text(root, work.lang)
    for figure in list(root.iter("figure")):
        _set_alt(work, figure)
    abbreviations.mark(root, known, used)
    for table in root.iter("table"):
        line_up(table)
    name_fields(root)
    for box in list(root.iter("aside")):
        lengthen(box, work.edition)


def clean(root: Element) -> None:
    """Take out stamps and the marks of earlier passes."""
    for element in root.iter():
        for name in ("at", "m"):
            element.attrib.pop(name, None)
        if element.text:
            element.text = unstamped(element.text)
        if element.tail:
            element.tail = unstamped(element.tail)
        for key, value in element.items():
            element.set(key, unstamped(value))


def _set_alt(work: Work, figure: Element) -> None:
    holder, image = figure.find("m-alt"), figure.find("img")
    if holder is None or image is None:
        return
    text = re.sub(r"[ \t\n]+", " ", plain(holder)).strip()
    image.set("alt", set_plain(text, work.lang))
    figure.remove(holder)


def title_html(element: Element | None) -> str:
    """Return a title as inline HTML without notes, links and index marks."""
    if element is None:
        return ""
    copy = bare(element)
    return inner_html(copy).strip()


def bare(element: Element) -> Element:
    """Return a copy of an element without notes, links, index marks and page references."""
    copy = deepcopy(element)
    copy.tail = None
    for parent in list(copy.iter()):
        for child in list(parent):
            if child.get("class") in ("footnote", "index-mark", "page-ref", "late"):
                replace(parent, child, [])
    for link in list(copy.iter("a")):
        link.tag = "span"
        link.attrib.clear()
    for parent in list(copy.iter()):
        for child in list(parent):
            if child.tag == "span" and not child.attrib and not len(child):
                replace(parent, child, [child.text or ""])
    return copy


def inner_html(element: Element) -> str:
    """Return the content of an element as HTML."""
    holder = make("div")
    pour(deepcopy(element), holder)
    html = tostring(holder, encoding="unicode", method="html")
    return html.removeprefix("<div>").removesuffix("</div>")


def body_html(root: Element) -> str:
    """Return the blocks of a chapter as HTML, one to a line."""
    pieces = []
    for child in root:
        child.tail = None
        pieces.append(tostring(child, encoding="unicode", method="html"))
    return "\n".join(pieces)
