"""What a page's HTML needs changed for the edition that its layout is opened for."""

from __future__ import annotations

import functools
from pathlib import Path

from publish.composing.endnotes import with_endnotes
from publish.composing.layouts import Layout
from publish.composing.recasting import Room, refit_tables
from publish.composing.settings import LARGE_PRINT
from publish.composing.views import Translate
from publish.manuscript.charts_text import Face, read_face

_POINTS = 72 / 25.4  # in a millimetre
_GAP = 10.0  # points between the columns of a table
_HEAD = 10.0  # millimetres that a turned page gives its running head
_INSET = 12.0  # millimetres that a box's rules and their distance from the text take


def suited(page: str, layout: Layout, t: Translate) -> str:
    """Return a page with notes and tables where its layout and its edition want them."""
    if layout.edition == LARGE_PRINT:
        page = refit_tables(page, _room(layout))
    if layout.settings.notes == "end":
        page = with_endnotes(page, t("notes"))
    return page


def _room(layout: Layout) -> Room:
    page, brand = layout.settings.page, layout.brand
    files = {
        face.weight: layout.identity[face.file]
        for face in brand.faces
        if face.family == brand.text and face.style == "normal"
    }
    return Room(
        upright=page.measure * _POINTS,
        turned=(page.height - page.top - page.bottom) * _POINTS,
        depth=(page.measure - _HEAD) * _POINTS,
        line=brand.line,
        size=brand.scale[0],
        gap=_GAP,
        inset=_INSET * _POINTS,
        regular=_widths(files[400]),
        bold=_widths(files[700]),
    )


@functools.lru_cache(maxsize=8)  # every page with a table asks for the same two
def _widths(path: Path) -> Face:
    return read_face(path)
