"""Set every gathering of the works, in rounds, until the page numbers have the room they need.

A page number in the text takes as much room as it has digits; nothing else of it enters the
pages. What has certain digits is set first (see `forecast`), so that hardly anything is set twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from publish.binding.model import PagePlan, Section
from publish.binding.paging import page_plan, sections_of
from publish.building.forecast import Span, forecast, surely
from publish.building.progress import Progress
from publish.building.store import Store, gathering_key
from publish.building.workers import Job, Workers
from publish.building.works import Work, peer
from publish.composing.compose import compose_index, with_index
from publish.composing.late import number_fields, unsized_fields
from publish.composing.model import Slot, Ticket
from publish.errors import Place
from publish.typesetting.model import Gathering

FIRM = 3  # times that a gathering is set before its rooms only grow
FEW = 2  # not the number of workers: the way to the pages is the same on every machine
_USUAL = 4  # digits of a page number, at most
_UNKNOWN = surely("00")  # binding will name the reference that leads nowhere

Rooms = Mapping[str, int]  # late field's target → placeholders


@dataclass(frozen=True, slots=True)
class SetGathering:
    """A gathering of this build: how it came about."""

    work: Work
    slot: Slot
    gathering: Gathering
    was_set: bool


@dataclass(frozen=True, slots=True)
class SetWork:
    """A work whose pages are all set, or a bundle of such works.

    Attributes:
        gatherings: its own; a bundle's members have theirs.
        names: of the gatherings of all sections, in order; a member's cover is not the bundle's.
        part_titles: in a bundle, the title of each member, by slug.
        keeps: it keeps the standards that works claim; a document of others may not.
    """

    work: Work
    gatherings: tuple[SetGathering, ...]
    sections: tuple[Section, ...]
    plan: PagePlan
    names: tuple[str, ...]
    part_titles: Mapping[str, str] = field(default_factory=dict)
    keeps: bool = True

    def start_of(self, made: SetGathering) -> int:
        """Return the physical index of the first page of one of its own gatherings."""
        return self.plan.starts[self.names.index(made.slot.name)]


@dataclass(frozen=True, slots=True)
class _Others:
    """Works that are set and that those at hand refer to, with the labels of their anchors."""

    works: tuple[Work, ...]
    labels: Mapping[str, Mapping[str, Span]]  # by the work's name


class Setter:
    """Sets slots through the cache and remembers what it had to set."""

    def __init__(self, store: Store, crew: Workers, watch: Progress, *, anew: bool) -> None:
        """`anew` sets what the cache holds, too."""
        self._store, self._crew, self._watch, self._anew = store, crew, watch, anew
        self._found: dict[str, Gathering] = {}  # by key, in this build
        self._set: set[str] = set()
        self._faces: set[str] = set()  # digests of fonts that are surely kept

    def set(self, tickets: Mapping[str, Ticket]) -> dict[str, Gathering]:
        """Return the gathering of every ticket, by the names in `tickets`."""
        if not tickets:
            return {}
        keys = {name: gathering_key(ticket) for name, ticket in tickets.items()}
        self._keep_faces(tickets.values())
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

    def _keep_faces(self, tickets: Iterable[Ticket]) -> None:
        fonts = {
            resource.digest: resource
            for ticket in tickets
            for resource in ticket.resources
            if resource.media_type.startswith("font/") and resource.digest not in self._faces
        }
        self._store.keep_faces(fonts.values())
        self._faces.update(fonts)

    def was_set(self, gathering: Gathering) -> bool:
        """Was `gathering` set in this build, not taken from the cache?"""
        return gathering.key in self._set

    def _set_missing(self, tickets: Mapping[str, Ticket], keys: Mapping[str, str]) -> None:
        jobs = [Job(name, ticket) for name, ticket in tickets.items()]
        for done in self._crew.set_all(jobs, lambda job: self._watch.setting(job.name)):
            name, key = done.job.name, keys[done.job.name]
            self._watch.done(name, done.offers.pages, done.offers.seconds)
            self._set.add(key)
            if done.pdf:  # kept with its faults, of which some may be waived
                self._found[key] = self._store.keep(key, done.pdf, done.offers)
            else:
                self._found[key] = Gathering(key, self._store.folder / "none", done.offers)


def set_works(
    works: Sequence[Work], setter: Setter, beside: Sequence[SetWork] = ()
) -> tuple[SetWork, ...]:
    """Set all gatherings of `works`, the indexes last.

    Args:
        beside: works that are set and whose page numbers these print.
    """
    others = _Others(
        tuple(done.work for done in beside),
        {
            done.work.name: {a: surely(label) for a, label in done.plan.labels.items()}
            for done in beside
        },
    )
    rooms: dict[str, Rooms] = {}  # by gathering: the room each of its late fields was given
    tries: Counter[str] = Counter()
    gatherings: dict[str, Gathering] = {}
    while chosen := _next_wave(works, others, gatherings, rooms, tries):
        tickets = {}
        for name, (slot, needed) in chosen.items():
            given = rooms.get(name, {}) if tries[name] > FIRM else {}
            rooms[name] = {t: max(span.room, given.get(t, 0)) for t, span in needed.items()}
            tickets[name] = number_fields(slot.draft, rooms[name].__getitem__)
            tries[name] += 1
        gatherings |= setter.set(tickets)
    indexes = _indexes(works, gatherings)
    gatherings |= setter.set(
        {name: number_fields(slot.draft, lambda _target: 3) for name, slot in indexes.items()}
    )
    return tuple(
        _set_work(work, indexes.get(f"{work.name}/index"), gatherings, setter) for work in works
    )


def set_slots(work: Work, slots: Sequence[Slot], setter: Setter) -> dict[str, SetGathering]:
    """Set gatherings that print no number before it is known, or have room for any; by name."""
    names = {slot.name: f"{work.name}/{slot.name}" for slot in slots}
    room = _usual_room(work)
    done = setter.set({names[slot.name]: number_fields(slot.draft, room) for slot in slots})
    return {
        slot.name: SetGathering(work, slot, gathering, setter.was_set(gathering))
        for slot in slots
        for gathering in [done[names[slot.name]]]
    }


def _usual_room(work: Work) -> Callable[[str], int]:
    """Return the room of a late field where no true page number is known yet."""
    continued = surely(_continued(work)).room
    return lambda target: continued if target == "continued" else _USUAL


def _continued(work: Work) -> str:
    return f"({work.words().get('continued', '')})"


def _next_wave(
    works: Sequence[Work],
    others: _Others,
    gatherings: Mapping[str, Gathering],
    rooms: Mapping[str, Rooms],
    tries: Mapping[str, int],
) -> dict[str, tuple[Slot, Mapping[str, Span]]]:
    """Return what to set next: all whose room is certain, or else the first few of the rest.

    A gathering that was given another room than it surely needs is set again. Should page numbers
    chase each other, rooms only grow after a few times: a number may be smaller than its room.
    """
    labels = {**others.labels, **_labels(works, gatherings)}
    every = (*works, *others.works)
    sure: dict[str, tuple[Slot, Mapping[str, Span]]] = {}
    doubtful: dict[str, tuple[Slot, Mapping[str, Span]]] = {}
    for work in works:
        for slot in work.slots:
            name, needed = f"{work.name}/{slot.name}", _rooms(work, slot, every, labels)
            certain = all(span.certain for span in needed.values())
            if name not in gatherings:
                (sure if certain else doubtful)[name] = (slot, needed)
            elif certain and _misfits(rooms[name], needed, tries[name]):
                sure[name] = (slot, needed)
    return sure or dict(list(doubtful.items())[:FEW])


def _misfits(given: Rooms, needed: Mapping[str, Span], tries: int) -> bool:
    if tries > FIRM:
        return any(span.room > given[target] for target, span in needed.items())
    return any(span.room != given[target] for target, span in needed.items())


def _set_work(
    work: Work, index: Slot | None, gatherings: Mapping[str, Gathering], setter: Setter
) -> SetWork:
    slots = with_index(work.slots, index)
    sections, plan = _bindable(work, slots, gatherings)
    made = tuple(
        SetGathering(work, slot, section.gathering, setter.was_set(section.gathering))
        for slot, section in zip(slots, sections, strict=True)
    )
    return SetWork(work, made, sections, plan, tuple(slot.name for slot in slots))


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


def _indexes(works: Sequence[Work], gatherings: Mapping[str, Gathering]) -> dict[str, Slot]:
    """Return the index of each work that has one, by the gathering's name."""
    indexes = {}
    for work in works:
        _, plan = _bindable(work, work.slots, gatherings)
        index = compose_index(
            work.manuscript, work.layout, work.catalogue, work.publication, plan.labels
        )
        if index:
            indexes[f"{work.name}/{index.name}"] = index
    return indexes


def _labels(
    works: Sequence[Work], gatherings: Mapping[str, Gathering]
) -> dict[str, Mapping[str, Span]]:
    """Return the labels of each work's anchors: true ones where all of the work is set."""
    labels: dict[str, Mapping[str, Span]] = {}
    for work in works:
        names = {slot.name: f"{work.name}/{slot.name}" for slot in work.slots}
        known = {slot: gatherings[name] for slot, name in names.items() if name in gatherings}
        if len(known) == len(names):
            _, plan = _bindable(work, work.slots, gatherings)
            labels[work.name] = {a: surely(label) for a, label in plan.labels.items()}
        else:
            labels[work.name] = forecast(work.slots, known)
    return labels


def _rooms(
    work: Work, slot: Slot, works: Sequence[Work], labels: Mapping[str, Mapping[str, Span]]
) -> dict[str, Span]:
    """Return the text, as far as it is known, of each late field of a slot."""
    rooms: dict[str, Span] = {}
    for target in unsized_fields(slot.draft.html):
        slug, mark, anchor = target.removeprefix("page:").rpartition("#")
        named = peer(works, slug, work) if mark else work
        rooms[target] = labels[named.name].get(anchor, _UNKNOWN) if named else _UNKNOWN
    if "continued" in rooms:
        rooms["continued"] = surely(_continued(work))
    return rooms
