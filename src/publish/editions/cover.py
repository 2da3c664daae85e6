"""The cover edition: back, spine and front on one sheet, as a press file of its own."""

from __future__ import annotations

from publish.binding.model import Form
from publish.catalogue.printers import Printer
from publish.editions.model import Edition, House
from publish.editions.press import press_form


def cover_form(house: House, printer: Printer, folds: tuple[float, ...] = ()) -> Form:
    """Return the form of a wraparound cover.

    Args:
        folds: where it is folded, in millimetres from the left edge of the trim: `WrapPlan.folds`.
    """
    return press_form(house, printer, "cover", folds)


def _form(house: House) -> Form:
    assert house.printer is not None  # the builder gives press editions one
    return cover_form(house, house.printer)


# One gathering of its own is set for it; its spine follows from the pages of the screen edition.
COVER = Edition("cover", copy="screen", form=_form, read_as="press")
