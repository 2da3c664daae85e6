"""Charts of lying bars that are divided into parts."""

from __future__ import annotations

from publish.manuscript.charts_drawing import Bands, Linear, Sheet
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_rows import GAP, Tones, draw_key, name_column, row_bands, write_names
from publish.manuscript.charts_theme import Tone


def draw_stacked(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw one bar on each row, divided among the series, with a total where all are there."""
    names = name_column(sheet, data)
    top = draw_key(sheet, data.series, tones)
    rows = row_bands(sheet, data, names, top, 14.0)
    sheet.height = rows.end
    totals = {
        name: sum(data.values.get((name, one), 0.0) for one in data.series)
        for name in data.categories
    }
    values = sheet.linear(
        Linear("values", (0.0, max(totals.values())), (names.width + GAP, sheet.width))
    )
    for name in data.categories:
        start = 0.0
        for series in data.series:
            if (name, series) not in data.values:
                continue
            end, tone = start + data.values[name, series], tones[series]
            row = {"from": start, "to": end, "name": name, "fill": tone.fill}
            place = {"scale": "rows", "field": "name", "offset": (rows.step - 14) / 2}
            channels = {"x": "values:from", "x2": "values:to", "y": place, "height": 14}
            edge = {"stroke": {"value": tone.edge or "#FFFFFF"}, "strokeWidth": 0.8}
            sheet.plot("rect", [row], {**channels, "fill": "fill", **edge})
            _label_part(sheet, spec, data, (name, series), tone, rows, values(start), values(end))
            start = end
    sheet.rule(values(0), rows.start, values(0), rows.end, sheet.theme.axis, 0.6)
    write_names(sheet, rows, names, strong)


def _label_part(
    sheet: Sheet,
    spec: ChartSpec,
    data: ChartData,
    key: tuple[str, str],
    tone: Tone,
    rows: Bands,
    start: float,
    end: float,
) -> None:
    """Write the value into its part of the bar; the last may stand beside it where it is small."""
    text, y = data.words[key], rows.middle(key[0])
    if spec.labels is False:
        return
    if sheet.wide(text) + 6 < end - start:
        sheet.words(end - 4, y, text, align="right", colour=tone.on)
    elif not any((key[0], one) in data.values for one in after(data.series, key[1])):
        sheet.words(end + 4, y, text, colour=tone.text)


def after(series: tuple[str, ...], one: str) -> tuple[str, ...]:
    """Return the series that follow one."""
    return series[series.index(one) + 1 :]
