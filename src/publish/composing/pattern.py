"""The pattern on covers: drawn from a work's title, so the same title has the same picture."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Tile = tuple[str, int, int]  # kind, quarter turns, index of the colour pair


@dataclass(frozen=True, slots=True)
class Palette:
    """The pattern's colours as hex values."""

    ground: str
    deep: str
    pale: str
    second: str


def _digits(seed: str) -> Iterator[int]:
    """Yield numbers 0-255 that follow from `seed` alone."""
    block = 0
    while True:
        yield from hashlib.sha256(f"{seed}\x00{block}".encode()).digest()
        block += 1


def cover_pattern(
    title: str, palette: Palette, columns: int, rows: int, cell: float, bleed: float
) -> str:
    """Return an SVG of `columns` × `rows` tiles, each `cell` mm wide, with `bleed` mm around.

    The tiles are arches and quarter discs, roofs over a point. They stand in mirrored pairs, so
    that they close to larger forms across the joints.
    """
    width, height = columns * cell, rows * cell
    tiles = _tiles(title, columns, rows)
    box = (-bleed, -bleed, width + 2 * bleed, height + 2 * bleed)
    return _picture(tiles, cell, palette, box)


def wrap_pattern(
    title: str,
    palette: Palette,
    columns: int,
    rows: int,
    cell: float,
    bleed: float,
    beyond: tuple[float, float],
) -> str:
    """Return the same picture as on the cover, gone on to its left and right.

    Args:
        bleed: above it; below it ends with its last row.
        beyond: how far it goes on, in millimetres.
    """
    before, after = beyond
    tiles = _tiles(title, columns, rows)
    numbers = _digits(f"{title}\x00round")
    further = [*range(columns + 1, columns + 1 + int(after // cell))]
    further += range(-1 - int(before // cell), -1)
    for column in further:
        for row in range(-1, rows):
            tiles[row, column] = _tile(next(numbers), next(numbers), row, column)
    # A tile that only touches the edge would leave a hair of its stroke there.
    shown = {
        (row, column): tile
        for (row, column), tile in tiles.items()
        if row < rows and -before < (column + 1) * cell and column * cell < columns * cell + after
    }
    width, height = before + columns * cell + after, rows * cell + bleed
    return _picture(shown, cell, palette, (-before, -bleed, width, height))


@dataclass(frozen=True, slots=True)
class Band:
    """A work's part of the pattern that several works share."""

    title: str
    palette: Palette


def bands_pattern(
    title: str,
    bands: Sequence[Band],
    width: float,
    height: float,
    bleed: float,
    beyond: tuple[float, float] = (0.0, 0.0),
) -> str:
    """Return an SVG of upright bands, one for each work, side by side as on a shelf.

    Args:
        title: of all together: packages of the same works have different pictures.
        width, height: in millimetres, of what the bands fill; `bleed` is above it.
        beyond: how far the row goes on to the left and right: with its other end, but with the
            band that stands there where it only fills the bleed.
    """
    cell = band_tile(len(bands), width)
    columns = round(width / cell / len(bands))  # of one band
    before, after = beyond
    first = 0 if before <= bleed else -math.ceil(before / cell)
    last = len(bands) - (after <= bleed)
    grounds, shapes = [], []
    for column in range(-math.ceil(before / cell), columns * len(bands) + math.ceil(after / cell)):
        band = bands[min(max(column, first) // columns, last) % len(bands)]
        numbers = _digits(f"{title}\x00{band.title}\x00{column}")
        left = column * cell
        ground = f"M{left:g} {-bleed:g}h{cell:g}v{height + bleed:g}h{-cell:g}z"
        grounds.append(f'<path {_ink(band.palette.ground)} stroke-width="0.1" d="{ground}"/>')
        for row in range(-math.ceil(bleed / cell), math.ceil(height / cell)):
            tile = _tile(next(numbers), next(numbers), row, column)
            shapes.append(_draw(tile, left, row * cell, cell, band.palette))
    full, tall = before + width + after, bleed + height
    view = f"{-before:g} {-bleed:g} {full:g} {tall:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{full:g}mm" '
        f'height="{tall:g}mm">{"".join(grounds + shapes)}</svg>'
    )


_BAND_COLUMNS = 6.0  # of tiles on a cover, as nearly as the count of bands allows


def band_tile(bands: int, width: float) -> float:
    """Return the width of a tile where so many bands share `width`."""
    return width / bands / max(round(_BAND_COLUMNS / bands), 1)


def _tiles(title: str, columns: int, rows: int) -> dict[tuple[int, int], Tile]:
    """Return the tiles by row and column; one more on every side runs into the bleed."""
    numbers = _digits(title)
    places = [(row, column) for row in range(-1, rows + 1) for column in range(-1, columns + 1)]
    return {place: _tile(next(numbers), next(numbers), *place) for place in places}


def _picture(
    tiles: Mapping[tuple[int, int], Tile],
    cell: float,
    palette: Palette,
    box: tuple[float, float, float, float],
) -> str:
    """Return the SVG of what `box` (left, top, width, height in mm) shows of the tiles."""
    left, top, width, height = box
    shapes = (
        _draw(tile, column * cell, row * cell, cell, palette)
        for (row, column), tile in tiles.items()
    )
    ground = (
        f'<path fill="{palette.ground}" d="M{left:g} {top:g}h{width:g}v{height:g}h{-width:g}z"/>'
    )
    view = f"{left:g} {top:g} {width:g} {height:g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{width:g}mm" '
        f'height="{height:g}mm">{ground}{"".join(shapes)}</svg>'
    )


_KINDS = ("arches", "arches", "quarter", "leaf", "half", "ring", "blank", "blank")


def _tile(first: int, second: int, row: int, column: int) -> Tile:
    kind = _KINDS[first % len(_KINDS)]
    turn = (first // 8 + 2 * (column % 2) + (row % 2)) % 4
    return kind, turn, second % 8


def _draw(tile: Tile, x: float, y: float, cell: float, palette: Palette) -> str:
    kind, turn, pair = tile
    if kind == "blank":
        return ""
    strong = palette.second if pair == 0 else palette.deep if pair < 5 else palette.pale
    inner = palette.pale if strong == palette.deep else palette.deep
    half = cell / 2
    place = (
        f"translate({x + half:g} {y + half:g}) rotate({90 * turn}) translate({-half:g} {-half:g})"
    )
    # A hair of stroke closes the seam that viewers show between neighbouring tiles. A press
    # prints none thinner than a quarter of a point: 0.1 mm is 0.28 pt.
    return f'<g transform="{place}" stroke-width="0.1">{_shape(kind, cell, strong, inner)}</g>'


def _shape(kind: str, c: float, strong: str, inner: str) -> str:
    if kind == "arches":
        return "".join(
            f'<path {_ink(strong)} d="{_band(c * outer, c * within)}"/>'
            for outer, within in ((1.0, 0.8), (0.6, 0.4), (0.2, 0.0))
        )
    if kind == "quarter":
        return f'<path {_ink(strong)} d="{_band(c, 0.0)}"/>'
    if kind == "ring":
        return (
            f'<path {_ink(strong)} d="{_band(c, c * 0.5)}"/>'
            f'<path {_ink(inner)} d="{_band(c * 0.5, 0.0)}"/>'
        )
    if kind == "leaf":
        return (
            f'<path {_ink(strong)} d="M0 0A{c:g} {c:g} 0 0 1 {c:g} {c:g}A{c:g} {c:g} 0 0 1 0 0z"/>'
        )
    return f'<path {_ink(strong)} d="M0 0h{c:g}A{c / 2:g} {c / 2:g} 0 0 1 0 0z"/>'


def _band(outer: float, within: float) -> str:
    """Return the path of a quarter ring about the origin, in the lower right quadrant."""
    if within == 0.0:
        return f"M0 0H{outer:g}A{outer:g} {outer:g} 0 0 1 0 {outer:g}z"
    return (
        f"M{within:g} 0H{outer:g}A{outer:g} {outer:g} 0 0 1 0 {outer:g}V{within:g}"
        f"A{within:g} {within:g} 0 0 0 {within:g} 0z"
    )


def _ink(colour: str) -> str:
    return f'fill="{colour}" stroke="{colour}"'
