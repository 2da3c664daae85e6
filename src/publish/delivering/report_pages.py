"""Which pages with findings a report shows, and their pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any  # JSON: findings as in build.json

from publish.delivering.report_marks import Area, Picture, page_pictures

Record = Mapping[str, Any]
Pages = Mapping[tuple[str, int], Picture]  # by file and number of the page
Draw = Callable[[Path, Mapping[int, Iterable[Area]]], Mapping[int, Picture]]

MOST_PICTURES = 40
MOST_OF_A_RULE = 6  # pictures for one rule in one file; more of the same teach nothing
RANK = {"error": 0, "warning": 1, "note": 2}


def pages_with_findings(
    findings: Iterable[Record], files: Mapping[str, Path], draw: Draw = page_pictures
) -> Pages:
    """Return pictures of pages with findings, `MOST_PICTURES` at most, the gravest first.

    A file that is gone or cannot be drawn has no pictures; its findings say why.

    Args:
        findings: as in build.json; notes have no pictures.
        files: where the files that they name lie.
        draw: makes the pictures of one file; raises OSError or RuntimeError where it cannot.
    """
    order = {file: number for number, file in enumerate(files)}
    placed = [finding for finding in findings if finding["page"] and pdf_of(finding) in order]
    graded = sorted(
        (RANK[finding["severity"]], order[pdf_of(finding)], finding["page"], finding["rule"])
        for finding in placed
        if finding["severity"] != "note"
    )
    chosen = _chosen(graded)
    pictures: dict[tuple[str, int], Picture] = {}
    for file, path in files.items():
        wanted: dict[int, list[Area]] = {page: [] for of, page in chosen if of == order[file]}
        for finding in placed:
            if pdf_of(finding) == file and finding["page"] in wanted:
                wanted[finding["page"]].append(tuple(finding["area"]))
        try:
            drawn = draw(path, wanted) if wanted else {}
        except (OSError, RuntimeError):
            continue
        pictures |= {(file, number): picture for number, picture in drawn.items()}
    return pictures


def _chosen(graded: Iterable[tuple[int, int, int, str]]) -> list[tuple[int, int]]:
    """Return the files and pages of which there are pictures: a few show each rule's findings."""
    chosen: dict[tuple[int, int], None] = {}
    shown: dict[tuple[int, str], set[int]] = defaultdict(set)
    for _, file, number, rule in graded:
        if len(chosen) < MOST_PICTURES and len(shown[file, rule]) < MOST_OF_A_RULE:
            shown[file, rule].add(number)
            chosen[file, number] = None
    return list(chosen)


def pdf_of(finding: Record) -> str:
    """Return the file that a finding's page is of, the finding's own where there is no page."""
    return str(finding.get("pdf") or finding["file"])
