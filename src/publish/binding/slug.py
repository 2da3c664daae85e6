"""The slug line: what lies on the sheet, for those who print it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from publish.binding.filling import Glyphs
from publish.binding.marks import slug_place
from publish.binding.model import Binding, PagePlan, Sheet, word
from publish.units import Box

_BETWEEN = 12.0  # points that stay free between the two ends of the line

Run = tuple[int, str]  # number of a face, and the text that is set in it


@dataclass(slots=True)
class Slugs:
    """Writes the slug lines of one file.

    The title stands in whatever script it has: each character is set in the first of the faces
    that has it. What none has is left out.
    """

    binding: Binding
    plan: PagePlan
    sheet: Sheet
    glyphs: Glyphs
    digests: tuple[str, ...] = field(init=False)  # of the faces, in the order of their names

    def __post_init__(self) -> None:
        self.digests = tuple(hashlib.sha256(face).hexdigest() for face in self.sheet.faces)
        for digest, face in zip(self.digests, self.sheet.faces, strict=True):
            self.glyphs.add(digest, face)

    def lines(self, trim: Box) -> list[bytes]:
        """Return the content stream of every page's slug line; they name the faces F0, F1 …"""
        left, right, base, size = slug_place(trim, self.sheet)
        page, count = word(self.binding.words, "page"), len(self.plan.pages)
        lasts = [
            self._runs(f"{page} {planned.label} · {number}/{count}")
            for number, planned in enumerate(self.plan.pages, 1)
        ]
        ends = [right - size * self._width(last) for last in lasts]
        first = self._shown(self._first(min(ends) - left - _BETWEEN, size), left, base, size)
        return [
            b"\n".join([b"BT 0 0 0 1 k", *first, *self._shown(last, end, base, size), b"ET"])
            for last, end in zip(lasts, ends, strict=True)
        ]

    def _first(self, room: float, size: float) -> list[Run]:
        """Return what stands on all sheets, its title cut to fit."""
        about, sheet = self.binding.metadata, self.sheet
        rest = f" · {about.lang} · {sheet.edition} · {about.created:%Y-%m-%d} · {sheet.printer}"
        title, runs = about.title, self._runs(about.title + rest)
        while title and size * self._width(runs) > room:
            title = title[:-1].rstrip()
            runs = self._runs(title + "…" + rest)
        return runs

    def _runs(self, text: str) -> list[Run]:
        runs: list[Run] = []
        for char in text:
            number = self._face_of(char)
            if number < 0:
                continue
            if runs and (runs[-1][0] == number or char == " "):
                runs[-1] = runs[-1][0], runs[-1][1] + char
            else:
                runs.append((number, char))
        return runs

    def _face_of(self, char: str) -> int:
        for number, digest in enumerate(self.digests):
            if self.glyphs.face(digest).has(char):
                return number
        return -1

    def _width(self, runs: list[Run]) -> float:
        """Return the advance of runs in em."""
        return sum(
            glyph.advance / 1000
            for number, text in runs
            for glyph in self.glyphs.face(self.digests[number]).encode(text)
        )

    def _shown(self, runs: list[Run], x: float, y: float, size: float) -> list[bytes]:
        lines = [f"1 0 0 1 {x:.3f} {y:.3f} Tm".encode()]
        for number, text in runs:
            glyphs = self.glyphs.encoder(self.digests[number])(text)
            codes = b"".join(b"%04x" % glyph.id for glyph in glyphs)
            lines.append(b"/F%d %g Tf <%b> Tj" % (number, size, codes))
        return lines
