"""Passages: the prose of a chapter with its places, for those who judge its language.

They are taken from the tree before anything is resolved, so that only what authors wrote is in
them: no citations, references, facts, code or addresses. `CITED` stands for a citation, `GAP` for
each of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place
from publish.manuscript.galley import Galley
from publish.manuscript.kinds import Block
from publish.manuscript.model import CITED, GAP, Passage
from publish.manuscript.places import PIPE, STAMP, STAMPED

_KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "td": "cell", "th": "cell",
    "figcaption": "caption", "m-alt": "alt",
}  # fmt: skip
_CLASSES = {
    "caption-text": "caption", "caption-row": "caption", "subtitle": "caption", "source": "source",
    "key-source": "source", "key-value": "cell", "outcome-value": "cell", "box-title": "heading",
    "note": "note",
}  # fmt: skip
_BLOCKS = frozenset(
    {"p", "div", "li", "dt", "dd", "blockquote", "ul", "ol", "dl", "table", "thead", "tbody", "tr",
     "aside", "figure", "pre", *_KINDS}
)  # fmt: skip
_PRINTED = frozenset({"label", "lead", "box-label", "box-kind"})  # by the program
_GAPS = frozenset({"code", "m-insert", "m-cite", "m-ref", "m-html", "img"})
_ADDRESS = re.compile(rf"(?:{STAMP})*(?:https?:|www\.|doi|\S+@\S+$)")


def passages_of(galley: Galley, lang: str) -> tuple[Passage, ...]:
    """Return the passages of a chapter that is parsed and shaped, but not resolved."""
    roots = [
        (galley.heading, "heading"),
        (galley.standfirst, "text"),
        (galley.root, "text"),
        *((part, "text") for _, parts in galley.notes.values() for part in parts),
    ]
    found: list[Passage] = []
    for root, kind in roots:
        if root is not None:
            _Walk(galley, galley.top, found).block(root, kind, lang)
    return tuple(found)


@dataclass(slots=True)
class _Walk:
    galley: Galley
    last: Place
    found: list[Passage]
    options: Block | None = None  # of the figure or table that is walked
    text: list[str] = field(default_factory=list)
    length: int = 0
    spots: list[tuple[int, Place]] = field(default_factory=list)

    def block(self, element: Element, kind: str, lang: str) -> None:
        """Walk an element that begins and ends a passage."""
        self.end(kind, lang)
        kind, lang = _kind(element, kind), element.get("lang") or lang
        if thing := self.galley.things.get(element):
            self.options = thing.block
        option = "alt" if element.tag == "m-alt" else element.get("class", "")
        if self.options and option in self.options.options:
            self.last = self.options.at(option)
        if element.tag != "pre":
            self.inside(element, kind, lang)
        self.end(kind, lang)

    def inside(self, element: Element, kind: str, lang: str) -> None:
        self.say(element.text)
        for child in element:
            other = child.get("lang") not in (None, lang)
            inner = _kind(child, kind)
            if child.tag in _BLOCKS or other or inner != kind:
                if child.tag not in _BLOCKS:  # a word of another language: the sentence goes on
                    self.apart(child, inner, child.get("lang") or lang)
                else:
                    self.end(kind, lang)
                    self.block(child, kind, lang)
            elif child.tag in _GAPS and not (child.tag == "m-insert" and child.text):
                self.say(f"{child.get('at') or ''}")
                self.gap(CITED if child.tag == "m-cite" else GAP)
            elif child.tag == "a" and _ADDRESS.match(child.text or ""):
                self.gap()
            elif child.tag == "br":
                self.say(" ")
            elif child.tag != "m-note" and child.get("class") not in _PRINTED:
                self.inside(child, kind, lang)
            self.say(child.tail)

    def apart(self, element: Element, kind: str, lang: str) -> None:
        """Make a passage of its own of words within a sentence."""
        inner = _Walk(self.galley, self.last, self.found)
        inner.block(element, kind, lang)
        self.last = inner.last
        self.gap()

    def gap(self, mark: str = GAP) -> None:
        self.text.append(mark)
        self.length += 1

    def say(self, text: str | None) -> None:
        """Add text, its stamps read and taken out."""
        at = 0
        for found in STAMPED.finditer(text or ""):
            self._add((text or "")[at : found.start()])
            self.last = self.galley.sheet.places.last(found[0]) or self.last
            self.spots.append((self.length, self.last))
            at = found.end()
        self._add((text or "")[at:])

    def _add(self, text: str) -> None:
        text = text.replace(PIPE, "|")
        if text and not self.spots:
            self.spots.append((self.length, self.last))
        self.text.append(text)
        self.length += len(text)

    def end(self, kind: str, lang: str) -> None:
        text = "".join(self.text)
        if text.strip(f"{GAP}{CITED} \n"):
            self.found.append(Passage(text, kind, lang, tuple(_rising(self.spots))))
        self.text, self.spots, self.length = [], [], 0


def _kind(element: Element, above: str) -> str:
    classes = (element.get("class") or "").split()
    named = next((_CLASSES[name] for name in classes if name in _CLASSES), "")
    kind = named or _KINDS.get(element.tag, above)
    return above if above in ("cell", "caption", "heading") and kind == "text" else kind


def _rising(spots: list[tuple[int, Place]]) -> Iterator[tuple[int, Place]]:
    """Yield the spots; of several at one character the last, which is nearest to it."""
    for number, spot in enumerate(spots):
        if number + 1 == len(spots) or spots[number + 1][0] > spot[0]:
            yield spot
