"""How works go to press: at whose, on what paper, bound in which way, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publish.binding.model import Section
from publish.binding.ordering import page_count, pages_apart, with_covers, without_covers
from publish.building.rounds import SetWork
from publish.catalogue.making import Papers, papers_for, way_for, ways_of
from publish.catalogue.model import Publication
from publish.catalogue.printer_reading import read_printer
from publish.catalogue.printers import BindingWay, Printer
from publish.composing.wrap_plan import WrapPlan, plan_wrap
from publish.editions import PRINTED
from publish.editions.model import House
from publish.errors import Finding, Place


@dataclass(frozen=True, slots=True)
class PressRun:
    """A work as it goes to a printer.

    Attributes:
        sections: of the press file, in order, with the blank pages before them.
        blanks_after: blank pages at its end.
        inside: pages of the text block, before blanks fill it up.
        blanks: those pages that only fill up the last sheet.
        wrap: the measures of a cover of its own; None where its covers are pages like others.
    """

    work: SetWork
    printer: Printer
    way: BindingWay
    papers: Papers
    sections: tuple[Section, ...]
    blanks_after: int
    inside: int
    blanks: int
    wrap: WrapPlan | None

    @property
    def pages(self) -> int:
        """Pages of the press file, with all blanks."""
        return page_count(self.sections, self.blanks_after)

    @property
    def apart(self) -> int:
        """Pages before those of the press file that are in the file of the cover."""
        return pages_apart(self.work.sections, self.work.names) if self.wrap else 0

    @property
    def house(self) -> House:
        layout = self.work.work.layout
        return House(layout.brand, layout.identity, self.printer)


def press_terms(publication: Publication, identity: Mapping[str, Path]) -> tuple[Finding, ...]:
    """Return what is wrong with printer, papers and binding, as far as nothing is set.

    Args:
        publication: a work or a bundle.
        identity: the files of its brand, by path in the brand's folder.
    """
    if not PRINTED & set(publication.editions):
        return ()
    printer, findings = _printer(publication, identity, "")
    if printer is None:
        return findings
    _, papers = papers_for(printer, publication)
    _, ways = ways_of(printer, publication)
    return (*findings, *papers, *ways)


def _printer(
    publication: Publication, identity: Mapping[str, Path], named: str
) -> tuple[Printer | None, tuple[Finding, ...]]:
    place = Place() if named else publication.places.get("printer", Place(publication.place))
    return read_printer(identity, named or publication.printer, place)


def press_run(work: SetWork, named: str) -> tuple[PressRun | None, tuple[Finding, ...]]:
    """Return how a work goes to press, None where it cannot.

    Args:
        named: the printer that takes the place of the work's own; empty: its own.
    """
    publication, layout = work.work.publication, work.work.layout
    printer, findings = _printer(publication, layout.identity, named)
    if printer is None:
        return None, findings
    papers, found = papers_for(printer, publication)
    inside = page_count(*without_covers(work.sections, work.names, 1))
    whole = page_count(*with_covers(work.sections, work.names, 1))
    way, unfit = way_for(printer, publication, inside, whole)
    findings = (*findings, *found, *unfit)
    if way is None:
        return None, findings
    wrap = None
    if "cover" in publication.editions:  # in this build or not: pages are where they always are
        wrap, said = plan_wrap(
            layout, printer, work.work.catalogue, publication, work.work.lang, way, papers, inside
        )
        findings = (*findings, *said)
    # Without a cover apart, front and back stay pages of the file.
    ordered = without_covers if wrap else with_covers
    sections, after = ordered(work.sections, work.names, way.multiple)
    blanks = page_count(sections, after) - (inside if wrap else whole)
    return PressRun(work, printer, way, papers, sections, after, inside, blanks, wrap), findings
