"""Digests of what a build reads: folders of files, our own code, what is installed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path


def inputs_digest(folders: Iterable[Path], words: Iterable[str]) -> str:
    """Return the SHA-256 of every file below `folders` and of `words`.

    Folders that do not exist count as empty; names count relative to their folder.
    """
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if _is_file(path) and "__pycache__" not in path.parts:
                content = _content_digest(path)
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + content)
        digest.update(b"\1")
    return digest.hexdigest()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # its folder may not be entered: whoever reads it says so
        return False


def _content_digest(path: Path) -> bytes:
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except OSError:  # whoever reads it in earnest will say so, with its place
        return b"unreadable"


def installed() -> tuple[str, ...]:
    """Return every installed package with its version, "pikepdf=10.17.0"."""
    return tuple(sorted(f"{found.name}={found.version}" for found in distributions()))


@functools.cache  # the code does not change while a process runs
def code_digest(*packages: str) -> str:
    """Return the SHA-256 of the source files of some of our packages ("binding", "editions")."""
    home = Path(__file__).parents[1]
    return inputs_digest((home / package for package in packages), ())
