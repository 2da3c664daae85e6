"""Who takes part in a session: a CSV file as people save it, read row by row.

What the file says is of persons. No finding quotes a cell: findings are kept, reported and packed;
they name the file, the line and the column only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.catalogue.parsing import nearest
from publish.catalogue.people_columns import FAMILY, FIELDS, GIVEN, NAME, fields_of, known_names
from publish.catalogue.people_columns import plain as plain_name
from publish.catalogue.people_table import LIMITS, Row, read_text, rows_of
from publish.errors import Finding, Place, Rule, errors_of

NO_HEAD = Rule(
    "C201",
    "The first line of a list of participants names its columns; one of them is the name.",
    "Nobody would know what is to be printed on a badge.",
)
OTHER_COLUMN = Rule(
    "C202",
    "Columns other than name, organization, role, pronouns and language are not printed.",
    "A list may hold more than others are to see; what is not printed is told.",
    "note",
)
NO_NAME = Rule(
    "C203",
    "Every row of a list of participants has a name.",
    "There is nothing to print; the row is left out.",
    "warning",
)
CELLS = Rule(
    "C204",
    "A row has no more cells than the head.",
    "An organization would be printed as a name. The row is left out.",
    "warning",
)
UNPRINTABLE = Rule(
    "C205",
    "Cells hold characters that can be printed.",
    "Control characters spoil pages, and turn the order of letters about. The row is left out.",
    "warning",
)
TWICE = Rule(
    "C206",
    "Nobody stands twice in a list of participants.",
    "Two people may share a name, so both are printed; more often a row was copied.",
    "note",
)
LONG = Rule(
    "C208",
    "A name has at most 120 characters; an organization, a role and pronouns at most 160.",
    "They could not be read on a badge. The row is left out.",
    "warning",
)
RULES: tuple[Rule, ...] = (*(NO_HEAD, OTHER_COLUMN, NO_NAME, CELLS, UNPRINTABLE, TWICE, LONG),)

MOST_PEOPLE = 1_000
_MOST_COLUMNS = 100
_MOST: Mapping[str, int] = {NAME: 120}
_MOST_OTHER = 160
# Private use and what is no character at all; embeddings, overrides and isolates of directions.
_UNFIT = frozenset(("Cc", "Co", "Cs", "Cn"))
_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HAN = re.compile("[\u3400-\u9fff\uac00-\ud7a3]+")


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as printed.

    Attributes:
        name: in any script, composed as Unicode's form C.
        lang: BCP 47 tag of the name, or empty.
        place: the row.
    """

    name: str
    organization: str = ""
    role: str = ""
    lang: str = ""
    pronouns: str = ""
    place: Place = field(default_factory=Place, compare=False)


def read_people(path: Path, shown: str) -> tuple[tuple[Person, ...], tuple[Finding, ...]]:
    """Return the participants that a CSV file lists, in its order, and what is wrong with it.

    Args:
        shown: the file for findings, relative to the project.
    """
    text, wrong = read_text(path, shown)
    if wrong:
        return (), (wrong,)
    rows, wrong = rows_of(text, shown)
    if wrong:
        return (), (wrong,)
    if not rows:
        message = "the list is empty"
        remedy = "begin with a line “name,organization,role”"
        return (), (NO_HEAD.at(Place(shown, 1, 1), message, remedy),)
    head, *others = rows
    fields = fields_of(head.cells)
    findings = list(_judged_head(head, fields))
    if errors_of(findings):
        return (), tuple(findings)
    if len(others) > MOST_PEOPLE:
        message = f"the list has {len(others)} rows; {MOST_PEOPLE} are read"
        findings.append(LIMITS.at(others[MOST_PEOPLE].place, message, "divide the list"))
        return (), tuple(findings)
    people: list[Person] = []
    for row in others:
        faults = list(_judged(row, fields))
        findings += faults
        if not faults:
            people.append(_person(row, fields))
    if not others:
        message, remedy = "the list names nobody", "add a row for each participant"
        findings.append(NO_NAME.at(head.place, message, remedy))
    return tuple(people), (*findings, *_twice(people))


def _judged_head(head: Row, fields: Sequence[str]) -> Iterator[Finding]:
    if len(head.cells) > _MOST_COLUMNS:
        message = f"the list has {len(head.cells)} columns"
        yield LIMITS.at(head.place, message, "keep name, organization and role")
        return
    if not {NAME, GIVEN, FAMILY} & set(fields):
        near = (nearest(plain_name(cell), known_names()) for cell in head.cells)
        remedy = next((hint for hint in near if hint), "call one of them “name”")
        yield NO_HEAD.at(head.place, "no column is called “name”", remedy)
    for found in FIELDS:
        if fields.count(found) > 1:
            message = f"{fields.count(found)} columns are for the {found}"
            yield NO_HEAD.at(head.place, message, "keep one of them")
    others = [str(n) for n, (cell, one) in enumerate(zip(head.cells, fields, strict=True), 1)
              if cell and not one]  # fmt: skip
    if others:
        message = f"not printed: column {', '.join(others)}"
        yield OTHER_COLUMN.at(head.place, message, "delete what others are not to see")


def _judged(row: Row, fields: Sequence[str]) -> Iterator[Finding]:
    """Yield what is wrong with a row; it is left out then."""
    if any(row.cells[len(fields) :]):
        message = f"this row has {len(row.cells)} cells, the head has {len(fields)}"
        yield CELLS.at(row.place, message, "put a cell that holds a comma between double quotes")
        return
    for number, cell in enumerate(row.cells[: len(fields)], start=1):
        if fields[number - 1] and (bad := next(filter(_unprintable, cell), "")):
            message = f"column {number} holds the character U+{ord(bad):04X}"
            yield UNPRINTABLE.at(row.place, message, "type the cell anew")
            return
    person = _person(row, fields)
    if not any(c.isalnum() for c in person.name):
        yield NO_NAME.at(row.place, "this row has no name", "add the name, or delete the row")
    for one, most in ((key, _MOST.get(key, _MOST_OTHER)) for key in _PRINTED):
        if len(getattr(person, one)) > most:
            message = f"the {one} has {len(getattr(person, one))} characters; {most} fit"
            yield LONG.at(row.place, message, "shorten it")


_PRINTED = (NAME, "organization", "role", "pronouns")


def _unprintable(character: str) -> bool:
    return unicodedata.category(character) in _UNFIT or character in _TURNS


def _person(row: Row, fields: Sequence[str]) -> Person:
    cells = {one: cell for one, cell in zip(fields, row.cells, strict=False) if one}
    lang = cells.get("lang", "")
    return Person(
        name=_whole_name(cells),
        organization=cells.get("organization", ""),
        role=cells.get("role", ""),
        lang=lang if _LANG.fullmatch(lang) else "",
        pronouns=cells.get("pronouns", ""),
        place=row.place,
    )


def _whole_name(cells: Mapping[str, str]) -> str:
    """Return a name that may be divided among columns: where one has the given name, “name” is
    the family's.
    """
    given, name, family = (cells.get(key, "") for key in (GIVEN, NAME, FAMILY))
    parts = [part for part in (given, name, family) if part]
    if len(parts) > 1 and all(_HAN.fullmatch(part) for part in parts):
        return "".join(reversed(parts))  # the family's first, without a space
    return " ".join(parts)


def _twice(people: Sequence[Person]) -> Iterator[Finding]:
    """Yield a note for each who is listed as somebody before is: same name, same organization."""
    seen: dict[tuple[str, str], int] = {}
    for person in people:
        key = (person.name.casefold(), person.organization.casefold())
        if key in seen:
            message = f"the same name and organization stand in line {seen[key]}"
            yield TWICE.at(person.place, message, "delete one of them, if it is one person")
        else:
            seen[key] = person.place.line
