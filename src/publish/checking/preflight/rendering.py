"""Pages as pixels, for rules that only looking decides."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any  # pypdfium2 has no types

import numpy as np

from publish.units import Box

SLACK = 0.01  # points by which boxes may miss each other


@dataclass(slots=True)
class Renderer:
    """A file that is opened for rendering when the first page is asked for.

    A pixel is a point, or a little less: a page's box is a whole number of pixels.
    """

    data: bytes
    document: Any = None
    sheet: Any = None
    number: int = 0  # of the page that is open
    box: Box = (0.0, 0.0, 0.0, 0.0)  # that it shows

    def ink(self, page: int, view: Box, part: Box, seen: int) -> tuple[np.ndarray, Box]:
        """Return where a part of a page differs from paper, and the box that this really is.

        Args:
            page: counted from 1.
            view: all that will be asked for of this page.
            part: a box in it.
            seen: by how many of 255 levels ink differs from paper.

        Returns: rows from the bottom × columns; at least `part`, but not beyond the page's own
            boxes unless it is turned or cropped within `view`.
        """
        self._open(page, view)
        left, bottom, right, top = self.box
        across, up = ceil(right - left) / (right - left), ceil(top - bottom) / (top - bottom)
        crop = (
            max(floor((part[0] - left) * across), 0),
            max(floor((part[1] - bottom) * up), 0),
            max(floor((right - part[2]) * across), 0),
            max(floor((top - part[3]) * up), 0),
        )
        bitmap = self.sheet.render(scale=1, crop=crop, may_draw_forms=False)
        darkest = bitmap.to_numpy()[::-1, :, :3].min(axis=2)
        found: np.ndarray = darkest < 255 - seen
        bitmap.close()
        return found, (
            left + crop[0] / across, bottom + crop[1] / up,
            right - crop[2] / across, top - crop[3] / up,
        )  # fmt: skip

    def _open(self, page: int, view: Box) -> None:
        if self.number == page:
            return
        if self.document is None:
            import pypdfium2  # type: ignore[import-untyped]  # here: it takes 0.3 s, most need none

            self.document = pypdfium2.PdfDocument(self.data)
        if self.sheet is not None:
            self.sheet.close()
        self.sheet, self.number = self.document[page - 1], page
        media, crop = self.sheet.get_mediabox(), self.sheet.get_cropbox()
        cropped = any(
            min(view[n], media[n]) > crop[n] + SLACK
            if n >= 2
            else max(view[n], media[n]) < crop[n] - SLACK
            for n in range(4)
        )
        self.box = (
            max(media[0], crop[0]), max(media[1], crop[1]),
            min(media[2], crop[2]), min(media[3], crop[3]),
        )  # fmt: skip
        if cropped or self.sheet.get_rotation():
            self.box = view
            self.sheet.set_rotation(0)
            self.sheet.set_mediabox(*view)
            self.sheet.set_cropbox(*view)
            self.sheet.close()  # the boxes count from the next opening on
            self.sheet = self.document[page - 1]

    def close(self) -> None:
        """Give back what the file takes."""
        for held in (self.sheet, self.document):
            if held is not None:
                held.close()
        self.sheet = self.document = None
