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
    """The record of a project's builds of one choice of works."""

    path: Path

    def read(self) -> Mapping[str, Any]:
        """Return the last record, or an empty one."""
        try:
            record = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def write(self, record: Mapping[str, Any]) -> None:
        """Keep `record` as the last one."""
        write_whole(self.path, json.dumps(record, sort_keys=True).encode())


def ledger_for(cache: Path, root: Path, choice: object) -> Ledger:
    """Return the ledger of the project at `root` for `choice`."""
    name = hashlib.sha256(f"{root}\n{choice!r}".encode()).hexdigest()[:32]
    return Ledger(cache / "ledgers" / f"{name}.json")


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, or "" where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def stands(output: Path, files: Mapping[str, str]) -> bool:
    """Are all `files` (path relative to `output` → SHA-256) there and unchanged?"""
    return bool(files) and all(file_digest(output / p) == known for p, known in files.items())
