"""How the program speaks to the person at the terminal."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, zip_longest
from typing import Any  # JSON

from publish.checking.preflight.wording import common_folder, on_pages
from publish.errors import Finding

_CROWD = 20  # warnings of one rule on the sources: only the first are shown
_SHOWN = 5


def say(message: str) -> None:
    """Write a message for the person, to stderr."""
    print(message, file=sys.stderr, flush=True)


def is_live() -> bool:
    """May the display on stderr move?"""
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def has_colour() -> bool:
    """May what goes to stderr be coloured?"""
    return is_live() and not os.environ.get("NO_COLOR")


def say_findings(findings: Iterable[Finding], notes: str = "-v lists them") -> None:
    """Write errors and warnings to stderr, and how many there are; notes are only counted.

    Of many warnings of one rule on the sources only the first are written, behind all else.

    Args:
        notes: where the notes can be read.
    """
    listed = list(findings)
    grave = [finding for finding in listed if finding.severity != "note"]
    many = _in_crowds(grave)
    _say_each([finding for finding in grave if finding not in many])
    for rule, crowd in groupby(many, lambda finding: finding.rule):
        found = list(crowd)
        _say_each(found[:_SHOWN])
        where = common_folder(finding.place.file for finding in found)
        say(f"{where}: {rule} … and {len(found) - _SHOWN} more ({notes})")
    _say_counts(listed, f" ({notes})")


def _in_crowds(findings: Sequence[Finding]) -> dict[Finding, None]:
    """Return warnings on the sources of which there are so many that they would bury the others.

    They are sorted by their rules.
    """
    crowds: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == "warning" and finding.place.line:
            crowds.setdefault(finding.rule, []).append(finding)
    many = (crowds[rule] for rule in sorted(crowds) if len(crowds[rule]) >= _CROWD)
    return dict.fromkeys(finding for crowd in many for finding in crowd)


def say_every_finding(findings: Iterable[Finding]) -> None:
    """Write findings to stderr, notes too, and how many there are."""
    listed = list(findings)
    _say_each(listed)
    _say_counts(listed, "")


def told(finding: Finding, pages: Sequence[int] = ()) -> str:
    """Return a finding as one line: `file:line:col: RULE message`.

    A warning and a note say what they are: colour alone would not.

    Args:
        pages: all on which it was found, where these are several.
    """
    place, page = finding.place, ""
    where = str(place) if place.line else place.file or "publish"
    if finding.page and not place.line and not finding.message.startswith("page"):
        where += f", {on_pages(pages or (finding.page,)).rstrip(',')}"
    elif finding.page and place.line:
        page = f" (page {finding.page}{f' of {finding.pdf}' if finding.pdf else ''})"
    kind = "" if finding.severity == "error" else f"{finding.severity}: "
    return printable(f"{where}: {finding.rule} {kind}{finding.message}{page}")


def refusal(findings: Iterable[Finding], verdict: str = "not released") -> str:
    """Return why nothing is released while `findings` stand."""
    numbers = Counter(finding.rule for finding in findings)
    rules = ", ".join(f"{rule} ×{many}" if many > 1 else rule for rule, many in numbers.items())
    verb = "stands" if numbers.total() == 1 else "stand"
    return (
        f"{verdict}: {counted(numbers.total(), 'finding')} {verb} ({rules}); "
        "mend them, or waive in waivers.toml what may be waived"
    )


def _say_each(findings: Sequence[Finding]) -> None:
    """Write findings; the same on several pages is one, and one remedy of several is said last."""
    coloured = has_colour()
    runs = [list(same) for _, same in groupby(findings, _whatever_page)]
    for run, following in zip_longest(runs, runs[1:]):
        finding, after = run[0], following[0] if following else None
        line = told(finding, [one.page for one in run])
        if coloured:
            colour = "\033[31m" if finding.severity == "error" else "\033[33m"
            line = line.replace(f": {finding.rule} ", f": {colour}{finding.rule}\033[0m ", 1)
        say(line)
        same = after and (after.rule, after.remedy) == (finding.rule, finding.remedy)
        if finding.remedy and not same:
            say(f"    → {printable(finding.remedy)}")


def _whatever_page(finding: Finding) -> Finding:
    """Return what a finding has in common with the same on other pages of a PDF."""
    if finding.place.line or finding.message.startswith("page"):
        return finding
    return dataclasses.replace(finding, page=1 if finding.page else 0, area=())


def _say_counts(findings: Sequence[Finding], notes: str) -> None:
    numbers = Counter(finding.severity for finding in findings)
    if numbers:
        parts = [counted(numbers["error"], "error"), counted(numbers["warning"], "warning")]
        parts += [counted(numbers["note"], "note") + notes] if numbers["note"] else []
        say(", ".join(parts))


def printable(text: str) -> str:
    """Return `text` without what would steer a terminal; names of files may hold anything."""
    return "".join(c if c.isprintable() else "�" for c in text)


def counted(number: int, what: str) -> str:
    """Return a number with its thing: "1 file", "2 files"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def print_json(value: Any) -> None:
    """Write `value` to stdout as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))


def print_table(rows: Sequence[Sequence[str]], numeric: Mapping[int, bool]) -> None:
    """Write rows to stdout in columns; `numeric` columns are set to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if numeric.get(i) else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(cells).rstrip())
