"""Structure elements of somebody else's document as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field

from publish.binding.foreign.attributes import Attributes

Number = tuple[int, int]  # of an object


@dataclass(frozen=True, slots=True)
class Marked:
    """Content of a page that an element stands for."""

    page: int
    number: int
    form: Number | None = None  # it is drawn by this form


@dataclass(frozen=True, slots=True)
class Linked:
    """A link that an element stands for."""

    page: int
    source: Number  # object number of the annotation


@dataclass(slots=True)
class Element:
    """An element of the tag tree."""

    kind: str  # a standard type
    kids: list[Element | Marked | Linked] = field(default_factory=list)
    id: bytes = b""
    words: dict[str, str] = field(default_factory=dict)  # Lang, Alt, ActualText, E, T
    attributes: list[Attributes] = field(default_factory=list)
