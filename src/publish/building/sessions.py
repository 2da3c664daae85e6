"""Session packs: every document of a session set like a work, and bound like an edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from publish.binding.model import Inset, Section
from publish.building.account import findings_alone
from publish.building.bindery import Bindery
from publish.building.issue import Staged
from publish.building.naming import COMMON, file_of
from publish.building.pack_documents import DOCUMENTS, FACILITATOR, HANDOUT, SLIDES, Copy, Document
from publish.building.pack_reading import Texts, pack_secrets, read_packs, referred
from publish.building.pieces import piece_of
from publish.building.rounds import Setter, SetWork, set_works
from publish.building.styling import style_findings
from publish.building.works import Work, gather_works
from publish.catalogue.model import Catalogue, Identifiers, Publication
from publish.catalogue.people import Person
from publish.catalogue.sessions import Session
from publish.checking.leaks import check_leaks
from publish.composing.layouts import Layout, load_layout
from publish.composing.pack_insets import INSET, inset_of
from publish.composing.packs import HandoutPages, Pack, overfull
from publish.errors import Finding, errors_of
from publish.manuscript.library import Library
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
    """What packs are made with.

    Attributes:
        edition: in which documents are bound: "screen" or "greyscale".
    """

    catalogue: Catalogue
    cache: Path
    setter: Setter
    edition: str = COMMON

    def called(self, document: str) -> str:
        """Return the name of a document in this edition, as its file bears it."""
        return document if self.edition == COMMON else f"{document}-{self.edition}"


def set_packs(
    sessions: Sequence[tuple[Session, str]], room: Room
) -> tuple[tuple[SetPack, ...], tuple[Finding, ...]]:
    """Read, compose and set the packs of sessions, each in a language.

    Nothing is set where the sources are at fault.

    Raises:
        FindingsError: a layout cannot be used.
    """
    layouts, findings = _layouts(room.catalogue)
    library = Library()
    texts = Texts(room.catalogue, room.cache, layouts[HANDOUT], library)
    packs, found = read_packs(sessions, texts)
    findings += found
    choice = referred(sessions, room.catalogue)
    composed, found = gather_works(room.catalogue, choice, room.cache, library)
    findings += found
    if errors_of(findings):
        return (), tuple(dict.fromkeys(findings))
    works = set_works(composed, room.setter)
    made = tuple(
        SetPack(pack, people, pack_secrets(pack, shown), works) for pack, shown, people in packs
    )
    for wave in DOCUMENTS:
        findings += _set_wave(wave, made, works, layouts, room)
        if errors_of(findings):
            return (), tuple(dict.fromkeys(findings))
    for one in made:
        if slides := one.documents.get(SLIDES):
            (places,) = slides.plan.by_work.values()
            findings += overfull(one.pack, places, len(slides.plan.pages))
    return made, tuple(dict.fromkeys(findings))


def check_packs(
    sessions: Sequence[tuple[Session, str]], catalogue: Catalogue, cache: Path, library: Library
) -> tuple[Finding, ...]:
    """Return what is wrong with the sources of sessions.

    Args:
        library: what was read of the house before; it grows.
    Raises:
        FindingsError: a layout cannot be used.
    """
    layouts, findings = _layouts(catalogue)
    packs, found = read_packs(sessions, Texts(catalogue, cache, layouts[HANDOUT], library))
    slides = (pack.slides for pack, _, _ in packs if pack.slides)
    return (*findings, *found, *style_findings(catalogue, slides, cache))


def stage_pack(
    made: SetPack, room: Room, bindery: Bindery
) -> Iterator[tuple[Staged, tuple[Finding, ...]]]:
    """Bind and check the documents of a pack; give each with what leaks in it.

    The handout comes first: its pages stand in the facilitator's edition.
    """
    handout: Staged | None = None
    for name, document in made.documents.items():
        done = document
        if name == FACILITATOR and handout:
            pages = _pages_of(made.documents[HANDOUT])
            done = _with_insets(document, pages, handout, bindery.output)
        piece = dataclasses.replace(piece_of(done, room.edition), edition=room.called(name))
        staged = bindery.stage(piece)
        path = staged.staged or bindery.output / staged.issued.path
        leaks: tuple[Finding, ...] = ()
        if name in _SHARED:
            leaks = check_leaks(path, made.secrets, staged.issued.path)
        handout = staged if name == HANDOUT else handout
        yield staged, leaks


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
        copy = _copy(made, room)
        for document in wave:
            layout = layouts[document.layout]
            slots, found = document.compose(copy, layout)
            findings += found
            if slots:
                called = room.called(document.name)
                publication = _publication(called, document, made.pack, layout)
                text = made.pack.participants if document.shared else made.pack.facilitator
                work = Work(
                    room.catalogue,
                    publication,
                    made.pack.lang,
                    document.name,
                    text,
                    layout,
                    slots,
                    (called,),
                )
                asked.append((made, document, work))
    if errors_of(findings):
        return findings
    done = set_works([work for _, _, work in asked], room.setter, beside=works)
    for (made, document, _), one in zip(asked, done, strict=True):
        made.documents[document.name] = one
        for gathering in one.gatherings:
            findings += tuple(findings_alone(gathering, room.called(document.name), ""))
    return findings


def _copy(made: SetPack, room: Room) -> Copy:
    pages = {name: _pages_of(document) for name, document in made.documents.items()}
    slug, lang = f"{HANDOUTS}/{made.pack.session.name}", made.pack.lang
    publication = dataclasses.replace(made.pack.publication, slug=slug)
    files = {
        one.name: file_of(publication, lang, room.called(one.name)).rpartition("/")[2]
        for wave in DOCUMENTS
        for one in wave
    }
    return Copy(made.pack, room.catalogue, made.people, files, pages)


def _pages_of(document: SetWork) -> HandoutPages:
    """Return what stands on which page of a document."""
    page = document.work.layout.settings.page
    (places,) = document.plan.by_work.values()
    first = {anchor: at + 1 for anchor, at in places.items()}
    top = (page.height - page.top) * MM - 1.0
    heads = frozenset(
        anchor
        for made in document.gatherings
        for anchor, spot in made.gathering.offers.anchors.items()
        if spot.y >= top
    )
    return HandoutPages(len(document.plan.pages), first, heads, page.width, page.height)


def _publication(called: str, document: Document, pack: Pack, layout: Layout) -> Publication:
    """Return the session as a work, whose edition a document is."""
    return dataclasses.replace(
        pack.publication,
        slug=f"{HANDOUTS}/{pack.session.name}",
        title={pack.lang: pack.title},
        subtitle={pack.lang: layout.strings.find(pack.lang, document.word)},
        short_title={pack.lang: pack.title},
        description={},
        languages=(pack.lang,),
        editions=(called,),
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
