"""A manuscript as frozen data: chapters of semantic HTML and what they offer and need.

The HTML is the contract between the dialect and the layouts; docs/manuscript-html.md describes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from publish.errors import Place
from publish.manuscript.facts import Fact

GAP = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: stands for what is no prose in a passage
CITED = "\ufffb"  # INTERLINEAR ANNOTATION TERMINATOR: stands for a citation


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be referred to: a heading, figure, table, box, term or reference."""

    id: str  # unique in the publication: "fig-coverage"
    kind: str  # "chapter", "section", "figure", "table", "box", "term", "reference"
    number: str  # "3.2", "A.1", or empty where it has none
    label: str  # as printed in a reference: "Figure 3.2", "section 3.1", "Chapter 3"
    title: str  # plain text
    title_html: str  # inline HTML, without notes, links and index marks
    level: int  # 1-3 for headings, else 0
    chapter: int  # index into Manuscript.chapters
    box_kind: str = ""  # for boxes: "country-case", …
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class IndexMark:
    """A place that the index points to."""

    term: str  # "financing" or "financing!taxes"
    anchor: str  # id of the mark in the chapter's HTML
    see: str = ""  # "see" reference to another term; then anchor is empty
    primary: bool = False  # printed bold in the index


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that a chapter shows, or one made for it (a chart)."""

    url: str  # as used in the HTML: "figures/x.svg", "charts/fig-coverage.svg"
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a chapter leads its readers on to: title, page, and how it begins."""

    href: str  # "#sec-x", or "xref:slug#sec-x" in another work
    page: str  # what its late field asks for: "sec-x", "slug#sec-x"
    kind: str  # "chapter", "section", "box" …
    number: str  # "3", "3.2", or empty
    label: str  # as references print it: "Chapter 3"; empty where it has no number
    title_html: str  # inline HTML
    text: str  # its first sentence, plain; empty where it begins with something else
    work_title: str = ""  # of the other work
    part: int = -1  # of its chapter, as in Chapter.part; -1 in another work


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manuscript, resolved."""

    name: str  # the file's stem: "03-structure"
    kind: str  # "chapter", "annex", "plain" (unnumbered: foreword, summary)
    number: str  # "3", "A" or ""
    id: str  # anchor of the chapter's heading
    title: str  # plain text
    title_html: str
    short_title: str  # for running heads
    standfirst_html: str  # inline HTML or ""
    key_messages_html: str  # the opener's key messages, an HTML list, or ""
    body_html: str  # all the rest, without h1
    pictures: tuple[Picture, ...]
    marks: tuple[IndexMark, ...]
    part: int  # index into Manuscript.part_titles
    place: Place
    private: tuple[str, ...] = ()  # blocks of the body that conditions keep from participants
    related: tuple[Card, ...] = ()
    further_html: tuple[str, ...] = ()  # further reading, each inline HTML


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a cell, a heading, a caption, a note, an alternative text.

    Attributes:
        text: as it was written, without markup; lines are parted by `\\n`.
        kind: "text", "heading", "cell", "caption", "note", "source" or "alt".
        spots: where in `text` something begins whose place is known, rising.
    """

    text: str
    kind: str
    lang: str
    spots: tuple[tuple[int, Place], ...]

    def place(self, at: int) -> Place:
        """Return the place of the character `at`; its column may be short by markup left out."""
        found = bisect_right(self.spots, at, key=lambda spot: spot[0]) - 1
        start, place = self.spots[max(found, 0)]
        return Place(place.file, place.line, place.col + max(at - start, 0))


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    id: str  # "gls-social-insurance"
    term: str
    definition_html: str


@dataclass(frozen=True, slots=True)
class Reference:
    id: str  # "ref-ilo2021"
    key: str
    html: str  # formatted by the CSL style


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The whole work in one language."""

    slug: str
    lang: str
    chapters: tuple[Chapter, ...]  # chapters, then annexes
    part_titles: tuple[str, ...]  # ("",) where the work has no parts
    targets: Mapping[str, Target]  # by id, in reading order
    abbreviations: tuple[tuple[str, str], ...]  # those used, sorted: ("ILO", "International …")
    glossary: tuple[GlossaryEntry, ...]  # those used, sorted
    references: tuple[Reference, ...]  # those cited, in the style's order
    index_see: tuple[IndexMark, ...]  # "see" entries that stand for the whole work
    sources: tuple[Path, ...]  # every file that was read, absolute
    by_edition: bool = False  # another edition may have another text
    places: Mapping[str, Place] = field(default_factory=dict)  # of what has an id, by the id
    facts: tuple[Fact, ...] = ()  # those printed, in the order of their keys
    citations: int = 0  # places in the text that cite something
    passages: tuple[Passage, ...] = ()  # its prose as it was written, for judges of language
