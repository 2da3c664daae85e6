"""The sums that the works print, worked out again: readers bring them to negotiations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "sources"
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
TERM = rf"\(*{NUMBER}\)*"
SUM = re.compile(rf"{TERM}(?: [×÷+−] {TERM})+")
RESULT = re.compile(rf" = ({NUMBER})(?![\d,.]*\d)(?! [×÷+−])( per cent|%| million)?")
STEP = re.compile(rf" = ({SUM.pattern})")
SCALES = {" per cent": 0.01, "%": 0.01, " million": 1e6}


def value(sum_: str) -> float | None:
    """Return what a sum comes to, or None if it is a part of one that brackets divide."""
    if sum_.count("(") != sum_.count(")"):
        return None
    python = sum_.replace(",", "").replace("×", "*").replace("÷", "/").replace("−", "-")
    assert re.fullmatch(r"[\d.()*/+ -]+", python)
    return float(eval(python))  # numbers, brackets and four signs: see the line above


def wrong(text: str) -> Iterator[str]:
    """Yield the sums of a text that do not come to what is printed after their equals sign."""
    plain = re.sub(r"(?<!\w)\*+|\*+(?!\w)|\\", "", text)
    for found in SUM.finditer(plain):
        worth, at = value(found[0]), found.end()
        if worth is not None and (step := STEP.match(plain, at)):
            worked = value(step[1])
            if worked is not None and abs(worked - worth) > 1e-9 * max(1.0, abs(worth)):
                yield f"{found[0]}{step[0]}"
        while worth is not None and (result := RESULT.match(plain, at)):
            printed, unit = result[1].replace(",", ""), result[2] or ""
            decimals = len(printed.partition(".")[2])
            known = {1.0, SCALES.get(unit, 1.0)}  # 90 million = 180 million ÷ 2, in millions
            if not any(abs(float(printed) * k - worth) <= 0.51 * k / 10**decimals for k in known):
                yield f"{found[0]}{result[0]}"
            at = result.end()


@pytest.mark.parametrize(
    "text", ["2 × 3 = 7", "(540 + 80) ÷ 1,280 = 48.5 per cent", "(3 + 4) ÷ 2 = 8 ÷ 2"]
)
def test_a_wrong_sum_is_seen(text):
    assert list(wrong(text)) == [text]


def test_every_sum_comes_to_what_is_printed():
    faults, seen = [], 0
    for file in sorted(SOURCES.glob("**/en/**/*.md")):
        text = file.read_text(encoding="utf-8")
        seen += len(SUM.findall(text))
        faults += [f"{file.name}: {one}" for one in wrong(text)]
    assert faults == []
    assert seen > 100
