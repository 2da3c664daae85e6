"""Session packs: every document of a session set like a gathering, and bound like an edition."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.binding.model import Inset, Section
from publish.binding.paging import page_plan, sections_of
from publish.building.account import findings_alone
from publish.building.bindery import Bindery
from publish.building.choice import Choice
from publish.building.issue import Staged
from publish.building.naming import COMMON
from publish.building.pack_reading import pack_secrets, read_pack
from publish.building.pieces import Piece
from publish.building.rounds import SetGathering, Setter, SetWork, set_works, usual_room
from publish.building.works import Work, gather_works
from publish.catalogue.model import Catalogue, Identifiers, Publication
from publish.catalogue.people import Person, read_people
from publish.catalogue.sessions import Session
from publish.checking.leaks import check_leaks
from publish.checking.preflight.requirements import SCREEN
from publish.composing.late import number_fields
from publish.composing.layouts import Layout, load_layout
from publish.composing.model import Slot
from publish.composing.pack_insets import INSET, inset_of
from publish.composing.pack_model import Composed
from publish.composing.packs import (
    HandoutPages,
    Pack,
    compose_answers,
    compose_facilitator,
    compose_handout,
    compose_slides,
    overfull,
)
from publish.composing.people import LAYOUT as PEOPLE
from publish.composing.people import (
    compose_badges,
    compose_certificates,
    compose_table_cards,
)
from publish.editions import screen
from publish.errors import Finding, Place
from publish.units import MM

HANDOUTS = "handouts"  # the folder of session packs in output/
# The layout of each document, and the word for it in strings.csv.
_DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "handout": ("handout", "handout"),
    "facilitator": ("training", "facilitators_edition"),
    "answers": ("training", "answer_key"),
    "slides": ("slides", "slides"),
    "certificates": (PEOPLE, "certificates"),
    "badges": (PEOPLE, "badges"),
    "table-cards": (PEOPLE, "table_cards"),
}
_FOR_PEOPLE: Mapping[str, Callable[..., Composed]] = {
    "certificates": compose_certificates,
    "badges": compose_badges,
    "table-cards": compose_table_cards,
}
FOR_PARTICIPANTS = frozenset(("handout", "slides"))


@dataclass(frozen=True, slots=True)
class SetPack:
    """A session pack whose documents are set.

    Attributes:
        documents: "handout", "facilitator", "answers", "slides".
        secrets: what only the facilitator may read.
        works: that its documents refer to.
    """

    pack: Pack
    documents: Mapping[str, SetWork]
    secrets: frozenset[str]
    works: tuple[SetWork, ...]


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

    Raises:
        FindingsError: a layout cannot be used.
    """
    packs: list[SetPack] = []
    findings: list[Finding] = []
    for session, lang in sessions:
        made, found = _set_pack(session, lang, room)
        packs += [made] if made else []
        findings += found
    return tuple(packs), tuple(dict.fromkeys(findings))


def stage_pack(made: SetPack, bindery: Bindery) -> Iterator[tuple[Staged, tuple[Finding, ...]]]:
    """Bind and check the documents of a pack; give each with what leaks in it.

    The handout comes first: its pages stand in the facilitator's edition.
    """
    handout: Staged | None = None
    for name, document in made.documents.items():
        done = document
        if name == "facilitator" and handout:
            pages = _pages_of(made.documents["handout"])
            done = _with_insets(document, pages, handout, bindery.output)
        staged = bindery.stage(Piece(done, name, screen.FORM, SCREEN, done.sections))
        path = staged.staged or bindery.output / staged.issued.path
        leaks: tuple[Finding, ...] = ()
        if name in FOR_PARTICIPANTS:
            leaks = check_leaks(path, made.secrets, staged.issued.path)
        handout = staged if name == "handout" else handout
        yield staged, leaks


def _set_pack(
    session: Session, lang: str, room: Room
) -> tuple[SetPack | None, tuple[Finding, ...]]:
    """Return a pack; None where its sources are at fault."""
    layouts, findings = _layouts(room.catalogue)
    pack, shown, found = read_pack(session, lang, room.catalogue, room.cache, layouts["handout"])
    findings += found
    slugs = dict.fromkeys([session.work, *(one.partition("#")[0] for one in session.excerpts)])
    choice = Choice(slugs=tuple(slugs), editions=(COMMON,), languages=(lang,))
    composed, found = gather_works(room.catalogue, choice, room.cache)
    findings += found
    if _has_errors(findings):
        return None, findings
    works = set_works(composed, room.setter)
    people, found = _people(session, room.catalogue.root)
    findings += found
    documents: dict[str, SetWork] = {}
    for name, (layout, _) in _DOCUMENTS.items():
        slots, found = (
            _FOR_PEOPLE[name](people, pack, layouts[layout], room.catalogue)
            if name in _FOR_PEOPLE
            else _compose(name, pack, layouts[layout], room.catalogue, documents)
        )
        findings += found
        if _has_errors(found):
            return None, findings
        if slots:
            documents[name] = _set(name, pack, slots, layouts[layout], room)
            for made in documents[name].gatherings:
                findings += tuple(findings_alone(made, name, ""))
    if "slides" in documents:
        findings += _overfull(pack, documents["slides"])
    return SetPack(pack, documents, pack_secrets(pack, shown), works), findings


def _people(session: Session, root: Path) -> tuple[tuple[Person, ...], tuple[Finding, ...]]:
    """Return those who take part, where a session names a list of them."""
    if session.participants is None:
        return (), ()
    return read_people(session.participants, session.participants.relative_to(root).as_posix())


def _overfull(pack: Pack, slides: SetWork) -> tuple[Finding, ...]:
    (places,) = slides.plan.by_work.values()
    return overfull(pack, places, len(slides.plan.pages))


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _layouts(catalogue: Catalogue) -> tuple[dict[str, Layout], tuple[Finding, ...]]:
    layouts: dict[str, Layout] = {}
    findings: tuple[Finding, ...] = ()
    for name in dict.fromkeys(layout for layout, _ in _DOCUMENTS.values()):
        layouts[name], found = load_layout(catalogue.root, name, catalogue.imprint.brand)
        findings += found
    return layouts, findings


def _compose(
    name: str,
    pack: Pack,
    layout: Layout,
    catalogue: Catalogue,
    documents: Mapping[str, SetWork],
) -> tuple[tuple[Slot, ...], tuple[Finding, ...]]:
    if name == "handout":
        return compose_handout(pack, layout, catalogue)
    if name == "answers":
        return compose_answers(pack, layout, catalogue)
    if name == "slides":
        return compose_slides(pack, layout, catalogue)
    return compose_facilitator(pack, layout, catalogue, _pages_of(documents["handout"]))


def _pages_of(handout: SetWork) -> HandoutPages:
    """Return what stands on which page of a handout."""
    page = handout.work.layout.settings.page
    (places,) = handout.plan.by_work.values()
    first = {anchor: at + 1 for anchor, at in places.items()}
    return HandoutPages(len(handout.plan.pages), first, page.width, page.height)


def _set(name: str, pack: Pack, slots: Sequence[Slot], layout: Layout, room: Room) -> SetWork:
    publication = _publication(name, pack, layout)
    text = pack.participants if name in FOR_PARTICIPANTS else pack.facilitator
    work = Work(room.catalogue, publication, pack.lang, COMMON, text, layout, tuple(slots), (name,))
    names = {slot.name: f"{work.name}/{name}/{slot.name}" for slot in slots}
    tickets = {names[s.name]: number_fields(s.draft, usual_room(work)) for s in slots}
    done = room.setter.set(tickets)
    made = tuple(
        SetGathering(work, slot, gathering, room.setter.was_set(gathering))
        for slot in slots
        for gathering in [done[names[slot.name]]]
    )
    sections = sections_of(
        (one.gathering, publication.slug, one.slot.numbering, one.slot.start, Place(one.slot.name))
        for one in made
    )
    plan = page_plan(sections, work.words())
    return SetWork(work, made, sections, plan, tuple(slot.name for slot in slots))


def _publication(name: str, pack: Pack, layout: Layout) -> Publication:
    """Return the session as a work, whose edition a document is."""
    return dataclasses.replace(
        pack.publication,
        slug=f"{HANDOUTS}/{pack.session.name}",
        title={pack.lang: pack.title},
        subtitle={pack.lang: layout.strings.find(pack.lang, _DOCUMENTS[name][1])},
        short_title={pack.lang: pack.title},
        description={},
        languages=(pack.lang,),
        editions=(name,),
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
