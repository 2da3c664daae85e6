"""Budgets: how large a file of an edition may be, for all works and for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from publish.catalogue.model import Publication
from publish.catalogue.parsing import Source, nearest
from publish.catalogue.vocabulary import EDITIONS
from publish.errors import Finding, Place, Rule

SIZE = Rule(
    "C180",
    "A budget is a size: a number above nought with KB, MB or GB.",
    "A guess at the unit would be wrong a thousandfold.",
)
UNKNOWN_EDITION = Rule(
    "C181",
    "A budget is for an edition that exists.",
    "No file would ever be measured by it.",
)
NOT_ISSUED = Rule(
    "C182",
    "A work or bundle has a budget only for editions that it is issued in.",
    "No file would ever be measured by it.",
    "warning",
)
RULES: tuple[Rule, ...] = (SIZE, UNKNOWN_EDITION, NOT_ISSUED)

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(KB|MB|GB)", re.IGNORECASE)
# As networks, mail programs and shops count; IEC 80000-13 has names of their own for 1024s.
_UNITS = {"KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000}


@dataclass(frozen=True, slots=True)
class Budget:
    """The most bytes that a file may have, and where that is written."""

    bytes: int
    place: Place


def read_size(text: str) -> int | None:
    """Return the bytes of a size such as "5 MB", at least one; None for what is none."""
    found = _SIZE.fullmatch(text.strip())
    return (round(float(found[1]) * _UNITS[found[2].upper()]) or None) if found else None


def read_budgets(
    given: Mapping[str, str], source: Source, *route: str | int
) -> tuple[Mapping[str, Budget], tuple[Finding, ...]]:
    """Return the budgets of a table, by edition.

    Args:
        route: of the table in `source`.
    """
    budgets: dict[str, Budget] = {}
    findings: list[Finding] = []
    for edition, text in given.items():
        size = read_size(text)
        if edition not in EDITIONS:
            message = f"there is no edition `{edition}`"
            remedy = nearest(edition, EDITIONS) or f"use one of: {', '.join(EDITIONS)}"
            findings.append(UNKNOWN_EDITION.at(source.key(*route, edition), message, remedy))
        if size is None:
            place = source.value(*route, edition)
            findings.append(SIZE.at(place, f"`{text}` is no size", _meant(text)))
        elif edition in EDITIONS:
            budgets[edition] = Budget(size, source.value(*route, edition))
    return budgets, tuple(findings)


def with_budgets(
    publication: Publication, house: Mapping[str, Budget], own: Mapping[str, Budget]
) -> tuple[Publication, tuple[Finding, ...]]:
    """Return a publication with its own budgets, and with those of the house where it has none."""
    findings = tuple(
        NOT_ISSUED.at(
            budget.place,
            f"a budget is given for the edition `{edition}`, which is not issued",
            "add it to `editions`, or remove the budget",
        )
        for edition, budget in own.items()
        if edition not in publication.editions
    )
    whole = {**house, **own}
    sizes = {edition: whole[edition].bytes for edition in publication.editions if edition in whole}
    places = {f"budgets.{edition}": whole[edition].place for edition in sizes}
    return replace(publication, budgets=sizes, places={**publication.places, **places}), findings


def _meant(text: str) -> str:
    """Return a remedy for what is no size."""
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([KMG])I?B?", text.strip(), re.IGNORECASE)
    if found and float(number := found[1].replace(",", ".")):
        return f"write it as `{number} {found[2].upper()}B`: 1 MB is 1,000,000 bytes"
    return "write a number and a unit: `5 MB`, `800 KB`"
