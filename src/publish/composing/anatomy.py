"""A drawing of the unfolded cover with its measures, to scale, for the job sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from publish.catalogue.printers import Method
from publish.composing.wrap_plan import WrapPlan

WIDTH, HEIGHT = 110.0, 76.0  # of the drawing in millimetres
_LEFT, _RIGHT, _TOP, _BOTTOM = 1.0, 9.0, 12.0, 8.0  # room for measures around the sheet
_TICK = 0.9
_SIZE = 2.5  # of the type

Kind = Literal["back", "spine", "front", "flap"]


@dataclass(frozen=True, slots=True)
class Colours:
    """The drawing's colours as hex values."""

    line: str  # and words
    bleed: str
    spine: str
    panel: str  # back and flaps
    front: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An unfolded sheet: its panels from left to right, in millimetres."""

    panels: tuple[tuple[Kind, float], ...]
    height: float
    bleed: float
    stitched: bool = False

    @property
    def width(self) -> float:
        return sum(width for _, width in self.panels)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a panel and the middle of its place, in millimetres from the upper left."""

    kind: Kind
    words: str
    x: float
    y: float


def sheet_of(
    wrap: WrapPlan | None,
    trim: tuple[float, float],
    bleed: float,
    method: Method,
    from_right: bool,
) -> Sheet:
    """Return what lies flat: the cover, the outer sheet of what is stitched, or a single leaf.

    Args:
        trim: width and height of a page.
        from_right: the language is read from right to left: the front is on the left.
    """
    width, height = trim
    panels: list[tuple[Kind, float]] = [("back", width), ("front", width)]
    if wrap:
        flap: list[tuple[Kind, float]] = [("flap", wrap.flap)] if wrap.flap else []
        panels = [*flap, ("back", wrap.panel), ("spine", wrap.spine), ("front", wrap.panel), *flap]
    elif method == "loose":
        panels = [("front", width)]
    ordered = tuple(reversed(panels)) if from_right else tuple(panels)
    return Sheet(ordered, height, bleed, method == "saddle-stitch" and wrap is None)


def anatomy(
    sheet: Sheet,
    words: Mapping[Kind, str],
    number: Callable[[float], str],
    colours: Colours,
    face: str,
) -> tuple[str, tuple[Label, ...]]:
    """Return the SVG of a sheet with its measures, and the names to be set over it.

    Args:
        words: names of the panels.
        number: writes a length as the language does.
        face: family of the figures.
    """
    scale = min(
        (WIDTH - _LEFT - _RIGHT) / (sheet.width + 2 * sheet.bleed),
        (HEIGHT - _TOP - _BOTTOM) / (sheet.height + 2 * sheet.bleed),
    )
    width, height, bleed = (scale * v for v in (sheet.width, sheet.height, sheet.bleed))
    left = _LEFT + (WIDTH - _LEFT - _RIGHT - width) / 2
    top = _TOP + (HEIGHT - _TOP - _BOTTOM - height) / 2
    above = top - bleed - 2.2  # the line of the panels' measures
    parts = [
        _box(left - bleed, top - bleed, width + 2 * bleed, height + 2 * bleed, colours.bleed),
        _box(left, top, width, height, colours.panel),
    ]
    labels = []
    x = left
    for at, (kind, measure) in enumerate(sheet.panels):
        wide = scale * measure
        middle, name = x + wide / 2, words[kind]
        if kind in ("spine", "front"):
            ground = colours.spine if kind == "spine" else colours.front
            parts.append(_box(x, top, wide, height, ground))
        if kind == "spine":
            parts += [_line(middle, above - 2.6, middle, top), _fold(x + wide, top, height)]
            labels.append(Label(kind, f"{name} {number(measure)}", middle, above - 4.6))
        else:
            parts += _across(x, x + wide, above, -1.0, number(measure))
            labels.append(Label(kind, name, middle, top + height / 2))
        parts += [_fold(x, top, height)] if at else []
        x += wide
    parts += [
        f'<path fill="none" stroke-width="0.4" d="{_outline(left, top, width, height)}"/>',
        *_across(left, left + width, top + height + bleed + 2.6, 3.2, number(sheet.width)),
        *_down(left + width + bleed + 2.6, top, top + height, number(sheet.height)),
        *(_staples(left + width / 2, top, height) if sheet.stitched else ()),
    ]
    return _svg(parts, colours.line, face), tuple(labels)


def _svg(parts: Iterable[str], ink: str, face: str) -> str:
    style = f'font-family="{face}" font-size="{_SIZE}" fill="{ink}" stroke="{ink}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}mm" height="{HEIGHT:g}mm"><g {style} stroke-width="0.18">'
        f"{''.join(parts)}</g></svg>"
    )


def _fold(x: float, top: float, height: float) -> str:
    return _line(x, top, x, top + height, 'stroke-dasharray="1.2 0.8"')


def _outline(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.3f} {y:.3f}h{width:.3f}v{height:.3f}h{-width:.3f}z"


def _box(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<path d="{_outline(x, y, width, height)}" fill="{fill}" stroke="none"/>'


def _across(left: float, right: float, y: float, below: float, measure: str) -> Iterator[str]:
    """Yield a measure from left to right; its figure stands `below` the line, or above it."""
    yield _line(left, y, right, y)
    yield from (_line(x, y - _TICK, x, y + _TICK) for x in (left, right))
    yield _text((left + right) / 2, y + below, measure)


def _down(x: float, top: float, bottom: float, measure: str) -> Iterator[str]:
    yield _line(x, top, x, bottom)
    yield from (_line(x - _TICK, y, x + _TICK, y) for y in (top, bottom))
    middle = (top + bottom) / 2
    turn = f'transform="rotate(-90 {x + 3.2:.3f} {middle:.3f})"'
    yield _text(x + 3.2, middle, measure, turn)


def _staples(x: float, top: float, height: float) -> Iterator[str]:
    for share in (0.28, 0.72):
        y = top + share * height
        yield _line(x, y - 1.6, x, y + 1.6, 'stroke-width="0.9"')


def _line(x: float, y: float, to_x: float, to_y: float, more: str = "") -> str:
    return f'<path d="M{x:.3f} {y:.3f}L{to_x:.3f} {to_y:.3f}" {more}/>'


def _text(x: float, y: float, figure: str, more: str = "") -> str:
    place = f'x="{x:.3f}" y="{y:.3f}" text-anchor="middle" stroke="none"'
    return f"<text {place} {more}>{figure}</text>"
