"""The ink of pictures: their pixels as inks, coarsened to what an eye or a densitometer sees."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from PIL import Image
from pypdf.generic import StreamObject

from publish.checking.opened import dictionary, items, numbers, raw, resolved
from publish.checking.preflight.functions import number
from publish.checking.preflight.marks import PageContent, Placed
from publish.checking.preflight.pictures import is_line_art, resolution, size_of
from publish.checking.preflight.reporting import Case
from publish.checking.preflight.spaces import Ink, Space, indexed, ink_of
from publish.checking.preflight.walk import Known
from publish.errors import Finding, Rule

WHOLE = Rule(
    "P252",
    "The data of every picture are whole.",
    "ISO 32000-1:2008, 8.9.5.1 and 7.4: a torn picture prints grey or not at all, or stops the "
    "press's computer.",
)

RULES: tuple[Rule, ...] = (WHOLE,)

FINENESS = 100.0  # pixels an inch, to which pictures are coarsened: the reach of a press's dots
MOST_PIXELS = 120_000_000
MOST_KEPT = 4_000_000  # pixels that are left when it is coarsened
_JPEG, _JPEG_2000 = "/DCTDecode", "/JPXDecode"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ink of a picture.

    Attributes:
        inks: per cent of cyan, magenta, yellow, black and spots together: rows × columns × 5.
    """

    inks: np.ndarray

    def totals(self) -> np.ndarray:
        """Return total area coverage in per cent: rows × columns."""
        total: np.ndarray = self.inks.sum(axis=2)
        return total


def coverage_of(placed: Placed, known: Known) -> Coverage | None:
    """Return the ink of a picture; None where it depends on a conversion or cannot be read.

    Each picture is read once a file for each fineness at which it is printed.
    """
    found = _known(placed, known)
    return found if isinstance(found, Coverage) else None


def check_whole(case: Case, content: PageContent) -> Iterator[Finding]:
    """Yield the pictures that cannot be read to their end."""
    for mark in content.marks:
        if isinstance(mark.source, Placed) and isinstance(_known(mark.source, case.known), str):
            message = f"a picture cannot be read: {_known(mark.source, case.known)}"
            yield case.finding(WHOLE, content, message, "place it anew", mark.box)
            return


def _known(placed: Placed, known: Known) -> object:
    width, height = size_of(placed.picture)
    step = max(int((resolution(placed) or FINENESS) / FINENESS), 1)
    step = max(step, ceil(sqrt(max(width * height, 1) / MOST_KEPT)))
    key = ("ink", placed.number, step)
    if key not in known.measures:
        try:
            known.measures[key] = _measured(placed, step)
        except Exception as fault:  # torn data can raise whatever a decoder can raise
            known.measures[key] = f"{type(fault).__name__}: {fault}"[:200]
    return known.measures[key]


def _measured(placed: Placed, step: int) -> Coverage | None:
    space = placed.space
    width, height = size_of(placed.picture)
    if space is None or not 0 < width * height <= MOST_PIXELS:
        return None
    if ink_of(space, _middle(space)) is None:
        return None
    if is_line_art(placed.picture):  # has two colours, wherever they are
        samples = np.array([[[0], [1]]]).repeat(max(space.count, 1), axis=2)
    else:
        samples = _samples(placed.picture, space, step)
    return Coverage(_inks(samples, space, placed.picture))


def _middle(space: Space) -> tuple[float, ...]:
    return (0.0,) if space.kind == "indexed" else (0.5,) * max(space.count, 1)


def _samples(picture: StreamObject, space: Space, step: int) -> np.ndarray:
    """Return the pixels as they are stored: rows × columns × components of 0 to 255.

    An average of `step` × `step` pixels stands for one, except of those that are indices.
    """
    filters = [str(resolved(name)) for name in items(raw(picture, "/Filter"))]
    if filters and filters[-1] in (_JPEG, _JPEG_2000):
        return _from_file(picture, filters[-1], step)
    width, height = size_of(picture)
    bits, count = int(number(picture, "/BitsPerComponent", 8)), space.count
    found = _unpacked(picture, filters, width, height, count, bits)
    if space.kind == "indexed":
        return found[::step, ::step]
    return _averaged(found, step)


def _averaged(samples: np.ndarray, step: int) -> np.ndarray:
    rows, columns = samples.shape[0] // step, samples.shape[1] // step
    if step == 1 or not rows or not columns:
        return samples
    whole = samples[: rows * step, : columns * step]
    blocks = whole.reshape(rows, step, columns, step, samples.shape[2])
    means: np.ndarray = blocks.mean(axis=(1, 3), dtype=np.float32)
    return means


def _from_file(picture: StreamObject, kind: str, step: int) -> np.ndarray:
    """Return the pixels of a JPEG, as the PDF sees them."""
    opened = Image.open(io.BytesIO(picture.get_data()))
    if kind == _JPEG and step > 1:
        opened.draft(None, (opened.width // step, opened.height // step))
        step = max(step * opened.width // max(size_of(picture)[0], 1), 1)
    samples = np.asarray(opened)
    if samples.ndim == 2:
        samples = samples[:, :, None]
    if kind == _JPEG and opened.mode == "CMYK":
        samples = 255 - samples  # Pillow takes every CMYK JPEG for one of Adobe's, upside down
    return _averaged(samples, step)


def _unpacked(
    picture: StreamObject, filters: list[str], width: int, height: int, count: int, bits: int
) -> np.ndarray:
    parameters = [dictionary(item) for item in items(raw(picture, "/DecodeParms"))]
    predictor = number(parameters[0], "/Predictor", 1) if parameters else 1
    if filters == ["/FlateDecode"] and predictor >= 10 and bits == 8 and count in (1, 3, 4):
        return _as_png(picture, width, height, count)
    if filters == ["/FlateDecode"] and predictor == 1:
        most = height * ((width * count * bits + 7) // 8)
        data = zlib.decompressobj().decompress(_stored(picture), most)
    else:
        data = picture.get_data()
    return _from_bytes(data, width, height, count, bits)


def _stored(picture: StreamObject) -> bytes:
    return picture._data  # before its filters; pypdf has no other way to it


def _as_png(picture: StreamObject, width: int, height: int, count: int) -> np.ndarray:
    """Return pixels whose rows are predicted as in a PNG, read as the PNG that they nearly are.

    Four inks are stored as red, green, blue and alpha are. Source: ISO/IEC 15948:2003, 11.2.
    """
    colour = {1: 0, 3: 2, 4: 6}[count]
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", _stored(picture)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return np.asarray(Image.open(io.BytesIO(png))).reshape(height, width, count)


def _from_bytes(data: bytes, width: int, height: int, count: int, bits: int) -> np.ndarray:
    row = (width * count * bits + 7) // 8
    flat = np.frombuffer(data[: row * height], np.uint8)
    if len(flat) < row * height:
        raise ValueError(f"{row * height - len(flat)} of {row * height} bytes are missing")
    if bits == 16:
        flat = flat[::2]
    if bits < 8:
        spread = np.unpackbits(flat.reshape(height, row), axis=1)[:, : width * count * bits]
        weights = (1 << np.arange(bits - 1, -1, -1)).astype(np.uint8)
        parts = spread.reshape(height, width * count, bits) * weights
        flat = parts.sum(axis=2, dtype=np.uint8)
    samples: np.ndarray = flat.reshape(height, width, count)
    return samples


def _inks(samples: np.ndarray, space: Space, picture: StreamObject) -> np.ndarray:
    """Return pixels as inks in per cent."""
    if space.kind == "indexed":
        return _looked_up(samples[:, :, 0].astype(np.intp), space)
    highest = 255.0
    bits = int(number(picture, "/BitsPerComponent", 8))
    if bits < 8 and samples.max(initial=0) < 1 << bits:
        highest = float((1 << bits) - 1)
    decode = numbers(raw(picture, "/Decode"))
    values = samples[:, :, : max(space.count, 1)] / np.float32(highest)
    if len(decode) == 2 * values.shape[2]:
        low, high = np.array(decode[::2]), np.array(decode[1::2])
        values = low + values * (high - low)
    return 100 * _plates(values, space)


def _plates(values: np.ndarray, space: Space) -> np.ndarray:
    """Return colour values as inks: a matrix, for each component lays down so much of each ink."""
    whole = np.zeros((*values.shape[:2], 5), np.float32)
    if space.kind in ("grey", "icc grey", "cal grey"):
        whole[:, :, 3] = 1 - values[:, :, 0]
    else:
        for n in range(values.shape[2]):
            unit = tuple(float(n == other) for other in range(values.shape[2]))
            ink = ink_of(space, unit) or Ink()
            whole += values[:, :, n : n + 1] * np.array(ink, np.float32)
    return whole.clip(0, None)


def _looked_up(indices: np.ndarray, space: Space) -> np.ndarray:
    base = space.base
    if base is None:
        return np.zeros((*indices.shape, 5), np.float32)
    count = len(space.table) // max(base.count, 1)
    rows = [ink_of(base, indexed(space, n)) or Ink() for n in range(count)] or [Ink()]
    found: np.ndarray = 100 * np.array(rows, np.float32)[indices.clip(0, len(rows) - 1)]
    return found
