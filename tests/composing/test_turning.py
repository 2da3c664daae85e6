"""Style sheets are written once, from left to right, and turned for Arabic."""

from __future__ import annotations

import pytest

from publish.composing.turning import turned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (".a { left: 1mm; float: left }", ".a { right: 1mm; float: right }"),
        ("p { padding-left: 2mm }", "p { padding-right: 2mm }"),
        ("p { border-left-width: 2mm }", "p { border-right-width: 2mm }"),
        ("p { margin: 1mm 2mm 3mm 4mm }", "p { margin: 1mm 4mm 3mm 2mm }"),
        ("p { margin: 0 2mm }", "p { margin: 0 2mm }"),
        ("p { padding: 0 0 0 calc(1mm + (2 * 3)) }", "p { padding: 0 calc(1mm + (2 * 3)) 0 0 }"),
        ("@page :left { margin: 1mm }", "@page :right { margin: 1mm }"),
        ("@page { @top-left { clear: left } }", "@page { @top-right { clear: right } }"),
        ("p { letter-spacing: -0.02em; top: 0 }", "p { letter-spacing: 0; top: 0 }"),
    ],
)  # fmt: skip
def test_what_stands_left_stands_right(one: str, other: str) -> None:
    assert turned(one) == other


@pytest.mark.parametrize(
    "sheet",
    [
        ".panel.left > p { top: 0 }",
        'p { content: "left; right" }',
        "p { background: url(left.svg) }",
        "/* margin: 1 2 3 4; left: 0; */ p { top: 0 }",
        "/* direction: both */ .a { left: 1mm } /* direction: one */",
    ],
)
def test_names_words_and_comments_keep_their_sides(sheet: str) -> None:
    assert turned(sheet) == sheet


def test_only_the_part_that_knows_both_directions_is_left_alone() -> None:
    sheet = "a { left: 0 } /* direction: both */ b { left: 0 } /* direction: one */ c { left: 0 }"
    there = turned(sheet)
    assert there == sheet.replace("a { left", "a { right").replace("c { left", "c { right")


def test_turned_twice_a_sheet_is_as_it_was() -> None:
    sheet = "@page lists:left { margin: 1mm 2mm 3mm 4mm; @bottom-right { float: left } }"
    assert turned(turned(sheet)) == sheet
