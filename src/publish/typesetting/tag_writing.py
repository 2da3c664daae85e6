"""The structure tree as PDF objects: elements, parent tree, role map, ids.

Source: ISO 32000-1:2008, 14.7 (logical structure).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any  # pydyf's objects carry no types

import pydyf

from publish.typesetting.structure import ROLE_MAP, Annotation, Content, Node


class TagWriter:
    """Turns nodes into PDF objects, in the order of the document."""

    def __init__(self, pdf: Any, annotations: list[tuple[Any, Node]]) -> None:
        self._pdf = pdf
        self._annotations = annotations
        self._owners: dict[Content, Any] = {}  # marked content → its element
        self._annotation_owners: dict[int, Any] = {}
        self._ids: list[tuple[str, Any]] = []

    def write(self, root: Node) -> None:
        pdf = self._pdf
        tree = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(tree)
        tree["K"] = pydyf.Array([self._element(root, tree).reference])
        tree["RoleMap"] = pydyf.Dictionary({k: f"/{v}" for k, v in ROLE_MAP.items()})
        tree["ParentTree"] = self._parent_tree().reference
        tree["ParentTreeNextKey"] = len(pdf.page_references) + len(self._annotations)
        if self._ids:
            names = [item for key, ref in sorted(self._ids) for item in (pydyf.String(key), ref)]
            tree["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
        pdf.catalog["StructTreeRoot"] = tree.reference

    def _element(self, node: Node, parent: Any) -> Any:
        pdf = self._pdf
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.type}"})
        element["P"] = parent.reference
        pdf.add_object(element)
        first = node.first_page()
        if first >= 0:
            element["Pg"] = pdf.page_references[first]
        for key, text in (("Alt", node.alt), ("E", node.expansion), ("Lang", node.lang)):
            if text:
                element[key] = pydyf.String(text)
        if node.id:
            element["ID"] = pydyf.String(node.id)
            self._ids.append((node.id, element.reference))
        if node.attributes:
            element["A"] = _attribute_object(node.attributes)
        element["K"] = pydyf.Array([self._kid(kid, element, first) for kid in node.kids])
        return element

    def _kid(self, kid: Node | Content | Annotation, element: Any, first: int) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, element).reference
        page = self._pdf.page_references[kid.page]
        if isinstance(kid, Content):
            self._owners[kid] = element.reference
            if kid.page == first:
                return kid.mcid
            return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.mcid})
        annotation, _ = self._annotations[kid.key]
        self._annotation_owners[kid.key] = element.reference
        annotation["StructParent"] = len(self._pdf.page_references) + kid.key
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page})

    def _parent_tree(self) -> Any:
        """Return the number tree: pages first, then annotations (ISO 32000-1, 14.7.4.4)."""
        pages = len(self._pdf.page_references)
        rows: list[list[Any]] = [[] for _ in range(pages)]
        for content in sorted(self._owners, key=lambda c: (c.page, c.mcid)):
            row = rows[content.page]
            row.extend([b"null"] * (content.mcid - len(row)))  # artifacts in between
            row.append(self._owners[content])
        nums: list[Any] = []
        for number, row in enumerate(rows):
            nums += [number, pydyf.Array(row)]
        for key, owner in sorted(self._annotation_owners.items()):
            nums += [pages + key, owner]
        tree = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
        self._pdf.add_object(tree)
        return tree


def _attribute_object(attributes: Mapping[str, Mapping[str, object]]) -> Any:
    ((owner, values),) = attributes.items()
    written: dict[str, object] = {"O": f"/{owner}"}
    for key, value in values.items():
        written[key] = pydyf.Array(value) if isinstance(value, tuple) else value
        if isinstance(value, str):
            written[key] = f"/{value}"
    return pydyf.Dictionary(written)
