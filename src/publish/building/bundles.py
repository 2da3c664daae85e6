"""Bundles: the set pages of several works in one order, with what is the bundle's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publish.binding.model import PagePlan, Section
from publish.binding.paging import page_plan, sections_of
from publish.building.choice import Choice
from publish.building.foreign import admitted
from publish.building.naming import COMMON
from publish.building.rounds import SetGathering, Setter, SetWork, set_slots
from publish.building.store import Store
from publish.building.works import Work, chosen_bundles, member, referred, wanted
from publish.catalogue.model import Bundle, Catalogue, Document
from publish.composing.bundle import (
    Member,
    compose_bundle,
    compose_bundle_index,
    divider_of,
    member_of,
    member_of_document,
    merged,
)
from publish.composing.compose import with_index
from publish.composing.late import BUNDLE_FOLIO
from publish.composing.layouts import Layout, load_layout
from publish.composing.model import Numbering, Start
from publish.composing.settings import HALF_TITLE
from publish.editions import EDITIONS
from publish.errors import Finding, Place, Rule, errors_of
from publish.manuscript.model import Manuscript
from publish.typesetting.model import Bookmark, Gathering
from publish.units import MM

LEADS_OUT = Rule(
    "B160",
    "What the works of a package refer to is in the package.",
    "Their links open files that are not there for those who have the package alone.",
    "note",
)
NO_NUMBER = Rule(
    "B161",
    "Every page of a bundle shows its number in the bundle.",
    "The contents and the index of the bundle count by it; readers on paper would not find a page.",
    "warning",
)
NO_CLAIMS = Rule(
    "B162",
    "A bundle is as accessible and as lasting as each work in it.",
    "A document of others keeps no standard, so that the bundle must not claim any.",
    "warning",
)
RULES: tuple[Rule, ...] = (LEADS_OUT, NO_NUMBER, NO_CLAIMS)

_COVERS = frozenset(("cover", "back-cover"))
_NUMBER = f"\\{ord(BUNDLE_FOLIO):x}"  # as style sheets write it


@dataclass(frozen=True, slots=True)
class _Plan:
    """A bundle in one language, for editions that have the same pages."""

    bundle: Bundle
    lang: str
    editions: tuple[str, ...]
    pages: str  # the edition that names its pages
    works: Mapping[str, SetWork]  # the members that are works, by slug


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A gathering that waits for its place among those of a bundle."""

    gathering: Gathering
    name: str  # in the bundle: a member's cover is not the bundle's
    work: str  # slug
    numbering: Numbering
    start: Start
    part: str = ""
    foreign: bool = False
    place: Place = field(default_factory=Place)  # of a document, in the catalogue


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bookmark of a document, with the anchor that admission gives it."""

    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class _Bound:
    """A member as it is bound: how the bundle's own pages show it, and its leaves."""

    shown: Member
    leaves: tuple[_Leaf, ...]
    manuscript: Manuscript | None  # none of a document
    keeps: bool


def set_bundles(
    catalogue: Catalogue, choice: Choice, works: Sequence[SetWork], setter: Setter, store: Store
) -> tuple[tuple[SetWork, ...], tuple[Finding, ...]]:
    """Return the bundles of `choice` in page order; only what is their own is set.

    Args:
        works: all that is set, the members among them.
    Raises:
        FindingsError: a bundle's layout cannot be used.
    """
    bundles: list[SetWork] = []
    findings: list[Finding] = []
    for plan in _plans(catalogue, choice, works):
        bundle, found = _set_bundle(catalogue, plan, setter, store)
        bundles += [bundle] if bundle else []
        findings += found
    return tuple(bundles), tuple(dict.fromkeys(findings))


def _plans(catalogue: Catalogue, choice: Choice, works: Sequence[SetWork]) -> Iterator[_Plan]:
    """Yield every bundle, once for editions whose members have the same pages."""
    by_name = {done.work.name: done for done in works}
    every = [done.work for done in works]
    for bundle, lang in chosen_bundles(catalogue, choice):
        plans: dict[tuple[tuple[str, str], ...], list[str]] = {}
        for edition in wanted(bundle.publication, choice):
            found = {slug: member(every, slug, lang, edition) for slug in bundle.members}
            names = tuple((slug, work.name) for slug, work in found.items() if work)
            plans.setdefault(names, []).append(edition)
        others = any(slug in catalogue.documents for slug in bundle.members)
        for names, editions in plans.items():
            if not (names or others):
                continue  # nothing of it is in that language
            common = len(plans) == 1 or COMMON in editions
            pages = COMMON if common else EDITIONS[editions[0]].text
            done = {slug: by_name[name] for slug, name in names}
            yield _Plan(bundle, lang, tuple(editions), pages, done)


def _set_bundle(
    catalogue: Catalogue, plan: _Plan, setter: Setter, store: Store
) -> tuple[SetWork | None, tuple[Finding, ...]]:
    """Return a bundle with its own pages set; None where its layout or a member is at fault."""
    publication = plan.bundle.publication
    named = publication.places.get("layout", Place(publication.place))
    brand = catalogue.imprint.brand
    layout, faults = load_layout(catalogue.root, publication.layout, brand, named)
    members, found = _members(catalogue, plan, layout, store)
    manuscripts = [one.manuscript for one in members if one.manuscript]
    whole = merged(publication.slug, plan.lang, manuscripts, plan.bundle.merge)
    shown = [one.shown for one in members]
    slots, composed = compose_bundle(shown, whole, layout, catalogue, publication)
    findings = (*faults, *found, *composed, *_shortcomings(plan), *_unclaimed(plan, members))
    if not slots or errors_of(findings):
        return None, findings
    whose = (catalogue, publication, plan.lang, plan.pages)
    work = Work(*whose, whole, layout, slots, plan.editions, tuple(shown))
    made = set_slots(work, slots, setter)
    _, planned = _in_order(work, _leaves(made, members))
    numbers = _numbers(planned)
    index = compose_bundle_index(whole, layout, catalogue, publication, numbers)
    if index:
        made |= set_slots(work, (index,), setter)
        made = {slot.name: made[slot.name] for slot in with_index(slots, index)}
    leaves = _leaves(made, members)
    sections, planned = _in_order(work, leaves)
    done = SetWork(
        work,
        tuple(made.values()),
        sections,
        planned,
        tuple(leaf.name for leaf in leaves),
        {one.shown.slug: one.shown.title for one in members},
        all(one.keeps for one in members),
    )
    return done, findings


def _shortcomings(plan: _Plan) -> Iterator[Finding]:
    """Yield what readers of the bundle will miss in its members."""
    publication = plan.bundle.publication
    place = publication.places.get("publications", Place(publication.place))
    for slug, done in plan.works.items():
        if out := sorted(referred(done.work) - {*plan.works}):
            named = ", ".join(f"`{other}`" for other in out)
            message = f"`{slug}` has links to {named}, not in the bundle `{plan.bundle.name}`"
            yield LEADS_OUT.at(place, message, "take it in, or let readers have its file as well")
        sheets = (sheet for slot in done.work.slots for sheet in slot.draft.sheets)
        if not any(_NUMBER in sheet or BUNDLE_FOLIO in sheet for sheet in sheets):
            layout = done.work.layout.name
            message = f"the pages of `{slug}` have no place for it in the layout `{layout}`"
            remedy = f'give its pages the content "{_NUMBER}", as layouts/guide/page.css.j2 does'
            yield NO_NUMBER.at(place, message, remedy)


def _unclaimed(plan: _Plan, members: Sequence[_Bound]) -> Iterator[Finding]:
    lacking = ", ".join(f"`{one.shown.slug}`" for one in members if not one.keeps)
    if lacking:
        publication = plan.bundle.publication
        place = publication.places.get("publications", Place(publication.place))
        message = f"because of {lacking} the bundle is neither PDF/UA-1 nor PDF/A-2a"
        yield NO_CLAIMS.at(place, message, "see what is said of the document, or leave it out")


def _members(
    catalogue: Catalogue, plan: _Plan, layout: Layout, store: Store
) -> tuple[list[_Bound], tuple[Finding, ...]]:
    """Return the members in order; documents that cannot be bound are among the findings."""
    members: list[_Bound] = []
    findings: list[Finding] = []
    for slug in plan.bundle.members:
        number = len(members) + 1
        if slug in plan.works:
            members.append(_work(number, plan.works[slug], _left_out(plan.bundle, layout)))
        elif slug in catalogue.documents:
            bound, found = _document(number, catalogue.documents[slug], layout, store)
            members += [bound] if bound else []
            findings += found
    return members, tuple(findings)


def _left_out(bundle: Bundle, layout: Layout) -> frozenset[str]:
    """Return the names of members' gatherings for which the bundle has something of its own."""
    covers = _COVERS if layout.settings.members == HALF_TITLE else frozenset()
    return covers | bundle.merge


def _work(number: int, done: SetWork, left_out: frozenset[str]) -> _Bound:
    work = done.work
    slug = work.publication.slug
    leaves = tuple(
        _Leaf(
            made.gathering,
            f"{work.name}/{made.slot.name}",
            slug,
            made.slot.numbering,
            made.slot.start,
            part=slug,
        )
        for made in done.gatherings
        if made.slot.name not in left_out
    )
    shown = member_of(number, work.manuscript, work.layout, work.catalogue, work.publication)
    return _Bound(shown, leaves, work.manuscript, keeps=True)


def _document(
    number: int, document: Document, layout: Layout, store: Store
) -> tuple[_Bound | None, tuple[Finding, ...]]:
    page = layout.settings.page
    size = (page.width * MM, page.height * MM)
    gathering, findings = admitted(document, size, store, layout.identity)
    if gathering is None:
        return None, findings
    offers = gathering.offers
    slug = document.slug
    place = document.places.get("file", document.place)
    leaf = _Leaf(gathering, slug, slug, "arabic", "recto", slug, foreign=True, place=place)
    shown = member_of_document(number, document, _outline(offers.bookmarks), offers.pages)
    return _Bound(shown, (leaf,), None, offers.keeps), findings


def _outline(bookmarks: Sequence[Bookmark]) -> list[_Mark]:
    """Return the bookmarks that stand for chapters; one that all others hang under is a title."""
    marks = {
        level: [
            _Mark(one.title, f"bookmark-{n}")
            for n, one in enumerate(bookmarks, start=1)
            if one.level == level
        ]
        for level in (1, 2)
    }
    return marks[2] if len(marks[1]) == 1 and marks[2] else marks[1]


def _leaves(made: Mapping[str, SetGathering], members: Sequence[_Bound]) -> list[_Leaf]:
    """Return the leaves of a bundle in order: each member's follow its divider."""
    dividers = {divider_of(one.shown.slug): one for one in members}
    leaves: list[_Leaf] = []
    for name, one in made.items():
        opened = dividers.get(name)
        part = opened.shown.slug if opened else ""
        slug = one.work.publication.slug
        leaves.append(
            _Leaf(one.gathering, name, slug, one.slot.numbering, one.slot.start, part=part)
        )
        leaves += opened.leaves if opened else ()
    return leaves


def _in_order(work: Work, leaves: Sequence[_Leaf]) -> tuple[tuple[Section, ...], PagePlan]:
    """Return leaves as sections, blanks put where needed, and what their pages are."""
    sections = sections_of(
        (leaf.gathering, leaf.work, leaf.numbering, leaf.start, _place_of(leaf)) for leaf in leaves
    )
    placed = tuple(
        replace(section, part=leaf.part, foreign=leaf.foreign)
        for section, leaf in zip(sections, leaves, strict=True)
    )
    return placed, page_plan(placed, work.words(), home=work.publication.slug)


def _place_of(leaf: _Leaf) -> Place:
    return leaf.place if leaf.foreign else Place(leaf.name)


def _numbers(planned: PagePlan) -> dict[str, str]:
    """Return the bundle's page number of every anchor of every member, by "slug#anchor"."""
    return {
        f"{slug}#{anchor}": planned.pages[at].label
        for slug, places in planned.by_work.items()
        for anchor, at in places.items()
    }
