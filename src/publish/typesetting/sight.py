"""What stands where on set pages: lines, pictures, notes and their marks, as plain data.

The engine's boxes are walked once; what reads them for faults needs them no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal  # WeasyPrint's boxes and elements carry no types

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

Kind = Literal["line", "picture", "table"]
Area = tuple[float, float, float, float]  # left, top, right, bottom in px from the page's corner

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MENDED = "data-mended"  # an attribute: a break here is the setter's, not the manuscript's
_FORCING = frozenset({"page", "left", "right", "recto", "verso"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, a picture or a table in the flow of the text."""

    kind: Kind
    area: Area
    room: tuple[float, float]  # left and right edge of what holds it
    element: Any  # whose line it is
    tag: str  # its tag
    near: str  # id of the nearest element that has one
    words: str = ""
    broken: bool = False  # it ends within a word
    to_left: bool = False  # its text runs from right to left

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS


@dataclass(slots=True)
class Sheet:
    """A page as it was set."""

    number: int  # from 1
    size: tuple[float, float]
    area: Area  # of the text and the notes
    limit: float  # where the notes begin, else the foot of the area
    kind: Any  # the page's name and group
    forced: bool = False  # the manuscript or the layout begins a page here
    pieces: list[Piece] = field(default_factory=list)  # in reading order
    notes: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class Sight:
    """All pages of a gathering."""

    sheets: list[Sheet] = field(default_factory=list)
    marks: dict[Any, tuple[int, Area, str]] = field(default_factory=dict)  # note → page, area, id
    notes: dict[Any, set[int]] = field(default_factory=dict)  # note → pages it stands on
    ids: dict[str, tuple[int, Area, Any]] = field(default_factory=dict)  # page, area, element
    links: dict[str, int] = field(default_factory=dict)  # id → page of the first link to it


def sight(document: Any) -> Sight:
    """Return what stands where on the pages of `document`."""
    walker = _Walker()
    for number, page in enumerate(document.pages, 1):
        walker.page(page._page_box, number)  # the engine has no other way to it
    return walker.sight


class _Walker:
    def __init__(self) -> None:
        self.sight = Sight()
        self._met: dict[Any, int] = {}  # element → the page it was last met on
        self._ends: tuple[Any, ...] = ()  # elements after which the last page had to end
        self._heading = self._near = ""  # ids

    def page(self, box: Any, number: int) -> None:
        root, *others = box.children
        left, top = box.content_box_x(), box.content_box_y()
        area = (left, top, left + box.width, top + box.height)
        size = (box.margin_width(), box.margin_height())
        sheet = Sheet(number, size, area, area[3], box.page_type.name)
        before = self.sight.sheets[-1] if self.sight.sheets else None
        starts = [e for e in _forced(root, "before", 0) if e not in self._met]
        self.sight.sheets.append(sheet)
        for other in others:
            if isinstance(other, boxes.FootnoteAreaBox):
                self._notes(other, sheet)
        self._near = self._heading
        self._walk(root, sheet, (area[0], area[2]))
        ended = any(self._met[element] < number for element in self._ends)
        sheet.forced = bool(starts) or ended or before is None or before.kind != sheet.kind
        self._ends = tuple(_forced(root, "after", -1))

    def _notes(self, box: Any, sheet: Sheet) -> None:
        sheet.limit = min(sheet.limit, box.border_box_y())
        for note in box.children:
            sheet.notes.append(area_of(note))
            for inner in note.descendants():
                if inner.element_tag.endswith("::footnote-marker"):
                    self.sight.notes.setdefault(inner.element, set()).add(sheet.number)

    def _walk(self, box: Any, sheet: Sheet, room: tuple[float, float]) -> None:
        if isinstance(box, AbsolutePlaceholder) or not box.is_in_normal_flow():
            return
        if box.style["transform"] or self._is_repeated(box, sheet.number):
            return
        before = self._near, self._heading
        self._meet(box, sheet)
        if isinstance(box, boxes.LineBox):
            self._line(box, sheet, room)
            return
        if isinstance(box, (boxes.ReplacedBox, boxes.TableBox)) and box.margin_width():
            kind: Kind = "picture" if isinstance(box, boxes.ReplacedBox) else "table"
            self._add(sheet, kind, box, area_of(box), _wider(room, box))
        if isinstance(box, boxes.ParentBox):
            inner = room
            if box.is_table_wrapper:  # it has the margins of its table
                inner = _wider(room, box)
            elif isinstance(box, boxes.BlockContainerBox):
                inner = (box.content_box_x(), box.content_box_x() + box.width)
            for child in box.children:
                self._walk(child, sheet, inner)
        near, heading = before  # what follows is near the heading above, not what stands between
        self._near = near if heading == self._heading else self._heading

    def _line(self, box: Any, sheet: Sheet, room: tuple[float, float]) -> None:
        runs = list(_runs(box))
        if not runs:
            return
        texts = [run for run in runs if isinstance(run, boxes.TextBox)]
        words = "".join(run.text for run in texts)
        if not words.strip() and len(texts) == len(runs):
            return
        for inner in box.descendants():
            self._meet(inner, sheet)
            if inner.footnote is not None:
                element = inner.footnote.element
                name = element.get("id", self._near)
                self.sight.marks.setdefault(element, (sheet.number, area_of(inner), name))
        shown = [area_of(run) for run in runs]
        left, right = min(a[0] for a in shown), max(a[2] for a in shown)
        area = (left, box.position_y, right, box.position_y + box.height)
        hyphen = box.style["hyphenate_character"]
        broken = bool(texts) and runs[-1] is texts[-1] and words.endswith(hyphen)
        to_left = box.style["direction"] == "rtl"
        self._add(sheet, "line", box, area, room, words, broken, to_left)

    def _add(
        self,
        sheet: Sheet,
        kind: Kind,
        box: Any,
        area: Area,
        room: tuple[float, float],
        words: str = "",
        broken: bool = False,
        to_left: bool = False,
    ) -> None:
        tag, _, _ = box.element_tag.partition("::")
        piece = Piece(kind, area, room, box.element, tag, self._near, words, broken, to_left)
        sheet.pieces.append(piece)

    def _meet(self, box: Any, sheet: Sheet) -> None:
        element = box.element
        if element is None or "::" in box.element_tag:
            return
        if element not in self._met:
            if name := element.get("id"):
                self.sight.ids.setdefault(name, (sheet.number, area_of(box), element))
            target = element.get("href", "")
            if target.startswith("#"):
                self.sight.links.setdefault(target[1:], sheet.number)
        self._met[element] = sheet.number
        self._near = element.get("id") or self._near
        if box.element_tag in HEADINGS:
            self._heading = self._near

    def _is_repeated(self, box: Any, number: int) -> bool:
        """Is this a table's head or foot that an earlier page has shown already?"""
        repeats = getattr(box, "is_header", False) or getattr(box, "is_footer", False)
        return repeats and self._met.get(box.element, number) != number


def _forced(box: Any, side: str, end: int) -> Iterator[Any]:
    """Yield the elements at the head or foot of a page that ask for a page of their own."""
    while True:
        ours = box.element is None or MENDED in box.element.attrib
        if box.style[f"break_{side}"] in _FORCING and not ours:
            yield box.element
        inside = [
            child
            for child in (box.children if isinstance(box, boxes.ParentBox) else ())
            if not isinstance(child, AbsolutePlaceholder) and child.is_in_normal_flow()
        ]
        if not inside or isinstance(inside[end], boxes.LineBox):
            return
        box = inside[end]


def _runs(box: Any) -> Iterator[Any]:
    """Yield what a line shows: its texts, pictures and inline blocks."""
    for child in box.children:
        if isinstance(child, AbsolutePlaceholder) or not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            yield from _runs(child)
        elif not isinstance(child, boxes.TextBox) or child.text.strip():
            yield child


def area_of(box: Any) -> Area:
    if isinstance(box, boxes.TextBox):
        left, top = box.position_x, box.position_y
        return (left, top, left + box.width, top + box.height)
    left, top = box.border_box_x(), box.border_box_y()
    return (left, top, left + box.border_width(), top + box.border_height())


def _wider(room: tuple[float, float], box: Any) -> tuple[float, float]:
    """Return the room of a box whose negative margins lead it out of `room` on purpose."""
    return room[0] + min(0.0, box.margin_left), room[1] - min(0.0, box.margin_right)
