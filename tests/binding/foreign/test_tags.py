"""Tags of others are kept where they lead to what is on the pages, in types that all know."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String


def marked(pdf: pikepdf.Pdf, *kids: Dictionary, **root: object) -> pikepdf.Object:
    """Give a document the tags `kids`; return the root of its tree."""
    page = pdf.pages[0].obj
    page.StructParents = 0
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, **root))
    tree.K = Array([pdf.make_indirect(kid) for kid in kids])
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return tree


def element(kind: str, *kids: object, page: object = None, **more: object) -> Dictionary:
    made = Dictionary(Type=Name.StructElem, S=Name("/" + kind), K=Array(kids), **more)
    if page is not None:
        made.Pg = page
    return made


@pytest.fixture
def two_marks(paper):
    """A page with two marked words."""
    return paper(
        b"/P <</MCID 0>> BDC BT /F 12 Tf 20 250 Td (One) Tj ET EMC "
        b"/P <</MCID 1>> BDC BT /F 12 Tf 20 200 Td (Two) Tj ET EMC"
    )


def test_the_tags_of_another_program_are_kept_whole(take, tagged, tree):
    with pikepdf.open(io.BytesIO(tagged)) as theirs:
        before = tree(theirs)
    taken = take(tagged)
    after = tree(taken.pdf)
    assert after[0] == "Document"
    assert [line.strip() for line in after if "Table" in line or "TH" in line]
    assert sorted(line.split()[0] for line in after) == sorted(line.split()[0] for line in before)
    assert sum("link" in line for line in after) == sum("link" in line for line in before) == 2
    assert any("Figure “A dot”" in line for line in after)
    assert taken.offers.keeps
    assert "B178" not in taken.rules


def test_every_mark_and_every_link_is_found_from_its_element_and_back(take, tagged):
    taken = take(tagged, "scale", (400, 500))
    pdf = taken.pdf
    root = pdf.Root.StructTreeRoot
    nums = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
    found = 0
    for page in pdf.pages:
        for number, owner in enumerate(parents[int(page.StructParents)]):
            if owner is not None:
                assert number in [k for k in owner.K if isinstance(k, int)]
                assert owner.Pg.objgen == page.obj.objgen
                found += 1
        for link in page.obj.get("/Annots", ()):
            owner = parents[int(link.StructParent)]
            assert str(owner.S) == "/Link"
            assert [k.Obj.objgen for k in owner.K if isinstance(k, Dictionary)] == [link.objgen]
            found += 1
    assert found > 10
    assert int(root.ParentTreeNextKey) == len(parents)


def test_roles_come_down_to_standard_types(two_marks, take, tree):
    page = two_marks.pages[0].obj
    roles = Dictionary(Heading=Name.Kopf, Kopf=Name.H1, Loop=Name.Pool, Pool=Name.Loop)
    marked(
        two_marks,
        element("Heading", 0, page=page),
        element("Loop", 1, page=page),
        RoleMap=roles,
    )
    taken = take(two_marks)
    assert tree(taken.pdf) == ["Document", "  H1 0", "  Span 1"]
    assert "/RoleMap" not in taken.pdf.Root.StructTreeRoot
    assert taken.said("B189") == "mended: tags of unknown kinds (1)"


def test_names_of_pdf_2_come_down_to_those_of_1_7(two_marks, take, tree):
    page = two_marks.pages[0].obj
    pdf2 = Dictionary(Type=Name.Namespace, NS=String("http://iso.org/pdf2/ns"))
    own = Dictionary(
        Type=Name.Namespace,
        NS=String("https://own.example/"),
        RoleMapNS=Dictionary(para=Array([Name.Em, pdf2])),
    )
    marked(
        two_marks,
        element("H7", 0, page=page, NS=pdf2),
        element("Aside", element("para", 1, page=page, NS=own), NS=pdf2),
        Namespaces=Array([pdf2, own]),
    )
    taken = take(two_marks)
    assert tree(taken.pdf) == ["Document", "  H6 0", "  Sect", "    Span 1"]
    assert "/Namespaces" not in taken.pdf.Root.StructTreeRoot
    assert "/NS" not in taken.pdf.Root.StructTreeRoot.K[0].K[0]


def test_classes_are_written_out_and_what_helps_nobody_is_left(two_marks, take):
    page = two_marks.pages[0].obj
    layout = Dictionary(O=Name.Layout, TextAlign=Name.Center, BBox=Array([20, 190, 60, 212]))
    secret = Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("author"))]))
    marked(
        two_marks,
        element("P", 0, page=page, C=Name.Centred),
        element("Figure", 1, page=page, A=Array([secret, layout]), Alt=String("A word")),
        ClassMap=Dictionary(Centred=Dictionary(O=Name.Layout, TextAlign=Name.Center)),
    )
    taken = take(two_marks, "centre", (400, 500))
    first, second = taken.pdf.Root.StructTreeRoot.K[0].K
    assert dict(first.A.items()) == {"/O": Name.Layout, "/TextAlign": Name.Center}
    assert [float(v) for v in second.A.BBox] == [120, 290, 160, 312]  # it goes along with the page
    assert str(second.Alt) == "A word"


def test_cells_find_their_headers_by_ids_of_the_document(two_marks, take):
    page = two_marks.pages[0].obj
    head = element("TH", 0, page=page, ID=String("c1"))
    headers = Dictionary(O=Name.Table, Headers=Array([String("c1")]))
    cell = element("TD", 1, page=page, A=headers)
    row = element("TR", two_marks.make_indirect(head), two_marks.make_indirect(cell))
    marked(two_marks, element("Table", two_marks.make_indirect(row)))
    taken = take(two_marks)
    root = taken.pdf.Root.StructTreeRoot
    (done,) = root.K[0].K[0].K
    assert str(done.K[0].ID) == "d-leaflet.c1"
    assert [str(one) for one in done.K[1].A.Headers] == ["d-leaflet.c1"]
    assert str(root.IDTree.Names[0]) == "d-leaflet.c1"


def test_a_list_item_gets_its_body_and_header_cells_their_scope(paper, take, tree):
    content = b"".join(
        b"/P <</MCID %d>> BDC BT /F 9 Tf 20 %d Td (x) Tj ET EMC " % (n, 250 - 20 * n)
        for n in range(6)
    )
    pdf = paper(content)
    page = pdf.pages[0].obj

    def cells(*kinds: str, start: int) -> pikepdf.Object:
        made = [element(kind, start + at, page=page) for at, kind in enumerate(kinds)]
        return pdf.make_indirect(element("TR", *map(pdf.make_indirect, made)))

    item = element("LI", pdf.make_indirect(element("Lbl", 0, page=page)), 1, page=page)
    table = element("Table", cells("TH", "TH", start=2), cells("TH", "TD", start=4))
    marked(pdf, element("L", pdf.make_indirect(item)), table)
    taken = take(pdf)
    root = taken.pdf.Root.StructTreeRoot
    assert tree(taken.pdf)[1:5] == ["  L", "    LI", "      Lbl 0", "      LBody 1"]
    scopes = [
        str(cell.A.Scope) if "/A" in cell else "" for row in root.K[0].K[1].K for cell in row.K
    ]
    assert scopes == ["/Column", "/Column", "/Row", ""]
    assert taken.said("B189") == (
        "mended: header cells without a scope (3), list items without a body (1)"
    )


def test_headings_get_the_number_of_the_sections_they_are_in(two_marks, take, tree):
    """A file has either headings with numbers, as ours are, or without."""
    page = two_marks.pages[0].obj
    inner = element("Sect", two_marks.make_indirect(element("H", 1, page=page)))
    outer = element(
        "Sect", two_marks.make_indirect(element("H", 0, page=page)), two_marks.make_indirect(inner)
    )
    marked(two_marks, outer)
    taken = take(two_marks)
    assert [line.strip() for line in tree(taken.pdf)] == [
        "Document",
        "Sect",
        "H1 0",
        "Sect",
        "H2 1",
    ]
    assert taken.said("B189") == "mended: headings without a number (2)"


def test_marks_within_a_form_are_kept(paper, take, tree):
    pdf = paper(b"/Form Do")
    page = pdf.pages[0].obj
    form = pdf.make_stream(
        b"/P <</MCID 0>> BDC BT /F 9 Tf 20 250 Td (x) Tj ET EMC",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 300]),
        Resources=page.Resources,
        StructParents=0,
    )
    page.Resources = Dictionary(XObject=Dictionary(Form=form))
    mark = Dictionary(Type=Name.MCR, MCID=0, Pg=page, Stm=form)
    marked(pdf, element("P", mark))
    taken = take(pdf)
    assert tree(taken.pdf) == ["Document", "  P 0*"]
    root = taken.pdf.Root.StructTreeRoot
    drawn = taken.pdf.pages[0].obj.Resources.XObject.Form
    assert root.K[0].K[0].K[0].Stm.objgen == drawn.objgen
    assert root.ParentTree.Nums[1][0].objgen == root.K[0].K[0].objgen
    assert [form.objgen for form in root.Forms] == [drawn.objgen]


def test_a_filled_field_is_read_as_a_part_of_the_text(two_marks, take, tree):
    page = two_marks.pages[0].obj
    look = two_marks.make_stream(
        b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
    )
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=Array([9, 9, 18, 18]), AP=Dictionary(N=look)
    )
    field = two_marks.make_indirect(field)
    page.Annots = Array([field])
    reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    marked(two_marks, element("P", 0, page=page), element("Form", reference, page=page))
    taken = take(two_marks)
    assert tree(taken.pdf) == ["Document", "  P 0", "  Form 2"]
    content = b"".join(one.read_bytes() for one in taken.pdf.pages[0].obj.Contents)
    assert b"/Span <</MCID 2>> BDC" in content


def broken_trees(pdf: pikepdf.Pdf) -> dict[str, object]:
    page = pdf.pages[0].obj
    deep: Dictionary = element("P", 0, page=page)
    for _ in range(400):
        deep = element("Sect", pdf.make_indirect(deep))
    circle = pdf.make_indirect(element("Sect"))
    circle.K = Array([circle])
    return {
        "go in a circle": circle,
        "lie too deep": pdf.make_indirect(deep),
        "nothing that its tags lead to": pdf.make_indirect(element("P", 7, 8, page=page)),
        "lead to nothing on its pages": pdf.make_indirect(
            element("P", 0, 7, 8, page=page, Alt=String("x"))
        ),
    }


@pytest.mark.parametrize(
    "why",
    ["go in a circle", "lie too deep", "nothing that its tags lead to", "lead to nothing on its"],
)
def test_tags_that_lead_astray_are_left_out_and_each_page_is_a_paragraph(
    two_marks, take, tree, why
):
    broken = next(kid for said, kid in broken_trees(two_marks).items() if why in said)
    marked(two_marks, broken)
    taken = take(two_marks)
    assert why in taken.said("B188")
    assert "page 1 can be heard in the order" in taken.said("B178")
    assert tree(taken.pdf) == ["Document", "  P 0"]
    assert not taken.offers.keeps
    marks = [
        str(one.operator)
        for one in pikepdf.parse_content_stream(taken.pdf.pages[0])
        if str(one.operator) in ("BDC", "BMC", "EMC")
    ]
    assert marks == ["BDC", "EMC"]  # theirs are gone: none of them leads anywhere


def test_a_tag_or_two_that_lead_nowhere_are_mended(paper, take):
    pdf = paper(b"".join(b"/P <</MCID %d>> BDC 0 0 9 9 re f EMC " % n for n in range(30)))
    page = pdf.pages[0].obj
    marked(pdf, element("P", *range(32), page=page))
    taken = take(pdf)
    assert taken.said("B189") == "mended: tags that led to nothing (2)"
    assert taken.offers.keeps


def test_a_tag_tree_without_a_parent_tree_is_whole_nevertheless(two_marks, take, tree):
    marked(two_marks, element("P", 0, 1, page=two_marks.pages[0].obj))
    taken = take(two_marks)
    assert tree(taken.pdf) == ["Document", "  P 0 1"]
    assert "/ParentTree" in taken.pdf.Root.StructTreeRoot


def test_words_outside_the_tags_are_told_with_their_pages(paper, take):
    word = b"BT /F 12 Tf 20 200 Td (Loose) Tj ET "
    mark = b"/P <</MCID 0>> BDC BT /F 12 Tf 20 250 Td (One) Tj ET EMC "
    pdf = paper(mark, mark + word, mark + b"/Artifact BMC " + word + b"EMC")
    kids = [element("P", 0, page=page.obj) for page in pdf.pages]
    marked(pdf, *kids)
    taken = take(pdf)
    assert taken.said("B178") == "some words are outside its tags on page 2: nobody hears them"


def test_of_a_document_without_tags_it_is_said_what_readers_lose_and_where(paper, take, tree):
    word = b"BT /F 12 Tf 20 200 Td (Words) Tj ET "
    pdf = paper(word, b"/I Do", word, b"")
    scan = pdf.make_stream(
        b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    pdf.pages[1].obj.Resources = Dictionary(XObject=Dictionary(I=scan))
    taken = take(pdf)
    assert "pages 1 and 3 can be heard in the order in which they were drawn only" in taken.said(
        "B178"
    )
    assert taken.said("B187") == "there are no words, only pictures, on page 2"
    assert tree(taken.pdf) == ["Document", "  P 0", "  P 0", "  P 0", "  P 0"]
    assert not taken.offers.keeps
