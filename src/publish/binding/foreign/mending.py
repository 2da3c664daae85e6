"""Small faults of others' tags that can be put right without a guess at what was meant."""

from __future__ import annotations

from collections import Counter

from publish.binding.foreign.elements import Element, Linked, Marked


def mend(element: Element, mended: Counter[str]) -> None:
    """Put an element right whose own elements are right already; count what was done."""
    if element.kind == "LI" and not all(map(_is_in_item, element.kids)):
        element.kids = _with_body(element.kids)
        mended["list items without a body"] += 1
    elif element.kind == "Table":
        mended.update(_with_scopes(element))


def number_headings(element: Element, mended: Counter[str], level: int = 0) -> None:
    """Give headings without a number that of the sections they are in.

    ISO 14289-1:2014, 7.4.4: a file has headings of one of the two kinds, and ours have numbers.
    """
    level += element.kind in ("Art", "Part", "Sect")
    if element.kind == "H":
        element.kind = f"H{min(max(level, 1), 6)}"
        mended["headings without a number"] += 1
    for kid in element.kids:
        if isinstance(kid, Element):
            number_headings(kid, mended, level)


def _is_in_item(kid: Element | Marked | Linked) -> bool:
    return isinstance(kid, Element) and kid.kind in ("Lbl", "LBody")


def _with_body(kids: list[Element | Marked | Linked]) -> list[Element | Marked | Linked]:
    """Return what is in a list item, all but its label in a body.

    ISO 14289-1:2014, 7.6. Browsers leave it out.
    """
    labels: list[Element | Marked | Linked] = []
    rest: list[Element | Marked | Linked] = []
    for kid in kids:
        kind = kid.kind if isinstance(kid, Element) else ""
        if isinstance(kid, Element) and kind == "LBody":
            rest += kid.kids
        else:
            (labels if kind == "Lbl" else rest).append(kid)
    return [*labels, Element("LBody", rest)]


def _with_scopes(table: Element) -> Counter[str]:
    """Let header cells say whether they head a column or a row, where their place tells.

    ISO 14289-1:2014, 7.5. Those of rows that are all headers head columns; one that begins a row
    of data heads the row.
    """
    mended: Counter[str] = Counter()
    for row in _rows(table):
        cells = [kid for kid in row.kids if isinstance(kid, Element)]
        data = [cell for cell in cells if cell.kind == "TD"]
        for place, cell in enumerate(cells):
            if cell.kind != "TH" or _says_scope(cell) or (data and place > 0):
                continue
            cell.attributes.append({"O": "Table", "Scope": "Row" if data else "Column"})
            mended["header cells without a scope"] += 1
    return mended


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, those in its head, body and foot as well."""
    rows: list[Element] = []
    for kid in table.kids:
        if isinstance(kid, Element) and kid.kind == "TR":
            rows.append(kid)
        elif isinstance(kid, Element) and kid.kind in ("THead", "TBody", "TFoot"):
            rows += [one for one in kid.kids if isinstance(one, Element) and one.kind == "TR"]
    return rows


def _says_scope(cell: Element) -> bool:
    return any("Scope" in one or "Headers" in one for one in cell.attributes)
