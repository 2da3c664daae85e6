"""The tags of a finished PDF as a plain tree, and whether they hang together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pypdf.generic import DictionaryObject, PdfObject

from publish.checking.opened import (
    Opened,
    dictionary,
    entry,
    items,
    number_of,
    raw,
    read_all_objects,
    resolved,
    text,
    tree_entries,
)
from publish.errors import Finding, Rule

TAGGED = Rule(
    "P120",
    "A file is tagged, and says so.",
    "ISO 14289-1:2014, 7.1: without tags a screen reader has to guess the reading order.",
)
WHOLE = Rule(
    "P121",
    "The tag tree is whole: parents, children, pages and marks in the pages agree.",
    "ISO 32000-1:2008, 14.7.4: text that only half belongs to the tree is not read out.",
)
ROLES = Rule(
    "P122",
    "Every tag is one of the standard's, or is mapped to one; standard tags keep their meaning.",
    "ISO 14289-1:2014, 7.1: a reader does not know tags of somebody's own.",
)

RULES: tuple[Rule, ...] = (TAGGED, WHOLE, ROLES)

# ISO 32000-1:2008, 14.8.4: standard structure types
# fmt: off
STANDARD = frozenset((
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT",
    "WP", "Figure", "Formula", "Form",
))
# fmt: on

_TAGS = (
    "Word: Save as PDF, Options, Document structure tags; LibreOffice: Export as PDF, Tagged PDF; "
    "InDesign: export with Create Tagged PDF"
)

Mark = tuple[int, int]  # page (0-based) and number of the marked content


@dataclass(slots=True, eq=False)
class Element:
    """A structure element, with its standard type."""

    kind: str
    parent: Element | None
    page: int | None = None
    alt: str = ""
    actual: str = ""
    id: str = ""
    lang: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    kids: list[Element] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    objects: int = 0  # annotations and forms that it refers to

    def within(self, *kinds: str) -> Element | None:
        """Return the nearest ancestor of one of the kinds."""
        above = self.parent
        while above is not None and above.kind not in kinds:
            above = above.parent
        return above

    def below(self) -> Iterator[Element]:
        """Yield this element and all below it in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.kids)


@dataclass(slots=True)
class Tags:
    """The tag tree of a file; `root` is none of its elements."""

    root: Element
    findings: list[Finding] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """Yield all elements in reading order."""
        elements = self.root.below()
        next(elements)
        yield from elements


def read_tags(opened: Opened, contents: tuple[bytes, ...]) -> Tags:
    """Read the tag tree and check that it hangs together.

    Args:
        contents: each page's content.
    """
    read_all_objects(opened.reader)
    tags = Tags(Element("", None))
    tree = entry(opened.root, "/StructTreeRoot")
    marked = resolved(raw(entry(opened.root, "/MarkInfo"), "/Marked"))
    if not tree:
        tags.findings.append(TAGGED.at(opened.place, "the file has no tags", _TAGS))
        return tags
    if str(marked) != "True":
        message = "the file does not say that it is tagged"
        tags.findings.append(TAGGED.at(opened.place, message, _TAGS))
    reading = _Reading(opened, tags, _roles(opened, tree, tags.findings))
    reading.read(tree)
    reading.compare_marks(contents)
    reading.compare_parents(tree)
    return tags


def _roles(opened: Opened, tree: DictionaryObject, findings: list[Finding]) -> Mapping[str, str]:
    """Return own tags with the standard tags they are mapped to."""
    given = {key[1:]: str(resolved(value))[1:] for key, value in entry(tree, "/RoleMap").items()}
    found = {}
    for own, meaning in given.items():
        if own in STANDARD:
            message = f"the standard tag {own} is given the meaning of {meaning}"
            findings.append(ROLES.at(opened.place, message))
        seen = {own}
        while meaning not in STANDARD and meaning in given and meaning not in seen:
            seen.add(meaning)
            meaning = given[meaning]
        found[own] = meaning
    return found


@dataclass(slots=True)
class _Reading:
    opened: Opened
    tags: Tags
    roles: Mapping[str, str]
    owners: dict[Mark, int] = field(default_factory=dict)  # mark → its element's object number
    strangers: set[str] = field(default_factory=set)
    astray: int = 0

    def read(self, tree: DictionaryObject) -> None:
        """Read the tree below `tree`, in any depth."""
        top = number_of(tree)
        waiting: list[tuple[PdfObject, Element, int]] = [
            (kid, self.tags.root, top) for kid in reversed(items(raw(tree, "/K")))
        ]
        seen: set[int] = set()
        while waiting:
            value, parent, parent_number = waiting.pop()
            table = dictionary(value)
            number = number_of(table)
            if number in seen:
                self.astray += 1
                continue
            seen.add(number)
            element = self._element(table, parent, parent_number)
            for kid in reversed(self._kids(table, element, number)):
                waiting.append((kid, element, number))
        if self.astray:
            message = f"{self.astray} tags do not agree with their parents"
            self.tags.findings.append(WHOLE.at(self.opened.place, message))
        for kind in sorted(self.strangers):
            message = f"the tag {kind} is not mapped to one of the standard's"
            self.tags.findings.append(ROLES.at(self.opened.place, message))

    def _element(self, table: DictionaryObject, parent: Element, number: int) -> Element:
        own = text(table, "/S")[1:]
        kind = own if own in STANDARD else self.roles.get(own, own)
        if kind not in STANDARD:
            self.strangers.add(own)
        above = raw(table, "/P")
        self.astray += getattr(above, "idnum", None) != number
        page = self.opened.page_of(raw(table, "/Pg"))
        element = Element(
            kind=kind,
            parent=parent,
            page=parent.page if page is None else page,
            alt=text(table, "/Alt"),
            actual=text(table, "/ActualText"),
            id=text(table, "/ID"),
            lang=text(table, "/Lang"),
            attributes=_attributes(raw(table, "/A")),
        )
        parent.kids.append(element)
        return element

    def _kids(self, table: DictionaryObject, element: Element, number: int) -> list[PdfObject]:
        """Take an element's marks and objects; return its children."""
        children = []
        for kid in items(raw(table, "/K")):
            found = resolved(kid)
            if isinstance(found, int):
                self._mark(element, element.page, found, number)
            elif isinstance(found, DictionaryObject):
                kind = text(found, "/Type")
                if kind == "/MCR" and "/Stm" not in found:
                    page = self.opened.page_of(raw(found, "/Pg"))
                    own = element.page if page is None else page
                    self._mark(element, own, int(text(found, "/MCID") or -1), number)
                elif kind == "/OBJR":
                    element.objects += 1
                elif kind != "/MCR":
                    children.append(kid)
        return children

    def _mark(self, element: Element, page: int | None, mcid: int, number: int) -> None:
        mark = (-1 if page is None else page, mcid)
        self.astray += mark in self.owners
        element.marks.append(mark)
        self.owners[mark] = number

    def compare_marks(self, contents: tuple[bytes, ...]) -> None:
        """Compare the marks that the tree names with those in the pages."""
        present = {
            (n, int(mcid))
            for n, content in enumerate(contents)
            for mcid in re.findall(rb"/MCID[ \n]+(\d+)", content)
        }
        named = set(self.owners)
        for marks, what in (
            (named - present, "named in the tag tree, but not there"),
            (present - named, "outside the tag tree"),
        ):
            if marks:
                page = min(marks)[0] + 1
                message = f"{len(marks)} pieces of content are {what}, the first on page {page}"
                self.tags.findings.append(WHOLE.at(self.opened.place, message))

    def compare_parents(self, tree: DictionaryObject) -> None:
        """Compare the way up from the pages (the parent tree) with the way down."""
        rows = {
            int(str(resolved(key))): value
            for key, value in tree_entries(entry(tree, "/ParentTree"), "/Nums")
        }
        wrong = 0
        owned: dict[int, dict[int, int]] = {}
        for (n, mcid), owner in self.owners.items():
            owned.setdefault(n, {})[mcid] = owner
        for n, page in enumerate(self.opened.pages):
            key = resolved(raw(page, "/StructParents"))
            row: list[PdfObject] = items(rows.get(int(key))) if isinstance(key, int) else []
            for mcid, owner in owned.get(n, {}).items():
                up = row[mcid] if 0 <= mcid < len(row) else None
                wrong += getattr(up, "idnum", None) != owner
            for reference in items(raw(page, "/Annots")):
                annotation = dictionary(reference)
                up = rows.get(int(text(annotation, "/StructParent") or -1))
                wrong += not dictionary(up)
        if wrong:
            message = f"{wrong} pieces of content or links do not know their tags"
            self.tags.findings.append(WHOLE.at(self.opened.place, message))


def _attributes(value: PdfObject | None) -> Mapping[str, str]:
    """Return an element's attributes of all owners, as text."""
    found = {}
    for item in items(value):
        table = dictionary(item)
        for key in table:
            found[key[1:]] = text(table, key)
    return found
