"""One build: read, compose, set, bind, check, put out. The flow of the whole house."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # JSON

from publish.building.account import record_of, setting_findings, stop_at_errors
from publish.building.bindery import Bindery
from publish.building.choice import Choice
from publish.building.issue import Staged, put_out, staging_folder
from publish.building.ledger import Ledger
from publish.building.pieces import piece_of
from publish.building.progress import Progress
from publish.building.rounds import Setter, set_works
from publish.building.store import Store
from publish.building.workers import Workers
from publish.building.works import gather_works
from publish.catalogue.reading import read_catalogue
from publish.editions.model import House
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
            stop_at_errors(findings)
            works, more = gather_works(catalogue, order.choice, order.cache)
            findings = stop_at_errors((*findings, *more))
        setter = Setter(store, crew, watch, anew=order.anew)
        with clock.phase("setting", watch):
            done = set_works(works, setter)
            findings = stop_at_errors((*findings, *setting_findings(done)))
        known = {} if order.anew else ledger.read().get("files", {})
        bindery = Bindery(order.output, staging, store, order.epoch, known, watch)
        with clock.phase("binding", watch):
            faults: list[Finding] = []
            for work, edition in ((w, e) for w in done for e in w.work.editions):
                house = House(work.work.layout.brand, work.work.layout.identity)
                try:
                    staged.append(bindery.stage(piece_of(work, edition, house), done))
                except FindingsError as fault:
                    faults += fault.findings
                except PublishError as fault:
                    faults.append(fault.finding)
            faults += [finding for file in staged for finding in file.issued.findings]
            findings = stop_at_errors((*findings, *faults))
        put_out(staged, order.output)
    clock.seconds["total"] = round(time.perf_counter() - started, 3)
    record = record_of(done, (), staged, findings, clock.seconds)
    files = {file.issued.path: dataclasses.asdict(file.issued) for file in staged}
    ledger.write({"inputs": inputs, "record": record, "files": {**known, **files}})
    return Result(record, findings)
