"""The objects of a PDF as its bytes hold them, in use or not, streams unfolded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf.errors import PyPdfError
from pypdf.filters import (
    ASCII85Decode,
    ASCIIHexDecode,
    FlateDecode,
    LZWDecode,
    RunLengthDecode,
)
from pypdf.generic import DictionaryObject, NameObject, NumberObject

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[ \t\r\n\f\0]+\d{1,5}[ \t\r\n\f\0]+obj\b")
_STREAM = re.compile(rb">>\s*stream(?:\r\n|\n|\r)|\bendobj\b")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)\b")
_FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_PREDICTOR = re.compile(rb"/(Predictor|Columns|Colors|BitsPerComponent)\s+(\d+)")
_FIRST = re.compile(rb"/First\s+(\d+)")
_MOST = 200_000_000  # bytes that a stream may unfold to
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_CONTENT = re.compile(rb"\bT[jJ]\b|\bBDC\b|\bBMC\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """An object, or what stands between two.

    Attributes:
        number: of the object; 0 between objects.
        head: its bytes; of a stream, those of its dictionary.
        content: what a stream holds, unfolded; None where there is none, or no text can be in it.
    """

    number: int
    head: bytes
    content: bytes | None = None

    @property
    def is_drawn(self) -> bool:
        """Does it hold operators that show text?"""
        return (
            self.content is not None
            and not _PICTURE.search(self.head)
            and b"/EmbeddedFile" not in self.head
            and b"begincmap" not in self.content
            and bool(_CONTENT.search(self.content))
        )


def pieces_of(data: bytes) -> Iterator[Piece]:
    """Yield all objects from front to end, of object streams each one, and all between them."""
    at = 0
    while found := _OBJECT.search(data, at):
        yield Piece(0, data[at : found.start()])
        end = _STREAM.search(data, found.end())
        if end is None or end[0] == b"endobj":
            at = end.end() if end else len(data)
            yield Piece(int(found[1]), data[found.end() : end.start() if end else at])
            continue
        head = data[found.end() : end.start() + 2]
        stop = _end_of_stream(data, head, end.end())
        yield from _stream(int(found[1]), head, data[end.end() : stop])
        at = stop
    yield Piece(0, data[at:])


def _end_of_stream(data: bytes, head: bytes, start: int) -> int:
    length = _LENGTH.search(head)
    if length and data[start + int(length[1]) :][:20].lstrip().startswith(b"endstream"):
        return start + int(length[1])
    end = data.find(b"endstream", start)
    return end if end >= 0 else len(data)


def _stream(number: int, head: bytes, body: bytes) -> Iterator[Piece]:
    if re.search(rb"/(FontFile\d?|Length1|CIDFontType0C|OpenType|XRef)\b", head):
        yield Piece(number, head)
        return
    content = _unfolded(head, body)
    first = _FIRST.search(head)
    if b"/ObjStm" not in head or first is None:
        yield Piece(number, head, content)
        return
    offset = int(first[1])
    table = [int(word) for word in content[:offset].split() if word.isdigit()]
    starts = [offset + start for start in table[1::2]]
    for inner, begin, end in zip(table[::2], starts, [*starts[1:], len(content)], strict=False):
        yield Piece(inner, content[begin:end])


def _unfolded(head: bytes, body: bytes) -> bytes:
    """Return what a stream holds; what its filters cannot read, as it is."""
    found = _FILTERS.search(head)
    parameters = DictionaryObject(
        {NameObject(f"/{key.decode()}"): NumberObject(int(value))
         for key, value in _PREDICTOR.findall(head)}
    )  # fmt: skip
    for name in re.findall(rb"/(\w+)", found[1]) if found else ():
        try:
            body = _filtered(name, body, parameters)
        except (PyPdfError, zlib.error, ValueError, IndexError, KeyError):
            return body
    return body


def _filtered(name: bytes, body: bytes, parameters: DictionaryObject) -> bytes:
    match name:
        case b"FlateDecode" if parameters.get("/Predictor", 1) == 1:
            return zlib.decompressobj().decompress(body, _MOST)
        case b"FlateDecode":
            return FlateDecode.decode(body, parameters)
        case b"LZWDecode":
            return LZWDecode.decode(body, parameters)
        case b"ASCII85Decode":
            return ASCII85Decode.decode(body)
        case b"ASCIIHexDecode":
            return ASCIIHexDecode.decode(body)
        case b"RunLengthDecode":
            return RunLengthDecode.decode(body)
    return body
