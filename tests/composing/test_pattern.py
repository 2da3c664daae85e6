from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

from publish.composing.pattern import Band, Palette, bands_pattern, cover_pattern

PALETTE = Palette("#FA3C4B", "#230050", "#FED8DB", "#FFCD2D")


def drawn(title: str) -> str:
    return cover_pattern(title, PALETTE, 6, 5, 35.0, 3.0)


def test_the_same_title_has_the_same_picture_in_another_process() -> None:
    script = (
        "from publish.composing.pattern import *;"
        f"print(cover_pattern('A title', {PALETTE!r}, 6, 5, 35.0, 3.0), end='')"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            encoding="utf-8",
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        )
        assert done.stdout == drawn("A title")


def test_works_of_a_series_can_be_told_apart() -> None:
    titles = ("Domestic workers", "Agricultural workers", "Construction workers", "")
    assert len({drawn(title) for title in titles}) == len(titles)


def test_the_picture_is_xml_in_the_series_colours_and_reaches_into_the_bleed() -> None:
    svg = drawn("A title")
    root = ElementTree.fromstring(svg)
    assert root.attrib["viewBox"] == "-3 -3 216 181"
    used = set(re.findall(r"#[0-9A-F]{6}", svg))
    assert used <= {PALETTE.ground, PALETTE.deep, PALETTE.pale, PALETTE.second}
    assert PALETTE.deep in used


def test_bands_fill_the_page_and_each_goes_on_into_the_bleed_beside_it() -> None:
    bands = [Band(str(n), Palette(f"#00000{n}", "#230050", "#FED8DB", "#FFCD2D")) for n in range(5)]
    svg = bands_pattern("All", bands, 210.0, 175.0, 5.0, (5.0, 5.0))
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "-5 -5 220 180"
    grounds = re.findall(r'fill="#00000(\d)"[^>]*d="M(-?[\d.]+) -5h', svg)
    assert [int(band) for band, _ in grounds] == [0, 0, 1, 2, 3, 4, 4]
    assert [float(left) for _, left in grounds] == [42.0 * n for n in range(-1, 6)]


def test_a_row_of_bands_that_goes_on_begins_again_at_its_other_end() -> None:
    bands = [Band(str(n), Palette(f"#00000{n}", "#230050", "#FED8DB", "#FFCD2D")) for n in range(3)]
    svg = bands_pattern("All", bands, 210.0, 175.0, 5.0, (70.0, 5.0))
    grounds = re.findall(r'fill="#00000(\d)"[^>]*d="M(-?[\d.]+) -5h', svg)
    assert [int(band) for band, _ in grounds] == [2, 2, 0, 0, 1, 1, 2, 2, 2]
