"""No more ink than the paper takes: black for the grey that three inks share, then less of all."""

from __future__ import annotations

import numpy as np
from PIL import Image

Cmyk = tuple[float, float, float, float]

_BAND = 1 << 20  # pixels worked on at once, so that a large picture needs little memory


def limited(inks: Cmyk, limit: float) -> Cmyk:
    """Return the inks (0–1) with a sum of `limit` at most.

    Equal parts of cyan, magenta and yellow are a grey, which black prints with a third of the
    ink. What is still too much is taken from the three in proportion: the hue stays.
    """
    c, m, y, k = inks
    over = c + m + y + k - limit
    if over <= 0:
        return inks
    grey = min(over / 2, c, m, y, 1 - k)
    c, m, y, k = c - grey, m - grey, y - grey, k + grey
    if c + m + y + k > limit:
        share = max(0.0, limit - k) / (c + m + y)
        c, m, y = c * share, m * share, y * share
    return c, m, y, k


def limited_picture(picture: Image.Image, limit: float) -> Image.Image:
    """Return a "CMYK" picture with at most `limit` per cent of ink in every pixel.

    The very same picture is returned where there is nothing to take away.
    """
    pixels = np.asarray(picture).reshape(-1, 4)
    most = int(limit * 2.55)
    changed: np.ndarray[tuple[int, ...], np.dtype[np.uint8]] | None = None
    for start in range(0, len(pixels), _BAND):
        band = pixels[start : start + _BAND]
        heavy = np.flatnonzero(band.sum(axis=1, dtype=np.uint16) > most)
        if len(heavy):
            if changed is None:
                changed = pixels.copy()
            changed[start + heavy] = _lightened(band[heavy], most)
    if changed is None:
        return picture
    return Image.frombytes("CMYK", picture.size, changed.tobytes())


def _lightened(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], most: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return pixels that have too much ink, with `most` (255 for an ink) at most. See `limited`."""
    inks = pixels.astype(np.float32)
    colour, black = inks[:, :3], inks[:, 3]
    over = inks.sum(axis=1) - most
    grey = np.minimum(np.minimum(over / 2, colour.min(axis=1)), 255 - black)
    colour -= grey[:, None]
    black += grey
    share = np.maximum(most - np.ceil(black), 0) / np.maximum(colour.sum(axis=1), 1)
    colour *= np.minimum(share, 1)[:, None]
    black[:] = np.ceil(black)
    colour[:] = np.floor(colour)  # never above the limit by rounding
    return np.clip(inks, 0, 255).astype(np.uint8)
