"""Colour spaces of a PDF, and colours in them as ink.

Source: ISO 32000-1:2008, 8.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from publish.checking.opened import entry, items, raw, resolved
from publish.checking.preflight.functions import Values, number

Kind = Literal[
    "grey", "rgb", "cmyk", "icc grey", "icc rgb", "icc cmyk", "cal grey", "cal rgb", "lab",
    "indexed", "separation", "pattern", "unknown",
]  # fmt: skip

DEEPEST = 6  # spaces within spaces


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """A colour space.

    Attributes:
        count: how many components a colour has.
        names: of the colorants of a Separation or DeviceN space.
        base: of an indexed space, of a Separation (its alternate) or of a pattern.
        table: bytes of the colours of an indexed space.
        profile: the ICC profile's stream.
    """

    kind: Kind
    count: int = 1
    names: tuple[str, ...] = ()
    base: Space | None = None
    table: bytes = b""
    profile: StreamObject | None = None


GREY, RGB, CMYK = Space("grey", 1), Space("rgb", 3), Space("cmyk", 4)
UNKNOWN = Space("unknown", 0)
PATTERN = Space("pattern", 0)

DEVICE = {
    "/DeviceGray": GREY, "/G": GREY, "/CalGray": GREY, "/DeviceRGB": RGB, "/RGB": RGB,
    "/DeviceCMYK": CMYK, "/CMYK": CMYK, "/Pattern": PATTERN,
}  # fmt: skip
DEFAULTS = {
    "/DeviceGray": "/DefaultGray",
    "/DeviceRGB": "/DefaultRGB",
    "/DeviceCMYK": "/DefaultCMYK",
}
_CALIBRATED = {
    "/CalGray": Space("cal grey", 1),
    "/CalRGB": Space("cal rgb", 3),
    "/Lab": Space("lab", 3),
}
_ICC: dict[int, Kind] = {1: "icc grey", 3: "icc rgb", 4: "icc cmyk"}


def space_of(value: PdfObject | None, resources: DictionaryObject, depth: int = 0) -> Space | None:
    """Return a colour space; None if it is named but not there.

    Args:
        value: a name or an array.
        resources: where names of spaces are looked up, default spaces among them, 8.6.5.6.
    """
    found = resolved(value)
    if depth > DEEPEST or found is None:
        return None
    if isinstance(found, NameObject):
        named = entry(resources, "/ColorSpace")
        default = DEFAULTS.get(found)
        if default and default in named and depth == 0:
            return space_of(raw(named, default), DictionaryObject(), depth + 1)
        if found in DEVICE:
            return DEVICE[found]
        return space_of(raw(named, found), resources, depth + 1) if found in named else None
    if not isinstance(found, ArrayObject) or not found:
        return UNKNOWN
    return _made(str(resolved(found[0])), items(found), resources, depth)


def _made(
    kind: str, parts: list[PdfObject], resources: DictionaryObject, depth: int
) -> Space | None:
    if len(parts) == 1:
        return DEVICE.get(kind, UNKNOWN)
    if kind == "/ICCBased":
        return _icc(resolved(parts[1]))
    if kind in _CALIBRATED:
        return _CALIBRATED[kind]
    if kind in ("/Indexed", "/I") and len(parts) >= 4:
        base = space_of(parts[1], resources, depth + 1)
        table = resolved(parts[3])
        data = table.get_data() if isinstance(table, StreamObject) else _bytes(table)
        return base and Space("indexed", 1, base=base, table=data)
    if kind in ("/Separation", "/DeviceN") and len(parts) >= 3:
        names = tuple(str(resolved(name))[1:] for name in items(parts[1]))
        alternate = space_of(parts[2], resources, depth + 1)
        return Space("separation", len(names), names, alternate)
    if kind == "/Pattern":
        return Space("pattern", 0, base=space_of(parts[1], resources, depth + 1))
    return UNKNOWN


def _bytes(table: PdfObject | None) -> bytes:
    original = getattr(table, "original_bytes", b"")  # of both kinds of strings
    return original if isinstance(original, bytes) else b""


def _icc(profile: PdfObject | None) -> Space:
    if not isinstance(profile, StreamObject):
        return UNKNOWN
    count = int(number(profile, "/N", 0))
    kind = _ICC.get(count, "unknown")
    if count == 3 and profile.get_data()[16:20] == b"Lab ":
        kind = "lab"
    return Space(kind, count, profile=profile)


class Ink(NamedTuple):
    """How much of each ink a colour lays down, 0 to 1."""

    cyan: float = 0.0
    magenta: float = 0.0
    yellow: float = 0.0
    black: float = 0.0
    spots: float = 0.0  # the sum of all inks beyond the four

    @property
    def total(self) -> float:
        """Total area coverage in per cent."""
        return 100 * sum(self)


_PROCESS = {"Cyan": 0, "Magenta": 1, "Yellow": 2, "Black": 3}


def ink_of(space: Space, values: Values) -> Ink | None:
    """Return a colour's ink; None where that depends on a conversion (RGB, Lab, patterns)."""
    if space.kind in ("grey", "icc grey", "cal grey") and values:
        return Ink(black=1 - min(max(values[0], 0.0), 1.0))
    if space.kind in ("cmyk", "icc cmyk") and len(values) >= 4:
        return Ink(*(min(max(value, 0.0), 1.0) for value in values[:4]))
    if space.kind == "separation":
        return _colorants(space.names, values)
    if space.kind == "indexed" and space.base and values:
        looked_up = indexed(space, int(values[0]))
        return ink_of(space.base, looked_up) if looked_up else None
    return None


def indexed(space: Space, index: int) -> Values:
    """Return the colour at an index of an indexed space's table; nothing if it has none there."""
    base = space.base or UNKNOWN
    entry_bytes = space.table[index * base.count : (index + 1) * base.count]
    return tuple(byte / 255 for byte in entry_bytes) if len(entry_bytes) == base.count else ()


def _colorants(names: tuple[str, ...], values: Values) -> Ink:
    amounts = [0.0] * 5
    for name, tint in zip(names, values, strict=False):
        tint = min(max(tint, 0.0), 1.0)
        if name == "All":
            return Ink(tint, tint, tint, tint)
        if name != "None":
            amounts[_PROCESS.get(name, 4)] += tint
    return Ink(*amounts)


def darkness(space: Space, values: Values) -> float | None:
    """Return how dark a colour is, 0 (paper) to 1; None where it cannot be told."""
    if space.kind in ("rgb", "icc rgb", "cal rgb") and len(values) >= 3:
        return 1 - (0.3 * values[0] + 0.59 * values[1] + 0.11 * values[2])
    if space.kind == "lab" and values:
        return 1 - values[0] / 100
    if space.kind == "indexed" and space.base and values:
        looked_up = indexed(space, int(values[0]))
        return darkness(space.base, looked_up) if looked_up else None
    ink = ink_of(space, values)
    if ink is None:
        return None
    light = 1 - min(1.0, 0.3 * ink.cyan + 0.59 * ink.magenta + 0.11 * ink.yellow)
    return 1 - light * (1 - ink.black) * (1 - min(1.0, 0.5 * ink.spots))


class Paint(NamedTuple):
    """A colour in its space, or a pattern; made by `colour` and `patterned`.

    Attributes:
        ink: as of `ink_of`.
        dark: as of `darkness`.
    """

    space: Space
    values: Values
    pattern: DictionaryObject | None = None
    ink: Ink | None = None
    dark: float | None = None


def colour(space: Space, values: Values) -> Paint:
    """Return a colour."""
    return Paint(space, values, None, ink_of(space, values), darkness(space, values))


def patterned(space: Space, values: Values, pattern: DictionaryObject) -> Paint:
    """Return a pattern or a shading; `values` are those that an uncoloured pattern is given."""
    return Paint(space, values, pattern)


BLACK = colour(GREY, (0.0,))


def text_of_space(space: Space) -> str:
    """Return a space's name for people."""
    titles: dict[str, str] = {
        "rgb": "DeviceRGB", "grey": "DeviceGray", "cmyk": "DeviceCMYK", "icc rgb": "RGB (ICC)",
        "icc grey": "grey (ICC)", "icc cmyk": "CMYK (ICC)", "cal rgb": "CalRGB",
        "cal grey": "CalGray", "lab": "Lab",
    }  # fmt: skip
    return titles.get(space.kind, space.kind)


def process_of(space: Space) -> Space:
    """Return the space that an indexed one chooses its colours from; others as they are."""
    while space.kind == "indexed" and space.base:
        space = space.base
    return space
