from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from publish.binding.faces import Face

FONTS = Path(__file__).parents[2] / "layouts" / "brand" / "fonts"
SANS = (FONTS / "noto-sans" / "NotoSans_400Regular.ttf").read_bytes()
ARABIC = (FONTS / "noto-naskh-arabic" / "NotoNaskhArabic-Regular.ttf").read_bytes()


def test_metrics_are_those_of_the_font_file() -> None:
    descriptor, font = Face(SANS).descriptor, TTFont(BytesIO(SANS))
    assert descriptor.name == "NotoSans-Regular"
    assert descriptor.ascent == font["hhea"].ascent
    assert descriptor.cap_height == font["OS/2"].sCapHeight
    assert descriptor.box == tuple(
        getattr(font["head"], key) for key in ("xMin", "yMin", "xMax", "yMax")
    )
    assert descriptor.flags == 4


def test_an_italic_says_so() -> None:
    italic = (FONTS / "noto-sans" / "NotoSans_400Regular_Italic.ttf").read_bytes()
    assert Face(italic).descriptor.italic_angle == pytest.approx(-12, abs=0.1)
    assert Face(italic).descriptor.flags & 64


def test_digits_are_all_of_one_width() -> None:
    widths = {glyph.advance for glyph in Face(SANS).encode("0123456789")}
    assert widths == {572}


def test_a_missing_character_is_named() -> None:
    with pytest.raises(KeyError, match="話"):
        Face(SANS).encode("a話")


def test_arabic_is_shaped_and_runs_from_the_left_edge_of_the_page() -> None:
    face = Face(ARABIC)
    glyphs = face.encode("تابع")
    assert "".join(glyph.text for glyph in glyphs) == "عبات"
    apart = [face.encode(glyph.text)[0].id for glyph in glyphs]
    assert [glyph.id for glyph in glyphs] != apart


def test_a_subset_keeps_glyph_ids_and_is_the_same_each_time() -> None:
    face = Face(SANS)
    wanted = [glyph.id for glyph in face.encode("Aé7")]
    first, again = face.subset(wanted), Face(SANS).subset(reversed(wanted))
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    subset, whole = TTFont(BytesIO(first)), TTFont(BytesIO(SANS))
    for glyph in wanted:
        name, old = subset.getGlyphName(glyph), whole.getGlyphName(glyph)
        assert subset["hmtx"][name] == whole["hmtx"][old]
    assert len(first) < 3000
