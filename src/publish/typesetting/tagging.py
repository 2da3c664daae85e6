"""Our own tag tree, in the place of WeasyPrint's.

WeasyPrint makes one structure element of each box: a paragraph over two pages becomes two, notes,
contents and emphasis get no type, cells no scope, running heads stay in the tree. Here one element
of the HTML is one structure element, however many pages it crosses, and its type follows from the
element or from its `data-tag`.

The tree is built after painting, when each page's stream knows the marked content of each box.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any  # WeasyPrint's boxes and pydyf's objects carry no types

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.typesetting.structure import (
    HOLD_TEXT,
    LIST_NUMBERING,
    TYPES,
    Annotation,
    Content,
    Node,
    pruned,
)
from publish.typesetting.tag_writing import TagWriter

PX = 0.75  # points in a CSS pixel


class Tagger:
    """Walks the pages' boxes once, in order, and collects the structure tree."""

    def __init__(self, language: str) -> None:
        self.root = Node("Document")
        self.annotations: list[tuple[Any, Node]] = []  # (annotation, its element)
        self.artifacts: list[set[int]] = []  # marked content outside the tree, by page
        self._language = language
        self._nodes: dict[tuple[int, str], Node] = {}  # by element and pseudo-element
        self._parents: dict[int, Node] = {}  # by id of the child
        self._heads: dict[int, int] = {}  # table group → page it was first met on
        self._notes = itertools.count(1)

    def page(self, page_box: Any, number: int, tags: dict[Any, dict[str, Any]]) -> None:
        """Add a page's boxes; empties `tags`, WeasyPrint's map from box to marked content."""
        self._number, self._tags, self._height = number, tags, page_box.margin_height()
        self.artifacts.append(set())
        for child in page_box.children:
            self._walk(child, self.root)
        self.artifacts[number].update(kid["mcid"] for kid in tags.values())
        tags.clear()

    def _walk(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.MarginBox) or self._is_repeated(box):
            self._drop(box)
            return
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            self._leaf(box, parent)
            return
        node = self._node(box, parent)
        if node is None:
            self._drop(box)
            return
        self._link(box, node)
        for child in getattr(box, "children", ()):
            self._walk(child, node)

    def _leaf(self, box: Any, parent: Node) -> None:
        found = self._tags.pop(box, None)
        if isinstance(box, boxes.ReplacedBox):
            node = self._node(box, parent)
            if node is None:
                if found is not None:
                    self.artifacts[self._number].add(found["mcid"])
                return
            self._link(box, node)
            parent = node
        if found is None:
            return
        if parent.type not in HOLD_TEXT:
            wrapper = Node("P")
            parent.kids.append(wrapper)
            parent = wrapper
        parent.kids.append(Content(self._number, found["mcid"]))

    def _link(self, box: Any, node: Node) -> None:
        if annotation := getattr(box, "link_annotation", None):
            node.kids.append(Annotation(self._number, len(self.annotations)))
            self.annotations.append((annotation, node))

    def _drop(self, box: Any) -> None:
        """Make everything below `box` an artifact."""
        for inner in _descendants(box):
            if found := self._tags.pop(inner, None):
                self.artifacts[self._number].add(found["mcid"])

    def _is_repeated(self, box: Any) -> bool:
        """Is this a table's head or foot that an earlier page has shown already?"""
        if not (getattr(box, "is_header", False) or getattr(box, "is_footer", False)):
            return False
        return self._heads.setdefault(id(box.element), self._number) != self._number

    def _node(self, box: Any, parent: Node) -> Node | None:
        """Return the node that the content of `box` belongs to; None if it is decoration."""
        element = box.element
        if element is None or box.element_tag in ("html", "body"):
            return parent
        name, _, pseudo = box.element_tag.partition("::")
        key = (id(element), pseudo)
        if key in self._nodes:
            return self._nodes[key]
        made = self._pseudo(box, pseudo, parent) if pseudo else self._element(box, name, parent)
        if made is not None:
            self._nodes[key] = made
        return made

    def _pseudo(self, box: Any, pseudo: str, parent: Node) -> Node | None:
        if pseudo == "marker":
            return self._add(Node("Lbl"), parent)
        if pseudo == "footnote-marker":
            return self._add(Node("Lbl"), parent)
        if pseudo == "footnote-call":
            # The note's own element follows its mark, wherever on the page it is printed.
            call = self._add(Node("Reference"), parent)
            note = self._add(Node("Note", id=f"note-{next(self._notes)}"), parent)
            self._nodes[(id(box.element), "")] = note
            return call
        return parent

    def _element(self, box: Any, name: str, parent: Node) -> Node | None:
        attributes = box.element.attrib
        kind = attributes.get("data-tag") or _type_of(name, attributes, parent)
        if kind == "Artifact" or attributes.get("aria-hidden") == "true":
            return None
        if kind == "Figure" and not _alternative(box.element, name):
            return None
        lang = attributes.get("lang", "")
        if lang == self._language:
            lang = ""
        if name in ("dt", "dd"):
            return self._definition(name, parent)
        if kind == "none":
            return self._add(Node("Span", lang=lang), parent) if lang else parent
        if name == "li" and kind == "LI":
            item = self._add(Node("LI", lang=lang), parent)
            return self._add(Node("LBody"), item)
        node = Node(kind, lang=lang)
        if kind == "Figure":
            node.alt = _alternative(box.element, name)
            node.attributes = {"Layout": {"BBox": self._bbox(box)}}
        elif kind == "L":
            style = box.element.attrib.get("data-list") or _list_style(box)
            node.attributes = {"List": {"ListNumbering": LIST_NUMBERING.get(style, "Unordered")}}
        elif kind in ("TH", "TD"):
            node.attributes = {"Table": _cell_attributes(box, kind)}
        elif name == "abbr":
            node.expansion = attributes.get("title", "")
        elif kind == "Note":
            node.id = f"note-{next(self._notes)}"
        if kind == "Link" and parent.type == "TOCI":
            parent = self._add(Node("Reference"), parent)
        return self._add(node, parent)

    def _definition(self, name: str, parent: Node) -> Node:
        """A term opens an item; its definitions follow in the same item."""
        last = parent.kids[-1] if parent.kids else None
        item = last if name == "dd" and isinstance(last, Node) and last.type == "LI" else None
        if item is None:
            item = self._add(Node("LI"), parent)
        return self._add(Node("Lbl" if name == "dt" else "LBody"), item)

    def _add(self, node: Node, parent: Node) -> Node:
        if node.type == "Lbl" and parent.type == "LBody":
            parent = self._parents[id(parent)]  # the marker stands before its item's body
            parent.kids.insert(0, node)
        elif node.type == "Caption" and parent.type == "THead":
            parent = self._parents[id(parent)]  # a caption printed as the head's first row
            parent.kids.insert(0, node)
        else:
            parent.kids.append(node)
        self._parents[id(node)] = parent
        return node

    def _bbox(self, box: Any) -> tuple[float, ...]:
        left, top = box.content_box_x(), box.content_box_y()
        right, bottom = left + box.width, top + box.height
        height = self._height
        return tuple(round(v * PX, 2) for v in (left, height - bottom, right, height - top))


def add_tags(pdf: Any, document: Any, _version: Any, page_streams: list[Any]) -> None:
    """Write the structure tree of `document` into `pdf`; called where WeasyPrint calls its own."""
    language = document.metadata.lang or ""
    tagger = Tagger(language)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tagger.page(page._page_box, number, stream._tags)
        _mark_artifacts(stream, tagger.artifacts[number])
    root = pruned(tagger.root) or tagger.root
    TagWriter(pdf, tagger.annotations).write(root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["Lang"] = pydyf.String(language)


def _mark_artifacts(stream: Any, mcids: set[int]) -> None:
    """Turn the marked content `mcids` of a page into artifacts (ISO 32000-1, 14.8.2.2)."""
    if not mcids:
        return
    written = stream.stream
    for place, item in enumerate(written):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in mcids:
            written[place - 1] = "/Artifact"
            written[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _descendants(box: Any) -> Iterator[Any]:
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    for child in getattr(box, "children", ()):
        yield from _descendants(child)


def _type_of(name: str, attributes: Mapping[str, str], parent: Node) -> str:
    if name == "nav" and "toc" in attributes.get("class", "").split():
        return "TOC"
    if name in ("ul", "ol") and parent.type in ("TOC", "TOCI"):
        return "none" if parent.type == "TOC" else "TOC"
    if name == "li":
        return {"TOC": "TOCI", "L": "LI"}.get(parent.type, "none")
    if name == "abbr" and attributes.get("title"):
        return "Span"
    return TYPES.get(name, "none")


def _alternative(element: Any, name: str) -> str:
    if name == "img":
        return str(element.attrib.get("alt", ""))
    title = element.find("{http://www.w3.org/2000/svg}title")
    return str(title.text or "") if title is not None else ""


def _list_style(box: Any) -> str:
    style = box.style["list_style_type"]
    return style if isinstance(style, str) else "disc"


def _cell_attributes(box: Any, kind: str) -> dict[str, object]:
    attributes: dict[str, object] = {}
    if kind == "TH":
        scope = box.element.attrib.get("scope", "")
        attributes["Scope"] = {"row": "Row", "rowgroup": "Row"}.get(scope, "Column")
    if box.colspan != 1:
        attributes["ColSpan"] = box.colspan
    if box.rowspan != 1:
        attributes["RowSpan"] = box.rowspan
    return attributes
