"""The tag tree of somebody else's document written into the admitted file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.foreign.attributes import Attributes, written
from publish.binding.foreign.elements import Element, Linked, Marked, Number
from publish.binding.foreign.geometry import Matrix, Placed
from publish.binding.trees import name_tree, number_tree

# A link's annotation belongs to a Link (ISO 14289-1:2014, 7.18.5).
_LINK = "Link"


class TagWriter:
    """Writes one tree."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        placed: Sequence[Placed],
        links: Mapping[Number, pikepdf.Object],
        forms: Mapping[Number, pikepdf.Object],
        prefix: str,
    ) -> None:
        """Begin a tree.

        Args:
            links: the new annotations, by the object numbers of the old ones.
            forms: the new forms, by the object numbers of the old ones.
            prefix: makes the ids of elements the document's own in any bundle.
        """
        self._pdf, self._placed, self._links, self._forms = pdf, placed, links, forms
        self._prefix = prefix.encode()
        self._pages = [page.obj for page in pdf.pages]
        self._owners: defaultdict[int | Number, dict[int, pikepdf.Object]] = defaultdict(dict)
        self._link_owners: list[tuple[pikepdf.Object, pikepdf.Object]] = []
        self._ids: dict[bytes, pikepdf.Object] = {}

    def write(self, root: Element) -> None:
        tree = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = Array([self._element(root, tree, within_link=None)])
        nums, forms = self._parents()
        tree.ParentTree = number_tree(self._pdf, nums)
        tree.ParentTreeNextKey = len(nums)
        if forms:
            tree.Forms = Array(forms)  # ours: the binder counts their keys on
        if self._ids:
            tree.IDTree = name_tree(self._pdf, list(self._ids.items()))
        self._pdf.Root.StructTreeRoot = tree
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(
        self, element: Element, parent: pikepdf.Object, within_link: list[pikepdf.Object] | None
    ) -> pikepdf.Object:
        made = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent)
        )
        page = _first_page(element)
        if page >= 0:
            made.Pg = self._pages[page]
        for key, said in element.words.items():
            made["/" + key] = String(said)
        if element.id:
            own = self._prefix + element.id[:100]
            if self._ids.setdefault(own, made).objgen == made.objgen:
                made.ID = String(own)
        matrix = self._placed[page].matrix if page >= 0 else None
        attributes = [self._attribute(one, matrix) for one in element.attributes]
        if attributes:
            made.A = attributes[0] if len(attributes) == 1 else Array(attributes)
        self._put_kids(element, made, page, within_link)
        return made

    def _put_kids(
        self,
        element: Element,
        made: pikepdf.Object,
        page: int,
        within_link: list[pikepdf.Object] | None,
    ) -> None:
        """Write what is in an element.

        Args:
            within_link: gathers the annotations of elements inside a link, which are its own.
        """
        is_link = element.kind == _LINK and within_link is None
        gathered: list[pikepdf.Object] | None = [] if is_link else within_link
        kids: list[pikepdf.Object | int] = []
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._element(kid, made, gathered))
            elif isinstance(kid, Marked):
                kids.append(self._marked(kid, made, page))
            elif gathered is not None:
                gathered.append(self._reference(kid))
            else:
                kids.append(self._link_around(kid, made))
        if is_link and gathered:
            kids += gathered
            self._link_owners += [(one.Obj, made) for one in gathered]
        elif is_link:
            made.S = Name.Span  # its annotation was taken out
        made.K = Array(kids)

    def _link_around(self, kid: Linked, parent: pikepdf.Object) -> pikepdf.Object:
        """Return a Link for an annotation that was in none."""
        link = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Link, P=parent, Pg=self._pages[kid.page])
        )
        reference = self._reference(kid)
        link.K = Array([reference])
        self._link_owners.append((reference.Obj, link))
        return link

    def _reference(self, kid: Linked) -> pikepdf.Object:
        annotation = self._links[kid.source]
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self._pages[kid.page])

    def _marked(self, kid: Marked, owner: pikepdf.Object, page: int) -> pikepdf.Object | int:
        self._owners[kid.form or kid.page][kid.number] = owner
        if kid.form is None and kid.page == page:
            return kid.number
        made = Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)
        if kid.form is not None:
            made.Stm = self._forms[kid.form]
        return made

    def _attribute(self, attributes: Attributes, matrix: Matrix | None) -> Dictionary:
        made = written(attributes, matrix)
        if isinstance(made.get("/Headers"), Array):
            made.Headers = Array([String(self._prefix + bytes(one)[:100]) for one in made.Headers])
        return made

    def _parents(self) -> tuple[list[tuple[int, pikepdf.Object]], list[pikepdf.Object]]:
        """Return the parent tree, and the forms that have keys in it.

        ISO 32000-1:2008, 14.7.4.4.
        """
        nums: list[tuple[int, pikepdf.Object]] = []
        forms: list[pikepdf.Object] = []
        for page in self._pages:
            if "/StructParents" in page:
                del page["/StructParents"]
        for where, owners in self._owners.items():
            holder = self._pages[where] if isinstance(where, int) else self._forms[where]
            holder.StructParents = len(nums)
            forms += [] if isinstance(where, int) else [holder]
            row = [owners.get(number) for number in range(max(owners) + 1)]
            nums.append((len(nums), self._pdf.make_indirect(Array(row))))
        for annotation, owner in self._link_owners:
            annotation.StructParent = len(nums)
            nums.append((len(nums), owner))
        return nums, forms


def _first_page(element: Element) -> int:
    """Return the page of the first content of an element itself, -1 where it has none."""
    pages = [kid.page for kid in element.kids if isinstance(kid, Marked) and kid.form is None]
    return pages[0] if pages else _any_page(element)


def _any_page(element: Element) -> int:
    """Return the page of the first content in an element or below it."""
    waiting: list[Element | Marked | Linked] = [element]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Element):
            return one.page
        waiting += reversed(one.kids)
    return -1
