"""The cover edition: back, spine and front on one sheet, as a press file of its own."""

from __future__ import annotations

from publish.binding.model import Form
from publish.editions.model import Edition, House
from publish.editions.press import press_form


def _form(house: House) -> Form:
    return press_form(house, "cover")


# One gathering of its own is set for it; its spine follows from the pages of the screen edition.
COVER = Edition("cover", copy="screen", form=_form, read_as="press")
