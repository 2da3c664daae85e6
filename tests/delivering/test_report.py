"""The report: what a person finds in it, and that everybody can use it."""

from __future__ import annotations

import base64
import itertools
import re
import struct
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from publish.delivering.attribution import findings_of
from publish.delivering.report import Pictures, report, report_of, write_report
from publish.delivering.thumbnails import thumbnails

FINDING = {
    "file": "sources/a/en/01-x.md", "line": 4, "column": 7, "rule": "M201", "severity": "warning",
    "message": "`@fig-x` leads <nowhere>", "remedy": "did you mean “fig-y”?",
    "page": 0, "area": [], "pdf": "",
}  # fmt: skip
BUILD = {
    "gatherings_set": 1,
    "gatherings_reused": 2,
    "seconds": {"reading": 0.2, "setting": 1.5, "total": 1.7},
    "findings": [FINDING, {**FINDING, "line": 2, "severity": "error", "remedy": ""}],
    "files": [
        {"path": "a/a-en-screen.pdf", "publication": "a", "language": "en", "edition": "screen",
         "pages": 3, "bytes": 1234567, "sha256": "00", "seconds": 0.4},
    ],
    "gatherings": [
        {"publication": "a", "language": "en", "name": "01-x", "title": "One & all", "pages": 2,
         "seconds": 1.25, "set": True},
        {"publication": "a", "language": "en", "name": "cover", "title": "", "pages": 1,
         "seconds": 0.25, "set": False},
    ],
}  # fmt: skip
UNCHANGED = {**BUILD, "findings": [], "files": [], "gatherings": [], "seconds": {"total": 0.1}}


class Outline(HTMLParser):
    """What axe would look at first: elements with their attributes, and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def every(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "a" / "a-en-screen.pdf"
    path.parent.mkdir()
    document = pikepdf.new()
    for _ in range(14):
        document.add_blank_page(page_size=(595, 842))
    document.add_blank_page(page_size=(842, 595))
    document.save(path)
    return path


def text_of(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_findings_stand_with_place_rule_and_remedy_errors_told_from_warnings():
    text = text_of(report(BUILD, Pictures()))
    assert "warning M201 `@fig-x` leads &lt;nowhere&gt;" in text
    assert "Remedy: did you mean “fig-y”?sources/a/en/01-x.md:4:7" in text
    assert text.index("01-x.md:2:7") < text.index("01-x.md:4:7")
    assert 'class="error"' in report(BUILD, Pictures())


def test_files_and_times_are_listed_slowest_gathering_first():
    text = report(BUILD, Pictures())
    assert '<a href="a/a-en-screen.pdf">a/a-en-screen.pdf</a>' in text
    assert "1.2 MB" in text
    assert text.index("One &amp; all") < text.index("cover")
    assert 'style="width:20.0%"' in text
    assert "reused" in text and ">set<" in text


def test_a_build_that_did_nothing_says_so():
    text = text_of(report(UNCHANGED, Pictures()))
    assert "Nothing had changed" in text
    assert "Nothing to mend." in text


def test_the_page_asks_for_nothing_beyond_itself(pdf):
    text = report(BUILD, report_of(BUILD, pdf.parents[1]))
    addresses = re.findall(r'(?:src|href)="([^"]*)"|url\(', text)
    assert all(re.match(r"data:image/png|#|a/a-en-screen\.pdf", one) for one in addresses)
    assert not re.search(r"<script|<link|@import|https?:", text)


def test_headings_landmarks_tables_and_pictures_are_fit_for_assistive_technology(pdf):
    page = Outline(report(BUILD, report_of(BUILD, pdf.parents[1])))
    assert page.every("html") == [{"lang": "en"}]
    assert len(page.every("main")) == len(page.every("header")) == len(page.every("h1")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert all(th.get("scope") in ("col", "row") for th in page.every("th"))
    assert len(page.every("caption")) == len(page.every("table"))
    assert all(img.get("alt") for img in page.every("img"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in page.every("a") if a["href"].startswith("#")]
    assert set(targets) <= set(ids)


def test_the_first_twelve_pages_of_each_file_are_shown(pdf):
    pictures = report_of(BUILD, pdf.parents[1]).first["a/a-en-screen.pdf"]
    assert len(pictures) == 12
    text = report(BUILD, Pictures({"a/a-en-screen.pdf": pictures}))
    assert text.count("data:image/png;base64,") == 12
    assert base64.b64encode(pictures[0]).decode() in text
    assert 'href="a/a-en-screen.pdf#page=12"' in text


def test_pictures_are_small_and_wide_pages_are_not_larger(pdf):
    sizes = [struct.unpack_from(">II", picture, 16) for picture in thumbnails(pdf, pages=15)]
    assert sizes[0] == (170, 241)
    assert sizes[14][0] <= 171


def test_a_file_that_is_gone_leaves_the_report_whole(tmp_path):
    assert report_of(BUILD, tmp_path) == Pictures()
    assert "No pictures were made." in report(BUILD, Pictures())


@pytest.mark.parametrize(
    ("place", "count"),
    [
        ("a/a-en-screen.pdf", 1),
        ("a/en/01-x", 1),
        ("sources/a/en/01-x.md", 1),
        ("sources/a/data/x.csv", 1),
        ("sources/a/publication.toml", 1),
        ("sources/a/fr/01-x.md", 0),
        ("sources/a/b/en/01-x.md", 0),
        ("sources/ba/en/01-x.md", 0),
        ("", 0),
    ],
)
def test_a_file_has_the_findings_of_its_work_in_its_language(place, count):
    (file,) = BUILD["files"]
    assert len(findings_of(file, [{**FINDING, "file": place}])) == count


def test_the_report_is_written_whole(tmp_path: Path):
    write_report(BUILD, tmp_path / "report.html", Pictures())
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == report(BUILD, Pictures())
