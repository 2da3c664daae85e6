"""The fonts of a page, as far as it takes to know how long a line of text runs.

Source: ISO 32000-1:2008, 9.2.4 (glyph metrics), 9.7.4.3 (widths in CIDFonts).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pypdf.generic import ArrayObject, DictionaryObject

from publish.checking.opened import dictionary, entry, items, numbers, raw, resolved, text
from publish.checking.preflight.functions import number

LONGEST = 100_000  # widths that are read of one font


@dataclass(frozen=True, slots=True)
class Face:
    """A font.

    Attributes:
        wide: codes have two bytes.
        widths: in ems, by code.
        other: width of all other codes.
        drawn: the font is of type 3: its glyphs are content.
        source: its dictionary.
    """

    wide: bool
    widths: Mapping[int, float]
    other: float
    drawn: bool
    source: DictionaryObject


def face_of(font: DictionaryObject) -> Face:
    """Return a font's widths."""
    kind = text(font, "/Subtype")
    if kind == "/Type0":
        inner = dictionary(next(iter(items(raw(font, "/DescendantFonts"))), None))
        widths = _wide(inner)
        return Face(True, widths, number(inner, "/DW", 1000) / 1000, False, font)
    first = int(number(font, "/FirstChar", 0))
    scale = abs((numbers(raw(font, "/FontMatrix")) or (0.001,))[0]) if kind == "/Type3" else 0.001
    listed = numbers(raw(font, "/Widths"))[:256]
    missing = number(entry(font, "/FontDescriptor"), "/MissingWidth", 0 if listed else 550)
    widths = {first + n: width * scale for n, width in enumerate(listed)}
    return Face(False, widths, missing * scale, kind == "/Type3", font)


def _wide(font: DictionaryObject) -> dict[int, float]:
    found: dict[int, float] = {}
    parts = items(raw(font, "/W"))
    at = 0
    while at + 1 < len(parts) and len(found) < LONGEST:
        first, second = resolved(parts[at]), resolved(parts[at + 1])
        start = _whole(first)
        if isinstance(second, ArrayObject):
            for n, width in enumerate(numbers(second)):
                found[start + n] = width / 1000
            at += 2
        elif at + 2 < len(parts):
            given = numbers(ArrayObject([parts[at + 2]]))
            last = min(_whole(second), start + LONGEST)
            found.update(dict.fromkeys(range(start, last + 1), given[0] / 1000 if given else 0))
            at += 3
        else:
            break
    return found


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


_SHOWN = re.compile(
    rb"<([0-9A-Fa-f\s]*)>|\(((?:[^()\\]++|\\.|\([^()]*\))*)\)|([-+.\d]+)", re.DOTALL
)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def shown(operand: bytes) -> tuple[bytes, float]:
    """Return the codes of a string or of an array of strings, and its kerning in thousandths."""
    if b"(" not in operand:
        pieces = operand.replace(b">", b"<").split(b"<")
        codes = b"".join(pieces[1::2])
        kerning = b" ".join(pieces[::2]).strip(b"[] \t\r\n").split()
        try:
            return bytes.fromhex((codes + b"0" * (len(codes) % 2)).decode()), sum(
                map(float, kerning)
            )
        except ValueError:
            pass
    parts, shift = [], 0.0
    for hexadecimal, literal, move in _SHOWN.findall(operand):
        if move:
            shift += _float(move)
        elif hexadecimal:
            digits = b"".join(hexadecimal.split())
            parts.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        else:
            parts.append(_ESCAPE.sub(_escaped, literal) if b"\\" in literal else literal)
    return b"".join(parts), shift


def _float(digits: bytes) -> float:
    try:
        return float(digits)
    except ValueError:
        return 0.0


def _escaped(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    char = found[2]
    return b"" if char in (b"\n", b"\r", b"\r\n") else _ESCAPED.get(char, char)


def length(face: Face, codes: bytes) -> tuple[float, int, int]:
    """Return the sum of the widths in ems, the number of characters, and of spaces (code 32)."""
    if face.wide:
        values: list[int] | bytes = [
            high << 8 | low for high, low in zip(codes[::2], codes[1::2], strict=False)
        ]
        spaces = 0  # word spacing is for single-byte codes only, 9.3.3
    else:
        values, spaces = codes, codes.count(b" ")
    get, other = face.widths.get, face.other
    return sum([get(code, other) for code in values]), len(values), spaces
