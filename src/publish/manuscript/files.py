"""The one door to an author's files: nothing outside sources/, nothing that is not a plain file."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from publish.errors import Place, Rule
from publish.manuscript.context import Work, nearest

TEXT_LIMIT = 2 * 1024 * 1024
PICTURE_LIMIT = 40 * 1024 * 1024

OUTSIDE = Rule(
    "M104",
    "Manuscripts use files of the project's sources/ folder only.",
    "A path that leaves it could print any file of the machine that builds.",
)
TOO_LARGE = Rule(
    "M105",
    "A text is at most 2 MB, a picture at most 40 MB.",
    "Larger ones exhaust the memory of the machine that builds.",
)
NOT_TEXT = Rule("M101", "Texts are UTF-8.", "Other encodings print wrong letters.")
UNREADABLE = Rule(
    "M108", "The files of a work can be read.", "What is in them would be missing in print."
)
RULES: tuple[Rule, ...] = (NOT_TEXT, OUTSIDE, TOO_LARGE, UNREADABLE)


def find(
    work: Work, name: str, folders: Sequence[Path], place: Place, missing: Rule
) -> Path | None:
    """Return the file that an author calls `name`, or report why there is none.

    Args:
        name: relative path with forward slashes.
        folders: where to look, in this order.
        missing: the rule that is broken where no folder holds it.
    """
    parts = PurePosixPath(name).parts
    if not name or "\0" in name or "\\" in name or name.startswith("/") or ".." in parts:
        work.report(
            OUTSIDE, place, f"`{name}` is not a path inside the sources folder",
            "give a path relative to the work's folder, without `..`",
        )  # fmt: skip
        return None
    for folder in folders:
        path = folder / name
        if path.is_symlink() or path.exists():
            return _admitted(work, path, name, place)
    work.report(missing, place, f"there is no file `{name}`",
                _hint(name, folders) or f"put it at `{work.shown(folders[0])}/{name}`")  # fmt: skip
    return None


def _admitted(work: Work, path: Path, name: str, place: Place) -> Path | None:
    try:
        real = path.resolve(strict=True)
        plain = stat.S_ISREG(real.stat().st_mode)
    except (OSError, RuntimeError):
        real, plain = path, False
    if not real.is_relative_to(work.sources):
        work.report(OUTSIDE, place, f"`{name}` leads out of the sources folder",
                    "copy the file into the work's folder")  # fmt: skip
        return None
    if not plain:
        work.report(OUTSIDE, place, f"`{name}` is not a plain file", "name a file")
        return None
    return real


def _hint(name: str, folders: Sequence[Path]) -> str:
    sub = PurePosixPath(name).parent
    known = {
        (sub / entry.name).as_posix()
        for folder in folders
        if (folder / sub).is_dir()
        for entry in (folder / sub).iterdir()
        if entry.is_file()
    }
    return nearest(name, known)


def read_bytes(work: Work, path: Path, limit: int, place: Place) -> bytes | None:
    """Return the content of a file that `find` has admitted, or report why it cannot be had."""
    work.files[path] = None
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as fault:
        work.report(UNREADABLE, place, f"`{work.shown(path)}` cannot be read: {fault.strerror}",
                    "give yourself the right to read it")  # fmt: skip
        return None
    if len(content) > limit:
        work.report(TOO_LARGE, place, f"`{work.shown(path)}` is larger than {limit >> 20} MB",
                    "split the text or make the picture smaller")  # fmt: skip
        return None
    return content


def read_text(work: Work, path: Path, place: Place | None = None) -> str | None:
    """Return the text of a file, line ends made one, or report why it cannot be had.

    A byte that is not UTF-8 is reported at its own place; the rest is still read.
    """
    shown = work.shown(path)
    content = read_bytes(work, path, TEXT_LIMIT, place or Place(shown, 1, 1))
    if content is None:
        return None
    content = content.removeprefix(b"\xef\xbb\xbf")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        work.report(NOT_TEXT, Place(shown, 1, 1), "the file is UTF-16, not UTF-8",
                    "save the file in the encoding UTF-8")  # fmt: skip
        text = content.decode("utf-16", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode("utf-8")
        line = before.count("\n") + 1
        col = len(before) - (before.rfind("\n") + 1) + 1
        work.report(NOT_TEXT, Place(shown, line, col),
                    f"byte 0x{content[fault.start]:02x} is not UTF-8",
                    "save the file in the encoding UTF-8")  # fmt: skip
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
