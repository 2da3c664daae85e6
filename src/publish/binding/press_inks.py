"""Screen colours as the inks of a press: the brand's exact ones, black for greys, ICC for the rest.

Source: ISO 12647-2 and ISO 15930-7:2010 for the words; the printer's profile says the numbers.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import numpy as np
import PIL
from PIL import Image, ImageCms, features

from publish.binding.ink_limit import limited, limited_picture
from publish.binding.inks import Paint, Rgb

_GREY = 0.012  # greatest distance of the three values of a grey: three steps of 255
_GREY_PIXEL = 4  # the same for pixels, which JPEG makes noisy
_STEP = 1.1 / 255  # what rounding does to a mixed colour
_LOSS = 12  # per cent of ink that JPEG may add to a pixel
_STEPS = 32  # of black, from which the grey curve is read


@dataclass(frozen=True)  # without slots, for the transforms to be kept
class PressInks:
    """Inks of one printing condition.

    Attributes:
        profile: the printer's ICC profile.
        brand: "#RRGGBB" → cyan, magenta, yellow and black in per cent.
        limit: greatest sum of the four inks, in per cent.
    """

    profile: bytes
    brand: Mapping[str, tuple[float, float, float, float]]
    limit: float
    space: Literal["DeviceCMYK"] = "DeviceCMYK"

    def __reduce__(self) -> tuple[type[PressInks], tuple[object, ...]]:
        return PressInks, (self.profile, dict(self.brand), self.limit)  # without the transforms

    @functools.cached_property
    def digest(self) -> str:
        """The SHA-256 of all that the answers depend on."""
        versions = PIL.__version__, features.version("littlecms2"), np.__version__
        seen = sorted(self.brand.items()), self.limit, versions
        return hashlib.sha256(self.profile + repr(seen).encode()).hexdigest()

    def paint(self, rgb: Rgb) -> Paint:
        """Return the four inks (0–1) of a colour."""
        found = self._painted.get(rgb)
        if found is None:
            found = self._painted[rgb] = _rounded(limited(self._inks(rgb), self.limit / 100))
        return found

    def between(self, start: Rgb, end: Rgb, share: float) -> Paint:
        """Return the inks at a place of a gradient: on the way that the colours take on screen.

        The exact inks of its ends differ from the profile's; the difference fades out between
        them, so that there is no kink.
        """
        first, last = self.paint(start), self.paint(end)
        mixed = _mixed(start, end, share)
        base = self._profiled if any(first[:3]) or any(last[:3]) else self._inks
        inks = tuple(
            min(1.0, max(0.0, at + (1 - share) * (a - a0) + share * (b - b0)))
            for at, a, a0, b, b0 in zip(
                base(mixed), first, base(start), last, base(end), strict=True
            )
        )
        return _rounded(limited((inks[0], inks[1], inks[2], inks[3]), self.limit / 100))

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return the picture in "CMYK" within the limit, or in "L" where it has only greys."""
        if picture.mode == "CMYK":
            light = limited_picture(picture, self.limit)
            return picture if light is picture else limited_picture(picture, self.limit - _LOSS)
        if picture.mode == "L":
            return picture.point(self._grey_levels)
        picture = picture.convert("RGB")
        if _is_grey(picture):
            return picture.convert("L").point(self._grey_levels)
        converted = ImageCms.applyTransform(picture, self._transform)
        assert converted is not None  # only a transform in place returns nothing
        return limited_picture(converted, self.limit - _LOSS)

    def _inks(self, rgb: Rgb) -> tuple[float, float, float, float]:
        exact = self._exact.get(_bytes(rgb))
        if exact is not None:
            return exact
        if max(rgb) - min(rgb) <= _GREY or any(_is_shade(rgb, grey) for grey in self._greys):
            return 0.0, 0.0, 0.0, self._black(_luminance(rgb))
        return self._profiled(rgb)

    def _profiled(self, rgb: Rgb) -> tuple[float, float, float, float]:
        """Return the inks that the profile has for a colour."""
        dot = Image.new("RGB", (1, 1), _bytes(rgb))
        converted = ImageCms.applyTransform(dot, self._transform)
        assert converted is not None
        c, m, y, k = converted.tobytes()
        return c / 255, m / 255, y / 255, k / 255

    def _black(self, luminance: float) -> float:
        """Return how much black ink is as light as a grey on the screen."""
        curve = self._curve  # falling, from 1 (paper) to 0
        return float(np.interp(-luminance, [-value for value in curve], np.linspace(0, 1, _STEPS)))

    @functools.cached_property
    def _painted(self) -> dict[Rgb, Paint]:
        return {}

    @functools.cached_property
    def _exact(self) -> Mapping[tuple[int, int, int], tuple[float, float, float, float]]:
        return {
            (int(hexed[1:3], 16), int(hexed[3:5], 16), int(hexed[5:7], 16)): (
                inks[0] / 100,
                inks[1] / 100,
                inks[2] / 100,
                inks[3] / 100,
            )
            for hexed, inks in self.brand.items()
        }

    @functools.cached_property
    def _greys(self) -> tuple[Rgb, ...]:
        """The brand's colours that are printed in black alone."""
        return tuple(
            (rgb[0] / 255, rgb[1] / 255, rgb[2] / 255)
            for rgb, inks in self._exact.items()
            if not any(inks[:3]) and inks[3]
        )

    @functools.cached_property
    def _open(self) -> ImageCms.ImageCmsProfile:
        return ImageCms.ImageCmsProfile(BytesIO(self.profile))

    @functools.cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            self._open,
            "RGB",
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    @functools.cached_property
    def _curve(self) -> tuple[float, ...]:
        """Luminance of `_STEPS` tones of black ink, paper 1 and solid black 0."""
        to_lab = ImageCms.buildTransform(
            self._open,
            ImageCms.createProfile("LAB"),
            "CMYK",
            "LAB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        ramp = Image.new("CMYK", (_STEPS, 1))
        for at in range(_STEPS):
            ramp.putpixel((at, 0), (0, 0, 0, round(255 * at / (_STEPS - 1))))
        lab = ImageCms.applyTransform(ramp, to_lab)
        assert lab is not None
        light = [_from_lightness(value / 2.55) for value in lab.getchannel(0).tobytes()]
        paper, solid = light[0], light[-1]
        return tuple((value - solid) / (paper - solid) for value in light)

    @functools.cached_property
    def _grey_levels(self) -> list[int]:
        """Grey value on the screen → grey value in print, for pictures."""
        values = [value / 255 for value in range(256)]
        return [round(255 * (1 - self._black(_luminance((v, v, v))))) for v in values]


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = (np.asarray(picture.getchannel(at), dtype=np.int16) for at in range(3))
    return all(
        int(np.abs(one - other).max()) <= _GREY_PIXEL
        for one, other in ((red, green), (green, blue), (red, blue))
    )


def _is_shade(rgb: Rgb, grey: Rgb) -> bool:
    """Is `rgb` that grey, mixed with black or with white?"""
    for one, other in ((rgb, grey), (_inverse(rgb), _inverse(grey))):
        share = sum(one) / max(sum(other), 1e-9)
        if share <= 1 and all(abs(a - share * b) <= _STEP for a, b in zip(one, other, strict=True)):
            return True
    return False


def _inverse(rgb: Rgb) -> Rgb:
    return 1 - rgb[0], 1 - rgb[1], 1 - rgb[2]


def _mixed(start: Rgb, end: Rgb, share: float) -> Rgb:
    red, green, blue = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    return red, green, blue


def _bytes(rgb: Rgb) -> tuple[int, int, int]:
    red, green, blue = (round(255 * min(1.0, max(0.0, value))) for value in rgb)
    return red, green, blue


def _luminance(rgb: Rgb) -> float:
    """Return the luminance of a colour of sRGB, white 1. Source: IEC 61966-2-1."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _from_lightness(lightness: float) -> float:
    """Return the luminance of a lightness L*. Source: CIE 15, 8.2.1."""
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _rounded(inks: tuple[float, float, float, float]) -> Paint:
    return tuple(round(ink, 4) for ink in inks)
