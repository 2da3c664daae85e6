"""What a layout's layout.toml may hold: measures of the page, parts of a work, order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any  # TOML values before they are checked

from publish.composing.brand import nearest
from publish.composing.model import Start
from publish.errors import Finding, FindingsError, Place, Rule

UNKNOWN_KEY = Rule(
    "L102",
    "layout.toml holds only keys that are known.",
    "A misspelt key would be passed over and the page set otherwise than was meant.",
)
BAD_VALUE = Rule("L103", "Every value in layout.toml is of its kind.", "The page would be wrong.")

FURNITURE = (
    "cover",
    "title",
    "contents",
    "abbreviations",
    "references",
    "glossary",
    "index",
    "back-cover",
)
LISTS = ("figures", "tables", "boxes")
SHAPES = ("book", "leaflet")
NOTES = ("foot", "end")
HALF_TITLE = "half-title"
MEMBERS = ("cover", HALF_TITLE)
LARGE_PRINT = "large-print"  # the edition, and its table in layout.toml

_SMALLEST, _LARGEST = 40.0, 2000.0  # mm: a page, and what is left for its text


@dataclass(frozen=True, slots=True)
class Page:
    """A page's measures in millimetres."""

    width: float = 210.0
    height: float = 297.0
    bleed: float = 5.0
    inner: float = 24.0
    outer: float = 46.0
    top: float = 26.0
    bottom: float = 28.0

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.width - self.inner - self.outer


@dataclass(frozen=True, slots=True)
class Settings:
    """What layout.toml may hold; every key has a default."""

    description: str = ""
    shape: str = "book"  # one gathering for each chapter, or one for the whole work
    start: Start = "recto"
    contents_depth: int = 2
    lists: tuple[str, ...] = LISTS
    furniture: tuple[str, ...] = FURNITURE
    notes: str = "foot"  # at the foot of the page, or at the end of the gathering
    members: str = HALF_TITLE  # of a bundle: begin with their own covers, or its dividers alone
    page: Page = Page()


def parse_settings(text: str, file: str) -> tuple[Settings, Settings | None, tuple[Finding, ...]]:
    """Return the settings of a layout.toml, those for large print, and what is wrong with them.

    Args:
        file: its path for findings. Without a table for large print there are none for it.
    Raises:
        FindingsError: it is not TOML.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+), column (\d+)", str(fault))
        place = Place(file, int(at[1]), int(at[2])) if at else Place(file)
        raise FindingsError((BAD_VALUE.at(place, str(fault), "mend the syntax"),)) from fault
    findings: list[Finding] = []
    other = data.pop(LARGE_PRINT, None)
    settings = _laid_over(Settings(), data, file, text, findings)
    if other is None:
        return settings, None, tuple(findings)
    if not isinstance(other, dict):
        message = f"{LARGE_PRINT} must be a table"
        findings.append(BAD_VALUE.at(Place(file), message, f"write [{LARGE_PRINT}]"))
        return settings, None, tuple(findings)
    large = _laid_over(settings, other, file, text, findings)
    return settings, large, tuple(findings)


def _laid_over(
    base: Settings, data: Mapping[str, Any], file: str, text: str, findings: list[Finding]
) -> Settings:
    """Return `base` with what a table of layout.toml says otherwise."""
    given = {key: value for key, value in data.items() if key != "page"}
    page = _page(base.page, data.get("page", {}), file, text, findings)
    values = _known(given, Settings, file, text, findings)
    for key, allowed in (("lists", LISTS), ("furniture", FURNITURE)):
        for word in values.get(key, ()):
            if word not in allowed:
                place = Place(file, _line(text, key), 1)
                message = f"{key}: there is no “{word}”"
                findings.append(BAD_VALUE.at(place, message, nearest(word, allowed)))
    choices = (
        *(("shape", SHAPES), ("start", ("recto", "any"))),
        *(("notes", NOTES), ("members", MEMBERS)),
    )
    for key, choice in choices:
        if values.get(key, choice[0]) not in choice:
            place = Place(file, _line(text, key), 1)
            message = f"{key} is “{values.pop(key)}”"
            findings.append(BAD_VALUE.at(place, message, f"write one of: {', '.join(choice)}"))
    return replace(base, page=page, **values)


def _page(base: Page, value: object, file: str, text: str, findings: list[Finding]) -> Page:
    """Return the page's measures, those of `base` where the given leave no room for a text."""
    if not isinstance(value, dict):
        findings.append(BAD_VALUE.at(Place(file), "page must be a table", "write [page]"))
        return base
    page = replace(base, **_known(value, Page, file, text, findings))
    sides = (page.measure, page.height - page.top - page.bottom, page.width, page.height)
    edges = (page.bleed, page.inner, page.outer, page.top, page.bottom)
    if not all(_SMALLEST <= side <= _LARGEST for side in sides) or not all(
        edge >= 0 for edge in edges
    ):
        message = "page: its measures leave no room for a text"
        remedy = f"give millimetres; the text needs {_SMALLEST:g} each way"
        findings.append(BAD_VALUE.at(Place(file, _line(text, "width"), 1), message, remedy))
        return base
    return page


def _known(
    table: Mapping[str, Any], model: type, file: str, text: str, findings: list[Finding]
) -> dict[str, Any]:
    """Return the entries of `table` that `model` has and whose values are of the right kind."""
    defaults = {f.name: f.default for f in fields(model) if f.name != "page"}
    known: dict[str, Any] = {}
    for key, value in table.items():
        name, place = key.replace("-", "_"), Place(file, _line(text, key), 1)
        if name not in defaults:
            words = [word.replace("_", "-") for word in defaults]
            findings.append(UNKNOWN_KEY.at(place, f"unknown key “{key}”", nearest(key, words)))
            continue
        wanted = type(defaults[name])
        if wanted is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if wanted is tuple and isinstance(value, list):
            value = tuple(str(item) for item in value)
        if type(value) is not wanted:
            message = f"{key} must be {_KINDS[wanted]}"
            findings.append(BAD_VALUE.at(place, message, "correct the value"))
            continue
        known[name] = value
    return known


_KINDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number of millimetres",
    tuple: "a list of texts",
    bool: "true or false",
}


def _line(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return 0


RULES = (UNKNOWN_KEY, BAD_VALUE)
