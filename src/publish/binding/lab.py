"""Colours of CIE L*a*b* in sRGB: the engine writes those of `lab()` and `oklch()` so."""

from __future__ import annotations

from publish.binding.inks import Rgb

_WHITE = (0.950456, 1.0, 1.089058)  # D65
_TO_RGB = (  # IEC 61966-2-1
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)


def srgb_of(lightness: float, a: float, b: float) -> Rgb:
    """Return the colour in sRGB, cut to its gamut. Source: CIE 15, 8.2.1.

    The white of the colour is taken for that of the screen.
    """
    fy = (lightness + 16) / 116
    xyz = [
        white * _cubed(value)
        for white, value in zip(_WHITE, (fy + a / 500, fy, fy - b / 200), strict=True)
    ]
    red, green, blue = (
        _encoded(sum(share * value for share, value in zip(row, xyz, strict=True)))
        for row in _TO_RGB
    )
    return red, green, blue


def _cubed(value: float) -> float:
    return value**3 if value > 6 / 29 else 3 * (6 / 29) ** 2 * (value - 4 / 29)


def _encoded(linear: float) -> float:
    linear = min(1.0, max(0.0, linear))
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
