"""The build of session packs: read, set, bind, searched for leaks, put out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.building.bindery import Bindery
from publish.building.issue import Staged, put_out
from publish.building.ledger import Ledger
from publish.building.naming import COMMON
from publish.building.progress import Progress
from publish.building.rounds import Setter
from publish.building.sessions import Room, SetPack, set_packs, stage_pack
from publish.building.store import Store
from publish.building.workers import Workers
from publish.catalogue.model import Catalogue
from publish.catalogue.sessions import Session
from publish.errors import Finding, FindingsError, errors_of


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What is asked for: sessions, each in a language.

    Attributes:
        epoch: SOURCE_DATE_EPOCH.
        edition: in which they are bound: "screen" or "greyscale".
    """

    catalogue: Catalogue
    sessions: tuple[tuple[Session, str], ...]
    cache: Path
    epoch: int | None
    edition: str = COMMON

    @property
    def output(self) -> Path:
        return self.catalogue.root / "output"


def build_packs(
    order: PackOrder, ledger: Ledger, staging: Path, crew: Workers, watch: Progress
) -> tuple[tuple[Mapping[str, Any], ...], tuple[Finding, ...]]:
    """Build session packs; return the records of their files, and what is to be said.

    Nothing is put out while an error stands: a leak is one.

    Raises:
        FindingsError: with every error of all packs; the files of the last build stay.
    """
    store = Store(order.cache)
    setter = Setter(store, crew, watch, anew=False)
    watch.phase("setting")
    room = Room(order.catalogue, order.cache, setter, order.edition)
    packs, findings = set_packs(order.sessions, room)
    _stop_at_errors(findings)
    watch.phase("binding")
    staged: list[Staged] = []
    for pack in packs:
        bindery = Bindery(
            order.output,
            staging,
            store,
            order.epoch,
            ledger.files(),
            watch,
            pack.works,
            release=False,
        )
        made, found = _stage(pack, room, bindery)
        staged += made
        findings += found
    _stop_at_errors(findings)
    put_out(staged, order.output)
    ledger.write_files({one.issued.path: dataclasses.asdict(one.issued) for one in staged})
    return tuple(_record(one, order.edition) for one in staged), findings


def _stage(pack: SetPack, room: Room, bindery: Bindery) -> tuple[list[Staged], tuple[Finding, ...]]:
    """Bind the documents of a pack; what is wrong with any of them is told with the rest."""
    staged: list[Staged] = []
    findings: tuple[Finding, ...] = ()
    try:
        for one, leaks in stage_pack(pack, room, bindery):
            staged.append(one)
            findings += (*one.issued.findings, *leaks)
    except FindingsError as fault:
        findings += fault.findings
    return staged, findings


def _stop_at_errors(findings: Sequence[Finding]) -> None:
    if errors_of(findings):
        raise FindingsError(tuple(dict.fromkeys(findings)))


def _record(one: Staged, edition: str) -> dict[str, Any]:
    issued = one.issued
    return {
        "path": issued.path,
        "session": issued.publication.rpartition("/")[2],
        "language": issued.language,
        "document": issued.edition.removesuffix(f"-{edition}"),
        "edition": edition,
        "pages": issued.pages,
        "bytes": issued.bytes,
        "sha256": issued.sha256,
        "conformance": list(issued.conformance),
        "written": one.staged is not None,
    }
