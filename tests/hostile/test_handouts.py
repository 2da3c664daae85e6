"""Files made to harm are put on sheets without harm, or refused by name in bounded time."""

from __future__ import annotations

import datetime as dt
import os
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.binding.imposing.model import Wish
from publish.building.handouts import Made, Request, make_handout
from publish.building.named import Printed
from publish.checking.confinement import Limits
from publish.composing.layouts import Layout, load_layout
from publish.errors import PublishError

LIMITS = Limits(seconds=20, memory=1 << 30, written=64 << 20)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return load_layout(tmp_path_factory.mktemp("project"), "guide")[0]


def made(path: Path, layout: Layout, form: str = "booklet") -> Made:
    printed = Printed(
        file=path,
        shown=path.name,
        stem="handout",
        lang="",
        title="",
        accessible=path.name,
        created=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    target = path.with_name("sheets.pdf")
    return make_handout(printed, Request(Wish(form, "A4")), layout, target, LIMITS)


def refused(path: Path, layout: Layout) -> str:
    with pytest.raises(PublishError) as fault:
        made(path, layout)
    assert not path.with_name("sheets.pdf").exists()
    assert fault.value.finding.remedy
    return fault.value.finding.rule


def plain(pages: int = 2) -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(420, 595))
    return pdf


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "B170"),
        (b"\x7fELF" + bytes(4000), "B170"),
        (b"Every worker has a right to social security.\n" * 200, "B170"),
        (b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n", "B170"),
    ],
)
def test_what_is_no_pdf_is_refused_by_name(data, rule, tmp_path, layout):
    path = tmp_path / "some.pdf"
    path.write_bytes(data)
    assert refused(path, layout) == rule


def test_folders_pipes_and_devices_are_not_read(tmp_path, layout):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, Path("/dev/zero")):
        with pytest.raises(PublishError) as fault:
            made(path, layout)
        assert fault.value.finding.rule == "B170"


def test_a_file_cut_short_is_refused(tmp_path, layout):
    path = tmp_path / "short.pdf"
    plain().save(path)
    path.write_bytes(path.read_bytes()[:-200])
    assert refused(path, layout) == "B170"


def test_a_password_and_withheld_rights_are_heeded(tmp_path, layout):
    path = tmp_path / "locked.pdf"
    plain().save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(path, layout) == "B171"
    rights = pikepdf.Permissions(modify_assembly=False, extract=False)
    plain().save(path, encryption=pikepdf.Encryption(owner="a", user="", allow=rights))
    assert refused(path, layout) == "B171"


def test_what_unpacks_without_end_is_refused(tmp_path, layout):
    pdf = plain(1)
    bomb = zlib.compress(b"0 0 m\n" * (64 << 20), 9)
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, bomb)
    pdf.pages[0].obj.Contents.Filter = Name.FlateDecode
    path = tmp_path / "bomb.pdf"
    pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert path.stat().st_size < 2 << 20
    assert refused(path, layout) == "B172"


def test_more_pages_than_anybody_prints_are_refused(tmp_path, layout):
    pdf = plain(1)
    kids = Array([pdf.pages[0].obj] + [pdf.make_indirect(pdf.pages[0].obj) for _ in range(5)])
    tree = kids
    for _ in range(5):
        node = pdf.make_indirect(
            Dictionary(Type=Name.Pages, Kids=Array(list(tree) * 5), Count=5 * len(tree))
        )
        tree = Array([node] * 5)
    pdf.Root.Pages.Kids = tree
    path = tmp_path / "many.pdf"
    pdf.save(path)
    assert refused(path, layout) in ("B170", "B172")


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [0, 0, 1e7, 1e7], [0, 0, 0.1, 595]])
def test_pages_without_a_size_that_can_be_shown_are_refused(box, tmp_path, layout):
    pdf = plain(1)
    pdf.pages[0].obj.MediaBox = Array(box)
    path = tmp_path / "boxes.pdf"
    pdf.save(path)
    assert refused(path, layout) == "B173"


def test_scripts_files_and_links_to_files_stay_behind(tmp_path, layout):
    pdf = plain()
    script = Dictionary(S=Name.JavaScript, JS=String("marker-of-harm"))
    launch = Dictionary(S=Name.Launch, F=String("marker-of-harm"))
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(App=Dictionary(Private=String("marker-of-harm")))
    page.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=launch),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.URI, URI=String("file:///marker-of-harm")),
            ),
        ]
    )
    form = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), F=String("marker")
    )
    form.Metadata = pdf.make_stream(b"marker-of-harm")
    page.Resources = Dictionary(XObject=Dictionary(Fm=form))
    page.Contents = pdf.make_stream(b"/Fm Do")
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    pdf.attachments["marker-of-harm.txt"] = b"marker-of-harm"
    path = tmp_path / "harm.pdf"
    pdf.save(path)
    result = made(path, layout)
    with pikepdf.open(tmp_path / "sheets.pdf") as sheets:
        target = tmp_path / "plain.pdf"
        sheets.save(
            target,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    assert b"marker" not in target.read_bytes()
    assert {"B204"} <= {finding.rule for finding in result.findings}


def test_forms_that_show_themselves_and_pages_that_restore_too_much_do_no_harm(tmp_path, layout):
    pdf = plain()
    form = pdf.make_stream(
        b"/Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
    )
    form.Resources = Dictionary(XObject=Dictionary(Fm=form))
    page = pdf.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(Fm=form))
    page.Contents = pdf.make_stream(b"Q Q Q q q q 100 0 0 100 0 0 cm /Fm Do BT")
    path = tmp_path / "loop.pdf"
    pdf.save(path)
    for kind in ("booklet", "2up", "4up", "notes"):
        assert made(path, layout, kind).handouts[0].pages == 2


def test_bookmarks_and_destinations_in_circles_end(tmp_path, layout):
    pdf = plain()
    one = pdf.make_indirect(Dictionary(Title=String("One"), Dest=String("a")))
    one.Next, one.First = one, one
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=one, Last=one))
    names = pdf.make_indirect(Dictionary())
    names.Kids = Array([names])
    pdf.Root.Names = Dictionary(Dests=names)
    path = tmp_path / "circles.pdf"
    pdf.save(path)
    assert made(path, layout).handouts[0].sheets == 1


def test_a_process_that_takes_too_long_is_ended(tmp_path, layout):
    path = tmp_path / "plain.pdf"
    plain(400).save(path)
    printed = Printed(
        path, "plain.pdf", "plain", "", "", "plain.pdf", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    short = Limits(seconds=1, memory=64 << 20, written=1 << 10)
    with pytest.raises(PublishError) as fault:
        make_handout(printed, Request(Wish("booklet", "A4")), layout, tmp_path / "out.pdf", short)
    assert fault.value.finding.rule == "B172"
    assert not (tmp_path / "out.pdf").exists()
