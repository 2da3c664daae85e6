"""Pictures with no more pixels than a screen shows of them, where that makes the file smaller.

Each picture of a file is read once, at the largest size that it is shown at. What has one bit a
pixel stays, for it is small already and its edges are hard; so does JPEG 2000, what is keyed out
by its colour, and whatever cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pikepdf
from pikepdf import Name
from PIL import Image

from publish.binding.coding import (
    Coded,
    as_fine_jpeg,
    as_it_is,
    as_jpeg,
    few_colours,
    without_remarks,
)
from publish.binding.samples import Numbers, Samples, jpeg_of, read_samples
from publish.binding.showing import Shown, shown_pictures

_INCH = 72.0  # points
_WORTH = 1.2  # fewer pixels are made only where there are so many times too many
_GAIN = 0.9  # what is written anew has no more than so much of the bytes,
_GAIN_ALONE = 0.6  # and this where it keeps all its pixels: each writing as JPEG loses a little
_PHOTOGRAPH = 0.5  # JPEG is for what it makes so much smaller than lossless ways do
_SEEN = 72.0  # pixels an inch
_NEAR = 8  # pixels across which hidden ones take the colour of those that show
_TINY = 2048  # bytes: what is no larger is left
_ENTRIES = ("/ColorSpace", "/BitsPerComponent", "/DecodeParms", "/Interpolate")


@dataclass(frozen=True, slots=True)
class Fineness:
    """How fine pictures are to be: pixels an inch as shown, and the quality of JPEG files."""

    resolution: float
    quality: int


@dataclass(frozen=True, slots=True)
class Written:
    """A picture written anew, and its soft mask, if it has one that still hides something."""

    picture: Coded
    mask: Coded | None
    size: tuple[int, int]
    mask_size: tuple[int, int]


def resample(pdf: pikepdf.Pdf, fineness: Fineness) -> None:
    """Write the pictures of a file anew where that makes them smaller."""
    shown = shown_pictures(page.obj for page in pdf.pages)
    masks = {
        found.picture.SMask.objgen
        for found in shown.values()
        if isinstance(found.picture.get("/SMask"), pikepdf.Stream)
    }
    fit = [shown[key] for key in sorted(shown) if key not in masks and _is_fit(shown[key].picture)]
    for found in fit:
        written = _smaller(found, fineness)
        if written is not None:
            _replace(pdf, found.picture, written)
        elif (data := _stripped(found.picture)) is not None:
            found.picture.write(data, filter=Name.DCTDecode)


def _is_fit(image: pikepdf.Object) -> bool:
    """May a picture be made anew? One whose colours are mixed with its mask's may not."""
    mask = image.get("/SMask")
    return (
        "/Mask" not in image
        and "/SMaskInData" not in image
        and (mask is None or not {"/Matte", "/Decode"} & set(mask.keys()))
        and _bytes_of(image) > _TINY
    )


def _smaller(found: Shown, fineness: Fineness) -> Written | None:
    """Return a picture as it is to be written; None if it is to stay."""
    try:
        written = _written(found, fineness)
    except Exception:  # a broken picture can raise whatever a parser can raise: it stays
        return None
    if written is None:
        return None
    image, size = found.picture, written.picture.size + (written.mask.size if written.mask else 0)
    if written.size != (int(image.Width), int(image.Height)):
        return written if size < _GAIN * _bytes_of(image) else None
    remarks = len(image.read_raw_bytes()) - len(_stripped(image) or image.read_raw_bytes())
    return written if size < _GAIN_ALONE * (_bytes_of(image) - remarks) else None


def _written(found: Shown, fineness: Fineness) -> Written | None:
    image = found.picture
    size = (int(image.Width), int(image.Height))
    to = _size(size, found, fineness.resolution)
    samples = read_samples(image, (2 * to[0], 2 * to[1]) if to != size else None)
    if samples is None:
        return None
    mask = image.get("/SMask")
    if mask is None:
        return Written(_coded(_resized(samples, to), found, fineness), None, to, to)
    shade = read_samples(mask)
    if shade is None or shade.picture.mode != "L" or shade.photograph:
        return None
    mask_to = _size(shade.picture.size, found, fineness.resolution)
    picture = _resized_under(samples, shade.picture, to)
    veil = _resized(shade, mask_to)
    hides = veil.picture.getextrema() != (255, 255)
    return Written(_coded(picture, found, fineness), as_it_is(veil) if hides else None, to, mask_to)


def _stripped(image: pikepdf.Object) -> bytes | None:
    """Return a JPEG file without what no reader of the PDF sees; None for what is none."""
    data = jpeg_of(image) if image.get("/Filter") == Name.DCTDecode else None
    return without_remarks(data) if data is not None else None


def _size(size: tuple[int, int], found: Shown, resolution: float) -> tuple[int, int]:
    """Return the pixels that a picture needs, across and up, in the shape that it has."""
    needed = (found.width / _INCH * resolution, found.height / _INCH * resolution)
    times = min(have / max(need, 1.0) for have, need in zip(size, needed, strict=True))
    if times < _WORTH:
        return size
    return max(1, round(size[0] / times)), max(1, round(size[1] / times))


def _resized(samples: Samples, to: tuple[int, int]) -> Samples:
    if samples.picture.size == to:
        return samples
    picture = samples.picture.resize(to, Image.Resampling.LANCZOS)
    return Samples(picture, samples.space, samples.photograph)


def _resized_under(samples: Samples, mask: Image.Image, to: tuple[int, int]) -> Samples:
    """Resize a picture so that what its mask hides does not come in from the edges."""
    picture = samples.picture
    if picture.size == to:
        return samples
    weights = np.asarray(mask.resize(picture.size, Image.Resampling.BOX), np.float32) / 255
    weight = _averaged(weights, to)
    bands = [_band(np.asarray(band, np.float32), weights, weight) for band in picture.split()]
    merged = bands[0] if len(bands) == 1 else Image.merge(picture.mode, bands)
    return Samples(merged, samples.space, samples.photograph)


def _band(values: Numbers, weights: Numbers, weight: Numbers) -> Image.Image:
    """Return the means of what shows; where nothing does, what shows near by, or all that does.

    Args:
        values, weights: of the picture as it is.
        weight: the means of the weights, as large as the picture is to be.
    """
    to = (weight.shape[1], weight.shape[0])
    total = _averaged(values * weights, to)
    whole = float(total.sum() / weight.sum()) if weight.any() else 255.0
    coarse = (max(1, to[0] // _NEAR), max(1, to[1] // _NEAR))
    near = _mean(_averaged(total, coarse), _averaged(weight, coarse), whole)
    kept = _mean(total, weight, _averaged(near, to))
    return Image.fromarray(np.clip(np.rint(kept), 0, 255).astype(np.uint8), "L")


def _mean(total: Numbers, weight: Numbers, otherwise: Numbers | float) -> Numbers:
    shows = weight > 1 / 255
    mean: Numbers = np.where(shows, total / np.where(shows, weight, 1), otherwise)
    return mean


def _averaged(values: Numbers, to: tuple[int, int]) -> Numbers:
    # No weights below zero, which would let hidden colours ring through.
    picture = Image.fromarray(np.ascontiguousarray(values, np.float32), "F")
    return np.asarray(picture.resize(to, Image.Resampling.HAMMING))


def _coded(samples: Samples, found: Shown, fineness: Fineness) -> Coded:
    """Return the smallest of the ways in which a picture still looks as it did."""
    as_photograph = as_jpeg
    if samples.picture.size == (int(found.picture.Width), int(found.picture.Height)):
        as_photograph = as_fine_jpeg  # its pixels may be so large that readers see each
    photograph = as_photograph(samples, fineness.quality)
    if samples.photograph or samples.picture.mode == "CMYK":
        return photograph
    whole = as_it_is(samples)
    few = few_colours(samples)
    best = few if few is not None and few.size < whole.size else whole
    if _is_coarse(samples.picture.size, found):
        return best
    return photograph if photograph.size < _PHOTOGRAPH * best.size else best


def _is_coarse(size: tuple[int, int], found: Shown) -> bool:
    """Does a reader see each pixel, and so each fault of one?"""
    return min(size[0] / found.width, size[1] / found.height) * _INCH < _SEEN


def _replace(pdf: pikepdf.Pdf, image: pikepdf.Object, written: Written) -> None:
    _write(image, written.picture, written.size)
    if written.mask is not None:
        # A new one: several pictures may share the old.
        image.SMask = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image)
        _write(image.SMask, written.mask, written.mask_size)
    elif "/SMask" in image:
        del image["/SMask"]


def _write(image: pikepdf.Object, coded: Coded, size: tuple[int, int]) -> None:
    for name in (*_ENTRIES, "/Metadata", "/Alternates", "/OPI"):
        if name in image:
            del image[name]
    image.write(coded.data, filter=coded.filter)
    for name, value in coded.entries.items():
        image[name] = value
    image.Width, image.Height = size


def _bytes_of(image: pikepdf.Object) -> int:
    """Return the bytes of a picture with its mask and its table of colours."""
    mask, space = image.get("/SMask"), image.get("/ColorSpace")
    table = space[3] if isinstance(space, pikepdf.Array) and len(space) == 4 else None
    colours = len(table.read_raw_bytes()) if isinstance(table, pikepdf.Stream) else 0
    return colours + sum(
        len(one.read_raw_bytes()) for one in (image, mask) if isinstance(one, pikepdf.Stream)
    )
