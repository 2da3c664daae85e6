"""Pages as pixels, for rules that only looking decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any  # pypdfium2 has no types

import numpy as np

from publish.units import Box


@dataclass(slots=True)
class Renderer:
    """A file that is opened for rendering when the first page is asked for."""

    data: bytes
    document: Any = None

    def pixels(self, page: int, box: Box, scale: float) -> np.ndarray:
        """Return a part of a page: rows from the top × columns × red, green, blue; 255 is paper.

        Args:
            page: counted from 1.
            box: in the page's space, as if it were not turned.
            scale: pixels a point.
        """
        if self.document is None:
            import pypdfium2  # type: ignore[import-untyped]  # here: it takes 0.3 s, most need none

            self.document = pypdfium2.PdfDocument(self.data)
        sheet = self.document[page - 1]
        sheet.set_rotation(0)
        sheet.set_mediabox(*box)
        sheet.set_cropbox(*box)
        sheet.close()  # the boxes count from the next opening on
        sheet = self.document[page - 1]
        bitmap = sheet.render(scale=scale, may_draw_forms=False)
        pixels: np.ndarray = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        sheet.close()
        return pixels

    def close(self) -> None:
        """Give back what the file takes."""
        if self.document is not None:
            self.document.close()
            self.document = None
