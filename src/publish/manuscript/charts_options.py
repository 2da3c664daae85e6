"""From the options of a chart block to a ChartSpec."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from publish.errors import Finding, Place, Rule
from publish.manuscript.charts_model import SORTS, TYPES, ChartSpec

OPTION = Rule(
    "M320",
    "The options of a chart have values that it knows.",
    "The chart could not be drawn as it was meant.",
)
RULES: tuple[Rule, ...] = (OPTION,)
_REMEDY = {
    "type": f"Use one of {', '.join(TYPES)}.",
    "sort": f"Use one of {', '.join(SORTS)}.",
    "labels": "Write true or false.",
    "span": "Write two years, such as [1980, 2018].",
    "height": "Write millimetres, such as 70.",
    "x": "Name the column of the CSV file that holds the categories.",
    "y": "Name the column of the CSV file that holds the values.",
}


def chart_spec(
    options: Mapping[str, object],
    place: Place,
    *,
    lang: str = "en",
    width_mm: float = 140.0,
    places: Mapping[str, Place] | None = None,
) -> tuple[ChartSpec | None, tuple[Finding, ...]]:
    """Return the chart that a block's options describe, or None and what is wrong with them.

    Args:
        options: by name, strings or YAML values; those of the figure (alt, source …) are passed
            over. `y` and `highlight` may name several, as a list, or divided by commas (for
            `highlight` semicolons); `colours` is a mapping or "Women: purple; Men: blue".
        place: of the block.
        lang: language for numbers.
        width_mm: as wide as the chart will be printed.
        places: of the options, where they are known.
    """
    at = places or {}
    findings: list[Finding] = []

    def fault(option: str, message: str, remedy: str = "") -> None:
        findings.append(OPTION.at(at.get(option, place), message, remedy or _REMEDY[option]))

    kind = _word(options.get("type"))
    if kind not in TYPES:
        near = difflib.get_close_matches(kind, TYPES, 1)
        hint = f"Did you mean “{near[0]}”?" if near else ""
        fault("type", f"“{kind}” is not a type of chart" if kind else "the type is missing", hint)
    for option in ("x", "y"):
        if not _word(options.get(option)):
            fault(option, f"the option “{option}” is missing")
    sort = _word(options.get("sort"))
    if sort and sort not in SORTS:
        fault("sort", f"“{sort}” is not an order")
    labels = _word(options.get("labels")).lower()
    if labels not in ("", "true", "false", "yes", "no"):
        fault("labels", f"“{labels}” is neither true nor false")
    height = _word(options.get("height")).removesuffix("mm").strip()
    if height and not height.replace(".", "", 1).isdigit():
        fault("height", f"“{height}” is not a height")
    span = _several(options.get("span"), ",")
    years = [float(year) for year in span if year.isdigit()]
    if span and (len(years) != 2 or len(span) != 2 or years[0] >= years[1]):
        fault("span", f"“{', '.join(span)}” is not a span of years")
    if findings:
        return None, tuple(findings)
    spec = ChartSpec(
        id=_word(options.get("id")),
        type=kind,
        x=_word(options["x"]),
        y=_several(options["y"], ","),
        series=_word(options.get("series")),
        highlight=_several(options.get("highlight"), ";"),
        dashed=_several(options.get("dashed"), ";"),
        span=tuple(years),
        sort=sort,
        labels={"": None, "true": True, "yes": True}.get(labels, False),
        unit=_word(options.get("unit")),
        width_mm=width_mm,
        height_mm=float(height or 0),
        colours=_pairs(options.get("colours")),
        lang=lang,
        place=place,
        places=at,
    )
    return spec, ()


def _word(value: object) -> str:
    return "" if value is None else str(value).strip()


def _several(value: object, divider: str) -> tuple[str, ...]:
    """Return the names in a list, or in words with dividers between them."""
    parts = value if isinstance(value, (list, tuple)) else _word(value).split(divider)
    return tuple(_word(part) for part in parts if _word(part))


def _pairs(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {_word(name): _word(colour) for name, colour in value.items()}
    pairs = (part.partition(":") for part in _word(value).split(";") if ":" in part)
    return {name.strip(): colour.strip() for name, _, colour in pairs}
