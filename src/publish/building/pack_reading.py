"""What a session pack is made from, read for the facilitator and for participants apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from publish.building.choice import Choice
from publish.building.naming import COMMON
from publish.catalogue.model import Catalogue, Publication
from publish.catalogue.people import Person, read_people
from publish.catalogue.sessions import Session
from publish.checking.leaks import secrets_of
from publish.composing.layouts import Layout
from publish.composing.pack_views import listed, said
from publish.composing.packs import SLIDE_MEASURE, Pack
from publish.errors import Finding
from publish.manuscript.excerpting import excerpts_of
from publish.manuscript.library import Library
from publish.manuscript.model import Manuscript
from publish.manuscript.reading import read
from publish.manuscript.slides import check_slides, read_slides

_Read = tuple[Manuscript, tuple[Finding, ...]]
# A pack, all texts that participants are given pieces of, and those who take part.
PackRead = tuple[Pack, tuple[Manuscript, ...], tuple[Person, ...]]


class Texts:
    """Works as facilitators and participants read them, each read once for all sessions."""

    def __init__(self, catalogue: Catalogue, cache: Path, layout: Layout, library: Library) -> None:
        """`cache` keeps drawn charts; `layout` is the handout's: its measure and brand count."""
        self.catalogue, self._cache, self._layout = catalogue, cache, layout
        self._library = library
        self._read: dict[tuple[str, str, str], _Read] = {}

    def work(self, slug: str, lang: str, audience: str) -> _Read:
        """Return a work in its own language that is nearest to `lang`."""
        work = self.catalogue.publications[slug]
        own = language_of(work, lang)
        if (slug, own, audience) not in self._read:
            self._read[slug, own, audience] = read(
                self.catalogue,
                work,
                own,
                brand=self._layout.identity,
                audience=audience,
                measure=self._layout.settings.page.measure,
                cache=self._cache,
                library=self._library,
            )
        return self._read[slug, own, audience]

    def slides(
        self, session: Session, lang: str, audience: str
    ) -> tuple[Manuscript | None, tuple[Finding, ...]]:
        """Return the slides of a session; None where their file is missing."""
        return read_slides(
            self.catalogue,
            self.catalogue.publications[session.work],
            lang,
            session.slides,
            brand=self._layout.identity,
            audience=audience,
            measure=SLIDE_MEASURE,
            cache=self._cache,
            library=self._library,
            place=session.at("slides"),
        )


def language_of(work: Publication, lang: str) -> str:
    """Return the language in which a work is taken for a session in `lang`."""
    return lang if lang in work.languages else work.languages[0]


def works_of(session: Session, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the slugs of a session's work and of those it hands out pieces of; each once."""
    named = (session.work, *(one.partition("#")[0] for one in session.excerpts))
    return tuple(dict.fromkeys(slug for slug in named if slug in catalogue.publications))


def read_packs(
    sessions: Sequence[tuple[Session, str]], texts: Texts
) -> tuple[list[PackRead], tuple[Finding, ...]]:
    """Return what the packs of sessions are made from, and what is wrong with it."""
    packs: list[PackRead] = []
    findings: tuple[Finding, ...] = ()
    for session, lang in sessions:
        pack, shown, found = _read_pack(session, lang, texts)
        people, unread = _people(session, texts.catalogue.root)
        findings += (*found, *unread)
        packs.append((pack, shown, people))
    return packs, findings


def referred(sessions: Iterable[tuple[Session, str]], catalogue: Catalogue) -> Choice:
    """Return the choice of all works that sessions hand out pieces of."""
    named = {
        (slug, language_of(catalogue.publications[slug], lang)): None
        for session, lang in sessions
        for slug in works_of(session, catalogue)
    }
    return Choice(
        slugs=tuple(dict.fromkeys(slug for slug, _ in named)),
        editions=(COMMON,),
        languages=tuple(dict.fromkeys(lang for _, lang in named)),
    )


def _people(session: Session, root: Path) -> tuple[tuple[Person, ...], tuple[Finding, ...]]:
    """Return those who take part, where a session names a list of them."""
    if session.participants is None:
        return (), ()
    return read_people(session.participants, session.participants.relative_to(root).as_posix())


def _read_pack(
    session: Session, lang: str, texts: Texts
) -> tuple[Pack, tuple[Manuscript, ...], tuple[Finding, ...]]:
    """Return a pack, all texts that participants are given pieces of, and what is wrong."""
    findings: list[Finding] = []

    def told(slug: str, audience: str) -> Manuscript:
        made, found = texts.work(slug, lang, audience)
        findings.extend(found)
        return made

    def slides(audience: str) -> Manuscript | None:
        made, found = texts.slides(session, lang, audience) if session.slides else (None, ())
        findings.extend(found)
        return made

    slugs = works_of(session, texts.catalogue)
    public = {slug: told(slug, "participants") for slug in slugs}
    excerpts, found = excerpts_of(session, texts.catalogue, public)
    findings.extend(found)
    shown = slides("facilitator")
    findings.extend(check_slides(session, shown) if shown else ())
    pack = Pack(
        session=session,
        lang=lang,
        publication=texts.catalogue.publications[session.work],
        facilitator=told(session.work, "facilitator"),
        participants=public[session.work],
        excerpts=excerpts,
        slides=shown,
        slides_participants=slides("participants"),
    )
    return pack, tuple(public.values()), tuple(dict.fromkeys(findings))


def pack_secrets(pack: Pack, shown: Sequence[Manuscript]) -> frozenset[str]:
    """Return what only the facilitator may read.

    Args:
        shown: all texts that participants are given pieces of.
    """
    session, lang = pack.session, pack.lang
    kept = [pack.facilitator, *([pack.slides] if pack.slides else [])]
    public = [*shown, *([pack.slides_participants] if pack.slides_participants else [])]
    told = [said(step.notes, lang) for step in session.steps if step.notes]
    printed = [pack.title, *listed(session.objectives, lang)]
    printed += [said(step.title, lang) for step in session.steps]
    return secrets_of(kept, public, told, printed)
