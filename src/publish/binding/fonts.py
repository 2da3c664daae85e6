"""One embedded font per face for the whole file: a union subset and its dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.faces import Face, subset_name

_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_TAIL = b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_NO_TEXT = "\u200b"  # part of a cluster whose text another glyph bears; PDF/A wants some text


def embed(pdf: pikepdf.Pdf, face: Face, glyphs: Mapping[int, str]) -> pikepdf.Object:
    """Add `face` to `pdf` with the outlines of `glyphs` and return its font dictionary.

    Args:
        glyphs: glyph id → the text it was set for. Ids that the face lacks show as .notdef.
    """
    data = face.subset(sorted(glyph for glyph in glyphs if glyph < face.glyph_count))
    name = Name("/" + subset_name(face.descriptor.name, data))
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if face.is_cff else Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(font_descriptor(pdf, face, name, data)),
        DW=0,
        W=_widths({glyph: face.advance(glyph) for glyph in glyphs}),
    )
    if not face.is_cff:
        descendant.CIDToGIDMap = Name.Identity
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(
                to_unicode({g: _text(face, g, t) for g, t in glyphs.items()})
            ),
        )
    )


def font_descriptor(pdf: pikepdf.Pdf, face: Face, name: Name, data: bytes) -> Dictionary:
    """Return the descriptor of a face, of which `data` is embedded."""
    values = face.descriptor
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=values.flags,
        FontBBox=Array(list(values.box)),
        ItalicAngle=values.italic_angle,
        Ascent=values.ascent,
        Descent=values.descent,
        CapHeight=values.cap_height,
        StemV=values.stem,
    )
    if face.is_cff:
        descriptor.FontFile3 = pdf.make_stream(data, Subtype=Name.OpenType)
    else:
        descriptor.FontFile2 = pdf.make_stream(data, Length1=len(data))
    return descriptor


def _widths(advances: Mapping[int, float]) -> Array:
    """Return the W array: runs of neighbouring glyph ids share one entry."""
    entries: list[int | Array] = []
    run: list[float] = []
    previous = -2
    for glyph in sorted(advances):
        if glyph != previous + 1:
            if run:
                entries.append(Array(run))
            entries.append(glyph)
            run = []
        run.append(_number(advances[glyph]))
        previous = glyph
    if run:
        entries.append(Array(run))
    return Array(entries)


def _number(value: float) -> float:
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _text(face: Face, glyph: int, text: str) -> str:
    """Return the text that stands for `glyph` in the whole file.

    One glyph serves several characters (space and no-break space, hyphen and soft hyphen), and
    which was set first is chance: the lowest code point is taken.
    """
    usual = face.characters.get(glyph, "")
    if not text:
        return usual or _NO_TEXT
    if usual and len(text) == 1 and face.maps_to(text, glyph):
        return usual
    return text


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """Return the CMap from glyph ids to text (ISO 32000-1:2008, 9.10.3)."""
    return _cmap(_CMAP_HEAD, [(f"{g:04x}", texts[g]) for g in sorted(texts)])


def to_unicode_of_bytes(texts: Mapping[int, str]) -> bytes:
    """Return the CMap of a simple font, whose codes are of one byte."""
    head = _CMAP_HEAD.replace(b"<0000> <ffff>", b"<00> <ff>")
    return _cmap(head, [(f"{code:02x}", texts[code]) for code in sorted(texts)])


def _cmap(head: bytes, texts: Sequence[tuple[str, str]]) -> bytes:
    lines = [f"<{code}> <{text.encode('utf-16-be').hex()}>" for code, text in texts]
    blocks = []
    for at in range(0, len(lines), 100):  # a block holds 100 entries at most
        block = lines[at : at + 100]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar\n"]).encode())
    return head + b"".join(blocks) + _CMAP_TAIL
