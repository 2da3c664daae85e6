"""Findings in a report: pages are shown, the places on them marked, nothing is lost or broken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from publish.delivering.report_confined import confined_pictures
from publish.delivering.report_findings import findings_part
from publish.delivering.report_marks import page_pictures
from publish.delivering.report_pages import MOST_OF_A_RULE, MOST_PICTURES, pages_with_findings
from publish.delivering.report_preflight import write_failure_report, write_preflight_report

FILE = "a/a-en-press.pdf"
SQUARE = (100.0, 100.0, 200.0, 150.0)  # from the trim's lower left


def finding(**changes: Any) -> dict[str, Any]:
    said = {
        "file": FILE, "line": 0, "column": 0, "rule": "P302", "severity": "error",
        "message": "too thin", "remedy": "draw it thicker", "page": 0, "area": [], "pdf": "",
    }  # fmt: skip
    return {**said, **changes}


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Pages of 300 × 500 pt with marks around them, turned each way, a red square on each."""
    document = pikepdf.new()
    for turn in (0, 90, 180, 270):
        page = document.add_blank_page(page_size=(400, 600))
        page.MediaBox, page.CropBox = [-20, -20, 400, 600], [-10, -10, 390, 590]
        page.TrimBox, page.Rotate = [50, 40, 350, 540], turn
        page.Contents = document.make_stream(b"1 0 0 rg 150 140 100 50 re f")
    path = tmp_path / "a-en-press.pdf"
    document.save(path)
    return path


def part(findings: list[dict[str, Any]], path: Path | None = None, **more: Any) -> str:
    pages = pages_with_findings(findings, {FILE: path}) if path else {}
    return findings_part(findings, more.get("waived", ()), {FILE: FILE}, pages)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_mark_lies_where_the_ink_is_however_the_page_is_turned(pdf: Path, number: int) -> None:
    picture = page_pictures(pdf, {number: [SQUARE]})[number]
    mark = picture.marks[SQUARE]
    assert mark is not None
    drawn = Image.open(BytesIO(picture.jpeg))
    green = drawn.getchannel("G").point(lambda level: 255 * (level < 128))
    box = green.getbbox()
    assert box is not None
    left, top, right, bottom = (
        at * 100 / size for at, size in zip(box, drawn.size * 2, strict=True)
    )
    found = (mark.left, mark.top, mark.left + mark.width, mark.top + mark.height)
    assert found == pytest.approx((left, top, right, bottom), abs=0.4)


def test_boxes_that_a_page_inherits_count_for_its_marks(tmp_path: Path) -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(300, 500))
    del page["/MediaBox"]
    document.Root.Pages.MediaBox = [100, 200, 400, 700]
    document.save(tmp_path / "a.pdf")
    area = (0.0, 0.0, 150.0, 250.0)
    mark = page_pictures(tmp_path / "a.pdf", {1: [area]})[1].marks[area]
    assert mark is not None
    assert (mark.left, mark.top) == (0, 50)
    assert (mark.width, mark.height) == (50, 50)


def test_a_place_that_reaches_out_of_the_picture_ends_with_it_and_one_beyond_has_no_mark(
    pdf: Path,
) -> None:
    wide, beyond = (-500.0, 100.0, 900.0, 150.0), (900.0, 0.0, 950.0, 10.0)
    marks = page_pictures(pdf, {1: [wide, beyond]})[1].marks
    found = marks[wide]
    assert found is not None
    assert (found.left, found.width) == (0, 100)
    assert marks[beyond] is None


def test_a_page_that_is_not_there_has_no_picture(pdf: Path) -> None:
    assert list(page_pictures(pdf, {0: [], 2: [], 99: []})) == [2]


def test_a_page_is_shown_once_with_numbers_on_it_and_beside_it(pdf: Path) -> None:
    other = finding(page=1, area=[10.0, 10.0, 20.0, 20.0], message="other")
    text = part([finding(page=1, area=list(SQUARE)), other, finding(page=2)], pdf)
    assert text.count("<img") == 2
    assert 'alt="Page 1, 2 places marked"' in text
    assert 'alt="Page 2"' in text
    assert text.count('class="mark ') == 2
    assert f'<h4><a href="{FILE}#page=1">Page 1</a></h4>' in text


def test_findings_of_one_place_share_its_mark(pdf: Path) -> None:
    same = {"page": 1, "area": list(SQUARE)}
    text = part([finding(**same), finding(**same, message="too long")], pdf)
    assert text.count('class="mark ') == 1
    assert "<b>1, 2</b>" in text


def test_a_finding_of_the_manuscript_is_shown_on_the_page_it_became(pdf: Path) -> None:
    text = part([finding(file="sources/a/en/01.md", line=4, column=2, page=1, pdf=FILE)], pdf)
    assert text.count("<img") == 1
    assert "sources/a/en/01.md:4:2" in text
    assert f'<a href="{FILE}">{FILE}</a>' in text


def test_there_are_so_many_pictures_and_the_rest_is_told_in_words(tmp_path: Path) -> None:
    document = pikepdf.new()
    for _ in range(MOST_PICTURES + 5):
        document.add_blank_page(page_size=(30, 50))
    document.save(tmp_path / "a.pdf")
    warnings = [
        finding(page=n, severity="warning", rule=f"P{n:03}", message="too thin")
        for n in range(1, MOST_PICTURES + 6)
    ]
    last = finding(page=MOST_PICTURES + 5)
    text = part([*warnings, last], tmp_path / "a.pdf")
    assert text.count("<img") == MOST_PICTURES
    assert f"Page {MOST_PICTURES + 5}</a>" in text  # an error is shown before any warning
    assert "… and 5 more" in text
    assert f"page {MOST_PICTURES + 4}: too thin" in text


def test_one_rule_has_few_pictures_and_the_same_on_further_pages_is_said_once(
    tmp_path: Path,
) -> None:
    document = pikepdf.new()
    for _ in range(20):
        document.add_blank_page(page_size=(30, 50))
    document.save(tmp_path / "a.pdf")
    text = part([finding(page=n) for n in range(1, 21)], tmp_path / "a.pdf")
    assert text.count("<img") == MOST_OF_A_RULE
    assert f"pages {MOST_OF_A_RULE + 1}–20: too thin" in text


def test_notes_are_folded_and_alone_they_leave_nothing_to_mend(pdf: Path) -> None:
    text = part([finding(severity="note", page=1, message="a break was put in")], pdf)
    assert "Nothing to mend." in text
    assert "<details><summary>1 note" in text
    assert "<img" not in text
    assert "page 1: a break was put in" in text


def test_what_is_waived_stands_apart_with_reason_and_last_day() -> None:
    waiver = {"line": 3, "reason": "seen & kept", "expires": "2027-01-31"}
    text = part([], waived=[{**finding(page=7), "waiver": waiver}])
    assert "Nothing to mend." in text
    after = text[text.index("<h3>Waived</h3>") :]
    assert "seen &amp; kept" in after
    assert "Until 2027-01-31; waivers.toml, line 3." in after
    assert f"{FILE}</code>, page 7" in after


def test_the_rules_that_were_broken_are_explained() -> None:
    assert "A waiver has not expired." in part([finding()])


def test_hostile_names_and_words_stay_text(tmp_path: Path) -> None:
    words = '"><script>alert(1)</script>\udcff\u202e'
    record = {
        "profile": "screen",
        "files": [f"{words}.pdf", str(tmp_path / "gone #1?.pdf")],
        "findings": [finding(file=f"{words}.pdf", message=words, remedy=words, page=3)],
        "waived": [],
    }
    write_preflight_report(record, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert 'href="gone%20%231%3F.pdf"' in text


def test_a_file_that_is_no_pdf_has_findings_and_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert pages_with_findings([finding(page=1)], {FILE: tmp_path / "a.pdf"}) == {}


def test_the_same_findings_make_the_same_bytes(pdf: Path, tmp_path: Path) -> None:
    record = {
        "profile": "press",
        "files": [str(pdf)],
        "findings": [finding(file=str(pdf), page=2, area=list(SQUARE))],
        "waived": [],
    }
    for name in ("one.html", "two.html"):
        write_preflight_report(record, tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_pictures_drawn_in_a_process_of_their_own_are_the_same(pdf: Path) -> None:
    wanted = {1: [SQUARE, (900.0, 0.0, 950.0, 10.0)], 2: []}
    assert confined_pictures(pdf, wanted) == page_pictures(pdf, wanted)


def test_a_file_that_cannot_be_drawn_in_a_process_of_its_own_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="cannot be drawn"):
        confined_pictures(tmp_path / "gone.pdf", {1: []})


def test_a_build_that_delivered_nothing_shows_why_and_links_to_nothing(
    pdf: Path, tmp_path: Path
) -> None:
    record = {"findings": [finding(page=1, area=list(SQUARE))], "waived": []}
    write_failure_report(record, {FILE: pdf, "b.pdf": pdf}, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h1>Nothing was delivered</h1>" in text
    assert "The files in output/ are those of the last build" in text
    assert text.count("<img") == 1
    assert ".pdf" in text
    assert '.pdf"' not in text


def test_many_warnings_of_one_rule_in_one_file_are_folded_by_themselves() -> None:
    facts = [
        finding(file="sources/facts.toml", line=line, rule="M220", severity="warning")
        for line in range(1, 61)
    ]
    other = finding(file="sources/z/en/01.md", line=3, rule="M214", message="nothing is indexed")
    html = part([*facts, other])
    assert "<details><summary>60 warnings of M220 in sources/facts.toml</summary>" in html
    assert html.index("nothing is indexed") < html.index("<summary>60 warnings")
