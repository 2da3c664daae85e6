"""The HTML of a manuscript as a tree, and back, without a change."""

from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, tostring

from publish.manuscript.elements import append_text, make

# Elements without an end tag, as this package writes them.
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})


def tree_of(html: str) -> Element:
    """Return the HTML of a chapter, a note, a caption, as the content of a `div`.

    It takes what this package has written; it mends nothing.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def html_of(element: Element) -> str:
    """Return an element's HTML, without what follows it."""
    tail, element.tail = element.tail, None
    html = tostring(element, encoding="unicode", method="html")
    element.tail = tail
    return html


def content_of(element: Element) -> str:
    """Return the HTML of what an element holds."""
    holder = make("div")
    holder.text = element.text
    holder.extend(element)
    html = tostring(holder, encoding="unicode", method="html")
    return html.removeprefix("<div>").removesuffix("</div>")


class _Reader(HTMLParser):
    """Builds the tree; made anew for each text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = make("div")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        append_text(self.open[-1], data)
