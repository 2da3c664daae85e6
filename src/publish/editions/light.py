"""The light edition: the screen's, with no more of its pictures than a screen shows."""

from __future__ import annotations

from dataclasses import replace

from publish.binding.model import Form
from publish.editions import screen
from publish.editions.model import Edition, House

# A page of A4 that fills the width of a telephone has some 130 pixels an inch, and one at its own
# size on a computer 96.
FORM = replace(screen.FORM, name="light", resolution=110.0, quality=75)


def _form(_house: House) -> Form:
    return FORM


LIGHT = Edition("light", copy="screen", form=_form, read_as="screen")
