"""What works and bundles say of themselves alike, from their tables to the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publish.catalogue.identifiers import bare_doi
from publish.catalogue.model import Identifiers, Imprint, Publication
from publish.catalogue.tables import ALL_LANGUAGES, IssuedTable


def issued(
    slug: str, table: IssuedTable, languages: Sequence[str], imprint: Imprint
) -> Publication:
    """Return the publication of a table, without what only works or only bundles have."""
    languages = tuple(dict.fromkeys(languages))

    def by_language(texts: Mapping[str, str]) -> dict[str, str]:
        given = {lang: texts.get(lang, texts.get(ALL_LANGUAGES, "")) for lang in languages}
        return {lang: text for lang, text in given.items() if text}

    titles = by_language(table.title)
    title = {lang: titles.get(lang) or next(iter(titles.values()), slug) for lang in languages}
    return Publication(
        slug=slug,
        title=title,
        subtitle=by_language(table.subtitle),
        short_title={**title, **by_language(table.short_title)},
        kind="",
        layout="",
        languages=languages,
        parts=(),
        authors=tuple(table.authors),
        description=by_language(table.description),
        keywords=tuple(table.keywords),
        accent=table.accent,
        date=table.date,
        edition=table.edition,
        status=table.status,
        licence=table.licence or "",
        identifiers=Identifiers(table.isbn, table.isbn_web, bare_doi(table.doi)),
        url=table.url,
        printer=table.printer or imprint.printer,
        paper=table.paper,
        cover_paper=table.cover_paper,
        binding=table.binding,
        flaps=table.flaps,
        price=table.price,
        add_on=table.add_on,
    )
