"""QR codes: what another program reads in them, their quiet zones and sizes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from publish.composing.qr import LEAST, MODULE, QUIET, Code, qr_code, short_address

_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-")
ADDRESSES = (
    "https://example.org/",
    "https://www.example.org/dyn/nx/en/f?p=NX:12100:0::NO::P12100_CODE:C102&lang=en#part-2",
    "https://example.org/" + "a-long-path/" * 20,
)


def modules(code: Code) -> int:
    """Return the modules of a side, the quiet zone included."""
    return int(re.findall(r'viewBox="0 0 (\d+) ', code.svg)[0])


def drawn(code: Code, dots: int = 4) -> Image.Image:
    side = modules(code) * dots
    picture = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, width in (map(int, found.groups()) for found in _RUN.finditer(code.svg)):
        pen.rectangle((x * dots, y * dots, (x + width) * dots - 1, (y + 1) * dots - 1), fill=0)
    return picture


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_program_reads_the_address(address: str) -> None:
    (read,) = zxingcpp.read_barcodes(drawn(qr_code(address)))
    assert (read.format, read.text) == (zxingcpp.BarcodeFormat.QRCode, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_four_modules_are_white_around_and_none_is_too_small_to_copy(address: str) -> None:
    code = qr_code(address)
    count = modules(code)
    ElementTree.fromstring(code.svg)
    assert set(re.findall(r"#[0-9A-F]{6}", code.svg)) == {"#FFFFFF", "#000000"}
    runs = [tuple(map(int, found.groups())) for found in _RUN.finditer(code.svg)]
    assert min(x for x, _, _ in runs) == min(y for _, y, _ in runs) == QUIET
    assert max(x + width for x, _, width in runs) == count - QUIET
    assert code.side >= LEAST
    assert code.side / count >= MODULE - 0.001


def test_a_short_address_is_what_people_must_type_and_no_less() -> None:
    assert short_address("https://www.example.org/page/") == "www.example.org/page"
    assert short_address("http://example.org/?a=1/") == "example.org/?a=1/"
    assert short_address("https://doi.org/10.1234/x") == "doi.org/10.1234/x"
