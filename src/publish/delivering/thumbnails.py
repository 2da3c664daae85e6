"""Small pictures of pages, for the report."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types; takes 0.3 s to import

FIRST_PAGES = 12


def thumbnails(path: Path, width: int = 170, pages: int = FIRST_PAGES) -> list[bytes]:
    """Return the first pages of a PDF as PNG pictures.

    Args:
        path: the file.
        width: of the pictures, in pixels; wide pages are scaled by their height.
        pages: at most so many.
    Raises:
        OSError: the file cannot be read.
        RuntimeError: it is not a PDF.
    """
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        pictures = []
        for number in range(min(pages, len(document))):
            page = document[number]
            longer = max(page.get_width(), page.get_height() / 1.4142)
            bitmap = page.render(scale=width / longer, rev_byteorder=True)
            size = (bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
            pictures.append(png(bytes(bitmap.buffer), *size))
            bitmap.close()
            page.close()
        return pictures
    finally:
        document.close()


def png(rows: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Return pixels as PNG. Source: ISO/IEC 15948:2004, clauses 5 and 11.

    Args:
        rows: `height` rows of `stride` bytes; red, green, blue and what is passed over.
        width, height: in pixels.
        stride: bytes from one row to the next.
        channels: bytes a pixel, 3 or 4.
    """
    packed = bytearray()
    for start in range(0, height * stride, stride):
        row = rows[start : start + width * channels]
        packed.append(0)  # no filter
        if channels == 3:
            packed += row
        else:
            kept = bytearray(3 * width)
            for channel in range(3):
                kept[channel::3] = row[channel::channels]
            packed += kept
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(packed), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
