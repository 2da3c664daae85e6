"""What the tags of a finished PDF must say: headings, tables, figures, notes, lists, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publish.checking.expected import Expected
from publish.checking.opened import Opened
from publish.checking.tagtree import Element, Tags
from publish.errors import Finding, Rule

HEADINGS = Rule(
    "P123",
    "Headings begin at the first level and skip none on the way down.",
    "ISO 14289-1:2014, 7.4: they are the outline that a screen reader jumps by.",
)
TABLES = Rule(
    "P124",
    "A table has header cells, each with its scope, and rows of one width.",
    "ISO 14289-1:2014, 7.5: without them a cell is read without what it means.",
)
FIGURES = Rule(
    "P125",
    "A figure has its alternative text.",
    "ISO 14289-1:2014, 7.3: it is all that a blind reader gets of it.",
)
NOTES = Rule(
    "P126",
    "A note has an id of its own.",
    "ISO 14289-1:2014, 7.9: the way back from the note leads by it.",
)
LISTS = Rule(
    "P127",
    "A list holds items, each with a body, and says how they are numbered.",
    "ISO 14289-1:2014, 7.6: a reader is told how many there are and which one this is.",
)
LINKS = Rule(
    "P128",
    "A link's tag holds its text and its annotation.",
    "ISO 14289-1:2014, 7.18.5: it could not be followed without a mouse.",
)
CONTENTS = Rule(
    "P129",
    "A table of contents is tagged as one, each entry with its link.",
    "ISO 32000-1:2008, 14.8.4.2: a reader can skip it, or go where an entry leads.",
)

RULES: tuple[Rule, ...] = (HEADINGS, TABLES, FIGURES, NOTES, LISTS, LINKS, CONTENTS)

Check = Callable[[Opened, Tags, Expected], Iterator[Finding]]


# What helps where a file was made elsewhere; what is made here is mended in its manuscript.
_ANEW = "mend it in the document and export it anew with tags"
_REMEDIES = {
    HEADINGS.code: "use the heading styles in order (Heading 1, 2, 3) and export anew with tags",
    TABLES.code: "mark the first row as a header (Word: Table Layout, Repeat Header Rows)",
    FIGURES.code: "describe the picture (Word and LibreOffice: right click, Alt Text; InDesign: "
    "Object Export Options), or mark it as decoration",
    LISTS.code: "use the list styles of the program, not typed hyphens or numbers",
    CONTENTS.code: "let the program make the table of contents, with links",
}


def _at(opened: Opened, rule: Rule, element: Element, message: str) -> Finding:
    page = next((e.page for e in element.below() if e.page is not None), element.page)
    number = 0 if page is None else page + 1
    return rule.at(opened.place, message, _REMEDIES.get(rule.code, _ANEW), number)


def _headings(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    level = 0
    for element in tags.all():
        if element.kind == "H" or element.kind not in ("H1", "H2", "H3", "H4", "H5", "H6"):
            continue
        own = int(element.kind[1])
        if own > level + 1:
            after = f"after H{level}" if level else "as the first heading"
            yield _at(opened, HEADINGS, element, f"{element.kind} stands {after}")
        level = own


def _rows(table: Element) -> Iterator[Element]:
    for kid in table.kids:
        if kid.kind == "TR":
            yield kid
        elif kid.kind in ("THead", "TBody", "TFoot"):
            yield from (row for row in kid.kids if row.kind == "TR")


def _tables(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    for table in tags.all():
        if table.kind != "Table":
            continue
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in row.kids]
        if not any(cell.kind == "TH" for cell in cells):
            yield _at(opened, TABLES, table, "a table has no header cells")
        for cell in cells:
            if cell.kind == "TH" and cell.attributes.get("Scope") not in (
                "/Row",
                "/Column",
                "/Both",
            ):
                yield _at(opened, TABLES, table, "a header cell has no scope")
                break
        if any(cell.kind not in ("TH", "TD") for cell in cells):
            yield _at(opened, TABLES, table, "a table row holds what is no cell")
        if len(set(_widths(rows))) > 1:
            yield _at(opened, TABLES, table, "the rows of a table differ in width")


def _widths(rows: list[Element]) -> list[int]:
    """Return how many columns each row covers, cells reaching down from above included."""
    reaching: dict[int, int] = {}  # column → rows that a cell from above still covers
    widths = []
    for row in rows:
        column = 0
        for cell in row.kids:
            while reaching.get(column, 0):
                column += 1
            for at in range(column, column + _span(cell, "ColSpan")):
                reaching[at] = _span(cell, "RowSpan")
            column += _span(cell, "ColSpan")
        covered = [at for at, left in reaching.items() if left]
        widths.append(max(covered, default=-1) + 1)
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1}
    return widths


def _span(cell: Element, key: str) -> int:
    span = cell.attributes.get(key, "1")
    return min(int(span), 1000) if span.isdigit() and int(span) else 1


def _figures(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    for element in tags.all():
        if element.kind in ("Figure", "Formula") and not (element.alt or element.actual).strip():
            what = element.kind.lower()
            yield _at(opened, FIGURES, element, f"a {what} has no alternative text")


def _notes(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    seen: set[str] = set()
    for element in tags.all():
        if element.kind == "Note":
            if not element.id:
                yield _at(opened, NOTES, element, "a note has no id")
            elif element.id in seen:
                yield _at(opened, NOTES, element, f"two notes have the id {element.id}")
            seen.add(element.id)


def _lists(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    for element in tags.all():
        fault = ""
        if element.kind == "L":
            inside = [kid.kind for kid in element.kids]
            labelled = any(kid.kind == "Lbl" for item in element.kids for kid in item.kids)
            if "LI" not in inside or set(inside) - {"LI", "L", "Caption"}:
                fault = "a list holds what is no item"
            elif labelled and element.attributes.get("ListNumbering", "/None") == "/None":
                fault = "a list has labels, but does not say how it is numbered"
        elif element.kind == "LI":
            if element.parent is None or element.parent.kind != "L":
                fault = "a list item is in no list"
            elif "LBody" not in [kid.kind for kid in element.kids]:
                fault = "a list item has no body"
        if fault:
            yield _at(opened, LISTS, element, fault)


def _links(opened: Opened, tags: Tags, _: Expected) -> Iterator[Finding]:
    for element in tags.all():
        if element.kind == "Link":
            if not element.objects:
                yield _at(opened, LINKS, element, "a link's tag has no annotation")
            elif not any(e.marks for e in element.below()):
                yield _at(opened, LINKS, element, "a link has no text")


def _contents(opened: Opened, tags: Tags, expected: Expected) -> Iterator[Finding]:
    found = False
    for element in tags.all():
        if element.kind == "TOC":
            found = True
            if not element.kids or {kid.kind for kid in element.kids} - {"TOC", "TOCI", "Caption"}:
                yield _at(opened, CONTENTS, element, "a table of contents holds what is no entry")
        elif element.kind == "TOCI":
            if element.parent is None or element.parent.kind != "TOC":
                yield _at(opened, CONTENTS, element, "an entry is in no table of contents")
            elif not any(e.kind == "Link" for e in element.below()):
                yield _at(opened, CONTENTS, element, "an entry of the contents has no link")
    if expected.contents and not found:
        yield CONTENTS.at(opened.place, "the contents are not tagged as a table of contents")


CHECKS: tuple[Check, ...] = (_headings, _tables, _figures, _notes, _lists, _links, _contents)


def check_tags(opened: Opened, tags: Tags, expected: Expected) -> Iterator[Finding]:
    """Yield what the tags of a finished file say wrongly."""
    if not tags.root.kids:
        return
    for check in CHECKS:
        yield from check(opened, tags, expected)
