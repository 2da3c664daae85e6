"""The table that a list of participants is: a CSV file as office programs save it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from publish.catalogue.people_columns import fields_of
from publish.errors import Finding, Place, Rule

NO_TABLE = Rule(
    "C200",
    "A list of participants is text in UTF-8, with commas, semicolons or tabs between cells.",
    "Names would be printed with wrong letters, or not at all.",
)
LIMITS = Rule(
    "C207",
    "A list of participants is of the size of a session, and its cells of the size of names.",
    "Whoever meant another file would wait for thousands of pages.",
)
RULES: tuple[Rule, ...] = (NO_TABLE, LIMITS)

MOST_BYTES = 1 << 20
_HEAD = 10_000  # characters of the first line that say what divides it
_SAVE = "save it anew as “CSV UTF-8”"
_SEPARATORS = ",;\t"
_SPACES = re.compile(r"[\s\u200b]+")
_DROPPED = dict.fromkeys((0xAD, 0xFEFF, 0x2060))  # soft hyphen, byte order mark, word joiner


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its cells, each on one line, and where it begins."""

    cells: tuple[str, ...]
    place: Place


def read_text(path: Path, shown: str) -> tuple[str, Finding | None]:
    """Return the text of a list, or why there is none."""
    place = Place(shown)
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"the list has more than {MOST_BYTES >> 20} MB"
            return "", LIMITS.at(place, message, "name the list of one session")
        data = path.read_bytes()
    except OSError as fault:
        message = f"the list cannot be read: {fault.strerror}"
        return "", NO_TABLE.at(place, message, "put the file there, and let it be read")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", NO_TABLE.at(Place(shown, 1, 1), "the text is UTF-16, not UTF-8", _SAVE)
    if data[:4] == b"PK\x03\x04":
        return "", NO_TABLE.at(place, "this is a workbook, not a CSV file", _SAVE)
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        return "", NO_TABLE.at(Place(shown, line), "the text is not UTF-8", _SAVE)


def rows_of(text: str, shown: str) -> tuple[list[Row], Finding | None]:
    """Return the rows that are not empty, or why there are none."""
    said = re.match(r"sep=([,;\t])\r?\n", text)  # Excel's first line, which is no row
    before = 1 if said else 0
    text = text[said.end() :] if said else text
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=said[1] if said else _separator(text), strict=True
    )
    rows: list[Row] = []
    line = before + 1
    try:
        for row in reader:
            cells = tuple(_clean(cell) for cell in row)
            if any(cells):
                rows.append(Row(cells, Place(shown, line, 1)))
            line = before + reader.line_num + 1
    except csv.Error as fault:
        return [], NO_TABLE.at(
            Place(shown, line, 1), f"this is not CSV: {fault}", "check the quotation marks"
        )
    return rows, None


def _separator(text: str) -> str:
    """Return what divides the cells of the first line: what makes the most known columns of it."""
    lines = (line for line in text.splitlines() if line.strip(f'{_SEPARATORS} "'))
    first = next(lines, "")

    def known(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first[:_HEAD]], delimiter=separator), [])
        return sum(map(bool, fields_of(cells))), len(cells)

    return max(_SEPARATORS, key=known)


def _clean(cell: str) -> str:
    """Return a cell on one line, without spaces around it."""
    kept = unicodedata.normalize("NFC", cell.translate(_DROPPED))
    return _SPACES.sub(" ", kept).strip()
