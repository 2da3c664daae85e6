"""The report of a build for people: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any  # JSON: the record of a build, as in build.json

from publish.delivering.attribution import findings_of
from publish.delivering.markup import Html, join, tag
from publish.delivering.report_style import STYLE
from publish.writing import write_whole

Record = Mapping[str, Any]
Thumbnails = Mapping[str, list[bytes]]


def report_of(build: Record, output: Path) -> Thumbnails:
    """Return pictures of the first pages of each file of a build, by its path in `output`.

    A file that is gone or cannot be opened has no pictures; the build has its findings.
    """
    from publish.delivering.thumbnails import thumbnails  # 0.3 s to import

    pictures: dict[str, list[bytes]] = {}
    for file in build["files"]:
        if str(file["path"]).endswith(".pdf"):
            try:
                pictures[file["path"]] = thumbnails(output / file["path"])
            except (OSError, RuntimeError):
                continue
    return pictures


def write_report(build: Record, target: Path, thumbnails: Thumbnails) -> None:
    """Write the report of a build.

    Args:
        build: the record, in the structure of build.json.
        target: the HTML file; links in it lead to the files beside it.
        thumbnails: PNG pictures of the first pages, by the path of the file.
    """
    write_whole(target, report(build, thumbnails).encode())


def report(build: Record, thumbnails: Thumbnails) -> str:
    """Return the report as HTML; arguments as of `write_report`."""
    errors = sum(finding["severity"] == "error" for finding in build["findings"])
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", "Build report"),
        tag("style", Html(STYLE)),
    )
    parts = (
        _section("files", "Files", _files(build)),
        _section("findings", "Findings", _findings(build["findings"])),
        _section("time", "What took how long", join(_phases(build), _gatherings(build))),
        _section("pages", "First pages", _pages(build, thumbnails)),
    )
    body = tag(
        "body",
        tag("a", "Skip to the report", href="#report", class_="skip"),
        tag("header", tag("h1", "Build report"), _summary(build, errors), _contents()),
        tag("main", parts, id="report", tabindex="-1"),
    )
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _summary(build: Record, errors: int) -> Html:
    files = build["files"]
    warnings = len(build["findings"]) - errors
    facts = (
        (_count(len(files)), "file" if len(files) == 1 else "files"),
        (_count(sum(file["pages"] for file in files)), "pages"),
        (_count(errors), "error" if errors == 1 else "errors"),
        (_count(warnings), "warning" if warnings == 1 else "warnings"),
        (_count(build["gatherings_set"]), "gatherings set"),
        (_count(build["gatherings_reused"]), "gatherings reused"),
        (_seconds(build["seconds"].get("total", 0.0)), "in all"),
    )
    return tag("dl", (tag("div", tag("dt", what), tag("dd", how)) for how, what in facts))


def _contents() -> Html:
    places = {"files": "Files", "findings": "Findings", "time": "Time", "pages": "Pages"}
    links = (tag("li", tag("a", name, href=f"#{place}")) for place, name in places.items())
    return tag("nav", tag("ul", links), aria_label="Parts of the report")


def _section(name: str, title: str, content: Html) -> Html:
    heading = tag("h2", title, id=f"{name}-title")
    return tag("section", heading, content, id=name, aria_labelledby=f"{name}-title")


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
                tag("a", path, href=path),
                f"{file['publication']}, {file['language']}",
                str(file["edition"]),
                _count(file["pages"]),
                _size(file["bytes"]),
                _seconds(file["seconds"]),
                _count(found),
                "see findings" if found else "passed",
            )
        )
    heads = ("File", "Work", "Edition", ">Pages", ">Size", ">Seconds", ">Findings", "Checks")
    note = "Every file was read back by another library before it took its place."
    return join(_table("Files of this build", heads, rows), tag("p", note, class_="note"))


def _findings(findings: Sequence[Record]) -> Html:
    if not findings:
        return tag("p", "Nothing to mend.")
    groups = []
    ordered = sorted(findings, key=lambda f: (f["file"], f["line"], f["column"], f["rule"]))
    for file, group in groupby(ordered, key=lambda finding: finding["file"]):
        items = [
            tag(
                "li",
                tag("p", tag("code", _place(found)), " ",
                    tag("strong", f"{found['severity']} {found['rule']}"), " ",
                    found["message"], class_=found["severity"]),
                tag("p", tag("span", "Remedy: ", class_="lead"), found["remedy"])
                if found["remedy"] else "",
            )
            for found in group
        ]  # fmt: skip
        groups.append(tag("h3", file or "The build as a whole"))
        groups.append(tag("ul", items, class_="findings"))
    return join(groups)


def _place(finding: Record) -> str:
    if not finding["file"]:
        return str(finding["severity"])
    if not finding["line"]:
        return str(finding["file"])
    return f"{finding['file']}:{finding['line']}:{finding['column']}"


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


def _pages(build: Record, thumbnails: Thumbnails) -> Html:
    shown = [file for file in build["files"] if thumbnails.get(file["path"])]
    if not shown:
        return tag("p", "No pictures were made.")
    groups = []
    for file in shown:
        path = str(file["path"])
        pictures = [
            tag("li", tag("a", tag("img", src=_data(picture), alt=f"Page {number}", loading="lazy"),
                          tag("span", str(number), aria_hidden="true"),
                          href=f"{path}#page={number}"))
            for number, picture in enumerate(thumbnails[path], 1)
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


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{size / 1000:,.0f} kB"
