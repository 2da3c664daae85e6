"""The archive edition: the screen's pages, with all that they were made from attached."""

from __future__ import annotations

from publish.binding.model import Form
from publish.editions.model import Edition, House

FORM = Form(name="archive", standard="a3")


def _form(_house: House) -> Form:
    return FORM


ARCHIVE = Edition("archive", copy="screen", form=_form)
