from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

from publish.composing.pattern import Palette, cover_pattern

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
