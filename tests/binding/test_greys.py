"""Every colour has a grey that is fit for what the colour is for."""

from __future__ import annotations

import dataclasses
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from publish.binding.greys import GreyInks, grey_of, greys_of
from publish.composing.brand import Brand
from publish.composing.layouts import load_layout


def house() -> Brand:
    layout, _ = load_layout(Path("/nowhere"), "guide")
    return layout.brand


BRAND = house()
UNTOLD = dataclasses.replace(BRAND, greys={}, textures={})  # a brand without [greyscale]
BRANDS = {"the house": BRAND, "a brand that says nothing of grey": UNTOLD}


def luminance(black: float) -> float:
    """Return the relative luminance of so many per cent of black. Source: WCAG 2.2."""
    value = 1 - black / 100
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one: float, other: float) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=BRANDS, scope="module")
def brand(request: pytest.FixtureRequest) -> Brand:
    return BRANDS[request.param]


def test_words_can_be_read_on_white_and_on_every_ground_they_stand_on(brand: Brand) -> None:
    greys = greys_of(brand)
    for accent in brand.accents.values():
        words, grounds = greys[accent.text], (greys[accent.tint], greys[accent.mid])
        assert contrast(words, 0) >= 7, accent.name
        assert all(contrast(words, ground) >= 4.5 for ground in grounds), accent.name
        assert contrast(greys[accent.on], greys[accent.fill]) >= 4.5, accent.name
    for name in ("black", "grey", "dark-blue"):
        assert contrast(greys[brand.colours[name]], 0) >= 7


def test_a_ground_under_dark_words_stays_light_and_one_under_white_words_dark(brand: Brand) -> None:
    greys = greys_of(brand)
    for accent in brand.accents.values():
        if greys[accent.on] == 0:
            assert greys[accent.fill] >= 60, accent.name
        else:
            assert greys[accent.fill] <= 18, accent.name


def test_paper_tint_mid_and_fill_can_be_told_apart(brand: Brand) -> None:
    greys = greys_of(brand)
    for accent in brand.accents.values():
        steps = (0.0, greys[accent.tint], greys[accent.mid], greys[accent.fill])
        assert all(later - earlier >= 2.9 for earlier, later in pairwise(steps)), accent.name


def test_a_plain_conversion_would_break_these_rules() -> None:
    plain = {colour: grey_of(colour) for colour in BRAND.colours.values()}
    red, green = BRAND.accents["red"], BRAND.accents["green"]
    assert plain[red.fill] > 40  # dark words on it are lost in a copy
    assert plain[green.mid] - plain[green.tint] < 7


def test_body_type_is_black_so_that_no_screen_of_dots_roughens_it() -> None:
    greys = greys_of(BRAND)
    assert greys[BRAND.colours["black"]] == greys[BRAND.colours["dark-blue"]] == 100


def test_the_tones_of_each_cover_pattern_differ() -> None:
    greys = greys_of(BRAND)
    for accent in BRAND.accents.values():
        deep = greys[BRAND.colours["dark-blue"]]
        for other in (deep, greys[accent.mid], greys[accent.second]):
            assert abs(other - greys[accent.fill]) >= 4.5, accent.name


def test_colours_are_found_as_content_streams_write_them() -> None:
    inks = GreyInks(greys_of(BRAND))
    assert inks.paint((0.980392, 0.235294, 0.294118)) == (0.82,)
    assert inks.paint((1, 1, 1)) == (1,)
    assert inks.paint((0, 0, 0)) == (0,)


def test_a_derived_colour_keeps_its_lightness_and_a_word_its_contrast() -> None:
    assert contrast(grey_of("#8A9399"), 0) == pytest.approx(3.16, abs=0.1)
    assert contrast(grey_of("#6E767A"), 0) >= 7  # dark enough for words on screen: so here


def test_a_gradient_ends_as_its_colours_are_painted() -> None:
    inks = GreyInks(greys_of(BRAND))
    red, white = (0.980392, 0.235294, 0.294118), (1.0, 1.0, 1.0)
    assert inks.between(red, white, 0) == inks.paint(red)
    assert inks.between(red, white, 1) == inks.paint(white)
    assert inks.between(red, white, 0.5) == (0.91,)


def test_a_picture_becomes_as_light_as_it_was() -> None:
    inks = GreyInks({})
    picture = Image.new("RGB", (2, 1))
    picture.putpixel((0, 0), (0, 255, 0))
    picture.putpixel((1, 0), (128, 128, 128))
    grey = inks.picture(picture)
    assert grey.mode == "L"
    # luminance 0.7152 is 220 in sRGB; sums of encoded values would give 150 or 182
    assert np.asarray(grey).tolist() == [[220, 128]]
    assert inks.picture(grey) is grey
    assert inks.picture(Image.new("CMYK", (1, 1))).getpixel((0, 0)) == 255


def test_what_the_inks_answer_shows_in_their_digest() -> None:
    assert GreyInks({"#FFFFFF": 0}).digest != GreyInks({"#FFFFFF": 1}).digest
    assert GreyInks(greys_of(BRAND)).digest == GreyInks(greys_of(house())).digest
