"""A TOML file → a validated table and the places of its keys; every fault becomes a finding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from publish.catalogue.locating import Mark, Route, locate
from publish.catalogue.tables import ALL_LANGUAGES, SPELLINGS, Table, hyphenate
from publish.errors import Finding, Place, Rule

READABLE = Rule(
    "C101",
    "Configuration files are there and are UTF-8 text.",
    "Nothing can be read from them otherwise.",
)
SYNTAX = Rule(
    "C102",
    "Configuration files follow the syntax of TOML 1.0.",
    "A file with a fault of syntax cannot be read any further.",
)
UNKNOWN_KEY = Rule(
    "C103",
    "Every key is one that the program knows.",
    "A misspelt key would be ignored, and its default would apply unseen.",
)
MISSING_KEY = Rule(
    "C104",
    "Every required key is given.",
    "There is no default that could be right.",
)
WRONG_TYPE = Rule(
    "C105",
    "Every value is of the kind that its key asks for.",
    "A guess at what was meant would be printed in a book.",
)
UNKNOWN_WORD = Rule(
    "C106",
    "Languages, editions, licences and states are among those that exist.",
    "A word from outside the list would be without effect.",
)
PLACEHOLDER = Rule(
    "C121",
    "No placeholder is left in the configuration of what is released.",
    "It would stand on a title page, in metadata and in catalogues.",
    "warning",
)

RULES: tuple[Rule, ...] = (
    READABLE, SYNTAX, UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, UNKNOWN_WORD, PLACEHOLDER,
)  # fmt: skip

T = TypeVar("T", bound=Table)

_PLACEHOLDER = re.compile(r"\{\{ *placeholder: *([^{}|]*[^{}| ]) *\}\}")
_WRITTEN = {kept: written for written, kept in SPELLINGS.items()}

_KINDS = {
    "string_type": "text in quotes",
    "list_type": "a list in square brackets",
    "dict_type": "text in quotes, or a table of texts by language",
    "model_type": "a table",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date, such as 2026-03-01",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A configuration file and where its keys stand."""

    file: str  # relative to the project, with forward slashes
    marks: Mapping[Route, Mark]

    def key(self, *route: str | int) -> Place:
        """Return the place of a key, or of the nearest table around it."""
        return self._place(route, 0)

    def value(self, *route: str | int) -> Place:
        """Return the place of a value, or of the nearest value around it."""
        return self._place(route, 1)

    def has(self, *keys: str) -> bool:
        """Say whether one of the keys is in the root table, be its value right or wrong."""
        return any((key,) in self.marks for key in keys)

    def _place(self, route: Route, which: int) -> Place:
        while route and route not in self.marks:
            written = _WRITTEN.get(str(route[-1]), "")
            other = (*route[:-1], written)
            route = other if other in self.marks else route[:-1]
        mark = self.marks.get(route)
        return Place(self.file, *mark[which]) if mark else Place(self.file, 1, 1)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What could be read of a file.

    Attributes:
        table: None where the file cannot be read at all.
        source: where its keys stand.
        findings: all its faults of syntax, shape and type.
        whole: false where a required key is missing or at fault and has a stand-in.
    """

    table: T | None
    source: Source
    findings: tuple[Finding, ...]
    whole: bool = False


def parse(
    path: Path, file: str, model: type[T], stand_ins: Mapping[str, object], remedy: str = ""
) -> Parsed[T]:
    """Read a configuration file.

    Args:
        path: where it is.
        file: how findings call it: relative to the project.
        model: what it must hold.
        stand_ins: values for required keys that are missing, so that the rest can be checked.
        remedy: what to do where the file is missing.
    """
    source = Source(file, {})
    if path.exists() and not path.is_file():
        return Parsed(None, source, (READABLE.at(Place(file), "this is no ordinary file"),))
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as fault:
        missing = isinstance(fault, FileNotFoundError)
        message = "the file is missing" if missing else f"the file cannot be read: {fault.strerror}"
        return Parsed(None, source, (READABLE.at(Place(file), message, remedy if missing else ""),))
    except UnicodeDecodeError as fault:
        line = fault.object[: fault.start].count(b"\n") + 1
        finding = READABLE.at(
            Place(file, line, 1), "the text is not UTF-8", "save the file in the encoding UTF-8"
        )
        return Parsed(None, source, (finding,))
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return Parsed(None, source, (_syntax_finding(file, text, str(fault)),))
    except RecursionError:
        finding = SYNTAX.at(Place(file), "its lists are nested too deep to be read", "flatten them")
        return Parsed(None, source, (finding,))
    source = Source(file, locate(text))
    return _validated(data, source, model, stand_ins)


def _syntax_finding(file: str, text: str, fault: str) -> Finding:
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", fault)
    message, line, col = found.groups() if found else (fault, None, None)
    lines = text.split("\n")
    place = Place(file, int(line or len(lines)), int(col or len(lines[-1]) + 1))
    return SYNTAX.at(place, f"{message[:1].lower()}{message[1:]}", "see https://toml.io/en/v1.0.0")


def _validated(
    data: dict[str, object], source: Source, model: type[T], stand_ins: Mapping[str, object]
) -> Parsed[T]:
    """Check `data`; what is at fault is left out, so that the rest can be checked further."""
    findings: list[Finding] = []
    rest = _one_spelling(data, (), source, findings)
    rest = {key: _filled(value, (key,), source, findings) for key, value in rest.items()}
    removed: set[Route] = set()
    whole = True
    while True:
        try:
            return Parsed(model.model_validate(rest), source, tuple(findings), whole)
        except ValidationError as fault:
            errors = fault.errors(include_url=False)
        routes = [tuple(part for part in error["loc"] if part != ALL_LANGUAGES) for error in errors]
        for error, route in zip(errors, routes, strict=True):
            if not any(gone[: len(route)] == route for gone in removed):
                findings.append(_finding(error, route, source, model))
        removed.update(routes)
        for error, route in sorted(zip(errors, routes, strict=True), key=_backwards, reverse=True):
            if error["type"] != "missing":
                _remove(rest, route)
            elif _stand_in(rest, route, stand_ins):
                whole = False
            else:
                _remove(rest, route[:-1])


def _stand_in(table: dict[str, object], route: Route, stand_ins: Mapping[str, object]) -> bool:
    """Put the stand-in for the missing key at `route` into `table`; false where there is none."""
    into: object = table
    value: object = stand_ins
    for part in route[:-1]:
        into = into.get(part) if isinstance(into, dict) else None
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(into, dict) and isinstance(value, Mapping) and route[-1] in value:
        into[route[-1]] = value[route[-1]]
        return True
    return False


def _backwards(fault: tuple[ErrorDetails, Route]) -> tuple[tuple[bool, int, str], ...]:
    """Sort by place, so that items of a list can be removed from its end."""
    return tuple(
        (isinstance(p, int), p, "") if isinstance(p, int) else (False, 0, p) for p in fault[1]
    )


def _remove(table: object, route: Route) -> None:
    """Remove what stands at `route`, if it still does."""
    for part in route[:-1]:
        if isinstance(table, dict):
            table = table.get(part)
        elif isinstance(table, list) and isinstance(part, int) and part < len(table):
            table = table[part]
    if isinstance(table, dict):
        table.pop(route[-1], None)
    elif isinstance(table, list) and isinstance(route[-1], int) and route[-1] < len(table):
        del table[route[-1]]


def _one_spelling(
    table: dict[str, object], route: Route, source: Source, findings: list[Finding]
) -> dict[str, object]:
    """Return `table` with each key of two spellings in the one that the model knows."""
    kept: dict[str, object] = {}
    for key, value in table.items():
        name = SPELLINGS.get(key, key)
        if name != key and name in table:
            message = f"`{key}` and `{name}` are the same key"
            findings.append(UNKNOWN_KEY.at(source.key(*route, key), message, f"remove `{key}`"))
        elif isinstance(value, dict):
            kept[name] = _one_spelling(value, (*route, key), source, findings)
        elif isinstance(value, list):
            kept[name] = list(value)
        else:
            kept[name] = value
    return kept


def _filled(value: object, route: Route, source: Source, findings: list[Finding]) -> object:
    """Return `value` with each `{{placeholder:words}}` in it as "[words]", and report it."""
    if isinstance(value, dict):
        return {k: _filled(inner, (*route, k), source, findings) for k, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, (*route, n), source, findings) for n, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    for found in _PLACEHOLDER.finditer(value):
        remedy = "write the words themselves in place of `{{placeholder:…}}`"
        findings.append(
            PLACEHOLDER.at(source.value(*route), f"“{found[1]}” is to be filled in", remedy)
        )
    return _PLACEHOLDER.sub(r"[\1]", value)


def _finding(error: ErrorDetails, route: Route, source: Source, model: type[Table]) -> Finding:
    name = str(route[-1]) if route else ""
    match error["type"]:
        case "extra_forbidden":
            remedy = nearest(name, _keys_at(model, route[:-1])) or "remove it"
            return UNKNOWN_KEY.at(source.key(*route), f"unknown key `{name}`", remedy)
        case "missing":
            place = source.key(*route[:-1])
            return MISSING_KEY.at(place, f"`{name}` is missing", f"add a line `{name} = …`")
        case "literal_error":
            known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
            message = f"`{error['input']}` is not a known word for `{_key_of(route)}`"
            # Two letters are near to any other two: `de` is no slip for `es`.
            near = nearest(str(error["input"]), known) if len(str(error["input"])) > 2 else ""
            remedy = near or f"use one of: {', '.join(known)}"
            return UNKNOWN_WORD.at(source.value(*route), message, remedy)
        case "list_type" if isinstance(error["input"], dict):
            message = f"`{name}` is a list of tables, and this is a single one"
            return WRONG_TYPE.at(source.key(*route), message, f"write `[[{name}]]`")
        case "string_too_short" | "too_short":
            message = f"`{_key_of(route)}` is empty"
            return WRONG_TYPE.at(source.value(*route), message, "fill it in")
        case kind:
            kind = "date_type" if kind == "value_error" else kind
            wanted = _KINDS.get(kind, error["msg"].removeprefix("Input should be "))
            return WRONG_TYPE.at(source.value(*route), f"`{_key_of(route)}` must be {wanted}")


def _key_of(route: Route) -> str:
    return str(next((part for part in reversed(route) if isinstance(part, str)), ""))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return "did you mean …?" with the nearest known word, or an empty string."""
    close = get_close_matches(word.lower().replace("_", "-"), known, n=1, cutoff=0.5)
    return f"did you mean `{close[0]}`?" if close else ""


def _keys_at(model: type[Table], route: Route) -> tuple[str, ...]:
    """Return the keys that the table at `route` may have."""
    here: object = model
    for part in route:
        if isinstance(part, str) and isinstance(here, type) and issubclass(here, Table):
            here = _model_within(here.model_fields[_field(part)].annotation)
    if isinstance(here, type) and issubclass(here, Table):
        return tuple(hyphenate(name) for name in here.model_fields)
    return ()


def _field(key: str) -> str:
    return key.replace("-", "_")


def _model_within(annotation: object) -> object:
    """Return the Table in an annotation such as `list[PartTable] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := _model_within(part))), None)
