"""One build: read, compose, set, bind, check, put out. The flow of the whole house."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # JSON

from publish.building.choice import Choice
from publish.building.finding_record import finding_record
from publish.building.issue import Bindery, Staged, put_out, staging_folder
from publish.building.ledger import Ledger
from publish.building.progress import Progress
from publish.building.rounds import Setter, SetWork, set_works
from publish.building.store import Store
from publish.building.workers import Workers
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.editions import EDITIONS
from publish.errors import Finding, FindingsError, PublishError


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build."""

    root: Path  # the project
    cache: Path
    choice: Choice
    epoch: int | None = None  # SOURCE_DATE_EPOCH
    anew: bool = False  # set and bind everything, whatever the cache holds

    @property
    def output(self) -> Path:
        return self.root / "output"


@dataclass(slots=True)
class Clock:
    """Seconds by phase."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str, watch: Progress) -> Iterator[None]:
        watch.phase(name)
        started = time.perf_counter()
        yield
        took = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.seconds[name] = round(took, 3)


@dataclass(frozen=True, slots=True)
class Result:
    """A build that succeeded: the record for build.json, and its warnings."""

    record: Mapping[str, Any]
    findings: tuple[Finding, ...]


def build(order: Order, ledger: Ledger, inputs: str, crew: Workers, watch: Progress) -> Result:
    """Build what `order` asks for.

    Args:
        ledger: remembers what the files in place were made from.
        inputs: digest of everything that the build reads, kept in the ledger.
    Raises:
        FindingsError: with every error of the run; the files of the last build stay.
    """
    started = time.perf_counter()
    clock, store = Clock(), Store(order.cache)
    staged: list[Staged] = []
    with staging_folder(order.output) as staging:
        with clock.phase("reading", watch):
            catalogue, findings = read_catalogue(order.root)
            _stop_at_errors(findings)
            works, more = gather_works(catalogue, order.choice, frozenset(EDITIONS), order.cache)
            findings = _stop_at_errors((*findings, *more))
        setter = Setter(store, crew, watch, anew=order.anew)
        with clock.phase("setting", watch):
            done = set_works(works, setter)
            findings = _stop_at_errors((*findings, *_setting_findings(done)))
        known = {} if order.anew else ledger.read().get("files", {})
        bindery = Bindery(order.output, staging, store, order.epoch, known, watch)
        with clock.phase("binding", watch):
            faults: list[Finding] = []
            for work in done:
                if not work.work.delivered:
                    continue
                try:
                    staged.append(bindery.stage(work, done))
                except FindingsError as fault:
                    faults += fault.findings
                except PublishError as fault:
                    faults.append(fault.finding)
            faults += [finding for file in staged for finding in file.issued.findings]
            findings = _stop_at_errors((*findings, *faults))
        put_out(staged, order.output)
    clock.seconds["total"] = round(time.perf_counter() - started, 3)
    record = _record(done, staged, findings, clock.seconds)
    files = {file.issued.path: dataclasses.asdict(file.issued) for file in staged}
    ledger.write({"inputs": inputs, "record": record, "files": {**known, **files}})
    return Result(record, findings)


def _stop_at_errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return `findings` in order and once each.

    Raises:
        FindingsError: there is an error among them.
    """
    ordered = tuple(sorted(set(findings)))
    if any(finding.severity == "error" for finding in ordered):
        raise FindingsError(ordered)
    return ordered


def _setting_findings(works: tuple[SetWork, ...]) -> tuple[Finding, ...]:
    """Return what setting found, placed at the manuscript where a gathering is a chapter."""
    findings: list[Finding] = []
    for work in works:
        chapters = work.work.manuscript.chapters
        places = {chapter.name: chapter.place for chapter in chapters}
        if len(chapters) == 1:
            places["leaflet"] = chapters[0].place
        for made in work.gatherings:
            place = places.get(made.slot.name)
            for finding in made.gathering.offers.findings:
                findings.append(dataclasses.replace(finding, place=place) if place else finding)
        findings += work.plan.findings
    return tuple(findings)


def _record(
    works: tuple[SetWork, ...],
    staged: list[Staged],
    findings: tuple[Finding, ...],
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """Return what build.json holds."""
    gatherings = [
        {
            "publication": work.work.publication.slug,
            "language": work.work.lang,
            "name": made.slot.name,
            "title": made.slot.title,
            "pages": made.gathering.offers.pages,
            "seconds": made.gathering.offers.seconds,
            "set": made.was_set,
        }
        for work in works
        for made in work.gatherings
    ]
    set_now = {m.gathering.key for w in works for m in w.gatherings if m.was_set}
    every = {m.gathering.key for w in works for m in w.gatherings}
    files = [dataclasses.asdict(file.issued) for file in staged]
    for file in files:
        del file["made_from"], file["findings"]
    return {
        "gatherings_set": len(set_now),
        "gatherings_reused": len(every - set_now),
        "seconds": dict(seconds),
        "findings": [finding_record(finding) for finding in findings],
        "files": sorted(files, key=lambda file: str(file["path"])),
        "gatherings": gatherings,
    }
