"""What operators of text do, ISO 32000-1:2008, 9."""

from __future__ import annotations

from math import hypot

from publish.checking.preflight.faces import Face, length, shown
from publish.checking.preflight.marks import IDENTITY, Matrix, box_of, times
from publish.checking.preflight.object_operators import paint_glyphs, paint_pattern
from publish.checking.preflight.operators import name_in
from publish.checking.preflight.walk import Handlers, Walk

# Of the type's size, where the ink of a line of text reaches: near enough for all Latin faces.
ASCENT, DESCENT = 0.75, -0.22


def _begin(walk: Walk, _: bytes) -> None:
    if walk.in_text:
        walk.faults.add("pairs", "BT within BT")
    walk.in_text = True
    walk.matrix = walk.line = IDENTITY


def _end(walk: Walk, _: bytes) -> None:
    if not walk.in_text:
        walk.faults.add("pairs", "ET without BT")
    walk.in_text = False


def _font(walk: Walk, operands: bytes) -> None:
    walk.state.size = float(operands.split()[-1])
    font = walk.resource("/Font", name_in(operands))
    walk.state.face = walk.known.face(font) if font else None


def _matrix(walk: Walk, operands: bytes) -> None:
    a, b, c, d, e, f = map(float, operands.split())
    walk.matrix = walk.line = (a, b, c, d, e, f)


def _next(walk: Walk, x: float, y: float) -> None:
    a, b, c, d, e, f = walk.line
    walk.matrix = walk.line = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)


def _move(walk: Walk, operands: bytes) -> None:
    x, y = map(float, operands.split())
    _next(walk, x, y)


def _move_and_lead(walk: Walk, operands: bytes) -> None:
    x, y = map(float, operands.split())
    walk.state.leading = -y
    _next(walk, x, y)


def _new_line(walk: Walk, _: bytes) -> None:
    _next(walk, 0.0, -walk.state.leading)


def _show(walk: Walk, operands: bytes) -> None:
    state = walk.state
    if not walk.in_text:
        walk.faults.add("pairs", "text without BT")
    if state.face is None:
        return  # that it is missing was noted where it was chosen
    codes, kerning = shown(operands)
    ems, count, spaces = length(state.face, codes)
    run = (
        (ems - kerning / 1000) * state.size + count * state.spacing + spaces * state.word_spacing
    ) * state.scaling
    a, b, c, d, e, f = walk.matrix
    whole = times(walk.matrix, state.ctm)
    walk.matrix = (a, b, c, d, e + run * a, f + run * b)
    if state.rendering in (3, 7) or not codes:
        return
    _mark(walk, state.face, codes, run, whole)


def _mark(walk: Walk, face: Face, codes: bytes, run: float, whole: Matrix) -> None:
    state = walk.state
    low, high = state.rise + DESCENT * state.size, state.rise + ASCENT * state.size
    box = box_of([0, low, run, low, run, high, 0, high], whole)
    size = abs(state.size) * hypot(whole[2], whole[3])
    paint = state.stroke if state.rendering in (1, 5) else state.fill
    walk.mark("text", box, paint, size=size, codes=codes, font=face.source)
    if paint.pattern is not None:
        paint_pattern(walk, paint, box)
    if face.drawn:
        drawn = times((state.size * state.scaling, 0, 0, state.size, 0, state.rise), whole)
        paint_glyphs(walk, face.source, drawn, box)


def _show_on_next(walk: Walk, operands: bytes) -> None:
    _new_line(walk, b"")
    _show(walk, operands)


def _show_spaced(walk: Walk, operands: bytes) -> None:
    word, char, string = operands.split(None, 2)
    walk.state.word_spacing, walk.state.spacing = float(word), float(char)
    _show_on_next(walk, string)


def _spacing(walk: Walk, operands: bytes) -> None:
    walk.state.spacing = float(operands)


def _word_spacing(walk: Walk, operands: bytes) -> None:
    walk.state.word_spacing = float(operands)


def _scaling(walk: Walk, operands: bytes) -> None:
    walk.state.scaling = float(operands) / 100


def _leading(walk: Walk, operands: bytes) -> None:
    walk.state.leading = float(operands)


def _rise(walk: Walk, operands: bytes) -> None:
    walk.state.rise = float(operands)


def _rendering(walk: Walk, operands: bytes) -> None:
    walk.state.rendering = int(float(operands))


TEXT: Handlers = {
    b"BT": _begin,
    b"ET": _end,
    b"Tf": _font,
    b"Tm": _matrix,
    b"Td": _move,
    b"TD": _move_and_lead,
    b"T*": _new_line,
    b"Tj": _show,
    b"TJ": _show,
    b"'": _show_on_next,
    b'"': _show_spaced,
    b"Tc": _spacing,
    b"Tw": _word_spacing,
    b"Tz": _scaling,
    b"TL": _leading,
    b"Ts": _rise,
    b"Tr": _rendering,
}
