"""The house's identity as data: colours, accents, faces, type scale, marks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any  # TOML values before they are checked

from publish.errors import Finding, Place, Rule

BRAND_TOML = Rule(
    "L104",
    "brand.toml is TOML and holds the tables that a brand needs.",
    "A page would be set without its colours or fonts.",
)
COLOUR = Rule(
    "L105",
    "A colour is a six-digit hex value with four inks between 0 and 100 per cent.",
    "Screen and print would show different colours, or none.",
)
COLOUR_NAME = Rule(
    "L106",
    "Accents, kinds and charts name colours and accents that the brand has.",
    "A page would be set without its colour.",
)
GREY = Rule(
    "L150",
    "[greyscale] gives colours of the brand a grey between 0 and 100 per cent, or a known texture.",
    "On an office printer, two things that differ on screen would look the same.",
)

LARGE_TYPE = Rule(
    "L131",
    "Large print begins at 16 points or more, on a line of at least 1.3 times its size.",
    "Smaller type is not large print by any of the guidelines for readers with low vision.",
)
LEAST_LARGE = 16.0  # points
_LEAST_LEADING = 1.3

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_NEEDED = {"dark-blue"}  # of every brand: covers have it, whatever their accent
_ACCENT_ROLES = ("fill", "text", "mid", "tint", "on", "second")

# What areas of charts wear in the greyscale edition, in the order in which they are given out.
TEXTURES = ("solid", "diagonal", "dots", "level", "crossed", "falling", "upright", "pale")


@dataclass(frozen=True, slots=True)
class Accent:
    """What a kind of work wears, as hex values: see brand.toml for the roles."""

    name: str
    fill: str
    text: str
    mid: str
    tint: str
    on: str
    second: str


@dataclass(frozen=True, slots=True)
class Face:
    """A font file as style sheets know it."""

    family: str
    weight: int
    style: str
    file: str  # URL in a draft and path in the brand's folder
    script: str = ""  # "arabic": only for pages that hold that script


@dataclass(frozen=True, slots=True)
class Type:
    """A scale of type sizes and the line, in points."""

    scale: tuple[float, ...]
    line: float


@dataclass(frozen=True, slots=True)
class Brand:
    """The house's identity."""

    colours: Mapping[str, str]  # token → hex
    inks: Mapping[str, tuple[float, float, float, float]]  # token → CMYK in per cent
    accents: Mapping[str, Accent]
    kinds: Mapping[str, str]  # kind of work → accent
    scale: tuple[float, ...]  # type sizes in points
    display_scale: tuple[float, ...]
    line: float  # the line in points; every vertical space is a multiple of its half
    text: str  # family
    display: str  # family
    marks: Mapping[str, str]  # role → path in the brand's folder
    faces: tuple[Face, ...]
    greys: Mapping[str, float]  # token → black in per cent, where its lightness will not do
    textures: Mapping[str, str]  # token → one of TEXTURES
    series: tuple[str, ...]  # tokens, in the order in which charts take them
    large: Type = Type((16.0, 18.0, 22.0, 28.0, 36.0), 23.2)  # of the large-print edition


def large_type(brand: Brand) -> Brand:
    """Return the brand with the scale and the line of its large print."""
    return replace(brand, scale=brand.large.scale, line=brand.large.line)


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """Return a remedy that names what `word` was perhaps meant to be."""
    close = get_close_matches(word, known, n=1)
    return f"did you mean “{close[0]}”?" if close else f"known: {', '.join(sorted(known))}"


def parse_brand(text: str, file: str) -> tuple[Brand | None, tuple[Finding, ...]]:
    """Return the brand of a brand.toml, and what is wrong with it.

    Args:
        file: its path for findings. The brand is None where it cannot be used at all.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return None, (BRAND_TOML.at(Place(file, *_where(fault)), str(fault), "mend the syntax"),)
    findings = list(_shape(data, file))
    if findings:
        return None, tuple(findings)
    colours, inks = _colours(data.get("colours", {}), file, findings)
    accents = _accents(data.get("accents", {}), colours, file, findings)
    kinds: dict[str, str] = data.get("kinds", {})
    for kind, accent in kinds.items():
        if accent not in data.get("accents", {}):
            message = f"kind “{kind}” wears “{accent}”, which is no accent"
            findings.append(COLOUR_NAME.at(Place(file), message, nearest(accent, list(accents))))
    findings.extend(_greyscale_faults(data.get("greyscale", {}), colours, file))
    for colour in sorted(_NEEDED - set(colours)):
        message = f"the colour “{colour}” is missing"
        findings.append(COLOUR.at(Place(file), message, "covers are drawn with it: add it"))
    if findings:
        return None, tuple(findings)
    try:
        letters = data["type"]
        large = letters.get("large-print")
        brand = Brand(
            colours=colours,
            inks=inks,
            accents=accents,
            kinds=kinds,
            scale=tuple(float(size) for size in letters["scale"]),
            display_scale=tuple(float(size) for size in letters["display-scale"]),
            line=float(letters["line"]),
            text=str(letters["text"]),
            display=str(letters["display"]),
            marks={str(role): str(path) for role, path in data.get("marks", {}).items()},
            faces=tuple(_face(entry) for entry in data["face"]),
            greys=data.get("greyscale", {}).get("colours", {}),
            textures=data.get("greyscale", {}).get("textures", {}),
            series=tuple(data.get("charts", {}).get("series", ())),
            **({"large": _type(large)} if large else {}),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        message = f"a value is missing or of another kind: {fault}"
        return None, (BRAND_TOML.at(Place(file), message, "compare with the built-in brand.toml"),)
    small = min(brand.large.scale, default=0.0)
    if small < LEAST_LARGE or brand.large.line < _LEAST_LEADING * small:
        message = f"large print of {small:g} on {brand.large.line:g} points is too small or tight"
        remedy = "write scale = [16, 18, 22, 28, 36] and line = 23.2 in [type.large-print]"
        return None, (LARGE_TYPE.at(Place(file), message, remedy),)
    return brand, ()


def _type(table: Mapping[str, Any]) -> Type:
    return Type(tuple(float(size) for size in table["scale"]), float(table["line"]))


def _shape(data: Mapping[str, Any], file: str) -> Iterator[Finding]:
    """Yield a finding for every table that is none, and for a brand without accents."""
    remedy = "compare with the built-in brand.toml"
    tables = {name: data.get(name, {}) for name in ("colours", "accents", "kinds", "greyscale")}
    for name, table in tables.items():
        entries = table.values() if isinstance(table, dict) else ()
        inner = str if name == "kinds" else dict
        if not isinstance(table, dict) or not all(isinstance(entry, inner) for entry in entries):
            yield BRAND_TOML.at(Place(file), f"“{name}” is not made as it must be", remedy)
    if not data.get("accents"):
        yield BRAND_TOML.at(Place(file), "there are no accents", remedy)


def _where(fault: tomllib.TOMLDecodeError) -> tuple[int, int]:
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _face(entry: Mapping[str, Any]) -> Face:
    return Face(
        family=str(entry["family"]),
        weight=int(entry["weight"]),
        style=str(entry["style"]),
        file=str(entry["file"]),
        script=str(entry.get("script", "")),
    )


def _colours(
    table: Mapping[str, Any], file: str, findings: list[Finding]
) -> tuple[dict[str, str], dict[str, tuple[float, float, float, float]]]:
    colours: dict[str, str] = {}
    inks: dict[str, tuple[float, float, float, float]] = {}
    for name, value in table.items():
        hexed, cmyk = str(value.get("hex", "")), value.get("cmyk", ())
        if not _HEX.fullmatch(hexed) or not _are_inks(cmyk):
            remedy = 'write { hex = "#1E2DBE", cmyk = [98, 86, 0, 0] }'
            findings.append(COLOUR.at(Place(file), f"colour “{name}” is not complete", remedy))
            continue
        colours[name] = hexed
        inks[name] = (float(cmyk[0]), float(cmyk[1]), float(cmyk[2]), float(cmyk[3]))
    return colours, inks


def _are_inks(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(isinstance(ink, int | float) and 0 <= ink <= 100 for ink in value)
    )


def _accents(
    table: Mapping[str, Any], colours: Mapping[str, str], file: str, findings: list[Finding]
) -> dict[str, Accent]:
    accents: dict[str, Accent] = {}
    for name, roles in table.items():
        unknown = [
            (role, str(roles.get(role, "")))
            for role in _ACCENT_ROLES
            if str(roles.get(role, "")) not in colours
        ]
        for role, colour in unknown:
            message = f"accent “{name}”: its {role} “{colour}” is no colour of the brand"
            findings.append(COLOUR_NAME.at(Place(file), message, nearest(colour, list(colours))))
        if not unknown:
            accents[name] = Accent(name, **{role: colours[roles[role]] for role in _ACCENT_ROLES})
    return accents


def _greyscale_faults(
    tables: Mapping[str, Mapping[str, Any]], colours: Mapping[str, str], file: str
) -> Iterator[Finding]:
    kinds = ("colours", "textures")
    for kind in sorted(set(tables) - set(kinds)):
        yield GREY.at(Place(file), f"there is no table [greyscale.{kind}]", nearest(kind, kinds))
    for kind in kinds:
        for name, value in tables.get(kind, {}).items():
            if name not in colours:
                message = f"[greyscale.{kind}]: “{name}” is no colour of the brand"
                yield GREY.at(Place(file), message, nearest(name, list(colours)))
            elif kind == "textures" and value not in TEXTURES:
                message = f"“{value}” is no texture for “{name}”"
                yield GREY.at(Place(file), message, nearest(str(value), TEXTURES))
            elif kind == "colours" and not _are_inks([value, 0, 0, 0]):
                message = f"the grey of “{name}” is no number between 0 and 100"
                yield GREY.at(Place(file), message, "write the per cent of black, as in 25")


RULES = (BRAND_TOML, COLOUR, COLOUR_NAME, GREY, LARGE_TYPE)
