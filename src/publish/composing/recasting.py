"""Tables in large type: each fits the page upright, is turned on its side, or becomes records.

A column is never narrower than its longest word, so that no word is broken. What fits neither way
is printed row by row: the name of the row, then each column's name with its value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, ParseError, SubElement

from publish.composing.fragments import read, replaced, write
from publish.manuscript.charts_text import Face

_BREAK = re.compile(r"[ \t\n\u2009]+|(?<=[-–—/])(?=\w)")
# Lines of a cell: more is a column of text, which is read down and not across.
_TALLEST_OF_TWO = 10  # in a table of two columns, whose second is wide
_TALLEST = 6
_TALLEST_TURNED = 3  # it is worth a page of its own if it is easy to read there, all of it
_AIR = 0.75  # lines above and below a row's text
_CAPTION = 4  # lines
_BRIEF = 5  # characters: such a name ("III") says nothing without its column's
_TO_FILL = "000"  # as wide as a place to fill in must be at least: a ring, some letters
_DONE = {"upright", "turned", "recast"}  # classes of tables that are fitted
_OVERRUN = 1.08  # a ragged line is not filled


@dataclass(frozen=True, slots=True)
class Room:
    """What a table is fitted into; lengths are points."""

    upright: float
    turned: float
    depth: float  # of a turned page
    line: float
    size: float  # of the type
    gap: float  # between columns
    inset: float  # what a box takes of the width
    regular: Face
    bold: Face


@dataclass(frozen=True, slots=True)
class _Grid:
    head: tuple[Element, ...]
    rows: tuple[tuple[Element, ...], ...]
    texts: tuple[tuple[str, ...], ...]  # head and rows


def refit_tables(page: str, room: Room) -> str:
    """Return a page whose tables fit into `room`, those in boxes into what the box leaves."""
    inside = replace(room, upright=room.upright - room.inset, turned=0.0)
    for tag in ("aside", "table"):
        page = replaced(page, tag, "box", lambda box: _refitted(box, inside))
    return _refitted(page, room)


def _refitted(html: str, room: Room) -> str:
    def change(html: str) -> str:
        try:
            block = read(html)
        except ParseError:  # a layout's own HTML, which nobody promised to be well formed
            return html
        if _DONE & set(block.get("class", "").split()):
            return html
        _refit(block, room)
        return write(block)

    return replaced(html, "div", "table", change)


def _refit(block: Element, room: Room) -> None:
    table = block.find("table")
    grid = _grid(table) if table is not None else None
    if table is None or grid is None:
        return
    words = block.get("class", "").split()
    kind = "table upright"
    columns = len(grid.head)
    tallest = _TALLEST if columns > 2 else _TALLEST_OF_TWO
    if widths := _widths(grid, room, room.upright, tallest):
        _set_widths(table, widths)
    elif columns > 3 and (widths := _turned(grid, room)):
        _set_widths(table, widths)
        kind = "table turned"
    else:
        _recast(block, table, grid)
        kind = "table recast"
    own = [word for word in words if word not in ("table", "wide")]
    block.set("class", " ".join((kind, *own)))


def _grid(table: Element) -> _Grid | None:
    """Return the cells of a table, or None where it has no head or rows of different lengths."""
    heads = [row for row in table.findall("thead/tr") if row.get("class") != "caption-row"]
    rows = tuple(tuple(row) for row in table.findall("tbody/tr"))
    if len(heads) != 1 or not rows or any(len(row) != len(heads[0]) for row in rows):
        return None
    head = tuple(heads[0])
    if any(cell.get("colspan") or cell.get("rowspan") for row in (head, *rows) for cell in row):
        return None
    texts = tuple(tuple(_text(cell) for cell in row) for row in (head, *rows))
    return _Grid(head, rows, texts)


def _text(cell: Element) -> str:
    """Return the text of a cell as it is measured: a note is its mark, a page number digits."""
    if cell.get("class") == "footnote":
        return "[00]"
    if cell.get("class") == "late":
        return "000"
    if (cell.get("class") or "").startswith("fill "):
        return _TO_FILL
    return (cell.text or "") + "".join(_text(inner) + (inner.tail or "") for inner in cell)


def _widths(grid: _Grid, room: Room, measure: float, most: int) -> tuple[float, ...] | None:
    """Return widths of columns that suit their texts, in points, or None where there are none.

    Every column has the room of its longest word; what is left goes to those with more text.

    Args:
        measure: the width of the table.
        most: lines that a cell may have.
    """
    columns = list(zip(*grid.texts, strict=True))
    least = [room.gap + max(_longest(text, room) for text in column) for column in columns]
    spare = measure - math.fsum(least)
    if spare < 0:
        return None
    wish = [
        max(room.gap + max(_length(text, room) for text in column) - narrow, 0.0)
        for column, narrow in zip(columns, least, strict=True)
    ]
    if math.fsum(wish) <= spare:
        more = [(spare - math.fsum(wish)) / len(wish)] * len(wish)
        widths = [n + w + m for n, w, m in zip(least, wish, more, strict=True)]
    else:
        widths = _shared(least, wish, spare)
    tallest = max(_lines(row, widths, room) for row in grid.texts[1:])
    return tuple(widths) if tallest <= most else None


def _turned(grid: _Grid, room: Room) -> tuple[float, ...] | None:
    """Return the widths of columns on a turned page that holds the whole table, or None."""
    widths = _widths(grid, room, room.turned, _TALLEST_TURNED)
    if widths is None:
        return None
    lines = math.fsum(_lines(row, widths, room) + _AIR for row in grid.texts)
    return widths if (lines + _CAPTION) * room.line <= room.depth else None


def _lines(row: Sequence[str], widths: Sequence[float], room: Room) -> int:
    """Return about how many lines the tallest cell of a row has."""
    return max(
        math.ceil(_OVERRUN * _length(text, room) / (width - room.gap))
        for text, width in zip(row, widths, strict=True)
    )


def _shared(least: Sequence[float], wish: Sequence[float], spare: float) -> list[float]:
    """Share `spare` out by the root of the wishes: long texts get more, short ones enough."""
    given = [0.0] * len(least)
    open_ = {at for at, want in enumerate(wish) if want > 0}
    while open_ and spare > 0.01:
        parts = math.fsum(math.sqrt(wish[at]) for at in open_)
        used = 0.0
        for at in sorted(open_):
            part = min(spare * math.sqrt(wish[at]) / parts, wish[at] - given[at])
            given[at] += part
            used += part
        spare -= used
        open_ = {at for at in open_ if wish[at] - given[at] > 0.01}
    return [narrow + more for narrow, more in zip(least, given, strict=True)]


def _longest(text: str, room: Room) -> float:
    return max((room.bold.width(word, room.size) for word in _BREAK.split(text)), default=0.0)


def _length(text: str, room: Room) -> float:
    return room.regular.width(text.strip(), room.size)


def _set_widths(table: Element, widths: Sequence[float]) -> None:
    for old in table.findall("colgroup"):
        table.remove(old)
    group = Element("colgroup")
    for width in widths:
        SubElement(group, "col", {"style": f"width:{100 * width / math.fsum(widths):.4g}%"})
    table.insert(0, group)


def _recast(block: Element, table: Element, grid: _Grid) -> None:
    """Put a list of records in place of a table, its caption before them."""
    at = list(block).index(table)
    block.remove(table)
    made: list[Element] = []
    caption = table.find("thead/tr[@class='caption-row']/th")
    if caption is not None:
        made.append(Element("p", {"class": "recast-caption", "data-tag": "Caption"}))
        for late in [inner for inner in caption if inner.get("class") == "late"]:
            caption.remove(late)
        _moved(caption, made[0])
    labels: Sequence[Element] = grid.head
    names = [row[0].strip() for row in grid.texts[1:]]
    plain = len(set(names)) == len(names) and any(len(name) > _BRIEF for name in names)
    for row in grid.rows:
        made.append(_record(row, labels, 1 if plain or len(row) < 3 else 2))
        labels = [_repeated(label) for label in labels]
    for element in reversed(made):
        block.insert(at, element)


def _record(row: Sequence[Element], labels: Sequence[Element], named: int) -> Element:
    """Return a row as a block.

    Args:
        named: cells that its name is made of: one, or two where the first tells rows not apart;
            then the column's name stands before it.
    """
    record = Element("div", {"class": "record"})
    head = SubElement(record, "p", {"class": "record-head"})
    if named > 1:
        _label(head, labels[0], "")
    for cell in row[:named]:
        name = _moved(cell, SubElement(head, "span", {"class": "record-name"}))
        if cell is not row[named - 1]:
            name.tail = ": "
    fields = SubElement(record, "ul", {"class": "fields"})
    for cell, label in zip(row[named:], labels[named:], strict=True):
        item = SubElement(fields, "li")
        _label(item, label, ":")
        _moved(cell, SubElement(item, "span", {"class": "field-value"}))
    return record


def _label(parent: Element, label: Element, end: str) -> None:
    name = _moved(deepcopy(label), SubElement(parent, "span", {"class": "field-label"}))
    name.tail = " "
    if len(name):
        name[-1].tail = f"{(name[-1].tail or '').rstrip()}{end}"
    else:
        name.text = f"{(name.text or '').rstrip()}{end}"


def _repeated(label: Element) -> Element:
    """Return a copy of a column's name without notes and anchors, which cannot stand twice."""
    copy = deepcopy(label)
    for parent in list(copy.iter()):
        for child in [inner for inner in parent if inner.get("id")]:
            before = list(parent).index(child)
            tail = child.tail or ""
            parent.remove(child)
            if before:
                parent[before - 1].tail = (parent[before - 1].tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
    return copy


def _moved(source: Element, target: Element) -> Element:
    """Move what is inside `source` into `target`, which is empty; return it."""
    target.text = source.text
    target.extend(list(source))
    return target
