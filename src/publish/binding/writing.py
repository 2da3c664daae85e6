"""Writing a finished file: all of it or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from publish.errors import Place, PublishError, Rule

NOT_WRITTEN = Rule("B104", "A finished file can be written where it belongs.")
RULES: tuple[Rule, ...] = (NOT_WRITTEN,)


def write_whole(target: Path, data: bytes) -> None:
    """Put `data` at `target`: the old file stays until the new one is safe on the disk.

    Raises:
        PublishError: the disk is full, the folder may not be written …; the old file is as it was.
    """
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(".part", f".{target.name}.", target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise PublishError(
            NOT_WRITTEN.at(
                Place(target.name),
                f"cannot be written: {error.strerror or error}",
                "make room on the disk, or give another output folder",
            )
        ) from error
    except BaseException:  # an interrupt: nothing half-written stays
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name itself safe, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
