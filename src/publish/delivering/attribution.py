"""Which findings of a build belong to which of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any  # JSON

Record = Mapping[str, Any]


def findings_of(file: Record, findings: Sequence[Record]) -> list[Record]:
    """Return the faults of a file itself, of its gatherings and of the work's own sources.

    What is seen on a page of one file is not told of the others that are bound of the same pages.
    Notes are no faults.

    Args:
        file, findings: as in build.json.
    """
    slug, lang = file["publication"], file["language"]
    whole = (file["path"], f"sources/{slug}/publication.toml")
    within = tuple(
        f"{folder}/"
        for folder in (
            f"{slug}/{lang}",
            *(f"sources/{slug}/{part}" for part in (lang, "figures", "data")),
        )
    )
    return [
        finding
        for finding in findings
        if (
            finding["file"] in whole
            or finding["file"].startswith(within)
            or (finding["file"] == "sources/catalogue.toml" and finding["pdf"] == file["path"])
        )
        and finding["pdf"] in ("", file["path"])
        and finding["severity"] != "note"
    ]
