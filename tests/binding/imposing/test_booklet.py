"""Booklets as they come out of a printer: the numbers on rendered sheets, read at their places."""

from __future__ import annotations

import pytest

from publish.binding.imposing.model import MOST_FOLDED, PAPERS, Wish
from publish.units import MM

WIDE, HIGH = PAPERS["A4"][1], PAPERS["A4"][0]


def leaves(sides, from_right=False):
    """Return the numbers in the order of reading: sheets folded, the first outermost."""
    fronts, backs = sides[::2], sides[1::2]
    recto, verso = ("left", "right") if from_right else ("right", "left")
    going = [n for f, b in zip(fronts, backs, strict=True) for n in (f[recto], b[verso])]
    coming = [n for f, b in zip(fronts, backs, strict=True) for n in (f[verso], b[recto])]
    return going + coming[::-1]


def halves(read):
    """Return what number is in the left and in the right half of each side."""
    return [
        {"left": 0, "right": 0}
        | {("left" if one.head[0] < WIDE / 2 else "right"): one.number for one in side}
        for side in read
    ]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("pages", [1, 2, 4, 7, 13, 24])
def test_a_folded_booklet_can_be_leafed_through(pages, direction, numbered, impose, read, page):
    file = numbered([page(420, 595)] * pages)
    result = impose(file, Wish("booklet", "A4"), direction=direction)
    seen = halves(read(result.files[0].pdf))
    order = leaves(seen, from_right=direction == "rtl")
    assert order[:pages] == list(range(1, pages + 1))
    assert not any(order[pages:])
    assert len(order) - pages < 4


def test_signatures_follow_one_another(numbered, impose, read, page):
    result = impose(numbered([page(420, 595)] * 39), Wish("booklet", "A4", sheets=4))
    sheets = result.files[0].sheets
    assert sheets.stacks == (4, 3, 3)
    seen, first, order = halves(read(result.files[0].pdf)), 0, []
    for stack in sheets.stacks:
        order += leaves(seen[2 * first : 2 * (first + stack)])
        first += stack
    assert order == [*range(1, 40), 0]


def test_a_thick_booklet_becomes_several_stacks_and_thick_paper_more(numbered, impose, page):
    file = numbered([page(420, 595)] * 80)
    assert impose(file, Wish("booklet", "A4")).files[0].sheets.stacks == (10, 10)
    thick = Wish("booklet", "A4", caliper=0.2)
    assert impose(file, thick).files[0].sheets.stacks == (7, 7, 6)
    folded = impose(file, Wish("booklet", "A4", fastening="fold")).files[0].sheets.stacks
    assert folded == (4, 4, 4, 4, 4)
    assert max(folded) <= MOST_FOLDED


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_each_sheet_creeps_towards_the_fold(direction, numbered, impose, read, page):
    caliper = 1.0  # mm: so thick that pixels show it
    wish = Wish("booklet", "A4", caliper=caliper, sheets=5)
    result = impose(numbered([page(400, 595)] * 20), wish, direction=direction)
    sides = read(result.files[0].pdf)
    for number, side in enumerate(sides):
        left, right = side
        moved = (number // 2) * caliper * MM
        scale = result.files[0].sheets.scale
        assert right.head[0] == pytest.approx(WIDE / 2 + 18 * scale - moved, abs=1.0)
        assert left.head[0] == pytest.approx(WIDE / 2 - 382 * scale + moved, abs=1.0)


def test_pages_fill_their_half_and_lie_at_the_fold(numbered, impose, read, page):
    result = impose(numbered([page(595.276, 841.89)] * 4), Wish("booklet", "A4"))
    front, _ = read(result.files[0].pdf)
    assert [one.number for one in front] == [4, 1]
    for one in front:
        assert one.up == 90
        assert one.scale == pytest.approx(0.7071, abs=0.01)
        assert one.head[1] == pytest.approx(HIGH - 18 * 0.7071, abs=1.0)


def test_pages_of_half_the_paper_keep_their_size_however_it_is_rounded(numbered, impose, page):
    for width, height in ((148 * MM, 210 * MM), (419.53, 595.28), (421.1, 595.5)):
        result = impose(numbered([page(width, height)]), Wish("booklet", "A4"))
        assert result.files[0].sheets.scale == 1.0 or width < 420


def test_landscape_pages_lie_with_their_head_to_the_left(numbered, impose, read, page):
    pages = [page(420, 595), page(595, 420), page(420, 595), page(595, 420)]
    front, back = read(impose(numbered(pages), Wish("booklet", "A4")).files[0].pdf)
    assert {(one.number, one.up) for one in front} == {(4, 180), (1, 90)}
    assert {(one.number, one.up) for one in back} == {(2, 180), (3, 90)}
    rtl = impose(numbered(pages), Wish("booklet", "A4"), direction="rtl")
    front, _ = read(rtl.files[0].pdf)
    assert {(one.number, one.up) for one in front} == {(4, 0), (1, 90)}


def test_slides_fill_their_half_lying(numbered, impose, read, page):
    front, _ = read(impose(numbered([page(720, 405)] * 4), Wish("booklet", "A4")).files[0].pdf)
    assert {one.up for one in front} == {180}
    assert front[0].scale == pytest.approx(HIGH / 720, abs=0.01)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages_stand_as_viewers_show_them(rotate, numbered, impose, read, page):
    pages = [page(420, 595, rotate=rotate, origin=(-30, 50))] * 4
    front, back = read(impose(numbered(pages), Wish("booklet", "A4")).files[0].pdf)
    assert [one.number for one in (*front, *back)] == [4, 1, 2, 3]
    assert {one.up for one in (*front, *back)} == {90}


def test_what_is_cropped_away_does_not_show(numbered, impose, read, page, green):
    pages = [page(420, 595, around=40, origin=(7, -9))] * 4
    pdf = impose(numbered(pages), Wish("booklet", "A4")).files[0].pdf
    front, _ = read(pdf)
    assert front[1].scale == pytest.approx(1.0, abs=0.01)
    assert green(pdf, 0) == 0


def test_bleed_is_cut_unless_pages_keep_their_size_and_there_is_room(numbered, impose, page, green):
    pages = [page(300, 420, bleed=9)] * 4
    fitted = impose(numbered(pages), Wish("booklet", "A4")).files[0]
    assert not fitted.sheets.bleeds
    assert green(fitted.pdf, 0) < 2000  # pixels that the edges of the clip fall into
    kept = impose(numbered(pages), Wish("booklet", "A4", actual=True)).files[0]
    assert kept.sheets.bleeds
    assert green(kept.pdf, 0) > 10_000
    tight = [page(419, 590, bleed=9)] * 4
    cut = impose(numbered(tight), Wish("booklet", "A4", actual=True)).files[0]
    assert not cut.sheets.bleeds
    assert green(cut.pdf, 0) < 2000


def test_pages_too_large_to_keep_their_size_are_told(numbered, impose, page):
    result = impose(numbered([page(595, 842)] * 4), Wish("booklet", "A4", actual=True))
    assert [finding.rule for finding in result.findings] == ["B203"]
    assert impose(numbered([page(595, 842)] * 4), Wish("booklet", "A3", actual=True)).findings == ()


def test_pages_of_other_sizes_keep_their_relation(numbered, impose, read, page):
    pages = [page(595, 842), page(297, 421), page(595, 842), page(1190, 1684)]
    front, back = read(impose(numbered(pages), Wish("booklet", "A4")).files[0].pdf)
    scales = {one.number: one.scale for one in (*front, *back)}
    assert scales[2] == pytest.approx(scales[1], rel=0.04)
    assert scales[4] == pytest.approx(scales[1] / 2, rel=0.04)


def test_the_cover_can_be_a_sheet_or_a_file_of_its_own(numbered, impose, read, page):
    file = numbered([page(420, 595)] * 10)
    inner, cover = impose(file, Wish("booklet", "A4", cover="file")).files
    assert halves(read(cover.pdf)) == [{"left": 10, "right": 1}, {"left": 0, "right": 0}]
    assert leaves(halves(read(inner.pdf))) == [*range(2, 10)]
    (one,) = impose(file, Wish("booklet", "A4", cover="sheet")).files
    seen = halves(read(one.pdf))
    assert seen[0] == {"left": 10, "right": 1}
    assert leaves(seen[2:]) == [*range(2, 10)]
    assert one.sheets.stacks == (1, 2)


def test_a_back_cover_stays_outside(numbered, impose, read, page):
    wish = Wish("booklet", "A4", back_cover=True)
    seen = halves(read(impose(numbered([page(420, 595)] * 6), wish).files[0].pdf))
    assert leaves(seen) == [1, 2, 3, 4, 5, 0, 0, 6]


def test_pages_may_be_asked_for_in_any_order(numbered, impose, read, page):
    result = impose(numbered([page(420, 595)] * 9), Wish("booklet", "A4"), pages="7-8, 3, 1")
    assert leaves(halves(read(result.files[0].pdf))) == [7, 8, 3, 1]
