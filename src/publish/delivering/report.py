"""The report of a build for people: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # JSON: the record of a build, as in build.json
from urllib.parse import quote

from publish.delivering.attribution import findings_of
from publish.delivering.markup import Html, join, tag
from publish.delivering.report_findings import findings_part
from publish.delivering.report_marks import Picture
from publish.delivering.report_page import BUILD, Fact, Section, counts, fact, page
from publish.delivering.report_pages import pages_with_findings
from publish.delivering.report_weight import weight_part
from publish.delivering.thumbnails import thumbnails
from publish.units import size_text
from publish.writing import write_whole

Record = Mapping[str, Any]

_FEW = 4  # pages shown of a further edition of a work; of its first edition there are more


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a report shows of the files of a build.

    Attributes:
        first: PNG pictures of the first pages, by the path of the file.
        marked: pictures of the pages with findings, by the path of the file and the page's number.
    """

    first: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    marked: Mapping[tuple[str, int], Picture] = field(default_factory=dict)


def report_of(build: Record, output: Path) -> Pictures:
    """Return pictures of the files of a build.

    A file that is gone or cannot be opened has no pictures; the build has its findings.
    """
    files = [file for file in build["files"] if str(file["path"]).endswith(".pdf")]
    first: dict[str, Sequence[bytes]] = {}
    shown: set[tuple[str, str]] = set()
    for file in files:
        work = (file["publication"], file["language"])
        try:
            pages = {"pages": _FEW} if work in shown else {}
            first[file["path"]] = thumbnails(output / file["path"], **pages)
            shown.add(work)
        except (OSError, RuntimeError):
            continue
    places = {str(file["path"]): output / file["path"] for file in files}
    return Pictures(first, pages_with_findings(build["findings"], places))


def write_report(build: Record, target: Path, pictures: Pictures) -> None:
    """Write the report of a build.

    Args:
        build: the record, in the structure of build.json.
        target: the HTML file; links in it lead to the files beside it.
        pictures: of `report_of`.
    """
    write_whole(target, report(build, pictures).encode(errors="backslashreplace"))


def report(build: Record, pictures: Pictures) -> str:
    """Return the report as HTML; arguments as of `write_report`."""
    findings, waived = build["findings"], build.get("waived", ())
    files = {str(file["path"]): quote(file["path"]) for file in build["files"]}
    sections = (
        Section("files", "Files", _files(build)),
        Section("findings", "Findings", findings_part(findings, waived, files, pictures.marked)),
        Section("weight", "Weight", weight_part(build["files"])),
        Section("time", "Time", join(_phases(build), _gatherings(build))),
        Section("pages", "First pages", _pages(build, pictures.first)),
    )
    return page(BUILD, _facts(build, len(waived)), sections)


def _facts(build: Record, waived: int) -> list[Fact]:
    files = build["files"]
    return [
        fact(len(files), "file"),
        fact(sum(file["pages"] for file in files), "page"),
        *counts([finding["severity"] for finding in build["findings"]], waived),
        Fact(_count(build["gatherings_set"]), "gatherings set"),
        Fact(_count(build["gatherings_reused"]), "gatherings reused"),
        Fact(_seconds(build["seconds"].get("total", 0.0)), "in all"),
    ]


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Html:
    """Return a table that scrolls on small screens; heads with a leading > are of numbers."""
    numeric = [head.startswith(">") for head in heads]
    first = tag(
        "tr",
        (
            tag("th", head.removeprefix(">"), scope="col", class_="num" if number else "text")
            for head, number in zip(heads, numeric, strict=True)
        ),
    )
    body = []
    for row in rows:
        cells = [tag("th", row[0], scope="row")]
        for cell, number in zip(row[1:], numeric[1:], strict=True):
            cells.append(tag("td", cell, class_="num" if number else "text"))
        body.append(tag("tr", cells))
    table = tag("table", tag("caption", caption), tag("thead", first), tag("tbody", body))
    return tag("div", table, class_="scroll", role="region", aria_label=caption, tabindex="0")


def _files(build: Record) -> Html:
    if not build["files"]:
        return tag("p", "No file was built.")
    rows = []
    for file in build["files"]:
        path = str(file["path"])
        found = len(findings_of(file, build["findings"]))
        rows.append(
            (
                tag("a", path, href=quote(path)),
                f"{file['publication']}, {file['language']}",
                str(file["edition"]),
                _count(file["pages"]) if file["pages"] else "",
                size_text(file["bytes"]),
                _seconds(file["seconds"]),
                _count(found),
                "see findings" if found else "passed",
            )
        )
    heads = ("File", "Work", "Edition", ">Pages", ">Size", ">Seconds", ">Findings", "Checks")
    note = "Every file was read back by another library before it took its place."
    return join(_table("Files of this build", heads, rows), tag("p", note, class_="note"))


def _phases(build: Record) -> Html:
    phases = {name: took for name, took in build["seconds"].items() if name != "total"}
    if not phases:
        return tag("p", "Nothing had changed: nothing was read, set or bound.")
    longest = max(phases.values())
    rows = [(name, _seconds(took), _bar(took, longest)) for name, took in phases.items()]
    return _table("Phases", ("Phase", ">Seconds", "Share"), rows)


def _gatherings(build: Record) -> Html:
    gatherings = build.get("gatherings", ())
    if not gatherings:
        return Html("")
    longest = max(one["seconds"] for one in gatherings)
    rows = [
        (
            str(one.get("title") or one["name"]),
            f"{one['publication']}, {one['language']}",
            _count(one["pages"]),
            _seconds(one["seconds"]),
            _bar(one["seconds"], longest),
            "set" if one["set"] else "reused",
        )
        for one in sorted(gatherings, key=lambda one: -one["seconds"])
    ]
    heads = ("Gathering", "Work", ">Pages", ">Seconds", "Share", "This time")
    note = "Seconds are what setting took when the gathering was last set."
    return join(_table("Gatherings, slowest first", heads, rows), tag("p", note, class_="note"))


def _pages(build: Record, first: Mapping[str, Sequence[bytes]]) -> Html:
    shown = [file for file in build["files"] if first.get(file["path"])]
    if not shown:
        return tag("p", "No pictures were made.")
    groups = []
    for file in shown:
        path = str(file["path"])
        pictures = [
            tag("li", tag("a", tag("img", src=_data(picture), alt=f"Page {number}", loading="lazy"),
                          tag("span", str(number), aria_hidden="true"),
                          href=f"{quote(path)}#page={number}"))
            for number, picture in enumerate(first[path], 1)
        ]  # fmt: skip
        groups.append(tag("h3", path))
        groups.append(tag("ol", pictures, class_="pages"))
    return join(groups)


def _data(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def _bar(value: float, most: float) -> Html:
    share = 100 * value / most if most else 0
    return tag("span", "", class_="bar", style=f"width:{share:.1f}%", aria_hidden="true")


def _count(number: int) -> str:
    return f"{number:,}"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f} s"
