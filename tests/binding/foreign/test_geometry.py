"""Pages of others stand upright, at 0, 0, in their size or the bundle's; all on them goes along."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops

from publish.binding.foreign.geometry import EDGE, FOOT
from publish.errors import PublishError

# A red mark low on the left, a blue bar on top, and hatching that a pattern draws.
DRAWN = (
    b"1 0 0 rg 40 50 30 20 re f 0 0 1 rg 40 250 120 10 re f "
    b"/Pattern cs /Hatch scn 100 100 60 80 re f"
)
BOXES = [
    {},
    {"/MediaBox": [0, 0, 200, 300], "/CropBox": [20, 30, 180, 280]},
    {"/MediaBox": [-50, -40, 200, 300]},
    {"/MediaBox": [0, 0, 200, 300], "/UserUnit": 2},
]


def hatch(pdf: pikepdf.Pdf) -> None:
    pattern = pdf.make_stream(
        b"0 0.6 0 rg 0 0 7 4 re f",
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 11, 9]),
        XStep=11,
        YStep=9,
        Resources=Dictionary(),
    )
    pdf.pages[0].obj.Resources.Pattern = Dictionary(Hatch=pattern)


def different(one, other) -> int:
    """Return how many pixels of two pictures differ clearly."""
    assert one.size == other.size
    grey = ImageChops.difference(one, other).convert("L")
    return sum(grey.histogram()[96:])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("boxes", BOXES, ids=["plain", "cropped", "below zero", "in large units"])
def test_a_page_looks_as_it_did_whatever_its_boxes_and_however_it_is_turned(
    paper, take, picture, rotate, boxes
):
    pdf = paper(DRAWN)
    hatch(pdf)
    page = pdf.pages[0].obj
    page.Rotate = rotate
    for key, value in boxes.items():
        page[key] = Array(value) if isinstance(value, list) else value
    before = picture(pdf)
    taken = take(pdf)
    done = taken.pdf.pages[0].obj
    assert "/Rotate" not in done and "/CropBox" not in done and "/UserUnit" not in done
    assert [float(v) for v in done.MediaBox[:2]] == [0, 0]
    unit = boxes.get("/UserUnit", 1)  # which the picture of the old page does not count
    after = picture(taken.data).resize(before.size) if unit != 1 else picture(taken.data)
    assert different(before, after) <= 0.004 * before.width * before.height


def test_the_pattern_would_stay_behind_if_it_were_not_moved(paper, take, picture, monkeypatch):
    monkeypatch.setattr("publish.binding.foreign.pages.Pages._moved", lambda _, same, __: same)
    pdf = paper(DRAWN)
    hatch(pdf)
    pdf.pages[0].obj.Rotate = 90
    before = picture(pdf)
    assert different(before, picture(take(pdf).data)) > 0.004 * before.width * before.height


def test_what_printers_cut_off_is_cut_off(paper, take):
    pdf = paper(DRAWN)
    pdf.pages[0].obj.TrimBox = Array([10, 10, 190, 290])
    done = take(pdf)
    assert (done.offers.width, done.offers.height) == (180, 280)


def test_a_page_is_centred_in_its_size_and_scaled_into_what_stays_free(paper, take):
    centred = take(paper(DRAWN), "centre", (400, 500))
    assert (centred.offers.width, centred.offers.height) == (400, 500)
    place = 40 + (400 - 200) / 2, 50 + (500 - 300) / 2
    assert red(centred) == pytest.approx((*place, place[0] + 30, place[1] + 20), abs=1.5)
    scaled = take(paper(DRAWN), "scale", (400, 500))
    scale = (500 - FOOT - EDGE) / 300
    left = (400 - 200 * scale) / 2
    expected = [left + 40 * scale, FOOT + 50 * scale, left + 70 * scale, FOOT + 70 * scale]
    assert red(scaled) == pytest.approx(expected, abs=1.5)
    assert scaled.rules == centred.rules  # neither is made smaller against its will


def red(taken) -> tuple[float, ...]:
    """Return the box of what is red on the first page, in points from the lower left."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(taken.data)
    image = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    r, g, b = image.split()
    mask = ImageChops.subtract(r, ImageChops.lighter(g, b)).point(lambda v: 255 * (v > 128))
    left, top, right, bottom = mask.getbbox()
    return left, image.height - bottom, right, image.height - top


def test_a_page_that_is_too_large_to_be_centred_is_made_smaller_and_said_so(paper, take):
    pdf = paper(DRAWN, DRAWN, size=(600, 900))
    pdf.add_blank_page(page_size=(200, 300))
    taken = take(pdf, "centre", (420, 595))
    assert taken.said("B181") == "made smaller, since they are larger than the bundle's: pages 1–2"
    scale = 595 / 900
    left = (420 - 600 * scale) / 2
    assert red(taken)[:2] == pytest.approx((left + 40 * scale, 50 * scale), abs=1.5)


def test_a_point_more_or_less_is_the_same_size(paper, take):
    """Browsers write A4 as 595.92 × 842.88."""
    assert "B181" not in take(paper(DRAWN, size=(595.92, 842.88)), "centre", (595.28, 841.89)).rules


def test_pages_of_many_sizes_each_keep_theirs(paper, take):
    pdf = paper(DRAWN)
    pdf.add_blank_page(page_size=(500, 100))
    sizes = [[float(v) for v in page.MediaBox] for page in take(pdf).pdf.pages]
    assert sizes == [[0, 0, 200, 300], [0, 0, 500, 100]]


@pytest.mark.parametrize("fit", ["keep", "centre", "scale"])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_links_and_places_go_along_with_what_they_are_on(paper, take, fit, rotate):
    pdf = paper(DRAWN)
    page = pdf.pages[0].obj
    page.Rotate = rotate
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([40, 50, 70, 70]),
        Dest=Array([page, Name.XYZ, 40, 70, 0]),
        QuadPoints=Array([40, 50, 70, 50, 70, 70, 40, 70]),
    )
    page.Annots = Array([link])
    pdf.Root.Names = Dictionary(
        Dests=Dictionary(Names=Array([String("mark"), Array([page, Name.XYZ, 40, 50, None])]))
    )
    taken = take(pdf, fit, (420, 595))
    (done,) = taken.pdf.pages[0].obj.Annots
    assert [float(v) for v in done.Rect] == pytest.approx(red(taken), abs=1.5)
    corners = [float(v) for v in done.QuadPoints]
    assert (min(corners[::2]), min(corners[1::2])) == pytest.approx(red(taken)[:2], abs=1.5)
    spot = taken.offers.anchors["mark"]
    box = red(taken)
    corner = {0: (0, 1), 90: (0, 3), 180: (2, 3), 270: (2, 1)}[rotate]
    assert (spot.x, spot.y) == pytest.approx((box[corner[0]], box[corner[1]]), abs=1.5)
    assert str(done.Dest) in taken.offers.anchors


@pytest.mark.parametrize(
    "box", [[0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 99999, 100], [0, 0, 1e20, 1e20], [0, 0], ["a"]]
)
def test_a_page_that_cannot_be_shown_has_a_named_error(paper, take, box):
    pdf = paper(DRAWN)
    pdf.pages[0].obj.MediaBox = Array(box)
    with pytest.raises(PublishError) as refused:
        take(pdf)
    assert refused.value.finding.rule in ("B170", "B173")  # qpdf finds some boxes damaged
    assert refused.value.finding.remedy


def test_the_page_that_cannot_be_shown_is_named(paper, take):
    pdf = paper(b"", b"", b"")
    pdf.pages[2].obj.MediaBox = Array([0, 0, 20_000, 100])
    with pytest.raises(PublishError) as refused:
        take(pdf)
    assert refused.value.finding.message == "page 3 measures 7,056 × 35 mm"


@pytest.mark.parametrize(
    "content",
    [b"q " * 5 + DRAWN, b"Q Q " + DRAWN, b"BT " + DRAWN, b"/A BMC " + DRAWN, b"EMC " + DRAWN],
    ids=["saved and not restored", "restored and not saved", "in a text", "marked", "unmarked"],
)
def test_what_a_page_leaves_open_is_closed(paper, take, content):
    pdf = paper(content)
    hatch(pdf)
    taken = take(pdf, "scale", (400, 500))
    depth, lowest, marks = 0, 0, 0
    for instruction in pikepdf.parse_content_stream(taken.pdf.pages[0]):
        operator = str(instruction.operator)
        depth += {"q": 1, "Q": -1}.get(operator, 0)
        marks += {"BMC": 1, "BDC": 1, "EMC": -1}.get(operator, 0)
        lowest = min(lowest, depth)
    assert (depth, lowest) == (0, 0)
    assert marks == 0
    assert red(taken)


def test_the_same_document_is_admitted_to_the_same_bytes(paper, take):
    pdf = paper(DRAWN)
    hatch(pdf)
    assert take(pdf, "scale").data == take(pdf, "scale").data


def test_the_result_is_a_sound_file(paper, take):
    pdf = paper(DRAWN, DRAWN)
    hatch(pdf)
    with pikepdf.open(io.BytesIO(take(pdf, "scale").data)) as done:
        assert done.check_pdf_syntax() == []
