"""Charts of slopes: how values change between a few points in time."""

from __future__ import annotations

from publish.manuscript.charts_drawing import Linear, Sheet
from publish.manuscript.charts_lines import Tones, draw_line
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_text import spread

_MM = 72 / 25.4


def draw_slopes(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw a line for each series between two or more uprights, labelled at both ends."""
    height = (spec.height_mm or max(62, 9 * len(data.series))) * _MM * sheet.theme.slim
    low, high = min(data.values.values()), max(data.values.values())
    values = sheet.linear(
        Linear("values", (low, high if high > low else low + 1), (height - 8, 24))
    )
    first, last = data.categories[0], data.categories[-1]
    texts = {
        (name, one): f"{one}\u2002{data.words[name, one]}" if name == first
        else f"{data.words[name, one]}\u2002{one}"
        for name in (first, last) for one in data.series if (name, one) in data.values
    }  # fmt: skip
    left, right = (
        max(
            (sheet.wide(text, bold=True) for (at, _), text in texts.items() if at == name),
            default=0,
        )
        for name in (first, last)
    )
    span = (left + 8, sheet.width - right - 8)
    across = sheet.linear(Linear("across", (0.0, float(len(data.categories) - 1 or 1)), span))
    sheet.height = height
    for n, name in enumerate(data.categories):
        x = across(n)
        sheet.words(x, 6, name, align="center", bold=True)
        sheet.rule(x, 15, x, height, sheet.theme.grid, 0.8)
    places = {name: float(n) for n, name in enumerate(data.categories)}
    for series in sorted(data.series, key=lambda one: one in strong):
        draw_line(sheet, data, series, tones[series], places, True, strong)
    for name in dict.fromkeys((first, last)):
        there = [one for one in data.series if (name, one) in texts]
        wanted = [values(data.values[name, one]) for one in there]
        heights = spread(wanted, [10.5] * len(there), 22, height - 5)
        align, x = ("right", span[0] - 7) if name == first else ("left", span[1] + 7)
        for one, y in zip(there, heights, strict=True):
            bold, colour = one in strong, tones[one].text
            sheet.words(x, y, texts[name, one], align=align, colour=colour, bold=bold)
