"""A zip written file by file; nothing of any size is held in memory."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from publish.delivering.zip_format import Entry, directory, local_header
from publish.errors import Place, PublishError, Rule

PIECE = 1 << 20  # bytes read at once

NOT_AS_BUILT = Rule(
    "P320",
    "What goes into a package is the file that was built.",
    "A package would say of a file what holds for another.",
)
RULES: tuple[Rule, ...] = (NOT_AS_BUILT,)


@dataclass(frozen=True, slots=True)
class Content:
    """A file that goes into a zip.

    Attributes:
        name: its path in the zip.
        source: where it lies, or its bytes.
        sha256: what its bytes must be.
    """

    name: str
    source: Path | bytes
    sha256: str


def made_content(name: str, data: bytes) -> Content:
    """Return a file that is in memory."""
    return Content(name, data, hashlib.sha256(data).hexdigest())


def write_zip(file: BinaryIO, contents: Iterable[Content], moment: dt.datetime) -> None:
    """Write a zip; `moment` is the date that all files in it bear.

    Raises:
        PublishError: a file is gone, or no longer what it was.
        OSError: the zip cannot be written.
    """
    entries = [_write_file(file, content, moment) for content in contents]
    file.write(directory(entries, moment, file.tell()))
    file.flush()


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """Yield what a file holds, a little at a time."""
    while piece := source.read(PIECE):
        yield piece


def _write_file(file: BinaryIO, content: Content, moment: dt.datetime) -> Entry:
    offset, crc, digest = file.tell(), 0, hashlib.sha256()
    with _opened(content) as opened:
        size = opened.seek(0, 2)
        opened.seek(0)
        # Its length is known, its checksum is not: the header is written twice.
        file.write(local_header(Entry(content.name, size, 0, offset), moment))
        for piece in pieces(opened):
            file.write(piece)
            crc = zlib.crc32(piece, crc)
            digest.update(piece)
    entry = Entry(content.name, size, crc, offset)
    header = local_header(entry, moment)
    end = file.tell()
    if digest.hexdigest() != content.sha256 or end != offset + len(header) + size:
        raise not_as_built(content.name, "has changed since it was built")
    file.seek(offset)
    file.write(header)
    file.seek(end)
    return entry


def _opened(content: Content) -> BinaryIO:
    if isinstance(content.source, bytes):
        return BytesIO(content.source)
    try:
        return content.source.open("rb")
    except OSError as fault:
        raise not_as_built(content.name, f"cannot be read: {fault.strerror}") from fault


def not_as_built(name: str, message: str) -> PublishError:
    """Return the fault of a file in output/ that is to go into a package."""
    remedy = "leave output/ alone during a build, and build again"
    return PublishError(NOT_AS_BUILT.at(Place(f"output/{name}"), message, remedy))
