"""From the parser's tree to the elements of the page: blocks and pictures take their final form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript import frontmatter, scanning, source
from publish.manuscript.attributes import check_element
from publish.manuscript.boxes import EMPTY_BLOCK, shape_box, shape_key_figure
from publish.manuscript.context import Work, clipped
from publish.manuscript.elements import become, is_blank, make, plain, pour
from publish.manuscript.figures import Parts, shape_figure
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import BOXES, Block
from publish.manuscript.parsing import parse
from publish.manuscript.places import STAMP, STAMPED, Places, unstamped
from publish.manuscript.sheet import Sheet
from publish.manuscript.tables import dress_table, shape_table

NOT_ALONE = Rule("M310", "A picture stands alone in its paragraph.", "It could not get a caption.")
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
TOO_NESTED = Rule("M146", "The text nests no deeper than the builder can follow.")
NO_CHAPTER = Rule("M103", "The chapters that a publication names exist.")
RULES: tuple[Rule, ...] = (NO_CHAPTER, LIST_TRAP, MARKUP_LEFT, TOO_NESTED, NOT_ALONE)

_LEFT_OVER: Mapping[str, str] = {
    r"!\[": 'a picture is written `![Caption](file.svg){#fig-x alt="…"}`',
    r"\[\^": "a note is written `[^1]`, its text `[^1]: …` in a line of its own",
    r"\{\{|\}\}": "an insert is written `{{kind:key}}` or `{{kind:key|text}}`, in one line",
    r"\]\(": "a link is written `[text](https://…)`",
    r"\]\[": "the address behind `[text][name]` is missing: add a line `[name]: https://…`",
    rf"\{{:|\{{[#.][\w-]+[^{{}}]*\}}|\{{at={STAMP} ": "an attribute list stands right behind "
    "what it describes",
    r"\*\*": "strong text is written `**text**`, without spaces inside the stars",
}
_LEFT = re.compile("|".join(f"({pattern})" for pattern in _LEFT_OVER))
_ITEM_IN_TEXT = re.compile(r"\n(?:[-*+]|[0-9]{1,2}\.) +[\U000f0000-\U0010ff00]")
_MOST = 20  # findings in one piece of text: enough to see what is wrong with it
_STX = re.compile("\x02(\\d+)\x03")


def read_galley(work: Work, path: Path, part: int, annex: bool) -> Galley | None:
    """Return a chapter, parsed and shaped; None if its file cannot be read."""
    lines = source.load(work, path)
    if lines is None:
        return None
    places = Places()
    front, lines = frontmatter.take(work, places, lines)
    scanned = scanning.scan(work, places, lines)
    top = Place(work.shown(path), lines[0].number if lines else 1, 1)
    if front.standfirst:
        scanned.apart["standfirst"] = [front.standfirst]
    scanned.set_apart()
    sheet = Sheet(work, scanned, top)
    root = make("div")
    try:
        root = parse(sheet)
        galley = Galley(path, path.stem, part, annex, sheet, front, root)
        shape(galley)
    except RecursionError:
        work.report(TOO_NESTED, top, "this chapter nests too deeply to be read",
                    "look for long runs of brackets, stars or quotation marks")  # fmt: skip
        return Galley(path, path.stem, part, annex, sheet, front, make("div"))
    return galley


def shape(galley: Galley) -> None:
    """Give every block and picture its final form; report markup that is left over."""
    _find_left_overs(galley)
    _check_attributes(galley)
    _find_list_traps(galley)
    _restore(galley.root)
    for element in reversed(list(galley.root.iter())):  # inner blocks before outer ones
        if element.tag == "div" and (number := element.get("m", "")).isdigit():
            _shape_block(galley, element, int(number))
    _set_apart(galley)
    _lift_pictures(galley)
    dressed = {child for thing in galley.things.values() for child in thing.element}
    for table in list(galley.root.iter("table")):
        if table not in dressed:
            _bare_table(galley, table)
    for at, block in enumerate(galley.sheet.blocks):
        if at not in galley.sheet.handled:
            galley.sheet.work.report(scanning.UNREADABLE, block.place,
                                     f"the block `{block.kind}` cannot stand here",
                                     "put it at the margin, a blank line before it")  # fmt: skip


def _shape_block(galley: Galley, element: Element, number: int) -> None:
    block = galley.sheet.blocks[number]
    parts: Parts = {}
    body = make("div")
    for child in list(element):
        if child.get("m") == "body":
            body = child
        else:
            child.tail = None
            parts.setdefault(child.get("m", ""), []).append(child)
    if block.kind in BOXES:
        shape_box(galley, element, block, parts, body)
    elif block.kind in ("figure", "chart"):
        if len(body):
            galley.sheet.work.report(EMPTY_BLOCK, block.place, f"a {block.kind} holds no text",
                                     "put it into the title, `note:` or `source:`")  # fmt: skip
        shape_figure(galley, element, block, parts)
    elif block.kind == "table":
        shape_table(galley, element, block, parts, body)
    elif block.kind in ("key-figure", "figures-in-margin"):
        shape_key_figure(galley, element, block, parts, body)
    elif block.kind == "code":
        become(element, "pre")
        element.append(make("code", text=block.text))
    elif block.kind == "apart":
        element.set("m", "apart")
    else:
        become(element, "div")
        pour(body, element)


def _set_apart(galley: Galley) -> None:
    """Take the texts that stand apart, notes and the standfirst, out of the tree."""
    texts: dict[str, list[Element]] = {}
    for child in list(galley.root):
        if child.get("m") == "apart":
            galley.root.remove(child)
            for part in child:
                texts.setdefault(part.get("m", ""), []).append(part)
    for name, place in galley.sheet.scanned.notes.items():
        galley.notes[name] = (place, tuple(texts.get(f"note:{name}", ())))
    if "standfirst" in texts:
        galley.standfirst = pour(texts["standfirst"][0], make("span"))


def _lift_pictures(galley: Galley) -> None:
    """Turn paragraphs that are one picture into figures; report pictures in running text."""
    for parent in list(galley.root.iter()):
        pictures = [child for child in parent if child.tag == "m-figure"]
        if not pictures:
            continue
        alone = (
            parent.tag == "p"
            and len(parent) == 1
            and is_blank(unstamped((parent.text or "") + (pictures[0].tail or "")))
        )
        for picture in pictures:
            number = int(picture.get("m", ""))
            galley.sheet.handled.add(number)
            block = galley.sheet.blocks[number]
            parts: Parts = {}
            for part in list(picture):
                parts.setdefault(part.get("m", ""), []).append(part)
            target = parent if alone else picture
            shape_figure(galley, target, block, parts)
            if not alone:
                galley.sheet.work.report(NOT_ALONE, block.place,
                                         "this picture stands in the middle of a text",
                                         "give it a paragraph of its own")  # fmt: skip


def _bare_table(galley: Galley, table: Element) -> None:
    """Wrap a table without caption as the others are."""
    tail = table.tail
    inner = make("table")
    pour(table, inner)
    become(table, "div", "table")
    table.tail = tail
    dress_table(galley, inner, Block("table", "", galley.place(inner)), None)
    table.append(inner)


def _find_left_overs(galley: Galley) -> None:
    last = galley.top
    remedies = list(_LEFT_OVER.values())
    places = galley.sheet.places
    for element in galley.root.iter():
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


def _check_attributes(galley: Galley) -> None:
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


def _find_list_traps(galley: Galley) -> None:
    report, places = galley.sheet.work.report, galley.sheet.places
    for element in galley.root.iter():
        if element.tag in ("p", "li"):
            for text in (element.text, *(child.tail for child in element)):
                if found := _ITEM_IN_TEXT.search(text or ""):
                    report(LIST_TRAP, places.first(found[0]) or galley.top,
                           "this list item is part of the text above it",
                           "leave a blank line before the list")  # fmt: skip
        if element.tag in ("ul", "ol") and len(element) > 1:
            first = _column(galley, element[0])
            for item in element[1:]:
                if (column := _column(galley, item)) > first > 0:
                    report(LIST_TRAP, galley.place(item),
                           f"this item is indented by {column - first}",
                           "indent by four spaces to nest it, or not at all")  # fmt: skip
                    break


def _column(galley: Galley, item: Element) -> int:
    text = item.text if not is_blank(item.text) or not len(item) else item[0].text
    place = galley.sheet.places.first(text)
    return place.col if place and (item.tag == "li") and place.file == galley.top.file else 0


def _restore(root: Element) -> None:
    """Undo the parser's codes: escaped characters everywhere, entities in code."""
    for element in root.iter():
        if element.tag == "code":
            element.text = unescape(element.text or "")
        elif element.text:
            element.text = _STX.sub(lambda found: chr(int(found[1])), element.text)
        if element.tail:
            element.tail = _STX.sub(lambda found: chr(int(found[1])), element.tail)
        for key, value in element.items():
            if value:
                element.set(key, _STX.sub(lambda found: chr(int(found[1])), value))


def text_of(element: Element | None) -> str:
    """Return an element's text without stamps, in one line."""
    return " ".join(unstamped(plain(element)).split()) if element is not None else ""
