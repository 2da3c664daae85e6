"""The structure tree as another library reads it back."""

from __future__ import annotations

from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject

LONG = "Many words that fill a line and then the next. " * 60


def outline(pdf: pypdf.PdfReader) -> list[Any]:
    """Return the tree as nested lists: ["P", 1, ["Em", 1]] with 1 for each piece of content."""
    root = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]
    return shape(root[0] if isinstance(root, ArrayObject) else root)


def shape(element: Any) -> list[Any]:
    kids = element.get_object().get("/K", [])
    listed = kids if isinstance(kids, ArrayObject) else [kids]
    return [element.get_object()["/S"][1:], *(kid_shape(kid.get_object()) for kid in listed)]


def kid_shape(kid: Any) -> Any:
    if isinstance(kid, DictionaryObject):
        if kid.get("/Type") == "/OBJR":
            return "link"
        return 1 if "/MCID" in kid else shape(kid)
    return 1


def elements(pdf: pypdf.PdfReader, kind: str) -> list[Any]:
    found = []

    def visit(element: Any) -> None:
        if element["/S"] == f"/{kind}":
            found.append(element)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            inner = kid.get_object()
            if isinstance(inner, DictionaryObject) and "/S" in inner:
                visit(inner)

    visit(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object())
    return found


def test_emphasis_stays_inside_its_paragraph(set_pages):
    pdf, _ = set_pages("<p>One <em>two</em> <strong>three</strong>.</p>")
    assert outline(pdf) == ["Document", ["P", 1, ["Em", 1], 1, ["Strong", 1], 1]]


def test_a_paragraph_over_two_pages_is_one_element(set_pages):
    pdf, offers = set_pages(f"<p>{LONG}</p>")
    assert offers.pages > 1
    (paragraph,) = elements(pdf, "P")
    pages = {
        kid.get_object().raw_get("/Pg").idnum for kid in paragraph["/K"] if not isinstance(kid, int)
    }
    assert len(pages) == offers.pages - 1, "content on later pages names its page"


def test_the_head_of_a_table_counts_once_though_it_is_printed_on_each_page(set_pages):
    rows = "<tr><th scope='row'>r</th><td>1</td></tr>" * 60
    head = "<thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
    pdf, offers = set_pages(f"<table>{head}<tbody>{rows}</tbody></table>")
    assert offers.pages > 1
    assert len(elements(pdf, "Table")) == len(elements(pdf, "THead")) == 1
    assert len(elements(pdf, "TH")) == 62
    scopes = [cell["/A"]["/Scope"] for cell in elements(pdf, "TH")]
    assert scopes[:3] == ["/Column", "/Column", "/Row"]


def test_a_caption_in_the_tables_head_becomes_the_tables_first_child(set_pages):
    head = "<thead><tr data-tag='Caption'><th colspan='2' data-tag='none'>Table 1</th></tr></thead>"
    pdf, _ = set_pages(f"<table>{head}<tbody><tr><td>1</td><td>2</td></tr></tbody></table>")
    assert outline(pdf)[1][1] == ["Caption", 1]


def test_a_note_follows_its_mark_and_bears_an_id(set_pages):
    pdf, _ = set_pages("<p>Text<span class='footnote'>The note.</span> goes on.</p>")
    note = ["Note", ["Lbl", 1], 1]
    assert outline(pdf) == ["Document", ["P", 1, ["Reference", 1], note, 1]]
    assert elements(pdf, "Note")[0]["/ID"]


def test_a_contents_list_is_a_toc_with_entries_and_links(set_pages):
    entries = "<li><a href='#a'>A</a><ul><li><a href='#b'>B</a></li></ul></li>"
    pdf, _ = set_pages(
        f"<nav class='toc'><ul>{entries}</ul></nav><h1 id='a'>A</h1><h2 id='b'>B</h2>",
        sheet="li { list-style: none }",
    )
    entry = ["Reference", ["Link", "link", 1]]
    assert outline(pdf)[1] == ["TOC", ["TOCI", entry, ["TOC", ["TOCI", entry]]]]


def test_lists_say_how_they_are_numbered_and_label_their_items(set_pages):
    pdf, _ = set_pages("<ol><li>x</li></ol><ul><li>y</li></ul><dl><dt>t</dt><dd>d</dd></dl>")
    numberings = [item["/A"]["/ListNumbering"] for item in elements(pdf, "L")]
    assert numberings[:2] == ["/Decimal", "/Disc"]
    item = ["LI", ["Lbl", 1], ["LBody", 1]]
    assert [part[1] for part in outline(pdf)[1:]] == [item, item, item]


def test_another_language_is_marked_on_its_element(set_pages):
    pdf, _ = set_pages("<p>He said <span lang='fr'>bonjour</span>.</p>")
    (span,) = elements(pdf, "Span")
    assert span["/Lang"] == "fr"


def test_running_heads_and_folios_are_artifacts(set_pages):
    pdf, _ = set_pages("<p>Text</p>")
    content = pdf.pages[0].get_contents().get_data()
    assert content.count(b"/Artifact\n<</Type /Pagination>>") == 2
    assert outline(pdf) == ["Document", ["P", 1]]


def test_a_picture_without_alternative_text_is_decoration(set_pages):
    from publish.composing.model import Resource

    size = b'width="9" height="9"'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" %s><rect %s/></svg>' % (size, size)
    square = Resource("a.svg", "image/svg+xml", svg)
    pdf, _ = set_pages("<p><img src='a.svg' alt='A square'/> <img src='a.svg' alt=''/></p>", square)
    (figure,) = elements(pdf, "Figure")
    assert figure["/Alt"] == "A square"
    left, bottom, right, top = (float(v) for v in figure["/A"]["/BBox"])
    assert right - left == top - bottom == 6.75


def test_every_piece_of_marked_content_finds_its_element(set_pages):
    pdf, _ = set_pages(f"<h1>T</h1><p>{LONG}<em>{LONG}</em></p>")
    nums = pdf.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    for number, row in zip(nums[::2], nums[1::2], strict=True):
        for mcid, owner in enumerate(row.get_object()):
            if isinstance(owner.get_object(), DictionaryObject):
                pieces = list(pieces_of(owner.get_object(), pdf))
                assert (number, mcid) in pieces


def pieces_of(element: Any, pdf: pypdf.PdfReader) -> Any:
    pages = {page.indirect_reference.idnum: i for i, page in enumerate(pdf.pages)}
    own = pages[element.raw_get("/Pg").idnum]
    for kid in element["/K"]:
        inner = kid.get_object()
        if isinstance(inner, int):
            yield own, inner
        elif "/MCID" in inner:
            yield pages[inner.raw_get("/Pg").idnum], inner["/MCID"]
