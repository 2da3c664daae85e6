"""The SVG of a sheet: made by Vega, then freed of what print has no use for."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from publish.manuscript.charts_arabic import as_seen
from publish.manuscript.charts_drawing import Sheet

_SVG = "{http://www.w3.org/2000/svg}"
_MM = 25.4 / 72
_LEAVES = ("path", "line", "rect", "text")
_HOOKS = ("class", "role", "pointer-events", "aria-hidden", "aria-label", "aria-roledescription")
_THIN = "\u202f"
_NUMBERS = {
    "en": (",", "."), "zh": (",", "."), "ar": (",", "."),
}  # fmt: skip


def svg(sheet: Sheet) -> bytes:
    """Return the sheet as SVG: shapes and text only, its size in millimetres."""
    import vl_convert  # 24 ms; only works with charts need it

    for folder in sheet.theme.fonts:
        vl_convert.register_font_directory(str(folder))
    thousands, decimal = _NUMBERS.get(sheet.lang, (_THIN, ","))
    drawing = vl_convert.vega_to_svg(
        {
            "$schema": "https://vega.github.io/schema/vega/v5.json",  # a name: nothing is fetched
            "width": sheet.width,
            "height": sheet.height,
            "padding": 0,
            "autosize": "none",
            "data": sheet.data,
            "scales": sheet.scales,
            "axes": sheet.axes,
            "marks": sheet.marks,
        },
        allowed_base_urls=[],
        format_locale={
            "decimal": decimal,
            "thousands": thousands,
            "grouping": [3],
            "currency": ["", ""],
        },
    )
    return _clean(drawing, sheet)


def _clean(drawing: str, sheet: Sheet) -> bytes:
    root = ET.Element(
        "svg",
        {
            "xmlns": _SVG[1:-1],
            "role": "img",
            "width": f"{_short(sheet.width * _MM * sheet.theme.scale)}mm",
            "height": f"{_short(sheet.height * _MM * sheet.theme.scale)}mm",
            "viewBox": f"0 0 {_short(sheet.width)} {_short(sheet.height)}",
        },
    )
    _copy(ET.fromstring(drawing), root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _copy(source: ET.Element, target: ET.Element) -> None:
    """Copy what is painted below `source`: no hooks for browsers, no groups without a shift."""
    for element in source:
        tag = element.tag.removeprefix(_SVG)
        if tag == "g":
            shift = element.get("transform", "translate(0,0)")
            group = ET.Element("g", {"transform": shift})
            _copy(element, target if shift == "translate(0,0)" else group)
            if len(group):
                target.append(group)
        elif tag in _LEAVES and _painted(element):
            leaf = ET.SubElement(target, tag, {"fill": "none"} if tag != "text" else {})
            for name, value in element.attrib.items():
                if name not in _HOOKS and (name, value) != ("opacity", "1"):
                    leaf.set(name, _tidy(name, value))
            leaf.text = as_seen(element.text or "") or None


def _painted(element: ET.Element) -> bool:
    paints = {element.get("fill"), element.get("stroke")} - {None, "none", "transparent"}
    return bool(paints) and element.get("opacity") != "0"


def _tidy(name: str, value: str) -> str:
    if name == "font-size":
        return value.removesuffix("px")
    if name in ("d", "transform"):
        return re.sub(r"-?\d+\.\d{3,}", lambda found: _short(float(found[0])), value)
    return value


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
