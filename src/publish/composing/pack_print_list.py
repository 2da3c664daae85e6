"""What to print for a session: every file with copies, sheets of paper and how to print it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from publish.catalogue.model import Catalogue
from publish.composing.desk import Desk, draft
from publish.composing.layouts import Layout
from publish.composing.model import Slot
from publish.composing.pack_model import Composed, Pack, desk_for, session_context
from publish.composing.parts import composed, page_context

_TWO_SIDES, _ONE_SIDE = 2, 1
_SLIDES = "slides"
_ON_NOTES = 6  # slides on a sheet for notes: three on each side


@dataclass(frozen=True, slots=True)
class _Way:
    """How a document is printed: keys of strings.csv, and pages on a sheet."""

    word: str
    how: str
    pages: int
    for_all: bool  # each participant gets one


_WAYS: Mapping[str, _Way] = {  # in the order in which they are needed
    "handout": _Way("handout", "print_two_sides", _TWO_SIDES, True),
    "facilitator": _Way("facilitators_edition", "print_two_sides", _TWO_SIDES, False),
    "answers": _Way("answer_key", "print_two_sides", _TWO_SIDES, False),
    "certificates": _Way("certificates", "print_certificates", _ONE_SIDE, False),
    "badges": _Way("badges", "print_badges", _ONE_SIDE, False),
    "table-cards": _Way("table_cards", "print_cards", _ONE_SIDE, False),
}


@dataclass(frozen=True, slots=True)
class Printable:
    """A row of the list.

    Attributes:
        sheets: of paper for one copy; empty where none is printed.
    """

    title: str
    file: str
    copies: str
    pages: int
    sheets: str
    how: str


def compose_print_list(
    pack: Pack,
    layout: Layout,
    catalogue: Catalogue,
    pages: Mapping[str, int],
    files: Mapping[str, str],
    people: int,
) -> Composed:
    """Return the page that says what is printed for a session, how often and how.

    Args:
        pages: of the documents there are, by name.
        files: names of their files.
        people: how many take part; 0: nobody knows yet.
    """
    desk = desk_for(pack, layout, catalogue, pack.participants)
    title = desk.t("print_list")
    rows = [_row(desk, way, pages[name], files[name], people) for name, way in _ways(pages)]
    stem = files[_SLIDES].removesuffix(".pdf")
    shared = {
        **session_context(pack, desk),
        "rows": rows,
        "slides": files[_SLIDES] if _SLIDES in pages else "",
        "slide_pages": pages.get(_SLIDES, 0),
        "note_sheets": -(-(pages.get(_SLIDES, 0) - len(pack.session.slides_later)) // _ON_NOTES),
        "in_colour": "certificates" in pages,
        "sheets_of_slides": f"{stem}-notes-….pdf",
    }

    def one(desk: Desk) -> list[Slot]:
        page = draft(desk, "print-list.html.j2", page_context("print-list", title, shared), (), ())
        return [Slot("print-list", title, page, "arabic", "any")]

    return composed(desk, [one])


def _ways(pages: Mapping[str, int]) -> list[tuple[str, _Way]]:
    return [(name, way) for name, way in _WAYS.items() if name in pages]


def _row(desk: Desk, way: _Way, pages: int, file: str, people: int) -> Printable:
    each = str(people) if people else desk.t("print_each")
    return Printable(
        title=desk.t(way.word),
        file=file,
        copies=each if way.for_all else "1",
        pages=pages,
        sheets=str(-(-pages // way.pages)),
        how=desk.t(way.how),
    )
