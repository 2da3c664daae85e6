"""The line in the margin of sheets: what they are, and where to read the same with any reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary

from publish.binding.faces import Face
from publish.binding.fonts import embed
from publish.binding.imposing.model import Side
from publish.units import MM

SIZE = 5.5  # points
_GREY = "0.45 g"
_FREE = 12 * MM  # at the end of the line

Run = tuple[int, str]  # number of a face, and the text that is set in it


@dataclass(slots=True)
class Slip:
    """Writes the lines of one file, each character in the first of the faces that has it."""

    faces: Sequence[Face]
    words: str  # what stands on every sheet
    from_right: bool
    _used: dict[int, dict[int, str]] = field(default_factory=dict)

    def lines(self, sides: Sequence[Side]) -> list[bytes]:
        """Return the content of every side's line; empty where it has none. They name F0, F1 …"""
        return [self._line(side) for side in sides]

    def fonts(self, pdf: pikepdf.Pdf) -> Dictionary:
        """Return the fonts that the lines name."""
        return Dictionary(
            {f"/F{n}": embed(pdf, self.faces[n], used) for n, used in sorted(self._used.items())}
        )

    def _line(self, side: Side) -> bytes:
        if side.line is None:
            return b""
        x, y, upwards = side.line
        room = (side.height - y if upwards else side.width - x) - _FREE
        said = [side.number, self.words if side.tells else ""]
        parts = [self._runs(part) for part in said if part]
        between = self._runs(" · ")
        if self.from_right:
            parts.reverse()
        runs = [run for part in parts for run in (*part, *between)][: -len(between) or None]
        while runs and SIZE * self._width(runs) > room:
            runs = [*runs[:-1], *self._cut(runs[-1])]
        turned = f"0 1 -1 0 {x:.3f} {y:.3f}" if upwards else f"1 0 0 1 {x:.3f} {y:.3f}"
        shown = " ".join(self._shown(run) for run in runs)
        return f"BT {_GREY} {turned} Tm {shown} ET".encode() if runs else b""

    def _cut(self, run: Run) -> list[Run]:
        number, text = run
        return [(number, text[:-1])] if len(text) > 1 else []

    def _runs(self, text: str) -> list[Run]:
        """Return a text in runs from left to right, each of one face.

        What is no letter stays with the word before it, so that it keeps its place there.
        """
        runs: list[Run] = []
        for char in text:
            number = next((n for n, face in enumerate(self.faces) if face.has(char)), -1)
            if runs and not char.isalnum() and self.faces[runs[-1][0]].has(char):
                number = runs[-1][0]
            if runs and runs[-1][0] == number:
                runs[-1] = number, runs[-1][1] + char
            elif number >= 0:
                runs.append((number, char))
        return runs[::-1] if self.from_right else runs

    def _width(self, runs: Sequence[Run]) -> float:
        """Return the advance of runs in em."""
        return sum(g.advance / 1000 for n, text in runs for g in self.faces[n].encode(text))

    def _shown(self, run: Run) -> str:
        number, text = run
        glyphs = self.faces[number].encode(text)
        used = self._used.setdefault(number, {})
        for glyph in glyphs:
            used.setdefault(glyph.id, glyph.text)
        codes = "".join(f"{glyph.id:04x}" for glyph in glyphs)
        return f"/F{number} {SIZE:g} Tf <{codes}> Tj"
