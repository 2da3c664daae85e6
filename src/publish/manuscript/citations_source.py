"""Records as the CSL formatter's own data."""

from __future__ import annotations

import html
import string
from collections.abc import Iterable
from typing import Any

from citeproc.source import (  # type: ignore[import-untyped]  # it has no types
    BibliographySource,
    Date,
    DateRange,
    LiteralDate,
    Name,
    Reference,
)
from citeproc.string import (  # type: ignore[import-untyped]  # it has no types
    MixedString,
    NoCase,
    String,
)

from publish.manuscript.citations_latex import without_braces
from publish.manuscript.citations_records import PersonName, Record, WhenIssued

SUFFIX_LETTERS = [*string.ascii_lowercase] + [
    first + second for first in string.ascii_lowercase for second in string.ascii_lowercase
]


class _LetteredYear(int):
    """A year that prints with its letter ("2021a") in styles that do not say where it goes."""

    letter = ""

    def __abs__(self) -> _LetteredYear:
        return self

    def __str__(self) -> str:
        return f"{int(self)}{self.letter}"


def csl_source(
    works: Iterable[tuple[str, Record, str]], *, in_list: bool, suffix_in_date: bool
) -> Any:  # the formatter has no types
    """Return the formatter's source for works given as (id, record, letter of the year).

    Args:
        works: what can be cited; ids in lower case.
        in_list: whether an institution with a short name is given with its full name after it,
            as reference lists do, or by the short name alone.
        suffix_in_date: whether the letter is made part of the year.
    """
    source = BibliographySource()
    for identifier, record, letter in works:
        fields: dict[str, Any] = {name: _text(text) for name, text in record.texts.items()}
        for role, names in record.names.items():
            fields[role] = [_name(name) for name in names]
        if record.short_author:
            fields["author"] = [Name(literal=_author(record, in_list))]
        for name, when in record.dates.items():
            fields[name] = _date(when)
        if letter and suffix_in_date and record.dates.get("issued", WhenIssued()).begin:
            begin = fields["issued"].get("begin", fields["issued"])
            begin["year"] = _LetteredYear(begin["year"])
            begin["year"].letter = letter
        elif letter:
            fields["year_suffix"] = letter
        fields["language"] = record.language or "en"
        source.add(Reference(identifier, record.kind, **fields))
    return source


def _author(record: Record, in_list: bool) -> str:
    names = record.names.get("author", ())
    short = html.escape(record.short_author, quote=False)
    if not (in_list and names):
        return short
    full = ", ".join(name.literal or f"{name.given} {name.family}".strip() for name in names)
    return f"{short} ({html.escape(full, quote=False)})"


def _text(source: str) -> Any:  # the formatter has no types
    """Return text whose parts in braces keep their case in styles that change it."""
    pieces, depth, text = MixedString(), 0, ""
    for char in html.escape(source, quote=False) + "\0":
        change = {"{": 1, "}": -1}.get(char, 0)
        if (depth == 0 and change > 0) or (depth == 1 and change < 0) or char == "\0":
            if text:
                pieces.append((NoCase if depth else String)(without_braces(text)))
            text = ""
        elif not change:
            text += char
        depth += change
    return pieces


def _name(name: PersonName) -> Any:  # the formatter has no types
    if name.literal:
        return Name(literal=html.escape(name.literal, quote=False))
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return Name(**{part: html.escape(text, quote=False) for part, text in parts.items() if text})


def _date(when: WhenIssued) -> Any:  # the formatter has no types
    def single(parts: tuple[int, ...]) -> Any:
        return Date(**dict(zip(("year", "month", "day"), parts, strict=False)))

    if not when.begin:
        return LiteralDate(html.escape(when.words, quote=False))
    if when.end:
        return DateRange(begin=single(when.begin), end=single(when.end))
    return single(when.begin)
