"""From the glyphs that a page's operators show to their text, by the fonts' own tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from publish.checking.unfolding import Piece
from publish.checking.written import STRING, string_bytes, strings_in, text_string

Cmap = Mapping[bytes, str]  # code → text
Fonts = Mapping[bytes, Sequence[Cmap]]  # by the name that pages give a font; several may have one

_REFERENCE = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d+)\s+\d+\s+R\b")
_TO_UNICODE = re.compile(rb"/ToUnicode\s+(\d+)\s+\d+\s+R\b")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_SHOWN = re.compile(
    rb"/([^\s/<>\[\](){}%]+)\s+[-+.\d]+\s+Tf\b|(" + STRING.pattern + rb")", re.DOTALL
)
_PROPERTIES = re.compile(rb"<<(?:[^<>(]|<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\))*>>", re.DOTALL)
_WIDEST = 0x10000  # codes in one range
_MOST = 16  # fonts of one name that are tried


def fonts_in(pieces: Iterable[Piece]) -> Fonts:
    """Return the tables of all fonts, by every name that anything calls them."""
    pieces = list(pieces)
    tables: dict[int, list[Cmap]] = {}
    for piece in pieces:
        if piece.content is not None and b"begincmap" in piece.content:
            tables.setdefault(piece.number, []).append(cmap_of(piece.content))
    fonts: dict[int, list[Cmap]] = {}
    for piece in pieces:
        for found in _TO_UNICODE.finditer(piece.head):
            fonts.setdefault(piece.number, []).extend(tables.get(int(found[1]), ()))
    named: dict[bytes, list[Cmap]] = {}
    for piece in pieces:
        for found in _REFERENCE.finditer(piece.head):
            for table in fonts.get(int(found[2]), ()):
                known = named.setdefault(found[1], [])
                if not any(table is other for other in known) and len(known) < _MOST:
                    known.append(table)
    return named


def cmap_of(stream: bytes) -> Cmap:
    """Return the table of a ToUnicode stream (ISO 32000-1:2008, 9.10.3)."""
    table: dict[bytes, str] = {}
    for section in _SECTION.finditer(stream):
        if section[1] == b"char":
            for code, text in _CHAR.findall(section[2]):
                table[_code(code)] = _text(text)
            continue
        for low, high, text, listed in _RANGE.findall(section[2]):
            first, last, width = int(low, 16), int(high, 16), len(low) // 2
            texts = re.findall(rb"<([0-9A-Fa-f\s]*)>", listed)
            for n in range(min(last - first + 1, _WIDEST)):
                code = (first + n).to_bytes(width, "big")
                if texts and n < len(texts):
                    table[code] = _text(texts[n])
                elif text and (start := _text(text)):
                    table[code] = start[:-1] + chr(min(ord(start[-1]) + n, 0x10FFFF))
    return table


def shown_texts(content: bytes, fonts: Fonts) -> Iterator[str]:
    """Yield what the operators of a page or form show, and what its properties say instead.

    Where several fonts have one name, each is tried.
    """
    marks = list(_SHOWN.finditer(content))
    names = {found[1] for found in marks if found[1]}
    tries = max((len(fonts.get(name, ())) for name in names), default=1) or 1
    for number in range(tries):
        shown: list[str] = []
        table: Cmap = {}
        for found in marks:
            if found[1]:
                known = fonts.get(found[1], ())
                table = known[min(number, len(known) - 1)] if known else {}
            else:
                code = string_bytes(found[2])
                shown.append(_decoded(code, table) if table else text_string(code))
        yield "".join(shown)
    for properties in _PROPERTIES.finditer(content):
        yield " ".join(strings_in(properties[0]))


def _decoded(code: bytes, table: Cmap) -> str:
    width = len(next(iter(table)))
    return "".join(table.get(code[at : at + width], "") for at in range(0, len(code), width))


def _code(digits: bytes) -> bytes:
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _text(digits: bytes) -> str:
    return _code(re.sub(rb"\s", b"", digits)).decode("utf-16-be", "ignore")
