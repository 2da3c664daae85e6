"""Pictures in the inks of an edition."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from publish.binding.inks import Inks

_QUALITY = 93
_SPACES = {"CMYK": Name.DeviceCMYK, "L": Name.DeviceGray}
_KEYS = ("/ColorSpace", "/Filter", "/DecodeParms", "/Decode", "/BitsPerComponent")


@dataclass(slots=True)
class Pictures:
    """Separates the pictures of one file, equal ones once."""

    inks: Inks
    _known: dict[bytes, tuple[bytes, Name, Dictionary]] = field(default_factory=dict)

    def separate(self, image: pikepdf.Stream) -> bool:
        """Turn a picture into inks; its soft mask stays. False where it cannot be read.

        A picture that needs no change keeps its bytes.
        """
        raw = image.read_raw_bytes()
        written = [image[key].unparse(True) for key in _KEYS if isinstance(image.get(key), _OBJECT)]
        key = hashlib.sha256(raw + b"".join(written)).digest()
        if key not in self._known:
            picture = _opened(image, raw)
            if picture is None:
                return False
            separated = self.inks.picture(picture)
            if separated is picture:
                return True
            self._known[key] = self._written(separated, image.get("/Filter") == Name.DCTDecode)
        data, filtered, entries = self._known[key]
        for name in _KEYS:
            if name in image:
                del image[name]
        image.write(data, filter=filtered)
        for name, value in entries.items():
            image[name] = value
        return True

    def _written(self, picture: Image.Image, photograph: bool) -> tuple[bytes, Name, Dictionary]:
        """Return the data of a separated picture, their filter, and its dictionary's entries."""
        entries = Dictionary(ColorSpace=_SPACES[picture.mode], BitsPerComponent=8)
        if photograph:
            data = _as_jpeg(picture)
            read = _read_jpeg(data)
            if picture.mode == "L" or self.inks.picture(read) is read:
                if picture.mode == "CMYK":  # Pillow writes these as Adobe does, upside down
                    entries.Decode = Array([1, 0] * 4)
                return data, Name.DCTDecode, entries
            # The loss has brought pixels above the limit again: keep each as it is.
        bands = len(picture.getbands())
        entries.DecodeParms = Dictionary(Predictor=15, Colors=bands, Columns=picture.width)
        return zlib.compress(_filtered(picture, bands), 8), Name.FlateDecode, entries


_OBJECT = pikepdf.Object


def _opened(image: pikepdf.Stream, raw: bytes) -> Image.Image | None:
    """Return a picture in "RGB", "L" or "CMYK", its inks as the PDF's reader sees them."""
    space = image.get("/ColorSpace")
    if space not in (Name.DeviceRGB, Name.DeviceGray, Name.DeviceCMYK):
        return None
    if image.get("/Filter") != Name.DCTDecode:
        picture = pikepdf.PdfImage(image).as_pil_image()
        return picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")
    picture = Image.open(BytesIO(raw))
    picture.load()
    if picture.mode == "CMYK" and "/Decode" not in image:
        return ImageChops.invert(picture)  # Pillow takes every such file to be upside down
    return picture


def _as_jpeg(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, subsampling=0)
    return target.getvalue()


def _read_jpeg(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def _filtered(picture: Image.Image, bands: int) -> bytes:
    """Return the rows as differences from those above, which press together better.

    Source: ISO/IEC 15948 (PNG), 9.2, filter type 2.
    """
    rows = np.frombuffer(picture.tobytes(), np.uint8).reshape(picture.height, -1)
    filtered = np.empty((picture.height, picture.width * bands + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered.tobytes()
