"""What a report says of findings: by file, with pictures of the pages and the places marked."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # JSON: findings as in build.json

from publish.checking.preflight.wording import common_folder, on_pages
from publish.checking.rules import rules
from publish.delivering.markup import Html, join, tag
from publish.delivering.report_marks import Area, Mark, Picture
from publish.delivering.report_pages import RANK, Pages, pdf_of

Record = Mapping[str, Any]

_LISTED = 12  # findings without a picture that are listed openly; more are folded


def findings_part(
    findings: Sequence[Record], waived: Sequence[Record], files: Mapping[str, str], pages: Pages
) -> Html:
    """Return all that is to be said of findings, for a section of a report.

    Args:
        waived: findings with "waiver": its line, reason and last day.
        files: the files that the report is about, in order, with their addresses.
        pages: pictures of `pages_with_findings`.
    """
    groups: dict[str, list[Record]] = defaultdict(list)
    crowds = _crowds(findings)
    for finding in findings:
        if not any(finding is one for one in crowds.get(str(finding["rule"]), ())):
            groups[pdf_of(finding)].append(finding)
    named = [file for file in files if file in groups]
    others = sorted(set(groups) - set(named))
    parts = [_file(file, groups[file], pages, files.get(file, "")) for file in (*named, *others)]
    parts += [_crowd(rule, found) for rule, found in crowds.items()]
    if not any(finding["severity"] != "note" for finding in findings):
        parts.insert(0, tag("p", "Nothing to mend.", class_="good"))
    return join(parts, _waived(waived), _rules([*findings, *waived]))


def _file(file: str, findings: Sequence[Record], pages: Pages, href: str) -> Html:
    heading = tag("h3", tag("a", file, href=href) if href else file or "The build as a whole")
    grave = sorted((f for f in findings if f["severity"] != "note"), key=_order)
    seen = [finding for finding in grave if (file, finding["page"]) in pages]
    unseen = [finding for finding in grave if (file, finding["page"]) not in pages]
    numbers = list(dict.fromkeys(finding["page"] for finding in seen))
    shown = [
        _page(number, [f for f in seen if f["page"] == number], pages[file, number], href)
        for number in numbers
    ]
    whole = [finding for finding in unseen if not (seen and finding["page"])]
    rest = unseen[len(whole) :]  # on pages beyond the last that has a picture
    parts = [heading, tag("p", _tally(findings), class_="note")]
    parts += [_listing(whole)] if whole else []
    parts += [*shown, _more(rest)] if rest else shown
    notes = sorted((f for f in findings if f["severity"] == "note"), key=_order)
    if notes:
        said = _counted(len(notes), "note")
        parts.append(_folded(f"{said}: nothing is left to do", _items(_with_pages(notes))))
    return tag("div", parts, class_="file")


def _order(finding: Record) -> tuple[Any, ...]:  # Any: what can be compared
    place = (finding["page"], finding["file"], finding["line"], finding["column"])
    return (*place, RANK[finding["severity"]], finding["rule"], finding["message"])


def _page(number: int, findings: Sequence[Record], picture: Picture, href: str) -> Html:
    """Return a page's picture with numbered marks, and the findings under the same numbers."""
    numbered: dict[Area, list[int]] = defaultdict(list)
    for count, finding in enumerate(findings, 1):
        if finding["area"]:
            numbered[tuple(finding["area"])].append(count)
    marks = [
        _mark(mark, ", ".join(map(str, counts)))
        for area, counts in numbered.items()
        if (mark := picture.marks.get(area))
    ]
    said = f", {_counted(len(marks), 'place')} marked" if marks else ""
    image = tag(
        "img",
        src=f"data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode()}",
        alt=f"Page {number}{said}",
        width=str(picture.width),
        height=str(picture.height),
        loading="lazy",
    )
    name = f"Page {number}"
    return tag(
        "div",
        tag("h4", tag("a", name, href=f"{href}#page={number}") if href else name),
        tag("div", image, marks, class_="sheet"),
        _items([{**f, "message": f["message"].removeprefix(f"page {number}: ")} for f in findings]),
        class_="page",
    )


def _mark(mark: Mark, label: str) -> Html:
    """Return a frame around a place, a little larger than it, with its number beside it."""
    left, top = max(mark.left - 0.6, 0), max(mark.top - 0.6, 0)
    width = min(max(mark.width + 1.2, 3), 100 - left)
    height = min(max(mark.height + 1.2, 2), 100 - top)
    where = "within" if height > 12 else "below" if top < 6 else "above"
    if width > 60 > 12 > height or height > 60 > 12 > width:  # along an edge: clear of corners
        where += " middle"
    style = f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"
    return tag("span", tag("b", label), class_=f"mark {where}", style=style, aria_hidden="true")


def _items(findings: Sequence[Record]) -> Html:
    return tag("ol", map(_item, findings), class_="findings")


def _item(finding: Record) -> Html:
    place = _place(finding)
    severity = str(finding["severity"])
    return tag(
        "li",
        tag("p", tag("b", severity, class_="kind"), " ", tag("code", finding["rule"]), " ",
            tag("span", finding["message"], class_="said")),
        tag("p", tag("span", "Remedy: ", class_="lead"), tag("span", finding["remedy"],
            class_="said"), class_="remedy") if finding["remedy"] else "",
        tag("p", tag("code", place), class_="place") if place else "",
        class_=severity,
    )  # fmt: skip


def _place(finding: Record) -> str:
    """Return where a finding lies, unless that is the file, or its page, under which it stands."""
    if finding["line"]:
        return f"{finding['file']}:{finding['line']}:{finding['column']}"
    return str(finding["file"]) if finding.get("pdf") else ""


def _listing(findings: Sequence[Record]) -> Html:
    merged = _with_pages(findings)
    rest = merged[_LISTED:]
    more = _folded(f"… and {len(rest):,} more", _items(rest)) if rest else ""
    return join(_items(merged[:_LISTED]), more)


def _crowds(findings: Sequence[Record]) -> dict[str, list[Record]]:
    """Return, by rule, warnings on the sources so many that they would bury all else."""
    crowds: dict[str, list[Record]] = defaultdict(list)
    for finding in findings:
        if finding["severity"] == "warning" and finding["line"] and not finding["page"]:
            crowds[str(finding["rule"])].append(finding)
    return {rule: crowds[rule] for rule in sorted(crowds) if len(crowds[rule]) > _LISTED}


def _crowd(rule: str, findings: Sequence[Record]) -> Html:
    """Return many warnings of one rule, folded."""
    where = common_folder(str(finding["file"]) for finding in findings)
    said = f"{_counted(len(findings), 'warning')} of {rule} in {where}"
    listed = _items(sorted(findings, key=_order))
    return tag("div", tag("h3", where), _folded(said, listed), class_="file")


def _more(findings: Sequence[Record]) -> Html:
    """Return what was found on pages beyond the last that has a picture."""
    return _folded(f"… and {len(findings):,} more", _items(_with_pages(findings)))


def _with_pages(findings: Sequence[Record]) -> list[Record]:
    """Return findings that say their pages in words, for lists without pictures."""
    pages: dict[tuple[str, ...], list[int]] = defaultdict(list)
    first: dict[tuple[str, ...], Record] = {}
    for finding in findings:
        same = ("severity", "rule", "message", "remedy", "file", "line", "column")
        key = tuple(str(finding[name]) for name in same)
        pages[key] += [finding["page"]] if finding["page"] else []
        first.setdefault(key, finding)
    return [_on(finding, pages[key]) for key, finding in first.items()]


def _on(finding: Record, pages: Sequence[int]) -> Record:
    if not pages or finding["message"].startswith("page"):
        return finding
    return {**finding, "message": f"{on_pages(pages).rstrip(',')}: {finding['message']}"}


def _folded(summary: str, content: Html) -> Html:
    return tag("details", tag("summary", summary), content)


def _tally(findings: Sequence[Record]) -> str:
    parts = []
    for kind in RANK:
        number = sum(finding["severity"] == kind for finding in findings)
        parts += [_counted(number, kind)] if number else []
    return ", ".join(parts)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _waived(waived: Sequence[Record]) -> Html:
    if not waived:
        return Html("")
    items = []
    for finding in sorted(waived, key=lambda one: (one["file"], _order(one))):
        page = f", page {finding['page']}" if finding["page"] else ""
        where = _place(finding) or finding["file"]
        waiver = finding["waiver"]
        items.append(
            tag(
                "li",
                tag("p", tag("code", finding["rule"]), " ",
                    tag("span", finding["message"], class_="said")),
                tag("p", tag("span", "Waived: ", class_="lead"),
                    tag("span", waiver["reason"], class_="said"),
                    f" Until {waiver['expires']}; waivers.toml, line {waiver['line']}.",
                    class_="remedy"),
                tag("p", tag("code", where), page, class_="place"),
                class_="waived",
            )
        )  # fmt: skip
    return join(tag("h3", "Waived"), tag("ul", items, class_="findings"))


def _rules(findings: Iterable[Record]) -> Html:
    """Return what the broken rules ask, and why."""
    known = rules() if findings else {}
    codes = sorted({finding["rule"] for finding in findings} & set(known))
    if not codes:
        return Html("")
    listed = [
        join(tag("dt", tag("code", code), " ", known[code].title), tag("dd", known[code].why))
        for code in codes
    ]
    return _folded("What these rules ask, and why", tag("dl", listed, class_="rules"))
