"""Documents as others make them: by hand for one trait each, by other programs as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from publish.binding.admitting import Request, admit
from publish.errors import Place
from publish.typesetting import engine
from publish.typesetting.model import Offers

A5 = (419.53, 595.28)
BRAND = Path(__file__).parents[3] / "layouts" / "brand"
FACES = {
    400: BRAND / "fonts" / "noto-sans" / "NotoSans_400Regular.ttf",
    700: BRAND / "fonts" / "noto-sans" / "NotoSans_700Bold.ttf",
}


@dataclass
class Taken:
    """A document that was admitted."""

    data: bytes
    offers: Offers

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    @property
    def rules(self) -> list[str]:
        return [finding.rule for finding in self.offers.findings]

    def said(self, rule: str) -> str:
        """Return what was found by a rule, once."""
        (found,) = [one.message for one in self.offers.findings if one.rule == rule]
        return found


@pytest.fixture
def paper() -> Callable[..., pikepdf.Pdf]:
    """Make a document of pages that draw `content`; it has one font, Helvetica, as F."""

    def make(*contents: bytes, size: tuple[float, float] = (200, 300)) -> pikepdf.Pdf:
        pdf = pikepdf.Pdf.new()
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        font = pdf.make_indirect(font)
        for content in contents or (b"BT /F 12 Tf 20 250 Td (Words) Tj ET",):
            pdf.add_blank_page(page_size=size)
            page = pdf.pages[-1].obj
            page.Contents = pdf.make_stream(content)
            page.Resources = Dictionary(Font=Dictionary(F=font))
        return pdf

    return make


@pytest.fixture
def take(tmp_path: Path) -> Callable[..., Taken]:
    """Admit a document: (pdf or bytes, fit="keep", size=A5, lang="en", profiles=…)."""

    def admitted(
        source: pikepdf.Pdf | bytes,
        fit: str = "keep",
        size: tuple[float, float] = A5,
        lang: str = "en",
        profiles: dict[int, bytes] | None = None,
    ) -> Taken:
        path = tmp_path / "theirs.pdf"
        if isinstance(source, bytes):
            path.write_bytes(source)
        else:
            source.save(path, static_id=True)
        place = Place("sources/catalogue.toml", 7, 8)
        request = Request("leaflet", fit, *size, lang, place, profiles or {})  # type: ignore[arg-type]  # a word
        done = admit(path, request)
        return Taken(done.pdf, done.offers)

    return admitted


@pytest.fixture(scope="session")
def profiles() -> dict[int, bytes]:
    """The house's ICC profiles."""
    names = {3: "sRGB2014.icc", 4: "FOGRA39L_coated.icc"}
    return {count: (BRAND / "colour" / name).read_bytes() for count, name in names.items()}


@pytest.fixture
def picture() -> Callable[..., Image.Image]:
    """Draw a page as viewers show it, a pixel a point: (bytes or pdf, page=0)."""

    def draw(source: pikepdf.Pdf | bytes, page: int = 0) -> Image.Image:
        if isinstance(source, pikepdf.Pdf):
            written = io.BytesIO()
            source.save(written)
            source = written.getvalue()
        document = pdfium.PdfDocument(source)
        try:
            drawn: Image.Image = document[page].render(scale=1).to_pil().convert("RGB")
            return drawn
        finally:
            document.close()

    return draw


@pytest.fixture(scope="session")
def tagged() -> bytes:
    """A leaflet as WeasyPrint tags it: heading, links, list, table, picture, a second page."""
    engine.load()  # before anything else may load the libraries below it
    import weasyprint

    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
        "rkJggg=="
    )
    body = f"""<h1>Rights at work</h1>
<p>All have rights. <a href="https://example.org/">A site</a>, <a href="#two">a chapter</a>.</p>
<table><tr><th>Year<th>Rate<tr><td>2024<td>52</table>
<h2 id="two" style="break-before: page">Two</h2><p lang="fr">Encore.</p>
<img alt="A dot" src="data:image/png;base64,{dot}">"""
    faces = "".join(  # the engine, once it is loaded, knows no font of the machine
        f"@font-face {{ font-family: Sans; font-weight: {weight}; src: url({path.as_uri()}) }}"
        for weight, path in FACES.items()
    )
    style = f"{faces} @page {{ size: A5; margin: 15mm }} html {{ font-family: Sans }}"
    html = f'<html lang="en"><head><title>A leaflet</title><style>{style}</style></head><body>'
    done: bytes = weasyprint.HTML(string=html + body).write_pdf(pdf_variant="pdf/ua-1")
    return done


@pytest.fixture
def tree() -> Callable[[pikepdf.Pdf], list[str]]:
    """Write out the tag tree of a file, an element a line, indented."""

    def lines(pdf: pikepdf.Pdf) -> list[str]:
        found: list[str] = []

        def walk(element: pikepdf.Object, depth: int) -> None:
            kids = element.get("/K", Array())
            kids = list(kids) if isinstance(kids, Array) else [kids]
            own = [_kid(kid) for kid in kids]
            said = " ".join(text for text in own if text)
            alt = f" “{element.Alt}”" if "/Alt" in element else ""
            found.append(f"{'  ' * depth}{str(element.S)[1:]}{alt} {said}".rstrip())
            for kid, text in zip(kids, own, strict=True):
                if not text:
                    walk(kid, depth + 1)

        root = pdf.Root.StructTreeRoot
        for kid in root.K if isinstance(root.K, Array) else [root.K]:
            walk(kid, 0)
        return found

    return lines


def _kid(kid: object) -> str:
    """Return what is no element."""
    if isinstance(kid, Dictionary):
        if kid.get("/Type") == Name.OBJR:
            return "link"
        if kid.get("/Type") == Name.MCR:
            return f"{kid.MCID}*"
        return ""
    return str(kid)
