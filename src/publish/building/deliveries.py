"""Every file that a build delivers: what each is bound from, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.building.account import findings_alone
from publish.building.archiving import attachments_of
from publish.building.issue import Staged
from publish.building.naming import file_of
from publish.building.pieces import Piece, cover_piece, jobsheet_piece, piece_of, press_piece
from publish.building.press_runs import PressRun, press_run
from publish.building.rounds import SetGathering, Setter, SetWork, set_slots
from publish.composing.jobsheet import JobSheet, PrintFile, compose_jobsheet
from publish.composing.wrap import compose_wrap
from publish.editions import PRINTED
from publish.errors import Finding


@dataclass(frozen=True, slots=True)
class Printing:
    """What goes to printers.

    Attributes:
        runs: by the work's name; works without one have faults, or no edition for a printer.
        wraps: the covers of their own, set, by the work's name.
    """

    runs: Mapping[str, PressRun]
    wraps: Mapping[str, SetGathering]


def plan_printing(
    works: Sequence[SetWork], printer: str, setter: Setter
) -> tuple[Printing, tuple[Finding, ...]]:
    """Return how works go to press, their covers set.

    Args:
        printer: takes the place of each work's own; empty: as each work says.
    Raises:
        FindingsError: the template of a cover is at fault.
    """
    runs: dict[str, PressRun] = {}
    wraps: dict[str, SetGathering] = {}
    findings: list[Finding] = []
    for work in works:
        if not PRINTED & set(work.work.editions):
            continue
        run, found = press_run(work, printer)
        findings += found
        if run:
            runs[work.work.name] = run
        sound = all(finding.severity != "error" for finding in found)
        if run and run.wrap and sound and "cover" in work.work.editions:
            of = work.work
            whose = (of.manuscript, of.layout, of.catalogue, of.publication)
            slot = compose_wrap(*whose, run.wrap, of.members)
            wraps[of.name] = set_slots(of, (slot,), setter)[slot.name]
            findings += findings_alone(wraps[of.name], "cover", run.printer.name)
    return Printing(runs, wraps), tuple(findings)


def pieces_of(works: Sequence[SetWork], printing: Printing) -> Iterator[Piece]:
    """Yield all pieces but the job sheets, which speak of the finished files."""
    every = [work.work for work in works]
    for work in works:
        run = printing.runs.get(work.work.name)
        for edition in work.work.editions:
            if edition == "archive":
                yield piece_of(work, edition, attachments_of(work.work, every))
            elif edition not in PRINTED:
                yield piece_of(work, edition)
            elif run and edition == "press":
                yield press_piece(run)
            elif run and run.wrap and work.work.name in printing.wraps:
                yield cover_piece(run, run.wrap, printing.wraps[work.work.name])


def gone(printing: Printing) -> Iterator[str]:
    """Yield where covers may lie, relative to output/, that works had before.

    One that is left would be sent to the printer, with a spine that is wrong.
    """
    for run in printing.runs.values():
        if run.wrap is None:
            work = run.work.work
            yield file_of(work.publication, work.lang, "cover", run.printer.name)


def job_sheets(
    printing: Printing, staged: Sequence[Staged], setter: Setter
) -> list[tuple[Piece, SetGathering]]:
    """Return the job sheet of every work with a press file, set.

    Raises:
        FindingsError: the template of the sheet is at fault.
    """
    return [
        (jobsheet_piece(run, made), made)
        for run in printing.runs.values()
        if (listed := _files(run, staged))
        for made in [_job_sheet(run, listed, setter)]
    ]


def _job_sheet(run: PressRun, files: tuple[PrintFile, ...], setter: Setter) -> SetGathering:
    work = run.work.work
    page = work.layout.settings.page
    sheet = JobSheet(
        publication=work.publication,
        imprint=work.catalogue.imprint,
        trim=(page.width, page.height),
        pages=run.pages,
        blanks=run.blanks,
        printer=run.printer,
        way=run.way,
        papers=run.papers,
        wrap=run.wrap,
        files=files,
    )
    slot = compose_jobsheet(work.layout, work.lang, sheet)
    return set_slots(work, (slot,), setter)[slot.name]


def _files(run: PressRun, staged: Sequence[Staged]) -> tuple[PrintFile, ...]:
    """Return what goes to the printer of a work: its leaves and its cover."""
    work = run.work.work
    return tuple(
        PrintFile(
            name=file.issued.path.rsplit("/", 1)[-1],
            pages=file.issued.pages,
            bytes=file.issued.bytes,
            sha256=file.issued.sha256,
        )
        for file in staged
        if (file.issued.publication, file.issued.language) == (work.publication.slug, work.lang)
        and file.issued.edition in PRINTED
    )
