"""How a work is made at a printer's: its way of binding, its papers, the width of its spine."""

from __future__ import annotations

from dataclasses import dataclass

from publish.catalogue.model import Publication
from publish.catalogue.parsing import nearest
from publish.catalogue.printer_reading import PAPER
from publish.catalogue.printers import BindingWay, Paper, Printer
from publish.errors import Finding, Place, Rule

WAY = Rule(
    "C167",
    "The printer can bind as many pages as the work has, in the way that the work asks for.",
    "The file would come back: leaves that no machine there holds together.",
)
NOT_KEPT = Rule(
    "C168",
    "Paper and binding that a work names are its own printer's.",
    "At another printer's, what he usually takes stands in for them.",
    "note",
)
RULES: tuple[Rule, ...] = (WAY, NOT_KEPT)


@dataclass(frozen=True, slots=True)
class Papers:
    """The stocks that a work is printed on."""

    text: Paper
    cover: Paper


def padded(pages: int, multiple: int) -> int:
    """Return the count of pages with the blanks that fill it up to a multiple."""
    return -(-pages // multiple) * multiple


def spine_width(leaves: int, caliper: float, allowance: float) -> float:
    """Return the width of a spine in millimetres, to a tenth of one.

    Args:
        leaves: sheets of two pages in the text block, blank ones counted.
        caliper: thickness of one in millimetres.
        allowance: what glue and cover add, in millimetres.
    """
    return round(leaves * caliper + allowance, 1)


def spine_of(printer: Printer, papers: Papers, way: BindingWay, inside: int) -> float:
    """Return the width of the spine of `inside` pages without the cover, 0 where there is none."""
    if way.method != "perfect":
        return 0.0
    leaves = padded(inside, way.multiple) // 2
    return spine_width(leaves, papers.text.caliper, printer.spine.allowance)


def papers_for(printer: Printer, publication: Publication) -> tuple[Papers, tuple[Finding, ...]]:
    """Return the stocks that a work is printed on: those that it names, else the usual ones.

    A name that the work's own printer does not know is an error; at another printer's it is a
    note.
    """
    findings: list[Finding] = []

    def paper(key: str, named: str, usual: str) -> Paper:
        if named and named not in printer.papers:
            place = _place(publication, key)
            message = f"{printer.name} keeps no paper `{named}`"
            if printer.name == publication.printer:
                kept = tuple(printer.papers)
                remedy = nearest(named, kept) or f"it keeps {', '.join(kept)}"
                findings.append(PAPER.at(place, message, remedy))
            else:
                findings.append(NOT_KEPT.at(place, f"{message}; `{usual}` stands in for it"))
        return printer.papers.get(named, printer.papers[usual])

    text = paper("paper", publication.paper, printer.default_paper)
    cover = paper("cover_paper", publication.cover_paper, printer.cover_paper)
    return Papers(text, cover), tuple(findings)


def ways_of(
    printer: Printer, publication: Publication
) -> tuple[tuple[BindingWay, ...], tuple[Finding, ...]]:
    """Return the ways in which a work may be bound, whatever its extent.

    A way that the work's own printer does not know is an error, and leaves none; at another
    printer's it is a note, and leaves all.
    """
    ways = tuple(way for way in printer.ways if way.method == publication.binding)
    if ways or not publication.binding:
        return ways or printer.ways, ()
    place = _place(publication, "binding")
    known = ", ".join(dict.fromkeys(way.method for way in printer.ways))
    message = f"{printer.name} does not bind `{publication.binding}`"
    if printer.name == publication.printer:
        return (), (WAY.at(place, message, f"it binds {known}"),)
    return printer.ways, (NOT_KEPT.at(place, f"{message}; it binds {known}"),)


def way_for(
    printer: Printer, publication: Publication, inside: int, whole: int
) -> tuple[BindingWay | None, tuple[Finding, ...]]:
    """Return how the leaves are held together: as the work says, else the first way that fits.

    Args:
        inside: pages of the text block, without the cover.
        whole: pages with the cover, which counts in the sheets of what is stitched or loose.
    """
    ways, findings = ways_of(printer, publication)
    if not ways:
        return None, findings
    for way in ways:
        if _holds(way, inside if way.method == "perfect" else whole):
            return way, findings
    ranges = ", ".join(f"{w.method} {w.least_pages}–{w.most_pages}" for w in ways)
    message = f"{printer.name} cannot bind {inside} pages and a cover; it binds {ranges}"
    remedy = "take another printer or `binding`, or divide the work into volumes"
    place = _place(publication, "binding")
    return None, (*findings, WAY.at(place, message, remedy))


def _holds(way: BindingWay, pages: int) -> bool:
    return way.least_pages <= padded(pages, way.multiple) <= way.most_pages


def _place(publication: Publication, field: str) -> Place:
    return publication.places.get(field, Place(publication.place))
