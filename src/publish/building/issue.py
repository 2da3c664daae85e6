"""Files of a build: what they are, where they wait, and how they take their places.

Every file is bound beside its target and read back by another library; only when all files of
the build are right do they take their places.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.binding.weighing import Weight, weight_of
from publish.errors import Finding, Place, PublishError, finding_of
from publish.writing import NOT_WRITTEN, is_alive


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
    made_from: str  # digest of all that binding and checking saw
    read_whole: bool  # not taken on trust, in part, after a change
    weight: Weight
    conformance: tuple[str, ...] = ()  # standards that it keeps: "PDF/UA-1", "PDF/A-2a"
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """A file ready to take its place; without `staged`, the one in place is still right."""

    issued: Issued
    staged: Path | None = None


def issued_of(record: Mapping[str, Any]) -> Issued:
    """Return what `dataclasses.asdict` and JSON made of a file's record."""
    findings = tuple(finding_of(found) for found in record["findings"])
    conformance = tuple(record["conformance"])
    weight = weight_of(record["weight"])
    made = {"findings": findings, "conformance": conformance, "weight": weight}
    return Issued(**{**record, **made})


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
                raise _not_written(file.issued.path, "put into its place", fault) from fault


def take_away(files: Iterable[str], output: Path) -> None:
    """Remove files of former builds that would be taken for files of this one."""
    for file in files:
        try:
            (output / file).unlink(missing_ok=True)
        except OSError as fault:
            raise _not_written(file, "taken away", fault) from fault


def _not_written(file: str, what: str, fault: OSError) -> PublishError:
    message = f"cannot be {what}: {fault.strerror}"
    remedy = f"give yourself the right to write in output/{Path(file).parent}"
    return PublishError(NOT_WRITTEN.at(Place(f"output/{file}"), message, remedy))
