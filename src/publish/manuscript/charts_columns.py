"""Charts of upright bars."""

from __future__ import annotations

from collections.abc import Mapping

from publish.manuscript.charts_drawing import Bands, Linear, Sheet, leading, nice_ticks
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_rows import draw_key
from publish.manuscript.charts_text import wrapped
from publish.manuscript.charts_theme import ChartTheme, Tone

_MM = 72 / 25.4
Tones = Mapping[str, Tone]


def column_names(data: ChartData, theme: ChartTheme, step: float) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the columns in lines that fit below columns `step` points apart."""
    size = theme.label_size
    return {name: wrapped(name, theme.bold, size, step - 5) for name in data.categories}


def names_fit(spec: ChartSpec, data: ChartData, theme: ChartTheme) -> bool:
    """Return whether the names of all columns can be read below them."""
    step = spec.width_mm * _MM / len(data.categories)
    lines = [line for name in column_names(data, theme, step).values() for line in name]
    tallest = max(len(name) for name in column_names(data, theme, step).values())
    return tallest <= 4 and all(theme.bold.width(line, theme.label_size) < step for line in lines)


def values_fit(spec: ChartSpec, data: ChartData, theme: ChartTheme) -> bool:
    """Return whether the values above neighbouring columns stay clear of each other."""
    step, many = spec.width_mm * _MM / len(data.categories), len(data.series)
    pitch = column_width(step, many) if many > 1 else step
    widest = max(theme.bold.width(text, theme.label_size) for text in data.words.values())
    return spec.labels is False or widest + 2 <= pitch


def column_width(step: float, many: int) -> float:
    """Return the width of each of `many` columns of a category, categories `step` points apart."""
    return min(step * 0.62, 40.0 * many) / many


def draw_columns(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw upright bars, the names of the categories below."""
    many = len(data.series)
    top = draw_key(sheet, data.series, tones) + 12 if many > 1 else 12.0
    labelled = spec.labels is not False
    low, high = min(0.0, *data.values.values()), max(0.0, *data.values.values())
    ticks = nice_ticks(low, high, 6)
    left = 0.0 if labelled else 30.0
    columns = Bands("columns", data.categories, left, (sheet.width - left) / len(data.categories))
    size = sheet.theme.label_size
    names = column_names(data, sheet.theme, columns.step)
    foot = max(map(len, names.values())) * leading(size) + 6
    height = (spec.height_mm or 62) * _MM * sheet.theme.slim
    sheet.height, base = height, height - foot
    domain = (low, high) if labelled else (ticks[0], ticks[-1])
    values = sheet.linear(Linear("values", domain, (base, top), ticks))
    if not labelled:
        for y, _ in sheet.ticks(values):
            sheet.rule(left, y, sheet.width, y, sheet.theme.grid)
        sheet.axis(values, "left", left)
    wide = column_width(columns.step, many)
    for n, series in enumerate(data.series):
        for name in data.categories:
            if (name, series) not in data.values:
                continue
            tone = tones.get(f"{name}\0{series}", tones[series])
            x = columns.middle(name) + (n - many / 2) * wide
            value = data.values[name, series]
            row = {
                "x": x,
                "from": 0.0,
                "to": value,
                "fill": tone.fill,
                "edge": tone.edge or tone.fill,
            }
            channels = {"x": "x", "width": wide - 1, "y": "values:from", "y2": "values:to"}
            edge = {"stroke": "edge", "strokeWidth": 0.6} if tone.edge else {}
            sheet.plot("rect", [row], {**channels, "fill": "fill", **edge})
            if labelled:
                y = values(value) + (-7 if value >= 0 else 7)
                text, bold = data.words[name, series], name in strong or series in strong
                sheet.words(x + (wide - 1) / 2, y, text, align="center", bold=bold)
    sheet.rule(left, values(0), sheet.width, values(0), sheet.theme.axis, 0.6)
    for name, lines in names.items():
        y = base + 5 + len(lines) * leading(size) / 2
        sheet.words(columns.middle(name), y, lines, align="center", bold=name in strong)
