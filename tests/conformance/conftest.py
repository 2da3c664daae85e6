"""The files of the real works, as judges of several houses see them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Issue:
    """The real works as they were built, and what the build said."""

    output: Path
    record: dict[str, Any]

    def files(self, *editions: str) -> list[Path]:
        """Return the works' files of some editions, by name."""
        chosen = [file for file in self.works if file["edition"] in editions]
        return sorted(self.output / file["path"] for file in chosen)

    def judged(self, *editions: str) -> list[Path]:
        """Return the files of some editions that every page of every work stands in.

        Those of the works that are built in more than one edition, and the bundle of all works.
        """
        sample = {file["publication"] for file in self.works if file["edition"] != "screen"}
        chosen = [
            self.output / file["path"]
            for file in self.works
            if file["publication"] in sample and file["edition"] in editions
        ]
        whole = [path for path in self.bundles(*editions) if path.stem.startswith("complete")]
        return sorted((*chosen, *whole))

    @property
    def works(self) -> list[dict[str, Any]]:
        """The files of single works."""
        return [file for file in self.record["files"] if not self._is_bundle(file)]

    def bundles(self, *editions: str) -> list[Path]:
        """Return the bundles' files of some editions, by name."""
        chosen = [
            file
            for file in self.record["files"]
            if self._is_bundle(file) and file["edition"] in editions
        ]
        return sorted(self.output / file["path"] for file in chosen)

    @staticmethod
    def _is_bundle(file: dict[str, Any]) -> bool:
        return str(file["publication"]).startswith("bundles/")

    def beside(self, file: Path, edition: str) -> Path:
        """Return the file of another edition of the same work."""
        stem = next(
            file.stem.removesuffix(known["edition"])
            for known in self.record["files"]
            if self.output / known["path"] == file
        )
        return file.with_name(f"{stem}{edition}.pdf")


@pytest.fixture(scope="session")
def issue(works) -> Issue:
    output = works.root / "output"
    return Issue(output, json.loads((output / "build.json").read_text()))
