"""What the last build was made from and what it made, so that nothing is done twice.

A record says: from these inputs, by this code, came these files. While all of it still holds,
there is nothing to do, and nothing heavy is even imported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # JSON

from publish.writing import write_whole


@dataclass(frozen=True, slots=True)
class Ledger:
    """The record of a project's builds of one choice of works.

    Attributes:
        path: of the record.
        shelf: of what is known of the project's files, whichever build they come from.
    """

    path: Path
    shelf: Path

    def read(self) -> Mapping[str, Any]:
        """Return the last record, or an empty one."""
        return _read(self.path)

    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what is known of files, by path relative to output/."""
        return _read(self.shelf)

    def write(self, record: Mapping[str, Any]) -> None:
        """Keep `record` as the last one."""
        write_whole(self.path, json.dumps(record, sort_keys=True).encode())

    def write_files(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep what is known of files, beside what was known of others."""
        whole = {**self.files(), **files}
        write_whole(self.shelf, json.dumps(whole, sort_keys=True).encode())


def _read(path: Path) -> Mapping[str, Any]:
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def ledger_for(cache: Path, root: Path, choice: object) -> Ledger:
    """Return the ledger of the project at `root` for `choice`."""
    folder = cache / "ledgers"
    name, project = (
        hashlib.sha256(text.encode()).hexdigest()[:32]
        for text in (f"{root}\n{choice!r}", str(root))
    )
    return Ledger(folder / f"{name}.json", folder / f"{project}.files.json")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, or "" where there is none."""
    try:
        with path.open("rb") as file:  # piece by piece: packages may be larger than the memory
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def stands(output: Path, files: Mapping[str, str]) -> bool:
    """Are all `files` (path relative to `output` → SHA-256) there and unchanged?"""
    return bool(files) and all(file_digest(output / p) == known for p, known in files.items())
