"""Documents made to harm whoever binds them are refused by name, or bound without the harm."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from publish.building.foreign import admitted
from publish.building.store import Store
from publish.catalogue.model import Document
from publish.checking.confinement import Limits
from publish.checking.preflight.confined import preflight_confined
from publish.checking.preflight.requirements import MIXED
from publish.errors import Finding, Place
from publish.typesetting.model import Gathering

# The same files that preflight has to stand.
_ALIKE: dict[str, Any] = runpy.run_path(str(Path(__file__).with_name("test_pdfs.py")))
MADE: dict[str, Callable[[], bytes]] = {make.__name__: make for make, _ in _ALIKE["MADE"]}
HOUSE = Path(__file__).parents[2] / "layouts" / "brand"
IDENTITY = {path.relative_to(HOUSE).as_posix(): path for path in HOUSE.rglob("*.icc")}
LIMITS = Limits(seconds=60, memory=1 << 30, written=256 << 20)
REFUSED = {"B170", "B171", "B172", "B173"}
UNSAFE = {"P200", "P201", "P202", "P203", "P225", "P226", "P227", "P238", "P240"}

Taken = tuple[Gathering | None, tuple[Finding, ...]]


@pytest.fixture
def taken(tmp_path: Path) -> Callable[[bytes], Taken]:
    """Admit the bytes of a file."""

    def take(data: bytes) -> Taken:
        path = tmp_path / "hostile.pdf"
        path.write_bytes(data)
        place = Place("sources/catalogue.toml", 5, 1)
        document = Document("leaflet", {"en": "L"}, path, "en", fit="scale", place=place)
        return admitted(document, (420.0, 595.0), Store(tmp_path / "cache"), IDENTITY, LIMITS)

    return take


def refused(found: Taken) -> bool:
    """Was a document refused, by name, at its place, with a remedy?"""
    gathering, findings = found
    errors = [one for one in findings if one.severity == "error"]
    assert (gathering is None) == bool(errors)
    assert all(one.place == Place("sources/catalogue.toml", 5, 1) for one in findings)
    assert all(one.rule in REFUSED and one.remedy for one in errors)
    return gathering is None


def is_harmless(gathering: Gathering) -> bool:
    """Can what was admitted be read by others, with no way to do anything?"""
    found = {one.rule for one in preflight_confined(gathering.pdf, MIXED, "admitted.pdf")}
    with pikepdf.open(gathering.pdf) as pdf:
        target = io.BytesIO()
        pdf.save(target, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return not found & UNSAFE and b"/JavaScript" not in target.getvalue()


@pytest.mark.parametrize("name", MADE)
def test_a_hostile_document_is_refused_by_name_or_bound_without_harm(taken, name):
    found = taken(MADE[name]())
    if not refused(found):
        assert is_harmless(found[0])


def paper(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 300))
        pdf.pages[-1].obj.Contents = pdf.make_stream(b"0 0 9 9 re f")
        pdf.pages[-1].obj.Resources = Dictionary()
    return pdf


def written(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(target)
    return target.getvalue()


def form(pdf: pikepdf.Pdf, content: bytes, resources: pikepdf.Object) -> pikepdf.Object:
    box = Array([0, 0, 99, 99])
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources
    )


def a_hundred_thousand_bookmarks() -> pikepdf.Pdf:
    pdf = paper()
    place = Array([pdf.pages[0].obj, Name.Fit])
    items = [
        pdf.make_indirect(Dictionary(Title=String(f"{n}"), Dest=place)) for n in range(100_000)
    ]
    for one, after in pairwise(items):
        one.Next = after
    pdf.Root.Outlines = Dictionary(First=items[0], Last=items[-1])
    return pdf


def bookmarks_a_thousand_deep() -> pikepdf.Pdf:
    pdf = paper()
    place = Array([pdf.pages[0].obj, Name.Fit])
    below = None
    for n in range(1_000):
        item = pdf.make_indirect(Dictionary(Title=String(f"{n}"), Dest=place))
        if below is not None:
            item.First = item.Last = below
        below = item
    pdf.Root.Outlines = Dictionary(First=below, Last=below)
    return pdf


def a_mark_of_a_thousand_million() -> pikepdf.Pdf:
    pdf = paper()
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(b"/P <</MCID 2000000000>> BDC EMC /P <</MCID 1>> BDC EMC")
    kid = Dictionary(S=Name.P, Pg=page, K=Array([2_000_000_000, 1]))
    pdf.Root.StructTreeRoot = Dictionary(K=kid)
    return pdf


def a_form_of_its_pages_own_resources() -> pikepdf.Pdf:
    """Lay a circle that many programs lay without harm: the form does not draw itself."""
    pdf = paper()
    page = pdf.pages[0].obj
    shared = pdf.make_indirect(Dictionary(XObject=Dictionary()))
    shared.XObject.F = form(pdf, b"1 0 0 rg 0 0 99 99 re f", shared)
    page.Resources, page.Contents = shared, pdf.make_stream(b"/F Do")
    return pdf


def a_pattern_drawn_with_itself() -> pikepdf.Pdf:
    pdf = paper()
    pattern = pdf.make_stream(
        b"/Pattern cs /P scn 0 0 9 9 re f", PatternType=1, PaintType=1, TilingType=1,
        BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9,
    )  # fmt: skip
    pattern.Resources = Dictionary(Pattern=Dictionary(P=pattern))
    pdf.pages[0].obj.Resources = Dictionary(Pattern=Dictionary(P=pattern))
    return pdf


def a_mask_that_masks_itself() -> pikepdf.Pdf:
    pdf = paper()
    state = pdf.make_indirect(Dictionary(Type=Name.ExtGState))
    group = form(pdf, b"/S gs", Dictionary(ExtGState=Dictionary(S=state)))
    state.SMask = Dictionary(S=Name.Luminosity, G=group)
    pdf.pages[0].obj.Resources = Dictionary(ExtGState=Dictionary(S=state))
    return pdf


def resources_a_thousand_deep() -> pikepdf.Pdf:
    pdf = paper()
    below = form(pdf, b"", Dictionary())
    for _ in range(1_000):
        below = form(pdf, b"/F Do", Dictionary(XObject=Dictionary(F=below)))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=below))
    return pdf


def a_page_with_its_own_tree_among_its_fonts() -> pikepdf.Pdf:
    pdf = paper(2)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("evil()"))
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=pdf.Root, G=pdf.pages[1].obj))
    return pdf


def a_stamp_that_draws_itself() -> pikepdf.Pdf:
    """Lay the circle not on the page, but on what is drawn into it."""
    pdf = paper()
    look = form(pdf, b"/F Do", Dictionary(XObject=Dictionary()))
    look.Resources.XObject.F = look
    rect = Array([0, 0, 99, 99])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=rect, AP=Dictionary(N=look))
    pdf.pages[0].obj.Annots = Array([stamp])
    return pdf


def an_array_in_itself() -> pikepdf.Pdf:
    pdf = paper()
    circle = pdf.make_indirect(Array())
    circle.append(circle)
    pdf.pages[0].obj.Resources = Dictionary(ColorSpace=Dictionary(C=circle))
    return pdf


FINE = (
    a_hundred_thousand_bookmarks,
    bookmarks_a_thousand_deep,
    a_mark_of_a_thousand_million,
    a_form_of_its_pages_own_resources,
    a_pattern_drawn_with_itself,
    a_mask_that_masks_itself,
    a_page_with_its_own_tree_among_its_fonts,
    a_stamp_that_draws_itself,
    an_array_in_itself,
)


@pytest.mark.parametrize("make", FINE, ids=[make.__name__ for make in FINE])
def test_what_is_only_strange_is_bound_without_harm(taken, make):
    found = taken(written(make()))
    assert not refused(found)
    assert is_harmless(found[0])


def test_a_circle_that_is_never_drawn_costs_nothing_of_what_is(taken):
    gathering, _ = taken(written(a_form_of_its_pages_own_resources()))
    with pikepdf.open(gathering.pdf) as pdf:
        kept = pdf.pages[0].obj.Resources.XObject.F
        assert kept.read_bytes() == b"1 0 0 rg 0 0 99 99 re f"
        assert "/F" not in kept.Resources.XObject


def test_drawings_too_deep_to_be_drawn_are_refused(taken):
    assert refused(taken(written(resources_a_thousand_deep())))
