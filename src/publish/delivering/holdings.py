"""Where the files of a package lie: in a folder or in a zip. Both are read, nothing is written."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from publish.delivering.verdicts import Verdict, no_package, torn
from publish.delivering.zip_reading import opened_zip
from publish.delivering.zipping import pieces

MOST_FILES = 100_000


class Holding(Protocol):
    """A package where it lies."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def files(self) -> Mapping[str, int]:
        """How many bytes each file has, by its path with forward slashes."""

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """What is no plain file with a plain name."""

    def read(self, name: str) -> Iterator[bytes]:
        """Yield what a file holds. Raises OSError or ValueError where it cannot be read."""

    def shape(self, moment: dt.datetime) -> Verdict | None:
        """Return what is odd about what lies between the files, made at `moment`."""


@dataclass(frozen=True, slots=True)
class FolderHolding:
    """A package in a folder."""

    path: Path
    files: Mapping[str, int]
    refused: tuple[Verdict, ...]

    def read(self, name: str) -> Iterator[bytes]:
        # It was no link when it was listed, and is none now.
        plain = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        handle = os.open(self.path / name, os.O_RDONLY | plain)
        with open(handle, "rb") as source:  # noqa: PTH123  # of a handle, not of a path
            yield from pieces(source)

    def shape(self, moment: dt.datetime) -> Verdict | None:  # noqa: ARG002  # as of zips
        """Return nothing: between files in a folder there is nothing."""
        return None


@contextmanager
def holding_of(path: Path) -> Iterator[Holding]:
    """Open a package.

    Raises:
        PublishError: nothing is there, or a zip cannot be read.
    """
    if path.is_dir():
        yield _folder(path)
    elif path.is_file():
        with opened_zip(path) as holding:
            yield holding
    else:
        message = "it is neither a folder nor a file" if path.exists() else "there is nothing"
        raise no_package(str(path), message, "give the folder or the zip of a package")


def _folder(path: Path) -> FolderHolding:
    """Return what lies in a folder; links are not followed.

    Raises:
        PublishError: there is more than can be looked at.
    """
    files: dict[str, int] = {}
    refused: list[Verdict] = []
    waiting = [path]
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as fault:
            name = folder.relative_to(path).as_posix()
            refused.append(Verdict(name, "does not open", fault.strerror or str(fault)))
            continue
        for entry in entries:
            name = Path(entry.path).relative_to(path).as_posix()
            kind = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(kind.st_mode):
                waiting.append(Path(entry.path))
            elif stat.S_ISREG(kind.st_mode):
                files[name] = kind.st_size
            else:
                what = "a link" if stat.S_ISLNK(kind.st_mode) else "no plain file"
                refused.append(Verdict(name, "refused", f"it is {what}"))
        if len(files) + len(refused) + len(waiting) > MOST_FILES:
            raise torn(str(path), f"it holds more than {MOST_FILES:,} files", "is it a package?")
    return FolderHolding(path, dict(sorted(files.items())), tuple(refused))
