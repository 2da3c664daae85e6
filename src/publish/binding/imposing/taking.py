"""What imposition takes from a finished file: its pages as they are shown, ways about it, words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from publish.binding.foreign.annotations import Annotations, Drawn, Kept
from publish.binding.foreign.geometry import Matrix, Placed, box_at, box_of, inherited, placed
from publish.binding.foreign.layers import clean_layers, layers_of
from publish.binding.foreign.places import labels_of, places_of
from publish.binding.foreign.removed import Removed
from publish.binding.foreign.scrubbing import Scrubber, scrub_page, survey
from publish.binding.foreign.walking import dictionary, listed, name, text
from publish.binding.imposing.model import Leaf
from publish.errors import Place
from publish.typesetting.model import Bookmark, Spot
from publish.units import Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is taken.

    Attributes:
        old: the page in the file; all but its contents and resources is done with.
        matrix: from its own coordinates to upright ones, its corner at 0, 0.
        shown: in its own coordinates, what may show of it: the bleed belongs to that.
    """

    old: pikepdf.Object
    leaf: Leaf
    matrix: Matrix
    shown: Box
    links: Sequence[Kept]
    drawn: Sequence[Drawn]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is taken.

    Attributes:
        anchors: places that links and bookmarks lead to; upright, from each page's corner.
        labels: what viewers call the pages.
        from_right: the file says that it is read from the right.
        layers: with those that are hidden.
        dropped: links that lead to other files, or nowhere.
        removed: kinds of what the file would do: scripts, programs to start ….
    """

    pages: tuple[Page, ...]
    anchors: Mapping[str, Spot]
    bookmarks: tuple[Bookmark, ...]
    labels: tuple[str, ...]
    title: str
    lang: str
    from_right: bool
    layers: Sequence[tuple[pikepdf.Object, bool]]
    dropped: int
    removed: tuple[str, ...]


def take(pdf: pikepdf.Pdf, where: Place) -> Taken:
    """Return what is to be imposed of `pdf`.

    Raises:
        PublishError: a page has no size that can be shown.
    """
    root, removed = pdf.Root, Removed()
    olds = [page.obj for page in pdf.pages]
    laid = [placed(page, "keep", 0.0, 0.0, where) for page in olds]
    places = places_of(root, {page.objgen: index for index, page in enumerate(olds)}, laid)
    bookmarks = places.bookmarks(root)
    survey(root, removed)
    annotations = Annotations(places, removed)
    pages = []
    for index, (old, upright) in enumerate(zip(olds, laid, strict=True)):
        links, drawn = annotations.of_page(old, index)
        bleed, shown = _bleed(old, upright)
        leaf = Leaf(upright.width, upright.height, bleed)
        pages.append(Page(old, leaf, upright.matrix, shown, links, drawn))
    layers = layers_of(root)
    clean_layers(layers)
    labels = labels_of(root, len(olds)) or tuple(str(n) for n in range(1, len(olds) + 1))
    return Taken(
        pages=tuple(pages),
        anchors=places.anchors,
        bookmarks=bookmarks,
        labels=labels,
        title=text(dictionary(pdf.trailer.get("/Info")).get("/Title")),
        lang=text(root.get("/Lang")),
        from_right=name(dictionary(root.get("/ViewerPreferences")).get("/Direction")) == "R2L",
        layers=layers,
        dropped=sum(annotations.dropped.values()),
        removed=tuple(sorted(removed.actions)),
    )


def digests_of(taken: Taken, chosen: frozenset[int]) -> tuple[str, ...]:
    """Return the SHA-256 of what is drawn on each chosen page, without white space at the ends."""
    return tuple(
        hashlib.sha256(content(page.old).strip()).hexdigest() if index in chosen else ""
        for index, page in enumerate(taken.pages)
    )


def content(page: pikepdf.Object) -> bytes:
    """Return what is drawn on a page, unpacked."""
    return b"\n".join(part.read_bytes() for part in streams(page))


def streams(page: pikepdf.Object) -> list[pikepdf.Stream]:
    """Return the streams that a page's content is in."""
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    return [part for part in listed(contents) if isinstance(part, pikepdf.Stream)]


def scrub(taken: Taken) -> None:
    """Take out of the pages what does something, and whatever they are not shown by."""
    removed = Removed()
    scrubber = Scrubber(removed)
    scrubber.spaces |= {"DeviceCMYK", "DeviceRGB"}  # so that it need not look for them
    for page in taken.pages:
        resources = inherited(page.old, "/Resources")
        scrub_page(page.old, removed)
        scrubber.scrub(resources, page.old.get("/Contents"))
        for one in page.drawn:
            scrubber.scrub(None, one.form)


def _bleed(page: pikepdf.Object, upright: Placed) -> tuple[float, Box]:
    """Return the least bleed of a page's sides, and what it lets be seen of the page."""
    back = _back(upright.matrix)
    trim = (0.0, 0.0, upright.width, upright.height)
    media = box_of(inherited(page, "/MediaBox"))
    outer = box_of(page.get("/BleedBox")) or box_of(inherited(page, "/CropBox")) or media
    if media is None or outer is None:
        return 0.0, box_at(back, trim)
    far = box_at(upright.matrix, outer)
    edge = box_at(upright.matrix, media)
    bleed = min(
        trim[0] - max(far[0], edge[0]),
        trim[1] - max(far[1], edge[1]),
        min(far[2], edge[2]) - trim[2],
        min(far[3], edge[3]) - trim[3],
    )
    bleed = bleed if bleed > 1.0 else 0.0  # points; less is rounding
    wide, high = trim[2] + bleed, trim[3] + bleed
    return bleed, box_at(back, (-bleed, -bleed, wide, high))


def _back(matrix: Matrix) -> Matrix:
    """Return the matrix that undoes another."""
    a, b, c, d, e, f = matrix
    over = a * d - b * c
    return (
        d / over,
        -b / over,
        -c / over,
        a / over,
        (c * f - d * e) / over,
        (b * e - a * f) / over,
    )
