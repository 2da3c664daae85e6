"""Font faces read from whole font files: metrics, character maps, subsets."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import uharfbuzz as hb  # type: ignore[import-untyped]  # it ships none

_SYMBOLIC, _FIXED_PITCH, _ITALIC = 1 << 2, 1 << 0, 1 << 6
# What a PDF reader never looks at in an embedded CID font.
_DROPPED = (
    *("BASE", "DSIG", "EBDT", "EBLC", "EBSC", "FFTM", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH"),
    *("MATH", "OS/2", "PCLT", "STAT", "SVG", "VDMX", "cmap", "gasp", "hdmx", "kern", "meta"),
    *("name", "post", "vhea", "vmtx"),
)

_FOR_LETTERS = ("cmap", "OS/2", "post")  # what a font needs that is read by letters


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Values of a font descriptor, in 1/1000 em (ISO 32000-1:2008, 9.8)."""

    name: str
    flags: int
    box: tuple[int, int, int, int]
    italic_angle: float
    ascent: int
    descent: int
    cap_height: int
    stem: int


@dataclass(frozen=True, slots=True)
class Glyph:
    id: int
    advance: float  # in 1/1000 em
    text: str  # the characters it stands for; empty where another glyph bears them


class Face:
    """A font face. Holds HarfBuzz objects, which are costly to make."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._face = hb.Face(data)
        self._font = hb.Font(self._face)
        self.scale = 1000 / self._face.upem
        self._encoded: dict[str, tuple[Glyph, ...]] = {}

    @property
    def is_cff(self) -> bool:
        """Are the outlines PostScript ones?"""
        return self.data[:4] == b"OTTO"

    def encode(self, text: str) -> tuple[Glyph, ...]:
        """Return the glyphs of `text` from left to right: shaped, but neither kerned nor joined.

        Raises:
            KeyError: the face lacks a character.
        """
        if text not in self._encoded:
            self._encoded[text] = tuple(self._shape(text)) if text else ()
        return self._encoded[text]

    def _shape(self, text: str) -> Iterator[Glyph]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer, {"kern": False, "liga": False, "clig": False})
        infos, starts = buffer.glyph_infos, sorted({i.cluster for i in buffer.glyph_infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        for info in infos:
            if info.codepoint == 0:
                raise KeyError(text[info.cluster])
            shown = text[info.cluster : ends.get(info.cluster, info.cluster)]
            ends.pop(info.cluster, None)  # the first glyph of a cluster bears its text
            yield Glyph(info.codepoint, self.advance(info.codepoint), shown)

    def advance(self, glyph: int) -> float:
        """Return the advance width in 1/1000 em."""
        return float(self._font.get_glyph_h_advance(glyph) * self.scale)

    @property
    def glyph_count(self) -> int:
        return int(self._face.glyph_count)

    @cached_property
    def characters(self) -> Mapping[int, str]:
        """Glyph id → the lowest code point that the character map gives it."""
        found: dict[int, str] = {}
        for code in sorted(self._face.unicodes):
            if code < 32:  # some fonts map control characters; PDF/A forbids them as text
                continue
            glyph = self._font.get_nominal_glyph(code)
            if glyph is not None:
                found.setdefault(glyph, chr(code))
        return found

    def has(self, char: str) -> bool:
        """Does the character map lead from `char` to a glyph?"""
        return self._font.get_nominal_glyph(ord(char)) is not None

    def maps_to(self, char: str, glyph: int) -> bool:
        """Does the character map lead from `char` to `glyph`?"""
        return bool(self._font.get_nominal_glyph(ord(char)) == glyph)

    @cached_property
    def descriptor(self) -> Descriptor:
        head, post, os2 = (self._table(tag) for tag in ("head", "post", "OS/2"))
        hhea = self._table("hhea")
        left, bottom, right, top = (v * self.scale for v in struct.unpack(">4h", head[36:44]))
        angle = struct.unpack(">i", post[4:8])[0] / 65536 if len(post) >= 16 else 0.0
        fixed = len(post) >= 16 and struct.unpack(">I", post[12:16])[0] != 0
        ascent, descent = struct.unpack(">2h", hhea[4:8])
        weight = struct.unpack(">H", os2[4:6])[0] if len(os2) >= 6 else 400
        caps = struct.unpack(">h", os2[88:90])[0] if len(os2) >= 90 else 0
        slanted = bool(angle) or (len(os2) >= 64 and bool(os2[63] & 1))
        return Descriptor(
            name=_printable(self._face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Face"),
            flags=_SYMBOLIC | (_FIXED_PITCH if fixed else 0) | (_ITALIC if slanted else 0),
            box=(round(left), round(bottom), round(right), round(top)),
            italic_angle=round(angle, 2),
            ascent=round(ascent * self.scale),
            descent=round(descent * self.scale),
            cap_height=round((caps or ascent) * self.scale),
            stem=round(50 + (weight / 65) ** 2),  # no font file says it; the usual estimate
        )

    def subset(self, glyphs: Iterable[int]) -> bytes:
        """Return the font with only the outlines of `glyphs`, whose ids stay as they are."""
        wanted = hb.SubsetInput()
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.DESUBROUTINIZE
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        wanted.glyph_set.update(glyphs)
        wanted.drop_table_tag_set.update(int.from_bytes(t.ljust(4).encode()) for t in _DROPPED)
        data: bytes = hb.subset(self._face, wanted).blob.data
        return data

    def subset_of_letters(self, letters: Iterable[str]) -> bytes:
        """Return the font with the outlines of `letters` and the map that leads to them."""
        wanted = hb.SubsetInput()
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.unicode_set.update(map(ord, letters))
        dropped = (tag for tag in _DROPPED if tag not in _FOR_LETTERS)
        wanted.drop_table_tag_set.update(int.from_bytes(t.ljust(4).encode()) for t in dropped)
        data: bytes = hb.subset(self._face, wanted).blob.data
        return data

    def advance_of(self, letter: str) -> float:
        """Return the advance width of a letter in 1/1000 em."""
        glyph = self._font.get_nominal_glyph(ord(letter))
        return self.advance(glyph or 0)

    def _table(self, tag: str) -> bytes:
        data: bytes = self._face.reference_table(tag).data
        return data


def font_name(data: bytes) -> str:
    """Return what the font of a file is called in PDFs, without the prefix of a subset."""
    return Face(data).descriptor.name


def subset_name(name: str, data: bytes) -> str:
    """Return the name of a subset: six capital letters of its digest, a plus, the name."""
    digest = hashlib.sha256(data).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6]) + "+" + name


def _printable(name: str) -> str:
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_.")) or "Face"
