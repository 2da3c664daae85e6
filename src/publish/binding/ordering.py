"""Which pages a press prints, in which order, and the blanks that fill the last sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.binding.model import Section

COVERS = frozenset(("cover", "back-cover"))  # names of gatherings


def without_covers(
    sections: Sequence[Section], names: Sequence[str], multiple: int
) -> tuple[tuple[Section, ...], int]:
    """Return the sections of a work whose covers are a file apart, and the blanks after the last.

    Args:
        names: of the gatherings, in the order of the sections.
        multiple: what the count of pages must be a multiple of.
    """
    block = _text_block(sections, names)
    return block, _missing(block, multiple)


def pages_apart(sections: Sequence[Section], names: Sequence[str]) -> int:
    """Return how many pages are no more before the text block once the covers are apart.

    Pairs of them: what was a right page is one.
    """
    before = _before(sections, names)
    return before - before % 2


def with_covers(
    sections: Sequence[Section], names: Sequence[str], multiple: int
) -> tuple[tuple[Section, ...], int]:
    """Return the same of a work whose covers are pages like others; the back cover stays last."""
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
    inner = _inner(names)
    if not inner:
        return tuple(sections)
    return (
        replace(sections[inner[0]], blank_before=_before(sections, names) % 2),
        *(sections[at] for at in inner[1:]),
    )


def _inner(names: Sequence[str]) -> list[int]:
    return [at for at, name in enumerate(names) if name not in COVERS]


def _before(sections: Sequence[Section], names: Sequence[str]) -> int:
    """Return how many pages lie before the text block."""
    first = next(iter(_inner(names)), 0)
    blank = sections[first].blank_before if sections else 0
    return page_count(sections[:first]) + blank
