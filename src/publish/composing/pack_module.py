"""The module of a session: which of its sections tells of which step, and what comes before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from publish.composing.fragments import replaced
from publish.composing.pack_html import EXERCISE, Section, plain, sections
from publish.composing.pack_model import Pack, boxes_of, chapter_of
from publish.composing.pack_views import said
from publish.manuscript.model import Manuscript

PLAN = "session-plan"  # id of the plan, which stands for the module's own


@dataclass(frozen=True, slots=True)
class Module:
    """What a facilitator needs of the module's text.

    Attributes:
        told: by the number of a step, the section that tells of it.
        before: sections that are no step and hold none, ask nothing and are not handed out.
        aliases: id in the work → id in the facilitator's edition of what stands for it.
    """

    told: Mapping[int, Section]
    before: tuple[Section, ...]
    aliases: Mapping[str, str]


def module_of(pack: Pack, objectives: str) -> Module:
    """Return the module of a pack's session; an empty one where the session names none.

    Args:
        objectives: heading of the list of objectives in the pack's language: the plan has them.
    """
    chapter = chapter_of(pack, pack.facilitator)
    found = sections(chapter.body_html)[1] if chapter else ()
    told = _told(pack, found)
    handed = {one.anchor for one in pack.excerpts if one.slug == pack.facilitator.slug}
    aliases = dict(exercise_sections(pack, pack.facilitator))
    before = []
    for section in found:
        holds_step = any(one.heading in section.body for one in told.values())
        if section.level == 2 and not holds_step and EXERCISE not in section.body:
            if objectives.casefold() in section.title.casefold() or section.id in handed:
                continue
            kept, plans = _without_plan(pack, section)
            before.append(kept)
            aliases |= dict.fromkeys(plans, PLAN)
    aliases |= {section.id: f"step-{number}" for number, section in told.items() if section.id}
    return Module(told, tuple(before), aliases)


def exercise_sections(pack: Pack, text: Manuscript) -> dict[str, str]:
    """Return, for each section of a work that holds one exercise of the session, its id."""
    found = {}
    boxes = boxes_of(pack, text)
    for chapter in text.chapters:
        every = sections(chapter.body_html)[1]
        for box in boxes:
            holding = [one for one in every if f'id="{box.id}"' in one.body and one.id]
            if holding and holding[-1].level > 2:
                found[holding[-1].id] = box.id
    return found


def _told(pack: Pack, found: Sequence[Section]) -> dict[int, Section]:
    """Return the section of the module for each step: its heading has the step's title."""
    told: dict[int, Section] = {}
    for number, step in enumerate(pack.session.steps, start=1):
        title = plain(said(step.title, pack.lang)).casefold()
        for section in found:
            taken = any(section is other for other in told.values())
            if title and title in section.title.casefold() and section.level > 2 and not taken:
                told[number] = section
                break
    return told


def _without_plan(pack: Pack, section: Section) -> tuple[Section, tuple[str, ...]]:
    """Return a section without the table that has all steps, and the ids of what is gone."""
    titles = [plain(said(step.title, pack.lang)).casefold() for step in pack.session.steps]
    gone: list[str] = []

    def unless_plan(table: str) -> str:
        words = plain(table).casefold()
        if not all(title in words for title in titles):
            return table
        opening = table[: table.index(">")]
        gone.extend([opening.split('id="')[1].split('"')[0]] if 'id="' in opening else [])
        return ""

    body = replaced(section.body, "div", "table", unless_plan)
    if not gone:
        return section, ()
    return replace(section, body=body), tuple(gone)
