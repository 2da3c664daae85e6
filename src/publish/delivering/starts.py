"""On which page of a bound file each of its works begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # as above

from publish.binding.links import destination_name


def starts_of(path: Path, bundle: str, members: Iterable[str]) -> dict[str, int]:
    """Return the page of each member's divider, counted from 1; without those that have none.

    Args:
        path: the bound file.
        bundle, members: their slugs.
    Raises:
        OSError: the file cannot be read.
        RuntimeError: it is not a PDF.
    """
    document = pypdfium2.PdfDocument(path)
    starts: dict[str, int] = {}
    try:
        for slug in members:
            name = destination_name(bundle, f"member-{slug.replace('/', '-')}")
            found = pdfium.FPDF_GetNamedDestByName(document, name)
            page = pdfium.FPDFDest_GetDestPageIndex(document, found) if found else -1
            if page >= 0:
                starts[slug] = page + 1
    finally:
        document.close()
    return starts
