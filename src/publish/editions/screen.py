"""The screen edition: cut to the trim, with links and bookmarks, in sRGB."""

from __future__ import annotations

from publish.binding.model import Form
from publish.editions.model import Edition, House

FORM = Form(name="screen", crop="trim", links=True, outline=True, fields=True)


def _form(_house: House) -> Form:
    return FORM


SCREEN = Edition("screen", copy="screen", form=_form)
