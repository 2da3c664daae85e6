"""Where the links of a page lead."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from posixpath import normpath
from urllib.parse import unquote, urlsplit

_LEADING = {"a": "href", "img": "src", "link": "href", "script": "src", "iframe": "src"}
_OUTSIDE = ("http", "https", "mailto")  # leads out, and says so; the page does not need it


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif name == _LEADING.get(tag) or name in ("srcset", "data", "action", "poster"):
                self.links.append((tag, value or ""))


def broken_links(page: str, files: frozenset[str]) -> Iterator[str]:
    """Yield, in words, what is wrong with the links of a page at the root of a package.

    Args:
        files: what the package holds.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if not reader.links:
        yield "it has no links at all"
    for tag, link in dict.fromkeys(reader.links):
        if why := _fault(tag, link, files, reader.anchors):
            yield f"“{link[:120]}” {why}"


def _fault(tag: str, link: str, files: frozenset[str], anchors: set[str]) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return "is no address"
    if parts.scheme or parts.netloc:
        out = tag == "a" and parts.scheme in _OUTSIDE
        return "" if out else "is not of the package"
    path = unquote(parts.path)
    if not path:
        return "" if unquote(parts.fragment) in anchors else "leads to no place of the page"
    if normpath(path) != path or path.startswith(("/", "..")) or path not in files:
        return "leads to nothing in the package"
    return ""
