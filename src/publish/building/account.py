"""What a build tells of itself: its findings, each at its place, and the record of build.json."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any  # JSON

from publish.building.finding_record import finding_record, waived_record
from publish.building.issue import Staged
from publish.building.naming import file_of
from publish.building.rounds import SetGathering, SetWork
from publish.catalogue.waivers import Waiver
from publish.checking.waiving import Waived, waive
from publish.errors import Finding, FindingsError, Place, Severity, errors_of

# A page of large print holds a third of the words, so that figures, tables and boxes fill pages of
# their own: they stand further from the words on them, and paper stays white before them.
_IN_LARGE_PRINT: Mapping[str, Severity] = {"T125": "note", "T127": "note"}


class Docket:
    """The findings of a run, heard against the house's waivers."""

    def __init__(self, waivers: Sequence[Waiver], today: dt.date) -> None:
        self._waivers, self._today = waivers, today
        self._findings: list[Finding] = []

    def enter(self, findings: Iterable[Finding]) -> None:
        """Add what a stage of the work found.

        Raises:
            FindingsError: an error stands. It holds all findings so far, in order and once each.
        """
        self._findings += findings
        standing = self.heard().standing
        if errors_of(standing):
            raise FindingsError(standing)

    def heard(self) -> Waived:
        """Return what stands and what is waived so far."""
        return waive(self._findings, self._waivers, self._today)

    def heard_out(self) -> Waived:
        """Return the same where everything was built: a waiver that covers nothing stands out."""
        heard = self.heard()
        return dataclasses.replace(heard, standing=tuple(sorted((*heard.standing, *heard.unused))))


def setting_findings(works: Sequence[SetWork]) -> tuple[Finding, ...]:
    """Return what setting found, each at the manuscript's line and the finished file's page."""
    findings: list[Finding] = []
    for work in works:
        for made in work.gatherings:
            findings += _placed(work, made)
        findings += work.plan.findings
    return tuple(findings)


def findings_alone(made: SetGathering, edition: str, printer: str) -> Iterator[Finding]:
    """Yield what setting found in a gathering that an edition for a printer has for itself."""
    publication = made.work.publication
    pdf = file_of(publication, made.work.lang, edition, printer)
    for finding in made.gathering.offers.findings:
        place = Place(publication.place)
        yield dataclasses.replace(finding, place=place, pdf=pdf if finding.page else "")


def _placed(work: SetWork, made: SetGathering) -> Iterator[Finding]:
    """Yield the findings of a gathering where an author looks for them.

    Setting names the element "workers-guide/en/03-structure#fn-12" and the gathering's own page.
    """
    manuscript = work.work.manuscript
    chapters = {chapter.name: chapter.place for chapter in manuscript.chapters}
    if len(manuscript.chapters) == 1:
        chapters["leaflet"] = manuscript.chapters[0].place
    publication, lang, first = work.work.publication, work.work.lang, work.start_of(made)
    severe = _IN_LARGE_PRINT if work.work.pages == "large-print" else {}
    pdf = file_of(publication, lang, next(iter(work.work.editions), work.work.pages))
    for finding in made.gathering.offers.findings:
        gathering, _, anchor = finding.place.file.partition("#")
        place = manuscript.places.get(anchor) or chapters.get(made.slot.name)
        place = place or (Place(publication.place) if work.part_titles else Place(gathering))
        page = first + finding.page if finding.page else 0
        yield dataclasses.replace(
            finding,
            place=place,
            page=page,
            pdf=pdf if page else "",
            severity=severe.get(finding.rule, finding.severity),
        )


def record_of(
    works: Sequence[SetWork],
    more: Sequence[SetGathering],
    staged: Sequence[Staged],
    heard: Waived,
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """Return what build.json holds.

    Args:
        more: gatherings made for one file: wraps, job sheets.
    """
    made = [made for work in works for made in work.gatherings] + list(more)
    set_now = {m.gathering.key for m in made if m.was_set}
    every = {m.gathering.key for m in made}
    files = [dataclasses.asdict(file.issued) for file in staged]
    budgets = {work.work.publication.slug: work.work.publication.budgets for work in works}
    for file in files:
        del file["made_from"], file["read_whole"], file["findings"]
        if budget := budgets.get(file["publication"], {}).get(file["edition"]):
            file["budget"] = budget
    return {
        "gatherings_set": len(set_now),
        "gatherings_reused": len(every - set_now),
        "seconds": dict(seconds),
        "findings": [finding_record(finding) for finding in heard.standing],
        "waived": [waived_record(finding, waiver) for finding, waiver in heard.waived],
        "files": sorted(files, key=lambda file: str(file["path"])),
        "gatherings": [_gathering(m) for m in made],
    }


def _gathering(made: SetGathering) -> dict[str, Any]:
    return {
        "publication": made.work.publication.slug,
        "language": made.work.lang,
        "pages_of": made.work.pages,  # the edition they are set for
        "name": made.slot.name,
        "title": made.slot.title,
        "pages": made.gathering.offers.pages,
        "seconds": made.gathering.offers.seconds,
        "set": made.was_set,
    }
