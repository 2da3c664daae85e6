"""The bytes of a zip file around its files: the same for the same files, whatever library runs.

Files are stored, not deflated: PDFs and pictures are compressed already, and what deflating makes
of the rest differs from one zlib to the next.

Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF
_PLAIN, _ZIP64 = 20, 45  # version needed, 4.4.3.2
_UNIX = 3 << 8  # version made by, upper byte: the attributes are those of Unix, 4.4.2
_UTF8 = 1 << 11  # general purpose flag, 4.4.4: names are UTF-8
_STORED = 0
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip. `offset` is where its header begins."""

    name: str
    bytes: int
    crc: int
    offset: int


def dos_time(moment: dt.datetime) -> tuple[int, int]:
    """Return time and date as zips hold them: from 1980 to 2107, in steps of two seconds."""
    first, last = dt.datetime(1980, 1, 1), dt.datetime(2107, 12, 31, 23, 59, 58)
    at = min(max(moment.replace(tzinfo=None), first), last)
    time = at.hour << 11 | at.minute << 5 | at.second // 2
    return time, (at.year - 1980) << 9 | at.month << 5 | at.day


def local_header(entry: Entry, moment: dt.datetime) -> bytes:
    """Return what stands before a file (4.3.7)."""
    name = entry.name.encode()
    extra = b""
    if entry.bytes >= _MOST_32:
        extra = struct.pack("<HHQQ", 1, 16, entry.bytes, entry.bytes)
    version, size = (_ZIP64, _MOST_32) if extra else (_PLAIN, entry.bytes)
    fixed = (version, _UTF8, _STORED, *dos_time(moment), entry.crc, size, size)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *fixed, len(name), len(extra)) + name + extra


def directory(entries: Sequence[Entry], moment: dt.datetime, start: int) -> bytes:
    """Return what stands behind all files: the central directory, which begins at `start`."""
    records = b"".join(_record(entry, moment) for entry in entries)
    count, size = len(entries), len(records)
    ending = b""
    if count >= _MOST_16 or start >= _MOST_32:  # 4.3.14 and 4.3.15
        fixed = (44, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, size, start)
        ending = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *fixed)
        ending += struct.pack("<4sLQL", b"PK\6\7", 0, start + size, 1)
    short = min(count, _MOST_16)
    last = (0, 0, short, short, min(size, _MOST_32), min(start, _MOST_32), 0)
    return records + ending + struct.pack("<4s4H2LH", b"PK\5\6", *last)


def _record(entry: Entry, moment: dt.datetime) -> bytes:
    """Return a file's record in the central directory (4.3.12)."""
    name = entry.name.encode()
    wide = [entry.bytes, entry.bytes] if entry.bytes >= _MOST_32 else []
    wide += [entry.offset] if entry.offset >= _MOST_32 else []
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    version, size = _ZIP64 if wide else _PLAIN, min(entry.bytes, _MOST_32)
    fixed = (_UNIX | version, version, _UTF8, _STORED, *dos_time(moment), entry.crc, size, size)
    rest = (len(name), len(extra), 0, 0, 0, _PLAIN_FILE, min(entry.offset, _MOST_32))
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *fixed, *rest) + name + extra
