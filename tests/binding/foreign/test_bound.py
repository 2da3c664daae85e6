"""Documents of others bound with our own pages: nothing is shared that should not be."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.binding.bind import bind
from publish.binding.model import Form, Intent, Section
from publish.binding.press_inks import PressInks
from publish.checking.conformance import conformance
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
INKS = PressInks(INK, {"#FFFFFF": (0.0, 0.0, 0.0, 0.0)}, 300)
PRESS = Form(
    name="press", links=False, outline=False, standard="x4", tags=False, inks=INKS,
    intent=Intent(INK, "FOGRA39"),
)  # fmt: skip


def test_colours_for_screens_are_refused_in_press(bound, paper, profiles):
    source = paper(b"", b"1 0 0 rg 0 0 9 9 re f")
    with pytest.raises(FindingsError) as refused:
        bound(source, PRESS, profiles=profiles)
    (found,) = refused.value.findings
    assert (found.rule, found.place) == ("B185", Place("sources/catalogue.toml", 9, 8))
    assert found.message == "colours for screens stand on pages 2–3"
    assert "PDF/X-4" in found.remedy


def test_inks_stay_the_printers_own_in_press(bound, paper, profiles):
    target, findings = bound(paper(b"0 0 0 1 k 0 0 9 9 re f"), PRESS, profiles=profiles)
    assert findings == ()
    with pikepdf.open(target) as done:
        page = done.pages[1].obj
        assert "/DefaultCMYK" not in page.Resources.get("/ColorSpace", Dictionary())
        content = b"".join(one.read_bytes() for one in page.Contents)
        assert b"0 0 0 1 k" in content


def test_a_greyscale_bundle_says_which_pages_stay_in_colour(bound, paper, profiles):
    form = replace(SCREEN, name="greyscale", inks=INKS)
    _, findings = bound(paper(b"1 0 0 rg 0 0 9 9 re f", b""), form, profiles=profiles)
    assert [(one.rule, one.severity, one.message) for one in findings] == [
        ("B186", "note", "kept as they are: pages 2–3")
    ]
