"""The one door through which files are written: all of a file or none of it."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from publish.errors import Place, PublishError, Rule

NOT_WRITTEN = Rule(
    "B104",
    "A finished file can be written where it belongs.",
    "The old file would stay, and look like the new one.",
)
RULES: tuple[Rule, ...] = (NOT_WRITTEN,)


def write_whole(target: Path, data: bytes) -> None:
    """Put `data` at `target`: the old file stays until the new one is safe on the disk.

    Raises:
        PublishError: the disk is full, the folder may not be written …; the old file is as it was.
    """
    with whole_file(target) as file:
        file.write(data)


@contextlib.contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """Give a file beside `target`, open for writing and reading, to fill little by little.

    It takes its place when the block ends, not before it is safe on the disk. Where the block is
    left by a fault, the old file stays.

    Raises:
        PublishError: as `write_whole`.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        with temporary.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise PublishError(
            NOT_WRITTEN.at(
                Place(f"{target.parent.name}/{target.name}"),
                f"cannot be written: {error.strerror or error}",
                _remedy(error),
            )
        ) from error
    finally:  # after an interrupt, too, nothing half-written stays
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _remedy(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "give yourself the right to write into its folder, and close the file elsewhere"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "make room on the disk; for set pages, `--cache DIR` names another place"
    return "see `publish doctor`"


def _sweep(target: Path) -> None:
    """Remove what a killed build left of `target`."""
    if os.name != "posix":  # elsewhere there is no way to ask whether a process lives
        return
    for stray in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        process = stray.suffixes[-2].lstrip(".")
        if process.isdecimal() and not is_alive(int(process)):
            stray.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    """Is there a process of this number, anybody's?"""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name itself safe, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
