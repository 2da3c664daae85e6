"""Bitmaps: what makes one unfit, and greys of 16 bits brought down to the 8 that are printed."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile

_PIXELS = 40_000_000


def bitmap_fault(content: bytes, suffix: str) -> str:
    """Return what makes a PNG or JPEG unfit, worded to follow its name; nothing if it is fit."""
    size = _png_size(content) if suffix == ".png" else _jpeg_frame(content)
    if size is None:
        return f"is not a {'PNG' if suffix == '.png' else 'JPEG'} file"
    width, height, components = size
    if components == 4:
        return "is in CMYK, the colours of a press"  # in PDF/A with RGB it may not stand
    if width * height > _PIXELS:
        return f"has {width} × {height} pixels, more than 40 million"
    return _torn(content) if width and height else "has no pixels"


def is_deep(content: bytes) -> bool:
    """Is it a PNG of 16 bits that has greys only? Of all others the engine makes 8 bits itself."""
    return content[:8] == b"\x89PNG\r\n\x1a\n" and content[24:26] == b"\x10\x00"


def eight_bits(content: bytes) -> bytes:
    """Return a fit PNG of 16-bit greys with the upper 8 bits of each."""
    with _strictly(), Image.open(io.BytesIO(content)) as picture:
        picture.load()
        shallow = Image.frombytes("L", picture.size, picture.tobytes("raw", "I;16")[1::2])
        known = {key: picture.info[key] for key in ("icc_profile", "dpi") if picture.info.get(key)}
        out = io.BytesIO()
        shallow.save(out, "PNG", **known)
    return out.getvalue()


def _torn(content: bytes) -> str:
    """Say what is wrong with a picture that cannot be read to its last pixel."""
    try:
        with _strictly(), Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError) as fault:  # as its readers raise them
        return f"is damaged or cut off: {fault}"
    return ""


@contextmanager
def _strictly() -> Iterator[None]:
    """Let what is cut off be a fault, whatever the engine has set for itself."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _png_size(content: bytes) -> tuple[int, int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height, 0  # however many: PNG knows no CMYK


def _jpeg_frame(content: bytes) -> tuple[int, int, int] | None:
    """Return width, height and the number of components (ITU-T T.81, B.2.2)."""
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in (0xFF, 0x01) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height, content[at + 9]
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None
