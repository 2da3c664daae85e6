"""What Markdown passes over in silence: markup left over, lists that are none, attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript.attributes import check_element
from publish.manuscript.context import clipped
from publish.manuscript.elements import is_blank
from publish.manuscript.galley import Galley
from publish.manuscript.places import STAMP, STAMPED, Places, unstamped

MARKUP_LEFT = Rule(
    "M145",
    "No markup is left over in the text.",
    "What the parser does not recognize would be printed as it was typed.",
)
LIST_TRAP = Rule(
    "M144",
    "A list begins after a blank line, and its inner lists are indented by four spaces.",
    "Markdown would join the items to the text, or the inner list to the outer.",
)
RULES: tuple[Rule, ...] = (LIST_TRAP, MARKUP_LEFT)

_LEFT_OVER: Mapping[str, str] = {
    r"!\[": 'a picture is written `![Caption](file.svg){#fig-x alt="…"}`',
    r"\[\^": "a note is written `[^1]`, its text `[^1]: …` in a line of its own",
    r"\{\{|\}\}": "an insert is written `{{kind:key}}` or `{{kind:key|text}}`, in one line",
    r"\]\(": "a link is written `[text](https://…)`",
    r"\]\[": "the address behind `[text][name]` is missing: add a line `[name]: https://…`",
    rf"\{{:|\{{[#.][\w-]+[^{{}}]*\}}|\{{at={STAMP} ": "an attribute list stands right behind "
    "what it describes",
    rf"(?<=^{STAMP})\[[ xX]\] ": "items with squares stand in a block `/// checklist`",
    r"\*\*": "strong text is written `**text**`, without spaces inside the stars",
}
_LEFT = re.compile("|".join(f"({pattern})" for pattern in _LEFT_OVER))
_ITEM_IN_TEXT = re.compile(r"\n(?:[-*+]|[0-9]{1,2}\.) +[\U000f0000-\U0010ff00]")
_BRACKETED = re.compile(rf"(?m)^{STAMP}*[0-9]{{1,2}}\) ")
_MOST = 20  # findings in one piece of text: enough to see what is wrong with it


def find_left_overs(galley: Galley) -> None:
    last = galley.top
    remedies = list(_LEFT_OVER.values())
    places = galley.sheet.places
    for element in galley.root.iter():
        if element.tag in ("sub", "sup") and len(element) and element[0].tag == element.tag:
            mark = {"sub": "~~", "sup": "^^"}[element.tag]
            galley.sheet.work.report(MARKUP_LEFT, last, f"`{mark}` cannot be understood",
                                     f"small letters are written `{mark[0]}2{mark[0]}`; text that "
                                     "is deleted or new has no mark")  # fmt: skip
        known = element.tag in ("code", "m-html", "m-cite", "m-ref")
        for text in (None if known else element.text, element.tail):
            stars = False
            for found in islice(_LEFT.finditer(text or ""), _MOST):
                if found[0] == "**":
                    if stars:  # their end, or their beginning again
                        continue
                    stars = True
                place = _reached(places, (text or "")[: found.start()]) or last
                shown = clipped(unstamped((text or "")[found.start() : found.start() + 30]), 24)
                galley.sheet.work.report(MARKUP_LEFT, place, f"`{shown}` cannot be understood",
                                         remedies[(found.lastindex or 1) - 1])  # fmt: skip
            last = places.last(text) or last


def _reached(places: Places, before: str) -> Place | None:
    """Return the place at the end of a text, counted from its last stamp."""
    place = places.last(before)
    if place is None:
        return None
    since = STAMPED.split(before)[-1]
    return place if "\n" in since else Place(place.file, place.line, place.col + len(since))


def check_attributes(galley: Galley) -> None:
    """Report what authors may not set; runs while only they and the parser have set anything."""
    parents = {child: parent for parent in galley.root.iter() for child in parent}
    last = galley.top
    for element in galley.root.iter():
        place = galley.place(element)
        last = place if place != galley.top else last
        parent = parents.get(element)
        own = element.tag.startswith("m-") or element.tag == "div"
        part = parent is not None and (parent.tag == "m-figure" or "m" in parent.attrib)
        if not own and not (part and "m" in element.attrib):
            check_element(galley.sheet.work, galley.sheet.places, last, element)


def find_list_traps(galley: Galley) -> None:
    report, places = galley.sheet.work.report, galley.sheet.places
    for element in galley.root.iter():
        if element.tag in ("p", "li"):
            for text in (element.text, *(child.tail for child in element)):
                if found := _ITEM_IN_TEXT.search(text or ""):
                    report(LIST_TRAP, places.first(found[0]) or galley.top,
                           "this list item is part of the text above it",
                           "leave a blank line before the list")  # fmt: skip
        if element.tag in ("p", "li") and len(_BRACKETED.findall(_own_text(element))) > 1:
            report(LIST_TRAP, places.first(_own_text(element)) or galley.top,
                   "items with a bracket after their number run together",
                   "write the numbers with full stops: `1. First`")  # fmt: skip
        if element.tag in ("ul", "ol") and len(element) > 1:
            first = _column(galley, element[0])
            for number, item in enumerate(element[1:], 2):
                wider = len(str(number)) - 1 if element.tag == "ol" else 0  # 10. after 1.
                if (column := _column(galley, item)) > first + wider and first > 0:
                    report(LIST_TRAP, galley.place(item),
                           f"this item is indented by {column - first}",
                           "indent by four spaces to nest it, or not at all")  # fmt: skip
                    break


def _own_text(element: Element) -> str:
    """Return an element's text in its lines, that of what stands in them left out."""
    return "".join((element.text or "", *(f"¦{child.tail or ''}" for child in element)))


def _column(galley: Galley, item: Element) -> int:
    text = item.text if not is_blank(item.text) or not len(item) else item[0].text
    place = galley.sheet.places.first(text)
    return place.col if place and (item.tag == "li") and place.file == galley.top.file else 0
