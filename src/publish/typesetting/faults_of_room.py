"""What does not keep to its room: wider than its column or cell, over the notes or the foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any  # elements of the engine's tree carry no types

from publish.errors import Rule
from publish.typesetting.fault import Fault, fault_of, millimetres, short, shown
from publish.typesetting.sight import Sight

TOO_WIDE = Rule(
    "T122",
    "Lines, tables and pictures keep to the width that they have.",
    "What sticks out of its column or cell runs into what stands beside it.",
    "warning",
)
TOO_LOW = Rule(
    "T123",
    "Texts and pictures end above the notes and the foot of their page.",
    "They would be printed one over the other, or over the folio.",
)
RULES = (TOO_WIDE, TOO_LOW)

_SLACK = 1.5  # px: rounding, and what letters reach beyond their own width
_PER_LINE = 20.0  # px


def _too_wide(sight: Sight) -> Iterator[Fault]:
    remedy = "break a long word up, give a table fewer columns, a picture a smaller width"
    for sheet in sight.sheets:
        told: set[Any] = set()
        for piece in sheet.pieces:
            beyond = piece.area[2] - piece.room[1]
            if piece.to_left:
                beyond = piece.room[0] - piece.area[0]
            if beyond > _SLACK and piece.element not in told:
                told.add(piece.element)
                message = f"{short(piece)} is {millimetres(beyond)} wider than its column or cell"
                yield fault_of(TOO_WIDE, sheet, piece, message, remedy)


def _too_low(sight: Sight) -> Iterator[Fault]:
    remedy = "give a picture a smaller width, or divide what cannot break"
    for sheet in sight.sheets:
        low = [piece for piece in shown(sheet) if piece.area[3] > sheet.limit + _SLACK]
        if low:
            worst = max(low, key=lambda piece: piece.area[3])
            beyond = worst.area[3] - sheet.limit
            end = "the notes" if sheet.limit < sheet.area[3] else "the foot of the page"
            message = f"{short(worst)} runs {millimetres(beyond)} over {end}"
            size = 1 + beyond / _PER_LINE
            yield fault_of(TOO_LOW, sheet, worst, message, remedy, size)


FINDERS = (_too_wide, _too_low)
