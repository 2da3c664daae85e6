"""sources/*.toml → the catalogue, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from publish.catalogue.access import shut_folders
from publish.catalogue.budgets import Budget, read_budgets, with_budgets
from publish.catalogue.bundle_reading import SLUG, WORK, read_bundles
from publish.catalogue.document_reading import read_documents
from publish.catalogue.issuing import issued
from publish.catalogue.judging import judge, shared_identifiers, twice, web_address
from publish.catalogue.model import (
    Bundle,
    Catalogue,
    Document,
    Imprint,
    Part,
    Publication,
    Style,
)
from publish.catalogue.parsing import Parsed, Source, nearest, parse
from publish.catalogue.session_reading import read_sessions
from publish.catalogue.tables import (
    CatalogueTable,
    ImprintTable,
    PublicationTable,
    StyleTable,
    hyphenate,
)
from publish.catalogue.vocabulary import LANGUAGES
from publish.errors import Finding, Place, Rule

UNKNOWN_WORK = Rule(
    "C118",
    "Every work that is listed has a folder in sources/ with a publication.toml.",
    "The catalogue would be issued without it.",
)
EMPTY = Rule(
    "C119",
    "A catalogue holds one publication at least.",
    "There is nothing to build.",
    "warning",
)

RULES: tuple[Rule, ...] = (UNKNOWN_WORK, EMPTY)

CATALOGUE = "sources/catalogue.toml"
PUBLICATION = "publication.toml"


def read_catalogue(root: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """Read what the project at `root` publishes.

    Works of which too little can be read are left out of the catalogue; each has a finding.
    Faults of all files are returned together, sorted by place; folders that are shut come alone.
    """
    if shut := shut_folders(root):
        return Catalogue(root, _imprint(None), {}), shut
    parsed = parse(
        root / CATALOGUE,
        CATALOGUE,
        CatalogueTable,
        {"imprint": {"name": "—"}},
        "create it, with an `[imprint]` table and its `name`, or point --project elsewhere",
    )
    findings = list(parsed.findings)
    table, source = parsed.table, parsed.source
    present = _folders(root)
    imprint = _imprint(table.imprint if table else None)
    slugs = list(dict.fromkeys(table.publications if table and table.publications else present))
    if table:
        findings += _listing(table, present, source)
    if not slugs and not findings:
        message = "no folder in sources/ has a publication.toml"
        findings.append(EMPTY.at(Place(CATALOGUE), message, f"create sources/<slug>/{PUBLICATION}"))
    budgets, more = read_budgets(table.budgets if table else {}, source, "budgets")
    findings += more
    works: dict[str, Publication] = {}
    for slug in slugs:
        if slug in present:
            work, more = _read_work(root, slug, imprint, budgets)
            findings += more
            works |= {slug: work} if work else {}
    documents: Mapping[str, Document] = {}
    bundles: tuple[Bundle, ...] = ()
    if table:
        documents, more = read_documents(root, table, source, slugs)
        findings += more
        known = [slug for slug in slugs if slug in present]
        bundles, more = read_bundles(table, source, imprint, works, documents, known, budgets)
        findings += more
    findings += shared_identifiers((*works.values(), *(one.publication for one in bundles)))
    sessions, more = read_sessions(root, works, [slug for slug in slugs if slug in present])
    findings += more
    style = _style(table.style, source) if table and table.style else None
    catalogue = Catalogue(root, imprint, works, bundles, documents, sessions, style)
    return catalogue, tuple(sorted(set(findings)))


def _folders(root: Path) -> list[str]:
    """Return the slugs of all works in sources/, sorted."""
    sources = root / "sources"
    files = [*sources.glob(f"*/{PUBLICATION}"), *sources.glob(f"*/*/{PUBLICATION}")]
    return sorted(path.parent.relative_to(sources).as_posix() for path in files)


def _listing(table: CatalogueTable, present: list[str], source: Source) -> Iterator[Finding]:
    """Yield the faults of catalogue.toml itself: what it lists, its names and addresses."""
    listed = table.publications or ()
    yield from twice(listed, source, "publications")
    yield from _unknown(listed, present, source, "publications")
    if table.imprint.url:
        yield from web_address(table.imprint.url, source, "imprint", "url")


def _unknown(
    slugs: list[str] | tuple[()], present: list[str], source: Source, *route: str | int
) -> Iterator[Finding]:
    for n, slug in enumerate(slugs):
        if slug not in present:
            remedy = nearest(slug, present) or f"create sources/<slug>/{PUBLICATION}, or unlist it"
            yield UNKNOWN_WORK.at(source.value(*route, n), f"there is no work `{slug}`", remedy)


def _read_work(
    root: Path, slug: str, imprint: Imprint, house: Mapping[str, Budget]
) -> tuple[Publication | None, tuple[Finding, ...]]:
    file = f"sources/{slug}/{PUBLICATION}"
    there = [lang for lang in LANGUAGES if (root / "sources" / slug / lang).is_dir()]
    stand_ins = {"title": slug, "kind": "—", "languages": there or ["en"]}
    parsed: Parsed[PublicationTable] = parse(root / file, file, PublicationTable, stand_ins)
    findings = list(parsed.findings)
    if not WORK.fullmatch(slug) or slug.partition("/")[2] in LANGUAGES:
        remedy = "rename the folder: small letters, digits, single hyphens, no language's code"
        findings.append(SLUG.at(Place(file), f"`{slug}` cannot be a slug", remedy))
    if parsed.table is None:
        return None, tuple(findings)
    findings += judge(root, slug, parsed.table, parsed.source)
    own, more = read_budgets(parsed.table.budgets, parsed.source, "budgets")
    findings += more
    if not parsed.whole:
        return None, tuple(findings)
    work = _publication(slug, parsed.table, parsed.source, imprint)
    work, more = with_budgets(work, house, own)
    return work, (*findings, *more)


def _publication(
    slug: str, table: PublicationTable, source: Source, imprint: Imprint
) -> Publication:
    parts = [Part(part.title, tuple(part.chapters)) for part in table.parts or ()]
    if table.chapters is not None:
        parts = [Part("", tuple(table.chapters))]
    work = issued(slug, table, table.languages, imprint)
    return replace(
        work,
        identifiers=replace(work.identifiers, issn=table.issn),
        kind=table.kind,
        layout=table.layout or table.kind,
        parts=tuple(parts),
        annexes=tuple(table.annexes),
        editions=tuple(dict.fromkeys(table.editions)),
        series=table.series,
        number=table.number,
        place=source.file,
        places={name: source.value(hyphenate(name)) for name in PublicationTable.model_fields},
    )


def _style(table: StyleTable, source: Source) -> Style:
    names = ("spelling", "words", "terms", "off")
    places = {name: source.value("style", name) for name in names}
    spelling = {str(lang): name for lang, name in table.spelling.items()}
    return Style(spelling, table.words, table.terms, tuple(table.off), places)


def _imprint(table: ImprintTable | None) -> Imprint:
    return Imprint(**table.model_dump()) if table else Imprint(name="")
