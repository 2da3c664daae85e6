"""Gatherings set by the real typesetting, each different one once for the whole run."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.binding.model import Binding, Metadata, Section
from publish.composing.late import number_fields
from publish.composing.model import Draft, Resource
from publish.typesetting import engine
from publish.typesetting.model import Gathering

ROOT = Path(__file__).parents[2]
BRAND = ROOT / "layouts" / "brand"
FILES = {
    "sans.ttf": "noto-sans/NotoSans_400Regular.ttf",
    "bold.ttf": "noto-sans/NotoSans_700Bold.ttf",
}
SHEET = """
@font-face { font-family: Sans; src: url(fonts/sans.ttf) }
@font-face { font-family: Sans; font-weight: 700; src: url(fonts/bold.ttf) }
@font-face { font-family: "Late Text"; src: url(late/fonts/sans.ttf) }
@page { size: 100mm 140mm; margin: 15mm; bleed: 3mm;
  @bottom-left { content: "\\e001\\e000\\e000\\e000"; font: 9pt "Late Text" }
  @bottom-right { content: "\\e002\\e000\\e003"; font: 9pt "Late Text" } }
html { font: 10pt Sans; bookmark-level: none }
h1 { bookmark-level: 1 } h2 { bookmark-level: 2; break-before: page }
.late { font-family: "Late Text" }
thead { display: table-header-group }
.footnote { float: footnote }
"""


def fonts() -> dict[str, bytes]:
    """Return the test fonts by digest."""
    files = [(BRAND / "fonts" / path).read_bytes() for path in FILES.values()]
    return {hashlib.sha256(data).hexdigest(): data for data in files}


Setter = Callable[..., Gathering]


@pytest.fixture(scope="session")
def set_pages(tmp_path_factory: pytest.TempPathFactory) -> Setter:
    """Return a function that sets a body of HTML: (body, css="", room=3, pictures={})."""
    engine.load()
    from publish.typesetting.setting import set_ticket  # after the engine is made ready

    folder = tmp_path_factory.mktemp("gatherings")
    done: dict[str, Gathering] = {}

    def set_body(
        body: str, css: str = "", room: int = 3, pictures: dict[str, bytes] | None = None
    ) -> Gathering:
        resources = tuple(
            Resource(f"fonts/{url}", "font/ttf", (BRAND / "fonts" / path).read_bytes())
            for url, path in FILES.items()
        ) + tuple(
            Resource(url, "image/svg+xml" if url.endswith(".svg") else "image/png", data)
            for url, data in (pictures or {}).items()
        )
        html = f'<html lang="en"><head><title>Test</title></head><body>{body}</body></html>'
        draft = Draft(html, (SHEET, css), resources)
        ticket = number_fields(draft, lambda field: 11 if field == "continued" else room)
        if ticket.digest not in done:
            pdf, offers = set_ticket(ticket, "test")
            assert all(found.severity != "error" for found in offers.findings), offers.findings
            path = folder / f"{ticket.digest}.pdf"
            path.write_bytes(pdf)
            done[ticket.digest] = Gathering(ticket.digest, path, offers)
        return done[ticket.digest]

    return set_body


@pytest.fixture(scope="session")
def make_binding() -> Callable[..., Binding]:
    """Return a function that makes a binding of sections: (sections, **fields of Binding)."""
    known = fonts()

    def make(*sections: Section, **fields: object) -> Binding:
        about = Metadata(
            title="A test & a title",
            lang="en",
            created=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
            authors=("Ada Author", "Ben Writer"),
            subject="What is tested.",
            keywords=("one", "two"),
            licence_name="CC BY 4.0",
            licence_url="https://creativecommons.org/licenses/by/4.0/",
            identifiers=("ISBN 000", "https://doi.org/10.5555/1"),
            publisher="The House",
        )
        profile = (BRAND / "colour" / "sRGB2014.icc").read_bytes()
        return Binding(sections, about, known.__getitem__, profile, **fields)  # type: ignore[arg-type]  # by name

    return make
