"""One build: read, compose, set, bind, check, put out. The flow of the whole house."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # JSON

from publish.binding.overweight import over_budget
from publish.building.account import Docket, findings_alone, record_of, setting_findings
from publish.building.bindery import Bindery
from publish.building.bundles import set_bundles
from publish.building.deliveries import gone, job_sheets, pieces_of, plan_printing
from publish.building.issue import Staged, put_out, take_away
from publish.building.ledger import Ledger
from publish.building.order import Order
from publish.building.pieces import Piece
from publish.building.progress import Progress
from publish.building.rounds import Setter, set_works
from publish.building.store import Store
from publish.building.workers import Workers
from publish.building.works import gather_works
from publish.catalogue.model import Catalogue
from publish.catalogue.reading import read_catalogue
from publish.catalogue.waivers import read_waivers
from publish.checking.waiving import refusing
from publish.composing.jobsheet import JOBSHEET
from publish.errors import Finding, FindingsError, NotReleased, PublishError


@dataclass(slots=True)
class Clock:
    """Seconds by phase, and since it was started."""

    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def phase(self, name: str, watch: Progress) -> Iterator[None]:
        watch.phase(name)
        started = time.perf_counter()
        yield
        took = self.seconds.get(name, 0.0) + time.perf_counter() - started
        self.seconds[name] = round(took, 3)

    def total(self) -> Mapping[str, float]:
        """Return all seconds, those since the start as "total"."""
        return {**self.seconds, "total": round(time.perf_counter() - self.started, 3)}


@dataclass(frozen=True, slots=True)
class Result:
    """A build that succeeded: the record for build.json, and its warnings.

    Attributes:
        clock: still running: what is made of the files is part of the record as well.
    """

    record: Mapping[str, Any]
    findings: tuple[Finding, ...]
    catalogue: Catalogue
    clock: Clock


def build(order: Order, ledger: Ledger, staging: Path, crew: Workers, watch: Progress) -> Result:
    """Build what `order` asks for.

    Args:
        ledger: remembers what the files in place were made from.
        staging: where files wait until all are right; those of a failed build are left there.
    Raises:
        FindingsError: with every error of the run; the files of the last build stay.
    """
    clock, store = Clock(), Store(order.cache)
    with clock.phase("reading", watch):
        waivers, faults = read_waivers(order.root)
        docket = Docket(waivers, order.today)
        catalogue, found = read_catalogue(order.root)
        docket.enter((*faults, *found))
        works, found = gather_works(catalogue, order.choice, order.cache)
        docket.enter(found)
    setter = Setter(store, crew, watch, anew=order.anew)
    with clock.phase("setting", watch):
        done = set_works(works, setter)
        docket.enter(setting_findings(done))
        bundles, found = set_bundles(catalogue, order.choice, done, setter, store)
        docket.enter((*found, *setting_findings(bundles)))
        issued = (*done, *bundles)
        printing, found = plan_printing(issued, order.choice.printer, setter)
        docket.enter(found)
    known = {} if order.anew else ledger.files()
    bindery = Bindery(order.output, staging, store, order.epoch, known, watch, done, order.release)
    with clock.phase("binding", watch):
        staged = _bind_all(pieces_of(issued, printing), bindery, docket)
        sheets = job_sheets(printing, staged, setter)
        docket.enter(
            f for sheet, made in sheets for f in findings_alone(made, JOBSHEET, sheet.printer)
        )
        staged += _bind_all((piece for piece, _ in sheets), bindery, docket)
    heard = docket.heard_out() if order.choice.is_all else docket.heard()
    if order.release and (refused := refusing(heard.standing)):
        raise NotReleased(refused)
    put_out(staged, order.output)
    take_away(gone(printing), order.output)
    more = [*printing.wraps.values(), *(made for _, made in sheets)]
    record = record_of(issued, more, staged, heard, clock.total())
    ledger.write_files({file.issued.path: dataclasses.asdict(file.issued) for file in staged})
    return Result(record, heard.standing, catalogue, clock)


def _bind_all(pieces: Iterable[Piece], bindery: Bindery, docket: Docket) -> list[Staged]:
    """Bind every piece; what is wrong with any of them is found before the run ends.

    Raises:
        FindingsError: with every error of all files.
    """
    staged: list[Staged] = []
    findings: list[Finding] = []
    for piece in pieces:
        try:
            staged.append(bindery.stage(piece))
            findings += over_budget(
                staged[-1].issued.weight, piece.work.work.publication, piece.edition, piece.file
            )
        except FindingsError as fault:
            findings += fault.findings
        except PublishError as fault:
            findings.append(fault.finding)
    docket.enter((*findings, *(f for file in staged for f in file.issued.findings)))
    return staged
