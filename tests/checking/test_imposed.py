"""Reading sheets back finds what is wrong with them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.checking.imposed import PlannedSide, Shown, read_back
from publish.errors import Place

CONTENTS = tuple(f"{n} 0 0 rg 0 0 10 10 re f".encode() for n in range(4))
DIGESTS = tuple(hashlib.sha256(content).hexdigest() for content in CONTENTS)
MOVED = (0.5, 0.0, 0.0, 0.5, 100.0, 7.0)
SIDES = (
    PlannedSide(842, 595, (Shown(3, MOVED), Shown(0, (1, 0, 0, 1, 421, 0)))),
    PlannedSide(842, 595, (Shown(1, (0, 1, -1, 0, 300, 20)), Shown(2, (1, 0, 0, 1, 421, 0)))),
)
Damage = Callable[[pikepdf.Pdf], None]


def sheets() -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    forms = [
        pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
        for data in CONTENTS
    ]
    for side in SIDES:
        pdf.add_blank_page(page_size=(side.width, side.height))
        page = pdf.pages[-1].obj
        shown = {f"/P{one.page + 1}": forms[one.page] for one in side.shown}
        page.Resources = Dictionary(XObject=Dictionary(shown))
        page.Contents = pdf.make_stream(
            "\n".join(
                f"q 0 0 9 9 re W n {' '.join(map(str, one.matrix))} cm /P{one.page + 1} Do Q"
                for one in side.shown
            ).encode()
        )
    pdf.pages[0].obj.Annots = Array(
        [link(pdf, Dest=Array([pdf.pages[1].obj, Name.XYZ, 0, 0, None]))]
    )
    return pdf


def link(pdf: pikepdf.Pdf, **more: object) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), **more))


def rules(damage: Damage) -> set[str]:
    pdf = sheets()
    damage(pdf)
    target = io.BytesIO()
    pdf.save(target, fix_metadata_version=False)
    return {f.rule for f in read_back(target.getvalue(), SIDES, DIGESTS, Place("sheets.pdf"))}


def test_sheets_as_planned_have_no_findings():
    assert rules(lambda _: None) == set()


def write(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    contents = pdf.pages[0].obj.Contents
    data = contents.read_bytes()
    assert old in data
    contents.write(data.replace(old, new))


def swap(pdf: pikepdf.Pdf) -> None:
    shown = pdf.pages[0].obj.Resources.XObject
    shown.P1, shown.P4 = shown.P4, shown.P1


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("P330", lambda pdf: pdf.pages.append(pdf.pages[0])),
        ("P330", lambda pdf: pdf.pages.__delitem__(1)),
        ("P330", lambda pdf: pdf.pages[0].obj.__setitem__("/Rotate", 180)),
        ("P330", lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", Array([0, 0, 595, 842]))),
        ("P331", lambda pdf: write(pdf, b"/P4 Do", b"")),
        ("P331", lambda pdf: write(pdf, b"/P1 Do", b"/P1 Do /P1 Do")),
        ("P331", lambda pdf: write(pdf, b"421 0 cm", b"420 0 cm")),
        ("P331", lambda pdf: write(pdf, b"Q\nq", b"\nq")),
        ("P332", swap),
        ("P333", lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.Named))),
        ("P333", lambda pdf: pdf.Root.__setitem__("/StructTreeRoot", Dictionary())),
        ("P333", lambda pdf: pdf.pages[0].obj.__setitem__("/AA", Dictionary())),
        (
            "P333",
            lambda pdf: pdf.pages[0].obj.Annots.append(
                link(pdf, A=Dictionary(S=Name.JavaScript, JS=String("1")))
            ),
        ),
        (
            "P333",
            lambda pdf: pdf.Root.__setitem__(
                "/Metadata", pdf.make_stream(b"<pdfuaid:part>1</pdfuaid:part>")
            ),
        ),
        ("P334", lambda pdf: pdf.pages[0].obj.Annots.append(link(pdf, Dest=String("gone")))),
    ],
)
def test_each_fault_is_found(rule: str, damage: Damage):
    assert rule in rules(damage)
