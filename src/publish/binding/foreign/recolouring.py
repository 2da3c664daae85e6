"""Colours of others' pages into the inks of an edition, where every one of them is understood.

Unlike our own pages, these are read operator by operator. A document is turned as a whole or not
at all: half of it in other colours would be worse than all of it in its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from publish.binding.foreign.spaces import Kind, kind_of
from publish.binding.foreign.walking import dictionary, listed, name
from publish.binding.gradients import separated_shading
from publish.binding.inks import Inks
from publish.binding.pictures import Pictures

_SETS = {"rg": "rgb", "g": "grey", "k": "inks"}  # operators that name space and colour at once
_PARTS = {"rgb": 3, "grey": 1, "inks": 4}
_BLACK = {"rgb": (0.0, 0.0, 0.0), "grey": (0.0,), "inks": (0.0, 0.0, 0.0, 1.0)}

_D1 = re.compile(rb"^\s*(?:[-+.\d]+\s+){6}d1\b")

# What operators and tables raise that are not as they must be.
_UNREAD = (
    *(pikepdf.PdfError, ArithmeticError, AttributeError, IndexError, KeyError, RecursionError),
    *(TypeError, ValueError),
)

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


class Strange(Exception):
    """A colour that is not understood; the words say which."""


@dataclass(slots=True)
class Recolourer:
    """Turns the pages of one document."""

    inks: Inks
    _contents: list[tuple[pikepdf.Stream, bytes]] = field(default_factory=list)
    _pictures: list[tuple[pikepdf.Stream, Name]] = field(default_factory=list)
    _shadings: list[pikepdf.Object] = field(default_factory=list)
    _resources: list[pikepdf.Object] = field(default_factory=list)
    _groups: list[pikepdf.Object] = field(default_factory=list)
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def turn(self, pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> None:
        """Turn all colours of pages into inks.

        Raises:
            Strange: one cannot be turned; the pages are as they were.
        """
        new = self._read(pages)
        pictures = Pictures(self.inks)
        for image, space in self._pictures:
            image.ColorSpace = space
            pictures.separate(image)
        for shading in self._shadings:
            shading.ColorSpace = Name.DeviceRGB
            separated_shading(shading, self.inks)
        for drawn, data in self._contents:
            drawn.write(data)
        for page, data in new:
            page.Contents = Array([pdf.make_stream(data)])
            space = Name("/" + self.inks.space)
            page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space, I=True)
        for group in self._groups:
            group.CS = Name("/" + self.inks.space)
        for one in self._resources:
            _drop_spaces(one)

    def _read(self, pages: Sequence[pikepdf.Object]) -> list[tuple[pikepdf.Object, bytes]]:
        """Return pages with their contents in inks, and note what else is to be turned."""
        new: list[tuple[pikepdf.Object, bytes]] = []
        try:
            for page in pages:
                resources = dictionary(page.get("/Resources"))
                new.append((page, self._turned(page, resources)))
                self._below(resources)
        except _UNREAD as fault:
            raise Strange("what is drawn cannot be read to its end") from fault
        return new

    def _below(self, resources: pikepdf.Object) -> None:
        """Note all that resources hold."""
        if resources.is_indirect and not self._is_new(resources):
            return
        self._resources.append(resources)
        for item in _items(resources, "/ExtGState"):  # first: masks may be listed as forms as well
            mask = item.get("/SMask")
            if isinstance(mask, Dictionary):
                self._mask(mask)
        for item in _items(resources, "/XObject"):
            if isinstance(item, pikepdf.Stream) and self._is_new(item):
                if name(item.get("/Subtype")) == "Image":
                    self._picture(item)
                else:
                    self._drawing(item)
        for item in _items(resources, "/Pattern"):
            if self._is_new(item):
                if isinstance(item, pikepdf.Stream):
                    self._drawing(item)
                else:
                    self._shading(item.get("/Shading"))
        for item in _items(resources, "/Shading"):
            if self._is_new(item):
                self._shading(item)
        for item in _items(resources, "/Font"):
            if name(item.get("/Subtype")) == "Type3" and self._is_new(item):
                self._font(item)

    def _is_new(self, item: pikepdf.Object) -> bool:
        if not item.is_indirect:
            return True
        new = item.objgen not in self._seen
        self._seen.add(item.objgen)
        return new

    def _drawing(self, stream: pikepdf.Stream) -> None:
        resources = dictionary(stream.get("/Resources"))
        self._contents.append((stream, self._turned(stream, resources)))
        group = stream.get("/Group")
        if isinstance(group, Dictionary) and "/CS" in group:
            self._groups.append(group)
        self._below(resources)

    def _font(self, font: pikepdf.Object) -> None:
        """Note the glyphs of a font of drawings that have colours of their own.

        ISO 32000-1:2008, 9.6.5: those that begin with d1 have none.
        """
        resources = dictionary(font.get("/Resources"))
        for glyph in dictionary(font.get("/CharProcs")).values():
            if not isinstance(glyph, pikepdf.Stream) or _D1.search(glyph.read_bytes()):
                continue
            if self._is_new(glyph):
                self._contents.append((glyph, self._turned(glyph, resources)))
        self._below(resources)

    def _mask(self, mask: pikepdf.Object) -> None:
        """Let masks be: they hide by lightness, which no ink may change."""
        group = mask.get("/G")
        if not isinstance(group, pikepdf.Stream):
            return
        self._seen.add(group.objgen)
        space = dictionary(group.get("/Group")).get("/CS")
        if name(mask.get("/S")) == "Luminosity" and kind_of(space, Dictionary()) != "grey":
            raise Strange("a mask in colours")

    def _picture(self, image: pikepdf.Stream) -> None:
        if image.get("/ImageMask"):
            return
        kind = kind_of(image.get("/ColorSpace"), Dictionary())
        if self._may_stay(kind):
            return
        plain = "/Decode" not in image and not isinstance(image.get("/Mask"), Array)
        if kind not in ("rgb", "inks") or not plain or image.get("/BitsPerComponent") != 8:
            raise Strange(f"a picture in {kind or 'colours of its own'}")
        try:
            pikepdf.PdfImage(image).as_pil_image()
        except Exception as fault:  # whatever pikepdf and Pillow raise: it cannot be read
            raise Strange("a picture that cannot be read") from fault
        space = Name.DeviceRGB if kind == "rgb" else Name.DeviceCMYK
        self._pictures.append((image, space))

    def _may_stay(self, kind: Kind) -> bool:
        """Are colours of a kind such as the edition has?"""
        return kind == "grey" or (kind in ("inks", "spot") and self.inks.space == "DeviceCMYK")

    def _shading(self, shading: object) -> None:
        if not isinstance(shading, Dictionary | pikepdf.Stream):
            return
        kind = kind_of(shading.get("/ColorSpace"), Dictionary())
        if self._may_stay(kind):
            return
        ground = "/Background" not in shading or _are_numbers(shading.Background, 3)
        if kind != "rgb" or not ground or not _is_simple(shading.get("/Function")):
            raise Strange("a gradient of a strange kind")
        self._shadings.append(shading)

    def _turned(self, drawn: pikepdf.Object, resources: pikepdf.Object) -> bytes:
        """Return the content of a page or form in inks."""
        spaces = dictionary(resources.get("/ColorSpace"))
        kinds: dict[str, Kind] = {"fill": "", "line": ""}
        saved: list[dict[str, Kind]] = []
        turned: list[Instruction] = []
        for one in pikepdf.parse_content_stream(drawn):
            operator = str(one.operator)
            if operator == "q":
                saved.append(dict(kinds))
            elif operator == "Q" and saved:
                kinds = saved.pop()
            turned += self._instruction(one, operator, kinds, spaces)
        return pikepdf.unparse_content_stream(turned)

    def _instruction(
        self, one: Instruction, operator: str, kinds: dict[str, Kind], spaces: pikepdf.Object
    ) -> Iterator[Instruction]:
        what, small = "line" if operator.isupper() else "fill", operator.lower()
        if isinstance(one, pikepdf.ContentStreamInlineImage):
            if not one.iimage.image_mask and one.iimage.mode not in ("1", "L"):
                raise Strange("a small picture within the text")
        elif small in _SETS:
            kinds[what] = _SETS[small]  # type: ignore[assignment]  # each is a Kind
            yield self._paint(kinds[what], [float(v) for v in one.operands], what)
            return
        elif small == "cs":
            kinds[what] = kind_of(one.operands[0], spaces)
            if kinds[what] in _BLACK:
                yield self._paint(kinds[what], _BLACK[kinds[what]], what)
                return
            if kinds[what] != "pattern" and not self._may_stay(kinds[what]):
                raise Strange(f"colours in {name(one.operands[0])}")
        elif small in ("sc", "scn"):
            if kinds[what] in _PARTS and len(one.operands) == _PARTS[kinds[what]]:
                yield self._paint(kinds[what], [float(v) for v in one.operands], what)
                return
            if kinds[what] not in ("pattern", "spot"):
                raise Strange("a colour without a space")
        yield one

    def _paint(self, kind: Kind, values: Sequence[float], what: str) -> Instruction:
        """Return the operator that sets a colour in the edition's inks."""
        if kind == "inks" and self.inks.space != "DeviceCMYK":
            cyan, magenta, yellow, black = values
            kind, values = "rgb", [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
        if kind == "rgb":
            red, green, blue = values
            values = self.inks.paint((red, green, blue))
        operator = "k" if len(values) == 4 else "g"
        operator = operator.upper() if what == "line" else operator
        return pikepdf.ContentStreamInstruction([round(v, 4) for v in values], Operator(operator))


def _items(resources: pikepdf.Object, kind: str) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    listed_as = dictionary(resources.get(kind))
    for key in sorted(listed_as.keys()):
        item: object = listed_as[key]
        if isinstance(item, Dictionary | pikepdf.Stream):
            yield item


def _is_simple(function: object) -> bool:
    """Is a function one that gradients are known to have: from colour to colour?"""
    if not isinstance(function, Dictionary) or not _are_numbers(function.get("/Domain"), 2):
        return False
    if function.get("/FunctionType") == 3:
        below = listed(function.get("/Functions"))
        bounds, codes = function.get("/Bounds"), function.get("/Encode")
        whole = _are_numbers(bounds, len(below) - 1) and _are_numbers(codes, 2 * len(below))
        return whole and all(map(_is_simple, below))
    ends = (function.get("/C0"), function.get("/C1"))
    power = isinstance(function.get("/N"), int | Decimal)
    return function.get("/FunctionType") == 2 and power and all(_are_numbers(c, 3) for c in ends)


def _are_numbers(values: object, count: int) -> bool:
    items: list[object] = list(listed(values))
    return len(items) == count and all(isinstance(one, int | Decimal) for one in items)


def _drop_spaces(resources: pikepdf.Object) -> None:
    """Take out what content names no more."""
    spaces = dictionary(resources.get("/ColorSpace"))
    kept = {
        key: space
        for key, space in spaces.items()
        if kind_of(space, Dictionary()) in ("pattern", "spot") and key[:8] != "/Default"
    }
    if len(spaces):
        resources.ColorSpace = Dictionary(kept)
