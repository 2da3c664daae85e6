"""What operators that build, paint and clip paths do, ISO 32000-1:2008, 8.5."""

from __future__ import annotations

from math import hypot, sqrt

from publish.checking.preflight.marks import Outline, box_of, spread
from publish.checking.preflight.object_operators import paint_pattern
from publish.checking.preflight.walk import Handlers, Walk
from publish.units import Box


def _move(walk: Walk, operands: bytes) -> None:
    x, y = map(float, operands.split())
    if walk.parts and len(walk.parts[-1]) == 2:  # nothing remains of a move before a move, 8.5.2.1
        walk.parts.pop()
    walk.parts.append([x, y])


def _line(walk: Walk, operands: bytes) -> None:
    x, y = map(float, operands.split())
    walk.parts[-1] += (x, y)


def _curve(walk: Walk, operands: bytes) -> None:
    a, b, c, d, e, f = map(float, operands.split())
    walk.parts[-1] += (a, b, c, d, e, f)
    walk.curved = True


def _short_curve(walk: Walk, operands: bytes) -> None:
    a, b, c, d = map(float, operands.split())
    walk.parts[-1] += (a, b, c, d)
    walk.curved = True


def _rectangle(walk: Walk, operands: bytes) -> None:
    x, y, width, height = map(float, operands.split())
    walk.parts.append([x, y, x + width, y, x + width, y + height, x, y + height])


def _close_path(walk: Walk, _: bytes) -> None:
    if not walk.parts:
        raise ValueError


def _clip(walk: Walk, _: bytes) -> None:
    walk.clipping = True


def _no_paint(walk: Walk, _: bytes) -> None:
    _end(walk, _box(walk) if walk.clipping else None)


def _fill(walk: Walk, _: bytes) -> None:
    box = _box(walk)
    if box is not None:
        _filled(walk, box, _outline(walk))
    _end(walk, box)


def _stroke(walk: Walk, _: bytes) -> None:
    box = _box(walk)
    _stroked(walk, box)
    _end(walk, box)


def _fill_and_stroke(walk: Walk, _: bytes) -> None:
    box = _box(walk)
    if box is not None:  # its outline makes the area thicker than it is: no shape to be measured
        _filled(walk, box, None)
    if walk.state.stroke != walk.state.fill:  # in its own colour it is the area's edge, no line
        _stroked(walk, box)
    _end(walk, box)


def _box(walk: Walk) -> Box | None:
    if not walk.parts:
        return None
    flat = walk.parts[0] if len(walk.parts) == 1 else [x for part in walk.parts for x in part]
    return box_of(flat, walk.state.ctm)


def _filled(walk: Walk, box: Box, source: Outline | None) -> None:
    fill = walk.state.fill
    walk.mark("fill", box, fill, exact=_upright(walk), source=source)
    if fill.pattern is not None:
        paint_pattern(walk, fill, box)


def _stroked(walk: Walk, box: Box | None) -> None:
    if box is None:
        return
    state = walk.state
    a, b, c, d, _, _ = state.ctm
    scale = min(hypot(a, b), hypot(c, d)) if a * c + b * d == 0 else sqrt(abs(a * d - b * c))
    width = state.width * scale
    walk.mark("stroke", spread(box, width / 2), state.stroke, size=width, source=_outline(walk))
    if state.stroke.pattern is not None:
        paint_pattern(walk, state.stroke, box)


def _outline(walk: Walk) -> Outline:
    return Outline(tuple(walk.parts), walk.state.ctm, walk.curved, not walk.state.exact)


def _upright(walk: Walk) -> bool:
    """Return whether the path is one rectangle with upright sides."""
    _, b, c, _, _, _ = walk.state.ctm
    if len(walk.parts) != 1 or walk.curved or b or c:
        return False
    part = walk.parts[0]
    if len(part) == 10 and part[:2] == part[8:]:
        part = part[:8]
    return len(part) == 8 and len(set(part[::2])) == 2 == len(set(part[1::2]))


def _end(walk: Walk, box: Box | None) -> None:
    if walk.clipping:
        walk.clipping = False
        state = walk.state
        if box is not None:
            clip = state.clip
            state.exact = state.exact and _upright(walk)
            state.clip = (
                max(box[0], clip[0]), max(box[1], clip[1]),
                min(box[2], clip[2]), min(box[3], clip[3]),
            )  # fmt: skip
    walk.parts = []
    walk.curved = False


PATHS: Handlers = {
    b"m": _move,
    b"l": _line,
    b"c": _curve,
    b"v": _short_curve,
    b"y": _short_curve,
    b"re": _rectangle,
    b"h": _close_path,
    b"W": _clip,
    b"W*": _clip,
    b"n": _no_paint,
    b"f": _fill,
    b"F": _fill,
    b"f*": _fill,
    b"S": _stroke,
    b"s": _stroke,
    b"B": _fill_and_stroke,
    b"B*": _fill_and_stroke,
    b"b": _fill_and_stroke,
    b"b*": _fill_and_stroke,
}
