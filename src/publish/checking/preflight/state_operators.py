"""What operators of the graphics state, of colours and of marked content do.

Source: ISO 32000-1:2008, 8.4.4 (graphics state), 8.6.8 (colours), 14.6 (marked content).
"""

from __future__ import annotations

from pypdf.generic import DictionaryObject

from publish.checking.opened import items, number_of, raw, resolved, text
from publish.checking.preflight.functions import number
from publish.checking.preflight.marks import Graphics, times
from publish.checking.preflight.operators import name_in
from publish.checking.preflight.spaces import PATTERN, Paint, Space, colour, patterned
from publish.checking.preflight.walk import Handlers, Walk


def _save(walk: Walk, _: bytes) -> None:
    walk.stack.append(walk.state.copy())


def _restore(walk: Walk, _: bytes) -> None:
    if walk.stack:
        walk.state = walk.stack.pop()
    else:
        walk.faults.add("pairs", "Q without q")


def _transform(walk: Walk, operands: bytes) -> None:
    a, b, c, d, e, f = map(float, operands.split())
    walk.state.ctm = times((a, b, c, d, e, f), walk.state.ctm)


def _width(walk: Walk, operands: bytes) -> None:
    walk.state.width = float(operands)


def _graphics(walk: Walk, operands: bytes) -> None:
    table = walk.resource("/ExtGState", name_in(operands))
    if not table:
        return
    state = walk.state
    key = (number_of(table), state.graphics)
    if key not in walk.known.graphics:
        walk.known.graphics[key] = _changed(state.graphics, table)
    state.graphics = walk.known.graphics[key]
    if "/LW" in table:
        state.width = number(table, "/LW", 1.0)


def _changed(old: Graphics, table: DictionaryObject) -> Graphics:
    """Return the state that an ExtGState makes of another, 8.4.5 and 11.6.5."""
    stroke = _flag(table, "/OP", old.overprint_stroke)
    fill = _flag(table, "/op", stroke if "/OP" in table else old.overprint_fill)
    blend = old.blend
    if "/BM" in table:
        modes = [resolved(mode) for mode in items(raw(table, "/BM"))]
        blend = str(modes[0])[1:] if modes else blend
    masked = old.masked
    if "/SMask" in table:
        masked = isinstance(resolved(raw(table, "/SMask")), DictionaryObject)
    return Graphics(
        stroke,
        fill,
        int(number(table, "/OPM", old.mode)),
        "Normal" if blend == "Compatible" else blend,
        number(table, "/CA", old.stroke_alpha),
        number(table, "/ca", old.fill_alpha),
        masked,
    )


def _flag(table: DictionaryObject, key: str, otherwise: bool) -> bool:
    return text(table, key) == "True" if key in table else otherwise


def _device(walk: Walk, operands: bytes, name: str, count: int) -> Paint:
    key = (id(walk.resources), name, operands)
    if key not in walk.paints:
        values = tuple(map(float, operands.split()))
        if len(values) != count:
            raise ValueError
        walk.paints[key] = colour(walk.space(name), values)
    return walk.paints[key]


def _grey_fill(walk: Walk, operands: bytes) -> None:
    _set_fill(walk, _device(walk, operands, "/DeviceGray", 1))


def _grey_stroke(walk: Walk, operands: bytes) -> None:
    _set_stroke(walk, _device(walk, operands, "/DeviceGray", 1))


def _rgb_fill(walk: Walk, operands: bytes) -> None:
    _set_fill(walk, _device(walk, operands, "/DeviceRGB", 3))


def _rgb_stroke(walk: Walk, operands: bytes) -> None:
    _set_stroke(walk, _device(walk, operands, "/DeviceRGB", 3))


def _cmyk_fill(walk: Walk, operands: bytes) -> None:
    _set_fill(walk, _device(walk, operands, "/DeviceCMYK", 4))


def _cmyk_stroke(walk: Walk, operands: bytes) -> None:
    _set_stroke(walk, _device(walk, operands, "/DeviceCMYK", 4))


def _set_fill(walk: Walk, paint: Paint) -> None:
    if not walk.stencil:
        walk.state.fill = paint


def _set_stroke(walk: Walk, paint: Paint) -> None:
    if not walk.stencil:
        walk.state.stroke = paint


def _space_fill(walk: Walk, operands: bytes) -> None:
    _set_fill(walk, _initial(walk.space(name_in(operands))))


def _space_stroke(walk: Walk, operands: bytes) -> None:
    _set_stroke(walk, _initial(walk.space(name_in(operands))))


def _initial(space: Space) -> Paint:
    """Return the colour that holds once a space is chosen, 8.6.3."""
    if space.kind in ("cmyk", "icc cmyk"):
        return colour(space, (0.0, 0.0, 0.0, 1.0))
    return colour(space, (1.0 if space.kind == "separation" else 0.0,) * space.count)


def _colour_fill(walk: Walk, operands: bytes) -> None:
    _set_fill(walk, _colour(walk, walk.state.fill.space, operands))


def _colour_stroke(walk: Walk, operands: bytes) -> None:
    _set_stroke(walk, _colour(walk, walk.state.stroke.space, operands))


def _colour(walk: Walk, space: Space, operands: bytes) -> Paint:
    if b"/" in operands:
        pattern = walk.resource("/Pattern", name_in(operands))
        values = tuple(map(float, operands.split(b"/")[0].split()))
        return patterned(space if space.kind == "pattern" else PATTERN, values, pattern)
    values = tuple(map(float, operands.split()))
    if space.count and len(values) != space.count:
        raise ValueError
    return colour(space, values)


def _tag(walk: Walk, operands: bytes) -> None:
    walk.tags.append(walk.artifact)
    if operands.lstrip().startswith(b"/Artifact"):
        walk.artifact = True


def _tag_with_properties(walk: Walk, operands: bytes) -> None:
    _tag(walk, operands)
    if b"<<" not in operands and operands.count(b"/") == 2:
        walk.resource("/Properties", name_in(operands))


def _untag(walk: Walk, _: bytes) -> None:
    if walk.tags:
        walk.artifact = walk.tags.pop()
    else:
        walk.faults.add("pairs", "EMC without BMC or BDC")


def _lenient(walk: Walk, _: bytes) -> None:
    walk.lenient += 1


def _strict(walk: Walk, _: bytes) -> None:
    walk.lenient = max(walk.lenient - 1, 0)


def _nothing(walk: Walk, operands: bytes) -> None:
    """Take what changes nothing that a rule asks about."""


STATE: Handlers = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _transform,
    b"w": _width,
    b"gs": _graphics,
    b"g": _grey_fill,
    b"G": _grey_stroke,
    b"rg": _rgb_fill,
    b"RG": _rgb_stroke,
    b"k": _cmyk_fill,
    b"K": _cmyk_stroke,
    b"cs": _space_fill,
    b"CS": _space_stroke,
    b"sc": _colour_fill,
    b"scn": _colour_fill,
    b"SC": _colour_stroke,
    b"SCN": _colour_stroke,
    b"BMC": _tag,
    b"BDC": _tag_with_properties,
    b"EMC": _untag,
    b"BX": _lenient,
    b"EX": _strict,
    **dict.fromkeys((b"J", b"j", b"M", b"d", b"ri", b"i", b"MP", b"DP"), _nothing),
}
