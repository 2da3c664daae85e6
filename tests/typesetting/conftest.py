"""Tickets with the brand's fonts, set in this process."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from publish.composing.late import number_fields
from publish.composing.model import Draft, Resource, Ticket
from publish.typesetting import engine
from publish.typesetting.model import Offers

FONTS = Path(__file__).parents[2] / "layouts" / "brand" / "fonts" / "noto-sans"
SHEET = """
@font-face { font-family: "Noto Sans"; font-weight: 400; src: url("fonts/NotoSans_400Regular.ttf") }
@font-face { font-family: "Noto Sans"; font-weight: 700; src: url("fonts/NotoSans_700Bold.ttf") }
@font-face { font-family: "Late Text"; src: url("late/fonts/NotoSans_400Regular.ttf") }
@page { size: 120mm 160mm; margin: 15mm; bleed: 3mm; @top-left { content: "Running head" }
        @bottom-right { content: "\\e001\\e000\\e000"; font-family: "Late Text" } }
html { font: 10pt/14pt "Noto Sans" } em { font-style: normal } h1, h2 { bookmark-level: 1 }
.late { font-family: "Late Text" } .footnote { float: footnote } p { orphans: 2; widows: 2 }
"""

SetPages = Callable[..., tuple[pypdf.PdfReader | None, Offers]]


def font(name: str) -> Resource:
    return Resource(f"fonts/{name}", "font/ttf", (FONTS / name).read_bytes())


def ticket(body: str, *resources: Resource, sheet: str = "", room: int = 3) -> Ticket:
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}</body></html>'
    faces = (font("NotoSans_400Regular.ttf"), font("NotoSans_700Bold.ttf"))
    draft = Draft(html, (SHEET, sheet), (*faces, *resources))
    return number_fields(draft, lambda _target: room)


@pytest.fixture
def set_pages() -> SetPages:
    """Set a body and give its PDF, read by another library, and its offers."""
    engine.load()
    from publish.typesetting.setting import set_ticket

    def run(
        body: str, *resources: Resource, sheet: str = ""
    ) -> tuple[pypdf.PdfReader | None, Offers]:
        pdf, offers = set_ticket(ticket(body, *resources, sheet=sheet), "work/en/test")
        return pypdf.PdfReader(io.BytesIO(pdf)) if pdf else None, offers

    return run


@pytest.fixture
def make_ticket() -> Callable[..., Ticket]:
    return ticket
