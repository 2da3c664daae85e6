"""What charts made of rows share: names at the left, rows, a scale of values, a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.manuscript.charts_drawing import Bands, Linear, Sheet, decimals, leading, nice_ticks
from publish.manuscript.charts_model import ChartData
from publish.manuscript.charts_text import wrapped
from publish.manuscript.charts_theme import Tone

GAP = 8.0  # between the names of the categories and the plot
Tones = Mapping[str, Tone]


@dataclass(frozen=True, slots=True)
class Names:
    """The column of names at the left."""

    lines: Mapping[str, tuple[str, ...]]
    width: float
    tallest: int  # lines


def name_column(sheet: Sheet, data: ChartData) -> Names:
    room = sheet.width * 0.4
    face, size = sheet.theme.bold, sheet.theme.label_size
    lines = {name: wrapped(name, face, size, room) for name in data.categories}
    width = max(sheet.wide(line, bold=True) for text in lines.values() for line in text)
    return Names(lines, width, max(map(len, lines.values())))


def row_bands(sheet: Sheet, data: ChartData, names: Names, top: float, mark: float) -> Bands:
    """Return the rows: each as high as its mark and the tallest name need, and some air."""
    text = names.tallest * leading(sheet.theme.label_size)
    air = (6.5 if len(data.categories) <= 16 else 3.4) * sheet.theme.slim
    step = max(mark + air, text + (5.0 if names.tallest > 1 else air))
    return sheet.bands(Bands("rows", data.categories, top, step))


def write_names(sheet: Sheet, rows: Bands, names: Names, strong: tuple[str, ...]) -> None:
    for name in rows.categories:
        sheet.words(0, rows.middle(name), names.lines[name], bold=name in strong)


def value_scale(
    data: ChartData, left: float, right: float, before: float = 0.0, after: float = 0.0
) -> Linear:
    """Return a scale that begins at zero, with room for labels before and after its marks."""
    low, high = min(0.0, *data.values.values()), max(0.0, *data.values.values())
    before = before if low < 0 else 0.0
    return Linear("values", (low, high or 1.0), (left + before, right - after))


def ticks_across(sheet: Sheet, low: float, high: float, room: float) -> tuple[float, ...]:
    """Return round numbers from `low` to `high`: seven, or as many as stand apart in `room`."""
    for most in (7, 6, 5, 4, 3, 2):
        ticks = nice_ticks(low, high, most)
        widest = max(sheet.wide(f"{tick:,.{decimals(ticks)}f}") for tick in ticks)
        if (widest + GAP) * (len(ticks) - 1) <= room:
            break
    return ticks


def write_grid(sheet: Sheet, values: Linear, top: float, bottom: float) -> None:
    """Add light lines at the ticks of a horizontal scale, and their numbers below."""
    for tick in values.ticks:
        sheet.rule(values(tick), top, values(tick), bottom, sheet.theme.grid)
    sheet.axis(values, "bottom", sheet.height - bottom)


def draw_key(sheet: Sheet, series: tuple[str, ...], tones: Tones) -> float:
    """Write the names of the series, each after a square in its colour; return where they end."""
    x = 0.0
    y = 5.0
    for name in series:
        if x and x + 11 + sheet.wide(name) > sheet.width:
            x, y = 0.0, y + 12
        tone = tones[name]
        square = {"x": x, "y": y - 3.6, "fill": tone.fill, "edge": tone.edge or tone.fill}
        same = {"x": "x", "y": "y", "fill": "fill", "stroke": "edge"}
        sheet.plot("rect", [square], {**same, "width": 7.2, "height": 7.2, "strokeWidth": 0.6})
        sheet.words(x + 11, y, name)
        x += 11 + sheet.wide(name) + 16
    return y + 11
