"""Faces of placeholder glyphs, each with the metrics of a real face and as wide as its digits."""

from __future__ import annotations

import functools
from io import BytesIO

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from publish.composing import late

_CODEPOINTS = (
    *(ord(c) for c in (late.ROOM, late.FOLIO, late.BUNDLE_FOLIO)),
    *(ord(c) for c in (late.ALIGN_RIGHT, late.ALIGN_CENTRE)),
    *range(late.FIRST_FIELD, late.FIRST_FIELD + late.MOST_FIELDS),
)


@functools.lru_cache(maxsize=32)  # pure: the same bytes for the same face
def late_face(real: bytes) -> bytes:
    """Return a TrueType font whose placeholder glyphs stand in for `real`'s digits.

    The glyphs are blank. Line metrics are those of `real`, so that a line with a late field is
    no taller than its neighbours.
    """
    source = TTFont(BytesIO(real), lazy=True)
    digit = source.getBestCmap()[ord("0")]
    width = source["hmtx"][digit][0]
    names = [".notdef", *(f"late{code:04X}" for code in _CODEPOINTS)]
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(_CODEPOINTS, names[1:], strict=True)))
    blank = TTGlyphPen(None).glyph()
    builder.setupGlyf(dict.fromkeys(names, blank))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 0)))
    hhea, os2 = source["hhea"], source["OS/2"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, lineGap=hhea.lineGap)
    builder.setupNameTable({"familyName": "Late", "styleName": "Regular"})
    builder.setupOS2(
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        sTypoLineGap=os2.sTypoLineGap,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        sxHeight=getattr(os2, "sxHeight", 0),
        sCapHeight=getattr(os2, "sCapHeight", 0),
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    target = BytesIO()
    builder.save(target)
    return target.getvalue()
