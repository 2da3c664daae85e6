"""What operators do that draw other objects: forms, pictures, shadings, patterns, glyphs.

Source: ISO 32000-1:2008, 8.7 (patterns), 8.8 (XObjects), 9.6.5 (fonts of type 3), 11.6.6 (groups).
"""

from __future__ import annotations

from io import BytesIO

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    StreamObject,
    read_object,
)

from publish.checking.opened import dictionary, entry, items, number_of, numbers, raw, text
from publish.checking.preflight.functions import number
from publish.checking.preflight.marks import (
    IDENTITY,
    NOTHING,
    Graphics,
    Matrix,
    Placed,
    Veil,
    box_of,
    shared,
    times,
    unit_box,
)
from publish.checking.preflight.operators import name_in
from publish.checking.preflight.spaces import UNKNOWN, Paint, colour, patterned, space_of
from publish.checking.preflight.walk import DEEPEST, Handlers, State, Walk
from publish.units import Box

WORTH = 20  # operators that drawing a form takes as long as
MOST_GLYPHS = 256  # of a font of type 3; its codes have one byte


def _draw(walk: Walk, operands: bytes) -> None:
    found = walk.resource("/XObject", name_in(operands))
    if not isinstance(found, StreamObject):
        return
    kind = text(found, "/Subtype")
    if kind == "/Image":
        _picture(walk, found, number_of(found))
    elif kind == "/Form":
        _form(walk, found)


def _picture(walk: Walk, picture: StreamObject, key: int) -> None:
    state = walk.state
    stencil = text(picture, "/ImageMask") == "True"
    space = None if stencil else space_of(raw(picture, "/ColorSpace"), walk.resources)
    placed = Placed(picture, state.ctm, key, space)
    paint = state.fill if stencil else None
    upright = not (state.ctm[1] or state.ctm[2]) or not (state.ctm[0] or state.ctm[3])
    whole = upright and not stencil and not {"/SMask", "/Mask"} & set(picture)
    walk.mark("picture", unit_box(state.ctm), paint, exact=whole, source=placed)


def _form(walk: Walk, form: StreamObject) -> None:
    key = number_of(form)
    if key in walk.drawing or len(walk.drawing) > DEEPEST:
        return  # another rule finds trees that run in circles
    walk.left -= WORTH
    veil, state = walk.veil, _within(walk, form)
    group = entry(form, "/Group")
    if text(group, "/S") == "/Transparency":
        walk.groups[key] = group
        graphics = state.graphics
        clear = graphics.fill_alpha < 1 or graphics.masked
        if clear or graphics.blend != "Normal":
            walk.veil = Veil(graphics.blend, clear, len(walk.marks))
        state.graphics = Graphics(*graphics[:3])  # a group starts plain, 11.6.6
    walk.drawing.add(key)
    walk.within(walk.known.steps(form), state, entry(form, "/Resources"))
    walk.drawing.discard(key)
    walk.veil = veil


def _within(walk: Walk, form: StreamObject) -> State:
    """Return the state that a form begins with: moved, and clipped to its box."""
    state = walk.state.copy()
    state.ctm = times(_matrix_of(form), state.ctm)
    box = numbers(raw(form, "/BBox"))
    if len(box) == 4 and walk.inner is None:
        corners = [box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]]
        state.clip = shared(state.clip, box_of(corners, state.ctm)) or NOTHING
        state.exact = state.exact and not state.ctm[1] and not state.ctm[2]
    return state


def _matrix_of(table: DictionaryObject) -> Matrix:
    values = numbers(raw(table, "/Matrix"))
    if len(values) != 6:
        return IDENTITY
    return (values[0], values[1], values[2], values[3], values[4], values[5])


def _shade(walk: Walk, operands: bytes) -> None:
    shading = walk.resource("/Shading", name_in(operands))
    if shading:
        _shaded(walk, shading, walk.state.clip)


def _shaded(walk: Walk, shading: DictionaryObject, box: Box) -> None:
    space = space_of(raw(shading, "/ColorSpace"), walk.resources) or UNKNOWN
    walk.mark("shading", box, patterned(space, (), shading), exact=True)


def paint_pattern(walk: Walk, paint: Paint, box: Box) -> None:
    """Walk through the cell of the pattern that a mark is painted with, or note its shading."""
    pattern = paint.pattern
    if pattern is None or not (shown := shared(box, walk.state.clip)):
        return
    if number(pattern, "/PatternType", 1) == 2:
        _shaded(walk, entry(pattern, "/Shading"), box)
        return
    key = number_of(pattern)
    if not isinstance(pattern, StreamObject) or key in walk.drawn or walk.inner is not None:
        return
    walk.drawn.add(key)
    state = State(times(_matrix_of(pattern), walk.base), walk.state.clip)
    state.graphics = walk.state.graphics
    coloured = number(pattern, "/PaintType", 1) != 2
    if not coloured and paint.space.base is not None:
        state.fill = state.stroke = colour(paint.space.base, paint.values)
    _inside(walk, pattern, state, entry(pattern, "/Resources"), shown, stencil=not coloured)


def paint_glyphs(walk: Walk, face: DictionaryObject, matrix: Matrix, box: Box) -> None:
    """Walk through the glyphs of a font of type 3, once a page.

    Args:
        matrix: of the text, from its size to the page.
        box: of the text.
    """
    key, shown = number_of(face), shared(box, walk.state.clip)
    if key in walk.drawn or walk.inner is not None or not shown:
        return
    walk.drawn.add(key)
    scale = numbers(raw(face, "/FontMatrix"))
    if len(scale) == 6:
        matrix = times((scale[0], scale[1], scale[2], scale[3], scale[4], scale[5]), matrix)
    for glyph in list(entry(face, "/CharProcs").values())[:MOST_GLYPHS]:
        found = dictionary(glyph)
        if isinstance(found, StreamObject):
            state = walk.state.copy()
            state.ctm = matrix
            _inside(walk, found, state, entry(face, "/Resources"), shown, walk.stencil)


def _inside(
    walk: Walk,
    content: StreamObject,
    state: State,
    resources: DictionaryObject,
    box: Box,
    stencil: bool,
) -> None:
    kept = walk.inner, walk.stencil
    walk.inner, walk.stencil = box, stencil
    walk.within(walk.known.steps(content), state, resources)
    walk.inner, walk.stencil = kept


def _colourless(walk: Walk, _: bytes) -> None:
    walk.stencil = True  # d1: the glyph has the colour of the text, 9.6.5, Table 113


def _coloured(walk: Walk, _: bytes) -> None:
    """d0: the glyph sets its own colours."""


_KEYS = {
    "/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace",
    "/D": "/Decode", "/DP": "/DecodeParms", "/F": "/Filter", "/IM": "/ImageMask",
}  # fmt: skip
_FILTERS = {
    "/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode", "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}  # fmt: skip


def _inline(walk: Walk, operands: bytes) -> None:
    """Take the dictionary of an inline picture, then, in a second step, its data, 8.9.7."""
    if walk.inline is None:
        walk.inline = operands
        return
    table, walk.inline = walk.inline, None
    picture = _inline_picture(table, operands)
    walk.named[id(picture), "", ""] = picture  # it must live as long as its number is in use
    _picture(walk, picture, id(picture))


def _inline_picture(table: bytes, data: bytes) -> StreamObject:
    short = dictionary(read_object(BytesIO(b"<<" + table + b">>"), None))
    picture = EncodedStreamObject() if {"/F", "/Filter"} & set(short) else StreamObject()
    for key, value in short.items():
        picture[NameObject(_KEYS.get(key, key))] = value
    filters = [NameObject(_FILTERS.get(str(f), str(f))) for f in items(raw(picture, "/Filter"))]
    if filters:
        picture[NameObject("/Filter")] = ArrayObject(filters)
    picture._data = data
    return picture


OBJECTS: Handlers = {
    b"Do": _draw,
    b"sh": _shade,
    b"d0": _coloured,
    b"d1": _colourless,
    b"BI": _inline,
}
