"""A finding as build.json and other programs have it."""

from __future__ import annotations

from typing import Any  # JSON

from publish.catalogue.waivers import Waiver
from publish.errors import Finding


def finding_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as programs read it."""
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.col,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "remedy": finding.remedy,
        "page": finding.page,
        "area": list(finding.area),
        "pdf": finding.pdf,
    }


def waived_record(finding: Finding, waiver: Waiver) -> dict[str, Any]:
    """Return a finding that stands waived, with the waiver's line, reason and last day."""
    waived = {
        "line": waiver.place.line,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat(),
    }
    return {**finding_record(finding), "waiver": waived}
