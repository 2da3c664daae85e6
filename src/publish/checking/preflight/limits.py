"""What is looked at before a file of somebody else is read: its kind, its size, what it unpacks to.

A stream of a megabyte can unpack to a gigabyte. It is unpacked here piece by piece and thrown
away, so that nothing is ever held that is too large.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from publish.errors import Finding, Place, Rule

LIMITS = Rule(
    "P201",
    "A file can be checked within the limits on time and memory.",
    "A file that takes minutes or gigabytes to read stops the printer's machine, too.",
)
KIND = Rule(
    "P202",
    "What is checked is a PDF file, with something in it.",
    "ISO 32000-1:2008, 7.5.2: a folder or a device cannot be read as one, or has no end.",
)
INFLATED = Rule(
    "P203",
    "No part of a file unpacks to many times what a document needs.",
    "ISO 32000-1:2008, 7.4.4: whatever opens such a file runs out of memory.",
)

RULES: tuple[Rule, ...] = (LIMITS, KIND, INFLATED)

SUSPECT = "do not send it on; ask who made it for another"
MOST_BYTES = 2 << 30  # of a file
_MOST_PAGES = 50_000
_MOST_OF_ONE = 192 << 20  # bytes that one stream unpacks to, if it does so a hundredfold
_MOST_OF_ALL = 512 << 20
_RATIO = 100  # a white page in CMYK at 600 dpi unpacks a thousandfold, but to 140 MB
_PIECE = 1 << 20  # bytes unpacked at a time
_FED = 1 << 16

_STREAM = re.compile(rb"(?<!end)stream\r?\n")


def refused(path: Path, place: Place) -> Finding | None:
    """Return why a path is not even opened; None if it may be."""
    try:
        about = path.stat()
    except OSError as fault:
        return KIND.at(place, f"cannot be read: {fault.strerror}")
    if not stat.S_ISREG(about.st_mode):
        what = "a folder" if stat.S_ISDIR(about.st_mode) else "a device or a pipe"
        return KIND.at(place, f"is {what}, not a file", "name a PDF file")
    if about.st_size == 0:
        return KIND.at(place, "is empty", "copy or export it anew: its writing was cut short")
    if about.st_size > MOST_BYTES:
        message = f"has {about.st_size >> 20} MB; at most {MOST_BYTES >> 20} can be checked"
        return LIMITS.at(place, message, "divide it, or export it with pictures as they print")
    return None


def unpacks_without_end(data: bytes, place: Place) -> Finding | None:
    """Return the finding that a file is made to fill memory; None if it is not.

    Takes about 3 ms for each megabyte unpacked.
    """
    total = spent = 0
    for packed in _packed(data):
        size = _unpacked_size(packed, _MOST_OF_ONE)
        if size >= _MOST_OF_ONE and size > _RATIO * len(packed):
            message = f"a part of {len(packed) >> 10} kB unpacks to more than {size >> 20} MB"
            return INFLATED.at(place, message, SUSPECT)
        total, spent = total + size, spent + len(packed)
        if total >= _MOST_OF_ALL:
            if total > _RATIO * spent:
                message = f"its parts of {spent >> 10} kB unpack to more than {total >> 20} MB"
                return INFLATED.at(place, message, SUSPECT)
            return None
    return None


def _packed(data: bytes) -> Iterator[memoryview]:
    """Yield what may be a stream packed by Flate."""
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        start = found.end()
        # RFC 1950, 2.2: method 8 in the low bits; a multiple of 31 in two bytes
        head = view[start : start + 2]
        if len(head) == 2 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0:
            end = data.find(b"endstream", start)
            yield view[start : end if end > 0 else len(data)]


def _unpacked_size(packed: memoryview, most: int) -> int:
    """Return to how many bytes a stream unpacks, counted no further than `most`."""
    inflater, size = zlib.decompressobj(), 0
    try:
        for start in range(0, len(packed), _FED):
            rest = bytes(packed[start : start + _FED])
            while rest and size < most and not inflater.eof:
                size += len(inflater.decompress(rest, _PIECE))
                rest = inflater.unconsumed_tail
    except zlib.error:
        pass  # whether it can be read is the business of other rules
    return size


def too_many_pages(count: int, place: Place) -> Finding | None:
    """Return the finding that a file says it has more pages than any book; None if not."""
    if count <= _MOST_PAGES:
        return None
    message = f"has {count} pages; at most {_MOST_PAGES} can be checked"
    return LIMITS.at(place, message, "divide it")
