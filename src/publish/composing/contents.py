"""The lists in the front matter: contents in two levels, figures, tables, boxes."""

from __future__ import annotations

from collections.abc import Sequence

from publish.composing.templates import html
from publish.composing.views import Entry, EntryGroup, entry
from publish.manuscript.model import Chapter, Manuscript


def sections_of(manuscript: Manuscript, chapter: int) -> tuple[Entry, ...]:
    """Return the sections of the chapter with the index `chapter`, in reading order."""
    return tuple(
        entry(target)
        for target in manuscript.targets.values()
        if target.chapter == chapter and target.kind == "section" and target.level == 2
    )


def contents(
    manuscript: Manuscript,
    depth: int,
    before: Sequence[Entry] = (),
    after: Sequence[Entry] = (),
) -> tuple[EntryGroup, ...]:
    """Return the contents, one group for each run of chapters that stand in the same part.

    Args:
        depth: 1 for chapters only, 2 for chapters and their sections.
        before: furniture that stands before the chapters (abbreviations).
        after: furniture that stands after them (references, glossary, index).
    """
    groups: list[EntryGroup] = []
    if before:
        groups.append(EntryGroup("", tuple(before)))
    run: list[Entry] = []
    title = ""
    for index, chapter in enumerate(manuscript.chapters):
        part = _part_title(manuscript, chapter)
        if run and part != title:
            groups.append(EntryGroup(title, tuple(run)))
            run = []
        title = part
        children = sections_of(manuscript, index) if depth > 1 else ()
        line = Entry(chapter.id, chapter.number, html(chapter.title_html), chapter.kind, children)
        run.append(line)
    if run:
        groups.append(EntryGroup(title, tuple(run)))
    if after:
        groups.append(EntryGroup("", tuple(after)))
    return tuple(groups)


def _part_title(manuscript: Manuscript, chapter: Chapter) -> str:
    """Annexes and unnumbered chapters stand outside the parts."""
    if chapter.kind != "chapter" or chapter.part >= len(manuscript.part_titles):
        return ""
    return manuscript.part_titles[chapter.part]


def listed(manuscript: Manuscript, kind: str) -> tuple[Entry, ...]:
    """Return the figures, tables or boxes that have a number, in reading order.

    Args:
        kind: "figures", "tables" or "boxes", as layout.toml calls them.
    """
    single = {"figures": "figure", "tables": "table", "boxes": "box"}[kind]
    found = (t for t in manuscript.targets.values() if t.kind == single and t.number)
    return tuple(entry(target) for target in found)


def same_title(one: str, other: str) -> bool:
    """Return whether two titles are the same, as a brief and its only chapter have it."""
    return one.casefold().strip() == other.casefold().strip()
