"""What gatherings of works and of bundles are made by alike: slots, furniture, covers, colophon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from publish.composing.colophon import citation, terms
from publish.composing.desk import Desk, draft
from publish.composing.model import Numbering, Resource, Slot
from publish.composing.templates import html
from publish.composing.views import Entry
from publish.errors import Finding, FindingsError
from publish.manuscript.model import IndexMark, Manuscript

BACK_COVER = "back-cover"


def composed(
    desk: Desk, parts: Iterable[Callable[[Desk], Sequence[Slot]]]
) -> tuple[tuple[Slot, ...], tuple[Finding, ...]]:
    """Return the slots of `parts` in order, and what is wrong.

    Faults of several templates come back together; then there are no slots.
    """
    slots: list[Slot] = []
    faults: list[Finding] = []
    for part in parts:
        try:
            slots += part(desk)
        except FindingsError as fault:
            faults += [f for f in fault.findings if f not in faults]
    return (() if faults else tuple(slots)), (*desk.findings, *faults)


def has(desk: Desk, name: str) -> bool:
    return name in desk.layout.settings.furniture


def page_context(
    slot: str, head: str, more: Mapping[str, object] | None = None
) -> dict[str, object]:
    """Return what a template sees beside the work itself.

    `head` is the running head of right-hand pages; `tab` the step of the colour band, -1 for none.
    """
    return {"slot": slot, "head": head, "tab": -1, "tab_text": "", "title": head, **(more or {})}


def slot_of(
    desk: Desk,
    name: str,
    title: str,
    context: Mapping[str, object],
    numbering: Numbering,
    made: tuple[Resource, ...] = (),
) -> Slot:
    """Return the slot `name`, made by the template of that name."""
    made_draft = draft(desk, f"{name}.html.j2", context, made)
    return Slot(name, title, made_draft, numbering, desk.layout.settings.start)


def marks_of(manuscript: Manuscript) -> tuple[IndexMark, ...]:
    marks = tuple(mark for chapter in manuscript.chapters for mark in chapter.marks)
    return (*marks, *manuscript.index_see)


def furniture_line(desk: Desk, name: str) -> Entry:
    return Entry(name, "", html(desk.t(name)), "furniture")


def back_matter(desk: Desk) -> list[Entry]:
    """Return the lines of the contents for what stands after the chapters."""
    return [
        furniture_line(desk, name)
        for name, present in (
            ("references", desk.manuscript.references),
            ("glossary", desk.manuscript.glossary),
            ("index", marks_of(desk.manuscript)),
        )
        if present and has(desk, name)
    ]


def colophon(desk: Desk) -> dict[str, object]:
    licence = desk.publication.licence or desk.catalogue.imprint.licence
    return {"terms": terms(licence, desk.work, desk.t), "citation": citation(desk.work)}


def references(desk: Desk) -> list[Slot]:
    if not (has(desk, "references") and desk.manuscript.references):
        return []
    title = desk.t("references")
    return [slot_of(desk, "references", title, page_context("references", title), "arabic")]


def glossary(desk: Desk) -> list[Slot]:
    if not (has(desk, "glossary") and desk.manuscript.glossary):
        return []
    title = desk.t("glossary")
    return [slot_of(desk, "glossary", title, page_context("glossary", title), "arabic")]
