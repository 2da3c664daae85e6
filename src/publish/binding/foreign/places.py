"""Places in a document of somebody else: named destinations, bookmarks, page labels.

All become anchors of the gathering: "page-3" for a page, the names of others where they can be
ids, "place-7" for the rest, "bookmark-2" for the second bookmark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pikepdf
from pikepdf import Array, Dictionary

from publish.binding.foreign import geometry
from publish.binding.foreign.geometry import Placed
from publish.binding.foreign.walking import (
    MOST_ENTRIES,
    dictionary,
    name,
    siblings,
    text,
    tree_entries,
)
from publish.composing.numerals import roman
from publish.typesetting.model import Bookmark, Spot

_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,63}")
_OURS = re.compile(r"(?:page|place|bookmark)-\d+")
_DEEPEST = 30  # levels of bookmarks
_MOST_MARKS = 5_000  # bookmarks
_LONGEST = 500  # letters of a bookmark's title

# Which of a destination's numbers say where on the page (ISO 32000-1:2008, table 151).
_LEFT: Mapping[str, int] = {"XYZ": 2, "FitV": 2, "FitBV": 2, "FitR": 2}
_TOP: Mapping[str, int] = {"XYZ": 3, "FitH": 2, "FitBH": 2, "FitR": 5}


@dataclass(slots=True)
class Places:
    """The places of one document."""

    pages: Mapping[tuple[int, int], int]  # object number of a page → its index
    placed: Sequence[Placed]
    named: Mapping[bytes, pikepdf.Object]
    anchors: dict[str, Spot] = field(default_factory=dict)
    _known: dict[Spot, str] = field(default_factory=dict)

    def anchor_of(self, destination: object) -> str:
        """Return the anchor of a destination, whatever its form; "" where it leads nowhere."""
        spot = self.spot_of(destination)
        if spot is None:
            return ""
        if spot not in self._known:
            self._put(f"place-{len(self._known) + 1}", spot)
        return self._known[spot]

    def anchor_of_page(self, index: int) -> str:
        return f"page-{index + 1}"

    def spot_of(self, destination: object) -> Spot | None:
        """Return where a destination leads; a name is looked up once, not in circles."""
        if isinstance(destination, pikepdf.String | pikepdf.Name):
            destination = self.named.get(_key(destination))
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, Array) or not len(destination):
            return None
        page = destination[0]
        if isinstance(page, int) and 0 <= page < len(self.placed):
            index = page  # of a file that counts pages, which only remote ones should
        elif isinstance(page, pikepdf.Object) and page.is_indirect and page.objgen in self.pages:
            index = self.pages[page.objgen]
        else:
            return None
        kind = name(destination[1]) if len(destination) > 1 else "Fit"
        return self._spot(index, destination, kind)

    def _spot(self, index: int, destination: Array, kind: str) -> Spot:
        where = self.placed[index]
        x = _number(destination, _LEFT.get(kind, -1))
        y = _number(destination, _TOP.get(kind, -1))
        if x is None and y is None:
            return Spot(index, 0.0, round(where.height, 2))
        # What is not given is the corner that stands upper left once the page is upright.
        back = _inverse_corner(where)
        x, y = geometry.at(where.matrix, back[0] if x is None else x, back[1] if y is None else y)
        x, y = min(max(x, 0.0), where.width), min(max(y, 0.0), where.height)
        return Spot(index, round(x, 2), round(y, 2))

    def name_all(self) -> None:
        """Make an anchor of every page and of every named destination whose name can be one."""
        for index, where in enumerate(self.placed):
            self._put(self.anchor_of_page(index), Spot(index, 0.0, round(where.height, 2)))
        for raw, destination in self.named.items():
            given = raw.decode("utf-8", "replace")
            spot = self.spot_of(destination)
            if spot and _ID.fullmatch(given) and not _OURS.fullmatch(given):
                self._put(given, spot)

    def _put(self, anchor: str, spot: Spot) -> None:
        self.anchors.setdefault(anchor, spot)
        self._known.setdefault(spot, anchor)

    def bookmarks(self, root: pikepdf.Object) -> tuple[Bookmark, ...]:
        """Return the bookmarks that lead somewhere, their levels without gaps."""
        first = dictionary(root.get("/Outlines")).get("/First")
        marks = tuple(islice(self._marks(first, 1, set()), _MOST_MARKS))
        for number, mark in enumerate(marks, 1):
            self.anchors[f"bookmark-{number}"] = mark.spot
        return marks

    def _marks(self, first: object, level: int, seen: set[tuple[int, int]]) -> Iterator[Bookmark]:
        for item in siblings(first):
            if item.objgen in seen or len(seen) > MOST_ENTRIES:
                continue
            if item.is_indirect:
                seen.add(item.objgen)
            title = " ".join(text(item.get("/Title")).split())[:_LONGEST]
            spot = self.spot_of(_leads_to(item))
            below = (
                list(self._marks(item.get("/First"), level + 1, seen)) if level < _DEEPEST else []
            )
            if spot is None and below:
                spot = below[0].spot  # a heading over others, which itself leads nowhere
            if spot is not None and title:
                yield Bookmark(level, title, spot)
                yield from below
            else:
                yield from (Bookmark(max(m.level - 1, 1), m.title, m.spot) for m in below)


def places_of(
    root: pikepdf.Object, pages: Mapping[tuple[int, int], int], placed: Sequence[Placed]
) -> Places:
    """Return the places of a document, its pages and named destinations as anchors."""
    named: dict[bytes, pikepdf.Object] = {}
    for key, value in dictionary(root.get("/Dests")).items():  # as PDF 1.1 had them
        named[key[1:].encode()] = value
    for given, value in tree_entries(dictionary(root.get("/Names")).get("/Dests"), "/Names"):
        if isinstance(given, pikepdf.String):
            named.setdefault(bytes(given), value)
    places = Places(pages, placed, named)
    places.name_all()
    return places


def _leads_to(item: Dictionary) -> object:
    if "/Dest" in item:
        return item.Dest
    action = dictionary(item.get("/A"))
    return action.get("/D") if name(action.get("/S")) == "GoTo" else None


def _key(destination: pikepdf.Object) -> bytes:
    if isinstance(destination, pikepdf.Name):
        return str(destination)[1:].encode()
    return bytes(destination)


def _number(destination: Array, place: int) -> float | None:
    if not 0 <= place < len(destination):
        return None
    try:
        return float(destination[place])
    except (TypeError, ValueError):
        return None


def _inverse_corner(where: Placed) -> tuple[float, float]:
    """Return the old coordinates of the shown part's upper left corner."""
    a, b, c, d, e, f = where.matrix
    x, y = where.shown[0] - e, where.shown[3] - f
    over = a * d - b * c
    return (d * x - c * y) / over, (a * y - b * x) / over


def labels_of(root: pikepdf.Object, count: int) -> tuple[str, ...]:
    """Return the number that each page bears by the document's own count; () where it has none.

    ISO 32000-1:2008, 12.4.2.
    """
    ranges = {
        int(first): dictionary(label)
        for first, label in tree_entries(root.get("/PageLabels"), "/Nums")
        if isinstance(first, int) and 0 <= first < count
    }
    if not ranges:
        return ()
    labels: list[str] = []
    label, since = Dictionary(), 0
    for index in range(count):
        if index in ranges:
            label, since = ranges[index], index
        start = label.get("/St", 1)
        number = (start if isinstance(start, int) else 1) + index - since
        prefix = text(label.get("/P"))[:20]
        labels.append(prefix + _numeral(name(label.get("/S")), number))
    return tuple(labels)


def _numeral(style: str, number: int) -> str:
    if style == "D":
        return str(number)
    if style in ("r", "R") and 0 < number < 4000:
        return roman(number).upper() if style == "R" else roman(number)
    if style in ("a", "A") and 0 < number < 10_000:
        letter = chr(ord(style) + (number - 1) % 26)
        return letter * ((number - 1) // 26 + 1)
    return ""
