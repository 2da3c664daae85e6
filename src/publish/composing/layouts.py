"""A layout: the design that a publication is set in, read from its folder and the brand's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path

from jinja2.sandbox import ImmutableSandboxedEnvironment

from publish.composing.brand import Brand, large_type, nearest, parse_brand
from publish.composing.settings import LARGE_PRINT, Settings, parse_settings
from publish.composing.strings import Strings, parse_strings
from publish.composing.templates import Source, sandbox
from publish.errors import Finding, FindingsError, Place, Rule

NO_LAYOUT = Rule(
    "L101",
    "A publication's layout is a folder in the project's layouts/ or one that is built in.",
    "There would be no design to set the work in.",
)
OUTSIDE = Rule(
    "L109",
    "The files of a layout are UTF-8 text where they are text, and lie in its folder.",
    "A layout may come from anybody: what a link in it leads to may be private.",
)

NO_LARGE_PRINT = Rule(
    "L130",
    "A layout that large print is asked of has a table `[large-print]` and a style sheet for it.",
    "Readers who need large type would be given a page in the usual type under that name.",
)

SHEET_NAME = Rule(
    "L126",
    "A layout's own style sheet is called after its folder.",
    "A sheet of another name is not read: the pages would be set without it.",
)

SCREEN = "screen"  # its pages are those of all editions but large print

_BUILT_IN_BRAND = "brand"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class File:
    """A file of a layout or brand."""

    path: Path
    shown: str  # its path for findings, relative to the project or to the built-in layouts


@dataclass(frozen=True)
class Layout:
    """A layout as its folder and the brand's define it."""

    name: str
    settings: Settings
    brand: Brand
    strings: Strings
    files: Mapping[str, File]  # by path in the folder; the layout's own before the brand's
    identity: Mapping[str, Path]  # the brand's files alone, by path in its folder
    edition: str = SCREEN  # for which it is opened: settings, type and style sheets follow it

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its style sheets, in cascade order; not every one must be there."""
        common = ("brand.css.j2", f"{self.name}.css.j2", "page.css.j2")
        if self.edition == SCREEN:
            return common
        return (*common, f"{self.edition}.css.j2", f"{self.name}-{self.edition}.css.j2")

    @cached_property
    def environment(self) -> ImmutableSandboxedEnvironment:
        """The sandbox of its templates; each is compiled once."""
        return sandbox(self._source)

    def _source(self, name: str) -> Source | None:
        return Source(self.read(name), str(self.files[name].path)) if name in self.files else None

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
    catalogue_root: Path,
    name: str,
    brand: str = "brand",
    place: Place | None = None,
    *,
    edition: str = SCREEN,
) -> tuple[Layout, tuple[Finding, ...]]:
    """Return the layout `name` and what is wrong with its settings.

    A file in the project's `layouts/` stands before the built-in one of the same name; what a
    brand lacks comes from the built-in one.

    Args:
        place: where the layout is named, for findings.
        edition: "screen" or "large-print", which has settings and a scale of type of its own.
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
    text = _text(found["layout.toml"])
    settings, large, findings = parse_settings(text, found["layout.toml"].shown)
    tokens, wrong = parse_brand(_text(identity["brand.toml"]), identity["brand.toml"].shown)
    if tokens is None:
        raise FindingsError(wrong)
    strings, more = parse_strings(_text(identity["strings.csv"]), identity["strings.csv"].shown)
    findings += (*more, *_sheets_of_others(name, found))
    paths = {key: file.path for key, file in identity.items()}
    layout = Layout(name, settings, tokens, strings, {**identity, **found}, paths, edition)
    if edition == LARGE_PRINT:
        if large is None or layout.sheets[-1] not in found:
            raise FindingsError((_without_large_print(layout, large),))
        layout = replace(layout, settings=large, brand=large_type(tokens))
    return layout, findings


def _sheets_of_others(name: str, found: Mapping[str, File]) -> Iterator[Finding]:
    """Yield style sheets that nothing reads, as of a layout that was copied under another name."""
    read = {f"{name}.css.j2", "page.css.j2", f"{name}-{LARGE_PRINT}.css.j2"}
    texts = [_text(file) for key, file in found.items() if key.endswith(".j2")]
    for key in sorted(found):
        if key.endswith(".css.j2") and key not in read and "/" not in key:
            own = f"{name}-{LARGE_PRINT}" if key.endswith(f"-{LARGE_PRINT}.css.j2") else name
            used = any(f'"{key}"' in text or f"'{key}'" in text for text in texts)
            if not used and f"{own}.css.j2" not in found:
                message = "nothing reads this style sheet"
                remedy = f"call it {own}.css.j2, after the layout's folder"
                yield SHEET_NAME.at(Place(found[key].shown), message, remedy)


def _without_large_print(layout: Layout, large: Settings | None) -> Finding:
    file = layout.files["layout.toml"]
    if large is None:
        message, remedy = "the table [large-print] is missing", "add it, as layouts/guide has it"
    else:
        message, remedy = f"{layout.sheets[-1]} is missing", "add it, beginning with the guide's"
    return NO_LARGE_PRINT.at(Place(file.shown), message, remedy)


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


RULES = (NO_LAYOUT, OUTSIDE, NO_LARGE_PRINT, SHEET_NAME)
