"""From the rows of a CSV file to the data of a chart, and what is wrong with them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from publish.errors import Finding, Place, Rule
from publish.manuscript.charts_model import ChartData, ChartSpec

COLUMN = Rule(
    "M321", "The columns that a chart names are in its file.", "It would show nothing, or less."
)
NUMBER = Rule(
    "M322",
    "Values of a chart are numbers with a decimal point, without spaces or commas.",
    "A value read wrongly is drawn wrongly.",
)
EMPTY = Rule("M323", "A chart has data.", "An empty picture would be printed.")
TOO_MANY = Rule(
    "M324",
    "A chart shows no more than can be told apart and read.",
    "Lines and labels would lie over each other.",
)
TWICE = Rule(
    "M325", "A chart has one value for each category and series.", "One would hide the other."
)
NAME = Rule(
    "M326",
    "What a chart highlights or colours is in its data, and the colours are the brand's.",
    "Nothing would be highlighted.",
)
RULES: tuple[Rule, ...] = (COLUMN, NUMBER, EMPTY, TOO_MANY, TWICE, NAME)

Rows = Sequence[Mapping[str, str]]
MOST_SERIES = {
    "bar": 3, "column": 3, "paired-bar": 3, "stacked": 5, "dot": 4, "line": 7, "slope": 12,
    "timeline": 1,
}  # fmt: skip
_MOST_ROWS = {"column": 16, "line": 400, "slope": 4, "timeline": 45}
_MANY_ROWS = 40
_GROUP, _POINT = (
    {
        "en": ",",
        "zh": ",",
        "ar": ",",
        "fr": "\u202f",
        "es": "\u202f",
        "pt": "\u202f",
        "ru": "\u202f",
    },
    {"en": ".", "zh": ".", "ar": "."},
)


def chart_data(
    spec: ChartSpec, rows: Rows, where: Sequence[Place] = ()
) -> tuple[ChartData, tuple[Finding, ...]]:
    """Return the data of a chart in the order in which they are shown, and every fault in them.

    Args:
        spec: the chart.
        rows: one mapping per row of the CSV file, by the names of its columns.
        where: the place of each row, if known; otherwise findings name the row.
    """
    if not rows:
        fault = EMPTY.at(spec.at("data"), "the file of the chart has no rows", "Add the data.")
        return ChartData((), (), {}, {}), (fault,)
    findings = _missing_columns(spec, tuple(rows[0]))
    if findings:
        return ChartData((), (), {}, {}), findings
    category, columns = _columns(spec, rows)
    found: list[Finding] = []
    read = position if spec.type == "timeline" else _number
    values: dict[tuple[str, str], float] = {}
    written: dict[tuple[str, str], str] = {}
    for row, (place, at) in zip(rows, places_of_rows(spec, rows, where), strict=True):
        for column in columns:
            key = (row[category].strip(), _series_of(spec, row, column, columns))
            text = (row[column] or "").strip()
            if key in values:
                message = f"{at}“{' – '.join(filter(None, key))}” stands twice"
                found.append(TWICE.at(place, message, "Keep one, or name the series."))
            elif (value := read(text)) is not None:
                values[key], written[key] = value, text
            elif text or (spec.type in ("bar", "column") and not spec.series):
                message = f"{at}column “{column}”: “{text}” is not a number"
                remedy = "Write 1234.5; leave the field empty only where lines may have gaps."
                found.append(NUMBER.at(place, message, remedy))
    series = tuple(dict.fromkeys(name for _, name in values))
    in_file = tuple(dict.fromkeys(row[category].strip() for row in rows))
    shown = tuple(name for name in in_file if any((name, one) in values for one in series))
    data = ChartData(
        categories=_sorted(spec, shown, series, values),
        series=series,
        values=values,
        words=_printed(spec, values, written),
        positions={name: at_x for name in shown if (at_x := position(name)) is not None},
    )
    if found:  # what follows from them says nothing new
        return data, tuple(found)
    return data, (*_too_many(spec, data), *_unknown_names(spec, data))


def places_of_rows(spec: ChartSpec, rows: Rows, where: Sequence[Place]) -> list[tuple[Place, str]]:
    """Return for each row its place, and words that name the row where the place does not."""
    if where:
        return [(place, "") for place in where]
    return [(spec.at("data"), f"row {number}, ") for number, _ in enumerate(rows, 2)]


def columns_of_period(spec: ChartSpec) -> tuple[str, str]:
    """Return the columns of the beginning and the end of a timeline; the end may be empty."""
    return spec.y[0], spec.y[1] if len(spec.y) > 1 else spec.series


def highlighted(spec: ChartSpec, known: Iterable[str]) -> tuple[str, ...]:
    """Return what is highlighted; one text with commas may name several."""
    names = set(known)
    return tuple(
        part
        for name in spec.highlight
        for part in ([name] if name in names else [p.strip() for p in name.split(",")])
    )


def position(text: str) -> float | None:
    """Return the place of "2021", "2021-10", "2021-10-25" or a number on an axis, in years."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text)
    if found:
        month, day = int(found[2]), int(found[3] or 15)
        return int(found[1]) + (month - 1) / 12 + (day - 1) / 365
    return _number(text)


def printed(value: float, digits: int, lang: str) -> str:
    """Return a number as it is written in a language."""
    text = f"{abs(value):,.{digits}f}".translate(
        {ord(","): _GROUP.get(lang, "\u202f"), ord("."): _POINT.get(lang, ",")}
    )
    if abs(value) < 10_000 and _GROUP.get(lang, "\u202f") == "\u202f":
        text = text.replace("\u202f", "")  # four digits stay together
    return f"−{text}" if value < 0 else text


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text.replace("−", "-")) else None


def _columns(spec: ChartSpec, rows: Rows) -> tuple[str, tuple[str, ...]]:
    """Return the column of the categories and those of the values.

    Bars lie on their side: authors may call the values x and the categories y.
    """
    if spec.type == "timeline":
        return spec.x, spec.y[:1]
    numeric = [_number((row[spec.y[0]] or "").strip()) is not None for row in rows]
    turned = [_number((row[spec.x] or "").strip()) is not None for row in rows]
    lying = spec.type in ("bar", "dot", "stacked", "paired-bar") and len(spec.y) == 1
    if lying and not any(numeric) and all(turned):
        return spec.y[0], (spec.x,)
    return spec.x, spec.y


def _series_of(spec: ChartSpec, row: Mapping[str, str], column: str, columns: Sequence[str]) -> str:
    if spec.type == "timeline":
        return ""
    if len(columns) > 1:
        return column.replace("_", " ").strip().capitalize()
    return (row[spec.series] or "").strip() if spec.series else ""


def _missing_columns(spec: ChartSpec, known: tuple[str, ...]) -> tuple[Finding, ...]:
    asked = [("x", spec.x), *(("y", name) for name in spec.y), ("series", spec.series)]
    findings = []
    for option, name in asked:
        if name and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            remedy = f"Did you mean “{near[0]}”?" if near else f"It has: {', '.join(known)}."
            message = f"the file has no column “{name}”"
            findings.append(COLUMN.at(spec.at(option), message, remedy))
    return tuple(findings)


def _sorted(
    spec: ChartSpec,
    categories: tuple[str, ...],
    series: tuple[str, ...],
    values: Mapping[tuple[str, str], float],
) -> tuple[str, ...]:
    usual = "file" if spec.type in ("column", "line", "slope", "timeline") else "descending"
    order = spec.sort or usual
    if order == "file":
        return categories

    def size(name: str) -> float:
        found = [values[name, one] for one in series if (name, one) in values]
        return sum(found) if spec.type == "stacked" else found[0]

    return tuple(sorted(categories, key=size, reverse=order == "descending"))


def _printed(
    spec: ChartSpec,
    values: Mapping[tuple[str, str], float],
    written: Mapping[tuple[str, str], str],
) -> dict[tuple[str, str], str]:
    """Return all values with as many decimals as the longest of them in the file."""
    digits = max((len(text.partition(".")[2]) for text in written.values()), default=0)
    unit = spec.unit if spec.unit in ("", "%", "°") else f"\u00a0{spec.unit}"
    if unit == "%" and spec.lang in ("fr", "es", "ru"):
        unit = "\u00a0%"
    if spec.type == "timeline":
        return dict(written)
    return {key: printed(value, digits, spec.lang) + unit for key, value in values.items()}


def _too_many(spec: ChartSpec, data: ChartData) -> list[Finding]:
    findings = []
    if not data.values:
        findings.append(EMPTY.at(spec.at("data"), "the chart has no values", "Add the data."))
    most = MOST_SERIES[spec.type]
    if len(data.series) > most and not (spec.type == "line" and spec.highlight):
        message = f"{len(data.series)} series, but a {spec.type} chart shows at most {most} clearly"
        findings.append(TOO_MANY.at(spec.at("series"), message, "Leave some out, or use a table."))
    rows = _MOST_ROWS.get(spec.type, _MANY_ROWS)
    if len(data.categories) > rows:
        message = f"{len(data.categories)} categories, but a {spec.type} chart holds {rows}"
        findings.append(TOO_MANY.at(spec.at("x"), message, "Leave some out, or use a table."))
    return findings


def _unknown_names(spec: ChartSpec, data: ChartData) -> list[Finding]:
    known = (*data.categories, *data.series)
    asked = [("highlight", name) for name in highlighted(spec, known)]
    asked += [("colours", name) for name in spec.colours]
    asked += [("dashed", name) for name in spec.dashed]
    findings = []
    for option, name in asked:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            remedy = f"Did you mean “{near[0]}”?" if near else "Write it as in the file."
            findings.append(NAME.at(spec.at(option), f"“{name}” is not in the data", remedy))
    return findings
