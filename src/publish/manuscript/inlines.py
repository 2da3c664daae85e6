"""The inline constructs of the dialect, as Markdown patterns that leave elements to be resolved.

Elements made here have tags that begin with `m-`; `resolving` turns every one into HTML.
"""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import (
    HTML_RE,
    InlineProcessor,
    LinkInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import AtomicString

from publish.manuscript.attributes import read_attributes
from publish.manuscript.kinds import Block, Option
from publish.manuscript.places import PIPE, STAMP, unstamped
from publish.manuscript.sheet import Sheet

Matched = tuple[Element | str | None, int | None, int | None]
KEY = r"[A-Za-z](?:[\w./:-]*\w)?"
_INSERT = rf"({STAMP}?)\{{\{{([^{{}}|{PIPE}:]*)(:?)([^{{}}|{PIPE}]*)(?:[|{PIPE}]([^{{}}]*))?\}}\}}"
_NOTE = rf"({STAMP})\[\^([^\]\s]+)\]"
_GROUP = rf"\[((?:[^\[\]@]|{STAMP}@)*?{STAMP}@[^\[\]]*)\](?![(\[{{])"
_BARE = rf"(-?{STAMP})@({KEY})"
_HTML = rf"({STAMP}?)" + HTML_RE
_MAIL = r"<([^<>\s!@]+@[^@<>\s]+)>"
_ENTITY = r"&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);"


class Leave(InlineProcessor):
    """Leave an element whose raw text is kept: `m-cite`, `m-ref`, `m-html`."""

    def __init__(self, pattern: str, md: Markdown, tag: str) -> None:
        super().__init__(pattern, md)
        self.tag = tag

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]  # Element | str  # noqa: ARG002
        element = Element(self.tag)
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


class Insert(InlineProcessor):
    """`{{kind:key|text}}`; the text is Markdown."""

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]  # noqa: ARG002
        element = Element(
            "m-insert", at=m[1], kind=unstamped(m[2]).strip(), key=" ".join(unstamped(m[4]).split())
        )
        if not m[3]:
            element.set("malformed", "1")
        if m[5] is not None:
            element.set("extra", " ".join(unstamped(m[5]).split()))
            if element.get("kind") == "term":
                element.text = m[5]
        return element, m.start(0), m.end(0)


class NoteMark(InlineProcessor):
    """`[^1]`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]  # noqa: ARG002
        return Element("m-note", at=m[1], name=unstamped(m[2])), m.start(0), m.end(0)


class Picture(LinkInlineProcessor):
    """`![Caption](file.svg){#fig-x alt="…"}`; its texts become children, to be Markdown too."""

    def __init__(self, pattern: str, md: Markdown, sheet: Sheet) -> None:
        super().__init__(pattern, md)
        self.sheet = sheet

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]
        caption, index, closed = self.getText(data, m.end(0))
        if not closed:
            return None, None, None
        src, _title, index, handled = self.getLink(data, index)
        if not handled:
            return None, None, None
        place = self.sheet.places.first(m[0]) or self.sheet.top
        block = Block("figure", caption, place)
        block.options["src"] = Option(src, place)
        found = read_attributes(data, index)
        if found:
            index = found.end
            self.sheet.take_attributes(block, found)
        element = Element("m-figure", m=str(self.sheet.scanned.add(block)))
        for name in ("title", "source", "note", "alt"):
            option = block.options.get(name)
            text = caption if name == "title" else option.tree if option else ""
            if unstamped(str(text)).strip():
                part = SubElement(element, "span", m=name)
                part.text = str(text)
        return element, m.start(0), index


class Entity(InlineProcessor):
    """`&nbsp;` and its like become the character they stand for."""

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]  # noqa: ARG002
        return unescape(m[0]), m.start(0), m.end(0)


class MailAddress(InlineProcessor):
    """`<name@example.org>`."""

    def handleMatch(self, m: re.Match[str], data: str) -> Matched:  # type: ignore[override]  # noqa: ARG002
        element = Element("a", href=f"mailto:{m[1]}")
        element.text = AtomicString(m[1])
        return element, m.start(0), m.end(0)


def register(md: Markdown, sheet: Sheet) -> None:
    """Put the patterns in place of those of Markdown that print HTML or bare pictures."""
    patterns = md.inlinePatterns
    for name in ("html", "entity", "image_link", "image_reference", "short_image_ref", "automail"):
        patterns.deregister(name)
    patterns.register(Insert(_INSERT, md), "m-insert", 186)
    patterns.register(NoteMark(_NOTE, md), "m-note", 176)
    patterns.register(Picture(rf"{STAMP}?!\[", md, sheet), "m-figure", 175)
    patterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "m-break", 184)
    patterns.register(Leave(_GROUP, md, "m-cite"), "m-cite", 172)
    patterns.register(Leave(_BARE, md, "m-ref"), "m-ref", 105)
    patterns.register(MailAddress(_MAIL, md), "m-mail", 110)
    patterns.register(Leave(_HTML, md, "m-html"), "m-html", 90)
    patterns.register(Entity(_ENTITY, md), "m-entity", 80)
