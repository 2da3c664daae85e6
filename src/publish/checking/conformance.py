"""Conformance to PDF/UA-1 and PDF/A-2a, as page-validation sees it, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from publish.errors import Finding, Place, Rule

ACCESSIBLE = Rule(
    "P140",
    "A screen edition conforms to PDF/UA-1.",
    "ISO 14289-1:2014: people who use assistive technology can read it.",
)
LASTING = Rule(
    "P141",
    "A screen edition conforms to PDF/A-2a.",
    "ISO 19005-2:2011: it can be kept and will look the same in fifty years.",
)

ARCHIVED = Rule(
    "P292",
    "An archive edition conforms to PDF/A-3a.",
    "ISO 19005-3:2012: it can be kept, with all that it was made from.",
)

RULES: tuple[Rule, ...] = (ACCESSIBLE, LASTING, ARCHIVED)

PROFILES: Mapping[str, Rule] = {"ua1": ACCESSIBLE, "2a": LASTING, "3a": ARCHIVED}

PATIENCE = 300.0  # seconds for one verdict; 3 ms a page is usual


def conformance(path: Path, place: Place, profile: str) -> tuple[Finding, ...]:
    """Return one finding for each clause that the file breaks, with how often it does.

    Args:
        profile: a key of `PROFILES`.
    """
    rule = PROFILES[profile]
    command = [sys.executable, "-m", "publish.checking.judge", str(path), profile]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=True, stdin=subprocess.DEVNULL
        )
        verdict = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        return (rule.at(place, f"cannot be checked: {type(fault).__name__}"),)
    if "fault" in verdict:
        return (rule.at(place, f"cannot be checked: {verdict['fault']}"),)
    if not verdict["compliant"] and not verdict["clauses"]:
        return (rule.at(place, "does not conform; no clause is named"),)
    return tuple(
        rule.at(place, f"{clause} ({times} times): {message}")
        for clause, times, message in verdict["clauses"]
    )
