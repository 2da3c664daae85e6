"""What the house has in stock: how much each work holds, in words, pages, figures, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.building.choice import Choice
from publish.building.ledger import ledger_for
from publish.catalogue.model import Catalogue, Publication
from publish.composing.layouts import identity_of
from publish.editions import EDITIONS
from publish.manuscript.counting import Counts, count
from publish.manuscript.library import Library
from publish.manuscript.reading import read

_SUMS = ("words", "figures", "charts", "tables", "boxes", "citations")


@dataclass(frozen=True, slots=True)
class Stock:
    """A work in its first language.

    Attributes:
        pages: of its usual pages when it was last built; None where it has not been.
    """

    slug: str
    counts: Counts
    pages: int | None


def stock(catalogue: Catalogue, cache: Path) -> tuple[Stock, ...]:
    """Return what each work holds, in the catalogue's order."""
    brand = identity_of(catalogue.root, catalogue.imprint.brand)
    known = ledger_for(cache, catalogue.root, Choice()).files()
    held, library = [], Library()
    for work in catalogue.publications.values():
        manuscript, _ = read(
            catalogue, work, work.languages[0], brand=brand, cache=cache, library=library
        )
        pages = _pages(work, known, catalogue.root / "output")
        held.append(Stock(work.slug, count(manuscript), pages))
    return tuple(held)


def _pages(work: Publication, known: Mapping[str, Mapping[str, Any]], output: Path) -> int | None:
    """Return the pages of the first edition that is in the output folder and shows all of them."""
    lang = work.languages[0]
    pages = {
        file["edition"]: int(file["pages"])
        for path, file in sorted(known.items())
        if (file["publication"], file["language"]) == (work.slug, lang) and (output / path).exists()
    }
    usual = (name for name in work.editions if EDITIONS[name].copy == "screen" and name != "cover")
    return next((pages[name] for name in usual if name in pages), None)


def stock_record(held: Stock) -> dict[str, object]:
    """Return what a work holds as programs read it."""
    numbers = {name: getattr(held.counts, name) for name in _SUMS}
    return {
        **numbers,
        "pages": held.pages,
        "sources": len(held.counts.sources),
        "facts": len(held.counts.facts),
    }


def stock_in_all(held: Sequence[Stock]) -> dict[str, object]:
    """Return the sums; a source or fact of several works counts once.

    `pages` is the sum of what was built, None where nothing was.
    """
    counts = [one.counts for one in held]
    built = [one.pages for one in held if one.pages is not None]
    return {
        "works": len(held),
        **{name: sum(getattr(one, name) for one in counts) for name in _SUMS},
        "pages": sum(built) if built else None,
        "sources": _distinct(one.sources for one in counts),
        "facts": _distinct(one.facts for one in counts),
    }


def _distinct(sets: Iterable[frozenset[str]]) -> int:
    return len(frozenset().union(*sets))
