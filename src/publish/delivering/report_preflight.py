"""Reports of findings alone: of a preflight, and of a build that delivered nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any  # JSON
from urllib.parse import quote

from publish.delivering.markup import Html, join, tag
from publish.delivering.report_confined import confined_pictures
from publish.delivering.report_findings import findings_part
from publish.delivering.report_page import Section, counts, fact, page
from publish.delivering.report_pages import Pages, pages_with_findings
from publish.writing import write_whole

Record = Mapping[str, Any]

_KEPT = "The files in output/ are those of the last build that was right."


def write_preflight_report(record: Record, target: Path) -> None:
    """Write the report of a preflight.

    Args:
        record: `profile`, `files` (their paths), `findings` and `waived` as in build.json.
        target: the HTML file.
    """
    files = {file: Path(file) for file in record["files"]}
    pages = pages_with_findings(record["findings"], files, confined_pictures)
    links = {file: _address(path, target) for file, path in files.items()}
    text = findings_report(f"Preflight for {record['profile']}", record, links, pages)
    write_whole(target, text.encode(errors="backslashreplace"))


def write_failure_report(record: Record, files: Mapping[str, Path], target: Path) -> None:
    """Write the report of a build that delivered nothing; what it bound is not there to link to.

    Args:
        record: `findings` and `waived` as in build.json.
        files: where the files that it bound still lie, by the name that findings call them.
        target: the HTML file.
    """
    pages = pages_with_findings(record["findings"], files)
    links = dict.fromkeys(files, "")
    text = findings_report("Nothing was delivered", record, links, pages, _KEPT)
    write_whole(target, text.encode(errors="backslashreplace"))


def findings_report(
    title: str, record: Record, links: Mapping[str, str], pages: Pages, lead: str = ""
) -> str:
    """Return a report of findings as HTML.

    Args:
        record: `findings` and `waived` as in build.json.
        links: the addresses of the files that were looked at; empty for what is not there.
        pages: pictures of `pages_with_findings`.
        lead: a sentence before the findings.
    """
    findings, waived = record["findings"], record["waived"]
    clean = [file for file in links if not any(one["file"] == file for one in findings)]
    found = findings_part(findings, waived, links, pages)
    sections = (
        Section("findings", "Findings", join(tag("p", lead) if lead else "", found)),
        *([Section("clean", "Without findings", _list(clean, links))] if clean else []),
    )
    facts = [
        fact(len(links), "file"),
        *counts([finding["severity"] for finding in findings], len(waived)),
    ]
    return page(title, facts, sections)


def _list(files: list[str], links: Mapping[str, str]) -> Html:
    items = (tag("a", file, href=links[file]) if links[file] else file for file in files)
    return tag("ul", join(tag("li", item) for item in items))


def _address(path: Path, target: Path) -> str:
    """Return the address of a file as seen from the report."""
    try:
        relative = os.path.relpath(path.resolve(), target.resolve().parent)
    except ValueError:  # on another drive
        return path.resolve().as_uri()
    return quote(os.fsencode(relative.replace(os.sep, "/")))
