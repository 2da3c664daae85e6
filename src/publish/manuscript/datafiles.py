"""CSV files for tables and charts: read once, checked, each row with its line."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from publish.errors import Place, Rule
from publish.manuscript import files
from publish.manuscript.context import Work
from publish.manuscript.kinds import Block
from publish.manuscript.source import split

NO_FILE = Rule("M305", "The data file of a table or chart exists.", "A hole would be printed.")
BAD_CSV = Rule(
    "M307",
    "A data file is CSV with commas, a head of different names, and rows of equal length.",
    "A cell out of its column prints a wrong figure under a right heading.",
)
RULES: tuple[Rule, ...] = (NO_FILE, BAD_CSV)


@dataclass(frozen=True, slots=True)
class Data:
    """A CSV file: `rows` have as many cells as `head` has names; `lines` are theirs in the file."""

    file: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]


def read_data(work: Work, block: Block) -> Data | None:
    """Return the data of a block's `data` option, or report why there are none."""
    place = block.at("data")
    path = files.find(work, block.get("data"), work.folders, place, NO_FILE)
    text = files.read_text(work, path, place) if path else None
    if path is None or text is None:
        return None
    shown = work.shown(path)
    text = "\n".join(line.text for line in split(work, text, shown))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[tuple[str, ...], int]] = []
    try:
        before = 0
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((tuple(cell.strip() for cell in row), before + 1))
            before = reader.line_num
    except csv.Error as fault:
        work.report(BAD_CSV, Place(shown, max(reader.line_num, 1), 1),
                    f"this is not CSV: {fault}", "check the quotation marks")  # fmt: skip
        return None
    return _checked(work, shown, rows)


def _checked(work: Work, file: str, rows: list[tuple[tuple[str, ...], int]]) -> Data | None:
    if not rows:
        work.report(BAD_CSV, Place(file, 1, 1), "the file is empty", "give it a head and rows")
        return None
    head, line = rows[0]
    if len(head) == 1 and (";" in head[0] or "\t" in head[0]):
        work.report(BAD_CSV, Place(file, line, 1), "the cells are not divided by commas",
                    "save the file anew as CSV with commas, and numbers as 1234.5")  # fmt: skip
        return None
    for name in sorted({name for name in head if head.count(name) > 1 or not name}):
        what = f"the column `{name}` stands twice" if name else "a column has no name"
        work.report(BAD_CSV, Place(file, line, 1), what, "give every column its own name")
    good: list[tuple[tuple[str, ...], int]] = []
    for row, line in rows[1:]:
        if len(row) == len(head):
            good.append((row, line))
        else:
            work.report(BAD_CSV, Place(file, line, 1),
                        f"this row has {len(row)} cells, the head has {len(head)}",
                        "put a cell that holds a comma between double quotes")  # fmt: skip
    if rows[1:] and not good:
        return None  # all are reported; that there are none would be untrue
    return Data(file, head, tuple(row for row, _ in good), tuple(line for _, line in good))
