"""What the files of a build are bound from: the sections, the form, what they are checked for."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from publish.binding.attaching import Attachment
from publish.binding.model import Form, Section
from publish.building.naming import file_of
from publish.building.press_runs import PressRun
from publish.building.rounds import SetGathering, SetWork
from publish.checking.preflight.requirements import (
    ARCHIVE,
    GREYSCALE,
    LARGE_PRINT,
    LIGHT,
    MIXED,
    SCREEN,
    Requirements,
    requirements_of,
)
from publish.composing.jobsheet import JOBSHEET
from publish.composing.wrap_plan import WrapPlan
from publish.editions import EDITIONS, screen
from publish.editions.model import House

_NEEDS: Mapping[str, Requirements] = {
    "screen": SCREEN,
    "large-print": LARGE_PRINT,
    "greyscale": GREYSCALE,
    "archive": ARCHIVE,
    "light": LIGHT,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be bound.

    Attributes:
        work: whose file it is.
        edition: as the record names it: an edition, or "jobsheet".
        needs: what the finished file is checked for.
        sections: in order; not always all of the work's, nor always its own.
        blanks_after: empty pages at the end.
        apart: pages that come before these in another file.
        attachments: files that it carries along.
        printer: whose press it is for, if any.
    """

    work: SetWork
    edition: str
    form: Form
    needs: Requirements
    sections: tuple[Section, ...]
    blanks_after: int = 0
    apart: int = 0
    attachments: tuple[Attachment, ...] = ()
    printer: str = ""

    @property
    def file(self) -> str:
        """Its path, relative to output/."""
        work = self.work.work
        return file_of(work.publication, work.lang, self.edition, self.printer)


def piece_of(work: SetWork, edition: str, attachments: tuple[Attachment, ...] = ()) -> Piece:
    """Return the piece of an edition that is bound of all pages of a work."""
    house = House(work.work.layout.brand, work.work.layout.identity)
    form, needs = EDITIONS[edition].form(house), _NEEDS[edition]
    if not work.keeps:
        form, needs = dataclasses.replace(form, standard="plain"), MIXED
    return Piece(work, edition, form, needs, work.sections, attachments=attachments)


def press_piece(run: PressRun) -> Piece:
    """Return the piece of what a printer prints as leaves."""
    return Piece(
        work=run.work,
        edition="press",
        form=EDITIONS["press"].form(run.house),
        needs=requirements_of(run.printer),
        sections=run.sections,
        blanks_after=run.blanks_after,
        apart=run.apart,
        printer=run.printer.name,
    )


def cover_piece(run: PressRun, plan: WrapPlan, wrap: SetGathering) -> Piece:
    """Return the piece of a wraparound cover."""
    return Piece(
        work=run.work,
        edition="cover",
        form=EDITIONS["cover"].form(dataclasses.replace(run.house, folds=plan.folds)),
        needs=requirements_of(run.printer),
        sections=(_alone(wrap),),
        printer=run.printer.name,
    )


def jobsheet_piece(run: PressRun, sheet: SetGathering) -> Piece:
    """Return the piece of a job sheet, which people read as they read other files."""
    printer = run.printer.name
    return Piece(run.work, JOBSHEET, screen.FORM, SCREEN, (_alone(sheet),), printer=printer)


def _alone(made: SetGathering) -> Section:
    return Section(made.gathering, made.work.publication.slug, made.slot.numbering)
