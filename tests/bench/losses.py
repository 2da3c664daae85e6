"""What is left of works in a file that was merged of them: read by libraries that wrote none of it.

Pages are paired by their text. A link counts as right where it leads to the page, and to the place
on it, that it leads to in the work's own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2 as pdfium

from publish.checking.conformance import conformance
from publish.checking.opened import read_all_objects
from publish.errors import Place

MOST_BETWEEN = 40  # pages of the merged file that are not the works'
Box = tuple[int, ...]
Spot = tuple[int, int]  # page from 0, height in points


@dataclass(frozen=True)
class Way:
    """A link to a place in a PDF, by name or by page."""

    page: int
    box: Box
    file: str
    name: str
    spot: Spot | None  # where it leads to in its own file


class Leaves:
    """A PDF, read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        data = path.read_bytes()
        self.reader = pypdf.PdfReader(BytesIO(data))
        read_all_objects(self.reader)
        self.root = self.reader.trailer["/Root"]
        self._numbers = {p.indirect_reference.idnum: n for n, p in enumerate(self.reader.pages)}
        seen = pdfium.PdfDocument(data)
        texts = (page.get_textpage().get_text_bounded(bottom=60) for page in seen)
        self.texts = [re.sub(r"\[?\d+\]?|\s", "", text) for text in texts]
        self.places = dict(self._places())

    def _places(self) -> Iterator[tuple[str, Spot | None]]:
        for name, found in self.reader.named_destinations.items():
            yield name, self._spot(found.dest_array)

    def _spot(self, target: Any) -> Spot | None:
        found = target.get_object() if target is not None else None
        if isinstance(found, dict):
            found = found.get("/D")
        if isinstance(found, (str, bytes)):
            return self.places.get(str(found))
        if not isinstance(found, list):
            return None
        page = self._numbers.get(getattr(list.__getitem__(found, 0), "idnum", None))
        return None if page is None else (page, round(float(found[3] or 0)))

    def ways(self) -> Iterator[Way]:
        for n, page in enumerate(self.reader.pages):
            for reference in page.get("/Annots", ()) or ():
                table = reference.get_object()
                action = table.get("/A", {})
                if table.get("/Subtype") != "/Link" or action.get("/S") == "/URI":
                    continue
                target = table.get("/Dest", action.get("/D"))
                file = str(action["/F"]["/UF"]) if action.get("/S") == "/GoToR" else ""
                box = tuple(sorted(round(float(value)) for value in table["/Rect"]))
                spot = None if file else self._spot(target)
                yield Way(n, box, Path(file).name, str(target), spot)

    def tags(self) -> int:
        """Return how many structure elements hang in the tag tree."""
        tree = self.root.get("/StructTreeRoot")
        waiting, count = [tree.get("/K")] if tree else [], -1
        seen: set[int] = set()
        while waiting:
            found = waiting.pop()
            found = found.get_object() if found is not None else None
            if isinstance(found, list):
                waiting += list(list.__iter__(found))
            elif isinstance(found, dict) and id(found) not in seen and "/S" in found:
                seen.add(id(found))
                count += 1
                waiting.append(found.get("/K"))
        return max(count, 0)

    def bookmarks(self) -> list[tuple[str, int | None]]:
        found: list[tuple[str, int | None]] = []

        def walk(items: Sequence[Any]) -> None:
            for item in items:
                if isinstance(item, list):
                    walk(item)
                else:
                    found.append((str(item.title), self.reader.get_destination_page_number(item)))

        walk(self.reader.outline)
        return found

    def labels(self) -> list[str]:
        return list(self.reader.page_labels)


@dataclass(frozen=True)
class Losses:
    """What of the works' pages that a file has is right in it."""

    pages: int
    tags: str
    links: str
    between: str  # links from work to work
    bookmarks: str
    labels: str
    accessible: str

    def row(self) -> str:
        parts = (self.tags, self.links, self.between, self.bookmarks, self.labels, self.accessible)
        return " | ".join(parts)


def losses(whole: Path, singles: Sequence[Leaves]) -> Losses:
    """Compare a merged file with the files it was merged of."""
    merged = Leaves(whole)
    pairs = _paired(merged, singles)
    theirs = {single.path.name: (at, single) for at, single in enumerate(singles)}
    have: dict[tuple[int, Box], list[Spot | None]] = {}
    for way in merged.ways():
        have.setdefault((way.page, way.box), []).append(way.spot)
    within, between = [0, 0], [0, 0]
    for at, single in enumerate(singles):
        for way in single.ways():
            there, spot = (at, way.spot)
            if way.file:
                there, spot = theirs[way.file][0], theirs[way.file][1].places.get(way.name)
            if (at, way.page) not in pairs or spot is None or (there, spot[0]) not in pairs:
                continue
            wanted = (pairs[there, spot[0]], spot[1])
            count = between if way.file else within
            count[1] += 1
            count[0] += wanted in have.get((pairs[at, way.page], way.box), ())
    marks = [
        (title, pairs[at, page])
        for at, single in enumerate(singles)
        for title, page in single.bookmarks()
        if page is not None and (at, page) in pairs
    ]
    known = set(merged.bookmarks())
    tags = sum(single.tags() for single in singles)
    return Losses(
        pages=len(merged.texts),
        tags=f"{merged.tags():,} of {tags:,}",
        links=f"{within[0]:,} of {within[1]:,}",
        between=f"{between[0]} of {between[1]}",
        bookmarks=f"{sum(mark in known for mark in marks):,} of {len(marks):,}",
        labels=_labels(merged, singles, pairs),
        accessible="no" if conformance(whole, Place(whole.name), "ua1") else "yes",
    )


def _paired(merged: Leaves, singles: Sequence[Leaves]) -> dict[tuple[int, int], int]:
    """Return (work, page) → page of the merged file, by the text above the foot."""
    pairs: dict[tuple[int, int], int] = {}
    start = 0
    for at, single in enumerate(singles):
        for n, text in enumerate(single.texts):
            later = range(start, start + MOST_BETWEEN if text else start + 1)
            found = next((m for m in later if merged.texts[m : m + 1] == [text]), None)
            if found is not None:
                pairs[at, n], start = found, found + 1
    return pairs


def _labels(merged: Leaves, singles: Sequence[Leaves], pairs: dict[tuple[int, int], int]) -> str:
    """Say what the labels of the pages are: the numbers of the whole, of the works, or none."""
    if "/PageLabels" not in merged.root:
        return "none"
    shown = merged.labels()
    if shown == [str(n) for n in range(1, len(shown) + 1)]:
        return "of the whole, printed"
    right = sum(
        shown[page] == singles[at].labels()[n] for (at, n), page in list(pairs.items())[:20]
    )
    last = [page for (at, _), page in pairs.items() if at == len(singles) - 1]
    theirs = singles[-1].labels()
    kept = [shown[p] for p in last] == [theirs[n] for (at, n) in pairs if at == len(singles) - 1]
    return "of the works" if kept and right else "of the first work only"
