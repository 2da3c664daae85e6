"""Findings as SARIF 2.1.0, for editors and code hosts."""

from __future__ import annotations

from collections.abc import Iterable
from os import fsencode
from typing import Any
from urllib.parse import quote_from_bytes

from publish import __version__
from publish.checking.rules import rules
from publish.errors import Finding

Waived = Iterable[tuple[Finding, str]]  # each with the reason why it stands


def sarif_of(findings: Iterable[Finding], waived: Waived = ()) -> dict[str, Any]:  # Any: JSON
    """Return a SARIF log with one run. Source: OASIS SARIF 2.1.0, section 3.

    Args:
        waived: findings that the house lets stand; programs show them as suppressed.
    """
    standing, suppressed = list(findings), list(waived)
    listed = [*standing, *(finding for finding, _ in suppressed)]
    codes = sorted({finding.rule for finding in listed})
    driver = {
        "name": "publish",
        "version": __version__,
        "rules": [_rule(code) for code in codes],
    }
    results = [_result(finding, codes.index(finding.rule)) for finding in listed]
    for result, (_, reason) in zip(results[len(standing) :], suppressed, strict=True):
        result["suppressions"] = [{"kind": "external", "justification": reason}]  # 3.35
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    """Return the descriptor of a rule (3.49)."""
    rule = rules().get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.why}".strip()},
        "help": {"text": rule.why or rule.title},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    """Return a result (3.27). Pages of a PDF are logical locations: regions are of text."""
    message = f"{finding.message}. Remedy: {finding.remedy}" if finding.remedy else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": message},
    }
    location: dict[str, Any] = {}
    place = finding.place
    if place.file:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line:
            region = {"startLine": place.line, "startColumn": max(place.col, 1)}
            location["physicalLocation"]["region"] = region
    if finding.page:
        logical = {"name": str(finding.page), "kind": "page"}
        if finding.pdf:
            logical["fullyQualifiedName"] = f"{finding.pdf}#page={finding.page}"
        location["logicalLocations"] = [logical]
        result["properties"] = {"page": finding.page}
        if finding.area:
            result["properties"]["area"] = list(finding.area)
    if location:
        result["locations"] = [location]
    return result


def _uri(file: str) -> str:
    path = quote_from_bytes(fsencode(file))  # names on disk are bytes, UTF-8 or not
    return f"file://{path}" if file.startswith("/") else path
