"""Sheets read back: every page once, in its place, and nothing but pages.

The places are measured: the operators of each side are carried out as far as they move and show
forms (ISO 32000-1:2008, 8.3.4 and 8.10), and what a form shows is compared with the page that it
stands for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from publish.checking.opened import (
    dictionary,
    entry,
    items,
    numbers,
    open_bytes,
    raw,
    read_all_objects,
    resolved,
    text,
)
from publish.checking.proofing import reading
from publish.errors import Finding, Place, Rule

SIDES = Rule(
    "P330",
    "There are as many sides of sheets as were planned, each in the size of its paper.",
    "A printer would turn front and back into one another, or scale them.",
)
PLACES = Rule(
    "P331",
    "Every page that is wanted is on the sheets as often as it is wanted, in its place.",
    "The folded booklet would have its pages in another order.",
)
SHOWN = Rule(
    "P332",
    "What stands on a sheet for a page is that page.",
    "Pages would be mistaken for one another.",
)
NOTHING_ELSE = Rule(
    "P333",
    "Sheets do nothing, carry nothing along and claim no standard.",
    "They are for printing; who reads with a screen reader needs the edition that is made for it.",
)
LEADS_ON = Rule(
    "P334",
    "Links and bookmarks of sheets lead to their own sides or to the web.",
    "ISO 32000-1:2008, 12.3.2: others lead nowhere.",
)
RULES: tuple[Rule, ...] = (SIDES, PLACES, SHOWN, NOTHING_ELSE, LEADS_ON)

Matrix = tuple[float, float, float, float, float, float]

_AS_IT_STANDS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NEAR = 0.05  # points
_ROOT = frozenset(
    (
        *("/Type", "/Pages", "/Outlines", "/PageMode", "/PageLabels", "/Lang", "/Metadata"),
        *("/ViewerPreferences", "/OCProperties"),
    )
)
_CLAIMS = (b"<pdfaid:part", b"<pdfuaid:part", b"GTS_PDFXVersion")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page on a side: its index in the file it is taken from, and how it is moved."""

    page: int
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class PlannedSide:
    """A side as it should be; lengths in points."""

    width: float
    height: float
    shown: tuple[Shown, ...]


def read_back(
    pdf: bytes, sides: Sequence[PlannedSide], digests: Sequence[str], place: Place
) -> tuple[Finding, ...]:
    """Return what is not as planned in a file of sheets. Takes about 1 ms a page.

    Args:
        digests: SHA-256 of the content of each page of the file that the pages are taken from,
            unpacked and without white space at its ends.
    """
    with reading(place) as findings:
        opened = open_bytes(pdf, place)
        read_all_objects(opened.reader)
        findings += _check_sides(opened.pages, sides, place)
        findings += _check_root(opened.root, place)
        findings += _check_links(opened.pages, opened.numbers, place)
        findings += _check_contents(opened.pages, sides, digests, place)
    return tuple(dict.fromkeys(findings))


def _check_sides(
    pages: Sequence[DictionaryObject], sides: Sequence[PlannedSide], place: Place
) -> Iterator[Finding]:
    if len(pages) != len(sides):
        yield SIDES.at(place, f"{len(pages)} sides instead of {len(sides)}")
    for number, (page, side) in enumerate(zip(pages, sides, strict=False), 1):
        box = numbers(raw(page, "/MediaBox"))
        if not _near(box, (0.0, 0.0, side.width, side.height)) or "/Rotate" in page:
            yield SIDES.at(place, "a side is not in the size of its paper", page=number)
        found = list(_forms(page))
        wanted = [(f"/P{one.page + 1}", one.matrix) for one in side.shown]
        if [name for name, _ in found] != [name for name, _ in wanted]:
            told = ", ".join(name[2:] for name, _ in found) or "none"
            yield PLACES.at(place, f"other pages are on it than planned: {told}", page=number)
        elif not all(_near(a, b) for (_, a), (_, b) in zip(found, wanted, strict=True)):
            yield PLACES.at(place, "a page lies elsewhere than planned", page=number)


def _forms(page: DictionaryObject) -> Iterator[tuple[str, Matrix]]:
    """Yield the pages that a side shows, and how each is moved; what lies on them is left out."""
    now, kept = _AS_IT_STANDS, list[Matrix]()
    operands: list[bytes] = []
    for token in _content(page).split():
        if token == b"q":
            kept.append(now)
        elif token == b"Q":
            now = kept.pop() if kept else now
        elif token == b"cm":
            a, b, c, d, e, f = (float(value) for value in operands[-6:])
            now = _times((a, b, c, d, e, f), now)
        elif token == b"Do":
            name = operands[-1].decode("latin-1")
            if "." not in name:
                yield name, now
        else:
            operands = [*operands[-5:], token]


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


def _check_contents(
    pages: Sequence[DictionaryObject],
    sides: Sequence[PlannedSide],
    digests: Sequence[str],
    place: Place,
) -> Iterator[Finding]:
    for number, (page, side) in enumerate(zip(pages, sides, strict=False), 1):
        forms = entry(entry(page, "/Resources"), "/XObject")
        for one in side.shown:
            form = resolved(raw(forms, f"/P{one.page + 1}"))
            data = form.get_data() if isinstance(form, StreamObject) else b""
            if hashlib.sha256(data.strip()).hexdigest() != digests[one.page]:
                message = f"what stands there for page {one.page + 1} is another"
                yield SHOWN.at(place, message, page=number)


def _content(page: DictionaryObject) -> bytes:
    streams = (resolved(item) for item in items(raw(page, "/Contents")))
    return b"\n".join(one.get_data() for one in streams if isinstance(one, StreamObject))


def _check_root(root: DictionaryObject, place: Place) -> Iterator[Finding]:
    for key in sorted(set(root) - _ROOT):
        yield NOTHING_ELSE.at(place, f"the file has {key}")
    packet = resolved(raw(root, "/Metadata"))
    data = packet.get_data() if isinstance(packet, StreamObject) else b""
    for claim in _CLAIMS:
        if claim in data:
            yield NOTHING_ELSE.at(place, f"the file claims {claim.decode().strip('<')}")


def _check_links(
    pages: Sequence[DictionaryObject], known: dict[int, int], place: Place
) -> Iterator[Finding]:
    for number, page in enumerate(pages, 1):
        if set(page) & {"/AA", "/AF", "/PieceInfo", "/StructParents"}:
            yield NOTHING_ELSE.at(place, "a side brings along more than it shows", page=number)
        for item in items(raw(page, "/Annots")):
            link = dictionary(item)
            action = entry(link, "/A")
            if text(link, "/Subtype") != "/Link" or text(action, "/S") not in ("", "/URI"):
                yield NOTHING_ELSE.at(place, "something other than a link lies on it", page=number)
            elif not action and not _leads(raw(link, "/Dest"), known):
                yield LEADS_ON.at(place, "a link leads nowhere", page=number)


def _leads(destination: PdfObject | None, known: dict[int, int]) -> bool:
    first = next(iter(items(destination)), None)
    return getattr(first, "idnum", None) in known


def _near(found: Sequence[float], wanted: Sequence[float]) -> bool:
    pairs = zip(found, wanted, strict=False)
    return len(found) == len(wanted) and all(abs(a - b) < _NEAR for a, b in pairs)
