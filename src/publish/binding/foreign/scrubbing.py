"""What does something, carries something along or tells of its maker is taken out of a document.

Pages, fonts and pictures may bring more with them than what is seen: scripts, files, links to
files outside, data of the program that made them (ISO 19005-2:2011, 6.2.9, 6.5 and 6.8).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.foreign.removed import Removed
from publish.binding.foreign.walking import dictionary, listed, name, tree_entries

MOST_OBJECTS = 1_000_000

_PAGE_KEYS = (
    *("/Contents", "/Group", "/MediaBox", "/Parent", "/Resources", "/StructParents", "/TrimBox"),
    "/Type",
)
_RESOURCE_KEYS = (
    *("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Properties", "/Shading", "/XObject"),
)
_FORM_KEYS = (
    *("/BBox", "/DecodeParms", "/Filter", "/FormType", "/Group", "/Length", "/Matrix", "/OC"),
    *("/Resources", "/Subtype", "/Type"),
)
_IMAGE_KEYS = (
    *("/BitsPerComponent", "/ColorSpace", "/Decode", "/DecodeParms", "/Filter", "/Height"),
    *("/ImageMask", "/Intent", "/Length", "/Mask", "/Matte", "/OC", "/SMask", "/SMaskInData"),
    *("/Subtype", "/Type", "/Width"),
)
_TAG_KEYS = (
    *("/ActualText", "/Alt", "/Attached", "/BBox", "/E", "/Lang", "/MCID", "/Subtype", "/Type"),
)
_LAYER_KEYS: Mapping[str, tuple[str, ...]] = {
    "OCG": ("/Intent", "/Name", "/Type"),
    "OCMD": ("/OCGs", "/P", "/Type", "/VE"),
}
# What other streams than contents have: fonts, profiles, functions, character maps.
_OTHER_STREAMS = frozenset(
    ("/CMapName", "/FunctionType", "/Length1", "/N", "/ShadingType", "/CIDSystemInfo")
)
_OPERATORS = (
    (re.compile(rb"[\d.]\s+[kK]\s|/DeviceCMYK|/CMYK"), "DeviceCMYK"),
    (re.compile(rb"[\d.]\s+(?:rg|RG)\s|/DeviceRGB|/RGB"), "DeviceRGB"),
)
_STRUCTURAL = ("Action", "Annot", "Catalog", "OBJR", "Page", "Pages", "StructElem")
# Wherever they stand in what a page needs to be shown. /F of a stream names a file outside.
_NOWHERE = (
    *("/A", "/AA", "/AF", "/Alternates", "/EF", "/JS", "/LastModified", "/Measure", "/Metadata"),
    *("/MCAF", "/OPI", "/OpenAction", "/PieceInfo", "/PtData", "/Ref", "/RichMediaContent"),
    *("/StructParent", "/Thumb"),
)
_OF_STREAMS = ("/F", "/FDecodeParms", "/FFilter")
_HIDDEN = ("/Metadata", "/PieceInfo", "/Thumb", "/LastModified")


def survey(root: pikepdf.Object, removed: Removed) -> None:
    """Count what of the document as a whole stays behind: the catalog is not copied."""
    opening = root.get("/OpenAction")
    if isinstance(opening, Dictionary):
        removed.action(opening)
    removed.actions_of(root.get("/AA"))
    if "/XFA" in dictionary(root.get("/AcroForm")):
        removed.actions["forms that a program draws (XFA)"] += 1
    names = dictionary(root.get("/Names"))
    for _, action in tree_entries(names.get("/JavaScript"), "/Names"):
        removed.action(action)
    carried = sum(1 for _ in tree_entries(names.get("/EmbeddedFiles"), "/Names"))
    carried += len(listed(root.get("/AF"))) if not carried else 0
    if carried or "/Collection" in root:
        removed.carried["embedded files"] += max(carried, 1)
    for key, what in (
        ("/PieceInfo", "data of the program that made it"),
        ("/Threads", "article threads"),
        ("/SpiderInfo", "addresses that pages were taken from"),
        ("/Perms", "signatures that grant rights"),
        ("/Requirements", "demands on the viewer"),
        ("/Collection", "a portfolio's layout"),
    ):
        if key in root:
            removed.hidden[what] += 1


def scrub_page(page: pikepdf.Object, removed: Removed) -> None:
    """Leave a page only what it is shown by. Its annotations and boxes are given it anew."""
    removed.actions_of(page.get("/AA"))
    if "/PieceInfo" in page:
        removed.hidden["data of the program that made it"] += 1
    if "/Thumb" in page:
        removed.hidden["thumbnails"] += 1
    if listed(page.get("/AF")):
        removed.carried["embedded files"] += len(listed(page.AF))
    keep_only(page, _PAGE_KEYS)


class Scrubber:
    """Goes through all that pages are shown by, each object once."""

    def __init__(self, removed: Removed) -> None:
        self._removed = removed
        self._seen: set[tuple[int, int]] = set()
        self.fonts: dict[tuple[int, int], pikepdf.Object] = {}
        self.spaces: set[str] = set()
        self.resources: list[pikepdf.Object] = []

    def scrub(self, resources: pikepdf.Object | None, contents: pikepdf.Object | None) -> None:
        """Clean all that hangs below the resources and contents of a page."""
        if isinstance(resources, Dictionary):
            self._resources(resources)
        waiting: list[object] = [resources, contents]
        while waiting:
            waiting += self._scrubbed(waiting.pop())

    def _scrubbed(self, value: object) -> list[object]:
        """Clean one object; return what hangs below it."""
        if isinstance(value, Name):
            self.spaces.add(str(value)[1:])
            return []
        if not isinstance(value, Dictionary | pikepdf.Stream | Array):
            return []
        if value.is_indirect:
            if value.objgen in self._seen:
                return []
            self._seen.add(value.objgen)
            if len(self._seen) > MOST_OBJECTS:
                raise MemoryError
        if isinstance(value, Array):
            return list(value)
        for key in _NOWHERE:
            if key in value:
                if key in _HIDDEN:
                    self._removed.hidden["data that pages are not shown by"] += 1
                del value[key]
        for key in [key for key, item in value.items() if _leads_out(item)]:
            del value[key]
        if isinstance(value, pikepdf.Stream):
            self._stream(value)
        elif value.get("/Type") == Name.Font:
            self.fonts[value.objgen] = value
        if isinstance(value.get("/Resources"), Dictionary):
            self._resources(value.Resources)
        return [item for _, item in value.items()]

    def _resources(self, resources: pikepdf.Object) -> None:
        """Leave resources only what content may name."""
        if resources.is_indirect and resources.objgen in self._seen:
            return
        _clean(resources)
        self.resources.append(resources)

    def _stream(self, stream: pikepdf.Stream) -> None:
        for key in _OF_STREAMS:
            if key in stream:
                self._removed.carried["contents kept in files outside"] += 1
                del stream[key]
        kind = name(stream.get("/Subtype"))
        if kind == "Image":
            keep_only(stream, _IMAGE_KEYS)
        elif kind == "PS" or name(stream.get("/Subtype2")) == "PS":
            # A program for old printers, which viewers do not show: an empty form is no less.
            self._removed.hidden["PostScript for old printers"] += 1
            keep_only(stream, ("/Length",))
            stream.Subtype, stream.BBox = Name.Form, Array([0, 0, 0, 0])
            stream.write(b"")
        elif kind == "Form":
            keep_only(stream, _FORM_KEYS)
        if kind != "Image" and not _OTHER_STREAMS.intersection(stream.keys()):
            self._drawn(stream)

    def _drawn(self, stream: pikepdf.Stream) -> None:
        """Note which colours a content stream sets without naming their space."""
        try:
            data = stream.read_bytes()
        except pikepdf.PdfError:
            return
        for pattern, space in _OPERATORS:
            if space not in self.spaces and pattern.search(data):
                self.spaces.add(space)


def _clean(resources: pikepdf.Object) -> None:
    """Leave resources only what content may name, and property lists only what they are for."""
    keep_only(resources, _RESOURCE_KEYS)
    for listed_under in dictionary(resources.get("/Properties")).values():
        if isinstance(listed_under, Dictionary):
            kind = name(listed_under.get("/Type"))
            keep_only(listed_under, _LAYER_KEYS.get(kind, _TAG_KEYS))


def _leads_out(value: object) -> bool:
    """Does a value lead from what is shown back into the document?"""
    return isinstance(value, Dictionary) and name(value.get("/Type")) in _STRUCTURAL


def keep_only(table: pikepdf.Object, keys: tuple[str, ...]) -> None:
    """Delete all entries of a table but those under `keys`."""
    for key in set(table.keys()).difference(keys):
        del table[key]
