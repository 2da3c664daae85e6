"""How pictures are written into PDF files: as JPEG, without loss, in few colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publish.binding.samples import Samples


@dataclass(frozen=True, slots=True)
class Coded:
    """A picture as it is written: data and the entries of its dictionary."""

    data: bytes
    filter: Name
    entries: Dictionary

    @property
    def size(self) -> int:
        """Bytes of the data and of the colours they may be indices of."""
        return len(self.data) + len(self.entries.unparse())


def as_jpeg(samples: Samples, quality: int) -> Coded:
    """Return a picture as a JPEG file; colours are kept half as fine as lightness is."""
    return _jpeg(samples, quality=quality)


def as_fine_jpeg(samples: Samples, quality: int) -> Coded:
    """Return a picture as a JPEG file whose colours are as fine as its lightness."""
    fine = {} if samples.picture.mode == "CMYK" else {"subsampling": 0}
    return _jpeg(samples, quality=quality, **fine)


def _jpeg(samples: Samples, **options: int) -> Coded:
    target = BytesIO()
    samples.picture.save(target, "JPEG", optimize=True, progressive=True, **options)
    entries = Dictionary(ColorSpace=samples.space, BitsPerComponent=8)
    if samples.picture.mode == "CMYK" and not samples.photograph:
        entries.Decode = Array([1, 0] * 4)  # Pillow writes these as Adobe does, upside down
    return Coded(target.getvalue(), Name.DCTDecode, entries)


def without_remarks(data: bytes) -> bytes:
    """Return a JPEG file without what PDF readers pass over: previews, camera, place, profile.

    Source: ITU-T T.81, B.1.1; Adobe's own segment says how colours are coded and stays.
    """
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and data[at + 1] not in (0xDA, 0xFF):
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        marker = data[at + 1]
        if not (0xE1 <= marker <= 0xED or marker == 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def as_it_is(samples: Samples) -> Coded:
    """Return a picture without loss: rows filtered as in PNG files, indices if they will do."""
    picture, space = samples.picture, samples.space
    if picture.mode == "RGB" and picture.getcolors(256) is not None:
        pixels = np.asarray(picture).reshape(-1, 3)
        colours, indices = np.unique(pixels, axis=0, return_inverse=True)
        picture = Image.fromarray(indices.reshape(picture.height, -1).astype(np.uint8), "L")
        picture = _with_palette(picture, colours.tobytes())
        table = pikepdf.String(colours.tobytes())
        space = Array([Name.Indexed, space, len(colours) - 1, table])
    return _flate(picture, space)


def _with_palette(indices: Image.Image, palette: bytes) -> Image.Image:
    picture = Image.new("P", indices.size)
    picture.putpalette(palette)
    picture.putdata(indices.tobytes())
    return picture


def few_colours(samples: Samples) -> Coded | None:
    """Return a picture in 256 colours where nobody sees the difference; None where one does."""
    if samples.picture.mode != "RGB":
        return None
    few = samples.picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    before = np.asarray(samples.picture, np.int16)
    apart = np.abs(np.asarray(few.convert("RGB"), np.int16) - before).max(axis=2)
    if apart.mean() > 1.0 or np.percentile(apart, 99.5) > 12:
        return None
    return as_it_is(Samples(few.convert("RGB"), samples.space, photograph=False))


def _flate(picture: Image.Image, space: pikepdf.Object) -> Coded:
    if picture.mode == "CMYK":
        raise ValueError("no PNG file has four inks")
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    file = target.getvalue()
    bits, kind = file[24], file[25]
    entries = Dictionary(
        ColorSpace=space,
        BitsPerComponent=bits,
        DecodeParms=Dictionary(
            Predictor=15,
            Colors=3 if kind == 2 else 1,
            BitsPerComponent=bits,
            Columns=picture.width,
        ),
    )
    return Coded(b"".join(_chunks(file)), Name.FlateDecode, entries)


def _chunks(file: bytes) -> Iterator[bytes]:
    """Yield the data of a PNG file's IDAT chunks. Source: ISO/IEC 15948 (PNG), 5.3."""
    at = 8
    while at < len(file):
        length = int.from_bytes(file[at : at + 4], "big")
        if file[at + 4 : at + 8] == b"IDAT":
            yield file[at + 8 : at + 8 + length]
        at += 12 + length
