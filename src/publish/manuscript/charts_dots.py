"""Charts of dots on rows, and of periods on rows."""

from __future__ import annotations

from collections.abc import Mapping

from publish.manuscript.charts_drawing import Linear, Sheet
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_rows import (
    GAP,
    Tones,
    name_column,
    row_bands,
    ticks_across,
    write_grid,
    write_names,
)
from publish.manuscript.charts_text import spread
from publish.manuscript.charts_theme import Tone

_SHAPES = ("circle", "diamond", "square", "triangle-up")


def draw_dots(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw a dot for each series on each row, joined by a thin line."""
    names, many = name_column(sheet, data), len(data.series)
    widest = max(sheet.wide(text, bold=True) for text in data.words.values()) + 8
    top = 14.0 if many > 1 else 0.0
    rows = row_bands(sheet, data, names, top, 9.0)
    sheet.height = rows.end + 16
    left, right = names.width + GAP + 4, sheet.width - widest
    low, high = min(0.0, *data.values.values()), max(data.values.values())
    ticks = ticks_across(sheet, low, high, right - left)
    values = Linear("values", (ticks[0], ticks[-1]), (left, right), ticks)
    sheet.linear(values)
    write_grid(sheet, values, rows.start, rows.end)
    for name in data.categories:
        y = rows.middle(name)
        own = {one: data.values[name, one] for one in data.series if (name, one) in data.values}
        low, high = min(own.values()), max(own.values())
        start = low if many > 1 else values.ticks[0]
        sheet.rule(values(start), y, values(high), y, sheet.theme.context.line, 1.0)
        for n, series in enumerate(data.series):
            if series in own:
                tone = tones.get(f"{name}\0{series}", tones[series])
                _dot(sheet, values(own[series]), y, tone, _SHAPES[n])
        if spec.labels is not False:
            _dot_labels(sheet, values, y, name, data, own, name in strong)
    if many > 1:
        _name_dots(sheet, values, data, tones)
    write_names(sheet, rows, names, strong)


def _dot(sheet: Sheet, x: float, y: float, tone: Tone, shape: str) -> None:
    row = {"x": x, "y": y, "fill": tone.fill, "edge": tone.edge or "#FFFFFF"}
    same = {"x": "x", "y": "y", "fill": "fill", "stroke": "edge"}
    size = {"circle": 50, "diamond": 62, "square": 46}.get(shape, 46)
    sheet.plot(
        "symbol", [row], {**same, "shape": {"value": shape}, "size": size, "strokeWidth": 0.8}
    )


def _dot_labels(
    sheet: Sheet,
    values: Linear,
    y: float,
    name: str,
    data: ChartData,
    own: Mapping[str, float],
    bold: bool,
) -> None:
    """Write the least value left of its dot and the greatest right of its."""
    low, high = min(own, key=lambda one: own[one]), max(own, key=lambda one: own[one])
    sheet.words(values(own[high]) + 7, y, data.words[name, high], bold=bold, ground=True)
    room = values(own[low]) - values.span[0]
    if low != high and room > sheet.wide(data.words[name, low], bold=True) + 9:
        text = data.words[name, low]
        sheet.words(values(own[low]) - 7, y, text, align="right", bold=bold, ground=True)


def _name_dots(sheet: Sheet, values: Linear, data: ChartData, tones: Tones) -> None:
    """Write the names of the series above the first row, over their dots as far as they fit."""
    first = next(
        (name for name in data.categories if all((name, s) in data.values for s in data.series)),
        data.categories[0],
    )
    there = [series for series in data.series if (first, series) in data.values]
    wanted = [values(data.values[first, series]) for series in there]
    gaps = [sheet.wide(series, bold=True) + 12 for series in there]
    high = sheet.width - max(gaps) / 2
    for series, x in zip(there, spread(wanted, gaps, values.span[0], high), strict=True):
        sheet.words(x, 5, series, colour=tones[series].text, align="center", bold=True)


def draw_periods(
    sheet: Sheet,
    spec: ChartSpec,
    data: ChartData,
    periods: Mapping[str, tuple[float, float | None, str]],
    tones: Tones,
    strong: tuple[str, ...],
) -> None:
    """Draw a bar from the beginning to the end of a period on each row.

    Args:
        periods: by category: beginning, end (None: it lasts), and how it is printed.
    """
    names = name_column(sheet, data)
    thick = 8.0
    rows = row_bands(sheet, data, names, 16.0, thick)
    sheet.height = rows.end + 2
    years = [y for start, end, _ in periods.values() for y in (start, end) if y is not None]
    years += spec.span
    widest = max(sheet.wide(words, bold=True) for _, _, words in periods.values()) + 6
    left, right = names.width + GAP, sheet.width - widest
    ticks = ticks_across(sheet, min(years), max(years), right - left)
    first = min(*years, ticks[0])
    values = Linear("values", (first, ticks[-1]), (left, right), ticks)
    sheet.linear(values)
    for tick in ticks:
        x = values(tick)
        sheet.rule(x, 13, x, rows.end, sheet.theme.grid)
        size, colour = sheet.theme.tick_size, sheet.theme.quiet
        sheet.words(x, 6, f"{tick:.0f}", align="center", size=size, colour=colour)
    for name in data.categories:
        start, end, words = periods[name]
        tone = tones.get(f"{name}\0", tones[""])
        until = (spec.span or ticks)[-1] if end is None else end
        row = {"name": name, "from": start, "to": until, "fill": tone.fill}
        place = {"scale": "rows", "field": "name", "offset": (rows.step - thick) / 2}
        channels = {"x": "values:from", "x2": "values:to", "y": place, "height": thick}
        sheet.plot("rect", [row], {**channels, "fill": "fill"})
        x, y = values(until), rows.middle(name)
        if end is None:  # an arrow: it lasts
            tip = {"x": x, "y": y, "fill": tone.fill}
            shape = {"value": f"M0,{-thick / 2}L5,0L0,{thick / 2}Z"}
            sheet.plot("path", [tip], {"x": "x", "y": "y", "fill": "fill", "path": shape})
            x += 5
        sheet.words(x + 4, y, words, bold=name in strong, ground=True)
    write_names(sheet, rows, names, strong)
