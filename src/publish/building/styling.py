"""The house's style, asked of works and of the slides of sessions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from publish.building.digests import code_digest
from publish.catalogue.model import Catalogue
from publish.checking.style.judge import judge_mentions, judge_style, open_guide
from publish.errors import Finding
from publish.manuscript.model import Manuscript


def style_of_works(
    catalogue: Catalogue, works: Iterable[Manuscript], cache: Path
) -> tuple[Finding, ...]:
    """Return what is not in the house's style, where it has one, and what is wrong with that."""
    if catalogue.style is None:
        return ()
    guide, faults = open_guide(catalogue.root, catalogue.style, code_digest("checking/style"))
    read = tuple(works)
    found = judge_style(catalogue.root, read, guide, cache)
    return (*faults, *found, *judge_mentions(read, guide))


def style_of_slides(
    catalogue: Catalogue, slides: Iterable[Manuscript], cache: Path
) -> tuple[Finding, ...]:
    """Return what of slides is not in the house's style; they need not mention what they show."""
    if catalogue.style is None:
        return ()
    guide, _ = open_guide(catalogue.root, catalogue.style, code_digest("checking/style"))
    return judge_style(catalogue.root, slides, guide, cache)
