"""The outermost of a file: header, version, identifier, compression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from pypdf.generic import IndirectObject, StreamObject

from publish.checking.opened import Opened, dictionary, items, number_of, raw, resolved, text
from publish.checking.preflight.requirements import Requirements, Standard
from publish.checking.preflight.survey import parts_of
from publish.checking.preflight.wording import EXPORT_X4, counted, on_pages
from publish.errors import Finding, Rule

HEADER = Rule(
    "P205",
    "A file begins with its header, and a line that shows it is not text.",
    "ISO 32000-1:2008, 7.5.2; ISO 19005-2:2011, 6.1.2: mail and file servers go by it.",
)
VERSION = Rule(
    "P206",
    "A file is of a version of PDF that the receiver reads: 1.6 for PDF/X-4, 1.7 for PDF/A.",
    "ISO 15930-7:2010, 6.1; ISO 19005-2:2011, 6.1.2: what is newer may be left out in print.",
)
IDENTIFIER = Rule(
    "P207",
    "A file bears its identifier, in two parts.",
    "ISO 32000-1:2008, 14.4: printers and archives tell two states of a file apart by it.",
)
COMPRESSION = Rule(
    "P208",
    "Nothing is packed by LZW.",
    "ISO 19005-2:2011, 6.1.7.2; ISO 15930-7:2010, 6: not every reader can unpack it.",
)

RULES: tuple[Rule, ...] = (HEADER, VERSION, IDENTIFIER, COMPRESSION)

_NEWEST: dict[Standard, str] = {"press": "1.6", "archive": "1.7"}
_HEADER = re.compile(rb"%PDF-(\d\.\d)[\r\n]")
_BINARY = re.compile(rb"%PDF-\d\.\d[\r\n]+%[^\r\n]{0,20}?[\x80-\xff]{4}")
_ANEW = "write the file anew: open it and save it under another name"


def check_header(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield what is wrong with the first two lines."""
    head = _head(opened)
    if not _HEADER.match(head):
        yield HEADER.at(opened.place, "the file does not begin with %PDF-1.", _ANEW)
    elif needs.standard in _NEWEST and not _BINARY.match(head):
        message = "the second line does not show that the file is not text"
        yield HEADER.at(opened.place, message, _ANEW)


def check_version(opened: Opened, needs: Requirements) -> Iterator[Finding]:
    """Yield a version that is too new."""
    newest = _NEWEST.get(needs.standard)
    header = _HEADER.search(_head(opened))
    versions = (header[1].decode() if header else "", text(opened.root, "/Version")[1:])
    if newest and max(versions) > newest:
        message = f"the file is PDF {max(versions)}; at most {newest} may be used"
        yield VERSION.at(opened.place, message, EXPORT_X4 if needs.standard == "press" else _ANEW)


def check_identifier(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield an identifier that is missing or half there."""
    parts = [resolved(part) for part in items(raw(opened.reader.trailer, "/ID"))]
    if len(parts) != 2 or not all(parts):
        yield IDENTIFIER.at(opened.place, "the file bears no identifier", _ANEW)


def check_compression(opened: Opened, _: Requirements) -> Iterator[Finding]:
    """Yield streams that are packed by LZW."""
    # Streams are never packed in others, so the word stands in the file where it is used.
    stream = opened.reader.stream
    if isinstance(stream, BytesIO) and not re.search(b"LZW", stream.getbuffer()):
        return
    pages: dict[int, int] = {}
    for part in parts_of(opened):
        pages[number_of(part.table)] = part.page
    for n, page in enumerate(opened.pages, 1):
        for content in items(raw(page, "/Contents")):
            pages.setdefault(number_of(dictionary(content)), n)
    found = [reference.idnum for reference in _references(opened) if _packed_by_lzw(reference)]
    if not found:
        return
    known = sorted({pages[n] for n in found if n in pages})
    where = f"; {on_pages(known)} can be seen to use such parts" if known else ""
    message = f"the file has {counted(len(found), 'part')} packed by LZW{where}"
    remedy = "write the file anew with current software (Acrobat: Save as optimized PDF)"
    yield COMPRESSION.at(opened.place, message, remedy, known[0] if known else 0)


def _references(opened: Opened) -> Iterator[IndirectObject]:
    for generation, table in sorted(opened.reader.xref.items()):
        for number in sorted(table):
            yield IndirectObject(number, generation, opened.reader)


def _packed_by_lzw(reference: IndirectObject) -> bool:
    table = resolved(reference)
    if not isinstance(table, StreamObject):
        return False
    return any(str(resolved(name)) == "/LZWDecode" for name in items(raw(table, "/Filter")))


def _head(opened: Opened) -> bytes:
    opened.reader.stream.seek(0)
    return opened.reader.stream.read(1024)
