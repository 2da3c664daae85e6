from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any  # pypdf's objects

import page as validation
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from publish.binding.bind import bind
from publish.binding.model import Binding, Form, Section
from publish.editions.screen import FORM as SCREEN
from publish.errors import FindingsError, Place, PublishError
from publish.typesetting.model import Gathering

MM = 72 / 25.4
Setter = Callable[..., Gathering]
Maker = Callable[..., Binding]

TOC = """<h1 id="toc">Contents</h1><nav class="toc"><ul>
<li><a href="#ch1">One</a> <span class="late" data-late="page:ch1"></span></li>
<li><a href="#deep">Deep</a> <span class="late" data-late="page:deep"></span></li></ul></nav>"""
ROWS = "".join(f'<tr><th scope="row">Row {i}</th><td>{i * i}</td></tr>' for i in range(40))
ONE = f"""<h1 id="ch1">One</h1><p>See <a class="xref" href="#deep">the <em>deep</em></a>
(p. <span class="late" data-late="page:deep"></span>), <a href="https://example.org/x">a site</a>,
<a href="#table">the table</a><span class="footnote" id="fn-1">A note.</span>.</p>
<h2 id="table">Table</h2><table><thead><tr><th scope="col">Name</th>
<th scope="col">Square <span class="late" data-late="continued"></span></th></tr></thead>
<tbody>{ROWS}</tbody></table>"""
TWO = """<h1 id="ch2">Two</h1><p>Text with <b>bold</b> type<span class="footnote" id="fn-2">Another.
</span>.</p><h2 id="deep">Deep</h2><p>Back to <a href="#ch1">one</a>.</p>"""


@pytest.fixture(scope="module")
def book(set_pages: Setter, make_binding: Maker) -> Binding:
    return make_binding(
        Section(set_pages("<h1 id='cover'>The cover</h1>"), "guide", "none"),
        Section(set_pages(TOC), "guide", "roman", blank_before=True),
        Section(set_pages(ONE), "guide", "arabic", blank_before=True),
        Section(set_pages(TWO), "guide", "arabic"),
    )


@pytest.fixture(scope="module")
def bound(book: Binding, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    target = tmp_path_factory.mktemp("book") / "guide.pdf"
    assert bind(book, SCREEN, target).findings == ()
    return PdfReader(target, strict=True)


def texts(reader: PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Yield the structure elements below `node` in order."""
    kids = node.get_object().get("/K", [])
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, DictionaryObject) and "/S" in kid and kid.get("/Type") != "/OBJR":
            yield kid
            yield from elements(kid)


def number_tree(tree: Any) -> Iterator[tuple[int, Any]]:
    tree = tree.get_object()
    for kid in tree.get("/Kids", []):
        yield from number_tree(kid)
    for key, value in list(pairwise(tree.get("/Nums", [])))[::2]:
        yield int(key), value.get_object()


def annotations(reader: PdfReader) -> list[DictionaryObject]:
    return [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]


def test_pages_are_cut_to_the_trim(bound: PdfReader) -> None:
    for page in bound.pages:
        for box in (page.mediabox, page.cropbox, page.trimbox):
            assert [float(v) for v in box] == pytest.approx([0, 0, 100 * MM, 140 * MM], abs=0.01)


def test_a_form_with_bleed_keeps_it(book: Binding, tmp_path: Path) -> None:
    bind(book, Form("proof", crop="bleed"), tmp_path / "x.pdf")
    for page in PdfReader(tmp_path / "x.pdf").pages:
        assert float(page.mediabox.left) == pytest.approx(-3 * MM, abs=0.01)
        assert float(page.trimbox.left) == 0
        assert float(page.trimbox.right) == pytest.approx(100 * MM, abs=0.01)


def test_folios_are_roman_then_arabic_and_blank_pages_bear_none(bound: PdfReader) -> None:
    labels = bound.page_labels
    assert labels[:5] == ["Cover", "Cover-2", "i", "ii", "1"]
    for label, text in zip(labels, texts(bound), strict=True):
        lines = [line.strip() for line in text.split("\n")]
        if label.startswith("Cover"):
            assert "i" not in lines
        elif label == "ii":
            assert text == ""
        else:
            assert label in lines


def test_no_stream_is_empty_since_ghostscript_cannot_unpack_none(
    book: Binding, tmp_path: Path
) -> None:
    bind(book, SCREEN, tmp_path / "blank.pdf")  # it has two blank pages
    assert b"/Length 0 " not in (tmp_path / "blank.pdf").read_bytes()


def test_page_references_in_the_text_are_real_digits(bound: PdfReader) -> None:
    number = bound.page_labels[len(bound.pages) - 1]
    assert f"(p. {number}" in texts(bound)[4].replace("\n", " ")
    assert f"Deep {number}" in texts(bound)[2]


def test_folios_of_three_digits_are_set_in_full(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    leaf = set_pages("<p>Leaf</p>")
    last = set_pages("<p id='end'>End</p>")
    refers = set_pages("<p>See p. <span class='late' data-late='page:end'></span>.</p>")
    sections = [Section(refers, "w", "arabic"), *[Section(leaf, "w", "arabic")] * 120]
    bind(make_binding(*sections, Section(last, "w", "arabic")), SCREEN, tmp_path / "x.pdf")
    reader = PdfReader(tmp_path / "x.pdf")
    assert "See p. 122" in texts(reader)[0]
    assert [texts(reader)[at].split()[-1] for at in (8, 9, 98, 99, 121)] == (
        ["9", "10", "99", "100", "122"]
    )


def test_continued_stands_on_every_page_of_a_table_but_the_first(bound: PdfReader) -> None:
    with_head = [text for text in texts(bound) if "Square" in text]
    assert len(with_head) > 2
    assert [("(continued)" in text) for text in with_head] == [False] + [True] * (
        len(with_head) - 1
    )


def test_text_after_a_late_field_stays_where_it_was(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = "<p>p. <span class='late' data-late='page:{}'></span>end</p><p id='x'></p>"
    ends = []
    for work, anchor in (("w", "x"), ("o", "far")):
        here = set_pages(body.format(anchor if work == "w" else f"{work}#{anchor}"))
        target = tmp_path / f"{work}.pdf"
        bind(
            make_binding(Section(here, "w", "arabic"), other_works={"o#far": "888"}), SCREEN, target
        )
        spans: list[float] = []
        PdfReader(target).pages[0].extract_text(
            visitor_text=lambda text, _c, matrix, _f, _s, spans=spans: (
                spans.append(matrix[4]) if "end" in text else None
            )
        )
        ends.append(spans)
    assert ends[0] and ends[0] == ends[1]


def test_there_is_one_font_for_each_face(bound: PdfReader) -> None:
    fonts: dict[str, set[int]] = {}
    for page in bound.pages:
        listed = page["/Resources"].get_object().get("/Font", DictionaryObject()).get_object()
        for name in listed:
            fonts.setdefault(listed[name]["/BaseFont"], set()).add(listed.raw_get(name).idnum)
    assert sorted(name.split("+")[1] for name in fonts) == ["NotoSans-Bold", "NotoSans-Regular"]
    assert all(len(objects) == 1 for objects in fonts.values())


def test_spaces_extract_as_what_they_are(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    here = set_pages("<p>5\u00a0per cent of all</p>")
    bind(make_binding(Section(here, "w", "arabic")), SCREEN, tmp_path / "x.pdf")
    assert "5\u00a0per cent of all" in texts(PdfReader(tmp_path / "x.pdf"))[0]


def test_the_tag_tree_is_one_document_of_parts(bound: PdfReader) -> None:
    root = bound.root_object["/StructTreeRoot"]
    (document,) = root["/K"]
    assert document.get_object()["/S"] == "/Document"
    parts = [kid.get_object()["/S"] for kid in document.get_object()["/K"]]
    assert parts == ["/Part"] * 4
    kinds = {element["/S"] for element in elements(root)}
    assert {"/TOC", "/TOCI", "/Note", "/TH", "/Link", "/Em"} <= kinds


def test_every_element_says_its_parent_and_none_is_empty(bound: PdfReader) -> None:
    for element in elements(bound.root_object["/StructTreeRoot"]):
        children = [
            kid.get_object()
            for kid in element.get("/K", [])
            if isinstance(kid.get_object(), DictionaryObject)
        ]
        for child in children:
            if "/S" in child:
                assert child["/P"] == element
        assert element.get("/K") or element["/S"] in ("/TD", "/TH")


def test_the_parent_tree_agrees_with_the_pages(bound: PdfReader) -> None:
    tree = dict(number_tree(bound.root_object["/StructTreeRoot"]["/ParentTree"]))
    keys = [page["/StructParents"] for page in bound.pages if "/StructParents" in page]
    keys += [annotation["/StructParent"] for annotation in annotations(bound)]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(tree)
    for page in bound.pages:
        for owner in tree.get(page.get("/StructParents", -1), []):
            owner = owner.get_object()
            if isinstance(owner, DictionaryObject):
                kids = [kid.get_object() for kid in owner["/K"]]
                on = [kid for kid in [owner, *kids] if isinstance(kid, DictionaryObject)]
                numbers = [e.raw_get("/Pg").idnum for e in on if "/Pg" in e]
                assert page.indirect_reference.idnum in numbers
    for annotation in annotations(bound):
        assert tree[annotation["/StructParent"]]["/S"] == "/Link"


def test_element_ids_are_unique_and_listed(bound: PdfReader) -> None:
    root = bound.root_object["/StructTreeRoot"]
    ids = [element["/ID"] for element in elements(root) if "/ID" in element]
    listed = root["/IDTree"]["/Names"][::2]
    assert len(ids) == 2
    assert sorted(ids) == list(listed)


def test_every_link_leads_to_a_named_place_and_says_where(bound: PdfReader) -> None:
    named = bound.named_destinations
    assert {"guide.ch1", "guide.deep", "guide.table", "guide.fn-1"} <= set(named)
    links = annotations(bound)
    assert all(a["/F"] & 4 and a["/Contents"] for a in links)
    local = [a for a in links if "/Dest" in a]
    assert {a["/Dest"] for a in local} == {"guide.ch1", "guide.deep", "guide.table"}
    deep = next(a for a in local if a["/Dest"] == "guide.deep")
    last = len(bound.pages) - 1
    assert deep["/Contents"] == f"Go to page {bound.page_labels[last]}"
    assert bound.get_destination_page_number(named["guide.deep"]) == last
    (site,) = [a for a in links if "/A" in a]
    assert site["/A"]["/URI"] == site["/Contents"] == "https://example.org/x"


def test_bookmarks_are_nested_and_the_first_level_shows(bound: PdfReader) -> None:
    outline = bound.outline
    titles = [[i["/Title"] for i in e] if isinstance(e, list) else e["/Title"] for e in outline]
    assert titles == ["The cover", "Contents", "One", ["Table"], "Two", ["Deep"]]
    root = bound.root_object["/Outlines"]
    assert root["/Count"] == 4
    assert root["/Last"]["/Count"] == -1


def test_metadata_agree_in_xmp_and_document_information(bound: PdfReader) -> None:
    info, xmp = bound.metadata, bound.xmp_metadata
    assert info is not None and xmp is not None
    assert info.title == xmp.dc_title["x-default"] == xmp.dc_title["en"] == "A test & a title"
    assert info.author == "; ".join(xmp.dc_creator)
    assert info.subject == xmp.dc_description["en"]
    assert info["/Keywords"] == xmp.pdf_keywords == "one, two"
    assert info.producer == xmp.pdf_producer
    assert info.creation_date == info.modification_date
    assert xmp.xmp_create_date.isoformat() == "2026-01-02T03:04:05"
    assert xmp.dc_language == ["en"]
    assert xmp.dc_publisher == ["The House"]
    assert (
        "creativecommons.org/licenses/by/4.0" in bound.root_object["/Metadata"].get_data().decode()
    )
    root = bound.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/OutputIntents"][0]["/DestOutputProfile"]["/N"] == 3


@pytest.mark.parametrize(
    "profile", [validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A]
)
def test_the_file_conforms(
    book: Binding, tmp_path: Path, profile: validation.ValidationProfile
) -> None:
    bind(book, SCREEN, tmp_path / "x.pdf")
    report = validation.validate_pdf(tmp_path / "x.pdf", profile=profile)
    assert [(f.rule_id, f.message) for f in report.failures] == []


def test_the_same_sections_give_the_same_bytes_wherever_they_are(
    book: Binding, tmp_path: Path
) -> None:
    digests = {bind(book, SCREEN, tmp_path / name / "guide.pdf").sha256 for name in ("a", "b", "b")}
    assert len(digests) == 1


def test_a_reference_to_nothing_stops_the_binding_and_keeps_the_old_file(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = "<p><a href='#nowhere'>x</a> <span class='late' data-late='page:nowhere'></span></p>"
    place = Place("sources/w/en/01.md", 7, 3)
    binding = make_binding(Section(set_pages(body), "w", "arabic", place=place))
    target = tmp_path / "w.pdf"
    target.write_bytes(b"old")
    with pytest.raises(FindingsError) as caught:
        bind(binding, SCREEN, target)
    (finding,) = caught.value.findings  # the link and the page number are one fault
    assert (finding.rule, finding.place) == ("B102", place)
    assert "“nowhere”" in finding.message
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_colliding_ids_stop_the_binding(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    sections = [Section(set_pages(f"<p id='x'>{n}</p>"), "w", "arabic") for n in (1, 2)]
    with pytest.raises(FindingsError, match="B101"):
        bind(make_binding(*sections), SCREEN, tmp_path / "w.pdf")


def test_a_damaged_gathering_is_named_and_the_old_file_stays(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    whole = set_pages("<p>Whole</p>")
    broken = replace(whole, pdf=tmp_path / "broken.pdf")
    broken.pdf.write_bytes(whole.pdf.read_bytes()[:-200])
    (tmp_path / "w.pdf").write_bytes(b"old")
    with pytest.raises(PublishError) as caught:
        bind(make_binding(Section(broken, "w", "arabic")), SCREEN, tmp_path / "w.pdf")
    assert caught.value.finding.rule == "B108"
    assert (tmp_path / "w.pdf").read_bytes() == b"old"


REFERENCE = """<p>See <a class="xref" href="xref:other#sec-z"><cite>Other</cite></a>
(p. <span class="late" data-late="page:other#sec-z"></span>).</p>"""


def test_a_link_to_another_work_opens_its_file_at_the_place(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    binding = make_binding(
        Section(set_pages(REFERENCE), "w", "arabic"),
        other_works={"other#sec-z": "17"},
        other_files={"other": "../other/other-en-screen.pdf"},
    )
    bind(binding, SCREEN, tmp_path / "w.pdf")
    reader = PdfReader(tmp_path / "w.pdf")
    (link,) = annotations(reader)
    assert link["/A"]["/S"] == "/GoToR"
    assert link["/A"]["/F"]["/UF"] == "../other/other-en-screen.pdf"
    assert link["/A"]["/D"] == "other.sec-z"
    assert "(p. 17" in texts(reader)[0]


def test_a_link_to_a_work_without_a_file_is_taken_out_and_said(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    section = Section(set_pages(REFERENCE), "w", "arabic")
    result = bind(
        make_binding(section, other_works={"other#sec-z": "17"}), SCREEN, tmp_path / "w.pdf"
    )
    assert [(f.rule, f.severity) for f in result.findings] == [("B103", "warning")]
    reader = PdfReader(tmp_path / "w.pdf")
    assert annotations(reader) == []
    kinds = [e["/S"] for e in elements(reader.root_object["/StructTreeRoot"])]
    assert "/Link" not in kinds
    assert "Other" in texts(reader)[0]


def test_in_a_bundle_links_between_works_stay_inside_and_works_are_parts(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    other = set_pages("<h1 id='sec-z'>Far section</h1>")
    binding = make_binding(
        Section(set_pages(REFERENCE), "w", "arabic", part="w"),
        Section(other, "other", "arabic", part="other"),
        home="bundles/pack",
        part_titles={"w": "First work", "other": "Other work"},
    )
    bind(binding, SCREEN, tmp_path / "bundle.pdf")
    reader = PdfReader(tmp_path / "bundle.pdf")
    (link,) = annotations(reader)
    assert link["/Dest"] == "other.sec-z"
    assert "(p. 1" in texts(reader)[0]
    assert texts(reader)[1].split()[-2:] == ["1", "[2]"]  # its own folio and the bundle's
    (document,) = reader.root_object["/StructTreeRoot"]["/K"]
    works = [kid.get_object() for kid in document.get_object()["/K"]]
    assert [work["/S"] for work in works] == ["/Part", "/Part"]
    assert [work["/K"][0].get_object()["/S"] for work in works] == ["/Sect", "/Sect"]
    titles = [e["/Title"] for e in reader.outline if not isinstance(e, list)]
    assert titles == ["First work", "Other work"]


def test_a_form_without_links_has_none_and_no_link_elements(book: Binding, tmp_path: Path) -> None:
    bind(book, Form("plain", links=False, outline=False), tmp_path / "x.pdf")
    reader = PdfReader(tmp_path / "x.pdf")
    assert annotations(reader) == []
    assert reader.outline == []
    kinds = {e["/S"] for e in elements(reader.root_object["/StructTreeRoot"])}
    assert "/Link" not in kinds


def png(side: int) -> bytes:
    """Return a picture of noise that does not repeat."""
    rows = b"".join(
        b"\0" + bytes((x * x * 7 + y * 31 + x * y) % 256 for x in range(side * 3))
        for y in range(side)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def test_a_picture_in_several_gatherings_is_in_the_file_once(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    pictures = {"mark.png": png(40)}
    sections = [
        Section(
            set_pages(
                f"<p>{n} <img src='mark.png' alt='Mark' style='image-rendering:pixelated'></p>",
                pictures=pictures,
            ),
            "w",
            "arabic",
        )
        for n in range(3)
    ]
    bind(make_binding(*sections), SCREEN, tmp_path / "w.pdf")
    reader = PdfReader(tmp_path / "w.pdf")
    shown = [page["/Resources"]["/XObject"] for page in reader.pages]
    assert len({listed.raw_get(name).idnum for listed in shown for name in listed}) == 1
    assert all(listed[name]["/Interpolate"] == False for listed in shown for name in listed)  # noqa: E712  # pypdf's own kind of false


def test_late_fields_inside_a_transparent_group_are_filled(
    set_pages: Setter, make_binding: Maker, tmp_path: Path
) -> None:
    body = (
        "<p id='a'>One</p><div style='break-before:page;opacity:.5;width:5cm'>"
        "p. <span class='late' data-late='page:a'></span></div>"
    )
    here = set_pages(body)
    bind(make_binding(Section(here, "w", "arabic")), SCREEN, tmp_path / "w.pdf")
    page = PdfReader(tmp_path / "w.pdf").pages[1]
    (form,) = page["/Resources"]["/XObject"].values()
    assert form.get_object()["/Subtype"] == "/Form"
    assert "p. 1" in page.extract_text()


SAME = """
import sys, pickle
from pathlib import Path
from publish.binding.bind import bind
from publish.editions.screen import FORM as SCREEN
sections, about, known, profile = pickle.load(open(sys.argv[1], "rb"))
from publish.binding.model import Binding
print(bind(Binding(sections, about, known.__getitem__, profile), SCREEN, Path(sys.argv[2])).sha256)
"""


def test_hash_seed_time_zone_and_locale_change_nothing(book: Binding, tmp_path: Path) -> None:
    digests = set()
    for number, (seed, zone, locale) in enumerate(
        (("1", "UTC", "C"), ("2", "Asia/Tokyo", "tr_TR.UTF-8"))
    ):
        known = {
            use.late_of or use.face: book.fonts(use.late_of or use.face)
            for section in book.sections
            for use in section.gathering.offers.faces
        }
        state = tmp_path / f"{number}.pickle"
        state.write_bytes(pickle.dumps((book.sections, book.metadata, known, book.profile)))
        source = str(Path(__file__).parents[2] / "src")
        env = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": seed, "TZ": zone}
        ran = subprocess.run(
            [sys.executable, "-c", SAME, state, tmp_path / f"{number}.pdf"],
            env=env | {"LC_ALL": locale},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(ran.stdout)
    assert len(digests) == 1
