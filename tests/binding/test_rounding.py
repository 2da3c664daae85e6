"""Coordinates of a light file: short, and where they were to the eye."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from publish.binding.bind import bind
from publish.binding.model import Section
from publish.binding.rounding import round_coordinates
from publish.editions.light import FORM as LIGHT
from publish.editions.screen import FORM as SCREEN

NUMBER = re.compile(r"-?\d*\.?\d+")
BODY = """<h1 id="a">First</h1><p style="letter-spacing: 0.123px">Words, <b>bold</b> words.
<p style="transform: scale(30)">.</p><table><tr><td>A cell<td>Another</table>"""


def rounded(content: bytes) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(content)
    round_coordinates(SimpleNamespace(pages=[page]))  # type: ignore[arg-type]  # all it looks at
    return bytes(page.Contents.read_bytes())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"90.708661 162.279598 529.133858 105.2 re", b"90.71 162.28 529.13 105.2 re"),
        (b"1 0 0 -1 90.708661 123.679598 Tm", b"1 0 0 -1 90.71 123.68 Tm"),
        (b"0.707107 0.707107 -0.707107 0.707107 1.000001 -0.000001 Tm",
         b"0.707107 0.707107 -0.707107 0.707107 1 0 Tm"),
        (b"0.123456 0.5 m\n-.123456 7 l", b"0.12 0.5 m\n-0.12 7 l"),
        (b"100 0 0 100 0.123456 0 cm\n0.123456 0.1 m", b"100 0 0 100 0.123456 0 cm\n0.1235 0.1 m"),
        (b"q\n100 0 0 100 0 0 cm\nQ\n0.123456 0.1 m", b"q\n100 0 0 100 0 0 cm\nQ\n0.12 0.1 m"),
        (b"0.001 0 0 0.001 0 0 cm\n512.345678 9 l", b"0.001 0 0 0.001 0 0 cm\n512 9 l"),
    ],
)  # fmt: skip
def test_lengths_are_kept_to_a_hundredth_of_a_point_as_shown(before: bytes, after: bytes) -> None:
    assert rounded(before) == after


@pytest.mark.parametrize(
    "content",
    [
        b"0.137255 0.192157 0.745098 rg",
        b"/Span <</ActualText (3.14159 2.71828 l)>> BDC",
        b"[<0012>-7.123456<0034>] TJ",
        b"/a0.123456 gs",
        b"0 0 0 0 0 0 cm\n0.123456 0.123456 m",
        b"12.123456 w",
    ],
)
def test_colours_words_and_names_stay_as_they_are(content: bytes) -> None:
    assert rounded(content) == content


def content(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        return "\n".join(page.obj.Contents.read_bytes().decode("latin-1") for page in pdf.pages)


def test_pages_are_the_same_but_for_less_than_a_hundredth_of_a_point(
    set_pages, make_binding, tmp_path
) -> None:
    binding = make_binding(Section(set_pages(BODY), "work", "arabic"))
    for form in (SCREEN, LIGHT):
        bind(binding, form, tmp_path / f"{form.name}.pdf")
    before, after = content(tmp_path / "screen.pdf"), content(tmp_path / "light.pdf")
    assert NUMBER.sub("", before) == NUMBER.sub("", after)
    pairs = zip(NUMBER.findall(before), NUMBER.findall(after), strict=True)
    assert max(abs(float(one) - float(other)) for one, other in pairs) <= 0.005 + 1e-9
    assert len(after) < 0.97 * len(before)


def test_pages_of_others_keep_their_content(set_pages, make_binding, tmp_path) -> None:
    section = Section(set_pages(BODY), "work", "arabic")
    binding = make_binding(replace(section, foreign=True))
    for form in (SCREEN, LIGHT):
        bind(binding, form, tmp_path / f"{form.name}.pdf")
    assert content(tmp_path / "screen.pdf") == content(tmp_path / "light.pdf")
