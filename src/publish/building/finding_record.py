"""A finding as build.json and other programs have it."""

from __future__ import annotations

from typing import Any  # JSON

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
