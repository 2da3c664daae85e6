"""The greyscale edition: the screen's pages for office printers and photocopiers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from publish.binding.greys import GreyInks, grey_of, greys_of
from publish.binding.model import Form
from publish.binding.texturing import ChartTextures
from publish.composing.brand import TEXTURES, Brand
from publish.editions.model import Edition, House
from publish.manuscript.charts_theme import ChartTheme, load_theme

_CONTEXT = "pale"  # what nothing in a chart stands out by


def _form(house: House) -> Form:
    return Form(
        name="greyscale",
        inks=GreyInks(greys_of(house.brand)),
        textures=chart_textures(house.brand, load_theme(house.identity)),
    )


def chart_textures(brand: Brand, theme: ChartTheme) -> ChartTextures:
    """Return the textures of a brand's charts: as it says, others given out in order."""
    plain = {colour.upper() for colour in (theme.text, theme.quiet, theme.grid, theme.axis)}
    looks = {theme.context.fill.upper(): _CONTEXT}
    for name, look in _given_out(brand, theme):
        tone = theme.tones[name]
        for colour in {tone.fill.upper(), tone.line.upper()} - plain - {"#FFFFFF"}:
            looks.setdefault(colour, look)
    words = {tone.text.upper() for tone in (*theme.tones.values(), theme.context)} - plain
    return ChartTextures(looks, frozenset(words))


def _given_out(brand: Brand, theme: ChartTheme) -> Iterator[tuple[str, str]]:
    """Yield colours and their looks: those of the brand's table, of series, then the others."""
    free = [look for look in TEXTURES if look not in {*brand.textures.values(), _CONTEXT}]
    order = cycle(free or TEXTURES)
    for name in dict.fromkeys((*brand.textures, *brand.series, *theme.tones)):
        tone = theme.tones[name]
        if name in brand.textures:
            yield name, brand.textures[name]
        elif tone.edge and name not in brand.series:  # too pale to be seen without an edge
            yield name, _CONTEXT
        elif grey_of(tone.fill) == 100:
            yield name, "solid"
        else:
            yield name, next(order)


GREYSCALE = Edition("greyscale", copy="screen", form=_form)
