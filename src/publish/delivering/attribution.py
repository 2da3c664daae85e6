"""Which findings of a build belong to which of its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any  # JSON

Record = Mapping[str, Any]


def findings_of(file: Record, findings: Sequence[Record]) -> list[Record]:
    """Return the findings on a file itself, on its gatherings and on the work's own sources.

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
    return [f for f in findings if f["file"] in whole or f["file"].startswith(within)]
