"""Charts without hue: areas in patterns, lines in dashes, words on white.

The colours of series are known from the theme of charts; each has a texture. In the content of a
figure, areas of such a colour are painted with the texture's pattern, an edge around it. Words in
a pattern stand on a plate of white. Rectangles (`re`) are never areas of charts, which are drawn
as paths: pictures of another origin keep the plain greys of their panels.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from publish.binding.inks import Textured
from publish.binding.looks import LOOKS, Look

_FIGURE = re.compile(rb"(/Figure\n<<[^\n]*>>\nBDC\n)(.*?\n)(?=EMC\n)", re.DOTALL)
_CLOSED = {b"f": b"B", b"f*": b"B*", b"B": b"B", b"B*": b"B*"}  # fills, and the same with an edge
_PATH = {b"m", b"l", b"c", b"h", b"re"}
_EDGE = b"0 G\n0.5 w\n[] 0 d\n0 j"
_WHITE = "#FFFFFF"
_ASCENT, _DESCENT, _LAST = 0.72, 0.22, 0.58  # of letters, and the width of a line's last, in em
_AIR = 1.3  # points around words on their plate

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class ChartTextures:
    """The textures of the colours of charts.

    Attributes:
        looks: "#RRGGBB" of fills and lines → name of a look.
        words: "#RRGGBB" of coloured words, which become black.
    """

    looks: Mapping[str, str]
    words: frozenset[str]

    @cached_property
    def digest(self) -> str:
        seen = (sorted(self.looks.items()), sorted(self.words), sorted(LOOKS.items()))
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    def apply(self, content: bytes, names: Textured) -> bytes:
        """Return a content stream, its colours still RGB, with patterns for fills in figures."""
        if b"/Figure" not in content:
            return content
        return _FIGURE.sub(lambda found: found[1] + _Figure(self, names).read(found[2]), content)


@dataclass(slots=True)
class _State:
    """The part of the graphics state that matters here."""

    matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    fill: str = ""
    stroke: str = ""
    dashed: bool = False

    def copy(self) -> _State:
        return _State(self.matrix, self.fill, self.stroke, self.dashed)


@dataclass(frozen=True, slots=True)
class _Area:
    look: Look
    low: Point
    high: Point


@dataclass(slots=True)
class _Figure:
    """One figure while it is read. What is painted over others comes later in `areas`."""

    textures: ChartTextures
    names: Textured
    state: _State = field(default_factory=_State)
    saved: list[_State] = field(default_factory=list)
    path: list[bytes] = field(default_factory=list)
    words: list[bytes] = field(default_factory=list)  # the text object that is being read
    areas: list[_Area] = field(default_factory=list)
    out: list[bytes] = field(default_factory=list)

    def read(self, content: bytes) -> bytes:
        """Return the figure's content anew: an operator a line, as the engine writes it."""
        for line in self._lines(content):
            operands, _, operator = line.rpartition(b" ")
            if self.words:
                self.words.append(line)
                if operator == b"ET":
                    self._write()
            elif operator == b"BT":
                self.words.append(line)
            elif operator in _PATH:
                self.path.append(line)
            elif self.path:
                self._paint(operator)
            else:
                self._follow(operands.split(), operator)
                self.out.append(line)
        return b"\n".join([*self.out, *self.path, *self.words]) + b"\n"

    def _lines(self, content: bytes) -> Iterator[bytes]:
        """Yield the lines of a content stream, and those of forms of words where they stand."""
        for line in content.splitlines():
            drawn = self.names.form(line[1:-3]) if line.endswith(b" Do") else b""
            if b"BT\n" in drawn and b" Do" not in drawn:
                yield from drawn.splitlines()
            else:
                yield line

    def _follow(self, operands: list[bytes], operator: bytes) -> None:
        """Keep the graphics state."""
        if operator == b"q":
            self.saved.append(self.state.copy())
        elif operator == b"Q" and self.saved:
            self.state = self.saved.pop()
        elif operator == b"cm":
            self.state.matrix = _product(_matrix(operands), self.state.matrix)
        elif operator == b"rg":
            self.state.fill = _name(operands)
        elif operator == b"RG":
            self.state.stroke = _name(operands)
        elif operator == b"d":
            self.state.dashed = operands[0] != b"[]"

    def _paint(self, operator: bytes) -> None:
        """Write the path and how it is painted; `W` keeps it for the operator after it."""
        if operator == b"W":
            self.path.append(operator)
            return
        painted = [*self.path, operator]
        fills = operator in _CLOSED
        look = LOOKS.get(self.textures.looks.get(self._colour(fills), ""))
        drawn = not any(line.endswith((b"re", b"W")) for line in self.path)
        if look and drawn and (fills or operator == b"S"):
            self.out += [b"q", *self._looking(look, operator), b"Q"]
        else:
            self.out += painted
        self.path = []

    def _colour(self, fills: bool) -> str:
        return self.state.fill if fills else self.state.stroke

    def _looking(self, look: Look, operator: bytes) -> list[bytes]:
        """Return the operators that paint the path in a look."""
        if operator == b"S":
            dash = [] if self.state.dashed else [look.dash]
            return [look.line, *dash, *self.path, operator]
        low, high = _bounds([_point(line) for line in self.path if not line.endswith(b"h")])
        if low[0] < 0 < high[0] and low[1] < 0 < high[1]:  # a mark, drawn about its own place
            return [look.mark, *self.path, b"B"]
        matrix = self.state.matrix
        self.areas.append(_Area(look, *_bounds([_moved(low, matrix), _moved(high, matrix)])))
        if look.tile:
            name = self.names.pattern(look.name, look.tile, look.step)
            return [b"/Pattern cs", b"/" + name.lstrip(b"/") + b" scn", _EDGE, *self.path,
                    _CLOSED[operator]]  # fmt: skip
        if look.is_dark:
            edge = b"1 G" if self.state.stroke == _WHITE else look.flat.upper()
            return [look.flat, edge, *self.path, operator]
        return [look.flat, _EDGE, *self.path, _CLOSED[operator]]

    def _write(self) -> None:
        """Write the text object: white on dark areas, else black, on a plate in patterns."""
        words, self.words = self.words, []
        size, places = _letters(words)
        if not places:
            self.out += words
            return
        left, right = min(x for x, _ in places), max(x for x, _ in places) + _LAST * size
        base = places[0][1]
        middle = _moved(((left + right) / 2, base - 0.36 * size), self.state.matrix)
        area = next((one for one in reversed(self.areas) if _holds(one, middle)), None)
        if area is None:
            coloured = self.state.fill in {*self.textures.looks, *self.textures.words}
            self.out += [b"q", b"0 g", *words, b"Q"] if coloured else words
        elif area.look.is_dark:
            self.out += [b"q", b"1 g", *words, b"Q"]
        elif not area.look.tile:
            self.out += [b"q", b"0 g", *words, b"Q"]
        else:
            high = base - _ASCENT * size - _AIR
            plate = (left - _AIR, high, right - left + 2 * _AIR, base + _DESCENT * size - high)
            box = b"%.2f %.2f %.2f %.2f re" % plate
            self.out += [b"q", b"1 g", box, b"f", b"0 g", *words, b"Q"]


def _name(operands: list[bytes]) -> str:
    return "#" + "".join(f"{round(float(part) * 255):02X}" for part in operands[-3:])


def _matrix(operands: list[bytes]) -> Matrix:
    a, b, c, d, e, f = (float(part) for part in operands[-6:])
    return a, b, c, d, e, f


def _product(one: Matrix, two: Matrix) -> Matrix:
    """Return the matrix that does `one`, then `two` (ISO 32000-1:2008, 8.3.4)."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _point(line: bytes) -> Point:
    """Return where a piece of a path ends."""
    x, y = line.split()[-3:-1]
    return float(x), float(y)


def _bounds(points: list[Point]) -> tuple[Point, Point]:
    """Return the corners of the box around points.

    The engine begins each path with a move to the origin, which the next move takes back.
    """
    if len(points) > 2 and points[0] == (0.0, 0.0):
        points = points[1:]
    across, up = zip(*points, strict=True)
    return (min(across), min(up)), (max(across), max(up))


def _letters(words: list[bytes]) -> tuple[float, list[Point]]:
    """Return the size of a text object's letters and their places; upright text only."""
    size, places = 0.0, []
    for line in words:
        if line.endswith(b" Tm"):
            a, b, _, d, x, y = _matrix(line.split()[:-1])
            if (a, b, d) != (1.0, 0.0, -1.0):
                return 0.0, []
            places.append((x, y))
        elif line.endswith(b" Tf"):
            size = max(size, float(line.split()[1]))
    return size, places


def _holds(area: _Area, point: Point) -> bool:
    return all(low <= at <= high for low, at, high in zip(area.low, point, area.high, strict=True))
