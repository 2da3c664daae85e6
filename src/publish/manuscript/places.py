"""Stamps: characters that carry the place of the text behind them through the Markdown parser.

A stamp is one character of Unicode's supplementary private use planes. It stands for an index into
a table of places. Stamps are put in front of what may need a place; after parsing they are taken
out of the tree again. Private use characters of an author never get here: see `source`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.errors import Place

_FIRST = 0xF0000
_LAST = 0xFFFFD
_SECOND_FIRST = 0x100000
_SECOND_LAST = 0x10FF00
_CAPACITY = (_LAST - _FIRST + 1) + (_SECOND_LAST - _SECOND_FIRST + 1)
PIPE = "\U0010fff0"  # stands for "|" where a table must not split its row
STAMP = "[\U000f0000-\U000ffffd\U00100000-\U0010ff00]"
AT = "at="  # a stamp within an attribute list stands as an attribute: `{at=… .class}`
STAMPED = re.compile(f"{AT}{STAMP} |{STAMP}+")
_ONE = re.compile(STAMP)


@dataclass(slots=True)
class Places:
    """The places that stamps stand for."""

    table: list[Place] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.table) >= _CAPACITY

    def stamp(self, place: Place) -> str:
        """Return the stamp for `place`; nothing once there are more than about 130,000."""
        if self.full:
            return ""
        self.table.append(place)
        at = len(self.table) - 1
        first_plane = _LAST - _FIRST + 1
        return chr(_FIRST + at if at < first_plane else _SECOND_FIRST + at - first_plane)

    def first(self, text: str | None) -> Place | None:
        """Return the place of the first stamp in `text`."""
        found = _ONE.search(text or "")
        return self._place(found[0]) if found else None

    def last(self, text: str | None) -> Place | None:
        """Return the place of the last stamp in `text`."""
        found = _ONE.findall(text or "")
        return self._place(found[-1]) if found else None

    def _place(self, stamp: str) -> Place:
        code = ord(stamp)
        return self.table[
            code - _FIRST if code <= _LAST else code - _SECOND_FIRST + _LAST - _FIRST + 1
        ]


def unstamped(text: str) -> str:
    """Return `text` as its author wrote it."""
    return STAMPED.sub("", text).replace(PIPE, "|")
