"""Reading waivers.toml."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from publish.catalogue.waivers import Waiver, read_waivers
from publish.errors import Finding, Place

WHOLE = """\
# looked at by the printer
[[waiver]]
rule = "P253"
place = "guide/guide-en-press.pdf"
page = 12
reason = "the scan is all there is"
expires = 2027-01-31

[[waiver]]
rule = "T130"
place = "sources/*/en/03-*.md:41"
reason = "reads better so"
expires = "2026-12-01"
"""


def written(root: Path, text: str) -> Path:
    (root / "waivers.toml").write_text(text, encoding="utf-8")
    return root


def test_a_project_without_waivers_has_none(tmp_path: Path) -> None:
    assert read_waivers(tmp_path) == ((), ())


def test_a_waiver_keeps_all_that_is_said_of_it(tmp_path: Path) -> None:
    waivers, findings = read_waivers(written(tmp_path, WHOLE))
    assert findings == ()
    assert waivers == (
        Waiver(
            rule="P253",
            file="guide/guide-en-press.pdf",
            reason="the scan is all there is",
            expires=dt.date(2027, 1, 31),
            page=12,
            place=Place("waivers.toml", 2, 1),
        ),
        Waiver(
            rule="T130",
            file="sources/*/en/03-*.md",
            reason="reads better so",
            expires=dt.date(2026, 12, 1),
            line=41,
            place=Place("waivers.toml", 9, 1),
        ),
    )


def test_a_place_on_two_lines_is_a_file_that_nothing_is_called(tmp_path: Path) -> None:
    text = WHOLE.replace('"guide/guide-en-press.pdf"', '"guide/\\nguide-en-press.pdf"')
    (one, _), findings = read_waivers(written(tmp_path, text))
    assert (one.file, findings) == ("guide/\nguide-en-press.pdf", ())


@pytest.mark.parametrize(
    ("change", "rule", "message"),
    [
        (('reason = "the scan is all there is"\n', ""), "C104", "`reason` is missing"),
        (("the scan is all there is", "  "), "C105", "`reason` is empty"),
        (("expires = 2027-01-31\n", ""), "C104", "`expires` is missing"),
        (("2027-01-31", '"next year"'), "C105", "must be a date"),
        (("page = 12", "pages = 12"), "C103", "unknown key `pages`"),
        (("page = 12", "page = 0"), "C105", "`page` must be"),
        (("[[waiver]]", "[[waivers]]"), "C103", "unknown key `waivers`"),
        (("page = 12", "page = "), "C102", ""),
    ],
)
def test_a_fault_is_a_finding_and_the_whole_file_waives_nothing(
    tmp_path: Path, change: tuple[str, str], rule: str, message: str
) -> None:
    waivers, findings = read_waivers(written(tmp_path, WHOLE.replace(*change, 1)))
    assert waivers == ()
    assert [(f.place.file, f.rule) for f in findings] == [("waivers.toml", rule)]
    assert message in findings[0].message


def test_a_misspelt_key_is_answered_with_the_nearest(tmp_path: Path) -> None:
    _, (finding,) = read_waivers(written(tmp_path, WHOLE.replace("page", "pages", 1)))
    assert finding.remedy == "did you mean `page`?"


@pytest.mark.parametrize(
    ("pattern", "file", "covered"),
    [
        ("a/b.pdf", "a/b.pdf", True),
        ("a/b.pdf", "x/a/b.pdf", False),
        ("a/b.pdf", "a/bxpdf", False),
        ("a/*.pdf", "a/b.pdf", True),
        ("*.pdf", "a/b.pdf", False),
        ("**/*.pdf", "a/b/c.pdf", True),
        ("**/*.pdf", "c.pdf", True),
        ("**", "a/b/c.pdf", True),
        ("a/??.pdf", "a/bc.pdf", True),
        ("a/[b].pdf", "a/[b].pdf", True),
        ("a/[b].pdf", "a/b.pdf", False),
        ("a/B.pdf", "a/b.pdf", False),
    ],
)
def test_a_star_stays_within_its_folder_and_two_do_not(
    pattern: str, file: str, covered: bool
) -> None:
    waiver = Waiver("P253", pattern, "why", dt.date(2027, 1, 1))
    assert waiver.covers(Finding(Place(file), "P253", "message")) is covered
