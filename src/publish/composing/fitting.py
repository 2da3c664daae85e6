"""Words as large as a room lets them be: in the face that has their letters, in steps of size."""

from __future__ import annotations

import functools
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.composing.desk import SCRIPTS
from publish.composing.layouts import Layout
from publish.manuscript.charts_text import Face, read_face, wrapped

_POINTS = 72 / 25.4  # in a millimetre
_WEIGHT = 600  # of names
_SLACK = 1.03  # what kerning and rounding take
_JOINED = 1.15  # and what the forms of joined letters are wider than single ones
_FROM_RIGHT = frozenset(("R", "AL"))
_SHOWN_BY_NONE = frozenset(("Cf", "Zs"))


@dataclass(frozen=True, slots=True)
class Letters:
    """A family of the brand in the weight that names have.

    Attributes:
        number: of the family in style sheets, `face-0`; that of the text where several are mixed.
    """

    number: int
    family: str
    face: Face


@dataclass(frozen=True, slots=True)
class Room:
    """Where words go: millimetres, sizes from the largest down, the line in parts of the size."""

    width: float
    height: float
    sizes: tuple[float, ...]
    leading: float = 1.16
    most_lines: int = 3


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words in their lines.

    Attributes:
        size, line: of the type, in points.
        direction: "ltr" or "rtl", that of the first letter.
    """

    lines: tuple[str, ...]
    size: float
    line: float
    direction: str
    face: int


def letters_of(layout: Layout) -> tuple[Letters, ...]:
    """Return the families of a brand: display, text, others; at last all of them, mixed."""
    brand = layout.brand
    faces = [f for f in brand.faces if f.style == "normal" and f.script in ("", *SCRIPTS)]
    named = (brand.display, brand.text, *(face.family for face in faces))
    known = []
    for number, family in enumerate(dict.fromkeys(named)):
        own = [face for face in faces if face.family == family]
        nearest = min(own, key=lambda face: (abs(face.weight - _WEIGHT), -face.weight))
        known.append(Letters(number, family, _widths(layout.identity[nearest.file])))
    mixed: dict[int, float] = {}
    for one in known[1:]:
        mixed = {**one.face.widths, **mixed}
    return (*known, Letters(1, brand.text, Face(mixed, known[1].face.otherwise)))


@functools.lru_cache(maxsize=16)  # every document with names asks for the same few
def _widths(path: Path) -> Face:
    return read_face(path)


def fitted(text: str, letters: Sequence[Letters], room: Room) -> Fitted | None:
    """Return words as large as they fit, broken at spaces; None where a letter has no face.

    At the smallest size they stand in as many lines as they take, and are never cut.
    """
    chosen = next((one for one in letters if not lacking(text, (one,))), None)
    if chosen is None:
        return None
    direction = direction_of(text)
    slack = _JOINED if direction == "rtl" else _SLACK
    width, height = room.width * _POINTS / slack, room.height * _POINTS
    lines: tuple[str, ...] = ()
    for size in room.sizes:
        lines = _evened(text, wrapped(text, chosen.face, size, width), chosen.face, width / size)
        deep = len(lines) * size * room.leading <= height and len(lines) <= room.most_lines
        if deep and all(chosen.face.width(line, size) <= width for line in lines):
            break
    return Fitted(lines, size, round(size * room.leading, 2), direction, chosen.number)


def _evened(text: str, lines: tuple[str, ...], face: Face, width: float) -> tuple[str, ...]:
    """Return as many lines of a text, as even as they can be; the same where words are broken.

    Args:
        width: of the room, in em.
    """
    words = text.split(" ")
    if len(lines) == 1 or " ".join(lines) != text:
        return lines
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}  # by words that are placed
    for left in range(len(lines), 0, -1):
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (cost, before) in best.items():
            for end in range(start + 1, len(words) - left + 2):
                line = " ".join(words[start:end])
                wide = face.width(line, 1)
                if wide > width:
                    break
                uneven = (cost + wide * wide, (*before, line))
                longer[end] = min(longer.get(end, uneven), uneven)
        best = longer
    return best.get(len(words), (0.0, lines))[1]


def lacking(text: str, letters: Sequence[Letters]) -> str:
    """Return the characters of a text that no face has, each once."""
    return "".join(dict.fromkeys(_without_face(text, letters)))


def _without_face(text: str, letters: Sequence[Letters]) -> Iterator[str]:
    for character in text:
        if unicodedata.category(character) not in _SHOWN_BY_NONE and not any(
            ord(character) in one.face.widths for one in letters
        ):
            yield character


def direction_of(text: str) -> str:
    """Return the direction of a text: of its first letter that has one. Source: UAX 9, P2, P3."""
    strong = (unicodedata.bidirectional(character) for character in text)
    first = next((one for one in strong if one == "L" or one in _FROM_RIGHT), "L")
    return "rtl" if first in _FROM_RIGHT else "ltr"


def lines_of(text: str, letters: Sequence[Letters], size: float, width: float) -> int:
    """Return how many lines words take in a column of so many millimetres, at least."""
    face = letters[-1].face
    room = width * _POINTS / _SLACK
    return max(len(wrapped(text, face, size, room)), math.ceil(face.width(text, size) / room))
