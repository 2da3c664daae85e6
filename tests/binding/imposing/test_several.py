"""Several pages a side and pages with lines for notes, read back from rendered sheets."""

from __future__ import annotations

import pikepdf
import pytest

from publish.binding.imposing.model import PAPERS, Wish
from publish.binding.imposing.several import GUTTER, MARGIN


def size(pdf):
    import io

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        box = opened.pages[0].mediabox
        return float(box[2]), float(box[3])


def rows(side):
    """Return the numbers of a side, line by line, each from left to right."""
    lines = []
    for one in sorted(side, key=lambda one: -one.head[1]):
        if lines and abs(lines[-1][0].head[1] - one.head[1]) < 40:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [[one.number for one in sorted(line, key=lambda one: one.head[0])] for line in lines]


def test_four_pages_run_in_lines(numbered, impose, read, page):
    file = numbered([page(420, 595)] * 6)
    first, second = read(impose(file, Wish("4up", "A4")).files[0].pdf)
    assert rows(first) == [[1, 2], [3, 4]]
    assert rows(second) == [[5, 6]]
    right = impose(file, Wish("4up", "A4"), direction="rtl").files[0].pdf
    first, second = read(right)
    assert rows(first) == [[2, 1], [4, 3]]
    assert rows(second) == [[6, 5]]
    assert min(one.head[0] for one in second) > MARGIN


def test_the_paper_lies_as_makes_pages_largest(numbered, impose, read, page):
    upright = impose(numbered([page(420, 595)] * 2), Wish("2up", "A4")).files[0]
    assert size(upright.pdf) == pytest.approx(PAPERS["A4"][::-1], abs=0.01)
    assert upright.sheets.flip == "short"
    assert rows(read(upright.pdf)[0]) == [[1, 2]]
    slides = impose(numbered([page(720, 405)] * 2), Wish("2up", "A4")).files[0]
    assert size(slides.pdf) == pytest.approx(PAPERS["A4"], abs=0.01)
    assert slides.sheets.flip == "long"
    assert rows(read(slides.pdf)[0]) == [[1], [2]]
    four = impose(numbered([page(720, 405)] * 4), Wish("4up", "Letter")).files[0]
    assert size(four.pdf) == pytest.approx(PAPERS["Letter"][::-1], abs=0.01)
    assert rows(read(four.pdf)[0]) == [[1, 2], [3, 4]]


def test_pages_leave_margins_and_gutters_free(numbered, impose, page):
    for form in ("2up", "4up", "notes"):
        sheets = impose(numbered([page(420, 595)] * 4), Wish(form, "A4")).files[0].sheets
        for side in sheets.sides:
            boxes = [placement.clip for placement in side.placements]
            for left, bottom, right, top in boxes:
                assert left >= MARGIN - 0.01
                assert bottom >= MARGIN - 0.01
                assert right <= side.width - MARGIN + 0.01
                assert top <= side.height - MARGIN + 0.01
            for number, (left, bottom, right, top) in enumerate(boxes):
                for other in boxes[:number]:
                    apart = max(
                        left - other[2], other[0] - right, bottom - other[3], other[1] - top
                    )
                    assert apart >= GUTTER - 0.01


def test_small_slides_are_enlarged_unless_they_keep_their_size(numbered, impose, read, page):
    file = numbered([page(363, 272)] * 2)
    assert read(impose(file, Wish("2up", "A4")).files[0].pdf)[0][0].scale > 1.3
    kept = read(impose(file, Wish("2up", "A4", actual=True)).files[0].pdf)
    assert kept[0][0].scale == pytest.approx(1.0, abs=0.02)


def test_mixed_orientation_turns_the_few(numbered, impose, read, page):
    pages = [page(420, 595), page(595, 420), page(420, 595), page(420, 595)]
    (side,) = read(impose(numbered(pages), Wish("4up", "A4")).files[0].pdf)
    assert {one.number: one.up for one in side} == {1: 90, 2: 180, 3: 90, 4: 90}


@pytest.mark.parametrize("shape", [(720, 405), (420, 595)])
def test_notes_have_three_pages_a_side_and_lines_beside_them(shape, numbered, impose, read, page):
    file = numbered([page(*shape)] * 4)
    made = impose(file, Wish("notes", "A4")).files[0]
    first, second = read(made.pdf)
    assert rows(first) == [[1], [2], [3]]
    assert rows(second) == [[4]]
    assert {one.up for one in first} == {90}
    middle = PAPERS["A4"][0] / 2
    assert all(placement.clip[2] < middle + 60 for placement in made.sheets.sides[0].placements)
    mirrored = impose(file, Wish("notes", "A4"), direction="rtl").files[0]
    assert all(p.clip[0] > middle - 60 for p in mirrored.sheets.sides[0].placements)


def test_lines_to_write_on_do_not_cross_pages(numbered, impose, page):
    side = impose(numbered([page(720, 405)] * 3), Wish("notes", "A4")).files[0].sheets.sides[0]
    right = max(placement.clip[2] for placement in side.placements)
    drawn = [mark.split() for mark in side.marks if " l S" in mark]
    assert len(drawn) > 15
    assert all(float(mark[0]) >= right + GUTTER - 0.01 for mark in drawn)


def test_one_page_makes_one_sheet(numbered, impose, page):
    for form in ("booklet", "2up", "4up", "notes"):
        sheets = impose(numbered([page(420, 595)]), Wish(form, "A4")).files[0].sheets
        assert (sheets.sheets, sheets.pages) == (1, 1)
