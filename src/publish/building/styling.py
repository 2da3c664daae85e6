"""The house's style, asked of works and of the slides of sessions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publish.building.digests import code_digest
from publish.catalogue.model import Catalogue
from publish.checking.style.judge import judge_mentions, judge_style, open_guide
from publish.errors import Finding
from publish.manuscript.model import Manuscript


def style_findings(
    catalogue: Catalogue, manuscripts: Iterable[Manuscript], cache: Path
) -> tuple[Finding, ...]:
    """Return what is not in the house's style, where it has one, and what is wrong with that."""
    if catalogue.style is None:
        return ()
    guide, faults = open_guide(catalogue.root, catalogue.style, code_digest("checking/style"))
    return (*faults, *judge_style(catalogue.root, manuscripts, guide, cache))


def mention_findings(catalogue: Catalogue, works: Iterable[Manuscript]) -> tuple[Finding, ...]:
    """Return the figures that works do not mention, where the house asks that; slides need not."""
    return judge_mentions(works, catalogue.style.off) if catalogue.style else ()
