"""Which pages a press prints, in which order, and the blanks that fill the last sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.binding.model import Section
from publish.catalogue.printers import Method

COVERS = frozenset(("cover", "back-cover"))  # names of gatherings


def press_order(
    sections: Sequence[Section], names: Sequence[str], method: Method, multiple: int
) -> tuple[tuple[Section, ...], int]:
    """Return the sections of a press file, and how many blanks follow the last.

    A perfect-bound work is printed without its covers, which are a file of their own; blanks
    stand at its end. Otherwise the covers are pages like others, and the back cover stays last.

    Args:
        names: of the gatherings, in the order of the sections.
        multiple: what the count of pages must be a multiple of.
    """
    if method == "perfect":
        block = _text_block(sections, names)
        return block, _missing(block, multiple)
    if tuple(names[-1:]) != ("back-cover",):
        return tuple(sections), _missing(sections, multiple)
    back = replace(sections[-1], blank_before=0)
    blanks = _missing((*sections[:-1], back), multiple)
    return (*sections[:-1], replace(back, blank_before=blanks)), 0


def page_count(sections: Sequence[Section], blanks_after: int = 0) -> int:
    """Return the count of pages, blanks included."""
    pages = (section.blank_before + section.gathering.offers.pages for section in sections)
    return sum(pages) + blanks_after


def _missing(sections: Sequence[Section], multiple: int) -> int:
    return -page_count(sections) % multiple


def _text_block(sections: Sequence[Section], names: Sequence[str]) -> tuple[Section, ...]:
    """Return what lies between the covers; every page stays the right or left one it was."""
    inner = [at for at, name in enumerate(names) if name not in COVERS]
    if not inner:
        return tuple(sections)
    first = sections[inner[0]]
    before = page_count(sections[: inner[0]]) + first.blank_before
    return (
        replace(first, blank_before=before % 2),
        *(sections[at] for at in inner[1:]),
    )
