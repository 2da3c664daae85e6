"""A sheet that a chart is drawn on: scales, axes, marks bound to data, and words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any  # JSON for the charting library

from publish.manuscript.charts_data import printed
from publish.manuscript.charts_theme import ChartTheme

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear scale: domain in units of the data, span in points; the same as Vega's."""

    name: str
    domain: tuple[float, float]
    span: tuple[float, float]
    ticks: tuple[float, ...] = ()

    def __call__(self, value: float) -> float:
        low, high = self.domain
        start, end = self.span
        return start + (value - low) / (high - low) * (end - start)


@dataclass(frozen=True, slots=True)
class Bands:
    """A scale of rows or columns: each category has a band of `step` points."""

    name: str
    categories: tuple[str, ...]
    start: float
    step: float

    def middle(self, category: str) -> float:
        return self.start + (self.categories.index(category) + 0.5) * self.step

    @property
    def end(self) -> float:
        return self.start + len(self.categories) * self.step


@dataclass(slots=True)
class Sheet:
    """Points from the top left corner; what is added later is painted over what was before."""

    theme: ChartTheme
    width: float
    lang: str = "en"
    height: float = 0.0
    data: list[Json] = field(default_factory=list)
    scales: list[Json] = field(default_factory=list)
    axes: list[Json] = field(default_factory=list)
    marks: list[Json] = field(default_factory=list)

    def linear(self, scale: Linear) -> Linear:
        """Add a linear scale."""
        self.scales.append(
            {"name": scale.name, "type": "linear", "zero": False,
             "domain": list(scale.domain), "range": list(scale.span)}
        )  # fmt: skip
        return scale

    def bands(self, scale: Bands) -> Bands:
        """Add a scale of bands without room between them: marks keep clear by themselves."""
        self.scales.append(
            {"name": scale.name, "type": "band", "domain": list(scale.categories),
             "range": [scale.start, scale.end]}
        )  # fmt: skip
        return scale

    def axis(self, scale: Linear, orient: str, offset: float) -> None:
        """Add the numbers of a scale's ticks, as quiet words, `offset` points inside the edge."""
        self.axes.append(
            {
                "scale": scale.name, "orient": orient, "values": list(scale.ticks),
                "domain": False, "ticks": False, "labelPadding": 5, "translate": 0,
                "labelFont": self.theme.family, "labelFontSize": self.theme.tick_size,
                "labelColor": self.theme.quiet, "labelOverlap": False, "labelBound": False,
                "format": f",.{decimals(scale.ticks)}f", "offset": -offset,
            }
        )  # fmt: skip

    def plot(self, kind: str, rows: Sequence[Json], channels: Json) -> None:
        """Add marks, one per row (one for all if the kind is "line").

        Args:
            kind: Vega's name of the mark.
            rows: the data.
            channels: Vega's channels; a string is the name of a field, "scale:field" a field
                through a scale, a number a value.
        """
        name = f"table{len(self.data)}"
        # A bar of nothing would be a hairline: one pixel of whatever prints it.
        drawn = [dict(row) for row in rows if "from" not in row or row["from"] != row["to"]]
        self.data.append({"name": name, "values": drawn})
        encoded = {channel: _channel(value) for channel, value in channels.items()}
        self.marks.append({"type": kind, "from": {"data": name}, "encode": {"enter": encoded}})

    def rule(
        self, x: float, y: float, x2: float, y2: float, colour: str, width: float = 0.5
    ) -> None:
        """Add a straight line."""
        row = {"x": x, "y": y, "x2": x2, "y2": y2, "stroke": colour, "width": width}
        same = {name: name for name in ("x", "y", "x2", "y2", "stroke")}
        self.plot("rule", [row], {**same, "strokeWidth": "width"})

    def words(
        self,
        x: float,
        y: float,
        lines: str | Sequence[str],
        *,
        colour: str = "",
        size: float = 0.0,
        align: str = "left",
        bold: bool = False,
        ground: bool = False,
    ) -> None:
        """Add lines of text; the middle of all of them is at y.

        Args:
            x, y: the place, in points.
            lines: one line or several.
            colour, size: the theme's for labels unless given.
            align: "left", "right" or "center", of all lines at x.
            bold: in the bold face.
            ground: on white, so that no line runs through the words.
        """
        texts = [lines] if isinstance(lines, str) else list(lines)
        size = size or self.theme.label_size
        if ground:
            wide = max(self.wide(text, size=size, bold=bold) for text in texts) + 3
            left = x - {"left": 1.5, "right": wide - 1.5, "center": wide / 2}[align]
            high = leading(size) * len(texts) - 1
            row = {"x": left, "y": y - high / 2, "width": wide, "height": high}
            same = {name: name for name in row}
            self.plot("rect", [row], {**same, "fill": {"value": "#FFFFFF"}})
        middle = (len(texts) - 1) / 2
        rows = [
            {"x": x, "y": round(y + (n - middle) * leading(size) + 0.357 * size, 2), "text": text}
            for n, text in enumerate(texts)  # 0.357 em: half the height of capitals
        ]
        style = {
            "align": {"value": align},
            "fill": {"value": colour or self.theme.text},
            "font": {"value": self.theme.family},
            "fontSize": size,
            "fontWeight": 700 if bold else 400,
        }
        self.plot("text", rows, {"x": "x", "y": "y", "text": "text", **style})

    def wide(self, text: str, *, size: float = 0.0, bold: bool = False) -> float:
        """Return the width of a line of text in points."""
        face = self.theme.bold if bold else self.theme.regular
        return face.width(text, size or self.theme.label_size)

    def ticks(self, scale: Linear) -> list[tuple[float, str]]:
        """Return the places of a scale's ticks and their numbers in the chart's language."""
        digits = decimals(scale.ticks)
        return [(scale(tick), printed(tick, digits, self.lang)) for tick in scale.ticks]


def leading(size: float) -> float:
    """Return the distance of lines of text in charts."""
    return size * 1.22


def nice_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Return round numbers, `most` or fewer, from at or below `low` to at or above `high`."""
    span = (high - low) or abs(high) or 1.0
    for power in range(math.floor(math.log10(span)) - 2, math.floor(math.log10(span)) + 2):
        for factor in (1, 2, 5):
            step = factor * 10.0**power
            first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
            if last - first + 1 <= most:
                return tuple(round(n * step, 10) for n in range(first, last + 1))
    return (low, high)


def decimals(ticks: Sequence[float]) -> int:
    """Return how many decimals the ticks need."""
    return max((len(f"{tick:.6f}".rstrip("0").partition(".")[2]) for tick in ticks), default=0)


def _channel(value: object) -> Json:
    if isinstance(value, str):
        scale, divider, name = value.rpartition(":")
        return {"scale": scale, "field": name} if divider else {"field": name}
    return value if isinstance(value, Mapping) else {"value": value}
