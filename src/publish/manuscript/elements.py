"""Small tools on element trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement


def make(tag: str, css: str = "", text: str = "", **attributes: str) -> Element:
    """Return an element with a class and a text."""
    element = Element(tag, {"class": css, **attributes} if css else attributes)
    if text:
        element.text = text
    return element


def become(element: Element, tag: str, css: str = "", **attributes: str) -> None:
    """Turn an element into another one without content; it keeps its place and its tail."""
    tail = element.tail
    element.clear()
    element.tag, element.tail = tag, tail
    if css:
        element.set("class", css)
    element.attrib.update(attributes)


def pour(source: Element, target: Element) -> Element:
    """Move all content of `source` to the end of `target`, which is returned."""
    append_text(target, source.text or "")
    target.extend(list(source))
    for child in list(source):
        source.remove(child)
    source.text = None
    return target


def append_text(element: Element, text: str) -> None:
    """Add text at the end of an element."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def add(parent: Element, *children: Element | str) -> Element:
    """Append elements and texts to `parent`, which is returned."""
    for child in children:
        if isinstance(child, str):
            append_text(parent, child)
        else:
            parent.append(child)
    return parent


def replace(parent: Element, old: Element, new: Sequence[Element | str]) -> None:
    """Put elements and texts where `old` stands; its tail stays behind them."""
    at = list(parent).index(old)
    tail = old.tail or ""
    parent.remove(old)
    for item in (*new, tail):
        if isinstance(item, str):
            if not item:
                continue
            if at:
                before = parent[at - 1]
                before.tail = (before.tail or "") + item
            else:
                parent.text = (parent.text or "") + item
        else:
            item.tail = None
            parent.insert(at, item)
            at += 1


def plain(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(element.itertext())


def is_blank(text: str | None) -> bool:
    return not (text or "").strip()


def text_slots(element: Element) -> Iterator[tuple[Element, str]]:
    """Yield (element, "text" or "tail") for each piece of text inside, in reading order."""
    pending: list[tuple[Element, str]] = [(element, "text")]
    while pending:
        current, slot = pending.pop()
        yield current, slot
        if slot == "text":
            for child in reversed(current):
                pending += [(child, "tail"), (child, "text")]


def labelled(css: str, lead: str, source: Element) -> Element:
    """Return `<p class="note"><span class="lead">Note:</span> …</p>`."""
    paragraph = make("p", css)
    SubElement(paragraph, "span", {"class": "lead"}).text = lead
    append_text(paragraph, " ")
    return pour(source, paragraph)
