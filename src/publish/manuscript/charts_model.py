"""What an author asks a chart to be, and its data in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.errors import Place

TYPES = ("bar", "column", "line", "slope", "dot", "stacked", "paired-bar", "timeline")
SORTS = ("descending", "ascending", "file")


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One chart, as the author describes it.

    Attributes:
        id: its id in the manuscript.
        type: one of TYPES.
        x: column of the categories (bars, rows) or of the horizontal axis (line, slope).
        y: column of the values; several columns stand for one series each; for a timeline the
            columns of the beginning and the end.
        series: column that names the series, or empty.
        highlight: categories or series in the accent colour; the rest is then grey.
        dashed: series of lines that are drawn dashed, such as targets and projections.
        span: first and last year that a timeline shows; what lasts goes on to the last one.
        sort: order of the categories: by value, or as in the file.
        labels: whether values stand at their marks, without an axis; None: where there is room.
        unit: printed after each value, such as "%".
        width_mm: as wide as it will be printed.
        height_mm: 0: as high as it needs.
        colours: series → name of a colour of the brand.
        lang: language for numbers.
        place: the chart in the manuscript.
        places: the options in the manuscript, by name.
    """

    id: str
    type: str
    x: str
    y: tuple[str, ...]
    series: str = ""
    highlight: tuple[str, ...] = ()
    dashed: tuple[str, ...] = ()
    span: tuple[float, ...] = ()
    sort: str = ""
    labels: bool | None = None
    unit: str = ""
    width_mm: float = 140.0
    height_mm: float = 0.0
    colours: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    place: Place = field(default_factory=Place)
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, option: str) -> Place:
        """Return where the option stands, or the chart where that is not known."""
        return self.places.get(option, self.place)


@dataclass(frozen=True, slots=True)
class ChartData:
    """The rows of a chart in order.

    Attributes:
        categories: in the order in which they are shown.
        series: in the order in which they are shown; ("",) if there is one without name.
        values: by (category, series); what is missing has no key.
        words: the values as printed.
        positions: for lines, the place of a category on the horizontal axis; else empty.
    """

    categories: tuple[str, ...]
    series: tuple[str, ...]
    values: Mapping[tuple[str, str], float]
    words: Mapping[tuple[str, str], str]
    positions: Mapping[str, float] = field(default_factory=dict)
