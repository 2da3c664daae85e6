"""A process that judges one file by one standard: `python -m publish.checking.judge FILE PROFILE`.

Native code reads files that may be broken or hostile; here it can take down itself only, and its
memory goes with it. Prints JSON: {"fault": "…"} or {"compliant": bool, "clauses": [[clause, times,
message], …]}.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any  # JSON

import page
from page import ValidationProfile

_STANDARDS = {
    "ua1": ValidationProfile.PDF_UA_1,
    "2a": ValidationProfile.PDF_A_2A,
    "3a": ValidationProfile.PDF_A_3A,
}


def judged(path: Path, profile: str) -> dict[str, Any]:
    """Return what page-validation says of a file."""
    try:
        report = page.validate_pdf(path, profile=_STANDARDS[profile])
    except page.PageError as fault:
        return {"fault": str(fault)}
    times = Counter(failure.rule_id for failure in report.failures)
    messages = {failure.rule_id: failure.message for failure in report.failures}
    clauses = [[clause, count, messages[clause]] for clause, count in sorted(times.items())]
    return {"compliant": report.is_compliant, "clauses": clauses}


if __name__ == "__main__":
    print(json.dumps(judged(Path(sys.argv[1]), sys.argv[2])))
