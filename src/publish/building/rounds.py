"""Set every gathering of the works, in rounds, until the page numbers have the room they need.

A page number in the text takes as much room as it has digits; nothing else of it enters the
pages. The first round guesses the digits from the length of the copy, so that the same sources
always go through the same rounds; mostly the first is the last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from publish.binding.model import PagePlan, Section
from publish.binding.paging import page_plan, sections_of
from publish.building.progress import Progress
from publish.building.store import Store, gathering_key
from publish.building.workers import Job, Workers
from publish.building.works import Work
from publish.composing.compose import compose_index, with_index
from publish.composing.late import number_fields
from publish.composing.model import Slot, Ticket
from publish.errors import Place
from publish.typesetting.model import Gathering

MOST_ROUNDS = 5
_LETTERS_A_PAGE = 3600  # of HTML, tags included; measured on the guide's chapters
_CONTINUED = 11  # placeholders for the word and its parentheses, in the languages known

Labels = Mapping[str, str]  # anchor → printed page number; "slug#anchor" in other works


@dataclass(frozen=True, slots=True)
class SetGathering:
    """A gathering of this build: how it came about."""

    work: str
    slot: Slot
    gathering: Gathering
    was_set: bool


@dataclass(frozen=True, slots=True)
class SetWork:
    """A work whose pages are all set."""

    work: Work
    gatherings: tuple[SetGathering, ...]
    sections: tuple[Section, ...]
    plan: PagePlan


class Setter:
    """Sets slots through the cache and remembers what it had to set."""

    def __init__(
        self, store: Store, hire: Callable[[], Workers], watch: Progress, *, anew: bool
    ) -> None:
        """`hire` is called when there is something to set; `anew` sets what the cache holds too."""
        self._store, self._hire, self._watch, self._anew = store, hire, watch, anew
        self._found: dict[str, Gathering] = {}  # by key, in this build
        self._set: set[str] = set()

    def set(self, tickets: Mapping[str, Ticket]) -> dict[str, Gathering]:
        """Return the gathering of every ticket, by the names in `tickets`."""
        keys = {name: gathering_key(ticket) for name, ticket in tickets.items()}
        missing: dict[str, str] = {}
        for name, key in keys.items():
            if key in self._found:
                continue
            kept = None if self._anew else self._store.gathering(key, name)
            if kept is None:
                missing.setdefault(key, name)
            else:
                self._found[key] = kept
        self._watch.planned(len(missing), len(set(keys.values())) - len(missing))
        if missing:
            self._set_missing({name: tickets[name] for name in missing.values()}, keys)
        return {name: self._found[key] for name, key in keys.items()}

    def was_set(self, gathering: Gathering) -> bool:
        """Was `gathering` set in this build, not taken from the cache?"""
        return gathering.key in self._set

    def _set_missing(self, tickets: Mapping[str, Ticket], keys: Mapping[str, str]) -> None:
        jobs = [Job(name, ticket) for name, ticket in tickets.items()]
        for done in self._hire().set_all(jobs, lambda job: self._watch.setting(job.name)):
            name, key = done.job.name, keys[done.job.name]
            self._watch.done(name, done.offers.pages, done.offers.seconds)
            self._set.add(key)
            if done.pdf and not any(f.severity == "error" for f in done.offers.findings):
                self._store.keep_faces(done.job.ticket.resources)
                self._found[key] = self._store.keep(key, done.pdf, done.offers)
            else:  # not kept: the fault is found again until it is mended
                self._found[key] = Gathering(key, self._store.folder / "none", done.offers)


def set_works(works: Sequence[Work], setter: Setter) -> tuple[SetWork, ...]:
    """Set all gatherings of `works`, the indexes last."""
    labels = {work.name: _guess(work) for work in works}
    for _ in range(MOST_ROUNDS):
        tickets = {
            f"{work.name}/{slot.name}": number_fields(slot.draft, _room(work, labels))
            for work in works
            for slot in work.slots
        }
        gatherings = setter.set(tickets)
        done = [_bindable(work, work.slots, gatherings) for work in works]
        numbers = {work.name: plan.labels for work, (_, plan) in zip(works, done, strict=True)}
        settled = _settled(tickets, works, labels, numbers)
        labels = numbers
        if settled:
            break
    indexes = {
        work.name: index
        for work, (_, plan) in zip(works, done, strict=True)
        if (index := _index(work, plan))
    }
    tickets = {
        f"{name}/{slot.name}": number_fields(slot.draft, lambda _target: 3)
        for name, slot in indexes.items()
    }
    gatherings |= setter.set(tickets)
    return tuple(_set_work(work, indexes.get(work.name), gatherings, setter) for work in works)


def _set_work(
    work: Work, index: Slot | None, gatherings: Mapping[str, Gathering], setter: Setter
) -> SetWork:
    slots = with_index(work.slots, index)
    sections, plan = _bindable(work, slots, gatherings)
    made = tuple(
        SetGathering(work.name, slot, section.gathering, setter.was_set(section.gathering))
        for slot, section in zip(slots, sections, strict=True)
    )
    return SetWork(work, made, sections, plan)


def _bindable(
    work: Work, slots: tuple[Slot, ...], gatherings: Mapping[str, Gathering]
) -> tuple[tuple[Section, ...], PagePlan]:
    slug = work.publication.slug
    sections = sections_of(
        (
            gatherings[f"{work.name}/{slot.name}"],
            slug,
            slot.numbering,
            slot.start,
            Place(f"{work.name}/{slot.name}"),
        )
        for slot in slots
    )
    return sections, page_plan(sections, work.words())


def _index(work: Work, plan: PagePlan) -> Slot | None:
    return compose_index(
        work.manuscript, work.layout, work.catalogue, work.publication, plan.labels
    )


def _guess(work: Work) -> dict[str, str]:
    """Return a page number of likely length for each target of the work."""
    page, starts = 1.0, []
    for chapter in work.manuscript.chapters:
        starts.append(page)
        page += 1 + len(chapter.body_html) / _LETTERS_A_PAGE
    return {
        target.id: str(int(starts[target.chapter]))
        for target in work.manuscript.targets.values()
        if target.chapter < len(starts)
    }


def _label(target: str, slug: str, lang: str, labels: Mapping[str, Labels]) -> str:
    work, mark, anchor = target.removeprefix("page:").rpartition("#")
    return labels.get(f"{work if mark else slug}/{lang}", {}).get(anchor, "")


def _room(work: Work, labels: Mapping[str, Labels]) -> Callable[[str], int]:
    def room(target: str) -> int:
        if target == "continued":
            return _CONTINUED
        label = _label(target, work.publication.slug, work.lang, labels)
        return max(1, len(label)) if label else 2

    return room


def _settled(
    tickets: Mapping[str, Ticket],
    works: Sequence[Work],
    before: Mapping[str, Labels],
    now: Mapping[str, Labels],
) -> bool:
    """Has every late field of `tickets` the room that the numbers `now` need?"""
    for work in works:
        had, need = _room(work, before), _room(work, now)
        for slot in work.slots:
            ticket = tickets[f"{work.name}/{slot.name}"]
            if any(had(target) != need(target) for target in ticket.late):
                return False
    return True
