"""The terms on which a work is published, and how it asks to be cited."""

from __future__ import annotations

from dataclasses import dataclass

from publish.catalogue.vocabulary import LICENCE_URLS
from publish.composing.views import Translate, Work

_NAMES = {
    "BY": "Attribution",
    "BY-SA": "Attribution-ShareAlike",
    "BY-ND": "Attribution-NoDerivatives",
    "BY-NC": "Attribution-NonCommercial",
    "BY-NC-SA": "Attribution-NonCommercial-ShareAlike",
    "BY-NC-ND": "Attribution-NonCommercial-NoDerivatives",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """A licence as the colophon prints it: sentences, of which the first may end in a link."""

    opening: str
    url: str
    sentences: tuple[str, ...]


def licence_name(licence: str) -> str:
    """Return the full name of a Creative Commons licence; others come back as they are."""
    if licence == "CC0-1.0":
        return "Creative Commons CC0 1.0 Universal"
    if licence not in LICENCE_URLS:
        return licence
    body, _, version = licence.removeprefix("CC-").removesuffix("-IGO").rpartition("-")
    port = " IGO" if licence.endswith("-IGO") else " International"
    short = f"CC {body} {version}{' IGO' if licence.endswith('-IGO') else ''}"
    return f"Creative Commons {_NAMES[body]} {version}{port} ({short})"


def terms(licence: str, work: Work, t: Translate) -> Terms:
    """Return what the colophon says about rights.

    Args:
        licence: an identifier of the catalogue's list, or the publisher's own wording.
    """
    return terms_of(licence, work.imprint.contact or work.imprint.name, t)


def terms_of(licence: str, contact: str, t: Translate) -> Terms:
    """Return what is said about rights of anything; `contact` is who can be asked for more."""
    if licence == "all-rights-reserved":
        return Terms(t("licence_reserved", contact=contact), "", ())
    if licence not in LICENCE_URLS:
        return Terms(licence, "", ())
    opening = t("licence_open", name=licence_name(licence))
    sentences: tuple[str, ...]
    if licence == "CC0-1.0":
        return Terms(opening, LICENCE_URLS[licence], (t("licence_zero"),))
    if "-ND" in licence:
        sentences = (t("licence_nd"),)
    else:
        sentences = (t("licence_nc" if "-NC" in licence else "licence_by"),)
    if "-SA" in licence:
        sentences += (t("licence_sa"),)
    return Terms(opening, LICENCE_URLS[licence], (*sentences, t("licence_third_party")))


@dataclass(frozen=True, slots=True)
class Citation:
    """A suggested citation in three runs: before the title, the title, after it."""

    before: str
    title: str
    after: str
    href: str = ""
    link: str = ""


def citation(work: Work) -> Citation:
    """Return how the work asks to be cited: author, year, title, place, publisher, address."""
    authors = ", ".join(work.authors) or work.imprint.name
    title = f"{work.title}: {work.subtitle}" if work.subtitle else work.title
    house = ": ".join(part for part in (work.imprint.place, work.imprint.name) if part)
    series = " ".join(part for part in (work.series, work.number) if part)
    after = ". ".join(part for part in (series, house) if part)
    doi = next((number for number in work.identifiers if number.href), None)
    href = doi.href if doi else work.url
    return Citation(f"{authors}. {work.year}.", title, f". {after}.", href, href)
