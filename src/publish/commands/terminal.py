"""How the program speaks to the person at the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # JSON

from publish.errors import Finding


def say(message: str) -> None:
    """Write a message for the person, to stderr."""
    print(message, file=sys.stderr, flush=True)


def is_live() -> bool:
    """May the display on stderr move?"""
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


def has_colour() -> bool:
    """May what goes to stderr be coloured?"""
    return is_live() and not os.environ.get("NO_COLOR")


def say_findings(findings: Iterable[Finding]) -> None:
    """Write findings to stderr, errors marked, and how many there are."""
    listed = list(findings)
    red, yellow, plain = ("\033[31m", "\033[33m", "\033[0m") if has_colour() else ("", "", "")
    for finding in listed:
        colour = red if finding.severity == "error" else yellow
        place = _printable(str(finding.place)) if finding.place.file else "publish"
        say(f"{place}: {colour}{finding.rule}{plain} {_printable(finding.message)}")
        if finding.remedy:
            say(f"    → {_printable(finding.remedy)}")
    errors = sum(finding.severity == "error" for finding in listed)
    if listed:
        say(f"{counted(errors, 'error')}, {counted(len(listed) - errors, 'warning')}")


def _printable(text: str) -> str:
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
