"""What goes into a package: the files of a bundle and of its works, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any  # JSON: files as in build.json

from publish.building.naming import in_language
from publish.catalogue.model import Bundle, Catalogue, Document, Publication

PAGE = "index.html"
MANIFEST = "datapackage.json"
README = "README.txt"
SUMS = "SHA256SUMS"
COVERS = "covers"

# In the order in which readers look for them; what only printers need comes last.
_ORDER = ("screen", "light", "large-print", "greyscale", "archive", "press", "cover", "jobsheet")
ACCESSIBLE = frozenset(("screen", "light", "large-print", "greyscale", "archive"))
UA = "PDF/UA-1"  # what a file claims that screen readers can read
_PICTURED = ("screen", "light", "archive", "greyscale", "large-print", "press")


def place_of(edition: str) -> int:
    """Return where an edition stands among others."""
    return _ORDER.index(edition) if edition in _ORDER else len(_ORDER)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file of the build."""

    path: str  # relative to output/, and in the package
    edition: str
    pages: int
    bytes: int
    sha256: str
    conformance: tuple[str, ...]  # "PDF/UA-1" …


@dataclass(frozen=True, slots=True)
class Item:
    """A bundle, a work or a document of others, as a package shows it."""

    slug: str
    title: str
    title_lang: str
    subtitle: str
    description: str
    series: str  # of documents: who published it
    number: str  # in the series
    lang: str
    accent: str
    licence: str
    url: str
    files: tuple[Delivered, ...]  # none of documents: they are only in the bound file

    @property
    def cover(self) -> str:
        """The picture's path in the package, empty where there is nothing to draw it from."""
        return f"{COVERS}/{self.slug}.png" if self.drawn_from else ""

    @property
    def drawn_from(self) -> str:
        """The path of the file whose first page is the cover."""
        by_edition = {file.edition: file.path for file in reversed(self.files)}
        return next((by_edition[name] for name in _PICTURED if name in by_edition), "")


@dataclass(frozen=True, slots=True)
class Package:
    """A bundle in one language with all that belongs to it."""

    bundle: Bundle
    lang: str
    whole: Item
    members: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.whole, *self.members)

    @property
    def files(self) -> tuple[Delivered, ...]:
        return tuple(file for item in self.items for file in item.files)

    @property
    def name(self) -> str:
        return f"{self.bundle.name}-{self.lang}"


def package_of(
    bundle: Bundle, lang: str, files: Iterable[Mapping[str, Any]], catalogue: Catalogue
) -> Package:
    """Return what belongs to a package.

    A document of others is shown, with its terms, but is no file of its own: what stands in
    output/ is ours, and what was sent to us may hold scripts that binding takes out.

    Args:
        files: of the build, as in build.json.
    """
    known = list(files)

    def item(publication: Publication) -> Item:
        own = (f for f in known if (f["publication"], f["language"]) == (publication.slug, lang))
        return _work(publication, lang, catalogue, (_delivered(file) for file in own))

    members = [
        item(catalogue.publications[slug])
        if slug in catalogue.publications
        else _document(catalogue.documents[slug])
        for slug in bundle.members
        if slug in catalogue.documents or lang in catalogue.publications[slug].languages
    ]
    shown = (one for one in members if one.files or one.slug in catalogue.documents)
    return Package(bundle, lang, item(bundle.publication), tuple(shown))


def _delivered(file: Mapping[str, Any]) -> Delivered:
    return Delivered(
        path=str(file["path"]),
        edition=str(file["edition"]),
        pages=int(file["pages"]),
        bytes=int(file["bytes"]),
        sha256=str(file["sha256"]),
        conformance=tuple(file.get("conformance", ())),
    )


def _work(
    publication: Publication, lang: str, catalogue: Catalogue, files: Iterable[Delivered]
) -> Item:
    return Item(
        slug=publication.slug,
        title=in_language(publication.title, lang),
        title_lang=lang,
        subtitle=in_language(publication.subtitle, lang),
        description=in_language(publication.description, lang).strip(),
        series=publication.series,
        number=publication.number,
        lang=lang,
        accent=publication.accent,
        licence=publication.licence or catalogue.imprint.licence,
        url=publication.url,
        files=tuple(sorted((f for f in files if f.path.endswith(".pdf")), key=_place)),
    )


def _document(document: Document) -> Item:
    return Item(
        slug=document.slug,
        title=in_language(document.title, document.lang),  # as in the bound file
        title_lang=document.lang,
        subtitle="",
        description="",
        series=document.publisher,
        number="",
        lang=document.lang,
        accent=document.accent,
        licence=document.licence,
        url=document.url,
        files=(),
    )


def _place(file: Delivered) -> tuple[int, str]:
    return place_of(file.edition), file.path
