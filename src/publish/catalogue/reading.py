"""sources/*.toml → the catalogue, with everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from publish.catalogue.identifiers import bare_doi
from publish.catalogue.judging import LISTED_TWICE, judge, shared_identifiers, twice, web_address
from publish.catalogue.model import (
    Bundle,
    Catalogue,
    Identifiers,
    Imprint,
    Part,
    Publication,
)
from publish.catalogue.parsing import Parsed, Source, nearest, parse
from publish.catalogue.tables import (
    ALL_LANGUAGES,
    CatalogueTable,
    ImprintTable,
    PublicationTable,
    hyphenate,
)
from publish.catalogue.vocabulary import LANGUAGES
from publish.errors import Finding, Place, Rule

SLUG = Rule(
    "C117",
    "A slug is made of small letters, digits and hyphens, with one slash at most.",
    "It becomes part of file names and links on every system.",
)
UNKNOWN_WORK = Rule(
    "C118",
    "Every work that is listed has a folder in sources/ with a publication.toml.",
    "The catalogue or a bundle would be issued without it.",
)
EMPTY = Rule(
    "C119",
    "A catalogue holds one publication at least.",
    "There is nothing to build.",
    "warning",
)

RULES: tuple[Rule, ...] = (SLUG, UNKNOWN_WORK, EMPTY)

CATALOGUE = "sources/catalogue.toml"
PUBLICATION = "publication.toml"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_catalogue(root: Path) -> tuple[Catalogue, tuple[Finding, ...]]:
    """Read what the project at `root` publishes.

    Works of which too little can be read are left out of the catalogue; each has a finding.
    Faults of all files are returned together, sorted by place.
    """
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
    works: list[tuple[Publication, Source]] = []
    for slug in slugs:
        if slug in present:
            work, more = _read_work(root, slug, imprint)
            findings += more
            works += [work] if work else []
    findings += shared_identifiers(works)
    catalogue = Catalogue(
        root=root,
        imprint=imprint,
        publications={work.slug: work for work, _ in works},
        bundles=_bundles(table),
    )
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
    names: list[str] = []
    for n, bundle in enumerate(table.bundle):
        place = source.value("bundle", n, "name")
        if not _NAME.fullmatch(bundle.name):
            remedy = "use small letters, digits and single hyphens"
            yield SLUG.at(place, f"`{bundle.name}` cannot name a file", remedy)
        if bundle.name in names:
            message = f"two bundles have the name `{bundle.name}`"
            yield LISTED_TWICE.at(place, message, "rename one of the two")
        names.append(bundle.name)
        yield from twice(bundle.publications, source, "bundle", n, "publications")
        within = [slug for slug in present if slug in listed or not listed]
        yield from _unknown(bundle.publications, within, source, "bundle", n, "publications")


def _unknown(
    slugs: list[str] | tuple[()], present: list[str], source: Source, *route: str | int
) -> Iterator[Finding]:
    for n, slug in enumerate(slugs):
        if slug not in present:
            remedy = nearest(slug, present) or f"create sources/<slug>/{PUBLICATION}, or unlist it"
            yield UNKNOWN_WORK.at(source.value(*route, n), f"there is no work `{slug}`", remedy)


def _read_work(
    root: Path, slug: str, imprint: Imprint
) -> tuple[tuple[Publication, Source] | None, tuple[Finding, ...]]:
    file = f"sources/{slug}/{PUBLICATION}"
    there = [lang for lang in LANGUAGES if (root / "sources" / slug / lang).is_dir()]
    stand_ins = {"title": slug, "kind": "—", "languages": there or ["en"]}
    parsed: Parsed[PublicationTable] = parse(root / file, file, PublicationTable, stand_ins)
    findings = list(parsed.findings)
    if not _SLUG.fullmatch(slug) or slug.partition("/")[2] in LANGUAGES:
        remedy = "rename the folder: small letters, digits, single hyphens, no language's code"
        findings.append(SLUG.at(Place(file), f"`{slug}` cannot be a slug", remedy))
    if parsed.table is None:
        return None, tuple(findings)
    findings += judge(root, slug, parsed.table, parsed.source)
    if not parsed.whole:
        return None, tuple(findings)
    work = _publication(slug, parsed.table, parsed.source, imprint)
    return (work, parsed.source), tuple(findings)


def _publication(
    slug: str, table: PublicationTable, source: Source, imprint: Imprint
) -> Publication:
    languages: tuple[str, ...] = tuple(dict.fromkeys(table.languages))

    def by_language(texts: Mapping[str, str]) -> dict[str, str]:
        given = {lang: texts.get(lang, texts.get(ALL_LANGUAGES, "")) for lang in languages}
        return {lang: text for lang, text in given.items() if text}

    titles = by_language(table.title)
    title = {lang: titles.get(lang) or next(iter(titles.values()), slug) for lang in languages}
    parts = [Part(part.title, tuple(part.chapters)) for part in table.parts or ()]
    if table.chapters is not None:
        parts = [Part("", tuple(table.chapters))]
    return Publication(
        slug=slug,
        title=title,
        subtitle=by_language(table.subtitle),
        short_title={**title, **by_language(table.short_title)},
        kind=table.kind,
        layout=table.layout or table.kind,
        languages=languages,
        parts=tuple(parts),
        annexes=tuple(table.annexes),
        editions=tuple(dict.fromkeys(table.editions)),
        authors=tuple(table.authors),
        description=by_language(table.description),
        keywords=tuple(table.keywords),
        series=table.series,
        number=table.number,
        accent=table.accent,
        date=table.date,
        edition=table.edition,
        status=table.status,
        licence=table.licence or "",
        identifiers=Identifiers(table.isbn, table.isbn_web, bare_doi(table.doi), table.issn),
        url=table.url,
        printer=table.printer or imprint.printer,
        paper=table.paper,
        cover_paper=table.cover_paper,
        binding=table.binding,
        flaps=table.flaps,
        price=table.price,
        add_on=table.add_on,
        place=source.file,
        places={name: source.value(hyphenate(name)) for name in PublicationTable.model_fields},
    )


def _imprint(table: ImprintTable | None) -> Imprint:
    return Imprint(**table.model_dump()) if table else Imprint(name="")


def _bundles(table: CatalogueTable | None) -> tuple[Bundle, ...]:
    if table is None:
        return ()
    return tuple(Bundle(b.name, dict(b.title), tuple(b.publications)) for b in table.bundle)
