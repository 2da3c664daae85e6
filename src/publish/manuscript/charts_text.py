"""Words in charts: how wide they are, where they break, how they keep clear of each other."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Face:
    """The widths of a font file: em units of each character, without kerning."""

    widths: Mapping[int, float]  # code point → width in em
    otherwise: float  # width of a character that the file lacks

    def width(self, text: str, size: float) -> float:
        """Return the width of one line of text in points at `size` points."""
        return size * math.fsum(self.widths.get(ord(char), self.otherwise) for char in text)


def read_face(path: Path) -> Face:
    """Return the widths in a TrueType file. Source: OpenType 1.9, cmap (formats 4, 12) and hmtx."""
    data = path.read_bytes()
    tables = {
        tag: offset
        for tag, _, offset, _ in struct.iter_unpack(
            ">4sIII", data[12 : 12 + 16 * struct.unpack_from(">H", data, 4)[0]]
        )
    }
    em: int = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    full: int = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    advances: list[float] = [
        advance / em
        for advance, _ in struct.iter_unpack(">Hh", data[tables[b"hmtx"] :][: full * 4])
    ]

    def advance(glyph: int) -> float:
        return advances[min(glyph, full - 1)]

    glyphs = _character_map(data, tables[b"cmap"])
    return Face({code: advance(glyph) for code, glyph in glyphs.items()}, advances[0])


def _character_map(data: bytes, start: int) -> dict[int, int]:
    (count,) = struct.unpack_from(">H", data, start + 2)
    records = [struct.unpack_from(">HHI", data, start + 4 + 8 * n) for n in range(count)]
    formats = {
        struct.unpack_from(">H", data, start + offset)[0]: start + offset
        for platform, _, offset in records
        if platform in (0, 3)
    }
    if 12 in formats:
        at = formats[12]
        (groups,) = struct.unpack_from(">I", data, at + 12)
        ranges = struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * groups])
        return {
            c: glyph + c - first for first, last, glyph in ranges for c in range(first, last + 1)
        }
    at = formats[4]
    n = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{n}H", data, at + 14 + skip)
        for skip in (0, 2 * n + 2, 4 * n + 2, 6 * n + 2)
    )
    glyphs: dict[int, int] = {}
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                where = at + 16 + 6 * n + 2 * i + offsets[i] + 2 * (code - starts[i])
                (glyph,) = struct.unpack_from(">H", data, where)
            if glyph or not offsets[i]:
                glyphs[code] = (glyph + deltas[i]) & 0xFFFF
    return glyphs


def wrapped(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Return the text in as few lines as fit into `room` points, about equally long.

    It breaks at spaces, and after hyphens in words that are too wide; what is still too wide
    stays whole, on a line of its own.
    """
    words = []
    for word in text.split(" "):
        pieces = re.split(r"(?<=-)(?=\w)", word) if face.width(word, size) > room else [word]
        words += [*pieces[:-1], f"{pieces[-1]} "]
    lines = _filled(words, face, size, room)
    if len(lines) > 1:  # even the lines out: the narrowest room that needs no more of them
        for tenth in range(5, 10):
            evener = _filled(words, face, size, room * tenth / 10)
            if len(evener) == len(lines):
                return evener
    return lines


def _filled(words: Sequence[str], face: Face, size: float, room: float) -> tuple[str, ...]:
    lines = [words[0]]
    for word in words[1:]:
        if face.width((lines[-1] + word).rstrip(), size) <= room:
            lines[-1] += word
        else:
            lines.append(word)
    return tuple(line.rstrip() for line in lines)


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Return places near the wanted ones, in the same order, that keep their distance.

    Args:
        wanted: where each label would stand, in points; any order.
        gaps: room that each label takes about its place, in points.
        low, high: bounds for the places; they give way if the labels need more.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    blocks: list[list[int]] = []

    def extent(block: Sequence[int]) -> float:
        return sum(gaps[i] for i in block)

    def start(block: Sequence[int]) -> float:
        """Where a block begins if its labels stand as near to their wish as can be."""
        offset, wishes = 0.0, 0.0
        for i in block:
            wishes += wanted[i] - (offset + gaps[i] / 2)
            offset += gaps[i]
        first = wishes / len(block)
        return max(low - gaps[block[0]] / 2, min(first, high + gaps[block[-1]] / 2 - offset))

    for i in order:
        blocks.append([i])
        while len(blocks) > 1 and start(blocks[-2]) + extent(blocks[-2]) > start(blocks[-1]) + 1e-9:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    places = [0.0] * len(wanted)
    for block in blocks:
        at = start(block)
        for i in block:
            places[i] = at + gaps[i] / 2
            at += gaps[i]
    return places
