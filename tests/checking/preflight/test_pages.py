"""Pages as a whole: greys, notes, edges, blanks, and many pages at once."""

from __future__ import annotations

import dataclasses
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

from publish.catalogue.printers import BindingWay
from publish.checking.opened import open_pdf
from publish.checking.preflight import side_by_side
from publish.checking.preflight.preflight import preflight
from publish.checking.preflight.requirements import GREYSCALE, PRESS, SCREEN
from publish.errors import Finding, Place

from . import drawing
from .drawing import BLEED, BOTTOM, LEFT, MM, RIGHT, SQUARE, draw, redraw, state

Make = Callable[[Callable[[Pdf], None]], Path]


def found(path: Path, code: str, needs=PRESS) -> list[Finding]:
    return [finding for finding in preflight(path, needs, "x.pdf") if finding.rule == code]


def all_pages(content: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for page in range(len(pdf.pages)):
            redraw(pdf, content, page)

    return change


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (f"0.5 0.5 0.5 rg {SQUARE}", 4),
        (f"0 0 0.2 0.5 k {SQUARE}", 4),
        (f"0 0 0 0.5 k {SQUARE}", 0),
        (f"0.5 g {SQUARE}", 0),
        (f"/DeviceGray cs 0.5 sc {SQUARE}", 0),
    ],
)
def test_a_greyscale_file_has_greys_only(content: str, pages: int, broken_press_file: Make) -> None:
    path = broken_press_file(all_pages(content))
    assert len(found(path, "P249", GREYSCALE)) == pages


def test_screens_may_have_all_colours(broken_press_file: Make) -> None:
    path = broken_press_file(all_pages(f"1 0 0 rg {SQUARE} 0 w 0 0 m 9 9 l S"))
    codes = {finding.rule for finding in preflight(path, SCREEN, "x.pdf")}
    assert not {code for code in codes if code >= "P240"}


def test_live_transparency_is_noted_and_stops_nothing(broken_press_file: Make) -> None:
    def half(pdf: Pdf) -> None:
        draw(pdf, f"/G1 gs {SQUARE}", ExtGState={"/G1": state(ca=0.5)})

    (note,) = found(broken_press_file(half), "P268")
    assert (note.severity, note.page) == ("note", 1)


def test_a_finding_names_its_page_and_its_area_from_the_trim(broken_press_file: Make) -> None:
    path = broken_press_file(
        lambda pdf: draw(pdf, f"1 0 0 rg {LEFT + 10} {BOTTOM + 20} 30 40 re f", page=2)
    )
    (finding,) = found(path, "P244")
    assert finding.page == 3
    assert finding.area == pytest.approx((10, 20, 40, 60))


def test_the_strip_that_lacks_bleed_is_marked(broken_press_file: Make) -> None:
    path = broken_press_file(lambda pdf: draw(pdf, f"1 0 0 0 k {LEFT} {BOTTOM + 100} 50 200 re f"))
    (finding,) = found(path, "P270")
    assert finding.area == pytest.approx((-BLEED, 100, 0, 300), abs=1.5)


def test_artwork_that_slants_across_the_edge_is_not_taken_for_short(
    broken_press_file: Make,
) -> None:
    """It reaches the bleed's edge elsewhere than the trim's."""
    x, y = RIGHT - 40, BOTTOM + 100
    path = broken_press_file(
        lambda pdf: draw(pdf, f"1 0 0 0 k {x} {y} m {x + 90} {y + 90} l {x + 90} {y + 140} l f")
    )
    assert not found(path, "P270")


def test_a_picture_is_looked_at_for_its_bleed(broken_press_file: Make) -> None:
    def placing(reach: float) -> Callable[[Pdf], None]:
        def change(pdf: Pdf) -> None:
            shown = drawing.picture(pdf, 32, 32, Name.DeviceGray, b"\x40" * 1024)
            width = RIGHT + reach - 300
            content = f"0.999 0.05 -0.05 0.999 0 0 cm {width} 0 0 9 300 300 cm /I1 Do"
            draw(pdf, content, XObject={"/I1": shown})

        return change

    assert not found(broken_press_file(placing(30)), "P270")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_looked_at_as_it_stands_in_the_file(
    turn: int, broken_press_file: Make
) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].Rotate = turn
        draw(pdf, f"1 0 0 0 k {LEFT} {BOTTOM + 100} 50 200 re f")

    (finding,) = found(broken_press_file(change), "P270")
    assert "left" in finding.message


def test_what_lies_beyond_the_sheet_is_no_bleed(broken_press_file: Make) -> None:
    def cut(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.MediaBox = page.BleedBox = page.TrimBox

    sides = {finding.message.split()[3] for finding in found(broken_press_file(cut), "P270")}
    assert sides == {"left", "right", "top"}


def test_a_crop_box_hides_no_bleed(broken_press_file: Make) -> None:
    def crop(pdf: Pdf) -> None:
        page = pdf.pages[0]
        page.CropBox = page.TrimBox
        draw(pdf, f"0 0 0 1 K 9 w {LEFT - 20} 300 m {LEFT + 20} 300 l S")

    assert not found(broken_press_file(crop), "P270")


def test_marks_of_the_printer_are_neither_bleed_nor_text_at_the_edge(
    broken_press_file: Make,
) -> None:
    def mark(pdf: Pdf) -> None:
        x, y = LEFT - 4 * MM, BOTTOM
        draw(
            pdf,
            f"0 0 0 1 K 0.25 w {x - 20} {y} m {x} {y} l S {drawing.text(pdf, 6, '0 g', (60, 8))}",
        )

    path = broken_press_file(mark)
    assert not found(path, "P270")
    assert not found(path, "P271")


@pytest.mark.parametrize(
    ("blank", "reported"),
    [
        ([2], []), ([4], []), ([3, 4], [3]), ([8], []), ([6, 7, 8], []), ([7], []), ([2, 4, 6], []),
        ([1], [1]), ([3], [3]), ([2, 3], [2]), ([5], [5]), ([1, 2, 3, 4, 5, 6, 7, 8], [1]),
    ],
)  # fmt: skip
def test_blank_pages_are_accidents_unless_a_book_has_them_there(
    blank: list[int], reported: list[int], broken_press_file: Make
) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages.extend(list(pdf.pages))
        for page in blank:
            redraw(pdf, "", page - 1)

    needs = dataclasses.replace(PRESS, ways=(BindingWay("saddle-stitch", 4, 64, 4),))
    path = broken_press_file(change)
    assert [finding.page for finding in found(path, "P274", needs)] == reported


def test_pages_looked_at_by_helpers_are_told_like_the_others(
    press_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "many.pdf"
    with pikepdf.open(press_file) as pdf:
        while len(pdf.pages) < side_by_side.FEW + 12:
            pdf.pages.append(pdf.pages[0])
        for page in range(0, len(pdf.pages), 5):
            draw(pdf, f"1 0 0 rg {SQUARE}", page)
        pdf.pages[-1].Contents = pdf.make_stream(b"q")
        pdf.pages[-2].Contents = Array([])
        pdf.save(path)
    opened = open_pdf(path, Place("x.pdf"))
    together = list(side_by_side.check_content(opened, PRESS))
    case = side_by_side.case_of(opened, PRESS)
    alone = [f for n in range(1, case.pages + 1) for f in side_by_side.look_at(case, opened, n)[0]]
    assert together == alone
    task = side_by_side.Task(path.read_bytes(), PRESS, "x.pdf", case.pages, 1)
    helper = [sys.executable, "-m", "publish.checking.preflight.side_by_side"]
    done = subprocess.run(helper, input=pickle.dumps(task), capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [number for number, _, _ in answers] == list(range(case.pages, 0, -1))
    assert sum(len(records) for _, records, _ in answers) == len(alone)
    assert {finding.page for finding in together if finding.rule == "P244"} == set(range(1, 61, 5))
