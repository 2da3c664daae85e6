"""A fault of the setting, and what its finders ask of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any  # elements of the engine's tree carry no types

from publish.errors import Finding, Place, Rule
from publish.typesetting.sight import Area, Piece, Sheet
from publish.typesetting.tagging import PX

LATE = re.compile("[\ue000-\uf8ff]")  # placeholders: see `composing.late`
_APART = ("figure", "table", "aside")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, with what mending it needs to know."""

    rule: Rule
    page: int  # in the gathering, from 1
    area: Area
    near: str  # id of the nearest element that has one
    message: str
    remedy: str
    element: Any = None  # what stands wrong
    size: float = 1.0  # to tell the worse of two faults of the same kind

    def finding(self, gathering: str, sheets: Sequence[Sheet]) -> Finding:
        """Return this fault as a finding at "<gathering>#<id>"."""
        height = sheets[self.page - 1].size[1]
        left, top, right, bottom = self.area
        points = (left * PX, (height - bottom) * PX, right * PX, (height - top) * PX)
        area = tuple(round(value, 1) for value in points)
        return self.rule.at(self.place(gathering), self.message, self.remedy, self.page, area)

    def place(self, gathering: str) -> Place:
        return Place(f"{gathering}#{self.near}" if self.near else gathering)


def fault_of(
    rule: Rule, sheet: Sheet, piece: Piece, message: str, remedy: str, size: float = 1.0
) -> Fault:
    """Return the fault that a piece of a page shows."""
    page, area, near = sheet.number, piece.area, piece.near
    return Fault(rule, page, area, near, message, remedy, piece.element, size)


def shown(sheet: Sheet) -> list[Piece]:
    """Return the lines and pictures of a page; a table shows itself in its lines."""
    return [piece for piece in sheet.pieces if piece.kind != "table"]


def emptied(sheet: Sheet) -> float:
    """Return which part of a page's height is left empty between its text and its notes."""
    pieces = shown(sheet)
    if not pieces:
        return 0.0  # artwork, or meant to be blank
    bottom = max(piece.area[3] for piece in pieces)
    return max(0.0, (sheet.limit - bottom) / (sheet.area[3] - sheet.area[1]))


def is_apart(element: Any) -> bool:
    """Is this a figure, a table or a box: something that the text refers to?"""
    if element is None:
        return False
    return element.tag in _APART or "table" in element.get("class", "").split()


def short(piece: Piece) -> str:
    """Return a piece's words, or the first of them, as a message quotes them."""
    if piece.kind != "line":
        return f"a {piece.kind}"
    words = " ".join(LATE.sub("", piece.words).split())
    return f"“{words if len(words) <= 40 else words[:39] + '…'}”"


def millimetres(pixels: float) -> str:
    return f"{pixels * 25.4 / 96:.1f} mm"
