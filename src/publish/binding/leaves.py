"""Gatherings' pages into one file, cut to the edition's boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.model import Form, Section
from publish.errors import PublishError, Rule
from publish.units import Box

BROKEN_GATHERING = Rule(
    "B108",
    "The set gatherings in the cache are whole.",
    "Pages would be missing from the finished file.",
)
RULES: tuple[Rule, ...] = (BROKEN_GATHERING,)


@dataclass(frozen=True, slots=True)
class Leaves:
    """A section's own pages in the file that is being bound.

    Attributes:
        pages: page dictionaries, in order.
        origin: the lower left corner of the trim; spots count from there.
        resources: the resource dictionaries of pages, forms and patterns, each once; none of
            what somebody else set, which stays as it is.
        source: the gathering's file. It stays open until the new file is saved, because its
            streams are read only then.
    """

    section: Section
    pages: tuple[pikepdf.Object, ...]
    origin: tuple[float, float]
    resources: tuple[pikepdf.Object, ...]
    source: pikepdf.Pdf


def append_section(pdf: pikepdf.Pdf, section: Section, form: Form) -> Leaves:
    """Append the pages of `section`, and the blank pages before it where they are due.

    The gathering's own fonts stay behind: the binder embeds each face once for the whole file.
    Those of somebody else stay in.
    """
    offers = section.gathering.offers
    trim = (0.0, 0.0, offers.width, offers.height)
    append_blanks(pdf, section.blank_before, section, form)
    source = _opened(section)
    for resources in () if section.foreign else _resources(source.pages):
        fonts = resources.get("/Font")
        if fonts is not None:
            for name in list(fonts.keys()):
                fonts[name] = Dictionary()  # the name stays, for the face to come
    first = len(pdf.pages)
    for leaf in source.pages:
        pdf.pages.append(leaf)  # extend() warns of named places, which the binder makes anew
    pages = tuple(page.obj for page in pdf.pages[first:])
    for page in pages:
        trim = _box(page.get("/TrimBox", page.MediaBox))
        _cut(page, trim, offers.bleed, form)
    origin = (trim[0], trim[1])
    own = () if section.foreign else tuple(_resources(pdf.pages[first:]))
    return Leaves(section, pages, origin, own, source)


def append_blanks(pdf: pikepdf.Pdf, count: int, section: Section, form: Form) -> None:
    """Append empty pages of the size of `section`'s first."""
    offers = section.gathering.offers
    for _ in range(count):
        pdf.add_blank_page(page_size=(offers.width, offers.height))
        # A stream without a byte would be written as compressed data that it is not.
        pdf.pages[-1].obj.Contents = pdf.make_stream(b"\n")
        _cut(pdf.pages[-1].obj, (0.0, 0.0, offers.width, offers.height), offers.bleed, form)


def _opened(section: Section) -> pikepdf.Pdf:
    try:
        source = pikepdf.open(section.gathering.pdf)
        complaints = source.get_warnings()
        if not complaints and len(source.pages) == section.gathering.offers.pages:
            return source
        why = str(complaints[0]) if complaints else "it has not the pages that it offers"
        source.close()
    except (pikepdf.PdfError, OSError) as error:
        why = str(error)
    remedy = "delete the cache folder and build again"
    raise PublishError(
        BROKEN_GATHERING.at(section.place, f"a set gathering cannot be read: {why}", remedy)
    )


def _cut(page: pikepdf.Object, trim: Box, bleed: float, form: Form) -> None:
    """Set the boxes of a page (ISO 32000-1:2008, 14.11.2)."""
    for box in ("/CropBox", "/BleedBox", "/ArtBox"):
        if box in page:
            del page[box]
    page.TrimBox = _array(trim)
    if form.crop == "trim":
        page.MediaBox = _array(trim)
        return
    left, bottom, right, top = trim
    page.MediaBox = _array((left - bleed, bottom - bleed, right + bleed, top + bleed))
    page.BleedBox = page.MediaBox


def _box(array: pikepdf.Object) -> Box:
    left, bottom, right, top = (float(value) for value in array)
    return left, bottom, right, top


def _array(box: Box) -> Array:
    return Array([round(value, 3) for value in box])


def _resources(pages: list[pikepdf.Page] | pikepdf.PageList) -> Iterator[pikepdf.Object]:
    """Yield every resource dictionary below `pages` once."""
    seen: set[tuple[int, int]] = set()
    waiting = [page.obj.get("/Resources") for page in pages]
    while waiting:
        resources = waiting.pop()
        if resources is None or (resources.is_indirect and resources.objgen in seen):
            continue
        if resources.is_indirect:
            seen.add(resources.objgen)
        yield resources
        for kind in ("/XObject", "/Pattern"):
            for _, item in resources.get(kind, Dictionary()).items():
                if item.is_indirect and item.objgen in seen:
                    continue
                seen.add(item.objgen)
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != Name.Image:
                    waiting.append(item.get("/Resources"))
