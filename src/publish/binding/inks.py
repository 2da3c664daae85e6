"""What turns the colours of set pages into those that an edition is printed in."""

from __future__ import annotations

from typing import Literal, Protocol

from PIL import Image

Rgb = tuple[float, float, float]  # 0–1, as it stands in content streams
Paint = tuple[float, ...]  # one value of 0–1 for each ink of the space


class Inks(Protocol):
    """Colours of an edition that is not in sRGB.

    Attributes:
        space: of every colour and picture that it gives; pictures may be DeviceGray instead,
            which prints on the black plate.
        digest: of all that its answers depend on.
    """

    @property
    def space(self) -> Literal["DeviceCMYK", "DeviceGray"]: ...

    @property
    def digest(self) -> str: ...

    def paint(self, rgb: Rgb) -> Paint:
        """Return the inks that stand for a colour."""

    def between(self, start: Rgb, end: Rgb, share: float) -> Paint:
        """Return the inks in a gradient from `start` (share 0) to `end` (share 1).

        At both ends they are those of `paint`.
        """

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture (mode "RGB", "L" or "CMYK") in mode "CMYK" or "L".

        In "L" 0 is full black; in "CMYK" 255 is full ink. The very same object is returned where
        nothing is to be changed.
        """


class Textures(Protocol):
    """What tells parts of charts apart by other means than hue."""

    @property
    def digest(self) -> str: ...

    def apply(self, content: bytes, names: Textured) -> bytes:
        """Return a content stream, its colours still RGB, with patterns for fills in figures."""


class Textured(Protocol):
    """The resources of the stream that is being textured."""

    def pattern(self, key: str, drawn: bytes, step: float) -> bytes:
        """Return the name of a coloured tiling pattern, `step` × `step` points, made once a file.

        Args:
            key: tells it from others.
            drawn: its content stream, in the space of the inks.
        """

    def form(self, name: bytes) -> bytes:
        """Return the content of the form of that name, empty for pictures and unknown names.

        The engine puts words that are centred or set to the right into forms of their own, with
        the fonts and states of the page.
        """
