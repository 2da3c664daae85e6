"""Drawings within drawings: none within itself, none too deep, none drawn a million times over.

A form may show forms; made to harm, it shows itself, or twice the next, which shows twice the
next … (ISO 32000-1:2008, 8.10.1). What viewers leave out, a circle, is taken out; the rest is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary

from publish.binding.foreign.opening import monstrous
from publish.binding.foreign.walking import dictionary, listed, name
from publish.errors import Place, PublishError

Number = tuple[int, int]

_KINDS = ("/XObject", "/Pattern", "/Font", "/ExtGState", "/Shading")
_FUNCTIONS = ("/Function", "/Functions", "/TR", "/TR2", "/BG", "/BG2", "/UCR", "/UCR2")
_DEEPEST = 60  # levels; a thick book has ten
_MOST_SHOWN = 2_000_000  # drawings on a page
_MOST_PIXELS = 1_000_000_000  # of a picture: a wall of posters at 600 dpi
_SHOW = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")


class Drawings:
    """Looks through what the pages of one document are drawn with."""

    def __init__(self, where: Place) -> None:
        self._where = where
        self._shown: dict[Number, int] = {}  # how many drawings one drawing comes to
        self._known_functions: set[Number] = set()

    def check(self, page: pikepdf.Object) -> None:
        """Break circles below a page.

        Raises:
            PublishError: it is nested too deep, draws without end, or has a picture too large.
        """
        self._count(page, [], _contents(page))

    def _count(self, drawn: pikepdf.Object, path: list[Number], content: bytes) -> int:
        """Return to how many drawings a page, form or pattern comes."""
        if len(path) > _DEEPEST:
            raise self._refused("drawings lie too deep within one another")
        _break_circles(drawn, path)
        resources, total = dictionary(drawn.get("/Resources")), 1
        forms: dict[str, int] = {}
        for kind in _KINDS:
            for key, below in dictionary(resources.get(kind)).items():
                count = self._below(below, path)
                if kind == "/XObject":
                    forms[key[1:]] = count
        for called in _SHOW.findall(content):
            total += forms.get(called.decode("latin-1"), 0)
            if total > _MOST_SHOWN:
                raise self._refused("a page comes to millions of drawings")
        return total

    def _below(self, below: object, path: list[Number]) -> int:
        if not isinstance(below, Dictionary | pikepdf.Stream | Array):
            return 0
        if not isinstance(below, Array):
            self._functions(below, 0)
            self._picture(below)
        number = below.objgen
        if below.is_indirect and number in self._shown:
            return self._shown[number]
        count = 1
        for inner in _inner(below):
            self._below(inner, [*path, number])
        if isinstance(below, pikepdf.Stream) and name(below.get("/Subtype")) != "Image":
            count = self._count(below, [*path, number], _bytes(below))
        elif isinstance(below, Dictionary) and "/Resources" in below:  # a font of drawings
            self._count(below, [*path, number], b"")
        if below.is_indirect:
            self._shown[number] = count
        return count

    def _picture(self, below: pikepdf.Object) -> None:
        width, height = below.get("/Width", 0), below.get("/Height", 0)
        if isinstance(width, int) and isinstance(height, int) and width * height > _MOST_PIXELS:
            raise self._refused(f"a picture has {width:,} × {height:,} pixels")

    def _functions(self, below: pikepdf.Object, depth: int) -> None:
        if depth > _DEEPEST:
            raise self._refused("what computes its colours goes in a circle")
        for key in _FUNCTIONS:
            given = below.get(key)
            for one in listed(given) if isinstance(given, Array) else [given]:
                if not isinstance(one, Dictionary | pikepdf.Stream):
                    continue
                if not one.is_indirect or one.objgen not in self._known_functions:
                    self._functions(one, depth + 1)
                    self._known_functions.add(one.objgen)

    def _refused(self, why: str) -> PublishError:
        return PublishError(monstrous(self._where, why))


def _break_circles(drawn: pikepdf.Object, path: list[Number]) -> None:
    """Take out of the resources of a drawing what it is itself part of.

    They may be shared with the page that shows it: the drawing gets its own.
    """
    resources = dictionary(drawn.get("/Resources"))
    for kind in _KINDS:
        items = dictionary(resources.get(kind))
        circles = [key for key, item in items.items() if _is_within(item, path)]
        if circles:
            resources = Dictionary(dict(resources.items()))
            kept = {key: item for key, item in items.items() if key not in circles}
            resources[kind] = Dictionary(kept)
            drawn.Resources = resources


def _is_within(item: object, path: list[Number]) -> bool:
    return isinstance(item, pikepdf.Object) and item.is_indirect and item.objgen in path


def _inner(below: pikepdf.Object) -> Iterator[object]:
    """Yield what a state or a pattern is made with besides its resources."""
    if isinstance(below, Array):
        return
    mask = below.get("/SMask")
    yield mask.get("/G") if isinstance(mask, Dictionary) else mask
    yield below.get("/Shading")
    yield from dictionary(below.get("/CharProcs")).values()


def _contents(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    streams = listed(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(_bytes(one) for one in streams if isinstance(one, pikepdf.Stream))


def _bytes(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""
