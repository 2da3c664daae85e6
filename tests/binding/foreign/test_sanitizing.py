"""What does something or carries something along is out of the file, and what was taken is told.

Each file is first merged as merge tools do, to show that the harm would have come along.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert('evil')"))
Make = Callable[[pikepdf.Pdf, pikepdf.Object], None]


def link(action: Dictionary, **more: object) -> Dictionary:
    rect = Array([10, 10, 90, 40])
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=action, **more)


def on_page(*annotations: Dictionary) -> Make:
    def make(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        page.Annots = Array([pdf.make_indirect(one) for one in annotations])

    return make


def page_script(_: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.AA = Dictionary(O=SCRIPT)


def a_field(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("name"),
        Rect=Array([10, 10, 90, 40]),
        AA=Dictionary(K=SCRIPT),
        A=Dictionary(S=Name.SubmitForm, F=String("https://evil.example/")),
    )
    page.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=page.Annots, XFA=String("<xfa/>"))


def attachment(pdf: pikepdf.Pdf) -> Dictionary:
    held = pdf.make_stream(b"MZ evil", Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String("evil.exe"), EF=Dictionary(F=held))


def a_pinned_file(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    rect = Array([10, 10, 30, 30])
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=rect, FS=attachment(pdf))]
    )


def a_picture_with_company(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources.XObject = Dictionary(
        I=pdf.make_stream(
            b"\0",
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=1,
            Height=1,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
            Metadata=pdf.make_stream(b"<x:evil/>", Type=Name.Metadata, Subtype=Name.XML),
            OPI=Dictionary({"/2.0": Dictionary(F=String("evil.tif"))}),
            Alternates=Array([Dictionary(Image=pdf.make_stream(b"evil alternate"))]),
            PieceInfo=Dictionary(Evil=Dictionary(Private=String("evil"))),
        )
    )


def a_form_from_elsewhere(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    reference = Dictionary(F=Dictionary(F=String("evil.pdf")), Page=0)
    page.Resources.XObject = Dictionary(
        R=pdf.make_stream(
            b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Ref=reference
        ),
        P=pdf.make_stream(b"(evil) print", Type=Name.XObject, Subtype=Name.PS),
    )


def a_stream_kept_outside(_: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Contents.F = Dictionary(F=String("/evil/passwd"))


def a_properties_list_that_leads_back(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    pdf.Root.OpenAction = SCRIPT
    holder = Dictionary(Root=pdf.Root, Evil=String("evil"))
    page.Resources.Properties = Dictionary(P=pdf.make_indirect(holder))


def a_font_that_leads_back(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Resources.Font.F.Evil = pdf.make_indirect(
        Dictionary(Type=Name.Action, S=Name.Launch, F=String("evil"))
    )


def margins_of_a_page(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Thumb = pdf.make_stream(b"evil thumb", Width=1, Height=1)
    page.PieceInfo = Dictionary(Evil=Dictionary(Private=String("evil")))
    page.Metadata = pdf.make_stream(b"<x:evil/>")
    page.AF = Array([attachment(pdf)])
    page.B = Array([Dictionary(T=Dictionary(I=Dictionary(Title=String("evil thread"))))])


def media(kind: str) -> Make:
    action = Dictionary(S=Name.Rendition, R=Dictionary(C=Dictionary(D=String("evil.mp4"))))
    rect = Array([10, 10, 30, 30])
    return on_page(Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=rect, A=action))


# What is on a page → what must not stay of it, what is said, by which rule.
ON_PAGES: dict[str, tuple[Make, str, str, str]] = {
    "script of a page": (page_script, "JavaScript|evil", "B174", "scripts (JavaScript) (1)"),
    "script of a link": (on_page(link(SCRIPT)), "JavaScript|evil", "B174", "scripts"),
    "script after a link": (
        on_page(link(Dictionary(S=Name.URI, URI=String("https://ok.example/"), Next=SCRIPT))),
        "JavaScript|evil",
        "B174",
        "scripts",
    ),
    "script on hovering": (
        on_page(link(Dictionary(S=Name.URI, URI=String("https://a/")), AA=Dictionary(E=SCRIPT))),
        "JavaScript|evil",
        "B174",
        "scripts",
    ),
    "start of a program": (
        on_page(link(Dictionary(S=Name.Launch, F=String("evil.exe")))),
        "Launch|evil",
        "B174",
        "starting of programs",
    ),
    "sending of a form": (a_field, "SubmitForm|Widget|XFA|evil", "B174", "sending of forms (1)"),
    "field of a form": (a_field, "/Widget|/AcroForm", "B176", "form fields (1)"),
    "data for a form": (
        on_page(link(Dictionary(S=Name.ImportData, F=String("evil.fdf")))),
        "ImportData|evil",
        "B174",
        "reading of data",
    ),
    "embedded file to go to": (
        on_page(link(Dictionary(S=Name.GoToE, F=String("evil.pdf")))),
        "GoToE|evil",
        "B174",
        "embedded files",
    ),
    "unknown action": (
        on_page(link(Dictionary(S=Name.EvilAction))),
        "EvilAction",
        "B174",
        "of an unknown kind",
    ),
    "command to print": (
        on_page(link(Dictionary(S=Name.Named, N=Name.Print))),
        "/Print|/Named",
        "B174",
        "commands of the viewer",
    ),
    "link to a file": (
        on_page(link(Dictionary(S=Name.GoToR, F=String("../evil.pdf"), D=Array([0, Name.Fit])))),
        "GoToR|evil",
        "B177",
        "to files beside it (1)",
    ),
    "address of the machine": (
        on_page(link(Dictionary(S=Name.URI, URI=String("file:///evil")))),
        "evil",
        "B177",
        "with addresses of “file:”",
    ),
    "script as an address": (
        on_page(link(Dictionary(S=Name.URI, URI=String("JaVaScRiPt:evil()")))),
        "evil",
        "B177",
        "with addresses of “javascript:”",
    ),
    "another member's address": (
        on_page(link(Dictionary(S=Name.URI, URI=String("xref:guide#evil")))),
        "xref:|evil",
        "B177",
        "with addresses of “xref:”",
    ),
    "pinned file": (a_pinned_file, "Attachment|evil", "B175", "embedded files (1)"),
    "sound": (media("Sound"), "/Sound|evil", "B175", "sound (1)"),
    "film": (media("Movie"), "/Movie|evil", "B175", "film (1)"),
    "film on a screen": (media("Screen"), "/Screen|evil", "B175", "film (1)"),
    "rich media": (media("RichMedia"), "RichMedia|evil", "B175", "film or other media (1)"),
    "model": (media("3D"), "/3D|evil", "B175", "three-dimensional models (1)"),
    "picture with company": (
        a_picture_with_company,
        "Metadata|/OPI|Alternates|PieceInfo|evil",
        "B183",
        "data that pages are not shown by",
    ),
    "form from elsewhere": (a_form_from_elsewhere, "/Ref|/PS|evil", "B183", "PostScript"),
    "stream kept outside": (a_stream_kept_outside, "evil", "B175", "files outside (1)"),
    "way back by a property": (a_properties_list_that_leads_back, "OpenAction|evil", "", ""),
    "way back by a font": (a_font_that_leads_back, "Launch|evil", "", ""),
    "margins of a page": (
        margins_of_a_page,
        "/Thumb|PieceInfo|Metadata|/AF|evil",
        "B183",
        "thumbnails (1)",
    ),
}


def written(pdf: pikepdf.Pdf) -> str:
    """Return all of a file in the open: nothing packed, streams as they read."""
    target = io.BytesIO()
    pdf.save(target, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue().decode("latin-1")


@pytest.mark.parametrize("kind", ON_PAGES)
def test_what_harms_on_a_page_is_out_and_told(paper, take, kind):
    make, out, rule, said = ON_PAGES[kind]
    pdf = paper()
    make(pdf, pdf.pages[0].obj)
    merged = pikepdf.Pdf.new()
    if kind != "stream kept outside":  # which no merge tool can read either
        merged.pages.extend(pdf.pages)
        assert re.search(out, written(merged)), "the harm is not in the test's own file"
    taken = take(pdf)
    assert not re.search(out, written(taken.pdf))
    if rule:
        assert said in taken.said(rule)


def names_of_the_document(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])),
        EmbeddedFiles=Dictionary(Names=Array([String("f"), attachment(pdf)])),
    )


def form_of_a_program(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=String("<xfa/>"))


def at_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = SCRIPT
    pdf.Root.AA = Dictionary(WC=SCRIPT)


def portfolio(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Collection = Dictionary(View=Name.T)


def associated(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AF = Array([attachment(pdf)])


@pytest.mark.parametrize(
    ("make", "rule", "said"),
    [
        (names_of_the_document, "B174", "scripts (JavaScript) (1)"),
        (names_of_the_document, "B175", "embedded files (1)"),
        (at_opening, "B174", "scripts (JavaScript) (2)"),
        (form_of_a_program, "B174", "forms that a program draws (XFA) (1)"),
        (portfolio, "B175", "embedded files (1)"),
        (associated, "B175", "embedded files (1)"),
    ],
)
def test_what_harms_in_the_document_as_a_whole_is_out_and_told(paper, take, make, rule, said):
    pdf = paper()
    make(pdf)
    before = written(pdf)
    taken = take(pdf)
    after = written(taken.pdf)
    for word in (
        "JavaScript",
        "evil",
        "/EmbeddedFile",
        "/OpenAction",
        "/Collection",
        "/AF",
        "/XFA",
    ):
        assert word in before or word not in after
        assert word not in after
    assert said in taken.said(rule)


def test_the_catalog_holds_what_is_named_and_nothing_else(paper, take, tagged):
    for source in (paper(), tagged):
        taken = take(source)
        assert set(taken.pdf.Root.keys()) <= {
            "/Type", "/Pages", "/Lang", "/MarkInfo", "/StructTreeRoot", "/OCProperties",
        }  # fmt: skip


def test_a_plain_document_has_nothing_told_of_scripts_or_files(paper, take):
    assert set(take(paper()).rules) == {"B178", "B180"}  # it has no tags, and not its font


def test_what_a_note_and_a_field_look_like_stays_on_the_page(paper, take, picture):
    pdf = paper(b"0 0 1 rg 5 5 10 10 re f")
    look = pdf.make_stream(
        b"1 0 0 rg 0 0 10 10 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 10, 10]),
        Matrix=Array([0, 1, -1, 0, 0, 0]),
    )
    marks = [
        Dictionary(
            Type=Name.Annot,
            Subtype=Name("/" + kind),
            Rect=Array([at, 100, at + 20, 140]),
            AP=Dictionary(N=given),
            F=flags,
            **({"AS": Name.On} if kind == "Widget" else {}),
        )
        for kind, at, flags, given in (
            ("Stamp", 20, 4, look),
            ("Widget", 60, 4, Dictionary(On=look, Off=pdf.make_stream(b""))),
            ("Square", 100, 2, look),  # hidden
            ("Text", 140, 4, look),  # the note's sign: its words are gone
        )
    ]
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one) for one in marks])
    taken = take(pdf)
    drawn = picture(taken.data)
    seen = [drawn.getpixel((x, 300 - 120)) == (255, 0, 0) for x in (30, 70, 110, 150)]
    assert seen == [True, True, False, False]
    assert "form fields (1)" in taken.said("B176")
    assert "notes (1)" in taken.said("B176")
    assert "/Annots" not in taken.pdf.pages[0]


def test_harmless_commands_of_the_viewer_lead_where_they_did(paper, take):
    pdf = paper(b"", b"", b"")
    names = ("NextPage", "PrevPage", "FirstPage", "LastPage")
    actions = [link(Dictionary(S=Name.Named, N=Name("/" + one))) for one in names]
    pdf.pages[1].obj.Annots = Array(actions)
    taken = take(pdf)
    done = taken.pdf.pages[1].obj.Annots
    assert [str(one.Dest) for one in done] == ["page-3", "page-1", "page-1", "page-3"]


@pytest.mark.parametrize("address", ["https://example.org/a?b=1#c", "http://x.y", "mailto:a@b.c"])
def test_addresses_of_the_web_and_of_mail_stay(paper, take, address):
    pdf = paper()
    on_page(link(Dictionary(S=Name.URI, URI=String(address))))(pdf, pdf.pages[0].obj)
    taken = take(pdf)
    (done,) = taken.pdf.pages[0].obj.Annots
    assert str(done.A.URI) == address
    assert set(done.keys()) <= {"/Type", "/Subtype", "/Rect", "/A", "/F", "/Border"}


def test_a_link_that_leads_nowhere_is_out_and_is_no_action(paper, take):
    pdf = paper()
    on_page(link(Dictionary()))(pdf, pdf.pages[0].obj)
    taken = take(pdf)
    assert taken.said("B177") == "links that are taken out: that lead nowhere (1)"
    assert "B174" not in taken.rules


def test_layers_stay_shown_and_hidden_as_they_were(paper, take):
    pdf = paper(b"/OC /L0 BDC 0 0 9 9 re f EMC /OC /L1 BDC 9 9 9 9 re f EMC")
    groups = [
        pdf.make_indirect(
            Dictionary(Type=Name.OCG, Name=String(name), Usage=Dictionary(Evil=SCRIPT))
        )
        for name in ("Shown", "Draft")
    ]
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array(groups),
        D=Dictionary(OFF=Array([groups[1]]), AS=Array([Dictionary(Event=Name.View)])),
    )
    pdf.pages[0].obj.Resources.Properties = Dictionary(L0=groups[0], L1=groups[1])
    taken = take(pdf)
    root = taken.pdf.Root
    assert [str(one.Name) for one in root.OCProperties.OCGs] == ["Shown", "Draft"]
    assert [str(one.Name) for one in root.OCProperties.D.OFF] == ["Draft"]
    assert "/AS" not in root.OCProperties.D and "evil" not in written(taken.pdf)
    kept = taken.pdf.pages[0].obj.Resources.Properties
    assert kept.L1.objgen == root.OCProperties.OCGs[1].objgen
    assert taken.said("B182") == "layers that stay hidden: “Draft”"


def test_fonts_that_are_not_there_are_named(paper, take):
    assert taken_fonts(take(paper())) == "these fonts are not in it: Helvetica"


def taken_fonts(taken) -> str:
    return str(taken.said("B180"))


def test_a_document_in_another_language_than_the_catalogue_says_is_told_of(paper, take):
    pdf = paper()
    pdf.Root.Lang = String("fr-CH")
    assert "the file says “fr-CH”, the catalogue “en”" in take(pdf).said("B184")
    taken = take(pdf, lang="fr")
    assert "B184" not in taken.rules
    assert str(taken.pdf.Root.Lang) == "fr-CH"


def test_colours_that_name_no_condition_have_it_said_beside_them(paper, take, profiles):
    pdf = paper(b"0 1 1 0 k 0 0 9 9 re f 1 0 0 rg 9 9 9 9 re f")
    taken = take(pdf, profiles=profiles)
    spaces = taken.pdf.pages[0].obj.Resources.ColorSpace
    assert spaces.DefaultCMYK[1].read_bytes() == profiles[4]
    assert spaces.DefaultRGB[1].read_bytes() == profiles[3]
    grey = take(paper(b"0.5 g"), profiles=profiles)
    assert "/ColorSpace" not in grey.pdf.pages[0].obj.Resources


def test_the_printing_condition_of_the_document_itself_counts_more(paper, take, profiles):
    own = profiles[4].replace(b"FOGRA39", b"SWOP***")
    assert own != profiles[4]
    pdf = paper(b"0 1 1 0 k 0 0 9 9 re f")
    profile = pdf.make_stream(own, N=4)
    pdf.Root.OutputIntents = Array(
        [Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, DestOutputProfile=profile)]
    )
    taken = take(pdf, profiles=profiles)
    assert taken.pdf.pages[0].obj.Resources.ColorSpace.DefaultCMYK[1].read_bytes() == own
