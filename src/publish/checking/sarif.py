"""Findings as SARIF 2.1.0, for editors and code hosts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from publish import __version__
from publish.checking.rules import rules
from publish.errors import Finding


def sarif_of(findings: Iterable[Finding]) -> dict[str, Any]:  # Any: a JSON value
    """Return a SARIF log with one run. Source: OASIS SARIF 2.1.0, section 3."""
    listed = list(findings)
    known = rules()
    codes = sorted({finding.rule for finding in listed})
    driver = {
        "name": "publish",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": known[code].title if code in known else code},
                **(
                    {"help": {"text": known[code].why}} if code in known and known[code].why else {}
                ),
            }
            for code in codes
        ],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.rule)) for finding in listed],
            }
        ],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    message = f"{finding.message}. Remedy: {finding.remedy}" if finding.remedy else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": message},
    }
    place = finding.place
    if place.file:
        location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
        if place.line:
            location["region"] = {"startLine": place.line, "startColumn": max(place.col, 1)}
        result["locations"] = [{"physicalLocation": location}]
    return result
