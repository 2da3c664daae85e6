"""Read a publication's manuscript: the door to this package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.catalogue.model import Catalogue, Publication
from publish.errors import Finding, Place, Rule
from publish.manuscript import citing
from publish.manuscript.audiences import take_out
from publish.manuscript.chapters import make_chapter, places_of, roots
from publish.manuscript.chart_store import ChartStore, open_store
from publish.manuscript.charts_theme import load_large_theme, load_theme
from publish.manuscript.citations import Bibliography, load_bibliography
from publish.manuscript.context import Work, nearest
from publish.manuscript.crossrefs import Crossrefs, OtherWork
from publish.manuscript.drawing import draw_charts
from publish.manuscript.entries import gather_entries, print_entries
from publish.manuscript.facts import load_facts
from publish.manuscript.files import find
from publish.manuscript.finishing import check_alts, check_links
from publish.manuscript.galley import Galley
from publish.manuscript.glossary import load_abbreviations, load_glossary
from publish.manuscript.library import Library
from publish.manuscript.model import Chapter, GlossaryEntry, Manuscript, Reference, Target
from publish.manuscript.numbering import number
from publish.manuscript.page import Page, Shelf, Uses
from publish.manuscript.passages import passages_of
from publish.manuscript.related import gather_cards, titled
from publish.manuscript.resolving import report_unused_notes, resolve
from publish.manuscript.shaping import NO_CHAPTER, read_galley
from publish.manuscript.strings import Brand, load_strings

NO_SEE = Rule(
    "M214",
    "A “see” in the index leads to a term that has places.",
    "Readers would be sent nowhere.",
)
RULES: tuple[Rule, ...] = (NO_SEE,)

_LOCALES: Mapping[str, str] = {
    "en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "ar": "ar", "zh": "zh-CN",
    "ru": "ru-RU",
}  # fmt: skip
# What a work's chapters are called in references, where they are no chapters; keys of strings.csv.
_CHAPTER_WORDS: Mapping[str, str] = {"principles": "sheet"}


def read(
    catalogue: Catalogue,
    publication: Publication,
    lang: str,
    *,
    brand: Brand,
    edition: str = "screen",
    audience: str = "",
    measure: float = 140.0,
    cache: Path | None = None,
    library: Library | None = None,
) -> tuple[Manuscript, tuple[Finding, ...]]:
    """Return a publication's manuscript in one language, and every author error in it.

    With findings of severity "error" the manuscript is not fit for print: what could not be
    resolved stands in it as its author typed it.

    Args:
        brand: the brand's files: strings.csv, brand.toml, csl/house.csl and its fonts.
        edition: "screen", "press" …, for conditional content.
        audience: "facilitator" or "participants": what it does not see is not in the manuscript,
            but has been counted in all numbers; empty: the work as it is published.
        measure: the width of the layout's text in millimetres; charts are drawn for it.
        cache: a folder in which charts are kept, so that none is drawn twice; None keeps nothing.
        library: what was read for other works of the catalogue with this brand; it grows.
    Raises:
        KeyError: a file of the brand is missing.
    """
    work = open_work(catalogue, publication, lang, brand, edition, audience)
    work.measure = measure
    galleys, parts = galleys_of(work, publication)
    targets = number(work, galleys)
    take_out(work, galleys, targets)
    manuscript = made_of(work, catalogue, galleys, targets, {}, brand, cache, library or Library())
    return replace(manuscript, part_titles=parts), tuple(sorted(set(work.findings)))


def made_of(
    work: Work,
    catalogue: Catalogue,
    galleys: Sequence[Galley],
    targets: dict[str, Target],
    elsewhere: Mapping[str, Target],
    brand: Brand,
    cache: Path | None,
    library: Library,
) -> Manuscript:
    """Return the manuscript of chapters that are numbered.

    Args:
        elsewhere: what can be referred to of the same work, but stands in another manuscript.
    """
    work.tables = library.tables
    shelf = _shelf(work, catalogue, targets, elsewhere, brand, library)
    passages = tuple(one for galley in galleys for one in passages_of(galley, work.lang))
    uses = Uses()
    store = _store(work, brand, galleys, cache)
    pages = [
        Page(work, galley, index, shelf, uses, galleys) for index, galley in enumerate(galleys)
    ]
    for page in pages:
        _resolve_all(page)
        if store:
            draw_charts(page.galley, store)
    _check_see(work, uses, pages)
    chapters, back = _finished(work, shelf, pages)
    return Manuscript(
        work.slug, work.lang, chapters, ("",), targets,
        back.abbreviations, back.glossary, back.references, tuple(uses.see),
        tuple(sorted(work.files)), work.by_edition, back.places,
        tuple(uses.facts[key] for key in sorted(uses.facts)), len(uses.citations),
        (*passages, *uses.definitions),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _BackMatter:
    """The lists at the end of a work."""

    abbreviations: tuple[tuple[str, str], ...]
    glossary: tuple[GlossaryEntry, ...]
    references: tuple[Reference, ...]
    places: Mapping[str, Place]


def _finished(
    work: Work, shelf: Shelf, pages: Sequence[Page]
) -> tuple[tuple[Chapter, ...], _BackMatter]:
    """Print citations, then all else that waits for the whole work to be resolved."""
    uses, targets = pages[0].uses if pages else Uses(), shelf.crossrefs.targets
    shared, used = load_abbreviations(work), set[str]()
    entries = gather_entries(work, shelf, uses)
    bibliography = shelf.bibliography.lettered(uses.cited)
    cards = [gather_cards(page) for page in pages]
    for page in pages:
        citing.fill(roots(page.galley), bibliography, uses.citations)
    citing.fill([entry.galley.root for entry in entries], bibliography, uses.citations)
    glossary = print_entries(work, entries, shared, used)
    ids = {**targets, **{entry.id: entry for entry in glossary}}
    chapters, meanings, places = [], dict(shared), dict[str, Place]()
    for page in pages:
        for tree in roots(page.galley):
            check_links(work, page.galley, tree, ids)
            check_alts(work, page.galley, tree)
        own = page.galley.sheet.scanned.abbreviations
        meanings.update(own)
        places |= places_of(page.galley)
        chapters.append(make_chapter(work, page, {**shared, **own}, used, targets))
    references = bibliography.references(uses.cited)
    chapters = [
        replace(chapter, related=titled(found, targets))
        for chapter, found in zip(chapters, cards, strict=True)
    ]
    places |= {name: target.place for name, target in targets.items() if target.place.line}
    for entry in glossary:
        targets[entry.id] = Target(entry.id, "term", "", entry.term, entry.term, entry.term, 0, -1)
    for one in references:
        targets[one.id] = Target(one.id, "reference", "", one.key, one.key, one.key, 0, -1)
    abbreviations = tuple((word, meanings[word]) for word in sorted(used, key=str.casefold))
    return tuple(chapters), _BackMatter(abbreviations, glossary, references, places)


def _shelf(
    work: Work,
    catalogue: Catalogue,
    targets: dict[str, Target],
    elsewhere: Mapping[str, Target],
    brand: Brand,
    library: Library,
) -> Shelf:
    bibliography = _bibliography(work, brand, library)
    others = Crossrefs(
        work, targets, tuple(catalogue.publications),
        lambda slug: _other(catalogue, slug, work, brand, library), elsewhere,
    )  # fmt: skip
    facts = load_facts(work, bibliography.keys)
    return Shelf(others, bibliography, facts, load_glossary(work))


def open_work(
    catalogue: Catalogue, publication: Publication, lang: str, brand: Brand, edition: str,
    audience: str,
) -> Work:  # fmt: skip
    """Return the state in which a work is read."""
    return Work(
        root=catalogue.root.resolve(),
        slug=publication.slug,
        lang=lang,
        edition=edition,
        audience=audience,
        numbered_by_chapter=not publication.kind.endswith("brief"),
        chapter_word=_CHAPTER_WORDS.get(publication.kind, "chapter"),
        strings=load_strings(brand, lang),
    )


def galleys_of(work: Work, publication: Publication) -> tuple[list[Galley], tuple[str, ...]]:
    """Return the chapters, parsed, and the titles of the parts."""
    listed = [
        (name, n, False) for n, part in enumerate(publication.parts) for name in part.chapters
    ]
    listed += [(name, max(len(publication.parts) - 1, 0), True) for name in publication.annexes]
    folder = work.sources / work.slug / work.lang
    galleys = []
    for name, part, annex in listed:
        path = find(work, name, (folder,), Place(publication.place, 1, 1), NO_CHAPTER)
        galley = read_galley(work, path, part, annex) if path else None
        if galley:
            galleys.append(galley)
    return galleys, tuple(part.title for part in publication.parts) or ("",)


def _bibliography(work: Work, brand: Brand, library: Library) -> Bibliography:
    path, locale = work.sources / "references.bib", _LOCALES.get(work.lang, work.lang)
    if locale not in library.bibliographies:
        library.bibliographies[locale] = load_bibliography(
            path, brand["csl/house.csl"], locale, "sources/references.bib"
        )
    bibliography, findings = library.bibliographies[locale]
    if path.is_file():
        work.files[path] = None
        work.findings.extend(findings)
    return bibliography


def _store(
    work: Work, brand: Brand, galleys: Sequence[Galley], cache: Path | None
) -> ChartStore | None:
    """Return what draws charts, where any is drawn."""
    blocks = (block for galley in galleys for block in galley.sheet.blocks)
    if not any(block.kind == "chart" for block in blocks):
        return None
    theme = load_large_theme(brand) if work.edition == "large-print" else load_theme(brand)
    return open_store(theme, cache)


def _other(
    catalogue: Catalogue, slug: str, reader: Work, brand: Brand, library: Library
) -> OtherWork:
    """Return what can be referred to in another work; its own faults are its own affair."""
    publication = catalogue.publications[slug]
    own = reader.lang if reader.lang in publication.languages else publication.languages[0]
    if known := library.others.get((slug, own, reader.edition)):
        return known
    work = open_work(catalogue, publication, own, brand, reader.edition, "")  # as it is published
    work.light = True
    galleys, _ = galleys_of(work, publication)
    titles = publication.short_title or publication.title
    title = titles.get(own) or publication.title.get(own) or slug
    other = OtherWork(title, publication.languages, number(work, galleys), work, galleys)
    library.others[slug, own, reader.edition] = other
    return other


def _resolve_all(page: Page) -> None:
    """Resolve the heading and the standfirst like everything else, each under a parent."""
    for tree in roots(page.galley):
        resolve(page, tree)
    report_unused_notes(page)


def _check_see(work: Work, uses: Uses, pages: list[Page]) -> None:
    known = {mark.term for page in pages for mark in page.marks}
    known |= {term.partition("!")[0] for term in known}
    for mark, place in list(uses.see.items()):
        if mark.see in work.unseen_terms - known:
            del uses.see[mark]
        elif mark.see not in known and mark.see.replace(", ", "!") not in known:
            work.report(NO_SEE, place, f"nothing is indexed under `{mark.see}`",
                        nearest(mark.see, known) or "mark a place with this term")  # fmt: skip
