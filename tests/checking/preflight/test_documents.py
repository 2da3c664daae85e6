"""A press file that passes is broken in one way at a time: its rule is found, and no other.

Beside each broken file stands its twin, in which the same thing is done as it may be.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from publish.catalogue.printers import BindingWay
from publish.checking.expected import Expected
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import ARCHIVE, GREYSCALE, PRESS, SCREEN
from publish.checking.preflight.wording import on_pages

Breaking = Callable[[Pdf], None]
Broken = Callable[[Breaking], Path]

NEEDS = dataclasses.replace(
    PRESS, condition="FOGRA39", ways=(BindingWay("saddle-stitch", 4, 64, 4),)
)
MM = 72 / 25.4
OUTSIDE_BLEED, ON_PAGE = Array([1, 1, 5, 5]), Array([100, 100, 120, 120])


def rules_of(path: Path, needs=NEEDS) -> list[str]:
    """Return the rules that a file breaks, each once."""
    return sorted({finding.rule for finding in preflight(path, needs, path.name)})


def untouched(pdf: Pdf) -> None:
    """Leave the file as it is."""


def grown(box, by: float) -> Array:
    left, bottom, right, top = (float(edge) for edge in box)
    return Array([left - by, bottom - by, right + by, top + by])


# Boxes


def break_no_trim(pdf):
    del pdf.pages[1].TrimBox


def break_trim_and_art(pdf):
    pdf.pages[1].ArtBox = pdf.pages[1].TrimBox


def mend_art_alone(pdf):
    for page in pdf.pages:
        page.ArtBox = page.TrimBox
        del page.TrimBox


def break_crop_inside_bleed(pdf):
    pdf.pages[2].CropBox = grown(pdf.pages[2].TrimBox, 1 * MM)


def mend_crop_around_bleed(pdf):
    pdf.pages[2].CropBox = grown(pdf.pages[2].BleedBox, 1 * MM)


def break_bleed_outside_media(pdf):
    pdf.pages[0].BleedBox = grown(pdf.pages[0].MediaBox, 10)


def break_no_media(pdf):
    pdf.pages[3].MediaBox = Array([0, 0, 0, 0])


def break_narrow_bleed(pdf):
    for page in pdf.pages:
        page.BleedBox = grown(page.TrimBox, 2 * MM)


def mend_exact_bleed(pdf):
    for page in pdf.pages:
        page.BleedBox = grown(page.TrimBox, 3 * MM - 0.01)


def break_other_size(pdf):
    page = pdf.pages[2]
    page.TrimBox = grown(page.TrimBox, -10)


def mend_turned_page(pdf):
    """Lay a page on its side: the same boxes with width and height exchanged."""
    page = pdf.pages[2]
    for name in ("/MediaBox", "/BleedBox", "/TrimBox"):
        left, bottom, right, top = page[name]
        page[name] = Array([bottom, left, top, right])


def break_odd_count(pdf):
    del pdf.pages[3]


def break_too_many(pdf):
    for _ in range(16):
        for n in range(4):
            pdf.pages.append(pdf.pages[n])


# The file itself


def break_version(pdf):
    pdf.Root.Version = Name("/1.7")


def mend_version(pdf):
    pdf.Root.Version = Name("/1.5")


def break_lzw(pdf):
    # codes of nine bits, most significant first: clear (256), end (257)
    packed = Stream(pdf, bytes([0b10000000, 0b01000000, 0b01000000]))
    packed.Filter = Name.LZWDecode
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, pdf.make_indirect(packed)])


def mend_flate(pdf):
    more = pdf.make_stream(b" ")
    pdf.pages[0].Contents = Array([pdf.pages[0].Contents, more])


# Output intent


def intent(pdf: Pdf) -> Dictionary:
    return pdf.Root.OutputIntents[0]


def break_no_intent(pdf):
    del pdf.Root.OutputIntents


def break_two_intents(pdf):
    pdf.Root.OutputIntents.append(Dictionary(dict(intent(pdf).items())))


def mend_intent_of_another_kind(pdf):
    other = Dictionary(dict(intent(pdf).items()))
    other.S = Name.GTS_PDFA1
    pdf.Root.OutputIntents.append(other)


def break_nameless_condition(pdf):
    intent(pdf).OutputConditionIdentifier = String(" ")


def break_no_profile(pdf):
    del intent(pdf).DestOutputProfile


def break_screen_profile(pdf):
    profile = bytearray(intent(pdf).DestOutputProfile.read_bytes())
    profile[12:16] = b"mntr"
    intent(pdf).DestOutputProfile = pdf.make_stream(bytes(profile), N=4)


def break_components(pdf):
    intent(pdf).DestOutputProfile.N = 3


def break_new_profile(pdf):
    profile = bytearray(intent(pdf).DestOutputProfile.read_bytes())
    profile[8:10] = b"\x05\x00"
    intent(pdf).DestOutputProfile = pdf.make_stream(bytes(profile), N=4)


def break_no_icc(pdf):
    intent(pdf).DestOutputProfile = pdf.make_stream(b"no profile", N=4)


def break_two_profiles(pdf):
    mend_intent_of_another_kind(pdf)
    profile = intent(pdf).DestOutputProfile.read_bytes()
    pdf.Root.OutputIntents[1].DestOutputProfile = pdf.make_stream(profile, N=4)


def break_other_condition(pdf):
    intent(pdf).OutputConditionIdentifier = String("FOGRA47")


def mend_spelt_otherwise(pdf):
    intent(pdf).OutputConditionIdentifier = String("Fogra 39")


# Metadata


def edit_xmp(pdf: Pdf, old: str, new: str) -> None:
    packet = pdf.Root.Metadata.read_bytes().decode()
    assert old in packet
    packet = packet.replace(old, new)
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def break_no_claim(pdf):
    edit_xmp(pdf, "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "")


def break_older_claim(pdf):
    edit_xmp(pdf, "PDF/X-4<", "PDF/X-3:2003<")


def mend_claim_as_attribute(pdf):
    break_no_claim(pdf)
    edit_xmp(pdf, 'rdf:about=""', 'rdf:about="" pdfxid:GTS_PDFXVersion="PDF/X-4"')


def break_no_document_id(pdf):
    edit_xmp(pdf, "xmpMM:DocumentID", "xmpMM:OriginalDocumentID")


def break_no_title(pdf):
    edit_xmp(pdf, "A small work", " ")


def break_other_title(pdf):
    edit_xmp(pdf, "A small work", "A large work")


def break_no_trapped(pdf):
    del pdf.docinfo["/Trapped"]


def break_unknown_trapped(pdf):
    pdf.docinfo["/Trapped"] = Name.Unknown


def break_two_minds_on_trapping(pdf):
    pdf.docinfo["/Trapped"] = Name("/True")


def mend_trapped(pdf):
    pdf.docinfo["/Trapped"] = Name("/True")
    edit_xmp(pdf, "<pdf:Trapped>False", "<pdf:Trapped>True")


def break_other_date(pdf):
    pdf.docinfo["/ModDate"] = String("D:20260116120000+00'00'")


# Fonts


def font(pdf: Pdf) -> Dictionary:
    return pdf.pages[0].Resources.Font.F1


def descendant(pdf: Pdf) -> Dictionary:
    return font(pdf).DescendantFonts[0]


def edit_font(pdf: Pdf, edit: Callable[[TTFont], None]) -> None:
    program = TTFont(io.BytesIO(descendant(pdf).FontDescriptor.FontFile2.read_bytes()))
    edit(program)
    data = io.BytesIO()
    program.save(data)
    descendant(pdf).FontDescriptor.FontFile2 = pdf.make_stream(
        data.getvalue(), Length1=len(data.getvalue())
    )


def break_not_embedded(pdf):
    del descendant(pdf).FontDescriptor.FontFile2


def break_restricted(pdf):
    edit_font(pdf, lambda program: setattr(program["OS/2"], "fsType", 0x0002))


def mend_preview_and_print(pdf):
    edit_font(pdf, lambda program: setattr(program["OS/2"], "fsType", 0x0004))


def break_no_subsetting(pdf):
    edit_font(pdf, lambda program: setattr(program["OS/2"], "fsType", 0x0100))


def break_widths(pdf):
    widths = descendant(pdf).W
    widths[1] = Array([float(widths[1][0]) + 20])


def mend_rounded_widths(pdf):
    widths = descendant(pdf).W
    for at in range(1, len(widths), 2):
        widths[at] = Array([round(float(widths[at][0]))])


def mend_width_of_a_glyph_that_is_not_shown(pdf):
    descendant(pdf).W.extend([0, Array([1234])])


def break_drawn_glyphs(pdf):
    glyph = pdf.make_stream(b"500 0 0 0 500 500 d1 0 0 500 500 re f")
    drawn = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 500]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=97, LastChar=97,
        Widths=Array([500]), CharProcs=Dictionary(a=glyph), Resources=Dictionary(),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
    )  # fmt: skip
    pdf.pages[0].Resources.Font.F2 = pdf.make_indirect(drawn)


# What the file does


def annotate(pdf: Pdf, kind: str, rect: Array, **more) -> None:
    shown = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 4, 4]))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name("/" + kind), Rect=rect, F=4, AP=Dictionary(N=shown), **more
    )
    pdf.pages[1].Annots = Array([pdf.make_indirect(note)])


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def break_script_on_opening(pdf):
    pdf.Root.OpenAction = script()


def break_named_script(pdf):
    tree = Dictionary(Names=Array([String("a"), pdf.make_indirect(script())]))
    pdf.Root.Names = Dictionary(JavaScript=pdf.make_indirect(tree))


def break_script_of_a_page(pdf):
    pdf.pages[2].AA = Dictionary(O=script())


def break_script_after_another_action(pdf):
    first = Dictionary(S=Name.URI, URI=String("https://example.org"), Next=Array([script()]))
    annotate(pdf, "Link", OUTSIDE_BLEED, A=first)


def break_link(pdf):
    action = Dictionary(S=Name.URI, URI=String("https://example.org"))
    annotate(pdf, "Link", OUTSIDE_BLEED, A=action)


def mend_destination(pdf):
    """Let the file open at a page: that is a place, no action."""
    pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])


def break_form(pdf):
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("name")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def mend_empty_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


def break_xfa(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xdp/>"))


def break_note_on_page(pdf):
    annotate(pdf, "Text", ON_PAGE, Contents=String("?"))


def mend_note_outside(pdf):
    annotate(pdf, "Text", OUTSIDE_BLEED, Contents=String("?"))


def mend_printer_mark(pdf):
    annotate(pdf, "PrinterMark", ON_PAGE)


def break_film(pdf):
    annotate(pdf, "Screen", ON_PAGE)


# What the file holds


def break_attachment(pdf):
    pdf.attachments["data.csv"] = pikepdf.AttachedFileSpec(pdf, b"a,b", filename="data.csv")


def break_layers(pdf):
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))


def draw_with(pdf: Pdf, category: str, value) -> None:
    resources = pdf.pages[0].Resources
    resources[f"/{category}"] = Dictionary({"/X1": value})


def grey_picture(pdf: Pdf, **more) -> Stream:
    return pdf.make_stream(
        b"\x80" * 64, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, **more,
    )  # fmt: skip


def form(pdf: Pdf, **more) -> Stream:
    box = Array([0, 0, 10, 10])
    return pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=box, **more)


def break_postscript(pdf):
    draw_with(pdf, "XObject", pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS))


def break_postscript_in_a_form(pdf):
    inner = pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)
    resources = Dictionary(XObject=Dictionary(P=inner))
    draw_with(pdf, "XObject", form(pdf, Resources=resources))


def break_alternates(pdf):
    others = Array([Dictionary(Image=grey_picture(pdf), DefaultForPrinting=True)])
    draw_with(pdf, "XObject", grey_picture(pdf, Alternates=others))


def break_opi(pdf):
    draw_with(pdf, "XObject", form(pdf, OPI=Dictionary({"/2.0": Dictionary(Type=Name.OPI)})))


def break_reference(pdf):
    elsewhere = Dictionary(F=String("other.pdf"), Page=0)
    draw_with(pdf, "XObject", form(pdf, Ref=elsewhere))


def mend_form(pdf):
    draw_with(pdf, "XObject", form(pdf))


def break_transfer(pdf):
    draw_with(pdf, "ExtGState", Dictionary(Type=Name.ExtGState, TR=Name.Identity))


def break_second_transfer(pdf):
    draw_with(pdf, "ExtGState", Dictionary(Type=Name.ExtGState, TR2=Name.Identity))


def mend_transfer_by_default(pdf):
    state = Dictionary(Type=Name.ExtGState, TR2=Name.Default, HT=Name.Default)
    draw_with(pdf, "ExtGState", state)


def break_halftone(pdf):
    screen = Dictionary(HalftoneType=1, Frequency=60, Angle=45, SpotFunction=Name.Round)
    draw_with(pdf, "ExtGState", Dictionary(Type=Name.ExtGState, HT=screen))


def break_form_in_itself(pdf):
    one = form(pdf)
    one.Resources = Dictionary(XObject=Dictionary(X=one))
    draw_with(pdf, "XObject", one)


def mend_form_used_twice(pdf):
    small = form(pdf)
    one = form(pdf, Resources=Dictionary(XObject=Dictionary(A=small, B=small)))
    draw_with(pdf, "XObject", one)


def break_bookmarks_in_a_circle(pdf):
    first = pdf.make_indirect(Dictionary(Title=String("One")))
    second = pdf.make_indirect(Dictionary(Title=String("Two"), Next=first))
    first.Next = second
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=first, Last=second))


def mend_bookmarks(pdf):
    rows = [pdf.make_indirect(Dictionary(Title=String(f"Item {n}"))) for n in range(500)]
    for one, other in pairwise(rows):
        one.Next = other
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=rows[0], Last=rows[-1]))


def break_names_in_a_circle(pdf):
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree])
    pdf.Root.Names = Dictionary(Dests=tree)


CASES: tuple[tuple[str, Breaking, Breaking], ...] = (
    ("P206", break_version, mend_version),
    ("P208", break_lzw, mend_flate),
    ("P210", break_no_trim, untouched),
    ("P210", break_trim_and_art, mend_art_alone),
    ("P211", break_crop_inside_bleed, mend_crop_around_bleed),
    ("P211", break_bleed_outside_media, untouched),
    ("P211", break_no_media, untouched),
    ("P212", break_narrow_bleed, mend_exact_bleed),
    ("P213", break_other_size, mend_turned_page),
    ("P214", break_odd_count, untouched),
    ("P214", break_too_many, untouched),
    ("P215", break_no_intent, untouched),
    ("P215", break_two_intents, mend_intent_of_another_kind),
    ("P215", break_nameless_condition, untouched),
    ("P216", break_no_profile, untouched),
    ("P216", break_screen_profile, untouched),
    ("P216", break_components, untouched),
    ("P216", break_new_profile, untouched),
    ("P216", break_no_icc, untouched),
    ("P217", break_two_profiles, mend_intent_of_another_kind),
    ("P218", break_other_condition, mend_spelt_otherwise),
    ("P219", break_no_claim, mend_claim_as_attribute),
    ("P219", break_older_claim, untouched),
    ("P220", break_no_document_id, untouched),
    ("P220", break_no_title, untouched),
    ("P221", break_other_title, untouched),
    ("P222", break_no_trapped, untouched),
    ("P222", break_unknown_trapped, untouched),
    ("P222", break_two_minds_on_trapping, mend_trapped),
    ("P112", break_other_date, untouched),
    ("P223", break_not_embedded, untouched),
    ("P224", break_restricted, mend_preview_and_print),
    ("P224", break_no_subsetting, untouched),
    ("P225", break_widths, mend_rounded_widths),
    ("P225", break_widths, mend_width_of_a_glyph_that_is_not_shown),
    ("P226", break_drawn_glyphs, untouched),
    ("P227", break_script_on_opening, mend_destination),
    ("P227", break_named_script, untouched),
    ("P227", break_script_of_a_page, untouched),
    ("P228", break_link, mend_destination),
    ("P229", break_form, mend_empty_form),
    ("P229", break_xfa, mend_empty_form),
    ("P230", break_attachment, untouched),
    ("P231", break_layers, untouched),
    ("P232", break_postscript, mend_form),
    ("P232", break_postscript_in_a_form, mend_form),
    ("P233", break_alternates, mend_form),
    ("P233", break_opi, mend_form),
    ("P234", break_transfer, mend_transfer_by_default),
    ("P234", break_second_transfer, mend_transfer_by_default),
    ("P234", break_halftone, mend_transfer_by_default),
    ("P235", break_note_on_page, mend_note_outside),
    ("P235", break_note_on_page, mend_printer_mark),
    ("P236", break_film, mend_note_outside),
    ("P238", break_form_in_itself, mend_form_used_twice),
    ("P238", break_bookmarks_in_a_circle, mend_bookmarks),
    ("P238", break_names_in_a_circle, untouched),
    ("P239", break_reference, mend_form),
)


def test_the_press_file_has_nothing_to_mend(press_file):
    assert preflight(press_file, NEEDS, "good.pdf") == ()


@pytest.mark.parametrize(("rule", "breaking", "mending"), CASES)
def test_a_broken_file_fails_its_rule_and_its_mended_twin_passes(
    broken_press_file: Broken, rule: str, breaking: Breaking, mending: Breaking
) -> None:
    assert rules_of(broken_press_file(breaking)) == [rule]
    assert rules_of(broken_press_file(mending)) == []


def break_header(data: bytes) -> bytes:
    return b"\n" + data


def break_text_header(data: bytes) -> bytes:
    end = data.index(b"\n", 9)
    return data[:9] + b"%".ljust(end - 9, b"a") + data[end:]


def break_identifier(data: bytes) -> bytes:
    return data.replace(b"/ID [", b"/IX [")


@pytest.mark.parametrize(
    ("rule", "breaking"),
    [("P205", break_header), ("P205", break_text_header), ("P207", break_identifier)],
)
def test_what_is_broken_in_the_bytes_is_found(press_file, tmp_path, rule, breaking):
    data = press_file.read_bytes()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(breaking(data))
    assert broken.read_bytes() != data
    assert rule in rules_of(broken)


def test_a_finding_says_the_page_and_the_place_on_it(broken_press_file):
    (finding,) = preflight(broken_press_file(break_note_on_page), NEEDS, "a.pdf")
    assert finding.page == 2
    margin = 12 * MM  # from the edge of the sheet to the trim
    assert finding.area == pytest.approx([edge - margin for edge in (100, 100, 120, 120)])


def test_pages_are_named_together():
    assert on_pages([3]) == "page 3"
    assert on_pages([4, 1, 2, 3, 7]) == "pages 1–4 and 7"
    assert on_pages(range(1, 40, 2)) == "20 pages, the first of them page 1,"


def test_what_binding_meant_is_compared_where_it_is_known(press_file):
    meant = Expected(pages=6, width=148 * MM, height=211 * MM, fonts=frozenset({"Noto Sans"}))
    found = {finding.rule for finding in preflight(press_file, NEEDS, "a.pdf", meant)}
    assert found == {"P102", "P103", "P111"}
    fonts = frozenset({"Overpass-Regular"})
    right = Expected(pages=4, width=210 * MM, height=148 * MM, fonts=fonts)
    assert preflight(press_file, NEEDS, "a.pdf", right) == ()


def test_a_check_that_stumbles_is_a_finding_and_the_others_go_on(broken_press_file):
    def tear(pdf):
        pdf.Root.OutputIntents[0].DestOutputProfile = Stream(pdf, b"torn", N=4)
        pdf.Root.OutputIntents[0].DestOutputProfile.Filter = Name.NoSuchFilter
        break_two_minds_on_trapping(pdf)

    assert {"P200", "P222"} <= set(rules_of(broken_press_file(tear)))


@pytest.mark.parametrize("needs", [SCREEN, ARCHIVE, GREYSCALE])
def test_any_file_can_be_asked_for_any_purpose(press_file, needs):
    found = preflight(press_file, needs, "a.pdf")
    assert "P200" not in {finding.rule for finding in found}
