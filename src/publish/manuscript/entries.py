"""The glossary of a work: the terms it uses, and those that their definitions use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from publish.manuscript.context import Work
from publish.manuscript.elements import make, pour
from publish.manuscript.finishing import finish, inner_html
from publish.manuscript.frontmatter import FrontMatter
from publish.manuscript.galley import Galley
from publish.manuscript.glossary import Term
from publish.manuscript.kinds import Block
from publish.manuscript.model import GlossaryEntry
from publish.manuscript.parsing import parse
from publish.manuscript.places import Places
from publish.manuscript.resolving import Page, Shelf, Uses, resolve
from publish.manuscript.scanning import Scanned
from publish.manuscript.shaping import shape
from publish.manuscript.sheet import Sheet
from publish.manuscript.source import Line
from publish.manuscript.stamping import stamp_rest
from publish.manuscript.typography import set_plain


def glossary_entries(
    work: Work, shelf: Shelf, uses: Uses, known: Mapping[str, str], used: set[str]
) -> tuple[GlossaryEntry, ...]:
    """Return the entries of all terms used, in alphabetical order."""
    entries: dict[str, GlossaryEntry] = {}
    while pending := [key for key in uses.terms if key not in entries]:
        texts = _definitions(work, shelf, uses, [shelf.terms[key] for key in pending], known, used)
        for key, html in zip(pending, texts, strict=True):
            word = set_plain(shelf.terms[key].word, work.lang)
            entries[key] = GlossaryEntry(f"gls-{key}", word, html)
    return tuple(sorted(entries.values(), key=lambda e: (e.term.casefold(), e.id)))


def _definitions(
    work: Work, shelf: Shelf, uses: Uses, terms: Sequence[Term], known: Mapping[str, str],
    used: set[str],
) -> list[str]:  # fmt: skip
    """Return the definitions as inline HTML, read as if they were a chapter of their own."""
    places = Places()
    scanned = Scanned(places)
    fence = "/" * 50
    for term in terms:
        line = Line(" ".join(term.definition.split()), term.place.file, term.place.line,
                    1 - term.place.col)  # fmt: skip
        text = stamp_rest(places, line, 0)
        number = scanned.add(Block("definition-of-term", text, term.place))
        scanned.text += ["", f"{fence} m | {number}", "", fence, ""]
    sheet = Sheet(work, scanned, terms[0].place)
    root = parse(sheet)
    galley = Galley(Path("glossary"), "glossary", 0, False, sheet, FrontMatter(), make("div"))
    for holder in root:
        part = next((child for child in holder if child.get("m") == "title"), make("p"))
        part.tail = None
        galley.root.append(pour(part, make("p")))
    shape(galley)
    resolve(Page(work, galley, -1, shelf, uses), galley.root)
    finish(work, galley.root, known, used)
    return [inner_html(paragraph).strip() for paragraph in galley.root]
