"""What a publication's file says of itself."""

from __future__ import annotations

from publish.binding.model import Metadata
from publish.building.naming import created, in_language
from publish.building.works import Work
from publish.catalogue.vocabulary import LICENCE_URLS


def metadata_of(work: Work, epoch: int | None) -> Metadata:
    """Return the metadata of `work`'s file."""
    publication, imprint = work.publication, work.catalogue.imprint
    licence = publication.licence or imprint.licence
    numbers = publication.identifiers
    identifiers = (
        f"ISBN {numbers.isbn_web}" if numbers.isbn_web else "",
        f"https://doi.org/{numbers.doi}" if numbers.doi else "",
        f"ISSN {numbers.issn}" if numbers.issn else "",
        publication.url,
    )
    title = in_language(publication.title, work.lang)
    if subtitle := in_language(publication.subtitle, work.lang):
        title = f"{title}: {subtitle}"
    return Metadata(
        title=title,
        lang=work.lang,
        created=created(publication, epoch),
        authors=publication.authors or (imprint.name,),
        subject=in_language(publication.description, work.lang),
        keywords=publication.keywords,
        licence_name=licence.replace("-", " ") if licence in LICENCE_URLS else "",
        licence_url=LICENCE_URLS.get(licence, ""),
        identifiers=tuple(text for text in identifiers if text),
        publisher=imprint.name,
    )
