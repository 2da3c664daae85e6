"""From the parser's tree to the elements of the page: blocks and pictures take their final form."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

from publish.errors import Place, Rule
from publish.manuscript import frontmatter, scanning, source
from publish.manuscript.audiences import UNSEEN_MARK, is_unseen, part_audiences
from publish.manuscript.boxes import EMPTY_BLOCK, shape_box, shape_key_figure
from publish.manuscript.context import Work
from publish.manuscript.elements import become, is_blank, make, plain, pour
from publish.manuscript.figures import Parts, shape_figure
from publish.manuscript.forms import report_lone_fields, shape_field, shape_form
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import BOXES, Block
from publish.manuscript.leftovers import check_attributes, find_left_overs, find_list_traps
from publish.manuscript.parsing import parse
from publish.manuscript.places import Places, unstamped
from publish.manuscript.sheet import Sheet
from publish.manuscript.tables import dress_table, shape_table

NOT_ALONE = Rule("M310", "A picture stands alone in its paragraph.", "It could not get a caption.")
TOO_NESTED = Rule(
    "M146",
    "The text nests no deeper than the builder can follow.",
    "The run would end there, and other faults would stay unseen.",
)
NO_CHAPTER = Rule(
    "M103", "The chapters that a publication names exist.", "Its text would be missing in print."
)
RULES: tuple[Rule, ...] = (NO_CHAPTER, TOO_NESTED, NOT_ALONE)

_STX = re.compile("\x02(\\d+)\x03")


def read_galley(work: Work, path: Path, part: int, annex: bool, name: str = "") -> Galley | None:
    """Return a chapter, parsed and shaped; None if its file cannot be read.

    Args:
        name: of the chapter, where it is not that of its file.
    """
    lines = source.load(work, path)
    if lines is None:
        return None
    places = Places()
    front, lines = frontmatter.take(work, places, lines)
    scanned = scanning.scan(work, places, lines)
    top = Place(work.shown(path), lines[0].number if lines else 1, 1)
    if front.standfirst:
        scanned.apart["standfirst"] = [front.standfirst]
    if front.further:
        scanned.apart["further"] = list(front.further)
    scanned.set_apart()
    sheet = Sheet(work, scanned, top)
    root = make("div")
    try:
        root = parse(sheet)
        galley = Galley(path, name or path.stem, part, annex, sheet, front, root)
        shape(galley)
    except RecursionError:
        work.report(TOO_NESTED, top, "this chapter nests too deeply to be read",
                    "look for long runs of brackets, stars or quotation marks")  # fmt: skip
        return Galley(path, path.stem, part, annex, sheet, front, make("div"))
    return galley


def shape(galley: Galley) -> None:
    """Give every block and picture its final form; report markup that is left over."""
    find_left_overs(galley)
    check_attributes(galley)
    find_list_traps(galley)
    _restore(galley.root)
    conditions: dict[Element, Block] = {}
    for element in reversed(list(galley.root.iter())):  # inner blocks before outer ones
        if element.tag == "div" and (number := element.get("m", "")).isdigit():
            _shape_block(galley, element, int(number))
            block = galley.sheet.blocks[int(number)]
            conditions |= {element: block} if block.kind == "when" else {}
    report_lone_fields(galley)
    part_audiences(galley, conditions)
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
    elif block.kind == "form":
        shape_form(galley, element, block, parts, body)
    elif block.kind == "field":
        shape_field(galley, element, block, parts, body)
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
    if is_unseen(block, galley.sheet.work.audience):
        element.set(UNSEEN_MARK, "1")


def _set_apart(galley: Galley) -> None:
    """Take the texts that stand apart, notes and those of the front matter, out of the tree."""
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
    # Sources, which name works without brackets.
    galley.further = [pour(text, make("span", "source")) for text in texts.get("further", ())]


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
    text = unstamped(plain(element)) if element is not None else ""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
