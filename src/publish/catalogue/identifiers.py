"""Numbers of record: ISBN, ISSN and DOI. Each check returns what is wrong, or an empty string."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_DOI_PREFIX = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def isbn_fault(isbn: str) -> str:
    """Say what is wrong with an ISBN-13. Source: ISBN Users' Manual, 7th ed., section 5."""
    digits = re.sub(r"[ \-\u2010\u2011]", "", isbn)
    if re.fullmatch(r"\d{9}[\dXx]", digits):
        first = "978" + digits[:9]
        return f"it has ten digits; as ISBN-13 it is {first}{_isbn_check_digit(first)}"
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return "it must have 13 digits and begin with 978 or 979"
    check = _isbn_check_digit(digits[:12])
    return "" if digits[12] == check else f"its check digit is {digits[12]}, it should be {check}"


def _isbn_check_digit(first: str) -> str:
    total = sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(first))
    return str(-total % 10)


def issn_fault(issn: str) -> str:
    """Say what is wrong with an ISSN. Source: ISO 3297:2022, check digit modulo 11."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", issn):
        return "it must read 1234-5678 (the last place may be X)"
    digits = issn.replace("-", "")
    rest = -sum(int(d) * (8 - n) for n, d in enumerate(digits[:7])) % 11
    check = "X" if rest == 10 else str(rest)
    return "" if digits[7] == check else f"its check digit is {digits[7]}, it should be {check}"


def bare_doi(doi: str) -> str:
    """Return `doi` without a resolver's address or a `doi:` before it."""
    return _DOI_PREFIX.sub("", doi.strip(), count=1)


def doi_fault(doi: str) -> str:
    """Say what is wrong with a bare DOI. Source: ISO 26324:2022, syntax of the DOI name."""
    return "" if _DOI.fullmatch(doi) else "it must read 10.<registrant>/<suffix>"
