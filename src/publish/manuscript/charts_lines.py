"""Charts of lines: over time, or over another measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.manuscript.charts_data import printed
from publish.manuscript.charts_drawing import Linear, Sheet, leading, nice_ticks
from publish.manuscript.charts_model import ChartData, ChartSpec
from publish.manuscript.charts_text import spread, wrapped
from publish.manuscript.charts_theme import Tone

_MM = 72 / 25.4
Tones = Mapping[str, Tone]


def draw_lines(
    sheet: Sheet, spec: ChartSpec, data: ChartData, tones: Tones, strong: tuple[str, ...]
) -> None:
    """Draw a line for each series; its name stands at its end."""
    wanted = spec.height_mm or 66
    height = max(wanted * sheet.theme.slim, min(wanted, 42)) * _MM
    values = sheet.linear(_vertical(data, 16, height - 20))
    marks = len(data.categories) <= 12
    labelled = spec.labels is not False and (marks and (len(data.series) == 1 or spec.labels))
    small = sheet.theme.tick_size
    left = max(sheet.wide(text, size=small) for _, text in sheet.ticks(values)) + 6
    places = _places(data)
    ends = _line_ends(sheet, data, places, bool(labelled))
    room = max((end.width for end in ends if end.right), default=0.0)
    across = sheet.linear(
        Linear(
            "across",
            (min(places.values()), max(places.values())),
            (left + 10, sheet.width - max(room + 10, 16)),
        )
    )
    sheet.height = height
    for y, _ in sheet.ticks(values):
        sheet.rule(left, y, sheet.width - room, y, sheet.theme.grid)
    sheet.axis(values, "left", left)
    if values.domain[0] == 0:
        sheet.rule(left, values(0), sheet.width - room, values(0), sheet.theme.axis, 0.6)
    _write_places(sheet, data, places, across, height - 9)
    if labelled:  # before the lines: their white ground hides the grid, not the lines
        _point_labels(sheet, data, values, across, places, tones)
    for series in sorted(data.series, key=lambda one: one in strong):
        draw_line(sheet, data, series, tones[series], places, marks, strong, spec.dashed)
    _end_labels(sheet, data, values, across, places, tones, ends, strong)


def _vertical(data: ChartData, top: float, bottom: float) -> Linear:
    """Return a scale from zero, or near the values where they lie close together far above it."""
    low, high = min(data.values.values()), max(data.values.values())
    base = low if low > 0 and high - low < 0.3 * high else min(0.0, low)
    ticks = nice_ticks(base, high, 6)
    return Linear("values", (ticks[0], ticks[-1]), (bottom, top), ticks)


def _places(data: ChartData) -> Mapping[str, float]:
    """Return where the categories stand: by their numbers or dates, else at equal distances."""
    if len(data.positions) == len(data.categories):
        return data.positions
    return {name: float(n) for n, name in enumerate(data.categories)}


def _write_places(
    sheet: Sheet, data: ChartData, places: Mapping[str, float], across: Linear, y: float
) -> None:
    """Write below the lines what the horizontal axis shows: each place, or round numbers."""
    at = [(across(place), name) for name, place in places.items()]
    whole = [name for name in data.categories if "-" not in name[1:]]
    if _touch(sheet, at) or len(whole) < len(data.categories):
        years = across.domain[0] >= 1000 and across.domain[1] < 3000
        for most in (8, 6, 5, 4, 3):
            ticks = nice_ticks(*across.domain, most)
            ticks = tuple(t for t in ticks if across.domain[0] <= t <= across.domain[1])
            if not all(t == int(t) for t in ticks):
                break
            at = [(across(t), f"{t:.0f}" if years else printed(t, 0, sheet.lang)) for t in ticks]
            if not _touch(sheet, at):
                break
    for x, text in at:
        sheet.words(
            x, y, text, align="center", colour=sheet.theme.quiet, size=sheet.theme.tick_size
        )
        sheet.rule(x, y - 11, x, y - 8, sheet.theme.axis, 0.6)


def _touch(sheet: Sheet, at: Sequence[tuple[float, str]]) -> bool:
    """Return whether words centred on these places stand less than a space apart."""
    return any(
        b[0] - a[0] < (sheet.wide(a[1]) + sheet.wide(b[1])) / 2 + 8 for a, b in pairwise(sorted(at))
    )


def draw_line(
    sheet: Sheet,
    data: ChartData,
    series: str,
    tone: Tone,
    places: Mapping[str, float],
    marks: bool,
    strong: tuple[str, ...],
    dashed: tuple[str, ...] = (),
) -> None:
    rows = [
        {"x": places[name], "y": data.values[name, series]}
        for name in sorted(data.categories, key=lambda name: places[name])
        if (name, series) in data.values
    ]
    width = 2.0 if series in strong or len(data.series) < 3 else 1.5
    style: dict[str, object] = {"stroke": {"value": tone.line}, "strokeWidth": width}
    if series in dashed:
        style["strokeDash"] = {"value": [4, 3]}
    joins = {"strokeJoin": {"value": "round"}, "strokeCap": {"value": "round"}}
    sheet.plot("line", rows, {"x": "across:x", "y": "values:y", **style, **joins})
    if marks:
        fill, white = {"value": tone.line}, {"value": "#FFFFFF"}
        dot = {"fill": fill, "stroke": white, "strokeWidth": 0.8, "size": 26}
        sheet.plot("symbol", rows, {"x": "across:x", "y": "values:y", **dot})


@dataclass(frozen=True, slots=True)
class _End:
    """The name at the end of a line, and its last value where the points have no labels."""

    series: str
    lines: tuple[str, ...]
    value: str
    last: str  # category
    right: bool  # whether the line reaches the right edge
    width: float


def _line_ends(
    sheet: Sheet, data: ChartData, places: Mapping[str, float], labelled: bool
) -> list[_End]:
    if data.series == ("",):
        return []
    face, size = sheet.theme.bold, sheet.theme.label_size
    ends = []
    for series in data.series:
        there = [name for name in data.categories if (name, series) in data.values]
        last = max(there, key=lambda name: places[name])
        value = "" if labelled else data.words[last, series]
        lines = wrapped(series, face, size, sheet.width * 0.24)
        width = max(sheet.wide(line, bold=True) for line in lines)
        if value:
            width = max(width, sheet.wide(lines[-1], bold=True) + 5 + sheet.wide(value))
        ends.append(_End(series, lines, value, last, places[last] == max(places.values()), width))
    return ends


def _end_labels(
    sheet: Sheet,
    data: ChartData,
    values: Linear,
    across: Linear,
    places: Mapping[str, float],
    tones: Tones,
    ends: list[_End],
    strong: tuple[str, ...],
) -> None:
    """Write the names of the lines right of their ends, clear of each other.

    A line that ends earlier has its name below its end where it rises, else above.
    """
    size = sheet.theme.label_size
    at_right = [end for end in ends if end.right]
    wanted = [values(data.values[end.last, end.series]) for end in at_right]
    gaps = [len(end.lines) * leading(size) + 1 for end in at_right]
    for end, y in zip(at_right, spread(wanted, gaps, 6, values.span[0]), strict=True):
        bold = not strong or end.series in strong
        x, colour = across.span[1] + 8, tones[end.series].text
        sheet.words(x, y, end.lines, colour=colour, bold=bold)
        if end.value:
            x += sheet.wide(end.lines[-1], bold=bold) + 5
            y += (len(end.lines) - 1) / 2 * leading(size)
            sheet.words(x, y, end.value, colour=colour)
    for end in ends:
        if not end.right:
            own = [name for name in data.categories if (name, end.series) in data.values]
            own.sort(key=lambda name: places[name])
            rises = (
                len(own) < 2 or data.values[own[-1], end.series] >= data.values[own[-2], end.series]
            )
            y = values(data.values[end.last, end.series]) + (
                15 if rises else -15 - (9 if not end.value else 0)
            )
            colour = tones[end.series].text
            sheet.words(
                across(places[end.last]),
                y,
                end.lines,
                align="center",
                colour=colour,
                bold=True,
                ground=True,
            )


def _point_labels(
    sheet: Sheet,
    data: ChartData,
    values: Linear,
    across: Linear,
    places: Mapping[str, float],
    tones: Tones,
) -> None:
    """Write the values at the points of the highest and of the lowest line.

    They stand where the line does not go: below a valley, otherwise above; those of the lower of
    several lines always below.
    """
    for name in data.categories:
        there = [one for one in data.series if (name, one) in data.values]
        there.sort(key=lambda one: -data.values[name, one])
        for series in dict.fromkeys((there[0], there[-1])):
            value = data.values[name, series]
            if series != there[0] and value == data.values[name, there[0]]:
                continue  # two lines meet: one label
            y = values(value)
            valley = len(there) == 1 and _is_valley(data, series, name, places)
            below = (valley or series != there[0]) and values.span[0] - y > 15
            colour = tones[series].text if len(data.series) > 1 else ""
            text, x = data.words[name, series], across(places[name])
            align, x = ("right", x + 4) if valley and not below else ("center", x)
            y += 9.5 if below else -9.5
            sheet.words(x, y, text, align=align, colour=colour, ground=True)


def _is_valley(data: ChartData, series: str, name: str, places: Mapping[str, float]) -> bool:
    """Return whether the line rises from this point to both sides."""
    own = [one for one in data.categories if (one, series) in data.values]
    own.sort(key=lambda one: places[one])
    at = own.index(name)
    beside = own[max(at - 1, 0) : at] + own[at + 1 : at + 2]
    return bool(beside) and all(
        data.values[one, series] > data.values[name, series] for one in beside
    )
