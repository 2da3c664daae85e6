"""Facts from facts.toml: every figure stands once, with unit, date and source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from publish.catalogue.locating import Mark, Route, locate
from publish.errors import Finding, Place, Rule
from publish.manuscript import files
from publish.manuscript.context import Table, Work, nearest

UNSOURCED = Rule(
    "M205",
    "Every fact names a source that is in references.bib.",
    "A figure that nobody can check must not be printed.",
)
INCOMPLETE = Rule(
    "M206",
    "Every fact has a value, a confidence and a date.",
    "Readers could not judge the figure.",
)
MALFORMED = Rule(
    "M209",
    "The shared TOML files can be read and have known keys.",
    "What they hold would be missing in print.",
)
UNVERIFIED = Rule(
    "M220",
    "Every fact that is printed was looked up in its source.",
    "What somebody remembers may be outdated or wrong; readers would quote it all the same.",
    "warning",
)
RULES: tuple[Rule, ...] = (UNSOURCED, INCOMPLETE, MALFORMED, UNVERIFIED)

TO_VERIFY = "to verify"
_KEYS = ("value", "unit", "as-of", "source", "confidence", "note", "quoted")
_CONFIDENCES = ("verified", TO_VERIFY)
_COMMA = ("fr", "es", "pt", "ru")  # languages that write 1 234,5


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as it stands in facts.toml."""

    key: str
    value: int | float | str
    unit: str
    as_of: str
    source: str
    confidence: str
    place: Place


def read_toml(work: Work, name: str) -> tuple[dict[str, object], Mapping[Route, Mark], str]:
    """Return the tables of sources/`name`, their marks, and the name findings use for it.

    A file that is not there counts as empty.
    """
    path = work.sources / name
    shown = f"sources/{name}"
    if not path.is_file():
        return {}, {}, shown
    text = files.read_text(work, path) or ""
    if name not in work.tables or work.tables[name].text != text:
        work.tables[name] = _table(text, shown)
    table = work.tables[name]
    work.findings += [table.fault] if table.fault else []
    return table.tree, table.marks, shown


def _table(text: str, shown: str) -> Table:
    try:
        return Table(text, tomllib.loads(text), locate(text))
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+), column (\d+)", str(fault))
        line, col = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 1)
        message = f"this is not TOML: {fault}"
        return Table(
            text, {}, {}, MALFORMED.at(Place(shown, line, col), message, "correct the line")
        )


def load_facts(work: Work, sources: Collection[str]) -> dict[str, Fact]:
    """Return all facts by key ("coverage.world"), and report what is wrong with any.

    Args:
        sources: the keys of references.bib.
    """
    tree, marks, file = read_toml(work, "facts.toml")
    facts: dict[str, Fact] = {}
    pending: list[tuple[Route, Mapping[str, object]]] = [((), tree)]
    while pending:
        route, table = pending.pop()
        if "value" in table or (route and not any(isinstance(v, dict) for v in table.values())):
            fact = _fact(work, file, marks, route, table, sources)
            facts[fact.key] = fact
            continue
        for key, inner in table.items():
            if isinstance(inner, dict):
                pending.append(((*route, key), inner))
            else:
                _unknown(work, file, marks, (*route, key))
    return facts


def _unknown(work: Work, file: str, marks: Mapping[Route, Mark], route: Route) -> None:
    key = str(route[-1])
    work.report(MALFORMED, _place(file, marks, route), f"unknown key `{key}`",
                nearest(key, _KEYS) or f"a fact has {', '.join(_KEYS)}")  # fmt: skip


def _place(file: str, marks: Mapping[Route, Mark], route: Route) -> Place:
    mark = marks.get(route)
    return Place(file, mark.key.line, mark.key.col) if mark else Place(file, 1, 1)


def _fact(
    work: Work, file: str, marks: Mapping[Route, Mark], route: Route,
    table: Mapping[str, object], sources: Collection[str],
) -> Fact:  # fmt: skip
    place = _place(file, marks, route)
    key = ".".join(str(part) for part in route)
    for name in table:
        if name not in _KEYS:
            _unknown(work, file, marks, (*route, name))
    value = table.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)) or value == "":
        work.report(INCOMPLETE, place, f"the fact `{key}` has no value", "add `value = …`")
        value = "?"
    source = str(table.get("source", ""))
    if not source:
        work.report(UNSOURCED, place, f"the fact `{key}` has no source",
                    'add `source = "key of references.bib"`')  # fmt: skip
    elif source not in sources:
        work.report(UNSOURCED, _place(file, marks, (*route, "source")),
                    f"the source `{source}` of the fact `{key}` is not in references.bib",
                    nearest(source, sources) or "add it there")  # fmt: skip
    confidence = table.get("confidence")
    if confidence not in _CONFIDENCES:
        said = f"says `{confidence}`" if confidence else "does not say"
        work.report(INCOMPLETE, place, f"the fact `{key}` {said} how far it can be trusted",
                    'add `confidence = "verified"` or `"to verify"`')  # fmt: skip
    if not table.get("as-of"):
        work.report(INCOMPLETE, place, f"the fact `{key}` does not say of when it is",
                    'add `as-of = "2023"`')  # fmt: skip
    as_of = str(table.get("as-of", ""))
    unit = str(table.get("unit", ""))
    return Fact(key, value, unit, as_of, source, str(confidence), place)


def unverified(printed: Mapping[str, Collection[Fact]]) -> tuple[Finding, ...]:
    """Return one finding for each fact that is printed although nobody has looked it up.

    Args:
        printed: the facts that each work prints, by its slug.
    """
    where: dict[Fact, list[str]] = {}
    for slug, facts in sorted(printed.items()):
        for fact in facts:
            if fact.confidence == TO_VERIFY:
                where.setdefault(fact, []).append(slug)
    return tuple(
        UNVERIFIED.at(
            fact.place,
            f"`{fact.key}` ({figure(fact.value, 'en')} {fact.unit}".rstrip()
            + f", {fact.as_of}) is still to be verified; printed in {', '.join(slugs)}",
            f'look it up in its source, then write `confidence = "{_CONFIDENCES[0]}"`',
        )
        for fact, slugs in sorted(where.items(), key=lambda item: item[0].place)
    )


def figure(value: int | float | str, lang: str) -> str:
    """Return a value as the language writes it: 1,234.5 or 1 234,5."""
    if isinstance(value, str):
        return value
    text = f"{abs(value):,}"
    if lang in _COMMA:
        group = "\u202f" if abs(value) >= 10_000 else ""
        text = text.translate({ord(","): group, ord("."): ","})
    return f"−{text}" if value < 0 else text


def with_unit(work: Work, fact: Fact) -> str:
    """Return "52.4 per cent", "US$1.4 trillion" or "3.8 billion"."""
    number, unit = figure(fact.value, work.lang), fact.unit
    if not unit:
        return number
    money = unit.startswith("US$")
    unit = unit.removeprefix("US$").strip()
    if unit:
        key = "unit_" + re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_")
        word = work.strings.get(key, unit)
        number = f"{number}\u00a0{word}" if word != "%" else f"{number}%"
    return work.strings.get("money_usd", "US${n}").replace("{n}", number) if money else number


def with_sign(work: Work, fact: Fact) -> str:
    """Return "52.4%" for a percentage; everything else as in running text."""
    if fact.unit not in ("percent", "percent of GDP"):
        return with_unit(work, fact)
    space = "\u202f" if work.lang in ("fr", "es", "ru") else ""
    return f"{figure(fact.value, work.lang)}{space}%"
