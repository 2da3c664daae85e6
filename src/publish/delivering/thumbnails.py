"""Small pictures of pages, for the report."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types; takes 0.3 s to import

FIRST_PAGES = 12


def thumbnails(path: Path, width: int = 170, pages: int = FIRST_PAGES) -> list[bytes]:
    """Return the first pages of a PDF as PNG pictures.

    Args:
        path: the file.
        width: of the pictures, in pixels; wide pages are scaled by their height.
        pages: at most so many.
    Raises:
        OSError: the file cannot be read.
        RuntimeError: it is not a PDF.
    """
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        pictures = []
        for number in range(min(pages, len(document))):
            page = document[number]
            longer = max(page.get_width(), page.get_height() / 1.4142)
            bitmap = page.render(scale=width / longer, rev_byteorder=True)
            target = BytesIO()
            bitmap.to_pil().convert("RGB").save(target, "PNG")
            pictures.append(target.getvalue())
            bitmap.close()
            page.close()
        return pictures
    finally:
        document.close()
