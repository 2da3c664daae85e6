"""A galley: one chapter parsed and shaped, before numbers and references are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from publish.errors import Place
from publish.manuscript.frontmatter import FrontMatter
from publish.manuscript.kinds import Block
from publish.manuscript.model import Picture
from publish.manuscript.sheet import Sheet


@dataclass(slots=True)
class Thing:
    """A figure, table or box in the tree.

    Attributes:
        counter: "figure", "table", "box", "exercise", or empty for boxes without number.
        label: the element that takes "Figure 3.2", if it is numbered.
        title: the element that holds its caption or title, if it has one.
    """

    element: Element
    block: Block
    counter: str
    label: Element | None = None
    title: Element | None = None


@dataclass(slots=True)
class Galley:
    """One chapter on its way from the parser to the model."""

    path: Path
    name: str
    part: int
    annex: bool
    sheet: Sheet
    front: FrontMatter
    root: Element
    heading: Element | None = None  # the h1, taken out of `root`
    standfirst: Element | None = None
    further: list[Element] = field(default_factory=list)  # further reading, one to an element
    notes: dict[str, tuple[Place, tuple[Element, ...]]] = field(default_factory=dict)
    things: dict[Element, Thing] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    private: list[Element] = field(default_factory=list)  # by conditions: not for participants
    kind: str = "chapter"  # "chapter", "annex", "plain"
    number: str = ""
    id: str = ""

    @property
    def top(self) -> Place:
        return self.sheet.top

    def place(self, element: Element) -> Place:
        """Return the place of the first stamp in an element, or of the chapter."""
        for piece in element.itertext():
            if found := self.sheet.places.first(piece):
                return found
        for inner in element.iter():
            if found := self.sheet.places.first(inner.get("at")):
                return found
        return self.top
