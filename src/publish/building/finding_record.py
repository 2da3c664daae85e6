"""A finding as build.json and other programs have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any  # JSON

from publish.errors import Finding

if TYPE_CHECKING:  # a build that changes nothing does without what reads TOML
    from publish.catalogue.waivers import Waiver


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
