"""How large the pictures of a file are shown: from the transformations of its pages.

A form may be drawn at any size, a pattern begins where its page or form does, and a soft mask is
drawn where its graphics state is set (ISO 32000-1:2008, 8.3, 8.7.3.1, 11.6.5.3). Pages of others
may be made to take for ever: what is not walked to its end has no sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import hypot

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name

Key = tuple[int, int]  # an object's number and generation

_IDENTITY = (1, 0, 0, 1, 0, 0)
_OPERATORS = "q Q cm Do gs scn SCN"
_MOST_STEPS = 200_000  # on one page, those of its forms each time they are drawn
_MOST_BYTES = 32 << 20  # of one stream
_DEEPEST = 24  # forms within forms


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, the largest size that it is shown at in points, and the first page, from 1."""

    picture: pikepdf.Object
    width: float
    height: float
    page: int


def shown_pictures(pages: Iterable[pikepdf.Object]) -> Mapping[Key, Shown]:
    """Return the pictures that pages show, by their object numbers, at their largest.

    Pictures without a certain size are left out: on pages that are not walked to their end, in
    the glyphs of fonts, in what annotations show.
    """
    walk = _Walk()
    for page in pages:
        walk.page(page)
    return {key: shown for key, shown in walk.shown.items() if key not in walk.unsure}


class _TooMuch(Exception):
    """A page has more operators than are walked, or what cannot be read."""


_UNREAD = (_TooMuch, pikepdf.PdfError, AttributeError, IndexError, TypeError, ValueError)

Steps = list[tuple[str, list[str | float]]]  # operators and their operands


@dataclass(frozen=True, slots=True)
class _Holding:
    """What of a resource dictionary leads to pictures, by the operator in small letters and name.

    For a graphics state this is the group of its soft mask.
    """

    by_use: Mapping[tuple[str, str], pikepdf.Object]

    @property
    def names(self) -> list[bytes]:
        return [name.encode() for _, name in self.by_use]


@dataclass(slots=True)
class _Walk:
    shown: dict[Key, Shown] = field(default_factory=dict)
    unsure: set[Key] = field(default_factory=set)
    _holdings: dict[Key, _Holding] = field(default_factory=dict)
    _leading: dict[Key, bool] = field(default_factory=dict)  # does a form lead to a picture?
    _steps: dict[Key, Steps] = field(default_factory=dict)  # of forms
    _left: int = 0
    _page: int = 0

    def page(self, page: pikepdf.Object) -> None:
        """Walk through a page."""
        self._left, self._page = _MOST_STEPS, self._page + 1
        resources = page.get("/Resources", Dictionary())
        try:
            unit = float(page.get("/UserUnit", 1))
            self._stream(page, resources, Matrix(unit, 0, 0, unit, 0, 0), 0)
        except _UNREAD:
            self.unsure |= _pictures_below(resources)
        for font in resources.get("/Font", Dictionary()).values():
            if isinstance(font, Dictionary) and font.get("/Subtype") == Name.Type3:
                self.unsure |= _pictures_below(font.get("/Resources", Dictionary()))
        for annotation in page.get("/Annots", Array()):
            shown = annotation.get("/AP") if isinstance(annotation, Dictionary) else None
            if isinstance(shown, Dictionary):
                self.unsure |= _pictures_below(shown)

    def _stream(
        self, stream: pikepdf.Object, resources: pikepdf.Object, base: Matrix, depth: int
    ) -> None:
        """Walk through the content of a page, a form or a pattern that begins at `base`."""
        holding = self._holding(resources)
        if depth > _DEEPEST:
            raise _TooMuch
        here, kept = base, list[Matrix]()
        for operator, operands in self._walked(stream, holding):
            self._left -= 1
            if self._left < 0:
                raise _TooMuch
            if operator == "q":
                kept.append(here)
            elif operator == "Q":
                here = kept.pop() if kept else here
            elif operator == "cm":
                here = _matrix(operands) @ here
            else:
                found = holding.by_use.get((operator.lower(), str(operands[-1])))
                start = base if operator.lower() == "scn" else here
                if found is not None and found.get("/Subtype") == Name.Image:
                    self._note(found, here)
                elif found is not None:
                    matrix = _matrix(found.get("/Matrix", _IDENTITY))
                    own = found.get("/Resources", resources)
                    self._stream(found, own, matrix @ start, depth + 1)

    def _walked(self, stream: pikepdf.Object, holding: _Holding) -> Steps:
        """Return the operators of a stream that matter; none where it shows no picture."""
        form = isinstance(stream, pikepdf.Stream)
        if form and stream.objgen in self._steps:
            return self._steps[stream.objgen]
        steps: Steps = []
        parts = [stream] if form else _parts(stream)
        data = [part.read_bytes() for part in parts] if holding.names else []
        if sum(map(len, data)) > _MOST_BYTES:
            raise _TooMuch
        # A name may be written in more than one way where there are number signs.
        if any(name in one or b"#" in one for one in data for name in holding.names):
            steps = [
                (str(done.operator), [_plain(operand) for operand in done.operands])
                for done in pikepdf.parse_content_stream(stream, _OPERATORS)
            ]
        if form:
            self._steps[stream.objgen] = steps
        return steps

    def _note(self, picture: pikepdf.Object, here: Matrix) -> None:
        width, height = hypot(here.a, here.b), hypot(here.c, here.d)
        known = self.shown.get(picture.objgen)
        page = self._page
        if known is not None:
            width, height = max(width, known.width), max(height, known.height)
            page = known.page
        self.shown[picture.objgen] = Shown(picture, width, height, page)

    def _holding(self, resources: pikepdf.Object) -> _Holding:
        if not resources.is_indirect:
            return _Holding(self._leading_to_pictures(resources))
        if resources.objgen not in self._holdings:
            self._holdings[resources.objgen] = _Holding(self._leading_to_pictures(resources))
        return self._holdings[resources.objgen]

    def _leading_to_pictures(
        self, resources: pikepdf.Object
    ) -> dict[tuple[str, str], pikepdf.Object]:
        found: dict[tuple[str, str], pikepdf.Object] = {}
        for use, kind in (("do", "/XObject"), ("scn", "/Pattern"), ("gs", "/ExtGState")):
            for name, item in resources.get(kind, Dictionary()).items():
                drawn = _mask_of(item) if use == "gs" else item
                if isinstance(drawn, pikepdf.Stream) and self._leads(drawn):
                    found[use, name] = drawn
        return found

    def _leads(self, item: pikepdf.Object) -> bool:
        """Is `item` a picture, or does it show one?"""
        if item.objgen not in self._leading:
            below = item.get("/Subtype") == Name.Image or bool(
                _pictures_below(item.get("/Resources", Dictionary()))
            )
            # What has no resources of its own uses its page's, whatever they hold.
            self._leading[item.objgen] = below or "/Resources" not in item
        return self._leading[item.objgen]


def _mask_of(state: pikepdf.Object) -> pikepdf.Object | None:
    """Return the group of a graphics state's soft mask."""
    mask = state.get("/SMask") if isinstance(state, Dictionary) else None
    return mask.get("/G") if isinstance(mask, Dictionary) else None


def _parts(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents", Array())
    return list(contents) if isinstance(contents, Array) else [contents]


def _matrix(values: Iterable[object]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)  # type: ignore[arg-type]  # or ValueError
    return Matrix(a, b, c, d, e, f)


def _plain(operand: object) -> str | float:
    return str(operand) if isinstance(operand, pikepdf.Name) else float(operand)  # type: ignore[arg-type]


def _pictures_below(start: pikepdf.Object) -> set[Key]:
    """Return the pictures in all that a dictionary holds, but not in the page that it is on."""
    found, seen, waiting = set[Key](), set[Key](), [start]
    while waiting:
        item = waiting.pop()
        if item.is_indirect:
            if item.objgen in seen:
                continue
            seen.add(item.objgen)
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image:
            found.add(item.objgen)
        elif isinstance(item, Dictionary | pikepdf.Stream):
            waiting += [value for value in item.values() if isinstance(value, pikepdf.Object)]
        elif isinstance(item, Array):
            waiting += [value for value in item if isinstance(value, pikepdf.Object)]
    return found
