"""Large print as it stands in a file: how large its type is, and whether any letter is slanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.checking.opened import Opened, entry
from publish.checking.preflight.functions import number
from publish.checking.preflight.marks import Mark, PageContent
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.survey import base_name, parts_of
from publish.errors import Finding, Rule

SMALL = Rule(
    "P288",
    "No type of a large-print file is smaller than 16 points as it is printed.",
    "UKAAF, Minimum standards: clear and large print. Who needs large print cannot read the small "
    "line either: a folio, a caption, a label in a chart.",
)
SLANTED = Rule(
    "P289",
    "A large-print file has no italics.",
    "UKAAF, Minimum standards: clear and large print. Slanted letters lose the upright strokes "
    "by which readers with low vision know them.",
)
RULES: tuple[Rule, ...] = (SMALL, SLANTED)

LEAST = 16.0  # points
_ROUNDING = 0.02
_NAME = re.compile(r"Italic|Oblique", re.IGNORECASE)


def check_large_type(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the smallest type of a page, if it is too small."""
    smallest: Mark | None = None
    for mark in content.marks:
        if mark.act != "text" or not mark.size or mark.graphics.fill_alpha == 0:
            continue
        if mark.size < (smallest.size if smallest else LEAST - _ROUNDING):
            smallest = mark
    if smallest:
        message = f"type of {round(smallest.size, 1):g} pt; large print has {LEAST:g} pt or more"
        remedy = "set it larger in the layout's large-print sheet, or draw the picture anew for it"
        yield case.finding(SMALL, content, message, remedy, smallest.box)


def check_slant(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield each slanted font with the first page that uses it."""
    for part in parts_of(opened):
        if part.kind != "font":
            continue
        name = base_name(part.table)
        angle = number(entry(part.table, "/FontDescriptor"), "/ItalicAngle", 0)
        if angle or _NAME.search(name):
            remedy = "let the layout's large-print sheet set emphasis in bold"
            message = f"the font {name} is slanted"
            yield SLANTED.at(opened.place, message, remedy, part.page)
