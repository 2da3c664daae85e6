"""What bears the names of participants: certificates, badges and table cards of a session."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from publish.catalogue.model import Catalogue
from publish.catalogue.people import Person
from publish.composing.desk import Desk, draft
from publish.composing.fitting import Fitted, Letters, Room, fitted, lacking, letters_of, lines_of
from publish.composing.layouts import Layout
from publish.composing.model import Resource, Slot
from publish.composing.pack_model import Composed, Pack, desk_for
from publish.composing.pack_views import listed, said
from publish.composing.parts import composed, page_context
from publish.composing.pattern import cover_pattern
from publish.composing.people_drawings import Grid, cut_marks
from publish.errors import Finding, Rule

NO_LETTERS = Rule(
    "L156",
    "The brand has faces for the letters of every name.",
    "A line is left for the name to be written by hand, for no other font would be the house's.",
    "warning",
)
RULES: tuple[Rule, ...] = (NO_LETTERS,)

LAYOUT = "people"  # the folder with the templates
CERTIFICATES, BADGES, TABLE_CARDS = "certificates", "badges", "table-cards"
BADGE = Grid(columns=2, rows=4, width=90.0, height=55.0, page=(210.0, 297.0))
_TILE, _TILES = 23.25, 8  # millimetres; of the pattern beside a certificate
_EACH: Mapping[str, int] = {CERTIFICATES: 20, BADGES: 5 * BADGE.count, TABLE_CARDS: 20}

_SMALL = (11.0, 10.0, 9.2, 8.4, 7.6, 7.0, 6.4, 6.0)
_ROOMS: Mapping[str, Mapping[str, Room]] = {  # by document: the rooms of what it says of a person
    CERTIFICATES: {
        "name": Room(224, 33, (48, 44, 40, 36, 32, 28, 24, 21, 18), 1.15, 2),
        "organization": Room(224, 10, (15, 13, 12, 10.5, 9.6, 8.4), 1.3, 2),
    },
    BADGES: {
        "name": Room(79, 21.5, (34, 31, 28, 25.5, 23, 21, 19, 17, 15, 13, 11, 9)),
        "organization": Room(79, 14.2, _SMALL, 1.2),  # and the role below it
        "role": Room(79, 7.4, _SMALL[2:], 1.2),
    },
    TABLE_CARDS: {
        "name": Room(178, 72, (96, 88, 80, 72, 66, 60, 54, 48, 42, 36, 30, 26), 1.14),
        "organization": Room(178, 20, (21, 18.5, 16.5, 15, 13, 12, 10.5), 1.25),
    },
}
_TITLE = Room(224, 20, (26, 23, 20.5, 18.5, 16.5, 15, 13, 12), 1.2, 2)
_HEADING = Room(71, 5.7, (7.6, 7.2, 6.8, 6.4, 6.0, 5.6), 1.1, 2)
_POINTS_SIZES = (10.5, 9.6, 9.0, 8.4, 7.8)
_POINTS_COLUMN, _POINTS_DEPTH = 104.0, 33.0  # millimetres of one of two columns of objectives


@dataclass(frozen=True, slots=True)
class Named:
    """A person as templates print them; what has no letters is None.

    Attributes:
        row: line of the list.
    """

    name: Fitted | None
    organization: Fitted | None
    role: Fitted | None
    label: str  # for bookmarks
    lang: str
    row: int


def compose_certificates(
    people: Sequence[Person], pack: Pack, layout: Layout, catalogue: Catalogue
) -> Composed:
    """Return the certificates: a page of A4, on its side, for each person.

    Args:
        layout: of the folder `LAYOUT`.
    """

    def more(desk: Desk, letters: Sequence[Letters]) -> Mapping[str, object]:
        points, size = _in_short(listed(pack.session.objectives, pack.lang), letters)
        return {
            "hours": _hours(desk, pack.session.minutes),
            "points": points,
            "points_size": size,
            "session_title": fitted(pack.title, letters, _TITLE),
            "tile": _TILE,
            "tiles": _TILES,
        }

    return _composed(CERTIFICATES, people, pack, (layout, catalogue), more)


def compose_badges(
    people: Sequence[Person], pack: Pack, layout: Layout, catalogue: Catalogue
) -> Composed:
    """Return the badges, eight on a page with marks to cut along; the last page is filled up."""

    def more(_desk: Desk, letters: Sequence[Letters]) -> Mapping[str, object]:
        return {"grid": BADGE, "heading": fitted(pack.title, letters, _HEADING)}

    return _composed(BADGES, people, pack, (layout, catalogue), more)


def compose_table_cards(
    people: Sequence[Person], pack: Pack, layout: Layout, catalogue: Catalogue
) -> Composed:
    """Return the table cards: a page for each person, folded to a roof, the name on both sides."""
    return _composed(TABLE_CARDS, people, pack, (layout, catalogue), lambda _desk, _letters: {})


def _composed(
    kind: str,
    people: Sequence[Person],
    pack: Pack,
    house: tuple[Layout, Catalogue],
    more: Callable[[Desk, Sequence[Letters]], Mapping[str, object]],
) -> Composed:
    """Return the slots of a document, of so many people each that one more sets little anew."""
    layout, catalogue = house
    if not people:
        return (), ()
    desk = desk_for(pack, layout, catalogue, pack.participants)
    letters = letters_of(layout)
    title = desk.t(kind.replace("-", "_"))
    families = tuple(dict.fromkeys(one.family for one in letters))
    context = {
        "course": said(pack.publication.short_title, pack.lang)
        or said(pack.publication.title, pack.lang),
        "families": families,
        **more(desk, letters),
    }
    named = [_named(person, letters, _ROOMS[kind]) for person in people]
    drawn = _drawings(kind, pack, desk)

    def run(first: int, last: int) -> list[Slot]:
        shown = {**context, "first": first == 0, "people": named[first:last]}
        page = draft(desk, f"{kind}.html.j2", page_context(kind, title, shown), drawn)
        number = first // _EACH[kind] + 1
        return [Slot(f"{kind}-{number}", f"{title} {first + 1}–{last}", page, "none", "any")]

    starts = range(0, len(named), _EACH[kind])
    parts = [partial(_run_of, run, at, min(at + _EACH[kind], len(named))) for at in starts]
    slots, findings = composed(desk, parts)
    return slots, (*findings, *_without_letters(people, letters, _ROOMS[kind]))


def _run_of(run: Callable[[int, int], list[Slot]], first: int, last: int, _: Desk) -> list[Slot]:
    return run(first, last)


def _drawings(kind: str, pack: Pack, desk: Desk) -> tuple[Resource, ...]:
    if kind == CERTIFICATES:
        svg = cover_pattern(pack.title, desk.palette, 1, _TILES, _TILE, 0)
        return (Resource("pattern.svg", "image/svg+xml", svg.encode()),)
    if kind == BADGES:
        svg = cut_marks(BADGE, desk.layout.brand.colours["grey"])
        return (Resource("marks.svg", "image/svg+xml", svg.encode()),)
    return ()


def _named(person: Person, letters: Sequence[Letters], rooms: Mapping[str, Room]) -> Named:
    role = person.role or person.pronouns
    if person.role and person.pronouns:
        role = f"{person.role} ({person.pronouns})"
    shown = _fitted(role, letters, rooms.get("role"))
    taken = len(shown.lines) * shown.line / 72 * 25.4 if shown else 0.0
    below = rooms["organization"]
    below = replace(below, height=below.height - taken)
    return Named(
        name=_fitted(person.name, letters, rooms["name"]),
        organization=_fitted(person.organization, letters, below),
        role=shown,
        label=person.name,
        lang=person.lang,
        row=person.place.line,
    )


def _fitted(text: str, letters: Sequence[Letters], room: Room | None) -> Fitted | None:
    return fitted(text, letters, room) if text and room else None


def _without_letters(
    people: Sequence[Person], letters: Sequence[Letters], rooms: Mapping[str, Room]
) -> Iterator[Finding]:
    """Yield a finding for each person who has letters in no face; it says of which script."""
    for person in people:
        shown = [person.name, *(getattr(person, key) for key in ("organization", "role"))]
        for what, text in zip(("name", "organization", "role"), shown, strict=True):
            missing = lacking(text, letters[-2:]) if what in rooms else ""
            missing = "".join(c for c in missing if lacking(c, letters))
            if missing:
                scripts = sorted({unicodedata.name(c, "unknown").split()[0] for c in missing})
                message = (
                    f"no face of the brand has the letters of the {what} ({', '.join(scripts)})"
                )
                done = "write it on the line by hand" if what == "name" else "it is left out"
                remedy = f"{done}, add a face to brand.toml, or give it in other letters"
                yield NO_LETTERS.at(person.place, message, remedy)


def _hours(desk: Desk, minutes: int) -> str:
    """Return how long a session lasts: "45 minutes", "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return desk.t("minutes_n", n=minutes)
    key = "hours_and_minutes" if rest else "hours_n"
    return desk.t(key, h=hours, m=f"{rest:02}")


def _in_short(
    objectives: Sequence[str], letters: Sequence[Letters]
) -> tuple[tuple[str, ...], float]:
    """Return the objectives and their size: all of them where they fit, or else the first."""
    for size in _POINTS_SIZES:
        deepest = _POINTS_DEPTH / 25.4 * 72 // (size * 1.4)
        taken, lines = [], 0
        for one in objectives:
            lines += lines_of(one, letters, size, _POINTS_COLUMN - 6)
            if lines <= 2 * deepest - 3:  # columns end with whole points: not quite even
                taken.append(one)
        if len(taken) == len(objectives):
            break
    return tuple(taken), size
