"""The large-print edition: set anew in large type, and bound like the one for screens."""

from __future__ import annotations

from dataclasses import replace

from publish.binding.model import Form
from publish.editions import screen
from publish.editions.model import Edition, House

FORM = replace(screen.FORM, name="large-print", fields=False)


def _form(_house: House) -> Form:
    return FORM


LARGE_PRINT = Edition("large-print", copy="large-print", form=_form)
