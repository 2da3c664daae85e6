"""Bind, check and put out the files of the set works.

Every file is bound beside its target and read back by another library; only when all files of
the build are right do they take their places.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any  # JSON

from publish.binding.bind import bind
from publish.binding.model import Binding, Bound
from publish.building.digests import code_digest
from publish.building.ledger import file_digest
from publish.building.progress import Progress
from publish.building.records import in_language, metadata_of
from publish.building.rounds import SetWork
from publish.building.store import Store
from publish.checking.gate import Expected, gate, release
from publish.editions.screen import FORM
from publish.errors import Finding, Place, PublishError
from publish.writing import NOT_WRITTEN, is_alive

_PROFILE = "colour/sRGB2014.icc"  # of the brand; the output intent of files for screens


@dataclass(frozen=True, slots=True)
class Issued:
    """A file of the build."""

    path: str  # relative to output/
    publication: str
    language: str
    edition: str
    pages: int
    bytes: int
    sha256: str
    seconds: float
    made_from: str  # digest of all that binding saw
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A file ready to take its place; without `staged`, the one in place is still right."""

    issued: Issued
    staged: Path | None = None


@dataclass(frozen=True, slots=True)
class Bindery:
    """What binding needs besides the set works."""

    output: Path
    staging: Path  # on the same disk
    store: Store
    epoch: int | None
    known: Mapping[str, Mapping[str, Any]]  # the last build's files, by path
    watch: Progress

    def stage(self, work: SetWork, works: Sequence[SetWork]) -> Staged:
        """Bind and check the file of `work`, unless the one in place was made from the same."""
        started = time.perf_counter()
        binding = self._binding(work, works)
        made_from = _made_from(binding, work.work.edition)
        target = self.output / work.work.file
        old = self.known.get(work.work.file, {})
        if old.get("made_from") == made_from and old.get("sha256") == file_digest(target):
            return Staged(issued_of(old))
        staged = self.staging / work.work.file
        bound = bind(binding, FORM, staged)
        expected = _expected(work, binding, bound)
        # The tags of all gatherings are proofed; what binding makes of them is read whole when a
        # file is new, and taken on trust while only chapters of it change.
        check = release if old else gate
        findings = (*bound.findings, *check(staged, expected, work.work.file))
        seconds = round(time.perf_counter() - started, 3)
        self.watch.bound(work.work.file, bound.pages, seconds)
        issued = Issued(
            path=work.work.file,
            publication=work.work.publication.slug,
            language=work.work.lang,
            edition=work.work.edition,
            pages=bound.pages,
            bytes=bound.bytes,
            sha256=bound.sha256,
            seconds=seconds,
            made_from=made_from,
            findings=findings,
        )
        return Staged(issued, staged)

    def _binding(self, work: SetWork, works: Sequence[SetWork]) -> Binding:
        peers = {
            other.work.publication.slug: other
            for other in works
            if (other.work.lang, other.work.edition) == (work.work.lang, work.work.edition)
        }
        here = PurePosixPath(work.work.file).parent
        referred = {
            target.removeprefix("page:")
            for section in work.sections
            for target in section.gathering.offers.late
            if "#" in target
        }
        labels = {
            f"{slug}#{anchor}": other.plan.labels[anchor]
            for slug, other in peers.items()
            for anchor in sorted(other.plan.labels)
            if f"{slug}#{anchor}" in referred
        }
        files = {
            slug: os.path.relpath(other.work.file, here).replace(os.sep, "/")
            for slug, other in peers.items()
            if other is not work
        }
        return Binding(
            sections=work.sections,
            metadata=metadata_of(work.work, self.epoch),
            fonts=self.store.face,
            profile=work.work.layout.identity[_PROFILE].read_bytes(),
            words=work.work.words(),
            other_works=labels,
            other_files=files,
            work_titles={
                slug: in_language(other.work.publication.title, other.work.lang)
                for slug, other in peers.items()
            },
        )


def _expected(work: SetWork, binding: Binding, bound: Bound) -> Expected:
    offers = work.sections[0].gathering.offers
    return Expected(
        pages=bound.pages,
        title=binding.metadata.title,
        lang=binding.metadata.lang,
        width=offers.width,
        height=offers.height,
        labels=tuple(page.label for page in bound.plan.pages),
        contents=any(made.slot.name == "contents" for made in work.gatherings),
    )


def issued_of(record: Mapping[str, Any]) -> Issued:
    """Return what `dataclasses.asdict` and JSON made of a file's record."""
    findings = tuple(
        Finding(**{**found, "place": Place(**found["place"]), "area": tuple(found["area"])})
        for found in record["findings"]
    )
    return Issued(**{**record, "findings": findings})


@contextmanager
def staging_folder(output: Path) -> Iterator[Path]:
    """Give a folder in `output` where files wait for their places; nothing of it stays.

    What a killed build left of its own is removed as well.
    """
    for stray in output.glob(".staging-*"):
        process = stray.name.rpartition("-")[2]
        if not (process.isdecimal() and is_alive(int(process))):
            shutil.rmtree(stray, ignore_errors=True)
    folder = output / f".staging-{os.getpid()}"
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_out(staged: Sequence[Staged], output: Path) -> None:
    """Let the staged files take their places, each whole."""
    for file in staged:
        if file.staged is not None:
            target = output / file.issued.path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                file.staged.replace(target)
            except OSError as fault:
                message = f"cannot be put into its place: {fault.strerror}"
                remedy = (
                    f"give yourself the right to write in output/{Path(file.issued.path).parent}"
                )
                place = Place(f"output/{file.issued.path}")
                raise PublishError(NOT_WRITTEN.at(place, message, remedy)) from fault


def _made_from(binding: Binding, edition: str) -> str:
    """Return the digest of all that the bytes of the file depend on."""
    sections = [(s.gathering.key, s.work, s.numbering, s.blank_before) for s in binding.sections]
    seen = (
        code_digest("binding", "editions", "checking"),
        [version(package) for package in ("pikepdf", "uharfbuzz")],
        edition,
        sections,
        binding.metadata,
        hashlib.sha256(binding.profile).hexdigest(),
        sorted(binding.words.items()),
        sorted(binding.other_works.items()),
        sorted(binding.other_files.items()),
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()
