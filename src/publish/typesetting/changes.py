"""The small changes that may mend a fault: where a page breaks, and what may be divided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # the engine's elements carry no types

from publish.typesetting import faults_of_breaks, faults_of_distance, faults_of_room
from publish.typesetting.fault import Fault, emptied, is_apart
from publish.typesetting.losses import LOST
from publish.typesetting.sight import HEADINGS, MENDED, Piece, Sight

_WORTH_A_PAGE = 0.12  # part of a page that makes a last page worth having
_MOST_MOVED = 0.35  # part of a page that may be left empty for it
_INLINE = frozenset(
    ("a", "abbr", "b", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub")
)
_UNBREAKABLE = ("thead", "tfoot", "table", "dl")  # no break directly inside
_FLOWING = ("p", "ul", "ol", "blockquote")  # may stand before a figure that they follow
_ENOUGH = 0.7  # part of a hole that must be filled
_HEAD = 30.0  # px: what begins above this begins its page


@dataclass(frozen=True, slots=True)
class Change:
    """A declaration for one element, or another place for it."""

    element: Any
    css: str
    done: str  # in words
    past: int = 0  # how many elements that follow it come before it


class Tree:
    """A gathering's elements, which know their parents here, and what is changed in them."""

    def __init__(self, root: Any) -> None:
        self._parents = {child: parent for parent in root.iter() for child in parent}

    def make(self, changes: Sequence[Change]) -> Callable[[], None]:
        """Write `changes` into the elements and return what takes them back."""
        before = {change.element: dict(change.element.attrib) for change in changes}
        homes = [
            (self._parents[c.element], list(self._parents[c.element])) for c in changes if c.past
        ]
        for change in changes:
            if change.past:
                parent = self._parents[change.element]
                place = list(parent).index(change.element) + change.past
                parent.remove(change.element)
                parent.insert(place, change.element)
                continue
            style = change.element.get("style", "")
            change.element.set("style", f"{style}; {change.css}" if style else change.css)
            change.element.set(MENDED, "")

        def undo() -> None:
            for parent, children in homes:
                parent[:] = children
            for element, attributes in before.items():
                element.attrib.clear()
                element.attrib.update(attributes)

        return undo

    def following(self, element: Any) -> Sequence[Any]:
        """Return the elements that follow `element` within the same parent."""
        siblings = list(self._parents[element])
        return siblings[siblings.index(element) + 1 :]

    def upwards(self, element: Any) -> Iterator[Any]:
        """Yield `element` and the elements that hold it, from the inside."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def breakable(self, element: Any) -> Any | None:
        """Return the element before which a page may end so that `element` begins the next.

        A heading goes with its text, a cell with its row, a figure as a whole. None: nothing of
        the gathering would be left in front.
        """
        for outer in self.upwards(element):
            if outer.tag in ("tr", "figure") or (is_apart(outer) and outer.tag != "table"):
                element = outer
                break
        while (parent := self._parents.get(element)) is not None:
            place = list(parent).index(element)
            if place and parent[place - 1].tag in HEADINGS:
                element = parent[place - 1]
            elif parent.tag in _UNBREAKABLE or (not place and not (parent.text or "").strip()):
                element = parent
            else:
                return element
        return None


@dataclass(frozen=True, slots=True)
class _Case:
    fault: Fault
    seen: Sight
    tree: Tree

    def move(self, element: Any, done: str) -> Iterator[Change]:
        """Begin the next page with `element`."""
        target = self.tree.breakable(element)
        if target is not None:
            yield Change(target, "break-before: page", done)

    def _apart(self) -> list[Any]:
        """Return the figures, tables and boxes, from the inside, that begin the next page."""
        pieces = self.seen.sheets[self.fault.page].pieces
        first = next((piece for piece in pieces if not piece.is_heading), pieces[0])
        return [element for element in self.tree.upwards(first.element) if is_apart(element)]

    def divide(self) -> Iterator[Change]:
        """Let what begins the next page begin on this one."""
        for whole in self._apart()[:1]:
            if whole.tag != "figure":
                yield Change(whole, "break-inside: auto", "what follows was divided")

    def fill(self) -> Iterator[Change]:
        """Let the text behind what begins the next page fill this one."""
        sheet = self.seen.sheets[self.fault.page - 1]
        room = _ENOUGH * emptied(sheet) * (sheet.area[3] - sheet.area[1])
        for whole in self._apart()[-1:]:
            past = 0
            for element in self.tree.following(whole):
                if room <= 0 or element.tag not in _FLOWING:
                    break
                past, room = past + 1, room - self._height(element)
            if past:
                done = "the text that follows was put before what had no room"
                yield Change(whole, "", done, past)

    def _height(self, element: Any) -> float:
        pieces = (p for sheet in self.seen.sheets[self.fault.page :] for p in sheet.pieces)
        inside = (p for p in pieces if element in self.tree.upwards(p.element))
        return sum(piece.area[3] - piece.area[1] for piece in inside)


def changes_for(fault: Fault, seen: Sight, tree: Tree) -> Iterator[Change]:
    """Yield what may mend `fault`, the least change first."""
    find = _CHANGES.get(fault.rule.code)
    if find is not None:
        yield from find(_Case(fault, seen, tree))


def _for_note(case: _Case) -> Iterator[Change]:
    held_by = case.tree.upwards(case.fault.element)
    block = next((element for element in held_by if element.tag not in _INLINE), None)
    if block is not None:
        yield from case.move(block, "the paragraph of its mark was moved to the next page")


def _for_heading(case: _Case) -> Iterator[Change]:
    if case.fault.area[1] > case.seen.sheets[case.fault.page - 1].area[1] + _HEAD:
        yield from case.move(case.fault.element, "it was moved to the next page")
    yield from case.divide()


def _for_low(case: _Case) -> Iterator[Change]:
    yield from case.move(case.fault.element, "it was moved to the next page")


def _for_nearly_empty(case: _Case) -> Iterator[Change]:
    *_, sheet, last = case.seen.sheets
    wanted = _WORTH_A_PAGE - (1 - emptied(last))
    earlier = {piece.element for other in case.seen.sheets[:-2] for piece in other.pieces}
    begun: dict[Any, Piece] = {}  # element → its first piece
    for piece in sheet.pieces:
        if piece.element not in earlier:
            begun.setdefault(piece.element, piece)
    for element, piece in reversed(begun.items()):
        target = case.tree.breakable(element)
        tops = [p.area[1] for e, p in begun.items() if target in case.tree.upwards(e)]
        part = (sheet.limit - min(tops, default=piece.area[1])) / (sheet.area[3] - sheet.area[1])
        if target is not None and wanted <= part <= _MOST_MOVED:
            yield from case.move(element, "more of the text was moved to it")


def _for_lone_line(case: _Case) -> Iterator[Change]:
    element = case.fault.element
    yield Change(element, "orphans: 2; widows: 2", "two lines were kept together")
    yield from case.move(element, "its paragraph was moved to the next page")


def _for_hole(case: _Case) -> Iterator[Change]:
    yield from case.divide()
    yield from case.fill()


def _for_broken_words(case: _Case) -> Iterator[Change]:
    done = "the paragraph was set with no word broken"
    yield Change(case.fault.element, "hyphens: manual", done)


def _for_lost(case: _Case) -> Iterator[Change]:
    """Let rows stand below their head, though they would rather have stayed together.

    Where they cannot stay together on a page of their own, the engine gives up the head first,
    unless their group asks not to be broken.
    """
    for outer in case.tree.upwards(case.fault.element):
        for group in outer if outer.tag == "table" else ():
            if group.tag == "tbody":
                yield Change(group, "break-inside: avoid", "its table was broken elsewhere")
    yield from case.move(case.fault.element, "it was moved to the next page")


_CHANGES: Mapping[str, Callable[[_Case], Iterator[Change]]] = {
    LOST.code: _for_lost,
    faults_of_distance.STRAY_NOTE.code: _for_note,
    faults_of_breaks.STRANDED.code: _for_heading,
    faults_of_breaks.NEARLY_EMPTY.code: _for_nearly_empty,
    faults_of_breaks.LONE_LINE.code: _for_lone_line,
    faults_of_breaks.HOLE.code: _for_hole,
    faults_of_breaks.BROKEN_WORDS.code: _for_broken_words,
    faults_of_room.TOO_LOW.code: _for_low,
}
