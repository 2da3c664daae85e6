"""The documents of a session pack: what each is called, who gets it, and what it is composed by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from publish.catalogue.model import Catalogue
from publish.catalogue.people import Person
from publish.composing.layouts import Layout
from publish.composing.pack_model import Composed
from publish.composing.pack_print_list import compose_print_list
from publish.composing.packs import (
    HandoutPages,
    Pack,
    compose_answers,
    compose_facilitator,
    compose_handout,
    compose_slides,
)
from publish.composing.people import LAYOUT as PEOPLE
from publish.composing.people import (
    compose_badges,
    compose_certificates,
    compose_table_cards,
)

HANDOUT, FACILITATOR, SLIDES = "handout", "facilitator", "slides"


@dataclass(frozen=True, slots=True)
class Copy:
    """What the documents of a pack are composed from.

    Attributes:
        pages: of the documents that are set before, by name.
        files: names of the files of all documents, by the documents' names.
    """

    pack: Pack
    catalogue: Catalogue
    people: Sequence[Person]
    files: Mapping[str, str]
    pages: Mapping[str, HandoutPages] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of document.

    Attributes:
        name: of the file and of the edition in records.
        layout: folder of its templates.
        word: key in strings.csv of what it is called.
        shared: participants get it.
    """

    name: str
    layout: str
    word: str
    shared: bool
    compose: Callable[[Copy, Layout], Composed]


def _facilitator(copy: Copy, layout: Layout) -> Composed:
    return compose_facilitator(copy.pack, layout, copy.catalogue, copy.pages[HANDOUT])


def _print_list(copy: Copy, layout: Layout) -> Composed:
    counts = {name: pages.count for name, pages in copy.pages.items()}
    return compose_print_list(
        copy.pack, layout, copy.catalogue, counts, copy.files, len(copy.people)
    )


def _alone(compose: Callable[[Pack, Layout, Catalogue], Composed]) -> Callable[..., Composed]:
    return lambda copy, layout: compose(copy.pack, layout, copy.catalogue)


def _named(
    compose: Callable[[Sequence[Person], Pack, Layout, Catalogue], Composed],
) -> Callable[..., Composed]:
    return lambda copy, layout: compose(copy.people, copy.pack, layout, copy.catalogue)


# What stands by itself is set first; the rest shows or counts the pages of those before.
DOCUMENTS: tuple[tuple[Document, ...], ...] = (
    (
        Document(HANDOUT, "handout", "handout", True, _alone(compose_handout)),
        Document("answers", "training", "answer_key", False, _alone(compose_answers)),
        Document(SLIDES, "slides", "slides", True, _alone(compose_slides)),
        Document("certificates", PEOPLE, "certificates", True, _named(compose_certificates)),
        Document("badges", PEOPLE, "badges", True, _named(compose_badges)),
        Document("table-cards", PEOPLE, "table_cards", True, _named(compose_table_cards)),
    ),
    (Document(FACILITATOR, "training", "facilitators_edition", False, _facilitator),),
    (Document("print-list", "training", "print_list", False, _print_list),),
)
