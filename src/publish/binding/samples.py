"""The samples of pictures in PDF files.

What a sample means is the colour space's affair: pictures are read and written as numbers, so
that their colour space and `/Decode` stay as they were (ISO 32000-1:2008, 8.9.5).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any  # numpy's arrays: their shapes and kinds are not typed here

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

Numbers = np.ndarray[Any, Any]

MOST_PIXELS = 40_000_000
_MOST_SCANNED = 16 * MOST_PIXELS  # each scan of a progressive file goes over all its pixels
_SCAN = b"\xff\xda"  # ITU-T T.81, B.1.1.3
_MODES = {1: "L", 3: "RGB", 4: "CMYK"}
_COMPONENTS = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G", "/Separation"), 1),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), 3),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
}


@dataclass(frozen=True, slots=True)
class Samples:
    """A picture as numbers.

    Attributes:
        picture: "L", "RGB" or "CMYK": one, three or four components of 8 bits.
        space: its colour space; for a picture of indices that of the colours they stand for.
        photograph: it was a JPEG file.
    """

    picture: Image.Image
    space: pikepdf.Object
    photograph: bool


def read_samples(image: pikepdf.Object, least: tuple[int, int] | None = None) -> Samples | None:
    """Read a picture of 2 bits and more a component; None for what cannot be read as one.

    Args:
        least: a JPEG file may be read at a fraction of its size that is no smaller.
    """
    space = image.get("/ColorSpace")
    width, height = int(image.Width), int(image.Height)
    if space is None or not 0 < width * height <= MOST_PIXELS or "/ImageMask" in image:
        return None
    filters = _filters(image)
    if filters and filters[-1] == "/DCTDecode":
        picture = _photograph(image, filters, (width, height), least)
        components = components_of(space)
        if picture is None or components is None or picture.mode != _MODES[components]:
            return None
        return Samples(picture, space, photograph=True)
    if set(filters) & {"/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/Crypt"}:
        return None
    bits = int(image.get("/BitsPerComponent", 8))
    if isinstance(space, Array) and str(space[0]) in ("/Indexed", "/I"):
        return _indexed(image, space, (width, height), bits)
    components = components_of(space)
    if components is None or bits not in (2, 4, 8, 16):
        return None
    if components == 4 and "/Decode" in image:
        return None  # as_jpeg needs it for itself
    values = _values(image, (width, height), components, bits)
    pixels = values.reshape(height, width, components)
    return Samples(_picture(pixels), space, photograph=False)


def components_of(space: pikepdf.Object) -> int | None:
    """Return how many numbers a pixel has in a colour space whose numbers can be averaged."""
    if isinstance(space, Name):
        return _COMPONENTS.get(str(space))
    if not isinstance(space, Array):
        return None
    if str(space[0]) == "/ICCBased":
        count = int(space[1].get("/N", 0))
        return count if count in _MODES else None
    return _COMPONENTS.get(str(space[0]))


def _filters(image: pikepdf.Object) -> list[str]:
    given = image.get("/Filter", Array())
    return [str(name) for name in (given if isinstance(given, Array) else [given])]


def _photograph(
    image: pikepdf.Object,
    filters: list[str],
    size: tuple[int, int],
    least: tuple[int, int] | None,
) -> Image.Image | None:
    data = jpeg_of(image, filters)
    if data is None or data.count(_SCAN) * size[0] * size[1] > _MOST_SCANNED:
        return None
    picture = Image.open(BytesIO(data), formats=["JPEG"])
    if picture.size != size:
        return None
    if picture.mode == "CMYK" and "adobe" not in picture.info:
        return None  # Pillow would turn its inks over when it writes them
    if least is not None:
        picture.draft(None, least)
    picture.load()
    return picture


def jpeg_of(image: pikepdf.Object, filters: list[str] | None = None) -> bytes | None:
    """Return the JPEG file that a picture is, None for what is none, or a torn one."""
    filters = _filters(image) if filters is None else filters
    parms = image.get("/DecodeParms")
    listed = list(parms) if isinstance(parms, Array) else [parms]
    if any(isinstance(one, Dictionary) and len(one.keys()) for one in listed):
        return None
    data = image.read_raw_bytes()
    if filters == ["/FlateDecode", "/DCTDecode"]:
        inflater = zlib.decompressobj()
        data = inflater.decompress(data, MOST_PIXELS)
    elif filters != ["/DCTDecode"]:
        return None
    return data if data.rstrip(b"\r\n\0").endswith(b"\xff\xd9") else None


def _values(image: pikepdf.Object, size: tuple[int, int], components: int, bits: int) -> Numbers:
    """Return the samples of a picture, row by row, as numbers of 8 bits."""
    raw = _rows(image, size, components, bits)
    most = (1 << bits) - 1
    if bits == 16:
        wide = raw.view(">u2").astype(np.uint32)
        return ((wide + 128) // 257).astype(np.uint8)
    return raw if bits == 8 else (_unpacked(raw, size, components, bits) * (255 // most))


def _rows(image: pikepdf.Object, size: tuple[int, int], components: int, bits: int) -> Numbers:
    width, height = size
    stride = (width * components * bits + 7) // 8
    data = image.read_bytes()
    if len(data) < stride * height:
        raise ValueError("a picture has fewer samples than pixels")
    return np.frombuffer(data, np.uint8, stride * height)


def _unpacked(raw: Numbers, size: tuple[int, int], components: int, bits: int) -> Numbers:
    """Return samples of 1, 2 or 4 bits one by one; each row begins on a byte."""
    width, height = size
    rows = np.unpackbits(raw.reshape(height, -1), axis=1)
    parts = rows[:, : width * components * bits].reshape(height, -1, bits)
    weights = (1 << np.arange(bits)[::-1]).astype(np.uint8)
    values: Numbers = (parts * weights).sum(axis=2, dtype=np.uint8).reshape(-1)
    return values


def _picture(pixels: Numbers) -> Image.Image:
    """Return pixels of one, three or four components as a picture."""
    if pixels.shape[2] == 1:
        return Image.fromarray(np.ascontiguousarray(pixels[:, :, 0]), "L")
    return Image.fromarray(np.ascontiguousarray(pixels), _MODES[pixels.shape[2]])


def _indexed(
    image: pikepdf.Object, space: Array, size: tuple[int, int], bits: int
) -> Samples | None:
    """Return a picture of indices in its colours."""
    base, most, table = space[1], int(space[2]), space[3]
    components = components_of(base)
    if components not in (1, 3) or bits not in (1, 2, 4, 8) or "/Decode" in image:
        return None
    listed = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    if not 0 <= most <= 255 or len(listed) < (most + 1) * components:
        return None
    colours = np.frombuffer(listed, np.uint8, (most + 1) * components).reshape(-1, components)
    raw = _rows(image, size, 1, bits)
    indices = raw if bits == 8 else _unpacked(raw, size, 1, bits)
    pixels = colours[np.minimum(indices, most)]
    width, height = size
    return Samples(_picture(pixels.reshape(height, width, components)), base, photograph=False)
