"""What sheets keep of a file besides its looks, and what they say of themselves."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.binding.imposing.model import PAPERS, Wish

HALF = PAPERS["A4"][1] / 2


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """Four pages with text, links of all kinds, bookmarks, labels, scripts and one font."""
    pdf = pikepdf.Pdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for number in range(1, 5):
        pdf.add_blank_page(page_size=(420, 595))
        page = pdf.pages[-1].obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        text = f"BT /F1 24 Tf 60 500 Td (Words of page {number}) Tj ET"
        page.Contents = pdf.make_stream(text.encode())
    first, _, third, fourth = (page.obj for page in pdf.pages)

    def link(**more: object) -> Dictionary:
        rect = Array([60, 400, 160, 420])
        return pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, **more))

    web = Dictionary(S=Name.URI, URI=String("https://example.org/a"))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    first.Annots = Array(
        [
            link(A=web),
            link(Dest=Array([third, Name.XYZ, 50, 300, None])),
            link(Dest=String("far")),
            link(A=Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit]))),
            link(A=script),
        ]
    )
    fourth.Annots = Array([link(Dest=Array([first, Name.Fit]))])
    fourth.AA = Dictionary(O=script)
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String("far"), Array([fourth, Name.FitH, 200])]))
    )
    pdf.Root.OpenAction = script
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D)]))
    pdf.Root.Lang = String("en-GB")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Third", 2))
    path = tmp_path / "linked.pdf"
    pdf.save(path)
    return path


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def links(document: pypdf.PdfReader, side: int) -> list[pypdf.generic.DictionaryObject]:
    return [link.get_object() for link in document.pages[side].get("/Annots", [])]


def test_links_lead_to_the_place_on_the_sheet_and_to_the_web(linked, impose):
    document = reader(impose(linked, Wish("booklet", "A4")).files[0].pdf)
    ours = {link.get("/A", {}).get("/URI"): link for link in links(document, 0)}
    assert set(ours) == {"https://example.org/a", None}
    on_front = [link for link in links(document, 0) if "/Dest" in link]
    # Page 4 lies left of page 1, page 3 right on the back.
    targets = {}
    for link in on_front:
        page, kind, x, y, zoom = link["/Dest"]
        assert (kind, str(zoom)) == ("/XYZ", "NullObject")
        number = document.get_page_number(page.get_object())
        targets[number, float(link["/Rect"][0]) > HALF] = float(x), float(y)
    assert set(targets) == {(0, True), (0, False), (1, True)}
    assert targets[1, True] == pytest.approx((HALF + 50.1, 300.1), abs=1)
    rect = [float(v) for v in ours["https://example.org/a"]["/Rect"]]
    assert rect == pytest.approx([HALF + 60, 400, HALF + 160, 420], abs=1.5)


def test_links_to_pages_that_are_left_out_are_told_and_gone(linked, impose):
    result = impose(linked, Wish("2up", "A4"), pages="i-ii")
    document = reader(result.files[0].pdf)
    assert [link["/A"]["/URI"] for link in links(document, 0)] == ["https://example.org/a"]
    told = {finding.rule: finding.message for finding in result.findings}
    assert told["B202"] == "links that are left out: 3"


def test_nothing_is_done_and_nothing_claimed(linked, impose):
    result = impose(linked, Wish("booklet", "A4"))
    data = result.files[0].pdf
    document = reader(data)
    for key in ("/OpenAction", "/AA", "/Names", "/AcroForm", "/MarkInfo", "/StructTreeRoot"):
        assert key not in document.trailer["/Root"]
    plain = b"".join(
        repr(obj).encode()
        for number in range(1, len(document.xref_objStm) + 40)
        if (obj := document.get_object(number)) is not None
    )
    assert b"JavaScript" not in plain
    assert b"GoToR" not in plain
    assert {finding.rule for finding in result.findings} == {"B202", "B204"}


def test_text_stays_text_on_its_side(linked, impose):
    document = reader(impose(linked, Wish("4up", "A4")).files[0].pdf)
    assert [f"Words of page {n}" in document.pages[0].extract_text() for n in range(1, 5)] == [
        True
    ] * 4


def test_what_pages_share_is_kept_once(linked, impose):
    document = reader(impose(linked, Wish("booklet", "A4")).files[0].pdf)
    forms = [
        form.get_object()
        for page in document.pages
        for name, form in page["/Resources"]["/XObject"].items()
    ]
    assert len(forms) == 4
    assert len({form["/Resources"]["/Font"].raw_get("/F1").idnum for form in forms}) == 1


def test_viewers_are_told_how_to_print(linked, impose):
    booklet = reader(impose(linked, Wish("booklet", "A4")).files[0].pdf)
    wishes = booklet.trailer["/Root"]["/ViewerPreferences"]
    assert (wishes["/Duplex"], wishes["/PrintScaling"]) == ("/DuplexFlipShortEdge", "/None")
    four = reader(impose(linked, Wish("4up", "A4")).files[0].pdf)
    assert four.trailer["/Root"]["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"


def test_the_file_says_what_it_is_and_where_to_read_the_same(linked, impose):
    document = reader(impose(linked, Wish("booklet", "A4")).files[0].pdf)
    said = "For printing. Accessible: numbers.pdf"
    assert document.metadata.title == "Numbers · sheets"
    assert document.metadata.subject == said
    packet = document.trailer["/Root"]["/Metadata"].get_data().decode()
    assert said in packet
    assert "pdfaid:part" not in packet
    assert "<pdfuaid:part" not in packet
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert said in document.pages[1].extract_text()  # along the fold, inside
    assert said in reader(impose(linked, Wish("4up", "A4")).files[0].pdf).pages[0].extract_text()


def test_bookmarks_and_labels_lead_through_the_sheets(linked, impose):
    document = reader(impose(linked, Wish("booklet", "A4")).files[0].pdf)
    assert document.page_labels == ["2 · i", "ii · 1"]
    (mark,) = document.outline
    assert mark.title == "Third"
    assert document.get_destination_page_number(mark) == 1


def test_the_same_file_gives_the_same_bytes(linked, impose):
    for form in ("booklet", "2up", "notes"):
        once, again = (impose(linked, Wish(form, "A4")).files[0].pdf for _ in range(2))
        assert once == again


def test_a_page_of_several_streams_and_one_that_stands_twice_are_shown(tmp_path, impose, read):
    pdf = pikepdf.Pdf.new()
    for number in range(2):
        pdf.add_blank_page(page_size=(420, 595))
        parts = [b"q 1 0 0 rg 12 571 12 12 re f", b"0 0 1 rg 12 12 12 12 re f Q"]
        parts.append(b"1 0 1 rg 120 571 12 12 re f")
        pdf.pages[-1].obj.Contents = Array([pdf.make_stream(part) for part in parts])
        if number:
            pdf.pages[1].obj.Contents = pdf.pages[0].obj.Contents
    path = tmp_path / "parts.pdf"
    pdf.save(path)
    (side,) = read(impose(path, Wish("4up", "A4"), pages="1,2,1").files[0].pdf)
    assert len(side) == 3


def test_a_filled_field_shows_what_was_filled_in(tmp_path, impose, green):
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(420, 595))
    look = pdf.make_stream(
        b"0 1 0 rg 0 0 100 50 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 100, 50]),
    )
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        Rect=Array([50, 50, 150, 100]),
        AP=Dictionary(N=look),
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])
    path = tmp_path / "form.pdf"
    pdf.save(path)
    assert green(impose(path, Wish("booklet", "A4")).files[0].pdf, 0) > 4000


def test_a_form_on_a_sheet_is_a_form_on_paper(tmp_path, impose):
    """What can be filled in is gone; the lines and boxes to write on are part of the page."""
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(420, 595))
    nothing = pdf.make_stream(
        b"/Tx BMC\nEMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 20])
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("launch/form-feedback/name"),
            Rect=Array([50, 50, 150, 70]),
            AP=Dictionary(N=nothing),
        )
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    path = tmp_path / "form.pdf"
    pdf.save(path)
    with pikepdf.open(io.BytesIO(impose(path, Wish("booklet", "A4")).files[0].pdf)) as sheets:
        assert "/AcroForm" not in sheets.Root
        assert not any("/Annots" in page for page in sheets.pages)
