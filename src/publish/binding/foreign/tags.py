"""The tag tree of somebody else's document, read as plain data and judged.

A tree that goes in circles, or that leads to what the pages do not have, tells readers less than
none: then the document counts as untagged. Small faults are mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary

from publish.binding.foreign.attributes import attributes_of
from publish.binding.foreign.contents import Content, read_content
from publish.binding.foreign.elements import Element, Linked, Marked, Number
from publish.binding.foreign.mending import mend, number_headings
from publish.binding.foreign.roles import Roles
from publish.binding.foreign.walking import dictionary, listed, text

_DEEPEST = 250  # elements within one another
_MOST = 500_000  # elements and contents
_MOST_DANGLING = 0.1  # of all that a tree leads to


@dataclass(frozen=True, slots=True)
class Tags:
    """A tag tree that can be kept.

    Attributes:
        forms: those whose content elements stand for, by their object numbers.
        drawn: the appearances drawn into pages that elements stand for.
        mended: what was put right, counted by kind.
    """

    root: Element
    forms: Mapping[Number, pikepdf.Object]
    drawn: frozenset[Marked]
    mended: Counter[str]


class Broken(Exception):
    """A tag tree that is none."""


@dataclass(slots=True)
class Pages:
    """What a tag tree may lead to.

    Attributes:
        numbers: object number of a page → its index.
        contents: of the pages.
        links: object numbers of the links that are kept.
        drawn: annotations that were drawn into a page → the content that shows them.
    """

    numbers: Mapping[Number, int]
    contents: Sequence[Content]
    links: frozenset[Number]
    drawn: Mapping[Number, Marked]


def read_tags(root: pikepdf.Object, pages: Pages) -> Tags | None:
    """Return the tag tree of a document; None where it has none.

    Raises:
        Broken: it has one that cannot be kept; the words say why.
    """
    tree = root.get("/StructTreeRoot")
    if not isinstance(tree, Dictionary):
        return None
    reader = _Reader(tree, pages)
    kids = [kid for kid in _kids(tree) if isinstance(kid, Dictionary)]
    document = Element("Document")
    document.kids = [one for kid in kids for one in reader.element(kid, None, 1)]
    if not reader.good:
        if reader.dangling:
            raise Broken("nothing that its tags lead to is on its pages")
        return None
    if reader.dangling > _MOST_DANGLING * (reader.good + reader.dangling):
        raise Broken(f"{reader.dangling} of its tags lead to nothing on its pages")
    if reader.dangling:
        reader.mended["tags that led to nothing"] = reader.dangling
    number_headings(document, reader.mended)
    match document.kids:
        case [Element(kind="Document") as only]:
            document = only
    return Tags(document, reader.forms, frozenset(reader.drawn), reader.mended)


class _Reader:
    """Reads one tree."""

    def __init__(self, tree: pikepdf.Object, pages: Pages) -> None:
        self._pages, self._roles = pages, Roles(tree)
        self._classes = dictionary(tree.get("/ClassMap"))
        self._seen: set[Number] = set()
        self._taken: set[Marked] = set()
        self._in_forms: dict[Number, frozenset[int]] = {}
        self._count = 0
        self.forms: dict[Number, pikepdf.Object] = {}
        self.drawn: set[Marked] = set()
        self.mended: Counter[str] = Counter()
        self.good = self.dangling = 0

    def element(self, old: pikepdf.Object, page: int | None, depth: int) -> Iterator[Element]:
        """Yield the element, unless nothing is left of it."""
        if depth > _DEEPEST:
            raise Broken("its tags lie too deep within one another")
        if old.is_indirect:
            if old.objgen in self._seen:
                raise Broken("its tags go in a circle")
            self._seen.add(old.objgen)
        page = self._page(old, page)
        made = Element(self._roles.of(old))
        for kid in _kids(old):
            self._count += 1
            if self._count > _MOST:
                raise Broken("it has more tags than any book")
            made.kids += self._kid(kid, page, depth)
        if not made.kind:
            self.mended["tags of unknown kinds"] += 1
            blocks = any(isinstance(kid, Element) for kid in made.kids)
            made.kind = "Div" if blocks else "Span"
        made.words = _words(old)
        made.attributes = attributes_of(old, self._classes)
        mend(made, self.mended)
        if isinstance(old.get("/ID"), pikepdf.String):
            made.id = bytes(old.ID)
        if made.kids or made.kind in ("TD", "TH", "TR"):  # an empty cell keeps its place
            yield made

    def _kid(
        self, kid: object, page: int | None, depth: int
    ) -> Iterator[Element | Marked | Linked]:
        if isinstance(kid, int):
            yield from self._marked(page, kid, None)
        elif isinstance(kid, Dictionary):
            kind = str(kid.get("/Type", ""))
            if kind == "/MCR":
                form = kid.get("/Stm")
                number = kid.get("/MCID", -1)
                yield from self._marked(self._page(kid, page), number, form)
            elif kind == "/OBJR":
                yield from self._object(kid.get("/Obj"), self._page(kid, page))
            elif "/S" in kid:
                yield from self.element(kid, page, depth + 1)

    def _page(self, table: pikepdf.Object, otherwise: int | None) -> int | None:
        page = table.get("/Pg")
        if page is None:
            return otherwise
        return self._pages.numbers.get(page.objgen) if isinstance(page, Dictionary) else None

    def _marked(self, page: int | None, number: object, form: object) -> Iterator[Marked]:
        if page is not None and isinstance(number, int):
            if isinstance(form, pikepdf.Stream):
                made, there = Marked(page, number, form.objgen), self._numbers_in(form)
            else:
                made, there = Marked(page, number), self._pages.contents[page].tagged
            if number in there and made not in self._taken:
                self._taken.add(made)
                self.good += 1
                yield made
                return
        self.dangling += 1

    def _numbers_in(self, form: pikepdf.Stream) -> frozenset[int]:
        if form.objgen not in self._in_forms:
            properties = dictionary(dictionary(form.get("/Resources")).get("/Properties"))
            try:
                found = read_content(form, properties).tagged
            except pikepdf.PdfError:
                found = frozenset()
            self._in_forms[form.objgen] = found
            self.forms[form.objgen] = form
        return self._in_forms[form.objgen]

    def _object(self, target: object, page: int | None) -> Iterator[Marked | Linked]:
        """Yield what stands for an annotation now; those that are left out leave nothing."""
        if not isinstance(target, pikepdf.Object) or page is None:
            return
        if target.objgen in self._pages.links:
            self.good += 1
            yield Linked(page, target.objgen)
        elif target.objgen in self._pages.drawn:
            self.good += 1
            self.drawn.add(self._pages.drawn[target.objgen])
            yield self._pages.drawn[target.objgen]


def _words(old: pikepdf.Object) -> dict[str, str]:
    words = {key: text(old.get("/" + key)) for key in ("Lang", "Alt", "ActualText", "E", "T")}
    if isinstance(old.get("/Alt"), pikepdf.String) and not words["Alt"]:
        del words["Alt"]
    return {key: said for key, said in words.items() if said}


def _kids(element: pikepdf.Object) -> list[object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(listed(kids)) if isinstance(kids, pikepdf.Array) else [kids]
