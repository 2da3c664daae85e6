"""Drawings for those who print, fold and staple. No words are in them: they serve all languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WIDTH, HEIGHT = 46.0, 27.0  # of a drawing in millimetres
_PAPER = "#FFFFFF"
_STACK = 3  # sheets that stand for many


@dataclass(frozen=True, slots=True)
class Pens:
    """Colours as hex values."""

    line: str
    shade: str  # of what lies behind or turns away
    accent: str  # of what hands do: arrows, staples


def turn(pens: Pens, sheet: tuple[float, float]) -> str:
    """Return a sheet that is turned over its left edge, as a page of a book is.

    Args:
        sheet: its width and height, in any unit.
    """
    scale = min(25 / sheet[0], 18.5 / sheet[1])
    wide, high = sheet[0] * scale, sheet[1] * scale
    left, top = (WIDTH - wide) / 2, HEIGHT - high - 1
    arc = (
        f"M {left + wide - 1:g} {top - 0.8:g} C {left + wide * 0.8:g} {top - 7:g} "
        f"{left + wide * 0.2:g} {top - 7:g} {left - 4:g} {top + 2:g}"
    )
    tip = _head(left - 4, top + 2, -2.4, 1.0, pens)
    parts = (
        _box(left, top, wide, high, _PAPER),
        f'<path d="M {left:g} {top:g} v {high:g}" stroke-width="0.9" stroke="{pens.accent}"/>',
        f'<path fill="none" stroke="{pens.accent}" stroke-width="0.6" d="{arc}"/>',
        tip,
        _words(left + wide * 0.22, top + high * 0.3, wide * 0.56, high * 0.5, pens),
    )
    return _svg(parts, pens)


def fold(pens: Pens) -> str:
    """Return sheets that lie on one another; their right half is being folded over the left."""
    left, top, half, high, lift = 7.0, 7.0, 14.0, 16.5, 5.0
    middle = left + half
    parts = [_box(left - n * 0.8, top + n * 0.8, half + n * 0.8, high, _PAPER) for n in (2, 1, 0)]
    for n in (2, 1, 0):
        x, y = middle + half - 1.5 - n * 0.5, n * 0.8
        parts.append(
            f'<path fill="{pens.shade if n == 0 else _PAPER}" d="M {middle:g} {top + y:g} '
            f'L {x:g} {top + y - lift:g} v {high:g} L {middle:g} {top + y + high:g} Z"/>'
        )
    start, end = middle + half + 1, middle - half * 0.45
    arc = (
        f"M {start:g} {top - lift + 3:g} C {start + 2:g} {top - lift - 5:g} "
        f"{middle:g} {top - lift - 4:g} {end:g} {top + 3:g}"
    )
    parts += [
        f'<path stroke="{pens.accent}" stroke-width="0.9" d="M {middle:g} {top:g} v {high:g}"/>',
        f'<path fill="none" stroke="{pens.accent}" stroke-width="0.6" d="{arc}"/>',
        _head(end, top + 3, -1.6, 2.0, pens),
    ]
    return _svg(parts, pens)


def staple(pens: Pens) -> str:
    """Return a booklet that lies open, its cover up, with two staples in the fold."""
    left, top, wide, high = 8.0, 2.0, 30.0, 21.2
    middle = left + wide / 2
    sheets = [_box(left + n * 0.9, top + n * 0.9, wide, high, _PAPER) for n in (2, 1, 0)]
    parts = [
        *sheets,
        f'<path d="M {middle:g} {top:g} v {high:g}" stroke-dasharray="1.2 0.8"/>',
        *_staples(middle, top + high / 4, pens),
        *_staples(middle, top + high * 3 / 4, pens),
    ]
    return _svg(parts, pens)


def corner(pens: Pens, sheet: tuple[float, float]) -> str:
    """Return sheets with a staple in their upper left corner."""
    scale = min(28 / sheet[0], 22 / sheet[1])
    wide, high = sheet[0] * scale, sheet[1] * scale
    left, top = (WIDTH - wide) / 2 - 1, (HEIGHT - high) / 2 - 1
    bar = f'stroke="{pens.accent}" stroke-width="1.1" stroke-linecap="round"'
    parts = [
        *(_box(left + n * 0.9, top + n * 0.9, wide, high, _PAPER) for n in (2, 1, 0)),
        f'<path {bar} d="M {left + 1.6:g} {top + 4.4:g} l 2.8 -2.8"/>',
        _words(left + wide * 0.25, top + high * 0.3, wide * 0.5, high * 0.5, pens),
    ]
    return _svg(parts, pens)


def mirrored(svg: str) -> str:
    """Return a drawing for those who read from the right."""
    return svg.replace("<g ", f'<g transform="translate({WIDTH:g} 0) scale(-1 1)" ', 1)


def _staples(x: float, y: float, pens: Pens) -> Iterator[str]:
    style = f'stroke="{pens.accent}" stroke-width="1.3" stroke-linecap="round"'
    yield f'<path {style} d="M {x:g} {y - 2:g} v 4"/>'


def _words(left: float, top: float, wide: float, high: float, pens: Pens) -> str:
    """Return bars that stand for lines of text: they show which way is up."""
    step = high / 5
    bars = [
        f'<path stroke="{pens.shade}" stroke-width="{step * 0.35:g}" '
        f'd="M {left:g} {top + step * n:g} h {wide * (0.6 if n in (0, 4) else 1):g}"/>'
        for n in range(5)
    ]
    return "".join(bars)


def _head(x: float, y: float, dx: float, dy: float, pens: Pens) -> str:
    """Return an arrow's head at x, y that points along dx, dy."""
    back = f"{x - dx * 0.9 - dy * 0.55:g} {y - dy * 0.9 + dx * 0.55:g}"
    other = f"{x - dx * 0.9 + dy * 0.55:g} {y - dy * 0.9 - dx * 0.55:g}"
    tip = f"{x + dx * 0.35:g} {y + dy * 0.35:g}"
    return f'<path fill="{pens.accent}" stroke="none" d="M {tip} L {back} L {other} Z"/>'


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'


def _svg(parts: Iterable[str], pens: Pens) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}mm" height="{HEIGHT:g}mm">'
        f'<g stroke="{pens.line}" stroke-width="0.3" stroke-linejoin="round">{"".join(parts)}</g>'
        "</svg>"
    )
