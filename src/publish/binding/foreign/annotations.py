"""What lies on the pages of somebody else: links are kept, the rest is drawn into the page.

What a note, a stamp or a filled field looks like stays on the page; what can be done with it does
not (ISO 32000-1:2008, 12.5.5 for how an appearance is laid into its rectangle).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from publish.binding.foreign import geometry
from publish.binding.foreign.geometry import Matrix
from publish.binding.foreign.places import Places
from publish.binding.foreign.removed import Removed
from publish.binding.foreign.walking import dictionary, listed, name, text
from publish.errors import Finding, Place, Rule

FLATTENED = Rule(
    "B176",
    "A document has no fields to fill in and no notes on its pages.",
    "They are drawn into the page as they look: nobody can fill them in, and screen readers do "
    "not find them as fields.",
    "warning",
)
DROPPED = Rule(
    "B177",
    "The links of a document lead to its own pages or to the web.",
    "Others lead to files of the machine that it was made on; they are taken out.",
    "warning",
)
RULES: tuple[Rule, ...] = (FLATTENED, DROPPED)

MOST = 20_000  # annotations of a page
_SCHEMES = ("http", "https", "mailto")
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # ISO 32000-1:2008, 12.5.3
_PRINTED = 1 << 2
_UNSEEN = ("Popup", "Text", "FileAttachment", "Sound", "TrapNet", "Redact")
_WORDS: Mapping[str, str] = {
    "Widget": "form fields",
    "Text": "notes",
    "FreeText": "notes",
    "FileAttachment": "embedded files",
    "Sound": "sound",
    "Movie": "film",
    "Screen": "film",
    "RichMedia": "film or other media",
    "3D": "three-dimensional models",
}
_CARRYING = ("FileAttachment", "Sound", "Movie", "Screen", "RichMedia", "3D")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An appearance that becomes part of the page."""

    form: pikepdf.Stream
    matrix: Matrix  # in the page's own coordinates
    source: tuple[int, int]  # object number of the annotation


@dataclass(frozen=True, slots=True)
class Kept:
    """A link in the making."""

    annotation: Dictionary
    source: tuple[int, int]


@dataclass(slots=True)
class Annotations:
    """Goes through the annotations of one document's pages."""

    places: Places
    removed: Removed
    flattened: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def of_page(self, page: pikepdf.Object, index: int) -> tuple[list[Kept], list[Drawn]]:
        """Return a page's links, and what else is drawn on it."""
        kept: list[Kept] = []
        drawn: list[Drawn] = []
        for annotation in listed(page.get("/Annots"))[:MOST]:
            if not isinstance(annotation, Dictionary):
                continue
            kind = name(annotation.get("/Subtype"))
            self.removed.actions_of(annotation.get("/AA"))
            if kind == "Link":
                link = self._link(annotation, index)
                kept += [link] if link else []
            else:
                self._count(annotation, kind)
                look = _look(annotation) if kind not in _UNSEEN else None
                drawn += [look] if look else []
        return kept, drawn

    def _count(self, annotation: Dictionary, kind: str) -> None:
        if kind in _CARRYING:
            self.removed.carried[_WORDS[kind]] += 1
        elif kind != "Popup" and not _is_hidden(annotation):
            self.flattened[_WORDS.get(kind, "marks on pages")] += 1
        if "/A" in annotation:
            self.removed.action(annotation.A)

    def _link(self, annotation: Dictionary, index: int) -> Kept | None:
        where = self.places.placed[index]
        box = geometry.box_of(annotation.get("/Rect"))
        if box is None or _is_hidden(annotation):
            return None
        made = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=_array(geometry.box_at(where.matrix, box)),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
        )
        if not self._target(annotation, made, index):
            return None
        if corners := _corners(annotation.get("/QuadPoints"), where.matrix):
            made.QuadPoints = corners
        if said := text(annotation.get("/Contents")):
            made.Contents = String(said)
        return Kept(made, annotation.objgen)

    def _target(self, annotation: Dictionary, made: Dictionary, index: int) -> bool:
        """Let a link lead where it did; False where it may not."""
        action = dictionary(annotation.get("/A"))
        kind = name(action.get("/S"))
        self.removed.action(action.get("/Next"))
        if "/Dest" in annotation or kind == "GoTo":
            anchor = self.places.anchor_of(annotation.get("/Dest", action.get("/D")))
            if not anchor:
                self.dropped["to places that are not in it"] += 1
        elif kind == "Named":
            anchor = self._named(name(action.get("/N")), index)
            if not anchor:
                self.removed.action(action)
        elif kind == "URI":
            return self._address(action, made)
        elif kind == "GoToR":
            self.dropped["to files beside it"] += 1
            return False
        else:
            self.removed.action(annotation.get("/A"))
            if not kind:
                self.dropped["that lead nowhere"] += 1
            return False
        if anchor:
            made.Dest = String(quote(anchor))
        return bool(anchor)

    def _named(self, command: str, index: int) -> str:
        """Return the page that a command of the viewer leads to."""
        last = len(self.places.placed) - 1
        pages = {"NextPage": index + 1, "PrevPage": index - 1, "FirstPage": 0, "LastPage": last}
        page = pages.get(command, -1)
        return self.places.anchor_of_page(page) if 0 <= page <= last else ""

    def _address(self, action: Dictionary, made: Dictionary) -> bool:
        address = _uri(action.get("/URI"))
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
            what = (
                f"with addresses of “{parts.scheme[:20]}:”"
                if parts.scheme
                else "without an address"
            )
            self.dropped[what] += 1
            return False
        made.A = Dictionary(Type=Name.Action, S=Name.URI, URI=String(address))
        return True

    def findings(self, where: Place) -> Iterator[Finding]:
        """Yield what cannot be done any more."""
        if self.flattened:
            kinds = ", ".join(f"{what} ({n})" for what, n in sorted(self.flattened.items()))
            remedy = "where readers need them, give the original beside the bundle"
            yield FLATTENED.at(where, f"drawn into the pages, as far as they show: {kinds}", remedy)
        if self.dropped:
            kinds = ", ".join(f"{what} ({n})" for what, n in sorted(self.dropped.items()))
            remedy = "ask for a file whose links lead to the web"
            yield DROPPED.at(where, f"links that are taken out: {kinds}", remedy)


def _uri(value: object) -> str:
    if not isinstance(value, pikepdf.String):
        return ""
    address = bytes(value).decode("utf-8", "replace").strip()
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._") if address.isprintable() else ""


def _is_hidden(annotation: Dictionary) -> bool:
    flags = annotation.get("/F", 0)
    return isinstance(flags, int) and bool(flags & (_HIDDEN | _NO_VIEW))


def _look(annotation: Dictionary) -> Drawn | None:
    """Return the appearance of an annotation, laid into its rectangle."""
    if _is_hidden(annotation):
        return None
    look = dictionary(annotation.get("/AP")).get("/N")
    if isinstance(look, Dictionary) and not isinstance(look, pikepdf.Stream):
        look = look.get("/" + name(annotation.get("/AS")) if "/AS" in annotation else "/Off")
    box = geometry.box_of(annotation.get("/Rect"))
    if not isinstance(look, pikepdf.Stream) or box is None:
        return None
    own = geometry.box_of(look.get("/BBox"))
    if own is None:
        return None
    values = [float(v) for v in listed(look.get("/Matrix"))] or list(geometry.IDENTITY)
    if len(values) != 6:
        return None
    a, b, c, d, e, f = values
    seen = geometry.box_at((a, b, c, d, e, f), own)
    across, up = seen[2] - seen[0], seen[3] - seen[1]
    if across <= 0 or up <= 0:
        return None
    wide, high = (box[2] - box[0]) / across, (box[3] - box[1]) / up
    matrix = (wide, 0.0, 0.0, high, box[0] - seen[0] * wide, box[1] - seen[1] * high)
    look.Type, look.Subtype = Name.XObject, Name.Form
    return Drawn(look, matrix, annotation.objgen)


def _corners(value: object, matrix: Matrix) -> Array | None:
    try:
        points = [float(number) for number in listed(value)]
    except (TypeError, ValueError):
        return None
    if not points or len(points) % 8 or len(points) > 8000:
        return None
    moved: list[float] = []
    for x, y in zip(points[::2], points[1::2], strict=True):
        moved += [round(number, 3) for number in geometry.at(matrix, x, y)]
    return Array(moved)


def _array(box: tuple[float, ...]) -> Array:
    return Array([round(value, 3) for value in box])
