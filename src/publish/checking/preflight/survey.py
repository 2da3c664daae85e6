"""What the pages of a file draw with: fonts, graphics states, forms, pictures, patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pypdf.generic import DictionaryObject

from publish.checking.opened import Opened, dictionary, entry, items, number_of, raw, text

Kind = Literal["font", "state", "object", "pattern", "shading"]

# ISO 32000-1:2008, 7.8.3: the categories of resources, and what each holds.
_CATEGORIES: tuple[tuple[str, Kind], ...] = (
    ("/Font", "font"),
    ("/ExtGState", "state"),
    ("/XObject", "object"),
    ("/Pattern", "pattern"),
    ("/Shading", "shading"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A resource.

    Attributes:
        page: the first page that uses it, counted from 1.
    """

    kind: Kind
    table: DictionaryObject
    page: int


def parts_of(opened: Opened) -> Iterator[Part]:
    """Yield every resource of the pages once, and those of forms, patterns, masks and glyphs.

    A file in which they hold each other in a circle comes to an end here too.
    """
    seen: set[int] = set()
    for n, page in enumerate(opened.pages, 1):
        waiting = [entry(page, "/Resources"), *_appearances(page)]
        while waiting:
            holder = waiting.pop()
            if not holder or (mark := number_of(holder)) in seen:
                continue
            seen.add(mark)
            if "/Resources" in holder:  # the appearance of an annotation
                waiting.append(entry(holder, "/Resources"))
            for category, kind in _CATEGORIES:
                for reference in entry(holder, category).values():
                    table = dictionary(reference)
                    if not table or (mark := number_of(table)) in seen:
                        continue
                    seen.add(mark)
                    yield Part(kind, table, n)
                    waiting.append(entry(table, "/Resources"))
                    waiting.append(entry(entry(entry(table, "/SMask"), "/G"), "/Resources"))


def _appearances(page: DictionaryObject) -> Iterator[DictionaryObject]:
    for reference in items(raw(page, "/Annots")):
        shown = entry(entry(dictionary(reference), "/AP"), "/N")
        yield shown
        if "/Resources" not in shown:  # one appearance for each state (12.5.5)
            yield from (dictionary(state) for state in shown.values())


def base_name(font: DictionaryObject) -> str:
    """Return what a font is called, with the prefix of a subset if it has one."""
    return text(font, "/BaseFont")[1:] or text(font, "/Name")[1:] or "without a name"
