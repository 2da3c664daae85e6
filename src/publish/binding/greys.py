"""The inks of the greyscale edition: one grey for each colour, fit for what the colour is for.

Office printers draw grey as a screen of dots, and a photocopier turns grey into black or white. So
words are black or nearly so, grounds under dark words stay lighter than a dark copy's threshold,
and grounds under white words darker than a light copy's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal  # numpy's arrays: their shapes and kinds are not typed here

import numpy as np
from PIL import Image

from publish.binding.inks import Paint, Rgb
from publish.composing.brand import Brand

# Contrasts with white: what is as dark as type is black, what words may wear is dark enough.
_AS_BLACK, _WORDS = 12.0, 4.5
_LEAST_WORDS = 74.0  # per cent of black; thin strokes stay whole in a light copy
_UNDER_WHITE = 62.0  # a ground that bears white words: black in a light copy, 5.5:1 before
_UNDER_DARK = 18.0  # a ground that bears dark words: white in a dark copy
_TINT, _MID = 5.0, 12.0

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class GreyInks:
    """Greys of exact colours; other colours have the grey of their luminance.

    Attributes:
        greys: "#rrggbb" in upper case → black in per cent.
    """

    greys: Mapping[str, float]

    @property
    def space(self) -> Literal["DeviceGray"]:
        return "DeviceGray"

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(repr(sorted(self.greys.items())).encode()).hexdigest()

    def paint(self, rgb: Rgb) -> Paint:
        """Return the one component of DeviceGray, 0 for black, that stands for a colour."""
        name = "#" + "".join(f"{round(part * 255):02X}" for part in rgb)
        black = self.greys.get(name)
        return (round(1 - (grey_of(name) if black is None else black) / 100, 4),)

    def between(self, start: Rgb, end: Rgb, share: float) -> Paint:
        """Return the grey in a gradient; its ends are those of `paint`."""
        (first,), (last,) = self.paint(start), self.paint(end)
        return (round(first + (last - first) * share, 4),)

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture in the grey of its luminance, mode "L"."""
        if picture.mode == "L":
            return picture
        pixels = np.asarray(picture.convert("RGB"))
        linear = _LINEAR[pixels] @ np.array(_WEIGHTS, dtype=np.float32)
        return Image.fromarray(np.rint(_encoded(linear) * 255).astype(np.uint8))


def greys_of(brand: Brand) -> Mapping[str, float]:
    """Return the black in per cent of each colour of a brand: as it says, or by its use."""
    chosen = {brand.colours[name].upper(): float(black) for name, black in brand.greys.items()}
    greys = {colour.upper(): grey_of(colour) for colour in brand.colours.values()}
    for accent in brand.accents.values():
        fill, mid, tint = accent.fill.upper(), accent.mid.upper(), accent.tint.upper()
        if _luminance(accent.on) > _luminance(fill):
            greys[fill] = max(greys[fill], _UNDER_WHITE)
        else:  # brought together, so that fills of several accents still differ
            greys[fill] = min(10 + 0.2 * _lightness(fill), _UNDER_DARK)
        greys[fill] = chosen.get(fill, greys[fill])
        greys[mid] = min(_MID, round(0.55 * greys[fill], 1))
        greys[tint] = min(_TINT, round(0.5 * greys[mid], 1))
    return {**greys, **chosen}


def grey_of(colour: str) -> float:
    """Return the black in per cent that is as light as "#rrggbb"; words become dark enough."""
    contrast = 1.05 / (_luminance(colour) + 0.05)
    if contrast >= _AS_BLACK:
        return 100.0
    return max(_lightness(colour), _LEAST_WORDS if contrast >= _WORDS else 0.0)


def _lightness(colour: str) -> float:
    """Return the per cent of black that has the luminance of a colour."""
    encoded = _encoded(np.array([_luminance(colour)], dtype=np.float32))
    return round(float(100 * (1 - encoded[0])), 1)


def _luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb". Source: WCAG 2.2, definitions."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return sum(weight * float(_LINEAR[part]) for weight, part in zip(_WEIGHTS, parts, strict=True))


def _encoded(linear: Array) -> Array:
    """Return light as values of sRGB. Source: IEC 61966-2-1, 5.2."""
    low = linear <= 0.0031308
    return np.where(low, 12.92 * linear, 1.055 * np.maximum(linear, 0.0031308) ** (1 / 2.4) - 0.055)


def _linear_values() -> Array:
    values = np.arange(256, dtype=np.float32) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


_LINEAR = _linear_values().astype(np.float32)
_WEIGHTS = (0.2126, 0.7152, 0.0722)
