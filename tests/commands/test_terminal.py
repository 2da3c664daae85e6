"""Findings at the terminal: one line each that editors can follow, no more words than needed."""

from __future__ import annotations

import pytest

from publish.commands.terminal import refusal, say_every_finding, say_findings, told
from publish.errors import Finding, Place

SOURCE = Place("sources/guide/en/01-one.md", 41, 7)
FILE = Place("guide/guide-en-press.pdf")


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (Finding(SOURCE, "M201", "wrong"), "sources/guide/en/01-one.md:41:7: M201 wrong"),
        (Finding(FILE, "P204", "wrong"), "guide/guide-en-press.pdf: P204 wrong"),
        (Finding(Place(), "C150", "wrong"), "publish: C150 wrong"),
        (
            Finding(FILE, "P253", "wrong", page=12),
            "guide/guide-en-press.pdf, page 12: P253 wrong",
        ),
        (
            Finding(FILE, "P253", "pages 12–14 are wrong", page=12),
            "guide/guide-en-press.pdf: P253 pages 12–14 are wrong",
        ),
        (
            Finding(SOURCE, "T120", "odd", severity="warning", page=12, pdf="guide/guide.pdf"),
            "sources/guide/en/01-one.md:41:7: T120 warning: odd (page 12 of guide/guide.pdf)",
        ),
        (Finding(FILE, "T120", "done", severity="note"), f"{FILE.file}: T120 note: done"),
        (Finding(Place("a\x1b[2J\u202e.pdf"), "P101", "b\a"), "a�[2J�.pdf: P101 b�"),
    ],
)
def test_a_finding_is_a_line_with_place_rule_and_message(finding: Finding, line: str) -> None:
    assert told(finding) == line


FOUND = [
    Finding(FILE, "P253", "of 0.1 pt", "draw it thicker", page=1, area=(1, 1, 2, 2)),
    Finding(FILE, "P253", "of 0.1 pt", "draw it thicker", page=2),
    Finding(FILE, "P253", "of 0.1 pt", "draw it thicker", page=2),
    Finding(FILE, "P253", "of 0.2 pt", "draw it thicker", page=7),
    Finding(FILE, "P251", "small", "set it larger", severity="warning", page=2),
    Finding(FILE, "T120", "a break was put in", severity="note"),
]
OPENLY = """\
guide/guide-en-press.pdf, pages 1–2: P253 of 0.1 pt
guide/guide-en-press.pdf, page 7: P253 of 0.2 pt
    → draw it thicker
guide/guide-en-press.pdf, page 2: P251 warning: small
    → set it larger
"""


def test_the_same_is_said_once_and_notes_are_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say_findings(FOUND, "see output/report.html")
    assert capsys.readouterr().err == (
        f"{OPENLY}4 errors, 1 warning, 1 note (see output/report.html)\n"
    )


def test_whoever_wants_it_reads_the_notes(capsys: pytest.CaptureFixture[str]) -> None:
    say_every_finding(FOUND)
    assert capsys.readouterr().err == (
        f"{OPENLY}guide/guide-en-press.pdf: T120 note: a break was put in\n"
        "4 errors, 1 warning, 1 note\n"
    )


def test_many_warnings_of_one_rule_do_not_bury_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = [
        Finding(Place("sources/facts.toml", line, 1), "M220", f"fact {line}", "look", "warning")
        for line in range(1, 61)
    ]
    other = Finding(Place("sources/z/en/01.md", 3, 1), "M214", "nothing is indexed", "mark")
    say_findings([*facts, other])
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "sources/z/en/01.md:3:1: M214 nothing is indexed"
    assert [line[:22] for line in lines].count("sources/facts.toml:1:1") == 1
    assert lines[-2] == "sources/facts.toml: M220 … and 55 more (-v lists them)"
    assert lines[-1] == "1 error, 60 warnings"
    assert len(lines) == 10


def test_many_warnings_in_several_files_are_named_by_their_folder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = ("sources/launch/en/01.md", "sources/launch/en/02.md")
    asked = [
        Finding(Place(file, line, 1), "M180", "“date” is to be filled in", "write", "warning")
        for file in files
        for line in range(1, 15)
    ]
    say_findings(asked)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-2] == "sources/launch/en: M180 … and 23 more (-v lists them)"


def test_nothing_found_is_nothing_said(capsys: pytest.CaptureFixture[str]) -> None:
    say_findings([])
    assert capsys.readouterr().err == ""


def test_a_refusal_names_the_rules_and_how_often() -> None:
    assert refusal(FOUND[1:5]) == (
        "not released: 4 findings stand (P253 ×3, P251); "
        "mend them, or waive in waivers.toml what may be waived"
    )
    assert "1 finding stands (P253)" in refusal(FOUND[:1])
