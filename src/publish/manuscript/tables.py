"""Tables from pipe tables and CSV files: captions, row heads, widths, figures in line."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from publish.errors import Rule
from publish.manuscript.context import nearest
from publish.manuscript.datafiles import Data, read_data
from publish.manuscript.elements import add, become, is_blank, make, plain, pour
from publish.manuscript.figures import NO_CAPTION, Parts, add_notes
from publish.manuscript.galley import Galley, Thing
from publish.manuscript.kinds import Block
from publish.manuscript.places import unstamped
from publish.manuscript.sheet import Sheet
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_rest

UNKNOWN_COLUMN = Rule(
    "M308", "The columns that a table names are in its file.", "It would show nothing, or less."
)
TOO_LONG = Rule(
    "M309",
    "A table has at most 400 rows and 30 columns.",
    "Setting longer ones takes minutes, and nobody reads them: publish the file instead.",
)
NO_TABLE = Rule(
    "M311",
    "A table block holds one table, or names its data.",
    "A caption would stand alone, or text would lose its place.",
)
BAD_COLUMNS = Rule(
    "M312",
    "Alignments and widths are given for every column of the table.",
    "Columns would be set as nobody meant them.",
)
RULES: tuple[Rule, ...] = (UNKNOWN_COLUMN, TOO_LONG, NO_TABLE, BAD_COLUMNS)

_ROWS, _COLUMNS = 400, 30
_NUMBER = re.compile(
    r"(?P<whole>[(<>≈~+−–-]?\s?(?:US\$|€|£|\$)?\s?\d[\d,\u202f\u00a0\u2009 ]*)"
    r"(?P<fraction>[.,]\d+)?(?P<rest>\s?%?\)?[*†‡]?)"
)
_EMPTY = ("", "–", "—", "-", "−", "..", "…", "n.a.", "n/a", "*")
_ALIGN = {"left": "left", "l": "left", "right": "right", "r": "right", "center": "center",
          "centre": "center", "c": "center", "num": "num", "decimal": "num"}  # fmt: skip


def data_table(sheet: Sheet, block: Block) -> Element | None:
    """Return the table of a block's CSV file, its cells still Markdown; None if there is none."""
    data = None if sheet.work.light else read_data(sheet.work, block)
    if data is None:
        return None
    if len(data.rows) > _ROWS:
        sheet.work.report(TOO_LONG, block.at("data"), f"this table has {len(data.rows)} rows",
                          "select rows, or divide it into several tables")  # fmt: skip
        return None
    columns = _columns(sheet, block, data)
    named = block.options.get("columns")
    printed = {}
    if named and isinstance(named.tree, dict):
        printed = {key: str(item.tree) for key, item in named.tree.items()}
    table = make("table")
    head = make("tr")
    for column in columns:
        name = data.head[column]
        head.append(make("th", text=printed.get(name) or _cell(sheet, data, 1, name)))
    body = make("tbody")
    for row, line in zip(data.rows, data.lines, strict=True):
        cells = [make("td", text=_cell(sheet, data, line, row[c])) for c in columns]
        body.append(add(make("tr"), *cells))
    return add(table, add(make("thead"), head), body)


def _cell(sheet: Sheet, data: Data, line: int, text: str) -> str:
    flat = " ".join(text.split())
    place_line = Line(flat, data.file, line)
    return stamp_rest(sheet.places, place_line, 0) if flat else ""


def _columns(sheet: Sheet, block: Block, data: Data) -> list[int]:
    """Return which columns of the file are shown, in order."""
    wanted = block.items("columns")
    columns = []
    for name in wanted:
        if name in data.head:
            columns.append(data.head.index(name))
        else:
            sheet.work.report(
                UNKNOWN_COLUMN,
                block.at("columns"),
                f"`{data.file}` has no column `{name}`",
                nearest(name, data.head) or f"it has {', '.join(data.head)}",
            )
    return columns if wanted else list(range(len(data.head)))


def shape_table(
    galley: Galley, element: Element, block: Block, parts: Parts, body: Element
) -> None:
    """Turn `element` into the numbered table that `block` describes."""
    work = galley.sheet.work
    inner = [child for child in body if child.tag == "table"]
    alone = len(inner) == len(body) == 1 and is_blank(unstamped(body.text or ""))
    unread = work.light or ("data" in block.options and not len(body))  # found elsewhere
    if not alone and not unread:
        work.report(NO_TABLE, block.place, "this block holds no table, or more than a table",
                    "put one table into it, or name `data:`")  # fmt: skip
    table = inner[0] if inner else make("table")
    if not parts.get("title") and "id" in block.options:
        work.report(NO_CAPTION, block.place, "this table has no caption",
                    "write `/// table | Caption`")  # fmt: skip
    become(element, "div", "table wide" if block.flag("wide") else "table")
    if name := block.get("id"):
        element.set("id", name)
    thing = Thing(element, block, "table")
    galley.things[element] = thing
    if title := parts.get("title"):
        thing.label = make("span", "label")
        thing.title = pour(title[0], make("span", "caption-text"))
    if len(table):
        dress_table(galley, table, block, thing)
    element.append(table)
    add_notes(galley, element, parts)


def dress_table(galley: Galley, table: Element, block: Block, thing: Thing | None) -> None:
    """Give a table its caption row, column widths, scopes and alignments."""
    work = galley.sheet.work
    head_rows, rows = table.findall("./thead/tr"), table.findall("./tbody/tr")
    count = len(head_rows[0])
    if len(rows) > _ROWS or count > _COLUMNS:
        work.report(TOO_LONG, block.place, f"this table has {len(rows)} rows and {count} columns",
                    "divide it into several tables")  # fmt: skip
        del rows[_ROWS:]
    for cell in head_rows[-1]:
        cell.set("scope", "col")
    aligned = _aligned(galley, block, count)
    for row in [*head_rows, *rows]:
        for at, cell in enumerate(row):
            side = cell.attrib.pop("align", "")
            css = aligned[at] if aligned else side
            if css and css != "left":
                cell.set("class", css)
    if block.flag("row-header"):
        for row in rows:
            row[0].tag = "th"
            row[0].set("scope", "row")
    if thing and thing.title is not None and thing.label is not None:
        late = make("span", "late", **{"data-late": "continued"})
        cell = make("th", colspan=str(count), **{"data-tag": "none"})
        add(cell, thing.label, " ", thing.title, " ", late)
        caption = add(make("tr", "caption-row", **{"data-tag": "Caption"}), cell)
        table[0].insert(0, caption)
    if widths := _widths(galley, block, count):
        group = make("colgroup")
        for width in widths:
            group.append(make("col", style=f"width:{width}%"))
        table.insert(0, group)


def _aligned(galley: Galley, block: Block, count: int) -> list[str]:
    words = [_ALIGN.get(word.lower(), "?") for word in block.items("align")]
    if words and (len(words) != count or "?" in words):
        galley.sheet.work.report(BAD_COLUMNS, block.at("align"),
                                 f"`align` needs {count} of left, right, center, decimal",
                                 "give one word for each column")  # fmt: skip
        return []
    return words


def _widths(galley: Galley, block: Block, count: int) -> list[str]:
    try:
        widths = [float(word.rstrip("%")) for word in block.items("widths")]
    except ValueError:
        widths = [0.0]
    if widths and (len(widths) != count or min(widths) <= 0 or sum(widths) > 1e6):
        galley.sheet.work.report(BAD_COLUMNS, block.at("widths"),
                                 f"`widths` needs {count} numbers above 0",
                                 "give one number for each column, such as [3, 1, 1]")  # fmt: skip
        return []
    return [f"{100 * width / sum(widths):.4g}" for width in widths]


def line_up(table: Element) -> None:
    """Mark columns of figures as such, and part whole numbers from fractions where they differ."""
    rows = table.findall("./tbody/tr")
    heads = table.findall("./thead/tr")[-1:]
    if not rows:
        return
    for at in range(min(len(row) for row in rows)):
        cells = [row[at] for row in rows]
        if any(
            cell.tag == "th" or cell.get("class") not in (None, "right", "num") for cell in cells
        ):
            continue
        texts = [unstamped(plain(cell)).strip() for cell in cells]
        found = [_NUMBER.fullmatch(text) for text in texts]
        told = [m for m, text in zip(found, texts, strict=True) if text not in _EMPTY]
        if not told or not all(told):
            continue
        for cell in [*cells, *(row[at] for row in heads)]:
            cell.set("class", "num")
        places = {len(m["fraction"] or "") for m in told if m}
        if len(places) > 1:
            for cell, match in zip(cells, found, strict=True):
                if match and not len(cell):
                    _part(cell, match, max(places) - 1)


def _part(cell: Element, match: re.Match[str], places: int) -> None:
    cell.text = match["whole"].replace("-", "−")
    cell.append(make("span", f"frac frac-{places}", (match["fraction"] or "") + match["rest"]))
