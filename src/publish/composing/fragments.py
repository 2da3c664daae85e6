"""Elements inside a page's HTML: found, read as trees, and written back."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring, tostring

# Elements without an end tag, as serializers of HTML write them; XML wants them closed.
_VOID = re.compile(r"<(br|col|hr|img|wbr)\b([^>]*?)/?>")
_NAMED = {"&nbsp;": "\u00a0"}


def replaced(html: str, tag: str, css: str, change: Callable[[str], str]) -> str:
    """Return `html` with every element `tag` of the class `css` changed, the outermost only.

    Args:
        change: from an element's HTML to what stands in its place.
    """
    opening = re.compile(rf'<{tag}\b[^>]*\bclass="(?:[^"]* )?{re.escape(css)}(?: [^"]*)?"[^>]*>')
    pieces: list[str] = []
    at = 0
    while found := opening.search(html, at):
        end = end_of(html, tag, found.end())
        pieces += [html[at : found.start()], change(html[found.start() : end])]
        at = end
    return "".join((*pieces, html[at:]))


def end_of(html: str, tag: str, start: int) -> int:
    """Return where the element ends whose start tag ends at `start`."""
    depth = 1
    for found in re.compile(rf"<(/?){tag}\b[^>]*>").finditer(html, start):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    return len(html)


def read(html: str) -> Element:
    """Return the tree of one element.

    Raises:
        ParseError: it is not well formed, but for elements that HTML leaves open.
    """
    for name, character in _NAMED.items():
        html = html.replace(name, character)
    return fromstring(_VOID.sub(r"<\1\2/>", html))


def write(element: Element) -> str:
    """Return the HTML of a tree; what follows it is left out."""
    element.tail = None
    return tostring(element, encoding="unicode", method="html")
