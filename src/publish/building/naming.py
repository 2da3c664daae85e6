"""What the files of works are called, and which of a work's texts and dates they bear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from publish.catalogue.model import Publication
from publish.catalogue.vocabulary import BUNDLES

COMMON = "screen"  # the pages that most editions are bound from


def file_of(publication: Publication, lang: str, edition: str, printer: str = "") -> str:
    """Return the file of an edition, relative to output/. A bundle's are all in one folder.

    Args:
        printer: whose press it is for; it is in the name where that is not the work's own.
    """
    if printer and printer != publication.printer:
        edition = f"{edition}-{printer}"
    if publication.slug.startswith(f"{BUNDLES}/"):
        return f"{publication.slug}-{lang}{'' if edition == COMMON else f'-{edition}'}.pdf"
    stem = publication.slug.rsplit("/", 1)[-1]
    return f"{publication.slug}/{stem}-{lang}-{edition}.pdf"


def in_language(texts: Mapping[str, str], lang: str) -> str:
    """Return the text for `lang`, or the one that stands for all languages."""
    return texts.get(lang) or texts.get("en") or next(iter(texts.values()), "")


def created(publication: Publication, epoch: int | None) -> dt.datetime:
    """Return the moment that the file bears: SOURCE_DATE_EPOCH, or the publication's date."""
    if epoch is not None:
        return dt.datetime.fromtimestamp(epoch, tz=dt.UTC)
    date = publication.date
    return dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
