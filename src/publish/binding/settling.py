"""No stream's data may end in a carriage return.

The line feed before "endstream" is then read by some programs as half of one CR LF line end, and
the stream's /Length looks wrong to them (ISO 19005-2:2011, 6.1.7.1 leaves it open; page-validation
refuses such files). One stream in 256 is struck, by chance of its checksum. A byte after the end
of compressed data means nothing, and a space of the dictionary makes room for it, so that no
offset in the file moves.
"""

from __future__ import annotations

import re

_END = b"\r\nendstream"
_BODY = b">>\nstream\n"
_LENGTH = re.compile(rb"/Length (\d+)(?![\d ]+ R)")


def settle(data: bytes) -> bytes:
    """Return the PDF file `data`, as qpdf writes it, with every such stream one byte longer."""
    settled = bytearray(data)
    end = settled.find(_END)
    while end >= 0:
        start, body = _dictionary(settled, end)
        if start >= 0:
            settled[start : end + 1] = _longer(bytes(settled[start:body])) + (
                settled[body : end + 1] + b"\n"
            )
        end = settled.find(_END, end + len(_END))
    return bytes(settled)


def _dictionary(data: bytearray, end: int) -> tuple[int, int]:
    """Return where the dictionary of the stream whose data ends at `end` starts, and ends.

    (-1, -1) where "endstream" is part of other data: only a dictionary whose length agrees counts.
    """
    body = data.rfind(_BODY, 0, end)
    while body >= 0:
        start = data.rfind(b"\n<< ", 0, body) + 1
        length = _LENGTH.search(bytes(data[start:body]))
        if start and length and body + len(_BODY) + int(length[1]) == end + 1:
            return start, body
        body = data.rfind(_BODY, 0, body)
    return -1, -1


def _longer(dictionary: bytes) -> bytes:
    """Return `dictionary` with a /Length one greater, shorter by the one byte that is added."""
    length = _LENGTH.search(dictionary)
    assert length is not None  # found by _dictionary
    before, after = length[1], str(int(length[1]) + 1).encode()
    written = dictionary[: length.start(1)] + after + dictionary[length.end(1) :]
    written = written.replace(b"<< ", b"<<", 1)
    return written.rstrip(b" ") if len(after) > len(before) else written
