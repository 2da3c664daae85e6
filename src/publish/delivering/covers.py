"""Pictures of covers, for the page of a package."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types

WIDTH = 480  # pixels: twice what the page shows, for fine screens


def cover_picture(path: Path) -> bytes:
    """Return the first page of one of our PDFs as a PNG picture: what is left of it when trimmed.

    Raises:
        OSError: the file cannot be read.
        RuntimeError: it is not a PDF.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        page.set_cropbox(*page.get_trimbox())
        bitmap = page.render(scale=WIDTH / page.get_width(), rev_byteorder=True)
        target = BytesIO()
        picture = bitmap.to_pil().convert("RGB")
        picture.save(target, "PNG", optimize=True)
        return target.getvalue()
    finally:
        document.close()
