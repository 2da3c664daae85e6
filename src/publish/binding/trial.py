"""A document of somebody else bound alone, to see what a bundle that holds it can claim."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from publish.binding.bind import bind
from publish.binding.model import Binding, Form, Metadata, Section
from publish.typesetting.model import Gathering

_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # of no meaning: nobody keeps the file
_FORM = Form(name="screen")


def bind_alone(gathering: Gathering, lang: str, profile: bytes, target: Path) -> None:
    """Bind an admitted document as a bundle for screens would.

    Args:
        profile: ICC profile of the output intent.
    """
    section = Section(gathering, "document", "arabic", foreign=True)
    about = Metadata(title="A document", lang=lang, created=_DAY)
    bind(Binding((section,), about, _no_font, profile), _FORM, target)


def _no_font(digest: str) -> bytes:
    raise KeyError(digest)  # somebody else's pages bring their own
