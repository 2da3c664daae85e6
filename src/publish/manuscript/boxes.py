"""Boxes of all kinds and key figures: from a block to `<aside>`."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript.elements import add, append_text, become, is_blank, make, plain, pour
from publish.manuscript.figures import Parts
from publish.manuscript.galley import Galley, Thing
from publish.manuscript.kinds import NUMBERED, Block
from publish.manuscript.options import BAD_VALUE
from publish.manuscript.places import unstamped

BOX_TITLE = Rule("M117", "Numbered boxes have a title.", "Lists of boxes would show a bare number.")
EMPTY_BLOCK = Rule(
    "M125",
    "A block holds what its kind needs.",
    "An empty frame would be printed, or text would be lost.",
)
RULES: tuple[Rule, ...] = (BOX_TITLE, EMPTY_BLOCK)

# Characters of text above which a box may break, with its head repeated. An exercise always breaks
# between its questions, which have room for answers between them.
_LONG = 600
_LONG_KIND: Mapping[str, int] = {"box-exercise": 150, "box-checklist": 250}
# Characters up to which one is kept together: the figures and the story of a country case are read
# as one, and a checklist or an exercise is copied. It breaks only where a page would stay empty.
_WHOLE_KIND: Mapping[str, int] = {
    "box-country-case": 1400,
    "box-checklist": 900,
    "box-exercise": 700,
}
_ONE_LINE = ("box-legal", "box-answer", "box-facilitator")  # label and title share a line
_WORDS: Mapping[str, str] = {
    "country-case": "country_case",
    "key-messages": "key_messages",
    "definition": "definition",
    "checklist": "checklist",
    "legal": "legal_text",
    "answer": "answer",
    "facilitator": "facilitator_note",
}


def shape_box(galley: Galley, element: Element, block: Block, parts: Parts, body: Element) -> None:
    """Turn `element` into the box that `block` describes."""
    work = galley.sheet.work
    content = pour(body, make("div", "box-body"))
    if is_blank(plain(content)) and not len(content) and "outcomes" not in block.options:
        work.report(EMPTY_BLOCK, block.place, f"this block `{block.kind}` is empty",
                    "write its text, or take it out")  # fmt: skip
    lines = block.get("lines")
    if lines not in ("", "0", "1", "2"):
        work.report(BAD_VALUE, block.at("lines"), f"`{lines}` is not a number of ruled lines",
                    "write 0, 1 or 2; without the option there are two")  # fmt: skip
        lines = ""
    css = f"box lines-{lines} box-{block.kind}" if lines else f"box box-{block.kind}"
    become(element, "aside", css, **{"data-tag": "Aside"})
    if name := block.get("id"):
        element.set("id", name)
    thing = Thing(element, block, NUMBERED.get(block.kind, ""))
    galley.things[element] = thing
    head = make("p", "box-head")
    kind = work.word(_WORDS[block.kind]) if block.kind in _WORDS else ""
    title = parts.get("title", [])
    written = unstamped(plain(title[0])).strip() if title else ""
    pieces: list[Element | str] = []
    if thing.counter:
        thing.label = make("span", "box-label")
        pieces += [thing.label, " "]
        if not written:
            work.report(BOX_TITLE, block.place, f"this block `{block.kind}` has no title",
                        f"write `/// {block.kind} | Title`")  # fmt: skip
    if kind:
        pieces += [make("span", "box-kind", kind), " "]
    if country := parts.get("country"):
        pieces += [pour(country[0], make("span", "box-country")), " "]
    if title and written.casefold() != kind.casefold():
        thing.title = pour(title[0], make("span", "box-title"))
        pieces += [thing.title]
    if pieces and pieces[-1] == " ":
        pieces.pop()
    if pieces:
        element.append(add(head, *pieces))
    if outcomes := parts.get("outcome-value"):
        content.insert(0, _outcomes(outcomes, parts["outcome-text"]))
        content[0].tail, content.text = content.text, None
    if block.kind == "checklist":
        for bullets in content.iter("ul"):
            bullets.set("class", "checklist")
    element.append(content)


def _outcomes(values: list[Element], texts: list[Element]) -> Element:
    bullets = make("ul", "outcomes")
    for value, text in zip(values, texts, strict=True):
        bullets.append(add(make("li"), pour(value, make("span", "outcome-value")), " ",
                           pour(text, make("span", "outcome-text"))))  # fmt: skip
    return bullets


def shape_key_figure(
    galley: Galley, element: Element, block: Block, parts: Parts, body: Element
) -> None:
    """Turn `element` into a big number with a plain sentence and its source."""
    work = galley.sheet.work
    value, fact = make("p", "key-value"), block.get("fact")
    source = make("p", "key-source")
    at = galley.sheet.places.stamp(block.at("fact"))
    if "value" in parts:
        pour(parts["value"][0], value)
    elif fact:
        value.append(make("m-insert", at=at, kind="fact", key=fact, extra="percent"))
    else:
        work.report(EMPTY_BLOCK, block.place, "this key figure has no value",
                    "add `value:` or `fact:`")  # fmt: skip
    if "source" in parts:
        pour(parts["source"][0], source)
    elif fact:
        source.append(make("m-insert", at=at, kind="fact", key=fact, extra="source"))
    text = make("p", "key-text")
    for part in (*parts.get("title", ()), *parts.get("text", ())):
        append_text(text, " " if text.text or len(text) else "")
        pour(part, text)
    for paragraph in list(body):
        if paragraph.tag == "p":
            append_text(text, " " if text.text or len(text) else "")
            pour(paragraph, text)
            body.remove(paragraph)
    if len(body) or is_blank(plain(text)):
        work.report(EMPTY_BLOCK, block.place,
                    "a key figure has one sentence of text and nothing else",
                    "add `text:`, move anything else out of the block")  # fmt: skip
    become(element, "aside", "key-figure", **{"data-tag": "Aside"})
    element.extend([value, text])
    if len(source) or source.text:
        element.append(source)


def lengthen(element: Element, edition: str) -> None:
    """Turn a box whose text is long into a table, which repeats its head on the next page.

    A page of large print holds no box of more than the usual length.
    """
    kind = element.get("class", "").split(" ")[-1]
    length = len(plain(element))
    if length <= _LONG_KIND.get(kind, _LONG):
        return
    if element.tag != "aside" or len(element) < 2:
        return
    head, content = element[0], element[1]
    css, name = element.get("class", ""), element.get("id", "")
    cell = pour(head, make("th", "box-head", **{"data-tag": "P"}))
    # "(continued)" goes on the line of the label, where there is always room for it.
    title = next((k for k, part in enumerate(cell) if part.get("class") == "box-title"), len(cell))
    late = make("span", "late", **{"data-late": "continued"})
    if title == 0 or kind in _ONE_LINE:
        title = len(cell)
    if title == len(cell):
        append_text(cell, " ")
    late.tail = " " if title < len(cell) else None
    cell.insert(title, late)
    body = pour(content, make("td", "box-body", **{"data-tag": "none"}))
    whole = edition != "large-print" and length <= _WHOLE_KIND.get(kind, 0)
    become(element, "table", f"{css} long whole" if whole else f"{css} long",
           **{"data-tag": "Aside"})  # fmt: skip
    if name:
        element.set("id", name)
    for tag, inner in (("thead", cell), ("tbody", body)):
        row = add(make("tr", **{"data-tag": "none"}), inner)
        element.append(add(make(tag, **{"data-tag": "none"}), row))
