"""A finding as build.json and other programs have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any  # JSON

from publish.errors import Finding, Place

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


def from_record(record: Mapping[str, Any]) -> Finding:
    """Return the finding that `finding_record` made a record of."""
    return Finding(
        Place(record["file"], record["line"], record["column"]),
        record["rule"],
        record["message"],
        record["remedy"],
        record["severity"],
        record["page"],
        tuple(record["area"]),
        record["pdf"],
    )


def waived_record(finding: Finding, waiver: Waiver) -> dict[str, Any]:
    """Return a finding that stands waived, with the waiver's line, reason and last day."""
    waived = {
        "line": waiver.place.line,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat(),
    }
    return {**finding_record(finding), "waiver": waived}
