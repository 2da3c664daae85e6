"""Citations: from `[@key, p. 3; @other]` and `@key` to what the style prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from publish.errors import Place, Rule
from publish.manuscript.citations import Bibliography, CiteItem, Mode
from publish.manuscript.context import Work, clipped, nearest
from publish.manuscript.elements import replace
from publish.manuscript.inlines import KEY
from publish.manuscript.places import STAMP, Places, unstamped

UNKNOWN = Rule(
    "M203", "Every work cited is in references.bib.", "Readers could not find the source."
)
BAD_CITATION = Rule(
    "M207", "A citation is written `[@key, p. 3; @other]`.", "It would be printed as it was typed."
)
RULES: tuple[Rule, ...] = (UNKNOWN, BAD_CITATION)

_ITEM = re.compile(
    rf"(?P<prefix>[^@]*?)(?P<year>-?)(?P<stamp>{STAMP})@(?P<key>{KEY})(?P<rest>.*)", re.DOTALL
)
_LOCATOR = re.compile(
    r"""\s*,\s*(?P<locator>
        (?:(?:pp?|chaps?|ch|arts?|paras?|secs?|vols?|nos?|figs?|tables?|notes?|annex(?:es)?|parts?
            |articles?|chapters?|paragraphs?|sections?|pages?)\.?\s*)?
        (?:\d[\w.]*(?:\([\w]+\))*|[IVXLC]+\b)(?:\s*(?:[-–]|,|and|to)\s*(?:\d[\w.]*(?:\([\w]+\))*|[IVXLC]+\b))*
    )(?P<suffix>.*)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class Item:
    """One `@key` of a citation with its place; made anew for each, never kept."""

    def __init__(self, found: re.Match[str], places: Places) -> None:
        self.key: str = found["key"]
        self.place: Place = places.first(found["stamp"]) or Place()
        self.year_only = found["year"] == "-"
        rest = unstamped(found["rest"])
        located = _LOCATOR.fullmatch(rest)
        locator = located["locator"].strip() if located else ""
        suffix = (located["suffix"] if located else rest).strip(" \n")
        suffix = suffix.removeprefix(",").strip() if not located else suffix
        prefix = " ".join(unstamped(found["prefix"]).split())
        self.cite = CiteItem(self.key, locator, prefix, " ".join(suffix.split()))


def items(work: Work, text: str, places: Places) -> list[Item]:
    """Return the items of a citation in brackets (without these); report those unreadable."""
    found = []
    for piece in text.split(";"):
        match = _ITEM.fullmatch(piece.strip())
        if match:
            found.append(Item(match, places))
        else:
            place = places.first(piece) or places.first(text) or Place()
            work.report(BAD_CITATION, place, f"`{clipped(unstamped(piece))}` is not a citation",
                        "write `[@key, p. 3; @other]`, every part with its own key")  # fmt: skip
    return found


def check(work: Work, bibliography: Bibliography, cited: list[Item]) -> list[Item]:
    """Return the items whose works are known; report the others."""
    for item in cited:
        if item.key not in bibliography.keys:
            work.report(UNKNOWN, item.place, f"`{item.key}` is not in references.bib",
                        nearest(item.key, bibliography.keys) or "add it there")  # fmt: skip
    return [item for item in cited if item.key in bibliography.keys]


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation found in the text, to be printed once all works cited are known."""

    items: tuple[CiteItem, ...]
    mode: Mode
    bare: bool  # in a source line: without brackets


def fill(roots: Iterable[Element], bibliography: Bibliography, found: Sequence[Citation]) -> None:
    """Print the citations at the elements `m-cited` that stand for them.

    They wait until the end because the letters in "2021a, 2021b" depend on all that is cited.
    """
    printed: dict[Citation, str] = {}
    for root in roots:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag != "m-cited":
                    continue
                citation = found[int(child.get("n", ""))]
                if citation not in printed:
                    printed[citation] = bibliography.cite(citation.items, citation.mode)
                new = from_html(printed[citation])
                replace(parent, child, without_brackets(new) if citation.bare else new)


def from_html(html: str) -> list[Element | str]:
    """Return inline XHTML as elements and texts."""
    holder = fromstring(f"<x>{html}</x>")
    result: list[Element | str] = [holder.text or ""]
    for child in holder:
        result += [child, child.tail or ""]
        child.tail = None
    return result


def without_brackets(found: list[Element | str]) -> list[Element | str]:
    """Take away the round brackets around a citation: a source line needs none."""
    first, last = found[0], found[-1]
    if isinstance(first, str) and isinstance(last, str) and first[:1] == "(" and last[-1:] == ")":
        if len(found) == 1:
            return [first[1:-1]]
        return [first[1:], *found[1:-1], last[:-1]]
    return found
