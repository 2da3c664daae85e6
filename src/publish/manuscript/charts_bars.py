"""Charts of lying bars: one or several on each row."""

from __future__ import annotations

from publish.manuscript.charts_drawing import Bands, Linear, Sheet, leading
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_rows import (
    GAP,
    Tones,
    draw_key,
    name_column,
    row_bands,
    ticks_across,
    value_scale,
    write_grid,
    write_names,
)


def draw_bars(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw bars, one for each series on each row."""
    names, many = name_column(sheet, data), len(data.series)
    thick = (11.5 if len(data.categories) <= 16 else 8.5) if many == 1 else 9.5
    if many == 1:
        thick *= sheet.theme.slim
    if many == 1:  # bars grow with their rows, so that the gaps do not become wider than they
        thick = max(thick, 0.56 * (names.tallest * leading(sheet.theme.label_size) + 4))
    labelled = spec.labels is not False
    widest = max(sheet.wide(text, bold=True) for text in data.words.values()) + 5
    inside = many > 1 and _fit_in_bars(sheet, data, names.width + GAP, widest, thick)
    top = 0.0 if labelled or many > 1 else 4.0
    if many > 1 and not inside:
        top = draw_key(sheet, data.series, tones)
    rows = row_bands(sheet, data, names, top, many * thick + (many - 1) * 1.0)
    sheet.height = rows.end + (0 if labelled else 16)
    left, right = names.width + GAP, sheet.width
    if labelled:
        values = value_scale(data, left, right, widest, widest)
    else:
        low, high = min(0.0, *data.values.values()), max(data.values.values())
        right -= max(12.0, sheet.wide(f"{high:,.0f}") / 2 + 2)  # the last number stands across it
        ticks = ticks_across(sheet, low, high, right - left)
        values = Linear("values", (ticks[0], ticks[-1]), (left, right), ticks)
        write_grid(sheet, values, rows.start, rows.end)
    sheet.linear(values)
    for n, series in enumerate(data.series):
        offset = (n - (many - 1) / 2) * (thick + 1.0)
        _bars(sheet, data, series, tones, rows, thick, offset)
        for name in data.categories:
            if labelled and (name, series) in data.values:
                value, y = data.values[name, series], rows.middle(name) + offset
                align, shift = ("left", 4.0) if value >= 0 else ("right", -4.0)
                text, bold = data.words[name, series], name in strong or series in strong
                sheet.words(values(value) + shift, y, text, align=align, bold=bold)
        if inside:
            y = rows.middle(data.categories[0]) + offset
            colour = tones[series].on
            sheet.words(
                values(0) + 4, y, series, colour=colour, size=sheet.theme.inner_size, bold=True
            )
    sheet.rule(values(0), rows.start, values(0), rows.end, sheet.theme.axis, 0.6)
    write_names(sheet, rows, names, strong)


def _bars(
    sheet: Sheet,
    data: ChartData,
    series: str,
    tones: Tones,
    rows: Bands,
    thick: float,
    offset: float,
) -> None:
    table = []
    for name in data.categories:
        if (name, series) in data.values:
            tone = tones.get(f"{name}\0{series}", tones[series])
            value = data.values[name, series]
            row = {"name": name, "from": min(0.0, value), "to": max(0.0, value)}
            table.append({**row, "fill": tone.fill, "edge": tone.edge or tone.fill})
    place = {"scale": "rows", "field": "name", "offset": (rows.step - thick) / 2 + offset}
    channels = {"x": "values:from", "x2": "values:to", "y": place, "height": thick}
    edge = 0.6 if any(row["edge"] != row["fill"] for row in table) else 0
    stroke = {"stroke": "edge", "strokeWidth": edge} if edge else {}
    sheet.plot("rect", table, {**channels, "fill": "fill", **stroke})


def _fit_in_bars(sheet: Sheet, data: ChartData, left: float, after: float, thick: float) -> bool:
    """Return whether the names of all series can be written into the bars of the first row."""
    first = data.categories[0]
    values = value_scale(data, left, sheet.width, after, after)
    return thick >= 9 and all(
        data.values.get((first, one), -1.0) > 0
        and values(data.values[first, one]) - values(0)
        > sheet.wide(one, size=sheet.theme.inner_size, bold=True) + 8
        for one in data.series
    )
