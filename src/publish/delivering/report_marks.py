"""Pictures of the pages that have findings, and where on them the places lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from ctypes import c_int
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it has no types; takes 0.3 s to import

Area = tuple[float, ...]  # left, bottom, right, top in points from the trim's lower left

_LONGER = 720  # pixels of the longer side of a page
_FINE = 20_000  # steps a side in which places are reckoned


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a picture, in per cent of its width and height, from its upper left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as JPEG, and the places that were asked for; None for one that lies off the page."""

    jpeg: bytes
    width: int
    height: int
    marks: Mapping[Area, Mark | None]


def page_pictures(path: Path, wanted: Mapping[int, Iterable[Area]]) -> dict[int, Picture]:
    """Return pictures of pages, by their number; numbers that the file does not have are left out.

    Args:
        path: a PDF.
        wanted: the places to mark, by the page's number, counted from 1.
    Raises:
        OSError: the file cannot be read.
        RuntimeError: it is not a PDF, or a page is broken.
    """
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        pictures = {}
        for number in sorted(wanted):
            if 1 <= number <= len(document):
                page = document[number - 1]
                pictures[number] = _picture(page, tuple(wanted[number]))
                page.close()
        return pictures
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, areas: Sequence[Area]) -> Picture:
    scale = _LONGER / max(page.get_width(), page.get_height(), 1)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    drawn, target = bitmap.to_pil().convert("RGB"), BytesIO()
    bitmap.close()
    drawn.save(target, "JPEG", quality=78, optimize=True)
    marks = {area: _mark(page, area) for area in areas if area}
    return Picture(target.getvalue(), drawn.width, drawn.height, marks)


def _mark(page: pypdfium2.PdfPage, area: Area) -> Mark | None:
    """Return where `area` lies on the picture; None where no part of it does.

    The picture shows the crop box, turned as the page says; the area counts from the trim box
    (ISO 32000-1:2008, 14.11.2).
    """
    left, bottom, *_ = page.get_trimbox(fallback_ok=False) or page.get_bbox()
    corners = [_device(page, left + x, bottom + y) for x in area[::2] for y in area[1::2]]
    across, down = (sorted(side) for side in zip(*corners, strict=True))
    if across[-1] < 0 or across[0] > 100 or down[-1] < 0 or down[0] > 100:
        return None
    x0, x1, y0, y1 = (min(max(at, 0.0), 100.0) for at in (*across[::3], *down[::3]))
    return Mark(x0, y0, x1 - x0, y1 - y0)


def _device(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return a point of the page in per cent of the picture."""
    across, down = c_int(), c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value * 100 / _FINE, down.value * 100 / _FINE
