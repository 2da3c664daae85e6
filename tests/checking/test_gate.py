"""The gate can fail: a file that passes is broken in one way at a time, and each is noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from publish.checking.gate import Expected, gate, gate_of_known_pages
from publish.checking.proofing import proof
from publish.checking.verapdf import verapdf
from publish.errors import Place


def elements(pdf: Pdf, *kinds: str) -> Iterator[Dictionary]:
    """Yield the structure elements of some kinds in reading order."""
    waiting = list(reversed(kids_of(pdf.Root.StructTreeRoot)))
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            if str(element.S)[1:] in kinds or not kinds:
                yield element
            waiting += reversed(kids_of(element))


def kids_of(element: Dictionary) -> list[Dictionary]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in kids if isinstance(kid, Dictionary)]


def first(pdf: Pdf, *kinds: str) -> Dictionary:
    return next(elements(pdf, *kinds))


def links(pdf: Pdf, key: str):
    """Yield link annotations that have `key`."""
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            if key in annotation:
                yield annotation


def fonts(pdf: Pdf):
    """Yield composite fonts."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Subtype") == Name.Type0:
            yield item


def replace_in_page(pdf: Pdf, old: bytes, new: bytes) -> None:
    """Replace the first match of `old` in the content of the first page that has one."""
    for page in pdf.pages:
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        if re.search(old, content):
            page.Contents = pdf.make_stream(re.sub(old, new, content, count=1))
            return
    raise AssertionError("nothing to replace")


def header_cells_become_data(pdf):
    for cell in elements(pdf, "TH"):
        cell.S = Name.TD


def a_header_cell_loses_its_scope(pdf):
    del first(pdf, "TH").A


def a_cell_is_lost(pdf):
    row = first(pdf, "TR")
    row.K = Array(list(row.K)[1:])


def a_figure_loses_its_alternative_text(pdf):
    del first(pdf, "Figure").Alt


def alternative_text_is_blank(pdf):
    first(pdf, "Figure").Alt = String("  ")


def a_heading_level_is_skipped(pdf):
    first(pdf, "H2").S = Name.H4


def a_note_loses_its_id(pdf):
    del first(pdf, "Note").ID


def the_contents_are_flattened(pdf):
    for element in list(elements(pdf, "TOC", "TOCI")):
        element.S = Name.Div


def an_entry_of_the_contents_loses_its_link(pdf):
    entry = next(e for e in elements(pdf, "TOCI") if next(iter(kids_of(e)), None) is not None)
    for link in [e for e in below(entry) if str(e.S) == "/Link"]:
        link.S = Name.Span


def below(element):
    for kid in kids_of(element):
        if "/S" in kid:
            yield kid
            yield from below(kid)


def text_becomes_an_artefact(pdf):
    replace_in_page(pdf, rb"/Span\s+<<\s*/MCID \d+\s*>>\s*BDC", b"/Artifact BMC")


def text_becomes_an_artefact_for_the_tree_too(pdf):
    text_becomes_an_artefact(pdf)
    element = next(e for e in elements(pdf) if not kids_of(e) and e.get("/K") is not None)
    element.K = Array()


def tagged_text_is_cut_out_of_the_tree(pdf):
    element = next(e for e in elements(pdf, "P") if not kids_of(e) and "/K" in e)
    element.K = Array()


def text_is_drawn_outside_any_tag(pdf):
    page = pdf.pages[5]
    page.contents_add(b"0 0 10 10 re f", prepend=False)


def a_tag_has_a_wrong_parent(pdf):
    first(pdf, "H2").P = first(pdf, "Document")


def the_way_up_from_a_page_is_cut(pdf):
    for page in pdf.pages:
        if "/StructParents" in page:
            page.StructParents = 99999
            return


def a_standard_tag_gets_another_meaning(pdf):
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", Dictionary())
    roles["/P"] = Name.H1
    pdf.Root.StructTreeRoot.RoleMap = roles


def a_tag_is_unknown(pdf):
    first(pdf, "P").S = Name("/Paragraph")


def a_list_item_stands_alone(pdf):
    first(pdf, "L").S = Name.Div


def a_list_item_loses_its_body(pdf):
    first(pdf, "LBody").S = Name.Span


def a_link_loses_its_annotation(pdf):
    link = first(pdf, "Link")
    kept = [kid for kid in link.K if not (isinstance(kid, Dictionary) and "/Obj" in kid)]
    link.K = Array(kept)


def the_file_does_not_say_its_language(pdf):
    del pdf.Root.Lang


def the_file_is_in_another_language(pdf):
    pdf.Root.Lang = String("de")


def a_page_has_another_label(pdf):
    arabic = next(
        n for n in pdf.Root.PageLabels.Nums if isinstance(n, Dictionary) and n.get("/S") == "/D"
    )
    arabic.St = 77


def there_are_no_labels(pdf):
    del pdf.Root.PageLabels


def a_link_is_dead(pdf):
    next(links(pdf, "/Dest")).Dest = String("guide.nowhere")


def a_destination_leads_to_no_page(pdf):
    name = str(next(links(pdf, "/Dest")).Dest)
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    tree[name] = Array([None, Name.Fit])


def a_bookmark_leads_nowhere(pdf):
    pdf.Root.Outlines.First.Dest = String("guide.nowhere")


def a_web_link_is_a_file_of_this_machine(pdf):
    for annotation in links(pdf, "/A"):
        if "/URI" in annotation.A:
            annotation.A.URI = String("file:///etc/passwd")
            return
    raise AssertionError("no web link")


def a_link_starts_a_program(pdf):
    annotation = next(links(pdf, "/Dest"))
    del annotation.Dest
    annotation.A = Dictionary(S=Name.Launch, F=String("calc.exe"))


def a_script_runs_on_opening(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def a_page_has_a_script(pdf):
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def a_file_is_attached(pdf):
    pdf.attachments["passwd"] = b"root"


def a_form_is_added(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array())


def a_font_is_not_embedded(pdf):
    descriptor = next(fonts(pdf)).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def a_font_has_no_text(pdf):
    del next(fonts(pdf)).ToUnicode


def a_font_is_of_the_machine(pdf):
    next(fonts(pdf)).BaseFont = Name("/ABCDEF+DejaVu-Sans")


def a_glyph_stands_for_a_private_character(pdf):
    font = next(fonts(pdf))
    mapping = font.ToUnicode.read_bytes()
    changed = re.sub(
        rb"(beginbfchar\s+<[0-9A-Fa-f]+>\s*)<[0-9A-Fa-f]+>", rb"\1<E123>", mapping, count=1
    )
    assert changed != mapping
    font.ToUnicode = pdf.make_stream(changed)


def a_character_has_no_glyph(pdf):
    replace_in_page(pdf, rb"\[<[0-9A-Fa-f]{4}", b"[<0000")


def the_title_is_gone(pdf):
    del pdf.docinfo["/Title"]


def the_title_differs_in_one_place(pdf):
    pdf.docinfo["/Title"] = String("Another")


def viewers_show_the_file_name(pdf):
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=False)


def the_dates_differ(pdf):
    pdf.docinfo["/ModDate"] = String("D:20300101000000Z")


def the_file_does_not_claim_to_conform(pdf):
    data = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata = pdf.make_stream(
        re.sub(rb"pdfuaid:part", b"pdfuaid:port", data), Type=Name.Metadata, Subtype=Name.XML
    )


def the_metadata_are_gone(pdf):
    del pdf.Root.Metadata


def the_file_is_not_marked(pdf):
    pdf.Root.MarkInfo = Dictionary(Marked=False)


def the_tags_are_gone(pdf):
    del pdf.Root.StructTreeRoot


def the_colours_have_no_meaning(pdf):
    del pdf.Root.OutputIntents


def a_link_has_no_description(pdf):
    for annotation in links(pdf, "/Contents"):
        del annotation.Contents


def the_order_of_links_is_left_open(pdf):
    for page in pdf.pages:
        if "/Tabs" in page:
            del page.Tabs


def a_page_is_lost(pdf):
    del pdf.pages[-1]


def a_page_is_wider(pdf):
    pdf.pages[3].MediaBox = Array([0, 0, 612, 792])


BREAKINGS = {
    header_cells_become_data: "P124",
    a_header_cell_loses_its_scope: "P124",
    a_cell_is_lost: "P124",
    a_figure_loses_its_alternative_text: "P125",
    alternative_text_is_blank: "P125",
    a_heading_level_is_skipped: "P123",
    a_note_loses_its_id: "P126",
    the_contents_are_flattened: "P129",
    an_entry_of_the_contents_loses_its_link: "P129",
    text_becomes_an_artefact: "P121",
    text_becomes_an_artefact_for_the_tree_too: "P116",
    tagged_text_is_cut_out_of_the_tree: "P121",
    text_is_drawn_outside_any_tag: "P140",
    a_tag_has_a_wrong_parent: "P121",
    the_way_up_from_a_page_is_cut: "P121",
    a_standard_tag_gets_another_meaning: "P122",
    a_tag_is_unknown: "P122",
    a_list_item_stands_alone: "P127",
    a_list_item_loses_its_body: "P127",
    a_link_loses_its_annotation: "P128",
    the_file_does_not_say_its_language: "P105",
    the_file_is_in_another_language: "P105",
    a_page_has_another_label: "P106",
    there_are_no_labels: "P106",
    a_link_is_dead: "P108",
    a_destination_leads_to_no_page: "P108",
    a_bookmark_leads_nowhere: "P107",
    a_web_link_is_a_file_of_this_machine: "P108",
    a_link_starts_a_program: "P109",
    a_script_runs_on_opening: "P109",
    a_page_has_a_script: "P109",
    a_file_is_attached: "P109",
    a_form_is_added: "P130",
    a_font_is_not_embedded: "P110",
    a_font_has_no_text: "P110",
    a_font_is_of_the_machine: "P111",
    a_glyph_stands_for_a_private_character: "P113",
    a_character_has_no_glyph: "P115",
    the_title_is_gone: "P104",
    the_title_differs_in_one_place: "P104",
    viewers_show_the_file_name: "P104",
    the_dates_differ: "P112",
    the_file_does_not_claim_to_conform: "P140",
    the_metadata_are_gone: "P140",
    the_file_is_not_marked: "P120",
    the_tags_are_gone: "P120",
    the_colours_have_no_meaning: "P141",
    a_link_has_no_description: "P140",
    the_order_of_links_is_left_open: "P140",
    a_page_is_lost: "P102",
    a_page_is_wider: "P103",
}


# What `proof` checks of each gathering; all else `release` must notice of a bound file too.
OF_GATHERINGS = {f"P{number}" for number in (115, 116, *range(120, 130))}


def test_the_good_file_passes(good, expected):
    assert gate(good, expected, "good.pdf") == ()
    assert gate_of_known_pages(good, expected, "good.pdf") == ()
    assert proof(good.read_bytes(), "good.pdf") == ()


@pytest.mark.parametrize(
    ("breaking", "rule"), BREAKINGS.items(), ids=[breaking.__name__ for breaking in BREAKINGS]
)
def test_the_gate_notices_that(broken, expected, breaking, rule):
    path = broken(breaking)
    assert rule in {finding.rule for finding in gate(path, expected, "broken.pdf")}
    if rule not in OF_GATHERINGS:
        assert rule in {
            finding.rule for finding in gate_of_known_pages(path, expected, "broken.pdf")
        }


@pytest.mark.parametrize(
    "breaking",
    [
        a_figure_loses_its_alternative_text,
        a_heading_level_is_skipped,
        a_note_loses_its_id,
        text_is_drawn_outside_any_tag,
        a_font_is_not_embedded,
        the_colours_have_no_meaning,
        a_script_runs_on_opening,
        the_file_does_not_claim_to_conform,
    ],
)
def test_verapdf_notices_that_too(broken, breaking):
    assert list(verapdf(broken(breaking), Place("broken.pdf")))


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_torn_file_is_one_finding(good, tmp_path, size):
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(good.read_bytes()[:size])
    assert [f.rule for f in gate(torn, Expected(), "torn.pdf")] == ["P101"]


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    assert [f.rule for f in gate(tmp_path / "none.pdf", Expected(), "none.pdf")] == ["P101"]


def test_objects_of_another_kind_than_they_must_be_are_findings(good, tmp_path):
    mad = tmp_path / "mad.pdf"
    with pikepdf.open(good) as pdf:
        fonts = pdf.pages[0].Resources.Font
        for name in list(fonts.keys()):
            fonts[name] = Dictionary(dict(fonts[name].items()))  # direct, not a reference
            fonts[name].ToUnicode = pdf.make_stream(b"1 beginbfchar\n<0001> <4>\nendbfchar")
        pdf.save(mad)
    assert "P200" in [f.rule for f in gate(mad, Expected(), "mad.pdf")]


def test_an_encrypted_file_is_a_finding(good, tmp_path):
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(good) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert [f.rule for f in gate(locked, Expected(), "locked.pdf")] == ["P204"]


def test_a_tag_tree_that_runs_in_a_circle_ends(broken):
    def circle(pdf):
        document = first(pdf, "Document")
        document.K.append(document)

    found = {finding.rule for finding in gate(broken(circle), Expected(), "circle.pdf")}
    assert "P121" in found


def test_nothing_of_a_check_is_written_to_the_file(good):
    before = (good.read_bytes(), good.stat().st_mtime)
    gate(good, Expected(), "good.pdf")
    assert (good.read_bytes(), good.stat().st_mtime) == before
