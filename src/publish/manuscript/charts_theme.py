"""The look of charts, from the brand: colours that keep their contrast, faces, sizes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.manuscript.charts_text import Face, read_face

_LARGE = 16.0  # points of large print, unless the brand says otherwise
_GRAPHIC, _TEXT = 3.0, 4.5  # least contrast on white: WCAG 2.2, 1.4.11 and 1.4.3


@dataclass(frozen=True, slots=True)
class Tone:
    """One colour in its uses on white, as hex values.

    Attributes:
        fill: for surfaces.
        edge: outline that a pale surface needs to be seen; empty where it needs none.
        line: for lines and marks, at least 3:1.
        text: for words, at least 4.5:1.
        on: for words on `fill`.
    """

    fill: str
    edge: str
    line: str
    text: str
    on: str


@dataclass(frozen=True, slots=True)
class ChartTheme:
    """What all charts of a brand share. Sizes are points.

    `scale` is how many times as large as it is drawn a chart is printed: a page in large type has
    charts in large type and strong lines, drawn for as much less width.
    """

    tones: Mapping[str, Tone]  # by the brand's names of colours
    series: tuple[str, ...]  # names of colours, in the order in which series take them
    surfaces: tuple[str, ...]  # the same for surfaces: neighbours stay apart in grey
    meanings: Mapping[str, str]  # lower-case name of a series → colour it has in all charts
    highlight: Tone
    context: Tone
    text: str
    quiet: str  # for the words of axes
    grid: str
    axis: str
    regular: Face
    bold: Face
    fonts: tuple[Path, ...]  # folders that hold the faces
    family: str = "Noto Sans"
    label_size: float = 8.2
    tick_size: float = 7.6
    inner_size: float = 7.2  # for names inside bars
    scale: float = 1.0
    slim: float = 1.0  # of bars, the air between them, and heights, as against the type


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb". Source: WCAG 2.2, definitions."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str = "#FFFFFF") -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, definitions."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def darkened(colour: str, least: float) -> str:
    """Return the colour, mixed with as much black as gives it that contrast on white."""
    for tenth in range(40):
        parts = [round(int(colour[i : i + 2], 16) * (1 - tenth / 40)) for i in (1, 3, 5)]
        mixed = "#" + "".join(f"{part:02X}" for part in parts)
        if contrast(mixed) >= least:
            return mixed
    return "#000000"


def load_theme(brand: Mapping[str, Path]) -> ChartTheme:
    """Return the look that a brand gives to charts.

    Args:
        brand: the brand's files by name; composing.brand checks brand.toml. A table
            `[charts.meanings]` there names the colour that a series has in all charts.
    Raises:
        OSError, tomllib.TOMLDecodeError, KeyError: brand.toml is not usable.
    """
    data = tomllib.loads(brand["brand.toml"].read_text(encoding="utf-8"))
    colours = {name: colour["hex"] for name, colour in data["colours"].items()}
    charts, family = data["charts"], data["type"]["text"]
    dark = colours.get("dark-blue", charts["text"])
    tones = {name: _tone(name, colours, dark) for name in colours}
    files = {
        face["weight"]: brand[face["file"]]
        for face in data["face"]
        if face["family"] == family and face["style"] == "normal"
    }
    context = darkened(colours[charts["muted"]], _GRAPHIC)
    return ChartTheme(
        tones=tones,
        series=tuple(charts["series"]),
        surfaces=_apart_in_grey(charts["series"], colours),
        meanings={name.lower(): colour for name, colour in charts.get("meanings", {}).items()},
        highlight=tones[charts["highlight"]],
        context=Tone(context, "", context, darkened(context, _TEXT), "#FFFFFF"),
        text=colours[charts["text"]],
        quiet=colours[charts["axis"]],
        grid=colours[charts["grid"]],
        axis=colours[charts["axis"]],
        regular=read_face(files[400]),
        bold=read_face(files[700]),
        fonts=tuple(sorted({file.parent for file in files.values()})),
        family=family,
    )


def load_large_theme(brand: Mapping[str, Path]) -> ChartTheme:
    """Return the look of charts in large print: none of their type is smaller than the text there.

    Raises:
        OSError, tomllib.TOMLDecodeError, KeyError: brand.toml is not usable.
    """
    data = tomllib.loads(brand["brand.toml"].read_text(encoding="utf-8"))
    least = data["type"].get("large-print", {"scale": [_LARGE]})["scale"][0]
    theme = load_theme(brand)
    size = theme.label_size
    quiet = theme.text  # grey words are hard to read
    return replace(
        theme, tick_size=size, inner_size=size, scale=least / size, slim=0.7, quiet=quiet
    )


def _tone(name: str, colours: Mapping[str, str], dark: str) -> Tone:
    fill = colours[name]
    deep = colours.get(f"{name}-deep", fill)

    def at_least(least: float) -> str:
        return next((c for c in (fill, deep) if contrast(c) >= least), darkened(deep, least))

    on = "#FFFFFF" if contrast(fill) >= _TEXT else dark
    edge = "" if contrast(fill) >= _GRAPHIC else at_least(_GRAPHIC)
    return Tone(fill, edge, at_least(_GRAPHIC), at_least(_TEXT), on)


def _apart_in_grey(names: Sequence[str], colours: Mapping[str, str]) -> tuple[str, ...]:
    """Return the colours, those first that differ from one another in lightness too."""
    first: list[str] = []
    for name in names:
        if all(contrast(colours[name], colours[other]) >= 1.8 for other in first):
            first.append(name)
    return (*first, *(name for name in names if name not in first))
