"""The greyscale edition is the screen edition in other colours, and in nothing else."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from PIL import Image

from publish.binding.bind import bind
from publish.binding.model import Section
from publish.checking.conformance import conformance
from publish.composing.layouts import load_layout
from publish.editions.greyscale import GREYSCALE
from publish.editions.model import House
from publish.editions.screen import FORM as SCREEN
from publish.errors import Place
from publish.manuscript.charts_theme import load_theme

HOME = Path(__file__).parents[2] / "layouts/brand"
IDENTITY = {path.relative_to(HOME).as_posix(): path for path in HOME.rglob("*.*")}
LAYOUT, _ = load_layout(Path("/nowhere"), "guide")
GREY = GREYSCALE.form(House(LAYOUT.brand, IDENTITY))
TONES = load_theme(IDENTITY).tones

SHAPES = "".join(
    f'<path fill="{TONES[name].fill}" d="M{4 + 40 * n},4h36v60h-36z"/>'
    f'<text x="{40 + 40 * n}" y="40" font-size="8" text-anchor="end" fill="{TONES[name].on}">'
    f"{n}5.0</text>"
    for n, name in enumerate(("blue", "red", "yellow"))
)
CHART = f'<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="30mm">{SHAPES}</svg>'
BODY = """<h1 id="a">First</h1>
<p style="background: linear-gradient(#FA3C4B, #FFFFFF)">Over a gradient. <a href="#b">Next</a></p>
<img src="c.svg" alt="A chart of three bars"><img src="p.png" alt="A red square">
<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table>
<h2 id="b">Second</h2><p style="color: #BEDCFA">Text, and a note.
<span class="footnote">Note</span></p>
"""


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (8, 8), "#FA3C4B").save(data, "PNG")
    return data.getvalue()


@pytest.fixture(scope="module")
def editions(set_pages, make_binding, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("editions")
    css = "h2 { bookmark-level: 2 } svg { font-family: Sans }"
    gathering = set_pages(BODY, css, pictures={"c.svg": CHART.encode(), "p.png": picture()})
    files = {}
    for form in (SCREEN, GREY):
        files[form.name] = folder / f"{form.name}.pdf"
        binding = make_binding(Section(gathering, "work", "arabic"))
        assert bind(binding, form, files[form.name]).findings == ()
    return files


def test_no_colour_is_left_in_any_stream(editions: dict[str, Path]) -> None:
    colour = re.compile(rb"^[-\d. ]+ (?:rg|RG|k|K)$", re.MULTILINE)
    spaces = re.compile("DeviceRGB|DeviceCMYK|Lab|ICCBased")

    def coloured(path: Path) -> set[str]:
        found = set()
        with pikepdf.open(path) as pdf:
            for item in (one for one in pdf.objects if isinstance(one, pikepdf.Stream)):
                drawn = item.get("/Type") in (None, "/XObject", "/Pattern")
                if drawn and item.get("/Subtype") != "/Image" and colour.search(item.read_bytes()):
                    found.add("an operator")
                keys = ("/ColorSpace", "/Group", "/Shading")
                found |= {key for key in keys if spaces.search(repr(item.get(key)))}
        return found

    assert coloured(editions["greyscale"]) == set()
    assert "an operator" in coloured(editions["screen"])
    assert "/ColorSpace" in coloured(editions["screen"])


def is_element(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def titles(entry: object) -> object:
    return [titles(one) for one in entry] if isinstance(entry, list) else entry["/Title"]


def links_of(reader: pypdf.PdfReader) -> list[pypdf.generic.PdfObject]:
    return [link for page in reader.pages for link in page.annotations or ()]


def test_text_links_bookmarks_and_tags_are_those_of_the_screen_edition(
    editions: dict[str, Path],
) -> None:
    def seen(path: Path) -> dict[str, object]:
        reader = pypdf.PdfReader(path)
        with pikepdf.open(path) as pdf:
            tags = [str(item.S) for item in pdf.objects if is_element(item)]
        return {
            "text": [page.extract_text().split() for page in reader.pages],
            "links": [str(link.get_object()["/Rect"]) for link in links_of(reader)],
            "bookmarks": str([titles(entry) for entry in reader.outline]),
            "places": sorted(reader.named_destinations),
            "labels": list(reader.page_labels),
            "tags": sorted(tags),
        }

    screen, grey = seen(editions["screen"]), seen(editions["greyscale"])
    assert grey == screen
    assert "/Figure" in str(screen["tags"])
    assert screen["links"]


def test_patterns_stand_in_the_resources_of_the_pages_that_show_them(
    editions: dict[str, Path],
) -> None:
    with pikepdf.open(editions["greyscale"]) as pdf:
        for page in pdf.pages:
            shown = set(re.findall(rb"^/(texture-\S+) scn$", page.Contents.read_bytes(), re.M))
            there = {name[1:].encode() for name in page.Resources.get("/Pattern", {})}
            assert shown <= there
        assert b"/texture-diagonal scn" in pdf.pages[0].Contents.read_bytes()


def test_the_file_conforms_to_pdf_ua_and_pdf_a(editions: dict[str, Path]) -> None:
    path = editions["greyscale"]
    assert conformance(path, Place(path.name), "ua1") == ()
    assert conformance(path, Place(path.name), "2a") == ()


def test_the_same_pages_give_the_same_bytes(
    editions: dict[str, Path], set_pages, make_binding, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    css = "h2 { bookmark-level: 2 } svg { font-family: Sans }"
    gathering = set_pages(BODY, css, pictures={"c.svg": CHART.encode(), "p.png": picture()})
    bind(make_binding(Section(gathering, "work", "arabic")), GREY, again)
    assert again.read_bytes() == editions["greyscale"].read_bytes()
