"""Bar codes as arithmetic: modules, quiet zones, sizes."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from publish.composing.barcode import X, add_on_modules, isbn_symbol

ISBN = "978-0-00-000000-2"
_BAR = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-")


def bars(svg: str) -> list[tuple[float, ...]]:
    """Return left, top, width and height of every bar in millimetres."""
    return [tuple(map(float, found.groups())) for found in _BAR.finditer(svg)]


def drawn(svg: str, width: float, height: float) -> Image.Image:
    """Draw the bars alone, 40 dots a millimetre."""
    picture = Image.new("L", (round(width * 40), round(height * 40)), 255)
    pen = ImageDraw.Draw(picture)
    for left, top, wide, high in bars(svg):
        pen.rectangle([round(40 * v) for v in (left, top, left + wide, top + high)], fill=0)
    return picture


def test_the_symbol_is_95_modules_between_its_quiet_zones() -> None:
    symbol = isbn_symbol(ISBN)
    found = bars(symbol.svg)
    left, right = found[0][0], found[-1][0] + found[-1][2]
    assert right - left == pytest.approx(95 * X, abs=0.01)
    assert left >= 11 * X
    assert symbol.width - right >= 7 * X
    assert {round(bar[2] / X) for bar in found} <= {1, 2, 3, 4}
    assert {round(bar[3], 2) for bar in found} == {22.85, 24.5}, "guard bars are longer"


def test_everything_is_plain_black_on_plain_white_and_xml() -> None:
    svg = isbn_symbol(ISBN, "52000", "US$ 5 & tax").svg
    ElementTree.fromstring(svg)
    assert set(re.findall(r"#[0-9A-F]{6}", svg)) == {"#FFFFFF", "#000000"}


@pytest.mark.parametrize("isbn", [ISBN, "9791234567896", "978-0-306-40615-7"])
def test_another_program_reads_the_isbn(isbn: str) -> None:
    symbol = isbn_symbol(isbn)
    (read,) = zxingcpp.read_barcodes(drawn(symbol.svg, symbol.width, symbol.height))
    assert (read.format, read.text) == (zxingcpp.BarcodeFormat.EAN13, isbn.replace("-", ""))


@pytest.mark.parametrize("add_on", ["52000", "90000", "12345", "05", "10", "83", "02"])
def test_another_program_reads_the_add_on(add_on: str) -> None:
    symbol = isbn_symbol(ISBN, add_on)
    picture = drawn(symbol.svg, symbol.width, symbol.height)
    (read,) = zxingcpp.read_barcodes(picture, ean_add_on_symbol=zxingcpp.EanAddOnSymbol.Require)
    assert read.text.replace(" ", "") == "9780000000002" + add_on


def test_an_add_on_has_47_or_20_modules_and_stands_7_to_12_from_the_symbol() -> None:
    assert (len(add_on_modules("52000")), len(add_on_modules("05"))) == (47, 20)
    found = bars(isbn_symbol(ISBN, "05").svg)
    gaps = [b[0] - a[0] - a[2] for a, b in itertools.pairwise(found)]
    assert 7 * X <= max(gaps) <= 12 * X


def test_a_price_stands_above_the_isbn_which_stands_as_it_was_written() -> None:
    texts = [e.text for e in ElementTree.fromstring(isbn_symbol(ISBN, "", "US$ 5").svg).iter()]
    words = [text for text in texts if text and len(text) > 1]
    assert words[:2] == ["US$ 5", "ISBN 978-0-00-000000-2"]


def test_a_price_whose_letters_join_is_no_part_of_the_picture():
    symbol = isbn_symbol(ISBN, "", "٢٠ جنيهًا")
    assert symbol.apart == "٢٠ جنيهًا"
    assert "جنيه" not in symbol.svg
    assert symbol.height == isbn_symbol(ISBN, "", "US$ 5").height
    assert isbn_symbol(ISBN, "", "US$ 5").apart == ""
