"""A PDF opened by pypdf: its objects as this package's checks look at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    read_object,
)

from publish.errors import Finding, Place, PublishError, Rule

OPENS = Rule(
    "P101",
    "A finished PDF opens in another library than the one that wrote it.",
    "A file that only its writer can read will fail in some reader's viewer.",
)
LOCKED = Rule(
    "P204",
    "A file is not encrypted.",
    "ISO 15930-7:2010, 6; ISO 19005-2:2011, 6.1.3: printers, archives and screen readers are "
    "locked out with everybody else.",
)

RULES: tuple[Rule, ...] = (OPENS, LOCKED)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened PDF.

    Attributes:
        place: what findings call the file.
        root: the document catalog.
        pages: page dictionaries in order.
        numbers: a page's object number → its 0-based index.
    """

    reader: PdfReader
    place: Place
    root: DictionaryObject
    pages: tuple[DictionaryObject, ...]
    numbers: dict[int, int]

    def page_of(self, value: PdfObject | None) -> int | None:
        """Return the 0-based index of the page that a reference leads to, None if to none."""
        return self.numbers.get(value.idnum) if isinstance(value, IndirectObject) else None


def open_pdf(path: Path, place: Place) -> Opened:
    """Open a PDF.

    Raises:
        PublishError: it cannot be read as a PDF, or wants a password.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise PublishError(OPENS.at(place, f"cannot be read: {fault.strerror}")) from fault
    return open_bytes(data, place)


def open_bytes(data: bytes, place: Place) -> Opened:
    """Open a PDF that is in memory. Raises as `open_pdf`."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise PublishError(_locked(place))
        pages = tuple(reader.pages)
        numbers = {
            p.indirect_reference.idnum: n for n, p in enumerate(pages) if p.indirect_reference
        }
        root = dictionary(reader.trailer["/Root"])
    except PublishError:
        raise
    except DependencyError:  # of a cipher: at this point pypdf asks for nothing else
        raise PublishError(_locked(place)) from None
    except RecursionError:
        raise PublishError(OPENS.at(place, "the file refers to itself without end")) from None
    except Exception as fault:  # a broken file can raise whatever a parser can raise
        message = f"cannot be read as a PDF: {fault}"
        raise PublishError(OPENS.at(place, message, "is it a PDF, and whole?")) from fault
    return Opened(reader, place, root, pages, numbers)


def _locked(place: Place) -> Finding:
    remedy = "write it anew without a password (File, Properties, Security: none)"
    return LOCKED.at(place, "the file is encrypted", remedy)


def read_all_objects(reader: PdfReader) -> None:
    """Read each object stream once, front to back; pypdf would start anew for every object."""
    streams: dict[int, list[int]] = {}
    for number, (stream, _) in reader.xref_objStm.items():
        streams.setdefault(stream, []).append(number)
    for stream_number, wanted in streams.items():
        stream = reader.get_object(stream_number)
        if not isinstance(stream, StreamObject):
            continue
        data = stream.get_data()
        first, count = int(str(stream["/First"])), int(str(stream["/N"]))
        head = [int(word) for word in data[:first].split()[: 2 * count]]
        source = BytesIO(data)
        for number, offset in zip(head[::2], head[1::2], strict=True):
            if number in wanted and reader.cache_get_indirect_object(0, number) is None:
                source.seek(first + offset)
                reader.cache_indirect_object(0, number, read_object(source, reader))


def resolved(value: PdfObject | None) -> PdfObject | None:
    """Return the object that a reference leads to; None for null and for nothing."""
    found = value.get_object() if value is not None else None
    return None if isinstance(found, NullObject) else found


def dictionary(value: PdfObject | None) -> DictionaryObject:
    """Return a dictionary, empty where there is none."""
    found = resolved(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def number_of(table: DictionaryObject) -> int:
    """Return a dictionary's object number; a direct one, which has none, counts by itself."""
    reference = getattr(table, "indirect_reference", None)  # pypdf sets it on some only
    return reference.idnum if isinstance(reference, IndirectObject) else id(table)


def entry(table: DictionaryObject, key: str) -> DictionaryObject:
    """Return the dictionary under `key`, empty where there is none."""
    return dictionary(raw(table, key))


def items(value: PdfObject | None) -> list[PdfObject]:
    """Return the items of an array, unresolved; a single value counts as an array of one."""
    found = resolved(value)
    if found is None:
        return []
    if isinstance(found, ArrayObject):
        return list(found)
    return [value] if value is not None else []


def raw(table: DictionaryObject, key: str) -> PdfObject | None:
    """Return the value under `key`, unresolved."""
    return table.raw_get(key) if key in table else None


def text(table: DictionaryObject, key: str) -> str:
    """Return the text or name under `key`, empty where there is none."""
    found = resolved(raw(table, key))
    return "" if found is None else str(found)


def numbers(value: PdfObject | None) -> tuple[float, ...]:
    """Return an array of numbers; empty where it is none."""
    found = (resolved(item) for item in items(value))
    return tuple(float(item) for item in found if isinstance(item, NumberObject | FloatObject))


def tree_entries(tree: DictionaryObject, leaf: str) -> Iterator[tuple[PdfObject, PdfObject]]:
    """Yield keys and unresolved values of a name tree (`/Names`) or number tree (`/Nums`)."""
    waiting, seen = [tree], set[int]()
    while waiting:
        node = waiting.pop()
        if not node or id(node) in seen:
            continue
        seen.add(id(node))
        flat = items(raw(node, leaf))
        yield from zip(flat[::2], flat[1::2], strict=False)
        waiting += [dictionary(kid) for kid in reversed(items(raw(node, "/Kids")))]


def fonts_of(opened: Opened) -> dict[int, DictionaryObject]:
    """Return every font that the pages and their forms use, by object number."""
    found: dict[int, DictionaryObject] = {}
    waiting = [entry(page, "/Resources") for page in opened.pages]
    seen: set[int] = set()
    while waiting:
        resources = waiting.pop()
        if not resources or id(resources) in seen:
            continue
        seen.add(id(resources))
        for reference in entry(resources, "/Font").values():
            font = dictionary(reference)
            found[number_of(font)] = font
        for kind in ("/XObject", "/Pattern"):
            for value in entry(resources, kind).values():
                waiting.append(entry(dictionary(value), "/Resources"))
    return found
