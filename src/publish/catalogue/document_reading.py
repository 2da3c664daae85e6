"""The documents of others in catalogue.toml, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from publish.catalogue.bundle_reading import SLUG, WORK
from publish.catalogue.judging import web_address
from publish.catalogue.model import Document
from publish.catalogue.parsing import Source
from publish.catalogue.tables import ALL_LANGUAGES, CatalogueTable, DocumentTable, hyphenate
from publish.catalogue.vocabulary import BUNDLES, LANGUAGES
from publish.errors import Finding, Rule

SAME_SLUG = Rule(
    "C174",
    "A document of the catalogue has a slug of its own.",
    "Bundles could not tell it from a work.",
)
NO_FILE = Rule(
    "C175",
    "Every document of the catalogue has its file in sources/.",
    "A bundle would be issued without it.",
)
OUTSIDE = Rule(
    "C176",
    "The file of a document lies in the sources.",
    "What lies elsewhere is none of the project's and may be private; other machines lack it.",
)
NO_TERMS = Rule(
    "C177",
    "A document says on what terms it may be passed on.",
    "It is somebody else's: a bundle passes it on to everybody.",
    "warning",
)
RULES: tuple[Rule, ...] = (SAME_SLUG, NO_FILE, OUTSIDE, NO_TERMS)


def read_documents(
    root: Path, table: CatalogueTable, source: Source, slugs: Sequence[str]
) -> tuple[Mapping[str, Document], tuple[Finding, ...]]:
    """Return the documents of others, by slug.

    Args:
        slugs: of the works, which no document may have.
    """
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for n, one in enumerate(table.document):
        findings += _judged(root, one, source, n)
        if one.slug in slugs or one.slug in documents:
            message = f"there already is a work or document `{one.slug}`"
            place = source.value("document", n, "slug")
            findings.append(SAME_SLUG.at(place, message, "give the document another slug"))
        else:
            documents[one.slug] = _document(root, one, source, n)
    return documents, tuple(findings)


def _document(root: Path, table: DocumentTable, source: Source, n: int) -> Document:
    usual = next(iter(table.title.values()))
    usual = table.title.get(ALL_LANGUAGES) or table.title.get("en") or usual
    return Document(
        slug=table.slug,
        title={lang: table.title.get(lang, usual) for lang in LANGUAGES},
        file=root / "sources" / table.file,
        lang=table.language,
        publisher=table.publisher,
        licence=table.licence,
        url=table.url,
        accent=table.accent,
        fit=table.fit,
        place=source.key("document", n),
        places={
            name: source.value("document", n, hyphenate(name))
            for name in DocumentTable.model_fields
        },
    )


def _judged(root: Path, table: DocumentTable, source: Source, n: int) -> Iterator[Finding]:
    """Yield what is wrong with the values of one table."""
    if not WORK.fullmatch(table.slug) or table.slug.partition("/")[0] == BUNDLES:
        remedy = f"use small letters, digits, single hyphens and one slash; not `{BUNDLES}/…`"
        place = source.value("document", n, "slug")
        yield SLUG.at(place, f"`{table.slug}` cannot be a slug", remedy)
    if table.url:
        yield from web_address(table.url, source, "document", n, "url")
    if not table.licence:
        message = f"nothing says on what terms `{table.slug}` may be passed on"
        remedy = "ask its publisher, and give `licence`: an identifier such as CC-BY-4.0, or words"
        yield NO_TERMS.at(source.key("document", n), message, remedy)
    yield from _file(root / "sources", table.file, source, n)


def _file(sources: Path, name: str, source: Source, n: int) -> Iterator[Finding]:
    place = source.value("document", n, "file")
    home = sources.resolve()
    try:
        path = (sources / name).resolve()
        there = path.is_file()
    except (OSError, ValueError):  # longer than any path; a NUL in it
        path, there = home / "-", False
    if not path.is_relative_to(home):
        remedy = "put the file itself into sources/ and give its path from there"
        yield OUTSIDE.at(place, f"`{name}` leads out of the sources", remedy)
    elif not there:
        near = get_close_matches(name, _present(home), n=1, cutoff=0.5)
        remedy = f"did you mean `{near[0]}`?" if near else "put the PDF there, or correct the path"
        yield NO_FILE.at(place, f"there is no file sources/{name}", remedy)


def _present(sources: Path) -> list[str]:
    """Return the PDF files in the sources."""
    return sorted(path.relative_to(sources).as_posix() for path in sources.rglob("*.pdf"))
