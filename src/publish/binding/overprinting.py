"""Which words are printed onto their ground (ISO 32000-1:2008, 8.6.7).

Where the ground were left white below black words, the least shift of a plate would show as a
light edge around them. The engine names a colour anew after each `Q`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import Dictionary, Name

from publish.binding.inks import Paint

_LEAST = 0.85  # black ink of words that are overprinted
OVER, APART = b"overprinted", b"apart"


def states() -> dict[bytes, Dictionary]:
    """Return the graphics states; lines stay apart: those around letters are often white."""
    return {
        name: Dictionary(Type=Name.ExtGState, OP=False, op=name == OVER, OPM=int(name == OVER))
        for name in (OVER, APART)
    }


def is_black(inks: Paint) -> bool:
    """Are words in these inks overprinted?"""
    return len(inks) == 4 and not any(inks[:3]) and inks[3] >= _LEAST


@dataclass(slots=True)
class Overprinter:
    """Follows one content stream and puts the states in where they change."""

    used: bool = False
    _black: bool = False  # the colour for fills is that of overprinted words
    _inside: bool = False  # of a text object
    _over: bool = False

    def fills(self, operator: bytes, black: bool) -> bytes:
        """Return the operator that sets the colour for fills, and what goes with it."""
        self._black = black
        return operator + self._switch(b"\n", b"") if self._inside else operator

    def begins_text(self) -> bytes:
        self._inside = True
        return self._switch(b"", b"\n") + b"BT"

    def ends_text(self) -> bytes:
        self._inside = False
        if not self._over:
            return b"ET"
        self._over = False
        return b"ET\n/" + APART + b" gs"

    def _switch(self, before: bytes, after: bytes) -> bytes:
        if self._black == self._over:
            return b""
        self._over = self._black
        self.used |= self._over
        return before + b"/" + (OVER if self._over else APART) + b" gs" + after
