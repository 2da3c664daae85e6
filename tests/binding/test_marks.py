from __future__ import annotations

import re
from dataclasses import replace

import pytest

from publish.binding.marks import marks, reach, slug_place
from publish.binding.model import Sheet
from publish.units import MM, Box

ALL = Sheet(
    bleed=3 * MM,
    marks=("crop", "registration", "colour-bars", "slug"),
    offset=5 * MM,
    folds=(100 * MM, 108 * MM),
)
TRIMS = {"A4": (210, 297), "A5": (148, 210), "card": (85, 55), "wrap": (440, 297)}


def points(drawn: bytes) -> list[tuple[float, float]]:
    """Return the corners of all lines, curves and rectangles."""
    text = drawn.decode()
    found = []
    for numbers in re.findall(r"((?:-?[\d.]+ )+)(?:m|l|c)\b", text):
        values = [float(value) for value in numbers.split()]
        found += list(zip(values[::2], values[1::2], strict=True))
    for numbers in re.findall(r"((?:-?[\d.]+ ){4})re\b", text):
        x, y, width, height = map(float, numbers.split())
        found += [(x, y), (x + width, y + height)]
    return found


@pytest.mark.parametrize("size", TRIMS.values(), ids=TRIMS)
def test_all_marks_lie_between_the_bleed_and_the_edge_of_the_sheet(size: tuple[int, int]) -> None:
    trim: Box = (0, 0, size[0] * MM, size[1] * MM)
    sheet = replace(ALL, folds=(size[0] * MM / 2,))
    far = reach(sheet)
    found = points(marks(trim, sheet))
    assert len(found) > 80
    for x, y in found:
        beyond = max(trim[0] - x, x - trim[2], trim[1] - y, y - trim[3])
        assert sheet.offset - 0.01 <= beyond < far


def test_crop_marks_point_at_the_four_corners() -> None:
    drawn = marks((0, 0, 100, 200), replace(ALL, marks=("crop",), folds=()))
    lines = re.findall(rb"(\S+) (\S+) m (\S+) (\S+) l S", drawn)
    assert len(lines) == 8
    upright = {float(line[0]) for line in lines if line[0] == line[2]}
    level = {float(line[1]) for line in lines if line[1] == line[3]}
    assert (upright, level) == ({0, 100}, {0, 200})
    assert b"0.25 w" in drawn


def test_lines_print_on_every_plate_and_fields_of_colour_stay_below_200_per_cent() -> None:
    drawn = marks((0, 0, 600, 800), ALL)
    assert drawn.startswith(b"/All CS 1 SCN")
    fields = re.findall(rb"((?:[\d.]+ ){4})k ", drawn)
    assert len(fields) == 21
    assert max(sum(map(float, field.split())) for field in fields) == 2


def test_a_sheet_without_marks_is_as_large_as_its_bleed() -> None:
    assert reach(Sheet(bleed=9.0)) == 9.0
    assert reach(Sheet(bleed=9.0, marks=("crop",), offset=12.0)) > 12.0


def test_the_slug_line_lies_below_the_crop_marks() -> None:
    left, right, base, size = slug_place((0, 0, 600, 800), ALL)
    assert (left, right) == (0, 600)
    assert -reach(ALL) < base < base + size < -ALL.offset - 5 * MM
