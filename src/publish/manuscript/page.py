"""What resolving a chapter needs and gathers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from publish.errors import Place
from publish.manuscript.citations import Bibliography, CiteItem, Mode
from publish.manuscript.citing import Citation
from publish.manuscript.context import Work
from publish.manuscript.crossrefs import Crossrefs
from publish.manuscript.elements import make, replace
from publish.manuscript.facts import Fact
from publish.manuscript.galley import Galley
from publish.manuscript.glossary import Term
from publish.manuscript.model import IndexMark, Passage


@dataclass(slots=True)
class Uses:
    """What the chapters of a work have used so far."""

    cited: dict[str, None] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    definitions: list[Passage] = field(default_factory=list)  # of the terms, as they were written
    see: dict[IndexMark, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that inserts and references of a work may take from."""

    crossrefs: Crossrefs
    bibliography: Bibliography
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]


@dataclass(slots=True)
class Page:
    """The resolving of one chapter."""

    work: Work
    galley: Galley
    chapter: int  # index, -1 for the glossary
    shelf: Shelf
    uses: Uses
    galleys: Sequence[Galley] = ()  # of all chapters
    marks: list[IndexMark] = field(default_factory=list)
    noted: set[str] = field(default_factory=set)
    notes: int = 0
    parents: dict[Element, Element] = field(default_factory=dict)
    in_note: bool = False

    def place(self, element: Element) -> Place:
        places = self.galley.sheet.places
        return places.first(element.get("at")) or self.galley.place(element)

    def put(self, element: Element, new: list[Element | str]) -> None:
        """Print `new` where `element` stands."""
        parent = self.parents[element]
        replace(parent, element, new)
        for item in new:
            if isinstance(item, Element):
                self.parents[item] = parent
                self.parents.update((child, item) for child in item)

    def cite(self, element: Element, items: Sequence[CiteItem], mode: Mode) -> Element:
        """Note a citation and return the element that stands for it."""
        self.uses.cited.update((item.key, None) for item in items)
        bare = self.is_inside(element, "source", "key-source")
        self.uses.citations.append(Citation(tuple(items), mode, bare))
        return make("m-cited", n=str(len(self.uses.citations) - 1))

    def is_inside(self, element: Element, *classes: str) -> bool:
        above: Element | None = element
        while above is not None:
            if above.get("class") in classes:
                return True
            above = self.parents.get(above)
        return False
