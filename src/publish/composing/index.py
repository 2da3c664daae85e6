"""The index: terms in order, each with the pages that its marks were printed on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from publish.composing.numerals import roman_value
from publish.manuscript.model import IndexMark

_NUMBER = re.compile(r"[0-9]+")
LONGEST_PAIR = 2  # so many pages in a row are listed singly; more become a range


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number of the index and the mark it leads to."""

    label: str
    anchor: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class PageRun:
    """One page, or a range when `last` is given."""

    first: PageLink
    last: PageLink | None = None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A term, where it is found, and its sub-entries."""

    term: str
    runs: tuple[PageRun, ...]
    see: tuple[str, ...]
    children: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexLetter:
    """The entries that begin with one letter; "#" for those that begin with none."""

    letter: str
    entries: tuple[IndexEntry, ...]


@dataclass(slots=True)
class _Gathered:
    marks: list[IndexMark] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    children: dict[str, _Gathered] = field(default_factory=dict)


def index_letters(marks: Iterable[IndexMark], labels: Mapping[str, str]) -> tuple[IndexLetter, ...]:
    """Return the index in letters.

    Args:
        marks: in reading order, "see" marks among them.
        labels: the printed page of each mark's anchor; marks without one are left out.
    """
    root = _Gathered()
    for mark in marks:
        if not mark.see and mark.anchor not in labels:
            continue
        node = root
        for part in (piece.strip() for piece in mark.term.split("!")):
            node = node.children.setdefault(part, _Gathered())
        if mark.see:
            target = mark.see.strip().replace("!", ", ")
            if target not in node.see:
                node.see.append(target)
        else:
            node.marks.append(mark)
    entries = _entries(root, labels)
    letters: dict[str, list[IndexEntry]] = {}
    for one in entries:
        letters.setdefault(letter_of(one.term), []).append(one)
    return tuple(IndexLetter(letter, tuple(found)) for letter, found in letters.items())


def sort_key(term: str) -> tuple[int, str, str]:
    """Order as readers look words up: accents, case and quotation marks do not count.

    Numbers count by their value, so that No. 98 stands before No. 102.
    """
    plain = _plain(term)
    valued = _NUMBER.sub(lambda match: match[0].zfill(8), plain)
    return (0 if plain[:1].isalpha() else -1, valued, term)


def letter_of(term: str) -> str:
    """Return the capital that an entry stands under, without accent."""
    first = _plain(term)[:1].upper()
    return first if first.isalpha() else "#"


def page_runs(links: Iterable[PageLink]) -> tuple[PageRun, ...]:
    """Return pages as printed: each once, three or more in a row as a range.

    A primary place keeps its own number, so that it can be set bold.
    """
    pages: dict[str, PageLink] = {}
    for link in links:
        known = pages.get(link.label)
        if known is None or (link.primary and not known.primary):
            pages[link.label] = link
    ordered = sorted(pages.values(), key=lambda link: _page_key(link.label))
    runs: list[list[PageLink]] = []
    for link in ordered:
        if runs and _follows(runs[-1][-1], link):
            runs[-1].append(link)
        else:
            runs.append([link])
    out: list[PageRun] = []
    for run in runs:
        if len(run) > LONGEST_PAIR:
            out.append(PageRun(run[0], run[-1]))
        else:
            out += [PageRun(link) for link in run]
    return tuple(out)


def _plain(term: str) -> str:
    decomposed = unicodedata.normalize("NFKD", term)
    kept = (c for c in decomposed if not unicodedata.combining(c))
    return "".join(kept).casefold().lstrip("“”‘’'\"«» ")


def _entries(node: _Gathered, labels: Mapping[str, str]) -> tuple[IndexEntry, ...]:
    found = []
    for term in sorted(node.children, key=sort_key):
        child = node.children[term]
        links = [PageLink(labels[mark.anchor], mark.anchor, mark.primary) for mark in child.marks]
        see = tuple(sorted(child.see, key=sort_key))
        found.append(IndexEntry(term, page_runs(links), see, _entries(child, labels)))
    return tuple(found)


def _follows(before: PageLink, after: PageLink) -> bool:
    if before.primary or after.primary:
        return False
    first, second = _page_key(before.label), _page_key(after.label)
    return first[0] == second[0] and second[1] == first[1] + 1


def _page_key(label: str) -> tuple[int, int, str]:
    """Roman pages stand before arabic ones, others last."""
    if label.isdecimal():
        return (1, int(label), "")
    roman = roman_value(label)
    return (0, roman, "") if roman else (2, 0, label)
