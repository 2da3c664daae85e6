"""How preflight puts it: pages, lengths, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from publish.units import MM

_MOST = 8  # ranges of pages in one message


def on_pages(pages: Iterable[int]) -> str:
    """Return page numbers as read: "page 3", "pages 1–4 and 7"."""
    ordered = sorted(set(pages))
    ranges: list[tuple[int, int]] = []
    for page in ordered:
        if ranges and ranges[-1][1] == page - 1:
            ranges[-1] = (ranges[-1][0], page)
        else:
            ranges.append((page, page))
    if len(ranges) > _MOST:
        return f"{len(ordered)} pages, the first of them page {ordered[0]},"
    said = [str(a) if a == b else f"{a}–{b}" for a, b in ranges]
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"page{'s' if len(ordered) > 1 else ''} {listed}"


def counted(number: int, noun: str) -> str:
    """Return "1 script", "2 scripts"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def has(pages: Iterable[int]) -> str:
    """Return the verb that goes with `on_pages`."""
    return "have" if len(set(pages)) > 1 else "has"


def mm(points: float) -> str:
    """Return a length in points as millimetres: "3 mm", "148.5 mm"."""
    return f"{points / MM:.1f}".removesuffix(".0") + " mm"


EXPORT_X4 = (
    "InDesign, Affinity and Scribus: export anew as PDF/X-4; Word and LibreOffice cannot write "
    "PDF/X: let somebody convert the file (Acrobat: Print Production, Preflight, PDF/X-4)"
)


def common_folder(files: Iterable[str]) -> str:
    """Return the file, or the folder that holds all files: "sources/launch"."""
    named = sorted({*files})
    if len(named) < 2:
        return "".join(named)
    parts = [name.split("/")[:-1] for name in (named[0], named[-1])]
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(*parts, strict=False))
    return "/".join(one for one, _ in shared) or "publish"
