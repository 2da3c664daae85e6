"""Coordinates of set pages to a hundredth of a point, which makes text pages a twentieth lighter.

Set pages are the engine's own: one operator a line, lengths with six decimals. What is drawn in
forms keeps its own, since a form may be shown at any size.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from math import ceil, hypot, log10

from pikepdf import Array, Name

from publish.binding.leaves import Leaves

_FINE = 0.01  # points
_NUMBER = rb"-?\d*\.?\d+"
_LINE = re.compile(
    rb"^(?:(q|Q)|(" + _NUMBER + rb"(?: " + _NUMBER + rb")*) (cm|Tm|re|m|l|c))$", re.MULTILINE
)
_LONG = re.compile(rb"-?\d*\.\d{2,}")


def round_coordinates(leaves: Leaves) -> None:
    """Round what the pages of a section are drawn with; their forms stay as they are."""
    for page in leaves.pages:
        contents = page.get("/Contents", Array())
        parts = list(contents) if isinstance(contents, Array) else [contents]
        rounder = _Rounder()
        for part in parts:
            data = _LINE.sub(rounder.line, part.read_bytes())
            part.write(zlib.compress(data, 9), filter=Name.FlateDecode)


@dataclass(slots=True)
class _Rounder:
    """Goes through a page and knows by how much lengths are enlarged."""

    _scale: float = 1.0
    _kept: list[float] = field(default_factory=list)
    _decimals: int = 2

    def line(self, found: re.Match[bytes]) -> bytes:
        """Return an operator with its lengths rounded."""
        if found[1] == b"q":
            self._kept.append(self._scale)
            return found[0]
        if found[1] == b"Q":
            self._set(self._kept.pop() if self._kept else self._scale)
            return found[0]
        operands, operator = found[2], found[3]
        if operator == b"cm":
            a, b, c, d = map(float, operands.split()[:4])
            self._set(self._scale * max(hypot(a, b), hypot(c, d)))
            return found[0]
        if operator == b"Tm":  # the first four turn and enlarge
            turn, across, up = operands.rsplit(b" ", 2)
            return b" ".join((turn, self._rounded(across), self._rounded(up), operator))
        return self._rounded(operands) + b" " + operator

    def _set(self, scale: float) -> None:
        self._scale = scale
        self._decimals = max(0, min(6, ceil(log10(scale / _FINE)))) if scale else 6

    def _rounded(self, numbers: bytes) -> bytes:
        return _LONG.sub(self._short, numbers)

    def _short(self, found: re.Match[bytes]) -> bytes:
        text = b"%.*f" % (self._decimals, float(found[0]))
        text = text.rstrip(b"0").rstrip(b".") if b"." in text else text
        return b"0" if text in (b"-0", b"") else text
