"""What a finished file weighs: how many of its bytes are pictures, fonts, pages, tags, the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, Literal  # Any: JSON

import pikepdf
from pikepdf import Array, Dictionary, Name

from publish.binding.showing import Key, shown_pictures

Part = Literal["pictures", "fonts", "pages", "tags", "links", "attachments", "rest"]
PARTS: tuple[Part, ...] = ("pictures", "fonts", "pages", "tags", "links", "attachments", "rest")

_HEAVIEST = 5
_INCH = 72.0  # points
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n")
# What tells an object of an object stream, by a piece of it; the first that is there counts.
_SIGNS: tuple[tuple[bytes, Part], ...] = (
    (b"/StructElem", "tags"),
    (b"/StructTreeRoot", "tags"),
    (b"/MCR", "tags"),
    (b"/Nums", "tags"),  # the tree that leads from content to tags; page labels are few
    (b"/Annot", "links"),
    (b"/Dest", "links"),
    (b"/Limits", "links"),
    (b"/Font", "fonts"),
    (b"/Parent", "pages"),
)


@dataclass(frozen=True, slots=True)
class HeavyPicture:
    """A picture of a file.

    Attributes:
        work: slug of the work whose page it is.
        page: the first page that shows it, counted from 1; 0 if it is not known.
        width, height: in pixels.
        bytes: with its mask.
        resolution: pixels an inch at the largest size it is shown at; 0 if that is not known.
    """

    work: str
    page: int
    width: int
    height: int
    bytes: int
    resolution: int


@dataclass(frozen=True, slots=True)
class HeavyFont:
    """A font of a file: its name without the mark of a subset, with how many glyphs."""

    name: str
    glyphs: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What a file weighs.

    Attributes:
        parts: bytes, which add up to those of the file.
        pictures, fonts: the heaviest, heaviest first.
    """

    parts: Mapping[Part, int]
    pictures: tuple[HeavyPicture, ...]
    fonts: tuple[HeavyFont, ...]

    @property
    def bytes(self) -> int:
        return sum(self.parts.values())


def weight_of(record: Mapping[str, Any]) -> Weight:
    """Return the weight that `dataclasses.asdict` and JSON made a record of."""
    return Weight(
        parts={part: record["parts"][part] for part in PARTS if part in record["parts"]},
        pictures=tuple(HeavyPicture(**one) for one in record["pictures"]),
        fonts=tuple(HeavyFont(**one) for one in record["fonts"]),
    )


def weigh(data: bytes, works: Sequence[str]) -> Weight:
    """Weigh a finished file that was written by `bind`.

    Takes half a millisecond a page, more where there are pictures.

    Args:
        works: slugs, page by page.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        held = _held(pdf, data)
        kinds = _kinds(pdf, held)
        parts = Counter(held.shares)
        for stream in held.streams:
            parts[kinds.get(stream.objgen, "rest")] += int(stream.get("/Length", 0))
        parts["rest"] += len(data) - sum(parts.values())
        return Weight(
            {part: parts[part] for part in PARTS if parts[part]},
            _heaviest_pictures(pdf, held.pictures, works),
            _heaviest_fonts(held.fonts),
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """What a file holds.

    Attributes:
        streams: all but those that hold objects.
        pictures: those that are not the masks of others, by their numbers.
        shares: bytes of the objects that are held in streams, by part.
    """

    streams: list[pikepdf.Object]
    pictures: Mapping[Key, pikepdf.Object]
    fonts: list[pikepdf.Object]
    shares: Counter[Part]


def _held(pdf: pikepdf.Pdf, data: bytes) -> _Held:
    """Return what a file holds; objects within streams are told by their bytes, not resolved."""
    streams: list[pikepdf.Object] = []
    shares: Counter[Part] = Counter()
    numbers: list[int] = []  # of fonts, or what looks like one
    for found in _OBJECT.finditer(data):
        item = pdf.get_object(int(found[1]), 0)
        if not isinstance(item, pikepdf.Stream):
            numbers.append(int(found[1]))
        elif item.get("/Type") == Name.ObjStm:
            shares.update(_shares(item, numbers))
        else:
            streams.append(item)
    images = [item for item in streams if item.get("/Subtype") == Name.Image]
    masks = {mask.objgen for image in images for mask in _masks(image)}
    pictures = {image.objgen: image for image in images if image.objgen not in masks}
    candidates = (pdf.get_object(number, 0) for number in sorted(set(numbers)))
    return _Held(streams, pictures, [one for one in candidates if _streams(one)], shares)


def _masks(image: pikepdf.Object) -> list[pikepdf.Object]:
    found = (image.get(key) for key in ("/SMask", "/Mask"))
    return [mask for mask in found if isinstance(mask, pikepdf.Stream)]


def _descendant(font: pikepdf.Object) -> pikepdf.Object:
    """Return the font itself, or what a composite one is made of (ISO 32000-1:2008, 9.7)."""
    below = font.get("/DescendantFonts")
    return below[0] if isinstance(below, Array) and len(below) else font


def _streams(font: pikepdf.Object) -> list[pikepdf.Object]:
    """Return a font's file and its table of characters; nothing for what is none by itself."""
    if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
        return []
    if "/CIDSystemInfo" in font:  # a part of another font
        return []
    descriptor = _descendant(font).get("/FontDescriptor", Dictionary())
    found = [*(descriptor.get(key) for key in _FONT_FILES), font.get("/ToUnicode")]
    return [stream for stream in found if isinstance(stream, pikepdf.Stream)]


def _kinds(pdf: pikepdf.Pdf, held: _Held) -> dict[Key, Part]:
    """Return the parts of streams, by their numbers; what is not there is the rest."""
    kinds: dict[Key, Part] = {}
    for item in held.streams:
        drawn = item.get("/Subtype") == Name.Form or "/PatternType" in item
        if drawn or "/ShadingType" in item or "/FunctionType" in item:
            kinds[item.objgen] = "pages"
        elif item.get("/Type") == Name.EmbeddedFile:
            kinds[item.objgen] = "attachments"
    for page in pdf.pages:
        contents = page.obj.get("/Contents", Array())
        for stream in contents if isinstance(contents, Array) else [contents]:
            kinds[stream.objgen] = "pages"
    for image in held.pictures.values():
        kinds |= dict.fromkeys((one.objgen for one in (image, *_masks(image))), "pictures")
    for font in held.fonts:
        kinds |= dict.fromkeys((stream.objgen for stream in _streams(font)), "fonts")
    return kinds


def _shares(stream: pikepdf.Object, numbers: list[int]) -> Counter[Part]:
    """Share out the bytes of an object stream by the length of what it holds.

    Source: ISO 32000-1:2008, 7.5.7.

    Args:
        numbers: to which those of fonts are added.
    """
    data, first, length = stream.read_bytes(), int(stream.First), int(stream.Length)
    head = [int(word) for word in data[:first].split()]
    starts = [*head[1::2], len(data) - first]
    shares: Counter[Part] = Counter()
    for number, (start, end) in zip(head[::2], pairwise(starts), strict=True):
        held = data[first + start : first + end]
        part: Part = next((part for sign, part in _SIGNS if sign in held), "rest")
        shares[part] += len(held)
        if part == "fonts":
            numbers.append(number)
    whole = sum(shares.values()) or 1
    return Counter({part: size * length // whole for part, size in shares.items()})


def _heaviest_pictures(
    pdf: pikepdf.Pdf, pictures: Mapping[Key, pikepdf.Object], works: Sequence[str]
) -> tuple[HeavyPicture, ...]:
    sizes = {
        key: sum(int(one.get("/Length", 0)) for one in (image, *_masks(image)))
        for key, image in pictures.items()
    }
    heaviest = sorted(pictures, key=lambda key: (-sizes[key], key))[:_HEAVIEST]
    shown = shown_pictures(page.obj for page in pdf.pages) if heaviest else {}
    found = []
    for key in heaviest:
        width, height = int(pictures[key].get("/Width", 0)), int(pictures[key].get("/Height", 0))
        seen = shown.get(key)
        resolution = 0.0
        if seen is not None and seen.width and seen.height:
            resolution = min(width / seen.width, height / seen.height) * _INCH
        page = seen.page if seen is not None else 0
        work = works[page - 1] if page else ""
        found.append(HeavyPicture(work, page, width, height, sizes[key], round(resolution)))
    return tuple(found)


def _heaviest_fonts(fonts: list[pikepdf.Object]) -> tuple[HeavyFont, ...]:
    weighed = [
        HeavyFont(
            name=str(font.get("/BaseFont", Name("/?")))[1:].rpartition("+")[2],
            glyphs=_glyphs(font),
            bytes=sum(int(stream.get("/Length", 0)) for stream in _streams(font)),
        )
        for font in fonts
    ]
    return tuple(sorted(weighed, key=lambda font: (-font.bytes, font.name))[:_HEAVIEST])


def _glyphs(font: pikepdf.Object) -> int:
    """Count the glyphs that have a width (ISO 32000-1:2008, 9.7.4.3).

    Somebody else's list may break off.
    """
    given = _descendant(font).get("/W")
    if not isinstance(given, Array):
        widths = font.get("/Widths")
        return sum(1 for width in widths if width) if isinstance(widths, Array) else 0
    entries, count, at = list(given), 0, 0
    while at + 1 < len(entries):
        listed = entries[at + 1]
        count += len(listed) if isinstance(listed, Array) else 1
        at += 2 if isinstance(listed, Array) else 3
    return count
