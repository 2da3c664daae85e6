"""Press files of real set pages, read back by another library and by Ghostscript."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any  # pypdf's objects

import numpy as np
import pikepdf
import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from publish.binding.bind import bind
from publish.binding.model import Binding, Form, Intent, Section, Sheet
from publish.binding.press_inks import PressInks
from publish.editions.screen import FORM as SCREEN
from publish.errors import FindingsError, Place
from publish.typesetting.model import Gathering
from publish.units import MM

Setter = Callable[..., Gathering]
Maker = Callable[..., Binding]

BRAND = Path(__file__).parents[2] / "layouts" / "brand"
PROFILE = (BRAND / "colour" / "FOGRA39L_coated.icc").read_bytes()
COLOURS = {
    "#2D2D2D": (0.0, 0.0, 0.0, 92.0),
    "#B8C4CC": (0.0, 0.0, 0.0, 28.0),
    "#FFFFFF": (0.0, 0.0, 0.0, 0.0),
    "#1E2DBE": (98.0, 86.0, 0.0, 0.0),
    "#05D2D2": (68.0, 0.0, 24.0, 0.0),
    "#230050": (100.0, 100.0, 15.0, 40.0),
}
INKS = PressInks(PROFILE, COLOURS, 300)
SHEET = Sheet(
    bleed=3 * MM,
    marks=("crop", "registration", "colour-bars", "slug"),
    offset=5 * MM,
    faces=((BRAND / "fonts" / "noto-sans/NotoSans_400Regular.ttf").read_bytes(),),
    edition="press",
    printer="A printer · FOGRA39",
)
PRESS = Form(
    name="press",
    links=False,
    outline=False,
    standard="x4",
    tags=False,
    inks=INKS,
    intent=Intent(PROFILE, "FOGRA39", "Coated paper"),
    sheet=SHEET,
)


def content(page: PageObject) -> bytes:
    """Return the page's own content, without the forms that it shows."""
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data()


def listed(node: Any, kind: str) -> list[tuple[str, Any]]:
    """Return the resources of a kind that a page or a form names."""
    resources = node.get("/Resources", DictionaryObject()).get_object()
    items = resources.get(kind, DictionaryObject()).get_object()
    return [(name, item.get_object()) for name, item in items.items()]


def streams(node: Any) -> Iterator[StreamObject]:
    """Yield the forms, patterns and pictures below a page or a form, marks left out."""
    for name, item in (*listed(node, "/XObject"), *listed(node, "/Pattern")):
        if isinstance(item, StreamObject) and not name.startswith("/press-"):
            yield item
            yield from streams(item)


def all_listed(page: PageObject, kind: str) -> list[Any]:
    """Return the resources of a kind of a page and all that it shows."""
    return [item for node in (page, *streams(page)) for _, item in listed(node, kind)]


def pictures(page: PageObject) -> list[StreamObject]:
    return [item for item in streams(page) if item.get("/Subtype") == "/Image"]


def painted(page: PageObject) -> set[tuple[float, ...]]:
    """Return the inks of all colours that a page, its forms and patterns set."""
    found = [content(page), *(i.get_data() for i in streams(page) if i.get("/Subtype") != "/Image")]
    fours = re.findall(rb"^((?:-?[\d.]+ ){4})[kK]$", b"\n".join(found), re.MULTILINE)
    return {tuple(map(float, inks.split())) for inks in fours}


def as_file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


@pytest.fixture(scope="module")
def press(
    set_pages: Setter, make_binding: Maker, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., PdfReader]:
    """Return a function that sets a body and binds it for the press: (body, css="", …)."""

    def bound(
        body: str, css: str = "", pictures: dict[str, bytes] | None = None, form: Form = PRESS
    ) -> PdfReader:
        binding = make_binding(Section(set_pages(body, css, 3, pictures), "w", "arabic"))
        target = tmp_path_factory.mktemp("press") / "w.pdf"
        assert bind(binding, form, target).findings == ()
        return PdfReader(target.open("rb"), strict=True)

    return bound


Press = Callable[..., PdfReader]


def test_colours_of_the_brand_have_their_exact_inks(press: Press) -> None:
    body = "<p style='color:#1E2DBE'>One</p><p style='background:#05D2D2'>Two</p>"
    (page,) = press(body).pages
    assert {(0.98, 0.86, 0, 0), (0.68, 0, 0.24, 0)} <= painted(page)


def test_black_and_grey_are_black_ink_only(press: Press) -> None:
    greys = ("#2D2D2D", "#808080", "#8A9399", "#000")  # the third: a brand's grey, darkened
    body = "".join(f"<p style='color:{grey}'>Grey</p>" for grey in greys)
    inks = painted(press(body).pages[0])
    assert len(inks) == 4
    assert not any(any(ink[:3]) for ink in inks)
    assert {(0, 0, 0, 0.92), (0, 0, 0, 1)} <= inks


def test_no_colour_of_the_screen_is_left(press: Press) -> None:
    body = """<h1>Title</h1><p style="color:#c83044;border:1pt solid #345">Text</p>
    <div style="opacity:.5;background:#FA3C4B">half</div>
    <svg viewBox="0 0 9 9" width="90"><rect width="9" height="9" fill="#8CE164"/></svg>"""
    (page,) = press(body).pages
    for data in (content(page), *(item.get_data() for item in streams(page))):
        assert not re.search(rb"^.* (rg|RG|scn|SCN)$", data, re.MULTILINE)
    groups = [item["/Group"]["/CS"] for item in streams(page) if "/Group" in item]
    assert groups and set(groups) == {"/DeviceCMYK"}
    assert page["/Group"]["/CS"] == "/DeviceCMYK"


def test_colours_given_in_lab_become_inks(press: Press) -> None:
    (page,) = press("<p style='color:oklch(0.6 0.2 30)'>Red</p>").pages
    ((c, m, y, k),) = painted(page) - {(0.0, 0.0, 0.0, 1.0)}
    assert m > 0.7 and y > 0.7 and c < 0.2 and k < 0.2
    assert "/ColorSpace" not in page["/Resources"] or not page["/Resources"]["/ColorSpace"]


def test_late_page_numbers_are_in_ink_too(press: Press) -> None:
    body = "<p style='color:#2D2D2D'>See <span class='late' data-late='page:x'></span></p>"
    (page,) = press(body + "<p id='x'>Here</p>").pages
    assert "See 1" in page.extract_text()
    assert b" rg" not in content(page)


STRIPES = {
    "a way through other hues": ("#1E2DBE", "#05D2D2"),
    "black": ("#2D2D2D", "#FFFFFF"),
    "a brand's colour and another": ("#FA3C4B", "#230050"),
}


@pytest.mark.parametrize("colours", STRIPES.values(), ids=STRIPES)
def test_a_gradient_is_right_at_its_ends_and_in_its_middle(
    press: Press, colours: tuple[str, str]
) -> None:
    body = f"<div style='height:9mm;background:linear-gradient({','.join(colours)})'></div>"
    (gradient,) = all_listed(press(body).pages[0], "/Shading")
    assert gradient["/ColorSpace"] == "/DeviceCMYK"
    function = gradient["/Function"]
    start, middle, end = (
        evaluated(function, at) for at in (*function["/Domain"][:1], None, *function["/Domain"][1:])
    )
    first, last = (rgb(colour) for colour in colours)
    assert start == pytest.approx(INKS.paint(first), abs=1e-4)
    assert end == pytest.approx(INKS.paint(last), abs=1e-4)
    assert middle == pytest.approx(INKS.between(first, last, 0.5), abs=0.01)


def rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (round(int(colour[at : at + 2], 16) / 255, 6) for at in (1, 3, 5))
    return red, green, blue


def evaluated(function: Any, at: float | None) -> list[float]:
    """Return the values of a function of type 2 or 3 (ISO 32000-1:2008, 7.10); None: its middle."""
    low, high = (float(value) for value in function["/Domain"])
    x = (low + high) / 2 if at is None else float(at)
    if function["/FunctionType"] == 2:
        pairs = zip(function["/C0"], function["/C1"], strict=True)
        return [float(a) + x ** float(function["/N"]) * (float(b) - float(a)) for a, b in pairs]
    bounds = [low, *(float(value) for value in function["/Bounds"]), high]
    part = max(n for n, bound in enumerate(bounds[:-1]) if x >= bound)
    e0, e1 = (float(value) for value in function["/Encode"][2 * part : 2 * part + 2])
    inner = e0 + (x - bounds[part]) * (e1 - e0) / (bounds[part + 1] - bounds[part])
    return evaluated(function["/Functions"][part].get_object(), inner)


def test_a_fading_gradient_keeps_its_mask_in_grey(press: Press) -> None:
    body = "<div style='height:9mm;background:linear-gradient(#1E2DBE,rgba(30,45,190,0))'></div>"
    (page,) = press(body).pages
    states = all_listed(page, "/ExtGState")
    (mask,) = [s["/SMask"]["/G"].get_object() for s in states if "/SMask" in s]
    assert mask["/Group"]["/CS"] == "/DeviceGray"
    (shading,) = mask["/Resources"]["/Shading"].values()
    assert shading.get_object()["/ColorSpace"] == "/DeviceGray"


RAINBOW = Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * n) for n in range(3)])
GREY = Image.linear_gradient("L")
PICTURES = {
    "photograph": (as_file(RAINBOW, "JPEG", quality=90), "/DeviceCMYK", "/DCTDecode"),
    "drawing": (as_file(RAINBOW, "PNG"), "/DeviceCMYK", "/FlateDecode"),
    "grey photograph": (as_file(GREY, "JPEG"), "/DeviceGray", "/DCTDecode"),
    "grey drawing": (as_file(GREY, "PNG"), "/DeviceGray", "/FlateDecode"),
    "grey in three colours": (as_file(GREY.convert("RGB"), "JPEG"), "/DeviceGray", "/DCTDecode"),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_come_in_the_inks_of_the_press(press: Press, kind: str) -> None:
    data, space, coding = PICTURES[kind]
    (image,) = pictures(
        press("<img style='width:20mm' src='x.png' alt='x'>", pictures={"x.png": data}).pages[0]
    )
    assert (image["/ColorSpace"], image["/Filter"]) == (space, coding)
    assert not image.get("/DecodeParms", {}).get("/ColorTransform")
    inks = inks_of(image)
    assert inks.shape[:2] == (256, 256)
    assert inks.sum(axis=2).max() <= 300 * 2.55
    expected = INKS.picture(Image.open(BytesIO(data)))
    assert np.abs(inks.squeeze() - full_inks(expected)).mean() < 4


def full_inks(picture: Image.Image) -> Any:
    """Return the inks of a picture, 255 for full ink; of a grey one those of black."""
    values = np.asarray(picture).astype(int)
    return 255 - values if picture.mode == "L" else values


def inks_of(image: StreamObject) -> Any:
    """Return the inks of a picture as a reader sees them, rows × columns × inks."""
    width, height = image["/Width"], image["/Height"]
    if image["/Filter"] == "/DCTDecode":
        picture = Image.open(BytesIO(image._data))
        if picture.mode == "CMYK":
            assert image["/Decode"] == [1, 0] * 4  # as Pillow, too, takes such files
        return full_inks(picture).reshape(height, width, -1)
    values = np.frombuffer(image.get_data(), np.uint8).astype(int).reshape(height, width, -1)
    return values if values.shape[2] == 4 else 255 - values


def test_a_soft_mask_stays_with_its_picture(press: Press) -> None:
    picture = RAINBOW.copy()
    picture.putalpha(GREY)
    body, files = "<img style='width:20mm' src='x.png' alt='x'>", {"x.png": as_file(picture, "PNG")}
    (image,) = pictures(press(body, pictures=files).pages[0])
    mask = image["/SMask"].get_object()
    assert image["/ColorSpace"] == "/DeviceCMYK"
    assert mask["/ColorSpace"] == "/DeviceGray"
    values = np.frombuffer(mask.get_data(), np.uint8).reshape(256, 256)
    assert (values == np.asarray(GREY)).all()


def test_a_picture_in_inks_keeps_its_bytes_unless_it_is_too_heavy(press: Press) -> None:
    light = as_file(Image.new("CMYK", (16, 16), (90, 60, 30, 10)), "JPEG")
    heavy = as_file(Image.new("CMYK", (16, 16), (250, 240, 230, 220)), "JPEG")
    body = "<img src='l.png' alt='l'><img src='h.png' alt='h'>"
    one, other = pictures(press(body, pictures={"l.png": light, "h.png": heavy}).pages[0])
    if one._data != light:
        one, other = other, one
    assert one._data == light
    assert inks_of(other).sum(axis=2).max() <= 300 * 2.55


def test_inks_stay_within_the_limit(press: Press) -> None:
    low = replace(PRESS, inks=PressInks(PROFILE, COLOURS, 220))
    body = "<p style='color:#230050;background:#101030'>Deep</p>"
    assert all(sum(inks) <= 2.2001 for inks in painted(press(body, form=low).pages[0]))
    assert max(sum(inks) for inks in painted(press(body).pages[0])) > 2.5


def test_boxes_are_those_of_the_printer(press: Press) -> None:
    (page,) = press("<p>Text</p>").pages
    width, height = 100 * MM, 140 * MM
    boxes = [page[f"/{name}Box"] for name in ("Trim", "Bleed", "Media")]
    bleed, sheet = 3 * MM, 5 * MM + 7 * MM + 6
    for box, beyond in zip(boxes, (0, bleed, sheet), strict=True):
        expected = [-beyond, -beyond, width + beyond, height + beyond]
        assert [float(value) for value in box] == pytest.approx(expected, abs=0.01)
    assert not {"/CropBox", "/ArtBox", "/Rotate", "/Annots", "/StructParents", "/Tabs"} & set(page)


def test_too_little_bleed_is_an_error_with_its_page(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    place = Place("sources/w/en/01.md")
    binding = make_binding(Section(set_pages("<p>Text</p>"), "w", "arabic", place=place))
    form = replace(PRESS, sheet=replace(SHEET, bleed=5 * MM))
    with pytest.raises(FindingsError) as caught:
        bind(binding, form, tmp_path / "w.pdf")
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place, finding.page) == ("B121", place, 1)
    assert "3.0 mm" in finding.message and "5.0" in finding.remedy


def test_pages_of_another_size_are_refused(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    other = set_pages("<p>Text</p>", "@page { size: 90mm 140mm }")
    sections = [Section(leaf, "w", "arabic") for leaf in (set_pages("<p>Text</p>"), other)]
    with pytest.raises(FindingsError, match="B122"):
        bind(make_binding(*sections), PRESS, tmp_path / "w.pdf")


def test_a_colour_that_cannot_be_separated_is_named(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    gathering = set_pages("<p>Text</p>")
    with pikepdf.open(gathering.pdf) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n/odd cs\n1 scn\n")
        pdf.save(tmp_path / "odd.pdf")
    odd = replace(gathering, pdf=tmp_path / "odd.pdf")
    place = Place("sources/w/en/01.md")
    with pytest.raises(FindingsError) as caught:
        bind(make_binding(Section(odd, "w", "arabic", place=place)), PRESS, tmp_path / "w.pdf")
    (finding,) = caught.value.findings
    assert (finding.rule, finding.place) == ("B120", place)
    assert "“odd”" in finding.message


WIDE = ".wide { page: wide } @page wide { size: 140mm 100mm }"


def test_a_wide_page_is_turned_so_that_all_sheets_are_alike(press: Press) -> None:
    reader = press("<p>Upright</p><div class='wide'><p>Wide</p></div>", WIDE)
    first, second = reader.pages
    for box in ("/TrimBox", "/BleedBox", "/MediaBox"):
        assert first[box] == second[box]
    assert "Wide" in second.extract_text()
    found = re.search(rb"^(\S+ \S+ \S+ \S+) (\S+) (\S+) cm$", content(second), re.MULTILINE)
    assert found is not None
    assert found[1] == b"0 1 -1 0"  # the head comes to the left
    assert (float(found[2]), float(found[3])) == pytest.approx((100 * MM, 0), abs=0.001)


def test_blanks_beside_wide_pages_are_upright(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    wide = set_pages("<div class='wide'><p>Wide</p></div>", WIDE)
    sections = (
        Section(set_pages("<p>Upright</p>"), "w", "arabic"),
        Section(wide, "w", "arabic", blank_before=1),
    )
    bind(make_binding(*sections, blanks_after=1), PRESS, tmp_path / "w.pdf")
    pages = PdfReader(tmp_path / "w.pdf").pages
    assert len({str(page["/TrimBox"]) for page in pages}) == 1
    assert [page.extract_text().count("Wide") for page in pages] == [0, 0, 1, 0]


def test_the_slug_line_says_what_the_sheet_is(press: Press) -> None:
    first, second = press("<p>One</p><h2>Two</h2>").pages
    for number, page in enumerate((first, second), 1):
        slug = page["/Resources"]["/XObject"]["/press-slug"]
        shown = slug.get_object()["/Resources"]["/Font"]
        text = page.extract_text()
        assert "A test & a title · en · press · 2026-01-02 · A printer · FOGRA39" in text
        assert f"page {number} · {number}/2" in text
        assert all("/DescendantFonts" in font.get_object() for font in shown.values())


def test_a_title_that_is_too_long_for_the_slug_line_is_cut(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    binding = make_binding(Section(set_pages("<p>Text</p>"), "w", "arabic"))
    about = replace(binding.metadata, title="A very long title " * 9 + "الحماية")
    bind(replace(binding, metadata=about), PRESS, tmp_path / "w.pdf")
    text = PdfReader(tmp_path / "w.pdf").pages[0].extract_text()
    assert "A very long title" in text and "… · en · press" in text


def test_blank_pages_have_boxes_and_marks(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    leaf = set_pages("<p>Text</p>")
    sections = (Section(leaf, "w", "arabic"), Section(leaf, "w", "arabic", blank_before=2))
    bound = bind(make_binding(*sections, blanks_after=3), PRESS, tmp_path / "w.pdf")
    pages = PdfReader(tmp_path / "w.pdf").pages
    assert len(pages) == bound.pages == 7
    assert [page["/TrimBox"] for page in pages] == [pages[0]["/TrimBox"]] * 7
    assert all("/press-marks" in page["/Resources"]["/XObject"] for page in pages)
    assert "7/7" in pages[6].extract_text()


def test_the_file_says_that_it_is_pdf_x_4(press: Press) -> None:
    reader = press("<h1>Title</h1><p><a href='https://example.org'>A link</a></p>")
    assert reader.pdf_header == "%PDF-1.6"
    root, info = reader.root_object, reader.trailer["/Info"].get_object()
    (intent,) = (entry.get_object() for entry in root["/OutputIntents"])
    assert (intent["/S"], intent["/OutputConditionIdentifier"]) == ("/GTS_PDFX", "FOGRA39")
    assert intent["/RegistryName"] == "http://www.color.org"
    assert intent["/DestOutputProfile"]["/N"] == 4
    assert intent["/DestOutputProfile"].get_data() == PROFILE
    assert info["/Trapped"] == "/False"
    assert info["/CreationDate"] == info["/ModDate"]
    absent = {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names", "/OCProperties", "/OpenAction"}
    assert not absent & set(root)
    packet = root["/Metadata"].get_data().decode()
    for entry in (
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
    ):
        assert entry in packet
    assert re.search(r"<xmpMM:DocumentID>uuid:[0-9a-f-]{36}<", packet)
    assert "pdfaid" not in packet and "pdfuaid" not in packet
    assert not re.search(rb"BDC|BMC|EMC", content(reader.pages[0]))


def test_the_same_content_has_the_same_name_and_another_another(press: Press) -> None:
    def name(body: str) -> str:
        packet = press(body).root_object["/Metadata"].get_data().decode()
        return re.findall("uuid:[^<]*", packet)[0]

    assert name("<p>One</p>") == name("<p>One</p>") != name("<p>Two</p>")


BIND_PICKLED = """
import pickle, sys
from pathlib import Path
from publish.binding.bind import bind
from publish.binding.model import Binding
form, fields, fonts, target = pickle.load(sys.stdin.buffer)
bind(Binding(**fields, fonts=fonts.__getitem__), form, Path(target))
"""


def test_the_bytes_are_the_same_whatever_the_hash_seed(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = """<h1>Title</h1><img style='width:20mm' src='x.png' alt='x'>
    <img style='width:20mm' src='y.png' alt='y'>
    <div style='height:9mm;background:linear-gradient(#1E2DBE,#05D2D2,#2D2D2D)'></div>"""
    files = {"x.png": PICTURES["photograph"][0], "y.png": PICTURES["drawing"][0]}
    binding = make_binding(Section(set_pages(body, "", 3, files), "w", "arabic"))
    names = ("sections", "metadata", "profile")
    fields = {name: getattr(binding, name) for name in names}
    fonts = {
        use.late_of or use.face: binding.fonts(use.late_of or use.face)
        for use in binding.sections[0].gathering.offers.faces
    }
    made = set()
    for seed in ("0", "1", "2"):
        target = tmp_path / f"{seed}.pdf"
        subprocess.run(
            [sys.executable, "-c", BIND_PICKLED],
            input=pickle.dumps((PRESS, fields, fonts, str(target))),
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        made.add(target.read_bytes())
    assert len(made) == 1


GHOSTSCRIPT = shutil.which("gs")


def plates(pdf: Path, page: int = 1, resolution: int = 100) -> dict[str, Any]:
    """Return the plates of a page as Ghostscript separates it, 255 for full ink."""
    folder = pdf.parent / "plates"
    folder.mkdir(exist_ok=True)
    options = ("-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", f"-r{resolution}")
    pages = (f"-dFirstPage={page}", f"-dLastPage={page}")
    target = f"-sOutputFile={folder}/p.tif"
    subprocess.run([str(GHOSTSCRIPT), *options, *pages, target, str(pdf)], check=True)
    return {
        ink: 255 - np.asarray(Image.open(folder / f"p({ink}).tif").convert("L")).astype(int)
        for ink in ("Cyan", "Magenta", "Yellow", "Black")
    }


@pytest.mark.skipif(GHOSTSCRIPT is None, reason="Ghostscript is not installed")
def test_ghostscript_finds_words_on_the_black_plate_only(
    press: Press,
) -> None:
    body = """<p style="color:#2D2D2D">Words on white, which black alone prints.</p>
    <div style="background:#05D2D2;color:#2D2D2D;font-size:20pt">Words on a tint</div>"""
    inside = inside_of(plates(Path(press(body).stream.name)))
    tint = np.abs(inside["Cyan"] - 0.68 * 255) < 2
    rows, columns = np.flatnonzero(tint.any(axis=1)), np.flatnonzero(tint.any(axis=0))
    box = np.s_[rows[0] + 1 : rows[-1], columns[0] + 1 : columns[-1]]
    assert tint[box].all()  # the tint runs on below the words
    assert inside["Black"][box].max() > 200
    above = np.s_[: rows[0] - 1]
    assert inside["Black"][above].max() > 200
    assert not any(inside[ink][above].any() for ink in ("Cyan", "Magenta", "Yellow"))


def inside_of(found: dict[str, Any]) -> dict[str, Any]:
    """Return what lies within the bleed of plates at 100 dots an inch: marks have other rules."""
    edge = round((5 * MM + 7 * MM + 6 - 3 * MM) * 100 / 72) + 1
    return {ink: plate[edge:-edge, edge:-edge] for ink, plate in found.items()}


@pytest.mark.skipif(GHOSTSCRIPT is None, reason="Ghostscript is not installed")
def test_ghostscript_finds_ink_within_the_limit(press: Press) -> None:
    dark = {
        "x.png": as_file(RAINBOW.point(lambda v: v // 6), "JPEG"),
        "y.png": as_file(RAINBOW.point(lambda v: v // 6), "PNG"),
    }
    body = """<img style='width:20mm' src='x.png' alt='x'>
    <img style='width:20mm' src='y.png' alt='y'><p style='background:#001'>Deep</p>"""
    for limit in (300, 240):
        form = replace(PRESS, inks=PressInks(PROFILE, COLOURS, limit))
        pdf = Path(press(body, pictures=dark, form=form).stream.name)
        most = sum(inside_of(plates(pdf)).values()).max() / 2.55
        assert limit - 40 < most <= limit + 1


@pytest.mark.skipif(GHOSTSCRIPT is None, reason="Ghostscript is not installed")
def test_marks_are_outside_the_bleed_on_every_plate_and_nothing_of_the_page_is(
    press: Press,
) -> None:
    css = "@page { background: #05D2D2; bleed: 9mm }"
    reader = press("<p>Text</p>", css)
    found = plates(Path(reader.stream.name), resolution=144)
    edge = round((5 * MM + 7 * MM + 6 - 3 * MM) * 2)
    for ink, plate in found.items():
        assert plate[: edge - 2].max() > 200, f"no mark on the {ink} plate"
    cyan = np.abs(found["Cyan"] - 0.68 * 255) < 2
    assert cyan[edge + 1, edge + 1] and cyan[-edge - 2, -edge - 2]
    around = found["Yellow"].copy()  # the ground has it, and few marks
    around[edge - 1 : -edge + 1, edge - 1 : -edge + 1] = 0
    assert not (np.abs(around - 0.24 * 255) < 2).any()


def test_folds_are_marked_outside_the_trim(press: Press) -> None:
    form = replace(PRESS, sheet=replace(SHEET, folds=(30 * MM, 38 * MM)))
    (page,) = press("<p>Text</p>", form=form).pages
    drawn = page["/Resources"]["/XObject"]["/press-marks"].get_object().get_data().decode()
    dashed = drawn[drawn.index("[2 2] 0 d") : drawn.index("[] 0 d")]
    lines = re.findall(r"(\S+) (\S+) m (\S+) (\S+) l S", dashed)
    assert {line[0] for line in lines} == {f"{30 * MM:.3f}", f"{38 * MM:.3f}"}
    assert all(float(line[1]) < -3 * MM or float(line[1]) > 143 * MM for line in lines)


def test_the_screen_edition_knows_nothing_of_all_this(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    binding = make_binding(Section(set_pages("<p>Text</p>"), "w", "arabic"))
    bind(binding, SCREEN, tmp_path / "w.pdf")
    reader = PdfReader(tmp_path / "w.pdf")
    assert reader.pdf_header == "%PDF-1.7"
    assert b" rg\n" in content(reader.pages[0])
    assert "/Group" not in reader.pages[0]
    assert "/StructTreeRoot" in reader.root_object
