"""The gatherings' tag trees as one (ISO 32000-1:2008, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.leaves import Leaves
from publish.binding.trees import name_entries, name_tree, number_entries, number_tree

_LINK = (Name.Link,)
_CELLS = (Name.TD, Name.TH)


class Structure:
    """The tag tree of the file that is being bound.

    Pages are appended before their section is added here: copying a tree then finds the copied
    pages, and does not copy them once more.
    """

    def __init__(self, pdf: pikepdf.Pdf, titles: Mapping[str, str]) -> None:
        """`titles` are those of a bundle's members, by slug."""
        self._pdf, self._titles = pdf, titles
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = self._element("Document", self._root)
        self._root.K = Array([self._document])
        self._parts: dict[str, pikepdf.Object] = {}  # in a bundle: slug → the member's Part
        self._parents: dict[int, pikepdf.Object] = {}  # the parent tree
        self._ids: list[tuple[bytes, pikepdf.Object]] = []
        self._roles: dict[str, pikepdf.Object] = {}
        self._next = 0

    def add(self, leaves: Leaves, number: int, language: str) -> None:
        """Add a section's tree: as a part of the file, or of the member that it belongs to.

        Args:
            number: of the section; it tells its elements' ids from those of others.
            language: the file's; a gathering in another says so.
        """
        source = leaves.source.Root.get("/StructTreeRoot")
        if source is None:
            return
        tree = self._pdf.copy_foreign(source)
        self._shift(leaves, tree)
        self._take_ids(tree, "" if leaves.section.foreign else f"{number}.")
        for role, meaning in tree.get("/RoleMap", Dictionary()).items():
            self._roles.setdefault(role, meaning)
        lang = str(leaves.source.Root.get("/Lang", ""))
        part = leaves.section.part
        parent = self._part(part) if part else self._document
        for kid in _kids(tree):
            if not _kids(kid):
                continue  # nothing but decoration: a cover in one picture, a back page
            if lang and lang != language:
                kid.Lang = String(lang)
            kid.S = Name.Sect if part else Name.Part
            kid.P = parent
            parent.K.append(kid)

    def owner(self, annotation: pikepdf.Object) -> pikepdf.Object | None:
        """Return the element of an annotation whose key is already the file's."""
        key = annotation.get("/StructParent")
        return None if key is None else self._parents.get(int(key))

    def is_inside_link(self, annotation: pikepdf.Object) -> bool:
        """Does an annotation belong to an element inside a Link, not to the Link itself?"""
        element = self.owner(annotation)
        if element is None or element.S in _LINK:
            return False
        while element.objgen != self._document.objgen:
            element = element.P
            if element.S in _LINK:
                return True
        return False

    def forget(self, annotation: pikepdf.Object) -> None:
        """Take an annotation out of the tree; its Link element stays as a Span."""
        element = self.owner(annotation)
        if element is None:
            return
        del self._parents[int(annotation.StructParent)]
        element.K = Array([kid for kid in _kids(element) if not _refers_to(kid, annotation.objgen)])
        if element.S in _LINK and not any(map(_is_object_reference, _kids(element))):
            element.S = Name.Span
        self._prune(element)

    def write(self) -> None:
        """Put the tree into the file's catalog."""
        self._root.ParentTree = number_tree(self._pdf, sorted(self._parents.items()))
        self._root.ParentTreeNextKey = self._next
        if self._ids:
            self._root.IDTree = name_tree(self._pdf, self._ids)
        if self._roles:
            self._root.RoleMap = Dictionary(self._roles)
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _shift(self, leaves: Leaves, tree: pikepdf.Object) -> None:
        first, highest = self._next, -1
        for key, value in number_entries(tree.ParentTree):
            self._parents[first + key] = value
            highest = max(highest, key)
        for page in leaves.pages:
            if "/StructParents" in page:
                page.StructParents = first + int(page.StructParents)
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = first + int(annotation.StructParent)
        for form in tree.get("/Forms", ()):  # of somebody else: elements stand for parts of forms
            form.StructParents = first + int(form.StructParents)
        self._next = first + highest + 1

    def _take_ids(self, tree: pikepdf.Object, prefix: str) -> None:
        """Make ids the file's own. They come from the ID tree: a walk of all would be slow.

        Those of somebody else's document are its own already, and its table cells name them.
        """
        for old, element in name_entries(tree.get("/IDTree", Dictionary())):
            new = f"{prefix}{old}".encode()
            element.ID = String(new)
            self._ids.append((new, element))

    def _part(self, slug: str) -> pikepdf.Object:
        if slug not in self._parts:
            part = self._parts[slug] = self._element("Part", self._document)
            if slug in self._titles:
                part.T = String(self._titles[slug])
            self._document.K.append(part)
        return self._parts[slug]

    def _element(self, kind: str, parent: pikepdf.Object) -> pikepdf.Object:
        element = Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, K=Array())
        return self._pdf.make_indirect(element)

    def _prune(self, element: pikepdf.Object) -> None:
        """Remove `element` where nothing is left in it, and what thereby becomes empty.

        Cells stay though empty, since a table's grid is read by counting them.
        """
        while not _kids(element) and element.S not in _CELLS:
            if element.objgen == self._document.objgen:
                break
            parent = element.P
            parent.K = Array([kid for kid in _kids(parent) if not _is(kid, element.objgen)])
            element = parent


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_object_reference(kid: pikepdf.Object) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _refers_to(kid: pikepdf.Object, objgen: tuple[int, int]) -> bool:
    return _is_object_reference(kid) and kid.Obj.objgen == objgen


def _is(kid: pikepdf.Object, objgen: tuple[int, int]) -> bool:
    return isinstance(kid, Dictionary) and kid.is_indirect and kid.objgen == objgen
