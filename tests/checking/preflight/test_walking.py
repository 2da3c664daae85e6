"""What the walk through a page's content sees: places, sizes, colours, and where it stops."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from publish.checking.opened import open_pdf
from publish.checking.preflight.content import read_content
from publish.checking.preflight.faces import shown
from publish.checking.preflight.marks import Mark, Placed
from publish.checking.preflight.operators import GARBAGE, INLINE, steps
from publish.checking.preflight.pictures import resolution
from publish.checking.preflight.walk import Known
from publish.errors import Place

from .drawing import draw, form, picture, redraw, state, text

Make = Callable[[Callable[[Pdf], None]], Path]


@pytest.fixture
def marks(broken_press_file: Make) -> Callable[..., tuple[Mark, ...]]:
    """Return a function that draws on an empty page and returns the marks of it."""

    def look(content: str, **resources) -> tuple[Mark, ...]:
        def drawing(pdf: Pdf) -> None:
            made = {
                category: {name: maker(pdf) for name, maker in named.items()}
                for category, named in resources.items()
            }
            redraw(pdf, content, **made)

        opened = open_pdf(broken_press_file(drawing), Place("x.pdf"))
        return read_content(1, opened.pages[0], Known()).marks

    return look


def box(mark: Mark) -> list[float]:
    return [round(edge, 2) for edge in mark.box]


def test_a_rectangle_stands_where_its_matrix_puts_it(marks) -> None:
    (mark,) = marks("2 0 0 3 10 20 cm 5 5 10 10 re f")
    assert box(mark) == [20, 35, 40, 65]
    assert mark.exact


def test_what_is_clipped_away_is_no_mark(marks) -> None:
    (mark,) = marks("q 0 0 10 10 re W n 50 50 5 5 re f Q 50 50 5 5 re f")
    assert box(mark) == [50, 50, 55, 55]


def test_a_mark_is_as_large_as_its_clipping_lets_it(marks) -> None:
    (mark,) = marks("0 0 30 30 re W n 10 10 100 100 re f")
    assert box(mark) == [10, 10, 30, 30]
    assert mark.exact


def test_a_shape_that_is_no_rectangle_does_not_count_as_one(marks) -> None:
    (mark,) = marks("0 0 m 10 0 l 5 10 l h f")
    assert not mark.exact


def test_colours_come_back_with_the_graphics_state(marks) -> None:
    inner, outer = marks("0 0 0 1 k q 1 0 0 0 k 0 0 5 5 re f Q 0 0 5 5 re f")
    assert inner.paint.values == (1, 0, 0, 0)
    assert outer.paint.values == (0, 0, 0, 1)


def test_a_line_is_as_wide_as_it_is_printed(marks) -> None:
    (mark,) = marks("0.5 0 0 0.5 0 0 cm 3 w 0 0 m 100 0 l S")
    assert mark.size == 1.5


def test_type_has_the_size_of_its_matrices(marks) -> None:
    (mark,) = marks("2 0 0 2 0 0 cm BT /F1 6 Tf 0.5 0 0 0.5 10 10 Tm <0001> Tj ET")
    assert mark.size == 6


def test_text_runs_as_far_as_its_widths_and_its_kerning_say(marks) -> None:
    def font(_: Pdf) -> Dictionary:
        return Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, FirstChar=65, Widths=Array([500, 1000])
        )

    first, second = marks(
        "BT /F9 10 Tf 1 0 0 1 100 50 Tm [(A) -200 (B)] TJ (A) Tj ET", Font={"/F9": font}
    )
    assert box(first)[::2] == [100, 117]
    assert box(second)[::2] == [117, 122]


def test_invisible_text_is_no_mark(marks) -> None:
    assert marks("BT /F1 6 Tf 3 Tr 10 10 Td <0001> Tj ET") == ()


def test_artefacts_are_told_from_text(marks) -> None:
    first, second = marks("/Artifact BMC 0 0 5 5 re f EMC 0 0 5 5 re f")
    assert first.artifact
    assert not second.artifact


def test_a_form_is_drawn_where_its_matrix_and_its_box_let_it(marks) -> None:
    matrix = Array([1, 0, 0, 1, 100, 0])
    (mark,) = marks(
        "1 0 0 1 0 50 cm /X1 Do",
        XObject={"/X1": lambda pdf: form(pdf, "0 0 90 90 re f", (0, 0, 20, 20), Matrix=matrix)},
    )
    assert box(mark) == [100, 50, 120, 70]


def test_a_group_is_plain_inside_and_acts_as_a_whole(marks) -> None:
    group = Dictionary(S=Name.Transparency)
    (mark,) = marks(
        "/G1 gs /X1 Do",
        XObject={"/X1": lambda pdf: form(pdf, "0 0 9 9 re f", Group=group)},
        ExtGState={"/G1": lambda _: state(BM=Name.Multiply, ca=0.5)},
    )
    assert mark.graphics.blend == "Normal"
    assert mark.veil is not None
    assert mark.veil.blend == "Multiply"


@pytest.mark.parametrize(
    ("matrix", "pixels"),
    [
        ("72 0 0 72", 100), ("144 0 0 72", 50), ("0 36 -36 0", 200),
        ("25.456 25.456 -25.456 25.456", 200),
    ],
)  # fmt: skip
def test_a_picture_has_the_resolution_of_its_worse_side(marks, matrix: str, pixels: int) -> None:
    (mark,) = marks(
        f"{matrix} 200 200 cm /I1 Do",
        XObject={"/I1": lambda pdf: picture(pdf, 100, 100, Name.DeviceGray, b"\0" * 10000)},
    )
    assert isinstance(mark.source, Placed)
    assert round(resolution(mark.source)) == pixels


def test_an_inline_picture_is_one_and_its_data_are_no_operators() -> None:
    found = list(steps(b"q BI /W 2 /H 2 ID q Q \xff EI Q"))
    assert [operator for _, operator in found] == [b"q", INLINE, INLINE, b"Q"]


@pytest.mark.parametrize(
    "content",
    [b"(a (b) c) Tj", rb"(\)) Tj", b"<61> Tj", b"[(a) 1 <62>] TJ", b"/P <</A [1 (x)]>> BDC"],
)  # fmt: skip
def test_every_kind_of_operand_is_one(content: bytes) -> None:
    assert [operator for _, operator in steps(content)] == [content.split()[-1]]


def test_comments_are_passed_over(marks) -> None:
    (mark,) = marks("0 0 5 % 7 w\n5 re f")
    assert box(mark) == [0, 0, 5, 5]


def test_what_is_no_operator_is_given_back() -> None:
    assert [kind for _, kind in steps(b"q } Q")] == [b"q", GARBAGE, b"Q"]


def test_strings_are_read_with_their_escapes() -> None:
    assert shown(rb"(a\050\n\)b)") == (b"a(\n)b", 0)
    assert shown(b"[<6162> -20 (c) 5.5]") == (b"abc", -14.5)


@pytest.mark.parametrize(
    "content",
    [b"(" * 200_000, b"[" * 200_000, b"<<" * 200_000, b"BI " * 50_000, b"(\\(" * 100_000,
     b"/a" * 200_000, b"1 " * 500_000, b"<" * 200_000],
)  # fmt: skip
def test_torn_content_takes_no_longer_than_whole(content: bytes) -> None:
    started = time.process_time()
    for _ in steps(content):
        pass
    assert time.process_time() - started < 3


def test_forms_that_draw_each_other_come_to_an_end(broken_press_file: Make) -> None:
    def breaking(pdf: Pdf) -> None:
        first, second = (pdf.make_indirect(form(pdf, "/X Do /X Do")) for _ in range(2))
        first.Resources = Dictionary(XObject=Dictionary(X=second))
        second.Resources = Dictionary(XObject=Dictionary(X=first))
        draw(pdf, "/X1 Do", XObject={"/X1": first})

    opened = open_pdf(broken_press_file(breaking), Place("x.pdf"))
    assert read_content(1, opened.pages[0], Known()).marks


def test_a_pattern_that_is_painted_with_itself_comes_to_an_end(broken_press_file: Make) -> None:
    def breaking(pdf: Pdf) -> None:
        cell = pdf.make_indirect(
            pdf.make_stream(
                b"/Pattern cs /P scn 0 0 9 9 re f", Type=Name.Pattern, PatternType=1, PaintType=1,
                TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9,
            )
        )  # fmt: skip
        cell.Resources = Dictionary(Pattern=Dictionary(P=cell))
        draw(pdf, "/Pattern cs /P1 scn 0 0 9 9 re f", Pattern={"/P1": cell})

    opened = open_pdf(broken_press_file(breaking), Place("x.pdf"))
    assert read_content(1, opened.pages[0], Known()).marks


def test_glyphs_that_are_drawn_are_looked_into(broken_press_file: Make) -> None:
    def drawing(pdf: Pdf) -> None:
        glyph = pdf.make_stream(b"1000 0 d0 1 0 0 rg 0 0 500 500 re f")
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=65, LastChar=65,
            Widths=Array([1000]), Encoding=Dictionary(Differences=Array([65, Name("/a")])),
            CharProcs=Dictionary({"/a": glyph}), Resources=Dictionary(),
        )  # fmt: skip
        redraw(pdf, "BT /F9 10 Tf 50 50 Td (A) Tj ET", Font={"/F9": font})

    opened = open_pdf(broken_press_file(drawing), Place("x.pdf"))
    line, glyph = read_content(1, opened.pages[0], Known()).marks
    assert box(line)[::2] == [50, 60]
    assert glyph.inner
    assert glyph.paint.values == (1, 0, 0)


def test_what_text_shows_again_is_the_same(broken_press_file: Make) -> None:
    opened = open_pdf(broken_press_file(lambda pdf: draw(pdf, text(pdf, 9, "0 g"))), Place("x.pdf"))
    found = [m for m in read_content(1, opened.pages[0], Known()).marks if m.act == "text"]
    assert found[0].codes == found[-1].codes
