"""The glossary of a work: the terms it uses, and those that their definitions use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from publish.manuscript.context import Work
from publish.manuscript.elements import make, pour
from publish.manuscript.finishing import finish, inner_html
from publish.manuscript.frontmatter import FrontMatter
from publish.manuscript.galley import Galley
from publish.manuscript.glossary import Term
from publish.manuscript.kinds import Block
from publish.manuscript.model import GlossaryEntry
from publish.manuscript.page import Page, Shelf, Uses
from publish.manuscript.parsing import parse
from publish.manuscript.passages import passages_of
from publish.manuscript.places import Places
from publish.manuscript.resolving import resolve
from publish.manuscript.scanned import Scanned
from publish.manuscript.shaping import shape
from publish.manuscript.sheet import Sheet
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_rest
from publish.manuscript.typography import set_plain


@dataclass(frozen=True, slots=True)
class Entry:
    """A term used, with the tree of its definition."""

    key: str
    term: Term
    galley: Galley
    definition: Element


def gather_entries(work: Work, shelf: Shelf, uses: Uses) -> list[Entry]:
    """Return the terms used and those that their definitions use, with definitions resolved."""
    entries: dict[str, Entry] = {}
    while pending := [key for key in uses.terms if key not in entries]:
        galley = _definitions(work, [shelf.terms[key] for key in pending])
        uses.definitions.extend(passages_of(galley, work.lang))
        resolve(Page(work, galley, -1, shelf, uses), galley.root)
        for key, definition in zip(pending, galley.root, strict=True):
            entries[key] = Entry(key, shelf.terms[key], galley, definition)
    return list(entries.values())


def print_entries(
    work: Work, entries: Sequence[Entry], known: Mapping[str, str], used: set[str]
) -> tuple[GlossaryEntry, ...]:
    """Return the glossary in alphabetical order."""
    printed = []
    for entry in entries:
        holder = make("div")
        holder.append(entry.definition)
        finish(work, holder, known, used)
        word = set_plain(entry.term.word, work.lang)
        html = inner_html(entry.definition).strip()
        printed.append(GlossaryEntry(f"gls-{entry.key}", word, html))
    return tuple(sorted(printed, key=lambda e: (e.term.casefold(), e.id)))


def _definitions(work: Work, terms: Sequence[Term]) -> Galley:
    """Return a galley of definitions, one paragraph for each term."""
    places = Places()
    scanned = Scanned(places)
    for term in terms:
        shift = 1 - term.place.col
        line = Line(" ".join(term.definition.split()), term.place.file, term.place.line, shift)
        number = scanned.add(Block("definition-of-term", stamp_rest(places, line, 0), term.place))
        scanned.emit(0, 0, number, whole=True)
    sheet = Sheet(work, scanned, terms[0].place)
    root = parse(sheet)
    galley = Galley(Path("glossary"), "glossary", 0, False, sheet, FrontMatter(), make("div"))
    for holder in root:
        part = next((child for child in holder if child.get("m") == "title"), make("p"))
        part.tail = None
        galley.root.append(pour(part, make("p")))
    shape(galley)
    return galley
