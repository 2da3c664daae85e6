"""Documents of others bound with our own pages: nothing is shared that should not be."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.binding.bind import bind
from publish.binding.model import Form, Intent, Section
from publish.binding.press_inks import PressInks
from publish.checking.conformance import conformance
from publish.composing.layouts import load_layout
from publish.editions.greyscale import GREYSCALE
from publish.editions.model import House
from publish.errors import FindingsError, Place
from publish.typesetting.model import Gathering

SCREEN = Form(name="screen")


@pytest.fixture
def bound(set_pages, make_binding, take, tmp_path):
    """Bind a document after a page of the bundle's own: (source, form=SCREEN, fit="keep")."""

    def make(source, form=SCREEN, fit="keep", profiles=None) -> tuple[Path, tuple]:
        taken = take(source, fit, profiles=profiles)
        path = tmp_path / "admitted.pdf"
        path.write_bytes(taken.data)
        key = hashlib.sha256(taken.data).hexdigest()
        own = set_pages('<h1 id="own">Contents</h1><p>Words.</p>')
        theirs = Gathering(key, path, taken.offers)
        place = Place("sources/catalogue.toml", 9, 8)
        binding = make_binding(
            Section(own, "bundles/all", "arabic"),
            Section(theirs, "leaflet", "arabic", 0, place, part="leaflet", foreign=True),
            home="bundles/all",
            part_titles={"leaflet": "A leaflet"},
        )
        target = tmp_path / "bundle.pdf"
        return target, bind(binding, form, target).findings

    return make


def test_a_bundle_with_a_tagged_document_keeps_both_standards(bound, tagged):
    target, findings = bound(tagged, fit="scale")
    assert findings == ()
    for profile in ("ua1", "2a"):
        assert conformance(target, Place("bundle.pdf"), profile) == ()


def test_its_tags_hang_under_its_own_part_in_its_own_language(bound, tagged, tree):
    target, _ = bound(tagged)
    with pikepdf.open(target) as pdf:
        lines = tree(pdf)
        part = pdf.Root.StructTreeRoot.K[0].K[1]
        assert (str(part.S), str(part.T)) == ("/Part", "A leaflet")
    top = [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert [line.split()[0] for line in top] == ["Part", "Part"]
    assert sum("link" in line for line in lines) == 2


def test_its_links_lead_to_its_pages_in_the_bundle(bound, tagged):
    target, _ = bound(tagged)
    reader = pypdf.PdfReader(target)
    names = reader.named_destinations
    links = [link.get_object() for link in reader.pages[1]["/Annots"]]
    inner = next(link for link in links if "/Dest" in link)
    assert inner["/Dest"] == "leaflet.two"
    assert reader.get_destination_page_number(names["leaflet.two"]) == 2
    assert inner["/Contents"] == "Go to page 2"  # the number that is printed on it


def test_the_bundles_number_stands_at_the_inner_foot_of_its_pages(bound, tagged):
    target, _ = bound(tagged)
    reader = pypdf.PdfReader(target)
    seen: dict[int, tuple[float, float]] = {}
    for number in (2, 3):

        def visit(text, _cm, matrix, _font, _size, number=number):
            if f"[{number}]" in text:
                seen[number] = matrix[4], matrix[5]

        reader.pages[number - 1].extract_text(visitor_text=visit)
    width = float(reader.pages[1].mediabox.width)
    assert seen[2][0] > 0.8 * width  # of a left page, the inner side is the right
    assert seen[3][0] < 0.2 * width
    assert all(y < 30 for _, y in seen.values())
    content = reader.pages[1].get_contents().get_data()
    assert content.rstrip().endswith(b"EMC") and b"/Artifact <</Type /Pagination" in content


def test_its_fonts_and_pictures_stay_as_they_are(bound, paper):
    pdf = paper(b"BT /F 12 Tf 20 200 Td (Words) Tj ET /I Do")
    dot = {"Width": 1, "Height": 1, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    picture = pdf.make_stream(b"\7", Type=Name.XObject, Subtype=Name.Image, **dot)
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=picture)
    target, _ = bound(pdf)
    with pikepdf.open(target) as done:
        resources = done.pages[1].obj.Resources
        assert str(resources.Font.F.BaseFont) == "/Helvetica"
        assert set(resources.Font.keys()) == {"/F", "/bundle-number"}
        assert resources.XObject.I.read_bytes() == b"\7"
    assert "Words" in pypdf.PdfReader(target).pages[1].extract_text()


def test_its_own_page_numbers_name_its_pages(bound, paper):
    pdf = paper(b"", b"", b"")
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.R)]))
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        Dest=Array([pdf.pages[2].obj, Name.Fit]),
    )
    pdf.pages[0].obj.Annots = Array([link])
    target, _ = bound(pdf)
    reader = pypdf.PdfReader(target)
    (done,) = reader.pages[1]["/Annots"]
    assert done.get_object()["/Contents"] == "Go to page III"
    assert reader.page_labels == ["1", "2", "3", "4"]  # what viewers show is the bundle's count


def test_marks_in_forms_count_on_where_other_tags_end(bound, paper):
    pdf = paper(b"/Form Do")
    page = pdf.pages[0].obj
    form = pdf.make_stream(
        b"/P <</MCID 0>> BDC BT /F 9 Tf 20 250 Td (x) Tj ET EMC",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 300]),
        Resources=page.Resources,
    )
    page.Resources = Dictionary(XObject=Dictionary(Form=form))
    mark = Dictionary(Type=Name.MCR, MCID=0, Pg=page, Stm=form)
    kid = Dictionary(Type=Name.StructElem, S=Name.P, K=Array([mark]))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([kid]))
    target, _ = bound(pdf)
    with pikepdf.open(target) as done:
        parents = done.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(key) for key in list(parents)[::2]]
        drawn = done.pages[1].obj.Resources.XObject.Form
        owner = parents[keys.index(int(drawn.StructParents)) * 2 + 1][0]
        assert str(owner.S) == "/P"
        assert owner.K[0].Stm.objgen == drawn.objgen


def test_hidden_layers_stay_hidden_in_the_bundle(bound, paper):
    pdf = paper(b"/OC /L BDC 0 0 9 9 re f EMC")
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L=group)
    target, _ = bound(pdf)
    with pikepdf.open(target) as done:
        (off,) = done.Root.OCProperties.D.OFF
        assert off.objgen == done.pages[1].obj.Resources.Properties.L.objgen


BRAND = Path(__file__).parents[3] / "layouts" / "brand"
INK = (BRAND / "colour" / "FOGRA39L_coated.icc").read_bytes()
WHITE, BLACK = (0.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 100.0)
INKS = PressInks(INK, {"#FFFFFF": WHITE, "#000000": BLACK}, 300)
IDENTITY = {path.relative_to(BRAND).as_posix(): path for path in BRAND.rglob("*.*")}
LAYOUT, _ = load_layout(Path("/nowhere"), "guide")
PRESS = Form(
    name="press", links=False, outline=False, standard="x4", tags=False, inks=INKS,
    intent=Intent(INK, "FOGRA39"),
)  # fmt: skip


LAB = [Name.Lab, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))]


def in_lab(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    """Let the last page have a colour that is not understood."""
    page = pdf.pages[-1].obj
    page.Resources.ColorSpace = Dictionary(L=Array(LAB))
    page.Contents = pdf.make_stream(b"/L cs 50 60 20 sc 0 0 9 9 re f")
    return pdf


def drawn(target: Path) -> bytes:
    """Return the content of the document's first page."""
    with pikepdf.open(target) as done:
        return b"".join(one.read_bytes() for one in done.pages[1].obj.Contents)


def test_colours_that_are_not_understood_are_refused_in_press(bound, paper, profiles):
    with pytest.raises(FindingsError) as refused:
        bound(in_lab(paper(b"1 0 0 rg 0 0 9 9 re f", b"")), PRESS, profiles=profiles)
    (found,) = refused.value.findings
    assert (found.rule, found.place) == ("B185", Place("sources/catalogue.toml", 9, 8))
    assert found.message == "colours for screens stand on pages 2–3: colours in L"
    assert "PDF/X-4" in found.remedy


def test_inks_stay_as_they_are_in_press(bound, paper, profiles):
    target, findings = bound(paper(b"0 0.2 0 1 k 0 0 9 9 re f"), PRESS, profiles=profiles)
    assert findings == ()
    assert b"0 0.2 0 1 k" in drawn(target)
    with pikepdf.open(target) as done:
        assert "/DefaultCMYK" not in done.pages[1].obj.Resources.get("/ColorSpace", Dictionary())


def test_colours_for_screens_become_inks_in_press(bound, paper, profiles):
    content = (
        b"0 0 0 rg 0 0 9 9 re f q /C CS 1 1 1 SC 9 9 m 0 0 l S Q "
        b"/D cs 0 0 0 scn 0.5 G 1 1 1 RG /F1 gs /Form Do"
    )
    pdf = paper(content)
    page = pdf.pages[0].obj
    icc = Array([Name.ICCBased, pdf.make_stream(profiles[3], N=3)])
    page.Resources.ColorSpace = Dictionary(C=icc, D=Name.DeviceRGB)
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    page.Resources.XObject = Dictionary(
        Form=pdf.make_stream(
            b"1 1 1 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form,
            BBox=Array([0, 0, 9, 9]), Group=group,
        )
    )  # fmt: skip
    target, findings = bound(pdf, PRESS, profiles=profiles)
    assert findings == ()
    done = drawn(target)
    assert b"rg" not in done and b"RG" not in done and b" cs" not in done
    assert done.count(b"0 0 0 1 k") == 3  # black is black ink alone; the space begins with it
    assert done.count(b"0 0 0 0 K") == 2
    assert b"0.5 G" in done
    with pikepdf.open(target) as pdf:
        resources = pdf.pages[1].obj.Resources
        assert resources.XObject.Form.read_bytes().split(b"\n")[0] == b"0 0 0 0 k"
        assert str(resources.XObject.Form.Group.CS) == "/DeviceCMYK"
        assert not resources.ColorSpace.keys()


def test_a_picture_becomes_inks_in_press(bound, paper, profiles):
    pdf = paper(b"/I Do")
    picture = pdf.make_stream(
        b"\xff\xff\xff\xff\0\0", Type=Name.XObject, Subtype=Name.Image, Width=2, Height=1,
        ColorSpace=Array([Name.ICCBased, pdf.make_stream(profiles[3], N=3)]), BitsPerComponent=8,
    )  # fmt: skip
    pdf.pages[0].obj.Resources.XObject = Dictionary(I=picture)
    target, findings = bound(pdf, PRESS, profiles=profiles)
    assert findings == ()
    with pikepdf.open(target) as done:
        image = done.pages[1].obj.Resources.XObject.I
        assert str(image.ColorSpace) == "/DeviceCMYK"
        white = pikepdf.PdfImage(image).as_pil_image().getpixel((0, 0))
        assert white == (0, 0, 0, 0)


def test_a_document_in_grey_has_no_colour_left(bound, paper, profiles):
    form = GREYSCALE.form(House(LAYOUT.brand, IDENTITY))
    target, findings = bound(
        paper(b"1 0 0 rg 0 0 9 9 re f 0 1 1 0 k 9 9 9 9 re f"), form, profiles=profiles
    )
    assert findings == ()
    done = drawn(target)
    assert not re.search(rb"\b(?:rg|k)\b", done)
    greys = [float(value) for value in re.findall(rb"([\d.]+) g\b", done)]
    assert 0.2 < greys[0] < 0.7 and 0.2 < greys[1] < 0.7  # a red, once in light and once in inks


def test_a_greyscale_bundle_says_which_pages_stay_in_colour(bound, paper, profiles):
    form = GREYSCALE.form(House(LAYOUT.brand, IDENTITY))
    source = in_lab(paper(b"1 0 0 rg 0 0 9 9 re f", b""))
    target, findings = bound(source, form, profiles=profiles)
    assert [(one.rule, one.severity, one.message) for one in findings] == [
        ("B186", "note", "kept as they are: pages 2–3: colours in L")
    ]
    assert b"1 0 0 rg" in drawn(target)  # all of it or nothing


@pytest.mark.parametrize("content", [b"1 0 rg", b"/A rg", b"cs", b"1 0 0 0 0 k", b"/Sh sh"])
def test_operators_that_are_not_as_they_must_be_leave_the_colours(bound, paper, profiles, content):
    form = GREYSCALE.form(House(LAYOUT.brand, IDENTITY))
    source = paper(b"1 0 0 rg 0 0 9 9 re f " + content)
    function = Dictionary(FunctionType=3, Functions=Array([]))  # of nothing
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Function=function)
    if b"sh" in content:
        source.pages[0].obj.Resources.Shading = Dictionary(Sh=shading)
    target, findings = bound(source, form, profiles=profiles)
    assert [one.rule for one in findings] == ["B186"]
    assert b"1 0 0 rg" in drawn(target)
