"""What a gathering may see, and what it offers."""

from __future__ import annotations

import pytest

from publish.composing.model import Resource
from publish.typesetting import engine


def rules(offers):
    return [finding.rule for finding in offers.findings]


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://example.org/x.png", "../x.png", "/dev/zero", "missing.png"],
)
def test_what_is_not_in_the_ticket_is_refused_by_name(set_pages, address):
    _, offers = set_pages(f"<p>x <img src='{address}' alt='x'/></p>")
    assert "T101" in rules(offers)
    assert address.split("/")[-1] in offers.findings[0].message


def test_refusals_inside_an_svg_are_found_though_the_engine_hides_them(set_pages):
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
    <image href="file:///etc/hostname" width="9" height="9"/></svg>"""
    _, offers = set_pages(
        "<p><img src='a.svg' alt='a'/></p>", Resource("a.svg", "image/svg+xml", svg)
    )
    assert "T101" in rules(offers)


def test_a_style_sheet_cannot_import_from_outside(set_pages):
    _, offers = set_pages("<p>x</p>", sheet="@import url('file:///etc/passwd');")
    assert "T101" in rules(offers)


def test_attachments_are_neither_embedded_nor_read(set_pages):
    pdf, _ = set_pages("<p><a rel='attachment' href='file:///etc/passwd'>x</a></p>")
    assert (
        "/Names" not in pdf.trailer["/Root"]
        or "/EmbeddedFiles" not in pdf.trailer["/Root"]["/Names"]
    )
    assert not pdf.attachments


def test_a_warning_of_the_engine_is_a_finding(set_pages):
    _, offers = set_pages("<p>x</p>", sheet="p { no-such-property: 1 }")
    assert rules(offers) == ["T102"]
    assert "no-such-property" in offers.findings[0].message


def test_a_sheet_is_read_once_and_a_complaint_heard_each_time(set_pages, monkeypatch):
    import weasyprint

    read = []
    css = weasyprint.CSS
    monkeypatch.setattr(weasyprint, "CSS", lambda **named: read.append(1) or css(**named))
    for sheet, refused in (("p { color: red }", []), ("p { no-such: 1 }", ["T102"]),
                           ("@import url(other.css);", ["T101"])):  # fmt: skip
        firsts, seconds = (set_pages(f"<p>{n}</p>", sheet=sheet) for n in "12")
        assert [rules(offers)[:1] for _, offers in (firsts, seconds)] == [refused, refused]
        assert firsts[0].pages[0].extract_text() != seconds[0].pages[0].extract_text()
    assert len(read) in (5, 6)  # the first of all may be known from another test


@pytest.mark.parametrize(
    ("other", "found"),
    [("size: 90mm 150mm; bleed: 3mm", ["T106"]), ("size: 160mm 120mm; bleed: 3mm", [])],
    ids=["smaller", "on its side"],
)
def test_pages_of_another_size_are_found(set_pages, other, found):
    _, offers = set_pages(
        "<p>x</p><p class='other'>y</p>",
        sheet=f"@page other {{ {other} }} .other {{ page: other }}",
    )
    assert offers.pages == 2
    assert rules(offers) == found


def test_a_character_without_glyph_is_named(set_pages):
    _, offers = set_pages("<p>漢</p>")
    assert "T104" in rules(offers)
    assert any("U+6F22" in finding.message for finding in offers.findings)


def test_nesting_too_deep_is_a_finding_not_a_crash(set_pages):
    _, offers = set_pages("<div>" * 3000 + "x" + "</div>" * 3000)
    assert set(rules(offers)) & {"T105", "T107"}
    assert offers.pages == 0


def test_a_decompression_bomb_is_refused(set_pages):
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 13000, 13000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (13000 * 1626))
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    _, offers = set_pages("<p><img src='b.png' alt='b'/></p>", Resource("b.png", "image/png", png))
    assert rules(offers), "the engine may not swallow it silently"


def test_links_to_other_gatherings_survive(set_pages):
    pdf, _ = set_pages("<p><a href='#here'>a</a> <a href='#there'>b</a></p><p id='here'>x</p>")
    links = [annotation.get_object() for annotation in pdf.pages[0]["/Annots"]]
    assert links[0]["/Dest"] == "here"
    assert links[1]["/A"]["/URI"] == "xref:there"


def test_the_offer_names_anchors_bookmarks_faces_and_boxes(set_pages):
    pdf, offers = set_pages("<h1 id='a'>Title</h1><p>x <b>y</b></p>")
    assert offers.pages == 1
    assert offers.anchors["a"].page == 0
    assert 390 < offers.anchors["a"].y < 415, "in points from the foot of the trim"
    assert [mark.title for mark in offers.bookmarks] == ["Title"]
    assert round(offers.width, 1) == 340.2
    assert round(offers.bleed, 2) == 8.5
    assert float(pdf.pages[0].mediabox.left) < 0, "the bleed lies around the trim"
    assert sum(bool(face.late_of) for face in offers.faces) == 1


def test_late_fields_are_numbered_and_keep_their_room(set_pages):
    pdf, offers = set_pages(
        "<p>See <span class='late' data-late='page:x'></span>"
        " and <span class='late' data-late='page:y'></span>.</p>"
    )
    assert offers.late == ("page:x", "page:y")
    text = pdf.pages[0].extract_text()
    assert "\ue100\ue000\ue000" in text
    assert "\ue101\ue000\ue000" in text


def test_the_same_ticket_gives_the_same_bytes(make_ticket):
    engine.load()
    from publish.typesetting.setting import set_ticket

    one = make_ticket("<h1 id='a'>T</h1><p>Text <a href='#a'>a</a></p>")
    first, _ = set_ticket(one, "w/en/a")
    second, _ = set_ticket(one, "other/en/b")
    assert first == second


@pytest.mark.parametrize(
    ("body", "edge"),
    [
        ("<table><tr>" + "<td>1,000,000</td>" * 20 + "</tr></table>", "right"),
        ("<p>x<span class='footnote'>" + "A very long note. " * 400 + "</span></p>", "top"),
        ("<p><img src='a.svg' alt='a' style='height: 300mm; width: 9mm'/></p>", "bottom"),
    ],
    ids=["table", "note", "picture"],
)
def test_what_runs_off_its_page_is_found(set_pages, body, edge):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    _, offers = set_pages(body, Resource("a.svg", "image/svg+xml", svg))
    assert rules(offers)[0] == "T110"
    assert f"over the {edge} edge" in offers.findings[0].message


def test_ornaments_may_run_off_the_page_and_text_may_be_turned(set_pages):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    body = (
        "<p style='transform: rotate(90deg); margin-left: -300mm'>turned</p>"
        "<img src='a.svg' alt='' data-tag='Artifact' style='height: 100mm; margin-left: -50mm'/>"
    )
    _, offers = set_pages(body, Resource("a.svg", "image/svg+xml", svg))
    assert rules(offers) == []
