"""Trees that run in circles or go too deep: what makes readers run without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pypdf.generic import DictionaryObject, PdfObject

from publish.checking.opened import Opened, dictionary, entry, items, number_of, raw
from publish.checking.preflight.requirements import Requirements
from publish.checking.preflight.survey import parts_of
from publish.errors import Finding, Rule

CIRCLE = Rule(
    "P238",
    "Every tree in a file comes to an end: nothing lies in itself, nothing is nested endlessly.",
    "ISO 32000-1:2008, 7.7.3.2, 7.9.6, 8.10.1 and 12.3.3: a reader may run on it for ever.",
)

RULES: tuple[Rule, ...] = (CIRCLE,)

_DEEPEST = 100  # levels; a thick book has ten
_ANEW = "do not send it on; write it anew from the document that it was made from"

Below = Callable[[DictionaryObject], Iterator[PdfObject]]


def check_circles(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield trees that run in circles or are nested too deep."""
    trees: list[tuple[str, list[DictionaryObject], Below]] = [
        ("bookmarks", [entry(opened.root, "/Outlines")], _first_and_next),
        ("form", [entry(opened.root, "/AcroForm")], _fields),
        ("page labels", [entry(opened.root, "/PageLabels")], _kids),
        ("names", [dictionary(tree) for tree in entry(opened.root, "/Names").values()], _kids),
        ("tags' parents", [entry(entry(opened.root, "/StructTreeRoot"), "/ParentTree")], _kids),
        ("drawings", [part.table for part in parts_of(opened)], _drawn_with),
    ]
    for what, tops, below in trees:
        fault = _fault(tops, below)
        if fault:
            yield CIRCLE.at(opened.place, f"its {what} {fault}", _ANEW)


def _fault(tops: list[DictionaryObject], below: Below) -> str:
    """Return what is wrong with the graph below `tops`, walked in depth without recursion."""
    finished: set[int] = set()
    for top in tops:
        path: dict[int, Iterator[PdfObject]] = {}
        table: DictionaryObject | None = top
        while True:
            if table is not None:
                number = number_of(table)
                if number in path:
                    return "run in a circle"
                if number not in finished:
                    if len(path) > _DEEPEST:
                        return f"are nested more than {_DEEPEST} deep"
                    path[number] = below(table)
            if not path:
                break
            last = next(reversed(path))
            child = next(path[last], None)
            if child is None:
                finished.add(last)
                del path[last]
            table = dictionary(child) or None
    return ""


def _kids(node: DictionaryObject) -> Iterator[PdfObject]:
    yield from items(raw(node, "/Kids"))


def _fields(node: DictionaryObject) -> Iterator[PdfObject]:
    yield from items(raw(node, "/Fields"))
    yield from items(raw(node, "/Kids"))


def _first_and_next(item: DictionaryObject) -> Iterator[PdfObject]:
    """Yield the items below one; a row of a thousand is no depth."""
    reference, seen = raw(item, "/First"), set[int]()
    while reference is not None and (below := dictionary(reference)):
        yield reference
        if number_of(below) in seen:
            yield item  # the row itself runs in a circle: so does the tree
            return
        seen.add(number_of(below))
        reference = raw(below, "/Next")


def _drawn_with(part: DictionaryObject) -> Iterator[PdfObject]:
    """Yield what a form, pattern, mask or function is drawn or computed with."""
    resources = entry(part, "/Resources")
    for category in ("/XObject", "/Pattern", "/Font", "/ExtGState"):
        yield from entry(resources, category).values()
    mask = entry(entry(part, "/SMask"), "/G")
    if mask:
        yield mask
    yield from items(raw(part, "/Functions"))
    for key in ("/Function", "/TR", "/TR2", "/Shading", "/SMask"):
        yield from (item for item in items(raw(part, key)) if dictionary(item))
