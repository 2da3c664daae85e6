"""A session pack: what its documents are composed from, and the desk that they share."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publish.catalogue.model import Catalogue, Publication
from publish.catalogue.sessions import Session
from publish.composing.desk import Desk, open_desk
from publish.composing.layouts import Layout
from publish.composing.model import Slot
from publish.composing.pack_html import Box, exercises_of
from publish.composing.pack_views import listed, said, timetable
from publish.composing.strings import LANGUAGE_NAMES
from publish.errors import Finding
from publish.manuscript.excerpting import Excerpt
from publish.manuscript.model import Chapter, Manuscript, Picture, Reference

_CITED = re.compile(r'href="#(ref-[^"]+)"')

Composed = tuple[tuple[Slot, ...], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Pack:
    """A session in one language, and all that its documents are composed from.

    Attributes:
        publication: the work that the session belongs to.
        facilitator, participants: the work as it is read for each of them.
        excerpts: in the order of the session; as participants read them.
        slides, slides_participants: the file of slides, read for each of them.
    """

    session: Session
    lang: str
    publication: Publication
    facilitator: Manuscript
    participants: Manuscript
    excerpts: tuple[Excerpt, ...] = ()
    slides: Manuscript | None = None
    slides_participants: Manuscript | None = None

    @property
    def title(self) -> str:
        return said(self.session.title, self.lang)


def desk_for(
    pack: Pack,
    layout: Layout,
    catalogue: Catalogue,
    manuscript: Manuscript,
    references: Sequence[Reference] = (),
) -> Desk:
    """Return the desk for a document of a pack: the session stands for the work."""
    session, work = pack.session, pack.publication
    publication = dataclasses.replace(
        work,
        title={pack.lang: pack.title},
        subtitle={},
        short_title={},
        accent=session.accent or work.accent,
        places={"accent": session.at("accent")},
    )
    copy = dataclasses.replace(manuscript, lang=pack.lang, references=tuple(references))
    return open_desk(copy, layout, catalogue, publication)


def chapter_of(pack: Pack, manuscript: Manuscript) -> Chapter | None:
    """Return the chapter with the session's module, if it names one."""
    return next((one for one in manuscript.chapters if one.name == pack.session.chapter), None)


def boxes_of(pack: Pack, manuscript: Manuscript) -> tuple[Box, ...]:
    """Return the session's exercises in order; those of its chapter where it names none."""
    if pack.session.exercises:
        every = exercises_of(manuscript.chapters)
        return tuple(every[name] for name in pack.session.exercises if name in every)
    chapter = chapter_of(pack, manuscript)
    return tuple(exercises_of([chapter]).values()) if chapter else ()


def session_context(pack: Pack, desk: Desk) -> dict[str, object]:
    """Return what every template of a pack sees of the session."""
    session, lang, work = pack.session, pack.lang, pack.publication
    return {
        "course": said(work.short_title, lang) or said(work.title, lang),
        "language": LANGUAGE_NAMES.get(lang, lang),
        "minutes": desk.t("minutes_n", n=session.minutes),
        "group": said(session.group, lang),
        "objectives": listed(session.objectives, lang),
        "materials": listed(session.materials, lang),
        "steps": timetable(session, lang),
    }


def once(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return references, each once; those of several works in one order of what is printed.

    Of one that is there twice the first is kept: it has the letter ("2023b") that the text cites.
    """
    known: dict[str, Reference] = {}
    for one in references:
        known.setdefault(one.id, one)
    return tuple(sorted(known.values(), key=lambda one: one.html.casefold()))


def cited(texts: Iterable[Manuscript | None], bodies: Iterable[str]) -> tuple[Reference, ...]:
    """Return the references of some texts that HTML cites."""
    keys = {key for body in bodies for key in _CITED.findall(body)}
    return once(one for text in texts if text for one in text.references if one.id in keys)


def pictures_of(*texts: Manuscript | None) -> tuple[Picture, ...]:
    """Return all pictures of some texts; a page takes those that it shows."""
    chapters = (chapter for text in texts if text for chapter in text.chapters)
    return tuple(picture for chapter in chapters for picture in chapter.pictures)
