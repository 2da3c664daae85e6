"""How much a work holds: words, figures, tables, boxes, sources, facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from publish.manuscript.model import Chapter, Manuscript
from publish.manuscript.trees import tree_of

_WORD = re.compile(r"[^\W_]+(?:[-'’.,/:][^\W_]+)*")
_WITHIN_WORDS = frozenset({"em", "strong", "a", "abbr", "span", "sup", "sub", "wbr"})
_GENERATED = frozenset({"page-ref", "late", "index-mark", "label", "box-label", "box-kind", "lead"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a work holds; generated lists, numbers of figures and page references do not count.

    Attributes:
        words: of titles, texts, captions, tables, boxes and notes; not of alternative texts.
        figures: charts among them.
        boxes: of all kinds, numbered or not.
        sources: keys of what is cited.
        citations: places that cite something.
        facts: keys of those printed.
    """

    words: int
    figures: int
    charts: int
    tables: int
    boxes: int
    sources: frozenset[str]
    citations: int
    facts: frozenset[str]


def count(manuscript: Manuscript) -> Counts:
    """Count what a manuscript holds."""
    words = figures = charts = tables = boxes = 0
    for root in (tree for chapter in manuscript.chapters for tree in _trees(chapter)):
        words += len(_WORD.findall("".join(_texts(root))))
        for element in root.iter():
            classes = (element.get("class") or "").split()
            figures += element.tag == "figure"
            charts += element.tag == "figure" and "chart" in classes
            tables += element.tag == "div" and "table" in classes
            boxes += "box" in classes
    return Counts(
        words, figures, charts, tables, boxes,
        frozenset(reference.key for reference in manuscript.references), manuscript.citations,
        frozenset(fact.key for fact in manuscript.facts),
    )  # fmt: skip


def _trees(chapter: Chapter) -> Iterator[Element]:
    parts = (chapter.title_html, chapter.standfirst_html, chapter.body_html)
    yield from (tree_of(html) for html in parts)
    if chapter.key_messages_html:
        box = tree_of(chapter.key_messages_html)
        box.set("class", "box")
        yield box


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts inside `element`, parted where elements part words."""
    classes = set((element.get("class") or "").split())
    if not _GENERATED & classes:
        parting = element.tag not in _WITHIN_WORDS or "footnote" in classes
        yield " " if parting else ""
        yield element.text or ""
        for child in element:
            yield from _texts(child)
        yield " " if parting else ""
    yield element.tail or ""
