"""A layout: the design that a publication is set in, read from its folder and the brand's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any  # TOML values before they are checked

from publish.composing.brand import Brand, nearest, parse_brand
from publish.composing.model import Start
from publish.composing.strings import Strings, parse_strings
from publish.errors import Finding, FindingsError, Place, Rule

NO_LAYOUT = Rule(
    "L101",
    "A publication's layout is a folder in the project's layouts/ or one that is built in.",
    "There would be no design to set the work in.",
)
UNKNOWN_KEY = Rule(
    "L102",
    "layout.toml holds only keys that are known.",
    "A misspelt key would be passed over and the page set otherwise than was meant.",
)
BAD_VALUE = Rule("L103", "Every value in layout.toml is of its kind.", "The page would be wrong.")
OUTSIDE = Rule(
    "L109",
    "The files of a layout are UTF-8 text where they are text, and lie in its folder.",
    "A layout may come from anybody: what a link in it leads to may be private.",
)

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

_BUILT_IN_BRAND = "brand"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
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
    page: Page = Page()


@dataclass(frozen=True, slots=True)
class File:
    """A file of a layout or brand."""

    path: Path
    shown: str  # its path for findings, relative to the project or to the built-in layouts


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout as its folder and the brand's define it."""

    name: str
    settings: Settings
    brand: Brand
    strings: Strings
    files: Mapping[str, File]  # by path in the folder; the layout's own before the brand's
    identity: Mapping[str, Path]  # the brand's files alone, by path in its folder

    def read(self, name: str) -> str:
        """Return the text of a file of the layout or brand."""
        return self.files[name].path.read_text(encoding="utf-8")


def built_in_layouts() -> Path:
    """Return the folder of the layouts that come with the program.

    It lies in the installed package, or beside `src/` in the repository.
    """
    package = Path(str(resources.files("publish")))
    installed = package / "layouts"
    return installed if installed.is_dir() else package.parents[1] / "layouts"


def load_layout(
    catalogue_root: Path, name: str, brand: str = "brand", place: Place | None = None
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return the layout `name` and what is wrong with its settings.

    A file in the project's `layouts/` stands before the built-in one of the same name; what a
    brand lacks comes from the built-in one.

    Args:
        place: where the layout is named, for findings.
    Raises:
        FindingsError: the layout cannot be used at all.
    """
    homes = (built_in_layouts(), catalogue_root / "layouts")
    found = _folder_files(homes, name)
    own = _folder_files(homes, brand)
    for what, wanted, files in (("layout", name, found), ("brand", brand, own)):
        key = f"{what}.toml"
        if key not in files:
            known = sorted({p.parent.name for home in homes for p in home.glob(f"*/{key}")})
            message = f"there is no {what} “{wanted}” (layouts/{wanted}/{key})"
            raise FindingsError((NO_LAYOUT.at(place or Place(), message, nearest(wanted, known)),))
    identity = {**_folder_files(homes[:1], _BUILT_IN_BRAND), **own}
    settings, findings = _settings(found["layout.toml"])
    tokens, wrong = parse_brand(_text(identity["brand.toml"]), identity["brand.toml"].shown)
    if tokens is None:
        raise FindingsError(wrong)
    strings, more = parse_strings(_text(identity["strings.csv"]), identity["strings.csv"].shown)
    findings += more
    paths = {key: file.path for key, file in identity.items()}
    return Layout(name, settings, tokens, strings, {**identity, **found}, paths), findings


def identity_of(root: Path, brand: str) -> dict[str, Path]:
    """Return the files of the brand of the project at `root`, by path in the brand's folder.

    What it lacks comes from the built-in brand; outside any project that is all there is.

    Raises:
        FindingsError: a link leads out of the folder.
    """
    homes = (built_in_layouts(), root / "layouts")
    files = {**_folder_files(homes[:1], _BUILT_IN_BRAND), **_folder_files(homes, brand)}
    return {key: file.path for key, file in files.items()}


def _folder_files(homes: tuple[Path, ...], name: str) -> dict[str, File]:
    """Return the files of the folder `name`, none where that is no plain name of a folder.

    Raises:
        FindingsError: a link leads out of the folder.
    """
    files: dict[str, File] = {}
    astray: list[Finding] = []
    for home in homes if _NAME.fullmatch(name) else ():  # the later stands before the earlier
        folder, inside = home / name, home.resolve() / name
        paths = sorted(folder.rglob("*")) if folder.is_dir() else []
        for path in [folder, *paths] if folder.resolve() == inside else [folder]:
            key = path.relative_to(folder).as_posix()
            shown = f"layouts/{name}/{key}"
            if not path.resolve().is_relative_to(inside):
                message = "a link leads out of the layout's folder"
                astray.append(OUTSIDE.at(Place(shown), message, "put the file itself there"))
            elif path.is_file():
                files[key] = File(path, shown)
    if astray:
        raise FindingsError(tuple(astray))
    return files


def _text(file: File) -> str:
    """Return the text of a file; a byte order mark, as Excel writes it, does not count."""
    try:
        return file.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        remedy = "save the file in the encoding UTF-8"
        finding = OUTSIDE.at(Place(file.shown), "the text is not UTF-8", remedy)
        raise FindingsError((finding,)) from fault


def _settings(file: File) -> tuple[Settings, tuple[Finding, ...]]:
    text = _text(file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+), column (\d+)", str(fault))
        place = Place(file.shown, int(at[1]), int(at[2])) if at else Place(file.shown)
        raise FindingsError((BAD_VALUE.at(place, str(fault), "mend the syntax"),)) from fault
    findings: list[Finding] = []
    page = _page(data.pop("page", {}), file.shown, text, findings)
    values = _known(data, Settings, file.shown, text, findings)
    for key, allowed in (("lists", LISTS), ("furniture", FURNITURE)):
        for word in values.get(key, ()):
            if word not in allowed:
                place = Place(file.shown, _line(text, key), 1)
                message = f"{key}: there is no “{word}”"
                findings.append(BAD_VALUE.at(place, message, nearest(word, allowed)))
    for key, choice in (("shape", SHAPES), ("start", ("recto", "any"))):
        if values.get(key, choice[0]) not in choice:
            place = Place(file.shown, _line(text, key), 1)
            message = f"{key} is “{values.pop(key)}”"
            findings.append(BAD_VALUE.at(place, message, f"write one of: {', '.join(choice)}"))
    return Settings(page=page, **values), tuple(findings)


def _page(value: object, file: str, text: str, findings: list[Finding]) -> Page:
    """Return the page's measures, the usual ones where those given leave no room for a text."""
    if not isinstance(value, dict):
        findings.append(BAD_VALUE.at(Place(file), "page must be a table", "write [page]"))
        return Page()
    page = Page(**_known(value, Page, file, text, findings))
    sides = (page.measure, page.height - page.top - page.bottom, page.width, page.height)
    edges = (page.bleed, page.inner, page.outer, page.top, page.bottom)
    if not all(_SMALLEST <= side <= _LARGEST for side in sides) or not all(
        edge >= 0 for edge in edges
    ):
        message = "page: its measures leave no room for a text"
        remedy = f"give millimetres; the text needs {_SMALLEST:g} each way"
        findings.append(BAD_VALUE.at(Place(file, _line(text, "width"), 1), message, remedy))
        return Page()
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


RULES = (NO_LAYOUT, UNKNOWN_KEY, BAD_VALUE, OUTSIDE)
