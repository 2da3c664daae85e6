"""Figures and charts: from a block or a picture in the text to `<figure>`."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript.elements import add, become, labelled, make, pour
from publish.manuscript.galley import Galley, Thing
from publish.manuscript.kinds import Block
from publish.manuscript.pictures import read_picture

NO_ALT = Rule(
    "M302",
    "Every picture has alternative text or is declared decorative.",
    "Who cannot see it would miss what it says (PDF/UA-1, 7.3; WCAG 2.2, 1.1.1).",
)
NO_CAPTION = Rule(
    "M313",
    "Figures, charts and tables with an id have a caption.",
    "Lists of figures and tables, and those who hear the text, go by it.",
)
BAD_WIDTH = Rule(
    "M314",
    "Widths are percentages of the text's width.",
    "Layouts differ in width: only a share holds in all of them.",
)
NO_SOURCE_FILE = Rule(
    "M315", "A figure names its picture, a chart its data.", "There would be nothing to show."
)
RULES: tuple[Rule, ...] = (NO_ALT, NO_CAPTION, BAD_WIDTH, NO_SOURCE_FILE)

_WIDTH = re.compile(r"(100|[1-9]\d?)%")
Parts = dict[str, list[Element]]


def shape_figure(galley: Galley, element: Element, block: Block, parts: Parts) -> None:
    """Turn `element` into the figure that `block` describes."""
    work = galley.sheet.work
    image = make("img")
    decorative = block.flag("decorative")
    classes = ["figure"]
    if block.kind == "chart":
        classes.append("chart")
        name = block.get("id") or f"{galley.name}-{len(galley.things) + 1}"
        image.set("src", f"charts/{name}.svg")
    else:
        image.set("src", block.get("src"))
        _read(galley, block)
    if width := _width(galley, block):
        classes.append(f"width-{width.rstrip('%')}")
        image.set("style", f"width:{width}")
    become(element, "figure", " ".join(classes))
    if name := block.get("id"):
        element.set("id", name)
    thing = Thing(element, block, "figure")
    galley.things[element] = thing
    if title := parts.get("title"):
        thing.label = make("span", "label")
        thing.title = pour(title[0], make("span", "caption-text"))
        element.append(add(make("figcaption"), thing.label, " ", thing.title))
    elif name or not decorative:
        work.report(NO_CAPTION, block.place, f"this {block.kind} has no caption",
                    "write what it says: `/// figure | Caption`, `![Caption](…)`")  # fmt: skip
    if subtitle := parts.get("subtitle"):
        element.append(pour(subtitle[0], make("p", "subtitle")))
    if decorative:
        image.set("alt", "")
        image.set("data-tag", "Artifact")
    elif alt := parts.get("alt"):
        element.append(pour(alt[0], make("m-alt")))
    else:
        work.report(NO_ALT, block.place, f"this {block.kind} has no alternative text",
                    'add alt="what the picture tells", or declare it decorative')  # fmt: skip
    element.append(image)
    add_notes(galley, element, parts)


def add_notes(galley: Galley, element: Element, parts: Parts) -> None:
    """Append the note and the source line."""
    for name in ("note", "source"):
        for part in parts.get(name, ()):
            element.append(labelled(name, f"{galley.sheet.work.word(name)}:", part))


def _width(galley: Galley, block: Block) -> str:
    width = block.get("width")
    if width and not _WIDTH.fullmatch(width):
        galley.sheet.work.report(BAD_WIDTH, block.at("width"), f"`{width}` is not a width",
                                 "write a percentage, such as `80%`")  # fmt: skip
        return ""
    return width


def _read(galley: Galley, block: Block) -> None:
    work, src = galley.sheet.work, block.get("src")
    if not src:
        work.report(NO_SOURCE_FILE, block.place, "this figure names no picture",
                    "add `src: figures/name.svg`")  # fmt: skip
    elif not work.light and src not in galley.pictures:
        picture = read_picture(work, src, block.at("src"))
        if picture:
            galley.pictures[src] = picture
