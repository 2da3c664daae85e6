"""The printed words ("Figure", "Source", "per cent") in each language, from the brand's CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

Brand = Mapping[str, Path]  # the brand's files by their path in its folder


def load_strings(brand: Brand, lang: str) -> Mapping[str, str]:
    """Return the printed words by key; where a language lacks one, the English.

    Args:
        brand: holds `strings.csv` (columns `key`, `en`, `fr` …).
        lang: a language code; one that the file does not know gets English throughout.
    Raises:
        OSError: there is no such file.
    """
    text = brand["strings.csv"].read_text(encoding="utf-8-sig")
    words = {
        row["key"]: row.get(lang) or row.get("en") or ""
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row.get("key")
    }
    return MappingProxyType(words)


def numbered(pattern: str, number: str) -> str:
    """Return "Figure 3.2" from "Figure" and "3.2", or "第3章" from "第{n}章"."""
    if "{n}" in pattern:
        return pattern.replace("{n}", number)
    return f"{pattern}\u00a0{number}" if number else pattern
