from __future__ import annotations

from pathlib import Path

import pytest

from publish.composing.brand import Accent, Brand, parse_brand
from publish.composing.layouts import built_in_layouts, load_layout


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB hex value. Source: WCAG 2.2, "relative luminance"."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def house() -> Brand:
    layout, _ = load_layout(Path("/nowhere"), "guide")
    return layout.brand


BRAND = house()


@pytest.mark.parametrize("accent", BRAND.accents.values(), ids=lambda accent: accent.name)
def test_words_in_an_accent_can_be_read_on_every_ground_they_stand_on(accent: Accent) -> None:
    white, pale, dark = (BRAND.colours[n] for n in ("white", "grey-pale", "dark-blue"))
    pairs = {
        "accent on white": (accent.text, white),
        "accent on its tint": (accent.text, accent.tint),
        "accent on its head row": (accent.text, accent.mid),
        "accent on a grey box": (accent.text, pale),
        "accent on a box's head": (accent.text, BRAND.colours["grey-light"]),
        "dark blue on a head row": (dark, accent.mid),
        "dark blue on a tint": (dark, accent.tint),
        "words on the full colour": (accent.on, accent.fill),
        "pale words on a cover": (accent.mid, dark),
    }
    assert {name for name, (one, other) in pairs.items() if contrast(one, other) < 4.5} == set()


@pytest.mark.parametrize("ground", ["white", "grey-pale", "grey-light", "yellow-tint"])
@pytest.mark.parametrize("words", ["black", "grey", "dark-blue", "yellow-deep"])
def test_words_in_the_house_colours_can_be_read(words: str, ground: str) -> None:
    assert contrast(BRAND.colours[words], BRAND.colours[ground]) >= 4.5


def test_neutral_colours_are_printed_with_black_ink_only() -> None:
    for name in ("black", "grey", "grey-line", "grey-rule", "grey-light", "grey-pale"):
        assert BRAND.inks[name][:3] == (0, 0, 0), name


def test_no_colour_lays_more_ink_than_coated_paper_takes() -> None:
    assert max(sum(inks) for inks in BRAND.inks.values()) <= 300


def test_every_face_and_mark_of_the_brand_is_in_its_folder() -> None:
    folder = built_in_layouts() / "brand"
    named = [face.file for face in BRAND.faces] + list(BRAND.marks.values())
    assert [name for name in named if not (folder / name).is_file()] == []


def test_an_accent_that_names_no_colour_is_found_with_the_nearest_one() -> None:
    text = (built_in_layouts() / "brand" / "brand.toml").read_text("utf-8")
    brand, findings = parse_brand(text.replace('text = "red-deep"', 'text = "red-dep"'), "b.toml")
    assert brand is None
    assert [(f.rule, f.remedy) for f in findings] == [("L106", "did you mean “red-deep”?")]


@pytest.mark.parametrize(
    ("found", "put"),
    [
        ("[colours]", "colours = 3\n[others]"),
        ("[kinds]", "kinds = 4\n[others]"),
        ("[accents]", "[accents]\nplain = 3"),
        ('hex = "#230050"', 'hexx = "#230050"'),
        ("\ndark-blue = ", "\ndarkish = "),
        ("cmyk = [", 'cmyk = ["x", '),
    ],
)
def test_a_brand_whose_tables_are_made_wrongly_is_refused_by_findings(found, put) -> None:
    text = (built_in_layouts() / "brand" / "brand.toml").read_text("utf-8")
    assert found in text
    brand, findings = parse_brand(text.replace(found, put), "b.toml")
    assert brand is None
    assert findings


@pytest.mark.parametrize(
    ("line", "message", "remedy"),
    [
        ("[greyscale.colours]\nblu = 70", "“blu” is no colour", "blue"),
        ("[greyscale.colours]\nblue = 170", "no number between 0 and 100", "per cent of black"),
        ('[greyscale.textures]\nblue = "stripes"', "“stripes” is no texture", "solid"),
        ("[greyscale.tints]\nblue = 7", "no table [greyscale.tints]", "colours"),
        ("[greyscale]\nblue = 7", "“greyscale” is not made", "compare"),
    ],
)
def test_a_grey_that_cannot_be_meant_is_a_finding(line: str, message: str, remedy: str) -> None:
    text = (built_in_layouts() / "brand/brand.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[greyscale.colours]")
    after = rest[rest.index("[type]") :]
    brand, (finding, *_) = parse_brand(f"{before}{line}\n{after}", "brand.toml")
    assert brand is None
    assert message in finding.message
    assert remedy in finding.remedy
