"""A finished PDF of somebody else is made a gathering: safe, upright, with what helps readers.

The result holds nothing but what is named here: the pages and what they are shown by, links,
places, bookmarks, the tag tree. Whatever is left out is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, String

from publish.binding.foreign.annotations import Annotations, Kept
from publish.binding.foreign.geometry import SHRUNK, Placed, placed
from publish.binding.foreign.opening import opened
from publish.binding.foreign.pages import BROKEN_CONTENT, Content, Pages, read_content
from publish.binding.foreign.places import labels_of, places_of
from publish.binding.foreign.scrubbing import Removed, Scrubber, scrub_page, survey
from publish.binding.foreign.walking import dictionary
from publish.catalogue.vocabulary import Fit
from publish.errors import Finding, Place
from publish.typesetting.model import Offers


@dataclass(frozen=True, slots=True)
class Request:
    """How a document is to be admitted.

    Attributes:
        width, height: of the bundle's pages, in points.
        lang: what the catalogue says.
        place: of its table in the catalogue; findings point there.
    """

    fit: Fit
    width: float
    height: float
    lang: str
    place: Place


@dataclass(frozen=True, slots=True)
class Admitted:
    """A document that may be bound."""

    pdf: bytes
    offers: Offers


def admit(source: Path, request: Request) -> Admitted:
    """Admit the document `source`.

    It is read as a whole and rewritten: call this in a process whose time and memory are limited.

    Raises:
        PublishError: it is no PDF, damaged, protected, monstrous.
    """
    with opened(source, request.place) as pdf, pikepdf.Pdf.new() as new:
        return _Admission(pdf, new, request).done()


class _Admission:
    """One document on its way."""

    def __init__(self, old: pikepdf.Pdf, new: pikepdf.Pdf, request: Request) -> None:
        self._old, self._new, self._request = old, new, request
        self._pages = [page.obj for page in old.pages]
        self._findings: list[Finding] = []
        self._removed = Removed()

    def done(self) -> Admitted:
        request, root = self._request, self._old.Root
        laid = [
            placed(page, request.fit, request.width, request.height, request.place)
            for page in self._pages
        ]
        self._report_shrunk(laid)
        survey(root, self._removed)
        numbers = {page.objgen: index for index, page in enumerate(self._pages)}
        places = places_of(root, numbers, laid)
        bookmarks = places.bookmarks(root)
        labels = labels_of(root, len(laid))
        annotations = Annotations(places, self._removed)
        links = self._lay(laid, annotations)
        self._put(links)
        self._findings += annotations.findings(request.place)
        self._findings += self._removed.findings(request.place)
        offers = Offers(
            pages=len(laid),
            width=round(laid[0].width, 3),
            height=round(laid[0].height, 3),
            bleed=0.0,
            anchors=places.anchors,
            bookmarks=bookmarks,
            faces=(),
            late=(),
            findings=tuple(dict.fromkeys(self._findings)),
            seconds=0.0,
            folios=labels,
        )
        return Admitted(self._saved(), offers)

    def _lay(self, laid: list[Placed], annotations: Annotations) -> list[list[Kept]]:
        """Make over the pages; return their links."""
        pages, scrubber = Pages(self._old), Scrubber(self._removed)
        links, broken = [], []
        for index, (page, where) in enumerate(zip(self._pages, laid, strict=True)):
            kept, drawn = annotations.of_page(page, index)
            links.append(kept)
            try:
                content = read_content(page, _properties(page))
            except pikepdf.PdfError:
                broken.append(index + 1)
                content = Content()
            pages.lay(page, where, content, drawn)
            scrub_page(page, self._removed)
            scrubber.scrub(page.Resources, page.Contents)
        if broken:
            message = f"what is drawn cannot be read to its end on {pages_in_words(broken)}"
            remedy = "look at these pages in the bundle; print the document to a new PDF"
            self._findings.append(BROKEN_CONTENT.at(self._request.place, message, remedy))
        return links

    def _put(self, links: list[list[Kept]]) -> None:
        """Put the pages with their links into the new file."""
        for page, kept in zip(self._pages, links, strict=True):
            self._new.pages.append(pikepdf.Page(page))
            if kept:
                made = [self._new.make_indirect(link.annotation) for link in kept]
                self._new.pages[-1].obj.Annots = Array(made)

    def _report_shrunk(self, laid: list[Placed]) -> None:
        shrunk = [number for number, where in enumerate(laid, 1) if where.shrunk]
        if shrunk:
            message = f"made smaller, since they are larger: {pages_in_words(shrunk)}"
            remedy = 'say `fit = "keep"` to let them be larger, or "scale" where that is meant'
            self._findings.append(SHRUNK.at(self._request.place, message, remedy))

    def _saved(self) -> bytes:
        self._new.Root.Lang = String(self._request.lang)
        target = BytesIO()
        self._new.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=True,
        )
        return target.getvalue()


def _properties(page: pikepdf.Object) -> Dictionary:
    return dictionary(dictionary(page.get("/Resources")).get("/Properties"))


def pages_in_words(pages: list[int]) -> str:
    """Return pages as "pages 1, 3–5 and 9", those of a long list cut short."""
    runs = list(_runs(pages))
    shown = [f"{first}" if first == last else f"{first}–{last}" for first, last in runs[:8]]
    if len(runs) > 8:
        return f"{len(pages)} pages ({', '.join(shown)} …)"
    word = "page" if len(pages) == 1 else "pages"
    return f"{word} {' and '.join(filter(None, (', '.join(shown[:-1]), shown[-1])))}"


def _runs(pages: list[int]) -> Iterator[tuple[int, int]]:
    first = last = pages[0]
    for page in pages[1:]:
        if page != last + 1:
            yield first, last
            first = page
        last = page
    yield first, last
