"""Bundles: the set pages of several works in one order, with what is the bundle's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.binding.model import PagePlan, Section
from publish.binding.paging import page_plan, sections_of
from publish.building.choice import Choice
from publish.building.rounds import SetGathering, Setter, SetWork
from publish.building.works import COMMON, Work, chosen_bundles, member, wanted
from publish.catalogue.model import Bundle, Catalogue
from publish.composing.bundle import (
    Member,
    compose_bundle,
    compose_bundle_index,
    divider_of,
    member_of,
    merged,
)
from publish.composing.compose import with_index
from publish.composing.late import number_fields
from publish.composing.layouts import Layout, load_layout
from publish.composing.model import Slot
from publish.composing.settings import HALF_TITLE
from publish.editions import EDITIONS
from publish.errors import Finding, Place

_COVERS = frozenset(("cover", "back-cover"))
_ROOM = 4  # digits of a bundle's page number


@dataclass(frozen=True, slots=True)
class _Plan:
    """A bundle in one language, for editions that have the same pages."""

    bundle: Bundle
    lang: str
    editions: tuple[str, ...]
    pages: str  # the edition that names its pages
    works: Mapping[str, SetWork]  # the members that are works, by slug


def set_bundles(
    catalogue: Catalogue, choice: Choice, works: Sequence[SetWork], setter: Setter
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
        bundle, found = _set_bundle(catalogue, plan, setter)
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
        for names, editions in plans.items():
            common = len(plans) == 1 or COMMON in editions
            pages = COMMON if common else EDITIONS[editions[0]].text
            done = {slug: by_name[name] for slug, name in names}
            yield _Plan(bundle, lang, tuple(editions), pages, done)


def _set_bundle(
    catalogue: Catalogue, plan: _Plan, setter: Setter
) -> tuple[SetWork | None, tuple[Finding, ...]]:
    """Return a bundle with its own pages set; None where its layout is at fault."""
    publication, merge = plan.bundle.publication, plan.bundle.merge
    named = publication.places.get("layout", Place(publication.place))
    brand = catalogue.imprint.brand
    layout, faults = load_layout(catalogue.root, publication.layout, brand, named)
    members = _members(plan)
    manuscripts = [done.work.manuscript for done in plan.works.values()]
    whole = merged(publication.slug, plan.lang, manuscripts, merge)
    slots, composed = compose_bundle(members, whole, layout, catalogue, publication)
    findings = (*faults, *composed)
    if not slots:
        return None, findings
    work = Work(catalogue, publication, plan.lang, plan.pages, whole, layout, slots, plan.editions)
    own = _set_slots(work, slots, setter)
    _, _, pages = _in_order(work, slots, own, plan)
    index = compose_bundle_index(whole, layout, catalogue, publication, _numbers(pages))
    if index:
        own |= _set_slots(work, (index,), setter)
        slots = with_index(slots, index)
    made, sections, pages = _in_order(work, slots, own, plan)
    titles = {one.slug: one.title for one in members}
    return SetWork(work, made, sections, pages, titles), findings


def _members(plan: _Plan) -> tuple[Member, ...]:
    return tuple(
        member_of(
            number,
            done.work.manuscript,
            done.work.layout,
            done.work.catalogue,
            done.work.publication,
        )
        for number, done in enumerate(plan.works.values(), start=1)
    )


def _set_slots(work: Work, slots: Sequence[Slot], setter: Setter) -> dict[str, SetGathering]:
    """Return the gatherings of a bundle's own slots, by their names."""
    tickets = {
        f"{work.name}/{slot.name}": number_fields(slot.draft, lambda _target: _ROOM)
        for slot in slots
    }
    done = setter.set(tickets)
    gatherings = {slot.name: done[f"{work.name}/{slot.name}"] for slot in slots}
    return {
        slot.name: SetGathering(work, slot, gathering, setter.was_set(gathering))
        for slot, gathering in zip(slots, gatherings.values(), strict=True)
    }


def _in_order(
    work: Work, slots: Sequence[Slot], own: Mapping[str, SetGathering], plan: _Plan
) -> tuple[tuple[SetGathering, ...], tuple[Section, ...], PagePlan]:
    """Return all gatherings in the order of binding, as sections, and what their pages are."""
    dividers = {divider_of(slug): slug for slug in plan.works}
    left_out = _left_out(plan.bundle, work.layout)
    listed: list[tuple[SetGathering, str]] = []
    for slot in slots:
        part = dividers.get(slot.name, "")
        listed.append((own[slot.name], part))
        if part:
            every = plan.works[part].gatherings
            listed += [(made, part) for made in every if made.slot.name not in left_out]
    sections = sections_of(
        (
            made.gathering,
            made.work.publication.slug,
            made.slot.numbering,
            made.slot.start,
            Place(f"{made.work.name}/{made.slot.name}"),
        )
        for made, _ in listed
    )
    placed = tuple(
        replace(section, part=part) for section, (_, part) in zip(sections, listed, strict=True)
    )
    planned = page_plan(placed, work.words(), home=work.publication.slug)
    return tuple(made for made, _ in listed), placed, planned


def _left_out(bundle: Bundle, layout: Layout) -> frozenset[str]:
    """Return the names of members' gatherings for which the bundle has something of its own."""
    covers = _COVERS if layout.settings.members == HALF_TITLE else frozenset()
    return covers | bundle.merge


def _numbers(pages: PagePlan) -> dict[str, str]:
    """Return the bundle's page number of every anchor of every member, by "slug#anchor"."""
    return {
        f"{slug}#{anchor}": pages.pages[at].label
        for slug, places in pages.by_work.items()
        for anchor, at in places.items()
    }
