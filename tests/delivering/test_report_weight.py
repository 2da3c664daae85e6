"""The report's part on what files weigh, as its readers and their screen readers get it."""

from __future__ import annotations

import re
from typing import Any

from publish.delivering.report_weight import weight_part


def file(path: str, parts: dict[str, int], **more: Any) -> dict[str, Any]:
    weight = {"parts": parts, "pictures": [], "fonts": [], **more.pop("weight", {})}
    size = sum(parts.values())
    return {"path": path, "publication": "work", "bytes": size, "weight": weight, **more}


PICTURE = {"work": "other", "page": 3, "width": 90, "height": 60, "bytes": 600, "resolution": 120}
FONT = {"name": "Sans", "glyphs": 12, "bytes": 4}


def test_every_part_of_every_file_is_a_number_and_a_piece_of_its_bar() -> None:
    files = [
        file("a b.pdf", {"pictures": 750, "rest": 250}),
        file("b.pdf", {"fonts": 3, "rest": 997}, budget=2000),
        {"path": "all.zip", "publication": "bundles/all", "bytes": 5},
    ]
    html = weight_part(files)
    assert re.findall(r'class="of-(\w+)" style="width:([\d.]+)%"', html) == [
        ("pictures", "75.00"), ("rest", "25.00"), ("fonts", "0.30"), ("rest", "99.70"),
    ]  # fmt: skip
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in html.split("<tr>")[2:]]
    assert rows[0] == ["a b.pdf", "1 KB", "none", "", "75 %", "0 %", "25 %"]
    assert rows[1] == ["b.pdf", "1 KB", "2 KB", "", "0 %", "&lt; 1 %", "100 %"]
    assert "all.zip" not in html
    assert "Tags" not in html  # no file has any
    assert "<details>" not in html  # no pictures, and nothing is over its budget


def test_what_is_heaviest_is_told_of_files_with_pictures_and_of_those_over_budget() -> None:
    heavy = {"pictures": [PICTURE, {**PICTURE, "page": 0, "work": "work", "resolution": 0}]}
    html = weight_part(
        [
            file("a b.pdf", {"pictures": 1000}, weight=heavy),
            file("b.pdf", {"fonts": 1000}, weight={"fonts": [FONT]}, budget=999),
        ]
    )
    text = re.sub(r"<[^>]+>", "", html)
    assert "Picture on page 3 (other), 90 × 60 pixels, 120 an inch: 600 bytes, 60 %" in text
    assert "Picture on some page, 90 × 60 pixels: 600 bytes, 60 %" in text
    assert "Font Sans, 12 glyphs: 4 bytes, &lt; 1 %" in text
    assert 'href="a%20b.pdf#page=3"' in html
    assert "999 bytes, exceeded" in text


def test_a_build_without_pdf_files_has_a_sentence_instead() -> None:
    assert "No file was weighed" in weight_part([])
