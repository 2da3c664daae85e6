"""Conformance to PDF/UA-1 and PDF/A-2a, as page-validation sees it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import page
from page import ValidationProfile

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

RULES: tuple[Rule, ...] = (ACCESSIBLE, LASTING)

PROFILES: Mapping[str, tuple[Rule, ValidationProfile]] = {
    "ua1": (ACCESSIBLE, ValidationProfile.PDF_UA_1),
    "2a": (LASTING, ValidationProfile.PDF_A_2A),
}


def conformance(path: Path, place: Place, profile: str) -> tuple[Finding, ...]:
    """Return one finding for each clause that the file breaks, with how often it does.

    Args:
        profile: a key of `PROFILES`.
    """
    rule, standard = PROFILES[profile]
    try:
        report = page.validate_pdf(path, profile=standard)
    except page.PageError as fault:
        return (rule.at(place, f"cannot be checked: {fault}"),)
    times = Counter(failure.rule_id for failure in report.failures)
    messages = {failure.rule_id: failure.message for failure in report.failures}
    if not report.is_compliant and not times:
        return (rule.at(place, "does not conform; no clause is named"),)
    return tuple(
        rule.at(place, f"{clause} ({count} times): {messages[clause]}")
        for clause, count in sorted(times.items())
    )
