from __future__ import annotations

import pytest

from publish.composing.pack_html import around, box_of, levelled, sections, without
from publish.composing.pack_links import Piece, document_ids, joined
from publish.composing.pack_views import clock, in_short, ranges

BODY = (
    '<p>Before</p><h2 id="a">A</h2><p>a</p><h3 id="b">B</h3><p>b</p>'
    '<aside class="box box-box" id="x"><h3 id="in">Inside</h3></aside><h2 id="c">C</h2><p>c</p>'
)


def test_a_section_goes_on_to_the_next_heading_of_its_level_and_headings_in_boxes_divide_none() -> (
    None
):
    first, found = sections(BODY)
    assert first == "<p>Before</p>"
    assert (found[0].id, found[0].level, found[0].lead) == ("a", 2, "<p>a</p>")
    assert [one.id for one in found] == ["a", "b", "c"]
    assert 'id="x"' in found[0].body
    assert found[0].body.endswith("</aside>")


def test_headings_are_moved_together() -> None:
    assert levelled("<h3>A</h3><h4>B</h4>", 2) == "<h2>A</h2><h3>B</h3>"
    assert levelled("<p>none</p>", 2) == "<p>none</p>"


def test_points_of_a_list_are_told_from_those_of_lists_inside_them() -> None:
    before, points, after = around("<p>x</p><ol><li>1<ol><li>a</li></ol></li><li>2</li></ol>y")
    assert (before, after) == ("<p>x</p>", "y")
    assert points == ("1<ol><li>a</li></ol>", "2")


def test_a_box_has_the_lines_that_its_author_wants_or_two() -> None:
    box = '<aside class="box {}box-exercise" id="e"><div class="box-body">Q</div></aside>'
    assert [box_of(box.format(c)).lines for c in ("", "lines-0 ", "lines-1 ")] == [2, 0, 1]


def test_only_boxes_of_the_kinds_named_are_left_out() -> None:
    html = '<aside class="box box-answer">A</aside><aside class="box box-box">B</aside>'
    assert without(html, ("box-answer",)) == '<aside class="box box-box">B</aside>'


def test_ids_of_two_works_that_are_alike_get_names_of_their_own() -> None:
    one, two = Piece("one", '<p id="x"><a href="#x">x</a></p>'), Piece("two", '<p id="x"></p>')
    ids = document_ids((one, two), ("taken",))
    assert joined(one, ids) == '<p id="x"><a href="#x">x</a></p>'
    assert joined(two, ids) == '<p id="x-2"></p>'
    assert 'href="xref:one#y"' in joined(Piece("one", '<a href="#y">'), ids)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0:00"), (5, "0:05"), (90, "1:30"), (600, "10:00")]
)
def test_the_clock_counts_from_the_beginning(minutes: int, shown: str) -> None:
    assert clock(minutes) == shown


def test_numbers_that_follow_one_another_are_a_range() -> None:
    assert ranges((2, 3, 5, 8, 9, 10, 9)) == "2–3, 5, 8–10"


def test_a_question_in_short_is_its_label_or_what_it_asks() -> None:
    assert in_short("<em>Old age.</em> How much?") == "Old age."
    assert in_short("True or false: it is so. Why?") == "True or false: it is so. Why?"
    told = (
        "The law of Country G pays 40 units, and that of Country H pays 50 units a month to all. "
    )
    assert in_short(f"{told}Does either satisfy Convention No. 102? {told}") == (
        "Does either satisfy Convention No. 102?"
    )
    assert in_short(f"True or false: by Convention No. 102, Art. 71 they pay. {told}{told}") == (
        "True or false: by Convention No. 102, Art. 71 they pay."
    )
    long = in_short("“" + "word " * 60 + "”")
    assert long.endswith(" …”")
    assert len(long) < 145
