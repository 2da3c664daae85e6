"""Charts from CSV files, in the brand's colours and type.

In use: `spec, faults = chart_spec(options, place, lang=…, width_mm=…)`, then
`check_chart(spec, rows, theme)`, and where nothing is found `chart_svg(spec, rows, theme)`.
Title, subtitle and source are not in the picture: they are text of the page.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from publish.errors import Finding, FindingsError, Place
from publish.manuscript import charts_data, charts_options
from publish.manuscript.charts_bars import draw_bars
from publish.manuscript.charts_columns import draw_columns, names_fit, values_fit
from publish.manuscript.charts_data import (
    NAME,
    NUMBER,
    TOO_MANY,
    Rows,
    chart_data,
    highlighted,
    places_of_rows,
    position,
)
from publish.manuscript.charts_dots import draw_dots, draw_periods
from publish.manuscript.charts_drawing import Sheet
from publish.manuscript.charts_lines import draw_lines
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_options import chart_spec
from publish.manuscript.charts_slopes import draw_slopes
from publish.manuscript.charts_stacked import draw_stacked
from publish.manuscript.charts_svg import svg
from publish.manuscript.charts_theme import ChartTheme, Tone, load_theme

__all__ = ["ChartSpec", "ChartTheme", "chart_spec", "chart_svg", "check_chart", "load_theme"]

RULES = (*charts_options.RULES, *charts_data.RULES)
_MM = 72 / 25.4
_DRAW = {
    "bar": draw_bars, "paired-bar": draw_bars, "stacked": draw_stacked, "dot": draw_dots,
    "line": draw_lines, "slope": draw_slopes, "column": draw_columns,
}  # fmt: skip


def check_chart(
    spec: ChartSpec, rows: Rows, theme: ChartTheme, where: Sequence[Place] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong with a chart, its data and its colours.

    Args:
        spec: the chart.
        rows: one mapping per row of the CSV file, by the names of its columns.
        theme: the brand's look.
        where: the place of each row, if known.
    """
    spec = _drawn(spec, theme)
    data, findings = chart_data(spec, rows, where)
    found = list(findings)
    for name in spec.colours.values():
        if name not in theme.tones:
            near = difflib.get_close_matches(name, theme.tones, 1)
            remedy = f"Did you mean “{near[0]}”?" if near else f"Known: {', '.join(theme.tones)}."
            found.append(NAME.at(spec.at("colours"), f"“{name}” is not a colour", remedy))
    if not found and spec.type == "timeline":
        _, found = _periods(spec, rows, data, where)
    may_lie = theme.scale > 1  # in large print columns whose names do not fit become bars
    if not found and spec.type == "column" and not (may_lie or names_fit(spec, data, theme)):
        message = "the names of the columns do not fit below them"
        found.append(TOO_MANY.at(spec.at("type"), message, "Use “type: bar”, or shorter names."))
    return tuple(found)


def chart_svg(spec: ChartSpec, rows: Rows, theme: ChartTheme) -> bytes:
    """Return the picture of a chart as SVG, `spec.width_mm` wide; the same input, the same bytes.

    Args:
        spec: what to draw.
        rows: one mapping per row of the CSV file, by the names of its columns.
        theme: the brand's look.
    Raises:
        FindingsError: `check_chart` finds a fault.
    """
    if findings := check_chart(spec, rows, theme):
        raise FindingsError(findings)
    spec = _drawn(spec, theme)
    data, _ = chart_data(spec, rows)
    strong = highlighted(spec, (*data.categories, *data.series))
    tones = _tones(spec, data, theme, strong)
    sheet = Sheet(theme, spec.width_mm * _MM, spec.lang)
    if spec.type == "timeline":
        periods, _ = _periods(spec, rows, data)
        draw_periods(sheet, spec, data, periods, tones, strong)
    elif spec.type == "column" and theme.scale > 1 and not _columns_fit(spec, data, theme):
        draw_bars(sheet, spec, data, tones, strong)
    else:
        _DRAW[spec.type](sheet, spec, data, tones, strong)
    return svg(sheet)


def _columns_fit(spec: ChartSpec, data: ChartData, theme: ChartTheme) -> bool:
    return names_fit(spec, data, theme) and values_fit(spec, data, theme)


def _drawn(spec: ChartSpec, theme: ChartTheme) -> ChartSpec:
    """Return the chart as it is drawn: as much narrower as it is enlarged in print."""
    return replace(spec, width_mm=spec.width_mm / theme.scale)


def _tones(
    spec: ChartSpec, data: ChartData, theme: ChartTheme, strong: tuple[str, ...]
) -> Mapping[str, Tone]:
    """Return the tone of each series, and of "category\\0series" where one stands out.

    A series has the colour that the author names, or that it means in all charts of the brand;
    if something is highlighted, the accent or else grey; otherwise the next colour in order.
    """
    order = theme.series if spec.type in ("line", "slope", "dot") else theme.surfaces
    free = [name for name in order if name not in spec.colours.values()]
    accents = [theme.highlight, *(theme.tones[name] for name in free)]
    accents = list(dict.fromkeys(accents))
    if spec.type == "slope":  # each line is named at both ends: colour would say nothing more
        accents = accents[:1]
    tones: dict[str, Tone] = {}
    chosen = [series for series in data.series if series in strong]
    for series in data.series:
        fixed = spec.colours.get(series) or theme.meanings.get(series.lower())
        if strong and series not in strong:
            tones[series] = theme.context
        elif fixed:
            tones[series] = theme.tones[fixed]
        else:
            place = (chosen if strong else list(data.series)).index(series)
            tones[series] = accents[place % len(accents)]
    for category in data.categories:
        for n, series in enumerate(data.series):
            if category in strong:
                tones[f"{category}\0{series}"] = accents[n % len(accents)]
    return tones


def _periods(
    spec: ChartSpec, rows: Rows, data: ChartData, where: Sequence[Place] = ()
) -> tuple[dict[str, tuple[float, float | None, str]], list[Finding]]:
    """Return the beginning, the end if there is one, and the words of each period."""
    begin, end = charts_data.columns_of_period(spec)
    periods: dict[str, tuple[float, float | None, str]] = {}
    findings = []
    for row, (place, at) in zip(rows, places_of_rows(spec, rows, where), strict=True):
        name, first = row[spec.x].strip(), row[begin].strip()
        last = row[end].strip() if end else ""
        start, until = position(first), position(last)
        if start is None or (last and (until is None or until < start)):
            message = f"{at}“{first}” to “{last}” is not a period"
            remedy = "Write years, or dates as 2021-10; leave the end empty where it lasts."
            findings.append(NUMBER.at(place, message, remedy))
            continue
        words = first if until == start else f"{first}–{last}"
        periods[name] = (start, until, words)
    return {name: periods[name] for name in data.categories if name in periods}, findings
