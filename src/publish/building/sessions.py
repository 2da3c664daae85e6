"""Session packs: every document of a session set like a work, and bound like an edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.binding.model import Inset, Section
from publish.building.account import findings_alone
from publish.building.bindery import Bindery
from publish.building.choice import Choice
from publish.building.issue import Staged
from publish.building.naming import COMMON, file_of
from publish.building.pack_documents import DOCUMENTS, FACILITATOR, HANDOUT, SLIDES, Copy, Document
from publish.building.pack_reading import (
    Texts,
    language_of,
    pack_secrets,
    read_pack,
    works_of,
)
from publish.building.pieces import Piece
from publish.building.rounds import Setter, SetWork, set_works
from publish.building.works import Work, gather_works
from publish.catalogue.model import Catalogue, Identifiers, Publication
from publish.catalogue.people import Person, read_people
from publish.catalogue.sessions import Session
from publish.checking.leaks import check_leaks
from publish.checking.preflight.requirements import SCREEN
from publish.composing.layouts import Layout, load_layout
from publish.composing.pack_insets import INSET, inset_of
from publish.composing.packs import HandoutPages, Pack, overfull
from publish.editions import screen
from publish.errors import Finding, errors_of
from publish.units import MM

HANDOUTS = "handouts"  # the folder of session packs in output/
_SHARED = frozenset(one.name for wave in DOCUMENTS for one in wave if one.shared)


@dataclass(slots=True)
class SetPack:
    """A session pack whose documents are set.

    Attributes:
        documents: by name, in the order in which they are bound.
        secrets: what only the facilitator may read.
        works: that its documents refer to.
    """

    pack: Pack
    people: tuple[Person, ...]
    secrets: frozenset[str]
    works: tuple[SetWork, ...]
    documents: dict[str, SetWork] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """What packs are made with."""

    catalogue: Catalogue
    cache: Path
    setter: Setter


def set_packs(
    sessions: Sequence[tuple[Session, str]], room: Room
) -> tuple[tuple[SetPack, ...], tuple[Finding, ...]]:
    """Read, compose and set the packs of sessions, each in a language.

    Nothing is set where the sources are at fault.

    Raises:
        FindingsError: a layout cannot be used.
    """
    layouts, findings = _layouts(room.catalogue)
    texts = Texts(room.catalogue, room.cache, layouts[HANDOUT])
    packs: list[tuple[Pack, frozenset[str], tuple[Person, ...]]] = []
    for session, lang in sessions:
        pack, shown, found = read_pack(session, lang, texts)
        people, unread = _people(session, room.catalogue.root)
        findings += (*found, *unread)
        packs.append((pack, pack_secrets(pack, shown), people))
    composed, found = gather_works(room.catalogue, _referred(sessions, room.catalogue), room.cache)
    findings += found
    if errors_of(findings):
        return (), tuple(dict.fromkeys(findings))
    works = set_works(composed, room.setter)
    made = tuple(SetPack(pack, people, secrets, works) for pack, secrets, people in packs)
    for wave in DOCUMENTS:
        findings += _set_wave(wave, made, works, layouts, room)
        if errors_of(findings):
            return (), tuple(dict.fromkeys(findings))
    for one in made:
        if slides := one.documents.get(SLIDES):
            (places,) = slides.plan.by_work.values()
            findings += overfull(one.pack, places, len(slides.plan.pages))
    return made, tuple(dict.fromkeys(findings))


def stage_pack(made: SetPack, bindery: Bindery) -> Iterator[tuple[Staged, tuple[Finding, ...]]]:
    """Bind and check the documents of a pack; give each with what leaks in it.

    The handout comes first: its pages stand in the facilitator's edition.
    """
    handout: Staged | None = None
    for name, document in made.documents.items():
        done = document
        if name == FACILITATOR and handout:
            pages = _pages_of(made.documents[HANDOUT])
            done = _with_insets(document, pages, handout, bindery.output)
        staged = bindery.stage(Piece(done, name, screen.FORM, SCREEN, done.sections))
        path = staged.staged or bindery.output / staged.issued.path
        leaks: tuple[Finding, ...] = ()
        if name in _SHARED:
            leaks = check_leaks(path, made.secrets, staged.issued.path)
        handout = staged if name == HANDOUT else handout
        yield staged, leaks


def _referred(sessions: Iterable[tuple[Session, str]], catalogue: Catalogue) -> Choice:
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


def _layouts(catalogue: Catalogue) -> tuple[dict[str, Layout], tuple[Finding, ...]]:
    layouts: dict[str, Layout] = {}
    findings: tuple[Finding, ...] = ()
    for name in dict.fromkeys(one.layout for wave in DOCUMENTS for one in wave):
        layouts[name], found = load_layout(catalogue.root, name, catalogue.imprint.brand)
        findings += found
    return layouts, findings


def _set_wave(
    wave: Sequence[Document],
    packs: Sequence[SetPack],
    works: Sequence[SetWork],
    layouts: Mapping[str, Layout],
    room: Room,
) -> tuple[Finding, ...]:
    """Compose and set some documents of all packs; return what is wrong with them."""
    findings: tuple[Finding, ...] = ()
    asked: list[tuple[SetPack, Document, Work]] = []
    for made in packs:
        copy = _copy(made, room.catalogue)
        for document in wave:
            layout = layouts[document.layout]
            slots, found = document.compose(copy, layout)
            findings += found
            if slots:
                publication = _publication(document, made.pack, layout)
                text = made.pack.participants if document.shared else made.pack.facilitator
                work = Work(
                    room.catalogue,
                    publication,
                    made.pack.lang,
                    document.name,
                    text,
                    layout,
                    slots,
                    (document.name,),
                )
                asked.append((made, document, work))
    if errors_of(findings):
        return findings
    done = set_works([work for _, _, work in asked], room.setter, beside=works)
    for (made, document, _), one in zip(asked, done, strict=True):
        made.documents[document.name] = one
        for gathering in one.gatherings:
            findings += tuple(findings_alone(gathering, document.name, ""))
    return findings


def _copy(made: SetPack, catalogue: Catalogue) -> Copy:
    pages = {name: _pages_of(document) for name, document in made.documents.items()}
    slug, lang = f"{HANDOUTS}/{made.pack.session.name}", made.pack.lang
    publication = dataclasses.replace(made.pack.publication, slug=slug)
    files = {
        one.name: file_of(publication, lang, one.name).rpartition("/")[2]
        for wave in DOCUMENTS
        for one in wave
    }
    return Copy(made.pack, catalogue, made.people, files, pages)


def _pages_of(document: SetWork) -> HandoutPages:
    """Return what stands on which page of a document."""
    page = document.work.layout.settings.page
    (places,) = document.plan.by_work.values()
    first = {anchor: at + 1 for anchor, at in places.items()}
    return HandoutPages(len(document.plan.pages), first, page.width, page.height)


def _publication(document: Document, pack: Pack, layout: Layout) -> Publication:
    """Return the session as a work, whose edition a document is."""
    return dataclasses.replace(
        pack.publication,
        slug=f"{HANDOUTS}/{pack.session.name}",
        title={pack.lang: pack.title},
        subtitle={pack.lang: layout.strings.find(pack.lang, document.word)},
        short_title={pack.lang: pack.title},
        description={},
        languages=(pack.lang,),
        editions=(document.name,),
        identifiers=Identifiers(),
        place=pack.session.place.file,
    )


def _with_insets(
    facilitator: SetWork, pages: HandoutPages, handout: Staged, output: Path
) -> SetWork:
    """Return the facilitator's edition with the handout's pages to be drawn into it."""
    path = handout.staged or output / handout.issued.path
    width = inset_of(pages, facilitator.work.layout.settings.page.outer).width * MM

    def placed(section: Section) -> Section:
        anchors = section.gathering.offers.anchors
        insets = tuple(
            Inset(f"{INSET}-{page + 1}", path, page, width, handout.issued.sha256)
            for page in range(pages.count)
            if f"{INSET}-{page + 1}" in anchors
        )
        return dataclasses.replace(section, insets=insets)

    sections = tuple(placed(section) for section in facilitator.sections)
    return dataclasses.replace(facilitator, sections=sections)
