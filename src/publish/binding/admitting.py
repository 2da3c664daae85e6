"""A finished PDF of somebody else is made a gathering: safe, upright, with what helps readers.

The result holds nothing but what is named here: the pages and what they are shown by, links,
places, bookmarks, layers, the tag tree. Whatever is left out is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, String

from publish.binding.foreign.annotations import Annotations, Drawn, Kept
from publish.binding.foreign.colours import own_intents, say_colours
from publish.binding.foreign.contents import Content, guessed, read_contents
from publish.binding.foreign.drawings import Drawings
from publish.binding.foreign.elements import Marked, Number
from publish.binding.foreign.fonts import missing_fonts
from publish.binding.foreign.geometry import Placed, placed, shrunk
from publish.binding.foreign.languages import language_of
from publish.binding.foreign.layers import clean_layers, layered, layers_of, put_layers
from publish.binding.foreign.opening import complaints_of, opened
from publish.binding.foreign.pages import Marking, Pages
from publish.binding.foreign.places import labels_of, places_of
from publish.binding.foreign.removed import Removed
from publish.binding.foreign.scrubbing import Scrubber, scrub_page, survey
from publish.binding.foreign.tag_writing import TagWriter
from publish.binding.foreign.tagging import WHOLE_PAGE, plain_tags, tags_of, untagged
from publish.binding.foreign.tags import Pages as Reached
from publish.binding.foreign.tags import Tags
from publish.catalogue.vocabulary import Fit
from publish.errors import Finding, Place
from publish.typesetting.model import Bookmark, Offers, Spot


@dataclass(frozen=True, slots=True)
class Request:
    """How a document is to be admitted.

    Attributes:
        slug: makes the ids in its tags its own in any bundle.
        width, height: of the bundle's pages, in points.
        lang: what the catalogue says.
        place: of its table in the catalogue; findings point there.
        profiles: ICC profiles by their count of colours, for colours that name none.
    """

    slug: str
    fit: Fit
    width: float
    height: float
    lang: str
    place: Place
    profiles: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A document that may be bound.

    Attributes:
        offers: it keeps no standard where it has no tags of its own; whether it does where it has
            some is for others to judge.
    """

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


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of the document, before it is made over."""

    old: pikepdf.Object
    where: Placed
    content: Content
    links: Sequence[Kept]
    drawn: Sequence[Drawn]


class _Admission:
    """One document on its way."""

    def __init__(self, old: pikepdf.Pdf, new: pikepdf.Pdf, request: Request) -> None:
        self._old, self._new, self._request = old, new, request
        self._removed = Removed()
        self._findings: list[Finding] = []

    def done(self) -> Admitted:
        request, root = self._request, self._old.Root
        olds = [page.obj for page in self._old.pages]
        laid = [
            placed(page, request.fit, request.width, request.height, request.place, number)
            for number, page in enumerate(olds, 1)
        ]
        self._findings += shrunk(laid, request.place)
        survey(root, self._removed)
        numbers = {page.objgen: index for index, page in enumerate(olds)}
        places = places_of(root, numbers, laid)
        bookmarks = places.bookmarks(root)
        annotations = Annotations(places, self._removed)
        contents, broken = read_contents(olds, request.place)
        self._findings += broken
        pages = [
            _Page(old, where, content, *annotations.of_page(old, index))
            for index, (old, where, content) in enumerate(zip(olds, laid, contents, strict=True))
        ]
        tags = self._tags(pages, numbers)
        lang, said = language_of(root, request.lang, request.place)
        self._findings += said
        self._make_over(pages, tags)
        links = self._put(pages)
        self._findings += guessed(complaints_of(self._old), request.place)
        self._write_tags(tags, pages, links)
        self._findings += annotations.findings(request.place)
        self._findings += self._removed.findings(request.place)
        self._new.Root.Lang = String(lang)
        return Admitted(self._saved(), self._offers(laid, places.anchors, bookmarks, tags))

    def _offers(
        self,
        laid: Sequence[Placed],
        anchors: Mapping[str, Spot],
        bookmarks: tuple[Bookmark, ...],
        tags: Tags | None,
    ) -> Offers:
        return Offers(
            pages=len(laid),
            width=round(laid[0].width, 3),
            height=round(laid[0].height, 3),
            bleed=0.0,
            anchors=anchors,
            bookmarks=bookmarks,
            faces=(),
            late=(),
            findings=tuple(sorted(set(self._findings))),
            seconds=0.0,
            folios=labels_of(self._old.Root, len(laid)),
            keeps=tags is not None,
        )

    def _tags(self, pages: Sequence[_Page], numbers: Mapping[Number, int]) -> Tags | None:
        """Return the tags that can be kept; appearances drawn into pages take part in them."""
        reached = Reached(
            numbers=numbers,
            contents=[page.content for page in pages],
            links=frozenset(link.source for page in pages for link in page.links),
            drawn={
                one.source: Marked(index, number)
                for index, page in enumerate(pages)
                for number, one in zip(_free(page.content), page.drawn, strict=False)
            },
        )
        tags, found = tags_of(self._old.Root, reached, self._request.place)
        self._findings += found
        if tags is None:
            olds = [page.old for page in pages]
            self._findings += untagged(olds, reached.contents, self._request.place)
        return tags

    def _make_over(self, pages: Sequence[_Page], tags: Tags | None) -> None:
        """Make the old pages such as may be copied."""
        maker, scrubber = Pages(self._old), Scrubber(self._removed)
        drawings = Drawings(self._request.place)
        layers = layers_of(self._old.Root)
        self._findings += layered(layers, self._request.place)
        clean_layers(layers)
        for index, page in enumerate(pages):
            marks = [""] * len(page.drawn)
            if tags is not None:
                marks = [
                    f"/Span <</MCID {number}>> BDC"
                    if Marked(index, number) in tags.drawn
                    else "/Artifact BMC"
                    for number, _ in zip(_free(page.content), page.drawn, strict=False)
                ]
            marking = Marking("" if tags else WHOLE_PAGE, tuple(marks))
            maker.lay(page.old, page.where, page.content, page.drawn, marking)
            drawings.check(page.old)
            scrub_page(page.old, self._removed)
            scrubber.scrub(page.old.Resources, page.old.Contents)
        self._findings += missing_fonts(scrubber.fonts.values(), self._request.place)
        profiles = {**self._request.profiles, **own_intents(self._old.Root)}
        say_colours(self._old, scrubber.resources, frozenset(scrubber.spaces), profiles)

    def _put(self, pages: Sequence[_Page]) -> dict[Number, pikepdf.Object]:
        """Put the pages with their links into the new file; return the links."""
        links: dict[Number, pikepdf.Object] = {}
        for page in pages:
            self._new.pages.append(pikepdf.Page(page.old))
            made = [self._new.make_indirect(link.annotation) for link in page.links]
            links |= {link.source: one for link, one in zip(page.links, made, strict=True)}
            if made:
                self._new.pages[-1].obj.Annots = Array(made)
        copied = [(self._new.copy_foreign(one), off) for one, off in layers_of(self._old.Root)]
        put_layers(self._new, copied)
        return links

    def _write_tags(
        self, tags: Tags | None, pages: Sequence[_Page], links: Mapping[Number, pikepdf.Object]
    ) -> None:
        forms = {
            number: self._new.copy_foreign(form)
            for number, form in (tags.forms if tags else {}).items()
        }
        prefix = f"d-{self._request.slug}."
        writer = TagWriter(self._new, [page.where for page in pages], links, forms, prefix)
        writer.write(tags.root if tags else plain_tags(len(pages)))

    def _saved(self) -> bytes:
        target = BytesIO()
        self._new.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=True,
        )
        return target.getvalue()


def _free(content: Content) -> range:
    """Return the numbers that no marked content of a page has."""
    first = max(content.tagged, default=-1) + 1
    return range(first, first + 1_000_000)
