"""Where the anchors of a work will land, as far as it can be told before all of it is set.

A page number in the text takes room by its digits. Gatherings whose digits are certain are set
first; their true lengths then tell the digits of nearly all the rest. The forecast depends on the
copy alone, so the same sources always take the same way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from publish.composing.model import Slot
from publish.composing.numerals import roman
from publish.typesetting.model import Gathering

_LETTERS = 3300.0  # of HTML on a page of text, tags included; measured on the guide's chapters
_DOUBT = 0.2  # of a length that is guessed from the letters alone
_DOUBT_AFTER = 0.06  # once other gatherings of the work have shown how many letters fill a page
_WIDE = 1.75  # digits in an em
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Span:
    """A label lies between two."""

    low: str
    high: str
    likely: str

    @property
    def room(self) -> int:
        """The placeholders that the likely one needs."""
        return _room(self.likely)

    @property
    def certain(self) -> bool:
        """Do all between the two need the same room?"""
        return _room(self.low) == _room(self.high)


def surely(label: str) -> Span:
    """Return the span of a label that is known."""
    return Span(label, label, label)


def _room(text: str) -> int:
    """Return how many digits wide `text` is at most; a Han character is an em, a digit 0.57 em."""
    wide = sum(east_asian_width(character) in "WF" for character in text)
    return math.ceil(len(text) - wide + _WIDE * wide)


def forecast(slots: Sequence[Slot], known: Mapping[str, Gathering]) -> dict[str, Span]:
    """Return the spans of the labels of all anchors of a work.

    Args:
        slots: of the work, in order.
        known: gatherings that are set, by the slot's name.
    """
    letters, doubt = _rate(slots, known)
    spans: dict[str, Span] = {}
    low, high = {"roman": 0.0, "arabic": 0.0}, {"roman": 0.0, "arabic": 0.0}
    for slot in slots:
        counted = slot.numbering
        if counted == "none":
            continue
        recto = slot.start == "recto"
        low[counted] += recto and low[counted] == high[counted] and low[counted] % 2
        high[counted] += recto and (low[counted] != high[counted] or high[counted] % 2)
        gathering = known.get(slot.name)
        for anchor, at_least, at_most in _offsets(slot, gathering, letters, doubt):
            first, last = int(low[counted] + at_least) + 1, int(high[counted] + at_most) + 1
            label = roman if counted == "roman" else str
            likely = label((first + last) // 2)
            spans.setdefault(anchor, Span(label(first), label(last), likely))
        guess = len(slot.draft.html) / letters
        low[counted] += gathering.offers.pages if gathering else max(1.0, guess * (1 - doubt))
        high[counted] += gathering.offers.pages if gathering else guess * (1 + doubt) + 1
    return spans


def _rate(slots: Sequence[Slot], known: Mapping[str, Gathering]) -> tuple[float, float]:
    """Return the letters on a page of this work, and how much to doubt a guess made with them."""
    text = [slot for slot in slots if slot.name in known and slot.numbering == "arabic"]
    pages = sum(known[slot.name].offers.pages for slot in text)
    if pages < 5:
        return _LETTERS, _DOUBT
    return sum(len(slot.draft.html) for slot in text) / pages, _DOUBT_AFTER


def _offsets(
    slot: Slot, gathering: Gathering | None, letters: float, doubt: float
) -> list[tuple[str, float, float]]:
    """Return every anchor of a slot with its least and greatest distance, in pages."""
    if gathering:
        spots = gathering.offers.anchors.items()
        return [(anchor, float(spot.page), float(spot.page)) for anchor, spot in spots]
    found = ((match[1], match.start() / letters) for match in _ID.finditer(slot.draft.html))
    return [(anchor, pages * (1 - doubt), pages * (1 + doubt) + 1) for anchor, pages in found]
